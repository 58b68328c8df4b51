"""The journey as an absorbing Markov chain: visits, chances of coming, chances of ending."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from making import JOURNEY, journeys, make

from touchmap.domain.analysis.flow import flow
from touchmap.domain.analysis.results import DEAD_END, NEVER_ENDS
from touchmap.domain.graph import journey_graph


def flowing(*args, **kwargs):
    return flow(journey_graph(make(*args, **kwargs), JOURNEY))


def test_a_fork_splits_customers_by_its_shares():
    found = flowing("a b c", "a>b=0.7 a>c=0.3 b>loyal c>lost", outcomes="loyal lost")
    assert found.visits == pytest.approx({"a": 1, "b": 0.7, "c": 0.3})
    assert (found.chance("loyal"), found.chance("lost")) == pytest.approx((0.7, 0.3))


def test_a_loop_is_visited_one_over_one_minus_its_share_times():
    # a → b; b comes back to a with 0.5, else ends: visits of a = 1 + 0.5 + 0.25 + … = 1 / (1 − 0.5) = 2, of b the same.
    found = flowing("a b", "a>b b>a=0.5 b>lost=0.5", outcomes="lost")
    assert found.visits == pytest.approx({"a": 2, "b": 2})
    assert found.reach == pytest.approx({"a": 1, "b": 1})
    assert found.chance("lost") == pytest.approx(1)


def test_a_self_loop_is_a_loop():
    # 0.75 stay: 1 / (1 − 0.75) = 4 visits.
    found = flowing("a", "a>a=0.75 a>loyal=0.25", outcomes="loyal")
    assert found.visits == pytest.approx({"a": 4})


def test_the_gamblers_ruin_comes_out_as_in_the_book():
    # Kemeny & Snell: fair steps between two ends, four states a b c d from the second: P(lost) = 3/5, P(loyal) = 2/5.
    ways = "a>lost=0.5 a>b=0.5 b>a=0.5 b>c=0.5 c>b=0.5 c>d=0.5 d>c=0.5 d>loyal=0.5"
    found = flowing("a b c d", ways, outcomes="lost loyal", start="b")
    assert found.chance("lost") == pytest.approx(3 / 5)
    assert found.chance("loyal") == pytest.approx(2 / 5)
    # Row of N from b: 2·min(i, j)·(5 − max(i, j)) / 5 with b = 2: a 6/5, b 12/5, c 8/5, d 4/5.
    assert found.visits == pytest.approx({"a": 1.2, "b": 2.4, "c": 1.6, "d": 0.8})
    # Chance of coming to d before the other end: 2/4.
    assert found.reach["d"] == pytest.approx(0.5)


def test_a_touchpoint_without_a_way_on_is_an_ending_of_its_own():
    found = flowing("a b c", "a>b=0.2 a>c=0.8 c>loyal", outcomes="loyal")
    assert found.endings == ("loyal", DEAD_END)
    assert found.chance(DEAD_END) == pytest.approx(0.2)


def test_a_loop_without_a_way_out_catches_customers_and_breaks_nothing():
    found = flowing("a b c", "a>b=0.4 a>loyal=0.6 b>c c>b", outcomes="loyal")
    assert found.chance(NEVER_ENDS) == pytest.approx(0.4)
    assert found.caught == {"b", "c"}
    assert found.visits == pytest.approx({"a": 1, "b": 0.4, "c": 0})  # arrivals from outside the loop
    assert found.reach == pytest.approx({"a": 1, "b": 0.4, "c": 0.4})


def test_a_way_out_that_nobody_takes_is_none():
    assert flowing("a", "a>a=1 a>loyal=0", outcomes="loyal").chance(NEVER_ENDS) == 1
    assert flowing("a", "a>a=1 a>loyal=0.0000000000001", outcomes="loyal").chance(NEVER_ENDS) == 1


def test_a_long_ladder_that_falls_back_almost_always_ends_without_a_traceback():
    steps = 60
    names = " ".join(f"s{n}" for n in range(steps))
    ways = " ".join(f"s{n}>s{n + 1}=0.001 s{n}>s0=0.999" for n in range(steps - 1))
    found = flowing(names, f"{ways} s{steps - 1}>loyal", outcomes="loyal")
    assert found.chance("loyal") + found.chance(NEVER_ENDS) == pytest.approx(1)


def test_a_journey_without_touchpoints_has_nothing_to_say():
    found = flowing("", outcomes="loyal")
    assert (found.visits, found.chance("loyal")) == ({}, 0.0)


def test_outcomes_that_nobody_reaches_have_a_chance_of_nothing():
    assert flowing("a b", "a>loyal b>lost", outcomes="loyal lost").chance("lost") == 0.0


@given(journeys())
def test_chances_of_all_endings_add_up_to_one_from_everywhere(model):
    found = flow(journey_graph(model, JOURNEY))
    if found.start is not None:
        assert sum(found.chance(ending) for ending in found.endings) == pytest.approx(1)
    for row in found.ends.values():
        assert (row >= 0).all()
        assert (row <= 1 + 1e-9).all()


@given(journeys())
def test_visits_solve_the_flow_equations(model):
    """Visits of a touchpoint = (1 at the start) + Σ visits of the others × share, wherever customers get out again."""
    found = flow(journey_graph(model, JOURNEY))
    for node, visits in found.visits.items():
        if node in found.caught or any(node in found.used[source] for source in found.caught):
            continue
        arriving = sum(
            found.visits[source] * targets.get(node, 0.0)
            for source, targets in found.used.items()
            if source in found.visits
        )
        assert visits == pytest.approx(arriving + (node == found.start), rel=1e-6, abs=1e-9)


@given(journeys())
def test_the_chance_of_coming_is_a_chance_and_at_most_the_visits(model):
    found = flow(journey_graph(model, JOURNEY))
    for node, chance in found.reach.items():
        assert -1e-9 <= chance <= 1
        if node not in found.caught:
            assert chance <= found.visits[node] * (1 + 1e-6) + 1e-12


@settings(max_examples=60)
@given(journeys(most=5))
def test_solved_part_by_part_it_is_the_same_as_the_whole_matrix(model):
    """Against the textbook: N = (I − Q)⁻¹ over all touchpoints, where nobody is caught and it can be inverted."""
    found = flow(journey_graph(model, JOURNEY))
    nodes = list(found.visits)
    if found.start is None or found.caught:
        return
    q = np.array([[found.used[row].get(column, 0.0) for column in nodes] for row in nodes])
    if np.linalg.cond(np.eye(len(nodes)) - q) > 1e8:
        return
    fundamental = np.linalg.inv(np.eye(len(nodes)) - q)
    start = nodes.index(found.start)
    assert [found.visits[node] for node in nodes] == pytest.approx(
        list(fundamental[start]), abs=1e-6, rel=1e-6
    )
    reach = fundamental[start] / np.diag(fundamental)
    assert [found.reach[node] for node in nodes] == pytest.approx(list(reach), abs=1e-6)
