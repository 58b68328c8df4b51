"""Helper processes: what takes long is done by them, so that the process that answers never stands still.

A helper is started when it is needed, does one thing at a time, is watched by the clock, replaced when it has grown or died,
and ends by itself when its connection is closed. What is about the same workshop goes to the same helper: it keeps what it
worked out, and of many who ask for the same at once the first has it made and the others find it.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from touchmap.errors import TouchmapError

LOG = logging.getLogger("touchmap.helpers")
_HEAD = struct.Struct(">II")
_PIECE = 1 << 18
_ROOT = Path(__file__).resolve().parents[2]
LONG_QUEUE = 10  # of requests about one workshop; from there on a second helper is worth working it out again
_KEYS = 12  # workshops that a helper is remembered to have worked on
MOST_BYTES = 256 * 1024 * 1024  # of one message

Plain = dict[str, Any]
Progress = Callable[[int, int], None]


class HelperFailed(TouchmapError):
    """A helper process could not do it: too long, too large, or a fault. `retry_after` is in seconds."""

    code = "TE630"
    retry_after = 2


@dataclass(frozen=True, slots=True)
class Bounds:
    """What helpers may cost. Seconds are wall-clock; bytes are of one process.

    most: processes at a time. waiting: requests that may wait for one of them. seconds: one thing may take. resident: a
    helper that has grown beyond this is replaced after what it did. address_space: a limit of the kernel behind that.
    """

    most: int = 3
    waiting: int = 600  # a whole room that comes in at once; one costs a task and nothing else
    seconds: float = 30.0
    resident: int = 400_000_000
    address_space: int = 2_500_000_000


class _Gone(Exception):
    """The process at the other end has ended."""


def send(connection: socket.socket, head: Plain, body: bytes = b"") -> None:
    """Writes one message: plain values and bytes."""
    packed = json.dumps(head, separators=(",", ":")).encode()
    connection.sendall(_HEAD.pack(len(packed), len(body)) + packed)
    if body:
        connection.sendall(body)


def receive(connection: socket.socket) -> tuple[Plain, bytes] | None:
    """Reads one message; None when the other side has ended. Raises ValueError for one that is too long."""
    start = _exactly(connection, _HEAD.size)
    if start is None:
        return None
    size, rest = _HEAD.unpack(start)
    if size + rest > MOST_BYTES:
        raise ValueError("a message is too long")
    head, body = _exactly(connection, size), _exactly(connection, rest)
    if head is None or body is None:
        return None
    said: Plain = json.loads(head)
    return said, body


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        piece = connection.recv(min(_PIECE, size - len(found)))
        if not piece:
            return None
        found += piece
    return bytes(found)


@dataclass(eq=False)
class _Helper:
    process: subprocess.Popen[bytes]
    connection: socket.socket
    scratch: tempfile.TemporaryDirectory[str]  # for temporary files, which one that is killed leaves behind
    # Looked up when it is made: the server makes locks that wait without standing still, once it has begun.
    turn: threading.Lock = field(default_factory=lambda: threading.Lock())
    waiting: int = 0  # whoever is being served is one of them
    doing: str = ""
    known: OrderedDict[str, None] = field(default_factory=OrderedDict)
    gone: bool = False


class Helpers:
    """Hands things to do to processes that run `python -m module`, which hear `opening` first."""

    def __init__(self, module: str, opening: Plain, bounds: Bounds | None = None) -> None:
        self._module = module
        self._opening = opening
        self._bounds = bounds or Bounds()
        self._helpers: list[_Helper] = []
        self._lock = threading.Lock()
        self._closed = False

    def warm(self) -> None:
        """Has a helper ready for whoever comes next."""
        with self._lock:
            if not self._helpers and not self._closed:
                self._helpers.append(self._started())

    def ask(
        self,
        what: Plain,
        body: bytes = b"",
        *,
        about: str = "",
        again: bool = False,
        seconds: float | None = None,
        progress: Progress | None = None,
    ) -> tuple[Plain, bytes]:
        """Has something done and gives the answer.

        `about` is what it is about, so that the same helper does it again. `again` says that it may be done a second time
        when a helper ends without an answer. `progress` hears (parts done, parts in all). Raises HelperFailed.
        """
        given = seconds or self._bounds.seconds
        what = {**what, "seconds": given}
        for tried in (False, True):
            try:
                return self._asked(what, body, about, given, progress)
            except _Gone:
                if tried or not again:
                    break
        raise _failed("A helper process ended without an answer.")

    def close(self) -> None:
        """Ends all helpers; whoever waits for one hears that it is gone."""
        with self._lock:
            self._closed = True
            helpers, self._helpers = self._helpers, []
        for helper in helpers:
            self._end(helper, kill=bool(helper.doing))

    @property
    def processes(self) -> tuple[int, ...]:
        """The process ids of the helpers that run."""
        return tuple(helper.process.pid for helper in self._helpers)

    # -- one request

    def _asked(
        self, what: Plain, body: bytes, about: str, seconds: float, progress: Progress | None
    ) -> tuple[Plain, bytes]:
        while True:
            helper = self._chosen(about)
            try:
                with helper.turn:
                    if helper.gone:
                        continue  # it was lost over what somebody else asked for
                    helper.doing = about or "something"
                    try:
                        return self._done(helper, what, body, time.monotonic() + seconds, progress)
                    finally:
                        helper.doing = ""
            finally:
                helper.waiting -= 1

    def _chosen(self, about: str) -> _Helper:
        """The helper to wait for; it counts one more who waits."""
        with self._lock:
            if self._closed:
                raise _failed("touchmap is shutting down.")
            for helper in [
                one for one in self._helpers if one.process.poll() is not None and not one.waiting
            ]:
                self._drop(helper)
            chosen = self._best(about)
            if chosen.waiting >= self._bounds.waiting:
                raise _failed("Too much is asked for at once.")
            chosen.waiting += 1
            if about:
                chosen.known[about] = None
                chosen.known.move_to_end(about)
                while len(chosen.known) > _KEYS:
                    chosen.known.popitem(last=False)
            return chosen

    def _best(self, about: str) -> _Helper:
        knows = [one for one in self._helpers if about and about in one.known]
        idle = [one for one in self._helpers if not one.waiting]
        more = bool(idle) or len(self._helpers) < self._bounds.most
        for one in knows:
            if one.doing in ("", about) and (one.waiting < LONG_QUEUE or not more):
                return one  # what it does just now is what is wanted, or nothing
        if idle:
            return idle[0]
        if len(self._helpers) < self._bounds.most:
            self._helpers.append(self._started())
            return self._helpers[-1]
        return min(self._helpers, key=lambda one: one.waiting)

    def _done(
        self, helper: _Helper, what: Plain, body: bytes, until: float, progress: Progress | None
    ) -> tuple[Plain, bytes]:
        try:
            helper.connection.settimeout(max(0.1, until - time.monotonic()))
            send(helper.connection, what, body)
            while True:
                helper.connection.settimeout(max(0.1, until - time.monotonic()))
                message = receive(helper.connection)
                if message is None:
                    raise _Gone
                said, content = message
                if "progress" not in said:
                    break
                if progress is not None:
                    progress(*said["progress"])
        except TimeoutError:
            self._lost(helper)
            LOG.warning("a helper process took more than its time and was ended")
            raise _failed("This took too long.", "Try again; a smaller workshop is quicker.") from None
        except (OSError, _Gone):
            self._lost(helper)
            LOG.warning("a helper process ended with %s while it was needed", helper.process.returncode)
            raise _Gone from None
        except (
            BaseException
        ):  # whoever asked has been stopped: the answer would be taken for that of the next
            self._lost(helper)
            raise
        if said.get("resident", 0) > self._bounds.resident:
            LOG.info("a helper has grown to %d MB and is replaced", said["resident"] // 1_000_000)
            self._lost(helper)
        return said, content

    # -- processes

    def _started(self) -> _Helper:
        ours, theirs = socket.socketpair()
        scratch = tempfile.TemporaryDirectory(prefix="touchmap-", ignore_cleanup_errors=True)
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=2,  # whatever a library prints
                env=_environment(scratch.name),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl+C is for us: we end it
            )
        except BaseException:
            ours.close()
            scratch.cleanup()
            raise
        finally:
            theirs.close()
        helper = _Helper(process, ours, scratch)
        with suppress(OSError):  # one that died at once is found out when it is asked
            send(ours, {**self._opening, "address_space": self._bounds.address_space})
        return helper

    def _lost(self, helper: _Helper) -> None:
        with self._lock:
            self._drop(helper)

    def _drop(self, helper: _Helper) -> None:
        """Forgets a helper; whoever waits for it looks for another. The lock is held."""
        if helper in self._helpers:
            self._helpers.remove(helper)
        self._end(helper, kill=True)

    def _end(self, helper: _Helper, *, kill: bool) -> None:
        helper.gone = True
        with suppress(OSError):
            helper.connection.shutdown(socket.SHUT_RDWR)
        helper.connection.close()
        if kill and helper.process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(helper.process.pid, signal.SIGKILL)
        try:
            helper.process.wait(3)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(helper.process.pid, signal.SIGKILL)
            helper.process.wait()
        helper.scratch.cleanup()


def _environment(scratch: str) -> dict[str, str]:
    path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, "TMPDIR": scratch, "OPENBLAS_NUM_THREADS": "1"}


def _failed(what: str, todo: str = "Wait a moment, then try again.") -> HelperFailed:
    return HelperFailed(what, todo)
