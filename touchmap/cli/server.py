"""The web server: gunicorn, one process with greenlets, on a socket that was bound before anything was promised."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from touchmap.errors import WrongUse

WORKER = "touchmap.cli.worker.StreamWorker"  # by its name: nothing but a server needs to load it
CONNECTIONS = 5_000  # at a time; a stream is one of them
GRACE = 5  # seconds that running requests get at the end
BACKLOG = 512  # a whole room comes back at once


def bind(host: str, port: int, *, or_any: bool = False) -> socket.socket:
    """A listening socket on `host` and `port`; with `or_any` on a free port when that one is taken.

    Raises WrongUse when there is no such address or the port cannot be had.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise WrongUse(
            f"{host[:100]!r} is no address of this machine.", "Use --host 127.0.0.1, or 0.0.0.0 for all."
        ) from error
    listener = socket.socket(family, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if host == "::":  # everywhere means by IPv4 too, whatever the system's own default
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    try:
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE and or_any:
            return bind(host, 0)
        todo = "Choose another with --port, or 0 for any free one."
        raise WrongUse(f"Port {port} on {host} cannot be had: {error.strerror}.", todo) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """The web address that a browser on this machine uses."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, make_app: Callable[[], Flask], listener: socket.socket) -> None:
        self.make_app = make_app
        self.settings = {
            "bind": f"fd://{listener.fileno()}",
            "workers": 1,
            "worker_class": WORKER,
            "worker_connections": CONNECTIONS,
            "graceful_timeout": GRACE,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "touchmap",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.make_app()


def serve(make_app: Callable[[], Flask], listener: socket.socket) -> None:
    """Answers requests until Ctrl+C or a termination signal; then lets running requests end.

    `make_app` is called in the process that answers: a database connection must not be carried over a fork.
    """
    _Server(make_app, listener).run()
