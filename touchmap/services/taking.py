"""How what somebody gave is taken in: held back until it is revealed, or in the log at once; and what one owner has given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from touchmap.domain.changes import State
from touchmap.domain.room import giving, tags
from touchmap.domain.room.giving import Gift, Place
from touchmap.domain.room.refusing import NotNow
from touchmap.domain.room.roomstate import RoomState
from touchmap.services.bookkeeping import Who, write
from touchmap.services.books import Book
from touchmap.store import changelog, rooms
from touchmap.store.database import Reader

Own = Mapping[str, tuple[str, Mapping[str, Any]]]


def own(
    state: State, held: list[Gift], nonces: tuple[str, ...], place: Place, owner: str
) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Everything of one owner in a step by its id, with its kind: what is held, and what is in the log. `nonces` are those of
    their notes.
    """
    found: dict[str, tuple[str, Mapping[str, Any]]] = {
        gift.record: (gift.kind, gift.fields)
        for gift in held
        if gift.kind != "vote" or gift.fields["opportunity"] in state.records
    }
    made: list[str] = []
    if place.ask.gives == "note":
        made = [tags.note_id(owner, nonce) for nonce in nonces]
    elif place.ask.gives == "vote":
        made = [tags.vote_id(owner, id) for id, _ in state.of_kind("opportunity")]
    elif place.ask.gives == "rating":
        made = [
            tags.rating_id(owner, id, named)
            for id, _ in state.of_kind("touchpoint")
            for named in ("current", "desired")
        ]
    for record in made:
        entry = state.records.get(record)
        if entry is not None:
            found[record] = (entry.kind, entry.fields)
    return found


def kept(
    session: Reader,
    book: Book,
    room: RoomState,
    place: Place,
    gift: Gift,
    own: Own,
    request: str,
    now: dt.datetime,
) -> tuple[Book, bool]:
    """Keeps a gift; the book afterwards, and whether it is held back. `request` is the id of this sending; `own` is what its
    giver has in the step.
    """
    entry = book.state.records.get(gift.record)
    if gift.record in book.state.gone and entry is None:
        raise NotNow("This was taken away.", "Write it anew.")
    shown = place.ask.visibility == "open" or room.step(place.step).shows(gift.record, gift.touchpoint)
    if entry is None and (not shown or gift.record in own):
        rooms.hold(session, book.state.workshop, place.step, gift, again=gift.record in own)
        return book, True
    fresh = request or changelog.moment_text(now)
    edit = giving.edit_of(
        gift,
        tags.edit_id(gift.owner, f"{gift.record} {fresh}"),
        entry.fields if entry is not None else None,
        book.seq,
    )
    if edit is None:
        return book, False
    if changelog.by_ids(session, book.state.workshop, [edit.id]):
        return book, False
    who = Who(gift.actor, gift.by) if entry is None else writer_of(book.state, gift.record)
    after, _ = write(session, book, edit, who, now)
    return after, False


def writer_of(state: State, record: str) -> Who:
    """By whom a record is changed or taken back: no more is said than it says itself."""
    fields = state.records[record].fields
    person = fields.get("person")
    if person is not None and person in state.records:
        return Who(person, str(state.records[person].fields.get("name") or giving.SOMEBODY))
    return Who(giving.ROOM, giving.SOMEBODY)
