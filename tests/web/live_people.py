"""The live map as its users have it in real browsers: each a person of their own, and what their editor knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from live_browser import WORKSHOP
from playwright.sync_api import Browser, BrowserContext, Page
from test_browser import DESK

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
Entering = Callable[..., Page]


class Reached(Protocol):
    """A server, or what stands before it: a port of this machine, and links that let somebody in there."""

    port: int

    def link(self, address: str) -> str: ...


class People:
    """Opens the map for one more person at a time, who is known by the name of their browser."""

    def __init__(self, browser: Browser, running: Reached) -> None:
        self.browser = browser
        self.running = running
        self.made: list[BrowserContext] = []

    def __call__(self, **more: Any) -> Page:
        address = f"http://127.0.0.1:{self.running.port}"
        usual: dict[str, Any] = {"viewport": DESK, "reduced_motion": "reduce", "base_url": address}
        context = self.browser.new_context(**(usual | more))
        self.made.append(context)
        page = context.new_page()
        page.goto(self.running.link(address))
        page.goto(f"/workshops/{WORKSHOP}")
        page.wait_for_selector("body.able")
        return page

    def leave(self) -> None:
        """Closes every browser."""
        for context in self.made:
            context.close()


def s(page: Page, script: str) -> Any:
    """What an expression with the session `s` and the editor `e` gives."""
    found = "const e = document.getElementById('editor').editor, s = e.session;"
    return page.evaluate(f"async () => {{ {found} return {script}; }}")


def until(page: Page, script: str, within: float = 60.0) -> None:
    """Waits until an expression with `s` and `e` is true; `within` is in seconds."""
    for _ in range(int(within * 20)):
        if s(page, script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {script}; {s(page, 's.status.value')}")


def run(page: Page, command: str) -> None:
    """Does a command of the editor."""
    s(page, f"e.commands.run('{command}')")


def first_text(page: Page, touchpoint: str) -> str:
    """The id of the first statement on the current state of a touchpoint."""
    found = f"s.view.children('statement', '{touchpoint}').find((id) => s.view.get(id).fields.state === 'current')"
    return str(s(page, found))


def write(page: Page, record: str, text: str) -> None:
    """Gives a statement another text."""
    edit = f"{{action: 'set', kind: 'statement', record: '{record}', fields: {{text: '{text}'}}}}"
    s(page, f"s.do({edit}).length")


def text_of(page: Page, record: str) -> str:
    """The text of a record; "" for one that is gone."""
    return str(s(page, f"s.view.get('{record}')?.fields.text ?? ''"))
