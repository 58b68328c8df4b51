"""One run through the whole editor in Debian's Firefox: read, write, build, undo, others' changes, every view, no network."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from firefox import Firefox, program
from live_browser import WORKSHOP, LiveServer
from served import AGENT

E = "document.getElementById('editor').editor"
AT = "document.activeElement"
STATE = f"[{AT}.dataset.f, {AT}.value, {AT}.selectionStart, {AT}.selectionEnd]"
MOVES = ("moveBefore", "no moveBefore")  # Firefox before 144 has none


class Colleague:
    """Somebody who edits over the HTTP API."""

    def __init__(self, running: LiveServer) -> None:
        self.address = f"http://127.0.0.1:{running.port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.opener.addheaders = [("User-Agent", AGENT)]
        self.opener.open(running.link(self.address)).close()
        self.form_key = self._ask("session")["form_key"]

    def _ask(self, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "X-Form-Key": self.form_key} if data else {}
        request = urllib.request.Request(f"{self.address}/api/v1/{path}", data, headers)
        with self.opener.open(request, timeout=60) as answer:
            return json.load(answer)

    def do(self, **edit: object) -> None:
        """Does an edit, which is saved then."""
        self._ask(f"workshops/{WORKSHOP}/edits", {"edits": [{"id": str(uuid4()), **edit}]})


@pytest.fixture
def running(tmp_path: Path) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path / "data")
    yield server
    server.stop()


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    command = program()
    if command is None:
        pytest.fail("Firefox is not there: make setup-test installs firefox-esr where it can")
    found = Firefox(command, tmp_path / "profile")
    yield found
    found.quit()


def status(text: str) -> str:
    return f"document.querySelector('.status').textContent.trim() === {text!r}"


def focused(name: str) -> str:
    return f"{AT}.dataset.f === {name!r}"


def shown(text: str, place: str = "main") -> str:
    return f"document.querySelector({place!r})?.textContent.includes({text!r})"


def press_and_see(firefox: Firefox, key: str, condition: str) -> None:
    firefox.press(key)
    firefox.until(condition)


def test_a_facilitator_works_in_firefox(firefox: Firefox, running: LiveServer) -> None:
    colleague = Colleague(running)
    firefox.go(running.link(colleague.address))
    firefox.go(f"{colleague.address}/workshops/{WORKSHOP}")
    firefox.until("document.body.classList.contains('alive')")

    walk_and_write(firefox)
    build_and_take_back(firefox)
    for moves in MOVES:
        if moves == "no moveBefore":
            firefox.run("delete Element.prototype.moveBefore")
        write_while_others_edit(firefox, colleague)
    open_everything(firefox)
    work_without_a_server(firefox, running)
    assert firefox.complaints == []


def walk_and_write(firefox: Firefox) -> None:
    """From the one tab stop of the map by arrows to a cell, and a statement more in it."""
    firefox.run("document.querySelector('.grid [tabindex=\"0\"][data-lane]').focus()")
    press_and_see(firefox, "ArrowDown", focused("action|delay-announced"))
    press_and_see(firefox, "ArrowDown", focused("channel|delay-announced"))
    press_and_see(firefox, "ArrowDown", focused("current|delay-announced"))
    firefox.press("n")
    firefox.until(f"{AT}.matches('td.ed textarea')")
    firefox.write("Written in Firefox")
    press_and_see(firefox, "Escape", focused("current|delay-announced"))
    firefox.until(shown("Written in Firefox", "[data-f='current|delay-announced']"))
    firefox.until(status("Saved"))


def build_and_take_back(firefox: Firefox) -> None:
    """A touchpoint added and named by keys, and taken back."""
    firefox.press("a")
    firefox.until(f"{AT}.matches('th input, th textarea')")
    firefox.write("Queue in Firefox")
    firefox.press("Escape")
    firefox.until(shown("Queue in Firefox", "thead"))
    firefox.until(status("Saved"))
    firefox.press("Control+z")
    firefox.until("!" + shown("Queue in Firefox", "thead"))
    firefox.until(status("Saved"))


def write_while_others_edit(firefox: Firefox, colleague: Colleague) -> None:
    """Half a sentence stays as it is, caret and selection too, while its column moves and others come and go."""
    firefox.run(
        f"{E}.ui.refocus = true; {E}.ui.selected.value = {{lane: 'desired', touchpoint: 'gate-closed'}}"
    )
    firefox.until(focused("desired|gate-closed"))
    firefox.press("Enter")
    firefox.until(f"{AT}.matches('td.ed textarea')")
    firefox.press("End")
    firefox.write(" half a thought")
    firefox.press("Shift+ArrowLeft", "Shift+ArrowLeft")
    before = firefox.run(f"return {STATE}")
    assert before[3] - before[2] == 2
    fresh, name = str(uuid4()), f"Named meanwhile {uuid4().hex[:6]}"
    stage = firefox.run(f"return {E}.session.record('gate-closed').fields.stage")
    move = {"action": "move", "kind": "touchpoint", "record": "gate-closed"}
    colleague.do(action="set", kind="touchpoint", record="gate-closed", fields={"name": name})
    colleague.do(**move, position={"after": None})
    colleague.do(action="add", kind="touchpoint", record=fresh, fields={"stage": stage, "name": "New one"})
    colleague.do(action="remove", kind="touchpoint", record=fresh)
    colleague.do(**move, position={"after": "dash"})
    colleague.do(action="move", kind="stage", record=stage, position={"after": None})
    firefox.until(shown(name, "thead"))
    firefox.until(f"{E}.shape.value.bands[0].id === {stage!r}")
    assert firefox.run(f"return {STATE}") == before
    firefox.press("Control+End")
    firefox.write("!")
    press_and_see(firefox, "Escape", focused("desired|gate-closed"))
    firefox.until(shown("half a thought!", "[data-f='desired|gate-closed']"))
    colleague.do(
        action="move",
        kind="stage",
        record=stage,
        position={"after": firefox.run(f"return {E}.shape.value.bands[1].id")},
    )
    firefox.until(f"{E}.shape.value.bands[1].id === {stage!r}")


def open_everything(firefox: Firefox) -> None:
    """The panel, the palette, the keys, the past; the scribe's page and the graph; and back."""
    press_and_see(firefox, "d", "document.querySelector('aside.detail h2')")
    press_and_see(firefox, "Escape", "!document.querySelector('aside.detail')")
    firefox.until(focused("desired|gate-closed"))
    for key, name in (("Control+k", "palette"), ("?", "keys"), ("h", "history")):
        press_and_see(firefox, key, f"{AT}.closest('dialog.dlg-{name}[open]')")
        press_and_see(firefox, "Escape", focused("desired|gate-closed"))
    press_and_see(firefox, "s", f"{AT}.matches('.scribe textarea')")
    firefox.write("Said in the room")
    firefox.press("Enter")
    written = "[...document.querySelectorAll('.scribe .written textarea')].map((one) => one.value)"
    firefox.until(f"{written}.some((text) => text.includes('Said in the room'))")
    press_and_see(firefox, "Escape", "document.querySelector('.grid')")
    firefox.run(f"{E}.ui.view.value = 'graph'")
    firefox.until("document.querySelector('#graph svg .tm-station')", 40)
    firefox.run(f"{E}.ui.view.value = 'map'")
    firefox.until("document.querySelector('.grid')")
    firefox.until(status("Saved"))


def work_without_a_server(firefox: Firefox, running: LiveServer) -> None:
    """What is written without a server is shown as waiting, and is saved when it is there again."""
    firefox.run(f"{E}.ui.refocus = true; {E}.ui.selected.value = {{lane: 'stories', touchpoint: 'bag'}}")
    firefox.until(focused("stories|bag"))
    running.stop()
    try:
        firefox.press("n")
        firefox.until(f"{AT}.matches('td.ed textarea')")
        firefox.write("Written without a server")
        firefox.press("Escape")
        firefox.until("document.querySelector('.status').textContent.includes('Offline, 1 waiting')", 30)
    finally:
        running.start()
    firefox.until(status("Saved"), 40)
    asked = f"(await (await fetch('/api/v1/workshops/{WORKSHOP}/changes?after=0')).json()).changes"
    texts = firefox.run(
        f"return {asked}.flatMap((one) => Object.values(one.after).map((part) => part?.fields?.text))"
    )
    assert texts.count("Written without a server") == 1
