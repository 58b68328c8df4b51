"""What the shape of a journey says: unavoidable touchpoints, loops, failures, dead ends."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from making import JOURNEY, journeys, make

from touchmap.domain.analysis.flow import flow
from touchmap.domain.analysis.structure import (
    dead_ends,
    failures,
    loops,
    transitions,
    unavoidable,
    unreachable,
)
from touchmap.domain.graph import journey_graph, touchpoints_of


def shape(*args, **kwargs):
    graph = journey_graph(make(*args, **kwargs), JOURNEY)
    return graph, flow(graph)


def test_what_every_way_passes_is_unavoidable():
    graph, moving = shape("a b c d", "a>b a>c b>d c>d d>loyal=0.5 c>lost=0.5", outcomes="loyal lost")
    found = unavoidable(graph, moving)
    assert found.by_outcome == {"loyal": ("a", "d"), "lost": ("a", "c")}
    assert found.overall == ("a",)


def test_a_journey_without_outcomes_ends_at_its_dead_ends():
    graph, moving = shape("a b c", "a>b a>c")
    assert unavoidable(graph, moving).overall == ("a",)
    graph, moving = shape("a b c")
    assert unavoidable(graph, moving).overall == ("a", "b", "c")


def test_a_way_that_nobody_takes_makes_nothing_avoidable():
    graph, moving = shape("a b", "a>b=1 a>loyal=0 b>loyal", outcomes="loyal")
    assert unavoidable(graph, moving).overall == ("a", "b")


@given(journeys())
def test_without_an_unavoidable_touchpoint_no_way_leads_to_the_outcome(model):
    graph = journey_graph(model, JOURNEY)
    moving = flow(graph)
    found = unavoidable(graph, moving)
    plain = nx.DiGraph([(s, t) for s, targets in moving.used.items() for t in targets])
    plain.add_nodes_from(moving.used)
    for outcome, nodes in found.by_outcome.items():
        assert nx.has_path(plain, moving.start, outcome)
        for node in touchpoints_of(graph):
            rest = plain.copy()
            rest.remove_node(node)
            leads = moving.start in rest and nx.has_path(rest, moving.start, outcome)
            assert leads == (node not in nodes)
    for node in found.overall:
        assert all(node in nodes for nodes in found.by_outcome.values())


def test_a_loop_costs_the_visits_beyond_the_first():
    # b comes back to a half of the time: 2 visits each, 1 beyond the first each; 1 × 10 + 1 × 5 = 15 min.
    graph, moving = shape("a b", "a>b b>a=0.5!repeat b>lost=0.5", outcomes="lost")
    (loop,) = loops(moving, transitions(graph, moving), {"a": 10.0, "b": 5.0})
    assert loop.touchpoints == ("a", "b")
    assert loop.returns == ("b-a",)
    assert loop.extra_visits.value == pytest.approx(2)
    assert loop.extra_minutes.value == pytest.approx(15)
    assert loop.exits


def test_a_loop_without_minutes_has_no_cost_rather_than_none_at_all():
    graph, moving = shape("a b", "a>b b>a=0.5 b>lost=0.5", outcomes="lost")
    (loop,) = loops(moving, transitions(graph, moving), {})
    assert (loop.extra_minutes.value, loop.extra_minutes.n) == (None, 0)


def test_a_loop_without_a_way_out_says_so():
    graph, moving = shape("a b", "a>b b>a")
    (loop,) = loops(moving, transitions(graph, moving), {})
    assert not loop.exits


def test_a_failure_finds_the_recovery_that_follows_it():
    graph, moving = shape("a b c", "a>b=0.8 a>c=0.2!failure c>b!recovery b>loyal", outcomes="loyal")
    (failure,) = failures(moving, transitions(graph, moving))
    assert (failure.transition, failure.recoveries) == ("a-c", ("c-b",))
    assert failure.flow == pytest.approx(0.2)


def test_a_recovery_beyond_the_ordinary_course_belongs_to_another_failure():
    ways = "a>b=0.8 a>x=0.2!failure x>b b>c=0.9 b>y=0.1!failure y>c!recovery c>loyal"
    graph, moving = shape("a b c x y", ways, outcomes="loyal")
    found = {
        failure.transition: failure.recoveries for failure in failures(moving, transitions(graph, moving))
    }
    assert found == {"a-x": (), "b-y": ("y-c",)}


def test_a_failure_straight_to_an_outcome_has_no_recovery():
    graph, moving = shape("a", "a>loyal=0.9 a>lost=0.1!failure", outcomes="loyal lost")
    (failure,) = failures(moving, transitions(graph, moving))
    assert not failure.recovered


def test_dead_ends_are_where_customers_come_and_nothing_leads_on():
    graph, moving = shape("a b c", "a>b=0.5 a>loyal=0.5", outcomes="loyal")
    assert dead_ends(graph, moving) == ("b",)
    assert unreachable(graph, moving) == ("c",)


def test_a_way_back_is_one_to_the_same_or_an_earlier_place():
    graph, moving = shape("a b", "a>b b>a=0.3 b>b=0.3 b>lost=0.4", outcomes="lost")
    assert {way.id: way.back for way in transitions(graph, moving)} == {
        "a-b": False,
        "b-a": True,
        "b-b": True,
        "b-lost": False,
    }
