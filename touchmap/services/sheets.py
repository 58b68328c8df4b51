"""What a ballot on paper holds in a step: read, made other answers, put back as it was, and taken away."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from touchmap.domain.changes import State
from touchmap.domain.edits import Edit
from touchmap.domain.room import ballots, giving, tags
from touchmap.domain.room.giving import Gift, Giver, Place
from touchmap.domain.room.roomstate import RoomState
from touchmap.services import taking
from touchmap.services.bookkeeping import Who, write
from touchmap.services.books import Book
from touchmap.store import rooms
from touchmap.store.ballots import Ballot
from touchmap.store.database import Reader

Answers = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Filling:
    """How a ballot is filled: with which answers, of whom (as far as the step keeps it), by whom and in which entry."""

    place: Place
    room: RoomState
    answers: Answers
    name: str
    group: str
    entry: str
    by: Who


def fresh_hand() -> str:
    """The secret of a ballot: nobody's, so that nothing ties it to a person or to another step."""
    return secrets.token_hex(32)


def had(
    session: Reader, state: State, place: Place, ballot: Ballot
) -> tuple[dict[str, tuple[str, Mapping[str, Any]]], list[Gift]]:
    """Everything that a ballot holds, and what of it is held back."""
    owner = tags.tag(ballot.hand, place.step)
    held = rooms.held_by(session, state.workshop, place.step, owner)
    return taking.own(state, held, (), place, owner), held


def answers_of(session: Reader, state: State, place: Place, ballot: Ballot) -> list[dict[str, Any]]:
    """A ballot's answers."""
    own, _ = had(session, state, place, ballot)
    return [ballots.answer_of(kind, fields) for kind, fields in own.values()]


def fill(
    session: Reader, book: Book, ballot: Ballot, filling: Filling, now: dt.datetime
) -> tuple[Book, Ballot, bool]:
    """Makes a ballot's answers these and no others; the ballot afterwards, and whether it is held back."""
    place = filling.place
    own, there = had(session, book.state, place, ballot)
    gifts = _gifts(book.state, ballot, filling)
    after = book
    if own.keys() - {gift.record for gift in gifts}:
        after, logged = clear(session, book, place, ballot, now)
        own, there = {}, []
        if logged:  # what was in the log cannot come again under its id
            ballot = replace(ballot, hand=fresh_hand())
            gifts = _gifts(after.state, ballot, filling)
    held = False
    for gift in gifts:
        one = next((giving.as_before(gift, old) for old in there if old.record == gift.record), gift)
        if place.ask.anonymity == "names" and one is gift:
            one = replace(one, by=f"{one.by}, entered by {filling.by.name}")
        after, held = taking.kept(session, after, filling.room, place, one, own, filling.entry, now)
    return after, ballot, held


def _gifts(state: State, ballot: Ballot, filling: Filling) -> list[Gift]:
    person = ballot.person if ballot.person in state.records else None
    giver = Giver(person or "", ballot.hand, filling.name, filling.group)
    return [ballots.gift_of(filling.place, giver, state, one) for one in filling.answers]


def clear(session: Reader, book: Book, place: Place, ballot: Ballot, now: dt.datetime) -> tuple[Book, bool]:
    """Takes away what a ballot holds; whether any of it was in the log."""
    own, _ = had(session, book.state, place, ballot)
    rooms.let_go(session, book.state.workshop, own)
    after, logged = book, False
    for record, (kind, _) in own.items():
        if record in after.state.records:
            edit = Edit(f"e-{secrets.token_hex(12)}", "remove", kind, record)
            after, _ = write(session, after, edit, taking.writer_of(after.state, record), now)
            logged = True
    return after, logged
