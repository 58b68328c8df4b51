"""What the map costs a browser: first paint, until it can be edited, and each change that somebody else makes.

Run `python bench/browser.py [--touchpoints 60] [--edits 100] [--slower 1]` with Debian's Chromium and Playwright (they come with
`make setup-test`). A real server, a generated workshop of that many touchpoints with the ten usual lanes, a fresh browser
profile. The cost of a change is what Chromium's own counters say that its main thread spent between two moments with nothing
else going on, less what it spends on nothing; for each change alone, and for a storm of them. `--slower 4` lets the browser
run at a quarter of its speed, as an old laptop does. Ends with 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

from live import Server, Visitor
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from touchmap.domain.generator import generate
from touchmap.domain.records import Statement
from touchmap.services import exchange
from touchmap.store.database import open_database

CHROMIUM = "/usr/bin/chromium"
ARGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
TARGETS = {"interactive": 1.0, "remote edit": 5.0}  # seconds after the HTML; milliseconds, p50


def prepare(data: Path, touchpoints: int) -> tuple[str, list[str]]:
    """Puts a generated workshop into a data folder: its id, and the ids of its statements."""
    model = generate(touchpoints)
    with open_database(data) as database:
        exchange.import_model(database, model, now=dt.datetime.now(dt.UTC), clash="keep")
    return model.workshop.id, [one.id for one in model.all(Statement)]


def enter(page: Page, visitor: Visitor) -> None:
    """Gives the browser the visitor's session."""
    name, _, value = visitor.cookie.partition("=")
    host, port = visitor.address
    page.context.add_cookies([{"name": name, "value": value, "url": f"http://{host}:{port}"}])


def opened(page: Page, address: str) -> dict[str, float]:
    """Opens the map: seconds from the end of its HTML until it is painted, and until it can be edited."""
    page.goto(address, wait_until="commit")
    page.wait_for_selector("body.alive [role=grid] td[data-lane]", timeout=60_000)
    said: dict[str, float] = page.evaluate(
        """() => {
          const [page] = performance.getEntriesByType("navigation");
          const paint = performance.getEntriesByName("first-contentful-paint")[0];
          const alive = performance.getEntriesByName("touchmap alive")[0];
          return {
            html: page.responseEnd / 1000,
            paint: (paint.startTime - page.responseEnd) / 1000,
            interactive: (alive.startTime - page.responseEnd) / 1000,
          };
        }"""
    )
    return said


def counters(cdp: CDPSession) -> dict[str, float]:
    """Seconds that the page's main thread has spent so far, by what on."""
    metrics = cdp.send("Performance.getMetrics")["metrics"]
    wanted = ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    return {one["name"]: one["value"] for one in metrics if one["name"] in wanted}


def edits(visitor: Visitor, workshop: str, statements: list[str], count: int, pause: float) -> None:
    """Sends changes of statements, one after another."""
    connection = visitor.connection()
    head = {"Content-Type": "application/json", "X-Form-Key": visitor.key, "Cookie": visitor.cookie}
    for number in range(count):
        body = {
            "id": uuid.uuid4().hex,
            "kind": "statement",
            "action": "set",
            "record": statements[number * 7 % len(statements)],
            "fields": {"text": f"Changed by somebody else, number {number}."},
            "seen": 0,
        }
        connection.request("POST", f"/api/v1/workshops/{workshop}/edits", json.dumps(body), head)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise SystemExit(f"an edit was refused: {said.decode()}")
        time.sleep(pause)


def measure(
    page: Page, visitor: Visitor, workshop: str, statements: list[str], count: int
) -> dict[str, float]:
    """The cost of changes by others, in milliseconds a change."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    page.wait_for_timeout(1500)
    idle = counters(cdp)
    began = time.monotonic()
    page.wait_for_timeout(2000)
    rested, rest = counters(cdp), time.monotonic() - began
    costs: list[float] = []
    for _ in range(count):
        before, began = counters(cdp), time.monotonic()
        edits(visitor, workshop, statements, 1, 0)
        page.wait_for_timeout(150)
        after, took = counters(cdp), time.monotonic() - began
        spent = after["TaskDuration"] - before["TaskDuration"]
        costs.append(1000 * (spent - took * (rested["TaskDuration"] - idle["TaskDuration"]) / rest))
    before = counters(cdp)
    edits(visitor, workshop, statements, count, 0.01)
    page.wait_for_timeout(500)
    after = counters(cdp)
    storm = 1000 * (after["TaskDuration"] - before["TaskDuration"]) / count
    ordered = sorted(costs)
    return {
        "p50": statistics.median(ordered),
        "p95": ordered[int(0.95 * (len(ordered) - 1))],
        "storm": storm,
    }


def main() -> int:
    """Measures and prints; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--touchpoints", type=int, default=60)
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--slower", type=float, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder)
        workshop, statements = prepare(data, options.touchpoints)
        server = Server(data)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        try:
            mine, other = server.visitors(2)
            address = "http://{}:{}/workshops/{}".format(*mine.address, workshop)
            found = [look(browser, mine, address, options.slower) for _ in range(options.runs)]
            page = window(browser, mine, options.slower)
            opened(page, address)
            cost = measure(page, other, workshop, statements, options.edits)
        finally:
            browser.close()
            server.stop()
    middle = {key: statistics.median(one[key] for one in found) for key in found[0]}
    say("first paint after the HTML", f"{middle['paint']:.2f} s")
    say("can be edited after the HTML", f"{middle['interactive']:.2f} s (target {TARGETS['interactive']} s)")
    say(
        "a remote edit, main thread",
        f"p50 {cost['p50']:.1f} ms, p95 {cost['p95']:.1f} ms (target {TARGETS['remote edit']} ms)",
    )
    say("a remote edit in a storm", f"{cost['storm']:.1f} ms")
    return (
        0 if middle["interactive"] <= TARGETS["interactive"] and cost["p50"] <= TARGETS["remote edit"] else 1
    )


def say(name: str, value: str) -> None:
    """A line of the result."""
    print(f"{name:<32}{value:>52}", flush=True)


def window(browser: Browser, visitor: Visitor, slower: float) -> Page:
    """A page of a fresh profile, signed in."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    enter(page, visitor)
    if slower != 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return page


def look(browser: Browser, visitor: Visitor, address: str, slower: float) -> dict[str, float]:
    """Opens the map once with nothing kept, and closes it."""
    page = window(browser, visitor, slower)
    try:
        return opened(page, address)
    finally:
        page.context.close()


if __name__ == "__main__":
    sys.exit(main())
