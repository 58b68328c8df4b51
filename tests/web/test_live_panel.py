"""The detail panel in a real browser: everything on a touchpoint is written in place, by mouse and by keys, also by two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from live_browser import comes_to
from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState, expect
from served import WORKSHOP, Server

TOUCHPOINTS = "[...document.querySelectorAll('th[data-lane=head]')].map(one => one.dataset.touchpoint)"


@pytest.fixture
def another(browser: Browser, own_server: Server, own_sign_in: StorageState) -> Iterator[Callable[..., Page]]:
    """Opens the map in a browser of its own; faults of the page fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(width: int = 1440, height: int = 900, **more: Any) -> Page:
        context = browser.new_context(
            storage_state=own_sign_in,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{own_server.address}/workshops/{WORKSHOP}")
        page.wait_for_selector("body.able")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(another: Callable[..., Page]) -> Page:
    return another()


def open_at(page: Page, touchpoint: str, lane: str = "current") -> None:
    """Opens the panel by key from a cell of the map."""
    page.locator(f"td[data-lane={lane}][data-touchpoint={touchpoint}]").click(position={"x": 3, "y": 3})
    page.keyboard.press("d")
    expect(page.locator(".detail")).to_be_visible()


def part(page: Page, key: str) -> Locator:
    return page.locator(f"#part-{key}")


def has_focus(one: Locator) -> None:
    expect(one).to_be_focused()


def saved(page: Page, record: str, field: str) -> Any:
    """What the server holds of a record, once everything is said to be saved."""
    expect(page.locator(".status")).to_have_text(re.compile("Saved"))
    found = page.evaluate(
        "async (id) => (await (await fetch(`/api/v1/workshops/WORKSHOP/snapshot`)).json()).records[id]?.fields".replace(
            "WORKSHOP", WORKSHOP
        ),
        record,
    )
    return None if found is None else found.get(field)


def record_of(control: Locator) -> str:
    """The id of the record whose main text a field holds."""
    name = control.get_attribute("data-f")
    assert name is not None
    return name.rsplit(" ", 1)[0]


def test_d_opens_the_panel_at_the_part_of_the_lane_and_escape_gives_the_focus_back(page: Page) -> None:
    open_at(page, "gate-closed")
    has_focus(part(page, "states").locator("h3"))
    expect(page.locator(".detail h2 .stn")).to_have_text(re.compile(r"(^|\s)5\s*$"))
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".detail")).to_have_count(0)
    has_focus(page.locator("td[data-lane=current][data-touchpoint=gate-closed]"))


def test_the_panel_goes_along_with_the_map_and_the_map_with_the_panel(page: Page) -> None:
    open_at(page, "gate-closed", "standards")
    has_focus(part(page, "standards").locator("h3"))
    page.keyboard.press("]")
    expect(page.locator(".dname")).to_have_value("Looking for help")
    has_focus(part(page, "standards").locator("h3"))
    expect(page.locator("td.sel[data-touchpoint=looking-for-help]")).to_be_in_viewport()
    page.locator("td[data-lane=current][data-touchpoint=dash]").click(position={"x": 3, "y": 3})
    expect(page.locator(".dname")).to_have_value("Dash to gate B42")
    page.get_by_role("button", name="Next touchpoint").click()
    expect(page.locator(".dname")).to_have_value("Gate is closed")


def test_one_click_and_one_key_lead_to_each_part(page: Page) -> None:
    open_at(page, "gate-closed")
    index = page.get_by_role("navigation", name="Parts of the details").get_by_role("button")
    expect(index).to_have_count(12)
    expect(page.locator(".dbody > section")).to_have_count(12)
    for at in range(12):
        index.nth(at).click()
        heading = page.locator(".dbody > section").nth(at).locator("h3")
        has_focus(heading)
        expect(heading).to_be_in_viewport()
    for key, name in (("4", "activities"), ("0", "ways"), ("c", "comments"), ("1", "about")):
        page.keyboard.press(key)
        has_focus(part(page, name).locator("h3"))


def test_current_and_desired_stand_side_by_side_where_there_is_room(
    another: Callable[..., Page],
) -> None:
    for width, is_beside in ((1440, True), (390, False)):
        page = another(width, 844)
        page.evaluate("document.querySelector('#editor').editor.ui.panel.value = 'gate-closed'")
        current, desired = (
            page.locator(f".pstate.{state}").bounding_box() for state in ("current", "desired")
        )
        assert current is not None
        assert desired is not None
        assert (abs(current["y"] - desired["y"]) < 2) == is_beside
        comes_to(lambda found: found <= 0, page.evaluate, "document.documentElement.scrollWidth - innerWidth")


def test_statements_are_written_one_after_another_backed_moved_and_taken_away(page: Page) -> None:
    open_at(page, "landing")
    current, desired = page.locator(".pstate.current"), page.locator(".pstate.desired")
    before = current.locator(".row-of").count()
    current.get_by_role("textbox", name="Add a current statement").click()
    page.keyboard.type("Two messages contradict each other")
    page.keyboard.press("Enter")
    page.keyboard.type("The bus is late")
    page.keyboard.press("Enter")
    expect(current.locator(".row-of")).to_have_count(before + 2)
    has_focus(current.locator(".new .main"))
    last = current.locator(".row-of").last
    record = record_of(last.locator(".main"))
    last.get_by_label("Evidence").select_option("staff story")
    last.get_by_label("Source").fill("Bus driver")
    last.locator(".main").focus()
    comes_to("staff story", saved, page, record, "evidence")
    comes_to("Bus driver", saved, page, record, "source")

    page.keyboard.press("Alt+ArrowUp")
    expect(current.locator(".main").nth(before)).to_have_value("The bus is late")
    has_focus(page.locator(f'[data-f="{record} text"]'))
    page.keyboard.press("Alt+ArrowRight")
    expect(desired.locator(".row-of .main").last).to_have_value("The bus is late")
    has_focus(page.locator(f'[data-f="{record} text"]'))
    comes_to("desired", saved, page, record, "state")

    desired.locator(".rowmenu").last.click()
    page.get_by_role("menuitem", name="Remove").click()
    expect(page.locator(".toast")).to_contain_text("Removed “The bus is late”")
    assert saved(page, record, "text") is None
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(desired.locator(".row-of .main").last).to_have_value("The bus is late")
    comes_to("Bus driver", saved, page, record, "source")


def test_a_standard_gets_its_target_and_a_measure_that_keeps_it_or_not(page: Page) -> None:
    open_at(page, "dash", "standards")
    box = part(page, "standards")
    box.locator(":scope > .k-standard > .new .main").fill("Walked to the gate in time")
    page.keyboard.press("Enter")
    one = box.locator(":scope > .k-standard > .row-of").last
    expect(one.locator(".main").first).to_have_value("Walked to the gate in time")
    record = record_of(one.locator(".main").first)
    one.get_by_label("Target").fill("90,5")
    page.keyboard.press("Enter")
    has_focus(one.get_by_label("Unit").first)
    page.keyboard.type("%")
    one.get_by_label("Status").first.select_option("exists")
    comes_to(90.5, saved, page, record, "target")
    comes_to("%", saved, page, record, "unit")
    expect(one.locator(".pwarn")).to_be_visible()

    one.locator(".under .new .main").fill("Escorted and made it")
    page.keyboard.press("Enter")
    measure = one.locator(".under .row-of")
    expect(one.locator(".pwarn")).to_have_count(0)
    measure.get_by_label("Last value").fill("many")
    page.keyboard.press("Tab")
    expect(measure.get_by_role("alert")).to_have_text("Write a number that is not so large.")
    measure.get_by_label("Last value").fill("62")
    page.keyboard.press("Tab")
    expect(measure.locator(".tag")).to_have_text("not kept")
    one.locator(".more > summary").first.click()
    one.get_by_label("Tolerance ±").fill("30")
    page.keyboard.press("Tab")
    expect(measure.locator(".tag")).to_have_text("kept")
    measure.get_by_label("Checks").select_option("")
    expect(box.locator(".loose .row-of .main").last).to_have_value("Escorted and made it")


def test_the_question_suggests_a_class_and_never_sets_it_by_itself(page: Page) -> None:
    open_at(page, "crew-news", "channel")
    page.keyboard.press("4")
    box = part(page, "activities")
    box.locator(".new .main").fill("Fills in a form twice")
    page.keyboard.press("Enter")
    one = box.locator(".row-of").last
    expect(one.locator(".main")).to_have_value("Fills in a form twice")
    record = record_of(one.locator(".main"))
    one.get_by_label("Minutes", exact=True).fill("1:30")
    asked = one.get_by_role("group", name="Would the customer pay for this if they knew?")
    asked.get_by_label("no", exact=True).check()
    comes_to(90, saved, page, record, "minutes")
    comes_to("no", saved, page, record, "would_pay")
    comes_to(None, saved, page, record, "class")
    one.get_by_role("button", name="Class it as non-value-added").click()
    comes_to("non-value-added", saved, page, record, "class")
    expect(one.get_by_role("button", name=re.compile("Class it"))).to_have_count(0)
    one.get_by_label("Waste").select_option("extra processing")
    comes_to("extra processing", saved, page, record, "waste")
    asked.get_by_label("yes", exact=True).check()
    expect(one.get_by_role("button", name="Class it as value-added")).to_be_visible()


def test_time_efficiency_and_ratings_say_the_same_as_the_page_of_the_touchpoint(page: Page) -> None:
    ids = page.evaluate(TOUCHPOINTS)
    assert len(ids) == 12
    for one in ids:
        page.evaluate("id => document.querySelector('#editor').editor.ui.panel.value = id", one)
        expect(page.locator(".detail")).to_be_visible()
        said = page.evaluate(
            """async (id) => {
              const text = await (await fetch(`${location.pathname}/touchpoints/${id}`)).text();
              const there = new DOMParser().parseFromString(text, "text/html");
              const texts = (root, what) => [...root.querySelectorAll(what)]
                .map((e) => e.textContent.replace(/\\s+/g, " ").trim());
              const charts = texts(there, ".chart svg > title")
                .map((one) => [one.split(". ")[0], /Everybody: (median [^,]+, n = \\d+)/.exec(one)?.[1]]);
              const here = document.querySelector(".detail");
              const own = [...here.querySelectorAll(".pchart figcaption")].map((one) => [one.querySelector("b").textContent,
                /^median [^ ]+ · n = \\d+/.exec(one.querySelector(".quiet").textContent)?.[0].replace(" ·", ",")]);
              return [
                [texts(there, "#h-time ~ p .big"), charts.sort(), texts(there, ".chart .tag.warn").length,
                 texts(there, ".pair h3").map((t) => t.split(": ")[1] ?? "")],
                [texts(here, ".ptimes b"), own.sort(), texts(here, ".pchart .tag.warn").length,
                 texts(here, ".prated h4").map((t) => t.split(": ")[1] ?? "")],
              ];
            }""",
            one,
        )
        assert said[0] == said[1], one


def test_a_scribe_adds_a_rating_without_a_name(page: Page) -> None:
    open_at(page, "landing", "emotion")
    box = part(page, "ratings")
    count = len(
        page.evaluate("document.querySelector('#editor').session.view.children('perception', 'landing')")
    )
    box.get_by_text("Add a rating").click()
    box.get_by_role("button", name="Add rating").click()
    expect(page.get_by_role("alert")).to_contain_text("at least one rating")
    box.get_by_label("Group").fill("passengers")
    box.get_by_label("Emotion", exact=True).focus()
    page.keyboard.type("+1")
    box.get_by_label("Personal service").select_option("4")
    box.get_by_role("button", name="Add rating").click()
    there = "document.querySelector('#editor').session.view.children('perception', 'landing')"
    ids = comes_to(lambda found: len(found) == count + 1, page.evaluate, there)
    comes_to(1, saved, page, ids[-1], "emotion")
    comes_to("passengers", saved, page, ids[-1], "group")
    comes_to(None, saved, page, ids[-1], "person")
    expect(box.get_by_label("Group")).to_have_value("passengers")
    has_focus(box.get_by_label("Emotion", exact=True))


def test_ways_are_added_and_shares_that_are_no_whole_are_said(page: Page) -> None:
    open_at(page, "gate-closed")
    page.keyboard.press("0")
    box = part(page, "ways")
    rows = box.locator(".k-transition").first.locator(".row-of")
    before = rows.count()
    expect(box.locator(".pwarn")).to_have_count(0)
    box.get_by_label("Add a way to").select_option("morning")
    box.get_by_role("button", name="Add", exact=True).click()
    expect(rows).to_have_count(before + 1)
    rows.last.get_by_label("Share").fill("10 %")
    page.keyboard.press("Tab")
    expect(box.locator(".pwarn")).to_have_text(re.compile(r"add up to 110\s%, not to 100\s%"))
    rows.last.get_by_label("Kind").select_option("recovery")
    rows.last.get_by_label("Options").fill("lounge, hotel")
    page.keyboard.press("Tab")
    rows.last.locator(".rowmenu").click()
    page.get_by_role("menuitem", name="Remove").click()
    expect(rows).to_have_count(before)
    rows.first.locator("button.place").click()
    expect(page.locator(".dname")).to_have_value("Looking for help")


def test_a_cause_is_tied_and_let_go(page: Page) -> None:
    open_at(page, "landing")
    page.keyboard.press("9")
    box = part(page, "causes")
    before = box.locator(".row-of").count()
    text = box.locator("datalist option").first.get_attribute("value") or ""
    tie = box.get_by_label("Tie a cause")
    tie.fill(text)
    page.keyboard.press("Enter")
    expect(box.locator(".row-of")).to_have_count(before + 1)
    expect(tie).to_have_value("")
    values = "all => all.map(one => one.value)"
    tied = comes_to(lambda found: text in found, box.locator("textarea.main").evaluate_all, values)
    box.locator(".rowmenu").nth(tied.index(text)).click()
    page.get_by_role("menuitem", name="Does not belong here").click()
    expect(box.locator(".row-of")).to_have_count(before)
    box.locator(".new .main").fill("Nobody tells the bus")
    page.keyboard.press("Enter")
    expect(box.locator(".row-of")).to_have_count(before + 1)
    record = record_of(box.locator(".row-of .main").last)
    comes_to(["landing"], saved, page, record, "touchpoints")


def test_a_comment_has_its_writer_and_is_resolved(page: Page) -> None:
    open_at(page, "gate-closed")
    page.keyboard.press("c")
    box = part(page, "comments")
    box.locator(".new .main").fill("Ask the hub again")
    page.keyboard.press("Enter")
    record = record_of(box.locator(".row-of .main"))
    comes_to("gate-closed", saved, page, record, "about")
    comes_to(lambda found: found.startswith("20"), saved, page, record, "at")
    comes_to(bool, saved, page, record, "author")
    box.get_by_label("Resolved").check()
    assert saved(page, record, "resolved") is True


def test_what_another_changes_is_seen_and_takes_neither_caret_nor_words(
    another: Callable[..., Page],
) -> None:
    mine, theirs = another(), another()
    for one in (mine, theirs):
        open_at(one, "desk-queue")
    text = mine.locator(".pstate.current .row-of .main").first
    text.focus()
    mine.evaluate("document.activeElement.setSelectionRange(3, 3)")
    other = theirs.locator(".pstate.current .row-of").first
    other.get_by_label("Evidence").select_option("assumed")
    theirs.get_by_role("textbox", name="Add a desired statement").fill("A chair for everybody")
    theirs.keyboard.press("Enter")
    expect(mine.locator(".pstate.desired .row-of .main").last).to_have_value("A chair for everybody")
    expect(mine.locator(".pstate.current .row-of").first.get_by_label("Evidence")).to_have_value("assumed")
    has_focus(text)
    comes_to(3, mine.evaluate, "document.activeElement.selectionStart")
    before, moved = text.input_value(), record_of(text)
    mine.keyboard.type("xyz")
    theirs.locator(".pstate.current .rowmenu").nth(1).click()
    theirs.get_by_role("menuitem", name="Move up").click()
    expect(mine.locator(".pstate.current .row-of .main").nth(1)).to_have_attribute("data-f", f"{moved} text")
    has_focus(mine.locator(f'[data-f="{moved} text"]'))
    comes_to(
        [
            f"{before[:3]}xyz{before[3:]}",
            6,
        ],
        mine.evaluate,
        "[document.activeElement.value, document.activeElement.selectionStart]",
    )


def test_a_touchpoint_that_another_removes_closes_nothing_over_anybodys_head(
    another: Callable[..., Page],
) -> None:
    mine, theirs = another(), another()
    open_at(mine, "hotel-voucher")
    theirs.evaluate(
        "document.querySelector('#editor').session.do({action: 'remove', kind: 'touchpoint', record: 'hotel-voucher'})"
    )
    expect(mine.locator(".detail")).to_contain_text("not there any more")
    theirs.evaluate("document.querySelector('#editor').session.undo()")
    expect(mine.locator(".detail h2")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (720, 450), (390, 844)])
def test_axe_finds_nothing_in_the_panel_and_everything_is_large_enough(
    another: Callable[..., Page], root: Path, width: int, height: int
) -> None:
    """1440 × 900 at 200 % zoom is 720 × 450."""
    page = another(width, height, bypass_csp=True)
    page.evaluate("document.querySelector('#editor').editor.ui.panel.value = 'gate-closed'")
    expect(page.locator(".detail h2")).to_be_visible()
    page.locator(".more > summary").evaluate_all("all => all.forEach(one => one.click())")
    expect(page.locator(".row-of .more:not(:has(.pfs))")).to_have_count(0)
    comes_to([], violations, page, root, ".detail")
    small = page.evaluate(
        "[...document.querySelectorAll('.detail :is(button, select, textarea, summary, input)')]"
        ".filter(one => !['checkbox', 'radio'].includes(one.type))"
        ".filter(one => { const {width, height} = one.getBoundingClientRect(); return width && (width < 24 || height < 23.5); })"
        ".map(one => one.outerHTML.slice(0, 90))"
    )
    assert small == []
    wide = "[...document.querySelectorAll('.detail, .dbody')].filter(one => one.scrollWidth > one.clientWidth).length"
    comes_to(0, page.evaluate, wide)
