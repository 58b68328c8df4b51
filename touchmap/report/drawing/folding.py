"""Where a long journey is cut into rows: by count for a screen, by estimated width for paper."""

from __future__ import annotations

import math
from collections.abc import Callable

from touchmap.report.drawing.graph import JourneyGraph
from touchmap.report.drawing.scene import Scene, Sizes, row

#: Room that dot leaves between two ranks, in small text sizes.
RANK_GAP = 2.4
_CUT_IN_STAGE = 4.0


def split(graph: JourneyGraph, per_row: int) -> tuple[range, ...]:
    """The journey in rows of about `per_row` touchpoints, never more than one more; stages stay whole where they can.

    A row costs the square of its distance from `per_row`, a cut inside a stage 4.
    """
    count = len(graph.nodes)
    if count <= per_row + 1:
        return (range(count),)
    return _cheapest(graph, per_row + 1, lambda part: float((len(part) - per_row) ** 2), _CUT_IN_STAGE)


def split_by_width(graph: JourneyGraph, sizes: Sizes, width: float, most: int) -> tuple[range, ...]:
    """The journey in as few rows as fit the width, none of more than `most` touchpoints.

    Of two ways with as many rows, the one that cuts fewer stages, then the one whose rows are more even. A row of one
    touchpoint is allowed however wide it is.
    """
    count = len(graph.nodes)
    if not count:
        return (range(0),)

    def cost(part: range) -> float:
        around = [
            range(max(part.start - most, 0), part.start),
            part,
            range(part.stop, min(part.stop + 1, count)),
        ]
        wide = estimated_width(row(graph, sizes, around, 1), sizes)
        if wide > width and len(part) > 1:
            return math.inf
        return 1 + 0.2 * (1 - min(wide / width, 1)) ** 2

    return _cheapest(graph, most, cost, 0.4)


def _cheapest(
    graph: JourneyGraph, most: int, cost: Callable[[range], float], inside: float
) -> tuple[range, ...]:
    """The cheapest way to cut, by dynamic programming over the place of the last cut."""
    count = len(graph.nodes)
    best: list[float] = [0.0] + [math.inf] * count
    cut_at = [0] * (count + 1)
    for stop in range(1, count + 1):
        within = stop < count and graph.nodes[stop].stage == graph.nodes[stop - 1].stage
        for start in range(stop - 1, max(0, stop - most) - 1, -1):
            price = cost(range(start, stop))
            if math.isinf(price):
                break
            price += best[start] + (inside if within else 0)
            if price < best[stop]:
                best[stop], cut_at[stop] = price, start
    parts = []
    stop = count
    while stop:
        parts.append(range(cut_at[stop], stop))
        stop = cut_at[stop]
    return tuple(reversed(parts))


def halves(graph: JourneyGraph, part: range) -> tuple[range, range]:
    """A row cut in two: where a stage ends, else in the middle; the nearer the middle the better."""

    def cost(cut: int) -> tuple[float, int]:
        inside = graph.nodes[cut].stage == graph.nodes[cut - 1].stage
        return abs(cut - (part.start + part.stop) / 2) + (1.5 if inside else 0), -cut

    cut = min(range(part.start + 1, part.stop), key=cost)
    return range(part.start, cut), range(cut, part.stop)


def estimated_width(scene: Scene, sizes: Sizes) -> float:
    """About how wide dot will draw a scene: the widest box of each rank, and between ranks the widest label there.

    A label lies half-way between the ranks it joins. Journeys are chains, so stations are taken to stand one per rank.
    """
    stations = [box.id for box in scene.boxes if box.kind == "station"]
    ranks = {id: place for place, id in enumerate(stations, 1)}
    last = len(stations) + 1
    for link in scene.links:
        ranks.setdefault(link.tail, 0)
        if link.head not in stations:
            ranks[link.head] = max(ranks.get(link.head, 0), ranks[link.tail] + 1)
    ends = [box.id for box in scene.boxes if box.kind == "outcome"]
    if len(ends) > 1:
        ranks |= dict.fromkeys(ends, max([last, *ranks.values()]))
    widths: dict[int, float] = {}
    for box in scene.boxes:
        rank = ranks.get(box.id, last)
        widths[rank] = max(widths.get(rank, 0), box.width)
    labels: dict[int, float] = {}
    for link in scene.links:
        between = ranks[link.tail] + ranks[link.head]
        if link.lines and between % 2:
            labels[between] = max(labels.get(between, 0), link.width + 4)
    gaps = max(len(widths) - 1, 0) * RANK_GAP * sizes.palette.small
    return sum(widths.values()) + sum(labels.values()) + gaps + 2 * sizes.pad * 1.3
