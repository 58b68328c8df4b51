"""The phone in a real browser: without a network, through a lost answer, in a closed tab, under quick thumbs, and led along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import AXE, RULES, put_axe_in
from live_browser import PHONE, LiveServer, comes_to
from playwright.sync_api import Browser, BrowserContext, Page, expect
from proxy import Proxy
from roomers import ROOM
from test_browser import SIDEWAYS
from test_room_browser import SMALL, TOO_SMALL, join

from touchmap.domain.room.noting import QUESTIONS
from touchmap.domain.room.steps import _KINDS

LATE = "Written in the tunnel"
KEPT = "html[data-kept=yes]"  # the page and its files are on the phone


class Desk:
    """The facilitator: the page's own forms, sent without looking at the page."""

    def __init__(self, server: LiveServer, context: BrowserContext) -> None:
        self.address = f"http://127.0.0.1:{server.port}"
        page = context.new_page()
        page.goto(server.link(self.address))
        page.goto(f"{self.address}{ROOM}")
        self._key = page.locator("[name=form_key]").first.get_attribute("value") or ""
        self._request = context.request
        self.post("/open", agenda="half-day")
        page.close()
        self.code = str(self.told("/door")["code"])
        self.steps = {one["kind"]: str(one["id"]) for one in self.told("")["agenda"]}

    def post(self, part: str, **data: str) -> None:
        answer = self._request.post(
            f"{self.address}{ROOM}{part}",
            form={"form_key": self._key, **data},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.ok, answer.text()

    def told(self, part: str) -> dict[str, Any]:
        told: dict[str, Any] = self._request.get(f"{self.address}/api/v1{ROOM}{part}").json()
        return told

    def go(self, kind: str) -> str:
        self.post("/go", to=self.steps[kind])
        return self.steps[kind]


@pytest.fixture(scope="module")
def desk(running: LiveServer, browser: Browser) -> Iterator[Desk]:
    context = browser.new_context()
    yield Desk(running, context)
    context.close()


@pytest.fixture
def phones(browser: Browser, desk: Desk) -> Iterator[Any]:
    """Opens phones that have joined; what their pages complain of fails the test."""
    opened: list[BrowserContext] = []
    said: list[str] = []

    def open_one(address: str = desk.address, **more: Any) -> Page:
        more = {"viewport": PHONE, "reduced_motion": "reduce", "bypass_csp": True} | more
        context = browser.new_context(base_url=address, **more)
        context.on("weberror", lambda error: said.append(str(error.error)))
        opened.append(context)
        page = context.new_page()
        join(page, desk.code, "Ana")
        if more.get("java_script_enabled", True):
            expect(page.locator("html[data-ready]")).to_be_attached()
        return page

    yield open_one
    for context in opened:
        context.close()
    assert said == []


def at_step(page: Page, step: str) -> None:
    expect(page.locator(f'.step-now[data-id="{step}"]')).to_be_visible()


def write(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.locator(".comp .pill").click()


def test_what_was_written_without_a_network_survives_a_closed_tab_and_goes_out_once(
    desk: Desk, phones: Any
) -> None:
    step = desk.go("touchpoints")
    page = phones()
    at_step(page, step)
    expect(page.locator(KEPT)).to_be_attached()
    context = page.context
    context.set_offline(True)
    write(page, LATE)
    expect(page.locator("#outbox")).to_contain_text("Sends later")
    expect(page.locator("#net")).to_contain_text("Offline")
    page.close()
    page = context.new_page()
    page.goto("/room")  # opens without a network
    expect(page.locator("#outbox")).to_contain_text(LATE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Where does a customer meet us")
    context.set_offline(False)
    expect(page.locator("#mine-here")).to_contain_text(LATE)
    expect(page.locator("#outbox")).to_be_hidden()
    page.reload()
    expect(page.locator("#mine-here li", has_text=LATE)).to_have_count(1)


def test_a_note_whose_answer_was_lost_is_sent_again_and_there_once(desk: Desk, phones: Any) -> None:
    step = desk.go("touchpoints")
    page = phones(service_workers="block")  # what goes by way of one is not routed
    at_step(page, step)
    lost: list[str] = []

    def lose(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())  # the server has it; its answer never arrives
        route.abort("connectionreset")

    page.route("**/note", lose)
    write(page, "Said once")
    expect(page.locator("#mine-here li", has_text="Said once")).to_have_count(1)
    expect(page.locator("#outbox")).to_be_hidden()
    assert len(lost) == 1
    page.unroute("**/note")
    page.reload()
    expect(page.locator("#mine-here li", has_text="Said once")).to_have_count(1)


def test_a_connection_that_is_cut_loses_nothing(desk: Desk, running: LiveServer, phones: Any) -> None:
    step = desk.go("touchpoints")
    proxy = Proxy(running.port)
    try:
        page = phones(proxy.address)
        at_step(page, step)
        proxy.refusing = True
        proxy.cut()
        write(page, "Through a cut line")
        expect(page.locator("#outbox")).to_contain_text("Sends later")
        proxy.refusing = False
        expect(page.locator("#mine-here")).to_contain_text("Through a cut line")
        expect(page.locator("#outbox")).to_be_hidden()
    finally:
        proxy.close()


def test_what_is_refused_is_said_and_kept_to_copy(desk: Desk, phones: Any) -> None:
    step = desk.go("touchpoints")
    page = phones()
    at_step(page, step)
    page.context.set_offline(True)
    write(page, "Too late for this step")
    expect(page.locator("#outbox")).to_contain_text("Sends later")
    desk.post(f"/steps/{step}/input", frozen="yes")
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_contain_text("This step is frozen")
    expect(page.locator("#outbox")).to_contain_text("Too late for this step")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("#outbox")).to_contain_text("This step is frozen")
    desk.post(f"/steps/{step}/input", frozen="no")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("#mine-here")).to_contain_text("Too late for this step")
    expect(page.locator("#outbox")).to_be_hidden()


def test_whoever_moves_along_the_line_without_a_network_stays_where_they_went(
    desk: Desk, phones: Any
) -> None:
    step = desk.go("current")
    page = phones()
    at_step(page, step)
    expect(page.locator(KEPT)).to_be_attached()
    page.evaluate("async () => (await fetch(document.getElementById('room').dataset.part)).text()")  # is kept
    page.context.set_offline(True)
    there = page.locator(".line a").nth(2)
    place = there.get_attribute("data-at")
    there.click()
    # The page has asked before us, and was answered with what the service worker has kept.
    comes_to(
        bool,
        page.evaluate,
        "async (at) => (await fetch(`${document.getElementById('room').dataset.part}?at=${at}`)).headers.get('X-Kept')",
        place,
    )
    page.locator("#text").fill("Of the third")
    expect(page.locator(".line [aria-current]")).to_have_attribute("data-at", str(place))
    expect(page.locator("form[data-send=note] [name=touchpoint]")).to_have_value(str(place))
    page.context.set_offline(False)


def test_drafts_stay_with_their_touchpoint_along_the_line_and_over_steps(desk: Desk, phones: Any) -> None:
    step = desk.go("current")
    page = phones()
    at_step(page, step)
    first = page.locator("#tp-name").inner_text()
    page.locator("#text").fill("Half a sent")
    page.locator("#go-after").click()
    expect(page.locator("#tp-name")).not_to_have_text(first)
    expect(page.locator("#text")).to_have_value("")
    page.locator("#text").fill("Of the second")
    page.locator("#go-before").click()
    expect(page.locator("#tp-name")).to_have_text(first)
    expect(page.locator("#text")).to_have_value("Half a sent")
    other = desk.go("touchpoints")
    page.goto("/room")
    at_step(page, other)
    expect(page.locator("html[data-ready]")).to_be_attached()
    desk.go("current")
    at_step(page, step)
    expect(page.locator("#text")).to_have_value("Half a sent")


def test_quick_thumbs_give_as_many_dots_as_they_tap(desk: Desk, phones: Any) -> None:
    step = desk.go("vote")
    page = phones()
    at_step(page, step)
    page.locator(".dotter").first.locator("button").last.evaluate("(one) => { one.click(); one.click(); }")
    expect(page.locator("#dots-left")).to_have_text("3 dots left")
    expect(page.locator(".given").first).to_have_attribute("aria-label", "2 of your dots")
    page.reload()
    expect(page.locator("#dots-left")).to_have_text("3 dots left")


def test_a_phone_goes_along_with_the_facilitator_until_it_would_rather_stay(desk: Desk, phones: Any) -> None:
    step = desk.go("current")
    page = phones()
    at_step(page, step)
    places = [
        str(one) for one in page.locator(".line a").evaluate_all("all => all.map(one => one.dataset.at)")
    ]
    here = page.locator(".line [aria-current]")
    desk.post("/shine", touchpoint=places[4], follow="yes")
    expect(here).to_have_attribute("data-at", places[4])
    expect(page.locator("#follow")).to_contain_text("You follow the facilitator.")
    page.get_by_role("button", name="Stay here").click()
    desk.post("/shine", touchpoint=places[6], follow="yes")
    expect(page.locator("#follow")).to_contain_text("The facilitator is at")
    expect(here).to_have_attribute("data-at", places[4])
    page.get_by_role("button", name="Follow again").click()
    expect(here).to_have_attribute("data-at", places[6])
    desk.post("/shine", touchpoint="")


def test_every_kind_of_step_is_open_to_everybody(desk: Desk, phones: Any, root: Path) -> None:
    light, dark = phones(), phones(viewport=SMALL, color_scheme="dark")
    for kind, step in desk.steps.items():
        desk.go(kind)
        for page in (light, dark):
            at_step(page, step)
            put_axe_in(page, root)
            comes_to([], page.evaluate, AXE, ["html", RULES], what=kind)
            comes_to(lambda found: found <= 0, page.evaluate, SIDEWAYS, what=kind)
            comes_to([], page.evaluate, TOO_SMALL, what=kind)


def test_without_a_script_every_kind_takes_what_it_asks(desk: Desk, phones: Any) -> None:
    page = phones(viewport=SMALL, java_script_enabled=False)
    for kind, step in desk.steps.items():
        desk.go(kind)
        page.goto("/room")
        at_step(page, step)
        gives = _KINDS[kind].gives
        if gives == "note":
            page.locator("#text").fill(f"By a plain form in {kind}")
            for asked in QUESTIONS.get(kind, ()):
                if asked.choices:
                    page.get_by_label(asked.choices[0][1], exact=True).check()
            page.locator(".comp .pill").click()
            expect(page.locator("#mine-here")).to_contain_text(f"By a plain form in {kind}")
        elif gives == "rating":
            page.locator("#go-after").click()
            page.get_by_label("Great").check()
            page.get_by_role("button", name="Save my rating").click()
            expect(page.get_by_label("Great")).to_be_checked()
        elif kind == "vote":
            page.get_by_role("button", name="Give a dot to").first.click()
            expect(page.locator("#dots-left")).to_have_text("4 dots left")
        elif gives == "vote":
            page.locator(".ideas form").first.get_by_role("radio").first.check()
            page.locator(".ideas form").first.get_by_role("button").click()
            expect(page.locator(".ideas form").first.get_by_role("button")).to_contain_text("Change")
        if gives:
            page.get_by_role("button", name="I am done").click()
            expect(page.get_by_role("button", name="You are done")).to_be_visible()


def test_a_phone_that_is_let_out_is_told_at_once_and_keeps_nothing_of_the_room(
    desk: Desk, phones: Any
) -> None:
    step = desk.go("touchpoints")
    page = phones()
    at_step(page, step)
    expect(page.locator(KEPT)).to_be_attached()
    write(page, "Given before")
    expect(page.locator("#mine-here")).to_contain_text("Given before")
    desk.post(f"/people/{page.locator('#room').get_attribute('data-me')}", deed="remove")
    expect(page.get_by_role("heading", name="You are no longer in this room.")).to_be_visible()
    expect(page.locator("#gave")).to_contain_text("Given before")
    page.get_by_role("button", name="Forget it on this phone").click()
    expect(page.locator("#gave")).to_be_hidden()
    comes_to(0, page.evaluate, "Object.keys(localStorage).filter(one => one.startsWith('touchmap-')).length")
