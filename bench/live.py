"""How many can watch while people edit: touchmap, durable before its answer, and beside it Hocuspocus, which stores later.

`python bench/live.py` does all of it in about five minutes, `… --quick` a short version, `… --without-rival` only touchmap.
Server and load share this machine; everything stays on the loopback. Listeners are plain sockets in one process that reads
nothing but a time stamp out of every event; 20 people write in another. Fan-out is the time from the moment an edit is sent
until a listener has it, for every listener of every edit. Then come the moments of a workshop: 500 votes within five seconds,
somebody who comes back after 1,000 missed edits, 500 who join within 30 seconds from one address. Ends with 1 when an event
was missed, came twice or out of order, when somebody was refused, or when a target was missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from live_load import (
    STREAMS_OF_SESSION,
    Heard,
    Join,
    come_back,
    in_process,
    joins,
    listen,
    touchmap_wire,
    write,
)
from live_rival import Rival, install, rival_wire
from live_server import Server, Visitor

SHAPES = ((500, 20.0), (500, 60.0), (1_000, 20.0))  # streams, edits each second
FIRST = SHAPES[0]
WRITERS = 20
WARM = 1.0  # seconds in which each writer makes an edit that is not counted: what a server does only once is not asked here
MISSED = 1_000
VOTES, VOTE_SECONDS = 500, 5.0
JOINS, JOIN_SECONDS = 500, 30.0
MOST = {
    "acknowledge p99": 100.0,
    "fan-out p99": 150.0,
    "memory": 400.0,
    "votes": 2.0,
    "back": 1.0,
    "join": 3.0,
}


@dataclass(frozen=True)
class Run:
    """One run of one shape: milliseconds, megabytes, processors."""

    who: str
    acknowledged: list[float]
    heard: Heard
    expected: int
    used: float
    load: float
    memory: float
    whole: bool

    def row(self) -> str:
        """As a line of the table."""
        acknowledged = f"{cut(self.acknowledged, 0.5):5.0f} / {cut(self.acknowledged, 0.99):4.0f}"
        heard = self.heard.fan_out
        fan_out = f"{cut(heard, 0.5):5.0f} / {cut(heard, 0.99):4.0f} / {cut(heard, 1):4.0f}"
        got = f"{len(heard):,} of {self.expected:,}"
        return (
            f"  {self.who:<12}{fan_out:>20}{acknowledged:>16}{got:>24}"
            f"{self.used:>8.2f}{self.load:>8.2f}{self.memory:>7.0f} MB{'' if self.whole else '   NOT WHOLE'}"
        )


@dataclass
class Verdict:
    """What came out against what was wanted."""

    wrong: list[str] = field(default_factory=list)

    def hold(self, name: str, value: float, unit: str, of: str = "") -> None:
        """Prints a figure that has a target, and notes one that is missed."""
        most = MOST[name]
        good = value <= most
        print(
            f"  {name + of:<58}{value:>9.2f} {unit:<3} (at most {most:g}){'' if good else '   MISSED'}",
            flush=True,
        )
        if not good:
            self.wrong.append(f"{name}{of}: {value:.2f} {unit}, at most {most:g}")

    def whole(self, run: Run) -> None:
        """Notes a run in which something did not arrive."""
        if not run.whole:
            self.wrong.append(f"{run.who}: not everything arrived once and in order")


def cut(values: list[float], share: float) -> float:
    """A percentile in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def run_touchmap(streams: int, rate: float, seconds: float, data: Path) -> Run:
    """A fresh server, its listeners and its writers."""
    server = Server(data)
    try:
        people = server.visitors(max(WRITERS, -(-streams // STREAMS_OF_SESSION)))
        listener, ear = in_process(listen, touchmap_wire, people, streams)
        ear.recv()
        ear.send(len(in_process(write, people[:WRITERS], WRITERS, WARM)[1].recv()))
        ear.recv()
        busy, began = server.usage.processor(), time.monotonic()
        answers = in_process(write, people[:WRITERS], rate, seconds)[1].recv()
        took = time.monotonic() - began
        used = (server.usage.processor() - busy) / took
        ear.send(len(answers))
        heard: Heard = ear.recv()
        listener.join()
        good = [one for one, status, _ in answers if status == 200]
        return _run("touchmap", good, heard, len(answers), streams, used, took, server.usage.memory())
    finally:
        server.stop()


def run_rival(streams: int, rate: float, seconds: float, data: Path) -> Run:
    """The same with Hocuspocus."""
    rival = Rival(data)
    try:
        listener, ear = in_process(listen, rival_wire, rival.port, streams)
        ear.recv()
        ear.send(rival.write(WRITERS, WRITERS, WARM).sent)
        ear.recv()
        busy, began = rival.usage.processor(), time.monotonic()
        told = rival.write(WRITERS, rate, seconds)
        took = time.monotonic() - began
        used = (rival.usage.processor() - busy) / took
        ear.send(told.sent)
        heard: Heard = ear.recv()
        listener.join()
        return _run("Hocuspocus", told.seconds, heard, told.sent, streams, used, took, rival.usage.memory())
    finally:
        rival.stop()


def _run(
    who: str,
    good: list[float],
    heard: Heard,
    sent: int,
    streams: int,
    used: float,
    took: float,
    memory: float,
) -> Run:
    each_has_all = all(got == sent for got in heard.got)
    whole = each_has_all and not heard.wrong and not heard.ended and len(good) == sent
    return Run(who, good, heard, sent * streams, used, heard.processor / took, memory, whole)


def compare(
    shapes: list[tuple[int, float]], seconds: float, rival: bool, rounds: int, verdict: Verdict
) -> None:
    """Every shape, touchmap and the rival in turn."""
    for streams, rate in shapes:
        print(f"\n{streams:,} streams × {rate:g} edits/s × {seconds:g} s, {WRITERS} writers")
        print(
            f"  {'':<12}{'fan-out 50/99/most':>20}{'answer 50/99':>16}{'events':>24}{'server':>8}{'load':>8}{'memory':>10}"
        )
        runs: list[Run] = []
        for _ in range(rounds):
            for measure in (run_touchmap, *((run_rival,) if rival else ())):
                with tempfile.TemporaryDirectory(prefix="touchmap-live-") as folder:
                    runs.append(measure(streams, rate, seconds, Path(folder) / "data"))
                print(runs[-1].row(), flush=True)
                verdict.whole(runs[-1])
        ours = [run for run in runs if run.who == "touchmap"]
        theirs = [run for run in runs if run.who != "touchmap"]
        fan_out = statistics.median(cut(run.heard.fan_out, 0.99) for run in ours)
        if theirs:
            other = statistics.median(cut(run.heard.fan_out, 0.99) for run in theirs)
            print(f"  fan-out p99, touchmap ÷ Hocuspocus: {fan_out / other:.2f}")
        if (streams, rate) == FIRST:
            of = f", {streams} × {rate:g}"
            verdict.hold(
                "acknowledge p99", statistics.median(cut(r.acknowledged, 0.99) for r in ours), "ms", of
            )
            verdict.hold("fan-out p99", fan_out, "ms", of)
            verdict.hold("memory", max(run.memory for run in ours), "MB", of)


def moments(server: Server, streams: int, verdict: Verdict) -> None:
    """Votes, somebody who comes back, and a whole room that joins while the others watch and edit."""
    people = server.visitors(max(50, -(-streams // STREAMS_OF_SESSION)))
    listener, ear = in_process(listen, touchmap_wire, people, streams)
    ear.recv()
    print(f"\nThe moments of a workshop, {streams} streams open")
    head = _votes(people, verdict)
    if head < MISSED:
        _, pen = in_process(write, people[:WRITERS], 100.0, (MISSED - head) / 100 + 1)
        head = max(seq for _, _, seq in pen.recv())
    verdict.hold("back", come_back(people[0], head - MISSED, head), "s", f" after {MISSED:,} missed edits")
    _joins(people, JOINS, 0, verdict)
    _joins(people, JOINS, 20, verdict)
    verdict.hold("memory", server.usage.memory(), "MB", " at the end")
    listener.terminate()
    listener.join()


def _votes(people: list[Visitor], verdict: Verdict) -> int:
    _, pen = in_process(write, people[:50], VOTES / VOTE_SECONDS, VOTE_SECONDS)
    answers = pen.recv()
    good = [took for took, status, _ in answers if status == 200]
    if len(good) != VOTES:
        verdict.wrong.append(f"{len(good)} of {VOTES} votes were answered")
    verdict.hold(
        "votes", max(good), "s", f": the slowest of {VOTES} in {VOTE_SECONDS:g} s, {len(good)} answered"
    )
    return max(seq for _, _, seq in answers)


def _joins(people: list[Visitor], count: int, rate: float, verdict: Verdict) -> None:
    """Everybody's first minute, also while `rate` edits a second are made."""
    _, door = in_process(joins, people, count, JOIN_SECONDS)
    pen = in_process(write, people[:WRITERS], rate, JOIN_SECONDS)[1] if rate else None
    told: list[Join] = door.recv()
    if pen is not None:
        pen.recv()
    refused = [one.refused for one in told if one.refused]
    seconds = sorted(one.seconds for one in told)
    while_edited = f" while {rate:g} edits/s are made" if rate else ""
    of = f": the slowest of {count} in {JOIN_SECONDS:g} s{while_edited}"
    print(f"  (joining: median {statistics.median(seconds):.2f} s, {len(refused)} refused)")
    verdict.hold("join", seconds[-1], "s", of)
    if refused:
        verdict.wrong.append(f"{len(refused)} of {count} were refused: {refused[0]}")


def main() -> int:
    """Reads the arguments, measures, and says what came out."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="one shape, 5 seconds, without the moments")
    parser.add_argument("--without-rival", action="store_true", help="only touchmap")
    parser.add_argument("--without-shapes", action="store_true", help="only the moments")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each run")
    parser.add_argument(
        "--rounds", type=int, default=1, help="runs of each shape and rival, in turn; medians are compared"
    )
    given = parser.parse_args()
    if not (1 <= given.seconds <= 600 and 1 <= given.rounds <= 20):
        parser.error("1 to 600 s, 1 to 20 rounds")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers are ended on the way out
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    rival = not given.without_rival and not given.without_shapes
    if rival:
        install()
    began = dt.datetime.now(dt.UTC)
    print(f"{began:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.2f}")
    print(
        "milliseconds; server and load: processors used; Hocuspocus' answer says received, touchmap's says stored"
    )
    verdict = Verdict()
    shapes = list(SHAPES[:1] if given.quick else () if given.without_shapes else SHAPES)
    compare(shapes, 5.0 if given.quick else given.seconds, rival, given.rounds, verdict)
    if not given.quick:
        with tempfile.TemporaryDirectory(prefix="touchmap-live-") as folder:
            server = Server(Path(folder))
            try:
                moments(server, FIRST[0], verdict)
            finally:
                server.stop()
    for line in verdict.wrong:
        print(f"MISSED: {line}")
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
