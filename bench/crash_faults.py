"""Faults planted on purpose, which bench/crash.py must find: run as a program, this is `touchmap` with one of them in it."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from touchmap.cli.entry import run as touchmap
from touchmap.domain.changes import Logged
from touchmap.live import routes
from touchmap.services.editing import Editing
from touchmap.services.history import History, Since
from touchmap.store import sqlite

WINDOW = 0.03  # seconds between what is done too early and the commit


def _written(self: Any, session: Any, jobs: list[Any], batch: Any) -> None:
    """What the writer does before its commit."""
    rows = session.connection()
    self._recall(rows, jobs, batch)
    for job in jobs:
        batch.answers.append((job, self._one(rows, job, batch, dt.datetime.now(dt.UTC))))


def answers_before_the_commit() -> None:
    """An edit is answered while its transaction is still open."""

    def early(self: Any, jobs: list[Any], batch: Any) -> None:
        with self.database.writing() as session:
            _written(self, session, jobs, batch)
            for job, answer in batch.answers:
                job.end(answer)
            time.sleep(WINDOW)

    Editing._transaction = early  # type: ignore[method-assign]  # the planted fault


def does_again_what_is_sent_again() -> None:
    """An edit that comes a second time is taken for a new one."""
    one = Editing._one

    def again(self: Any, session: Any, job: Any, batch: Any, *more: Any, **how: Any) -> Any:
        if (job.workshop, job.work.id) in batch.used:
            job.work = replace(job.work, id=f"{job.work.id}-{time.monotonic_ns()}")
        return one(self, session, job, batch, *more, **how)

    Editing._one = again  # type: ignore[method-assign]  # the planted fault


def announces_before_the_commit() -> None:
    """Streams hear of a change while its transaction is still open."""
    ahead: list[Logged] = []
    since = History.since

    def early(self: Any, jobs: list[Any], batch: Any) -> None:
        with self.database.writing() as session:
            _written(self, session, jobs, batch)
            ahead[:] = [answer for _, answer in batch.answers if isinstance(answer, Logged)]
            for workshop in batch.changed:
                self.announcer.announce(workshop, batch.books[workshop].seq)
            time.sleep(WINDOW)
        ahead.clear()

    def with_what_is_to_come(self: History, workshop: str, seq: int, limit: int = 500) -> Since:
        found = since(self, workshop, seq, limit)
        more = [one for one in ahead if one.seq > found.head]
        head = more[-1].seq if more else found.head
        return Since(found.origin, head, (*found.changes, *(one for one in more if one.seq > seq)))

    Editing._transaction = early  # type: ignore[method-assign]  # the planted fault
    History.since = with_what_is_to_come  # type: ignore[method-assign]  # the planted fault


def takes_last_event_id_for_the_next() -> None:
    """Whoever comes back is taken to have one change more than it has."""
    read = routes._seq

    def beside(text: str) -> int | None:
        seq = read(text)
        return seq + 1 if seq else seq

    routes._seq = beside


def commits_without_waiting_for_the_disk() -> None:
    """`synchronous=NORMAL`: a commit is not on the disk when it is answered."""
    set_up = sqlite.set_up

    def looser(connection: Any, busy_seconds: float) -> None:
        set_up(connection, busy_seconds)
        connection.execute("PRAGMA synchronous=NORMAL")

    sqlite.set_up = looser


FAULTS: dict[str, Callable[[], None]] = {
    "early": answers_before_the_commit,
    "again": does_again_what_is_sent_again,
    "ahead": announces_before_the_commit,
    "beside": takes_last_event_id_for_the_next,
    "normal": commits_without_waiting_for_the_disk,
}


if __name__ == "__main__":
    FAULTS[sys.argv[1]]()
    sys.exit(touchmap(sys.argv[2:]))
