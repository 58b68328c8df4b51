"""What can be done with the map comes after the map: what was asked for meanwhile is done, and it comes in the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from live_browser import WORKSHOP, LiveServer, comes_to
from playwright.sync_api import Browser, Page, Route, expect

LATER = "**/static/vendor/js/afterwards-*.js"
EDITOR = "document.getElementById('editor').editor"
TOUCHPOINT = "crew-news"


@pytest.fixture
def page(browser: Browser, running: LiveServer) -> Iterator[Page]:
    """A page that has been let in and not yet opened the map."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(running.link(f"http://127.0.0.1:{running.port}"))
    yield page
    context.close()


class Held:
    """The second part of the editor, on its way until it is let through."""

    def __init__(self, page: Page, running: LiveServer) -> None:
        self.asked: list[Route] = []
        self.is_held = True
        page.route(LATER, lambda route: self.asked.append(route) if self.is_held else route.continue_())
        page.goto(f"http://127.0.0.1:{running.port}/workshops/{WORKSHOP}")
        page.wait_for_selector("body.alive")
        while not self.asked:
            page.wait_for_timeout(20)
        self.page = page

    def come(self) -> None:
        self.is_held = False  # a page that is listened to keeps nothing: it asks once more
        for one in self.asked:
            one.continue_()
        self.page.wait_for_selector("body.able")


def head(page: Page, touchpoint: str = TOUCHPOINT) -> None:
    """Selects a touchpoint: that is possible at once."""
    page.locator(f'th[data-touchpoint="{touchpoint}"]').click(position={"x": 20, "y": 20})
    expect(page.locator(f'th[data-touchpoint="{touchpoint}"]')).to_be_focused()


def test_a_key_that_is_pressed_before_the_commands_are_there_waits_for_them(
    page: Page, running: LiveServer
) -> None:
    held = Held(page, running)
    head(page)
    page.keyboard.press("Enter")
    expect(page.locator("th input, th textarea")).to_have_count(0)
    held.come()
    expect(page.locator(f'th[data-touchpoint="{TOUCHPOINT}"] .fld')).to_be_focused()


def test_what_is_typed_after_such_a_key_goes_into_what_it_opens(page: Page, running: LiveServer) -> None:
    held = Held(page, running)
    head(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("del")
    held.come()
    expect(page.locator("#editor-over input")).to_have_value("del")
    comes_to(bool, page.evaluate, f"{EDITOR}.session.view.has('{TOUCHPOINT}')")


def test_arrow_keys_and_the_browsers_own_keys_do_not_wait(page: Page, running: LiveServer) -> None:
    held = Held(page, running)
    head(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(f'td[data-touchpoint="{TOUCHPOINT}"]:focus')).to_have_count(1)
    page.evaluate(
        """() => document.addEventListener("keydown", (event) => (window.left = !event.defaultPrevented))"""
    )
    for key in ("Control+p", "Control+l", "F5", "Tab"):
        page.evaluate(
            """(name) => {
              const [key, ctrl] = name.split("+").reverse();
              document.activeElement.dispatchEvent(
                new KeyboardEvent("keydown", { key, ctrlKey: Boolean(ctrl), bubbles: true, cancelable: true }));
            }""",
            key,
        )
        comes_to(bool, page.evaluate, "window.left", what=key)
    held.come()


def test_a_button_that_is_pressed_early_does_its_work_later(page: Page, running: LiveServer) -> None:
    held = Held(page, running)
    page.get_by_role("button", name="Lanes").click()
    page.get_by_role("button", name="Saved").click()
    held.come()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_what_could_not_be_fetched_is_tried_again(page: Page, running: LiveServer) -> None:
    tries = []

    def answer(route: Route) -> None:
        tries.append(route)
        if len(tries) < 3:
            route.abort()
        else:
            route.continue_()

    page.route(LATER, answer)
    page.goto(f"http://127.0.0.1:{running.port}/workshops/{WORKSHOP}")
    page.wait_for_selector("body.alive")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert len(tries) >= 3


def test_every_key_of_a_command_waits_when_it_is_pressed_early(page: Page, running: LiveServer) -> None:
    held = Held(page, running)
    pressed = """(keys) => keys.filter((name) => {
      const parts = name.split(/\\+(?!$)/);
      const key = parts.at(-1) === "Space" ? " " : parts.at(-1);
      const cell = document.querySelector("td[data-lane]");
      return cell.dispatchEvent(new KeyboardEvent("keydown", {
        key, ctrlKey: parts.includes("Ctrl"), altKey: parts.includes("Alt"), shiftKey: parts.includes("Shift"),
        bubbles: true, cancelable: true }));
    })"""
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("body.able")
    keys = other.evaluate(f"{EDITOR}.commands.all().flatMap(({{ keys }}) => keys ?? [])")
    assert len(keys) > 40
    comes_to([], page.evaluate, pressed, keys)
    assert held.asked, "they were pressed early"
