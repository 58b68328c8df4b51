"""A whole workshop in real browsers: a facilitator, the wall and five phones, from the code to the PDF.

On the way the server is killed and comes back, and one phone has no network for two steps. What every screen shows in every step
is kept as a picture under build/whole-workshop/, to be looked at.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from live_browser import LiveServer
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from proxy import Proxy
from test_browser import DESK

WORKSHOP = b"""touchmap: 1
workshop:
  title: Calls about the first bill
  client: Brightline
  request: We need training for the people on the phone.
  groups: [front line, managers]
journeys:
- name: The first month
  stages:
  - name: Begin
  - name: Pay
"""
HALL = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
PEOPLE = {
    "Ana": "front line",
    "Bea": "front line",
    "Cleo": "front line",
    "Dan": "managers",
    "Eva": "managers",
}
PLACES = ["The welcome letter", "The first bill", "A call to the hotline", "The answer by mail", "A friend"]


class Workshop:
    """Everybody who takes part, each with a browser of their own."""

    def __init__(self, browser: Browser, server: LiveServer, pictures: Path) -> None:
        self.server = server
        self.proxy = Proxy(server.port)  # what stands between Eva's phone and the room
        self.address = f"http://127.0.0.1:{server.port}"
        self.said: list[str] = []
        self._browser = browser
        self._opened: list[BrowserContext] = []
        self._pictures = pictures
        self._step = 0
        self.desk = self._open(DESK, self.address)
        self.wall: Page | None = None
        self.phones: dict[str, Page] = {}

    def _open(self, viewport: Any, address: str, beside: Page | None = None) -> Page:
        if beside is None:
            context = self._browser.new_context(base_url=address, viewport=viewport, reduced_motion="reduce")
            self._opened.append(context)
        else:
            context = beside.context
        page = context.new_page()
        page.set_viewport_size(viewport)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def begin(self) -> None:
        """The owner takes the workshop in and opens the room; the wall hangs; everybody comes in by the code."""
        desk = self.desk
        desk.goto(self.server.link(self.address))
        desk.goto("/workshops")
        desk.set_input_files("#file", {"name": "w.yaml", "mimeType": "text/yaml", "buffer": WORKSHOP})
        desk.get_by_role("button", name="Upload").click()
        desk.wait_for_url(re.compile("/workshops/calls-about"))
        self.place = desk.url.split("?")[0]
        desk.goto(f"{self.place}/room")
        desk.get_by_label("Half a day").check()
        desk.get_by_role("button", name=re.compile("Open the room")).click()
        expect(desk.locator("body.scripted #desk")).to_be_visible()
        self.wall = self._open(HALL, self.address, beside=desk)
        self.wall.goto(f"{self.place}/room/wall")
        code = re.sub(r"\D", "", desk.locator(".code-big").inner_text())
        expect(self.wall.locator("#wall")).to_contain_text(f"{code[:3]} {code[3:]}")
        for name, group in PEOPLE.items():
            self.phones[name] = self._joined(code, name, group)
        expect(desk.locator(".who-here")).to_contain_text("5 here")
        self.keep("joined")

    def _joined(self, code: str, name: str, group: str) -> Page:
        page = self._open(PHONE, self.proxy.address if name == "Eva" else self.address)
        page.goto("/join")
        page.get_by_label("Code", exact=True).fill(code)
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Your name").fill(name)
        page.get_by_label(group).check()
        page.get_by_role("button", name="Join").click()
        expect(page.locator(".step-now")).to_be_visible()
        return page

    def go(self, title: str, *, without: tuple[str, ...] = ()) -> None:
        """The facilitator goes to a step; everybody who has a network lands there."""
        self.desk.locator("#steps button", has_text=title).last.click()
        expect(self.desk.locator("#h-step")).to_have_text(title)
        for name, page in self.phones.items():
            if name not in without:
                expect(page.locator(f'.step-now[data-title="{title}"]')).to_be_visible()

    def note(self, name: str, text: str, *, at: str = "", **more: str) -> None:
        """Somebody writes a note and sees that it is saved."""
        page = self.phones[name]
        if at:
            self.to(page, at)
        page.locator("#text").fill(text)
        for label, answer in more.items():
            page.get_by_label(answer if label == "pick" else label, exact=False).first.check()
        page.locator("form[data-send=note] button[type=submit]").click()
        expect(page.locator(".mine")).to_contain_text(text)
        expect(page.locator("#outbox")).to_be_hidden()

    def to(self, page: Page, place: str) -> None:
        """Along the line to a touchpoint."""
        number = PLACES.index(place) + 1
        page.locator(".line a", has_text=re.compile(rf"^\s*{number}\b")).first.click()
        expect(page.get_by_role("heading", name=place)).to_be_visible()

    def card(self, text: str) -> Locator:
        return self.desk.locator("[data-note]", has_text=text)

    def column(self, place: str) -> Locator:
        return self.desk.locator(".column", has_text=place)

    def make(self, text: str, letter: str) -> None:
        """The facilitator makes something of a note, by its key."""
        card = self.card(text)
        expect(card).to_be_visible()
        card.focus()
        self.desk.keyboard.press(letter)
        expect(card).to_have_class(re.compile("became"))

    def reveal(self) -> None:
        self.desk.get_by_role("button", name="Reveal all").click()
        expect(self.desk.locator(".promises")).to_contain_text("Revealed")

    def keep(self, name: str) -> None:
        """A picture of the desk, the wall, and one phone in the light and one in the dark."""
        self._step += 1
        for who, page in (("desk", self.desk), ("wall", self.wall), ("phone", self.phones["Ana"])):
            assert page is not None
            page.screenshot(path=self._pictures / f"{self._step:02d}-{name}-{who}.png")
        dark = self.phones["Dan"]
        dark.emulate_media(color_scheme="dark", reduced_motion="reduce")
        dark.screenshot(path=self._pictures / f"{self._step:02d}-{name}-phone-dark.png")

    def close(self) -> None:
        for context in self._opened:
            context.close()
        self.proxy.close()


@pytest.fixture
def room(browser: Browser, running: LiveServer, root: Path) -> Iterator[Workshop]:
    pictures = root / "build" / "whole-workshop"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    made = Workshop(browser, running, pictures)
    yield made
    made.close()


def finds_the_journey(room: Workshop) -> None:
    """The room names touchpoints, and the facilitator puts them on the map."""
    room.go("Set the scene")
    expect(room.phones["Ana"].locator(".request")).to_contain_text("We need training")
    room.keep("scene")
    room.go("Find the Moments of Truth")
    for name, place in zip(PEOPLE, PLACES, strict=True):
        room.note(name, place)
        room.make(place, "t")
    assert room.wall is not None
    expect(room.wall.locator("#wall")).to_contain_text("A friend")
    room.keep("touchpoints")
    room.go("Put them in order")
    for place in PLACES:
        expect(room.desk.locator(".order")).to_contain_text(place)
    room.keep("order")


def rates_in_private(room: Workshop) -> None:
    """Nobody sees anybody's rating before the reveal; the wall counts."""
    room.go("Rate in private, then reveal")
    for name, face in zip(PEOPLE, ("Awful", "Awful", "Bad", "Good", "Great"), strict=True):
        page = room.phones[name]
        room.to(page, "The first bill")
        page.get_by_label(face).check()
        page.locator("form[data-send=rating] button[type=submit]").click()
        expect(page.locator("#rated")).to_be_visible()
    expect(room.desk.locator(".who-here")).to_contain_text("5 given")
    room.keep("rate-private")
    room.reveal()
    expect(room.desk.locator("#ratings")).to_contain_text("The first bill")
    room.keep("rate-revealed")


def says_what_is_over_a_crash(room: Workshop) -> None:
    """Private notes outlive the server's sudden end, and stay private."""
    room.go("What is")
    for name in ("Ana", "Bea"):
        room.note(name, f"{name}: the bill names a price nobody agreed to", at="The first bill")
    room.server.kill()
    expect(room.desk.locator("#desk-cut")).to_contain_text("No connection since")
    # What is written now waits on the phone.
    phone = room.phones["Cleo"]
    room.to(phone, "A call to the hotline")
    phone.locator("#text").fill("Cleo: forty minutes of music")
    phone.locator("form[data-send=note] button[type=submit]").click()
    expect(phone.locator("#outbox")).to_contain_text("Sends later")
    room.keep("crash")
    room.server.start()
    expect(phone.locator(".mine")).to_contain_text("forty minutes of music")
    expect(phone.locator("#outbox")).to_be_hidden()
    expect(room.desk.locator("#desk-cut")).to_be_empty(timeout=60_000)
    expect(room.desk.locator(".who-here")).to_contain_text("3 not revealed")
    assert room.wall is not None
    for page in (room.desk, room.wall, room.phones["Dan"]):
        assert "forty minutes" not in page.content()
    room.reveal()
    expect(room.wall.locator("#wall")).to_contain_text("forty minutes")
    room.make("Ana: the bill", "i")
    room.make("Cleo: forty", "i")
    expect(room.column("A call to the hotline")).to_contain_text("Cleo: forty")
    room.keep("current")


def loses_a_phone_for_two_steps(room: Workshop) -> None:
    """Eva writes without a network while the room goes on; what she wrote is kept, and arrives once at the step she was in."""
    room.go("What should be")
    room.note("Dan", "The bill is what was said at the door", at="The first bill")
    expect(room.desk.locator(".who-here")).to_contain_text("1 not revealed")
    room.reveal()
    room.make("The bill is what was said", "d")
    room.go("Standards and measures")
    eva = room.phones["Eva"]
    room.to(eva, "The answer by mail")
    room.proxy.refusing = True
    room.proxy.cut()
    eva.locator("#text").fill("An answer within a day")
    eva.locator("form[data-send=note] button[type=submit]").click()
    expect(eva.locator("#outbox")).to_contain_text("Sends later")
    room.note("Ana", "Every call is answered within two minutes", at="A call to the hotline")
    room.make("Every call is answered", "n")
    room.keep("standards")
    room.go("What nobody would pay for", without=("Eva",))
    room.note("Bea", "Types the customer number a second time", at="A call to the hotline")
    expect(room.desk.locator(".who-here")).to_contain_text("1 not revealed")
    room.reveal()
    room.make("Types the customer number", "a")
    room.keep("waste")
    room.go("Stories", without=("Eva",))
    room.note("Cleo", "A woman read her bill aloud to me twice", at="A call to the hotline")
    room.keep("stories")
    expect(eva.locator("#outbox")).to_contain_text("An answer within a day")
    assert "An answer within a day" not in room.desk.content()
    room.proxy.refusing = False
    expect(eva.locator('.step-now[data-title="Stories"]')).to_be_visible()
    # The step takes nothing in any more: her text is kept, and goes when the facilitator opens the step again.
    expect(eva.locator("#outbox")).to_contain_text("Not sent. This step is frozen")
    room.go("Standards and measures")
    eva.get_by_role("button", name="Send again").click()
    expect(eva.locator("#outbox")).to_be_hidden()
    expect(room.card("An answer within a day")).to_have_count(1)
    expect(room.column("The answer by mail")).to_contain_text("An answer within a day")
    room.make("An answer within a day", "n")


def gathers_the_rest(room: Workshop) -> None:
    """Words, behaviours, causes and proposals."""
    room.go("Our words")
    room.note("Dan", "Prorated")
    room.keep("words")
    room.go("Behaviours and rewards")
    room.note("Ana", "Short calls are praised", at="A call to the hotline")
    room.keep("behaviours")
    room.go("Ask why")
    room.note("Bea", "The price list of sales is not the one of billing", at="The first bill")
    room.keep("causes")
    room.go("Proposals")
    for name, text in (("Ana", "One price list"), ("Bea", "Call back instead of music")):
        room.note(name, text, at="The first bill")
        room.make(text, "o")
    room.keep("proposals")
    room.go("Group and merge")
    room.keep("group")


def votes_and_commits(room: Workshop) -> None:
    """Dots in secret, then a commitment for what won."""
    room.go("Vote")
    for name in PEOPLE:
        page = room.phones[name]
        page.get_by_role("button", name="Give a dot to One price list").click()
        expect(page.locator("#dots-left")).to_have_text("4 dots left")
    expect(room.desk.locator(".who-here")).to_contain_text("5 given")
    room.keep("vote-secret")
    room.reveal()
    assert room.wall is not None
    expect(room.wall.locator("#wall")).to_contain_text("One price list")
    room.keep("vote-revealed")
    room.go("Impact and effort")
    room.keep("priorities")
    room.go("Commit")
    desk = room.desk
    form = desk.locator("#commitment-new")
    form.get_by_label("What").fill("One price list for sales and billing")
    form.get_by_label("Owner").fill("Dan")
    form.get_by_label("By").fill("2027-01-31")
    form.get_by_label("Measure").fill("Calls about the first bill a week")
    form.get_by_role("button", name="Add").click()
    expect(desk.locator("#commitments")).to_contain_text("One price list for sales and billing")
    room.keep("commitments")
    room.go("Close")
    room.keep("close")


def leaves_a_report(room: Workshop, folder: Path) -> str:
    """The facilitator closes the session and downloads the PDF; gives its text."""
    desk = room.desk
    if desk.get_by_label("Reveal them now").count():
        desk.get_by_label("Reveal them now").check()
    desk.get_by_role("button", name="Close the session").click()
    expect(desk.get_by_text("The session is closed.").first).to_be_visible()
    for page in room.phones.values():
        expect(page.locator("main")).to_contain_text("Thank you")
    room.keep("closed")
    desk.get_by_role("link", name="Make the report").click()
    desk.get_by_role("button", name="Make the report").click()
    with desk.expect_download() as loading:
        desk.get_by_role("link", name="Download").click(timeout=120_000)
    target = folder / "report.pdf"
    loading.value.save_as(target)
    text = subprocess.run(["pdftotext", "-raw", str(target), "-"], capture_output=True, check=True, text=True)
    return " ".join(text.stdout.split())


def test_a_whole_workshop_from_the_code_to_the_report(room: Workshop, tmp_path: Path) -> None:
    room.begin()
    finds_the_journey(room)
    rates_in_private(room)
    says_what_is_over_a_crash(room)
    loses_a_phone_for_two_steps(room)
    gathers_the_rest(room)
    votes_and_commits(room)
    text = leaves_a_report(room, tmp_path)
    for wanted in (
        *PLACES,
        "Ana: the bill names a price nobody agreed to",
        "Cleo: forty minutes of music",
        "The bill is what was said at the door",
        "Every call is answered within two minutes",
        "An answer within a day",
        "Types the customer number a second time",
        "One price list for sales and billing",
        "Dan",
    ):
        assert wanted in text, wanted
    room.desk.goto(room.place)
    room.desk.wait_for_selector("body.able")
    for place in PLACES:
        expect(room.desk.locator("th[data-lane=head]", has_text=place)).to_have_count(1)
    assert room.said == []
