"""What a facilitator's requests to the room may say: each body's fields, said once for checking and for the API's description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from touchmap.domain.edits import Refused
from touchmap.domain.fields import Choice, Field, Identifier, Integer, Mismatch, Number, Ref, Text, Truth
from touchmap.domain.records import MINUTES, ROLE, SCALES, YES_NO
from touchmap.domain.room.giving import MOST_TEXT
from touchmap.domain.room.roomstate import MOST_SECONDS
from touchmap.errors import Problem
from touchmap.web.apibody import read_json

TIMER = ("start", "extend", "pause", "resume", "end")
_TOUCHPOINT = Ref(("touchpoint",))


def _field(key: str, type: Any, doc: str, *, required: bool = False) -> Field:
    return Field(key, key, type, doc, required)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a ballot: one for each touchpoint, or for each proposal, as the step asks."""

    def read(self, value: object) -> list[dict[str, Any]]:
        """The answers with their fields read. Raises Mismatch for the first that is wrong."""
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise Mismatch("These are no answers.", "A list of objects, one for each target.")
        return [self._one(one) for one in value]

    def _one(self, answer: dict[str, Any]) -> dict[str, Any]:
        fields = {field.key: field for field in _ANSWER}
        strange = [key for key in answer if key not in fields]
        if strange:
            raise Mismatch(f"'{strange[0]}' says nothing in an answer.", f"Known are: {', '.join(fields)}.")
        given = {key: value for key, value in answer.items() if value is not None}
        return {key: fields[key].type.read(value) for key, value in given.items()}  # type: ignore[union-attr]  # none is a list

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the list."""
        return {"type": "array", "minItems": 1, "items": _schema(_ANSWER)}


_ANSWER: tuple[Field, ...] = (
    _field("touchpoint", _TOUCHPOINT, "Where people rate: what this answer is about."),
    _field(
        "opportunity", Ref(("opportunity",)), "Where people vote: the proposal that this answer is about."
    ),
    *(_field(scale, Number(-2, 100, ""), "One of the scales that the step asks for.") for scale in SCALES),
    _field("dots", Integer(0, 100), "Dots for this proposal; in all no more than everybody has."),
    _field("impact", Integer(1, 5), "How much it would change."),
    _field("effort", Integer(1, 5), "How hard it is."),
)

BODIES: dict[str, tuple[Field, ...]] = {
    "RoomGo": (
        _field("to", Identifier(), "`next`, `back`, or the id of a step of the agenda.", required=True),
        _field(
            "seen",
            Identifier(),
            "For `next` and `back`: the step that was on screen; refused when the room has gone on.",
        ),
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
        _field("person", Ref(("person",)), "Somebody on paper; only where the step keeps names."),
    ),
    "RoomBallot": (
        _field(
            "entry", Identifier(), "A fresh id of this entry; sent again it changes nothing.", required=True
        ),
        _field("answers", cast(Any, Answers()), "What stands on the ballot, whole.", required=True),
        _field("person", Ref(("person",)), "Whose ballot it is; only where the step keeps names."),
        _field("name", Text(60), "The name of somebody new; only where the step keeps names."),
        _field("group", ROLE, "The group of whoever gave it, where the step keeps groups or names."),
        _field("alike", Integer(1, 100), "How many ballots say the same; one when left out."),
    ),
    "RoomBallotBack": (
        _field("entry", Identifier(), "The entry that is taken back; only the newest can be.", required=True),
    ),
    "RoomPaper": (
        _field("entry", Identifier(), "A fresh id of this entry; sent again it adds nobody.", required=True),
        _field("name", Text(60), "A name or an alias, if there is one."),
        _field("group", ROLE, "One of the groups in the room."),
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
