"""The graph in the editor, in real browsers: kept up to date as others edit, opened and left in place, with what it says."""

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

PLACE = "getComputedStyle(document.querySelector('.gv-sheet')).transform"
SCALE = f"new DOMMatrix({PLACE}).a"
Opening = Callable[..., Page]


@pytest.fixture
def opening(browser: Browser, own_server: Server, own_sign_in: StorageState) -> Iterator[Opening]:
    """Opens the graph, or the map, in a browser of its own; faults of the page fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(view: str = "/graph", width: int = 1440, height: int = 900, **more: Any) -> Page:
        context = browser.new_context(
            storage_state=own_sign_in,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{own_server.address}/workshops/{WORKSHOP}{view}")
        page.wait_for_selector("body.able")
        if view == "/graph":
            page.locator(".gv-sheet svg").wait_for()
            page.get_by_role("heading", name="How it ends").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def do(page: Page, edits: str) -> Any:
    """Edits as somebody makes them on that page; gives the ids of their records."""
    script = f"() => document.getElementById('editor').session.do({edits}).map((one) => one.edit.record)"
    made = page.evaluate(script)
    expect(page.locator(".status")).to_have_text(re.compile("Saved"))
    return made


def station(page: Page, touchpoint: str) -> Locator:
    return page.locator(f".tm-station[data-id={touchpoint}]")


def beside(page: Page) -> Locator:
    return page.locator(".gv-beside")


def test_a_name_written_on_the_map_in_one_browser_is_drawn_in_the_other(opening: Opening) -> None:
    ann, ben = opening(""), opening()
    ann.locator("th[data-lane=head][data-touchpoint=landing]").click()
    ann.keyboard.press("Enter")
    ann.keyboard.press("Control+a")
    ann.keyboard.type("Wheels down")
    ann.keyboard.press("Escape")
    expect(station(ben, "landing")).to_contain_text("Wheels down")
    expect(ben.locator(".gv-list")).to_contain_text("all go on to 3 Wheels down")
    expect(beside(ben).locator(".gv-asof")).to_have_text(re.compile(r"as of change [1-9]"))


def test_a_new_way_is_drawn_and_one_that_goes_leaves_a_dead_end_that_is_told(opening: Opening) -> None:
    ann, ben = opening(""), opening()
    fields = "{journey: 'missed-connection-journey', from: 'crew-news', to: 'gate-closed', kind: 'choice'}"
    (way,) = do(ann, f"{{action: 'add', kind: 'transition', fields: {fields}}}")
    expect(ben.locator(f".tm-way[data-id='{way}']")).to_have_count(1)
    loose = beside(ben).locator("section", has_text="Loose ends")
    expect(loose).to_have_count(0)
    ways = "s.view.children('transition', 'missed-connection-journey')"
    leaving = f"{ways}.filter((id) => s.view.get(id).fields.from === 'landing')"
    do(
        ann,
        f"((s) => {leaving}.map((record) => ({{action: 'remove', kind: 'transition', record}})))"
        "(document.getElementById('editor').session)",
    )
    expect(loose.get_by_role("listitem").filter(has_text="dead end")).to_contain_text(
        re.compile("Landing|Wheels")
    )
    ben.get_by_role("button", name=re.compile("^Findings")).click()
    expect(ben.locator(".gv-find.is-error, .gv-find.is-warning").filter(has_text="TM104")).to_have_count(1)
    ann.evaluate("() => document.getElementById('editor').session.undo()")
    ann.evaluate("() => document.getElementById('editor').session.undo()")
    ben.get_by_role("button", name="Analysis").click()
    expect(loose).to_have_count(0)


def test_a_touchpoint_in_the_drawing_opens_its_details_by_pointer_and_by_key(opening: Opening) -> None:
    page = opening()
    station(page, "desk-queue").click()
    expect(page.locator(".detail h2")).to_contain_text("7")
    expect(station(page, "desk-queue")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(page.locator(".detail")).to_have_count(0)
    expect(station(page, "desk-queue")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(station(page, "new-flight")).to_be_focused()
    expect(page.locator(".tm-station[tabindex='0']")).to_have_count(1)  # one stop for the Tab key
    page.keyboard.press("Enter")
    expect(page.locator(".detail h2")).to_contain_text("8")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.locator("th.sel[data-touchpoint=new-flight]")).to_be_visible()


def test_a_way_in_the_drawing_and_in_the_list_opens_its_dialog(opening: Opening) -> None:
    page = opening()
    page.locator(".tm-way[data-id='missed-connection-journey-t5'] .gv-hit").click(force=True)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Ways from 4")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("From Dash to gate B42: .*Edit this way")).first.click()
    expect(dialog).to_contain_text("Ways from 4")


def test_place_zoom_and_focus_are_kept_when_the_journey_is_drawn_anew(opening: Opening) -> None:
    ann, ben = opening(""), opening()
    ben.locator("#graph").focus()
    for _ in range(4):
        ben.keyboard.press("+")
    station(ben, "gate-closed").focus()
    zoomed = ben.evaluate(SCALE)
    before = station(ben, "gate-closed").bounding_box()
    fields = "{stage: s.view.get('gate-closed').fields.stage, name: 'Somebody explains'}"
    do(
        ann,
        f"((s) => [{{action: 'add', kind: 'touchpoint', record: 'explains', fields: {fields},"
        " position: {before: 'gate-closed'}}])(document.getElementById('editor').session)",
    )
    expect(station(ben, "explains")).to_have_count(1)
    assert before
    place = pytest.approx((before["x"], before["y"]), abs=2)
    comes_to(lambda box: (box["x"], box["y"]) == place, station(ben, "gate-closed").bounding_box)
    comes_to(pytest.approx(zoomed, rel=0.001), ben.evaluate, SCALE)
    expect(station(ben, "gate-closed")).to_be_focused()
    ann.evaluate("() => document.getElementById('editor').session.undo()")
    expect(station(ben, "explains")).to_have_count(0)


def test_the_drawing_zooms_about_what_is_looked_at_and_shows_all_again(opening: Opening) -> None:
    page = opening()
    under = (
        "([x, y]) => { const b = document.querySelector('#graph').getBoundingClientRect(),"
        " s = document.querySelector('#graph svg').getBoundingClientRect();"
        " return [(b.left + b.width * x - s.left) / s.width, (b.top + b.height * y - s.top) / s.height]; }"
    )
    whole = page.evaluate(PLACE)
    middle = page.evaluate(under, [0.5, 0.5])
    page.locator("#graph").focus()
    for _ in range(3):
        page.keyboard.press("+")
    comes_to(pytest.approx(middle, abs=0.01), page.evaluate, under, [0.5, 0.5])
    frame = page.locator("#graph").bounding_box()
    assert frame
    spot, before = page.evaluate(under, [0.25, 0.75]), page.evaluate(SCALE)
    page.mouse.move(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.75)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    comes_to(lambda found: found > before, page.evaluate, SCALE)
    comes_to(pytest.approx(spot, abs=0.01), page.evaluate, under, [0.25, 0.75])
    page.get_by_role("button", name="Show all").click()
    comes_to(whole, page.evaluate, PLACE)
    page.mouse.move(frame["x"] + 300, frame["y"] + 40)
    page.mouse.down()
    page.mouse.move(frame["x"] + 200, frame["y"] + 80, steps=4)
    page.mouse.up()
    page.wait_for_function(f"{PLACE} !== '{whole}'")
    page.locator("#graph").focus()
    page.keyboard.press("0")
    comes_to(whole, page.evaluate, PLACE)


def test_two_fingers_zoom_about_the_middle_between_them_and_one_moves(opening: Opening) -> None:
    page = opening()
    frame = page.locator("#graph").bounding_box()
    assert frame
    x, y = frame["x"] + 400, frame["y"] + 200
    cdp = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        found = [{"x": left, "y": top, "id": at} for at, (left, top) in enumerate(points)]
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})

    size = "() => document.querySelector('#graph svg').getBoundingClientRect().toJSON()"
    before = page.evaluate(size)
    touch("touchStart", (x - 50, y))
    touch("touchStart", (x - 50, y), (x + 50, y))
    touch("touchMove", (x - 100, y), (x + 100, y))
    touch("touchEnd")
    twice = pytest.approx(2 * before["width"], rel=0.01)
    after = comes_to(lambda found: found["width"] == twice, page.evaluate, size)
    assert x - after["left"] == pytest.approx(2 * (x - before["left"]), abs=2)
    touch("touchStart", (x, y))
    touch("touchMove", (x + 30, y + 20))
    touch("touchEnd")
    there = pytest.approx((after["left"] + 30, after["top"] + 20), abs=1)
    comes_to(lambda found: (found["left"], found["top"]) == there, page.evaluate, size)


def test_all_of_the_drawing_stays_in_sight_beside_the_details(opening: Opening) -> None:
    page = opening()
    station(page, "delay-announced").click()
    expect(page.locator(".detail")).to_be_visible()
    inside = """() => {
      const [frame, drawn] = ["#graph", "#graph svg"].map((one) => document.querySelector(one).getBoundingClientRect());
      return drawn.left >= frame.left && drawn.right <= frame.right;
    }"""
    comes_to(bool, page.evaluate, inside)


def test_a_finding_leads_to_the_place_where_it_is_mended_and_the_list_comes_back(opening: Opening) -> None:
    page = opening()
    page.get_by_role("button", name=re.compile("^Findings")).click()
    expect(page.locator(".gv-find").first).to_be_visible()
    all_of_them = page.locator(".gv-find").count()
    page.get_by_role("button", name=re.compile("^Notes")).click()
    comes_to(lambda found: 0 < found < all_of_them, page.locator(".gv-find").count)
    expect(page.locator(".gv-find:not(.is-info)")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Warnings")).click()
    finding = page.locator(".gv-find").filter(has_text="TM215").first
    link = finding.locator(".gv-go")
    name = link.get_attribute("data-finding")
    assert name
    link.click()
    record = name.split(" ")[1]
    expect(page.locator(f".detail [data-f^='{record} ']").first).to_be_visible()
    focused = f"document.activeElement.dataset.f?.startsWith('{record} ')"
    page.wait_for_function(focused)
    comes_to(bool, page.locator("#part-standards").evaluate, "one => one.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator(f"[data-finding='{name}']")).to_be_focused()


def test_flags_on_the_map_tell_how_many_findings_there_are_and_lead_to_them(opening: Opening) -> None:
    page = opening("")
    flag = page.locator("th[data-touchpoint=crew-news] .flag.found")
    expect(flag).to_be_visible()
    many = int(re.sub(r"\D", "", flag.inner_text()) or 0)
    # The tools of the head come over the flag, with a button that does the same.
    page.locator("th[data-touchpoint=crew-news] .tt").hover()
    page.get_by_role("button", name=re.compile(f"^{many} findings at Connection")).last.click()
    listed = page.get_by_role("complementary", name="Findings")
    expect(listed.locator(".gv-only")).to_contain_text("At 2")
    expect(listed.locator(".gv-find")).to_have_count(many)
    listed.get_by_role("button", name="Show all").click()
    comes_to(lambda found: found > many, listed.locator(".gv-find").count)
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    page.locator("td[data-lane=current]").first.click(position={"x": 3, "y": 3})
    page.keyboard.press("f")
    expect(listed).to_be_visible()


def test_map_and_graph_change_places_without_loading_a_page(opening: Opening) -> None:
    page = opening("")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Graph", exact=True).click()
    page.locator(".gv-sheet svg").wait_for()
    expect(page).to_have_url(re.compile("/graph$"))
    expect(page).to_have_title(re.compile("^Graph · "))
    expect(page.get_by_role("link", name="Graph", exact=True)).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(page.locator("#wall")).to_be_visible()
    expect(page.get_by_role("link", name="Map", exact=True)).to_have_attribute("aria-current", "page")
    page.go_forward()
    page.locator(".gv-sheet svg").wait_for()
    page.keyboard.press("g")
    expect(page.locator("#wall")).to_be_visible()
    expect(page).not_to_have_url(re.compile("/graph$"))
    page.keyboard.press("g")
    page.locator(".gv-sheet svg").wait_for()
    comes_to(bool, page.evaluate, "window.same")


def test_without_a_network_the_drawing_says_of_when_it_is_and_the_list_is_of_now(opening: Opening) -> None:
    page = opening()
    page.context.set_offline(True)
    page.evaluate(
        "() => { document.getElementById('editor').session.do({action: 'set', kind: 'touchpoint', record: 'bag',"
        " fields: {name: 'Bag, anybody?'}}); }"
    )
    expect(page.locator(".gv-list")).to_contain_text("Bag, anybody?")
    expect(page.locator(".gv-state")).to_have_text(re.compile(r"The drawing is of \d\d:\d\d"))
    expect(page.locator(".gv-sheet svg")).to_be_visible()
    page.context.set_offline(False)
    expect(station(page, "bag")).to_contain_text("anybody")
    expect(page.locator(".gv-state")).to_have_text("")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_axe_finds_nothing(opening: Opening, root: Path, size: tuple[int, int]) -> None:
    width, height = size
    page = opening("/graph", width, height, bypass_csp=True)
    comes_to([], violations, page, root)
    for one in page.locator(".gv-how > summary").all()[:2]:
        one.click()
    comes_to([], violations, page, root)
    page.get_by_role("button", name=re.compile("^Findings")).last.click()
    comes_to([], violations, page, root)
    if width > 1000:
        page.keyboard.press("g")
        expect(page.get_by_role("complementary", name="Findings")).to_be_visible()
        comes_to([], violations, page, root)


def test_nothing_is_wider_than_a_phone(opening: Opening) -> None:
    page = opening("/graph", 390, 844)
    comes_to(lambda found: found <= 390, page.evaluate, "document.documentElement.scrollWidth")
