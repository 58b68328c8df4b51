"""Ratings: agreement, quartiles, groups that are kept unrecognisable, squares and scores, against values worked by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import each, make, rate

from touchmap.domain.analysis import analyse
from touchmap.domain.analysis.figures import QUADRANTS, SCALES
from touchmap.domain.analysis.perceptions import Rating, consensus, distribution, quantile, ratings, scores
from touchmap.domain.records import Perception, Person

FIVE = SCALES["personal"]


def rated(*values, group=None, anonymous=True, start=0):
    return [Rating(value, group, f"{group}{n}", anonymous) for n, value in enumerate(values, start)]


def test_two_camps_agree_on_nothing():
    # μ = 3, d = 4: each term is log₂(1 − 2/4) = −1, so 1 + (−1) = 0.
    assert consensus([1, 1, 5, 5], 4) == pytest.approx(0)


def test_all_the_same_agree_completely():
    assert consensus([2, 2, 2], 4) == 1


def test_agreement_as_in_the_formula():
    # 1 2 3 4 5: μ = 3; log₂(1 − 2/4) = −1 twice, log₂(1 − 1/4) = −0.41504 twice, 0 once:
    # 1 + (−2 − 0.83007) / 5 = 0.43399
    assert consensus([1, 2, 3, 4, 5], 4) == pytest.approx(1 + (2 * -1 + 2 * math.log2(0.75)) / 5)
    assert consensus([1, 2, 3, 4, 5], 4) == pytest.approx(0.43399, abs=1e-5)


def test_nobody_agrees_with_themselves():
    assert consensus([3], 4) is None
    assert consensus([], 4) is None


@given(st.lists(st.integers(1, 5), min_size=2, max_size=40))
def test_agreement_lies_between_two_camps_and_all_the_same(values):
    found = consensus(values, 4)
    assert 0 <= found <= 1
    assert (found == 1) == (len(set(values)) == 1)
    assert consensus([6 - value for value in values], 4) == pytest.approx(
        found
    )  # a mirrored scale agrees as much


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=20))
def test_agreement_takes_any_emotion(values):
    assert 0 <= consensus(values, 4) <= 1


def test_quartiles_are_interpolated():
    # 1 2 3 4: places 0.75 and 2.25 → 1.75 and 3.25; median 2.5.
    assert [quantile([1, 2, 3, 4], at) for at in (0.25, 0.5, 0.75)] == [1.75, 2.5, 3.25]
    assert quantile([7], 0.25) == 7


def test_a_distribution_keeps_every_rating_and_never_only_a_mean():
    found = distribution(FIVE, rated(5, 1, 4))
    assert found.values == (1, 4, 5)
    assert (found.n, found.low, found.median, found.high, found.iqr) == (3, 1, 4, 5, 2)
    assert found.counts == ((1, 1), (2, 0), (3, 0), (4, 1), (5, 1))
    assert found.mean == pytest.approx(10 / 3)


def test_without_ratings_there_is_nothing():
    found = distribution(FIVE, [])
    assert (found.n, found.median, found.mean, found.consensus, found.groups) == (0, None, None, None, ())


def test_opinion_is_split_below_a_half_from_five_ratings_on():
    assert distribution(FIVE, rated(1, 1, 1, 5, 5)).split
    assert not distribution(FIVE, rated(1, 1, 5, 5)).split
    assert not distribution(FIVE, rated(3, 3, 4, 4, 5)).split


def test_an_emotion_between_two_faces_goes_to_the_stronger():
    found = distribution(SCALES["emotion"], rated(-1.5, 0.5, 0.2))
    assert found.counts == ((-2, 1), (-1, 0), (0, 1), (1, 1), (2, 0))


def test_groups_of_three_are_shown():
    found = distribution(FIVE, rated(1, 2, 3, group="staff") + rated(4, 5, 5, group="guests"))
    assert [(group.name, group.n, group.median) for group in found.groups] == [
        ("staff", 3, 2),
        ("guests", 3, 5),
    ]
    assert found.privacy == ""


def test_a_small_anonymous_group_is_put_together_with_others():
    ratings = rated(1, 2, group="managers") + rated(3, group="owners") + rated(4, 5, 5, group="guests")
    found = distribution(FIVE, ratings)
    assert [(group.name, group.n, group.members) for group in found.groups] == [
        ("guests", 3, ()),
        ("others", 3, ("managers", "owners")),
    ]
    assert found.privacy == "Put together as others, to keep people unrecognised: managers, owners."


def test_one_person_cannot_be_told_by_subtraction():
    # Guests alone would show the manager: everything less the guests. So the smallest group joins.
    ratings = rated(1, group="manager") + rated(2, 2, 2, group="staff") + rated(4, 5, 5, 5, group="guests")
    found = distribution(FIVE, ratings)
    assert [(group.name, group.n) for group in found.groups] == [("guests", 4), ("others", 4)]
    only = distribution(FIVE, rated(1, group="manager") + rated(2, 2, 2, group="staff"))
    assert only.groups == ()
    assert "fewer than three" in only.privacy


def test_two_ratings_of_one_person_are_one_person():
    ratings = [
        Rating(1, "a", "p", True),
        Rating(2, "a", "p", True),
        Rating(2, "a", "q", True),
        *rated(4, 5, 5, group="b"),
    ]
    assert distribution(FIVE, ratings).groups == ()


def test_unnamed_ratings_at_several_touchpoints_may_be_one_persons():
    three = [Rating(1, "a", f"r{n}", True, f"t{n}", known=False) for n in range(3)]
    assert distribution(FIVE, [*three, *rated(4, 5, 5, group="b")]).groups == ()
    together = [Rating(1, "a", f"r{n}", True, "t", known=False) for n in range(3)]
    assert len(distribution(FIVE, [*together, *rated(4, 5, 5, group="b")]).groups) == 2


def test_raters_of_a_journey_are_people_at_the_least():
    unnamed = [Perception(id=f"p{n}", touchpoint=f"t{n}", emotion=0) for n in range(3)]
    named = [Perception(id="q", touchpoint="t0", person="ann", emotion=1)]
    assert ratings([*unnamed, *named], {}).raters == 2


def test_two_people_who_rate_again_without_a_name_are_still_two():
    again = [
        Perception(id=f"{group}{n}{step}", touchpoint="t", group=group, step=step, emotion=n % 3 - 1)
        for group, count in (("managers", 2), ("staff", 4))
        for n in range(count)
        for step in ("before", "after")
    ]
    found = ratings(again, {})
    assert found.raters == 6
    assert (found.emotion.n, found.emotion.groups) == (12, ())


def test_a_sum_over_touchpoints_names_no_group_where_a_touchpoint_does_not():
    # Managers are three at one touchpoint and one at the other: their sum less the three would tell the one.
    first = [Rating(n, group, f"{group}{n}", True, "a") for group in ("managers", "staff") for n in (1, 2, 3)]
    second = [
        Rating(5, "managers", "m1", True, "b"),
        *(Rating(n, "staff", f"s{n}", True, "b") for n in (1, 2, 3)),
    ]
    found = distribution(FIVE, [*first, *second])
    assert [(group.name, group.n) for group in found.groups] == [("managers", 3), ("staff", 3), ("others", 4)]
    assert "managers" not in found.privacy


def test_the_only_group_is_named_unless_it_would_show_a_person():
    assert distribution(FIVE, rated(1, 2, 3, group="staff")).only_group == "staff"
    assert distribution(FIVE, rated(1, 2, group="staff")).only_group is None
    assert distribution(FIVE, rated(1, 2, 3, group="staff") + rated(4, 5, 5, group="b")).only_group is None


def test_people_who_gave_their_names_may_stand_alone():
    found = distribution(FIVE, rated(1, group="boss", anonymous=False) + rated(4, 5, 5, group="guests"))
    assert [group.name for group in found.groups] == ["boss", "guests"]


def test_a_rating_belongs_to_the_group_it_states_else_to_its_persons():
    people = [Person(id=f"p{n}", name=f"P{n}", group="staff") for n in range(3)]
    ratings = [Perception(id=f"r{n}", touchpoint="a", person=f"p{n}", personal=2) for n in range(3)]
    guests = rate("a", *each("personal", 4, 5, 5), group="guests")
    found = analyse(make("a", "", *people, *ratings, *guests)).touchpoint("a").current.personal
    assert [(group.name, group.n) for group in found.groups] == [("staff", 3), ("guests", 3)]


@pytest.mark.parametrize(
    ("personal", "performance", "name"),
    [
        (5, 2, "people carry it"),
        (5, 4, "both strong"),
        (2, 2, "both weak"),
        (2, 5, "cold but reliable"),
    ],
)
def test_two_ps_fall_into_four_quadrants(personal, performance, name):
    model = make("a", "", *rate("a", *[{"personal": personal, "performance": performance}] * 3))
    placed = analyse(model).touchpoint("a").two_ps
    assert (placed.name, placed.y, placed.x, placed.on_line, placed.n) == (
        name,
        personal,
        performance,
        False,
        3,
    )
    assert dict(placed.people)[name] == 3


def test_a_median_on_the_crosshair_is_not_strong():
    model = make("a", "", *rate("a", {"personal": 3, "performance": 3}))
    placed = analyse(model).touchpoint("a").two_ps
    assert (placed.name, placed.on_line) == ("both weak", True)


def test_the_middle_may_hide_two_camps_that_the_people_show():
    pairs = [
        {"rational": 5, "bond": 1},
        {"rational": 5, "bond": 1},
        {"rational": 5, "bond": 5},
        {"rational": 4},
    ]
    placed = analyse(make("a", "", *rate("a", *pairs))).touchpoint("a").rational_emotional
    assert placed.name == "satisfied without a bond"
    assert dict(placed.people) == {
        "bonded but not satisfied": 0,
        "satisfied and bonded": 1,
        "neither": 0,
        "satisfied without a bond": 2,
    }
    assert placed.n == 3  # the fourth gave one rating only


def test_importance_and_performance_cross_at_the_midpoint_or_at_the_medians():
    ratings = [
        *rate("a", {"importance": 5, "performance": 4}),
        *rate("b", {"importance": 4, "performance": 5}),
    ]
    model = make("a b", "", *ratings)
    placed = analyse(model).touchpoint("a").importance_performance
    assert (placed.name, placed.gap, placed.x_cross) == ("Keep up", 1, 3)
    # Medians over a and b: performance 4.5, importance 4.5.
    placed = analyse(model, crosshair="medians").touchpoint("a").importance_performance
    assert (placed.name, placed.x_cross, placed.y_cross) == ("Concentrate here", 4.5, 4.5)


def test_every_square_has_four_names():
    assert all(len(set(names)) == 4 for names in QUADRANTS.values())


def test_nps_is_promoters_less_detractors_with_its_error():
    # 10 9 9 8 6 0: p = 3/6, d = 2/6 → 100 × 1/6 = 16.7; SE = 100 × √((3/6 + 2/6 − 1/36) ÷ 6) = 100 × √(29/36 ÷ 6) = 36.6
    found = scores(rate("a", *each("recommend", 10, 9, 9, 8, 6, 0)))
    assert found.nps.value == pytest.approx(100 / 6)
    assert found.nps.text == "+17"
    assert found.nps_se.value == pytest.approx(100 * math.sqrt(29 / 36 / 6))
    assert found.nps.n == 6


def test_csat_is_the_top_two_of_five():
    found = scores(rate("a", *each("rational", 5, 4, 3, 1)))
    assert (found.csat.value, found.csat.n, found.csat.text) == (0.5, 4, "50 %")


def test_ces_is_five_to_seven_of_seven_with_its_mean():
    found = scores(rate("a", *each("ease", 7, 5, 4, 1)))
    assert (found.ces.value, found.ces_mean.value) == (0.5, 4.25)


def test_scores_without_ratings_are_no_data():
    found = scores([])
    assert [figure.value for figure in (found.nps, found.nps_se, found.csat, found.ces, found.ces_mean)] == [
        None
    ] * 5
    assert found.nps.n == 0


def test_desired_ratings_stay_apart_from_current_ones():
    ratings = [*rate("a", *each("emotion", -1, -2)), *rate("a", *each("emotion", 1, 2, 2), state="desired")]
    found = analyse(make("a", "", *ratings)).touchpoint("a")
    assert (found.current.emotion.median, found.desired.emotion.median) == (-1.5, 2)
    assert (found.emotion_gap.value, found.emotion_gap.n) == (3.5, 2)
