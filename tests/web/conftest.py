"""What the web tests use: an application with the sample workshop in it, browsers, and a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import Server, close, make_app, sign_in


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application that tests look at; those that change much make their own."""
    made = make_app(tmp_path_factory.mktemp("web"))
    yield made
    close(made)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()


@pytest.fixture(scope="session")
def owner(app: Flask) -> FlaskClient:
    """A browser with a session."""
    return sign_in(app)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Flask]:
    """An application of the test's own, without a workshop."""
    made = make_app(tmp_path / "data", sample=False)
    yield made
    close(made)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real server; its one-time link is unused."""
    running = Server(tmp_path_factory.mktemp("served"))
    yield running
    running.stop()
