"""What the lines, shapes and marks of a journey drawing mean, as small pictures with words."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.report.charts import svg
from touchmap.report.charts.palette import Palette
from touchmap.report.charts.text import width_of
from touchmap.report.drawing.graph import GraphNode, GraphOutcome, JourneyGraph
from touchmap.report.drawing.layout import PlacedBox
from touchmap.report.drawing.paint import WAYS, outcome_sign, station_marks, way_line
from touchmap.report.drawing.scene import Box, Sizes

WORDS = {
    "next": "the usual way",
    "choice": "a choice",
    "failure": "something fails",
    "recovery": "a recovery",
    "repeat": "again",
    "unavoidable": "everybody passes here",
    "failing": "can fail",
    "unrecovered": "fails, no recovery",
    "missing": "contact that is missing",
    "connector": "goes on in the row with the same letter",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: what it is (a kind of way, a mark, a result) and what it means, in words."""

    what: str
    words: str


def entries(graph: JourneyGraph, *, rows: bool = False) -> tuple[Entry, ...]:
    """What a reader of this journey's drawing needs, in a fixed order; only what occurs. `rows` adds the connectors."""
    kinds = {edge.kind for edge in graph.edges}
    found = [kind for kind in WAYS if kind in kinds]
    found += ["unavoidable"] if any(node.unavoidable for node in graph.nodes) else []
    found += ["failing"] if any(node.failing and not node.unrecovered for node in graph.nodes) else []
    found += ["unrecovered"] if any(node.failing and node.unrecovered for node in graph.nodes) else []
    found += ["missing"] if any(node.missing for node in graph.nodes) else []
    found += ["connector"] if rows else []
    results = {outcome.result for outcome in graph.outcomes}
    ends = [
        Entry(result, result) for result in ("loyal", "satisfied", "indifferent", "lost") if result in results
    ]
    return tuple([Entry(what, WORDS[what]) for what in found] + ends)


def legend(title: str, entries: tuple[Entry, ...], *, width: float, palette: Palette) -> str:
    """The entries as an SVG of this width, in as many lines as they need."""
    size = palette.small
    sizes = Sizes(palette)
    x, y = 0.0, size * 1.1
    drawn = []
    for entry in entries:
        picture = size * 3.2
        wide = picture + size * 0.6 + width_of(entry.words, size) + size * 1.8
        if x and x + wide - size * 1.8 > width:
            x, y = 0.0, y + size * 2.1
        drawn.append(_picture(entry.what, x, y, picture, sizes))
        words = svg.text(
            x + picture + size * 0.6, y + size * 0.35, entry.words, size, fill=palette.colour("ink-2")
        )
        drawn.append(words)
        x += wide
    return svg.document(title, width, y + size * 1.1, *drawn, palette=palette, kind="legend")


def _picture(what: str, x: float, y: float, wide: float, sizes: Sizes) -> str:
    palette = sizes.palette
    size = palette.small
    if what in WAYS:
        return way_line(
            what,
            ((x, y), (x + wide / 3, y), (x + wide * 2 / 3, y), (x + wide - 7, y)),
            (x + wide, y),
            palette,
        )
    middle = x + wide / 2
    if what in ("failing", "unrecovered"):
        node = GraphNode("", "", "", 0, failing=True, unrecovered=what == "unrecovered")
        return station_marks(node, middle, y, sizes)
    if what == "connector":
        disc = svg.tag("circle", cx=middle, cy=y, r=size * 0.85, fill=palette.colour("ink"))
        surface = palette.colour("surface")
        return disc + svg.text(middle, y + size * 0.35, "A", size, fill=surface, anchor="middle", bold=True)
    if what in ("unavoidable", "missing"):
        colour = palette.colour("ink-2")
        return svg.tag(
            "rect",
            x=x + 2,
            y=y - size * 0.75,
            width=wide - 4,
            height=size * 1.5,
            rx=4,
            fill=palette.colour("surface"),
            stroke=colour,
            stroke_width=2.8 if what == "unavoidable" else 1.3,
            stroke_dasharray="4 3" if what == "missing" else None,
        )
    box = Box("", "outcome", wide * 0.8, size * 1.6, (), "", outcome=GraphOutcome("", "", what))
    return outcome_sign(PlacedBox(box, middle, y), palette, middle)
