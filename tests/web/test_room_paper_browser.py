"""A stack of paper ballots in a real browser, by keys: one key an answer, Enter for the next, the last one back; and offline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from live_browser import LiveServer, Opening
from playwright.sync_api import Page, expect
from roomers import ROOM
from test_browser import DESK, SIDEWAYS

AXE = """async (rules) => (await axe.run("html", { runOnly: rules })).violations.map(
  (one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`)"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOCUS = "document.activeElement.name || document.activeElement.id"


@pytest.fixture
def desk(running: LiveServer, opening: Opening) -> Page:
    """The facilitator's page, with the room open."""
    page = opening(DESK)
    page.goto(running.link(f"http://127.0.0.1:{running.port}"))
    page.goto(ROOM)
    if page.locator("#desk").count() == 0:
        page.get_by_label("Half a day").check()
        page.get_by_role("button", name=re.compile("Open the room")).click()
    expect(page.locator("body.scripted #desk")).to_be_visible()
    return page


def go(page: Page, kind: str) -> None:
    """To the last step whose title has this in it."""
    page.locator("#steps button", has_text=kind).last.click()
    expect(page.locator("#h-step")).to_contain_text(kind)
    expect(page.locator("#ballot")).to_have_count(1)


def focused(page: Page, name: str) -> None:
    page.wait_for_function(f"(name) => ({FOCUS}) === name", arg=name)


def fields(page: Page) -> list[str]:
    """The groups of the sheet, in their order."""
    found: list[str] = page.locator("#ballot [data-group]").evaluate_all(
        "all => all.map((one) => one.querySelector('input').name)"
    )
    return found


def start(page: Page) -> list[str]:
    """By the key that leads to the sheet; its groups."""
    found = fields(page)
    page.keyboard.press("/")
    focused(page, found[0])
    return found


def answer(page: Page, names: list[str], *digits: str) -> None:
    """One digit after another; each leads to the next group."""
    for place, digit in enumerate(digits):
        page.keyboard.press(digit)
        focused(page, names[place + 1] if place + 1 < len(names) else "ballot-enter")


def entered(page: Page, count: int) -> None:
    words = "1 ballot entered" if count == 1 else f"{count} ballots entered"
    expect(page.locator("#paper summary")).to_contain_text(words)


def is_good(page: Page, root: Path) -> None:
    """No violation in light and dark, nothing sideways."""
    page.wait_for_function(f"{SIDEWAYS} <= 0")
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=root / "node_modules/axe-core/axe.min.js")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # these are the two
        assert page.evaluate(AXE, RULES) == [], scheme


def test_a_stack_of_ballots_by_keys_alone(desk: Page, root: Path) -> None:
    go(desk, "Improve and vote")
    names = start(desk)
    answer(desk, names, "3", "2")
    expect(desk.locator("#ballot-left")).to_have_text("0 left")
    desk.keyboard.press("Enter")
    entered(desk, 1)
    focused(desk, names[0])
    expect(desk.locator("#ballot-left")).to_have_text("5 left")
    for number in range(2, 5):
        answer(desk, names, "1", "0", "3")
        desk.keyboard.press("Enter")
        entered(desk, number)
        focused(desk, names[0])
    is_good(desk, root)

    answer(desk, names, "3", "3")
    expect(desk.locator("#ballot-left")).to_have_text("1 too many")
    desk.keyboard.press("Backspace")  # nothing stands here: the one before is taken away
    focused(desk, names[1])
    expect(desk.locator("#ballot-left")).to_have_text("2 left")
    desk.keyboard.press("1")
    desk.keyboard.press("Enter")
    entered(desk, 5)
    expect(desk.locator("#desk-said").get_by_role("button", name="Undo")).to_be_visible()
    desk.keyboard.press("u")
    entered(desk, 4)
    expect(desk.locator(f"input[name='{names[0]}'][value='3']")).to_be_checked()  # to be put right
    expect(desk.locator("#bar .who-here")).to_contain_text("4 here · 4 done")


def test_a_ballot_that_is_refused_says_why_and_goes_back_onto_the_sheet(desk: Page) -> None:
    go(desk, "Improve and vote")
    names = start(desk)
    answer(desk, names, "3", "3")
    desk.keyboard.press("Enter")
    refused = desk.locator("#unsent li")
    expect(refused).to_contain_text("6 dots; everybody has 5")
    refused.get_by_role("button", name="Back into the field").click()
    expect(desk.locator(f"input[name='{names[1]}'][value='3']")).to_be_checked()
    expect(refused).to_have_count(0)
    desk.keyboard.press("0")  # on the first: nothing for it
    desk.keyboard.press("Enter")
    expect(desk.locator("#paper summary")).to_contain_text("entered")
    expect(desk.locator("#desk-said")).to_contain_text("entered")


def test_what_is_entered_without_a_connection_waits_and_is_entered_once(desk: Page) -> None:
    go(desk, "Rate in private")
    names = start(desk)
    before = int(re.findall(r"\d+", desk.locator("#paper summary").inner_text())[0])
    desk.context.set_offline(True)
    answer(desk, names, "5", "4")
    desk.keyboard.press("Enter")
    expect(desk.locator("#unsent li")).to_contain_text("waits for the connection")
    focused(desk, names[0])
    desk.context.set_offline(False)
    entered(desk, before + 1)
    expect(desk.locator("#unsent li")).to_have_count(0)


def test_the_sheet_is_good_on_a_small_screen_and_without_script(
    running: LiveServer, desk: Page, opening: Opening, root: Path
) -> None:
    go(desk, "Rate in private")
    start(desk)
    desk.set_viewport_size({"width": 320, "height": 720})
    is_good(desk, root)
    plain = opening(DESK, java_script_enabled=False, storage_state=desk.context.storage_state())
    plain.goto(ROOM)
    if plain.locator("#paper[open]").count() == 0:
        plain.locator("#paper summary").click()
    before = int(re.findall(r"\d+", plain.locator("#paper summary").inner_text())[0])
    plain.locator("#ballot [data-group]").first.locator("label").last.click()
    plain.get_by_role("button", name="Enter the ballot").click()
    entered(plain, before + 1)
