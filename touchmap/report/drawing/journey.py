"""Draw a journey: whole, folded into rows in one picture, or as separate rows for paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from touchmap.report.charts.palette import LIGHT, PRINT, Palette
from touchmap.report.drawing.dot_layout import dot_layouts
from touchmap.report.drawing.folding import halves, split, split_by_width
from touchmap.report.drawing.graph import JourneyGraph
from touchmap.report.drawing.layout import Layout, stacked
from touchmap.report.drawing.paint import Link, paint
from touchmap.report.drawing.plain_layout import plain_layout
from touchmap.report.drawing.process import GraphvizFailed, Limits
from touchmap.report.drawing.scene import Scene, Sizes, rows

#: A journey of at most this many touchpoints is drawn in one line; a longer one is folded.
ONE_LINE = 10
#: Smallest scale at which a row for paper keeps 7 pt; a row that is wider still is cut in two instead.
SMALLEST_SCALE = 0.975


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
    keys: bool = False,
) -> Drawing:
    """The whole journey as one SVG: in one line when short, else folded into rows (`per_row` touchpoints or fewer).

    With `keys` what stands for a record carries its key as `data-id`.
    """
    layout, trouble = folded_layout(graph, palette=palette, per_row=per_row, limits=limits)
    svg = paint(title or graph.name, layout, palette, link, keys=keys)
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
    keys: bool = False,
) -> tuple[Drawing, ...]:
    """The journey as one SVG per row of about `per_row` touchpoints, all at one scale, none wider than `width`.

    A row that is too wide at `SMALLEST_SCALE` is cut in two; only a row of one touchpoint can shrink all below it.
    `titles` are the rows' alternative texts, else the first and last touchpoint are named. `keys` as for `draw_journey`.
    """
    most = math.inf if width is None else width / SMALLEST_SCALE
    parts = (
        split(graph, per_row) if width is None else split_by_width(graph, Sizes(palette), most, per_row + 1)
    )
    layouts, trouble = _laid_out(graph, parts, palette, limits)
    while any(layout.width > most and len(part) > 1 for part, layout in zip(parts, layouts, strict=True)):
        parts = tuple(
            piece
            for part, layout in zip(parts, layouts, strict=True)
            for piece in (halves(graph, part) if layout.width > most and len(part) > 1 else (part,))
        )
        layouts, trouble = _laid_out(graph, parts, palette, limits)
    widest = max((layout.width for layout in layouts), default=1.0)
    scale = 1.0 if width is None else min(1.0, width / widest)
    drawn = []
    for number, (part, layout) in enumerate(zip(parts, layouts, strict=True)):
        title = titles[number] if number < len(titles) else _row_title(graph, part)
        svg = paint(title, layout, palette, link, scale, keys=keys)
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
