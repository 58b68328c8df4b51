"""One journey put together: its graph, flow and structure, and the figures of each of its touchpoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from touchmap.domain.analysis.emotion import curve
from touchmap.domain.analysis.endings import endings, minutes_until, results
from touchmap.domain.analysis.figures import MINUTES, Figure
from touchmap.domain.analysis.flow import Flow, flow
from touchmap.domain.analysis.people import consent, evidence
from touchmap.domain.analysis.perceptions import ratings, scores
from touchmap.domain.analysis.results import (
    CauseAnalysis,
    JourneyAnalysis,
    Loop,
    Minutes,
    Path,
    TransitionAnalysis,
)
from touchmap.domain.analysis.standards import coverage
from touchmap.domain.analysis.stations import Shape, crosshair, rated, station
from touchmap.domain.analysis.structure import (
    Unavoidable,
    dead_ends,
    failures,
    loops,
    transitions,
    unavoidable,
    unreachable,
)
from touchmap.domain.analysis.value import added, pareto, pce, touchpoint_minutes
from touchmap.domain.analysis.ways import Way, best_ways, likely_ways
from touchmap.domain.graph import Graph, journey_graph, outcomes_of
from touchmap.domain.model import Model
from touchmap.domain.records import Activity, Journey, Measure, Perception, Person, Standard, Statement, Story

PATHS = 5


def analyse_journey(
    model: Model,
    journey: Journey,
    people: dict[str, Person],
    causes: Mapping[str, list[CauseAnalysis]],
    cross: str,
) -> JourneyAnalysis:
    """Everything that is said about one journey; `causes` by the touchpoint whose gap they explain."""
    graph = journey_graph(model, journey.id)
    moving = flow(graph)
    ways = transitions(graph, moving)
    touchpoints = model.touchpoints(journey.id)
    minutes = {t.id: touchpoint_minutes(t, model.children(Activity, t.id)) for t in touchpoints}
    lead = {id: own.lead for id, own in minutes.items() if own.known}
    weighted = added((own, moving.visits[id]) for id, own in minutes.items())
    note = _assumption(graph, ways)
    circles = loops(moving, ways, lead)
    passed = unavoidable(graph, moving)
    stops = dead_ends(graph, moving) if outcomes_of(graph) else ()
    lost = unreachable(graph, moving)
    shape = _shape(moving, len(ways), note, stops, lost, circles, passed)
    found = {t.id: rated(model, t.id, people) for t in touchpoints}
    crossing = crosshair(tuple(found.values()), cross)
    stations = tuple(
        station(model, t, journey.id, shape, minutes[t.id], found[t.id], causes.get(t.id, ()), crossing)
        for t in touchpoints
    )
    paths, by_ending = _paths(graph, moving, minutes)
    ends = endings(graph, moving, lead, passed.by_outcome, by_ending, note)
    current = [rating for one in found.values() for rating in one.perceptions]
    desired = [
        rating for id in minutes for rating in model.children(Perception, id) if rating.state == "desired"
    ]
    own_standards = [record for t in touchpoints for record in model.children(Standard, t.id)]
    own_measures = [record for t in touchpoints for record in model.children(Measure, t.id)]
    return JourneyAnalysis(
        id=journey.id,
        name=journey.name,
        persona=journey.persona,
        start=moving.start,
        touchpoints=stations,
        transitions=ways,
        straight_line=graph.graph["straight_line"],
        assumed_shares=sum(way.assumed for way in ways),
        endings=ends,
        results=results(ends),
        unavoidable=passed.overall,
        paths=paths,
        loops=circles,
        rework=_rework(circles),
        failures=failures(moving, ways),
        dead_ends=stops,
        unreachable=lost,
        minutes=minutes_until(moving, lead, None, note),
        pce=pce(weighted),
        plain=added((own, 1.0) for own in minutes.values()),
        weighted=weighted,
        wastes=pareto(weighted.wastes),
        wasteful=pareto((id, own.non_value_added * moving.visits[id]) for id, own in minutes.items()),
        emotion=curve(stations),
        current=ratings(current, people),
        desired=ratings(desired, people),
        scores=scores(current),
        coverage=coverage(own_standards, own_measures),
        evidence=evidence(record for t in touchpoints for record in model.children(Statement, t.id)),
        consent=consent(record for t in touchpoints for record in model.children(Story, t.id)),
    )


def _assumption(graph: Graph, ways: tuple[TransitionAnalysis, ...]) -> str:
    """What the flow rests on, in a sentence; empty when every share was stated."""
    assumed = sum(way.assumed for way in ways)
    if graph.graph["straight_line"]:
        return "No transitions were drawn: customers are taken to pass the touchpoints in order."
    return f"{assumed} of {len(ways)} shares are assumed." if assumed else ""


def _shape(
    moving: Flow,
    ways: int,
    note: str,
    stops: Iterable[str],
    lost: Iterable[str],
    circles: Iterable[Loop],
    passed: Unavoidable,
) -> Shape:
    passed_for: dict[str, tuple[str, ...]] = {}
    for outcome, nodes in passed.by_outcome.items():
        for node in nodes:
            passed_for[node] = (*passed_for.get(node, ()), outcome)
    return Shape(
        flow=moving,
        ways=ways,
        note=note,
        dead_ends=frozenset(stops),
        unreachable=frozenset(lost),
        looping=frozenset(node for loop in circles for node in loop.touchpoints),
        unavoidable=frozenset(passed.overall),
        unavoidable_for=passed_for,
    )


def _paths(
    graph: Graph, moving: Flow, minutes: Mapping[str, Minutes]
) -> tuple[tuple[Path, ...], dict[str, Path]]:
    """The likeliest paths to any outcome (to dead ends if none can be reached), and the likeliest to each."""
    outcomes = tuple(outcome for outcome in outcomes_of(graph) if moving.chance(outcome) > 0)
    targets = outcomes or dead_ends(graph, moving)
    paths = tuple(_path(graph, way, minutes) for way in likely_ways(moving, targets, PATHS))
    best = best_ways(moving, outcomes)
    return paths, {outcome: _path(graph, best[outcome], minutes) for outcome in outcomes if outcome in best}


def _path(graph: Graph, way: Way, minutes: Mapping[str, Minutes]) -> Path:
    passed = tuple(node for node in way.nodes if graph.nodes[node]["kind"] == "touchpoint")
    keys: list[str] = []
    assumed = False
    for source, target in pairwise(way.nodes):
        edges = graph.get_edge_data(source, target)
        keys.append(str(max(edges, key=lambda key: float(edges[key]["share"]))))
        assumed = assumed or any(edge["assumed"] for edge in edges.values())
    spent = added((minutes[node], 1.0) for node in passed)
    return Path(
        touchpoints=passed,
        transitions=tuple(keys),
        ending=way.nodes[-1] if way.nodes[-1] not in minutes else None,
        share=way.share,
        assumed=assumed,
        minutes=spent,
        pce=pce(spent),
    )


def _rework(circles: Iterable[Loop]) -> Figure:
    """Expected minutes per customer in visits beyond the first, over all loops; 0 without loops."""
    costs = [loop.extra_minutes for loop in circles]
    known = [cost.value for cost in costs if cost.value is not None]
    if costs and not known:
        return Figure(None, 0, "rework", MINUTES)
    note = " ".join(dict.fromkeys(cost.note for cost in costs if cost.note))
    return Figure(sum(known), sum(cost.n for cost in costs), "rework", MINUTES, note)
