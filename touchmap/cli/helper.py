"""The process that does what takes long (`services.helpers`): pages with figures in them, files taken in, reports.

Run as `python -m touchmap.cli.helper FD`; talks on the socket with that number and ends when it is closed. Pages are answered
by the same application as in the server, so a page does not know who makes it.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import resource
import signal
import socket
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import run_wsgi_app

from touchmap.app import create_app
from touchmap.config import Config
from touchmap.errors import TouchmapError
from touchmap.services import exchange, reporting
from touchmap.services.helpers import receive, send
from touchmap.web.parts import EXTENSION, Parts

NICER = 5  # the server goes first
FAREWELL = 10  # seconds after its time in which a helper that nobody ends any more ends itself
FILE_SIZE = 500_000_000

Answer = tuple[dict[str, Any], bytes]


def main() -> None:
    """Does what it is asked until nobody can ask any more."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    connection.setblocking(True)  # the server's own sockets are not, and this one was made there
    opening = receive(connection)
    if opening is None:
        return
    _limit(opening[0]["address_space"])
    app = application(opening[0])
    gc.collect()
    gc.freeze()
    while (message := receive(connection)) is not None:
        what, body = message
        signal.alarm(int(what["seconds"]) + FAREWELL)
        said, content = answer(app, connection, what, body)
        signal.alarm(0)
        send(connection, {**said, "resident": _resident()}, content)


def application(opening: dict[str, Any]) -> Flask:
    """The application of the server that sent this opening."""
    given = opening["config"]
    config = Config(**{**given, "names": tuple(given["names"])})
    return create_app(config, Path(opening["data"]), hosts=opening["hosts"])


def answer(app: Flask, connection: socket.socket, what: dict[str, Any], body: bytes) -> Answer:
    """The answer to one message; whatever goes wrong is one too."""
    try:
        if what["do"] == "page":
            parts: Parts = app.extensions[EXTENSION]
            parts.shelf.asked = what["asked"]
            return page(app, what["environ"], body)
        return report(app, connection, what)
    except TouchmapError as error:
        return {"error": [error.code, error.what, error.todo]}, b""
    except MemoryError:
        return {
            "error": ["TE630", "This needs more memory than it may have.", "Try a smaller workshop."]
        }, b""


def page(app: Flask, given: dict[str, str], body: bytes) -> Answer:
    """The application's answer to a request, whole."""
    environ: dict[str, Any] = {
        **{name: value for name, value in given.items() if name != "HTTP_TRANSFER_ENCODING"},
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    pieces, status, headers = run_wsgi_app(app, environ, buffered=True)
    return {"status": status, "headers": list(headers)}, b"".join(pieces)


def report(app: Flask, connection: socket.socket, what: dict[str, Any]) -> Answer:
    """A workshop's report as a PDF; how far it is goes out meanwhile."""
    parts: Parts = app.extensions[EXTENSION]
    made = reporting.make_report(
        exchange.load(parts.access.database, what["workshop"]),
        made_on=dt.date.fromisoformat(what["day"]),
        attach_data=what["attach"],
        cache_dir=parts.data / "cache",
        progress=lambda done, total: send(connection, {"progress": [done, total]}),
        limits=reporting.limits_for(parts.config.report_seconds, parts.config.report_mb),
    )
    return {}, made.pdf


def _limit(address_space: int) -> None:
    os.nice(NICER)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))


def _resident() -> int:
    """Memory in use now, in bytes; the largest so far where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
    os._exit(0)
