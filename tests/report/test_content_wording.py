"""Text on paper: bounded, cleaned, with real signs."""

from __future__ import annotations

import datetime as dt

import pytest
from report_workshops import workshop

from touchmap.domain.records import Term
from touchmap.report.content import wording
from touchmap.report.content.colours import mixed
from touchmap.report.content.labels import labels_of, plural


def test_a_text_that_fits_is_printed_as_it_is():
    assert wording.said("Two ran and made it.", 40) == "Two ran and made it."


def test_a_text_that_is_cut_says_where_the_rest_is():
    cut = wording.said("word " * 200, 60)
    assert cut.endswith("… continued in the map")
    assert len(cut) <= 60


def test_a_narrow_place_cuts_with_an_ellipsis_at_a_word():
    assert wording.short("Guests are told of a delay", 20) == "Guests are told of…"


def test_cutting_never_parts_a_letter_from_its_accent():
    assert wording.short("x" * 9 + "e\u0301" + "y" * 9, 10).rstrip("…") == "x" * 9


def test_only_so_many_paragraphs_are_printed():
    assert wording.said("a\n\nb\nc\nd", 90, lines=2) == "a\nb … continued in the map"


def test_twenty_thousand_lines_are_no_more_than_a_few():
    assert wording.said("line\n" * 20_000, 420, lines=4).count("\n") == 3


def test_a_line_separator_is_a_line_break():
    assert wording.said("a\u2028b", 90, lines=2) == "a\nb"


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x9f", "\ufffe", "\u202e", "\u2066"])
def test_what_paper_cannot_carry_becomes_the_replacement_character(character: str):
    assert wording.said(f"a{character}b", 90) == "a\ufffdb"


def test_other_scripts_and_joined_emoji_stay_whole():
    text = "Łódź Ελληνικά עברית العربية 日本語 👩‍👩‍👧 e\u0301"
    assert wording.said(text, 200) == text


def test_a_word_without_end_gets_break_points():
    broken = wording.short("W" * 90, 200)
    assert "\u200b" in broken
    assert broken.replace("\u200b", "") == "W" * 90


def test_the_opening_ends_with_a_whole_sentence():
    text = "First things first. Then comes the second sentence. And a third one that is too long to be printed here."
    assert wording.opening(text, 60) == "First things first. Then comes the second sentence. …"
    assert wording.opening("Short. All.", 60) == "Short. All."


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, "–"),
        (0.5, "30\u202fs"),
        (25, "25\u202fmin"),
        (200, "3\u202fh 20\u202fmin"),
        (120, "2\u202fh"),
        (7200, "5\u202fdays"),
    ],
)
def test_minutes_read_as_people_say_them(minutes: float | None, said: str):
    assert wording.minutes(minutes) == said


def test_signs_are_real_and_percent_keeps_a_thin_space():
    assert wording.feeling(-1.5) == "−1.5"
    assert wording.feeling(2) == "+2"
    assert wording.percent(0.31) == "31\u202f%"
    assert wording.percent(None) == "–"


def test_days_are_told_together():
    days = [dt.date(2026, 10, 14), dt.date(2026, 10, 7), dt.date(2026, 11, 2)]
    assert wording.days(days) == "7 and 14 October and 2 November 2026"
    assert wording.days([dt.date(2026, 12, 30), dt.date(2027, 1, 2)]) == "30 December 2026 and 2 January 2027"
    assert wording.days([]) == ""


def test_the_clients_word_replaces_ours():
    labels = labels_of(workshop(Term(id="g", term="guest", label_for="customer")))
    assert (labels.one("customer"), labels.Many("customer")) == ("guest", "Guests")
    assert labels.count(1, "touchpoint") == "1 touchpoint"


def test_no_english_plural_is_made_of_another_language():
    labels = labels_of(workshop(Term(id="g", term="Gast", label_for="customer"), language="de"))
    assert labels.many("customer") == "Gast"


@pytest.mark.parametrize(
    ("one", "many"),
    [("story", "stories"), ("day", "days"), ("process", "processes"), ("pitch", "pitches"), ("news", "news")],
)
def test_plurals_follow_the_rule(one: str, many: str):
    assert plural(one) == many


def test_a_tint_is_flat_colour():
    assert mixed("#000000", 0.5) == "#808080"
    assert mixed("#2A64B0", 1) == "#2A64B0"
