"""The journey in words: one line per touchpoint, the list that stands beside the drawing for those who do not see it."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.report.charts.text import clean, percent
from touchmap.report.drawing.graph import GraphEdge, GraphNode, JourneyGraph

# What customers do on each kind of way: all of them, or the share that is named before.
_VERBS = {
    "next": ("goes to", "go to"),
    "choice": ("may go to", "choose"),
    "failure": ("may fail and go to", "fail and go to"),
    "recovery": ("may be helped on to", "are helped on to"),
    "repeat": ("may go back to", "go back to"),
}


@dataclass(frozen=True, slots=True)
class OutlineWay:
    """One way on: kind, share (None if not stated), label, and where to; `sentence` says all of it."""

    kind: str
    share: float | None
    label: str
    target: str
    target_name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One touchpoint in station order; `sentence` such as `6 Looking for help, 69 % go to 7; 31 % choose 8`"""

    key: str
    number: str
    name: str
    stage: str
    ways: tuple[OutlineWay, ...]
    sentence: str


def outline(graph: JourneyGraph) -> tuple[OutlineLine, ...]:
    """Every touchpoint with its ways on, as words; text is cleaned as in the drawing."""
    return tuple(_line(graph, node) for node in graph.nodes)


def _line(graph: JourneyGraph, node: GraphNode) -> OutlineLine:
    ways = tuple(_way(graph, edge) for edge in graph.leaving[node.key])
    name = clean(node.name)
    marks = "".join(
        words
        for words, holds in (
            (", unavoidable", node.unavoidable),
            (", a contact that is missing", node.missing),
        )
        if holds
    )
    onward = "; ".join(way.sentence for way in ways) or "nothing follows"
    sentence = f"{clean(node.number)} {name}{marks}, {onward}"
    return OutlineLine(
        node.key, clean(node.number), name, clean(graph.stages[node.stage].name), ways, sentence
    )


def _way(graph: JourneyGraph, edge: GraphEdge) -> OutlineWay:
    if edge.target in graph.places:
        target_name = clean(graph.titled(edge.target))
        to = "itself" if edge.target == edge.source else clean(graph.nodes[graph.places[edge.target]].number)
    else:
        outcome = graph.ends[edge.target]
        target_name = to = f"the end “{clean(outcome.name)}” ({outcome.result})"
    share = f"{percent(edge.share)} " if edge.share is not None and edge.share < 1 else ""
    verb = _VERBS.get(edge.kind, _VERBS["next"])[bool(share)]
    label = clean(edge.label)
    said = f" ({label})" if label else ""
    return OutlineWay(
        edge.kind,
        edge.share,
        label,
        edge.target,
        target_name,
        f"{share}{verb} {to}{said}",
    )
