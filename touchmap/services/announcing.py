"""Announcing: after a commit, whoever listens hears which workshop has changed up to which seq.

A hint and nothing more: the log is the truth. Hints of one workshop that wait become one, so that a slow listener costs no
memory and never holds up the writer. Followers are told by the writer itself, with what was committed: they need not read the
log for what was in memory a moment ago, and they hear of it one task earlier.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from touchmap.domain.changes import Logged

LOG = logging.getLogger("touchmap.editing")
MOST_LISTENERS = 64

Listener = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Committed:
    """Changes that one commit has added to the log of `origin`, one after another, at least one."""

    origin: str
    changes: tuple[Logged, ...]

    def followed_by(self, other: Committed) -> Committed | None:
        """Both as one; None when the other does not go on where this one ends."""
        if other.origin != self.origin or other.changes[0].seq != self.changes[-1].seq + 1:
            return None
        return Committed(self.origin, self.changes + other.changes)


Follower = Callable[[str, Committed | None], None]


class Announcer:
    """Tells listeners on a thread of its own, begun with the first announcement."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._followers: list[Follower] = []
        self._news: dict[str, int] = {}
        self._heard: dict[str, int] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def listen(self, listener: Listener) -> None:
        """Adds a listener, called with the workshop's id and its newest seq. Raises ValueError beyond 64."""
        with self._changed:
            if len(self._listeners) >= MOST_LISTENERS:
                raise ValueError("too many listeners: share one")
            self._listeners.append(listener)

    def follow(self, follower: Follower) -> None:
        """Adds a follower, called by the writer with the workshop's id and what was committed, None when that is only in
        the log. It must return at once. Raises ValueError beyond 64.
        """
        with self._changed:
            if len(self._followers) >= MOST_LISTENERS:
                raise ValueError("too many followers: share one")
            self._followers.append(follower)

    def announce(self, workshop: str, seq: int, committed: Committed | None = None) -> None:
        """Says that a workshop's log has grown, and by what if that is at hand; returns at once."""
        for follower in self._followers:
            try:
                follower(workshop, committed)
            except Exception as error:  # as for listeners
                LOG.error("a follower failed", exc_info=error)
        with self._changed:
            self._heard[workshop] = max(seq, self._heard.get(workshop, 0))
            if self._listeners:
                self._news[workshop] = seq
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="touchmap-announcer", daemon=True)
                    self._thread.start()
            self._changed.notify_all()

    def wait(self, workshop: str, after: int, seconds: float) -> bool:
        """Waits until a workshop's log has gone beyond a seq, as far as this process knows; says whether it has."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self._closed or self._heard.get(workshop, 0) > after, timeout=seconds
            )

    def close(self) -> None:
        """Wakes everybody who waits and tells nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._news and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                news, self._news = self._news, {}
                listeners = list(self._listeners)
            for workshop, seq in news.items():
                for listener in listeners:
                    try:
                        listener(workshop, seq)
                    except Exception as error:  # a listener's fault must not reach the writer or the others
                        LOG.error("a listener failed", exc_info=error)
