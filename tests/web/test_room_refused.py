"""What comes late, twice, again or from elsewhere is refused with a sentence and changes nothing; dots cannot be overspent.

On a real server and over real sockets: forms of many phones at once meet its one writer.
"""

from __future__ import annotations

import html
import http.client
import json
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from roomers import ROOM
from served import WORKSHOP, Server

HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')
Said = tuple[int, dict[str, Any]]


@dataclass
class Browser:
    """Something that keeps cookies; every request has a connection of its own."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, accept: str = "text/html"
    ) -> tuple[int, str]:
        """Status and body."""
        head = {
            "Accept": accept,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if form is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)) as connection:
            connection.request(method, path, urlencode(form) if form is not None else None, head)
            answer = connection.getresponse()
            for value in answer.headers.get_all("Set-Cookie") or ():
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return answer.status, answer.read().decode()

    def give(self, path: str, **form: str) -> Said:
        """What the server says in JSON to what a phone's script sends."""
        status, body = self.ask("POST", path, form, "application/json")
        return status, json.loads(body)


@dataclass
class Room:
    """A server with an open room."""

    address: str
    owner: Browser
    key: str

    def run(self, part: str, **form: str) -> None:
        """A deed of the facilitator."""
        status, body = self.owner.ask("POST", ROOM + part, {"form_key": self.key, **form})
        assert status == 303, body

    def records(self) -> dict[str, dict[str, Any]]:
        """The workshop as the log has it."""
        found: dict[str, dict[str, Any]] = json.loads(
            self.owner.ask("GET", f"/api/v1/workshops/{WORKSHOP}/snapshot")[1]
        )["records"]
        return found

    def step(self, kind: str) -> str:
        """The last step of a kind."""
        found = [
            (e["position"], id)
            for id, e in self.records().items()
            if e["kind"] == "step" and e["fields"].get("kind") == kind
        ]
        return max(found)[1]

    def go(self, kind: str) -> str:
        """Goes to it, thawed."""
        step = self.step(kind)
        self.run("/go", to=step)
        self.run(f"/steps/{step}/input", frozen="no")
        return step

    def state(self) -> tuple[Any, str]:
        """Everything that a refused request must leave as it was: the log, and the numbers of what is held."""
        return self.records(), re.sub(
            r"\s+", " ", "".join(re.findall(r'class="counts-big">(.*?)</p>', self.now(), re.DOTALL))
        )

    def now(self) -> str:
        """The facilitator's page."""
        return self.owner.ask("GET", f"{ROOM}/now")[1]


@dataclass
class Guest:
    """A participant: the browser, and what their forms carry."""

    browser: Browser
    form: dict[str, str]

    def send(self, step: str, kind: str, **what: str) -> Said:
        """Gives something as the phone's script does."""
        return self.browser.give(f"/room/{step}/{kind}", **{**self.form, **what})


@pytest.fixture(scope="module")
def room(own_server: Server) -> Room:
    owner = Browser(own_server.address)
    owner.ask("GET", urlsplit(own_server.link).path)
    key = json.loads(owner.ask("GET", "/api/v1/session")[1])["form_key"]
    made = Room(own_server.address, owner, key)
    made.run("/open", agenda="half-day")
    return made


def code_of(room: Room) -> str:
    found = re.search(r'class="code-big">.*?(\d{3}) (\d{3})', room.now())
    assert found is not None
    return found[1] + found[2]


def join(room: Room, name: str) -> Guest:
    """Somebody comes in."""
    browser, path = Browser(room.address), f"/join/{code_of(room)}"
    given = {key: html.unescape(value) for key, value in HIDDEN.findall(browser.ask("GET", path)[1])}
    status, body = browser.ask("POST", path, {"form_key": given["form_key"], "name": name})
    assert status == 303, body
    return Guest(browser, {"form_key": given["form_key"]})


def second_device(room: Room, guest: Guest) -> Guest:
    """The same person on another device, by the short code."""
    back = re.search(r"\b([A-Z]{3}-[A-Z]{3})\b", guest.browser.ask("GET", "/room/me")[1])
    assert back is not None
    browser, path = Browser(room.address), f"/join/{code_of(room)}/back"
    given = dict(HIDDEN.findall(browser.ask("GET", path)[1]))
    status, body = browser.ask("POST", path, {"form_key": given["form_key"], "back": back[1]})
    assert status == 303, body
    return Guest(browser, {"form_key": given["form_key"]})


@pytest.fixture(scope="module")
def proposals(room: Room) -> list[str]:
    return [id for id, entry in room.records().items() if entry["kind"] == "opportunity"]


def test_fifty_requests_at_once_from_two_devices_of_one_person_cannot_spend_more_dots_than_there_are(
    room: Room, proposals: list[str]
) -> None:
    ana, step = join(room, "Ana"), room.go("vote")
    devices = (ana, second_device(room, ana))
    work = [(devices[n % 2], proposals[n % len(proposals)], str(1 + n % 3)) for n in range(50)]
    with ThreadPoolExecutor(50) as pool:
        said = list(pool.map(lambda one: one[0].send(step, "vote", opportunity=one[1], dots=one[2]), work))
    assert {status for status, _ in said} <= {200, 409}
    assert any(status == 409 for status, _ in said)
    assert all(body["dots_left"] >= 0 for status, body in said if status == 200)
    assert all(body["message"] and body["todo"] for status, body in said if status == 409)
    room.run(f"/steps/{step}/input", frozen="yes")  # only counts were shown: it is revealed with that
    votes = [
        e["fields"]
        for e in room.records().values()
        if e["kind"] == "vote" and e["fields"].get("step") == step
    ]
    assert 0 < sum(vote.get("dots", 0) for vote in votes) <= 5
    assert max(vote.get("dots", 0) for vote in votes) <= 3
    assert len({vote["opportunity"] for vote in votes}) == len(votes)


GIVING = {
    "note": ("current", {"text": "words", "touchpoint": "gate-closed", "nonce": "n-abc"}),
    "rating": ("rate", {"touchpoint": "gate-closed", "emotion": "1", "importance": "4"}),
    "vote": ("priorities", {"opportunity": "", "impact": "4", "effort": "2"}),
}


@pytest.fixture(params=GIVING)
def gift(request: pytest.FixtureRequest, room: Room, proposals: list[str]) -> tuple[str, str, dict[str, str]]:
    """A sort of contribution, the step that takes it, and what is given."""
    kind, what = GIVING[request.param]
    step = room.go(kind)
    given = dict(what)
    if request.param == "vote":
        given["opportunity"] = proposals[0]
    return request.param, step, given


def refused(room: Room, said: Said, statuses: tuple[int, ...], before: tuple[Any, str]) -> None:
    """It was refused with a sentence and a remedy, and nothing is otherwise than it was."""
    status, body = said
    assert status in statuses, body
    assert body["message"].endswith((".", "?"))
    assert room.state() == before


def test_what_comes_late_is_refused(room: Room, gift: tuple[str, str, dict[str, str]]) -> None:
    kind, step, what = gift
    ana = join(room, "Late")
    room.run(f"/steps/{step}/input", frozen="yes")
    refused(room, ana.send(step, kind, **what), (409,), room.state())


def test_what_comes_too_early_is_refused(room: Room, gift: tuple[str, str, dict[str, str]]) -> None:
    kind, _, what = gift
    ana, step = join(room, "Early"), room.step("close")
    refused(room, ana.send(step, kind, **what), (409,), room.state())


def test_what_the_step_does_not_ask_for_is_refused(room: Room, gift: tuple[str, str, dict[str, str]]) -> None:
    kind, step, what = gift
    ana = join(room, "Other")
    other = next(name for name in GIVING if name != kind)
    refused(room, ana.send(step, other, **(GIVING[other][1] | what)), (409, 422), room.state())


def test_what_was_promised_more_privately_is_refused(
    room: Room, gift: tuple[str, str, dict[str, str]]
) -> None:
    kind, step, what = gift
    ana = join(room, "Promised")
    refused(room, ana.send(step, kind, **what, promised="unheard/of"), (409,), room.state())


def test_the_same_again_changes_nothing_however_often_it_comes(
    room: Room, gift: tuple[str, str, dict[str, str]]
) -> None:
    kind, step, what = gift
    ana = join(room, "Again")
    assert ana.send(step, kind, **what, sending="s-one")[0] == 200
    before = room.state()
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda _: ana.send(step, kind, **what, sending="s-one"), range(8)))
    assert {status for status, _ in said} == {200}
    assert room.state() == before


def test_a_replay_of_something_older_does_not_undo_what_came_after(room: Room) -> None:
    ana, step = join(room, "Replay"), room.go("current")
    what = {"touchpoint": "gate-closed", "nonce": "n-replay"}
    assert ana.send(step, "note", **what, text="first", sending="s-1")[0] == 200
    assert ana.send(step, "note", **what, text="second", sending="s-2")[0] == 200
    ana.send(step, "note", **what, text="first", sending="s-1")
    page = ana.browser.ask("GET", "/room")[1]
    assert "second" in page
    assert ">first<" not in page


def test_what_another_wrote_cannot_be_changed_or_taken_back(room: Room) -> None:
    ana, bea, step = join(room, "Ana"), join(room, "Bea"), room.go("current")
    what = {"touchpoint": "gate-closed", "nonce": "n-anas"}
    assert ana.send(step, "note", **what, text="words of Ana", sending="s-1")[0] == 200
    refused(room, bea.send(step, "withdraw", nonce="n-anas"), (403,), room.state())
    assert bea.send(step, "note", **what, text="words of Bea")[0] == 200  # her own, under the same number
    assert "words of Ana" in ana.browser.ask("GET", "/room")[1]


def test_who_was_removed_never_came_or_has_no_key_is_refused(
    room: Room, gift: tuple[str, str, dict[str, str]]
) -> None:
    kind, step, what = gift
    ana = join(room, "Removed")
    people = room.owner.ask("GET", f"{ROOM}/people")[1]
    found = re.search(r"Removed.*?/room/people/(p-[0-9a-f]+)", people, re.DOTALL) or re.search(
        r"/room/people/(p-[0-9a-f]+)", people[people.index("Removed") :]
    )
    assert found is not None
    room.run(f"/people/{found[1]}", deed="remove")
    refused(room, ana.send(step, kind, **what), (403,), room.state())
    refused(room, Guest(Browser(room.address), ana.form).send(step, kind, **what), (403,), room.state())
    other = join(room, "Keyless")
    refused(room, Guest(other.browser, {"form_key": "0" * 64}).send(step, kind, **what), (403,), room.state())


@pytest.mark.parametrize(
    ("kind", "part", "what"),
    [
        ("current", "note", {"text": "x", "touchpoint": "nowhere", "nonce": "n-1"}),
        ("current", "note", {"text": "x", "touchpoint": "gate-closed", "nonce": "NO NONCE"}),
        ("current", "note", {"text": "x" * 2_001, "touchpoint": "gate-closed", "nonce": "n-2"}),
        ("current", "note", {"text": "   ", "touchpoint": "gate-closed", "nonce": "n-3"}),
        ("rate", "rating", {"touchpoint": "gate-closed", "emotion": "3", "importance": "3"}),
        ("rate", "rating", {"touchpoint": "gate-closed", "emotion": "much"}),
        ("rate", "rating", {"touchpoint": "nowhere", "emotion": "1"}),
        ("priorities", "vote", {"opportunity": "nothing", "impact": "3", "effort": "3"}),
        ("priorities", "vote", {"opportunity": "*", "impact": "9", "effort": "3"}),
        ("priorities", "vote", {"opportunity": "*", "dots": "1"}),
    ],
)
def test_what_does_not_fit_is_refused(
    room: Room, proposals: list[str], kind: str, part: str, what: dict[str, str]
) -> None:
    ana, step = join(room, "Odd"), room.go(kind)
    given = {name: proposals[0] if value == "*" else value for name, value in what.items()}
    refused(room, ana.send(step, part, **given), (409, 422), room.state())
