"""The journey as a transit line: numbered stations, bypasses for choices, dashed returns for what goes back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from touchmap.report.charts import svg
from touchmap.report.charts.palette import Palette
from touchmap.report.charts.text import fit, width_of

#: Kind of transition → stroke-dasharray (None is a solid line).
DASHES: dict[str, str | None] = {
    "next": None,
    "choice": None,
    "failure": "6 4",
    "recovery": "6 4",
    "repeat": "0.1 4.5",
}
#: Kind of transition → colour token, where it is not the colour of the stage it leaves.
KIND_TOKENS = {"next": "ink-3", "choice": "s1", "failure": "emo-n1", "recovery": "ok", "repeat": "ink-3"}
_LEVEL = 1.4  # height of one level of arcs, in text sizes: as high as the patch of a label
_ARROW = 5.0
_SHARE = re.compile(r"[\d.,]+[ \u00a0\u202f]?%")


@dataclass(frozen=True, slots=True)
class Station:
    """One touchpoint on the line: its number, the index of its stage, the x of its middle."""

    number: str
    stage: int
    x: float
    name: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Arc:
    """A transition that leaves the line, between places in the whole journey; `label` such as `31 % in the app`."""

    source: int
    target: int
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Bow:
    """An arc made ready: where its feet stand, its level, its stage's colour, and a label that leaves it visible."""

    arc: Arc
    start: float
    stop: float
    level: int
    stage: int
    label: str

    @property
    def left(self) -> float:
        return min(self.start, self.stop)

    @property
    def right(self) -> float:
        return max(self.start, self.stop)


def journey_line(
    title: str,
    stations: Sequence[Station],
    arcs: Sequence[Arc],
    *,
    width: float,
    palette: Palette,
    first: int = 0,
    before: bool = False,
    after: bool = False,
    radius: float | None = None,
    levels: int | None = None,
    most_levels: int | None = None,
    more: str = "{} more ways stand in the graph",
) -> str:
    """The line of one part of a journey as SVG, as high as its arcs need (or `levels` levels of arcs, to align parts).

    `stations` begin at place `first` of the journey; `before` and `after` say that it goes on beyond the part's edges. Arcs
    that leave the part run to its edge and name the place they come from or go to; arcs wholly outside are left out. Arcs
    between neighbours along the line are not drawn: they are the line. Overlapping arcs lie on different levels; with
    `most_levels` those that would lie higher are left out and `more` says how many, so that nothing is missing unsaid.
    A label that would hide a short arc gives way to its share; the whole one is the arc's tooltip.
    """
    size = palette.small
    round_ = radius or _radius(stations, size)
    stacked = _stack(stations, arcs, first, width, round_, size)
    bows = stacked if most_levels is None else [bow for bow in stacked if bow.level < most_levels]
    left_out = len(stacked) - len(bows)
    rows = max([bow.level + 1 for bow in bows], default=0) if levels is None else levels
    y = rows * size * _LEVEL + round_ + 4 + (2 if rows else 0) + (size * 1.5 if left_out else 0)
    height = y + round_ + 3
    drawn = [*_track(stations, y, width, palette, before, after)]
    drawn += [_bow(bow, stations, first, y, round_, size, width, palette) for bow in bows]
    drawn += [_chip(bow, bows, y, round_, size, width, palette) for bow in bows]
    drawn += [_station(station, y, round_, palette) for station in stations]
    if left_out:
        drawn.append(svg.text(0, size, more.format(left_out), size, fill=palette.colour("ink-3")))
    linked = any(station.href for station in stations)
    return svg.document(title, width, height, *drawn, palette=palette, kind="line", linked=linked)


def line_levels(
    stations: Sequence[Station], arcs: Sequence[Arc], *, width: float, palette: Palette, first: int = 0
) -> int:
    """How many levels of arcs `journey_line` stacks for a part, so that parts can be given the same height."""
    bows = _stack(stations, arcs, first, width, _radius(stations, palette.small), palette.small)
    return max([bow.level + 1 for bow in bows], default=0)


def _radius(stations: Sequence[Station], size: float) -> float:
    """Stations as large as their numbers need, smaller where they stand too close for that."""
    pitch = min((abs(two.x - one.x) for one, two in pairwise(stations)), default=100.0)
    return max(2.5, min(11.0, size * 1.05, pitch * 0.42))


def _stack(
    stations: Sequence[Station], arcs: Sequence[Arc], first: int, width: float, radius: float, size: float
) -> list[_Bow]:
    """Every arc with a level of its own wherever two would lie over each other; short arcs lie low."""
    inside = range(first, first + len(stations))
    drawn = [
        arc for arc in arcs if (arc.source in inside or arc.target in inside) and arc.target != arc.source + 1
    ]
    drawn.sort(key=lambda arc: (abs(arc.target - arc.source), arc.source, arc.target, arc.kind, arc.label))
    feet = _feet(drawn, stations, first, width, radius)
    taken: list[list[tuple[float, float]]] = []
    bows = []
    for arc, (start, stop) in zip(drawn, feet, strict=True):
        label = _label(arc, inside, abs(stop - start) - 24, size)
        left, right = _reach(label, start, stop, width, size)
        level = 0
        while level < len(taken) and any(left < end and right > begin for begin, end in taken[level]):
            level += 1
        if level == len(taken):
            taken.append([])
        taken[level].append((left, right))
        leaving = stations[(arc.source if arc.source in inside else arc.target) - first]
        bows.append(_Bow(arc, start, stop, level, leaving.stage, label))
    return bows


def _feet(
    arcs: Sequence[Arc], stations: Sequence[Station], first: int, width: float, radius: float
) -> list[tuple[float, float]]:
    """Start and stop x of each arc: the feet at one station stand apart, the shortest arc outermost so none cross."""
    met: dict[tuple[int, int], int] = {}
    crowd: dict[tuple[int, int], int] = {}
    for arc in arcs:
        along = 1 if arc.target > arc.source else -1
        for key in ((arc.source, along), (arc.target, -along)):
            crowd[key] = crowd.get(key, 0) + (arc.source != arc.target)

    def foot(place: int, side: int) -> float:
        if not first <= place < first + len(stations):
            return 0.0 if place < first else width
        step = met.get((place, side), 0)
        met[place, side] = step + 1
        share = 0.4 if crowd[place, side] == 1 else 0.9 - 0.7 * step / max(crowd[place, side] - 1, 1)
        return stations[place - first].x + side * radius * share

    placed = []
    for arc in arcs:
        if arc.source == arc.target:
            x = stations[arc.source - first].x
            placed.append((x, x))
            continue
        along = 1 if arc.target > arc.source else -1
        placed.append((foot(arc.source, along), foot(arc.target, -along)))
    return placed


def _label(arc: Arc, inside: range, flat: float, size: float) -> str:
    """What an arc says in this part: its label where it leaves, where it comes from if it only arrives.

    Where the flat of the arc has no room for it, only its share, or the place it goes to.
    """
    if arc.source not in inside:
        return f"from {arc.source + 1}"
    leaves = arc.target not in inside
    whole = f"{arc.label} → {arc.target + 1}".strip() if leaves else arc.label
    if arc.source == arc.target or width_of(whole, size, bold=True) <= flat:
        return whole
    share = _SHARE.match(arc.label)
    return (
        f"→ {arc.target + 1}"
        if leaves
        else share[0]
        if share
        else fit(whole, max(flat, size * 4), size, bold=True)
    )


def _reach(label: str, start: float, stop: float, width: float, size: float) -> tuple[float, float]:
    """The stretch an arc occupies, its label included."""
    left, right = min(start, stop), max(start, stop)
    half = width_of(label, size, bold=True) / 2 + (8 if start != stop else 18) if label else 12
    middle = max(half, min(width - half, (left + right) / 2))
    return min(left, middle - half) - 3, max(right, middle + half) + 3


def _track(
    stations: Sequence[Station], y: float, width: float, palette: Palette, before: bool, after: bool
) -> list[str]:
    """The line itself, one node per stage; it changes colour half-way between two stages."""
    strokes: dict[int, str] = {}
    for place, station in enumerate(stations):
        edge_before = 0.0 if before else station.x
        edge_after = width if after else station.x
        left = (stations[place - 1].x + station.x) / 2 if place else edge_before
        right = (station.x + stations[place + 1].x) / 2 if place + 1 < len(stations) else edge_after
        strokes[station.stage] = (
            strokes.get(station.stage, "") + f"M{svg.points(left, y)}H{svg.number(right)}"
        )
    return [
        svg.tag("path", d=path, stroke=palette.stage(stage), stroke_width=3.6, fill="none")
        for stage, path in strokes.items()
    ]


def _station(station: Station, y: float, radius: float, palette: Palette) -> str:
    """A ring with its number; a ring too small for it goes without."""
    colour = palette.stage(station.stage)
    size = palette.small * (1 if len(station.number) < 4 else 0.8)
    surface = palette.colour("surface")
    ring = max(1.4, min(2.6, radius * 0.24))
    drawn = svg.tag("circle", cx=station.x, cy=y, r=radius, fill=surface, stroke=colour, stroke_width=ring)
    if width_of(station.number, size, bold=True) <= 2 * radius - ring + 1:
        ink = palette.colour("ink")
        drawn += svg.text(
            station.x, y + size * 0.35, station.number, size, fill=ink, anchor="middle", bold=True
        )
    if not station.href:
        return drawn
    said = f"{station.number} {station.name}".strip()
    return svg.tag("a", drawn, href=station.href, aria_label=said, class_="tm-station")


def _bow(
    bow: _Bow,
    stations: Sequence[Station],
    first: int,
    y: float,
    radius: float,
    size: float,
    width: float,
    palette: Palette,
) -> str:
    """One arc: up from its station, along its level, down to the other with an arrow, its label on a chip."""
    arc = bow.arc
    inside = range(first, first + len(stations))
    colour = _ink(bow, palette)
    top = _top(bow, y, radius, size)
    foot = y - radius - 1.5
    if arc.source == arc.target:
        return svg.tag("g", _whole(arc), _loop(bow, top, foot, size, width, colour))
    along = 1 if bow.stop > bow.start else -1
    bend = min(9.0, abs(bow.stop - bow.start) / 2, foot - top)
    path = f"M{svg.points(bow.start, foot)}V{svg.number(top + bend)}" if arc.source in inside else ""
    if arc.source in inside:
        path += f"Q{svg.points(bow.start, top, bow.start + along * bend, top)}"
    else:
        path += f"M{svg.points(bow.start, top)}"
    arrow = ""
    if arc.target in inside:
        path += f"H{svg.number(bow.stop - along * bend)}Q{svg.points(bow.stop, top, bow.stop, top + bend)}"
        path += f"V{svg.number(foot - _ARROW)}"
        arrow = _head(bow.stop, foot + 1, 0, 1)
    else:
        path += f"H{svg.number(bow.stop - along * _ARROW)}"
        arrow = _head(bow.stop, top, along, 0)
    line = svg.tag(
        "path",
        d=path,
        stroke=colour,
        stroke_width=1.8,
        stroke_dasharray=DASHES.get(arc.kind),
        stroke_linecap="round" if arc.kind == "repeat" else None,
        fill="none",
    )
    return svg.tag("g", _whole(arc), line, svg.tag("path", d=arrow, fill=colour))


def _whole(arc: Arc) -> str:
    return svg.tag("title", svg.content(arc.label)) if arc.label else ""


def _top(bow: _Bow, y: float, radius: float, size: float) -> float:
    return y - radius - 4 - (bow.level + 0.62) * size * _LEVEL


def _ink(bow: _Bow, palette: Palette) -> str:
    kind = bow.arc.kind
    return palette.colour(KIND_TOKENS[kind]) if kind in ("failure", "recovery") else palette.stage(bow.stage)


def _loop_middle(bow: _Bow, size: float, width: float) -> float:
    """Where the label of a loop has its middle: over its station, but inside the picture."""
    half = width_of(bow.label, size, bold=True) / 2
    return max(half + size * 1.2, min(width - half, bow.start + size * 0.55))


def _loop(bow: _Bow, top: float, foot: float, size: float, width: float, colour: str) -> str:
    """Touchpoints that people pass again: a small circular arrow beside the label, on a dotted stem."""
    ring = size * 0.36
    x = bow.start
    if bow.label:
        x = _loop_middle(bow, size, width) - width_of(bow.label, size, bold=True) / 2 - size * 0.65
    circle = f"M{svg.points(x + ring, top)}A{svg.points(ring, ring)} 0 1 1 {svg.points(x, top - ring)}"
    stem = f"M{svg.points(bow.start, top + size * 0.6)}V{svg.number(foot)}"
    return (
        svg.tag("path", d=circle, stroke=colour, stroke_width=1.5, fill="none")
        + svg.tag("path", d=_head(x + ring * 0.95, top - ring, 1, 0), fill=colour)
        + svg.tag(
            "path",
            d=stem,
            stroke=colour,
            stroke_width=1.8,
            stroke_dasharray="0.1 3.6",
            stroke_linecap="round",
        )
    )


def _head(x: float, y: float, dx: int, dy: int) -> str:
    """An arrow head whose tip is at (x, y), pointing along (dx, dy)."""
    back, side = _ARROW + 1, _ARROW * 0.62
    one = (x - dx * back - dy * side, y - dy * back - dx * side)
    two = (x - dx * back + dy * side, y - dy * back + dx * side)
    return f"M{svg.points(x, y)}L{svg.points(*one)}L{svg.points(*two)}Z"


def _chip(
    bow: _Bow,
    bows: Sequence[_Bow],
    y: float,
    radius: float,
    size: float,
    width: float,
    palette: Palette,
) -> str:
    """The label of an arc on a patch of the ground colour, where no upright of another arc runs through it."""
    label = bow.label
    if not label:
        return ""
    top = _top(bow, y, radius, size)
    # The red-orange of failures is too light for small text; its words are a darker one.
    colour = palette.colour("s8") if bow.arc.kind == "failure" else _ink(bow, palette)
    if bow.arc.source == bow.arc.target:
        half = width_of(label, size, bold=True) / 2
        return _patch(label, _loop_middle(bow, size, width), top, half, size, colour, palette)
    half = width_of(label, size, bold=True) / 2 + 5
    flat = max(bow.right - bow.left - 24, 2 * half - 10)
    uprights = [x for other in bows if other.level > bow.level for x in (other.start, other.stop)]
    middle = max(half, min(width - half, (bow.left + bow.right) / 2))
    for shift in range(0, int(max(flat / 2 - half, 0)) + 1, 6):
        free = [
            place
            for place in (middle - shift, middle + shift)
            if half <= place <= width - half and not any(abs(x - place) < half + 2 for x in uprights)
        ]
        if free:
            middle = free[0]
            break
    return _patch(label, middle, top, half, size, colour, palette)


def _patch(label: str, x: float, y: float, half: float, size: float, colour: str, palette: Palette) -> str:
    ground = svg.tag(
        "rect",
        x=x - half,
        y=y - size * 0.68,
        width=half * 2,
        height=size * 1.36,
        rx=size * 0.68,
        fill=palette.colour("surface"),
    )
    return ground + svg.text(x, y + size * 0.35, label, size, fill=colour, anchor="middle", bold=True)
