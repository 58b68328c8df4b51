"""The server that bench/live.py measures: `touchmap serve` with the sample in it, its visitors, its processor time and memory."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
import uuid
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic_ns
from urllib.parse import urlsplit

from touchmap.services import exchange, library
from touchmap.services.access import Access, secret_key
from touchmap.store.database import open_database

SAMPLE = "missed-connection"
PAGE = f"/workshops/{SAMPLE}"
API = f"/api/v1/workshops/{SAMPLE}"
PLACES = ("gate-closed", "desk-queue")


@dataclass(frozen=True)
class Visitor:
    """A signed-in browser: what its requests carry."""

    address: tuple[str, int]
    cookie: str
    key: str

    def connection(self) -> http.client.HTTPConnection:
        """A connection for requests one after another."""
        return http.client.HTTPConnection(*self.address, timeout=60)

    def edit(self, connection: http.client.HTTPConnection, number: int) -> tuple[float, int, int]:
        """Sends one edit, which carries the moment in its id: seconds until its answer, the status, the seq it got."""
        sent = monotonic_ns()
        body = {
            "id": f"t{sent}-{uuid.uuid4().hex[:8]}",
            "kind": "touchpoint",
            "action": "set",
            "record": PLACES[number % len(PLACES)],
            "fields": {"name": f"Name {sent}"},
        }
        head = {"Content-Type": "application/json", "X-Form-Key": self.key, "Cookie": self.cookie}
        connection.request("POST", f"{API}/edits", json.dumps(body), head)
        answer = connection.getresponse()
        said = answer.read()
        took = (monotonic_ns() - sent) / 1e9
        return took, answer.status, json.loads(said)["seq"] if answer.status == 200 else 0

    def stream(self, after: int) -> socket.socket:
        """A connection that has asked for events."""
        connection = socket.create_connection(self.address, timeout=60)
        host = "{}:{}".format(*self.address)
        asked = f"GET {API}/events?after={after} HTTP/1.1\r\nHost: {host}\r\nCookie: {self.cookie}\r\n\r\n"
        connection.sendall(asked.encode())
        return connection


class Usage:
    """What a process and its children take."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def memory(self) -> float:
        """Resident megabytes, the most that each process has had."""
        return sum(self._read(pid, "VmHWM") for pid in self._all()) / 1024

    def memory_now(self) -> float:
        """Resident megabytes just now."""
        return sum(self._read(pid, "VmRSS") for pid in self._all()) / 1024

    def processor(self) -> float:
        """Seconds of processor time so far."""
        ticks = 0
        for pid in self._all():
            parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(parts[11]) + int(parts[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _all(self) -> list[int]:
        listed = Path(f"/proc/{self._pid}/task/{self._pid}/children").read_text(encoding="ascii").split()
        return [self._pid, *map(int, listed)]

    def _read(self, pid: int, name: str) -> int:
        found = re.search(rf"{name}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
        return int(found[1]) if found else 0


class Server:
    """`touchmap serve` with the sample in a data folder of its own."""

    def __init__(self, data: Path, program: tuple[str, ...] = ("-m", "touchmap")) -> None:
        content, name = library.sample(SAMPLE)
        with open_database(data) as database:
            exchange.import_file(database, content, name, now=dt.datetime.now(dt.UTC))
        environment = {key: value for key, value in os.environ.items() if not key.startswith("TOUCHMAP_")}
        self.data = data
        self.said = open(data / "said.txt", "w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - closed by stop
        self.process = subprocess.Popen(
            [sys.executable, "-u", *program, "--data", str(data), "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
            env=environment,
            start_new_session=True,
        )
        self.usage = Usage(self.process.pid)
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

    def stop(self) -> None:
        """Ends it."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
        self.said.seek(0)
        for line in dict.fromkeys(self.said):
            print(f"  the server said: {line.rstrip()}")
        self.said.close()
