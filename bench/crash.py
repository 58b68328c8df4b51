"""Kills a real server again and again while people write and listen, and holds what it answered and sent to what it kept.

Run `python bench/crash.py [--kills 100] [--disk] [--fault NAME] [--seed 1]`. Six people write, two listen and come back by
Last-Event-ID. After every kill -9 and at the end, over HTTP (crash_checks.py): 0 lost, 0 twice, no gap, streams and log the
same. `--disk` looks with strace whether an edit is on the disk before its answer leaves. `--fault` plants one of the faults of
crash_faults.py, which must be found. Ends with 1 and says what is wrong when something is.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from crash_checks import check, check_end
from crash_disk import check_disk
from crash_faults import FAULTS
from crash_room import SAMPLE, Listener, Room, Server, sign_in, write

from touchmap.services import exchange, library
from touchmap.services.access import Access, secret_key
from touchmap.store.database import open_database

WRITERS = 6
LISTENERS = 2
BETWEEN = 5  # edits answered between two kills, at least
LONGEST = 0.25  # seconds that it is left alone after them


def make_data(data: Path) -> list[str]:
    """A data folder with the sample in it; links for everybody who takes part."""
    content, name = library.sample(SAMPLE)
    with open_database(data) as database:
        exchange.import_file(database, content, name, now=dt.datetime.now(dt.UTC))
        access = Access(database, secret_key(data))
        return [access.make_link() for _ in range(WRITERS + 2)]


def run(room: Room, kills: int, fault: str, data: Path, links: list[str]) -> int:
    """Kills so many times, or until something is wrong; the number of kills."""
    server = Server(data, fault)
    room.address = server.address
    room.headers, *room.people = (sign_in(server.address, link) for link in links)
    room.listeners = [Listener(room, f"listener {number}") for number in range(LISTENERS)]
    room.up.set()
    writers = [threading.Thread(target=write, args=(room, number), daemon=True) for number in range(WRITERS)]
    for thread in [*writers, *(listener.thread for listener in room.listeners)]:
        thread.start()
    done = 0
    try:
        while done < kills and not room.wrong:
            enough = len(room.seconds) + BETWEEN
            while len(room.seconds) < enough and not room.wrong:
                time.sleep(0.005)
            time.sleep(room.chance.uniform(0, LONGEST))
            room.up.clear()
            server.kill()
            done += 1
            there = room.answered()
            server = Server(data, fault)
            room.address = server.address
            room.up.set()
            check(room, there)
        finish(room, writers, data)
    finally:
        room.over.set()
        room.quiet.set()
        server.kill()
    return done


def finish(room: Room, writers: list[threading.Thread], data: Path) -> None:
    """Everybody writes their last edit to its answer; then everything is looked at once more."""
    room.over.set()
    for writer in writers:
        writer.join()
    if not room.wrong:
        check_end(room, data)


def main() -> int:
    """Runs, prints, and says by its exit code whether everything held."""
    parser = argparse.ArgumentParser(
        allow_abbrev=False, description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--disk", action="store_true")
    parser.add_argument("--fault", default="", choices=["", *FAULTS])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    room = Room(random.Random(options.seed))
    with tempfile.TemporaryDirectory() as folder:
        if options.disk:
            links = make_data(Path(folder) / "disk")
            seen = check_disk(room, Path(folder) / "disk", options.fault, links[0])
            print(f"{seen} edits under strace")
        if options.kills > 0 and not room.wrong:
            links = make_data(Path(folder) / "kills")
            done = run(room, options.kills, options.fault, Path(folder) / "kills", links[1:])
            heard = sum(len(listener.heard) for listener in room.listeners)
            print(
                f"{done} kills, {len(room.operations)} edits sent, {len(room.answered())} answered, {heard} heard"
            )
    if len(room.seconds) > 1:
        cuts = statistics.quantiles(room.seconds, n=100)
        print(f"answered in: median {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms")
    for line in room.wrong[:20]:
        print(f"WRONG: {line}")
    print("something is wrong" if room.wrong else "0 lost, 0 twice, no gap")
    return 1 if room.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
