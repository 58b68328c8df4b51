"""Standards and measures: coverage, compliance, and whether a value keeps a standard."""

from __future__ import annotations

import pytest

from touchmap.domain.analysis.standards import compliance, coverage, kept
from touchmap.domain.records import Measure, Standard


def standard(id="s", **fields):
    return Standard(id=id, touchpoint="a", attribute="Promise", **fields)


def measure(id="m", **fields):
    return Measure(id=id, touchpoint="a", name="Check", **fields)


def test_compliance_adds_cases_up_and_says_how_many():
    # (30 + 10) ÷ (40 + 60) = 40 %
    found = compliance(
        [measure(measured=40, within=30), measure(measured=60, within=10), measure(measured=5)]
    )
    assert (found.value, found.n) == (0.4, 100)


def test_more_kept_than_measured_is_left_out():
    assert compliance([measure(measured=4, within=5)]).value is None
    assert compliance([measure(measured=0, within=0)]).n == 0


def test_what_nobody_says_exists_is_needed():
    found = coverage(
        [standard("s1"), standard("s2", status="exists"), standard("s3", status="not needed")],
        [measure("m1", standard="s2", status="exists"), measure("m2")],
    )
    assert (found.standards_needed, found.standards_exist, found.standards_not_needed) == (1, 1, 1)
    assert (found.measures_exist, found.measures_needed) == (1, 1)
    assert found.unmeasured == ("s1",)


@pytest.mark.parametrize(
    ("better", "current", "keeps"),
    [
        (None, 85, True),  # higher is better: 90 − 5
        (None, 84.9, False),
        ("higher", 200, True),
        ("lower", 95, True),  # 90 + 5
        ("lower", 95.1, False),
        ("lower", 0, True),
        ("exact", 84, False),
        ("exact", 95, True),
        ("exact", 96, False),
    ],
)
def test_a_value_keeps_a_standard_within_its_tolerance(better, current, keeps):
    assert kept(standard(target=90, tolerance=5, better=better), measure(current=current)) is keeps


def test_a_sum_in_the_last_digit_does_not_break_a_standard():
    assert kept(standard(target=0.3, better="exact"), measure(current=0.1 + 0.2)) is True


@pytest.mark.parametrize(
    ("target", "unit", "current", "other"),
    [(None, None, 1, None), (1, "min", None, None), (1, "min", 1, "%")],
)
def test_what_cannot_be_compared_is_not_judged(target, unit, current, other):
    assert kept(standard(target=target, unit=unit), measure(current=current, unit=other)) is None
