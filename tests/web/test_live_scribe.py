"""Scribe mode in a real browser: by keys alone, one touchpoint after another, and nothing half typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from live_browser import WORKSHOP, LiveServer, is_kept
from live_people import Entering, People, run, s, until
from playwright.sync_api import Browser, expect


@pytest.fixture
def entering(browser: Browser, running: LiveServer) -> Iterator[Entering]:
    """Opens the map for one more person."""
    people = People(browser, running)
    yield people
    people.leave()


def test_a_journey_is_scribed_by_keys_alone_over_three_touchpoints(entering: Entering) -> None:
    ann = entering()
    ann.locator("th[data-touchpoint=dash]").click()
    ann.keyboard.press("s")
    box = ann.locator(".scribe .question textarea")
    expect(box).to_be_focused()
    expect(ann.locator(".scribe h2")).to_contain_text("Dash")
    keys = ann.keyboard
    keys.press("Tab")
    keys.press("Tab")
    expect(ann.locator(".question span")).to_have_text("What happens here now?")
    keys.type("Nobody is told the way")
    keys.press("Enter")
    expect(box).to_have_value("")
    keys.type("4")
    keys.press("Enter")
    expect(ann.locator(".told")).to_have_text("Evidence: measured.")
    keys.type("-> Somebody walks along")
    keys.press("Enter")
    expect(ann.locator(".states")).to_contain_text("Desired state")
    texts = "s.view.children('statement', 'dash').map((id) => s.view.get(id).fields)"
    said = {one["text"]: one for one in s(ann, texts)}
    assert said["Nobody is told the way"] == {
        "touchpoint": "dash",
        "state": "current",
        "text": "Nobody is told the way",
        "evidence": "measured",
    }
    assert said["Somebody walks along"]["state"] == "desired"
    keys.press("ArrowDown")  # what stands is a field
    expect(ann.locator(".scribe .fld").first).to_be_focused()
    keys.press("End")
    keys.type(" on Sundays")
    keys.press("Enter")
    expect(box).to_be_focused()
    until(ann, f"{texts}.some(({{ text }}) => text === 'Nobody is told the way on Sundays')")


def test_a_new_touchpoint_follows_the_last_and_what_is_half_typed_is_kept(entering: Entering) -> None:
    ann = entering()
    keys = ann.keyboard
    ann.locator("th[data-touchpoint=dash]").click()
    keys.press("s")
    box = ann.locator(".scribe .question textarea")
    expect(box).to_be_focused()
    keys.press("Control+Enter")
    keys.type("Stands before a closed door")
    keys.press("Control+Enter")
    until(ann, "s.view.get('gate-closed').fields.customer_action.includes('closed door')")
    for _ in range(20):
        keys.press("Control+Enter")
    expect(ann.locator(".scribe h2")).to_have_text("A new touchpoint")
    keys.type("A letter at home")
    keys.press("Enter")
    expect(ann.locator(".scribe h2")).to_contain_text("A letter at home")
    keys.type("Reads it twi")
    ann.reload()  # what is half typed is still there
    ann.wait_for_selector("body.able")
    new = s(ann, "e.shape.value.stations.at(-1).id")
    ann.locator(f"th[data-touchpoint='{new}']").click()
    keys.press("s")
    expect(box).to_have_value("Reads it twi")
    keys.type("ce")
    keys.press("Escape")
    expect(ann.locator(f"td[data-touchpoint='{new}'][data-lane=action]")).to_be_focused()
    expect(ann.locator(f"td[data-touchpoint='{new}'][data-lane=action]")).to_contain_text("Reads it twice")
    until(ann, "s.status.value.state === 'saved'")


def test_a_line_that_was_half_written_when_the_tab_was_closed_needs_attention_until_it_is_written(
    entering: Entering,
) -> None:
    ann = entering()
    run(ann, "scribe")
    ann.wait_for_selector(".scribe textarea")
    ann.keyboard.type("A line half")
    until(ann, "s.drafts.size === 1")
    is_kept(ann, "drafts", "A line half")
    context = ann.context
    ann.close()
    again = context.new_page()
    again.goto(f"/workshops/{WORKSHOP}")
    again.wait_for_selector("body.able")
    expect(again.locator(".status.is-attention")).to_be_visible()
    run(again, "status")
    expect(again.locator("dialog")).to_contain_text("is not on the map yet")
    again.get_by_role("button", name="Go there").click()
    expect(again.locator(".scribe .question textarea")).to_be_focused()
    again.keyboard.press("Enter")
    expect(again.locator(".status.is-saved")).to_be_visible()


def test_what_was_half_typed_in_a_tab_that_is_closed_is_saved_by_one_that_stays_open(
    entering: Entering,
) -> None:
    ann = entering()
    other = ann.context.new_page()
    other.goto(f"/workshops/{WORKSHOP}")
    other.wait_for_selector("body.able")
    cell = other.locator("td[data-lane=current][data-touchpoint=dash]")
    cell.click()
    other.keyboard.press("n")
    other.wait_for_selector("td.ed textarea")
    other.keyboard.type("Typed and gone")
    is_kept(other, "drafts", "Typed and gone")
    other.close()
    expect(ann.locator("td[data-lane=current][data-touchpoint=dash]")).to_contain_text("Typed and gone")
    until(ann, "s.status.value.state === 'saved'")
