"""The most likely ways through a journey: largest products of shares, found as shortest ways by −log(share)."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from itertools import count, pairwise

from touchmap.domain.analysis.flow import Flow

# Steps that the search for further ways may take: enough for any real journey, and an end for a hostile one.
SEARCH_LIMIT = 30_000


@dataclass(frozen=True, slots=True)
class Way:
    """A sequence of nodes from the start to an ending, each at most once, and the share of customers who take it."""

    nodes: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class _Trail:
    """A way so far, as a chain of steps back to the start."""

    node: str
    before: _Trail | None


def best_ways(flow: Flow, targets: tuple[str, ...]) -> dict[str, Way]:
    """The most likely way to each of several nodes that can be reached, in one search from the start."""
    if flow.start is None:
        return {}
    cost: dict[str, float] = {flow.start: 0.0}
    before: dict[str, str] = {}
    done: set[str] = set()
    ticket = count()
    queue = [(0.0, next(ticket), flow.start)]
    while queue:
        so_far, _, node = heapq.heappop(queue)
        if node in done:
            continue
        done.add(node)
        for target, share in flow.used[node].items():
            total = so_far + _cost(share)
            if target not in done and total < cost.get(target, math.inf):
                cost[target] = total
                before[target] = node
                heapq.heappush(queue, (total, next(ticket), target))
    return {target: _way(flow, _back(before, target)) for target in targets if target in done}


def likely_ways(flow: Flow, targets: tuple[str, ...], limit: int) -> tuple[Way, ...]:
    """The most likely ways from the start to any of the targets, most likely first, at most `limit`.

    Best first, guided by the exact cost that remains, so that the first way found is the most likely one, the next the
    second. Equally likely ways stay in the order of their transitions. When `SEARCH_LIMIT` steps are used up, those found so far.
    """
    if flow.start is None:
        return ()
    remaining = _remaining(flow, targets)
    if flow.start not in remaining:
        return ()
    part = {node: number for number, nodes in enumerate(flow.components) for node in nodes}
    ends = frozenset(targets)
    ticket = count()
    queue = [(remaining[flow.start], next(ticket), 0.0, _Trail(flow.start, None))]
    found: list[Way] = []
    steps = 0
    while queue and len(found) < limit and steps < SEARCH_LIMIT:
        _, _, so_far, trail = heapq.heappop(queue)
        steps += 1
        if trail.node in ends:
            found.append(_way(flow, _nodes(trail)))
            continue
        # Only touchpoints of the same loop can come again, so only they are looked at.
        here = _visited(trail, part)
        for target, share in flow.used[trail.node].items():
            if target in remaining and target not in here:
                cost = so_far + _cost(share)
                heapq.heappush(queue, (cost + remaining[target], next(ticket), cost, _Trail(target, trail)))
    return tuple(found)


def _cost(share: float) -> float:
    return max(0.0, -math.log(share))


def _remaining(flow: Flow, targets: tuple[str, ...]) -> dict[str, float]:
    """For each node from which a target can be reached, the cost of the most likely way there."""
    backward: dict[str, list[tuple[str, float]]] = {node: [] for node in flow.used}
    for source, ways in flow.used.items():
        for target, share in ways.items():
            backward[target].append((source, _cost(share)))
    cost: dict[str, float] = {}
    ticket = count()
    queue = [(0.0, next(ticket), target) for target in targets]
    while queue:
        total, _, node = heapq.heappop(queue)
        if node in cost:
            continue
        cost[node] = total
        for source, more in backward[node]:
            if source not in cost:
                heapq.heappush(queue, (total + more, next(ticket), source))
    return cost


def _visited(trail: _Trail, part: dict[str, int]) -> set[str]:
    own = part[trail.node]
    here = set()
    step: _Trail | None = trail
    while step is not None and part[step.node] == own:
        here.add(step.node)
        step = step.before
    return here


def _nodes(trail: _Trail) -> list[str]:
    nodes = []
    step: _Trail | None = trail
    while step is not None:
        nodes.append(step.node)
        step = step.before
    return nodes[::-1]


def _back(before: dict[str, str], target: str) -> list[str]:
    nodes = [target]
    while nodes[-1] in before:
        nodes.append(before[nodes[-1]])
    return nodes[::-1]


def _way(flow: Flow, nodes: list[str]) -> Way:
    share = math.prod(flow.used[source][target] for source, target in pairwise(nodes))
    return Way(tuple(nodes), share)
