"""A room in real browsers, from the code to the close: a facilitator, two phones, one of them without a network for a while."""

from __future__ import annotations

import re
from pathlib import Path

from axe import AXE, RULES, put_axe_in
from live_browser import LiveServer, Opening, comes_to, overhear
from playwright.sync_api import Page, expect
from roomers import ROOM
from test_browser import DESK, SIDEWAYS

SMALL = {"width": 320, "height": 640}
# What can be pressed on a phone and is smaller than 44 px; a radio's label is its target.
TOO_SMALL = """[...document.querySelectorAll("main a, main button, main textarea, main input:not([type=hidden]), .who")]
  .filter((one) => one.type !== "radio" && one.getClientRects().length)
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 43.5 || box.height < 43.5).map(([text]) => text)"""
QUIET = "The server is told how it was: nobody said anything"


def violations(page: Page, root: Path) -> list[str]:
    put_axe_in(page, root)
    found: list[str] = page.evaluate(AXE, ["html", RULES])
    return found


def join(page: Page, code: str, name: str) -> None:
    """By the forms, as a person does."""
    page.goto("/join")
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".step-now")).to_be_visible()


def go(desk: Page, title: str) -> None:
    desk.locator("#steps button", has_text=title).last.click()
    expect(desk.locator("#h-step")).to_have_text(title)


def is_not_moved_while_typing(desk: Page, ana: Page, bea: Page) -> None:
    """What was typed is there still, and the way on is offered."""
    bea.get_by_role("textbox", name="Your note").press_sequentially("I am still writ")
    go(desk, "What is")
    expect(ana.get_by_role("heading", name="What happens here?")).to_be_visible()
    expect(bea.locator("#gone-on")).to_contain_text("The facilitator has gone on to “What is”")
    expect(bea.get_by_role("textbox", name="Your note")).to_have_value("I am still writ")
    bea.get_by_role("link", name="go there").click()
    expect(bea.get_by_role("heading", name="What happens here?")).to_be_visible()


def keeps_a_private_note(desk: Page, ana: Page, bea: Page) -> None:
    """A private note reaches nobody before it is revealed; written without a network it waits."""
    said = overhear(ana, lambda address: "events" not in address)
    bea.context.set_offline(True)
    bea.get_by_role("textbox", name="Your note").fill(QUIET)
    bea.get_by_role("button", name="Add note").click()
    expect(bea.locator("#outbox")).to_contain_text("Sends later")
    expect(bea.get_by_role("textbox", name="Your note")).to_have_value("")
    bea.context.set_offline(False)
    expect(bea.locator(".mine")).to_contain_text(QUIET)
    expect(bea.locator("#outbox")).to_be_hidden()
    expect(desk.locator(".who-here")).to_contain_text("1 not revealed")
    ana.reload()
    comes_to(lambda _: any(said), ana.title)  # asking the page lets what it has heard come in
    assert QUIET not in desk.content()
    assert not [text for text in said if QUIET in text]
    desk.get_by_role("button", name="Reveal all").click()
    expect(ana.locator(".shown")).to_contain_text(QUIET)
    expect(desk.locator("#notes")).to_contain_text(QUIET)


def rates_and_votes(desk: Page, ana: Page, bea: Page, root: Path) -> None:
    """By faces and dots; phones stay easy to use."""
    go(desk, "Rate in private, then reveal")
    expect(ana.get_by_role("heading", name="How was it?")).to_be_visible()
    ana.get_by_label("Awful").check()
    ana.get_by_role("button", name="Save my rating").click()
    expect(ana.get_by_role("button", name="Change my rating")).to_be_visible()
    expect(ana.get_by_label("Awful")).to_be_checked()
    assert violations(ana, root) == []

    go(desk, "Vote")
    ana.get_by_role("button", name="Give a dot to").first.click()
    expect(ana.locator(".purse")).to_contain_text("4 dots left")
    ana.get_by_role("button", name="I am done").click()
    expect(ana.get_by_role("button", name="You are done")).to_be_visible()
    expect(desk.locator(".who-here")).to_contain_text("1 done")
    for page in (ana, bea):
        comes_to(lambda found: found <= 0, page.evaluate, SIDEWAYS)
        comes_to([], page.evaluate, TOO_SMALL)
        assert violations(page, root) == []


def test_from_the_code_to_reveal_to_close(running: LiveServer, opening: Opening, root: Path) -> None:
    desk = opening(DESK)
    desk.goto(running.link(f"http://127.0.0.1:{running.port}"))
    desk.goto(ROOM)
    assert violations(desk, root) == []
    desk.get_by_label("Half a day").check()
    desk.get_by_role("button", name="Open the room").click()
    code = re.sub(r"\D", "", desk.locator(".code-big").inner_text())
    ana, bea = opening(), opening(SMALL, color_scheme="dark")
    join(ana, code, "Ana")
    join(bea, code, "Bea")
    expect(desk.locator(".who-here")).to_contain_text("2 here")

    go(desk, "Find the Moments of Truth")
    expect(ana.get_by_role("heading", name="Where does a customer meet us")).to_be_visible()
    assert violations(ana, root) == []
    assert violations(bea, root) == []
    assert violations(desk, root) == []
    ana.get_by_role("textbox", name="Your note").fill("The taxi home")
    ana.get_by_role("button", name="Add note").click()
    expect(ana.locator(".mine")).to_contain_text("The taxi home")
    expect(bea.locator("#others")).to_contain_text("The taxi home")
    expect(desk.locator("#notes")).to_contain_text("The taxi home")

    is_not_moved_while_typing(desk, ana, bea)
    assert violations(bea, root) == []
    keeps_a_private_note(desk, ana, bea)
    rates_and_votes(desk, ana, bea, root)
    desk.locator("#close summary").click()
    desk.get_by_label("Reveal them now").check()
    desk.get_by_role("button", name="Close the session").click()
    expect(desk.get_by_text("The session is closed.").first).to_be_visible()
    for page in (ana, bea):
        expect(page.get_by_role("heading", name="Thank you.")).to_be_visible()


def test_without_script_a_phone_joins_writes_rates_and_votes(running: LiveServer, opening: Opening) -> None:
    desk, phone = opening(DESK, java_script_enabled=False), opening(SMALL, java_script_enabled=False)
    desk.goto(running.link(f"http://127.0.0.1:{running.port}"))
    desk.goto(ROOM)
    desk.get_by_role("button", name=re.compile("Open the room")).click()
    desk.locator("#agenda > summary").click()
    desk.get_by_text("Take a ready agenda").click()
    desk.get_by_role("button", name="Half a day").click()
    join(phone, re.sub(r"\D", "", desk.locator(".code-big").inner_text()), "Cleo")
    go(desk, "What is")
    phone.reload()
    phone.get_by_role("textbox", name="Your note").fill("Without a script")
    phone.get_by_role("button", name="Add note").click()
    expect(phone.locator(".mine")).to_contain_text("Without a script")
    go(desk, "Rate in private, then reveal")
    phone.goto("/room")
    phone.get_by_label("Great").check()
    phone.get_by_role("button", name="Save my rating").click()
    expect(phone.get_by_label("Great")).to_be_checked()
    go(desk, "Vote")
    phone.goto("/room")
    phone.get_by_role("button", name="Give a dot to").first.click()
    expect(phone.locator(".purse")).to_contain_text("4 dots left")
    phone.get_by_role("button", name="Take a dot from").first.click()
    expect(phone.locator(".purse")).to_contain_text("5 dots left")
