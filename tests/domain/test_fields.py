"""A field takes what its type says, and explains what it cannot take."""

from __future__ import annotations

import datetime as dt

import pytest

from touchmap.domain.fields import (
    Choice,
    Day,
    Identifier,
    Integer,
    Mismatch,
    Moment,
    Number,
    Plain,
    Text,
    Truth,
)


@pytest.mark.parametrize("word", ["no", "yes", "1:30", "0x10", "null", "~", "2026-01-01", "1e5"])
def test_a_plain_scalar_stays_the_text_it_is(word):
    assert Text().read(Plain(word)) == word


@pytest.mark.parametrize("bad", [3, 1.5, True, None, [], {}])
def test_text_is_not_made_of_something_else(bad):
    with pytest.raises(Mismatch, match="should be text"):
        Text().read(bad)


@pytest.mark.parametrize(
    ("bad", "why"), [("a\0b", "NUL"), ("\ud800", "surrogate"), ("x" * 201, "201 characters")]
)
def test_text_that_no_database_can_keep_is_refused(bad, why):
    with pytest.raises(Mismatch, match=why):
        Text().read(bad)


def test_a_number_in_a_plain_scalar_is_read():
    assert Number(0, 100).read(Plain("1.5")) == 1.5
    assert Integer(0, 100).read(Plain("12")) == 12
    assert Integer(0, 100).read(12.0) == 12


@pytest.mark.parametrize(
    "bad",
    [
        Plain("1,5"),
        Plain("5 min"),
        "5",
        True,
        float("nan"),
        float("inf"),
        10**400,
        -1,
        101,
        Plain("9" * 400),
        None,
    ],
)
def test_what_is_no_number_in_range_is_refused(bad):
    with pytest.raises(Mismatch):
        Number(0, 100).read(bad)


def test_minus_zero_becomes_zero_so_that_files_compare_equal():
    assert str(Number(-1, 1).read(-0.0)) == "0.0"


def test_whole_numbers_are_written_without_a_point():
    assert Number(0, 100).write(45.0) == 45
    assert isinstance(Number(0, 100).write(45.0), int)


def test_yes_and_no_are_truth_only_where_truth_is_asked_for():
    assert Truth().read(Plain("no")) is False
    assert Truth().read(True) is True
    with pytest.raises(Mismatch):
        Truth().read("no")


def test_a_day_is_a_real_day():
    assert Day().read("2026-02-28") == dt.date(2026, 2, 28)
    for bad in ("2026-02-30", "28.2.2026", "2026-2-28", 20260228, "0000-01-01"):
        with pytest.raises(Mismatch):
            Day().read(bad)


def test_a_moment_needs_its_zone_and_is_kept_in_utc():
    assert Moment().write(Moment().read("2026-11-23T15:05:00+01:00")) == "2026-11-23T14:05:00Z"
    for bad in ("2026-11-23T15:05:00", "yesterday", "2026-11-23", "0001-01-01T00:00:00+23:59"):
        with pytest.raises(Mismatch):
            Moment().read(bad)


def test_a_choice_names_the_nearest_word():
    with pytest.raises(Mismatch) as caught:
        Choice(("skill", "tool")).read("skil")
    assert "Did you mean 'skill'?" in caught.value.todo


def test_an_id_is_short_and_plain_and_a_form_is_proposed():
    assert Identifier().read("gate-42") == "gate-42"
    with pytest.raises(Mismatch) as caught:
        Identifier().read("Gate Łódź 42")
    assert "gate-odz-42" in caught.value.todo
