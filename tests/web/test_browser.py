"""In a real browser, against a real server: no accessibility violation, no console error, keyboard and no script at all."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from live_browser import comes_to
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FloatRect,
    Locator,
    Page,
    StorageState,
    expect,
)
from served import Server
from test_pages import HERE, PAGES

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def signed_in(browser: Browser, server: Server) -> StorageState:
    """The cookies of a browser that came in by the one-time link, as the owner does."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.link)
    assert page.url == f"{server.address}/workshops"
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def context(browser: Browser, server: Server, signed_in: StorageState) -> Iterator[BrowserContext]:
    found = browser.new_context(storage_state=signed_in, base_url=server.address, viewport=DESK)
    yield found
    found.close()


@pytest.fixture
def unscripted(browser: Browser, server: Server, signed_in: StorageState) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    found = browser.new_context(
        storage_state=signed_in, base_url=server.address, viewport=DESK, java_script_enabled=False
    )
    yield found.new_page()
    found.close()


@pytest.fixture(scope="module")
def axe_page(browser: Browser, server: Server, signed_in: StorageState) -> Iterator[Page]:
    """A page that lets axe in despite the policy."""
    found = browser.new_context(
        storage_state=signed_in,
        base_url=server.address,
        viewport=DESK,
        bypass_csp=True,
        reduced_motion="reduce",
    )
    yield found.new_page()
    found.close()


def frame_of(what: Locator) -> FloatRect:
    """Where something stands on the page."""
    found = what.bounding_box()
    assert found is not None
    return found


def eventually(page: Page, expression: str) -> None:
    """Waits until an expression is true; asked from outside, because the page's policy forbids polling by eval."""
    ends = time.monotonic() + 60
    while not page.evaluate(expression):
        assert time.monotonic() < ends, expression
        page.wait_for_timeout(50)


@pytest.mark.parametrize("address", [*PAGES, "/no/such/page"])
def test_axe_finds_nothing_in_light_and_dark(axe_page: Page, root: Path, address: str) -> None:
    axe_page.set_viewport_size(DESK)
    axe_page.goto(address)
    comes_to([], violations, axe_page, root)


@pytest.mark.parametrize("address", [HERE, f"{HERE}/touchpoints/gate-closed", "/workshops", f"{HERE}/graph"])
def test_axe_finds_nothing_on_a_phone(axe_page: Page, root: Path, address: str) -> None:
    axe_page.set_viewport_size(PHONE)
    axe_page.goto(address)
    comes_to([], violations, axe_page, root)
    comes_to(lambda found: found <= 0, axe_page.evaluate, SIDEWAYS, what="how far the page scrolls sideways")


def test_axe_finds_nothing_on_the_landing_page(browser: Browser, server: Server, root: Path) -> None:
    context = browser.new_context(
        base_url=server.address, bypass_csp=True, viewport=DESK, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/")
    comes_to([], violations, page, root)
    page.goto("/enter/wrong")
    comes_to([], violations, page, root)
    context.close()


def test_no_page_breaks_its_policy_or_says_an_error(context: BrowserContext) -> None:
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(f"{page.url}: {message.text}")

    page = context.new_page()
    page.on("console", heard)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    page.on(
        "response", lambda answer: said.append(f"{page.url}: {answer.url}") if answer.status >= 400 else None
    )
    for address in PAGES:
        page.goto(address)
        page.wait_for_timeout(
            400
        )  # what comes after the page itself: the live map, drawings, a stream that stays open
    assert said == []


def test_the_map_is_reached_by_keyboard(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(HERE)
    page.wait_for_selector("body.able")
    page.keyboard.press("Tab")
    comes_to("skip", page.evaluate, "document.activeElement.className")
    page.keyboard.press("Enter")
    for _ in range(40):  # tools, stages and stations come before the one stop of the map
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[role=grid] th[data-touchpoint]')"):
            break
    first = page.evaluate("document.activeElement.dataset.touchpoint")
    assert first
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "first => ![undefined, first].includes(document.activeElement.dataset.touchpoint)", arg=first
    )
    # Seen, and not under the pinned column.
    comes_to(lambda found: found >= 100, page.evaluate, "document.activeElement.getBoundingClientRect().left")


def test_headers_and_lane_names_stay_in_sight(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(HERE)
    page.wait_for_selector("body.able")
    page.evaluate("document.getElementById('wall').scrollTo(700, 900)")
    page.wait_for_timeout(100)
    wall = frame_of(page.locator("#wall"))
    stage = frame_of(page.locator(".stages th").nth(1))
    name = frame_of(page.locator(".tps th").nth(6))
    lane = frame_of(page.locator("tr.l-stories th"))
    assert abs(stage["y"] - wall["y"]) < 2
    assert wall["y"] < name["y"] < wall["y"] + 120
    assert abs(lane["x"] - wall["x"]) < 2


def test_the_strip_moves_the_map(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(HERE)
    page.wait_for_selector("body.able")
    box = frame_of(page.locator(".strip svg"))
    page.mouse.click(box["x"] + box["width"] * 0.95, box["y"] + 20)
    most = page.evaluate(
        "(() => { const w = document.getElementById('wall'); return w.scrollWidth - w.clientWidth; })()"
    )
    eventually(page, f"document.getElementById('wall').scrollLeft > {most - 5}")


def test_the_emotion_curve_stands_exactly_over_its_columns(context: BrowserContext) -> None:
    for zoom in ("strip", "overview", "read", "edit"):
        page = context.new_page()
        page.goto(f"{HERE}?zoom={zoom}")
        page.wait_for_selector("body.able")
        curve = frame_of(page.locator(".curve svg"))
        first, last = (
            frame_of(page.locator("tr.l-emotion td").first),
            frame_of(page.locator("tr.l-emotion td").last),
        )
        line = frame_of(page.locator("tr.line svg"))
        assert abs(curve["x"] - first["x"]) <= 1.5
        assert abs(curve["x"] + curve["width"] - last["x"] - last["width"]) <= 1.5
        assert abs(line["width"] - curve["width"]) <= 1
        page.close()


def test_the_look_is_chosen_and_stays(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(HERE)
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    comes_to("rgb(12, 20, 19)", page.evaluate, "getComputedStyle(document.body).backgroundColor")
    page.goto("/workshops")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_everything_works_without_script(browser: Browser, server: Server, signed_in: StorageState) -> None:
    context = browser.new_context(
        storage_state=signed_in, base_url=server.address, viewport=DESK, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(HERE)
    page.get_by_text("Lanes").first.click()
    page.get_by_label("Who answers for it").check()  # what the sample calls the lane of owners
    page.get_by_role("button", name="Show", exact=True).click()
    page.locator("tr.l-owner").wait_for(state="attached")
    expect(page.locator("tr.l-owner")).to_have_count(1)
    page.get_by_role("link", name="Overview").click()
    page.locator("tr.l-owner").wait_for(state="attached")
    expect(page.locator("tr.l-owner")).to_have_count(1)
    page.get_by_role("link", name="Graph").click()
    page.locator("#graph svg").wait_for(state="visible")
    page.get_by_role("link", name="Findings", exact=True).click()
    page.get_by_role("link", name=re.compile("Info")).click()
    page.get_by_role("link", name="Report").click()
    page.get_by_role("button", name="Make the report").click()
    page.get_by_role("heading", name="The report is ready").wait_for(timeout=120_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    context.close()


def test_a_file_with_problems_is_shown_line_by_line(context: BrowserContext, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("touchmap: 1\nworkshop:\n  titel: X\n")
    page = context.new_page()
    page.goto("/workshops")
    page.locator("#file").set_input_files(bad)
    page.get_by_role("button", name="Upload").click()
    row = page.get_by_role("row").filter(has_text="Did you mean 'title'")
    for place in (0, 1):  # line and column
        expect(row.locator("td, th").nth(place)).to_have_text("3")


def test_on_a_phone_the_map_is_a_list_and_the_grid_one_tap_away(
    browser: Browser, server: Server, signed_in: StorageState
) -> None:
    context = browser.new_context(
        storage_state=signed_in, base_url=server.address, viewport=PHONE, has_touch=True
    )
    page = context.new_page()
    page.goto(HERE)
    expect(page.locator(".stops li")).to_have_count(12)
    expect(page.locator("#wall")).to_be_hidden()
    page.get_by_role("button", name="Whole map").click()
    page.locator("#wall").wait_for(state="visible")
    context.close()


def test_targets_are_large_enough(context: BrowserContext) -> None:
    """WCAG 2.5.8: 24 px, links inside sentences excepted."""
    page = context.new_page()
    small = (
        "[...document.querySelectorAll('a, button, summary, input:not([type=hidden])')].filter(e => {"
        " const b = e.getBoundingClientRect(); if (!b.width || e.closest('.skip, p, dd, svg, label')) return false;"
        " return b.width < 24 || b.height < 23.5; }).map(e => e.outerHTML.slice(0, 90))"
    )
    for address in (HERE, f"{HERE}/touchpoints/gate-closed", f"{HERE}/graph", "/workshops", "/settings"):
        page.goto(address)
        comes_to([], page.evaluate, small, what=address)


def test_without_script_the_emotion_lane_is_seen_at_once_and_further_statements_unfold(
    unscripted: Page,
) -> None:
    page = unscripted
    page.goto(HERE)
    lane, dock = frame_of(page.locator(".l-emotion")), frame_of(page.locator(".dock"))
    assert lane["y"] + 155 <= dock["y"]
    cell = page.locator(".l-current td").first
    expect(cell.locator("li").first).to_be_hidden()
    cell.locator("summary").press("Enter")
    expect(cell.locator("li").first).to_be_visible()
    page.goto(f"{HERE}?zoom=edit")
    expect(page.locator(".l-current li").first).to_be_visible()


def test_every_statement_stands_on_paper(context: BrowserContext, unscripted: Page) -> None:
    live = context.new_page()
    live.goto(HERE)
    live.wait_for_selector("body.able")
    unscripted.goto(HERE)
    for page, statements in ((live, ".l-current .it"), (unscripted, ".l-current li")):
        page.emulate_media(media="print")
        found = page.locator(statements)
        expect(found.nth(10)).to_be_attached()
        assert all(one.is_visible() for one in found.all())
        expect(page.locator(".dock")).to_be_hidden()
        comes_to(
            page.locator("table[class*=fit-]").get_attribute("class"),
            page.locator("table.grid").get_attribute,
            "class",
        )


def test_the_map_prints_on_paper_in_light_colours(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(HERE)
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name="Dark").click()
    page.emulate_media(media="print")
    state: Any = page.evaluate(
        "[getComputedStyle(document.documentElement).getPropertyValue('--surface').trim(),"
        " getComputedStyle(document.querySelector('.dock')).display,"
        " getComputedStyle(document.querySelector('.wall')).overflow]"
    )
    assert state == ["#FFFFFF", "none", "visible"]
    pdf = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 1190" in pdf or b"/MediaBox [0 0 1191" in pdf  # A3 landscape


def test_the_page_reflows_at_four_times_zoom(context: BrowserContext) -> None:
    """WCAG 1.4.10: 1280 px at 400 % is 320 px wide; nothing but the map and tables may scroll sideways."""
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    for address in PAGES:
        page.goto(address)
        comes_to(lambda found: found <= 0, page.evaluate, SIDEWAYS, what=address)


def test_a_name_without_a_space_stays_on_the_page(context: BrowserContext, tmp_path: Path) -> None:
    name = "Supercalifragilisticexpialidocious" * 3
    file = tmp_path / "long.yaml"
    file.write_text(
        f"touchmap: 1\nworkshop: {{title: {name}}}\n"
        f"journeys: [{{name: {name}, stages: [{{name: {name}, touchpoints: [{{id: long, name: {name}}}]}}]}}]\n"
    )
    page = context.new_page()
    page.goto("/workshops")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Upload").click()
    page.locator("#wall").wait_for()
    there = page.url
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        for part in ("", "/graph", "/findings", "/figures", "/touchpoints/long", "/file"):
            page.goto(there + part)
            comes_to(lambda found: found <= 0, page.evaluate, SIDEWAYS, what=(width, part))
            beyond = page.evaluate(
                "[...document.querySelectorAll('main a, main h1, main h2, main b')].filter(e =>"
                " e.checkVisibility() && !e.closest('.wall, .tablebox, .graph-box, .drawing, .seg, .vh, svg') &&"
                " e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 80))"
            )
            assert beyond == [], (width, part)
