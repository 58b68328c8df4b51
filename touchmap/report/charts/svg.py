"""Elements of an SVG as strings: numbers kept short, every text and attribute escaped, no ids."""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape

from touchmap.report.charts.palette import Palette
from touchmap.report.charts.text import LONGEST, clean

Value = str | float | int | None


def number(value: float) -> str:
    """A coordinate with at most two decimals; refuses what is not a finite number, naming it."""
    if not math.isfinite(value):
        raise ValueError(
            f"a chart coordinate must be a finite number, not {value!r}: check the numbers given to it"
        )
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def points(*values: float) -> str:
    """Coordinates for a path or polygon, separated by spaces."""
    return " ".join(number(value) for value in values)


def tag(name: str, *children: str, **attributes: Value) -> str:
    """One element. Attribute names are written with `_` for `-` (`class_` for `class`); `None` leaves one out."""
    written = []
    for key, value in attributes.items():
        if value is None:
            continue
        text = value if isinstance(value, str) else number(value)
        # Geometry is our own and must stay whole; only words are cut at a limit.
        limit = len(text) if key in ("d", "points") else LONGEST
        written.append(f' {key.rstrip("_").replace("_", "-")}="{escape(clean(text, limit))}"')
    inner = "".join(children)
    return f"<{name}{''.join(written)}>{inner}</{name}>" if inner else f"<{name}{''.join(written)}/>"


def content(text: str, limit: int = LONGEST) -> str:
    """Text as element content: cleaned, cut at `limit` and escaped."""
    return escape(clean(text, limit), quote=False)


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    fill: str,
    anchor: str | None = None,
    bold: bool = False,
    turn: float | None = None,
    class_: str | None = None,
) -> str:
    """One line of text with its baseline at `y`; `anchor` is `middle` or `end`, `turn` rotates about the point."""
    return tag(
        "text",
        content(words),
        x=x,
        y=y,
        font_size=size,
        font_weight="600" if bold else None,
        text_anchor=anchor,
        fill=fill,
        transform=None if turn is None else f"rotate({number(turn)} {points(x, y)})",
        class_=class_,
    )


def dots(
    places: Iterable[tuple[float, float]], radius: float, colour: str, opacity: float | None = None
) -> str:
    """Many round dots as one node: a path of zero-length strokes with round ends. Empty without places."""
    path = "".join(f"M{points(x, y)}h.01" for x, y in places)
    if not path:
        return ""
    return tag(
        "path",
        d=path,
        stroke=colour,
        stroke_width=radius * 2,
        stroke_linecap="round",
        fill="none",
        stroke_opacity=opacity,
    )


def document(
    title: str,
    width: float,
    height: float,
    *children: str,
    palette: Palette,
    kind: str,
    linked: bool = False,
) -> str:
    """The whole SVG: `title` is its alternative text and first child; `kind` becomes the class `tm-kind`.

    A picture with links inside is a group to assistive technology, any other one an image.
    """
    return tag(
        "svg",
        f"<title>{content(title)}</title>",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {points(width, height)}",
        width=width,
        height=height,
        role="group" if linked else "img",
        class_=f"tm-{kind}",
        font_family=palette.font,
        font_size=palette.small,
    )
