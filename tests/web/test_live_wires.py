"""Real browsers on a real server and a bad network: everybody sees everything, and every edit arrives exactly once."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from live_browser import CHROMIUM, FLAGS, QUICK, LiveServer, Tab, bundle, comes_to, is_kept, log_of
from playwright.sync_api import Browser, BrowserContext, Error
from proxy import Proxy

GATE, BAG = "gate-closed", "bag"


Entering = Callable[[], BrowserContext]


@pytest.fixture(scope="module")
def script(root: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The session as one script."""
    return bundle(root, tmp_path_factory.mktemp("script") / "session.js")


@pytest.fixture
def proxy(running: LiveServer) -> Iterator[Proxy]:
    """The network between the browsers and the server."""
    found = Proxy(running.port)
    yield found
    found.close()


@pytest.fixture
def entering(browser: Browser, running: LiveServer, proxy: Proxy) -> Iterator[Entering]:
    """Makes browsers that are signed in, each a person of its own; they reach the server through the proxy."""
    made: list[BrowserContext] = []

    def enter() -> BrowserContext:
        made.append(browser.new_context())
        page = made[-1].new_page()
        page.goto(running.link(proxy.address))
        page.close()
        return made[-1]

    yield enter
    for context in made:
        context.close()


def names_in_log(context: BrowserContext, proxy: Proxy, start: str) -> list[str]:
    """The names given to touchpoints in the log that start so, in order."""
    found = [next(iter(change["after"].values())) for change in log_of(context.request, proxy.address)]
    names = [part["fields"].get("name", "") for part in found if part]
    return [name for name in names if name.startswith(start)]


def test_two_people_see_each_others_edits_and_where_the_other_is(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    ann, ben = (Tab(entering(), proxy.address, script) for _ in range(2))
    ann.name(GATE, "Two people 1")
    ben.until_named(GATE, "Two people 1")
    ben.name(BAG, "Two people 2")
    ann.until_named(BAG, "Two people 2")
    ann.until("s.status.value.text === 'Saved' && s.people.value.length === 1")
    ben(f"s.here({{record: '{GATE}', field: 'goal', typing: true}})")
    ann.until(f"s.people.value[0].record === '{GATE}' && s.people.value[0].typing")
    ann.until("!s.people.value[0].typing")
    ben.page.close()
    ann.until("s.people.value.length === 0")


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_edits_made_while_the_server_is_away_arrive_once_when_it_is_back(
    ending: str, running: LiveServer, entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    ann, ben = Tab(context, proxy.address, script), Tab(entering(), proxy.address, script)
    getattr(running, ending)()
    for number in range(5):
        ann.name(GATE, f"Away {ending} {number}")
        ann.page.wait_for_timeout(150)
    ann.until("s.status.value.text === 'Offline, 5 waiting'")
    ben.until("s.status.value.text === 'Offline'")
    running.start()
    ann.until("s.status.value.text === 'Saved'")
    ben.until_named(GATE, f"Away {ending} 4")
    ben.until("s.status.value.text === 'Saved'")
    expected = [f"Away {ending} {number}" for number in range(5)]
    comes_to(expected, names_in_log, context, proxy, f"Away {ending}")


def test_a_connection_that_is_cut_again_and_again_loses_nothing(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    ann, ben = Tab(context, proxy.address, script), Tab(entering(), proxy.address, script)
    expected = []
    for number in range(24):
        who = (ann, ben)[number % 2]
        who.name(GATE, f"Cut {number}")
        expected.append(f"Cut {number}")
        if number % 3 == 0:
            proxy.delay = 0.02
            who.page.wait_for_timeout(number * 2)
            proxy.cut()
    proxy.delay = 0
    for tab in (ann, ben):
        tab.until("s.status.value.text === 'Saved'")
    assert Counter(names_in_log(context, proxy, "Cut ")) == Counter(expected)
    last = log_of(context.request, proxy.address)[-1]["after"][GATE]["fields"]["name"]
    for tab in (ann, ben):
        tab.until_named(GATE, last)


def test_a_network_that_stalls_is_told_and_what_waited_arrives_once(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    ann = Tab(context, proxy.address, script, limits=QUICK)
    proxy.stalled = True
    ann.name(GATE, "Stalled")
    assert ann.text == "Saving"
    ann.until("s.status.value.text === 'Offline, 1 waiting'")
    proxy.stalled = False
    ann.until("s.status.value.text === 'Saved'")
    comes_to(["Stalled"], names_in_log, context, proxy, "Stalled")


def test_a_stream_that_hangs_without_an_end_is_found_out(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    ann = Tab(entering(), proxy.address, script, limits=QUICK | {"SILENT_AFTER": 4_000})
    proxy.stalled = True  # no sign of life comes, and no end
    ann.until("s.status.value.text === 'Offline'")
    proxy.stalled = False
    ann.until("s.status.value.text === 'Saved'")
    ben = Tab(entering(), proxy.address, script)
    ben.name(BAG, "After the silence")
    ann.until_named(BAG, "After the silence")


def test_edits_made_offline_in_a_closed_tab_are_there_when_it_is_opened_again_and_arrive_once(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    ann = Tab(context, proxy.address, script)
    proxy.refusing = True
    proxy.cut()
    for number in range(3):
        ann.name(GATE, f"Closed {number}")
    draft = "{text: 'half a sent', reading: s.reading('bag', ['customer_action'])}"
    ann(f"s.drafts.set('bag customer_action', {draft})")
    ann.page.close(run_before_unload=False)  # at once: nothing was waited for

    proxy.refusing = False
    again = Tab(context, proxy.address, script)
    comes_to("half a sent", again, "s.drafts.get('bag customer_action').text")
    comes_to(bool, again, "s.drafts.get('bag customer_action').reading.base.customer_action !== undefined")
    again.until_named(GATE, "Closed 2")
    again("s.drafts.delete('bag customer_action')")
    again.until("s.status.value.text === 'Saved'")
    comes_to(["Closed 0", "Closed 1", "Closed 2"], names_in_log, context, proxy, "Closed")
    again.page.close()
    third = Tab(context, proxy.address, script)
    comes_to(0, third, "s.drafts.all().length")
    assert third.text == "Saved"


def test_a_page_that_cannot_get_the_workshop_shows_what_it_last_saw_and_what_waits(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    ann = Tab(context, proxy.address, script, limits={"KEEP_AFTER": 500})
    ann.name(BAG, "Seen before")
    ann.until("s.status.value.text === 'Saved'")
    is_kept(ann.page, "snapshots", "Seen before")
    ann.page.route("**/api/v1/workshops/**", lambda route: route.abort())
    ann.name(GATE, "Never sent")
    ann.page.close(run_before_unload=False)
    context.route("**/api/v1/workshops/**", lambda route: route.abort())
    again = Tab(context, proxy.address, script)
    again.until("s.status.value.text === 'Offline, 1 waiting'")
    comes_to("Never sent", again, f"s.record('{GATE}').fields.name")
    comes_to("Seen before", again, f"s.record('{BAG}').fields.name")
    context.unroute("**/api/v1/workshops/**")
    again.until("s.status.value.text === 'Saved'")
    comes_to(["Never sent"], names_in_log, context, proxy, "Never sent")


def test_an_edit_made_in_the_moment_of_closing_arrives_by_itself(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    ann, ben = Tab(context, proxy.address, script), Tab(entering(), proxy.address, script)
    edit = f"{{action: 'set', kind: 'touchpoint', record: '{GATE}', fields: {{name: 'At the door'}}}}"
    ann.page.evaluate(f"() => {{ window.session.do({edit}); location.href = '/settings'; }}")
    ben.until_named(GATE, "At the door")
    again = Tab(context, proxy.address, script)
    again.until("s.status.value.text === 'Saved'")
    comes_to(["At the door"], names_in_log, context, proxy, "At the door")


def test_a_browser_that_is_killed_has_kept_what_was_done_and_typed(
    browser: Browser, running: LiveServer, proxy: Proxy, script: bytes, tmp_path: Path
) -> None:
    def start() -> BrowserContext:
        for left in tmp_path.glob("Singleton*"):
            left.unlink()
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=list(FLAGS)
        )
        context.pages[0].goto(running.link(proxy.address))
        return context

    ann = Tab(start(), proxy.address, script)
    proxy.refusing = True
    proxy.cut()
    for number in range(3):
        ann.name(GATE, f"Killed {number}")
    ann("s.drafts.set('bag customer_action', {text: 'half a sent'})")
    is_kept(ann.page, "drafts", "half a sent")
    is_kept(ann.page, "items", "Killed 2")
    kill_those_with(str(tmp_path))
    proxy.refusing = False
    context = start()
    again = Tab(context, proxy.address, script)
    comes_to("half a sent", again, "s.drafts.get('bag customer_action').text")
    again("s.drafts.delete('bag customer_action')")
    again.until("s.status.value.text === 'Saved'")
    comes_to(["Killed 0", "Killed 1", "Killed 2"], names_in_log, context, proxy, "Killed")
    context.close()


def kill_those_with(argument: str) -> None:
    """Kills the processes that were started with this in their arguments: a browser, by its folder."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if argument.encode() in (folder / "cmdline").read_bytes():
                os.kill(int(folder.name), signal.SIGKILL)


def test_a_tab_that_crashes_gives_the_stream_to_another(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    one, two = (Tab(context, proxy.address, script) for _ in range(2))
    with suppress(Error):
        one.page.goto("chrome://crash", timeout=3_000)
    ben = Tab(entering(), proxy.address, script)
    ben.name(BAG, "After the crash")
    two.until_named(BAG, "After the crash")
    assert sum(b"/events?" in line for line in proxy.seen) == 3


def test_what_a_closed_tab_has_left_is_sent_by_one_that_is_still_open(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    one, two, three = (Tab(context, proxy.address, script) for _ in range(3))
    proxy.refusing = True
    proxy.cut()
    one.name(GATE, "Left behind")
    one.until("s.status.value.text === 'Offline, 1 waiting'")
    one.page.close()
    three.wait(
        lambda: two("s.status.value.waiting") + three("s.status.value.waiting") == 1,
        "one of them goes on with it",
    )
    proxy.refusing = False
    for tab in (two, three):
        tab.until_named(GATE, "Left behind")
        tab.until("s.status.value.text === 'Saved'")
    comes_to(["Left behind"], names_in_log, context, proxy, "Left behind")


def test_eight_tabs_of_a_browser_are_all_live_by_one_stream_and_stay_so_when_its_holder_closes(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    tabs = [Tab(context, proxy.address, script) for _ in range(8)]
    assert sum(b"/events?" in line for line in proxy.seen) == 1
    for number, tab in enumerate(tabs):
        tab.name(GATE, f"Eight {number}")
        for other in tabs:
            other.until_named(GATE, f"Eight {number}")
    ben = Tab(entering(), proxy.address, script)
    ben.until("s.people.value.length === 1")
    for gone in range(3):
        tabs[gone].page.close()  # the first holds the stream, then the next one does
        ben.name(BAG, f"Holder {gone} closed")
        for other in tabs[gone + 1 :]:
            other.until_named(BAG, f"Holder {gone} closed")
    assert all(tab.text == "Saved" for tab in tabs[3:])
    tabs[7]("s.undo()")
    for other in tabs[3:]:
        other.until_named(GATE, "Eight 6")


def test_where_streams_are_kept_back_changes_are_asked_for(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    proxy.buffering = True
    ann = Tab(entering(), proxy.address, script, limits=QUICK)
    ben = Tab(entering(), proxy.address, script, limits=QUICK)
    ann.page.wait_for_timeout(2_500)
    for number in range(3):
        ann.name(GATE, f"Buffered {number}")
        ben.until_named(GATE, f"Buffered {number}")
    assert any(b"&wait=25" in line for line in proxy.seen)
    ann.until("s.status.value.text === 'Saved'")
    proxy.refusing = True
    proxy.cut()
    ann.until("s.status.value.text === 'Offline'")


def test_who_is_signed_out_is_told_and_goes_on_when_signed_in_again(
    running: LiveServer, entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    ann, other = (Tab(context, proxy.address, script) for _ in range(2))
    page = context.new_page()
    page.goto(f"{proxy.address}/settings")
    page.get_by_role("button", name="Sign out of this browser").click()
    for tab in (ann, other):
        tab.until("s.status.value.state === 'attention' && s.status.value.trouble.code === 'out'")
    ann.name(GATE, "Written while out")
    assert ann.text == "Needs attention"
    page.goto(running.link(proxy.address))
    for tab in (ann, other):
        tab.until("s.status.value.text === 'Saved'")
        tab.until_named(GATE, "Written while out")
    comes_to(["Written while out"], names_in_log, context, proxy, "Written while out")


NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"


def test_without_web_locks_every_tab_is_live_and_a_closed_ones_edits_are_taken_over(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    context = entering()
    one, two = (Tab(context, proxy.address, script, before=NO_LOCKS) for _ in range(2))
    one.name(GATE, "No locks")
    two.until_named(GATE, "No locks")
    proxy.refusing = True
    proxy.cut()
    one.name(GATE, "No locks, left")
    is_kept(one.page, "items", "No locks, left")
    one.page.close(run_before_unload=False)
    two.until("s.status.value.waiting === 1")
    proxy.refusing = False
    two.until("s.status.value.text === 'Saved'")
    comes_to(["No locks", "No locks, left"], names_in_log, context, proxy, "No locks")


NO_STORE = "IDBFactory.prototype.open = () => { throw new DOMException('not allowed here', 'SecurityError') }"


def test_a_browser_that_cannot_keep_things_says_so_while_something_could_be_lost(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    ann = Tab(entering(), proxy.address, script, before=NO_STORE)
    assert ann.text == "Saved"
    ann.name(GATE, "Sent all the same")
    ann.until("s.status.value.text === 'Saved'")
    ann("s.drafts.set('bag customer_action', {text: 'half'})")
    ann.until("s.status.value.text === 'Needs attention'")
    comes_to(lambda found: "cannot keep" in found, ann, "s.status.value.trouble.message")
    ann("s.drafts.delete('bag customer_action')")
    ann.until("s.status.value.text === 'Saved'")
    proxy.refusing = True
    proxy.cut()
    ann.name(GATE, "Not kept")
    ann.until("s.status.value.text === 'Needs attention' && s.status.value.trouble.code === 'storage'")
    proxy.refusing = False
    ann.until("s.status.value.text === 'Saved'")


def test_a_conflict_is_shown_to_both_and_settled_by_a_choice(
    entering: Entering, proxy: Proxy, script: bytes
) -> None:
    ann, ben = Tab(entering(), proxy.address, script), Tab(entering(), proxy.address, script)
    field = "customer_action"

    def write(text: str) -> str:
        edit = f"{{action: 'set', kind: 'touchpoint', record: 'bag', fields: {{{field}: '{text}'}}}}"
        return f"s.do({edit}, {{reading: window.read}}).length"

    ann(write("To have it"))
    ben.until(f"s.record('bag').fields.{field} === 'To have it'")
    ann.until("s.status.value.text === 'Saved'")
    for tab in (ann, ben):
        tab("(window.read = s.reading('bag', ['customer_action']), 0)")
    ann(write("To get the bag back today"))
    ben.until("s.record('bag').fields.customer_action === 'To get the bag back today'")
    ben(write("To forget about it"))
    for tab in (ann, ben):
        tab.until("s.conflicts.value.length === 1")
    comes_to("To get the bag back today", ann, "s.conflicts.value[0].other")
    ann("(s.choose(s.conflicts.value[0], 'both'), 0)")
    for tab in (ann, ben):
        tab.until("s.conflicts.value.length === 0")
        tab.until(
            "s.record('bag').fields.customer_action === 'To forget about it\\n\\nTo get the bag back today'"
        )
