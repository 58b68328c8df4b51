"""What a facilitator's requests to the room may say: each body's fields, said once for checking and for the API's description."""

from __future__ import annotations

from typing import Any

from touchmap.domain.edits import Refused
from touchmap.domain.fields import Choice, Field, Identifier, Mismatch, Number, Ref, Text, Truth
from touchmap.domain.records import MINUTES, ROLE, YES_NO
from touchmap.domain.room.giving import MOST_TEXT
from touchmap.domain.room.roomstate import MOST_SECONDS
from touchmap.errors import Problem
from touchmap.web.apibody import read_json

TIMER = ("start", "extend", "pause", "resume", "end")
_TOUCHPOINT = Ref(("touchpoint",))


def _field(key: str, type: Any, doc: str, *, required: bool = False) -> Field:
    return Field(key, key, type, doc, required)


BODIES: dict[str, tuple[Field, ...]] = {
    "RoomGo": (
        _field("to", Identifier(), "`next`, `back`, or the id of a step of the agenda.", required=True),
    ),
    "RoomInput": (
        _field(
            "frozen", Truth(), "Whether the step takes nothing more in; false opens it again.", required=True
        ),
    ),
    "RoomTimer": (
        _field("action", Choice(TIMER), "What is done with the timer.", required=True),
        _field("seconds", Number(0, MOST_SECONDS, "seconds"), "For `start` and `extend`: how long."),
    ),
    "RoomReveal": (
        _field("touchpoint", _TOUCHPOINT, "Only what is about this touchpoint; all when left out."),
        _field("one", Truth(), "Only the next single one, in an order that tells nothing."),
    ),
    "RoomSpotlight": (
        _field("touchpoint", _TOUCHPOINT, "The touchpoint in the spotlight; none when left out."),
        _field("follow", Truth(), "Whether phones and wall are asked to follow.", required=True),
    ),
    "RoomScribe": (
        _field(
            "nonce", Identifier(), "A fresh id of this note; sent again it changes the note.", required=True
        ),
        _field("text", Text(MOST_TEXT, lines=True), "What somebody without a phone says.", required=True),
        _field("touchpoint", _TOUCHPOINT, "What it is about; some steps need it."),
        _field("minutes", MINUTES, "Where a step asks for it: how long it takes."),
        _field("would_pay", YES_NO, "Where a step asks for it: would the customer pay if they knew?"),
        _field("group", ROLE, "The group of whoever says it."),
    ),
}


def body(name: str) -> dict[str, Any]:
    """The request's body as its fields say, without what is null. Raises Refused with every problem."""
    data = read_json()
    if not isinstance(data, dict):
        raise Refused(
            Problem("TM005", "The body should be one JSON object.", "Look at the API's description.")
        )
    fields = {field.key: field for field in BODIES[name]}
    found: dict[str, Any] = {}
    problems = []
    for key, value in data.items():
        if key not in fields:
            todo = f"Known are: {', '.join(fields)}."
            problems.append(Problem("TM005", f"'{key}' says nothing here.", todo, (key,)))
        elif value is not None:
            try:
                found[key] = fields[key].type.read(value)  # type: ignore[union-attr]  # no body has a list
            except Mismatch as wrong:
                problems.append(Problem("TM007", wrong.what, wrong.todo, (key,)))
    missing = [key for key, field in fields.items() if field.required and data.get(key) is None]
    problems += [Problem("TM006", f"'{key}' is missing.", fields[key].doc, (key,)) for key in missing]
    if problems:
        raise Refused(*problems)
    return found


def schemas() -> dict[str, Any]:
    """The JSON Schema of each body."""
    return {name: _schema(fields) for name, fields in BODIES.items()}


def _schema(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            field.key: {"description": field.doc}
            | (field.type.schema() if field.required else {"anyOf": [field.type.schema(), {"type": "null"}]})
            for field in fields
        },
        "required": [field.key for field in fields if field.required],
        "additionalProperties": False,
    }
