"""The states of live workshops in memory: each read from its rows once, then kept up with by folding the log."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from touchmap.domain.changes import State
from touchmap.errors import NotFound
from touchmap.store import changelog, patching
from touchmap.store.database import Reader

KEPT = 32  # workshops
MOST_FOLDED = 500  # changes behind, beyond which reading the rows is quicker


@dataclass(frozen=True, slots=True)
class Book:
    """A workshop at a seq of its log; `origin` tells this log from one of a workshop with the same id before."""

    origin: str
    seq: int
    state: State


class Books:
    """The books that are open. States never change, so that whoever has one may keep it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Book] = OrderedDict()
        self._lock = threading.Lock()

    def current(self, session: Reader, workshop: str, head: tuple[str, int] | None = None) -> Book:
        """The book as the session sees it, whatever process wrote last; `head` if it is known. Raises NotFound."""
        found = head or changelog.head(session, workshop)
        if found is None:
            raise NotFound("There is no such workshop.", "It may have been removed.")
        origin, seq = found
        with self._lock:
            kept = self._kept.get(workshop)
        if kept is not None and kept.origin == origin and kept.seq <= seq <= kept.seq + MOST_FOLDED:
            if kept.seq == seq:
                return kept
            state = kept.state
            for change in changelog.after(session, workshop, kept.seq, until=seq):
                state = state.patched(change.after)
            return Book(origin, seq, state)
        read = patching.load_state(session, workshop)
        if read is None:
            raise NotFound("There is no such workshop.", "It may have been removed.")
        return Book(origin, seq, read)

    def keep(self, workshop: str, book: Book) -> None:
        """Keeps a book whose transaction has ended, unless there is a newer one."""
        with self._lock:
            kept = self._kept.get(workshop)
            if kept is None or kept.origin != book.origin or kept.seq < book.seq:
                self._kept[workshop] = book
            self._kept.move_to_end(workshop)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def forget(self, workshop: str) -> None:
        """Forgets a book of which nobody knows whether it is right."""
        with self._lock:
            self._kept.pop(workshop, None)
