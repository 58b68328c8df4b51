"""The room as JSON: what the facilitator's editor asks and does, and that nothing held back is in any answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask
from roomers import ROOM, Owner, join, open_room
from served import WORKSHOP, close, make_app, sign_in

from touchmap.domain.records import STEP_KINDS, Step
from touchmap.domain.room.steps import ask_of
from touchmap.web import roomapidoc
from touchmap.web.roomnotes import TARGETS

AREA = f"/api/v1/workshops/{WORKSHOP}/room"
SECRET = "Nobody told the crew"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application of these tests' own."""
    made = make_app(tmp_path_factory.mktemp("room-api"))
    yield made
    close(made)


@pytest.fixture(scope="module")
def owner(here: Flask) -> Owner:
    """An owner who has opened the room."""
    client = sign_in(here)
    assert client.get(AREA).json == {"open": False}
    assert client.get(f"{AREA}/door").json == {"open": False}
    return open_room(client)


def send(owner: Owner, part: str, status: int = 200, **said: Any) -> dict[str, Any]:
    answer = owner.client.post(f"{AREA}{part}", json=said, headers={"X-Form-Key": owner.key})
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.get_json()
    if status == 200:
        schemas = roomapidoc.schemas() | {"Error": {"type": "object"}}
        jsonschema.validate(told, {"$ref": "#/components/schemas/Room", "components": {"schemas": schemas}})
    return told


def test_the_session_is_told_with_its_steps_its_people_and_its_code(here: Flask, owner: Owner) -> None:
    join(here, owner.code, name="Ana")
    told = owner.client.get(AREA).get_json()
    assert told["code"] == owner.code
    assert told["people"] == len([one for one in told["faces"] if one["name"] == "Ana"]) == 1
    assert told["agenda"][0]["place"] == "now"
    assert told["step"]["id"] == told["agenda"][0]["id"]
    assert told["links"]["room"] == ROOM


def test_the_way_in_is_told_with_a_qr_code(owner: Owner) -> None:
    told = owner.client.get(f"{AREA}/door").get_json()
    assert told["code"] == owner.code
    assert told["address"].endswith("/join")
    assert told["qr"].startswith("<svg ")
    schemas = roomapidoc.schemas()
    jsonschema.validate(told, schemas["RoomDoor"])


def test_steps_timer_input_and_spotlight_answer_with_how_the_session_stands(owner: Owner) -> None:
    second = send(owner, "/go", to="next")["step"]["id"]
    assert send(owner, "/go", to="back")["step"]["id"] != second
    step = send(owner, "/go", to=second)["step"]
    assert step["id"] == second
    here = f"/steps/{second}"
    told = send(owner, f"{here}/timer", action="start", seconds=120)
    assert 115 < told["step"]["ends_at"] - told["now"] <= 120
    assert 100 < send(owner, f"{here}/timer", action="pause")["step"]["left"] <= 120
    assert send(owner, f"{here}/timer", action="end")["step"]["left"] is None
    assert send(owner, f"{here}/input", frozen=True)["step"]["frozen"] is True
    assert send(owner, f"{here}/input", frozen=False)["step"]["input"] is True
    lit = send(owner, "/spotlight", touchpoint="gate-closed", follow=True)
    assert (lit["spotlight"], lit["follow"]) == ("gate-closed", True)
    assert send(owner, "/spotlight", follow=False)["spotlight"] is None


def test_what_is_held_back_is_a_number_until_it_is_revealed(owner: Owner) -> None:
    step = owner.go("current")
    told = send(owner, f"/steps/{step}/notes", nonce="n-1", text=SECRET, touchpoint="gate-closed")
    assert told["saved"]["held"] is True
    assert told["counts"]["held"] == told["counts"]["by"]["gate-closed"] == 1
    assert SECRET not in str(told) + owner.client.get(AREA).text
    again = send(owner, f"/steps/{step}/notes", nonce="n-1", text=f"{SECRET}!", touchpoint="gate-closed")
    assert again["counts"]["held"] == 1, "the same nonce changes the note"
    assert send(owner, f"/steps/{step}/reveal", touchpoint="landing")["revealed"] == {"moved": 0, "left": 0}
    assert send(owner, f"/steps/{step}/reveal", one=True)["revealed"]["moved"] == 1
    assert SECRET in owner.client.get(f"/api/v1/workshops/{WORKSHOP}/snapshot").text


@pytest.mark.parametrize(
    ("part", "said", "where"),
    [
        ("/go", {}, "to"),
        ("/go", {"to": 5}, "to"),
        ("/go", {"to": "next", "fast": True}, "fast"),
        ("/spotlight", {"follow": "yes"}, "follow"),
        ("/steps/x/timer", {"action": "explode"}, "action"),
        ("/steps/x/timer", {"action": "start", "seconds": -1}, "seconds"),
        ("/steps/x/notes", {"nonce": "a", "text": "x" * 2001}, "text"),
    ],
)
def test_a_wrong_body_is_refused_with_its_place_and_described_as_wrong(
    owner: Owner, part: str, said: dict[str, Any], where: str
) -> None:
    assert send(owner, part, 422, **said)["where"] == where
    name = {"/go": "RoomGo", "/spotlight": "RoomSpotlight", "/steps/x/timer": "RoomTimer"}.get(
        part, "RoomScribe"
    )
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(said, roomapidoc.schemas()[name])


def test_what_cannot_be_now_says_so(owner: Owner) -> None:
    assert send(owner, "/go", 404, to="nowhere")["message"].startswith("There is no such step")
    agenda = owner.view()["agenda"]
    assert send(owner, f"/steps/{agenda[-1]['id']}/timer", 409, action="start", seconds=5)["todo"]
    send(owner, "/go", to=agenda[-1]["id"])
    assert "last step" in send(owner, "/go", 409, to="next")["message"]


def test_nobody_else_may_ask(here: Flask, owner: Owner) -> None:
    guest = join(here, owner.code, name="Bea")
    for client in (guest.client, here.test_client()):
        assert client.get(AREA).status_code == 403
        assert client.get(f"{AREA}/door").status_code == 403
    answer = owner.client.post(f"{AREA}/go", json={"to": "next"})
    assert answer.status_code == 403, "a request without the form's key"


def test_the_editor_makes_the_same_of_a_note_by_the_same_letters(root: Path) -> None:
    source = (root / "static/js/model/room/notes.js").read_text(encoding="utf-8")
    found = re.findall(r'key: "(\w+)", kind: "(\w+)", on: "(\w)", name: "([^"]+)"', source)
    told = [(" ".join(dict.fromkeys((kind, key))), on, name) for key, kind, on, name in found]
    assert told == [(deed, letter, words) for deed, letter, words, _ in TARGETS]
    usual = dict(
        re.findall(
            r'^  (\w+): "(\w+)",$', source.partition("const USUAL")[2].partition("});")[0], re.MULTILINE
        )
    )
    asks = {kind: ask_of(Step(id="s", title="S", type=kind)) for kind in STEP_KINDS}
    wanted = {kind: ask.becomes[0] for kind, ask in asks.items() if ask.becomes}
    assert usual == {
        kind: asks[kind].state if becomes == "statement" else becomes for kind, becomes in wanted.items()
    }
