"""A rough day in real browsers: cut connections, killed browsers, two at the same touchpoint, a file in the map's place."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from live_browser import CHROMIUM, FLAGS, KEPT, WORKSHOP, LiveServer, comes_to
from live_people import FIREFOX, Entering, People, first_text, run, s, until
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from proxy import Proxy

WINDOW: ViewportSize = {"width": 1440, "height": 900}
EDITS = "**/api/v1/workshops/*/edits"
PASTED = "[...s.view.entries()].filter(([, one]) => one.fields.text?.startsWith('Pasted line')).length"


@pytest.fixture
def entering(browser: Browser, running: LiveServer) -> Iterator[Entering]:
    """Opens the map for one more person."""
    people = People(browser, running)
    yield people
    people.leave()


@pytest.fixture
def proxy(running: LiveServer) -> Iterator[Proxy]:
    found = Proxy(running.port)
    yield found
    found.close()


class Behind:
    """The server as it is reached through a proxy."""

    def __init__(self, running: LiveServer, proxy: Proxy) -> None:
        self.port = proxy.port
        self.running = running

    def link(self, address: str) -> str:
        return self.running.link(address)


@pytest.fixture
def through(browser: Browser, running: LiveServer, proxy: Proxy) -> Iterator[Entering]:
    """Opens the map for somebody on a bad network."""
    people = People(browser, Behind(running, proxy))
    yield people
    people.leave()


def cut(page: Page, proxy: Proxy) -> None:
    """Takes the network away, and waits until the page knows."""
    proxy.refusing = True
    proxy.cut()
    expect(page.locator(".status.is-offline")).to_be_visible()


def is_saved(page: Page) -> None:
    until(page, "s.status.value.state === 'saved' && s.drafts.size === 0")


def write_in(page: Page, lane: str, touchpoint: str) -> None:
    """Begins to write in a cell, at its end."""
    page.locator(f"td[data-lane={lane}][data-touchpoint={touchpoint}]").click(position={"x": 100, "y": 6})
    page.keyboard.press("Enter")
    page.wait_for_selector(f"td.ed[data-lane={lane}] .fld:focus")
    page.keyboard.press("Control+End")


def test_what_is_typed_in_the_panel_while_the_line_drops_and_another_writes_there_is_all_kept(
    entering: Entering, through: Entering, proxy: Proxy
) -> None:
    ann, ben = through(), entering(user_agent=FIREFOX)
    s(ann, "e.ui.panel.value = 'gate-closed'")
    action = ann.locator(".detail [data-f='gate-closed customer_action']")
    action.focus()
    ann.keyboard.press("Control+End")
    ann.keyboard.type(" Before the cut")
    cut(ann, proxy)
    ann.keyboard.type(", after it")
    theirs = (
        "{customer_action: 'Theirs. ' + s.view.get('gate-closed').fields.customer_action, owner: 'Theirs'}"
    )
    s(ben, f"s.do({{action: 'set', kind: 'touchpoint', record: 'gate-closed', fields: {theirs}}}).length")
    is_saved(ben)
    ann.keyboard.type(" and on.")
    owner = ann.locator(".detail [data-f='gate-closed owner']")
    owner.focus()
    ann.keyboard.press("Control+A")
    ann.keyboard.type("Mine")
    proxy.refusing = False
    s(ann, "s.retry()")
    is_saved(ann)
    until(ann, "s.view.get('gate-closed').fields.customer_action.startsWith('Theirs. ')")
    for page in (ann, ben):
        until(
            page,
            "s.view.get('gate-closed').fields.customer_action.endsWith(' Before the cut, after it and on.')",
        )
        until(page, "s.view.get('gate-closed').fields.owner === 'Mine'")
    expect(owner).to_be_focused()
    expect(action).to_have_value(str(s(ann, "s.view.get('gate-closed').fields.customer_action")))


def test_who_writes_the_name_of_a_stage_is_told_of_anothers_and_keeps_the_own(
    entering: Entering, through: Entering, proxy: Proxy
) -> None:
    ann, ben = through(), entering(user_agent=FIREFOX)
    ann.get_by_role("button", name="The miss", exact=True).click()
    field = ann.get_by_role("textbox", name="Name of the stage")
    expect(field).to_be_focused()
    ann.keyboard.press("Control+A")
    ann.keyboard.type("The gate")
    cut(ann, proxy)
    ann.keyboard.type(" shuts")
    until(ann, "s.waiting.value.length > 0")
    s(ben, "s.do({action: 'set', kind: 'stage', record: 'the-miss', fields: {name: 'The run'}}).length")
    is_saved(ben)
    proxy.refusing = False
    s(ann, "s.retry()")
    is_saved(ann)
    until(ben, "s.view.get('the-miss').fields.name === 'The gate shuts'")
    expect(field).to_be_focused()
    notice = ann.locator(".stages .others")
    for number in range(
        15
    ):  # what is typed is saved after a second: on a busy machine the other may come later than that
        ann.keyboard.type("!")
        named = f"{{action: 'set', kind: 'stage', record: 'the-miss', fields: {{name: 'The door {number}'}}}}"
        s(ben, f"s.do({named}).length")
        with suppress(PlaywrightTimeout):
            notice.wait_for(timeout=2_000)
            break
    expect(notice).to_contain_text("wrote “The door")
    ann.keyboard.type(" at nine")
    expect(field).to_have_value(re.compile("! at nine$"))
    mine = field.input_value()
    ann.keyboard.press("Enter")
    is_saved(ann)
    until(ben, f"s.view.get('the-miss').fields.name === '{mine}'")


def test_a_browser_that_is_killed_in_the_middle_of_a_word_goes_on_where_it_was(
    browser: Browser, running: LiveServer, proxy: Proxy, tmp_path: Path
) -> None:
    def start() -> BrowserContext:
        for left in tmp_path.glob("Singleton*"):
            left.unlink()
        return browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=list(FLAGS), viewport=WINDOW
        )

    def enter(context: BrowserContext) -> Page:
        page = context.pages[0]
        page.goto(running.link(proxy.address))
        page.goto(f"{proxy.address}/workshops/{WORKSHOP}")
        page.wait_for_selector("body.able")
        return page

    page = enter(start())
    cut(page, proxy)
    s(
        page,
        "s.do({action: 'set', kind: 'touchpoint', record: 'bag', fields: {name: 'Before the kill'}}).length",
    )
    write_in(page, "action", "bag")
    page.keyboard.type(" Half a sentence")
    comes_to(
        bool,
        lambda: page.evaluate(KEPT, ["drafts", "Half a sentence"]) or s(page, "s.waiting.value.length > 1"),
    )
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(tmp_path).encode() in (folder / "cmdline").read_bytes():
                os.kill(int(folder.name), signal.SIGKILL)
    proxy.refusing = False
    context = start()
    page = enter(context)
    is_saved(page)
    comes_to("Before the kill", s, page, "s.view.get('bag').fields.name")
    until(page, "s.view.get('bag').fields.customer_action.endsWith(' Half a sentence')")
    context.close()


def paste_twenty(page: Page, touchpoint: str) -> None:
    """Opens the dialog with twenty lines for one cell."""
    text = "\\n".join(f"Pasted line {number}" for number in range(20))
    s(
        page,
        f"e.commands.run('paste', {{text: '{text}', lane: 'current', touchpoint: '{touchpoint}', way: 'here'}})",
    )
    expect(page.get_by_role("dialog", name="Paste a list")).to_contain_text("20")


def test_one_pastes_twenty_lines_while_another_splits_the_same_touchpoint(entering: Entering) -> None:
    ann, ben = entering(), entering(user_agent=FIREFOX)
    second = "s.view.children('touchpoint', 'the-miss').filter((id) => s.view.get(id).fields.name === 'Second half')"
    of_both = f"['desk-queue', ...{second}]"
    lines = f"{of_both}.flatMap((id) => s.view.children('statement', id)).length"
    before = int(s(ann, lines))
    paste_twenty(ann, "desk-queue")
    ben.locator("td[data-lane=current][data-touchpoint=desk-queue]").click(position={"x": 100, "y": 6})
    run(ben, "split")
    split = ben.locator("dialog")
    split.get_by_label("second", exact=False).last.fill("Second half")
    for box in split.get_by_role("checkbox").all()[:4]:
        box.check()
    ann.locator("dialog footer .prim").click()
    split.locator("footer .prim").click()
    for page in (ann, ben):
        until(page, f"{PASTED} === 20")
        until(page, f"{lines} === {before + 20}")
        is_saved(page)
    run(ann, "undo")
    for page in (ann, ben):
        until(page, f"{PASTED} === 0")
        until(page, f"{lines} === {before}")
    run(ben, "undo")
    until(ann, f"{of_both}.length === 1")
    until(ann, f"{lines} === {before}")


def test_a_paste_is_taken_back_at_once_before_it_was_answered_and_done_again(entering: Entering) -> None:
    ann, ben = entering(), entering(user_agent=FIREFOX)
    ann.context.route(EDITS, lambda route: route.abort())
    paste_twenty(ann, "dash")
    ann.locator("dialog footer .prim").click()
    until(ann, f"{PASTED} === 20")
    run(ann, "undo")
    until(ann, f"{PASTED} === 0")
    ann.context.unroute(EDITS)
    s(ann, "s.retry()")
    is_saved(ann)
    comes_to(0, s, ann, PASTED)
    comes_to(0, s, ann, "s.refused.value.length")
    run(ann, "redo")
    until(ben, f"{PASTED} === 20")
    run(ann, "undo")
    until(ben, f"{PASTED} === 0")


def test_a_file_takes_the_workshops_place_while_one_writes_and_nothing_of_theirs_is_lost(
    entering: Entering, through: Entering, proxy: Proxy
) -> None:
    ann, ben = through(), entering(user_agent=FIREFOX)
    file = ben.context.request.get(f"/workshops/{WORKSHOP}/file.yaml").text()
    s(
        ann,
        "s.do({action: 'add', kind: 'touchpoint', record: 'not-in-it', fields: {stage: 'the-miss', name: 'Not in it'}}).length",
    )
    is_saved(ann)
    cut(ann, proxy)
    record = first_text(ann, "claim")
    s(
        ann,
        f"s.do({{action: 'set', kind: 'statement', record: '{record}', fields: {{text: 'Written before'}}}}).length",
    )
    s(
        ann,
        "s.do({action: 'set', kind: 'touchpoint', record: 'not-in-it', fields: {backstage: 'Of what goes'}}).length",
    )
    write_in(ann, "action", "landing")
    ann.keyboard.type(" Being typed")
    upload = ben.context.new_page()
    upload.goto(f"/workshops/{WORKSHOP}/file")
    named = file.replace("name: Landing and taxi", "name: Landing anew")
    upload.set_input_files(
        "#file", FilePayload(name="w.yaml", mimeType="application/yaml", buffer=named.encode())
    )
    upload.get_by_role("button", name="Upload").click()
    until(ben, "s.view.get('landing').fields.name === 'Landing anew' && !s.view.has('not-in-it')")
    ann.keyboard.type(" and on.")
    proxy.refusing = False
    s(ann, "s.retry()")
    until(ann, "s.waiting.value.length === 0 && s.drafts.size === 0")
    for page in (ann, ben):
        until(page, "s.view.get('landing').fields.name === 'Landing anew'")
        until(page, "s.view.get('landing').fields.customer_action.endsWith(' Being typed and on.')")
        until(page, f"s.view.get('{record}').fields.text === 'Written before'")
    until(ann, "s.refused.value.length === 1")
    comes_to("Of what goes", s, ann, "s.refused.value[0].texts[0].text")


def test_a_long_afternoon_of_others_edits_does_not_fill_the_tab(entering: Entering) -> None:
    ann, ben = entering(), entering(user_agent=FIREFOX)
    tools = ann.context.new_cdp_session(ann)
    tools.send("Performance.enable")

    def held() -> tuple[float, float]:
        """Megabytes of scripts' memory, and elements."""
        for _ in range(3):
            tools.send("HeapProfiler.collectGarbage")
        found = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
        return found["JSHeapUsedSize"] / 1e6, found["Nodes"]

    def edits(number: int) -> None:
        s(
            ben,
            f"""(() => {{
            const places = s.view.children('touchpoint', 'cared-for');
            for (let at = 0; at < {number}; at += 1) {{
                const touchpoint = places[at % places.length];
                s.do({{action: 'set', kind: 'touchpoint', record: touchpoint, fields: {{customer_goal: 'Goal ' + at}}}});
                const [item] = s.do({{action: 'add', kind: 'statement', fields: {{touchpoint, state: 'desired', text: 'New'}}}});
                s.do({{action: 'remove', kind: 'statement', record: item.edit.record}});
            }}
            return true;
        }})()""",
        )
        until(ben, "s.waiting.value.length === 0")
        s(
            ben,
            "s.do({action: 'set', kind: 'workshop', record: s.workshop, fields: {place: 'Hall ' + s.makeId()}}).length",
        )
        is_saved(ben)
        place = s(ben, "s.view.get(s.workshop).fields.place")
        until(ann, f"s.view.get(s.workshop).fields.place === '{place}'")

    edits(80)
    before = held()
    edits(80)
    # What is on its way to be told to the person is held for some seconds.
    for _ in range(240):
        after = held()
        if after[0] - before[0] < 4 and after[1] - before[1] < 100:
            return
        ann.wait_for_timeout(250)
    raise AssertionError(f"the tab holds on to what is past: {before} became {after}")


def test_one_stage_in_focus_lets_the_others_stand_back(entering: Entering) -> None:
    page = entering()
    page.locator("td[data-lane=current][data-touchpoint=landing]").click(position={"x": 100, "y": 6})
    expect(page.locator("td[data-lane=current][data-touchpoint=landing]")).to_be_focused()
    page.keyboard.press(".")
    dim = page.locator("td[data-lane=current].dim")
    others = s(page, "e.shape.value.columns.filter(({ stage }) => stage !== 'inbound-delay').length")
    expect(dim).to_have_count(int(others))
    expect(page.locator("td.dim[data-touchpoint=landing]")).to_have_count(0)
    expect(page.locator(".stages th.dim")).to_have_count(3)
    page.get_by_role("button", name="Only Inbound delay is in focus: all stages again").click()
    expect(dim).to_have_count(0)
