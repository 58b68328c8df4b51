"""The room's part of the API described (OpenAPI 3.1): its addresses, the bodies that `roombodies` checks, and what comes back."""

from __future__ import annotations

from typing import Any

from touchmap.domain import ids
from touchmap.domain.records import ANONYMITIES, STEP_KINDS, VISIBILITIES
from touchmap.domain.room.steps import TALK
from touchmap.domain.schema import object_schema
from touchmap.web import roombodies

ROOM = "/workshops/{workshop}/room"
STEP = f"{ROOM}/steps/{{step}}"
_ID = {"type": "string", "pattern": f"^{ids.PATTERN}$"}
_TEXT = {"type": "string"}
_WHOLE = {"type": "integer", "minimum": 0}
_YES = {"type": "boolean"}
_MOMENT = {"anyOf": [{"type": "number", "description": "Seconds since 1970."}, {"type": "null"}]}
_REFUSALS = {
    "400": "The request cannot be read.",
    "403": "Not signed in, or the form key is missing.",
    "404": "There is no such workshop, step or touchpoint.",
    "409": "The session as it stands does not allow it: closed, not begun, frozen, the last step.",
    "415": "The body is not application/json.",
    "422": "Something in the body is wrong; `problems` names everything.",
    "429": "Too much at once; Retry-After says how many seconds to wait.",
    "503": "Too much waits; nothing was changed; Retry-After says how many seconds to wait.",
}

# Path, method, endpoint's name, body, answer, what it does.
ROUTES: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        ROOM,
        "get",
        "room",
        "",
        "Room",
        "How the session stands, for the facilitator; `open` false when none is open.",
    ),
    (f"{ROOM}/door", "get", "door", "", "RoomDoor", "How people get in: code, address and QR code."),
    (f"{ROOM}/go", "post", "go", "RoomGo", "Room", "Go to a step of the agenda; the one before freezes."),
    (f"{STEP}/input", "post", "take_input", "RoomInput", "Room", "Freeze a step, or open it again."),
    (
        f"{STEP}/timer",
        "post",
        "timer",
        "RoomTimer",
        "Room",
        "Start, extend, pause, resume or end a step's timer.",
    ),
    (
        f"{STEP}/reveal",
        "post",
        "reveal",
        "RoomReveal",
        "Room",
        "Show what was given in a step: all, of one touchpoint, or one by one.",
    ),
    (
        f"{ROOM}/spotlight",
        "post",
        "spotlight",
        "RoomSpotlight",
        "Room",
        "Put a touchpoint in the spotlight, or take it away.",
    ),
    (
        f"{STEP}/notes",
        "post",
        "scribe",
        "RoomScribe",
        "Room",
        "Write a note for somebody without a phone; held and revealed with the others.",
    ),
    (f"{ROOM}/paper", "post", "add_paper", "RoomPaper", "Room", "Let somebody in who has no phone."),
    (
        f"{STEP}/ballots",
        "post",
        "ballot",
        "RoomBallot",
        "Room",
        "Enter a ballot of somebody without a phone: what they rated or voted in a step, whole.",
    ),
    (
        f"{STEP}/ballots/back",
        "post",
        "ballot_back",
        "RoomBallotBack",
        "Room",
        "Take the newest entry of a step's ballots back.",
    ),
)


def paths() -> dict[str, Any]:
    """The addresses, each with its methods."""
    found: dict[str, dict[str, Any]] = {}
    for path, method, name, body, answer, text in ROUTES:
        found.setdefault(path, {})[method] = _operation(path, name, body, answer, text)
    return found


def schemas() -> dict[str, Any]:
    """The bodies and the answers."""
    return roombodies.schemas() | {"Room": _room(), "RoomStep": _step(), "RoomDoor": _door()}


def _operation(path: str, name: str, body: str, answer: str, text: str) -> dict[str, Any]:
    codes = _REFUSALS if body else {code: _REFUSALS[code] for code in ("403", "404")}
    found: dict[str, Any] = {
        "operationId": name,
        "summary": text,
        "parameters": [
            {"name": one, "in": "path", "required": True, "schema": _ID, "description": f"The {one}'s id."}
            for one in ("workshop", "step")
            if f"{{{one}}}" in path
        ],
        "responses": {"200": _content(answer, "Done.")}
        | {code: _content("Error", said) for code, said in codes.items()},
    }
    if body:
        key = {
            "name": "X-Form-Key",
            "in": "header",
            "required": True,
            "schema": _TEXT,
            "description": "From GET /session.",
        }
        found["parameters"].append(key)
        found["requestBody"] = {"required": True} | _content(body)
    return found


def _content(schema: str, text: str = "") -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": _ref(schema)}}}
    return ({"description": text} if text else {}) | content


def _room() -> dict[str, Any]:
    agenda = {
        "id": _ID,
        "title": _TEXT,
        "kind": {"enum": [TALK, *STEP_KINDS]},
        "minutes": {"type": ["number", "null"]},
        "place": {"enum": ["now", "open", "next"]},
    } | dict.fromkeys(("held", "of", "done"), _WHOLE)
    face = {"id": _ID, "name": {"type": ["string", "null"]}, "group": {"type": ["string", "null"]}}
    moved = object_schema({"moved": _WHOLE, "left": _WHOLE})
    saved = object_schema({"note": _ID, "held": _YES})
    paper = object_schema({"id": _ID, "name": _TEXT, "group": _TEXT})
    counted = {"entered": _WHOLE, "held": _YES, "changed": _YES, "back": _WHOLE}
    ballots = {"type": "object", "properties": counted, "additionalProperties": False}
    properties = {
        "open": _YES,
        "key": {"description": "The same key, the same answer; the room's stream tells it."} | _TEXT,
        "now": {"type": "number", "description": "The server's clock, seconds since 1970."},
        "code": _TEXT,
        "locked": _YES,
        "spotlight": _or_null(_ID),
        "follow": _YES,
        "agenda": {"type": "array", "items": object_schema(agenda)},
        "step": _or_null(_ref("RoomStep")),
        "counts": {"type": "object", "description": "people, done, given, held, waiting; `by` touchpoint."},
        "touchpoints": {"type": "array", "items": _ID, "description": "Those that the step is about."},
        "people": _WHOLE,
        "faces": {"type": "array", "items": object_schema(face)},
        "links": object_schema(dict.fromkeys(("room", "people", "wall"), _TEXT)),
        "revealed": {"description": "After revealing: how many moved, how many stay held."} | moved,
        "saved": {"description": "After writing for somebody: the note, and whether it is held back."}
        | saved,
        "paper": {"description": "After letting somebody in without a phone."} | paper,
        "ballots": {"description": "After entering ballots, or taking them back: how many."} | ballots,
    }
    return object_schema(properties, "open")


def _step() -> dict[str, Any]:
    texts = dict.fromkeys(("title", "prompt", "instruction", "gives", "about", "promise", "wall"), _TEXT)
    lists = {key: {"type": "array", "items": _TEXT} for key in ("extras", "scales")}
    return object_schema(
        {"id": _ID, "kind": {"enum": [TALK, *STEP_KINDS]}}
        | texts
        | lists
        | {
            "visibility": {"enum": list(VISIBILITIES)},
            "anonymity": {"enum": list(ANONYMITIES)},
            "dots": _WHOLE,
            "most": _WHOLE,
            "input": _YES,
            "frozen": _YES,
            "revealed": {"enum": ["all", "some", "none"]},
            "revealed_touchpoints": {"type": "array", "items": _ID},
            "ends_at": _MOMENT,
            "left": _MOMENT,
        }
    )


def _door() -> dict[str, Any]:
    return object_schema(
        {"open": _YES, "code": _TEXT, "address": _TEXT, "qr": _TEXT, "only_here": _YES}, "open"
    )


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
