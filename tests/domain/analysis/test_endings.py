"""How journeys end: chances, minutes of those who end so, and what drives them there, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from making import journeys, make

from touchmap.domain.analysis import analyse
from touchmap.domain.analysis.results import DEAD_END, NEVER_ENDS

LEAD = {id: {"lead_minutes": minutes} for id, minutes in (("a", 10.0), ("b", 30.0), ("c", 5.0))}


def forked():
    # a → b 0.25 (of whom 0.8 are lost), a → c 0.75 (of whom 0.2 are lost).
    ways = "a>b=0.25 a>c=0.75 b>lost=0.8 b>loyal=0.2 c>lost=0.2 c>loyal=0.8"
    return analyse(make("a b c", ways, outcomes="loyal lost", fields=LEAD)).journeys[0]


def test_chances_of_outcomes():
    # lost = 0.25 × 0.8 + 0.75 × 0.2 = 0.35
    loyal, lost = forked().endings
    assert (lost.probability.value, loyal.probability.value) == pytest.approx((0.35, 0.65))
    assert lost.result == "lost"


def test_minutes_of_those_who_end_in_one_way():
    # All: 10 + 0.25 × 30 + 0.75 × 5 = 21.25. Of the lost, 0.2 of 0.35 passed b and 0.15 c: 10 + (0.2×30 + 0.15×5) ÷ 0.35.
    journey = forked()
    assert journey.minutes.value == pytest.approx(21.25)
    assert journey.endings[1].minutes.value == pytest.approx(10 + (0.2 * 30 + 0.15 * 5) / 0.35)
    weighted = sum(ending.probability.value * ending.minutes.value for ending in journey.endings)
    assert weighted == pytest.approx(21.25)


def test_what_drives_customers_away():
    # P(lost | b) = 0.8 against 0.35 of all and 0.2 of those who do not pass b.
    driver = forked().endings[1].drivers[0]
    assert driver.touchpoint == "b"
    assert (driver.with_it, driver.overall, driver.without, driver.passes) == pytest.approx(
        (0.8, 0.35, 0.2, 0.25)
    )
    assert driver.change == pytest.approx(0.45)


def test_what_everybody_passes_drives_nobody():
    assert all(driver.touchpoint != "a" for ending in forked().endings for driver in ending.drivers)


def test_chances_of_the_same_result_add_up():
    journey = analyse(
        make("a", "a>loyal=0.2 a>satisfied=0.3 a>lost=0.5", outcomes="loyal satisfied lost")
    ).journeys[0]
    assert [(result, figure.text) for result, figure in journey.results] == [
        ("loyal", "20 %"),
        ("satisfied", "30 %"),
        ("lost", "50 %"),
    ]


def test_touchpoints_without_minutes_are_told_not_invented():
    journey = analyse(
        make("a b", "a>b b>loyal", outcomes="loyal", fields={"a": {"lead_minutes": 4.0}})
    ).journeys[0]
    assert (journey.minutes.value, journey.minutes.n) == (4, 1)
    assert journey.minutes.note == "1 of 2 touchpoints have no minutes."
    assert analyse(make("a b")).journeys[0].minutes.value is None


def test_dead_ends_and_endless_loops_are_endings_with_names():
    journey = analyse(make("a b c", "a>b=0.5 a>c=0.2 a>loyal=0.3 c>c", outcomes="loyal")).journeys[0]
    names = {ending.id: (ending.name, ending.probability.text) for ending in journey.endings}
    assert names[DEAD_END] == ("Stops without an outcome", "50 %")
    assert names[NEVER_ENDS] == ("Goes round without end", "20 %")


def test_assumed_shares_are_told_beside_the_figure():
    journey = analyse(make("a", "a>loyal a>lost", outcomes="loyal lost")).journeys[0]
    assert journey.endings[0].probability.note == "2 of 2 shares are assumed."


@given(journeys())
def test_figures_of_any_journey_are_sound(model):
    journey = analyse(model).journeys[0]
    assert sum(ending.probability.value for ending in journey.endings) == pytest.approx(
        1 if journey.start else 0
    )
    if journey.minutes.value is not None:
        told = [ending for ending in journey.endings if ending.minutes.value is not None]
        total = sum(ending.probability.value * ending.minutes.value for ending in told)
        assert total == pytest.approx(journey.minutes.value, rel=1e-6, abs=1e-6)
    for ending in journey.endings:
        for driver in ending.drivers:
            assert 0 <= driver.with_it <= 1 + 1e-9
            assert 0 <= driver.without <= 1
