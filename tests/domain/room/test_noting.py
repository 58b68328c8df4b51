"""What a step asks beside a note's text stands in it as lines, and is found again."""

from __future__ import annotations

import pytest

from touchmap.domain.room.noting import QUESTIONS, compose, split
from touchmap.domain.room.steps import _KINDS


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_answer_is_found_again(kind: str) -> None:
    answers = {
        one.name: one.choices[0][0] if one.choices else "2026-12-01" if one.sort == "date" else "some words"
        for one in QUESTIONS[kind]
    }
    text = compose("First line\nMore", answers)
    assert text.startswith("First line\nMore\n")
    assert split(kind, text) == ("First line\nMore", answers)
    assert _KINDS[kind].gives == "note"


def test_a_question_that_was_not_answered_leaves_no_line() -> None:
    assert compose("Call them", {"owner": " ", "due": "", "measure": "5 calls\na day"}) == (
        "Call them\nMeasure: 5 calls a day"
    )
    assert split("commitments", "Call them\nMeasure: 5 calls a day") == (
        "Call them",
        {"measure": "5 calls a day"},
    )


def test_what_only_looks_like_an_answer_stays_text() -> None:
    assert split("stories", "He said:\nMay be retold: perhaps") == ("He said:\nMay be retold: perhaps", {})
    assert split("commitments", "Who: nobody") == ("Who: nobody", {})
    assert split("current", "The desk\nWho: Maya") == ("The desk\nWho: Maya", {})
    assert compose("x", {"consent": "whatever", "strange": "y"}) == "x"


def test_asking_why_again_keeps_the_whole_chain() -> None:
    second = compose("No budget", {}, compose("Nobody is trained", {}, "They do not know"))
    assert second == "No budget\n→ Nobody is trained\n→ They do not know"
