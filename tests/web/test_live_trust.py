"""Nothing that anybody wrote is lost, and everybody is told the truth: refusals, two texts, history, the past, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import violations
from live_browser import LiveServer, comes_to
from live_people import FIREFOX, Entering, People, first_text, run, s, text_of, until, write
from playwright.sync_api import Browser, Route, ViewportSize, expect
from test_browser import DESK, PHONE

EDITS = "**/api/v1/workshops/*/edits"


@pytest.fixture
def entering(browser: Browser, running: LiveServer) -> Iterator[Entering]:
    """Opens the map for one more person."""
    people = People(browser, running)
    yield people
    people.leave()


def test_a_refused_edit_keeps_its_text_and_finds_another_place(entering: Entering) -> None:
    ann, ben = entering(), entering(user_agent=FIREFOX)
    record = first_text(ann, "new-flight")
    ann.context.route(EDITS, lambda route: route.abort())
    write(ann, record, "Typed in vain")
    expect(ann.locator(".status.is-offline")).to_have_text("Offline, 1 waiting")
    ann.locator(".status.is-offline").click()
    expect(ann.locator("dialog")).to_contain_text("Typed in vain")
    ann.keyboard.press("Escape")
    s(ben, f"s.do({{action: 'remove', kind: 'statement', record: '{record}'}}).length")
    until(ben, "s.status.value.state === 'saved'")
    until(ann, f"!s.view.has('{record}')")
    ann.context.unroute(EDITS)
    s(ann, "s.retry()")
    expect(ann.get_by_role("alert").filter(has_text="not taken in")).to_be_visible()
    ann.get_by_role("button", name="What to do").click()
    dialog = ann.locator("dialog")
    expect(dialog.locator("blockquote")).to_contain_text("Typed in vain")
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog.get_by_role("alert")).to_contain_text("still cannot be done")
    dialog.get_by_role("button", name="Put it elsewhere").click()
    dialog.get_by_label("The text").fill("Typed with use")
    dialog.get_by_label("Touchpoint").select_option("new-flight")
    dialog.get_by_label("Lane").select_option("stories")
    dialog.get_by_role("button", name="Put it there").click()
    expect(dialog.get_by_role("heading", name="Everything is saved")).to_be_visible()
    until(
        ben,
        "s.view.children('story', 'new-flight').some((id) => s.view.get(id).fields.text === 'Typed with use')",
    )


def test_a_refused_edit_is_let_go_only_when_said_twice(entering: Entering) -> None:
    ann = entering()
    s(
        ann,
        "s.do({action: 'set', kind: 'touchpoint', record: 'new-flight', fields: {name: 'x'.repeat(900)}}).length",
    )
    expect(ann.get_by_role("alert").filter(has_text="not taken in")).to_be_visible()
    run(ann, "status")
    ann.get_by_role("button", name="Let it go").click()
    comes_to(1, s, ann, "s.refused.value.length")
    ann.get_by_role("button", name="Yes, let it go for good").click()
    expect(ann.get_by_role("heading", name="Everything is saved")).to_be_visible()


def test_a_refused_merge_is_one_card_that_is_tried_again_or_let_go_as_a_whole(entering: Entering) -> None:
    ann, ben = entering(), entering(user_agent=FIREFOX)
    count = "s.view.children('statement', 'delay-announced').length"
    there = s(ann, count)
    ann.context.route(EDITS, lambda route: route.abort())
    s(ann, "e.ui.chosen.value = ['delay-announced', 'crew-news']")
    run(ann, "merge")
    until(ann, "!s.view.has('crew-news')")
    s(
        ann,
        "s.do({action: 'set', kind: 'touchpoint', record: 'delay-announced', fields: {owner: 'x'.repeat(900)}}).length",
    )
    s(ben, "s.do({action: 'remove', kind: 'touchpoint', record: 'delay-announced'}).length")
    until(ben, "s.status.value.state === 'saved'")
    until(ann, "!s.view.has('delay-announced')")
    ann.context.unroute(EDITS)
    s(ann, "s.retry()")
    until(ann, "s.waiting.value.length === 0")
    until(ann, "s.view.has('crew-news')")
    comes_to(lambda found: found > 20, s, ann, "s.refused.value.length")
    run(ann, "status")
    dialog = ann.get_by_role("dialog", name="2 changes were not taken in")
    card = dialog.locator(".refused").filter(has_text="Merged")
    expect(card).to_contain_text("has been removed meanwhile")
    card.get_by_role("button", name="Try again").click()
    expect(card.get_by_role("alert")).to_contain_text("still cannot be done")
    run(ben, "undo")
    until(ann, "s.view.has('delay-announced')")
    card.get_by_role("button", name="Try again").click()
    until(ben, "!s.view.has('crew-news')")
    until(ben, f"{count} > {there}")
    expect(dialog.locator(".refused")).to_have_count(0)


def test_saved_is_never_said_while_something_is_not_durable(entering: Entering) -> None:
    ann = entering()

    def later(route: Route) -> None:
        ann.wait_for_timeout(700)
        route.continue_()

    ann.context.route(EDITS, later)
    ann.evaluate("""() => {
        const session = document.getElementById("editor").session;
        window.lies = [];
        const look = () => {
          const said = document.querySelector(".status.is-saved");
          if (said && session.waiting.value.length) window.lies.push(said.textContent);
          requestAnimationFrame(look);
        };
        look();
    }""")
    for number in range(3):
        write(ann, first_text(ann, "dash"), f"Durable {number}")
        ann.wait_for_timeout(400)
    expect(ann.locator(".status.is-saved")).to_have_text("Saved")
    comes_to([], ann.evaluate, "window.lies")


@pytest.mark.parametrize(
    ("touchpoint", "choice", "stands"),
    [
        ("desk-queue", "Keep mine", "The queue is mine."),
        ("gate-closed", "Take Firefox on Linux’s", "The queue is theirs."),
        ("dash", "Keep both", "The queue is mine.\n\nThe queue is theirs."),
    ],
)
def test_two_texts_for_one_place_are_chosen_between(
    entering: Entering, touchpoint: str, choice: str, stands: str
) -> None:
    ann, ben = entering(), entering(user_agent=FIREFOX)
    record = first_text(ann, touchpoint)
    write(ann, record, "The queue is long.")
    until(ben, f"s.view.get('{record}').fields.text === 'The queue is long.'")
    ann.context.route(EDITS, lambda route: route.abort())
    write(ann, record, "The queue is mine.")
    write(ben, record, "The queue is theirs.")
    until(ben, "s.status.value.state === 'saved'")
    ann.context.unroute(EDITS)
    s(ann, "s.retry()")
    expect(ann.locator(".status.is-clash")).to_contain_text("1 to choose")
    mark = ann.locator(f"td[data-lane=current][data-touchpoint={touchpoint}] .torn")
    expect(mark).to_have_text("Two texts")
    late = entering(user_agent=FIREFOX)  # who comes later is asked too
    expect(late.locator(".status.is-clash")).to_be_visible()
    mark.click()
    dialog = ann.locator("dialog")
    expect(dialog.locator("mark")).to_have_text(["mine", "theirs"])
    dialog.get_by_role("button", name=choice).click()
    expect(ann.locator(".status.is-clash")).to_have_count(0)
    expect(late.locator(".status.is-clash")).to_have_count(0)
    until(ben, f"s.view.get('{record}').fields.text === {stands!r}")


def test_history_says_who_and_what_before_and_after_and_brings_texts_back(entering: Entering) -> None:
    ann = entering()
    record = first_text(ann, "hotel-voucher")
    was = text_of(ann, record)
    write(ann, record, "Something else altogether")
    until(ann, "s.status.value.state === 'saved'")
    ann.locator("td[data-lane=current][data-touchpoint=hotel-voucher]").click()
    ann.keyboard.press("h")
    dialog = ann.locator("dialog")
    expect(dialog.get_by_role("heading", level=2)).to_contain_text("History of")
    change = dialog.locator(".change").first
    expect(change.locator(".was")).to_contain_text(was)
    expect(change.locator(".now")).to_contain_text("Something else altogether")
    expect(change.locator("b").first).to_have_text("You")
    change.get_by_role("button", name="Bring this text back").click()
    until(ann, f"s.view.get('{record}').fields.text === {was!r}")
    expect(dialog.locator(".change")).to_have_count(2)  # and the history goes on as it happens
    ann.keyboard.press("Escape")
    cell = "td[data-lane=current][data-touchpoint=hotel-voucher]"
    comes_to(bool, ann.evaluate, f"document.activeElement === document.querySelector('{cell}')")


def test_a_removed_touchpoint_comes_back_whole_from_the_history(entering: Entering) -> None:
    ann = entering()
    record = "bag"
    name = s(ann, f"s.view.get('{record}').fields.name")
    texts = s(ann, f"s.view.children('statement', '{record}').map((id) => s.view.get(id).fields.text)")
    s(ann, f"s.do({{action: 'remove', kind: 'touchpoint', record: '{record}'}}).length")
    until(ann, "s.status.value.state === 'saved'")
    run(ann, "all-history")
    ann.get_by_role("button", name="Bring this back").first.click()
    until(ann, f"e.shape.value.stations.some(({{ id }}) => s.view.get(id).fields.name === {name!r})")
    new = s(ann, f"e.shape.value.stations.find(({{ id }}) => s.view.get(id).fields.name === {name!r}).id")
    assert texts == s(ann, f"s.view.children('statement', '{new}').map((id) => s.view.get(id).fields.text)")
    assert new != record
    until(ann, "s.status.value.state === 'saved'")


def test_the_map_of_the_past_is_looked_at_and_not_changed(entering: Entering) -> None:
    ann = entering()
    record = first_text(ann, "landing")
    was = text_of(ann, record)
    write(ann, record, "What the past did not know")
    until(ann, "s.status.value.state === 'saved'")
    seq = s(ann, "s.api('changes?after=1000000000000').then((found) => found.seq)")
    run(ann, "then")
    ann.locator(".change").first.get_by_role("button", name="Before this").click()
    past = ann.locator(".past")
    expect(past).to_contain_text("As it was on")
    cell = past.locator("td[data-lane=current][data-touchpoint=landing]")
    expect(cell).to_contain_text(was)
    cell.dblclick()
    ann.keyboard.press("Enter")
    ann.keyboard.type("x")
    ann.keyboard.press("Delete")
    expect(past.locator("textarea, input")).to_have_count(0)
    ann.wait_for_timeout(300)
    comes_to(seq, s, ann, "s.api('changes?after=1000000000000').then((found) => found.seq)")
    past.locator(".picked").get_by_role("button", name="Bring this text back").click()
    until(ann, f"s.view.get('{record}').fields.text === {was!r}")
    past.get_by_role("button", name="Back to now").click()
    expect(ann.locator(".past")).to_have_count(0)


def test_undo_says_what_was_taken_back_and_what_others_had_changed(entering: Entering) -> None:
    ann, ben = entering(), entering(user_agent=FIREFOX)
    name = "s.do({action: 'set', kind: 'touchpoint', record: 'claim', fields: {name: '%s'}}).length"
    s(ann, name % "Named by Ann")
    until(ben, "s.view.get('claim').fields.name === 'Named by Ann'")
    s(ben, name % "Named by Ben")
    until(ann, "s.view.get('claim').fields.name === 'Named by Ben'")
    ann.locator("th[data-touchpoint=claim]").click()
    ann.keyboard.press("Control+z")
    said = ann.locator(".saidbox .toast")
    expect(said).to_contain_text("Changed by Firefox on Linux since and left as it is")
    comes_to("Named by Ben", s, ann, "s.view.get('claim').fields.name")
    record = first_text(ann, "claim")
    write(ann, record, "To be taken back")
    until(ann, "s.status.value.state === 'saved'")
    ann.keyboard.press("Control+z")
    expect(said).to_contain_text("Taken back: current statement at")


def test_what_others_change_is_told_together_and_can_be_switched_off(entering: Entering) -> None:
    ann, ben = entering(), entering(user_agent=FIREFOX)
    adding = """s.do([1, 2, 3, 4].map((n) => ({action: 'add', kind: 'statement',
      fields: {touchpoint: 'morning', state: 'desired', text: 'Idea ' + n}}))).length"""
    s(ben, adding)
    heard = ann.locator("#heard")
    expect(heard).to_contain_text("Firefox on Linux: 4 new statements at")
    told = heard.inner_text()
    run(ann, "hear")
    s(ben, "s.undo()?.id")
    until(
        ann, "!s.view.children('statement', 'morning').some((id) => s.view.get(id).fields.text === 'Idea 1')"
    )
    ann.wait_for_timeout(5_500)
    comes_to(told, heard.inner_text)


def test_people_are_seen_where_they_are_and_can_be_gone_to(entering: Entering) -> None:
    ann, ben = entering(), entering(user_agent=FIREFOX)
    ben.locator("td[data-lane=desired][data-touchpoint=dash]").click()
    cell = ann.locator("td[data-lane=desired][data-touchpoint=dash]")
    expect(cell.locator(".who-here")).to_contain_text("Firefox on Linux")
    ann.get_by_role("button", name="here:").click()
    expect(ann.locator("dialog")).to_contain_text("Desired state")
    ann.get_by_role("button", name="Go there").first.click()
    expect(cell).to_be_focused()


def test_ctrl_z_in_a_field_is_the_fields_while_it_holds_a_draft(entering: Entering) -> None:
    ann = entering()
    record = first_text(ann, "delay-announced")
    was = text_of(ann, record)
    write(ann, record, "Mine to take back")
    until(ann, "s.status.value.state === 'saved'")
    ann.locator("td[data-lane=current][data-touchpoint=delay-announced]").click()
    ann.keyboard.press("Enter")
    ann.keyboard.press("Control+z")
    until(ann, f"s.view.get('{record}').fields.text === {was!r}")
    ann.keyboard.type("!")
    ann.keyboard.press("Control+z")
    ann.wait_for_timeout(300)
    comes_to(was, text_of, ann, record)


def test_a_draft_whose_place_is_gone_is_listed_and_finds_another(entering: Entering) -> None:
    ann = entering()
    s(ann, "s.drafts.set('gone-1 text', {text: 'Nowhere to stand', reading: null})")
    expect(ann.locator(".status.is-saving")).to_be_visible()
    run(ann, "status")
    dialog = ann.locator("dialog")
    expect(dialog).to_contain_text("Nowhere to stand")
    dialog.get_by_role("button", name="Put it elsewhere").click()
    dialog.get_by_label("Touchpoint").select_option("morning")
    dialog.get_by_role("button", name="Put it there").click()
    expect(dialog.get_by_role("heading", name="Everything is saved")).to_be_visible()
    until(
        ann,
        "s.view.children('statement', 'morning').some((id) => s.view.get(id).fields.text === 'Nowhere to stand')",
    )


def test_who_is_signed_out_is_told_what_to_do_and_loses_nothing(
    entering: Entering, running: LiveServer
) -> None:
    ann = entering()
    ann.context.clear_cookies()
    write(ann, first_text(ann, "morning"), "Written while signed out")
    expect(ann.locator(".status.is-attention")).to_have_text("Needs attention")
    ann.locator(".status.is-attention").click()
    dialog = ann.locator("dialog")
    expect(dialog).to_contain_text(
        "Open the link again in this browser. Nothing is lost: 1 change waits here"
    )
    expect(dialog).to_contain_text("Written while signed out")
    other = ann.context.new_page()
    other.goto(running.link(f"http://127.0.0.1:{running.port}"))
    other.close()
    dialog.get_by_role("button", name="I have opened it").click()
    expect(dialog.get_by_role("heading", name="Everything is saved")).to_be_visible()


@pytest.mark.parametrize("what", ["status", "all-history", "then", "people", "scribe", "past", "offline"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing(entering: Entering, root: Path, what: str, size: ViewportSize) -> None:
    ann = entering(viewport=size, bypass_csp=True)
    if what == "offline":
        ann.context.route("**/api/v1/**", lambda route: route.abort())
        write(ann, first_text(ann, "delay-announced"), "Kept here")
        expect(ann.locator(".offbar")).to_be_visible()
        run(ann, "status")
    else:
        run(ann, "then" if what == "past" else what)
    if what == "past":
        ann.locator(".change").first.get_by_role("button", name="Before this").click()
        ann.locator(".past td[data-lane=current]").first.click()
    shown = {
        "all-history": ".change",
        "then": ".change",
        "scribe": ".scribe textarea",
        "past": ".past .picked",
    }
    expect(ann.locator(shown.get(what, "dialog[open]")).first).to_be_visible()
    comes_to([], violations, ann, root)
