"""What participants give: notes, ratings, votes, and that they are done.

Each is one deed of the one writer: whether the step takes it, whether there are dots left and whether it is theirs is checked
in the transaction that keeps it, so that requests at the same time cannot get past one another. In an open step it goes into
the log as an edit; in a private one, and where only counts are shown, it is held back until it is revealed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from touchmap.domain import ids
from touchmap.domain.changes import State
from touchmap.domain.edits import Edit, Refused
from touchmap.domain.room import giving, tags
from touchmap.domain.room.giving import Gift, Giver, Place
from touchmap.domain.room.refusing import NotNow, NotYours
from touchmap.errors import NotFound, Problem
from touchmap.services.bookkeeping import Deed, Done, write
from touchmap.services.books import Book
from touchmap.services.editing import Editing
from touchmap.services.roomwork import Guest, giver_of, place_of, present, session_of
from touchmap.services.taking import kept, writer_of
from touchmap.services.taking import own as own_of
from touchmap.store import rooms
from touchmap.store.database import Reader

MOST_REQUESTS = 200  # marks of one participant's last requests

Make = Callable[[Place, Giver, State], Gift]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a participant is told: the record's id, whether it is held back, and how many dots they have left."""

    record: str
    held: bool
    dots_left: int | None = None


@dataclass(frozen=True, slots=True)
class Mine:
    """What a participant has given in a step, in the plain fields of the records; notes carry their `nonce`."""

    notes: tuple[dict[str, Any], ...]
    ratings: tuple[dict[str, Any], ...]
    votes: tuple[dict[str, Any], ...]
    dots_left: int | None
    done: bool


class Contributing:
    """The participants' way into the map."""

    def __init__(self, editing: Editing) -> None:
        self._editing = editing

    def note(
        self,
        guest: Guest,
        step: str,
        nonce: str,
        given: Mapping[str, Any],
        *,
        request: str = "",
        promised: str = "",
    ) -> Saved:
        """Keeps a note, or changes the one with this nonce. `request` is the id of this sending: the same again changes
        nothing. `promised` is what the phone had said of who can see it. Raises NotNow, NotYours, Refused, NotFound.
        """
        _check_nonce(nonce)

        def make(place: Place, giver: Giver, state: State) -> Gift:
            return giving.note(place, giver, state, nonce, given)

        return self._give(guest, step, "note", make, request, promised, nonce)

    def rate(
        self, guest: Guest, step: str, given: Mapping[str, Any], *, request: str = "", promised: str = ""
    ) -> Saved:
        """Keeps somebody's rating of a touchpoint: `{touchpoint, state?, emotion…}`, whole. Raises as `note`."""

        def make(place: Place, giver: Giver, state: State) -> Gift:
            return giving.rating(place, giver, state, given)

        return self._give(guest, step, "rating", make, request, promised)

    def vote(
        self, guest: Guest, step: str, given: Mapping[str, Any], *, request: str = "", promised: str = ""
    ) -> Saved:
        """Keeps somebody's vote for a proposal: `{opportunity, dots?, impact?, effort?}`, whole. Raises as `note`."""

        def make(place: Place, giver: Giver, state: State) -> Gift:
            return giving.vote(place, giver, state, given)

        return self._give(guest, step, "vote", make, request, promised)

    def scribe(
        self,
        workshop: str,
        step: str,
        nonce: str,
        given: Mapping[str, Any],
        *,
        group: str = "",
        person: str = "",
    ) -> Saved:
        """Keeps a note for somebody without a phone, written down by the facilitator: held back and revealed with the others;
        the same nonce again changes it. It is of nobody, or in a step that keeps names of a `person` on paper. Raises as
        `note`.
        """
        _check_nonce(nonce)

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            room, place = session_of(session, workshop), place_of(book.state, step)
            giving.check_open(room.state, place, "note")
            gift = giving.note(place, Giver("", room.salt, "", group), book.state, nonce, given)
            if person:
                gift = _of_paper(session, book, place, gift, person)
            elif group and place.ask.anonymity == "names":
                gift = replace(gift, fields={**gift.fields, "group": group})
            there = rooms.held_by(session, workshop, step, gift.owner)
            own = {one.record: (one.kind, one.fields) for one in there}
            after, held = kept(session, book, room.state, place, gift, own, "", now)
            return Done(after, Saved(gift.record, held), stirred=True)

        found: Saved = self._editing.perform(workshop, Deed("scribe", do))
        return found

    def withdraw(self, guest: Guest, step: str, nonce: str) -> None:
        """Takes one's own note back. Raises NotNow, NotYours, NotFound."""
        _check_nonce(nonce)

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            place = place_of(book.state, step)
            present(session, guest)
            giving.check_open(session_of(session, guest.workshop).state, place, "note")
            owner = tags.tag(guest.secret, step)
            hand = rooms.hand(session, guest.workshop, owner)
            if nonce not in hand.nonces:
                raise NotYours("This note is not yours.", "")
            record = tags.note_id(owner, nonce)
            after = book
            if not rooms.let_go(session, guest.workshop, [record]) and record in book.state.records:
                edit = Edit(tags.edit_id(owner, f"withdraw {nonce}"), "remove", "note", record)
                after, _ = write(session, book, edit, writer_of(book.state, record), now)
            nonces = tuple(one for one in hand.nonces if one != nonce)
            rooms.keep_hand(session, guest.workshop, owner, replace(hand, nonces=nonces))
            return Done(after, None, stirred=True)

        self._editing.perform(guest.workshop, Deed("withdraw", do))

    def done(self, guest: Guest, step: str, done: bool) -> None:
        """Says that somebody is done with a step, or not yet. Raises NotYours, NotFound."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            who = present(session, guest)
            place_of(book.state, step)
            if (step in who.done) == done:
                return Done(book, None)
            steps = (*who.done, step) if done else tuple(one for one in who.done if one != step)
            rooms.keep_done(session, replace(who, done=steps))
            return Done(book, None, stirred=True)

        self._editing.perform(guest.workshop, Deed("done", do))

    def mine(self, guest: Guest, step: str) -> Mine:
        """What somebody has given in a step, held back or not. Raises NotYours, NotFound."""
        with self._editing.database.reading_rows() as session:
            book = self._editing.books.current(session, guest.workshop)
            who, place = present(session, guest), place_of(book.state, step)
            owner = tags.tag(guest.secret, step)
            held = rooms.held_by(session, guest.workshop, step, owner)
            nonces = rooms.hand(session, guest.workshop, owner).nonces
        own = own_of(book.state, held, nonces, place, owner)
        names = {tags.note_id(owner, nonce): nonce for nonce in nonces}
        kinds: dict[str, list[dict[str, Any]]] = {"note": [], "perception": [], "vote": []}
        for record, (kind, fields) in own.items():
            kinds[kind].append({"id": record, **fields})
        order = {record: place for place, record in enumerate(names)}
        notes = sorted((one for one in kinds["note"] if one["id"] in names), key=lambda one: order[one["id"]])
        left = place.ask.dots - sum(one.get("dots", 0) for one in kinds["vote"]) if place.ask.dots else None
        return Mine(
            tuple({**one, "nonce": names[one["id"]]} for one in notes),
            tuple(kinds["perception"]),
            tuple(kinds["vote"]),
            left,
            step in who.done,
        )

    # -- one deed

    def _give(
        self, guest: Guest, step: str, gives: str, make: Make, request: str, promised: str, nonce: str = ""
    ) -> Saved:
        sending = _Sending(guest, step, gives, make, request, promised, nonce)

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            return _given(session, book, sending, now)

        found: Saved = self._editing.perform(guest.workshop, Deed("give", do))
        return found


@dataclass(frozen=True, slots=True)
class _Sending:
    """One contribution on its way: `gives` is its sort, `make` reads it, `nonce` is that of a note."""

    guest: Guest
    step: str
    gives: str
    make: Make
    request: str
    promised: str
    nonce: str


def _given(session: Reader, book: Book, sending: _Sending, now: dt.datetime) -> Done:
    guest, step = sending.guest, sending.step
    who, room = present(session, guest), session_of(session, guest.workshop).state
    place = place_of(book.state, step)
    giver = giver_of(who, guest.secret)
    giver = giver if guest.id in book.state.records else replace(giver, person="")
    owner = tags.tag(guest.secret, step)
    hand = rooms.hand(session, guest.workshop, owner)
    mark = tags.request_mark(owner, sending.request) if sending.request else ""
    if mark and mark in hand.requests:
        return Done(book, _again(session, book, hand, place, sending.make, giver))
    giving.check_open(room, place, sending.gives, sending.promised)
    gift = sending.make(place, giver, book.state)
    there = rooms.held_by(session, guest.workshop, step, owner)
    gift = next((giving.as_before(gift, one) for one in there if one.record == gift.record), gift)
    own = own_of(book.state, there, hand.nonces, place, owner)
    left = _left(place, gift, own)
    nonces = _nonces(hand, sending.nonce)
    after, held = kept(session, book, room, place, gift, own, sending.request, now)
    requests = (*hand.requests, mark)[-MOST_REQUESTS:] if mark else hand.requests
    if (fresh := rooms.Hand(nonces, requests)) != hand:
        rooms.keep_hand(session, guest.workshop, owner, fresh)
    return Done(after, Saved(gift.record, held, left), stirred=True)


def _of_paper(session: Reader, book: Book, place: Place, gift: Gift, person: str) -> Gift:
    """A note as one of somebody on paper."""
    if place.ask.anonymity != "names":
        raise NotNow("This step keeps no names.", "Write it without saying whose it is.")
    who = rooms.participant(session, book.state.workshop, person)
    if who is None or not who.paper or who.removed is not None or person not in book.state.records:
        raise NotFound("There is nobody like that on paper.", "They may have been removed.")
    by = f"{who.name or f'Paper {who.paper}'}, written down for them"
    return replace(gift, fields={**gift.fields, "person": person}, by=by)


def _nonces(hand: rooms.Hand, nonce: str) -> tuple[str, ...]:
    """The nonces of somebody's notes with one more, if it is one more. Raises NotNow when there are too many."""
    if not nonce or nonce in hand.nonces:
        return hand.nonces
    if len(hand.nonces) >= giving.MOST_NOTES:
        raise NotNow(f"You have written {giving.MOST_NOTES} notes in this step.", "Change one of them.")
    return (*hand.nonces, nonce)


def _again(session: Reader, book: Book, hand: rooms.Hand, place: Place, make: Make, giver: Giver) -> Saved:
    """What was answered the first time, as far as it is still so."""
    gift = make(place, giver, book.state)
    held = rooms.held_by(session, book.state.workshop, place.step, gift.owner)
    own = own_of(book.state, held, hand.nonces, place, gift.owner)
    left = None
    if place.ask.dots:
        left = place.ask.dots - sum(fields.get("dots", 0) for _, fields in own.values())
    return Saved(gift.record, any(one.record == gift.record for one in held), left)


def _left(place: Place, gift: Gift, own: Mapping[str, tuple[str, Mapping[str, Any]]]) -> int | None:
    """The dots that are left with this vote. Raises NotNow when there are not so many."""
    if not place.ask.dots:
        return None
    elsewhere: int = sum(
        fields.get("dots", 0) for record, (_, fields) in own.items() if record != gift.record
    )
    wanted = int(gift.fields.get("dots", 0))
    giving.check_budget(place.ask, wanted, elsewhere)
    return place.ask.dots - elsewhere - wanted


def _check_nonce(nonce: str) -> None:
    if not ids.is_id(nonce):
        what = "This note has no nonce."
        raise Refused(
            Problem("TM007", what, "Use up to 64 lower-case letters, digits and hyphens.", ("nonce",))
        )
