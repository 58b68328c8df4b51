"""Squares with quadrants: the two Ps, rational × emotional, importance–performance, impact × effort."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from touchmap.report.charts import svg
from touchmap.report.charts.palette import Palette
from touchmap.report.charts.text import figure, width_of, wrap

#: A rectangle: left, top, right, bottom.
Room = tuple[float, float, float, float]

_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Spot:
    """One numbered dot: where it belongs on both scales, and the index of its stage for the colour (None: neutral).

    `half` is the middle half of the ratings across and up, drawn as a faint cross: x from, x to, y from, y to.
    """

    number: str
    x: float
    y: float
    stage: int | None = None
    href: str | None = None
    name: str = ""
    half: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Quadrants:
    """The four names and the colour token of each ground, in reading order: top left, top right, bottom left, right."""

    names: tuple[str, str, str, str]
    tokens: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Square:
    """Axes of a square: titles, the scale's two ends, and where the crosshair stands."""

    x_title: str
    y_title: str
    low: float = 1
    high: float = 5
    cross: tuple[float, float] = (3, 3)


# The names are those that the analysis gives its quadrants (`domain.analysis.figures.QUADRANTS`): a test holds them equal,
# so that every screen and the report call a corner the same.
TWO_PS = Quadrants(
    ("People carry it", "Both strong", "Both weak", "Cold but reliable"), ("s5", "s4", "emo-n2", "s1")
)
BONDS = Quadrants(
    ("Bonded but not satisfied", "Satisfied and bonded", "Neither", "Satisfied without a bond"),
    ("s5", "s4", "emo-n2", "s3"),
)
IMPORTANCE = Quadrants(
    ("Concentrate here", "Keep up", "Low priority", "Possible overkill"), ("emo-n2", "s4", "s6", "s3")
)
OPPORTUNITIES = Quadrants(
    ("Quick win", "Big project", "Fill-in", "Not worth it"), ("s4", "s1", "s6", "emo-n1")
)


def two_ps(
    title: str,
    spots: Sequence[Spot],
    *,
    palette: Palette,
    size: float = 380,
    ratings: Sequence[tuple[float, float]] = (),
    quadrants: Quadrants = TWO_PS,
) -> str:
    """Performance (across) against personal service (up), each 1–5, quadrants at 3; `ratings` are single ratings."""
    axes = Square("Performance", "Personal service")
    return square(title, axes, quadrants, spots, palette=palette, size=size, ratings=ratings)


def rational_emotional(
    title: str,
    spots: Sequence[Spot],
    *,
    palette: Palette,
    size: float = 380,
    ratings: Sequence[tuple[float, float]] = (),
    quadrants: Quadrants = BONDS,
) -> str:
    """Rational satisfaction (across) against emotional bond (up), each 1–5, quadrants at 3."""
    axes = Square("Rational satisfaction", "Emotional bond")
    return square(title, axes, quadrants, spots, palette=palette, size=size, ratings=ratings)


def importance_performance(
    title: str,
    spots: Sequence[Spot],
    *,
    palette: Palette,
    size: float = 380,
    cross: tuple[float, float] = (3, 3),
    quadrants: Quadrants = IMPORTANCE,
) -> str:
    """Performance (across) against importance (up), each 1–5, the crosshair at `cross` (the midpoint, or medians)."""
    axes = Square("Performance", "Importance", cross=cross)
    return square(title, axes, quadrants, spots, palette=palette, size=size)


def opportunity_matrix(
    title: str,
    spots: Sequence[Spot],
    *,
    palette: Palette,
    size: float = 380,
    quadrants: Quadrants = OPPORTUNITIES,
) -> str:
    """Effort (across) against impact (up), each 1–5, quadrants at 3."""
    return square(title, Square("Effort", "Impact"), quadrants, spots, palette=palette, size=size)


def square(
    title: str,
    axes: Square,
    quadrants: Quadrants,
    spots: Sequence[Spot],
    *,
    palette: Palette,
    size: float = 380,
    ratings: Sequence[tuple[float, float]] = (),
) -> str:
    """A square with four named quadrants and numbered dots, `size` wide and high, as SVG.

    Dots that would lie over each other are moved apart; a fine line leads from each moved dot to its true place. Values
    beyond the scale are drawn at its edge. Raises ValueError for a scale whose ends are not in order.
    """
    if not axes.low < axes.high:
        raise ValueError(f"the scale must rise from low to high, not from {axes.low} to {axes.high}")
    text = palette.small
    left, foot = text * 2.9, text * 3.1
    frame = _Frame(axes, left, 2.0, size - left - 4, size - foot - 2, text)
    radius = max(text * 0.92, 8.5)
    homes = [frame.place(spot.x, spot.y) for spot in spots]
    names = _names(frame, quadrants, palette)
    placed = spread(homes, radius + 0.8, frame.box(radius), [name.room for name in names])
    leaders = "".join(
        f"M{svg.points(*home)}L{svg.points(*spot)}"
        for home, spot in zip(homes, placed, strict=True)
        if math.dist(home, spot) > 1.5
    )
    moved = [home for home, spot in zip(homes, placed, strict=True) if math.dist(home, spot) > 1.5]
    ink = palette.colour("ink-3")
    return svg.document(
        title,
        size,
        size,
        *_grounds(frame, quadrants, palette),
        *_axes(frame, palette, size),
        *(_half(frame, spot, palette) for spot in spots if spot.half),
        *(name.drawn for name in names),
        svg.dots([_shaken(frame, place, x, y) for place, (x, y) in enumerate(ratings)], 1.9, ink, 0.3),
        svg.tag("path", d=leaders, stroke=ink, stroke_width=0.8, fill="none") if leaders else "",
        svg.dots(moved, 1.6, ink),
        *(_spot(spot, x, y, radius, palette) for spot, (x, y) in zip(spots, placed, strict=True)),
        palette=palette,
        kind="square",
        linked=any(spot.href for spot in spots),
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    axes: Square
    left: float
    top: float
    width: float
    height: float
    text: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        span = self.axes.high - self.axes.low
        across = (max(self.axes.low, min(self.axes.high, x)) - self.axes.low) / span
        up = (max(self.axes.low, min(self.axes.high, y)) - self.axes.low) / span
        # Dots at the ends of the scale stay whole, and clear of the quadrants' names above and below.
        aside, apart = 12.0, self.text * 2.85
        return (
            self.left + aside + across * (self.width - 2 * aside),
            self.top + self.height - apart - up * (self.height - 2 * apart),
        )

    def box(self, margin: float) -> Room:
        return (
            self.left + margin,
            self.top + margin,
            self.left + self.width - margin,
            self.top + self.height - margin,
        )


def spread(
    homes: Sequence[tuple[float, float]], radius: float, box: Room, taken: Sequence[Room] = ()
) -> list[tuple[float, float]]:
    """Places for discs of `radius` so that none overlap, each as near to its home as a spiral search finds.

    Earlier ones stay nearest to home; the same input gives the same places. `box` is left, top, right, bottom for the
    centres; `taken` are rectangles that no disc may touch. When the box is full, the rest stay at home, overlapping.
    """
    placed: list[tuple[float, float]] = []
    left, top, right, bottom = box

    def free(x: float, y: float) -> bool:
        if not (left <= x <= right and top <= y <= bottom):
            return False
        if any((x - px) ** 2 + (y - py) ** 2 < (2 * radius) ** 2 - 1e-9 for px, py in placed):
            return False
        return not any(
            math.hypot(max(a - x, 0, x - c), max(b - y, 0, y - d)) < radius for a, b, c, d in taken
        )

    for home in homes:
        best = (min(max(home[0], left), right), min(max(home[1], top), bottom))
        for step in range(1500):
            reach = radius * 0.55 * math.sqrt(step)
            x, y = home[0] + reach * math.cos(step * _GOLDEN), home[1] + reach * math.sin(step * _GOLDEN)
            if free(x, y):
                best = (x, y)
                break
        placed.append(best)
    return placed


def _shaken(frame: _Frame, place: int, x: float, y: float) -> tuple[float, float]:
    """A single rating beside its whole number, so that equal ones are seen as many."""
    at = frame.place(x, y)
    reach = 2.6 * math.sqrt(place % 23 + 0.6)
    return at[0] + reach * math.cos(place * _GOLDEN), at[1] + reach * math.sin(place * _GOLDEN)


def _corners(frame: _Frame) -> list[Room]:
    """The four quadrants in reading order, a hair apart."""
    x, y = frame.place(*frame.axes.cross)
    right, bottom = frame.left + frame.width, frame.top + frame.height
    columns, lines = ((frame.left, x - 1), (x + 1, right)), ((frame.top, y - 1), (y + 1, bottom))
    return [(x0, y0, x1, y1) for y0, y1 in lines for x0, x1 in columns]


def _grounds(frame: _Frame, quadrants: Quadrants, palette: Palette) -> list[str]:
    return [
        svg.tag(
            "rect",
            x=x0,
            y=y0,
            width=max(x1 - x0, 0),
            height=max(y1 - y0, 0),
            rx=4,
            fill=palette.colour(token),
            fill_opacity=0.1,
        )
        for (x0, y0, x1, y1), token in zip(_corners(frame), quadrants.tokens, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Name:
    """A quadrant's name as drawn, and the room it takes."""

    drawn: str
    room: Room


def _names(frame: _Frame, quadrants: Quadrants, palette: Palette) -> list[_Name]:
    """The names in the outer corners of their quadrants, in at most two lines."""
    size, ink = palette.small, palette.colour("ink-2")
    names = []
    for place, ((x0, y0, x1, y1), name) in enumerate(zip(_corners(frame), quadrants.names, strict=True)):
        west, north = place % 2 == 0, place < 2
        lines = wrap(name, max(x1 - x0 - 16, 10), size, 2, bold=True)
        x = x0 + 8 if west else x1 - 8
        first = y0 + size * 1.5 if north else y1 - size * 0.8 - (len(lines) - 1) * size * 1.2
        drawn = "".join(
            svg.text(
                x, first + row * size * 1.2, line, size, fill=ink, anchor=None if west else "end", bold=True
            )
            for row, line in enumerate(lines)
        )
        wide = max([width_of(line, size, bold=True) for line in lines], default=0)
        left = x if west else x - wide
        names.append(
            _Name(
                drawn, (left, first - size, left + wide, first + (len(lines) - 1) * size * 1.2 + size * 0.3)
            )
        )
    return names


def _axes(frame: _Frame, palette: Palette, whole: float) -> list[str]:
    """Figures at whole steps and the two axis titles with arrows for the direction."""
    size, faint, ink = palette.small, palette.colour("ink-3"), palette.colour("ink")
    axes = frame.axes
    bottom = frame.top + frame.height
    steps = [axes.low + step for step in range(int(axes.high - axes.low) + 1)]
    drawn = []
    for step in steps:
        x, y = frame.place(step, step)
        drawn.append(svg.text(x, bottom + size * 1.15, figure(step), size, fill=faint, anchor="middle"))
        drawn.append(svg.text(frame.left - 5, y + size * 0.35, figure(step), size, fill=faint, anchor="end"))
    middle_x, middle_y = frame.left + frame.width / 2, frame.top + frame.height / 2
    across, up = f"{axes.x_title} →", f"{axes.y_title} →"
    drawn.append(svg.text(middle_x, whole - size * 0.5, across, size, fill=ink, anchor="middle", bold=True))
    drawn.append(svg.text(size, middle_y, up, size, fill=ink, anchor="middle", bold=True, turn=-90))
    return drawn


def _half(frame: _Frame, spot: Spot, palette: Palette) -> str:
    """The middle half of a spot's ratings as a cross through its place."""
    low, high, bottom, top = spot.half or (spot.x, spot.x, spot.y, spot.y)
    (left, _), (right, _) = frame.place(low, spot.y), frame.place(high, spot.y)
    (x, y), (_, up), (_, down) = (
        frame.place(spot.x, spot.y),
        frame.place(spot.x, top),
        frame.place(spot.x, bottom),
    )
    path = ""
    if right > left:
        path += f"M{svg.points(left, y)}H{svg.number(right)}"
    if down > up:
        path += f"M{svg.points(x, up)}V{svg.number(down)}"
    if not path:
        return ""
    colour = palette.colour("ink-2") if spot.stage is None else palette.stage(spot.stage)
    return svg.tag(
        "path",
        d=path,
        stroke=colour,
        stroke_width=2,
        stroke_opacity=0.45,
        stroke_linecap="round",
        fill="none",
    )


def _spot(spot: Spot, x: float, y: float, radius: float, palette: Palette) -> str:
    colour = palette.colour("ink-2") if spot.stage is None else palette.stage(spot.stage)
    surface = palette.colour("surface")
    disc = svg.tag("circle", cx=x, cy=y, r=radius, fill=colour, stroke=surface, stroke_width=1.6)
    size = palette.small
    while width_of(spot.number, size, bold=True) > radius * 2 - 1.5 and size > palette.small * 0.75:
        size -= 0.4
    number = svg.text(x, y + size * 0.35, spot.number, size, fill=surface, anchor="middle", bold=True)
    if not spot.href:
        return disc + number
    said = f"{spot.number} {spot.name}".strip()
    return svg.tag("a", disc, number, href=spot.href, aria_label=said)
