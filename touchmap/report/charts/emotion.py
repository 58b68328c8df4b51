"""The emotion curve: what people felt along the journey, every rating shown, against what they should feel."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from touchmap.report.charts import svg
from touchmap.report.charts.curve import Cubic, crossings, pieces
from touchmap.report.charts.faces import face
from touchmap.report.charts.palette import EMOTION_TOKENS, Palette
from touchmap.report.charts.text import signed, width_of

SCALE = (-2, -1, 0, 1, 2)
# Thresholds between the five colours, and half-way strips around them where two colours are laid over each other.
_BLEND = 0.22
_EDGES = (-1.5, -0.5, 0.5, 1.5)
_LEVELS = tuple(edge + shift for edge in _EDGES for shift in (-_BLEND, 0.0, _BLEND))


@dataclass(frozen=True, slots=True)
class Column:
    """Where one touchpoint stands: left edge and width, in user units."""

    x: float
    width: float

    @property
    def middle(self) -> float:
        """The x of the touchpoint's point."""
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Feeling:
    """What is known at one touchpoint: medians and single ratings on −2 … +2; None where there is no data."""

    median: float | None
    desired: float | None = None
    ratings: tuple[float, ...] = ()
    moment_of_truth: bool = False


@dataclass(frozen=True, slots=True)
class CurveWords:
    """The few words inside the curve, so that a page can say them in its own language."""

    moment_of_truth: str = "Moment of truth"
    no_data: str = "no data"


@dataclass(frozen=True, slots=True)
class _Plot:
    """The plotting frame of one part: positions of values, columns and the neighbours beyond its edges."""

    columns: tuple[Column, ...]
    first: int
    top: float
    bottom: float
    radius: float
    palette: Palette

    def y(self, value: float) -> float:
        return self.bottom + (value + 2) / 4 * (self.top - self.bottom)

    def x(self, index: float) -> float:
        """The x of a place in the journey, also between and beyond the columns of this part."""
        place = index - self.first
        whole = int(place // 1)
        return self._middle(whole) + (place - whole) * (self._middle(whole + 1) - self._middle(whole))

    def _middle(self, place: int) -> float:
        last = len(self.columns) - 1
        if place < 0:
            return self.columns[0].middle + place * self.columns[0].width
        if place > last:
            return self.columns[last].middle + (place - last) * self.columns[last].width
        return self.columns[place].middle

    def onto(self, piece: Cubic) -> Cubic:
        """A piece over index and value, onto the page. x is linear within a piece, so only the ends are looked up."""
        start, stop = self.x(piece.a[0]), self.x(piece.d[0])
        return Cubic(
            (start, self.y(piece.a[1])),
            (start + (stop - start) / 3, self.y(piece.b[1])),
            (start + (stop - start) * 2 / 3, self.y(piece.c[1])),
            (stop, self.y(piece.d[1])),
        )


def emotion_curve(
    title: str,
    columns: Sequence[Column],
    feelings: Sequence[Feeling],
    *,
    palette: Palette,
    height: float = 186,
    width: float | None = None,
    first: int = 0,
    stages: Sequence[int] | None = None,
    values: bool = True,
    words: CurveWords | None = None,
) -> str:
    """The curve through the columns of one part of a journey, as SVG.

    `feelings` holds the whole journey; `columns` only this part's, beginning at touchpoint `first`. Where the journey goes
    on beyond the part the curve runs to the edge at the very height where the next part takes it up. `stages` gives each
    touchpoint of the journey its stage index and tints the columns; `values` writes the medians. The first column's `x` is
    the room for the axis figures: under 24 they stand inside the first column. Where a touchpoint has no ratings the curve
    is broken and says so. Raises ValueError for no columns, or more columns than feelings.
    """
    cells = tuple(columns)
    if not cells or first < 0 or first + len(cells) > len(feelings):
        raise ValueError(
            f"the emotion curve needs 1 to {len(feelings)} columns from touchpoint {first} on, not {len(cells)}: "
            "give one feeling for each touchpoint of the journey"
        )
    whole = max(width or 0, cells[-1].right)
    narrow = min(cell.width for cell in cells)
    radius = max(3.0, min(11.0, narrow * 0.3))
    room = radius + palette.small + 9 if values else radius + 5
    plot = _Plot(cells, first, room, height - room, radius, palette)
    part = range(first, first + len(cells))
    return svg.document(
        title,
        whole,
        height,
        *_ground(plot, whole, height, stages),
        _gap(plot, feelings, part),
        *_ratings(plot, feelings, part),
        *_desired(plot, feelings, part),
        *_today(plot, feelings, part),
        *_moments(plot, feelings, part, words or CurveWords()),
        *_faces(plot, feelings, part, values, words or CurveWords()),
        palette=palette,
        kind="emotion",
    )


def _ground(plot: _Plot, width: float, height: float, stages: Sequence[int] | None) -> list[str]:
    """Tinted stages, hairlines between columns, and the guide lines of the scale with their figures."""
    palette, cells = plot.palette, plot.columns
    left, right = cells[0].x, cells[-1].right
    drawn = []
    rules = ""
    for place, cell in enumerate(cells):
        stage = stages[plot.first + place] if stages else None
        if stage is not None:
            band = {"x": cell.x, "y": 0, "width": cell.width, "height": height}
            drawn.append(svg.tag("rect", **band, fill=palette.stage(stage), fill_opacity=0.07))
        if place:
            rules += f"M{svg.points(cell.x, 0)}V{svg.number(height)}"
    if rules:
        drawn.append(svg.tag("path", d=rules, stroke=palette.colour("line"), fill="none"))
    guides = "".join(f"M{svg.points(left, plot.y(step))}H{svg.number(right)}" for step in SCALE if step)
    drawn.append(
        svg.tag("path", d=guides, stroke=palette.colour("line-2"), stroke_dasharray="1 4", fill="none")
    )
    zero = f"M{svg.points(left, plot.y(0))}H{svg.number(right)}"
    drawn.append(svg.tag("path", d=zero, stroke=palette.colour("edge"), stroke_opacity=0.55, fill="none"))
    inside = left < 24
    for step in (2, 0, -2):
        drawn.append(
            svg.text(
                left + 4 if inside else left - 6,
                plot.y(step) - 3 if inside else plot.y(step) + palette.small * 0.35,
                signed(step),
                palette.small,
                fill=palette.colour("ink-3"),
                anchor=None if inside else "end",
            )
        )
    return drawn


def _visible(plot: _Plot, values: Sequence[float | None], part: range) -> list[Cubic]:
    """The pieces of a curve that this part shows, those over an edge cut half-way, over index and value."""
    shown = []
    for index, piece in pieces(values).items():
        if index in part and index + 1 in part:
            shown.append(piece)
        elif index + 1 == part.start:
            shown.append(piece.piece(0.5, 1))
        elif index == part.stop - 1:
            shown.append(piece.piece(0, 0.5))
    return shown


def _path(shapes: Sequence[Cubic], *, joined: bool = False) -> str:
    written = ""
    for place, piece in enumerate(shapes):
        if not joined or place == 0:
            written += f"M{svg.points(*piece.a)}"
        written += f"C{svg.points(*piece.b, *piece.c, *piece.d)}"
    return written


def _gap(plot: _Plot, feelings: Sequence[Feeling], part: range) -> str:
    """The area between today and desired, with fine upright lines so that it survives grey printing."""
    today = {piece.a[0]: piece for piece in _visible(plot, [f.median for f in feelings], part)}
    wish = {piece.a[0]: piece for piece in _visible(plot, [f.desired for f in feelings], part)}
    area = lines = ""
    for start in sorted(today.keys() & wish.keys()):
        low, high = plot.onto(today[start]), plot.onto(wish[start])
        back = high.reversed()
        area += f"{_path([low])}L{svg.points(*back.a)}C{svg.points(*back.b, *back.c, *back.d)}Z"
        for step in range(1, max(2, round((low.d[0] - low.a[0]) / 9))):
            at = step / max(2, round((low.d[0] - low.a[0]) / 9))
            lines += f"M{svg.points(*low.at(at))}V{svg.number(high.at(at)[1])}"
    if not area:
        return ""
    brand = plot.palette.colour("brand")
    return svg.tag("path", d=area, fill=brand, fill_opacity=0.08) + svg.tag(
        "path", d=lines, stroke=brand, stroke_opacity=0.13, stroke_width=0.7, fill="none"
    )


def _ratings(plot: _Plot, feelings: Sequence[Feeling], part: range) -> list[str]:
    """Every rating as a faint dot, one node per colour."""
    places: dict[str, list[tuple[float, float]]] = {}
    size = max(1.3, min(2.5, plot.radius * 0.23))
    for cell, index in zip(plot.columns, part, strict=True):
        for rating, x, y in _swarm(feelings[index], cell, plot, size * 2.15):
            places.setdefault(plot.palette.emotion(rating), []).append((x, y))
    return [svg.dots(dots, size, colour, 0.42) for colour, dots in places.items()]


def _swarm(feeling: Feeling, cell: Column, plot: _Plot, pitch: float) -> list[tuple[float, float, float]]:
    """Rating, x and y of each dot: equal ratings side by side in rows, beside the face and never hidden under it."""
    levels: dict[float, list[float]] = {}
    for rating in sorted(feeling.ratings):
        levels.setdefault(round(rating * 4) / 4, []).append(rating)
    placed = []
    reach = cell.width * 0.46
    for ratings in levels.values():
        y = plot.y(ratings[0])
        under = feeling.median is not None and abs(y - plot.y(feeling.median)) < plot.radius + 5
        inner = min(plot.radius + 4.5, reach * 0.7) if under else pitch / 2
        slots = max(1, int((reach - inner) / pitch) + 1)
        for place, rating in enumerate(ratings):
            side, step = (1, -1)[place % 2], place // 2
            row = (0, 1, -1)[step // slots % 3]
            x = cell.middle + side * (inner + step % slots * pitch)
            placed.append((rating, x, plot.y(rating) + row * pitch))
    return placed


def _desired(plot: _Plot, feelings: Sequence[Feeling], part: range) -> list[str]:
    colour, surface = plot.palette.colour("brand"), plot.palette.colour("surface")
    shapes = [plot.onto(piece) for piece in _visible(plot, [f.desired for f in feelings], part)]
    drawn = []
    if shapes:
        drawn.append(
            svg.tag(
                "path", d=_path(shapes), stroke=colour, stroke_width=1.5, stroke_dasharray="5 4", fill="none"
            )
        )
    known = [(cell.middle, feelings[index].desired) for cell, index in zip(plot.columns, part, strict=True)]
    spots = [(x, plot.y(value)) for x, value in known if value is not None]
    return [*drawn, svg.dots(spots, 3.6, colour), svg.dots(spots, 2.1, surface)]


def _today(plot: _Plot, feelings: Sequence[Feeling], part: range) -> list[str]:
    """The median curve in the colours of its values; at a change of colour both lie over each other for a while."""
    base: dict[str, list[Cubic]] = {}
    over: dict[str, list[Cubic]] = {}
    shapes = _visible(plot, [f.median for f in feelings], part)
    for piece in shapes:
        cuts = (0.0, *crossings(piece, _LEVELS), 1.0)
        for start, stop in itertools.pairwise(cuts):
            bit = piece.piece(start, stop)
            value = bit.at(0.5)[1]
            token = _band(value)
            base.setdefault(token, []).append(plot.onto(bit))
            near = [edge for edge in _EDGES if abs(value - edge) < _BLEND]
            if near:
                other = _band(near[0] + (0.1 if value < near[0] else -0.1))
                over.setdefault(other, []).append(plot.onto(bit))
    weight = max(1.6, min(3.0, plot.radius * 0.28))
    halo = _path([plot.onto(piece) for piece in shapes])
    if not halo:
        return []
    surface = plot.palette.colour("surface")
    drawn = [
        svg.tag("path", d=halo, stroke=surface, stroke_width=weight + 3, fill="none", stroke_opacity=0.8)
    ]
    for layer, opacity in ((base, None), (over, 0.36)):
        for token in EMOTION_TOKENS:
            if token in layer:
                drawn.append(
                    svg.tag(
                        "path",
                        d=_path(layer[token]),
                        stroke=plot.palette.colour(token),
                        stroke_width=weight,
                        stroke_linecap="round" if opacity is None else None,
                        stroke_opacity=opacity,
                        fill="none",
                    )
                )
    return drawn


def _band(value: float) -> str:
    return EMOTION_TOKENS[sum(value >= edge for edge in _EDGES)]


def _moments(plot: _Plot, feelings: Sequence[Feeling], part: range, words: CurveWords) -> list[str]:
    """A flag over each moment of truth: a diamond, its name where there is room, a dotted line down to the face."""
    palette = plot.palette
    red = palette.colour("danger")
    size = palette.small
    room = width_of(words.moment_of_truth, size, bold=True) + 20
    drawn = []
    for cell, index in zip(plot.columns, part, strict=True):
        feeling = feelings[index]
        if not feeling.moment_of_truth:
            continue
        beside = [
            feelings[place].moment_of_truth for place in (index - 1, index + 1) if 0 <= place < len(feelings)
        ]
        named = room <= (cell.width if any(beside) else 2 * cell.width)
        left, right = plot.columns[0].x + 6, plot.columns[-1].right - room + 6
        x = max(left, min(right, cell.middle - room / 2 + 5)) if named else cell.middle
        y = size * 0.62 + 4
        drawn.append(svg.tag("path", d=f"M{svg.points(x, y - 5)}l4 5l-4 5l-4 -5Z", fill=red))
        foot = plot.y(feeling.median) - plot.radius - 2 if feeling.median is not None else plot.bottom
        if foot > y + 9:
            stem = f"M{svg.points(cell.middle, y + 9)}V{svg.number(foot)}"
            drawn.append(
                svg.tag("path", d=stem, stroke=red, stroke_width=1.3, stroke_dasharray="1.5 3", fill="none")
            )
        if named:
            drawn.append(svg.text(x + 9, y + size * 0.35, words.moment_of_truth, size, fill=red, bold=True))
    return drawn


def _faces(
    plot: _Plot, feelings: Sequence[Feeling], part: range, values: bool, words: CurveWords
) -> list[str]:
    """Faces with their figures on chips of the ground colour, and a word where a touchpoint has no ratings."""
    palette, size = plot.palette, plot.palette.small
    medians = [feeling.median for feeling in feelings]
    known = [median for median in medians if median is not None]
    faces, chips, figures = [], "", []
    for cell, index in zip(plot.columns, part, strict=True):
        median = medians[index]
        ink = palette.colour("ink")
        if median is None:
            said, y, ink = words.no_data, plot.y(0) + size * 0.35, palette.colour("ink-3")
        else:
            faces.append(face(cell.middle, plot.y(median), plot.radius, median, palette))
            below = _label_below(medians, index, feelings[index].desired)
            said = signed(median)
            y = plot.y(median) + (plot.radius + size + 1.5 if below else -plot.radius - 4.5)
        # Words are measured in semibold like figures: a little wider, and the browser's twin needs one table of widths.
        room = width_of(said, size, bold=True)
        extreme = median is not None and median in (min(known), max(known))
        if not values or (room + 2 > cell.width and not extreme):
            continue
        chips += f"M{svg.points(cell.middle - room / 2 - 2, y - size * 0.82)}h{svg.number(room + 4)}v{svg.number(size)}"
        chips += f"h{svg.number(-room - 4)}Z"
        figures.append(
            svg.text(cell.middle, y, said, size, fill=ink, anchor="middle", bold=median is not None)
        )
    ground = svg.tag("path", d=chips, fill=palette.colour("surface"), fill_opacity=0.82) if chips else ""
    return [ground, *faces, *figures]


def _label_below(medians: Sequence[float | None], index: int, desired: float | None) -> bool:
    """Whether the figure stands under the face: on the outer side of the bend, away from the desired curve."""
    here = medians[index] or 0.0
    if desired is not None and abs(desired - here) < 1.1:
        return desired >= here
    around = [medians[place] for place in (index - 1, index + 1) if 0 <= place < len(medians)]
    known = [value for value in around if value is not None]
    return not known or here <= sum(known) / len(known)
