"""What only the server can give comes to the editor when it is asked for; what could not be fetched is said, and comes."""

from __future__ import annotations

import pytest
from live_browser import WORKSHOP, LiveServer, Opening
from playwright.sync_api import Page, Route, expect

DESK = {"width": 1440, "height": 900}
FILES = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/vendor/js/'))"
STEM = "name.split('/').at(-1).replace(/(-[A-Z0-9]{8})?[.]js.*$/, '')"
MISSING = "This part could not be fetched yet."
OPEN = """async (path) => {
  const { form_key } = await (await fetch("/api/v1/session")).json();
  await fetch(path, { method: "POST", body: new URLSearchParams({ form_key, agenda: "half-day" }) });
}"""


@pytest.fixture
def page(opening: Opening, running: LiveServer) -> Page:
    """The map, with all that can be done with it."""
    page = opening(DESK)
    page.goto(running.link(f"http://127.0.0.1:{running.port}"))
    show(page)
    return page


def show(page: Page, part: str = "") -> None:
    page.goto(f"/workshops/{WORKSHOP}{part}")
    page.wait_for_selector("body.able")


def ask_for_history(page: Page) -> None:
    head = page.locator('th[data-touchpoint="gate-closed"]')
    head.click(position={"x": 20, "y": 20})
    expect(head).to_be_focused()
    page.keyboard.press("h")


def withhold(page: Page, part: str) -> list[Route]:
    """From now on a part cannot be fetched."""
    tries: list[Route] = []

    def refuse(route: Route) -> None:
        tries.append(route)
        route.abort()

    page.route(f"**/vendor/js/{part}-*.js", refuse)
    return tries


def give(page: Page, part: str) -> None:
    page.unroute(f"**/vendor/js/{part}-*.js")


def test_the_map_fetches_what_can_be_done_without_a_network_and_no_more(page: Page) -> None:
    names = page.evaluate(f"{FILES}.map(({{ name }}) => {STEM})")
    assert set(names) == {"editor", "chunk", "afterwards"}


def test_every_file_comes_over_the_network_once(page: Page) -> None:
    ask_for_history(page)
    expect(page.get_by_role("dialog").locator(".changes")).to_be_attached()
    sent = page.evaluate(f"{FILES}.filter(({{ transferSize }}) => transferSize).map(({{ name }}) => name)")
    assert any("/past-" in name for name in sent)
    assert len(sent) == len(set(sent))


def test_a_history_that_could_not_be_fetched_says_so_and_comes(page: Page) -> None:
    tries = withhold(page, "past")
    ask_for_history(page)
    dialog = page.get_by_role("dialog", name="History")
    expect(dialog.get_by_role("status").filter(has_text=MISSING)).to_be_visible()
    assert tries
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    ask_for_history(page)
    expect(dialog.get_by_text(MISSING)).to_be_visible()
    give(page, "past")
    expect(dialog.locator(".changes")).to_be_attached()


def test_a_graph_that_could_not_be_fetched_says_so_and_comes(page: Page) -> None:
    withhold(page, "beside")
    page.keyboard.press("g")
    expect(page.locator("main").get_by_text(MISSING)).to_be_visible()
    page.keyboard.press("g")
    expect(page.get_by_role("grid")).to_be_visible()
    page.keyboard.press("g")
    expect(page.locator("main").get_by_text(MISSING)).to_be_visible()
    give(page, "beside")
    expect(page.locator(".gv-aslist")).to_be_visible()


def test_findings_beside_the_map_wait_in_the_same_way(page: Page) -> None:
    withhold(page, "beside")
    page.keyboard.press("f")
    beside = page.get_by_role("complementary", name="Findings")
    expect(beside.get_by_text(MISSING)).to_be_visible()
    give(page, "beside")
    expect(beside.get_by_role("button", name="Close the findings")).to_be_visible()


def test_what_can_be_done_with_the_map_is_missed_aloud(page: Page) -> None:
    withhold(page, "afterwards")
    page.reload()
    sentence = page.get_by_role("alert").get_by_text("not yet all that can be done with it")
    expect(sentence).to_be_visible()
    give(page, "afterwards")
    page.wait_for_selector("body.able")
    expect(sentence).to_have_count(0)


def test_the_part_of_the_session_comes_when_one_is_open(page: Page) -> None:
    withhold(page, "begin")
    page.evaluate(OPEN, f"/workshops/{WORKSHOP}/room/open")
    page.reload()
    sentence = page.get_by_role("alert").get_by_text("A session is open.")
    expect(sentence).to_be_visible()
    give(page, "begin")
    page.wait_for_selector("body.in-session")
    expect(sentence).to_have_count(0)
    expect(page.get_by_role("navigation", name="Steps of the session")).to_be_visible()
