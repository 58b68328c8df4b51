"""A journey as an absorbing Markov chain (Kemeny & Snell 1960): expected visits, and where customers end."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np

from touchmap.domain.analysis.circle import Circle, Matrix
from touchmap.domain.analysis.results import DEAD_END, NEVER_ENDS
from touchmap.domain.graph import USED, Graph, used_ways


@dataclass(frozen=True, slots=True)
class Flow:
    """What one customer who comes in at the start can be expected to do.

    `visits` and `reach` (chance of coming at all) by touchpoint; in a loop without a way out visits count only arrivals
    from outside it. `endings` names outcomes, then `DEAD_END` and `NEVER_ENDS` where they can happen. `ends[node]` holds
    the chance of each ending, in that order, for a customer who is at the node: the row of B = N·R. `used` are the ways
    with a share above 0; `components` the strongly connected parts, each before those that it leads to; `caught` are the
    touchpoints in a loop without a way out.
    """

    start: str | None
    visits: dict[str, float]
    reach: dict[str, float]
    endings: tuple[str, ...]
    ends: dict[str, Matrix]
    used: dict[str, dict[str, float]]
    components: tuple[tuple[str, ...], ...]
    caught: frozenset[str]

    def chance(self, ending: str, node: str | None = None) -> float:
        """The chance that a customer at a node (else at the start) ends so."""
        at = node if node is not None else self.start
        if at is None or ending not in self.endings:
            return 0.0
        return float(self.ends[at][self.endings.index(ending)])


def flow(graph: Graph) -> Flow:
    """Visits, chances of coming, and chances of each ending.

    Solved part by part: I − Q is cut into its strongly connected parts in the order in which customers pass them, so
    each system is as small as the largest loop, and a part without a way out is an ending, not a singular matrix.
    """
    used = used_ways(graph)
    order = {node: data["order"] for node, data in graph.nodes(data=True)}
    components = _in_passing_order(used, order)
    outcomes = [node for node in order if graph.nodes[node]["kind"] == "outcome"]
    endings = (*outcomes, DEAD_END, NEVER_ENDS)
    parts = [_Part(nodes, used, graph) for nodes in components]
    start = graph.graph["start"]
    ends: dict[str, Matrix] = {}
    for part in reversed(parts):
        part.settle_ends(ends, endings)
    visits = dict.fromkeys(order, 0.0)
    reach = dict.fromkeys(order, 0.0)
    if start is not None:
        visits[start] = 1.0
    for part in parts:
        part.settle_visits(visits, reach)
    happening = tuple(
        ending
        for ending in endings
        if ending in order or (start is not None and ends[start][endings.index(ending)] > 0)
    )
    kept = [endings.index(ending) for ending in happening]
    touchpoints = [node for node in order if graph.nodes[node]["kind"] == "touchpoint"]
    return Flow(
        start=start,
        visits={node: visits[node] for node in touchpoints},
        reach={node: reach[node] for node in touchpoints},
        endings=happening,
        ends={node: row[kept] for node, row in ends.items()},
        used=used,
        components=components,
        caught=frozenset(node for part in parts if part.closed for node in part.nodes),
    )


def _in_passing_order(
    used: dict[str, dict[str, float]], order: dict[str, int]
) -> tuple[tuple[str, ...], ...]:
    """Strongly connected parts, each before those that it leads to, and in each the nodes in station order."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(used)
    graph.add_edges_from((source, target) for source, targets in used.items() for target in targets)
    found = nx.strongly_connected_components(graph)  # Tarjan gives each part after those that it leads to
    return tuple(tuple(sorted(nodes, key=order.__getitem__)) for nodes in found)[::-1]


class _Part:
    """One strongly connected part of a journey: a single touchpoint or outcome, or a loop."""

    def __init__(self, nodes: tuple[str, ...], used: dict[str, dict[str, float]], graph: Graph) -> None:
        self.nodes = nodes
        self.used = used
        self.outcome = graph.nodes[nodes[0]]["kind"] == "outcome"
        self.place = {node: index for index, node in enumerate(nodes)}
        self.dead_end = not self.outcome and not any(used[node] for node in nodes)
        self.loops = len(nodes) > 1 or nodes[0] in used[nodes[0]]
        self.circle = self._circle() if self.loops else None
        self.closed = self.loops and self.circle is None

    def _circle(self) -> Circle | None:
        """The loop solved; None if there is no way out."""
        ways = []
        out = np.zeros(len(self.nodes))
        for row, node in enumerate(self.nodes):
            found = self.used[node].items()
            ways.append([(self.place[target], share) for target, share in found if target in self.place])
            out[row] = sum(share for target, share in found if target not in self.place)
        if out.sum() < USED:
            return None
        try:
            return Circle(ways, out)
        except np.linalg.LinAlgError:
            return None

    def settle_ends(self, ends: dict[str, Matrix], endings: tuple[str, ...]) -> None:
        """Give each node of the part its row of B; the parts it leads to must have theirs."""
        if self.outcome or self.dead_end or self.closed:
            ending = self.nodes[0] if self.outcome else DEAD_END if self.dead_end else NEVER_ENDS
            row = np.zeros(len(endings))
            row[endings.index(ending)] = 1.0
            ends.update(dict.fromkeys(self.nodes, row))
            return
        out = np.zeros((len(self.nodes), len(endings)))
        for row_number, node in enumerate(self.nodes):
            for target, share in self.used[node].items():
                if target not in self.place:
                    out[row_number] += share * ends[target]
        rows = out if self.circle is None else np.maximum(self.circle.ends(out), 0.0)
        rows /= rows.sum(axis=1, keepdims=True)
        ends.update(zip(self.nodes, rows, strict=True))

    def settle_visits(self, visits: dict[str, float], reach: dict[str, float]) -> None:
        """Turn arrivals from outside, which `visits` holds so far, into visits; pass on what leaves the part."""
        arriving = np.array([visits[node] for node in self.nodes])
        if self.closed:
            caught = min(1.0, float(arriving.sum()))
            reach.update(dict.fromkeys(self.nodes, caught))
            return
        found = chance = arriving
        if self.circle is not None:
            found = self.circle.visits(arriving)
            chance = found / self.circle.own_visits()
        for node, times, coming in zip(self.nodes, found, chance, strict=True):
            visits[node] = float(times)
            reach[node] = min(1.0, float(coming))
            for target, share in self.used[node].items():
                if target not in self.place:
                    visits[target] += float(times) * share
