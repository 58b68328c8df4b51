"""A whole room: 500 participants join, write, rate and vote over bad Wi-Fi, and every screen is right and soon.

`python bench/room.py` is a session as it would be (five minutes), `--fast` the same in a fifth of the time; `--long` looks at the
memory while 60 people work for 20 minutes. Server, phones and screens are processes of this machine; the phones load what a
phone's browser loads and answer the marks of their streams as its script does. A fifth of the participants have requests that
are cut in half, stall or lose their answer, and streams that drop. Ends with 1 when a contribution was lost or kept twice, a
screen says a wrong number, somebody was refused, or a target was missed. `--fault NAME` serves with a planted fault.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import resource
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from live_load import in_process
from live_server import Server
from room_checks import ROOM, Desk, calm, fan_out, revealed, screens, steady
from room_faults import FAULTS
from room_phones import Told, crowd

PEOPLE, NOTES, DOTS = 500, 3, 5
JOIN_SECONDS, NOTE_SECONDS, RATE_SECONDS, VOTE_SECONDS = 30.0, 180.0, 90.0, 5.0
FAST = 5.0  # so many times faster
FLAKY = 0.2
MOST = {"join": 3.0, "fan-out p99": 0.25, "memory": 500.0, "slope": 0.5}  # s, s, MB, MB a minute
LONG_PEOPLE, LONG_MINUTES = 60, 20
SETTLE = 5.0  # minutes of a long run that are not counted: caches fill


@dataclass
class Bench:
    """The run: who takes part, and what is wrong so far."""

    server: Server
    desk: Desk
    phones: Connection
    flaky: int
    wrong: list[str] = field(default_factory=list)
    busy: float = 0.0

    def begin(self) -> None:
        """A phase begins: what the server works from here on is the phase's."""
        self.busy = self.server.usage.processor()

    def tell(self, *what: Any) -> Told:
        """Has the phones do something; what they saw."""
        self.phones.send(what)
        told: Told = self.phones.recv()
        self.wrong += told.refused[:3]
        return told

    def hold(self, name: str, value: float, unit: str, of: str = "") -> None:
        """Notes a figure that missed its target."""
        if value > MOST[name]:
            self.wrong.append(f"{name}{of}: {value:.2f} {unit}, at most {MOST[name]:g}")

    def phase(self, name: str, step: str, told: Told, flush: Told) -> None:
        """The line of a phase in the table; what is wrong with it."""
        told.given += flush.given
        told.pages += flush.pages
        told.bytes += flush.bytes
        for number, heard in flush.heard.items():
            told.heard[number] += heard
        worked = self.server.usage.processor() - self.busy
        seconds, missed = fan_out(steady(told, self.flaky), 0)
        self.wrong += missed[:3]
        p99 = cut(seconds, 0.99)
        print(
            f"  {name:<10}{len(told.given):>8,}{cut(told.took, 0.5):>8.2f} /{cut(told.took, 0.99):>5.2f}"
            f"{cut(seconds, 0.5):>9.2f} /{p99:>5.2f} /{cut(seconds, 1):>5.2f}{len(told.pages):>9,}"
            f"{cut(told.pages, 0.99):>7.2f}{told.bytes / 1e6:>7.1f}{worked:>7.1f}{told.mishaps:>9}"
            f"{calm(self.server):>8.0f}{os.getloadavg()[0]:>7.1f}",
            flush=True,
        )
        self.hold("fan-out p99", p99, "s", f" ({name})")


def cut(values: list[float], share: float) -> float:
    """A percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def session(bench: Bench, count: int, seconds: dict[str, float]) -> None:
    """From the door to the votes."""
    desk = bench.desk
    began, busy = time.monotonic(), bench.server.usage.processor()
    told = bench.tell("join", seconds["join"])
    if len(told.joins) != count:
        bench.wrong.append(f"{count - len(told.joins)} of {count} did not get in")
    slowest = max(told.joins, default=float("nan"))
    print(
        f"  {count} joins in {seconds['join']:g} s: median {statistics.median(told.joins):.2f} s, slowest {slowest:.2f} s, "
        f"{len(told.refused)} refused, {told.mishaps} answers lost on the way"
    )
    bench.hold("join", slowest, "s", " (slowest)")
    print(
        f"\n  {'':<10}{'kept':>8}{'answer 50/99':>15}{'fan-out 50/99/most':>23}"
        f"{'pages':>9}{'p99':>7}{'MB':>7}{'CPU s':>7}{'mishaps':>9}{'memory':>8}{'load':>7}"
    )
    records = desk.records()
    places = [id for id, entry in records.items() if entry["kind"] == "touchpoint"][:12]
    proposals = [id for id, entry in records.items() if entry["kind"] == "opportunity"]
    for kind, name, what in (
        ("touchpoints", "open", ("notes", seconds["open"], 1, [])),
        ("current", "notes", ("notes", seconds["notes"], NOTES, places)),
        ("rate", "ratings", ("ratings", seconds["ratings"], places)),
        ("vote", "votes", ("votes", seconds["votes"], proposals, DOTS, True)),
    ):
        step = desk.step(kind)
        desk.go(step)
        bench.begin()
        told = bench.tell(what[0], step, *what[1:])
        bench.phase(name, step, told, bench.tell("rest", 3.0))
        shown = bench.tell("shown")
        bench.wrong += [f"{name}: {said}" for said in screens(desk, shown, len(told.given))]
        if kind != "touchpoints":
            reveal(bench, name, step, shown)
        bench.wrong += [f"{name}: {said}" for said in revealed(desk, step, told)]
    used = (bench.server.usage.processor() - busy) / (time.monotonic() - began)
    memory = bench.server.usage.memory()
    print(f"\n  memory at most {memory:.0f} MB; the server took {used:.2f} processors")
    bench.hold("memory", memory, "MB")


def reveal(bench: Bench, name: str, step: str, shown: Told) -> None:
    """Shows everything; how long the deed and the phones' pages take, and how long the server answers nobody."""
    began = time.monotonic()
    bench.desk.post(f"/steps/{step}/reveal")
    took = time.monotonic() - began
    told = bench.tell("loaded", 30.0)
    pages = sorted(told.pages)
    loaded, each = time.monotonic() - began, told.bytes / max(1, len(pages)) / 1024
    print(
        f"  {'':<10}revealed in {took:.2f} s; {len(pages)} pages of {each:.0f} kB after {loaded:.1f} s, "
        f"p99 {cut(pages, 0.99):.2f} s"
    )
    if len(pages) < len(shown.shown):
        bench.wrong.append(f"{name}: {len(shown.shown) - len(pages)} phones did not load what was revealed")


def long_run(bench: Bench, count: int, minutes: float) -> None:
    """Notes and ratings without end; the slope of the memory after the first minutes."""
    bench.tell("join", count / 15)
    desk, told_at = bench.desk, []
    began = time.monotonic()
    places = [id for id, entry in desk.records().items() if entry["kind"] == "touchpoint"][:12]
    turn = 0
    while (now := (time.monotonic() - began) / 60) < minutes:
        kind = ("current", "rate", "desired")[turn % 3]
        step = desk.step(kind)
        desk.go(step)
        if kind == "rate":
            bench.tell("ratings", step, 20.0, places)
        else:
            bench.tell("again", step, 20.0, places)
        desk.get(f"{ROOM}/wall")
        desk.get(f"{ROOM}/now")
        told_at.append((now, calm(bench.server)))
        print(f"  minute {now:5.1f}: {told_at[-1][1]:.0f} MB, load {os.getloadavg()[0]:.1f}", flush=True)
        turn += 1
    counted = [one for one in told_at if one[0] >= min(SETTLE, minutes / 3)]
    slope = (
        statistics.linear_regression(*zip(*counted, strict=True)).slope if len(counted) > 2 else float("nan")
    )
    print(f"  {slope:+.2f} MB a minute over {counted[-1][0] - counted[0][0]:.1f} minutes")
    bench.hold("slope", slope, "MB/min")


def main() -> int:
    """Reads the arguments, runs the room, and says what came out."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=0, help="500, or 60 with --long")
    parser.add_argument(
        "--fast", action="store_true", help="a fifth of the time; the votes and the joins press as hard"
    )
    parser.add_argument("--long", action="store_true", help="look at the memory")
    parser.add_argument("--minutes", type=float, default=LONG_MINUTES)
    parser.add_argument("--fault", default="", choices=["", *FAULTS])
    given = parser.parse_args()
    count = given.people or (LONG_PEOPLE if given.long else PEOPLE)
    if not (1 <= count <= 1_000 and 0.5 <= given.minutes <= 600):
        parser.error("1 to 1,000 people, half a minute to 600 minutes")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server is ended on the way out
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    faster = FAST if given.fast else 1.0
    times = {
        "join": JOIN_SECONDS,
        "open": 20.0,
        "notes": NOTE_SECONDS / faster,
        "ratings": RATE_SECONDS / min(faster, 2),
    }
    times["votes"] = VOTE_SECONDS
    print(
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.2f}"
    )
    print(
        "seconds; fan-out: from an answered contribution until a phone's number is as high as what was answered by then"
    )
    serving = (
        (str(Path(__file__).with_name("room_faults.py")), given.fault) if given.fault else ("-m", "touchmap")
    )
    with tempfile.TemporaryDirectory(prefix="touchmap-room-") as folder:
        server = Server(Path(folder), serving)
        try:
            desk = Desk(server.visitors(1)[0])
            process, phones = in_process(crowd, server.address, desk.door(), count, FLAKY)
            bench = Bench(server, desk, phones, round(1 / FLAKY))
            if given.long:
                long_run(bench, count, given.minutes)
            else:
                session(bench, count, times)
            phones.send(("stop",))
            process.join(10)
        finally:
            for one in multiprocessing.active_children():
                one.terminate()
            server.stop()
    for line in bench.wrong:
        print(f"WRONG: {line}")
    if given.fault:
        print(f"the planted fault was {'found' if bench.wrong else 'NOT found'}")
        return 0 if bench.wrong else 1
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
