"""What somebody on paper has in a step: read, made other answers, put back as it was, and taken away with them."""

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
from touchmap.services.joining import ROOM
from touchmap.store import rooms
from touchmap.store.database import Reader

Answers = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers for one person's sheet; `group` is what the step keeps of them, `entry` makes the edits' ids."""

    place: Place
    room: RoomState
    answers: Answers
    group: str
    entry: str
    by: Who


def _giver(state: State, step: str, who: rooms.Participant, group: str) -> Giver:
    """As contributions know them. After something of theirs was taken out of the log they begin anew: ids come once."""
    turn = who.rounds.get(step, 0)
    secret = f"{who.secret}:{turn}" if turn else who.secret
    return Giver(who.id if who.id in state.records else "", secret, who.name or f"Paper {who.number}", group)


def had(
    session: Reader, state: State, place: Place, who: rooms.Participant
) -> tuple[dict[str, tuple[str, Mapping[str, Any]]], list[Gift]]:
    """Everything that they have in a step, and what of it is held."""
    owner = tags.tag(_giver(state, place.step, who, "").secret, place.step)
    held = rooms.held_by(session, state.workshop, place.step, owner)
    return taking.own(state, held, (), place, owner), held


def answers_of(session: Reader, state: State, place: Place, who: rooms.Participant) -> list[dict[str, Any]]:
    """Their answers in a step, as a ballot says them."""
    own, _ = had(session, state, place, who)
    return [ballots.answer_of(kind, fields) for kind, fields in own.values()]


def fill(
    session: Reader, book: Book, who: rooms.Participant, filled: Filled, now: dt.datetime
) -> tuple[Book, rooms.Participant, bool]:
    """Makes somebody's answers in a step these and no others; whether they are held."""
    place, step = filled.place, filled.place.step
    own, there = had(session, book.state, place, who)
    giver = _giver(book.state, step, who, filled.group)
    gifts = [ballots.gift_of(place, giver, book.state, one) for one in filled.answers]
    after = book
    if own.keys() - {gift.record for gift in gifts}:
        after, logged = _cleared(session, book, own, now)
        own, there = {}, []
        if logged:
            who = _next_round(who, step)
            giver = _giver(after.state, step, who, filled.group)
            gifts = [ballots.gift_of(place, giver, after.state, one) for one in filled.answers]
    held = False
    for gift in gifts:
        one = next((giving.as_before(gift, old) for old in there if old.record == gift.record), gift)
        if place.ask.anonymity == "names" and one is gift:
            one = replace(one, by=f"{one.by}, entered by {filled.by.name}")
        after, held = taking.kept(session, after, filled.room, place, one, own, filled.entry, now)
    return after, who, held


def _cleared(session: Reader, book: Book, own: taking.Own, now: dt.datetime) -> tuple[Book, bool]:
    """Takes away what somebody has in a step; whether any of it was in the log."""
    rooms.let_go(session, book.state.workshop, own)
    after, logged = book, False
    for record, (kind, _) in own.items():
        if record in after.state.records:
            edit = Edit(f"e-{secrets.token_hex(12)}", "remove", kind, record)
            after, _ = write(session, after, edit, taking.writer_of(after.state, record), now)
            logged = True
    return after, logged


def restored(
    session: Reader,
    book: Book,
    room: RoomState,
    place: Place,
    who: rooms.Participant,
    by: Who,
    now: dt.datetime,
) -> Book:
    """Somebody's sheet as it was before its newest entry; who came with that entry goes with it."""
    step = place.step
    entry = who.ballots[step]
    before = entry.get("before")
    if before is not None:
        was = {key: value for key, value in before.items() if key != "answers"}
        who = replace(who, ballots={**who.ballots, step: was})
        filled = Filled(place, room, before["answers"], who.group, f"back {entry['entry']}", by)
        after, who, _ = fill(session, book, who, filled, now)
        rooms.keep_doings(session, who)
        return after
    own, _ = had(session, book.state, place, who)
    after, logged = _cleared(session, book, own, now)
    rest = {name: one for name, one in who.ballots.items() if name != step}
    done = tuple(one for one in who.done if one != step)
    if entry["made"] and not rest:
        who = replace(who, ballots={}, done=done, number=0)
        rooms.keep_doings(session, who)
        return removed(session, after, who, now)
    who = _next_round(who, step) if logged else who
    rooms.keep_doings(session, replace(who, ballots=rest, done=done))
    return after


def _next_round(who: rooms.Participant, step: str) -> rooms.Participant:
    return replace(who, rounds={**who.rounds, step: who.rounds.get(step, 0) + 1})


def removed(session: Reader, book: Book, who: rooms.Participant, now: dt.datetime) -> Book:
    """The book without somebody who gave nothing; who gave something stays on the map."""
    rooms.remove_participant(session, book.state.workshop, who.id, now)
    if who.ballots or who.id not in book.state.records or _is_named(book.state, who.id):
        return book
    edit = Edit(f"e-{secrets.token_hex(12)}", "remove", "person", who.id)
    after, _ = write(session, book, edit, ROOM, now)
    return after


def _is_named(state: State, id: str) -> bool:
    """Whether anything on the map is of a person."""
    return any(
        entry.fields.get("person") == id
        for kind in ("note", "perception", "vote")
        for _, entry in state.of_kind(kind)
    )
