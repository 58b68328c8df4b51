"""Who takes part in bench/crash.py: the server, six people who write, two who listen, and what they saw."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from touchmap.domain.changes import State, read_state

SAMPLE = "missed-connection"
API = f"/api/v1/workshops/{SAMPLE}"
PLACES = ("gate-closed", "desk-queue")
MOST_MISSED = 2_000  # beyond that a listener is told to take the whole workshop, and only then
SERVING = Path(__file__).with_name("crash_faults.py")


@dataclass
class Operation:
    """One edit as its sender saw it: when it was first sent, when and with which seq it was answered."""

    edit: dict[str, Any]
    sent: float
    answered: float | None = None
    seq: int | None = None


@dataclass
class Room:
    """What everybody in the run shares: where the server is, what was sent, how long answers took, what is wrong."""

    chance: random.Random
    address: tuple[str, int] = ("", 0)
    headers: dict[str, str] = field(default_factory=dict)  # of whoever checks
    people: list[dict[str, str]] = field(default_factory=list)  # the headers of each writer
    up: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)  # for who writes
    quiet: threading.Event = field(default_factory=threading.Event)  # for who listens
    operations: list[Operation] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)

    def answered(self) -> list[Operation]:
        """The edits that were answered by now."""
        return [operation for operation in list(self.operations) if operation.seq is not None]


class Server:
    """`touchmap serve` in a process group of its own, with a planted fault when one is named."""

    def __init__(self, data: Path, fault: str = "", before: tuple[str, ...] = ()) -> None:
        own = [str(SERVING), fault] if fault else ["-m", "touchmap"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("TOUCHMAP_")}
        self.process = subprocess.Popen(
            [*before, sys.executable, "-u", *own, "--data", str(data), "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if found := re.search(r"http://\S+/enter/\S+", line):
                break
        else:
            raise SystemExit(f"the server did not start: {said}")
        split = urlsplit(found[0])
        self.address = (str(split.hostname), int(split.port or 0))

    def kill(self) -> None:
        """Ends it at once, without a chance to write anything more."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


def ask(
    address: tuple[str, int], method: str, path: str, headers: dict[str, str], body: Any = None
) -> tuple[int, Any, dict[str, str]]:
    """One request: status, JSON (None when it is none) and headers. Raises OSError or HTTPException."""
    connection = http.client.HTTPConnection(*address, timeout=15)
    try:
        text = None if body is None else json.dumps(body)
        sending = headers if body is None else headers | {"Content-Type": "application/json"}
        connection.request(method, path, text, sending)
        answer = connection.getresponse()
        content = answer.read()
        found = dict(answer.getheaders())
        kind = found.get("Content-Type", "")
        return answer.status, json.loads(content) if kind.startswith("application/json") else None, found
    finally:
        connection.close()


def sign_in(address: tuple[str, int], token: str) -> dict[str, str]:
    """The headers of a session that outlives restarts."""
    _, _, headers = ask(address, "GET", f"/enter/{token}", {})
    cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
    _, session, _ = ask(address, "GET", "/api/v1/session", cookie)
    return cookie | {"X-Form-Key": session["form_key"]}


def write(room: Room, number: int) -> None:
    """One writer: edit after edit, each sent until it is answered."""
    chance = random.Random(f"{room.chance.random()} {number}")
    made: dict[str, str] = {}
    count = 0
    while not room.over.is_set():
        count += 1
        operation = Operation(next_edit(chance, number, count, made), time.monotonic())
        room.operations.append(operation)
        while not room.over.is_set() and not deliver(room, operation, room.people[number]):
            room.up.wait(0.2)
            time.sleep(0.005)


def next_edit(chance: random.Random, number: int, count: int, made: dict[str, str]) -> dict[str, Any]:
    """An edit that will be taken: a statement made, written anew or removed, or a touchpoint named.

    `made` has the last edit of each statement of this writer.
    """
    id = f"w{number}-{count}"
    what = chance.random()
    head = {"id": id, "action": "set", "kind": "statement"}
    if what < 0.5 or not made:
        record = f"s-{id}"
        made[record] = id
        fields = {"touchpoint": chance.choice(PLACES), "state": "current", "text": f"Statement {id}"}
        return head | {"action": "add", "record": record, "fields": fields}
    if what < 0.7:
        return head | {
            "kind": "touchpoint",
            "record": chance.choice(PLACES),
            "fields": {"name": f"Name {id}"},
        }
    record = chance.choice(sorted(made))
    if what < 0.8:
        del made[record]
        return head | {"action": "remove", "record": record}
    upon, made[record] = made[record], id
    return head | {"record": record, "fields": {"text": f"Text {id}"}, "seen": 0, "upon": upon}


def deliver(room: Room, operation: Operation, headers: dict[str, str]) -> bool:
    """Sends an edit once; says whether it was answered."""
    began = time.monotonic()
    try:
        status, answer, _ = ask(room.address, "POST", f"{API}/edits", headers, operation.edit)
    except (OSError, http.client.HTTPException, ValueError):
        return False
    if status in (429, 503):
        time.sleep(0.05)
        return False
    if status != 200:
        room.wrong.append(f"{operation.edit['id']} was answered {status}: {answer}")
        return True
    room.seconds.append(time.monotonic() - began)
    operation.seq, operation.answered = answer["seq"], time.monotonic()
    return True


class Listener:
    """Somebody who has the stream open and comes back by Last-Event-ID whenever it ends, as a browser does.

    `heard` is every change in the order in which it came (its seq and its edit's id), `state` what they fold to.
    """

    def __init__(self, room: Room, name: str) -> None:
        self.room = room
        self.name = name
        self.seq = 0
        self.heard: list[tuple[int, str]] = []
        _, start, _ = ask(room.address, "GET", f"{API}/at/0", room.headers)
        self.origin = start["origin"]
        self.state: State = read_state(SAMPLE, start["records"])
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self.room.quiet.is_set():
            self.room.up.wait(0.2)
            try:
                for name, data in self._events():
                    self._take(name, data)
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.02)

    def _events(self) -> Iterator[tuple[str, Any]]:
        """The events of one connection, until it ends."""
        connection = http.client.HTTPConnection(*self.room.address, timeout=20)
        try:
            asked = f"{API}/events?after=0&origin={self.origin}"
            connection.request("GET", asked, headers=self.room.headers | {"Last-Event-ID": str(self.seq)})
            answer = connection.getresponse()
            name = ""
            while line := answer.readline():
                key, _, value = line.decode().rstrip("\n").partition(": ")
                if key == "event":
                    name = value
                elif key == "data":
                    yield name, json.loads(value)
        finally:
            connection.close()

    def _take(self, name: str, data: Any) -> None:
        wrong = self.room.wrong
        if name == "change":
            if data["seq"] != self.seq + 1:
                wrong.append(f"{self.name} heard {data['seq']} after {self.seq}")
            self.seq = data["seq"]
            self.heard.append((self.seq, data["id"]))
            self.state = self.state.patched(data["after"])
        elif name == "snapshot" and data["seq"] - self.seq <= MOST_MISSED:
            wrong.append(f"{self.name} was told to take everything anew, at {self.seq} of {data['seq']}")
            self.seq = data["seq"]
