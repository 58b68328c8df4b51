"""Colours and text sizes of the drawings: flat hex for print, `var(--token)` for pages that switch light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: The design's colour tokens as flat hex: name → (light, dark).
TOKENS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "canvas": ("#EAEFEE", "#0C1413"),
        "surface": ("#FFFFFF", "#141E1D"),
        "sunken": ("#F4F7F6", "#101918"),
        "raised": ("#FFFFFF", "#1C2827"),
        "line": ("#DEE6E4", "#263331"),
        "line-2": ("#C5D0CD", "#384744"),
        "edge": ("#7A8986", "#71827E"),
        "ink": ("#0F1F1D", "#EAF1EF"),
        "ink-2": ("#3F504D", "#B4C2BE"),
        "ink-3": ("#566663", "#93A39F"),
        "brand": ("#0A5F66", "#62C9C6"),
        "brand-ink": ("#FFFFFF", "#04211F"),
        "brand-soft": ("#D9EEEC", "#143A3A"),
        "brand-line": ("#8CC3C1", "#2B6A69"),
        "danger": ("#B3261E", "#FF8A7A"),
        "warn": ("#8A5200", "#F0B45A"),
        "ok": ("#1E6E3C", "#7BD29B"),
        "vote": ("#E5A100", "#F5C042"),
        "vote-edge": ("#8F6400", "#F5C042"),
        "emo-n2": ("#B3261E", "#FF7B6B"),
        "emo-n1": ("#C9641A", "#F2A15C"),
        "emo-0": ("#72817E", "#9AA9A5"),
        "emo-p1": ("#2F8F7F", "#5FC7B3"),
        "emo-p2": ("#0B6B5E", "#7FE0CB"),
        "s1": ("#2A64B0", "#8AB8F5"),
        "s2": ("#84449A", "#D9A2EA"),
        "s3": ("#8A5A00", "#E8BC62"),
        "s4": ("#2F7434", "#8FD091"),
        "s5": ("#B0315F", "#F39ABB"),
        "s6": ("#4C5D78", "#A9BAD6"),
        "s7": ("#0B6B73", "#6CCBD0"),
        "s8": ("#9A4423", "#F0A583"),
    }
)

STAGE_COLOURS = 8
EMOTION_TOKENS = ("emo-n2", "emo-n1", "emo-0", "emo-p1", "emo-p2")


def emotion_token(value: float) -> str:
    """The token of a rating on −2 … +2, rounded to the nearest step; halves go away from zero."""
    step = int(abs(value) + 0.5)
    return EMOTION_TOKENS[2 + max(-2, min(2, step if value >= 0 else -step))]


@dataclass(frozen=True, slots=True)
class Palette:
    """One look. `variables` writes `var(--token)`, else flat hex of the light (or `dark`) tokens.

    `font` is a CSS font-family list or None to inherit it. Sizes are in user units (CSS pixels): `small` is the smallest
    text used, `body` that of labels.
    """

    variables: bool = False
    dark: bool = False
    font: str | None = None
    small: float = 9.6
    body: float = 10.6

    def colour(self, token: str) -> str:
        """The colour of a token as a presentation attribute takes it. KeyError for an unknown token."""
        light, dark = TOKENS[token]
        if self.variables:
            return f"var(--{token})"
        return dark if self.dark else light

    def stage(self, index: int) -> str:
        """The colour of the stage at this place (0 is the first); after eight they start again."""
        return self.colour(f"s{index % STAGE_COLOURS + 1}")

    def emotion(self, value: float) -> str:
        """The colour of a rating on −2 … +2."""
        return self.colour(emotion_token(value))


#: For paper: 9.6 px is 7.2 pt. The font family is the report's own; replace it with `dataclasses.replace`.
PRINT = Palette(font="'TM Sans','Source Sans 3','Noto Sans','DejaVu Sans',sans-serif")

#: For pages: colours and font come from the page's style sheet, no text under 12 px.
WEB = Palette(variables=True, small=12, body=13)

#: A page in the dark as flat hex, for pictures that leave the page.
DARK = Palette(dark=True, font="'Source Sans 3','Noto Sans','DejaVu Sans',sans-serif", small=12, body=13)

#: A page in the light as flat hex, for SVG files that stand alone.
LIGHT = Palette(font="'Source Sans 3','Noto Sans','DejaVu Sans',sans-serif", small=12, body=13)
