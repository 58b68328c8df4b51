"""A bad network in a small box: a TCP proxy that delays, stalls, cuts, refuses, or keeps answers back until they end."""

from __future__ import annotations

import select
import socket
import threading
import time
from contextlib import suppress

SLICE = 0.02  # seconds between two looks
PIECE = 65_536


class Proxy:
    """Stands before a server at a port of its own; what it does to connections can be changed at any moment.

    `delay`: seconds that everything takes longer, each way. `stalled`: nothing moves, and connections stay open. `refusing`:
    new connections are closed at once. `buffering`: answers arrive when they are whole, as behind some company proxies: what
    ends after `patience` seconds only is never seen.
    """

    def __init__(self, port: int) -> None:
        self.target = port
        self.delay = 0.0
        self.stalled = False
        self.refusing = False
        self.buffering = False
        self.seen: list[bytes] = []  # the first line of every request
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._listener.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def open(self) -> int:
        """How many connections there are."""
        return len(self._pairs)

    def cut(self) -> None:
        """Breaks every connection, without a goodbye."""
        for pair in list(self._pairs):
            for end in pair:
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends the proxy and everything through it."""
        self._ended.set()
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.refusing:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
                far.settimeout(None)  # an answer and a quiet stream take as long as they take
            except OSError:
                near.close()
                continue
            pair = (near, far)
            self._pairs.append(pair)
            threading.Thread(target=self._carry, args=(near, far, pair, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, pair, False), daemon=True).start()

    def _carry(
        self,
        source: socket.socket,
        target: socket.socket,
        pair: tuple[socket.socket, socket.socket],
        up: bool,
    ) -> None:
        try:
            while data := self._piece(source, up):
                time.sleep(self.delay)
                while self.stalled and not self._ended.is_set():
                    time.sleep(SLICE)
                if up:
                    self.seen += [line for line in data.split(b"\r\n") if line.endswith(b" HTTP/1.1")]
                target.sendall(data)
        except (OSError, ValueError):
            pass
        finally:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
            with suppress(ValueError):
                self._pairs.remove(pair)

    def _piece(self, source: socket.socket, up: bool) -> bytes:
        """What comes next; down and buffering, a whole answer: one that says how long it is, or ends its chunks."""
        data = source.recv(PIECE)
        while data and not up and self.buffering and not _is_whole(data):
            if select.select([source], [], [], SLICE)[0]:
                more = source.recv(PIECE)
                if not more:
                    break
                data += more
            elif self._ended.is_set():
                return b""
        return data


def _is_whole(data: bytes) -> bool:
    head, found, body = data.partition(b"\r\n\r\n")
    if not found:
        return False
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    if lengths:
        return len(body) >= int(lengths[0].partition(b":")[2])
    return body.endswith(b"0\r\n\r\n") or not head.lower().count(b"transfer-encoding")
