"""The load of bench/live.py: listeners that read nothing but a time stamp, people who write, come back, vote and join.

The moment an edit is sent is in the edit itself, on the machine's one clock; fan-out is the time from then until a listener has
read it, for every listener of every edit. Listeners and writers are processes of their own, each with one loop.
"""

from __future__ import annotations

import json
import multiprocessing as mp
import re
import select
import selectors
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from live_server import API, PAGE, Visitor

STREAMS_OF_SESSION = 10
SNAPSHOT = f"{API}/snapshot"
PATIENCE = 10.0  # seconds after the last edit in which everybody must have it
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"')


@dataclass(frozen=True)
class Wire:
    """How one listener asks (by its number), how it is known to be greeted, and where seq (or nothing) and stamp stand."""

    ask: Callable[[int], socket.socket]
    greeted: re.Pattern[bytes]
    seen: re.Pattern[bytes]


@dataclass
class Heard:
    """What the listeners have to tell: seconds of each event, how many each has got, its last seq, what came out of order."""

    ready: float = 0.0
    fan_out: list[float] = field(default_factory=list)
    got: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    wrong: int = 0
    ended: int = 0
    processor: float = 0.0


def touchmap_wire(visitors: list[Visitor]) -> Wire:
    """Server-sent events."""
    return Wire(
        lambda number: visitors[number // STREAMS_OF_SESSION].stream(0),
        re.compile(rb"event: here"),
        re.compile(rb'id: (\d+)\nevent: change\ndata: \{"seq":\d+,"id":"t(\d+)-'),
    )


class Listeners:
    """Many connections read by one loop."""

    def __init__(self, wire: Wire, count: int) -> None:
        self.heard = Heard(got=[0] * count, last=[0] * count)
        self._wire = wire
        self._tails = [b""] * count
        self._greeted: set[int] = set()
        self._watch = selectors.DefaultSelector()
        began = time.monotonic()
        for number in range(count):
            connection = wire.ask(number)
            connection.setblocking(False)
            self._watch.register(connection, selectors.EVENT_READ, number)
        while len(self._greeted) < count:
            for key, _ in self._watch.select():
                self._read(key)
        self.heard.ready = time.monotonic() - began

    def _read(self, key: selectors.SelectorKey) -> None:
        connection, number = key.fileobj, key.data
        assert isinstance(connection, socket.socket)
        piece = connection.recv(1 << 18)
        now = time.monotonic_ns()
        if not piece:
            self.heard.ended += 1
            self._watch.unregister(connection)
            return
        text = self._tails[number] + piece
        if number not in self._greeted and self._wire.greeted.search(text):
            self._greeted.add(number)
        done = 0
        for found in self._wire.seen.finditer(text):
            self.heard.got[number] += 1
            self.heard.last[number] += 1
            self.heard.wrong += found[1] != b"" and int(found[1]) != self.heard.last[number]
            self.heard.fan_out.append((now - int(found[2])) / 1e9)
            done = found.end()
        self._tails[number] = text[max(done, len(text) - 200) :]

    def run_until(self, told: Connection) -> None:
        """Reads until told how many events there are, and everybody has them or some seconds have passed."""
        wanted, ends = None, 0.0
        while wanted is None or (min(self.heard.got) < wanted and time.monotonic() < ends):
            for key, _ in self._watch.select(0.2):
                self._read(key)
            if wanted is None and told.poll():
                wanted, ends = told.recv(), time.monotonic() + PATIENCE

    def forget(self) -> None:
        """Forgets what was counted so far."""
        self.heard.fan_out.clear()
        self.heard.got = [0] * len(self.heard.got)


def listen(wire: Callable[..., Wire], of: Any, count: int, pipe: Connection) -> None:
    """The process of the listeners: open, then warm, then what counts; told the number of edits at each end."""
    listeners = Listeners(wire(of), count)
    pipe.send(listeners.heard.ready)
    listeners.run_until(pipe)
    listeners.forget()
    pipe.send(True)
    before = time.process_time()
    listeners.run_until(pipe)
    listeners.heard.processor = time.process_time() - before
    pipe.send(listeners.heard)


def write(visitors: list[Visitor], rate: float, seconds: float, pipe: Connection) -> None:
    """The process of the writers: each sends at its own times, whether or not the last answer took long."""
    answers: list[tuple[float, int, int]] = []
    each = rate / len(visitors)

    def one(visitor: Visitor, number: int) -> None:
        connection = visitor.connection()
        begin = time.monotonic() + 0.5
        for count in range(round(each * seconds)):
            due = begin + (count + number / len(visitors)) / each
            time.sleep(max(0.0, due - time.monotonic()))
            answers.append(visitor.edit(connection, number))

    threads = [threading.Thread(target=one, args=(v, n)) for n, v in enumerate(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pipe.send(answers)


def in_process(work: Any, *arguments: Any) -> tuple[mp.Process, Connection]:
    """Runs a part of the load beside us."""
    ours, theirs = mp.Pipe()
    process = mp.Process(target=work, args=(*arguments, theirs), daemon=True)
    process.start()
    return process, ours


def come_back(visitor: Visitor, after: int, head: int) -> float:
    """Seconds until somebody who missed everything after a seq has all of it."""
    began = time.monotonic()
    with visitor.stream(after) as connection:
        got = b""
        while b"id: %d\nevent: change" % head not in got[-20_000:]:
            if not select.select([connection], [], [], 30)[0]:
                raise SystemExit("somebody who came back did not get what was missed")
            got += connection.recv(1 << 20)
    return time.monotonic() - began


@dataclass(frozen=True)
class Join:
    """One person coming in: seconds until the page, its styles and scripts, the workshop and the stream are there."""

    seconds: float
    refused: str


def join(visitor: Visitor, at: float, streams: list[socket.socket]) -> Join:
    """Comes in at a moment as a browser without a cache does; leaves its stream in `streams`."""
    time.sleep(max(0.0, at - time.monotonic()))
    began = time.monotonic()
    connection = visitor.connection()
    carried = {"Cookie": visitor.cookie, "Accept-Encoding": "gzip"}
    head = 0
    addresses = [PAGE]
    for address in addresses:
        connection.request("GET", address, headers=carried)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            return Join(time.monotonic() - began, f"{answer.status} for {address}")
        if address == PAGE:
            addresses += [*dict.fromkeys(ASSETS.findall(content.decode())), SNAPSHOT]
        elif address == SNAPSHOT:
            head = int(json.loads(content)["seq"])
    connection.close()
    stream = visitor.stream(head)
    stream.settimeout(30)
    streams.append(stream)
    got = b""
    while b"event: here" not in got:
        piece = stream.recv(1 << 18)
        got += piece
        if not piece or b" 200 " not in got[:20]:
            return Join(time.monotonic() - began, f"the stream said {got[:40]!r}")
    return Join(time.monotonic() - began, "")


def joins(visitors: list[Visitor], count: int, seconds: float, pipe: Connection) -> None:
    """The process of those who join, evenly over some seconds, whether or not those before are in yet."""
    streams: list[socket.socket] = []
    begin = time.monotonic() + 0.5
    with ThreadPoolExecutor(max_workers=count) as pool:
        waiting = [
            pool.submit(join, visitors[number % len(visitors)], begin + number * seconds / count, streams)
            for number in range(count)
        ]
        pipe.send([one.result() for one in waiting])
    for stream in streams:
        stream.close()
