"""The journey's graph on the wall: in rows that can be read from the back, the touchpoint in the spotlight lit.

Rows stand under one another as far as there is room. Of a longer journey the part with the spotlight is shown, and without a
spotlight all parts in turn.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

from markupsafe import Markup

from touchmap.domain.changes import State
from touchmap.report.charts import svg
from touchmap.report.charts.palette import WEB
from touchmap.report.drawing.graph import GraphEdge, GraphNode, GraphOutcome, GraphStage, JourneyGraph
from touchmap.report.drawing.journey import Drawing, draw_rows
from touchmap.web.walldrawings import SIZE, Drawn
from touchmap.web.wallnotes import mark
from touchmap.web.wallview import Place

ROOM = (1780.0, 740.0)  # px
SCALE = (SIZE - 2) / WEB.small  # px of a unit when a row fills its room
PER_ROW = (5, 4, 3, 2)  # what is tried, until a row fits
GAP = 16.0  # units between two rows


def journey_graph(state: State, places: Mapping[str, Place], journey: str) -> JourneyGraph | None:
    """The ways of a journey as the map has them, without figures; None for one without touchpoints."""
    own = {id: place for id, place in places.items() if place.journey == journey}
    if not own:
        return None
    outcomes = state.siblings("outcome", journey)
    edges = []
    for id in state.siblings("transition", journey):
        fields = state.records[id].fields
        source, target = fields["from"], fields["to"]
        if source in own and (target in own or target in outcomes):
            kind, share = fields.get("kind", "next"), fields.get("share")
            edges.append(GraphEdge(source, target, kind, share, fields.get("label", ""), id))
    if not edges:  # as long as nobody has drawn a way, customers go from one to the next
        edges = [GraphEdge(one, two) for one, two in pairwise(own)]
    stages = [state.records[id].fields["name"] for id in state.siblings("stage", journey)]
    nodes = tuple(
        GraphNode(
            id,
            str(place.number),
            place.name,
            place.stage,
            missing=bool(state.records[id].fields.get("missing")),
        )
        for id, place in own.items()
    )
    ends = tuple(
        GraphOutcome(id, state.records[id].fields["name"], state.records[id].fields["result"])
        for id in outcomes
    )
    return JourneyGraph(
        str(state.records[journey].fields["name"]),
        tuple(GraphStage(name) for name in stages),
        nodes,
        tuple(edges),
        ends,
    )


def graph_parts(state: State, places: Mapping[str, Place], lit: str) -> list[Drawn]:
    """What is shown of the graph, one drawing at a time."""
    journeys = list(dict.fromkeys(place.journey for place in places.values()))
    if lit in places:
        journeys = [places[lit].journey]
    own = f'data-id="{escape(lit)}"'
    found = []
    for journey in journeys:
        graph = journey_graph(state, places, journey)
        for number, rows in enumerate(_together(_drawn(graph)) if graph else ()):
            drawn = _stacked(rows)
            if lit not in places or own in drawn:
                shone = drawn.replace(f'class="tm-station" {own}', f'class="tm-station lit" {own}')
                found.append(Drawn(mark([journey, str(number), lit]), Markup(shone)))
    return found


@functools.lru_cache(maxsize=16)
def _drawn(graph: JourneyGraph) -> tuple[Drawing, ...]:
    """The rows of a journey, as many touchpoints in each as can be read; the same graph is laid out once."""
    wide, high = ROOM[0] / SCALE, ROOM[1] / SCALE
    rows: tuple[Drawing, ...] = ()
    for per_row in PER_ROW:
        rows = draw_rows(graph, palette=WEB, per_row=per_row, width=wide, keys=True)
        if all(row.height <= high for row in rows):
            break
    return rows


def _together(rows: Sequence[Drawing]) -> list[list[Drawing]]:
    """The rows that are shown at a time: as many as have room under one another."""
    parts: list[list[Drawing]] = []
    for row in rows:
        used = sum(one.height + GAP for one in parts[-1]) if parts else 0.0
        if parts and used + row.height <= ROOM[1] / SCALE:
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def _stacked(rows: Sequence[Drawing]) -> str:
    """Rows as one drawing, in the middle of the room that it is made for, so that none is blown up beyond the others."""
    tall = sum(row.height for row in rows) + GAP * (len(rows) - 1)
    wide = max(ROOM[0] / SCALE, *(row.width for row in rows))
    high = max(ROOM[1] / SCALE, tall)
    drawn, y = [], (high - tall) / 2
    for row in rows:
        place = f'<svg x="{svg.number((wide - row.width) / 2)}" y="{svg.number(y)}" '
        drawn.append(row.svg.replace("<svg ", place, 1))
        y += row.height + GAP
    return svg.document("The journey's graph", wide, high, *drawn, palette=WEB, kind="rows")
