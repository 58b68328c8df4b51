"""The port is had before anything is promised, and Ctrl+C ends the server cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from touchmap.cli.server import address_of, bind
from touchmap.errors import WrongUse

SERVER = """
import sys
from flask import Flask
from touchmap.cli.server import address_of, bind, serve

def make():
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app

listener = bind("127.0.0.1", 0)
print(address_of(listener), flush=True)
serve(make, listener)
"""


def test_a_taken_port_is_said_and_a_free_one_found_when_any_will_do() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(WrongUse, match=f"Port {port} on 127.0.0.1 cannot be had"):
            bind("127.0.0.1", port)
        with bind("127.0.0.1", port, or_any=True) as second:
            assert second.getsockname()[1] != port


@pytest.mark.parametrize("host", ["no such host", "256.1.1.1", "a" * 5000, "\udcff"])
def test_a_host_that_is_none_is_said(host: str) -> None:
    with pytest.raises(WrongUse, match="no address of this machine"):
        bind(host, 0)


def test_the_address_is_one_that_a_browser_here_can_open() -> None:
    with bind("0.0.0.0", 0) as everywhere:
        assert address_of(everywhere) == f"http://127.0.0.1:{everywhere.getsockname()[1]}"
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as six:
        assert address_of(six) == "http://127.0.0.1:0"


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_server_answers_and_stops_with_its_children(ending: signal.Signals, tmp_path: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        start_new_session=True,
    )
    assert server.stdout is not None
    address = server.stdout.readline().strip()
    with urllib.request.urlopen(address, timeout=180) as answer:
        assert answer.read() == b"hello"
    os.killpg(server.pid, ending)
    _, errors = server.communicate(timeout=180)
    assert server.returncode == 0
    assert "Traceback" not in errors
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.killpg(server.pid, 0)
