"""Face glyphs that repeat a rating without colour: the mouth bends with the value."""

from __future__ import annotations

from touchmap.report.charts import svg
from touchmap.report.charts.palette import Palette


def face(
    x: float, y: float, radius: float, value: float, palette: Palette, *, rim: float | None = None
) -> str:
    """A face for a rating on −2 … +2, centred at (x, y); under a radius of 6 it is a plain dot with a rim.

    Two nodes: the disc, and one path for eyes and mouth.
    """
    surface = palette.colour("surface")
    rim = max(1.0, radius * 0.18) if rim is None else rim
    disc = svg.tag(
        "circle",
        cx=x,
        cy=y,
        r=radius,
        fill=palette.emotion(value),
        stroke=surface if rim else None,
        stroke_width=rim or None,
    )
    if radius < 6:
        return disc
    eye, mouth = radius * 0.3, radius * 0.42
    bend = max(-2.0, min(2.0, value)) / 2
    bend = bend if abs(bend) >= 0.22 else 0.0
    # The corners rise and the middle sinks for a smile, the other way round for a frown.
    corner = y + radius * (0.36 - 0.13 * bend)
    middle = corner + radius * 0.62 * bend
    drawn = (
        f"M{svg.points(x - eye, y - radius * 0.2)}h.01M{svg.points(x + eye, y - radius * 0.2)}h.01"
        f"M{svg.points(x - mouth, corner)}Q{svg.points(x, middle, x + mouth, corner)}"
    )
    return disc + svg.tag(
        "path",
        d=drawn,
        stroke=surface,
        stroke_width=radius * 0.18,
        stroke_linecap="round",
        fill="none",
    )


def face_icon(title: str, value: float, palette: Palette, *, size: float = 18) -> str:
    """A face on its own, for tables and legends; `title` is its alternative text."""
    drawn = face(size / 2, size / 2, size / 2 - 0.5, value, palette, rim=0)
    return svg.document(title, size, size, drawn, palette=palette, kind="face")
