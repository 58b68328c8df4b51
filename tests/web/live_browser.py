"""Real browsers with a live workshop: the session's own script on a page of the real server, without the editor around it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import APIRequestContext, BrowserContext, Error, Page, Request
from served import bundle_pages, close, make_app

from touchmap.services.access import Access, secret_key
from touchmap.store.database import open_database

WORKSHOP = "missed-connection"
CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 390, "height": 844}
Opening = Callable[..., Page]
# The two pop-ups of the address bar are pages of their own, made anew for every window: half a second of processor time for
# each person that a test opens. The other names are the ones that Playwright switches off; only the last such list counts.
WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *(
        "AvoidUnnecessaryBeforeUnloadCheckSync",
        "DestroyProfileOnBrowserClose",
        "HttpsUpgrades",
        "LensOverlay",
    ),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"),
    *("PreconnectToSearch",),
)
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(WITHOUT)}",
)
SCRIPT = "live-under-test.js"
OPEN = """async ([script, workshop, limits]) => {
  const { openSession } = await import(script);
  const { actor, by, form_key: formKey } = await (await fetch("/api/v1/session")).json();
  window.session = await openSession({ workshop, formKey, me: { actor, by }, limits });
}"""
QUICK = {
    "SILENT_AFTER": 18_000,
    "HELLO_WITHIN": 1_500,
    "FIRST_WITHIN": 3_000,
    "PATIENCE": 2_000,
}  # ms; a beat comes every 15 s
SOON = 60.0  # seconds in which something that ought to happen has happened
PAUSE = 0.03  # seconds between two looks


def bundle(root: Path, target: Path) -> bytes:
    """The session as one script."""
    esbuild = next((root / "node_modules" / "@esbuild").glob("*/bin/esbuild"))
    entry = root / "static" / "js" / "live" / "session.js"
    command = [
        str(esbuild),
        str(entry),
        "--bundle",
        "--format=esm",
        f"--outfile={target}",
        "--log-level=error",
    ]
    subprocess.run(command, cwd=root, check=True)
    return target.read_bytes()


class LiveServer:
    """`touchmap serve` with the sample, which can be stopped or killed and started again on the same data and port."""

    options: tuple[str, ...] = ()  # of the command

    def __init__(self, data: Path) -> None:
        bundle_pages()
        self.data = data
        close(make_app(data))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.start()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TOUCHMAP_")}
        command = [sys.executable, "-u", "-m", "touchmap", "--data", str(self.data), "serve"]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), *self.options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        said = iter(self.process.stdout.readline, "")
        assert any(re.search(r"/enter/", line) for line in said), "the server does not start"

    def stop(self) -> None:
        """Asks it to end."""
        self.process.terminate()
        self.process.communicate(timeout=60)

    def kill(self) -> None:
        """Ends all of it at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate(timeout=60)

    def link(self, address: str) -> str:
        """A fresh one-time link, at the address that a browser reaches the server by."""
        with open_database(self.data) as database:
            return f"{address}/enter/{Access(database, secret_key(self.data)).make_link()}"


def comes_to(wanted: Any, ask: Callable[..., Any], *asked: Any, what: object = "") -> Any:
    """Waits until `ask(*asked)` gives what is wanted, or what a wanted function holds for; gives that answer.

    A page does its work after the key or the click, and on a busy machine later than the test asks.
    """
    ends = time.monotonic() + SOON
    while True:
        found = ask(*asked)
        if wanted(found) if callable(wanted) else found == wanted:
            return found
        assert time.monotonic() < ends, f"{what or ask} stayed {found!r}; wanted: {wanted!r}"
        time.sleep(PAUSE)


KEPT = """([store, words]) => new Promise((done, fail) => {
  const asked = indexedDB.open("touchmap");
  asked.onerror = fail;
  asked.onsuccess = () => {
    const base = asked.result;
    const all = base.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => (base.close(), done(JSON.stringify(all.result).includes(words)));
    all.onerror = fail;
  };
})"""


def is_kept(page: Page, store: str, words: str) -> None:
    """Waits until the browser's own database holds words: a tab may be closed or killed now."""
    comes_to(bool, page.evaluate, KEPT, [store, words])


def overhear(page: Page, is_meant: Callable[[str], bool]) -> list[str]:
    """What comes to a page from now on, from the addresses that are meant; what was broken off has no text."""
    said: list[str] = []

    def hear(request: Request) -> None:
        with suppress(Error):
            answer = request.response()
            said.append(answer.text() if answer and is_meant(request.url) else "")

    page.on("requestfinished", hear)
    return said


def log_of(request: APIRequestContext, address: str) -> list[dict[str, Any]]:
    """Every change in the log, as the API tells it."""
    answer = request.get(f"{address}/api/v1/workshops/{WORKSHOP}/changes?after=0")
    assert answer.status == 200, answer.text()
    changes: list[dict[str, Any]] = answer.json()["changes"]
    return changes


class Tab:
    """One tab that is in the workshop."""

    def __init__(
        self,
        context: BrowserContext,
        address: str,
        script: bytes,
        *,
        before: str = "",
        limits: Mapping[str, int] | None = None,
    ) -> None:
        self.page: Page = context.new_page()
        if before:
            self.page.add_init_script(before)
        self.page.goto(f"{address}/settings")
        self._enter(script, dict(limits or {}))

    def _enter(self, script: bytes, limits: dict[str, int]) -> None:
        address = f"**/{SCRIPT}"
        self.page.route(
            address, lambda route: route.fulfill(body=script, headers={"Content-Type": "text/javascript"})
        )
        self.page.evaluate(OPEN, [f"/{SCRIPT}", WORKSHOP, limits])
        self.page.unroute(address)  # from here on nothing stands between the page and the network

    def __call__(self, script: str) -> Any:
        """What an expression with the session `s` gives."""
        return self.page.evaluate(f"async () => {{ const s = window.session; return {script}; }}")

    def until(self, script: str, within: float = SOON) -> None:
        """Waits until an expression with the session `s` is true."""
        self.wait(lambda: bool(self(script)), script, within)

    def wait(self, is_so: Callable[[], bool], what: str, within: float = SOON) -> None:
        """Waits until something is so, while the browser goes on."""
        ends = time.monotonic() + within
        while not is_so():
            assert time.monotonic() < ends, f"not within {within} s: {what}; {self('s.status.value')}"
            self.page.wait_for_timeout(50)

    def name(self, record: str, name: str) -> None:
        """Names a touchpoint."""
        edit = f"{{action: 'set', kind: 'touchpoint', record: '{record}', fields: {{name: '{name}'}}}}"
        self(f"s.do({edit}).length")

    def until_named(self, record: str, name: str, within: float = SOON) -> None:
        """Waits until a touchpoint has a name."""
        self.until(f"s.record('{record}').fields.name === '{name}'", within)

    @property
    def text(self) -> str:
        """What the person is told about their work."""
        return str(self("s.status.value.text"))
