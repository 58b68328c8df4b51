"""A phone in the room's network, over plain http and under a name that is not this machine's: it joins, gives and comes back.

The browser is told that the name is here, so that no network is needed. To a browser it is a strange, unsafe place, as a
machine in a meeting room is: it says less about its requests there than it says to 127.0.0.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from live_browser import CHROMIUM, FLAGS, LiveServer
from playwright.sync_api import Browser, Page, expect, sync_playwright
from roomers import ROOM
from served import WORKSHOP

from touchmap.app import create_app
from touchmap.config import read_config
from touchmap.services.bookkeeping import Who
from touchmap.web.parts import EXTENSION, Parts

NAME = "meeting-room.example"
PHONE: Any = {"width": 390, "height": 844}
OWNER = Who("0123456789ab", "Owner")


class LanServer(LiveServer):
    """A server for the phones of a room."""

    options = ("--lan", NAME)


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanServer]:
    found = LanServer(tmp_path_factory.mktemp("lan"))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def phone_browser() -> Iterator[Browser]:
    """A browser that finds the name here."""
    with sync_playwright() as playwright:
        rule = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, rule])
        yield found
        found.close()


@pytest.fixture(scope="module")
def code(near: LanServer) -> Iterator[str]:
    """An open room that runs a step in which everybody writes."""
    app = create_app(read_config({}), near.data)
    parts: Parts = app.extensions[EXTENSION]
    parts.facilitating.take_agenda(WORKSHOP, "half-day", OWNER)
    opened = parts.joining.open_room(WORKSHOP)
    agenda = parts.showing.room(WORKSHOP).view["agenda"]
    step = next(one["id"] for one in reversed(agenda) if one["kind"] == "touchpoints")
    parts.facilitating.enter(WORKSHOP, step)
    yield opened.code
    parts.editing.close()
    parts.access.database.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_joins_and_writes_with_and_without_script(
    near: LanServer, code: str, phone_browser: Browser, script: bool
) -> None:
    context = phone_browser.new_context(
        base_url=f"http://{NAME}:{near.port}", java_script_enabled=script, viewport=PHONE
    )
    page: Page = context.new_page()
    page.goto("/join")
    assert not page.evaluate("isSecureContext") if script else True
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your name").fill("Ana")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Where does a customer meet us")).to_be_visible()
    said = f"A note {'with' if script else 'without'} script"
    page.locator("textarea[name=text]").first.fill(said)
    page.locator("form", has=page.locator("textarea[name=text]")).get_by_role("button").first.click()
    expect(page.get_by_text(said).first).to_be_visible()
    cookies = context.cookies()
    assert [one["secure"] for one in cookies] == [False]
    assert [one["httpOnly"] for one in cookies] == [True]
    page.goto("/room")
    expect(page.get_by_text(said).first).to_be_visible()
    context.close()


def test_the_wall_and_the_desk_say_the_name_that_phones_use(
    near: LanServer, code: str, phone_browser: Browser
) -> None:
    context = phone_browser.new_context(base_url=f"http://127.0.0.1:{near.port}")
    page = context.new_page()
    page.goto(near.link(f"http://127.0.0.1:{near.port}"))
    page.goto(f"{ROOM}/wall")
    expect(page.locator(".w-join")).to_contain_text(f"{NAME}:{near.port}/join")
    expect(page.locator(".w-join")).to_contain_text(f"{code[:3]} {code[3:]}")
    page.goto(ROOM)
    expect(page.locator("body")).to_contain_text(f"{NAME}:{near.port}/join")
    context.close()


def test_the_owner_may_use_the_name_too(near: LanServer, phone_browser: Browser) -> None:
    context = phone_browser.new_context()
    page = context.new_page()
    page.goto(near.link(f"http://{NAME}:{near.port}"))
    page.goto(f"http://{NAME}:{near.port}{ROOM}/wall")
    expect(page.locator(".w")).to_be_visible()
    page.keyboard.press("l")
    expect(page.locator("html")).to_have_attribute("data-theme", re.compile("dark|light"))
    context.close()
