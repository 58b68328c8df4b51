"""A journey as a directed graph: touchpoints and outcomes as nodes, transitions as edges that carry shares of customers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx

from touchmap.domain.model import Model
from touchmap.domain.records import Outcome, Touchpoint, Transition

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[Any]
else:
    Graph = nx.MultiDiGraph

# Shares are written with two digits: three ways of 0.33 are meant as a whole.
TOLERANCE = 0.015
# A way that fewer than one customer in a billion takes is none: double precision tells no more.
USED = 1e-9


@dataclass(frozen=True, slots=True)
class ShareProblem:
    """The shares stated out of a touchpoint do not make a whole; the graph holds them made to fit.

    `total` is their sum as stated. `over` when it is more than 1; else they fall short and no way is left without a
    share. `left_over` names the transitions without a share for which nothing remains.
    """

    touchpoint: str
    total: float
    over: bool
    left_over: tuple[str, ...]


def journey_graph(model: Model, journey: str) -> Graph:
    """The graph of one journey; nodes and edges in the model's order, so that whatever is computed is repeatable.

    Nodes are ids. Each has `kind` (`touchpoint` or `outcome`), `name` and `order`; a touchpoint also `number` (its
    station number), `stage`, `stage_number`, `missing` and `critical`; an outcome `result`.

    Edges have the transition's id as key, and `kind`, `label`, `stated` (the share as written or None), `share` (0 to 1;
    out of a touchpoint they add up to 1 unless all are 0) and `assumed` (the share was not written, and it is not the
    only way on). A journey without transitions is a straight line: its edges `next:1`, `next:2` … are assumed.

    The graph has `journey`, `start` (None without touchpoints), `stages`, `straight_line` and `share_problems`.
    An unknown journey gives an empty graph.
    """
    touchpoints = model.touchpoints(journey)
    stages = model.stages(journey)
    stage_number = {stage.id: number for number, stage in enumerate(stages, 1)}
    graph: Graph = nx.MultiDiGraph(
        journey=journey,
        start=_start(model, journey, touchpoints),
        stages=tuple(stage.id for stage in stages),
        straight_line=False,
        share_problems=(),
    )
    for number, touchpoint in enumerate(touchpoints, 1):
        graph.add_node(
            touchpoint.id,
            kind="touchpoint",
            name=touchpoint.name,
            order=number - 1,
            number=number,
            stage=touchpoint.stage,
            stage_number=stage_number[touchpoint.stage],
            missing=bool(touchpoint.missing),
            critical=bool(touchpoint.critical),
        )
    outcomes = model.outcomes(journey)
    for order, outcome in enumerate(outcomes, len(touchpoints)):
        graph.add_node(outcome.id, kind="outcome", name=outcome.name, order=order, result=outcome.result)
    transitions = model.transitions(journey)
    if transitions:
        _add_transitions(graph, transitions)
    else:
        _add_straight_line(graph, touchpoints, outcomes)
    return graph


def _start(model: Model, journey: str, touchpoints: tuple[Touchpoint, ...]) -> str | None:
    named = next((found.start for found in model.journeys if found.id == journey), None)
    return named or (touchpoints[0].id if touchpoints else None)


def _add_transitions(graph: Graph, transitions: tuple[Transition, ...]) -> None:
    by_source: dict[str, list[Transition]] = defaultdict(list)
    for transition in transitions:
        by_source[transition.source].append(transition)
    problems = []
    shares: dict[str, float] = {}
    for source, leaving in by_source.items():
        found, problem = settle_shares(source, leaving)
        shares |= found
        if problem is not None:
            problems.append(problem)
    for transition in transitions:
        alone = len(by_source[transition.source]) == 1
        graph.add_edge(
            transition.source,
            transition.target,
            transition.id,
            kind=transition.type or "next",
            label=transition.label,
            stated=transition.share,
            share=shares[transition.id],
            assumed=transition.share is None and not alone,
        )
    graph.graph["share_problems"] = tuple(problems)


def settle_shares(source: str, leaving: list[Transition]) -> tuple[dict[str, float], ShareProblem | None]:
    """The shares of the transitions that leave a touchpoint, and what was wrong with those stated, if anything.

    What the stated shares leave is split evenly over the others; a sum that is not 1 is made 1, each in proportion.
    """
    stated = {t.id: t.share for t in leaving if t.share is not None}
    unstated = [t.id for t in leaving if t.share is None]
    total = sum(stated.values())
    if total > 1 or not unstated:
        shares = {id: share / total if total > 0 else 0.0 for id, share in stated.items()}
        shares |= dict.fromkeys(unstated, 0.0)
    else:
        shares = stated | dict.fromkeys(unstated, (1 - total) / len(unstated))
    over = total > 1 + TOLERANCE
    short = not unstated and total < 1 - TOLERANCE
    nothing_left = tuple(unstated) if total >= 1 else ()
    if over or short or nothing_left:
        return shares, ShareProblem(source, total, over, nothing_left)
    return shares, None


def _add_straight_line(
    graph: Graph, touchpoints: tuple[Touchpoint, ...], outcomes: tuple[Outcome, ...]
) -> None:
    """Without transitions customers pass the touchpoints in order; to an outcome only if there is just one."""
    ids = [touchpoint.id for touchpoint in touchpoints]
    start = graph.graph["start"]
    line = ids[ids.index(start) :] if start in ids else ids
    if line and len(outcomes) == 1:
        line.append(outcomes[0].id)
    for number, (source, target) in enumerate(pairwise(line), 1):
        graph.add_edge(
            source, target, f"next:{number}", kind="next", label=None, stated=None, share=1.0, assumed=True
        )
    graph.graph["straight_line"] = bool(touchpoints)


def touchpoints_of(graph: Graph) -> list[str]:
    """The ids of a graph's touchpoints, in station order."""
    return [node for node in graph if graph.nodes[node]["kind"] == "touchpoint"]


def outcomes_of(graph: Graph) -> list[str]:
    """The ids of a graph's outcomes, in order."""
    return [node for node in graph if graph.nodes[node]["kind"] == "outcome"]


def used_ways(graph: Graph) -> dict[str, dict[str, float]]:
    """For each node, the nodes it leads to with the share that goes there: parallel edges added.

    Ways that nobody takes (a share below `USED`) are left out.
    """
    ways: dict[str, dict[str, float]] = {node: {} for node in graph}
    for source, target, _, edge in graph.edges(keys=True, data=True):
        if edge["share"] >= USED:
            ways[source][target] = ways[source].get(target, 0.0) + edge["share"]
    return ways
