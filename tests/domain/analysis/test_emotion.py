"""The emotion curve: peak, end and what lies between, worked by hand."""

from __future__ import annotations

import pytest
from making import each, make, rate

from touchmap.domain.analysis import analyse


def curve(**medians):
    ratings = [
        one for id, value in medians.items() if value is not None for one in rate(id, *each("emotion", value))
    ]
    return analyse(make(" ".join(medians), "", *ratings)).journeys[0].emotion


def test_peak_end_is_half_of_the_strongest_and_the_last():
    # peak −2 at b, end +1: (−2 + 1) ÷ 2 = −0.5; mean (0.5 − 2 + 1) ÷ 3 = −0.1667
    found = curve(a=0.5, b=-2, c=1)
    assert (found.peak, found.end, found.lowest, found.highest) == ("b", "c", "b", "c")
    assert found.peak_end.value == -0.5
    assert found.mean.value == pytest.approx(-0.5 / 3)
    assert found.peak_end.n == 3


def test_of_two_equal_peaks_the_later_is_remembered():
    found = curve(a=2, b=-2, c=0)
    assert found.peak == "b"
    assert found.peak_end.value == -1


def test_touchpoints_without_ratings_are_gaps_and_not_zeros():
    found = curve(a=-1, b=None, c=-1)
    assert found.current == (("a", -1), ("b", None), ("c", -1))
    assert found.mean.value == -1


def test_without_ratings_there_is_no_curve():
    found = curve(a=None)
    assert (found.peak, found.lowest, found.peak_end.value, found.peak_end.n) == (None, None, None, 0)
