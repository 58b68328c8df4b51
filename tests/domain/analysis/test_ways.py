"""The most likely ways through a journey, against trying every way there is."""

from __future__ import annotations

import math
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from making import JOURNEY, journeys, make

from touchmap.domain.analysis.flow import flow
from touchmap.domain.analysis.ways import SEARCH_LIMIT, best_ways, likely_ways
from touchmap.domain.graph import journey_graph, outcomes_of


def flowing(*args, **kwargs):
    return flow(journey_graph(make(*args, **kwargs), JOURNEY))


def test_the_most_likely_way_has_the_largest_product_of_shares():
    # a b lost: 0.6 × 0.5 = 0.30; a c lost: 0.4 × 0.9 = 0.36, more although its first step is rarer.
    found = flowing(
        "a b c", "a>b=0.6 a>c=0.4 b>lost=0.5 b>loyal=0.5 c>lost=0.9 c>loyal=0.1", outcomes="loyal lost"
    )
    ways = likely_ways(found, ("loyal", "lost"), 10)
    assert [(way.nodes, round(way.share, 10)) for way in ways] == [
        (("a", "c", "lost"), 0.36),
        (("a", "b", "lost"), 0.3),
        (("a", "b", "loyal"), 0.3),
        (("a", "c", "loyal"), 0.04),
    ]


def test_a_way_passes_each_touchpoint_once():
    found = flowing("a b", "a>b b>a=0.9 b>lost=0.1", outcomes="lost")
    assert [way.nodes for way in likely_ways(found, ("lost",), 5)] == [("a", "b", "lost")]


def test_parallel_ways_are_one_step_with_their_sum():
    (way,) = likely_ways(flowing("a b", "a>b=0.3 a>b=0.7 b>loyal", outcomes="loyal"), ("loyal",), 5)
    assert way.share == pytest.approx(1)


def test_where_no_way_leads_there_is_none():
    found = flowing("a b", "a>loyal b>lost", outcomes="loyal lost")
    assert likely_ways(found, ("lost",), 5) == ()
    assert best_ways(found, ("lost",)) == {}


def test_the_search_ends_in_a_thicket():
    size = 40
    names = [f"t{n}" for n in range(size)]
    ways = " ".join(f"{one}>{other}" for one in names for other in names) + " t39>lost=0.0001"
    found = flowing(" ".join(names), ways, outcomes="lost")
    assert 0 < len(likely_ways(found, ("lost",), 50)) <= 50
    assert SEARCH_LIMIT < 100_000


@given(journeys(most=5))
def test_no_other_simple_way_is_more_likely(model):
    graph = journey_graph(model, JOURNEY)
    found = flow(graph)
    outcomes = tuple(outcomes_of(graph))
    if found.start is None:
        return
    plain = nx.DiGraph([(s, t) for s, targets in found.used.items() for t in targets])
    every = []
    for outcome in outcomes:
        if found.start in plain and outcome in plain:
            for nodes in nx.all_simple_paths(plain, found.start, outcome):
                every.append(math.prod(found.used[s][t] for s, t in pairwise(nodes)))
    ways = likely_ways(found, outcomes, 3)
    assert [way.share for way in ways] == pytest.approx(sorted(every, reverse=True)[:3])
    best = best_ways(found, outcomes)
    if ways:
        assert max(way.share for way in best.values()) == pytest.approx(ways[0].share)
