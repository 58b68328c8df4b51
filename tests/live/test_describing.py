"""What the API's description says of the stream is what a stream sends, and what its routes take."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from streaming import API, Event, Person

from touchmap.live.describing import EVENTS, paths, schemas

TOLD = {told.name: told for told in EVENTS}


@pytest.fixture(scope="module")
def components(person: Person) -> dict[str, Any]:
    """The schemas as the server gives them out."""
    found: dict[str, Any] = person.ask("GET", "/api/v1/openapi.json")[1]["components"]
    return found


def _agrees(event: Event, components: dict[str, Any]) -> None:
    schema = {"$ref": f"#/components/schemas/Event_{event.name}", "components": components}
    jsonschema.Draft202012Validator(schema).validate(event.data)
    if TOLD[event.name].id in ("always", "never"):
        assert (event.id is not None) == (TOLD[event.name].id == "always"), event


def test_every_event_that_the_source_sends_is_described_and_no_other() -> None:
    # The room's streams are no part of the API: only touchmap's own pages read them.
    folder = Path(__file__).resolve().parent.parent.parent / "touchmap" / "live"
    sent = set()
    for path in {*folder.glob("*.py")} - {folder / "roomhub.py"}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("event", "frames.event"):
                assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
                sent.add(node.args[0].value)
    assert sent == set(TOLD)


def test_what_a_stream_sends_is_as_described(person: Person, components: dict[str, Any]) -> None:
    head = person.edit("described")
    stream = person.listen(f"?after={head - 1}")
    person.ask("POST", f"{API}/presence", {"record": "gate-closed", "field": "name", "typing": True})
    met: dict[str, Event] = {}
    while not ({"hello", "change"} <= met.keys() and "typing" in str(met.get("here"))):
        event = stream.next()
        assert event is not None
        if event.name != "retry":
            _agrees(event, components)
            met[event.name] = event
    stream.close()
    far = person.listen(f"?after={head + 1_000}")
    event = far.until("snapshot")
    _agrees(event, components)
    far.close()


def test_a_stream_without_a_seq_begins_with_one(person: Person, components: dict[str, Any]) -> None:
    stream = person.listen()
    hello = stream.until("hello")
    _agrees(hello, components)
    assert hello.id == hello.data["seq"]
    stream.close()


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"record": None},
        {"record": "gate-closed", "field": "name", "typing": True},
        {"record": "GATE"},
        {"typing": 1},
        {"where": "gate-closed"},
        {"record": ["gate-closed"]},
        [],
    ],
)
def test_the_place_that_is_described_is_the_one_that_is_taken(person: Person, place: Any) -> None:
    valid = jsonschema.Draft202012Validator(schemas()["Place"]).is_valid(place)
    status, _ = person.ask("POST", f"{API}/presence", place)
    assert (status == 204) == valid, status


def test_every_status_of_the_stream_has_the_shape_of_an_error(
    person: Person, components: dict[str, Any]
) -> None:
    described = paths()["/workshops/{workshop}/events"]["get"]["responses"]
    for address, expected in ((f"{API}/events?after=x", 400), ("/api/v1/workshops/no-such/events", 404)):
        status, said = person.ask("GET", address)
        assert status == expected
        assert str(status) in described
        jsonschema.Draft202012Validator(
            {"$ref": "#/components/schemas/Error", "components": components}
        ).validate(said)
