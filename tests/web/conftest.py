"""What the web tests use: an application with the sample workshop in it, browsers, and a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from live_browser import CHROMIUM, FLAGS, PHONE, LiveServer, Opening
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright
from roomers import parts_of
from served import Server, close, make_app, sign_in

# ms, for every browser test: what is done and expected goes through servers and other browsers, on a busy machine too.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of the module's own: Playwright's loop must not run while other tests do."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is not there: make setup-test installs it where it can")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        running.on("context", lambda context: context.set_default_timeout(PATIENCE))
        yield running
        running.close()


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the module's own: its tests change the sample."""
    running = Server(tmp_path_factory.mktemp("own"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def own_sign_in(browser: Browser, own_server: Server) -> StorageState:
    """The cookies of a browser that came in to the module's own server by its link."""
    context = browser.new_context()
    context.new_page().goto(own_server.link)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server of the module's own; a test that stops it starts it again."""
    found = LiveServer(tmp_path_factory.mktemp("live"))
    yield found
    found.stop()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Flask]:
    """An application of the test's own, with the sample."""
    made = make_app(tmp_path / "data")
    yield made
    parts_of(made).editing.close()
    close(made)


@pytest.fixture
def opening(running: LiveServer, browser: Browser) -> Iterator[Opening]:
    """Opens a browser of one more person at the module's server; what its pages complain of fails the test."""
    said: list[str] = []
    opened: list[BrowserContext] = []

    def open_one(viewport: Any = PHONE, **more: Any) -> Page:
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{running.port}",
            viewport=viewport,
            reduced_motion="reduce",
            bypass_csp=True,
            **more,
        )
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_one
    for context in opened:
        context.close()
    assert not said
