"""What the writer has told the hub and the hub has not looked at yet: told without waiting, kept within bounds."""

from __future__ import annotations

import threading

from touchmap.services.announcing import Committed

MOST_KEPT = 500  # changes of one workshop; beyond them only the hint is kept, and the log is read


class Inbox:
    """News by workshop: what was committed, or None for a hint that the log is worth a look."""

    def __init__(self) -> None:
        self._news: dict[str, Committed | None] = {}
        self._lock = threading.Lock()  # never held for longer than it takes to note something
        self._there = threading.Event()

    def put(self, workshop: str, committed: Committed | None = None) -> None:
        """Notes news and wakes whoever waits. A hint and changes that do not follow upon one another make a hint."""
        with self._lock:
            if workshop in self._news:
                known = self._news[workshop]
                committed = known.followed_by(committed) if known and committed else None
                if committed is not None and len(committed.changes) > MOST_KEPT:
                    committed = None
            self._news[workshop] = committed
        self._there.set()

    def wake(self) -> None:
        """Wakes whoever waits, without news."""
        self._there.set()

    def wait(self, seconds: float) -> None:
        """Waits until there is something, or for so long."""
        self._there.wait(seconds)

    def take(self) -> dict[str, Committed | None]:
        """All news, which are then no longer here."""
        self._there.clear()
        with self._lock:
            news, self._news = self._news, {}
        return news
