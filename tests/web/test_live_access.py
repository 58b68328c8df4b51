"""Everybody can use the live map: axe, focus that is seen, keys, targets, zoom, a phone, forced colours, no motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe import violations
from live_browser import WORKSHOP, LiveServer, comes_to
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_browser import DESK, PHONE, SIDEWAYS

TWICE = {"width": 720, "height": 450}  # a desk's window at 200 %

Opening = Callable[..., Page]


@pytest.fixture
def opening(browser: Browser, running: LiveServer) -> Iterator[Opening]:
    """Opens the map for one more person, in a browser into which axe may be put."""
    made: list[BrowserContext] = []
    address = f"http://127.0.0.1:{running.port}"

    def opened(viewport: Any = DESK, **more: Any) -> Page:
        usual: dict[str, Any] = {"base_url": address, "reduced_motion": "reduce", "bypass_csp": True}
        context = browser.new_context(**(usual | {"viewport": viewport} | more))
        made.append(context)
        page = context.new_page()
        page.goto(running.link(address))
        page.goto(f"/workshops/{WORKSHOP}")
        page.wait_for_selector("body.able")
        return page

    yield opened
    for context in made:
        context.close()


def e(page: Page, script: str) -> Any:
    """Does something with the editor `e` and its `ui`; gives what it gives, where that can be handed over."""
    return page.evaluate(
        f"async () => {{ const e = document.getElementById('editor').editor, ui = e.ui; return {script}; }}"
    )


def run(page: Page, command: str) -> None:
    assert e(page, f"e.commands.run('{command}')"), command


def wrongs(page: Page, root: Path, what: str, scope: str = "html") -> list[str]:
    """What axe has against what is shown."""
    return [f"{what}, {one}" for one in violations(page, root, scope)]


def at(page: Page, lane: str, touchpoint: str) -> None:
    """Selects a cell, which takes the focus."""
    e(page, f"void (ui.refocus = true, ui.selected.value = {{lane: '{lane}', touchpoint: '{touchpoint}'}})")
    expect(page.locator(f'.grid [data-lane="{lane}"][data-touchpoint="{touchpoint}"]')).to_be_focused()


DIALOGS = (
    *("lanes", "palette", "keys", "paste", "history", "all-history", "status", "people", "connect", "split"),
    *("add-stage", "set-owner", "move-touchpoint", "add-journey", "add-outcome", "then"),
)
# What can be reached by Tab in the map's scroller, but for the two drawings in it, which are one stop each and more.
STOPS = """[...document.querySelectorAll('#wall, #wall *')]
  .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility() && !one.closest('svg'))
  .map((one) => one.dataset.f ?? one.outerHTML.slice(0, 100))"""
DRAWN = """['.line svg', '.curve svg'].map((name) =>
  document.querySelectorAll(`${name} [tabindex="0"], ${name} a[href]:not([tabindex="-1"])`).length)"""
# Notes each thing that gets the focus and is not wholly in the free part of the scroller: beside the lanes' names, under the
# head and the pinned lanes. What is larger than that part has to fill most of it.
WATCH = """() => {
  window.hidden = [];
  const wall = document.getElementById("wall");
  const end = (one, side) => one.getBoundingClientRect()[side];
  const isHeld = (one) => getComputedStyle(one).position === "sticky";
  wall.addEventListener("focusin", ({ target }) => requestAnimationFrame(() => {
    if (document.activeElement !== target) return;
    const box = target.getBoundingClientRect();
    const frame = wall.getBoundingClientRect();
    const held = [...document.querySelectorAll(".tps th, tr.pinned:not(.loose) > th")].filter(isHeld);
    const isAbove = target.closest("thead, tr.pinned:not(.loose)");
    const free = {
      left: end(document.querySelector(".tps .corner"), "right"),
      top: Math.max(frame.top, ...(isAbove ? [] : held.map((one) => end(one, "bottom")))),
      right: frame.left + wall.clientWidth,
      bottom: frame.top + wall.clientHeight,
    };
    const seen = (from, to) => {
      const room = free[to] - free[from];
      const part = Math.min(box[to], free[to]) - Math.max(box[from], free[from]);
      return box[to] - box[from] > room ? part > 0.75 * room : box[from] > free[from] - 1 && box[to] < free[to] + 1;
    };
    if (!seen("left", "right") || !seen("top", "bottom"))
      window.hidden.push(`${target.dataset.f} ${JSON.stringify(box)} in ${JSON.stringify(free)}`);
  }));
}"""
# Targets under 24 px that have another one within 12 px of their middle (WCAG 2.5.8); for a way on the line, which is an arc,
# there is an equal in the panel.
SMALL = """(scope) => {
  const boxes = [...document.querySelectorAll(`${scope} :is(a, button, input, select, textarea, [role=button], [role=slider])`)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".vh, .tm-arc"))
    .map((one) => ({ one, box: (one.querySelector(".tm-hit") ?? one).getBoundingClientRect() }))
    .filter(({ box }) => box.width && box.height);
  const far = (middle, { left, right, top, bottom }) =>
    Math.hypot(Math.max(left - middle[0], 0, middle[0] - right), Math.max(top - middle[1], 0, middle[1] - bottom)) >= 12;
  return boxes.filter(({ one, box }) => {
    if (box.width >= 23.5 && box.height >= 23.5) return false;
    const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const isOther = (other) => !one.contains(other) && !other.contains(one);
    return boxes.some((other) => isOther(other.one) && !far(middle, other.box));
  }).map(({ one }) => one.outerHTML.slice(0, 110));
}"""
MOVING = """[...document.querySelectorAll('body *')].filter((one) => {
  const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
  const lasts = transitionDuration.split(',').some((time) => parseFloat(time) > 0);
  return lasts || animationName !== 'none' || scrollBehavior === 'smooth';
}).map((one) => one.outerHTML.slice(0, 80))"""
OUTLINED = """(one) => {
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
}"""
# What reaches beyond the window without lying in something that scrolls sideways.
CUT = """[...document.querySelectorAll('button, a, input, textarea, h1, h2, summary')].filter((one) => {
  if (!one.checkVisibility() || one.matches('.vh') || one.closest('.vh, .skip, svg')) return false;
  const { left, right, width } = one.getBoundingClientRect();
  if (width <= 1 || (left > -1 && right < innerWidth + 1)) return false;
  for (let box = one.parentElement; box; box = box.parentElement)
    if (box.scrollWidth > box.clientWidth && ["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return false;
  return true;
}).map((one) => one.outerHTML.slice(0, 100))"""


def test_axe_finds_nothing_on_the_map_in_any_form(opening: Opening, root: Path) -> None:
    page = opening()
    found = []
    for zoom in ("strip", "overview", "edit", "read"):
        e(page, f"void (ui.zoom.value = '{zoom}')")
        found += wrongs(page, root, zoom, "main")
    at(page, "head", "gate-closed")
    comes_to([], page.evaluate, SMALL, "#wall")
    at(page, "current", "gate-closed")
    comes_to([], page.evaluate, SMALL, "#wall")
    page.keyboard.press("Enter")
    expect(page.locator("td.ed .fld:focus")).to_have_count(1)
    comes_to([], page.evaluate, SMALL, "#wall")
    found += wrongs(page, root, "written in", ".l-current")
    page.keyboard.press("Escape")
    run(page, "choose-all")
    run(page, "find")
    found += wrongs(page, root, "chosen together, and finding")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    folded = "ui.pinned.value = ['current', 'emotion'], ui.collapsed.value = [e.shape.value.bands[1].id]"
    bare = "{action: 'add', kind: 'stage', record: 'bare', fields: {journey: e.shape.value.journey, name: 'After'}}"
    e(page, f"void ({folded}, e.session.do({bare}))")
    expect(page.locator("th.vacant")).to_have_count(1)
    found += wrongs(page, root, "folded, empty and pinned", "main")
    e(page, "void e.session.do({action: 'remove', kind: 'stage', record: 'bare'})")
    assert found == []


def test_axe_finds_nothing_in_what_lies_over_the_map_and_the_focus_goes_back(
    opening: Opening, root: Path
) -> None:
    page = opening()
    found = []
    at(page, "current", "gate-closed")
    for command in DIALOGS:
        run(page, command)
        expect(page.locator("#editor-over dialog[open]")).to_have_count(1)
        found += wrongs(page, root, command, "#editor-over")
        comes_to([], page.evaluate, SMALL, "dialog[open]", what=command)
        page.keyboard.press("Escape")
        expect(page.locator("#editor-over dialog[open]")).to_have_count(0)
        expect(page.locator('[data-f="current|gate-closed"]')).to_be_focused()
    page.locator("th[data-lane=head] [aria-haspopup=menu]").first.dispatch_event("click")
    expect(page.locator("[role=menu]")).to_be_visible()
    found += wrongs(page, root, "menu", "#editor-over")
    page.keyboard.press("Escape")
    assert found == []


def test_axe_finds_nothing_in_the_panel_the_scribe_the_graph_and_an_empty_journey(
    opening: Opening, root: Path
) -> None:
    page = opening()
    found = []
    at(page, "current", "gate-closed")
    page.keyboard.press("d")
    expect(page.locator("aside.detail h2")).to_be_visible()
    found += wrongs(page, root, "panel")
    page.keyboard.press("Escape")
    e(page, "void (ui.view.value = 'graph')")
    expect(page.locator("#graph svg .tm-station").first).to_be_visible()
    found += wrongs(page, root, "graph", "main")
    run(page, "scribe")
    expect(page.locator(".scribe .question textarea:focus")).to_have_count(1)
    found += wrongs(page, root, "scribe", "main")
    e(
        page,
        "void (ui.view.value = 'map', e.session.do({action: 'add', kind: 'journey', record: 'j2', fields: {name: 'Second'}}))",
    )
    e(page, "void (ui.journey.value = 'j2')")
    expect(page.locator("form.first")).to_be_visible()
    found += wrongs(page, root, "an empty journey", "main")
    e(page, "void e.session.do({action: 'remove', kind: 'journey', record: 'j2'})")
    assert found == []


@pytest.mark.parametrize(("name", "viewport", "scale"), [("phone", PHONE, 2), ("200 %", TWICE, 2)])
def test_nothing_is_cut_off_on_a_phone_or_at_twice_the_size(
    opening: Opening, root: Path, name: str, viewport: Any, scale: float
) -> None:
    page = opening(viewport, device_scale_factor=scale)
    found = wrongs(page, root, name)

    def look(what: str) -> None:
        found.extend(f"{what}: {one}" for one in page.evaluate(CUT))
        if page.evaluate(SIDEWAYS) > 0:
            found.append(f"{what}: the page scrolls sideways")

    look("map")
    e(page, "void (ui.panel.value = 'gate-closed')")
    expect(page.locator("aside.detail h2")).to_be_visible()
    look("panel")
    found += wrongs(page, root, f"{name}, panel", ".detail")
    e(page, "void (ui.panel.value = '', ui.view.value = 'scribe')")
    expect(page.locator(".scribe .question textarea")).to_be_visible()
    look("scribe")
    e(page, "void (ui.view.value = 'graph')")
    expect(page.locator("#graph svg .tm-station").first).to_be_attached()
    look("graph")
    e(page, "void (ui.view.value = 'map', ui.table.value = true)")
    expect(page.locator(".grid")).to_be_visible()
    look("whole map")
    e(page, "void (ui.selected.value = {lane: 'current', touchpoint: 'gate-closed'})")
    for command in ("lanes", "palette", "keys", "paste", "history", "status", "connect", "then"):
        run(page, command)
        expect(page.locator("#editor-over dialog[open]")).to_be_visible()
        look(command)
        page.keyboard.press("Escape")
        expect(page.locator("#editor-over dialog[open]")).to_have_count(0)
    assert found == []


@pytest.mark.parametrize("form", ["desk", "200 %", "pinned lanes"])
def test_the_focus_is_never_hidden_and_the_map_is_one_tab_stop(opening: Opening, form: str) -> None:
    page = opening(TWICE if form == "200 %" else DESK)
    if form == "pinned lanes":
        e(page, "void (ui.pinned.value = ['current', 'emotion'])")
    comes_to(lambda found: len(found) == 1, page.evaluate, STOPS)
    at(page, "head", "delay-announced")
    page.evaluate(WATCH)
    rows, columns = e(page, "[e.shape.value.lanes.length, e.shape.value.columns.length]")
    for row in range(rows + 1):
        for _ in range(columns - 1):
            page.keyboard.press("ArrowLeft" if row % 2 else "ArrowRight")
        page.keyboard.press("ArrowDown")
    for key in ("Control+Home", "Control+End", "Home", "PageUp", "PageUp", "End", "PageDown"):
        page.keyboard.press(key)
        page.wait_for_timeout(40)
    comes_to([], page.evaluate, "window.hidden")
    comes_to(lambda found: len(found) == 1, page.evaluate, STOPS)
    comes_to([1, 2], page.evaluate, DRAWN)  # a station; a face and a wish


def test_the_map_is_walked_and_written_by_keys(opening: Opening) -> None:
    page = opening()
    first, last = e(page, "[e.shape.value.columns[0].id, e.shape.value.columns.at(-1).id]")
    lanes = e(page, "e.shape.value.lanes.map(({ key }) => key)")
    at(page, "head", first)
    for key, place in (
        ("ArrowDown", f"{lanes[0]}|{first}"),
        ("End", f"{lanes[0]}|{last}"),
        ("ArrowRight", f"{lanes[0]}|{last}"),
        ("Home", f"{lanes[0]}|{first}"),
        ("PageDown", f"{lanes[4]}|{first}"),
        ("PageUp", f"{lanes[0]}|{first}"),
        ("Control+End", f"{lanes[-1]}|{last}"),
        ("Control+Home", f"head|{first}"),
        ("ArrowUp", f"head|{first}"),
    ):
        page.keyboard.press(key)
        expect(page.locator(f'[data-f="{place}"]')).to_be_focused()
        comes_to([place], page.evaluate, STOPS)
    at(page, "current", first)
    page.keyboard.press("F2")
    expect(page.locator("td.ed .fld:focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(f'[data-f="current|{first}"]')).to_be_focused()
    grid = page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", str(len(lanes) + 2))
    expect(grid.locator('[aria-selected="true"]')).to_have_count(1)


def test_what_happens_is_said(opening: Opening) -> None:
    ann, ben = (
        opening(),
        opening(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    )
    at(ann, "head", "gate-closed")
    ann.keyboard.press("-")
    expect(ann.get_by_role("status").filter(has_text="is folded")).to_have_count(1)
    edit = "{action: 'set', kind: 'touchpoint', record: 'bag', fields: {name: 'Where is my bag?'}}"
    e(ben, f"void e.session.do({edit})")
    expect(ann.locator("#heard[role=status]")).not_to_be_empty()


def test_colours_that_a_person_forces_leave_selection_and_focus_to_be_seen(opening: Opening) -> None:
    page = opening(forced_colors="active")
    at(page, "current", "gate-closed")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".grid .chosen").nth(1)).to_be_attached()
    comes_to(bool, page.locator(".grid .chosen").evaluate_all, f"(all) => all.every({OUTLINED})")
    page.locator(".finder").focus()
    comes_to(bool, page.locator("td.sel").first.evaluate, OUTLINED)
    run(page, "palette")
    expect(page.locator("dialog [role=option][aria-selected=true]")).to_have_count(1)
    comes_to(bool, page.locator("dialog [role=option][aria-selected=true]").evaluate, OUTLINED)
    page.keyboard.press("Escape")
    page.locator("th[data-lane=head] [aria-haspopup=menu]").first.dispatch_event("click")
    expect(page.locator("[role=menu] :focus")).to_have_count(1)
    comes_to(bool, page.locator("[role=menu] :focus").evaluate, OUTLINED)


def test_nothing_moves_for_those_who_want_no_motion(opening: Opening) -> None:
    page = opening()
    at(page, "current", "gate-closed")
    page.keyboard.press("Enter")
    comes_to([], page.evaluate, MOVING)
    page.keyboard.press("Escape")
    for command in ("details", "palette"):
        run(page, command)
        expect(page.locator("aside.detail")).to_have_count(1)
        comes_to([], page.evaluate, MOVING)
    comes_to(0, page.evaluate, "document.getAnimations().length")
