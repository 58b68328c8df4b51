"""How long the server keeps everybody waiting while it makes reports and takes files in: a real server, its load beside it.

Run `python bench/lag.py [--reports 5] [--touchpoints 500] [--seconds 25] [--alone] [--most 50]`. One process asks `/health`,
which does nothing, a hundred times a second: what is beyond its usual time is time that the server stood still. Another sends
20 edits a second, each durable before its answer. A third only sleeps: how late it wakes up is how busy the machine is. First
alone, then while reports are made, a workshop is taken in again and again, and pages and readings of a large one are asked for.
`--alone` serves without helper processes, for comparison. Ends with 1 when `/health` takes longer than that at p99.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import multiprocessing as mp
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from touchmap.domain.generator import generate
from touchmap.formats import workshop_file
from touchmap.services import exchange, library
from touchmap.store.database import open_database

SAMPLE = "missed-connection"
LARGE = "large"
EVERY, EDIT_EVERY = 0.01, 0.05  # seconds
WITHOUT = """
import sys
from touchmap.cli import serving
serving.Helpers = lambda *_: None
from touchmap.cli import main
sys.exit(main())
"""


@dataclass(frozen=True)
class Door:
    """Where the server answers, and what a signed-in browser sends."""

    host: str
    port: int
    cookie: str
    key: str

    def ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "", timeout: float = 120
    ) -> tuple[int, bytes, str]:
        """Status, body and place of an answer, on a connection of its own."""
        line = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        headers = {"Cookie": self.cookie, "X-Form-Key": self.key} | ({"Content-Type": kind} if kind else {})
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        found = answer.status, answer.read(), answer.headers.get("Location", "")
        line.close()
        return found


class Server:
    """`touchmap serve` with the sample and a large workshop."""

    def __init__(self, data: Path, touchpoints: int, *, helpers: bool) -> None:
        now = dt.datetime.now(dt.UTC)
        with open_database(data) as database:
            exchange.import_file(database, *library.sample(SAMPLE), now=now)
            exchange.import_model(database, exchange.with_id(generate(touchpoints), LARGE), now=now)
        start = ["-m", "touchmap"] if helpers else ["-c", WITHOUT]
        command = [sys.executable, "-u", *start, "--data", str(data), "serve", "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None  # opened as a pipe
        link = next(
            found[0] for line in self.process.stdout if (found := re.search(r"http://\S+/enter/\S+", line))
        )
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        where = urllib.parse.urlsplit(link)
        line = http.client.HTTPConnection(str(where.hostname), where.port, timeout=60)
        line.request("GET", where.path)
        cookie = line.getresponse().headers["Set-Cookie"].split(";")[0]
        line.close()
        door = Door(str(where.hostname), where.port or 80, cookie, "")
        key = json.loads(door.ask("GET", "/api/v1/session")[1])["form_key"]
        self.door = Door(door.host, door.port, cookie, key)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def look(door: Door, pipe: Connection) -> None:
    """Asks for `/health` until told to stop; sends the seconds of each answer."""
    line = http.client.HTTPConnection(door.host, door.port, timeout=120)
    times: list[float] = []
    while not pipe.poll():
        began = time.perf_counter()
        line.request("GET", "/health")
        line.getresponse().read()
        times.append(time.perf_counter() - began)
        time.sleep(max(0.0, EVERY - times[-1]))
    pipe.send(times)


def doze(door: Door, pipe: Connection) -> None:
    """Sleeps until told to stop; sends by how many seconds it woke up late each time."""
    times: list[float] = []
    while not pipe.poll():
        began = time.perf_counter()
        time.sleep(EVERY)
        times.append(time.perf_counter() - began - EVERY)
    pipe.send(times)


def write(door: Door, pipe: Connection) -> None:
    """Edits until told to stop; sends the seconds of each acknowledgement."""
    times: list[float] = []
    while not pipe.poll():
        edit = {"id": str(uuid.uuid4()), "action": "set", "kind": "touchpoint", "record": "gate-closed"}
        body = json.dumps(edit | {"fields": {"place": f"Gate {len(times)}"}}).encode()
        began = time.perf_counter()
        status, said, _ = door.ask("POST", f"/api/v1/workshops/{SAMPLE}/edits", body, "application/json")
        times.append(time.perf_counter() - began)
        if status != 200:
            raise SystemExit(f"an edit was answered {status}: {said[:200]!r}")
        time.sleep(max(0.0, EDIT_EVERY - times[-1]))
    pipe.send(times)


class Watch:
    """The measurements, each in a process of its own."""

    def __init__(self, door: Door) -> None:
        self.ends = []
        for work in (look, write, doze):
            ours, theirs = mp.get_context("spawn").Pipe()
            mp.get_context("spawn").Process(target=work, args=(door, theirs), daemon=True).start()
            self.ends.append(ours)

    def told(self, when: str) -> float:
        """Prints what was measured; gives the p99 of `/health` in milliseconds."""
        for end in self.ends:
            end.send("stop")
        looked, wrote, dozed = (end.recv() for end in self.ends)
        lag = told(f"{when}: /health", looked[5:])  # the first ones open the connection
        told(f"{when}: an edit, durable", wrote[2:])
        told(f"{when}: a process that sleeps, late", dozed)
        return lag


def load(door: Door, reports: int, file: bytes, seconds: float) -> dict[str, int]:
    """Reports, imports, pages and readings, all at once, for so long and until every report is over."""
    done = {"reports": 0, "imports": 0, "pages": 0, "readings": 0}
    until = time.monotonic() + seconds
    jobs = [
        door.ask("POST", f"/workshops/{SAMPLE}/report", b"x=1", "application/x-www-form-urlencoded")[2]
        for _ in range(reports)
    ]

    def take_in() -> None:
        edge = uuid.uuid4().hex
        body = b"".join(
            (
                f'--{edge}\r\nContent-Disposition: form-data; name="replace"\r\n\r\nyes\r\n'.encode(),
                f'--{edge}\r\nContent-Disposition: form-data; name="form_key"\r\n\r\n{door.key}\r\n'.encode(),
                f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="w.yaml"\r\n\r\n'.encode(),
                file.replace(b"Generated workshop", edge.encode(), 1),
                f"\r\n--{edge}--\r\n".encode(),
            )
        )
        status, said, _ = door.ask("POST", "/workshops", body, f"multipart/form-data; boundary={edge}")
        if status != 303:
            raise SystemExit(f"an import was answered {status}: {said[-400:]!r}")
        done["imports"] += 1

    def pages() -> None:
        for part in ("", "/graph", "/findings", "/figures"):
            door.ask("GET", f"/workshops/{LARGE}{part}")
            done["pages"] += 1

    def readings() -> None:
        door.ask("GET", f"/api/v1/workshops/{SAMPLE}/reading")
        done["readings"] += 1
        time.sleep(0.2)

    def again(work: object) -> None:
        assert callable(work)
        while time.monotonic() < until:
            work()

    threads = [threading.Thread(target=again, args=(work,)) for work in (take_in, pages, readings)]
    for thread in threads:
        thread.start()
    for job in jobs:
        while not (said := json.loads(door.ask("GET", f"{job}/state")[1]))["over"]:
            time.sleep(0.2)
        done["reports"] += said["state"] == "done"
    for thread in threads:
        thread.join()
    return done


def cut(values: list[float], share: float) -> float:
    """A percentile in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def told(name: str, values: list[float]) -> float:
    """Prints a row; gives its p99 in milliseconds."""
    shares = [cut(values, share) for share in (0.5, 0.95, 0.99, 1)]
    print(f"  {name:<40}{len(values):>7,}" + "".join(f"{one:>9.1f}" for one in shares) + " ms", flush=True)
    return shares[2]


def main() -> int:
    """Measures and prints; 1 when the server stood still for too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=5)
    parser.add_argument("--touchpoints", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=25.0)
    parser.add_argument("--alone", action="store_true", help="without helper processes")
    parser.add_argument("--most", type=float, default=50.0, help="milliseconds at p99")
    given = parser.parse_args()
    file = workshop_file.write(generate(given.touchpoints), "w.yaml")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), given.touchpoints, helpers=not given.alone)
        try:
            server.door.ask("GET", f"/workshops/{LARGE}")  # the helpers are there
            print(f"{'':<42}{'times':>7}{'p50':>9}{'p95':>9}{'p99':>9}{'most':>9}")
            watch = Watch(server.door)
            time.sleep(min(6.0, given.seconds / 3))
            watch.told("nothing else")
            watch = Watch(server.door)
            time.sleep(1.5)
            done = load(server.door, given.reports, file, given.seconds)
            lag = watch.told("under load")
            print("  done meanwhile: " + ", ".join(f"{count} {name}" for name, count in done.items()))
            print(f"  load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        finally:
            server.stop()
    print(
        f"{'MISSED' if lag > given.most else 'held'}: /health under load at p99 {lag:.1f} ms, at most {given.most:g} ms"
    )
    return int(lag > given.most)


if __name__ == "__main__":
    sys.exit(main())
