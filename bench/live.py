"""How many can watch while people edit: a real server and its load on this machine, every edit durable before its answer.

Run `python bench/live.py [--streams 500] [--rate 20] [--seconds 20] [--writers 20]`. Listeners are plain sockets in a process of
their own that reads seq and time stamp of every event; writers are in another. Fan-out is the time from the moment an edit
is sent until an event with it has arrived, for every receiver of every edit. Everything stays on the loopback. Ends with 1
when a receiver missed an event, got one twice or out of order, or an edit was not answered.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import multiprocessing as mp
import os
import re
import resource
import select
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from touchmap.services import exchange, library
from touchmap.services.access import Access, secret_key
from touchmap.store.database import open_database

SAMPLE = "missed-connection"
API = f"/api/v1/workshops/{SAMPLE}"
PLACES = ("gate-closed", "desk-queue")
SEEN = re.compile(rb'id: (\d+)\nevent: change\ndata: [^\n]*?"after":[^\n]*?"name":"t(\d+)"')
STREAMS_OF_SESSION = 10
MISSED = 1_000
VOTES, VOTE_SECONDS = 500, 5.0


@dataclass
class Visitor:
    """A signed-in browser: what its requests carry."""

    address: tuple[str, int]
    cookie: str
    key: str

    def connection(self) -> http.client.HTTPConnection:
        """A connection for requests one after another."""
        return http.client.HTTPConnection(*self.address, timeout=60)

    def edit(self, connection: http.client.HTTPConnection, place: str) -> tuple[float, int, int]:
        """Sends one edit: seconds until its answer, the status, and the seq it got."""
        sent = time.monotonic_ns()
        body = {"id": uuid.uuid4().hex, "kind": "touchpoint", "action": "set", "record": place}
        text = json.dumps(body | {"fields": {"name": f"t{sent}"}})
        head = {"Content-Type": "application/json", "X-Form-Key": self.key, "Cookie": self.cookie}
        connection.request("POST", f"{API}/edits", text, head)
        answer = connection.getresponse()
        said = answer.read()
        took = (time.monotonic_ns() - sent) / 1e9
        return took, answer.status, json.loads(said)["seq"] if answer.status == 200 else 0


@dataclass
class Heard:
    """What the listeners have to tell."""

    ready: float = 0.0
    fan_out: list[float] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    wrong: int = 0
    ended: int = 0


class Server:
    """`touchmap serve` with the sample in a data folder of its own."""

    def __init__(self, data: Path) -> None:
        content, name = library.sample(SAMPLE)
        with open_database(data) as database:
            exchange.import_file(database, content, name, now=dt.datetime.now(dt.UTC))
        environment = {key: value for key, value in os.environ.items() if not key.startswith("TOUCHMAP_")}
        self.data = data
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "touchmap", "--data", str(data), "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            text=True,
            env=environment,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        found = next(filter(None, (re.search(r"http://(\S+)/enter/", line) for line in self.process.stdout)))
        split = urlsplit(f"//{found[1]}")
        self.address = (str(split.hostname), int(split.port or 0))

    def visitors(self, count: int) -> list[Visitor]:
        """So many people who came in by a link each."""
        found = []
        base = "http://{}:{}".format(*self.address)
        with open_database(self.data) as database:
            access = Access(database, secret_key(self.data))
            for _ in range(count):
                jar = CookieJar()
                opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
                opener.open(f"{base}/enter/{access.make_link()}", timeout=60).read()
                with opener.open(f"{base}/api/v1/session", timeout=60) as answer:
                    key = json.load(answer)["form_key"]
                found.append(Visitor(self.address, "; ".join(f"{c.name}={c.value}" for c in jar), key))
        return found

    def memory(self) -> float:
        """Resident megabytes of the process and its children, the most each has had."""
        return sum(self._most(pid) for pid in (self.process.pid, *self._children(self.process.pid))) / 1024

    def processor(self) -> float:
        """Seconds of processor time so far, children included."""
        ticks = 0
        for pid in (self.process.pid, *self._children(self.process.pid)):
            parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(parts[11]) + int(parts[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _children(self, pid: int) -> list[int]:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [int(one) for one in listed]

    def _most(self, pid: int) -> int:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) if found else 0

    def stop(self) -> None:
        """Ends it."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


def stream(visitor: Visitor, after: int) -> socket.socket:
    """A connection that has asked for events."""
    connection = socket.create_connection(visitor.address, timeout=60)
    host = "{}:{}".format(*visitor.address)
    asked = f"GET {API}/events?after={after} HTTP/1.1\r\nHost: {host}\r\nCookie: {visitor.cookie}\r\n\r\n"
    connection.sendall(asked.encode())
    return connection


class Listeners:
    """Many streams read by one loop."""

    def __init__(self, visitors: list[Visitor], count: int) -> None:
        self.heard = Heard(last=[0] * count)
        self._tails = [b""] * count
        self._greeted: set[int] = set()
        self._watch = selectors.DefaultSelector()
        began = time.monotonic()
        for number in range(count):
            connection = stream(visitors[number // STREAMS_OF_SESSION], 0)
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
        if number not in self._greeted and b"event: here" in text:
            self._greeted.add(number)
        done = 0
        for found in SEEN.finditer(text):
            seq, sent = int(found[1]), int(found[2])
            self.heard.wrong += seq != self.heard.last[number] + 1
            self.heard.last[number] = seq
            self.heard.fan_out.append((now - sent) / 1e9)
            done = found.end()
        self._tails[number] = text[max(done, len(text) - 4_000) :]

    def run(self, until: Connection) -> None:
        """Reads until told which seq is the last, and everybody has it or ten seconds have passed."""
        wanted, ends = None, 0.0
        while wanted is None or (min(self.heard.last) < wanted and time.monotonic() < ends):
            for key, _ in self._watch.select(0.2):
                self._read(key)
            if wanted is None and until.poll():
                wanted, ends = until.recv(), time.monotonic() + 10


def listen(visitors: list[Visitor], count: int, pipe: Connection) -> None:
    """The process of the listeners."""
    listeners = Listeners(visitors, count)
    pipe.send(listeners.heard.ready)
    listeners.run(pipe)
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
            answers.append(visitor.edit(connection, PLACES[number % 2]))

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
    with stream(visitor, after) as connection:
        got = b""
        while b"id: %d\nevent: change" % head not in got[-20_000:]:
            if not select.select([connection], [], [], 30)[0]:
                raise SystemExit("somebody who came back did not get what was missed")
            got += connection.recv(1 << 20)
    return time.monotonic() - began


def cut(values: list[float], share: float) -> float:
    """A percentile in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def say(name: str, value: str) -> None:
    """A row of the table."""
    print(f"{name:<42}{value:>30}", flush=True)


def measure(server: Server, streams: int, rate: float, seconds: float, writers: int) -> bool:
    """One run; says whether everything was delivered and answered."""
    people = server.visitors(max(writers, -(-streams // STREAMS_OF_SESSION)))
    listener, ear = in_process(listen, people, streams)
    ready = ear.recv()
    busy, began = server.processor(), time.monotonic()
    _, pen = in_process(write, people[:writers], rate, seconds)
    answers = pen.recv()
    used = (server.processor() - busy) / (time.monotonic() - began)
    last = max((seq for _, _, seq in answers), default=0)
    ear.send(last)
    heard: Heard = ear.recv()
    listener.join()
    good = [took for took, status, _ in answers if status == 200]
    delivered = sum(seq == last for seq in heard.last)
    whole = delivered == streams and not heard.wrong and not heard.ended and len(good) == len(answers)
    say("streams × edits/s × seconds", f"{streams} × {rate:g} × {seconds:g}")
    say("all streams open and greeted after", f"{ready:.2f} s")
    say("edits answered", f"{len(good)} of {len(answers)}")
    say("events delivered", f"{len(heard.fan_out):,} of {streams * last:,}")
    say("missed, twice or out of order; ended", f"{heard.wrong}; {heard.ended}")
    say("acknowledge p50 / p99", f"{cut(good, 0.5):.0f} / {cut(good, 0.99):.0f} ms")
    say(
        "fan-out p50 / p99 / most", " / ".join(f"{cut(heard.fan_out, s):.0f}" for s in (0.5, 0.99, 1)) + " ms"
    )
    say("server: processors used", f"{used:.2f}")
    say("server: most memory, all processes", f"{server.memory():.0f} MB")
    head = last
    if head < MISSED:
        _, pen = in_process(write, people[:writers], 200, (MISSED - head) / 200 + 1)
        head = max(seq for _, _, seq in pen.recv())
    say(f"back after {MISSED:,} missed edits", f"{come_back(people[0], head - MISSED, head):.2f} s")
    votes, pen = in_process(write, people[: min(50, len(people))], VOTES / VOTE_SECONDS, VOTE_SECONDS)
    took = [one for one, status, _ in pen.recv() if status == 200]
    votes.join()
    say(f"{VOTES} votes in {VOTE_SECONDS:g} s: answered, slowest", f"{len(took)}, {max(took):.2f} s")
    return whole


def main() -> int:
    """Reads the arguments, measures, and says what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=500)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--writers", type=int, default=20)
    given = parser.parse_args()
    if not (1 <= given.streams <= 4_000 and 0 < given.rate <= 1_000 and given.seconds <= 600):
        parser.error("1 to 4,000 streams, up to 1,000 edits/s, up to 600 s")
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory(prefix="touchmap-live-") as folder:
        server = Server(Path(folder))
        try:
            return 0 if measure(server, given.streams, given.rate, given.seconds, given.writers) else 1
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main())
