"""What the log of a live workshop tells: as it is, as it was, what has changed since, and who changed what."""

from __future__ import annotations

import datetime as dt
import json
import threading
from dataclasses import dataclass
from typing import Any

from touchmap.domain.changes import Logged, State
from touchmap.domain.undoing import stacks
from touchmap.errors import NotFound, WrongUse
from touchmap.services.books import Book, Books
from touchmap.store import changelog
from touchmap.store.database import Database, Reader

MOST_CHANGES = 500  # in one answer
MOST_HISTORY = 200
KEPT_TEXTS = 8  # snapshots as JSON


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole workshop at a seq; `conflicts` are those that nobody has chosen upon (only now, not in the past)."""

    workshop: str
    origin: str
    seq: int
    state: State
    conflicts: tuple[dict[str, Any], ...] = ()

    def plain(self) -> dict[str, Any]:
        """As the API says it."""
        return {
            "workshop": self.workshop,
            "origin": self.origin,
            "seq": self.seq,
            "records": self.state.plain(),
            "conflicts": list(self.conflicts),
        }


@dataclass(frozen=True, slots=True)
class Since:
    """The changes after a seq, the oldest first; `head` is the newest seq, beyond the last change when there are more."""

    origin: str
    head: int
    changes: tuple[Logged, ...]


class History:
    """Reads logs; shares the open books with the writer."""

    def __init__(self, database: Database, books: Books) -> None:
        self.database = database
        self.books = books
        self._texts: dict[str, tuple[tuple[str, int], bytes]] = {}
        self._lock = threading.Lock()

    def snapshot(self, workshop: str) -> Snapshot:
        """The workshop as it is. Raises NotFound."""
        with self.database.reading_rows() as session:
            book = self.books.current(session, workshop)
            conflicts = changelog.open_conflicts(session, workshop)
        self.books.keep(workshop, book)
        there = tuple(one for one in conflicts if one["record"] in book.state.records)
        return Snapshot(workshop, book.origin, book.seq, book.state, there)

    def snapshot_text(self, workshop: str) -> bytes:
        """The snapshot as JSON; made once per change, because everybody in a room asks for it at once."""
        head = self.head(workshop)
        with self._lock:
            kept = self._texts.get(workshop)
        if kept is not None and kept[0] == head:
            return kept[1]
        found = self.snapshot(workshop)
        text = json.dumps(found.plain(), separators=(",", ":")).encode()
        with self._lock:
            self._texts[workshop] = ((found.origin, found.seq), text)
            while len(self._texts) > KEPT_TEXTS:
                del self._texts[next(iter(self._texts))]
        return text

    def head(self, workshop: str) -> tuple[str, int]:
        """A log's origin and newest seq. Raises NotFound."""
        with self.database.reading_rows() as session:
            return _head(session, workshop)

    def since(self, workshop: str, seq: int, limit: int = MOST_CHANGES) -> Since:
        """The changes after a seq. Raises NotFound."""
        with self.database.reading_rows() as session:
            origin, head = _head(session, workshop)
            changes = changelog.after(session, workshop, seq, limit) if seq < head else []
        return Since(origin, head, tuple(changes))

    def at(self, workshop: str, when: int | dt.datetime) -> Snapshot:
        """The workshop as it was after a change, by its seq, or at a moment; 0 is before the first change.

        Raises NotFound, also for a seq that is not there yet.
        """
        with self.database.reading_rows() as session:
            book = self.books.current(session, workshop)
            seq = changelog.seq_at(session, workshop, when) if isinstance(when, dt.datetime) else when
            state = self._past(session, book, seq)
        return Snapshot(workshop, book.origin, seq, state)

    def _past(self, session: Reader, book: Book, seq: int) -> State:
        if not 0 <= seq <= book.seq:
            raise NotFound(f"There is no change {seq}.", f"The newest one is {book.seq}.")
        if seq == book.seq:
            return book.state
        state = changelog.folded(session, book.state.workshop, seq)
        if state is None:
            raise NotFound("This log has no beginning.", "Take the workshop in again from a backup.")
        return state

    def of(
        self, workshop: str, record: str, below: int | None = None, limit: int = MOST_HISTORY
    ) -> list[Logged]:
        """The history of a record, of a touchpoint with everything on it, the newest first, under the seq `below`.

        Raises NotFound for a record that is not and never was there.
        """
        with self.database.reading_rows() as session:
            book = self.books.current(session, workshop)
            top = book.seq + 1 if below is None else below
            found = changelog.history(session, workshop, record, top, min(limit, MOST_HISTORY))
        if not found and record not in book.state.records and record not in book.state.gone:
            raise NotFound(f"There is no record '{record}'.", "Ask for the workshop as it is now.")
        return found

    def mine(self, workshop: str, actor: str) -> tuple[int, int]:
        """How many changes a person can undo and redo."""
        with self.database.reading_rows() as session:
            _head(session, workshop)
            undo, redo = stacks(changelog.steps(session, workshop, actor, 1_000))
        return len(undo), len(redo)

    def newest(self, workshop: str, actor: str) -> int | None:
        """The seq of what a person's undo would take back now."""
        with self.database.reading() as session:
            _head(session, workshop)
            undo, _ = stacks(changelog.steps(session, workshop, actor, 1_000))
        return undo[-1] if undo else None


def _head(session: Reader, workshop: str) -> tuple[str, int]:
    found = changelog.head(session, workshop)
    if found is None:
        raise NotFound("There is no such workshop.", "It may have been removed.")
    return found


def read_when(text: str) -> int | dt.datetime:
    """A seq, or a moment with its zone in ISO 8601. Raises WrongUse."""
    if text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    try:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    raise WrongUse(
        "This is neither a seq nor a moment.", "Write a number, or a moment such as 2026-11-23T14:05:00Z."
    )
