"""Shows that an edit is on the disk before its answer leaves: the server under strace, its system calls in their order.

A killed process loses nothing that the system has taken, on the disk or not; a power cut does. So the kills of bench/crash.py
cannot tell `synchronous=FULL` from `NORMAL`, and this can: between the request and the answer of every edit there must be an
fdatasync that has returned.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from crash_room import API, SAMPLE, Room, Server, ask, sign_in

EDITS = 20
CALLS = "trace=recvfrom,sendto,fdatasync,fsync"
SYNCED = re.compile(r"(?:fdatasync|fsync)(?:\(\d+\)| resumed>.*\))\s*=\s*0")


def check_disk(room: Room, data: Path, fault: str, link: str) -> int:
    """Runs a server of its own on `data`; notes what is wrong, gives the number of edits seen. Needs strace."""
    if shutil.which("strace") is None:
        raise SystemExit("strace is not there: apt-get install strace, or leave --disk out")
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace"
        server = Server(data, fault, ("strace", "-f", "-qq", "-s", "40", "-e", CALLS, "-o", str(trace)))
        try:
            headers = sign_in(server.address, link)
            for number in range(EDITS):
                fields = {"name": f"On the disk {number}"}
                edit = {
                    "id": f"disk-{number}",
                    "action": "set",
                    "kind": "touchpoint",
                    "record": "bag",
                    "fields": fields,
                }
                status, answer, _ = ask(server.address, "POST", f"{API}/edits", headers, edit)
                if status != 200:
                    room.wrong.append(f"disk-{number} was answered {status}: {answer}")
        finally:
            server.kill()
        seen = _answers(trace.read_text(encoding="utf-8", errors="replace").splitlines())
    if len(seen) != EDITS:
        room.wrong.append(f"strace saw {len(seen)} of {EDITS} edits answered")
    early = seen.count(False)
    if early:
        room.wrong.append(f"{early} of {len(seen)} edits were answered before they were on the disk")
    return len(seen)


def _answers(calls: list[str]) -> list[bool]:
    """For each answered edit, in their order, whether something was synced between its request and its answer."""
    asked = synced = False
    found = []
    for call in calls:
        if f'"POST /api/v1/workshops/{SAMPLE}'[:40] in call:
            asked, synced = True, False
        elif asked and SYNCED.search(call):
            synced = True
        elif asked and "sendto(" in call and '"HTTP/1.1 200' in call:
            found.append(synced)
            asked = False
    return found
