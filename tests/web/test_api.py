"""The HTTP API: what goes in and comes out, and that nothing a person can send ends in a 500 or changes by half."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from served import AGENT, WORKSHOP, close, make_app, sign_in

from touchmap.domain.edits import Refused, read_edit
from touchmap.live import describing
from touchmap.services.bookkeeping import Who
from touchmap.services.editing import Busy
from touchmap.web import roomapidoc
from touchmap.web.api import MOST_EDITS
from touchmap.web.apibody import MOST_BYTES
from touchmap.web.apidoc import Beside, openapi
from touchmap.web.pace import Pace, Places
from touchmap.web.parts import EXTENSION, Parts

AREA = f"/api/v1/workshops/{WORKSHOP}"
DESCRIBED = openapi(
    Beside(describing.paths() | roomapidoc.paths(), describing.schemas() | roomapidoc.schemas())
)


class Person:
    """A signed-in client of the API."""

    def __init__(self, app: Flask) -> None:
        self.client = sign_in(app)
        self.client.environ_base["HTTP_USER_AGENT"] = AGENT
        self.session = self.client.get("/api/v1/session").json
        assert self.session is not None
        self.count = 0

    def post(self, what: str, body: Any, **more: Any) -> Any:
        headers = {"X-Form-Key": self.session["form_key"]} | more.pop("headers", {})
        return self.client.post(f"{AREA}/{what}", json=body, headers=headers, **more)

    def edit(self, action: str, kind: str, record: str, fields: Any = None, **more: Any) -> Any:
        self.count += 1
        id = f"{self.session['actor']}-{self.count}"
        data = {"id": id, "action": action, "kind": kind, "record": record, "fields": fields, **more}
        return self.post("edits", data)

    def get(self, what: str) -> Any:
        return self.client.get(f"{AREA}/{what}")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_app(tmp_path_factory.mktemp("live"))
    yield app
    parts: Parts = app.extensions[EXTENSION]
    parts.editing.close()
    close(app)


@pytest.fixture(scope="module")
def ana(live: Flask) -> Person:
    return Person(live)


@pytest.fixture(scope="module")
def ben(live: Flask) -> Person:
    return Person(live)


def seq_of(person: Person) -> int:
    return int(person.get("changes").json["seq"])


def test_an_edit_is_answered_with_its_change_and_stands_in_the_snapshot(ana: Person, ben: Person) -> None:
    before = ben.get("snapshot").json
    answer = ana.edit("set", "touchpoint", "gate-closed", {"place": "Gate 12"})
    assert answer.status_code == 200
    assert answer.json["seq"] == before["seq"] + 1
    assert answer.json["actor"] == ana.session["actor"] != ben.session["actor"]
    assert answer.json["by"] == "Firefox on Linux"
    after = ben.get("snapshot").json
    assert after["records"]["gate-closed"]["fields"]["place"] == "Gate 12"
    assert after["origin"] == before["origin"]
    (change,) = ben.get(f"changes?after={before['seq']}").json["changes"]
    assert change == answer.json
    assert "Gate 12" in ben.client.get(f"/workshops/{WORKSHOP}/touchpoints/gate-closed").text


def test_the_same_edit_again_gets_the_same_answer(ana: Person) -> None:
    edit = {"id": "once", "action": "set", "kind": "touchpoint", "record": "dash", "fields": {"place": "B"}}
    first = ana.post("edits", edit)
    assert ana.post("edits", edit).json == first.json
    assert seq_of(ana) == first.json["seq"]


def test_in_a_batch_each_is_done_or_refused_for_itself(ana: Person) -> None:
    def named(id: str, record: str) -> dict[str, Any]:
        return {"id": id, "action": "set", "kind": "touchpoint", "record": record, "fields": {"place": id}}

    answer = ana.post(
        "edits", {"edits": [named("b-1", "dash"), named("b-2", "nobody"), 5, named("b-3", "bag")]}
    )
    assert answer.status_code == 200
    one, two, three, four = answer.json["answers"]
    assert four["change"]["seq"] == one["change"]["seq"] + 1
    assert two == {"id": "b-2", "error": two["error"]}
    assert (two["error"]["code"], two["error"]["where"]) == ("TM012", "record")
    assert three["id"] is None


@pytest.mark.parametrize("edits", [[], "x", [{}] * (MOST_EDITS + 1), None])
def test_a_batch_of_none_or_too_many_is_refused(ana: Person, edits: Any) -> None:
    before = seq_of(ana)
    assert ana.post("edits", {"edits": edits}).status_code == 422
    assert ana.post("edits", {"edits": [], "more": 1}).status_code == 422
    assert seq_of(ana) == before


@pytest.mark.parametrize(
    ("edit", "status", "code", "where"),
    [
        (["set", "touchpoint", "gate-closed", {"nmae": "x"}], 422, "TM004", "fields.nmae"),
        (["set", "touchpoint", "gate-closed", {"name": 7}], 422, "TM007", "fields.name"),
        (["set", "touchpoint", "gate-closed", {"name": "x" * 201}], 422, "TM007", "fields.name"),
        (["set", "touchpoint", "nobody", {"name": "x"}], 409, "TM012", "record"),
        (["add", "stage", "gate-closed", {"journey": "x", "name": "x"}], 409, "TM008", "record"),
        (["add", "statement", "n-1", {"touchpoint": "x", "state": "current", "text": "x"}], 422, "TM009", "fields.touchpoint"),
        (["remove", "workshop", WORKSHOP], 422, "TM013", "kind"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_in_one_shape_and_changes_nothing(
    ana: Person, edit: list[Any], status: int, code: str, where: str
) -> None:
    before = ana.get("snapshot").data
    answer = ana.edit(*edit)
    assert answer.status_code == status
    assert (answer.json["code"], answer.json["where"]) == (code, where)
    assert answer.json["message"].endswith(".")
    assert set(answer.json) == {"code", "message", "where", "todo", "problems"}
    assert ana.get("snapshot").data == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"", "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b'{"id": NaN}', "application/json", 422),
        (b'{"id": "a", "id": "b"}', "application/json", 422),
        (b'{"id": ' + b"9" * 10_000 + b"}", "application/json", 422),
        (b'"\\ud800"', "application/json", 422),
        (b"null", "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"id=1", "application/x-www-form-urlencoded", 415),
        (b" " * (MOST_BYTES + 1), "application/json", 413),
    ],
)
def test_a_body_that_is_no_edit_is_refused(ana: Person, body: bytes, kind: str, status: int) -> None:
    key = {"X-Form-Key": ana.session["form_key"]}
    for address in ("edits", "undo"):
        answer = ana.client.post(f"{AREA}/{address}", data=body, content_type=kind, headers=key)
        assert answer.status_code == status
        assert {"code", "message", "where", "todo"} <= set(answer.json or {})


def test_a_request_without_the_form_key_or_from_elsewhere_is_refused(ana: Person, live: Flask) -> None:
    edit = {"id": "x-1", "action": "remove", "kind": "touchpoint", "record": "gate-closed"}
    for headers in (
        {"X-Form-Key": ""},
        {"X-Form-Key": "0" * 64},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
    ):
        for what in ("edits", "undo", "redo"):
            answer = ana.post(what, edit, headers=headers)
            assert answer.status_code == 403
            assert answer.json["code"] == "HTTP403"
    stranger = live.test_client().get(f"{AREA}/snapshot")
    assert stranger.status_code == 403
    assert stranger.json is not None
    assert "not signed in" in stranger.json["message"]


def test_undo_and_redo_are_each_persons_own(ana: Person, ben: Person) -> None:
    before = ana.get("snapshot").json["records"]
    removed = ana.edit("remove", "touchpoint", "new-flight").json
    ben.edit("set", "touchpoint", "bag", {"place": "Belt 4"})
    answer = ana.post("undo", {"id": "un-1"})
    assert answer.status_code == 200
    assert answer.json["undoes"] == removed["seq"]
    assert answer.json["left"]["redo"] == 1
    assert ana.post("undo", {"id": "un-1"}).json["seq"] == answer.json["seq"]
    now = ana.get("snapshot").json["records"]
    assert now["bag"]["fields"].pop("place") == "Belt 4"
    before["bag"]["fields"].pop("place", None)
    assert now == before
    assert ana.post("redo", {"id": "re-1"}).json["undoes"] == answer.json["seq"]
    assert "new-flight" not in ana.get("snapshot").json["records"]
    assert ana.post("undo", {"id": "un-2"}).status_code == 200
    for body in ({}, {"id": "A B"}, {"id": "x", "y": 1}, [], {"id": 5}):
        assert ana.post("undo", body).status_code == 422


def test_a_page_that_begins_learns_how_much_can_be_taken_back(live: Flask) -> None:
    cleo = Person(live)
    assert cleo.get("undo").json == {"seq": seq_of(cleo), "undo": 0, "redo": 0}
    cleo.edit("set", "touchpoint", "bag", {"place": "Belt 8"})
    cleo.edit("set", "touchpoint", "bag", {"place": "Belt 9"})
    cleo.post("undo", {"id": "un-cleo"})
    assert cleo.get("undo").json == {"seq": seq_of(cleo), "undo": 1, "redo": 1}
    assert cleo.client.get("/api/v1/workshops/nobody/undo").status_code == 404


def test_nothing_to_undo_is_told(live: Flask) -> None:
    answer = Person(live).post("undo", {"id": "un-9"})
    assert answer.status_code == 409
    assert answer.json["code"] == "TM015"


def test_two_texts_at_once_are_both_kept_until_somebody_chooses(ana: Person, ben: Person) -> None:
    seen = ana.edit("set", "touchpoint", "dash", {"backstage": "One base here"}, seen=seq_of(ana)).json["seq"]
    ana.edit("set", "touchpoint", "dash", {"backstage": "One text here"}, seen=seen)
    both = ben.edit("set", "touchpoint", "dash", {"backstage": "One word here"}, seen=seen).json
    assert both["conflict"]["backstage"]["other"] == "One text here"
    (kept,) = ana.get("snapshot").json["conflicts"]
    assert (kept["seq"], kept["other"]) == (both["seq"], "One text here")
    chosen = ben.edit(
        "set", "touchpoint", "dash", {"backstage": "One text here"}, seen=both["seq"], settles=both["seq"]
    )
    assert chosen.json["settles"] == both["seq"]
    assert ana.get("snapshot").json["conflicts"] == []


def test_history_and_the_past(ana: Person) -> None:
    first = ana.edit("set", "touchpoint", "claim", {"place": "Online"}).json
    ana.edit("set", "touchpoint", "claim", {"place": "By post"})
    found = ana.get("history/claim?limit=2").json["changes"]
    assert [change["after"]["claim"]["fields"]["place"] for change in found] == ["By post", "Online"]
    assert found[0]["before"]["claim"]["fields"]["place"] == "Online"
    assert ana.get(f"history/claim?below={found[0]['seq']}&limit=1").json["changes"] == [first]
    past = ana.get(f"at/{first['seq']}").json
    assert past["records"]["claim"]["fields"]["place"] == "Online"
    assert ana.get(f"at/{found[0]['at']}").json["records"]["claim"]["fields"]["place"] == "By post"
    assert ana.get("at/0").json["seq"] == 0


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("history/nobody", 404),
        ("at/99999999", 404),
        ("at/x", 400),
        ("at/2026-11-23T09:00:00", 400),
        ("changes?after=-1", 400),
        ("changes?after=x", 400),
        ("changes?after=99999999999999999999", 400),
        ("changes?wait=1000", 400),
        ("changes?limit=100000", 400),
        ("history/bag?limit=9999", 400),
    ],
)
def test_a_wrong_address_is_told(ana: Person, what: str, status: int) -> None:
    answer = ana.get(what)
    assert answer.status_code == status
    assert {"code", "message", "where", "todo"} == set(answer.json)


def test_a_workshop_that_is_not_there_is_told(ana: Person) -> None:
    key = {"X-Form-Key": ana.session["form_key"]}
    edit = {"id": "x", "action": "set", "kind": "stage", "record": "x", "fields": {"name": "x"}}
    for what in ("snapshot", "changes", "history/x", "at/0", "changes?wait=5"):
        assert ana.client.get(f"/api/v1/workshops/nobody/{what}").status_code == 404
    for body in (edit, {"edits": [edit]}):
        assert ana.client.post("/api/v1/workshops/nobody/edits", json=body, headers=key).status_code == 404
    assert ana.client.post("/api/v1/workshops/nobody/undo", json={"id": "x"}, headers=key).status_code == 404
    assert ana.client.get("/api/v1/no/such/thing").json["code"] == "HTTP404"


def test_a_poll_waits_for_the_next_change(ana: Person, ben: Person) -> None:
    seq = seq_of(ana)
    began = time.monotonic()
    timer = threading.Timer(0.3, lambda: ben.edit("set", "touchpoint", "bag", {"place": "Belt 5"}))
    timer.start()
    answer = ana.get(f"changes?after={seq}&wait=10").json
    timer.join()
    assert [change["seq"] for change in answer["changes"]] == [seq + 1]
    assert 0.2 < time.monotonic() - began < 5
    began = time.monotonic()
    assert ana.get(f"changes?after={seq + 1}&wait=1").json["changes"] == []
    assert time.monotonic() - began >= 0.9


def test_places_to_wait_are_counted_for_each_and_in_all() -> None:
    places = Places(most=3, most_each=2)
    assert [places.take(actor) for actor in ("a", "a", "a", "b", "b")] == [True, True, False, True, False]
    places.give_back("a")
    assert [places.take("b"), places.take("a")] == [True, False]


def test_who_finds_no_place_to_wait_is_answered_at_once_and_places_are_given_back(
    ana: Person, live: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts: Parts = live.extensions[EXTENSION]
    seq = seq_of(ana)
    for _ in range(3):
        assert ana.get(f"changes?after={seq}&wait=1").json["changes"] == []
        assert not parts.places._taken
    monkeypatch.setattr(Places, "take", lambda *_: False)
    began = time.monotonic()
    assert ana.get(f"changes?after={seq}&wait=10").json["changes"] == []
    assert time.monotonic() - began < 2


def test_a_poll_hears_of_what_another_process_wrote(ana: Person, live: Flask) -> None:
    parts: Parts = live.extensions[EXTENSION]
    other = type(parts.editing)(parts.access.database)
    edit = read_edit(
        {"id": "far", "action": "set", "kind": "touchpoint", "record": "bag", "fields": {"place": "C"}}
    )
    seq = seq_of(ana)
    timer = threading.Timer(0.2, lambda: other.do(WORKSHOP, edit, Who("far", "Far")))
    timer.start()
    assert len(ana.get(f"changes?after={seq}&wait=10").json["changes"]) == 1
    timer.join()
    other.close()


def test_whoever_signs_out_hears_nothing_more(live: Flask, ben: Person) -> None:
    leaver = Person(live)
    parts: Parts = live.extensions[EXTENSION]
    seq = seq_of(leaver)
    answers: list[int] = []
    poll = threading.Thread(
        target=lambda: answers.append(leaver.get(f"changes?after={seq}&wait=10").status_code)
    )
    poll.start()
    time.sleep(0.3)
    assert parts.access.end(leaver.session["actor"])
    ben.edit("set", "touchpoint", "bag", {"place": "Belt 6"})
    poll.join()
    assert answers == [403]


def test_who_sends_too_much_is_told_when_to_go_on() -> None:
    pace = Pace(burst=10, per_second=2)
    assert [pace.wait("a", 5, 0.0), pace.wait("a", 5, 0.0), pace.wait("a", 5, 0.0)] == [0, 0, 3]
    assert pace.wait("b", 5, 0.0) == 0
    assert pace.wait("a", 5, 2.5) == 0


def test_too_much_is_answered_with_429_and_a_full_queue_with_503(
    ana: Person, live: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts: Parts = live.extensions[EXTENSION]
    with monkeypatch.context() as patch:
        patch.setattr(Pace, "wait", lambda *_: 7)
        answer = ana.edit("set", "touchpoint", "bag", {"place": "x"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")

    def full(*_: object) -> None:
        raise Busy("Too many edits wait at once.", "Send this again in a moment; nothing was changed.")

    monkeypatch.setattr(parts.editing, "do_all", full)
    answer = ana.edit("set", "touchpoint", "bag", {"place": "x"})
    assert (answer.status_code, answer.headers["Retry-After"], answer.json["code"]) == (503, "1", "TE620")


def test_the_description_names_every_route_and_only_those(live: Flask) -> None:
    told = {
        (path, method.upper(), one["operationId"])
        for path, methods in DESCRIBED["paths"].items()
        for method, one in methods.items()
    }
    real = set()
    for rule in live.url_map.iter_rules():
        blueprint, _, name = rule.endpoint.partition(".")
        if blueprint in ("api", "live", "readings", "roomapi"):
            path = rule.rule.removeprefix("/api/v1").replace("<", "{").replace(">", "}")
            real |= {(path, method, name) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert told == real


def test_the_description_and_the_validation_agree(ana: Person) -> None:
    described = ana.client.get("/api/v1/openapi.json").json
    assert described == json.loads(json.dumps(DESCRIBED))
    schema = {"$ref": "#/components/schemas/Edit", "components": described["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    base = {"id": "a", "action": "set", "kind": "touchpoint", "record": "b", "fields": {"name": "x"}}
    good = [
        base,
        base | {"seen": 4, "upon": "c", "settles": 4},
        base | {"fields": {"channels": ["app"], "lead_minutes": 4.5, "critical": None, "place": ""}},
        base | {"action": "move", "fields": {"stage": "s"}, "position": {"after": None}},
    ]
    bad = [
        [],
        base | {"id": "A"},
        base | {"action": "destroy"},
        base | {"kind": "unicorn"},
        base | {"colour": "red"},
        base | {"fields": {"nmae": "x"}},
        base | {"fields": {"name": 5}},
        base | {"fields": {"name": "x" * 201}},
        base | {"fields": {"channels": "app"}},
        base | {"seen": -1},
        base | {"seen": 2**53},
        base | {"position": {}},
        {key: base[key] for key in ("id", "action", "kind")},
    ]
    for edit in good:
        validator.validate(edit)
        read_edit(edit)
    for edit in bad:
        assert not validator.is_valid(edit), edit
        with pytest.raises(Refused):
            read_edit(edit)


def test_answers_are_as_described(ana: Person) -> None:
    components = DESCRIBED["components"]
    change = ana.edit("set", "touchpoint", "bag", {"place": "Belt 7"}).json
    answers = {
        "Session": ana.session,
        "Change": change,
        "Snapshot": ana.get("snapshot").json,
        "Changes": ana.get("changes").json,
        "History": ana.get("history/bag").json,
        "Error": ana.edit("set", "touchpoint", "bag", {"x": 1}).json,
        "Done": ana.post("edits", {"edits": [{}]}).json,
    }
    for name, answer in answers.items():
        schema = {"$ref": f"#/components/schemas/{name}", "components": components}
        jsonschema.Draft202012Validator(schema).validate(answer)


def test_the_guide_is_a_page_to_read(ana: Person) -> None:
    page = ana.client.get("/api/v1/")
    assert page.status_code == 200
    for path in DESCRIBED["paths"]:
        assert path in page.text
    for told in describing.EVENTS:
        assert f'<th scope="row"><code>{told.name}</code></th>' in page.text
        assert escape(told.text) in page.text


def mangled(chance: random.Random, value: Any) -> Any:
    """A value with something in it exchanged for something odd."""
    odd = (
        None,
        True,
        -1,
        2**70,
        1e308,
        "",
        "\x00",
        "\ud800",
        "x" * 300,
        [],
        {},
        [[]],
        {"a": 1},
        "gate-closed",
        "É",
    )
    if chance.random() < 0.3 or not isinstance(value, dict) or not value:
        return chance.choice(odd)
    key = chance.choice(sorted(value))
    return value | {chance.choice((key, key, "x", "\x00")): mangled(chance, value[key])}


def test_nothing_that_can_be_sent_ends_in_an_error_of_ours(live: Flask) -> None:
    person, chance = Person(live), random.Random(3)
    for number in range(300):
        edit: dict[str, Any] = {
            "id": f"m-{number}", "action": chance.choice(("add", "set", "move", "remove")), "kind": "statement",
            "record": chance.choice((f"m-{number}", "s-forty-one")), "seen": 1, "position": {"after": "gate-closed"},
            "fields": {"touchpoint": "gate-closed", "state": "current", "text": "x", "evidence": "measured"},
        }  # fmt: skip
        body = json.dumps(mangled(chance, edit)).encode()
        before = person.get("snapshot").data
        answer = person.client.post(
            f"{AREA}/edits", data=body, content_type="application/json",
            headers={"X-Form-Key": person.session["form_key"]},
        )  # fmt: skip
        assert answer.status_code in (200, 409, 422), (body, answer.data)
        if answer.status_code != 200:
            assert person.get("snapshot").data == before


def test_the_owner_client_sees_the_change_on_every_page(ana: Person, owner: FlaskClient) -> None:
    ana.edit("set", "workshop", WORKSHOP, {"title": "Another title"})
    assert "Another title" in ana.client.get("/workshops").text
    assert "Another title" not in owner.get("/workshops").text  # another installation
