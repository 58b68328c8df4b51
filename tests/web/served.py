"""Builders of the web tests: an application with the sample workshop, a signed-in client, a real server process."""

from __future__ import annotations

import datetime as dt
import functools
import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from touchmap.app import create_app, owner_link
from touchmap.config import read_config
from touchmap.services import exchange, library
from touchmap.web.parts import EXTENSION, Parts

ROOT = Path(__file__).resolve().parent.parent.parent
WORKSHOP = "missed-connection"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def make_app(data: Path, *, sample: bool = True) -> Flask:
    """An application on a fresh data folder."""
    app = create_app(read_config({}), data)
    if sample:
        content, name = library.sample(WORKSHOP)
        parts: Parts = app.extensions[EXTENSION]
        exchange.import_file(parts.access.database, content, name, now=dt.datetime.now(dt.UTC))
    return app


def close(app: Flask) -> None:
    """Closes an application's database; Python 3.13 and newer complain about one that is left open."""
    parts: Parts = app.extensions[EXTENSION]
    parts.access.database.close()


def sign_in(app: Flask) -> FlaskClient:
    """A client that came in by a one-time link."""
    client = app.test_client()
    answer = client.get(owner_link(app, ""), headers={"User-Agent": AGENT})
    assert answer.status_code == 303
    return client


def cookie_name(app: Flask) -> str:
    """The name of the session's cookie over plain http."""
    with app.test_request_context("/"):
        return app.session_interface.get_cookie_name(app)


def form_key(client: FlaskClient) -> str:
    """The key that the forms of this session carry."""
    found = re.search(r'name="form_key" value="([0-9a-f]{64})"', client.get("/settings").text)
    assert found is not None
    return found[1]


@functools.cache
def bundle_pages() -> None:
    """Makes the pages' scripts anew when their sources are newer, once per process; processes take turns."""
    command = [sys.executable, str(ROOT / "scripts" / "bundle.py"), "--if-stale"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


class Server:
    """`touchmap serve` as a process of its own, with the sample in its data folder."""

    def __init__(self, data: Path) -> None:
        bundle_pages()
        close(make_app(data))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TOUCHMAP_")}
        command = [sys.executable, "-u", "-m", "touchmap", "--data", str(data), "serve", "--port", "0"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        self.link = self._read_link()
        self.address = self.link.split("/enter/")[0]

    def _read_link(self) -> str:
        assert self.process.stdout is not None
        ends = time.monotonic() + 120
        said = ""
        while time.monotonic() < ends:
            if select.select([self.process.stdout], [], [], 0.5)[0]:
                said += self.process.stdout.readline()
                if found := re.search(r"http://\S+/enter/\S+", said):
                    return found[0]
            elif self.process.poll() is not None:
                break
        raise AssertionError(f"the server did not say its link: {said}")

    def stop(self) -> None:
        """Ends the process."""
        self.process.terminate()
        self.process.communicate(timeout=60)
