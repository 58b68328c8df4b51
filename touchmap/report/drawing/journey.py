"""Draw a journey: whole, folded into rows in one picture, or as separate rows for paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from touchmap.report.charts.palette import LIGHT, PRINT, Palette
from touchmap.report.drawing.dot_layout import dot_layouts
from touchmap.report.drawing.graph import JourneyGraph
from touchmap.report.drawing.layout import Layout, stacked
from touchmap.report.drawing.paint import Link, paint
from touchmap.report.drawing.plain_layout import plain_layout
from touchmap.report.drawing.process import GraphvizFailed, Limits
from touchmap.report.drawing.scene import Scene, Sizes, rows

#: A journey of at most this many touchpoints is drawn in one line; a longer one is folded.
ONE_LINE = 10
#: Smallest scale at which rows for paper are still read; narrower paper gets shorter rows instead.
SMALLEST_SCALE = 0.86


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture. `engine` is `dot`, or `plain` where our own layout stood in; `trouble` says why, else is empty.

    `width` and `height` are those written in the SVG, in CSS pixels.
    """

    svg: str
    width: float
    height: float
    engine: str
    trouble: str = ""


def draw_journey(
    graph: JourneyGraph,
    *,
    title: str = "",
    palette: Palette = LIGHT,
    link: Link | None = None,
    per_row: int | None = None,
    limits: Limits | None = None,
) -> Drawing:
    """The whole journey as one SVG: in one line when short, else folded into rows (`per_row` touchpoints or fewer)."""
    layout, trouble = folded_layout(graph, palette=palette, per_row=per_row, limits=limits)
    svg = paint(title or graph.name, layout, palette, link)
    return Drawing(svg, layout.width, layout.height, layout.engine, trouble)


def draw_rows(
    graph: JourneyGraph,
    *,
    titles: Sequence[str] = (),
    palette: Palette = PRINT,
    width: float | None = None,
    per_row: int = 5,
    link: Link | None = None,
    limits: Limits | None = None,
) -> tuple[Drawing, ...]:
    """The journey as one SVG per row of about `per_row` touchpoints, all at one scale, none wider than `width`.

    Where rows at `SMALLEST_SCALE` are still too wide, they get shorter; only rows of one touchpoint shrink below it.
    `titles` are the rows' alternative texts, else the first and last touchpoint are named.
    """
    while True:
        parts = split(graph, per_row)
        layouts, trouble = _laid_out(graph, parts, palette, limits)
        widest = max((layout.width for layout in layouts), default=1.0)
        scale = 1.0 if width is None else min(1.0, width / widest)
        if scale >= SMALLEST_SCALE or per_row == 1:
            break
        per_row -= 1
    drawn = []
    for number, (part, layout) in enumerate(zip(parts, layouts, strict=True)):
        title = titles[number] if number < len(titles) else _row_title(graph, part)
        svg = paint(title, layout, palette, link, scale)
        drawn.append(Drawing(svg, layout.width * scale, layout.height * scale, layout.engine, trouble))
    return tuple(drawn)


def folded_layout(
    graph: JourneyGraph, *, palette: Palette, per_row: int | None = None, limits: Limits | None = None
) -> tuple[Layout, str]:
    """The layout of the whole journey in one picture, and why our own layout stood in for dot's, if it did."""
    count = len(graph.nodes)
    if per_row is None:
        # A picture about one and a half times as wide as high: a touchpoint takes some 230 × 190 units.
        per_row = count if count <= ONE_LINE else max(5, round(math.sqrt(1.25 * count)))
    layouts, trouble = _laid_out(graph, split(graph, max(per_row, 1)), palette, limits)
    return stacked(tuple(layouts), palette.body * 1.6), trouble


def split(graph: JourneyGraph, per_row: int) -> tuple[range, ...]:
    """The journey in rows of about `per_row` touchpoints, never more than one more; stages stay whole where they can.

    A shortest path over all ways to cut: a row costs the square of its distance from `per_row`, a cut inside a stage 4.
    """
    count = len(graph.nodes)
    if count <= per_row + 1:
        return (range(count),)
    best: list[float] = [0.0] + [math.inf] * count
    cut_at = [0] * (count + 1)
    for stop in range(1, count + 1):
        inside = stop < count and graph.nodes[stop].stage == graph.nodes[stop - 1].stage
        for start in range(max(0, stop - per_row - 1), stop):
            cost = best[start] + (stop - start - per_row) ** 2 + (4 if inside else 0)
            if cost < best[stop]:
                best[stop], cut_at[stop] = cost, start
    parts = []
    stop = count
    while stop:
        parts.append(range(cut_at[stop], stop))
        stop = cut_at[stop]
    return tuple(reversed(parts))


def _laid_out(
    graph: JourneyGraph, parts: Sequence[range], palette: Palette, limits: Limits | None
) -> tuple[list[Layout], str]:
    sizes = Sizes(palette)
    scenes: Sequence[Scene] = rows(graph, sizes, parts)
    trouble = ""
    found: list[Layout | None] = [None] * len(scenes)
    try:
        found = dot_layouts(scenes, sizes, limits)
        if None in found:
            trouble = "dot could not lay out every row"
    except GraphvizFailed as failure:
        trouble = failure.reason
    layouts = [layout or plain_layout(scene, sizes) for layout, scene in zip(found, scenes, strict=True)]
    return layouts, trouble


def _row_title(graph: JourneyGraph, part: range) -> str:
    if not part:
        return graph.name
    first, last = graph.nodes[part.start], graph.nodes[part.stop - 1]
    return f"{graph.name}: {first.number} {first.name} to {last.number} {last.name}"
