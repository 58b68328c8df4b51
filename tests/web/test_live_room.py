"""In a real browser: a session in the map editor, with phones in browsers of their own that came in by its code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from live_browser import WORKSHOP, LiveServer, comes_to
from live_people import People, s, until
from playwright.sync_api import Browser, Page, expect
from test_browser import DESK

PHONE: Any = {"width": 390, "height": 844}
AREA = f"/api/v1/workshops/{WORKSHOP}"
NOTE = "The crew cannot see who is late"
GATE = "gate-closed"
SEND = """async ([path, body]) => {
  const { form_key } = await (await fetch("/api/v1/session")).json();
  const headers = { "X-Form-Key": form_key, "Content-Type": "application/json" };
  const sent = { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(path, body ? sent : {});
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}"""
OPEN = """async ([path]) => {
  const { form_key } = await (await fetch("/api/v1/session")).json();
  await fetch(path, { method: "POST", body: new URLSearchParams({ form_key, agenda: "half-day" }) });
}"""
KEYS = """document.getElementById("editor").editor.commands.all().filter(({ id }) => !id.startsWith("note-"))
  .flatMap(({ id, keys = [] }) => keys.map((key) => [key, id]))"""


@pytest.fixture
def said() -> list[str]:
    """What pages complain of."""
    return []


@pytest.fixture
def people(browser: Browser, running: LiveServer, said: list[str]) -> Iterator[People]:
    """Opens the map for one more person; what a page complains of fails the test."""
    found = People(browser, running)
    yield found
    found.leave()
    assert said == []


def listen(page: Page, said: list[str]) -> Page:
    page.on("pageerror", lambda error: said.append(str(error)))
    return page


def ask(page: Page, path: str, body: Any = None) -> Any:
    """What the API answers on the owner's page."""
    return page.evaluate(SEND, [f"{AREA}/{path}", body])


def open_session(page: Page) -> dict[str, Any]:
    """A session is open, and the editor has found it out."""
    page.evaluate(OPEN, [f"/workshops/{WORKSHOP}/room/open"])
    page.reload()
    page.wait_for_selector("body.in-session")
    found: dict[str, Any] = ask(page, "room")
    return found


def step_of(page: Page, kind: str) -> str:
    """The last step of a kind in the agenda."""
    steps = [one["id"] for one in ask(page, "room")["agenda"] if one["kind"] == kind]
    return str(steps[-1])


def go(page: Page, kind: str) -> str:
    """The room is at the step of a kind, and the bar shows that."""
    step = step_of(page, kind)
    ask(page, "room/go", {"to": step})
    until(page, f"e.room.value.following.state.value.step.id === '{step}'")
    return step


def join(people: People, said: list[str], code: str, name: str) -> Page:
    """Somebody's phone, by the code."""
    context = people.browser.new_context(
        base_url=f"http://127.0.0.1:{people.running.port}", viewport=PHONE, reduced_motion="reduce"
    )
    people.made.append(context)
    phone = listen(context.new_page(), said)
    phone.goto("/join")
    phone.get_by_label("Code", exact=True).fill(code)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("Your name").fill(name)
    phone.get_by_role("button", name="Join").click()
    expect(phone.locator(".step-now")).to_be_visible()
    return phone


def open_notes(page: Page) -> None:
    """The notes are beside the map, whatever this browser remembers."""
    if not s(page, "e.room.value.tray.value"):
        page.get_by_role("button", name=re.compile("^Notes")).click()
    expect(page.locator(".rn")).to_be_visible()


def card(page: Page, text: str) -> Any:
    return page.locator(".rn-card", has_text=text)


def write_note(page: Page, step: str, nonce: str, text: str, touchpoint: str = "") -> None:
    """A note in an open step, as the scribe writes it."""
    about = {"touchpoint": touchpoint} if touchpoint else {}
    ask(page, f"room/steps/{step}/notes", {"nonce": nonce, "text": text} | about)


def test_without_a_session_nothing_is_shown_and_one_small_question_is_asked(
    people: People, said: list[str]
) -> None:
    page = listen(people(), said)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/room" in request.url else None)
    with page.expect_response(re.compile(r"/room$")) as answer:
        page.reload()
    assert answer.value.json() == {"open": False}
    page.wait_for_selector("body.able")
    s(page, "e.commands.run('lanes')")
    expect(page.locator("dialog")).to_be_visible()
    assert len(asked) == 1
    expect(page.locator("#editor-room")).to_be_hidden()
    expect(page.locator(".rb, .rn, .rb-foot, .rb-code")).to_have_count(0)
    comes_to(lambda found: not found, s, page, "e.commands.all().some(({ id }) => id.startsWith('session-'))")


def test_notes_arrive_from_a_phone_and_become_what_the_cell_holds(people: People, said: list[str]) -> None:
    page = listen(people(), said)
    room = open_session(page)
    go(page, "touchpoints")
    open_notes(page)
    phone = join(people, said, room["code"], "Ana")
    expect(page.locator(".rb-people")).to_contain_text(re.compile("participants? (is|are) here"))
    phone.get_by_label("Your note", exact=True).fill(NOTE)
    phone.get_by_role("button", name="Add note").click()
    expect(card(page, NOTE)).to_be_visible()
    expect(card(page, NOTE)).to_contain_text("New")
    expect(card(page, NOTE)).to_contain_text("Ana")
    expect(page.locator(".rb-counts")).to_contain_text("given")

    cell = page.locator(f"td[data-lane=current][data-touchpoint={GATE}]")
    before = cell.locator(".it").count()
    drag(page, NOTE, cell)
    expect(cell.locator(".it")).to_have_count(before + 1)
    expect(cell).to_contain_text(NOTE)
    expect(card(page, NOTE)).to_have_class(re.compile("became"))
    page.get_by_role("button", name="Undo", exact=True).last.click()
    expect(cell.locator(".it")).to_have_count(before)
    expect(card(page, NOTE)).not_to_have_class(re.compile("became"))

    heads = page.locator("th[data-lane=head] .tt")
    count = heads.count()
    drag(page, NOTE, page.locator(f"th[data-lane=head][data-touchpoint={GATE}]"), at_end=True)
    expect(heads).to_have_count(count + 1)
    expect(page.locator("th[data-lane=head]", has_text=NOTE)).to_be_visible()


def drag(page: Page, text: str, target: Any, *, at_end: bool = False) -> None:
    """Takes a note by its text and drops it there, once the map says where it would land."""
    target.scroll_into_view_if_needed()
    target.evaluate("one => one.scrollIntoView({ block: 'center', inline: 'center' })")
    start, end = card(page, text).locator(".rn-text").bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 12, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] - 20, start["y"] + 12, steps=3)
    share = 0.9 if at_end else 0.5
    page.mouse.move(end["x"] + end["width"] * share, end["y"] + min(30, end["height"] / 2), steps=6)
    expect(page.locator(".dropline")).to_be_visible()
    expect(page.locator(".dragghost")).to_contain_text("→")
    page.mouse.up()
    expect(page.locator(".dropline")).to_have_count(0)


def test_by_keys_alone_a_note_is_turned_hidden_merged_and_taken_back(people: People, said: list[str]) -> None:
    page = listen(people(), said)
    open_session(page)
    step = go(page, "opportunities")
    for nonce, text in (("k-1", "Call before landing"), ("k-2", "Ring before landing"), ("k-3", "A bus")):
        write_note(page, step, nonce, text, GATE)
    until(page, f"s.view.children('note', '{step}').length === 3")
    page.locator(f"td[data-lane=current][data-touchpoint={GATE}]").focus()
    if s(page, "e.room.value.tray.value"):
        s(page, "e.room.value.tray.value = false")
    expect(page.locator(".rn")).to_have_count(0)
    page.keyboard.press("i")
    expect(page.locator(".rn-card")).to_have_count(3)
    expect(page.locator(".rn-card").first).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator(".rn-card").last).to_be_focused()
    text = page.locator(".rn-card:focus .rn-text").inner_text()

    page.keyboard.press("o")
    expect(page.locator(".rn-card:focus")).to_have_class(re.compile("became"))
    expect(page.locator(f"td[data-lane=opportunities][data-touchpoint={GATE}]")).to_contain_text(text)
    page.keyboard.press("h")
    expect(page.locator(".rn-card:focus")).to_contain_text("hidden")
    page.keyboard.press("Control+z")
    expect(page.locator(".rn-card:focus")).not_to_contain_text("hidden")
    page.keyboard.press("Control+z")
    expect(page.locator(".rn-card:focus")).not_to_have_class(re.compile("became"))

    page.keyboard.press("m")
    expect(page.locator("dialog.dlg-picking input")).to_be_focused()
    page.keyboard.type("bus" if "bus" not in text else "call")
    page.keyboard.press("Enter")
    expect(page.locator(".rn-card")).to_have_count(2)
    expect(page.locator(".rn-card", has_text="2 notes")).to_be_visible()
    page.locator(".rn-card", has_text="2 notes").focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Take the merged ones out again").click()
    expect(page.locator(".rn-card")).to_have_count(3)
    page.locator(".rn-card").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".rn")).to_have_count(0)


def test_a_note_that_is_dropped_on_another_is_one_with_it(people: People, said: list[str]) -> None:
    page = listen(people(), said)
    open_session(page)
    step = go(page, "vocabulary")
    open_notes(page)
    for nonce, text in (("m-1", "Wave"), ("m-2", "The wave")):
        write_note(page, step, nonce, text)
    expect(page.locator(".rn-card")).to_have_count(2)
    drag(page, "The wave", page.locator(".rn-card").last)
    expect(page.locator(".rn-card")).to_have_count(1)
    expect(page.locator(".rn-card")).to_contain_text("2 notes")
    page.get_by_role("button", name="Undo", exact=True).last.click()
    expect(page.locator(".rn-card")).to_have_count(2)


def test_what_comes_while_somebody_is_in_the_list_waits_behind_a_button(
    people: People, said: list[str]
) -> None:
    page = listen(people(), said)
    open_session(page)
    step = go(page, "stories")
    open_notes(page)
    write_note(page, step, "w-1", "First", GATE)
    expect(page.locator(".rn-card")).to_have_count(1)
    page.locator(".rn-card").focus()
    write_note(page, step, "w-2", "Second", GATE)
    expect(page.locator(".rn-more")).to_contain_text("1 new note")
    expect(page.locator(".rn-card")).to_have_count(1)
    expect(page.locator(".rn-card")).to_be_focused()
    page.locator(".rn-more").click()
    expect(page.locator(".rn-card .rn-text")).to_have_text(["Second", "First"])


def test_steps_timer_freezing_and_the_spotlight_reach_the_phone(people: People, said: list[str]) -> None:
    page = listen(people(), said)
    room = open_session(page)
    go(page, "touchpoints")
    phone = join(people, said, room["code"], "Bea")
    expect(phone.get_by_label("Your note", exact=True)).to_be_visible()
    page.locator(f"td[data-lane=current][data-touchpoint={GATE}]").focus()
    page.keyboard.press("+")
    expect(page.locator(".rb-clock")).to_have_text(re.compile(r"^(1:00|0:[0-5]\d)$"))
    page.keyboard.press("p")
    until(page, "e.room.value.following.state.value.step.left !== null")
    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
    expect(phone.get_by_label("Your note", exact=True)).to_be_hidden()
    page.keyboard.press("z")
    expect(page.get_by_role("button", name="Close writing")).to_be_visible()
    expect(phone.get_by_label("Your note", exact=True)).to_be_visible()

    told = ask(page, "room")
    at = next(index for index, one in enumerate(told["agenda"]) if one["place"] == "now")
    expect(phone.locator(".step-now")).to_contain_text(told["step"]["prompt"])
    page.keyboard.press(">")
    expect(page.locator(".rb-now")).to_contain_text(told["agenda"][at + 1]["title"])
    expect(phone.locator(".step-now")).to_contain_text(ask(page, "room")["step"]["prompt"])
    page.get_by_role("button", name="Step before").click()
    expect(phone.locator(".step-now")).to_contain_text(told["step"]["prompt"])

    page.locator(f"td[data-lane=current][data-touchpoint={GATE}]").focus()
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Follow me")).to_have_attribute("aria-pressed", "true")
    until(page, f"e.room.value.following.state.value.spotlight === '{GATE}'")
    page.locator("td[data-lane=current][data-touchpoint=landing]").focus()
    until(page, "e.room.value.following.state.value.spotlight === 'landing'")
    page.keyboard.press("l")
    until(page, "e.room.value.following.state.value.follow === false")


def test_what_is_held_back_is_a_number_until_it_is_revealed(people: People, said: list[str]) -> None:
    page = listen(people(), said)
    open_session(page)
    step = go(page, "current")
    open_notes(page)
    page.keyboard.press("b")
    field = page.get_by_label("What somebody without a phone says")
    expect(field).to_be_focused()
    page.get_by_label("About").select_option(GATE)
    field.fill("Held back for now")
    page.keyboard.press("Enter")
    expect(page.locator(".rn-held")).to_contain_text("1 not revealed")
    expect(field).to_have_value("")
    expect(page.locator(".rn-card")).to_have_count(0)
    assert "Held back for now" not in page.content()  # not even for a moment
    page.keyboard.press("Escape")
    page.locator(f"td[data-lane=current][data-touchpoint={GATE}]").focus()
    page.keyboard.press("r")
    page.get_by_role("menuitem", name="Reveal this touchpoint").click()
    expect(card(page, "Held back for now")).to_be_visible()
    expect(page.locator(".rn-held")).to_have_count(0)
    assert ask(page, "room")["step"]["id"] == step


def test_nothing_that_is_typed_in_the_map_is_interrupted(people: People, said: list[str]) -> None:
    page = listen(people(), said)
    open_session(page)
    go(page, "touchpoints")
    cell = page.locator(f"td[data-lane=current][data-touchpoint={GATE}]")
    cell.focus()
    page.keyboard.press("Enter")
    field = page.locator("td[data-lane=current] textarea:focus")
    expect(field).to_have_count(1)
    page.keyboard.type("Half a sen")
    ask(page, "room/go", {"to": step_of(page, "current")})
    expect(page.locator(".rb-now")).to_contain_text("What is")
    expect(field).to_have_count(1)
    page.keyboard.type("tence > < + z")
    expect(field).to_have_value(re.compile("Half a sentence > < \\+ z$"))
    expect(page.locator(".rb-now")).to_contain_text("What is")
    page.keyboard.press("Escape")


def test_without_a_connection_the_bar_says_so_and_goes_on_by_itself(people: People, said: list[str]) -> None:
    page = listen(people(), said)
    other = listen(people(), said)
    open_session(page)
    go(page, "touchpoints")
    page.context.set_offline(True)
    expect(page.locator(".rb-off")).to_be_visible()
    ask(other, "room/go", {"to": step_of(other, "current")})
    page.context.set_offline(False)
    expect(page.locator(".rb-now")).to_contain_text("What is")
    expect(page.locator(".rb-off")).to_have_count(0)


def test_the_graph_has_the_bar_and_the_notes_too(people: People, said: list[str], root: Path) -> None:
    page = listen(people(bypass_csp=True), said)
    open_session(page)
    step = go(page, "order")
    page.goto(f"/workshops/{WORKSHOP}/graph")
    page.wait_for_selector("body.in-session")
    open_notes(page)
    write_note(page, step, "g-1", "The walk to the car park")
    expect(card(page, "car park")).to_be_visible()
    card(page, "car park").focus()
    page.keyboard.press("t")
    expect(card(page, "car park")).to_have_class(re.compile("became"))
    expect(page.locator(".graph-box, .view-graph").first).to_contain_text("The walk to the car")
    comes_to([], violations, page, root, ".rb, .rn, .dock")


def test_no_key_of_the_session_is_taken_twice(people: People, said: list[str]) -> None:
    page = listen(people(), said)
    open_session(page)
    by_key: dict[str, set[str]] = {}
    for key, command in page.evaluate(KEYS):
        by_key.setdefault(key, set()).add(command)
    shared = {key: ids for key, ids in by_key.items() if any(id.startswith("session-") for id in ids)}
    assert len(shared) == 13
    assert all(len(ids) == 1 for ids in shared.values()), shared


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_bar_the_notes_and_the_way_in_are_easy_to_use(
    people: People, said: list[str], root: Path, width: int
) -> None:
    page = listen(people(viewport=DESK | {"width": width}, bypass_csp=True), said)
    open_session(page)
    step = go(page, "opportunities")
    write_note(page, step, f"a-{width}", "Call before landing", GATE)
    until(page, f"s.view.children('note', '{step}').length > 0")
    open_notes(page)
    expect(page.locator(".rn-card").first).to_be_visible()
    comes_to(
        bool,
        page.evaluate,
        "document.documentElement.scrollWidth <= innerWidth",
        what="nothing scrolls sideways",
    )
    comes_to([], violations, page, root)
    comes_to(bool, s, page, "e.commands.run('session-door')")
    expect(page.locator("dialog.dlg-door")).to_be_visible()
    expect(page.locator(".rb-qr svg")).to_be_visible()
    comes_to([], violations, page, root)


def test_when_the_session_is_closed_the_bar_goes_and_the_next_one_is_found(
    people: People, said: list[str]
) -> None:
    page = listen(people(), said)
    first = open_session(page)["code"]
    closing = OPEN.replace('agenda: "half-day"', 'held: "drop"')
    page.evaluate(closing, [f"/workshops/{WORKSHOP}/room/close"])
    expect(page.locator(".rb")).to_have_count(0)
    expect(page.locator("#editor-room")).to_be_hidden()
    comes_to(lambda found: not found, s, page, "e.commands.now().some(({ id }) => id.startsWith('session-'))")
    page.evaluate(OPEN, [f"/workshops/{WORKSHOP}/room/open"])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".rb")).to_be_visible()
    assert ask(page, "room")["code"] != first
