"""What bench/room.py holds a room to: nothing lost, nothing double, the same right numbers on every screen, soon."""

from __future__ import annotations

import bisect
import json
import re
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from live_server import API, SAMPLE, Server, Visitor
from room_phones import Told

ROOM = f"/workshops/{SAMPLE}/room"
NUMBERS = {
    "facilitator": re.compile(r"<b>(\d+)</b> given"),
    "wall": re.compile(r'class="w-given"><b>(\d+)</b>'),
}
KINDS = {"note": "note", "rating": "perception", "vote": "vote"}


@dataclass
class Desk:
    """The facilitator's browser, which shows the wall in another window."""

    visitor: Visitor

    def get(self, path: str) -> str:
        """A page. Raises SystemExit when there is none."""
        return self._ask("GET", path, None, {"Cookie": self.visitor.cookie})

    def post(self, path: str, **form: str) -> None:
        """A form of the room's page. Raises SystemExit when it is refused."""
        body = "&".join(f"{name}={value}" for name, value in (form | {"form_key": self.visitor.key}).items())
        head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.visitor.cookie}
        self._ask("POST", ROOM + path, body, head)

    def _ask(self, method: str, path: str, body: str | None, head: dict[str, str]) -> str:
        """On a connection of its own: the server ends one that is quiet for a while."""
        with closing(self.visitor.connection()) as connection:
            connection.request(method, path, body, head)
            answer = connection.getresponse()
            content = answer.read().decode()
        if answer.status not in (200, 303):
            raise SystemExit(f"{answer.status} for {path}: {content[:300]}")
        return content

    def door(self) -> str:
        """Opens the room; what the QR code carries: the code and its key."""
        self.post("/open", agenda="half-day", how="replace")
        code = re.search(r'class="code-big">.*?(\d{3}) (\d{3})', self.get(f"{ROOM}/now"))
        if code is None:
            raise SystemExit("the room shows no code")
        return f"{code[1]}{code[2]}"

    def records(self) -> dict[str, dict[str, Any]]:
        """The workshop as its log has it."""
        found: dict[str, dict[str, Any]] = json.loads(self.get(f"{API}/snapshot"))["records"]
        return found

    def step(self, kind: str) -> str:
        """The last step of a kind in the agenda."""
        steps = [
            (entry["position"], id)
            for id, entry in self.records().items()
            if entry["kind"] == "step" and entry["fields"].get("kind") == kind
        ]
        return max(steps)[1]

    def go(self, step: str) -> None:
        """Goes to a step, with its numbers on the wall."""
        self.post("/go", to=step)
        self.post("/wall", step=step, wall="prompt")


def fan_out(told: Told, before: int) -> tuple[list[float], list[str]]:
    """For every phone and every contribution: seconds from its answer until the phone's number is as high as what had been
    answered by then; and what never came.
    """
    answered = sorted(at for at, _, _, _ in told.given)
    seconds: list[float] = []
    wrong: list[str] = []
    for phone, heard in told.heard.items():
        numbers: list[int] = []
        moments: list[float] = []
        for at, given in heard:
            if not numbers or given > numbers[-1]:
                numbers.append(given)
                moments.append(at)
        for place, at in enumerate(answered, before + 1):
            found = bisect.bisect_left(numbers, place)
            if found == len(numbers):
                wrong.append(
                    f"phone {phone} never heard of {before + len(answered) - place + 1} contributions"
                )
                break
            seconds.append(max(0.0, moments[found] - at))
    return seconds, wrong


def steady(told: Told, flaky: int) -> Told:
    """The phones whose streams were never dropped on purpose."""
    kept = {number: heard for number, heard in told.heard.items() if not flaky or number % flaky}
    return Told(given=told.given, heard=kept)


def screens(desk: Desk, told: Told, expected: int) -> list[str]:
    """The number given on the facilitator's screen, on the wall and on every phone, where it is not what was answered."""
    wrong = []
    for name, path in (("facilitator", f"{ROOM}/now"), ("wall", f"{ROOM}/wall")):
        found = NUMBERS[name].search(desk.get(path))
        said = int(found[1]) if found else None
        if said != expected:
            wrong.append(f"the {name}'s screen says {said} given, {expected} were answered")
    beside = Counter(told.shown) - Counter({expected: len(told.shown)})
    if beside:
        wrong.append(f"{beside.total()} phones' pages do not say {expected} given: {beside.most_common(3)}")
    return wrong


def revealed(desk: Desk, step: str, told: Told) -> list[str]:
    """What the log does not have as it was answered: each once, as it was given, and nothing else."""
    found = [
        (KINDS_BACK[entry["kind"]], _told_apart(entry["fields"]))
        for entry in desk.records().values()
        if entry["kind"] in KINDS_BACK and entry["fields"].get("step") == step
    ]
    wanted = Counter((kind, _told_apart(_as_kept(what))) for _, kind, _, what in told.given)
    there = Counter(found)
    wrong = []
    if lost := wanted - there:
        wrong.append(f"{lost.total()} lost, such as {next(iter(lost))}")
    if more := there - wanted:
        wrong.append(f"{more.total()} double or from nobody, such as {next(iter(more))}")
    return wrong


KINDS_BACK = {kept: given for given, kept in KINDS.items()}
_OF = ("text", "touchpoint", "opportunity", "emotion", "importance", "dots")


def _as_kept(what: dict[str, str]) -> dict[str, Any]:
    return {
        name: float(value) if name in ("emotion", "importance", "dots") else value
        for name, value in what.items()
    }


def _told_apart(fields: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, fields[name]) for name in _OF if name in fields)


def calm(server: Server) -> float:
    """The server's memory just now, in megabytes."""
    return server.usage.memory_now()
