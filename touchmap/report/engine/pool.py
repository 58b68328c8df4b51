"""The children that render: started when needed, watched by the clock, replaced when they grow, killed as a group."""

from __future__ import annotations

import os
import select
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from touchmap.report.engine import frames
from touchmap.report.engine.limits import Limits, ReportFailed

_MODULE = "touchmap.report.engine.child"
_PACKAGE_ROOT = Path(__file__).resolve().parents[3]
_KEPT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "XDG_CACHE_HOME",
    "LD_LIBRARY_PATH",
)
_EXPLAINED = {
    "MemoryError": "it needs more memory than a section may have.",
    "RecursionError": "its elements are nested too deeply.",
}
_CRASHES = (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL, -signal.SIGFPE)


@dataclass(slots=True)
class Job:
    """One thing for a child to do. message is asked for when a child is free, so that it can use what came before.

    tried: whether it has failed once. tuned: whether it may be done by a child that keeps things between sections.
    """

    section: str
    message: Callable[[], dict[str, Any]]
    done: Callable[[dict[str, Any]], None]
    tried: bool = False
    tuned: bool = True


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    job: Job | None = None
    deadline: float = 0.0
    finished: int = 0
    opened: bool = False
    buffer: bytearray = field(default_factory=bytearray)


class Pool:
    """Runs jobs in at most `limits.processes` children that all know `setup` (a message)."""

    def __init__(self, setup: dict[str, Any], limits: Limits) -> None:
        kernel = {"cpu": limits.cpu_seconds, "memory": limits.address_space}
        self._openings = {
            tuned: frames.packed({**setup, "limits": kernel, "tuned": tuned}) for tuned in (True, False)
        }
        self._limits = limits
        self._deadline = time.monotonic() + limits.total_seconds
        self._children: list[_Child] = []
        self._selector = selectors.DefaultSelector()
        # Children end without tidying up, or are killed: what WeasyPrint leaves in its folders goes with this one.
        self._scratch = tempfile.TemporaryDirectory(prefix="touchmap-", ignore_cleanup_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in list(self._children):
            self._end(child, kill=kind is not None)
        self._selector.close()
        self._scratch.cleanup()

    def start(self, children: int) -> None:
        """Start so many children (never more than the limit), so that they load while the caller does something else."""
        while len(self._children) < min(children, self._limits.processes):
            self._children.append(self._started())

    def run(self, jobs: Iterable[Job]) -> None:
        """Do all jobs; ReportFailed names the section that could not be done."""
        waiting = deque(jobs)
        self.start(len(waiting))
        while waiting or any(child.job for child in self._children):
            self.start(len(waiting) + sum(1 for child in self._children if child.job))
            for child in list(self._children):
                if child.job is None and waiting:
                    self._give(child, waiting.popleft())
            for child, answer in self._answers():
                job, child.job = child.job, None
                assert job is not None  # only busy children answer
                self._settle(child, job, answer, waiting)

    def _settle(self, child: _Child, job: Job, answer: dict[str, Any] | None, waiting: deque[Job]) -> None:
        grown = answer is None or answer.get("resident", 0) > self._limits.resident
        failed = answer is None or "error" in answer
        code = None
        if answer is None or grown or failed or not job.tuned:
            code = self._end(child, kill=answer is None)
        if not failed and answer is not None:
            child.finished += 1
            job.done(answer)
        elif (child.finished or _unexpected(answer, code)) and not job.tried:
            # It may have died of what came before: once more, in a fresh process. Where no limit was reached, our
            # changes to WeasyPrint may be the cause, so the second try is WeasyPrint's own.
            job.tried = True
            job.tuned = not _unexpected(answer, code)
            waiting.appendleft(job)
        else:
            raise ReportFailed(
                _why(answer, code), section=job.section, todo="Shorten or simplify it and try again."
            )

    def _give(self, child: _Child, job: Job) -> None:
        if job.tried and child.opened:
            self._end(child, kill=False)
            child = self._started()
            self._children.append(child)
        child.job = job
        child.deadline = min(time.monotonic() + self._limits.section_seconds, self._deadline)
        message = frames.packed(job.message())
        if not child.opened:
            child.opened = True
            message = self._openings[job.tuned] + message
        self._send(child, message)

    def _send(self, child: _Child, message: bytes) -> None:
        """Write to a child that may not be reading yet, or not any more, but not for longer than it has."""
        assert child.process.stdin is not None  # opened as a pipe
        pipe = child.process.stdin.fileno()
        os.set_blocking(pipe, False)
        writable = select.poll()
        writable.register(pipe, select.POLLOUT)
        rest = memoryview(message)
        with suppress(BrokenPipeError):  # it died; the answer that does not come says so
            while rest:
                left = child.deadline - time.monotonic()
                if left <= 0 or not writable.poll(left * 1000):
                    self._late(child, time.monotonic())
                rest = rest[os.write(pipe, rest) :]

    def _answers(self) -> list[tuple[_Child, dict[str, Any] | None]]:
        """Children that have answered, with their answers; None for one that died. Late ones end everything."""
        busy = [child for child in self._children if child.job]
        wait = max(0.0, min(child.deadline for child in busy) - time.monotonic())
        answers: list[tuple[_Child, dict[str, Any] | None]] = []
        for key, _ in self._selector.select(wait):
            child: _Child = key.data
            received = os.read(key.fd, 1 << 16)
            child.buffer += received
            if not received and child.job:
                answers.append((child, None))
            elif (message := frames.taken(child.buffer)) is not None:
                answers.append((child, message))
        now = time.monotonic()
        for child in busy:
            if child.deadline <= now and all(child is not other for other, _ in answers):
                self._late(child, now)
        return answers

    def _late(self, child: _Child, now: float) -> None:
        assert child.job is not None  # only busy children have a deadline
        if now >= self._deadline:
            what = f"the whole report took longer than {self._limits.total_seconds:g} seconds."
        else:
            what = f"it took longer than {self._limits.section_seconds:g} seconds."
        raise ReportFailed(what, section=child.job.section, todo="Shorten or simplify it and try again.")

    def _started(self) -> _Child:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment["PYTHONPATH"] = str(_PACKAGE_ROOT)
        environment["TMPDIR"] = self._scratch.name
        # fontTools writes the time into the fonts that it saves, unless it is told one.
        environment["SOURCE_DATE_EPOCH"] = "0"
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        assert process.stdout is not None  # opened as a pipe
        child = _Child(process)
        self._selector.register(process.stdout, selectors.EVENT_READ, child)
        return child

    def _end(self, child: _Child, kill: bool) -> int | None:
        """Let a child go, with everything it may have started; its exit status."""
        process = child.process
        self._children.remove(child)
        assert process.stdin is not None  # opened as pipes
        assert process.stdout is not None
        self._selector.unregister(process.stdout)
        with suppress(OSError):
            process.stdin.close()
        with suppress(ProcessLookupError, PermissionError):
            if kill and process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        process.stdout.close()
        return process.returncode


def _unexpected(answer: dict[str, Any] | None, code: int | None) -> bool:
    """Whether a section failed for another reason than a limit: an error that none explains, or a crash."""
    return code in _CRASHES if answer is None else answer.get("error", "MemoryError") not in _EXPLAINED


def _why(answer: dict[str, Any] | None, code: int | None) -> str:
    if answer is not None:
        kind = answer["error"]
        return _EXPLAINED.get(kind, f"WeasyPrint could not lay it out ({kind}: {answer['what']}).")
    if code == -signal.SIGXCPU:
        return "it took more processor time than a section may have."
    return "the process that laid it out ended without an answer, most likely because of its memory limit."
