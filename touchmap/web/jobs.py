"""The desk where reports are made: one at a time, in the background, their state in files that any process can read."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import secrets
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from touchmap.errors import TouchmapError

LOG = logging.getLogger("touchmap.reports")

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
AT_ONCE = 1  # the report takes its own child processes on both cores
MOST_WAITING = 6  # beyond that people wait longer than they would believe
KEEP = 40  # finished reports kept on the disk, newest first
TELL_EVERY = 0.3  # seconds between signs of life
SILENT = 90.0  # seconds without a sign of life after which a job's process is held to be gone

Progress = Callable[[int, int], None]
Make = Callable[[Progress], bytes]


@dataclass(frozen=True, slots=True)
class Job:
    """One report being made; `done` of `total` parts, `words` say what went wrong. Times are seconds since 1970."""

    id: str
    workshop: str
    title: str
    state: str
    done: int
    total: int
    began: float
    sign: float
    size: int = 0
    attach: bool = False
    words: str = ""
    todo: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (DONE, FAILED)

    @property
    def began_at(self) -> dt.datetime:
        """When it was asked for, in UTC."""
        return dt.datetime.fromtimestamp(self.began, dt.UTC)


class DeskFull(Exception):
    """So many reports are waiting that another one would wait too long."""


class ReportDesk:
    """Takes orders for reports and knows how each one stands."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._clock = clock
        self._pool = ThreadPoolExecutor(
            AT_ONCE, thread_name_prefix="report"
        )  # starts its thread on the first order
        self._lock = threading.Lock()
        self._open: set[str] = set()

    def order(self, workshop: str, title: str, make: Make, *, attach: bool = False) -> Job:
        """Has a report made; gives its job at once. Raises DeskFull when too many wait."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        now = self._clock()
        job = Job(secrets.token_hex(8), workshop, title, WAITING, 0, 0, now, now, attach=attach)
        with self._lock:
            if len(self._open) >= MOST_WAITING:
                raise DeskFull
            self._open.add(job.id)
        self._write(job)
        self._tidy()
        self._pool.submit(self._run, job, make)
        return job

    def job(self, id: str) -> Job | None:
        """A job by its id; one whose process died is told as failed. None for an id that nothing has."""
        if not (id.isascii() and id.isalnum() and len(id) <= 32):
            return None
        job = _kept(self.folder / f"{id}.json")
        if job is None:
            return None
        if not job.over and id not in self._open and self._clock() - self._newest_sign(job) > SILENT:
            return replace(
                job, state=FAILED, words="touchmap was stopped meanwhile.", todo="Make the report again."
            )
        return job

    def _newest_sign(self, job: Job) -> float:
        """When the desk that has this order last gave a sign; while it waits, that is the one of what goes before it."""
        if job.state != WAITING or self._clock() - job.sign <= SILENT:
            return job.sign
        kept = [_kept(path) for path in self.folder.glob("*.json")]
        return max([job.sign, *(one.sign for one in kept if one is not None and not one.over)])

    def of(self, workshop: str) -> list[Job]:
        """The jobs of a workshop, the newest first."""
        if not self.folder.is_dir():
            return []
        found = [self.job(path.stem) for path in self.folder.glob("*.json")]
        return sorted((j for j in found if j and j.workshop == workshop), key=lambda j: -j.began)

    def pdf(self, job: Job) -> Path | None:
        """The finished report's file."""
        path = self.folder / f"{job.id}.pdf"
        return path if job.state == DONE and path.is_file() else None

    def _run(self, job: Job, make: Make) -> None:
        current = replace(job, state=RUNNING, sign=self._clock())
        self._write(current)

        def tick(done: int, total: int) -> None:
            nonlocal current
            now = self._clock()
            if done < total and current.total == total and now - current.sign < TELL_EVERY:
                return  # nobody looks more often, and each time costs a file
            current = replace(current, done=done, total=total, sign=now)
            self._write(current)

        try:
            pdf = make(tick)
            self._put(self.folder / f"{job.id}.pdf", pdf)
            current = replace(current, state=DONE, size=len(pdf), sign=self._clock())
        except TouchmapError as error:
            current = replace(current, state=FAILED, words=error.what, todo=error.todo)
        except Exception:
            LOG.exception("report of workshop %s failed", job.workshop)
            words = "The report could not be made: a fault inside touchmap."
            current = replace(
                current, state=FAILED, words=words, todo="Try again; the log of the server says more."
            )
        finally:
            self._write(current)
            with self._lock:
                self._open.discard(job.id)

    def _write(self, job: Job) -> None:
        self._put(self.folder / f"{job.id}.json", json.dumps(asdict(job)).encode())

    def _put(self, path: Path, content: bytes) -> None:
        """The file appears whole or not at all: others read it while we write."""
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)

    def _tidy(self) -> None:
        """Forgets the oldest finished reports."""
        states = sorted(self.folder.glob("*.json"), key=lambda path: -path.stat().st_mtime)
        for path in states[KEEP:]:
            if path.stem not in self._open:
                path.with_suffix(".pdf").unlink(missing_ok=True)
                path.unlink(missing_ok=True)


def _kept(path: Path) -> Job | None:
    """A job as its file tells it; None for a file that is no job's."""
    try:
        return Job(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
