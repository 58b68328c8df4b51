"""Editing live workshops: one writer per process, edits that wait together share a commit, no answer before it is durable.

An edit is answered only after its transaction was committed; the same id again gets the same answer, from whatever process.
When more wait than the queue holds, nothing of what came last is taken in. Listeners hear of it after the commit, apart from
the writer: one that is slow or fails loses hints, never edits.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError

from touchmap.domain.changes import Logged
from touchmap.domain.edits import Edit
from touchmap.errors import StorageTrouble, TouchmapError
from touchmap.services.announcing import Announcer, Committed
from touchmap.services.bookkeeping import Deed, Done, Reversal, Who, same_again, write
from touchmap.services.books import Book, Books
from touchmap.store import changelog, patching
from touchmap.store import rooms as room_rows
from touchmap.store.database import Database, Reader
from touchmap.store.trouble import explained

LOG = logging.getLogger("touchmap.editing")
MOST_WAITING = 1_000  # edits in the queue
MOST_TOGETHER = 64  # edits in one transaction
PATIENCE = 30.0  # seconds that somebody waits for an answer
RETRY_SECONDS = 1

Answer = Logged | TouchmapError


class Busy(TouchmapError):
    """More edits wait than can be taken in; nothing was changed. `retry_after` is in seconds."""

    code = "TE620"
    retry_after = RETRY_SECONDS


@dataclass(eq=False)
class _Job:
    """One edit or deed on its way; `answer` is there once `done` is set."""

    workshop: str
    work: Edit | Reversal | Deed
    who: Who
    answer: Answer | Done | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def end(self, answer: Answer | Done) -> None:
        if not self.done.is_set():
            self.answer = answer
            self.done.set()


@dataclass
class _Batch:
    """What one transaction has done so far: books, new changes and rooms' versions by workshop, answers by job, the ids it
    has used; and the heads that it found.
    """

    books: dict[str, Book] = field(default_factory=dict)
    answers: list[tuple[_Job, Answer | Done]] = field(default_factory=list)
    used: dict[tuple[str, str], Logged] = field(default_factory=dict)
    heads: dict[str, tuple[str, int]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    logged: dict[str, list[Logged]] = field(default_factory=dict)
    rooms: dict[str, int] = field(default_factory=dict)
    stirred: set[str] = field(default_factory=set)

    def committed(self, workshop: str) -> Committed | None:
        """The new changes of a workshop; None when they are not all here (a deed writes its own)."""
        book, logged = self.books[workshop], self.logged.get(workshop, [])
        if not logged or logged[-1].seq != book.seq or logged[0].seq + len(logged) != book.seq + 1:
            return None
        return Committed(book.origin, tuple(logged))


class Editing:
    """The one door through which live workshops change. `clock` is given so that tests can move it."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self.database = database
        self.books = Books()
        self.announcer = Announcer()
        self.room_announcer = Announcer()  # tells a room's version where the other tells a log's seq
        self._clock = clock
        self._most_waiting = most_waiting
        self._waiting: deque[_Job] = deque()
        self._changed = threading.Condition()
        self._writer: threading.Thread | None = None
        self._closed = False

    def do(self, workshop: str, work: Edit | Reversal, who: Who) -> Logged:
        """Does one edit, undo or redo and returns once it is durable.

        Raises Refused, NotFound, Busy or StorageTrouble; nothing was changed then.
        """
        (answer,) = self.do_all(workshop, [work], who)
        if isinstance(answer, TouchmapError):
            raise answer
        return answer

    def do_all(self, workshop: str, works: Sequence[Edit | Reversal], who: Who) -> list[Answer]:
        """Does several in their order; each is done or refused for itself. Raises Busy with none done."""
        jobs = [_Job(workshop, work, who) for work in works]
        self._enqueue(jobs)
        found = [self._answer(job) for job in jobs]
        return [answer for answer in found if not isinstance(answer, Done)]

    def perform(self, workshop: str, deed: Deed) -> Any:
        """Has a deed done by the writer; returns what it answers once it is durable. Raises what the deed raises, NotFound,
        Busy or StorageTrouble; nothing was changed then.
        """
        job = _Job(workshop, deed, Who("", ""))
        self._enqueue([job])
        answer = self._answer(job)
        if isinstance(answer, TouchmapError):
            raise answer
        return answer.answer if isinstance(answer, Done) else answer

    def _enqueue(self, jobs: list[_Job]) -> None:
        with self._changed:
            if self._closed:
                raise Busy("touchmap is shutting down.", "Send this again in a moment.")
            if len(self._waiting) + len(jobs) > self._most_waiting:
                raise Busy(
                    "Too many edits wait at once.", "Send this again in a moment; nothing was changed."
                )
            self._waiting.extend(jobs)
            if self._writer is None:  # begun here and not before: a thread would not survive a server's fork
                self._writer = threading.Thread(target=self._run, name="touchmap-writer", daemon=True)
                self._writer.start()
            self._changed.notify()

    def _answer(self, job: _Job) -> Answer | Done:
        if not job.done.wait(PATIENCE) or job.answer is None:
            return StorageTrouble(
                "The database has not answered in time.", "Send this again: an edit is never done twice."
            )
        return job.answer

    def close(self) -> None:
        """Finishes what waits, then takes in nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._writer is not None:
            self._writer.join(PATIENCE)
        self.announcer.close()
        self.room_announcer.close()

    # -- the writer

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if not self._waiting:
                    return
                jobs = [self._waiting.popleft() for _ in range(min(MOST_TOGETHER, len(self._waiting)))]
            try:
                self._together(jobs)
            except Exception as error:  # the writer must outlive whatever happens to one batch
                LOG.error("a batch of edits failed", exc_info=error)
                for job in jobs:
                    job.end(_fault())

    def _together(self, jobs: list[_Job]) -> None:
        """One transaction for all; when its commit is refused, one for each, so that only the bad edit fails."""
        batch = _Batch()
        try:
            self._transaction(jobs, batch)
        except TouchmapError as trouble:
            self._failed(batch, jobs, trouble)
        except DBAPIError as error:
            LOG.error("the database refused %d edits", len(jobs), exc_info=error)
            if len(jobs) == 1:
                self._failed(batch, jobs, _fault())
                return
            for workshop in batch.books:
                self.books.forget(workshop)
            for job in jobs:
                self._together([job])
        else:
            self._finished(batch)

    def _transaction(self, jobs: list[_Job], batch: _Batch) -> None:
        """Everything up to and with the commit."""
        with self.database.writing_rows() as rows:
            now = self._clock()
            self._recall(rows, jobs, batch)
            for job in jobs:
                answer = self._one(rows, job, batch, now, among_others=len(jobs) > 1)
                if len(jobs) == 1 and isinstance(answer, TouchmapError):
                    raise answer  # nothing to keep
                batch.answers.append((job, answer))
            for workshop in batch.changed:
                patching.touch(rows, workshop, now)
            for workshop in batch.stirred:
                batch.rooms[workshop] = room_rows.bump(rows, workshop)

    def _recall(self, session: Reader, jobs: list[_Job], batch: _Batch) -> None:
        """Finds the edits that were done before."""
        if len(jobs) == 1:
            workshop, id = jobs[0].workshop, jobs[0].work.id
            head, done = changelog.head_and_edit(session, workshop, id)
            if head is not None:
                batch.heads[workshop] = head
            if not done:
                return
        for workshop in {job.workshop for job in jobs}:
            ids = [job.work.id for job in jobs if job.workshop == workshop]
            for id, there in changelog.by_ids(session, workshop, ids).items():
                batch.used[workshop, id] = there

    def _one(
        self, session: Reader, job: _Job, batch: _Batch, now: dt.datetime, among_others: bool = True
    ) -> Answer | Done:
        """Does one edit or deed. When it is refused, `among_others` it has left nothing behind; else whoever calls rolls back."""
        key = (job.workshop, job.work.id)
        try:
            if key in batch.used and not isinstance(job.work, Deed):
                return same_again(job.work, batch.used[key])
            book = batch.books.get(job.workshop) or self.books.current(
                session, job.workshop, batch.heads.get(job.workshop)
            )
            with session.begin_nested() if among_others else nullcontext():
                if isinstance(job.work, Deed):
                    return self._performed(job.workshop, book, job.work.do(session, book, now), batch)
                book, logged = write(session, book, job.work, job.who, now)
        except TouchmapError as error:
            return error
        except Exception as error:
            if isinstance(error, DBAPIError) and explained(error) is not None:
                raise  # the disk is full, the server is gone: true for every edit
            LOG.error("an edit could not be written", exc_info=error)
            return _fault()
        batch.books[job.workshop] = book
        batch.used[key] = logged
        batch.changed.add(job.workshop)
        batch.logged.setdefault(job.workshop, []).append(logged)
        return logged

    def _performed(self, workshop: str, before: Book, done: Done, batch: _Batch) -> Done:
        batch.books[workshop] = done.book
        if done.book.seq != before.seq:
            batch.changed.add(workshop)
        if done.room is not None:
            batch.rooms[workshop] = done.room
        if done.stirred:
            batch.stirred.add(workshop)
        return done

    def _finished(self, batch: _Batch) -> None:
        """The commit is on the disk: now, and not earlier, everybody hears of it.

        Those who listen before those who wait for an answer: they are many, and one answer is soon written.
        """
        for workshop, book in batch.books.items():
            self.books.keep(workshop, book)
        for workshop in batch.changed:
            self.announcer.announce(workshop, batch.books[workshop].seq, batch.committed(workshop))
        for job, answer in batch.answers:
            job.end(answer)
        for workshop, version in batch.rooms.items():
            self.room_announcer.announce(workshop, version)

    def _failed(self, batch: _Batch, jobs: list[_Job], trouble: TouchmapError) -> None:
        for workshop in batch.books:
            self.books.forget(workshop)
        for job in jobs:
            job.end(trouble)


def _fault() -> TouchmapError:
    return StorageTrouble(
        "This edit could not be stored.", "Nothing was changed; the log of the server says more."
    )
