"""What a room shows: one view for everybody, made once for each change, and what the facilitator's bar needs beside it."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from touchmap.domain.changes import State
from touchmap.domain.room.publicview import Facts, room_seen, with_numbers
from touchmap.domain.room.roomstate import RoomState
from touchmap.services.books import Books
from touchmap.services.roomwork import place_of, session_of
from touchmap.store import rooms
from touchmap.store.database import Database, Reader

KEPT = 16  # views

Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A room's view; `key` is the log's origin and seq and the room's version: the same key, the same view.

    `made` keeps what was made of the view once for everybody, by name, as five hundred phones ask for the same; it stays
    when nothing but numbers (`people`, `counts`) has changed.
    """

    key: Key
    view: dict[str, Any]
    made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What goes by a name, made when it is first asked for; numbers must not be in it."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is seen apart from numbers, of which log and which state of the room it is, and what was made of it."""

    state: State
    room: RoomState
    view: dict[str, Any]
    made: dict[str, Any] = field(default_factory=dict)


class Showing:
    """Makes the views. Nothing that is held back is read here, only how much of it there is."""

    def __init__(self, database: Database, books: Books) -> None:
        self._database = database
        self._books = books
        self._kept: OrderedDict[str, tuple[Shown, _Seen]] = OrderedDict()
        self._lock = threading.Lock()

    def room(self, workshop: str) -> Shown:
        """What everybody sees. Raises NotFound when there never was a session."""
        with self._database.reading_rows() as session:
            book = self._books.current(session, workshop)
            key = (book.origin, book.seq, rooms.version(session, workshop))
            with self._lock:
                kept = self._kept.get(workshop)
            if kept is not None and kept[0].key == key:
                return kept[0]
            room, helpers = session_of(session, workshop), rooms.helpers(session, workshop)
            same = kept is not None and kept[1].state is book.state and kept[1].room == room.state
            if kept is not None and same and kept[1].view["helpers"] == helpers:
                seen = kept[1]  # only numbers have changed, as with everything that is held back
            else:  # `helpers` is there so that the phone of whoever may help now looks again
                view = room_seen(book.state, room.state) | {"helpers": helpers}
                seen = _Seen(book.state, room.state, view)
            shown = Shown(key, with_numbers(seen.view, _facts(session, workshop)), seen.made)
        self._books.keep(workshop, book)
        with self._lock:
            self._kept[workshop] = (shown, seen)
            self._kept.move_to_end(workshop)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return shown

    def bar(self, workshop: str) -> dict[str, Any]:
        """What only the facilitator needs: `people` [{id, name, role, group, helper, paper, done}] and `steps` {id: {held, of,
        done}}. `paper` is the number of who has no phone, else 0; `done` is None where the running step keeps no names.
        Raises NotFound.
        """
        with self._database.reading_rows() as session:
            book = self._books.current(session, workshop)
            room = session_of(session, workshop)
            everybody = [who for who in rooms.participants(session, workshop) if who.removed is None]
            facts = _facts(session, workshop)
        current = room.state.current
        named = current is not None and _names(book.state, current)
        people = [
            {
                "id": who.id,
                "name": who.name,
                "role": who.role,
                "group": who.group,
                "helper": who.helper,
                "paper": who.paper,
                "done": (current in who.done) if named else None,
            }
            for who in everybody
        ]
        steps = {
            step: {
                "held": sum(count for count, _ in facts.held.get(step, {}).values()),
                "of": facts.givers.get(step, 0),
                "done": facts.done.get(step, 0),
            }
            for step in book.state.siblings("step", None)
        }
        return {"version": room.version, "people": people, "steps": steps}


def _names(state: State, step: str) -> bool:
    entry = state.records.get(step)
    return entry is not None and place_of(state, step).ask.anonymity == "names"


def _facts(session: Reader, workshop: str) -> Facts:
    here = rooms.done(session, workshop)
    done = Counter(step for steps in here for step in steps)
    return Facts(len(here), done, rooms.held_counts(session, workshop), rooms.held_owners(session, workshop))
