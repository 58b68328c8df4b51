"""Scribe mode in a real browser: by keys alone, one touchpoint after another, and nothing half typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from live_browser import FLAGS, LiveServer
from live_people import Entering, People, s, until
from playwright.sync_api import Browser, expect, sync_playwright
from served import bundle_pages

pytestmark = pytest.mark.xdist_group("browser-scribe")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server of this module's own: its tests change the sample."""
    bundle_pages()
    server = LiveServer(tmp_path_factory.mktemp("scribe"))
    yield server
    server.stop()


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
    ann.wait_for_selector("body.alive")
    new = s(ann, "e.shape.value.stations.at(-1).id")
    ann.locator(f"th[data-touchpoint='{new}']").click()
    keys.press("s")
    expect(box).to_have_value("Reads it twi")
    keys.type("ce")
    keys.press("Escape")
    expect(ann.locator(f"td[data-touchpoint='{new}'][data-lane=action]")).to_be_focused()
    expect(ann.locator(f"td[data-touchpoint='{new}'][data-lane=action]")).to_contain_text("Reads it twice")
    until(ann, "s.status.value.state === 'saved'")
