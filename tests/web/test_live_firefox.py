"""The main path in Firefox: writing by keys, two tabs by one stream, a network that is away, and a page that is opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from firefox import Firefox, program
from live_browser import WORKSHOP, LiveServer
from proxy import Proxy

S = "document.getElementById('editor').session"
HEAD = "document.querySelector('th[data-lane=head]:has([data-touchpoint=gate-closed]), th[data-touchpoint=gate-closed]')"
ERRORS = """window.said = [];
addEventListener("error", (event) => said.push(event.message));
addEventListener("unhandledrejection", (event) => said.push(String(event.reason)));"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path / "data")
    yield server
    server.stop()


@pytest.fixture
def proxy(running: LiveServer) -> Iterator[Proxy]:
    found = Proxy(running.port)
    yield found
    found.close()


@pytest.fixture
def firefox(tmp_path: Path, running: LiveServer, proxy: Proxy) -> Iterator[Firefox]:
    command = program()
    if command is None:
        pytest.fail("Firefox is not there: make setup-test installs firefox-esr where it can")
    found = Firefox(command, tmp_path / "profile")
    found.go(running.link(proxy.address))
    yield found
    found.quit()


def open_map(firefox: Firefox, proxy: Proxy) -> None:
    firefox.go(f"{proxy.address}/workshops/{WORKSHOP}")
    firefox.until("document.body.classList.contains('alive')")
    firefox.run(ERRORS)


def shown(text: str) -> str:
    return f"document.getElementById('main').textContent.includes('{text}')"


def status(text: str) -> str:
    return f"{S}.status.value.text === '{text}'"


def test_the_main_path_in_firefox(firefox: Firefox, proxy: Proxy) -> None:
    open_map(firefox, proxy)
    first = firefox.tab
    second = firefox.new_tab()
    open_map(firefox, proxy)
    assert sum(b"/events?" in line for line in proxy.seen) == 1

    # A touchpoint added and named by keys is in both tabs; undo takes it out of both.
    firefox.switch(first)
    firefox.run(f"{HEAD}.focus()")
    firefox.press("a")
    firefox.until("document.activeElement.matches('input, textarea')")
    firefox.write("Queue in Firefox")
    firefox.press("Escape")
    firefox.until(status("Saved"))
    firefox.switch(second)
    firefox.until(shown("Queue in Firefox"))
    firefox.run(f"{S}.undo()")
    firefox.until("!" + shown("Queue in Firefox"))
    firefox.until(status("Saved"))

    # Without a network: what is done is shown and kept, and the page is opened again with it.
    proxy.refusing = True
    proxy.cut()
    edit = "{action: 'set', kind: 'touchpoint', record: 'gate-closed', fields: {name: 'Named without a network'}}"
    firefox.run(f"{S}.do({edit}); {S}.drafts.set('bag customer_action', {{text: 'half a sent'}})")
    firefox.until(status("Offline, 1 waiting"), 40)
    assert firefox.run("return said") == []
    firefox.close_tab()
    firefox.switch(first)
    proxy.refusing = False
    firefox.until(shown("Named without a network"), 30)
    # What was half written is taken over by the tab that is open; it needs somebody's attention, so that is not "Saved".
    firefox.until(f"{S}.waiting.value.length === 0")
    firefox.until(f"{S}.drafts.get('bag customer_action')?.text === 'half a sent'")
    firefox.until(status("Needs attention"))
    assert firefox.run("return said") == []

    asked = f"(await (await fetch('/api/v1/workshops/{WORKSHOP}/changes?after=0')).json()).changes"
    names = firefox.run(f"return {asked}.map((one) => one.after['gate-closed']?.fields.name)")
    assert names.count("Named without a network") == 1


def test_a_part_that_could_not_be_fetched_comes_in_the_end(firefox: Firefox, proxy: Proxy) -> None:
    """Firefox never tries again what an import could not fetch once."""
    firefox.go(f"{proxy.address}/workshops/{WORKSHOP}")
    firefox.until("document.body.classList.contains('able')")
    firefox.run(f"{HEAD}.focus()")
    proxy.refusing = True
    proxy.cut()
    firefox.press("h")
    firefox.until("document.querySelector('dialog[open]')?.textContent.includes('could not be fetched yet')")
    proxy.refusing = False
    firefox.until("document.querySelector('dialog[open] .changes')", within=60)
