"""What must hold after every kill of bench/crash.py: answers, streams and log tell the same, and nothing is lost or there twice.

Every answered edit is in the log at its seq; nothing is in it that nobody sent, and no id twice; seqs have no gap; an edit that
was answered before another was sent stands before it; an edit sent again gets the seq it had, after a restart too; every
stream is the log, without gap or repetition over all its connections; log and streams fold to the snapshot.
"""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path
from typing import Any

from crash_room import API, SAMPLE, Operation, Room, ask

from touchmap.domain.changes import read_state
from touchmap.store.database import FILE

PAGE = 500
OVERLAP = 500
PATIENCE = 15.0  # seconds in which a listener must have everything


def check(room: Room, operations: list[Operation], *, whole: bool = False) -> None:
    """Holds what was answered and heard so far to the log; notes what is wrong."""
    log = _log_of(room, whole)
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
    _in_order(room, operations)
    _heard(room, log)
    _again(room, operations)


def _log_of(room: Room, whole: bool) -> list[dict[str, Any]]:
    """The log over HTTP: all of it, or after a kill its end, which is all that a kill could harm."""
    log = [] if whole else room.log[:-OVERLAP]
    while True:
        after = log[-1]["seq"] if log else 0
        _, answer, _ = ask(room.address, "GET", f"{API}/changes?after={after}&limit={PAGE}", room.headers)
        log += answer["changes"]
        if len(answer["changes"]) < PAGE:
            room.log = log
            return log


def _in_order(room: Room, operations: list[Operation]) -> None:
    """What was answered before another was sent stands before it."""
    moments = []
    for operation in operations:
        if operation.seq is not None and operation.answered is not None:
            moments += [(operation.sent, True, operation.seq), (operation.answered, False, operation.seq)]
    newest = 0
    for _, begins, seq in sorted(moments):
        if begins and seq <= newest:
            room.wrong.append(f"{seq} was sent after {newest} was answered")
        newest = newest if begins else max(newest, seq)


def _heard(room: Room, log: list[dict[str, Any]]) -> None:
    """What was heard is what the log says; gaps and repetitions were noted as they came."""
    for listener in room.listeners:
        for seq, id in list(listener.heard):
            if seq <= len(log) and log[seq - 1]["id"] != id:
                room.wrong.append(
                    f"{listener.name} heard {id} at {seq}, where the log has {log[seq - 1]['id']}"
                )


def _again(room: Room, operations: list[Operation]) -> None:
    """Some edits sent again: the same answer."""
    for operation in random.sample(operations, min(3, len(operations))):
        status, answer, _ = ask(room.address, "POST", f"{API}/edits", room.headers, operation.edit)
        if status != 200 or answer["seq"] != operation.seq:
            room.wrong.append(f"{operation.edit['id']} sent again was answered otherwise: {answer}")


def check_end(room: Room, data: Path) -> None:
    """Everything once more at the end; and whoever was there all along, who comes late, and the rows agree."""
    check(room, room.answered(), whole=True)
    _, start, _ = ask(room.address, "GET", f"{API}/at/0", room.headers)
    _, end, _ = ask(room.address, "GET", f"{API}/snapshot", room.headers)
    state = read_state(SAMPLE, start["records"])
    for change in room.log:
        state = state.patched(change["after"])
    if state.plain() != end["records"]:
        room.wrong.append("the log does not fold to the snapshot")
    ends = time.monotonic() + PATIENCE
    for listener in room.listeners:
        while listener.seq < end["seq"] and time.monotonic() < ends:
            time.sleep(0.02)
        if listener.seq != end["seq"]:
            room.wrong.append(f"{listener.name} has {listener.seq} of {end['seq']} changes")
        elif listener.state.plain() != end["records"]:
            room.wrong.append(f"what {listener.name} heard does not fold to the snapshot")
    with sqlite3.connect(data / FILE) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            room.wrong.append("the database is damaged")
