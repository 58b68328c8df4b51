"""Measured values against their standards: a bar, a target mark, the tolerance, and a sign for met or missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchmap.report.charts import svg
from touchmap.report.charts.palette import Palette
from touchmap.report.charts.text import figure, fit, width_of


@dataclass(frozen=True, slots=True)
class Standard:
    """A measured value (None: not measured) and its target, in `unit`; `tolerance` is the distance still accepted.

    `better` is `higher`, `lower` or `exact`: which side of the target is good.
    """

    name: str
    value: float | None
    target: float
    unit: str = ""
    tolerance: float = 0
    better: str = "higher"

    @property
    def met(self) -> bool | None:
        """Whether the value is within tolerance of the target or better; None when nothing was measured."""
        if self.value is None:
            return None
        if self.better == "lower":
            return self.value <= self.target + self.tolerance
        if self.better == "exact":
            return abs(self.value - self.target) <= self.tolerance
        return self.value >= self.target - self.tolerance


_SENSES = {"higher": "at least", "lower": "at most", "exact": "exactly"}


def standards_bars(title: str, standards: Sequence[Standard], *, palette: Palette, width: float = 360) -> str:
    """One row per standard, each on a scale of its own from zero, as SVG.

    A tick sign marks a standard that is met, a cross one that is missed, a ring one that nobody measured.
    """
    size = palette.small
    row = size * 3.2
    drawn = []
    for place, standard in enumerate(standards):
        drawn += _row(standard, place * row, width, palette)
    return svg.document(
        title, width, max(row * len(standards) - size * 0.4, 1), *drawn, palette=palette, kind="standards"
    )


def _row(standard: Standard, top: float, width: float, palette: Palette) -> list[str]:
    size = palette.small
    ink = palette.colour("ink")
    unit = f"\N{NO-BREAK SPACE}{standard.unit}" if standard.unit else ""
    value = "not measured" if standard.value is None else f"{figure(standard.value)}{unit}"
    sense = _SENSES.get(standard.better, _SENSES["higher"])
    said = f"{value} · {sense} {figure(standard.target)}{unit}"
    room = width - width_of(said, size) - size * 2.4
    largest = max(abs(standard.target) + standard.tolerance, abs(standard.value or 0), 1e-9) * 1.08
    scale = width / largest
    base, tall = top + size * 1.75, size * 0.7
    mark = max(1.0, abs(standard.target) * scale)
    good = standard.met
    token = {True: "ok", False: "emo-n1", None: "line-2"}[good]
    drawn = [
        _sign(good, size * 0.5, top + size * 0.65, size * 0.42, palette),
        svg.text(size * 1.4, top + size, fit(standard.name, max(room, size * 4), size), size, fill=ink),
        svg.text(width, top + size, said, size, fill=palette.colour("ink-2"), anchor="end"),
        svg.tag("rect", x=0, y=base, width=width, height=tall, rx=2, fill=palette.colour("line")),
    ]
    if standard.tolerance > 0:
        reach = standard.tolerance * scale
        start = mark if standard.better == "lower" else max(mark - reach, 0)
        spread = 2 * reach if standard.better == "exact" else reach
        drawn.append(
            svg.tag(
                "rect",
                x=start,
                y=base,
                width=spread,
                height=tall,
                fill=palette.colour("ok"),
                fill_opacity=0.28,
            )
        )
    if standard.value is not None:
        wide = max(abs(standard.value) * scale, 1)
        drawn.append(
            svg.tag(
                "rect",
                x=0,
                y=base + tall * 0.22,
                width=wide,
                height=tall * 0.56,
                rx=1.5,
                fill=palette.colour(token),
            )
        )
    line = f"M{svg.points(mark, base - 2.5)}V{svg.number(base + tall + 2.5)}"
    drawn.append(svg.tag("path", d=line, stroke=ink, stroke_width=2, fill="none"))
    return drawn


def _sign(good: bool | None, x: float, y: float, reach: float, palette: Palette) -> str:
    if good is None:
        return svg.tag(
            "circle",
            cx=x,
            cy=y,
            r=reach * 0.75,
            stroke=palette.colour("ink-3"),
            stroke_width=1.2,
            fill="none",
        )
    if good:
        path = f"M{svg.points(x - reach, y)}l{svg.points(reach * 0.7, reach * 0.7)}l{svg.points(reach * 1.3, -reach * 1.5)}"
    else:
        path = (
            f"M{svg.points(x - reach * 0.75, y - reach * 0.75)}l{svg.points(reach * 1.5, reach * 1.5)}"
            f"M{svg.points(x + reach * 0.75, y - reach * 0.75)}l{svg.points(-reach * 1.5, reach * 1.5)}"
        )
    return svg.tag(
        "path", d=path, stroke=palette.colour("ok" if good else "danger"), stroke_width=1.9, fill="none"
    )
