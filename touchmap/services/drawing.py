"""From a workshop to pictures of its journeys: the graph as SVG, PNG, DOT or GraphML."""

from __future__ import annotations

from urllib.parse import quote

from touchmap.domain.analysis import JourneyAnalysis
from touchmap.domain.model import Model
from touchmap.domain.records import Transition
from touchmap.report.charts.palette import LIGHT, Palette
from touchmap.report.drawing.export import dot_source, graphml, png
from touchmap.report.drawing.graph import GraphEdge, GraphNode, GraphOutcome, GraphStage, JourneyGraph
from touchmap.report.drawing.journey import draw_journey

#: What a journey can be written as, by file ending.
FORMATS = ("svg", "png", "dot", "graphml")


def touchpoint_anchor(id: str) -> str:
    """The address of a touchpoint within its page: `#tp-` and its id."""
    return f"#tp-{quote(id, safe='')}"


def node_link(node: GraphNode) -> str:
    """The `link` of a drawing whose touchpoints stand on the same page."""
    return touchpoint_anchor(node.key)


def drawn_graph(model: Model, journey: JourneyAnalysis) -> JourneyGraph:
    """The journey as plain values for drawing: medians as feelings, unavoidable touchpoints and failures marked.

    Only shares that somebody stated stand on the ways; a way that is itself assumed (a journey without transitions) has
    none. A touchpoint fails without recovery when one of its failures is never followed by one.
    """
    stages = model.stages(journey.id)
    stage_places = {stage.id: place for place, stage in enumerate(stages)}
    failing = {failure.source for failure in journey.failures}
    unrecovered = {failure.source for failure in journey.failures if not failure.recovered}
    medians = dict(journey.emotion.current)
    analysed = {touchpoint.id: touchpoint for touchpoint in journey.touchpoints}
    nodes = tuple(
        GraphNode(
            key=touchpoint.id,
            number=str(model.numbers[touchpoint.id]),
            name=touchpoint.name,
            stage=stage_places[touchpoint.stage],
            emotion=medians.get(touchpoint.id),
            unavoidable=analysed[touchpoint.id].unavoidable,
            failing=touchpoint.id in failing,
            unrecovered=touchpoint.id in unrecovered,
            missing=bool(touchpoint.missing),
        )
        for touchpoint in model.touchpoints(journey.id)
    )
    edges = []
    for way in journey.transitions:
        record = model.find(Transition, way.id)
        label = (record.label if record else None) or ""
        edges.append(
            GraphEdge(way.source, way.target, way.kind, way.stated, label, record.id if record else "")
        )
    outcomes = tuple(
        GraphOutcome(outcome.id, outcome.name, outcome.result) for outcome in model.outcomes(journey.id)
    )
    return JourneyGraph(
        journey.name, tuple(GraphStage(stage.name) for stage in stages), nodes, tuple(edges), outcomes
    )


def write_graph(graph: JourneyGraph, format: str, *, palette: Palette = LIGHT) -> bytes:
    """The journey as a file of one of `FORMATS`. Raises ValueError for another one, GraphvizFailed for a PNG without it."""
    if format == "svg":
        return draw_journey(graph, palette=palette).svg.encode()
    if format == "png":
        return png(graph)
    if format == "dot":
        return dot_source(graph).encode()
    if format == "graphml":
        return graphml(graph)
    raise ValueError(f"a journey can be written as {', '.join(FORMATS)}, not as {format!r}")
