"""The facilitator's page in a real browser: a whole session by keys alone, by mouse, and over a cut and a restart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe import AXE, RULES, put_axe_in
from live_browser import LiveServer, Opening, comes_to
from playwright.sync_api import Locator, Page, expect
from roomers import ROOM
from test_browser import DESK, SIDEWAYS

MOST_TABS = 120
TOO_SMALL = """[...document.querySelectorAll("#desk :is(a, button, summary, select, input:not([type=hidden]))")]
  .filter((one) => one.getClientRects().length && !one.closest("label") && one.type !== "radio" && one.type !== "checkbox")
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 23.5 || box.height < 23.5).map(([text]) => text)"""


@pytest.fixture
def desk(running: LiveServer, opening: Opening) -> Page:
    page = opening(DESK)
    page.goto(running.link(f"http://127.0.0.1:{running.port}"))
    page.goto(ROOM)
    return page


def tab_to(page: Page, what: Locator) -> None:
    """By the tabulator only."""
    expect(what).to_be_visible()
    for _ in range(MOST_TABS):
        if what.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the tabulator does not lead to {what}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at_step(page: Page, title: str) -> None:
    expect(page.locator("#h-step")).to_have_text(title)


def go_by_keys(page: Page, title: str) -> None:
    """Along the step line: to its end and back to the step."""
    press(page, "g", "End")
    line = page.locator("#steps button")
    expect(line.last).to_be_focused()
    names = line.locator(".step-name").all_inner_texts()
    place = len(names) - 1 - names[::-1].index(title)
    for _ in range(len(names) - 1 - place):
        press(page, "ArrowLeft")
    expect(line.nth(place)).to_be_focused()
    press(page, "Enter")
    at_step(page, title)


def cards(page: Page) -> Locator:
    return page.locator("[data-note]")


def to_cards(page: Page) -> None:
    """Focus to the card in hand."""
    press(page, "/")
    expect(page.locator("#scribe-text")).to_be_focused()
    press(page, "Escape")
    expect(page.locator("[data-note]:focus")).to_have_count(1)


def scribe(page: Page, *texts: str) -> None:
    """Enter adds; the field is ready for the next at once."""
    there = cards(page).count()
    press(page, "/")
    expect(page.locator("#scribe-text")).to_be_focused()
    for text in texts:
        page.keyboard.type(text)
        press(page, "Enter")
        expect(page.locator("#scribe-text")).to_have_value("")
    expect(cards(page)).to_have_count(there + len(texts))
    press(page, "Escape")
    expect(page.locator("[data-note]:focus")).to_have_count(1)


def join(page: Page, desk: Page, name: str) -> None:
    page.goto("/join")
    page.get_by_label("Code", exact=True).fill(re.sub(r"\D", "", desk.locator(".code-big").inner_text()))
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".step-now")).to_be_visible()


def is_good(page: Page, root: Path) -> None:
    """No violation, nothing sideways, nothing too small to hit."""
    put_axe_in(page, root)
    comes_to([], page.evaluate, AXE, ["html", RULES])
    comes_to(lambda found: found <= 0, page.evaluate, SIDEWAYS)
    comes_to([], page.evaluate, TOO_SMALL)


def open_by_keys(page: Page) -> None:
    tab_to(page, page.locator("input[name=agenda]").first)
    press(page, "ArrowDown")
    expect(page.get_by_label("Half a day")).to_be_checked()
    tab_to(page, page.get_by_role("button", name=re.compile("Open the room")))
    press(page, "Enter")
    expect(page.locator("body.scripted #desk")).to_be_visible()


def merges_and_takes_back(page: Page) -> None:
    scribe(page, "The taxi home", "Taxi back to town", "A voucher for a closed shop")
    press(page, "Home")
    expect(cards(page).nth(0)).to_be_focused()
    press(page, "x", "ArrowRight")
    expect(cards(page).nth(1)).to_be_focused()
    press(page, "m")
    expect(cards(page)).to_have_count(2)
    expect(page.get_by_text("and 1 more that says the same")).to_be_visible()
    expect(page.locator("#desk-said").get_by_role("button", name="Undo")).to_be_visible()
    press(page, "u")
    expect(cards(page)).to_have_count(3)


def turns_and_hides(page: Page) -> None:
    to_cards(page)
    press(page, "Home")
    expect(cards(page).nth(0)).to_be_focused()
    press(page, "t")
    expect(cards(page).nth(0)).to_have_class(re.compile("became"))
    press(page, "End")
    expect(cards(page).nth(2)).to_be_focused()
    press(page, "h")
    expect(cards(page).nth(2)).to_have_class(re.compile("off"))
    expect(cards(page).nth(2)).to_contain_text("hidden by")
    press(page, "h")
    expect(cards(page).nth(2)).not_to_have_class(re.compile("off"))
    press(page, "k")  # a promise without an owner: it will be missing at the end
    expect(cards(page).nth(2)).to_contain_text("commitment")


def reveals(page: Page) -> None:
    """What is private is counted; `r` leads to the reveal, Enter does it."""
    press(page, "/")
    page.keyboard.type("Nobody at the desk")
    press(page, "Enter")
    expect(page.locator(".who-here")).to_contain_text("1 not revealed")
    expect(cards(page)).to_have_count(0)
    press(page, "Escape")
    page.locator("#scribe-text").evaluate("one => one.blur()")
    press(page, "r")
    expect(page.get_by_role("button", name="Reveal all")).to_be_focused()
    press(page, "Enter")
    expect(cards(page)).to_have_count(1)
    to_cards(page)
    press(page, "i")
    expect(cards(page).nth(0)).to_contain_text("statement")


def leads(page: Page) -> None:
    """Spotlight, timer and freeze."""
    press(page, "s")
    expect(page.locator("#desk-places")).to_be_visible()
    press(page, "3", "Enter")
    expect(page.locator("#shine option:checked")).to_have_text(re.compile("^3 "))
    press(page, "p")
    expect(page.get_by_role("timer")).to_be_visible()
    press(page, "p")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    press(page, "f")
    expect(page.locator(".promises")).to_contain_text("Frozen")
    press(page, "f")
    expect(page.locator(".promises")).not_to_contain_text("Frozen")


def closes(page: Page, root: Path) -> None:
    press(page, "z")
    fix = page.locator(".missing a")
    expect(fix).to_have_count(1)
    is_good(page, root)
    tab_to(page, fix)
    press(page, "Enter")
    expect(page.locator("form.commit input:focus")).to_have_count(1)
    name = page.evaluate("document.activeElement.closest('details').id")
    form = page.locator(f"#{name} form")
    tab_to(page, form.get_by_label("Owner"))
    page.keyboard.type("Ana")
    tab_to(page, form.get_by_label("By"))
    page.keyboard.type("01312027")
    tab_to(page, form.get_by_label("Measure"))
    page.keyboard.type("Calls a week")
    press(page, "Enter")
    expect(page.locator(".missing")).to_have_count(0)
    press(page, "Tab")
    tab_to(page, page.get_by_role("button", name="Close the session"))
    press(page, "Enter")
    expect(page.get_by_text("The session is closed.").first).to_be_visible()
    expect(page.get_by_role("link", name="Make the report")).to_be_visible()


def test_a_whole_session_by_keys_alone(desk: Page, root: Path) -> None:
    open_by_keys(desk)
    is_good(desk, root)
    go_by_keys(desk, "Find the Moments of Truth")
    merges_and_takes_back(desk)
    turns_and_hides(desk)
    is_good(desk, root)
    press(desk, ".")
    at_step(desk, "Put them in order")
    press(desk, ",")
    at_step(desk, "Find the Moments of Truth")
    go_by_keys(desk, "What is")
    reveals(desk)
    leads(desk)
    press(desk, "?")
    expect(desk.locator("#desk-keys")).to_be_visible()
    is_good(desk, root)
    press(desk, "Escape")
    expect(desk.locator("#desk-keys")).to_be_hidden()
    go_by_keys(desk, "Close")
    closes(desk, root)


def test_notes_are_dragged_and_what_is_typed_outlives_a_cut_a_restart_and_a_reload(
    running: LiveServer, desk: Page, opening: Opening, root: Path
) -> None:
    desk.get_by_label("Half a day").check()
    desk.get_by_role("button", name=re.compile("Open the room")).click()
    expect(desk.locator("body.scripted #desk")).to_be_visible()
    phone = opening({"width": 390, "height": 844})
    join(phone, desk, "Ana")
    desk.locator("#steps button", has_text="Find the Moments of Truth").last.click()
    at_step(desk, "Find the Moments of Truth")
    there = cards(desk).count()
    scribe(desk, "First dragged", "Second dragged", "Third dragged")
    first, second, third = (
        cards(desk).filter(has_text=f"{name} dragged") for name in ("First", "Second", "Third")
    )
    drag(desk, first, second)
    expect(cards(desk)).to_have_count(there + 2)
    drag(desk, third, desk.locator("[data-drop='turn touchpoint']"))
    expect(third).to_have_class(re.compile("became"))

    desk.context.set_offline(True)
    expect(desk.locator("#desk-cut")).to_contain_text("No connection since")
    desk.locator("#scribe-text").fill("Written without a connection")
    desk.keyboard.press("Enter")
    expect(desk.locator("#unsent")).to_contain_text("waits for the connection")
    desk.locator("#scribe-text").fill("Half a sen")
    desk.context.set_offline(False)
    expect(desk.locator("#desk-cut")).to_be_empty()
    expect(cards(desk).filter(has_text="Written without a connection")).to_have_count(1)
    expect(desk.locator("#scribe-text")).to_have_value("Half a sen")

    running.stop()
    expect(desk.locator("#desk-cut")).to_contain_text("No connection since")
    expect(phone.locator("#net")).to_contain_text("Offline")
    running.start()
    for page, cut in ((desk, "#desk-cut"), (phone, "#net")):
        expect(page.locator(cut)).not_to_contain_text(re.compile("No connection|Offline"), timeout=90_000)
    desk.reload()
    expect(desk.locator("#scribe-text")).to_have_value("Half a sen")

    desk.locator("#people > summary").click()
    desk.get_by_role("button", name="Remove Ana").click()
    expect(phone).to_have_url(re.compile("/room/over"))
    expect(desk.locator(".who-here")).to_contain_text("0 here")
    for width in (1024, 390):
        desk.set_viewport_size({"width": width, "height": 844})
        is_good(desk, root)


def drag(page: Page, what: Locator, where: Locator) -> None:
    """As a mouse does, over both in sight."""
    where.scroll_into_view_if_needed()
    what.scroll_into_view_if_needed()
    what.hover(position={"x": 60, "y": 12})
    page.mouse.down()
    box = where.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
    expect(where).to_have_class(re.compile("over"))
    page.mouse.up()
