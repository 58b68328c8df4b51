"""The live map's drawings in a real browser: the same as the server's; pressed, pulled and slid by mouse, finger and keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from live_browser import comes_to
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Locator,
    Page,
    StorageState,
    expect,
)
from served import WORKSHOP, Server

# Every element of a drawing, without what only takes the pointer or the focus.
SHAPES = """((svg) => [...svg.querySelectorAll("path, circle, rect, text")]
  .filter((one) => !one.matches(".tm-hit, .tm-ghost, .tm-value"))
  .map((one) => one.localName + " " + [...one.attributes].map((a) => `${a.name}=${a.value}`).sort().join(" ") +
    " " + one.textContent))"""
DRAWN_BY_SERVER = f"""async (kind) => {{
  const text = await (await fetch(location.href)).text();
  const page = new DOMParser().parseFromString(text, "text/html");
  return {SHAPES}(page.querySelector(`.${{kind}}`));
}}"""
NUMBER = r"-?\d*\.?\d+"


@pytest.fixture
def page(browser: Browser, own_server: Server, own_sign_in: StorageState) -> Iterator[Page]:
    context = browser.new_context(
        storage_state=own_sign_in,
        viewport={"width": 1440, "height": 900},
        has_touch=True,
        reduced_motion="reduce",
    )
    yield opened(context, own_server)
    context.close()


def opened(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.goto(f"{server.address}/workshops/{WORKSHOP}")
    page.wait_for_selector("body.able")
    page.wait_for_selector(".tm-line .tm-station")
    return page


def middle(one: Locator) -> tuple[float, float]:
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def station(page: Page, number: int) -> Locator:
    return page.locator(".tm-station").nth(number - 1)


def said(page: Page) -> str:
    """What the element in focus is called."""
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''"))


def ways(page: Page) -> list[str]:
    found: list[str] = page.locator(".tm-arc").evaluate_all("list => list.map(e => e.ariaLabel)")
    return found


def pull(page: Page, start: int, stop: int, *, let_go: bool = True) -> None:
    page.mouse.move(*middle(station(page, start)))
    page.mouse.down()
    x, y = middle(station(page, stop))
    page.mouse.move(x - 40, y + 12)
    page.mouse.move(x + 6, y + 9)
    if let_go:
        page.mouse.up()


def added(page: Page, name: str) -> str:
    """The id of a touchpoint at the end of the first stage that nobody has rated."""
    made: str = page.evaluate(
        """(name) => {
          const { session } = document.getElementById("editor");
          const [journey] = session.view.children("journey");
          const [stage] = session.view.children("stage", journey);
          const record = session.makeId();
          session.do({ action: "add", kind: "touchpoint", record, fields: { stage, name } });
          return record;
        }""",
        name,
    )
    return made


def touch(client: CDPSession, *places: tuple[float, float]) -> None:
    for place, (x, y) in enumerate(places):
        kind = "touchMove" if place else "touchStart"
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("kind", ["tm-line", "tm-emotion", "tm-strip"])
def test_the_live_drawing_is_the_one_the_server_makes(page: Page, kind: str) -> None:
    live: list[str] = page.locator(f".{kind}").first.evaluate(SHAPES)
    server: list[str] = page.evaluate(DRAWN_BY_SERVER, kind)
    assert len(live) > 5
    assert [re.split(NUMBER, one) for one in live] == [re.split(NUMBER, one) for one in server]
    for one, other in zip(live, server, strict=True):
        numbers = [float(number) for number in re.findall(NUMBER, other)]
        assert [float(number) for number in re.findall(NUMBER, one)] == pytest.approx(numbers, abs=0.011)


def test_a_way_is_drawn_from_station_to_station_and_escape_draws_none(page: Page) -> None:
    before = ways(page)
    pull(page, 1, 3, let_go=False)
    expect(station(page, 3)).to_have_class(re.compile("over"))
    page.keyboard.press("Escape")
    page.mouse.up()
    comes_to(before, ways, page)
    pull(page, 1, 3)
    page.wait_for_function("n => document.querySelectorAll('.tm-arc').length > n", arg=len(before))
    comes_to(lambda found: any("from 1 to 3" in one for one in found), ways, page)


def test_a_way_is_drawn_with_a_finger_and_the_map_stays_where_it_is(page: Page) -> None:
    before = len(ways(page))
    (x, y), (to, _) = middle(station(page, 2)), middle(station(page, 5))
    touch(page.context.new_cdp_session(page), (x, y), (x + 40, y), (to - 30, y + 8), (to, y))
    page.wait_for_function("n => document.querySelectorAll('.tm-arc').length > n", arg=before)
    comes_to(lambda found: any("from 2 to 5" in one for one in found), ways, page)


def test_one_tab_stop_leads_into_the_line_and_arrows_along_it(page: Page) -> None:
    expect(page.locator(".tm-line [tabindex='0']")).to_have_count(1)
    station(page, 1).focus()
    page.keyboard.press("ArrowRight")
    comes_to(lambda found: found.startswith("2 Connection news on board, goes to 3"), said, page)
    page.keyboard.press("ArrowUp")
    comes_to(lambda found: found.startswith("Way from 2 to 3"), said, page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    comes_to(lambda found: found.startswith("12 "), said, page)


def test_a_tip_comes_with_the_focus_and_goes_with_escape(page: Page) -> None:
    station(page, 1).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tm-tip")).to_contain_text("Connection news on board")
    page.keyboard.press("Escape")
    expect(page.locator(".tm-tip")).to_have_count(0)


def test_a_face_takes_a_rating_by_keys_and_the_focus_comes_back(page: Page) -> None:
    face = page.locator(".tm-today").nth(3)
    face.scroll_into_view_if_needed()
    expect(face).to_have_attribute("aria-label", re.compile(", n = 22;"))
    face.focus()
    page.keyboard.press("Enter")
    comes_to("0 neutral", said, page)
    page.keyboard.press("5")
    page.wait_for_function(
        "e => e.getAttribute('aria-label').includes(', n = 23;')", arg=face.element_handle()
    )
    comes_to(lambda found: found.startswith("4 Dash to gate B42"), said, page)
    expect(page.locator("td.sel")).to_have_attribute("data-touchpoint", "dash")


def test_a_desired_point_is_a_slider_that_tells_after_a_pause(page: Page) -> None:
    record = added(page, "Slid by keys")
    point: Any = page.locator(f".tm-wish[data-touchpoint='{record}']")
    expect(point).to_have_attribute("aria-valuetext", "not set")
    point.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowUp")
    expect(point).to_have_attribute("aria-valuetext", "+0.1")
    comes_to([], wishes, page, record)
    page.wait_for_function("e => !e.classList.contains('moved')", arg=point.element_handle())
    comes_to([0.1], wishes, page, record)
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    page.wait_for_timeout(900)
    comes_to([0.1], wishes, page, record)
    comes_to(lambda found: found.startswith("Desired emotion at 4 Slid by keys"), said, page)


def test_a_desired_point_follows_the_pointer_and_is_told_once(page: Page) -> None:
    record = added(page, "Slid by hand")
    point = page.locator(f".tm-wish[data-touchpoint='{record}']")
    point.scroll_into_view_if_needed()
    x, y = middle(point)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 13):
        page.mouse.move(x, y + 3 * step)
    comes_to([], wishes, page, record)
    page.mouse.up()
    comes_to(lambda told: len(told) == 1 and -0.5 < told[0] < 0.5, wishes, page, record)


def test_a_column_that_comes_before_a_point_in_hand_does_not_take_its_value(page: Page) -> None:
    record = added(page, "In hand")
    point = page.locator(f".tm-wish[data-touchpoint='{record}']")
    point.focus()
    page.keyboard.press("PageUp")
    page.evaluate(
        """(record) => {
          const { session } = document.getElementById("editor");
          const { stage } = session.view.get(record).fields;
          session.do({ action: "add", kind: "touchpoint", fields: { stage, name: "New first" }, position: { after: null } });
        }""",
        record,
    )
    page.wait_for_function("e => !e.classList.contains('moved')", arg=point.element_handle())
    comes_to([1], wishes, page, record)
    comes_to(lambda found: found.startswith("Desired emotion at "), said, page)
    comes_to(lambda found: found.endswith("In hand"), said, page)


def wishes(page: Page, touchpoint: str) -> list[float]:
    """What is desired at a touchpoint, as the session has it."""
    found: list[float] = page.evaluate(
        """(touchpoint) => {
          const { view } = document.getElementById("editor").session;
          const held = view.children("perception", touchpoint).map((id) => view.get(id).fields);
          return held.filter(({ state }) => state === "desired").map(({ emotion }) => emotion);
        }""",
        touchpoint,
    )
    return found


def test_the_strip_moves_the_map_by_keys_and_by_hand(page: Page) -> None:
    bar = page.get_by_role("scrollbar")
    bar.focus()
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('[role=scrollbar]').ariaValueNow === '100'")
    expect(bar).to_have_attribute("aria-valuetext", re.compile(f" of {page.locator('.tm-station').count()}$"))
    x, y = middle(page.locator(".tm-bar .window"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y)
    page.mouse.move(x - 900, y)
    page.mouse.up()
    comes_to(0, page.evaluate, "document.getElementById('wall').scrollLeft")


def test_pulling_to_the_edge_scrolls_the_map_on(page: Page) -> None:
    page.mouse.move(*middle(station(page, 1)))
    page.mouse.down()
    _, y = middle(station(page, 1))
    page.mouse.move(1300, y)
    page.mouse.move(1434, y)
    page.wait_for_function("() => document.getElementById('wall').scrollLeft > 300")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".tm-pull")).to_have_count(0)


def test_the_size_of_everything_to_press_is_enough_for_a_finger(page: Page) -> None:
    for kind in (".tm-station", ".tm-today", ".tm-wish"):
        sizes = page.locator(f"{kind} > .tm-hit").evaluate_all(
            "list => list.map(e => e.getBBox()).map(b => Math.min(b.width, b.height))"
        )
        assert sizes
        assert min(sizes) >= 24
