"""The live map in real browsers: two people on one map, typing that nothing interrupts, a server that goes away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from live_browser import WORKSHOP, LiveServer, comes_to, is_kept, log_of
from playwright.sync_api import Browser, BrowserContext, Page, expect
from proxy import Proxy

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
CREW, GATE, BAG = "crew-news", "gate-closed", "bag"
MOVES = ("moveBefore", "no moveBefore")  # Safari and Firefox before 144 have none


Entering = Callable[..., Page]


@pytest.fixture
def proxy(running: LiveServer) -> Iterator[Proxy]:
    found = Proxy(running.port)
    yield found
    found.close()


@pytest.fixture
def entering(browser: Browser, running: LiveServer, proxy: Proxy) -> Iterator[Entering]:
    """Opens the map as a person of its own; `before` is a script that runs first."""
    made: list[BrowserContext] = []

    def enter(before: str = "", viewport: Any = DESK) -> Page:
        context = browser.new_context(viewport=viewport, reduced_motion="reduce")
        made.append(context)
        page = context.new_page()
        if before:
            page.add_init_script(before)
        page.goto(running.link(proxy.address))
        page.goto(f"{proxy.address}/workshops/{WORKSHOP}")
        page.wait_for_selector("body.able")
        return page

    yield enter
    for context in made:
        context.close()


def cell(page: Page, lane: str, touchpoint: str) -> Any:
    return page.locator(f'[data-lane="{lane}"][data-touchpoint="{touchpoint}"]').first


def write(page: Page, lane: str, touchpoint: str) -> None:
    """Begins to write in a cell, after what is there."""
    cell(page, lane, touchpoint).click(position={"x": 100, "y": 6})
    page.keyboard.press("Enter")
    page.wait_for_selector(f'td.ed[data-lane="{lane}"] .fld:focus')


def do(page: Page, edits: str) -> None:
    """Does edits as the person of a page, and waits until they are saved."""
    page.evaluate(f"() => void document.getElementById('editor').session.do({edits})")
    saved(page)


def saved(page: Page) -> None:
    expect(page.locator(".status")).to_have_text("Saved")


WATCH = """() => {
  window.blurs = 0;
  const field = document.activeElement;
  field.addEventListener("blur", () => (window.blurs += 1));
  window.field = field;
}"""
STATE = """() => {
  const at = document.activeElement;
  return {
    name: at.dataset.f, text: at.value, from: at.selectionStart, to: at.selectionEnd,
    same: at === window.field, blurs: window.blurs,
  };
}"""


def test_what_one_writes_the_other_sees_and_where_they_are(entering: Entering) -> None:
    ann, ben = entering(), entering()
    write(ann, "current", CREW)
    expect(cell(ben, "current", CREW)).to_have_class(having("ring"))
    ann.keyboard.press("Control+End")
    ann.keyboard.type(" They are as lost as we are.")
    ann.keyboard.press("Escape")
    expect(cell(ben, "current", CREW)).to_contain_text("as lost as we are")
    saved(ann)
    expect(cell(ann, "current", CREW)).to_be_focused()
    ann.keyboard.press("ArrowRight")  # who stays in a cell is seen there
    expect(cell(ben, "current", CREW)).not_to_have_class(having("ring"))


def having(word: str) -> Any:
    """A class attribute that has this word in it."""
    return re.compile(rf"(^|\s){word}(\s|$)")


@pytest.mark.parametrize("moves", MOVES)
def test_typing_is_never_interrupted_by_what_others_do_to_the_map(entering: Entering, moves: str) -> None:
    ann = entering()
    ben = entering("" if moves == "moveBefore" else "delete Element.prototype.moveBefore")
    write(ben, "desired", GATE)
    ben.keyboard.press("End")
    ben.keyboard.type(" half a thought")
    for _ in range(4):
        ben.keyboard.press("Shift+ArrowLeft")
    ben.evaluate(WATCH)
    before = ben.evaluate(STATE)
    assert before["to"] - before["from"] == 4
    stage = ann.evaluate(f"() => document.getElementById('editor').session.record('{GATE}').fields.stage")
    fresh = f"new-{moves.replace(' ', '-').lower()}"
    wish = f"{{touchpoint: '{GATE}', state: 'desired', text: 'A second wish'}}"
    added = f"{{stage: '{stage}', name: 'New one'}}, position: {{before: '{GATE}'}}"
    for edits in (
        f"{{action: 'set', kind: 'touchpoint', record: '{BAG}', fields: {{name: 'Where is it?'}}}}",
        f"{{action: 'add', kind: 'statement', fields: {wish}}}",
        f"{{action: 'move', kind: 'touchpoint', record: '{GATE}', position: {{after: null}}}}",
        f"{{action: 'add', kind: 'touchpoint', record: '{fresh}', fields: {added}}}",
        f"{{action: 'remove', kind: 'touchpoint', record: '{fresh}'}}",
        f"{{action: 'move', kind: 'stage', record: '{stage}', position: {{after: null}}}}",
    ):
        do(ann, edits)
    expect(ben.locator(".stages th").first).to_contain_text("The miss")
    after = ben.evaluate(STATE)
    assert after["name"] == before["name"]
    assert (after["text"], after["from"], after["to"]) == (before["text"], before["from"], before["to"])
    if moves == "moveBefore":
        assert after["same"]
        assert after["blurs"] == 0
    ben.keyboard.type("!")
    ben.keyboard.press("Escape")
    saved(ben)
    expect(cell(ann, "desired", GATE)).to_contain_text("half a tho")
    do(ann, f"{{action: 'remove', kind: 'statement', record: {last_statement(ann)}}}")


def last_statement(page: Page) -> str:
    return "document.getElementById('editor').session.view.children('statement', 'gate-closed').at(-1)"


def test_two_in_one_text_are_told_and_nothing_that_was_typed_is_lost(entering: Entering) -> None:
    ann, ben = entering(), entering()
    write(ben, "action", CREW)
    ben.keyboard.press("Control+Home")
    ben.keyboard.type("Ben begins. ")
    text = ann.evaluate(
        f"() => document.getElementById('editor').session.record('{CREW}').fields.customer_action"
    )
    do(
        ann,
        f"{{action: 'set', kind: 'touchpoint', record: '{CREW}', fields: {{customer_action: {text!r} + ' Ann ends.'}}}}",
    )
    expect(ben.locator(".others")).to_contain_text("changed this")
    expect(ben.locator(":focus")).to_have_value(re.compile(r"^Ben begins\. "))
    ben.keyboard.press("Escape")
    saved(ben)
    for page in (ann, ben):  # the two changes do not touch: both stand
        expect(cell(page, "action", CREW)).to_contain_text("Ben begins.")
        expect(cell(page, "action", CREW)).to_contain_text("Ann ends.")


def test_composing_with_an_input_method_is_not_disturbed(entering: Entering) -> None:
    ann, ben = entering(), entering()
    write(ben, "action", BAG)
    ben.keyboard.press("Control+End")
    ime = ben.context.new_cdp_session(ben)
    ime.send("Input.imeSetComposition", {"text": "に", "selectionStart": 1, "selectionEnd": 1})
    shown = ben.evaluate("() => document.activeElement.value")
    assert shown.endswith("に")
    do(ann, f"{{action: 'move', kind: 'touchpoint', record: '{BAG}', position: {{after: null}}}}")
    do(ann, f"{{action: 'set', kind: 'touchpoint', record: '{BAG}', fields: {{place: 'Hall C'}}}}")
    ben.wait_for_timeout(400)
    comes_to(shown, ben.evaluate, "() => document.activeElement.value")
    ime.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    ime.send("Input.insertText", {"text": "日本"})
    expect(ben.locator(":focus")).to_have_value(re.compile("日本$"))
    ben.keyboard.press("Escape")
    saved(ben)
    expect(cell(ann, "action", BAG)).to_contain_text("日本")
    expect(cell(ben, "head", BAG)).to_contain_text("Hall C")


def test_the_server_goes_away_and_comes_back_and_everything_arrives_once(
    entering: Entering, running: LiveServer, proxy: Proxy
) -> None:
    page = entering()
    running.kill()
    try:
        write(page, "current", BAG)
        page.keyboard.press("Control+End")
        page.keyboard.type(" Written without a server.")
        page.keyboard.press("Enter")
        expect(page.locator(".status")).to_contain_text("Offline, ")
        expect(page.locator(".status")).to_contain_text("waiting")
        expect(cell(page, "current", BAG)).to_be_visible()
    finally:
        running.start()
    saved(page)
    texts = [
        part["fields"].get("text", "")
        for change in log_of(page.context.request, proxy.address)
        for part in change["after"].values()
        if part
    ]
    assert sum("Written without a server." in text for text in texts) == 1


def test_what_was_half_typed_without_a_server_is_there_when_the_tab_is_opened_again(
    entering: Entering, running: LiveServer, proxy: Proxy
) -> None:
    page = entering()
    running.stop()
    try:
        write(page, "action", BAG)
        page.keyboard.press("Control+End")
        page.keyboard.type(" Half a sentence")
        is_kept(page, "drafts", "Half a sentence")
        context = page.context
        page.close()
    finally:
        running.start()
    again = context.new_page()
    again.goto(f"{proxy.address}/workshops/{WORKSHOP}")
    again.wait_for_selector("body.able")
    expect(cell(again, "action", BAG)).to_contain_text("Half a sentence")
    saved(again)


def test_undo_takes_back_only_ones_own(entering: Entering) -> None:
    ann, ben = entering(), entering()
    write(ann, "opportunities", CREW)
    ann.keyboard.type("Ann's idea")
    ann.keyboard.press("Escape")
    saved(ann)
    write(ben, "opportunities", CREW)
    ben.keyboard.press("Control+End")
    ben.keyboard.press("ArrowDown")
    ben.keyboard.type("Ben's idea")
    ben.keyboard.press("Escape")
    saved(ben)
    expect(cell(ann, "opportunities", CREW)).to_contain_text("Ben's idea")
    ann.keyboard.press("Control+z")
    expect(cell(ben, "opportunities", CREW)).not_to_contain_text("Ann's idea")
    expect(cell(ben, "opportunities", CREW)).to_contain_text("Ben's idea")
    ann.keyboard.press("Control+Shift+z")
    expect(cell(ben, "opportunities", CREW)).to_contain_text("Ann's idea")


def test_lanes_and_stages_are_as_somebody_has_chosen(entering: Entering) -> None:
    ann, ben = entering(), entering()
    ann.get_by_role("button", name="Lanes", exact=False).first.click()
    ann.get_by_role("checkbox", name="Show the lane Backstage").check()
    name = ann.get_by_role("textbox", name="Name of the lane Current state")
    name.fill("What happens today")
    name.press("Tab")
    ann.keyboard.press("Escape")
    for page in (ann, ben):
        expect(page.locator("tr.l-backstage")).to_have_count(1)
        expect(page.locator("tr.l-current > th")).to_contain_text("What happens today")
    stage = ann.locator(".stages th").nth(1)
    before = ann.locator(".tps th").count()
    stage.get_by_role("button", name="Fold the stage").click()
    comes_to(lambda found: found < before, ann.locator(".tps th").count)
    expect(ben.locator(".tps th")).to_have_count(before)  # folding is one's own
    ann.reload()
    ann.wait_for_selector("body.able")
    comes_to(lambda found: found < before, ann.locator(".tps th").count)


def test_a_text_of_pages_shows_its_first_lines_and_all_of_it_when_asked_by_key(entering: Entering) -> None:
    page = entering()
    text = "The queue grows and nobody says how long it will take. " * 300
    edit = f"{{action: 'set', kind: 'statement', record: 'crew-news-s1', fields: {{text: '{text.strip()}'}}}}"
    do(page, edit)
    long = cell(page, "current", CREW)
    button = long.get_by_role("button", name="Show all: The queue grows")
    expect(button).to_have_attribute("aria-expanded", "false")
    height = "(cell) => cell.getBoundingClientRect().height"
    comes_to(lambda found: found < 700, long.evaluate, height)
    assert long.locator(".it").first.inner_text().count("The queue grows") == 300, (
        "all of it is there to be found"
    )
    long.click(position={"x": 100, "y": 6})
    expect(long).to_be_focused()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    less = long.get_by_role("button", name="Show less: The queue grows")
    expect(less).to_be_focused()
    expect(less).to_have_attribute("aria-expanded", "true")
    comes_to(lambda found: found > 2_000, long.evaluate, height)
    page.keyboard.press("Space")
    expect(button).to_be_focused()
    comes_to(lambda found: found < 700, long.evaluate, height)
    write(page, "current", CREW)
    field = long.locator(".fld").first
    comes_to(
        bool,
        field.evaluate,
        "(field) => field.clientHeight >= field.scrollHeight && field.clientHeight > 2000",
    )
    page.keyboard.press("Escape")
    do(page, edit.replace(text.strip(), "It fits."))
    expect(button).to_have_count(0)


def test_a_narrow_window_shows_stops_that_open(entering: Entering) -> None:
    page = entering(viewport=PHONE)
    expect(page.locator(".stops li")).to_have_count(12)
    page.locator(".stops li button").first.click()
    expect(page.locator("aside.detail")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
