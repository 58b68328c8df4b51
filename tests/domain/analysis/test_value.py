"""Minutes by class and waste, and process-cycle efficiency, against sums worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import make

from touchmap.domain.analysis import analyse
from touchmap.domain.analysis.value import NOTHING, added, pareto, pce, touchpoint_minutes
from touchmap.domain.records import VALUE_CLASSES, WASTES, Activity, Touchpoint


def activity(minutes, value_class=None, id="x", **fields):
    return Activity(id=id, touchpoint="a", name="x", minutes=minutes, value_class=value_class, **fields)


def spent(*activities, lead=None):
    return touchpoint_minutes(Touchpoint(id="a", stage="s", name="A", lead_minutes=lead), activities)


def test_minutes_add_up_by_class():
    found = spent(
        activity(10, "value-added"),
        activity(5, "business-necessary"),
        activity(20, "non-value-added", waste="waiting"),
        activity(3),
    )
    assert (found.value_added, found.necessary, found.non_value_added, found.unclassified) == (10, 5, 20, 3)
    assert (found.lead, found.unexplained, found.excess) == (38, 0, 0)
    assert found.wastes == (("waiting", 20),)


def test_an_activity_counts_as_often_as_it_is_done():
    assert spent(activity(4, "value-added", times=2.5)).value_added == 10
    assert spent(activity(4, "value-added", times=0)).value_added == 0


def test_lead_time_that_no_activity_explains_is_its_own_class():
    found = spent(activity(10, "value-added"), lead=25)
    assert (found.lead, found.unexplained) == (25, 15)


def test_activities_that_exceed_the_lead_time_make_it_longer():
    found = spent(activity(30, "value-added"), activity(10, "non-value-added"), lead=25)
    assert (found.lead, found.excess, found.unexplained) == (40, 15, 0)


def test_an_activity_without_minutes_counts_for_nothing():
    assert spent(activity(None, "value-added")) == NOTHING


def test_stated_lead_time_alone_is_known_and_unexplained():
    found = spent(lead=25)
    assert found.known
    assert found.unexplained == 25


def test_pce_is_value_added_over_lead():
    # 10 ÷ (10 + 30) = 0.25
    found = pce(spent(activity(10, "value-added"), activity(30, "non-value-added")))
    assert (found.value, found.n, found.text, found.note) == (0.25, 2, "25 %", "")


def test_unclassified_minutes_open_a_range():
    # 10 ÷ 40 = 25 %; with the 6 unclassified and 4 unexplained it would be 20 ÷ 40 = 50 %.
    found = pce(spent(activity(10, "value-added"), activity(20, "non-value-added"), activity(6), lead=40))
    assert found.value == 0.25
    assert (
        found.note
        == "10 min of 40 min are unclassified or unexplained; were all of them of value, it would be 50 %."
    )


@pytest.mark.parametrize("minutes", [spent(), spent(activity(10)), spent(activity(0, "value-added"))])
def test_pce_without_classified_time_is_no_data(minutes):
    assert (pce(minutes).value, pce(minutes).n, pce(minutes).text) == (None, 0, "no data")


def test_a_journey_weighs_minutes_by_visits():
    # a once: 10 of 20 min of value; b 0.5 times: 0 of 40 → (1×10 + 0.5×0) ÷ (1×20 + 0.5×40) = 10 ÷ 40 = 25 %.
    model = make(
        "a b",
        "a>b=0.5 a>loyal=0.5 b>loyal",
        Activity(id="a1", touchpoint="a", name="x", minutes=10, value_class="value-added"),
        Activity(
            id="a2", touchpoint="a", name="x", minutes=10, value_class="non-value-added", waste="waiting"
        ),
        Activity(
            id="b1", touchpoint="b", name="x", minutes=40, value_class="non-value-added", waste="motion"
        ),
        outcomes="loyal",
    )
    journey = analyse(model).journeys[0]
    assert journey.pce.value == pytest.approx(0.25)
    assert journey.minutes.value == pytest.approx(40)
    assert (journey.plain.lead, journey.weighted.lead) == (60, 40)
    # Waste per customer: motion 0.5 × 40 = 20, waiting 1 × 10 = 10.
    assert [(bar.name, bar.minutes) for bar in journey.wastes] == [("motion", 20), ("waiting", 10)]
    assert [bar.cumulative for bar in journey.wastes] == pytest.approx([2 / 3, 1])
    assert [bar.name for bar in journey.wasteful] == ["b", "a"]
    # The most likely path: a b loyal and a loyal are equally likely; a b first: 10 ÷ 60.
    paths = {path.touchpoints: path.pce.value for path in journey.paths}
    assert paths == {("a", "b"): pytest.approx(1 / 6), ("a",): 0.5}


def test_a_pareto_falls_and_leaves_out_nothing_but_nothing():
    bars = pareto([("a", 1.0), ("b", 3.0), ("c", 0.0)])
    assert [(bar.name, bar.share) for bar in bars] == [("b", 0.75), ("a", 0.25)]
    assert pareto([]) == ()


activities = st.lists(
    st.builds(
        activity,
        st.none() | st.floats(0, 1e6),
        st.none() | st.sampled_from(VALUE_CLASSES),
        waste=st.none() | st.sampled_from(WASTES),
        times=st.none() | st.floats(0, 1e4),
    ),
    max_size=8,
)


@given(activities, st.none() | st.floats(0, 1e6))
def test_classes_and_remainder_add_up_to_the_lead_time_and_pce_is_a_share(listed, lead):
    found = spent(*listed, lead=lead)
    parts = (
        found.value_added + found.necessary + found.non_value_added + found.unclassified + found.unexplained
    )
    assert parts == pytest.approx(found.lead)
    assert sum(minutes for _, minutes in found.wastes) == pytest.approx(found.non_value_added)
    assert 0 <= (pce(found).value or 0) <= 1
    twice = added([(found, 2.0), (found, 0.0)])
    assert twice.lead == pytest.approx(2 * found.lead)
