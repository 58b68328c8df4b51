"""The phone under thumbs that are quicker than the network: nothing that was tapped is lost, nothing waits for another button."""

from __future__ import annotations

import re
import time
from typing import Any

from playwright.sync_api import Page, expect
from test_phone_browser import Desk, at_step, desk, phones, write

__all__ = ["desk", "phones"]  # fixtures
SLOW = 0.6  # s that an answer takes
# The page's next look at the step is answered at once and arrives late: what is given meanwhile is not in it.
STALE = """() => {
  const [ask, part] = [window.fetch, document.getElementById("room").dataset.part];
  window.fetch = async (...asked) => {
    const answer = await ask(...asked);
    if (!String(asked[0]).startsWith(part)) return answer;
    window.fetch = ask;
    await new Promise((done) => setTimeout(done, 2000));
    return answer;
  };
}"""


def slow(page: Page) -> None:
    """A network on which the next thumb comes before the answer to the last one."""

    def late(route: Any) -> None:
        time.sleep(SLOW)
        route.continue_()

    page.route(re.compile("/room/.*/(vote|note|rating|done)$"), late)


def test_dots_for_two_proposals_at_once_are_both_given(desk: Desk, phones: Any) -> None:
    step = desk.go("vote")
    page = phones()
    at_step(page, step)
    slow(page)
    for form in page.locator(".dotter").all()[:2]:
        form.get_by_role("button", name="Give a dot").click()
    expect(page.locator("#dots-left")).to_have_text("3 dots left")
    expect(page.locator("#outbox")).to_be_hidden()
    page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('touchmap-room:'))")
    page.reload()
    expect(page.locator("#dots-left")).to_have_text("3 dots left")
    expect(page.locator("li.on .dotter")).to_have_count(2)


def test_a_note_and_i_am_done_at_once_are_both_taken(desk: Desk, phones: Any) -> None:
    step = desk.go("touchpoints")
    page = phones()
    at_step(page, step)
    slow(page)
    write(page, "Written, then done at once")
    page.get_by_role("button", name="I am done").click()
    expect(page.get_by_role("button", name="You are done")).to_be_visible()
    page.reload()
    expect(page.locator("#mine-here")).to_contain_text("Written, then done at once")
    expect(page.get_by_role("button", name="You are done")).to_be_visible()


def test_a_face_is_saved_when_it_is_tapped(desk: Desk, phones: Any) -> None:
    step = desk.go("rate")
    page = phones()
    at_step(page, step)
    page.get_by_label("Bad").check()
    expect(page.locator("#rated")).to_be_visible()
    page.get_by_label("Awful").check()
    page.locator("#go-after").click()  # at once
    page.get_by_label("Great").check()
    page.locator("#go-before").click()
    expect(page.get_by_label("Awful")).to_be_checked()
    expect(page.locator("#outbox")).to_be_hidden()
    page.reload()
    expect(page.get_by_label("Awful")).to_be_checked()
    page.locator("#go-after").click()
    expect(page.get_by_label("Great")).to_be_checked()


def test_what_is_tapped_for_a_proposal_is_saved_too(desk: Desk, phones: Any) -> None:
    step = desk.go("priorities")
    page = phones()
    at_step(page, step)
    first = page.locator(".ideas li").first
    first.locator("[name=impact][value='4']").check()
    first.locator("[name=effort][value='2']").check()
    expect(first.locator(".saved")).to_be_visible()
    page.reload()
    expect(first.locator("[name=impact][value='4']")).to_be_checked()
    expect(first.locator("[name=effort][value='2']")).to_be_checked()


def test_what_was_given_while_the_page_was_asked_for_is_on_it(desk: Desk, phones: Any) -> None:
    step = desk.go("current")
    page = phones()
    at_step(page, step)
    page.evaluate(STALE)
    page.locator("#go-after").click()
    write(page, "Written while the page came")
    expect(page.locator("#mine-here")).to_contain_text("Written while the page came")
