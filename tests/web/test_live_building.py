"""In a real browser: a journey is built by keys alone, by pasting and by dragging; whatever a drag does, a key does too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from live_browser import comes_to
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from served import WORKSHOP, Server
from test_browser import DESK

EMPTY = b"touchmap: 1\nworkshop: {title: Empty}\n"
SMALL = b"""
touchmap: 1
workshop: {title: Small}
journeys:
- name: Delivery
  stages:
  - name: Before
    touchpoints:
    - name: Order
      current: [The form has nine fields, It asks for the phone number twice]
      desired: [Two fields]
    - name: Wait
      current: [Nobody says how long]
  - name: After
    touchpoints: [Parcel, Complaint, Answer]
"""
SAVED = ".status.is-saved"
TITLES = """document.getElementById("editor").editor.commands.all()
  .filter(({ keys, id }) => keys?.length && !id.startsWith("extend-")).map(({ title }) => title)"""


@pytest.fixture(scope="module")
def owner(browser: Browser, own_server: Server) -> Iterator[BrowserContext]:
    """A browser that came in by the link; axe may be put into its pages."""
    context = browser.new_context(
        base_url=own_server.address, viewport=DESK, bypass_csp=True, reduced_motion="reduce", has_touch=True
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(own_server.link)
    page.close()
    yield context
    context.close()


@pytest.fixture
def page(owner: BrowserContext) -> Iterator[Page]:
    """A page that says no error until the end of its test."""
    said: list[str] = []
    found = owner.new_page()
    found.on("pageerror", lambda error: said.append(str(error)))
    found.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield found
    found.close()
    assert said == []


def take_in(page: Page, content: bytes) -> None:
    """Uploads a workshop and opens its map."""
    page.goto("/workshops")
    page.set_input_files("#file", {"name": "w.yaml", "mimeType": "text/yaml", "buffer": content})
    page.get_by_role("button", name="Upload").click()
    page.wait_for_selector("body.able")
    page.evaluate("localStorage.clear()")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def write(page: Page, text: str) -> None:
    """Types into the field that has the focus, once there is one."""
    expect(page.locator("input:focus, textarea:focus")).to_have_count(1)
    page.keyboard.type(text)


def names(page: Page) -> list[str]:
    """The touchpoints in the order of the map."""
    return [text.split("\n")[-1] for text in page.locator("th[data-lane=head] .tt").all_inner_texts()]


def expect_names(page: Page, *wanted: str) -> None:
    expect(page.locator("th[data-lane=head] .tt")).to_have_text(
        [re.compile(rf"^\d+ {re.escape(one)}$") for one in wanted]
    )


def cell(page: Page, lane: str, place: int) -> Locator:
    """A cell by its lane and its touchpoint's place, from 0."""
    return page.locator(f"[data-lane={lane}]").nth(place)


def focus(page: Page, lane: str, place: int) -> None:
    cell(page, lane, place).evaluate("cell => cell.focus()")


def texts(page: Page, lane: str) -> list[list[str]]:
    """What stands in a lane, touchpoint by touchpoint."""
    rows = page.locator(f"td[data-lane={lane}]")
    return [rows.nth(at).locator(".it").all_inner_texts() for at in range(rows.count())]


def expect_counts(page: Page, lane: str, *wanted: int) -> None:
    """So many items stand in the cells of a lane."""
    for at, count in enumerate(wanted):
        expect(page.locator(f"td[data-lane={lane}]").nth(at).locator(".it")).to_have_count(count)


def stored(page: Page, kind: str) -> list[dict[str, Any]]:
    """The fields of all records of a kind as the server has them, once everything is saved."""
    expect(page.locator(SAVED)).to_be_visible()
    address = page.url.split("?")[0].replace("/workshops/", "/api/v1/workshops/") + "/snapshot"
    records = page.request.get(address).json()["records"].values()
    return [one["fields"] for one in sorted(records, key=lambda one: one["position"]) if one["kind"] == kind]


def owned_by(page: Page, owner: str) -> list[str]:
    """The touchpoints that somebody answers for, as the server has them."""
    return [one["name"] for one in stored(page, "touchpoint") if one.get("owner") == owner]


def drag(
    page: Page,
    start: Locator,
    end: Locator,
    *,
    at: tuple[float, float] = (0.5, 0.5),
    hold: Callable[[], None] | None = None,
) -> None:
    """Drags from the middle of one thing to a part of another (0 to 1 across and down)."""
    page.evaluate("scrollTo(0, 0)")
    here, there = start.bounding_box(), end.bounding_box()
    assert here
    assert there
    page.mouse.move(here["x"] + min(40, here["width"] / 2), here["y"] + here["height"] / 2)
    page.mouse.down()
    page.mouse.move(here["x"] + 60, here["y"] + here["height"] / 2 + 8)
    page.mouse.move(there["x"] + at[0] * there["width"], there["y"] + at[1] * there["height"], steps=4)
    if hold:
        hold()
    page.mouse.up()


# -- by keys alone


def draw_ways(page: Page) -> None:
    """From the last of five: a way back, found by its number, with a label and a share; an outcome, and a branch to it."""
    press(page, "t")
    write(page, "2")
    press(page, "Enter")
    expect(page.get_by_label("Label of the way to Book")).to_be_focused()
    write(page, "books once more")
    press(page, "Tab")
    write(page, "40 %")
    press(page, "Escape", "Shift+O")
    write(page, "Never comes back")
    press(page, "Tab", "l", "o", "s", "t", "Enter")
    press(page, "[", "t")
    write(page, "never")
    press(page, "Enter")
    expect(page.get_by_label("Label of the way to Never comes back")).to_be_focused()
    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(cell(page, "current", 3)).to_be_focused()


def test_a_journey_of_five_touchpoints_is_built_by_keys_alone(page: Page) -> None:
    take_in(page, EMPTY)
    page.locator("#first-names").focus()
    write(page, "Search")
    press(page, "Tab", "Enter")
    expect_names(page, "Search")
    expect(cell(page, "head", 0)).to_be_focused()

    # Enter in a name goes on to the next one, like a list; Enter in an empty one ends it.
    press(page, "a")
    for name in ("Book", "Travel", "Complain"):
        write(page, name)
        press(page, "Enter")
    press(page, "Enter")
    expect_names(page, "Search", "Book", "Travel", "Complain")
    expect(cell(page, "head", 3)).to_be_focused()

    # A stage of its own for the last one, which goes on to its first lane with the arrow.
    press(page, "Shift+S")
    write(page, "Afterwards")
    press(page, "Enter")
    expect(page.locator("th.vacant")).to_be_focused()
    press(page, "a")
    write(page, "Answer")
    press(page, "ArrowDown")
    write(page, "Reads the letter")
    press(page, "Escape")
    expect_names(page, "Search", "Book", "Travel", "Complain", "Answer")

    # Both states: Enter goes on to a new line, Ctrl+Enter to the next touchpoint.
    press(page, "ArrowDown", "ArrowDown", "n")
    write(page, "It takes twelve days")
    press(page, "Enter")
    write(page, "Nobody has read the complaint")
    press(page, "Escape", "ArrowDown", "Enter")
    write(page, "Two days")
    press(page, "Escape", "[", "ArrowUp", "Enter")
    write(page, "A form with nine fields")
    press(page, "Control+Enter")
    expect(cell(page, "current", 4)).to_be_focused()
    press(page, "Alt+ArrowUp")
    page.get_by_role("dialog").get_by_role("combobox").fill("Nobody")
    press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="It is the first one")).to_have_count(0)

    draw_ways(page)

    comes_to(["Stage 1", "Afterwards"], lambda: [one["name"] for one in stored(page, "stage")])
    ids = {one["name"]: one for one in stored(page, "touchpoint")}
    assert set(ids["Answer"]) == {"stage", "name", "customer_action"}
    said = {(one["state"], one["text"]) for one in stored(page, "statement")}
    assert said == {
        ("current", "A form with nine fields"),
        ("current", "It takes twelve days"),
        ("current", "Nobody has read the complaint"),
        ("desired", "Two days"),
    }
    expect(cell(page, "current", 4).locator(".it")).to_contain_text(
        ["Nobody has read the complaint", "It takes twelve days"]
    )
    ways = stored(page, "transition")
    assert [way.get("label") for way in ways if way.get("kind") == "repeat"] == ["books once more"]
    assert [way.get("share") for way in ways if way.get("kind") == "repeat"] == [0.4]
    assert [way.get("kind") for way in ways].count("failure") == 1
    assert len(ways) == 6
    assert stored(page, "outcome")[0]["result"] == "lost"


def test_a_new_touchpoint_that_gets_no_name_is_not_there(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "head", 1)
    press(page, "a")
    expect(page.locator("th .fld")).to_be_focused()
    press(page, "Escape")
    expect_names(page, "Order", "Wait", "Parcel", "Complaint", "Answer")
    expect(cell(page, "head", 1)).to_be_focused()
    press(page, "Shift+A")
    write(page, "Pay")
    press(page, "Escape")
    expect_names(page, "Order", "Pay", "Wait", "Parcel", "Complaint", "Answer")


def test_a_plus_between_two_touchpoints_adds_one_there(page: Page) -> None:
    take_in(page, SMALL)
    cell(page, "head", 2).hover()
    page.get_by_role("button", name="Add a touchpoint after Parcel").click()
    write(page, "Neighbour")
    press(page, "Escape")
    expect_names(page, "Order", "Wait", "Parcel", "Neighbour", "Complaint", "Answer")


def test_one_undo_takes_back_a_merge_a_split_a_copy_and_a_removal(page: Page) -> None:
    take_in(page, SMALL)
    before = ("Order", "Wait", "Parcel", "Complaint", "Answer")
    focus(page, "head", 0)

    press(page, "j")
    expect_names(page, "Order", "Parcel", "Complaint", "Answer")
    expect_counts(page, "current", 3, 0, 0, 0)
    press(page, "Control+z")
    expect_names(page, *before)
    expect_counts(page, "current", 2, 1, 0, 0, 0)

    focus(page, "head", 0)
    press(page, "k")
    write(page, "Confirm")
    page.get_by_role("dialog").get_by_label("It asks for the phone number twice").check()
    press(page, "Enter")
    expect_names(page, "Order", "Confirm", *before[1:])
    expect(cell(page, "current", 1).locator(".it")).to_contain_text(["It asks for the phone number twice"])
    expect(cell(page, "head", 1)).to_be_focused()
    press(page, "Control+z")
    expect_names(page, *before)

    focus(page, "head", 0)
    press(page, "Control+d")
    expect_names(page, "Order", "Order (copy)", *before[1:])
    comes_to(lambda found: found[1] == found[0] != [], texts, page, "current")
    expect(page.locator(".chosenbar")).to_have_count(0)
    press(page, "Control+z")
    expect_names(page, *before)
    # The place of what is gone has the focus, so that keys go on.
    expect(cell(page, "head", 1)).to_be_focused()

    focus(page, "head", 0)
    press(page, "Delete")
    expect_names(page, *before[1:])
    expect(cell(page, "head", 0)).to_be_focused()
    page.get_by_role("button", name="Undo", exact=True).last.click()
    expect_names(page, *before)
    expect_counts(page, "current", 2, 1, 0, 0, 0)


def test_what_is_done_to_chosen_touchpoints_is_done_to_all_of_them(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "head", 2)
    press(page, "Shift+ArrowRight", "Shift+ArrowRight")
    expect(page.locator(".chosenbox [role=status]")).to_have_text("3 touchpoints chosen")
    press(page, "Shift+ArrowLeft")
    bar = page.get_by_role("toolbar", name="2 touchpoints chosen")
    expect(bar).to_be_visible()
    press(page, "!")
    expect(page.locator("th .flag.mot")).to_have_count(2)
    press(page, "Alt+ArrowRight")
    expect_names(page, "Order", "Wait", "Answer", "Parcel", "Complaint")
    bar.get_by_role("button", name="Owner…").click()
    write(page, "Dispatcher")
    press(page, "Enter")
    expect(bar).to_be_visible()
    comes_to(["Complaint", "Parcel"], lambda: sorted(owned_by(page, "Dispatcher")))
    press(page, "Escape")
    expect(bar).to_have_count(0)

    # The mouse chooses too: one by one with Ctrl, a run of them with Shift.
    cell(page, "head", 0).click(position={"x": 30, "y": 12})
    cell(page, "head", 2).click(modifiers=["Control"], position={"x": 30, "y": 12})
    expect(page.get_by_role("toolbar", name="2 touchpoints chosen")).to_be_visible()
    cell(page, "head", 4).click(modifiers=["Shift"], position={"x": 30, "y": 12})
    expect(page.get_by_role("toolbar", name="3 touchpoints chosen")).to_be_visible()
    press(page, "Delete")
    expect_names(page, "Order", "Wait")


def test_a_late_answer_to_undo_does_not_cover_what_was_done_since(page: Page) -> None:
    take_in(page, SMALL)
    held: list[Route] = []
    focus(page, "current", 1)
    press(page, "Delete")
    expect(page.get_by_role("status").filter(has_text="1 statement removed.")).to_be_visible()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_visible()
    holding = True
    page.route("**/api/v1/**/edits", lambda route: held.append(route) if holding else route.continue_())
    press(page, "Control+z")
    expect(cell(page, "current", 1)).to_contain_text("Nobody says how long")
    focus(page, "current", 0)
    press(page, "Delete")
    removed = page.get_by_role("status").filter(has_text="2 statements removed.")
    expect(removed).to_be_visible()
    holding = False
    for route in held:
        route.continue_()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_be_visible()
    expect(removed).to_be_visible()


def test_items_are_ordered_backed_moved_and_made_something_else_by_keys(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "current", 1)
    press(page, "e", "e")
    expect(cell(page, "current", 1).locator(".ev.e2")).to_be_visible()

    # In a field the keys are about that line.
    focus(page, "current", 0)
    press(page, "Enter")
    expect(page.locator("textarea:focus")).to_have_value("The form has nine fields")
    press(page, "Alt+ArrowDown", "Escape")
    expect(cell(page, "current", 0).locator(".it")).to_contain_text(
        ["It asks for the phone number twice", "The form has nine fields"]
    )

    focus(page, "current", 1)
    press(page, "m")
    dialog = page.get_by_role("dialog", name="Move to…")
    dialog.get_by_label("Touchpoint").select_option(label="3 Parcel")
    dialog.get_by_label("Lane").select_option(label="Opportunities")
    press(page, "Enter")
    expect(cell(page, "opportunities", 2)).to_contain_text("Nobody says how long")
    expect(cell(page, "opportunities", 2)).to_be_focused()
    press(page, "Control+z")
    expect(cell(page, "current", 1)).to_contain_text("Nobody says how long")

    focus(page, "current", 0)
    press(page, "Delete")
    expect(page.get_by_role("status").filter(has_text="2 statements removed.")).to_be_visible()
    press(page, "Control+z")
    expect(cell(page, "current", 0).locator(".it")).to_have_count(2)


# -- paste and copy


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    press(page, "Control+v")


def test_twenty_lines_are_pasted_into_twenty_touchpoints(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "head", 4)
    paste(page, "\n".join(f"{at}. Step {at}" for at in range(6, 21)))
    dialog = page.get_by_role("dialog", name="Paste a list")
    expect(dialog.get_by_text("Step 6", exact=True)).to_be_visible()
    press(page, "Enter")
    expect(page.locator("th[data-lane=head]")).to_have_count(20)
    comes_to(lambda found: found[5:8] == ["Step 6", "Step 7", "Step 8"], names, page)

    focus(page, "current", 0)
    paste(
        page, "\n".join(f"- Fact {at} ({'measured' if at % 2 else 'customer story'})" for at in range(1, 21))
    )
    expect(dialog.get_by_label("One to each touchpoint")).to_be_checked()
    expect(dialog.get_by_text("20 statements into 20 touchpoints.")).to_be_visible()
    press(page, "Enter")
    expect(dialog).to_have_count(0)
    expect(cell(page, "current", 0)).to_be_focused()
    expect(cell(page, "current", 19)).to_contain_text("Fact 20")
    facts = [one for one in stored(page, "statement") if one["text"].startswith("Fact")]
    assert len(facts) == 20
    assert {one["evidence"] for one in facts} == {"measured", "customer story"}
    press(page, "Control+z")
    expect(cell(page, "current", 19).locator(".it")).to_have_count(0)
    assert not [one for one in stored(page, "statement") if one["text"].startswith("Fact")]


def test_lines_for_one_cell_are_pasted_while_one_writes_and_a_typed_list_needs_no_clipboard(
    page: Page,
) -> None:
    take_in(page, SMALL)
    focus(page, "desired", 2)
    press(page, "Enter")
    expect(page.locator("textarea:focus")).to_have_count(1)
    paste(page, "One\nTwo\nThree")
    dialog = page.get_by_role("dialog", name="Paste a list")
    expect(dialog.get_by_label("All of them here")).to_be_checked()
    press(page, "Enter")
    expect(cell(page, "desired", 2).locator(".it")).to_have_count(3)

    focus(page, "stories", 3)
    press(page, "Control+k")
    write(page, "paste")
    press(page, "Enter")
    write(page, "It rained.")
    press(page, "Enter")
    page.keyboard.type("Nobody came.")
    dialog.get_by_label("All of them here").check()
    press(page, "Control+Enter") if page.locator("textarea:focus").count() else press(page, "Enter")
    expect(cell(page, "stories", 3).locator(".it")).to_have_count(2)


def test_what_cannot_be_pasted_is_told_and_nothing_is_changed(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "current", 3)
    paste(page, "One\nTwo\nThree\nFour")
    dialog = page.get_by_role("dialog", name="Paste a list")
    expect(dialog.get_by_label("All of them here")).to_be_checked()
    dialog.get_by_label("One to each touchpoint").check()
    expect(dialog.get_by_text("There are 4 lines, but only 2 touchpoints from here on.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Paste")).to_be_disabled()
    dialog.get_by_label("Add the touchpoints that are missing").check()
    dialog.get_by_role("button", name="Paste").click()
    expect(page.locator("th[data-lane=head]")).to_have_count(7)
    expect_counts(page, "current", 2, 1, 0, 1, 1, 1, 1)


def test_chosen_touchpoints_are_copied_as_a_table_and_pasted_elsewhere(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "head", 0)
    press(page, "Shift+ArrowRight", "Control+c")
    comes_to(lambda rows: rows.startswith("Order\tWait\n"), page.evaluate, "navigator.clipboard.readText()")
    press(page, "Escape")
    focus(page, "head", 4)
    press(page, "Control+v")
    expect(page.get_by_role("dialog").get_by_label("As a table")).to_be_checked()
    press(page, "Enter")
    expect_names(page, "Order", "Wait", "Parcel", "Complaint", "Answer", "Order", "Wait")
    expect_counts(page, "current", 2, 1, 0, 0, 0, 2, 1)


# -- drags and their keys


def test_a_dragged_touchpoint_stands_where_its_keys_put_it(page: Page) -> None:
    take_in(page, SMALL)
    drag(page, cell(page, "head", 0), cell(page, "head", 2), at=(0.8, 0.5))
    expect_names(page, "Wait", "Parcel", "Order", "Complaint", "Answer")
    dragged = [(one["name"], one["stage"]) for one in stored(page, "touchpoint")]
    expect(cell(page, "head", 2)).to_be_focused()
    press(page, "Control+z")
    expect_names(page, "Order", "Wait", "Parcel", "Complaint", "Answer")
    focus(page, "head", 0)
    press(page, "Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight")
    expect_names(page, "Wait", "Parcel", "Order", "Complaint", "Answer")
    assert sorted(dragged) == sorted((one["name"], one["stage"]) for one in stored(page, "touchpoint"))


def test_a_dragged_item_stage_and_lane_land_under_the_line_and_escape_leaves_all_as_it_was(
    page: Page,
) -> None:
    take_in(page, SMALL)
    item = cell(page, "current", 0).locator(".it").first
    drag(page, item, cell(page, "desired", 3))
    expect(cell(page, "desired", 3)).to_contain_text("The form has nine fields")
    expect(cell(page, "current", 0).locator(".it")).to_have_count(1)
    press(page, "Control+z")
    expect(cell(page, "current", 0).locator(".it")).to_have_count(2)

    stages = page.locator(".stages th")
    drag(page, stages.nth(0).locator(".sm"), stages.nth(1), at=(0.9, 0.5))
    expect_names(page, "Parcel", "Complaint", "Answer", "Order", "Wait")
    press(page, "Control+z")
    expect_names(page, "Order", "Wait", "Parcel", "Complaint", "Answer")
    focus(page, "head", 0)
    press(page, "Alt+Shift+ArrowRight")
    expect_names(page, "Parcel", "Complaint", "Answer", "Order", "Wait")

    lanes = page.locator("tbody th .ln")
    first = lanes.nth(0).inner_text()
    drag(page, lanes.nth(0), page.locator("tbody th").nth(1), at=(0.5, 0.9))
    expect(lanes.nth(1)).to_have_text(first)

    before = names(page)
    drag(page, cell(page, "head", 0), cell(page, "head", 3), hold=lambda: press(page, "Escape"))
    expect(page.locator(".dragghost, .dropline")).to_have_count(0)
    expect_names(page, *before)


def test_a_finger_drags_after_a_long_press_and_scrolls_before(page: Page, owner: BrowserContext) -> None:
    take_in(page, SMALL)
    finger = owner.new_cdp_session(page)

    def touch(kind: str, where: Locator | None, across: float = 0.5) -> None:
        box = where.bounding_box() if where else None
        points = [{"x": box["x"] + across * box["width"], "y": box["y"] + 30}] if box else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", cell(page, "head", 0))
    page.wait_for_timeout(550)
    expect(page.locator(".dragghost")).to_be_visible()
    touch("touchMove", cell(page, "head", 1))
    touch("touchMove", cell(page, "head", 1), 0.9)
    touch("touchEnd", None)
    expect_names(page, "Wait", "Order", "Parcel", "Complaint", "Answer")

    touch("touchStart", cell(page, "head", 3))
    touch("touchMove", cell(page, "head", 2))
    touch("touchMove", cell(page, "head", 1), 0.1)
    touch("touchEnd", None)
    expect_names(page, "Wait", "Order", "Parcel", "Complaint", "Answer")


# -- the palette, the keys, finding, menus


def test_the_palette_goes_to_places_does_commands_and_gives_the_place_back(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "current", 0)
    press(page, "Control+k")
    line = page.get_by_role("combobox")
    expect(line).to_be_focused()
    press(page, "ArrowDown")
    expect(line).to_have_attribute("aria-activedescendant", re.compile("."))
    expect(page.locator(f"#{line.get_attribute('aria-activedescendant')}")).to_have_attribute(
        "aria-selected", "true"
    )
    press(page, "Escape")
    expect(cell(page, "current", 0)).to_be_focused()

    press(page, "Control+k")
    write(page, "4")
    press(page, "Enter")
    expect(cell(page, "head", 3)).to_be_focused()

    press(page, "Control+k")
    write(page, "phone number")
    press(page, "Enter")
    expect(cell(page, "current", 0)).to_be_focused()

    press(page, "Control+k")
    write(page, "duplic")
    press(page, "Enter")
    expect_names(page, "Order", "Order (copy)", "Wait", "Parcel", "Complaint", "Answer")
    press(page, "Control+k")
    expect(page.get_by_role("option").first).to_contain_text("Duplicate")
    write(page, "zzzz")
    expect(page.get_by_text("Nothing is called that here.")).to_be_visible()


def test_every_key_is_in_the_list_and_letters_can_be_switched_off(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "current", 3)
    press(page, "?")
    dialog = page.get_by_role("dialog", name="Keys")
    for title in page.evaluate(TITLES):
        expect(dialog).to_contain_text(title, use_inner_text=True)
    dialog.get_by_label("Single letters are commands").uncheck()
    press(page, "Escape")
    expect(cell(page, "current", 3)).to_be_focused()
    page.keyboard.type("a line that begins with a")
    press(page, "Escape")
    expect(cell(page, "current", 3)).to_contain_text("a line that begins with a")
    expect_names(page, "Order", "Wait", "Parcel", "Complaint", "Answer")
    press(page, "Alt+ArrowLeft")
    expect_names(page, "Order", "Wait", "Complaint", "Parcel", "Answer")


def test_finding_steps_from_place_to_place_and_filters(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "head", 0)
    press(page, "/")
    write(page, "field")
    count = page.locator(".findbar .count")
    expect(count).to_have_text("2 places")
    press(page, "Enter")
    expect(cell(page, "current", 0)).to_have_attribute("data-found", "here")
    press(page, "F3")
    expect(count).to_have_text("2 of 2 places")
    expect(cell(page, "desired", 0)).to_have_attribute("data-found", "here")
    press(page, "Shift+Enter", "Escape")
    expect(cell(page, "current", 0)).to_be_focused()
    expect(page.locator("[data-found]")).to_have_count(0)

    press(page, "/")
    page.locator(".findbar select").select_option(label="no desired state")
    expect(count).to_have_text("4 places")


def test_the_menu_of_a_thing_has_the_commands_that_fit_it(page: Page) -> None:
    take_in(page, SMALL)
    cell(page, "current", 0).locator(".it").first.click(button="right")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    menu.get_by_role("menuitem", name="Next evidence or status").click()
    expect(cell(page, "current", 0).locator(".ev.e1")).to_be_visible()

    cell(page, "head", 1).click(button="right", position={"x": 30, "y": 12})
    menu.get_by_role("menuitem", name="Move the touchpoint to…").click()
    dialog = page.get_by_role("dialog", name="Move “Wait”")
    dialog.get_by_label("To the stage").select_option(label="After")
    dialog.get_by_label("Place").select_option(label="After “Complaint”")
    press(page, "Enter")
    expect_names(page, "Order", "Parcel", "Complaint", "Wait", "Answer")

    page.get_by_role("button", name="What can be done with the stage After").click()
    menu.get_by_role("menuitem", name="Rename the stage…").click()
    write(page, "s")
    press(page, "Enter")
    expect(page.locator(".stages th").nth(1)).to_contain_text("s")


def test_folding_keeps_the_selection_in_its_stage(page: Page) -> None:
    take_in(page, SMALL)
    focus(page, "current", 1)
    press(page, "-")
    expect_names(page, "Parcel", "Complaint", "Answer")
    expect(cell(page, "current", 0)).to_be_focused()
    press(page, "-")
    expect_names(page, "Order", "Wait", "Parcel", "Complaint", "Answer")
    expect(cell(page, "current", 0)).to_be_focused()


OPENED = {
    "palette": ["Control+k"],
    "keys": ["?"],
    "ways": ["t"],
    "split": ["k"],
    "paste": ["Control+k", *"paste a", "Enter"],
    "move": ["m"],
    "stage": ["Shift+S"],
    "outcome": ["Shift+O"],
    "which one": ["e"],
    "find": ["/"],
    "chosen": ["Shift+ArrowRight"],
}


@pytest.mark.parametrize("opened", OPENED)
def test_axe_finds_nothing_in_what_lies_over_the_map_and_the_focus_comes_back(
    page: Page, root: Path, own_server: Server, opened: str
) -> None:
    page.goto(f"/workshops/{WORKSHOP}")
    page.wait_for_selector("body.able")
    lane, place = ("current", 5) if opened == "which one" else ("head", 5)
    focus(page, lane, place)
    press(page, *OPENED[opened])
    over = "dialog[open], .findbar, .chosenbar"
    expect(page.locator(over)).to_have_count(1)
    comes_to([], violations, page, root, over)
    press(page, "Escape")
    expect(page.locator("dialog[open], .findbar, .chosenbar")).to_have_count(0)
    here = 6 if opened == "chosen" else place
    expect(cell(page, lane, here)).to_be_focused()
