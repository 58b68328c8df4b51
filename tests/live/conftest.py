"""What the stream's tests use: one real server, and somebody who is signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streaming import Person, Server


@pytest.fixture(scope="session")
def stream_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server that tests share; those that stop it make their own."""
    running = Server(tmp_path_factory.mktemp("stream"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def person(stream_server: Server) -> Person:
    """Somebody with a session on it."""
    return stream_server.sign_in()
