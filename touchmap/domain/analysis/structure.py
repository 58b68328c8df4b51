"""What the shape of a journey says: what nobody can avoid, loops, failures and their recovery, dead ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from touchmap.domain.analysis.figures import MINUTES, TIMES, Figure
from touchmap.domain.analysis.flow import Flow
from touchmap.domain.analysis.results import Failure, Loop, TransitionAnalysis
from touchmap.domain.graph import Graph, outcomes_of, touchpoints_of

_END = object()
MOST_RECOVERIES = 10


@dataclass(frozen=True, slots=True)
class Unavoidable:
    """Touchpoints, in station order, that every customer has passed who ends in one outcome, or in any of them."""

    by_outcome: dict[str, tuple[str, ...]]
    overall: tuple[str, ...]


def unavoidable(graph: Graph, flow: Flow) -> Unavoidable:
    """The dominators of each outcome from the start (Lengauer & Tarjan 1979), and of all outcomes taken together.

    A journey that reaches no outcome is taken to end at its dead ends. Outcomes that no way leads to have no entry.
    """
    if flow.start is None:
        return Unavoidable({}, ())
    ways: nx.DiGraph[object] = nx.DiGraph()
    ways.add_nodes_from(flow.used)
    ways.add_edges_from((source, target) for source, targets in flow.used.items() for target in targets)
    reached = nx.descendants(ways, flow.start) | {flow.start}
    ends = [outcome for outcome in outcomes_of(graph) if outcome in reached]
    last = ends or [node for node in touchpoints_of(graph) if node in reached and not flow.used[node]]
    ways.add_edges_from((node, _END) for node in last)
    above = nx.immediate_dominators(ways, flow.start)
    order = {node: number for number, node in enumerate(touchpoints_of(graph))}

    def passed(end: object) -> tuple[str, ...]:
        found = []
        node = above.get(end)
        while node is not None:
            found.append(node)
            node = above.get(node) if node != flow.start else None
        # An outcome that all others come down to stands above the common end, and is no touchpoint.
        return tuple(sorted((str(node) for node in found if node in order), key=order.__getitem__))

    return Unavoidable({outcome: passed(outcome) for outcome in ends}, passed(_END) if last else ())


def transitions(graph: Graph, flow: Flow) -> tuple[TransitionAnalysis, ...]:
    """Every transition with the share and the uses per customer, in the order of their touchpoints."""
    order = {node: data["order"] for node, data in graph.nodes(data=True)}
    return tuple(
        TransitionAnalysis(
            id=id,
            source=source,
            target=target,
            kind=edge["kind"],
            share=edge["share"],
            stated=edge["stated"],
            assumed=edge["assumed"],
            flow=flow.visits.get(source, 0.0) * edge["share"],
            back=order[target] <= order[source],
        )
        for source, target, id, edge in graph.edges(keys=True, data=True)
    )


def loops(flow: Flow, ways: Iterable[TransitionAnalysis], minutes: dict[str, float]) -> tuple[Loop, ...]:
    """The parts of the journey that customers can come back to, in the order in which they are passed."""
    returning = [way for way in ways if way.share > 0 and way.back]
    found = []
    for nodes in flow.components:
        if len(nodes) == 1 and nodes[0] not in flow.used[nodes[0]]:
            continue
        own = set(nodes)
        # Written so that small differences of large numbers cannot come out below nothing.
        extra = {node: max(0.0, flow.visits[node] - flow.reach[node]) for node in nodes}
        known = sum(node in minutes for node in nodes)
        cost = sum(times * minutes.get(node, 0.0) for node, times in extra.items())
        exits = nodes[0] not in flow.caught
        note = "" if exits else "No way leads out: what is counted ends where customers are caught."
        found.append(
            Loop(
                touchpoints=nodes,
                returns=tuple(way.id for way in returning if way.source in own and way.target in own),
                extra_visits=Figure(sum(extra.values()), len(nodes), "rework", TIMES, note),
                extra_minutes=Figure(cost if known else None, known, "rework", MINUTES, note),
                exits=exits,
            )
        )
    return tuple(found)


def failures(flow: Flow, ways: Iterable[TransitionAnalysis]) -> tuple[Failure, ...]:
    """Each failure transition with the recoveries open to those who failed.

    These start where the failure leads to, or further on, as long as customers are off the ordinary course: a recovery
    beyond the place where they rejoin those who never failed is not theirs. A failure straight to an outcome has none.
    """
    leaving: dict[str, list[TransitionAnalysis]] = {}
    for way in ways:
        leaving.setdefault(way.source, []).append(way)
    recoveries = _recoveries(leaving, _ordinary_course(flow, leaving))
    return tuple(
        Failure(
            transition=way.id,
            source=way.source,
            target=way.target,
            share=way.share,
            flow=way.flow,
            recoveries=recoveries.get(way.target, ()),
        )
        for found in leaving.values()
        for way in found
        if way.kind == "failure"
    )


def _ordinary_course(flow: Flow, leaving: dict[str, list[TransitionAnalysis]]) -> set[str]:
    """What customers can come to without any failure."""
    seen = set() if flow.start is None else {flow.start}
    waiting = list(seen)
    while waiting:
        for way in leaving.get(waiting.pop(), ()):
            if way.kind != "failure" and way.share > 0 and way.target not in seen:
                seen.add(way.target)
                waiting.append(way.target)
    return seen


def _recoveries(
    leaving: dict[str, list[TransitionAnalysis]], ordinary: set[str]
) -> dict[str, tuple[str, ...]]:
    """For each touchpoint the first recoveries that lie ahead off the ordinary course, at most `MOST_RECOVERIES`.

    One pass over the parts of the journey, each after those it leads to: what lies ahead of a part is its own and
    what lies ahead of the next ones.
    """
    ways: nx.DiGraph[str] = nx.DiGraph()
    own: dict[str, list[int]] = {}
    names: list[str] = []
    for source, found in leaving.items():
        ways.add_node(source)
        for way in found:
            if way.kind == "recovery":
                own.setdefault(source, []).append(len(names))
                names.append(way.id)
            elif way.target not in ordinary:
                ways.add_edge(source, way.target)
    ahead: dict[str, tuple[int, ...]] = {}
    for part in nx.strongly_connected_components(ways):
        numbers = {number for node in part for number in own.get(node, ())}
        for node in part:
            for target in ways.successors(node):
                numbers.update(ahead.get(target, ()))
        first = tuple(sorted(numbers)[:MOST_RECOVERIES])
        ahead |= dict.fromkeys(part, first)
    return {node: tuple(names[number] for number in numbers) for node, numbers in ahead.items()}


def dead_ends(graph: Graph, flow: Flow) -> tuple[str, ...]:
    """Touchpoints that customers come to and no used way leaves, in station order.

    In a journey without any outcome every end is one; the rule about missing outcomes says so once.
    """
    return tuple(node for node in touchpoints_of(graph) if not flow.used[node] and flow.reach[node] > 0)


def unreachable(graph: Graph, flow: Flow) -> tuple[str, ...]:
    """Touchpoints that no used way from the start leads to, in station order."""
    if flow.start is None:
        return ()
    ways: nx.DiGraph[str] = nx.DiGraph()
    ways.add_nodes_from(flow.used)
    ways.add_edges_from((source, target) for source, targets in flow.used.items() for target in targets)
    reached = nx.descendants(ways, flow.start) | {flow.start}
    return tuple(node for node in touchpoints_of(graph) if node not in reached)
