"""What the live editor reads beside a journey: true of the seq it carries, as described, the same for everybody who asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import WORKSHOP, close, make_app, sign_in

from touchmap.live import describing
from touchmap.web import shelf
from touchmap.web.apidoc import Beside, openapi

AREA = f"/api/v1/workshops/{WORKSHOP}"
SVG = "{http://www.w3.org/2000/svg}"


class Person:
    """A signed-in browser of the application."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = sign_in(app)
        self.key = self.client.get("/api/v1/session").json["form_key"]  # type: ignore[index]  # the answer is JSON
        self.count = 0

    def get(self, what: str, **how: Any) -> Any:
        return self.client.get(f"{AREA}/{what}", **how)

    def set(self, record: str, **fields: Any) -> int:
        self.count += 1
        edit = {
            "id": f"e{self.count}",
            "action": "set",
            "kind": "touchpoint",
            "record": record,
            "fields": fields,
        }
        answer = self.client.post(f"{AREA}/edits", json=edit, headers={"X-Form-Key": self.key})
        assert answer.status_code == 200
        return int(answer.json["seq"])  # type: ignore[index]  # the answer is JSON


@pytest.fixture
def ana(fresh_sample: Flask) -> Person:
    return Person(fresh_sample)


@pytest.fixture
def fresh_sample(tmp_path: Any) -> Iterator[Flask]:
    made = make_app(tmp_path / "data")
    yield made
    close(made)


def described(name: str) -> jsonschema.Draft202012Validator:
    components = openapi(Beside(describing.paths(), describing.schemas()))["components"]
    return jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})


@pytest.mark.parametrize(("what", "name"), [("reading", "Reading"), ("graph", "Graph")])
def test_the_answer_is_as_the_api_describes_it(ana: Person, what: str, name: str) -> None:
    described(name).validate(ana.get(what).json)


def test_a_reading_carries_the_seq_that_it_is_true_of(ana: Person) -> None:
    assert ana.get("reading").json["seq"] == 0
    assert ana.set("gate-closed", name="The door is shut") == 1
    after = ana.get("reading").json
    assert after["seq"] == 1
    assert after["origin"] == ana.get("snapshot").json["origin"]
    assert any("The door is shut" in one["sentence"] + one["place"]["words"] for one in after["findings"])
    assert "The door is shut" in ana.get("graph").text.replace("</text> <text", "")


def test_nothing_is_sent_again_while_nothing_has_changed(ana: Person) -> None:
    tag = ana.get("reading").headers["ETag"]
    again = ana.get("reading", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    ana.set("gate-closed", place="Gate 7")
    assert ana.get("reading", headers={"If-None-Match": tag}).status_code == 200


def test_many_who_ask_for_the_same_share_one_analysis(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    analyse = shelf.analyse
    monkeypatch.setattr(shelf, "analyse", lambda model: made.append(1) or analyse(model))
    for _ in range(5):
        ana.get("reading")
        ana.get("graph")
    assert len(made) == 1
    ana.set("gate-closed", place="Gate 7")
    ana.get("graph")
    assert len(made) == 2


def test_a_finding_says_where_it_is(ana: Person) -> None:
    read, records = ana.get("reading").json, ana.get("snapshot").json["records"]
    assert sum(read["counts"].values()) == len(read["findings"]) > 0
    for one in read["findings"]:
        place = one["place"]
        assert place["record"] == WORKSHOP or records[place["record"]]["kind"] == place["kind"]
        assert place["touchpoint"] is None or records[place["touchpoint"]]["kind"] == "touchpoint"
        assert ana.client.get(one["href"].split("#")[0]).status_code == 200


def test_findings_speak_the_words_of_the_client_with_signs_kept_together(ana: Person) -> None:
    sentences = " ".join(one["sentence"] for one in ana.get("reading").json["findings"])
    assert "guest" in sentences
    assert "customer" not in sentences
    assert "\u202f%" in sentences
    assert " %" not in sentences


def test_the_figures_of_a_journey_are_those_of_its_pages(ana: Person) -> None:
    figures = ana.get("reading").json["figures"]
    page = ana.client.get(f"/workshops/{WORKSHOP}/graph").text
    assert figures["summary"] in page
    assert all(one["probability"]["text"] in page for one in figures["endings"])
    assert abs(sum(one["probability"]["value"] for one in figures["endings"]) - 1) < 1e-9
    assert all(one["formula"] and one["source"] and one["counted"] for one in figures["key"])
    touchpoint = figures["touchpoints"]["gate-closed"]
    assert touchpoint["findings"] == sum(
        one["place"]["touchpoint"] == "gate-closed" for one in ana.get("reading").json["findings"]
    )


def test_every_station_way_and_outcome_of_the_drawing_carries_the_id_of_its_record(ana: Person) -> None:
    drawn, records = ana.get("graph").json, ana.get("snapshot").json["records"]
    svg = ElementTree.fromstring(drawn["svg"])
    marked = {one.get("data-id"): one for one in svg.iter() if one.get("data-id")}
    for kind in ("touchpoint", "transition", "outcome"):
        wanted = {id for id, record in records.items() if record["kind"] == kind}
        assert wanted == wanted & set(marked), kind
    station = marked["gate-closed"]
    assert station.tag == f"{SVG}a"
    assert station.get("href") == f"/workshops/{WORKSHOP}/touchpoints/gate-closed"
    assert {one["touchpoint"] for one in drawn["stops"]} == {
        id for id, record in records.items() if record["kind"] == "touchpoint"
    }


@pytest.mark.parametrize("what", ["reading", "graph"])
def test_what_is_not_there_is_not_found_and_strangers_learn_nothing(ana: Person, what: str) -> None:
    for path in (
        f"{AREA}/{what}?journey=gate-closed",
        f"{AREA}/{what}?journey=%00",
        f"/api/v1/workshops/no/{what}",
    ):
        answer = ana.client.get(path)
        assert (answer.status_code, answer.json["code"]) == (404, "TE300")  # type: ignore[index]  # the answer is JSON
    stranger = ana.client.application.test_client().get(f"{AREA}/{what}")
    assert stranger.status_code == 403
    tagged = ana.client.application.test_client().get(f"{AREA}/{what}", headers={"If-None-Match": "*"})
    assert tagged.status_code == 403


def test_a_workshop_without_a_journey_or_without_touchpoints_is_read_too(ana: Person) -> None:
    file = b"touchmap: 1\nworkshop: {id: bare, title: Bare}\n"
    empty = b"touchmap: 1\nworkshop: {id: new, title: New}\njourneys: [{name: J, stages: [{name: S}]}]\n"
    parts = ana.client.application.extensions["touchmap"]
    for content, id in ((file, "bare"), (empty, "new")):
        parts.shelf.take_in(content, "w.yaml", replace=False)
        for what, name in (("reading", "Reading"), ("graph", "Graph")):
            answer = ana.client.get(f"/api/v1/workshops/{id}/{what}")
            assert answer.status_code == 200
            described(name).validate(answer.json)
