"""One receiver of a stream: a bounded queue that the hub fills, and the body of the answer that empties it.

Where the server lends the connection itself (`Wire`), a frame that the connection takes at once is written by the hub, in
the chunks of HTTP/1.1: waking a task for each of hundreds of receivers would cost more than everything else together.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Protocol

from touchmap.live.frames import Frame
from touchmap.services.bookkeeping import Who

MOST_PENDING = 512_000  # bytes that wait for one receiver before it is dropped
MOST_FRAMES = 2_000
WIRE = "touchmap.wire"  # where in WSGI's environment a server puts what gives it


class Wire(Protocol):
    """A connection whose answer is sent in chunks; only for servers whose tasks do not interrupt one another."""

    def write(self, data: bytes) -> int:
        """Writes what can be taken at once; the number of bytes. Raises OSError."""

    def send_all(self, data: bytes) -> None:
        """Writes everything, waiting as long as it takes. Raises OSError."""

    def cut(self) -> None:
        """Ends the connection, also under somebody who waits for it."""

    def is_gone(self) -> bool:
        """Whether the other side has gone away."""


class Receiver:
    """Somebody who listens. `seq` is the newest change that was handed over; the hub and the catching up move it."""

    def __init__(self, workshop: str, who: Who, seq: int, wire: Wire | None = None) -> None:
        self.workshop = workshop
        self.who = who
        self.seq = seq
        self.live = False  # whether the hub hands over; before that it is catching up
        self._wire = wire
        self._write = wire.write if wire is not None else None
        self._direct = False
        self._free = (
            False  # whether a frame may be written at once: nobody sends, nothing waits, it has not ended
        )
        self._pending: deque[bytes] = deque()
        self._size = 0
        self._ended = False
        self._changed = threading.Condition()

    @property
    def ended(self) -> bool:
        """Whether nothing more will be taken."""
        return self._ended

    def offer(self, frame: Frame) -> None:
        """Hands over a frame; never waits. Who has too much waiting is dropped: it comes back by its Last-Event-ID."""
        chunk = frame.chunk
        if not chunk:
            return
        rest = chunk if self._direct else frame.text
        # A connection is only lent where tasks do not interrupt one another: no lock, which would cost as much as the rest.
        if self._free and self._write is not None:
            try:
                written = self._write(chunk)
            except BlockingIOError:
                written = 0
            except OSError:
                with self._changed:
                    self._end()
                return
            if written == len(chunk):
                return
            rest = chunk[written:]
        with self._changed:
            if not self._ended:
                self._wait_for(rest)

    def _wait_for(self, rest: bytes) -> None:
        self._free = False
        self._pending.append(rest)
        self._size += len(rest)
        if self._size > MOST_PENDING or len(self._pending) > MOST_FRAMES:
            self._pending.clear()
            self.drop()
        self._changed.notify()

    def end(self, last: Frame) -> None:
        """Ends the stream after a last frame."""
        self.offer(last)
        with self._changed:
            self._end()

    def drop(self) -> None:
        """Ends the stream at once, whatever waits."""
        with self._changed:
            self._end()
            if self._wire is not None:
                self._wire.cut()

    def _end(self) -> None:
        self._ended = True
        self._free = False
        self._changed.notify()

    def is_gone(self) -> bool:
        """Whether the other side has gone away, as far as it can be known."""
        return self._direct and self._wire is not None and self._wire.is_gone()

    def body(self) -> Iterator[bytes]:
        """What waits, as it comes, until the end; afterwards the stream is over. With a wire, nothing is yielded."""
        with self._changed:
            if self._wire is not None:
                waiting = b"".join(self._pending)
                self._pending.clear()
                if waiting:
                    self._pending.append(b"%x\r\n%b\r\n" % (len(waiting), waiting))
                self._direct = True
        while True:
            piece, over = self._taken()
            if piece and not self._direct:
                yield piece
            elif piece and self._wire is not None:
                with suppress(OSError):
                    self._wire.send_all(piece)
            if over:
                return

    def _taken(self) -> tuple[bytes, bool]:
        """Everything that waits, as soon as there is something; and whether it is the last."""
        with self._changed:
            while not self._pending and not self._ended:
                self._free = self._direct
                self._changed.wait()
            self._free = False
            piece = b"".join(self._pending)
            self._pending.clear()
            self._size = 0
            return piece, self._ended
