"""A journey as a graph: which shares its edges carry, and what stands in for what nobody drew."""

from __future__ import annotations

import pytest
from hypothesis import given
from making import JOURNEY, journeys, make

from touchmap.domain.graph import journey_graph, outcomes_of, touchpoints_of, used_ways


def shares(model):
    return {
        key: edge["share"] for _, _, key, edge in journey_graph(model, JOURNEY).edges(keys=True, data=True)
    }


def assumed(model):
    edges = journey_graph(model, JOURNEY).edges(keys=True, data=True)
    return {key for _, _, key, edge in edges if edge["assumed"]}


def test_nodes_are_touchpoints_and_outcomes_in_the_models_order():
    graph = journey_graph(make("b a", "b>a a>lost", outcomes="lost loyal"), JOURNEY)
    assert touchpoints_of(graph) == ["b", "a"]
    assert outcomes_of(graph) == ["lost", "loyal"]
    assert graph.nodes["a"]["number"] == 2
    assert graph.nodes["a"]["stage_number"] == 1
    assert graph.nodes["lost"]["result"] == "lost"


def test_what_is_left_is_split_evenly_over_the_ways_without_a_share_and_marked_assumed():
    # 1 − 0.4 = 0.6 for two ways: 0.3 each.
    model = make("a b c d", "a>b=0.4 a>c a>d")
    assert shares(model) == pytest.approx({"a-b": 0.4, "a-c": 0.3, "a-d": 0.3})
    assert assumed(model) == {"a-c", "a-d"}


def test_the_only_way_on_takes_everybody_and_assumes_nothing():
    model = make("a b", "a>b")
    assert shares(model) == {"a-b": 1.0}
    assert assumed(model) == set()


def test_shares_over_one_are_scaled_down_and_told():
    # 0.9 + 0.6 = 1.5; 0.9 / 1.5 = 0.6, 0.6 / 1.5 = 0.4
    model = make("a b c", "a>b=0.9 a>c=0.6")
    assert shares(model) == pytest.approx({"a-b": 0.6, "a-c": 0.4})
    (problem,) = journey_graph(model, JOURNEY).graph["share_problems"]
    assert (problem.touchpoint, problem.total, problem.over) == ("a", 1.5, True)


def test_shares_that_fall_short_are_scaled_up_and_told():
    model = make("a b c", "a>b=0.2 a>c=0.2")
    assert shares(model) == pytest.approx({"a-b": 0.5, "a-c": 0.5})
    (problem,) = journey_graph(model, JOURNEY).graph["share_problems"]
    assert (problem.total, problem.over, problem.left_over) == (0.4, False, ())


def test_three_thirds_written_with_two_digits_are_a_whole():
    assert journey_graph(make("a b c d", "a>b=0.33 a>c=0.33 a>d=0.33"), JOURNEY).graph["share_problems"] == ()


def test_a_way_for_which_nobody_is_left_is_told():
    model = make("a b c", "a>b=1 a>c")
    assert shares(model) == {"a-b": 1.0, "a-c": 0.0}
    (problem,) = journey_graph(model, JOURNEY).graph["share_problems"]
    assert problem.left_over == ("a-c",)


def test_parallel_ways_stay_apart_as_edges_and_add_up_as_ways():
    graph = journey_graph(make("a b", "a>b=0.25 a>b=0.75"), JOURNEY)
    assert graph.number_of_edges("a", "b") == 2
    assert used_ways(graph)["a"] == {"b": 1.0}


def test_a_way_with_a_share_of_nothing_is_not_used():
    assert used_ways(journey_graph(make("a b c", "a>b=1 a>c=0"), JOURNEY))["a"] == {"b": 1.0}


def test_a_journey_without_transitions_is_a_straight_line_to_its_only_outcome():
    graph = journey_graph(make("a b", outcomes="loyal"), JOURNEY)
    assert [(s, t, edge["assumed"]) for s, t, edge in graph.edges(data=True)] == [
        ("a", "b", True),
        ("b", "loyal", True),
    ]
    assert graph.graph["straight_line"]


def test_a_straight_line_does_not_choose_between_outcomes():
    graph = journey_graph(make("a b", outcomes="loyal lost"), JOURNEY)
    assert list(graph.edges(keys=True)) == [("a", "b", "next:1")]


def test_a_straight_line_begins_where_the_journey_starts():
    graph = journey_graph(make("a b c", start="b"), JOURNEY)
    assert list(graph.edges(keys=True)) == [("b", "c", "next:1")]


def test_a_journey_starts_at_its_first_touchpoint_unless_it_says_otherwise():
    assert journey_graph(make("a b"), JOURNEY).graph["start"] == "a"
    assert journey_graph(make("a b", start="b"), JOURNEY).graph["start"] == "b"
    assert journey_graph(make(""), JOURNEY).graph["start"] is None


def test_an_unknown_journey_is_an_empty_graph():
    assert len(journey_graph(make("a b"), "other")) == 0


@given(journeys())
def test_shares_out_of_a_touchpoint_add_up_to_one_or_nothing(model):
    graph = journey_graph(model, JOURNEY)
    for node, targets in used_ways(graph).items():
        assert sum(targets.values()) == pytest.approx(1) or not targets, node
