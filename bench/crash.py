"""Kills a real server again and again while six people write, and holds what it answered to what it kept.

Run `python bench/crash.py [--kills 100] [--fault early] [--seed 1]`. Every restart and the end are checked over HTTP:
each answered edit is in the log at its seq, none twice, none that nobody sent, no gap; what was answered before another
was sent stands before it; an edit sent again gets the seq it had; the log folds to the snapshot. Ends with 1 and says
what is wrong when something is. `--fault early` plants a fault (answers before the commit) that must be found.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from touchmap.cli.entry import run as touchmap
from touchmap.domain.changes import read_state
from touchmap.services import exchange, library
from touchmap.services.access import Access, secret_key
from touchmap.services.editing import Editing
from touchmap.store.database import FILE, open_database

WRITERS = 6
PAGE = 500
OVERLAP = 500
SAMPLE = "missed-connection"
API = f"/api/v1/workshops/{SAMPLE}"
PLACES = ("gate-closed", "desk-queue")


@dataclass
class Operation:
    """One edit as its sender saw it: when it was first sent, when and with which seq it was answered."""

    edit: dict[str, Any]
    sent: float
    answered: float | None = None
    seq: int | None = None


@dataclass
class Room:
    """What everybody in the run shares: where the server is, what was sent, how long answers took."""

    chance: random.Random
    address: tuple[str, int] = ("", 0)
    headers: dict[str, str] = field(default_factory=dict)  # of whoever checks
    people: list[dict[str, str]] = field(default_factory=list)  # the headers of each writer
    up: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    operations: list[Operation] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)


class Server:
    """`touchmap serve` in a process group of its own."""

    def __init__(self, data: Path, fault: str) -> None:
        own = [str(Path(__file__).resolve()), "--serve", "--fault", fault] if fault else ["-m", "touchmap"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("TOUCHMAP_")}
        self.process = subprocess.Popen(
            [sys.executable, "-u", *own, "--data", str(data), "serve", "--port", "0"],
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
        """Ends it at once, as a power cut would end the process."""
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
    chance = random.Random(room.chance.random() + number)
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
    """An edit that will be taken: a new statement, or another name or text; `made` has the last edit of each statement."""
    id = f"w{number}-{count}"
    what = chance.random()
    if what < 0.6 or not made:
        record = f"s-{id}"
        made[record] = id
        fields = {"touchpoint": chance.choice(PLACES), "state": "current", "text": f"Statement {id}"}
        return {"id": id, "action": "add", "kind": "statement", "record": record, "fields": fields}
    if what < 0.8:
        fields = {"name": f"Name {id}"}
        return {
            "id": id,
            "action": "set",
            "kind": "touchpoint",
            "record": chance.choice(PLACES),
            "fields": fields,
        }
    record = chance.choice(sorted(made))
    upon, made[record] = made[record], id
    return {
        "id": id, "action": "set", "kind": "statement", "record": record,
        "fields": {"text": f"Text {id}"}, "seen": 0, "upon": upon,
    }  # fmt: skip


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


def log_of(room: Room, whole: bool) -> list[dict[str, Any]]:
    """The log over HTTP: all of it, or after a kill its end, which is all that a kill could harm."""
    log = [] if whole else room.log[:-OVERLAP]
    while True:
        after = log[-1]["seq"] if log else 0
        _, answer, _ = ask(room.address, "GET", f"{API}/changes?after={after}&limit={PAGE}", room.headers)
        log += answer["changes"]
        if len(answer["changes"]) < PAGE:
            room.log = log
            return list(log)


def check(room: Room, operations: list[Operation], *, whole: bool = False) -> list[dict[str, Any]]:
    """Holds what was answered so far to the log; notes what is wrong."""
    log = log_of(room, whole)
    wrong = room.wrong
    if [change["seq"] for change in log] != list(range(1, len(log) + 1)):
        wrong.append("the log has a gap, or is out of order")
    seqs: dict[str, int] = {}
    for change in log:
        if seqs.setdefault(change["id"], change["seq"]) != change["seq"]:
            wrong.append(f"{change['id']} is in the log twice")
    sent = {operation.edit["id"] for operation in list(room.operations)}
    wrong += [f"{id} is in the log and nobody sent it" for id in seqs.keys() - sent]
    for operation in operations:
        if seqs.get(operation.edit["id"]) != operation.seq:
            found = seqs.get(operation.edit["id"], "nowhere")
            wrong.append(f"{operation.edit['id']} was answered {operation.seq} and is at {found}")
    newest = 0
    for _, begins, seq in sorted(moments(operations)):
        if begins and seq <= newest:
            wrong.append(f"{seq} was sent after {newest} was answered")
        newest = newest if begins else max(newest, seq)
    for operation in random.sample(operations, min(3, len(operations))):
        status, answer, _ = ask(room.address, "POST", f"{API}/edits", room.headers, operation.edit)
        if status != 200 or answer["seq"] != operation.seq:
            wrong.append(f"{operation.edit['id']} sent again was answered otherwise: {answer}")
    return log


def moments(operations: list[Operation]) -> list[tuple[float, bool, int]]:
    """When each edit was sent (True) and when it was answered (False), with its seq."""
    found = []
    for operation in operations:
        if operation.seq is not None and operation.answered is not None:
            found += [(operation.sent, True, operation.seq), (operation.answered, False, operation.seq)]
    return found


def answered(room: Room) -> list[Operation]:
    """The edits that were answered by now."""
    return [operation for operation in list(room.operations) if operation.seq is not None]


def fold(room: Room, log: list[dict[str, Any]], data: Path) -> None:
    """The log folds to the snapshot, and the database is sound."""
    _, start, _ = ask(room.address, "GET", f"{API}/at/0", room.headers)
    _, end, _ = ask(room.address, "GET", f"{API}/snapshot", room.headers)
    state = read_state(SAMPLE, start["records"])
    for change in log:
        state = state.patched(change["after"])
    if state.plain() != end["records"]:
        room.wrong.append("the log does not fold to the snapshot")
    with sqlite3.connect(data / FILE) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            room.wrong.append("the database is damaged")


def run(kills: int, fault: str, seed: int, data: Path) -> Room:
    """The whole run; it ends early when something is wrong."""
    content, name = library.sample(SAMPLE)
    with open_database(data) as database:
        exchange.import_file(database, content, name, now=dt.datetime.now(dt.UTC))
        access = Access(database, secret_key(data))
        links = [access.make_link() for _ in range(WRITERS + 1)]
    room = Room(random.Random(seed))
    server = Server(data, fault)
    room.address = server.address
    room.headers, *room.people = (sign_in(server.address, link) for link in links)
    room.up.set()
    writers = [threading.Thread(target=write, args=(room, number), daemon=True) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    done = 0
    try:
        while done < kills and not room.wrong:
            before = len(room.seconds)
            while len(room.seconds) < before + 5 and not room.wrong:
                time.sleep(0.005)
            time.sleep(room.chance.uniform(0, 0.25))
            room.up.clear()
            server.kill()
            done += 1
            there = answered(room)
            server = Server(data, fault)
            room.address = server.address
            room.up.set()
            check(room, there)
        room.over.set()
        for writer in writers:
            writer.join()
        fold(room, check(room, answered(room), whole=True), data)
    finally:
        room.over.set()
        server.kill()
    print(f"{done} kills, {len(room.operations)} edits sent, {len(answered(room))} answered")
    return room


def plant(fault: str) -> None:
    """Makes this process answer before it commits."""
    if fault != "early":
        raise SystemExit(f"there is no fault {fault}")

    def too_early(self: Editing, jobs: list[Any], batch: Any) -> None:
        with self.database.writing() as session:
            rows = session.connection()
            self._recall(rows, jobs, batch)
            for job in jobs:
                batch.answers.append((job, self._one(rows, job, batch, dt.datetime.now(dt.UTC))))
            for job, answer in batch.answers:
                job.end(answer)
            time.sleep(0.02)

    Editing._transaction = too_early  # type: ignore[method-assign]  # the fault is planted here and nowhere else


def main() -> int:
    """Runs, prints, and says by its exit code whether everything held."""
    parser = argparse.ArgumentParser(
        allow_abbrev=False, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--fault", default="", choices=["", "early"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.serve:
        plant(options.fault)
        return touchmap(rest)
    with tempfile.TemporaryDirectory() as folder:
        room = run(options.kills, options.fault, options.seed, Path(folder))
    if len(room.seconds) > 1:
        cuts = statistics.quantiles(room.seconds, n=100)
        print(f"answered in: median {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms")
    for line in room.wrong[:20]:
        print(f"WRONG: {line}")
    print("something is wrong" if room.wrong else "0 lost, 0 twice, no gap")
    return 1 if room.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
