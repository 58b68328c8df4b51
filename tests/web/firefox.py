"""Drives Debian's Firefox by Marionette, the protocol that is built into it: JSON with its length before it, over TCP."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

PROGRAMS = ("firefox-esr", "firefox")
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
STARTS = 40.0  # seconds
SCRIPT = """const done = arguments[arguments.length - 1];
(async () => { %s })().then((value) => done({ value }), (error) => done({ error: `${error}\\n${error.stack}` }));"""


def program() -> str | None:
    """Where Firefox is; None when it is not there."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class Firefox:
    """A Firefox without a window, with a profile of its own; it begins with one tab."""

    def __init__(self, command: str, profile: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        profile.mkdir()
        (profile / "user.js").write_text(
            f'user_pref("marionette.port", {port});\n'
            'user_pref("app.update.enabled", false);\n'
            'user_pref("browser.shell.checkDefaultBrowser", false);\n'
            'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n'
            'user_pref("network.captive-portal-service.enabled", false);\n'
            'user_pref("network.connectivity-service.enabled", false);\n'
            # What pages say on their consoles, and their errors, go to its output.
            'user_pref("devtools.console.stdout.content", true);\n'
            'user_pref("devtools.console.stdout.chrome", false);\n'
            'user_pref("browser.dom.window.dump.enabled", true);\n'
            'user_pref("javascript.options.showInConsole", true);\n'
        )
        options = ["--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        self._output = profile.with_suffix(".log")
        with self._output.open("wb") as output:
            self._process = subprocess.Popen([command, *options], stdout=output, stderr=subprocess.STDOUT)
        self._socket = self._connected(port)
        self._rest = b""
        self._count = 0
        self._receive()  # its greeting
        self._ask("NewSession", capabilities={"alwaysMatch": {}})
        self._ask("SetTimeouts", script=30_000, pageLoad=30_000)

    def _connected(self, port: int) -> socket.socket:
        ends = time.monotonic() + STARTS
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=60)
            except OSError:
                assert self._process.poll() is None, "Firefox has ended"
                assert time.monotonic() < ends, "Firefox does not start"
                time.sleep(0.1)

    def _receive(self) -> Any:
        while b":" not in self._rest:
            self._rest += self._more()
        length, _, rest = self._rest.partition(b":")
        while len(rest) < int(length):
            rest += self._more()
        self._rest = rest[int(length) :]
        return json.loads(rest[: int(length)])

    def _more(self) -> bytes:
        data = self._socket.recv(65_536)
        assert data, "Firefox has gone away"
        return data

    def _ask(self, name: str, **parameters: Any) -> Any:
        self._count += 1
        message = json.dumps([0, self._count, f"WebDriver:{name}", parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._receive()
        assert error is None, f"{name}: {error['message']}"
        return result

    @property
    def complaints(self) -> list[str]:
        """The errors and warnings that pages have said since it began, and those of their scripts that nobody caught."""
        said = self._output.read_text(errors="replace").splitlines()
        # Firefox's own parts put a name of theirs before what they say; what pages say begins with a value.
        complaint = re.compile(r'console\.(error|warn|assert): ["({\[]|JavaScript error: https?://')
        return [line for line in said if complaint.match(line)]

    def go(self, address: str) -> None:
        """Opens an address in the current tab."""
        self._ask("Navigate", url=address)

    def run(self, script: str) -> Any:
        """What the body of an asynchronous function returns in the page."""
        answer = self._ask("ExecuteAsyncScript", script=SCRIPT % script, args=[], newSandbox=False)["value"]
        assert "error" not in answer, answer["error"]
        return answer.get("value")

    def until(self, condition: str, within: float = 60.0) -> None:
        """Waits until an expression is true in the page."""
        ends = time.monotonic() + within
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < ends, f"not within {within} s: {condition}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Presses keys one after the other; `Control+z` holds the first."""
        for key in keys:
            names = [KEYS.get(name, name) for name in key.split("+")]
            actions = [{"type": "keyDown", "value": name} for name in names]
            actions += [{"type": "keyUp", "value": name} for name in reversed(names)]
            self._ask("PerformActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def write(self, text: str) -> None:
        """Types a text."""
        actions = [{"type": kind, "value": one} for one in text for kind in ("keyDown", "keyUp")]
        self._ask("PerformActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    @property
    def tab(self) -> str:
        """The current tab."""
        return str(self._ask("GetWindowHandle")["value"])

    def switch(self, tab: str) -> None:
        """Makes another tab the current one."""
        self._ask("SwitchToWindow", handle=tab)

    def new_tab(self) -> str:
        """A further tab, which is the current one then."""
        tab = str(self._ask("NewWindow", type="tab")["handle"])
        self.switch(tab)
        return tab

    def close_tab(self) -> None:
        """Closes the current tab; another must be switched to."""
        self._ask("CloseWindow")

    def quit(self) -> None:
        """Ends it."""
        self._socket.close()
        self._process.terminate()
        try:
            self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
