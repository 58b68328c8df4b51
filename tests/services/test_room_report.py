"""From the phones of a room to its report: nothing before it is revealed, everything afterwards, nobody told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from living import edit
from rooming import OWNER, House, W, house

from touchmap.domain.changes import model_of
from touchmap.domain.records import Note
from touchmap.services.reporting import report_sections
from touchmap.services.roomwork import Guest
from touchmap.services.scribing import Ballot
from touchmap.store.database import Database

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def here(database: Database, now: dt.datetime) -> Iterator[House]:
    found = house(database, now)
    yield found
    found.close()


def report(here: House) -> dict[str, str]:
    """The report's parts as they would be laid out, by key."""
    return {section.key: section.html for section in report_sections(model_of(here.state), made_on=DAY)}


def give_all(here: House, guests: list[Guest]) -> None:
    """Everybody writes, rates and votes; the last one is the only customer."""
    here.at("now")
    for number, guest in enumerate(guests):
        words = {"text": f"Words of number {number}", "touchpoint": "desk"}
        here.contributing.note(guest, "now", "n", words)
    here.at("rate")
    for number, guest in enumerate(guests):
        here.contributing.rate(guest, "rate", {"touchpoint": "desk", "emotion": number - 2})
    here.at("vote")
    for guest in guests:
        here.contributing.vote(guest, "vote", {"opportunity": "o2", "dots": 2})


def test_what_is_held_back_is_in_no_part_of_a_report_and_all_that_is_revealed_is(here: House) -> None:
    guests = [here.join(f"Guest {n}", "staff" if n < 4 else "customers") for n in range(5)]
    give_all(here, guests)
    before = report(here)
    assert not {"room", "notes", "rated", "votes"} & set(before)
    assert "Words of number" not in "".join(before.values())
    for step in ("now", "rate", "vote"):
        here.facilitating.reveal(W, step)
    first = min(model_of(here.state).all(Note), key=lambda note: note.text)
    here.facilitating.hide(W, [first.id], True, OWNER)
    here.facilitating.turn(
        W, max(model_of(here.state).all(Note), key=lambda n: n.text).id, "statement", OWNER
    )
    here.editing.do(W, edit("set", "commitment", "k", {"no_action": True, "reason": "No money."}), OWNER)
    here.facilitating.close(W)
    after = report(here)
    assert "Words of number 0" not in "".join(after.values())
    assert all(f"Words of number {n}" in after["notes"] for n in range(1, 5))
    assert "5 notes. Became 1 statement. 1 taken off by the facilitator." in after["notes"]
    assert "Guest 3" in after["notes"]  # this step promised that names stay
    assert after["room"].count("all 5<svg") == 3
    assert "10 dots and 3 opportunities to choose from" in after["votes"]
    assert "No money." in after["commitments"]


def test_who_took_part_on_paper_is_counted_with_the_others_and_said(here: House) -> None:
    guests = [here.join(f"Guest {n}", "staff") for n in range(3)]
    here.at("vote")
    for guest in guests:
        here.contributing.vote(guest, "vote", {"opportunity": "o2", "dots": 2})
    ballot = Ballot("a", [{"opportunity": "o1", "dots": 3}, {"opportunity": "o2", "dots": 1}], alike=2)
    here.scribing.enter(W, "vote", ballot, OWNER)
    here.facilitating.freeze(W, "vote")
    room = report(here)["room"]
    assert "5 people took part, 2 of them on paper" in room
    assert "entered by the facilitator" in room
    assert "all 5<svg" in room
    assert "14 dots" in report(here)["votes"]


def test_the_one_customer_is_told_by_no_word_of_the_ratings(here: House) -> None:
    guests = [here.join(group="staff" if n < 4 else "customers") for n in range(5)]
    give_all(here, guests)
    for step in ("now", "rate", "vote"):
        here.facilitating.reveal(W, step)
    after = report(here)
    for key in ("room", "notes", "rated", "votes", "tp-desk", "perceptions-j"):
        assert "customers" not in after[key], key
        assert ">staff<" not in after[key], key
