"""The wall in a real browser: it follows the room, can be read from the back, needs no mouse, and comes back by itself."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import AXE, RULES, put_axe_in
from live_browser import LiveServer, comes_to, overhear
from playwright.sync_api import Browser, Page, expect
from roomers import ROOM
from served import WORKSHOP

from touchmap.app import create_app
from touchmap.config import read_config
from touchmap.domain.edits import read_edit
from touchmap.services.bookkeeping import Who
from touchmap.web.parts import EXTENSION, Parts

WALL: Any = {"width": 1920, "height": 1080}
SMALL: Any = {"width": 1280, "height": 720}
LEAST = 22  # px on a wall of 1920 × 1080
# The smallest text that can be seen, in px of a wall of 1920 × 1080, texts of drawings after their scaling; and which it is.
SMALLEST = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let found = [Infinity, ""];
  while (texts.nextNode()) {
    const { data, parentElement: at } = texts.currentNode;
    if (!data.trim() || at.closest("title, .vh, [hidden], script, noscript") || !at.getClientRects().length) continue;
    const matrix = at.closest("svg") && at.getScreenCTM();
    const scale = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    const size = (parseFloat(getComputedStyle(at).fontSize) * scale * 1920) / innerWidth;
    if (size < found[0]) found = [size, data.trim()];
  }
  return found;
}"""
# What hangs over the picture's edges and would be cut off.
CUT = """() => [...document.querySelectorAll(".w-main :is(li, h1, h2, p, dd, svg), .w-head h1")]
  .filter((one) => one.getClientRects().length && !one.closest(".vh"))
  .filter((one) => {
    const box = one.getBoundingClientRect(), foot = document.querySelector(".w-foot");
    return box.right > innerWidth + 1 || box.bottom > (foot ? foot.getBoundingClientRect().top : innerHeight) + 1;
  }).map((one) => one.outerHTML.slice(0, 120))"""

OWNER = Who("0123456789ab", "Owner")
PEOPLE = 9
SPLIT = (-2, -2, -2, -1, 2, 2, 2, 1, 2)


class Crowd:
    """A room full of people, beside the server and on the same data: what they do reaches the wall by the log alone."""

    def __init__(self, data: Path) -> None:
        self.app = create_app(read_config({}), data)
        self.parts: Parts = self.app.extensions[EXTENSION]
        self.parts.facilitating.take_agenda(WORKSHOP, "half-day", OWNER)
        self.opened = self.parts.joining.open_room(WORKSHOP)
        self.guests = [
            self.parts.joining.join(
                self.opened.code, self.parts.joining.fresh_token(), name=f"Guest {number}"
            )
            for number in range(PEOPLE)
        ]

    @property
    def view(self) -> dict[str, Any]:
        """What everybody sees."""
        return self.parts.showing.room(WORKSHOP).view

    @property
    def places(self) -> list[str]:
        """The touchpoints of the running step."""
        return [one["id"] for one in self.view["touchpoints"]]

    def go(self, kind: str) -> str:
        """Goes to the last step of a kind; its id."""
        step = next(one["id"] for one in reversed(self.view["agenda"]) if one["kind"] == kind)
        self.parts.facilitating.enter(WORKSHOP, step)
        return str(step)

    def set(self, step: str, **fields: Any) -> None:
        """Changes settings of a step, as the facilitator does."""
        data = {"id": f"e-{secrets.token_hex(8)}", "action": "set", "kind": "step", "record": step}
        self.parts.editing.do(WORKSHOP, read_edit(data | {"fields": fields}), OWNER)

    def write(self, step: str, number: int, text: str, **more: Any) -> None:
        """Somebody's note."""
        given = {"text": text, **more}
        self.parts.contributing.note(self.guests[number % PEOPLE], step, secrets.token_hex(8), given)

    def rate(self, step: str) -> None:
        """Everybody rates every touchpoint; of the second one half think the opposite of the others."""
        for number, guest in enumerate(self.guests):
            for place, id in enumerate(self.places):
                emotion = SPLIT[number] if place == 1 else (1, 0, -1)[place % 3]
                given = {"touchpoint": id, "emotion": emotion, "personal": 1 + (place + number) % 5}
                given |= {"performance": 1 + place % 5, "rational": 1 + number % 5, "bond": 1 + place % 4}
                self.parts.contributing.rate(guest, step, given)

    def close(self) -> None:
        """Lets go of the data."""
        self.parts.editing.close()
        self.parts.access.database.close()


@pytest.fixture
def crowd(running: LiveServer) -> Iterator[Crowd]:
    """Everybody in the room."""
    made = Crowd(running.data)
    yield made
    made.close()


@pytest.fixture
def wall(running: LiveServer, browser: Browser) -> Iterator[Page]:
    """The wall on a projector; what its page complains of fails the test."""
    said: list[str] = []
    address = f"http://127.0.0.1:{running.port}"
    context = browser.new_context(
        base_url=address, viewport=WALL, reduced_motion="reduce", color_scheme="light", bypass_csp=True
    )
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(running.link(address))
    page.goto(f"{ROOM}/wall")
    yield page
    context.close()
    assert not said


def comes(page: Page, what: str) -> None:
    """Waits until the wall shows a picture, all by itself."""
    expect(page.locator(f".w[data-what={what}]")).to_be_visible()


def looks_well(page: Page, root: Path, what: str) -> None:
    """Large enough, nothing cut off, and nothing that axe has against it, in light and dark."""
    comes(page, what)
    page.evaluate("document.fonts.ready")
    comes_to(lambda found: found[0] >= LEAST, page.evaluate, SMALLEST, what=what)
    comes_to([], page.evaluate, CUT, what=what)
    for scheme, rules in (("light", RULES), ("dark", ["color-contrast"])):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two schemes
        put_axe_in(page, root)
        comes_to([], page.evaluate, AXE, ["html", rules], what=f"{what}, {scheme}")
    page.emulate_media(color_scheme="light")


def shown_before_anything_is_given(crowd: Crowd, wall: Page, root: Path) -> None:
    looks_well(wall, root, "code")
    expect(wall.locator(".w-here")).to_contain_text(f"{PEOPLE} people are here")
    crowd.go("order")
    looks_well(wall, root, "graph")
    step = crowd.go("touchpoints")
    looks_well(wall, root, "prompt")
    for number in range(14):
        crowd.write(step, number, f"Contact {number}, " + "and what came of it " * (number * 3 % 11))
    crowd.write(step, 3, "A long story. " * 120)
    looks_well(wall, root, "notes")
    wall.keyboard.press("ArrowLeft")
    looks_well(wall, root, "notes")


def shown_of_ratings(crowd: Crowd, wall: Page, root: Path) -> None:
    step = crowd.go("rate")
    crowd.set(step, scales=["emotion", "personal", "performance", "rational", "bond"])
    crowd.parts.facilitating.timer(WORKSHOP, step, "start", 600)
    crowd.rate(step)
    looks_well(wall, root, "prompt")
    crowd.parts.facilitating.reveal(WORKSHOP, step)
    looks_well(wall, root, "curve")
    crowd.set(step, wall="spread")
    looks_well(wall, root, "spread")
    expect(wall.locator(".tm-camps").first).to_contain_text("Split opinion: 4 low, 5 high")
    crowd.set(step, wall="square")
    looks_well(wall, root, "square")
    crowd.set(step, wall="prompt")
    crowd.parts.facilitating.shine(WORKSHOP, crowd.places[3], True)
    looks_well(wall, root, "spot")
    crowd.parts.facilitating.shine(WORKSHOP, None, False)


def shown_at_the_end(crowd: Crowd, wall: Page, root: Path) -> None:
    step = crowd.go("vote")
    proposals = [one["id"] for one in crowd.view["opportunities"]]
    for number, guest in enumerate(crowd.guests):
        dots = {"opportunity": proposals[number % 3], "dots": 2}
        crowd.parts.contributing.vote(guest, step, dots)
    crowd.parts.facilitating.reveal(WORKSHOP, step)
    looks_well(wall, root, "votes")
    step = crowd.go("priorities")
    placed = {"opportunity": proposals[0], "impact": 5, "effort": 2}
    crowd.parts.contributing.vote(crowd.guests[0], step, placed)
    crowd.parts.facilitating.reveal(WORKSHOP, step)
    looks_well(wall, root, "matrix")
    step = crowd.go("commitments")
    looks_well(wall, root, "commitments")
    crowd.set(step, wall="nothing")
    looks_well(wall, root, "nothing")
    crowd.parts.facilitating.close(WORKSHOP, held="drop", reason="Not needed.")
    looks_well(wall, root, "end")


def test_every_picture_is_read_from_the_back_and_comes_by_itself(
    running: LiveServer, wall: Page, root: Path
) -> None:
    looks_well(wall, root, "shut")
    crowd = Crowd(running.data)
    try:
        shown_before_anything_is_given(crowd, wall, root)
        shown_of_ratings(crowd, wall, root)
        shown_at_the_end(crowd, wall, root)
    finally:
        crowd.close()


def test_a_smaller_projector_shows_the_very_same_picture(crowd: Crowd, wall: Page) -> None:
    step = crowd.go("touchpoints")
    crowd.write(step, 0, "The board in the gate hall")
    comes(wall, "notes")
    card = wall.locator(".w-card").bounding_box()
    wall.set_viewport_size(SMALL)
    assert card is not None
    height = pytest.approx(card["height"], abs=4)
    comes_to(lambda box: box["height"] * 1.5 == height, wall.locator(".w-card").bounding_box)
    comes_to(lambda found: found[0] >= LEAST, wall.evaluate, SMALLEST)


def test_what_is_private_never_reaches_the_walls_browser(crowd: Crowd, wall: Page) -> None:
    said = overhear(wall, lambda address: "/wall" in address)
    step = crowd.go("current")
    comes(wall, "prompt")
    secret = "Nobody may read this before it is revealed: xyzzy"
    crowd.write(step, 0, secret, touchpoint=crowd.places[0])
    expect(wall.locator(".w-given")).to_contain_text("1 note")
    wall.reload()
    expect(wall.locator(".w-given")).to_contain_text("1 note")
    comes_to(lambda _: any(said), wall.title)  # asking the page lets what it has heard come in
    assert not [text for text in said if "xyzzy" in text]
    crowd.parts.facilitating.reveal(WORKSHOP, step)
    comes(wall, "notes")
    expect(wall.locator(".w-card")).to_contain_text(secret)


def test_pages_turn_by_key_and_are_held(crowd: Crowd, wall: Page) -> None:
    step = crowd.go("touchpoints")
    for number in range(30):
        crowd.write(step, number, f"Contact number {number} of those that we could think of in a minute")
    page = wall.locator("#leaf-of")
    comes(wall, "notes")
    expect(wall.locator(".w-leaf").nth(2)).to_be_attached()
    expect(page).to_contain_text("1 of")
    wall.keyboard.press("ArrowRight")
    expect(page).to_contain_text("2 of")
    expect(wall.locator(".w-leaf:not([hidden])")).to_have_count(1)
    wall.keyboard.press("Space")
    expect(page).to_contain_text("held")
    expect(wall.locator("#hold")).to_have_attribute("aria-pressed", "true")
    wall.keyboard.press("ArrowLeft")
    expect(page).to_contain_text("1 of")
    wall.keyboard.press("l")
    expect(wall.locator("html")).to_have_attribute("data-theme", "dark")
    wall.reload()
    expect(wall.locator("html")).to_have_attribute("data-theme", "dark")
    wall.keyboard.press("f")
    wall.wait_for_function("document.fullscreenElement !== null")
    wall.keyboard.press("f")
    wall.wait_for_function("document.fullscreenElement === null")


def test_the_clock_runs_and_says_when_time_is_up(crowd: Crowd, wall: Page) -> None:
    step = crowd.go("touchpoints")
    crowd.parts.facilitating.timer(WORKSHOP, step, "start", 3_600)
    clock = wall.locator(".w-timer b")
    expect(clock).to_have_text(re.compile(r"^5\d:\d\d$"))
    expect(clock).not_to_have_text(clock.inner_text())
    crowd.parts.facilitating.timer(WORKSHOP, step, "start", 1)
    expect(wall.locator(".w-timer.over b")).to_have_text("0:00")


def test_the_wall_comes_back_after_a_restart_of_the_server(
    crowd: Crowd, wall: Page, running: LiveServer
) -> None:
    crowd.go("touchpoints")
    expect(wall.locator(".w-eyebrow").first).to_have_text("Find the Moments of Truth")
    running.stop()
    expect(wall.locator("#lost")).to_be_visible()
    crowd.go("stories")
    running.start()
    expect(wall.locator(".w-eyebrow").first).to_have_text("Stories")
    expect(wall.locator("#lost")).to_be_hidden()


def test_the_facilitator_changes_what_the_wall_shows(
    crowd: Crowd, wall: Page, running: LiveServer, browser: Browser
) -> None:
    crowd.go("stories")
    comes(wall, "prompt")
    desk = wall.context.new_page()
    desk.goto(ROOM)
    desk.locator("#wall summary").click()
    with desk.expect_popup() as opening:
        desk.get_by_role("link", name=re.compile("^Wall")).click()
    comes(opening.value, "prompt")
    desk.get_by_label("The wall shows").select_option("graph")
    desk.locator(".wall-choice").get_by_role("button", name="Show it").click()
    comes(wall, "graph")
    comes(opening.value, "graph")
    expect(desk.get_by_label("The wall shows")).to_have_value("graph")
