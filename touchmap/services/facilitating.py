"""Running a room: along the agenda and back, freezing, revealing, timers, moderating, closing.

Revealing moves what was held back into the log in the same transaction in which it leaves what is held: whatever happens in
between, everything is in exactly one of the two.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from touchmap.domain.changes import Logged, State
from touchmap.domain.edits import Edit
from touchmap.domain.room import ending, roomstate, tags
from touchmap.domain.room.agendas import AGENDAS
from touchmap.domain.room.becoming import made_of
from touchmap.domain.room.giving import Gift
from touchmap.domain.room.moving import moved
from touchmap.domain.room.refusing import NotNow
from touchmap.domain.room.roomstate import RoomState
from touchmap.errors import NotFound
from touchmap.services.bookkeeping import Deed, Done, Who, write, write_change
from touchmap.services.books import Book
from touchmap.services.dropping import REMOVED, count_of, in_its_place, thrown
from touchmap.services.editing import Editing
from touchmap.services.joining import ROOM
from touchmap.services.roomwork import agenda_of, fresh_edit, place_of, session_of
from touchmap.store import rooms
from touchmap.store.database import Reader

MOST_DAYS = 60  # of a workshop, as its record has it

Change = Callable[[RoomState, State, float], RoomState]


@dataclass(frozen=True, slots=True)
class Revealed:
    """How many contributions are in the log now, and how many stay held because what they are about was removed."""

    moved: int
    left: int


class Facilitating:
    """What only the owner and those who help do in a room."""

    def __init__(self, editing: Editing) -> None:
        self._editing = editing

    # -- the agenda

    def take_agenda(self, workshop: str, name: str, who: Who, *, replace: bool = False) -> list[Logged]:
        """Appends a default agenda (`half-day`, `two-hours`) as the person's own edits, undone together; with `replace` it
        takes the place of the steps that nobody has been in. Raises NotFound.
        """
        if name not in AGENDAS:
            raise NotFound("There is no such agenda.", f"Choose one of: {', '.join(AGENDAS)}.")
        group = f"agenda-{secrets.token_hex(8)}"
        edits = [
            fresh_edit("add", "step", f"{group[7:]}-{number}", fields, group)
            for number, fields in enumerate(AGENDAS[name], 1)
        ]
        if replace:
            edits += [fresh_edit("remove", "step", step, {}, group) for step in self.unused(workshop)]
        return self._all(workshop, lambda state: edits, who)

    def note_day(self, workshop: str, who: Who) -> bool:
        """Adds today, as the clock on this machine's wall has it, to the days of the workshop, as the person's own edit;
        whether it was not there yet. A workshop that lists as many days as it can keeps them as they are.
        """

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            today = now.astimezone().date().isoformat()
            days = [str(day) for day in book.state.records[workshop].fields.get("days", ())]
            if today in days or len(days) >= MOST_DAYS:
                return Done(book, False)
            edit = fresh_edit("set", "workshop", workshop, {"days": sorted([*days, today])})
            return Done(write(session, book, edit, who, now)[0], True)

        added: bool = self._editing.perform(workshop, Deed("day", do))
        return added

    def unused(self, workshop: str) -> list[str]:
        """The steps of the agenda that no session has been in and that hold nothing."""
        with self._editing.database.reading() as session:
            state = self._editing.books.current(session, workshop).state
            held = rooms.held_counts(session, workshop)
            opened: set[str] = set()
            with suppress(NotFound):  # there never was a session
                room = session_of(session, workshop).state
                opened = {id for id, step in room.steps.items() if step.opened}
        used = opened | set(held)
        for kind in ("note", "perception", "vote"):
            for _, entry in state.of_kind(kind):
                used.add(str(entry.fields.get("step", "")))
        return [
            step
            for step in state.siblings("step", None)
            if step not in used and not state.siblings("note", step)
        ]

    def enter(self, workshop: str, step: str) -> None:
        """Goes to a step; the one before freezes, and is revealed if it showed only counts."""
        self._move(workshop, lambda state, view, now: roomstate.enter(state, step, agenda_of(view)))

    def advance(self, workshop: str, seen: str | None = None) -> None:
        """Goes to the next step. `seen` is the step that was on screen: two who press at once go on once. Raises NotNow."""
        self._move(workshop, lambda state, view, now: roomstate.advance(_still(state, seen), agenda_of(view)))

    def back(self, workshop: str, seen: str | None = None) -> None:
        """Goes to the step before, as seen from `seen`; nothing is lost. Raises NotNow."""
        self._move(workshop, lambda state, view, now: roomstate.back(_still(state, seen), agenda_of(view)))

    def go(self, workshop: str, to: str, seen: str | None = None) -> None:
        """Goes to the `next` step, `back` to the one before, both as seen from `seen`, or to the step with that id."""
        if to == "next":
            self.advance(workshop, seen)
        elif to == "back":
            self.back(workshop, seen)
        else:
            self.enter(workshop, to)

    # -- the step

    def freeze(self, workshop: str, step: str) -> None:
        """Takes nothing more in; a step that shows only counts is revealed with it."""
        self._move(workshop, lambda state, view, now: roomstate.freeze(state, step), leaving=step)

    def thaw(self, workshop: str, step: str) -> None:
        """Takes input again."""
        self._change(workshop, lambda state, view, now: roomstate.thaw(state, step))

    def timer(self, workshop: str, step: str, action: str, seconds: float = 0) -> None:
        """Starts (`start`, with seconds), extends (`extend`), pauses, resumes or ends a step's timer. Raises NotFound."""

        def change(state: RoomState, view: State, now: float) -> RoomState:
            match action:
                case "start":
                    return roomstate.start_timer(state, step, seconds, now)
                case "extend":
                    return roomstate.extend_timer(state, step, seconds, now)
                case "pause":
                    return roomstate.pause_timer(state, step, now)
                case "resume":
                    return roomstate.resume_timer(state, step, now)
                case "end":
                    return roomstate.end_timer(state, step)
            raise NotFound("There is no such deed for a timer.", "start, extend, pause, resume or end.")

        self._change(workshop, change)

    def shine(self, workshop: str, touchpoint: str | None, follow: bool | None = None) -> None:
        """Puts a touchpoint in the spotlight; None takes it away. Raises NotFound."""

        def change(state: RoomState, view: State, now: float) -> RoomState:
            if touchpoint is not None:
                _check_touchpoint(view, touchpoint)
            return roomstate.shine(state, touchpoint, follow)

        self._change(workshop, change)

    def reveal(
        self, workshop: str, step: str, *, touchpoint: str | None = None, one: bool = False
    ) -> Revealed:
        """Shows what was given in a step: everything, what is about a touchpoint, or the next `one` of these, in an order
        that tells nothing. Raises NotFound, NotNow, Refused when the workshop is full: nothing has moved then.
        """

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            room = session_of(session, workshop)
            if step in book.state.records or step not in rooms.held_counts(session, workshop):
                place_of(book.state, step)
                _check_begun(room.state, step)
            if touchpoint is not None and not _about(rooms.held(session, workshop, step), touchpoint):
                _check_touchpoint(book.state, touchpoint)
            ids = frozenset([touchpoint]) if touchpoint is not None else None
            if one:
                waiting = [gift.record for gift in rooms.held(session, workshop, step) if _meant(gift, ids)]
                ids = frozenset(waiting[:1])
            state = roomstate.reveal(room.state, step, ids)
            after, revealed = _revealed(session, book, step, ids, room.version, now)
            return Done(after, revealed, rooms.keep_state(session, workshop, state))

        found: Revealed = self._editing.perform(workshop, Deed("reveal", do))
        return found

    # -- moderating: the facilitator's own edits, undone like any other

    def hide(self, workshop: str, notes: Sequence[str], hidden: bool, who: Who) -> list[Logged]:
        """Takes notes off phones and wall, or puts them back; undone together."""
        group = f"hide-{secrets.token_hex(8)}"
        edits = [
            fresh_edit("set", "note", note, {"hidden": hidden or None}, group)
            for note in dict.fromkeys(notes)
        ]
        return self._all(workshop, lambda state: edits, who)

    def part(self, workshop: str, note: str, who: Who) -> Logged:
        """Lets a note that was merged into another stand for itself again."""
        return self._editing.do(workshop, fresh_edit("set", "note", note, {"merged": None}), who)

    def merge(self, workshop: str, notes: Sequence[str], into: str, who: Who) -> list[Logged]:
        """Lets one note stand for others; those that were merged into them come along."""
        group = f"merge-{secrets.token_hex(8)}"

        def edits(state: State) -> list[Edit]:
            below = [id for id, entry in state.of_kind("note") if entry.fields.get("merged") in notes]
            wanted = [id for id in dict.fromkeys([*notes, *below]) if id != into]
            there = state.records.get(into)
            first = [fresh_edit("set", "note", into, {"merged": None}, group)]
            more = [fresh_edit("set", "note", id, {"merged": into}, group) for id in wanted]
            return [*(first if there is not None and there.fields.get("merged") else ()), *more]

        return self._all(workshop, edits, who)

    def turn(
        self,
        workshop: str,
        note: str,
        kind: str,
        who: Who,
        fields: Mapping[str, Any] | None = None,
        group: str = "",
    ) -> str:
        """Makes a record of a note and says so on the note, as one deed to undo; the new record's id. Several with the same
        `group` are undone together.

        What a kind needs is taken from the note (its text, touchpoint, state, minutes); `fields` say more or otherwise.
        """
        group = group or f"turn-{secrets.token_hex(8)}"
        record = f"{kind}-{secrets.token_hex(6)}"

        def edits(state: State) -> list[Edit]:
            entry = state.records.get(note)
            if entry is None or entry.kind != "note":
                raise NotFound("There is no such note.", "It may have been removed.")
            made = made_of(state, kind, entry.fields) | dict(fields or {})
            return [
                fresh_edit("add", kind, record, made, group),
                fresh_edit("set", "note", note, {"became": record}, group),
            ]

        self._all(workshop, edits, who)
        return record

    # -- the end

    def missing(self, workshop: str) -> list[str]:
        """What is missing before the session may close, as sentences."""
        with self._editing.database.reading() as session:
            book = self._editing.books.current(session, workshop)
            return [
                *ending.missing(book.state),
                *_unrevealed(book.state, rooms.held_counts(session, workshop)),
            ]

    def close(self, workshop: str, *, held: str = "", reason: str = "", who: Who = ROOM) -> None:
        """Closes the session: its code, every key and every secret are gone. `held` says what becomes of contributions that
        were never revealed: `reveal`, or `drop` with the `reason`, which is written in their step. Nothing is lost unsaid:
        what cannot be revealed, as what it is about was removed, is counted and written down, too. Raises NotNow with what
        is missing.
        """

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            room = session_of(session, workshop)
            state = roomstate.close(room.state)
            lacking = ending.missing(book.state)
            if held not in ("reveal", "drop"):
                lacking += _unrevealed(book.state, rooms.held_counts(session, workshop))
            if lacking:
                raise NotNow("The session cannot close yet. " + " ".join(lacking), "Add it, then close.")
            after = book
            for step in rooms.held_counts(session, workshop):
                why = reason
                if held == "reveal":
                    after, _ = _revealed(session, after, step, None, room.version, now)
                    why = "what they are about was removed from the map"
                if left := [gift.record for gift in rooms.held(session, workshop, step)]:
                    after = thrown(session, after, step, left, why, who, now)
            return Done(after, None, rooms.end_room(session, workshop, state, now))

        self._editing.perform(workshop, Deed("close", do))
        self._editing.database.scrub()

    # -- doing

    def _change(self, workshop: str, change: Change) -> None:
        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            there = session_of(session, workshop).state
            state = change(there, book.state, now.timestamp())
            return Done(book, None, rooms.keep_state(session, workshop, state) if state != there else None)

        self._editing.perform(workshop, Deed("change", do))

    def _move(self, workshop: str, change: Change, leaving: str | None = None) -> None:
        """A change after which a step takes no more input: if only counts were shown of it, it is revealed with that."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            room = session_of(session, workshop)
            state = change(room.state, book.state, now.timestamp())
            left = leaving or room.state.current
            after = book
            if left is not None and state.step(left).frozen and _shows_counts(book.state, left):
                after, _ = _revealed(session, book, left, None, room.version, now)
                state = roomstate.reveal(state, left)
            return Done(after, None, rooms.keep_state(session, workshop, state))

        self._editing.perform(workshop, Deed("move", do))

    def _all(self, workshop: str, edits: Callable[[State], Sequence[Edit]], who: Who) -> list[Logged]:
        """Several edits of one person, made from the workshop as the writer has it: all of them or none. Raises Refused."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            found = []
            for edit in edits(book.state):
                book, logged = write(session, book, edit, who, now)
                found.append(logged)
            return Done(book, found)

        done: list[Logged] = self._editing.perform(workshop, Deed("edits", do))
        return done


def _still(state: RoomState, seen: str | None) -> RoomState:
    """The room, if it is where somebody saw it. Raises NotNow."""
    if seen is not None and state.current != seen:
        raise NotNow("The room has gone on meanwhile.", "Look where it is now.")
    return state


def _check_begun(state: RoomState, step: str) -> None:
    """Raises NotNow for a step that nobody has been in: what is given there later would be seen at once."""
    if not state.step(step).opened:
        raise NotNow("This step has not begun.", "Go to it first.")


def _check_touchpoint(state: State, touchpoint: str) -> None:
    entry = state.records.get(touchpoint)
    if entry is None or entry.kind != "touchpoint":
        raise NotFound("There is no such touchpoint.", "It may have been removed.")


def _revealed(
    session: Reader, book: Book, step: str, ids: frozenset[str] | None, version: int, now: dt.datetime
) -> tuple[Book, Revealed]:
    """Moves what is held of a step into the log; whoever calls owns the transaction. What is held of a step that was removed
    comes in one in its place.
    """
    workshop = book.state.workshop
    wanted = [gift for gift in rooms.held(session, workshop, step) if _meant(gift, ids)]
    if wanted and step not in book.state.records:
        book, place = in_its_place(session, book, step, ROOM, now)
        wanted = [replace(gift, fields={**gift.fields, "step": place}) for gift in wanted]
    changes, left = moved(book.state, wanted)
    count = 0
    for one in changes:
        id = tags.chain_id((workshop, step, str(version), str(book.seq), one.records[0]))
        book = write_change(session, book, one.change, id, one.kind, one.records[0], ROOM, now)
        rooms.let_go(session, workshop, one.records)
        count += len(one.records)
        time.sleep(0)  # between two hundred records and the next: where tasks take turns, others get theirs
    return book, Revealed(count, len(left))


def _about(held: Sequence[Gift], touchpoint: str) -> bool:
    """Whether anything that is held is about a touchpoint, also about one that was removed."""
    return any(gift.touchpoint == touchpoint for gift in held)


def _meant(gift: Gift, ids: frozenset[str] | None) -> bool:
    return ids is None or gift.record in ids or (gift.touchpoint or "") in ids


def _shows_counts(state: State, step: str) -> bool:
    entry = state.records.get(step)
    return entry is not None and place_of(state, step).ask.visibility == "counts"


def _unrevealed(state: State, held: Mapping[str, Mapping[Any, tuple[int, int]]]) -> list[str]:
    found = []
    for step, counts in held.items():
        entry = state.records.get(step)
        name = entry.fields["title"] if entry is not None else REMOVED.lower()
        count = count_of(counts)
        were = "contribution was" if count == 1 else "contributions were"
        found.append(f"{count} {were} never revealed: “{name}”.")
    return found
