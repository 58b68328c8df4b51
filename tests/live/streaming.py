"""Builders of the stream's tests: a real server that can be started again, somebody signed in, and a reader of events."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from touchmap.services import exchange, library
from touchmap.services.access import Access, secret_key
from touchmap.store.database import open_database

SAMPLE = "missed-connection"
SOON = 12.0  # seconds in which a stream that ought to end has ended
API = f"/api/v1/workshops/{SAMPLE}"


def a_touchpoint_is_set(**fields: str) -> dict[str, Any]:
    """A fresh edit."""
    what = {"kind": "touchpoint", "action": "set", "record": "gate-closed", "fields": fields}
    return {"id": uuid.uuid4().hex, **what}


@dataclass(frozen=True)
class Event:
    """One event as a browser would get it; `name` is `beat` for a comment, `retry` for a time to wait."""

    name: str
    data: Any = None
    id: int | None = None


class Stream:
    """An open stream; a reader that waits more than ten seconds for an event fails."""

    def __init__(self, connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> None:
        self._connection = connection
        connection.request("GET", path, headers=headers)
        self.socket = connection.sock
        self.answer = connection.getresponse()
        self.status = self.answer.status
        if self.status != 200:
            self.close()

    def next(self) -> Event | None:
        """The next event; None when the stream has ended."""
        lines: list[bytes] = []
        try:
            while True:
                line = self.answer.readline()
                if not line:
                    self.close()
                    return None
                if line == b"\n":
                    break
                lines.append(line.rstrip(b"\n"))
        except (ConnectionError, http.client.IncompleteRead):
            self.close()
            return None
        return _event(lines)

    def until(self, name: str) -> Event:
        """The next event of this name, whatever comes before it."""
        while (event := self.next()) is not None:
            if event.name == name:
                return event
        raise AssertionError(f"the stream ended without '{name}'")

    def changes(self, count: int) -> list[int]:
        """The seqs of the next so many changes."""
        return [self.until("change").id or 0 for _ in range(count)]

    def rest(self) -> list[Event]:
        """Everything until the stream ends."""
        until = time.monotonic() + SOON
        found = []
        while (event := self.next()) is not None:
            found.append(event)
            assert time.monotonic() < until, "the stream does not end"
        return found

    def close(self) -> None:
        """Goes away without a word, as a browser does."""
        self.socket.close()
        self.answer.close()
        self._connection.close()


def _event(lines: list[bytes]) -> Event:
    found: dict[str, str] = {}
    for line in lines:
        key, _, value = line.decode().partition(":")
        found[key or "comment"] = value.strip()
    if "comment" in found or "retry" in found:
        return Event(found.get("comment") or "retry", int(found.get("retry", 0)))
    id = int(found["id"]) if "id" in found else None
    return Event(found.get("event", ""), json.loads(found.get("data", "null")), id)


class Server:
    """`touchmap serve` with the sample in a data folder; it can be stopped and started again at the same port."""

    def __init__(self, data: Path) -> None:
        self.data = data
        content, name = library.sample(SAMPLE)
        with open_database(data) as database:
            exchange.import_file(database, content, name, now=dt.datetime.now(dt.UTC))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.start()

    def start(self) -> None:
        """Starts the process and waits until it answers."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TOUCHMAP_")}
        command = [sys.executable, "-u", "-m", "touchmap", "--data", str(self.data), "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self.process.stdout is not None
        said = iter(self.process.stdout.readline, "")
        assert any(re.search(r"/enter/", line) for line in said), self.process.communicate()

    def stop(self) -> str:
        """Ends the process; what it had to complain about."""
        self.process.terminate()
        return self.process.communicate(timeout=180)[1]

    def sign_in(self) -> Person:
        """Somebody with a session of their own."""
        with open_database(self.data) as database:
            link = Access(database, secret_key(self.data)).make_link()
        connection = self.connection()
        connection.request("GET", f"/enter/{link}", headers={"User-Agent": "Firefox Linux"})
        answer = connection.getresponse()
        cookie = str(answer.headers["Set-Cookie"]).split(";")[0]
        answer.read()
        connection.close()
        return Person(self, cookie)

    def connection(self) -> http.client.HTTPConnection:
        """A connection of one's own."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=SOON)


class Person:
    """A signed-in browser."""

    def __init__(self, server: Server, cookie: str) -> None:
        self.server = server
        self.headers = {"Cookie": cookie, "User-Agent": "Firefox Linux"}
        said = self.ask("GET", "/api/v1/session")[1]
        self.actor = said["actor"]
        self.headers["X-Form-Key"] = said["form_key"]

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and answer of a request."""
        connection = self.server.connection()
        text = json.dumps(body) if body is not None else None
        more = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, text, self.headers | more)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return answer.status, json.loads(said) if is_json and said else said

    def edit(self, name: str) -> int:
        """Names a touchpoint; the seq."""
        return self._do(a_touchpoint_is_set(name=name))

    def write(self, text: str, seen: int) -> int:
        """Sets a long text of a touchpoint; the seq."""
        return self._do(a_touchpoint_is_set(customer_action=text) | {"seen": seen})

    def _do(self, edit: dict[str, Any]) -> int:
        status, said = self.ask("POST", f"{API}/edits", edit)
        assert status == 200, said
        return int(said["seq"])

    def form(self, path: str, **fields: str) -> int:
        """Sends a form; the status."""
        connection = self.server.connection()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(fields), self.headers | kind)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def listen(self, query: str = "", last: int | None = None, buffer: int = 0) -> Stream:
        """A stream; `last` is what a browser that comes back says in Last-Event-ID."""
        connection = self.server.connection()
        if buffer:
            connection.sock = socket.socket()
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            connection.sock.settimeout(SOON)
            connection.sock.connect(("127.0.0.1", self.server.port))
        said = {"Last-Event-ID": str(last)} if last is not None else {}
        return Stream(connection, f"{API}/events{query}", self.headers | said)
