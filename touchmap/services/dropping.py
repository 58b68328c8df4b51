"""Steps that are dropped from the agenda while they hold what people gave: set aside, put back, or thrown away for a reason.

Nothing that anybody typed is lost unsaid: what was never revealed is kept until the session closes, and what is thrown away
is counted, with the reason, in the step that it was given in.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from touchmap.domain.changes import State
from touchmap.domain.room import roomstate, tags
from touchmap.domain.room.refusing import NotNow
from touchmap.errors import NotFound
from touchmap.services.bookkeeping import Deed, Done, Who, write
from touchmap.services.books import Book
from touchmap.services.editing import Editing
from touchmap.services.roomwork import fresh_edit, place_of, session_of
from touchmap.store import rooms
from touchmap.store.database import Reader

REMOVED = "A step that was removed"
MOST_REASON = 500  # characters


@dataclass(frozen=True, slots=True)
class Dropped:
    """A step that is out of the agenda: how much of it is held back, how much is on the map, whether it can be put back."""

    step: str
    title: str
    held: int
    given: int
    back: bool


class Dropping:
    """What becomes of steps that leave the agenda."""

    def __init__(self, editing: Editing) -> None:
        self._editing = editing

    def drop(self, workshop: str, step: str, who: Who, *, sure: bool = False) -> bool:
        """Takes a step out of the agenda. One that holds nothing is removed, as the person's own edit; one in which people
        gave something is set aside with all of it, for `dropped` to find. Whether it was set aside.

        Without an open session nothing is held back and there is nowhere to set it aside: who is `sure` removes it with
        what is on the map, and Undo brings it back. Raises NotNow, NotFound.
        """

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            place_of(book.state, step)
            there = rooms.room(session, workshop)
            given = given_in(book.state, step)
            if there is None or there.closed is not None:
                if given and not sure:
                    what = (
                        "1 contribution is in this step."
                        if given == 1
                        else f"{given} contributions are in this step."
                    )
                    raise NotNow(what, "Open its settings to drop it with all of them.")
                return Done(_removed(session, book, step, who, now), False)
            state = roomstate.drop(there.state, step)
            if not given and step not in rooms.held_counts(session, workshop):
                after = _removed(session, book, step, who, now)
                return Done(after, False, rooms.bump(session, workshop))
            return Done(book, True, rooms.keep_state(session, workshop, state))

        kept: bool = self._editing.perform(workshop, Deed("drop", do))
        return kept

    def restore(self, workshop: str, step: str) -> None:
        """Puts a dropped step back where it was in the agenda. Raises NotFound, NotNow."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            place_of(book.state, step)
            state = roomstate.restore(session_of(session, workshop).state, step)
            return Done(book, None, rooms.keep_state(session, workshop, state))

        self._editing.perform(workshop, Deed("restore", do))

    def dropped(self, workshop: str) -> list[Dropped]:
        """The steps that are out of the agenda and hold something: those that were set aside, in their order, then those
        whose record is gone while something of theirs is still held back.
        """
        with self._editing.database.reading() as session:
            state = self._editing.books.current(session, workshop).state
            room = rooms.room(session, workshop)
            held = rooms.held_counts(session, workshop)
        aside = room.state.dropped if room is not None else frozenset()
        found = [
            Dropped(
                id, str(state.records[id].fields["title"]), count_of(held.get(id)), given_in(state, id), True
            )
            for id in state.siblings("step", None)
            if id in aside
        ]
        orphans = sorted(id for id in held if id not in state.records)
        return found + [Dropped(id, REMOVED, count_of(held[id]), 0, False) for id in orphans]

    def held(self, workshop: str) -> int:
        """How much is held back in all, also of steps that are gone."""
        with self._editing.database.reading() as session:
            counts = rooms.held_counts(session, workshop)
        return sum(count_of(one) for one in counts.values())

    def discard(self, workshop: str, step: str, reason: str, who: Who) -> int:
        """Throws away what is held back of a dropped step, unseen; how many it were, and why, is written in the step, or in
        one in its place. Raises NotNow without a reason, NotFound for a step that was not dropped.
        """

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            room = session_of(session, workshop)
            held = [gift.record for gift in rooms.held(session, workshop, step)]
            if not held or (step not in room.state.dropped and step in book.state.records):
                raise NotFound(
                    "Nothing is held back of a dropped step of this name.", "Look at the agenda again."
                )
            after = thrown(session, book, step, held, reason, who, now)
            return Done(after, len(held), rooms.bump(session, workshop))

        gone: int = self._editing.perform(workshop, Deed("discard", do))
        return gone


def in_its_place(session: Reader, book: Book, step: str, who: Who, now: dt.datetime) -> tuple[Book, str]:
    """A step at the end of the agenda for what was given in one that was removed; its id, the same whenever it is asked for."""
    place = f"was-{tags.chain_id((book.state.workshop, step))}"
    if place in book.state.records:
        return book, place
    if place in book.state.gone:
        place = f"was-{secrets.token_hex(8)}"
    edit = fresh_edit("add", "step", place, {"title": REMOVED})
    return write(session, book, edit, who, now)[0], place


def _removed(session: Reader, book: Book, step: str, who: Who, now: dt.datetime) -> Book:
    return write(session, book, fresh_edit("remove", "step", step, {}), who, now)[0]


def thrown(
    session: Reader, book: Book, step: str, records: Sequence[str], reason: str, who: Who, now: dt.datetime
) -> Book:
    """Throws away what is held, and writes how many it were and why as a note of the step. Raises NotNow without a reason."""
    why = " ".join(reason.split())[:MOST_REASON]
    if not why:
        raise NotNow("Say why they are thrown away.", "A few words; they are kept with the step.")
    place = step
    if step not in book.state.records:
        book, place = in_its_place(session, book, step, who, now)
    what = "1 contribution was" if len(records) == 1 else f"{len(records)} contributions were"
    said = {"step": place, "text": f"{what} thrown away before anybody saw them: {why}"}
    book, _ = write(session, book, fresh_edit("add", "note", f"note-{secrets.token_hex(8)}", said), who, now)
    rooms.let_go(session, book.state.workshop, records)
    return book


def given_in(state: State, step: str) -> int:
    """How many contributions to a step are on the map."""
    return sum(
        entry.fields.get("step") == step
        for kind in ("note", "perception", "vote")
        for _, entry in state.of_kind(kind)
    )


def count_of(held: Mapping[Any, tuple[int, int]] | None) -> int:
    return sum(number for number, _ in (held or {}).values())
