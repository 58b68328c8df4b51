"""The process that answers: gunicorn's gevent worker, whose streams end cleanly and may write to their own connections."""

from __future__ import annotations

import gc
import os
import resource
import select
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

import gevent
from gevent import monkey
from gunicorn.workers.ggevent import GeventWorker

from touchmap.cli.refusing import Refusing
from touchmap.live import roomroutes
from touchmap.live.receiver import WIRE
from touchmap.live.routes import hub_of
from touchmap.web.parts import EXTENSION, Parts

FAREWELL = 0.3  # seconds in which streams can say goodbye when the server is told to stop at once
SEND_BUFFER = 128 * 1024  # bytes that the system keeps for a receiver who does not read
DEAD_AFTER = 45_000  # milliseconds without an acknowledgement from the other side
TAKE_IN_EVERY = (
    5.0  # seconds: what is in the database's log goes into its file, on a thread that no request waits for
)
ASK_AGAIN = 0.1  # seconds for which an answer about who has gone is good


class _Watch:
    """Which connections the other side has ended, asked for all of them at once: one by one took milliseconds every second.

    A number that has been closed stays until a connection has it again, and says nothing about any other.
    """

    def __init__(self) -> None:
        self._poll = monkey.get_original("select", "poll")()
        self._gone: set[int] = set()
        self._asked = 0.0

    def add(self, number: int) -> None:
        """Watches a connection by its file's number."""
        self._poll.register(number, select.POLLRDHUP)
        self._gone.discard(number)

    def gone(self) -> set[int]:
        """The numbers of those that were gone a moment ago."""
        now = time.monotonic()
        if now - self._asked > ASK_AGAIN:
            self._asked = now
            self._gone = {number for number, _ in self._poll.poll(0)}
        return self._gone


_WATCH = _Watch()


class _Connection:
    """A connection lent to a stream (`touchmap.live.receiver.Wire`)."""

    def __init__(self, connection: Any) -> None:
        self._socket = connection
        self._number = connection.fileno()
        # gevent's sockets do not block by themselves; bound once: the hub calls it for everybody, for every event
        self.write: Callable[[bytes], int] = partial(os.write, self._number)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # small events go out at once
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_AFTER)
        _WATCH.add(self._number)

    def send_all(self, data: bytes) -> None:
        self._socket.sendall(data)

    def cut(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def is_gone(self) -> bool:
        return self._number in _WATCH.gone()


class StreamWorker(Refusing, GeventWorker):  # type: ignore[misc]  # gunicorn has no types
    """A stream costs a greenlet. gunicorn patches the standard library in this process before the application is made."""

    wsgi: Any
    told_to_stop = False

    def init_process(self) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 65_536)), hard))
        super().init_process()

    def load_wsgi(self) -> None:
        """Lends its connection to every request of HTTP/1.1, whose answers have chunks."""
        super().load_wsgi()
        self.app_made = inner = self.wsgi
        gc.collect()
        gc.freeze()  # what is loaded now stays: looking through it again and again held everybody up for 60 ms

        def lending(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            connection = environ.get("gunicorn.socket")
            if connection is not None and environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
                environ[WIRE] = partial(_Connection, connection)
            return inner(environ, start_response)  # type: ignore[no-any-return]  # WSGI's callables have no types

        self.wsgi = lending

    def run(self) -> None:
        tending = gevent.spawn(self._tend)
        try:
            super().run()
        finally:
            tending.kill(block=False)
            gc.unfreeze()  # the interpreter takes things down in their order again

    def _tend(self) -> None:
        parts: Parts = self.app_made.extensions[EXTENSION]
        while True:
            gevent.sleep(TAKE_IN_EVERY)
            gevent.get_hub().threadpool.apply(parts.access.database.take_in)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Told to stop: streams end, running requests get their time."""
        gevent.spawn(self._end_streams)
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """Told to stop at once."""
        if not self.told_to_stop:  # Ctrl+C arrives twice: from the terminal, and from gunicorn
            self.told_to_stop = True
            gevent.spawn(self._end_streams)
            gevent.spawn_later(FAREWELL, super().handle_quit, sig, frame)

    def _end_streams(self) -> None:
        for hub in (hub_of(self.app_made), roomroutes.hub_of(self.app_made)):
            if hub is not None:
                hub.close()
