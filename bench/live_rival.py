"""The rival of bench/live.py: Hocuspocus with its SQLite extension, real providers that write, plain WebSockets that listen.

Installed by npm into bench/hocuspocus/ the first time (it compiles better-sqlite3: a minute or two, a C++ compiler).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from live_load import Wire
from live_server import Usage

FOLDER = Path(__file__).with_name("hocuspocus")
DOCUMENT = "touchmap"
AUTHENTICATE = 2
SYNC = 0


@dataclass(frozen=True)
class Acknowledged:
    """What the writers tell: edits sent, and seconds until the server said that it has each (not that it is stored)."""

    sent: int
    seconds: list[float]


def install() -> None:
    """Brings the packages, unless they are there. Raises SystemExit with what to do."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise SystemExit("the rival needs node and npm on the PATH; leave it out with --without-rival")
    if (FOLDER / "node_modules" / ".package-lock.json").is_file():
        return
    print(
        "installing Hocuspocus into bench/hocuspocus/ (better-sqlite3 is compiled: a minute or two) …",
        flush=True,
    )
    done = subprocess.run(
        ["npm", "ci", "--no-fund", "--no-audit"], cwd=FOLDER, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise SystemExit(f"Hocuspocus could not be installed:\n{done.stderr[-2_000:]}")


class Rival:
    """A Hocuspocus server with a database file of its own."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            ["node", "server.mjs", str(data / "hocuspocus.sqlite")],
            cwd=FOLDER,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.usage = Usage(self.process.pid)
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"port (\d+)", said)
        if found is None:
            raise SystemExit(f"Hocuspocus did not start: {said}")
        self.port = int(found[1])

    def write(self, writers: int, rate: float, seconds: float) -> Acknowledged:
        """Lets so many providers write; returns when the last edit has been sent for a second."""
        command = ["node", "writers.mjs", f"ws://127.0.0.1:{self.port}", DOCUMENT]
        done = subprocess.run(
            [*command, str(writers), str(rate), str(seconds)],
            cwd=FOLDER,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"the rival's writers failed:\n{done.stderr[-2_000:]}")
        told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return Acknowledged(told["sent"], told["acknowledged"])

    def stop(self) -> None:
        """Ends it."""
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def rival_wire(port: int) -> Wire:
    """WebSockets that have asked for the document once and then only read."""
    return Wire(
        lambda _: _listener(port), re.compile(rb"touchmap[\x00\x04]\x01"), re.compile(rb"()t(\d{9,20})-")
    )


def _listener(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.sendall(
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dG91Y2htYXAgYmVuY2ggMQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    answer = b""
    ends = time.monotonic() + 60
    while b"\r\n\r\n" not in answer and time.monotonic() < ends:
        answer += connection.recv(1)
    if b" 101 " not in answer:
        raise SystemExit(f"Hocuspocus did not take a WebSocket: {answer!r}")
    name = _text(DOCUMENT.encode())
    connection.sendall(_frame(name + bytes([AUTHENTICATE, 0]) + _text(b"-") + _text(b"4.7.0")))
    connection.sendall(_frame(name + bytes([SYNC, 0, 1, 0])))  # what has it? we have nothing
    return connection


def _text(value: bytes) -> bytes:
    """A text as lib0 writes it; ours are shorter than 128 bytes."""
    return bytes([len(value)]) + value


def _frame(content: bytes) -> bytes:
    """A binary WebSocket frame from a client; the mask of zeros leaves the content as it is."""
    return bytes([0x82, 0x80 | len(content)]) + bytes(4) + content
