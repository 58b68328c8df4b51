"""The stream as the API's description tells it: its addresses, and every event with what is in it.

Plain values in the form of OpenAPI 3.1, which has no words for events: they stand under `x-events` of the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from touchmap.domain import ids
from touchmap.domain.edits import MOST_SEQ
from touchmap.domain.schema import object_schema
from touchmap.live.hub import BEAT_EVERY, COME_BACK, MOST_REPLAYED
from touchmap.live.presence import TYPING_LASTS

_ID = {"type": "string", "pattern": f"^{ids.PATTERN}$"}
_TEXT = {"type": "string"}
_SEQ = {"type": "integer", "minimum": 0, "maximum": MOST_SEQ}


@dataclass(frozen=True, slots=True)
class Told:
    """An event: whether it carries an `id` (always the seq), its data as a JSON Schema, and what it means."""

    name: str
    id: str
    data: dict[str, Any]
    text: str


_PERSON = object_schema(
    {
        "actor": _TEXT,
        "here": {"type": "boolean"},
        "by": _TEXT,
        "record": _ID,
        "field": _TEXT,
        "typing": {"const": True},
    },
    "actor",
    "here",
)
_NOTHING: dict[str, Any] = {"type": "object", "maxProperties": 0}

EVENTS = (
    Told(
        "hello",
        "only when the request named no seq",
        object_schema({"origin": _TEXT, "seq": _SEQ, "actor": _TEXT}),
        "The first event: which log this is (`origin`), its newest seq, and the caller's own actor. Without Last-Event-ID and "
        "`after`, what comes follows this seq.",
    ),
    Told(
        "change",
        "always",
        {"$ref": "#/components/schemas/Change"},
        "A change of the log, in the order of the log, none left out but those that the caller may not see. It is durable.",
    ),
    Told(
        "snapshot",
        "always",
        object_schema({"origin": _TEXT, "seq": _SEQ}),
        f"Take the whole workshop anew (GET …/snapshot): more than {MOST_REPLAYED:,} changes were missed, the log is another "
        "one, or a change is too large for an event. What follows goes on from this seq.",
    ),
    Told(
        "here",
        "never",
        object_schema({"all": {"type": "boolean"}, "people": {"type": "array", "items": _PERSON}}),
        "Who is here, at which record and field, and who is typing: with `all` everybody, otherwise those of whom there is "
        f"news; `here` false: gone. Typing that is not said again ends after {TYPING_LASTS:g} s. Never stored.",
    ),
    Told("gone", "never", _NOTHING, "The workshop has been removed; the stream ends."),
    Told("out", "never", _NOTHING, "The session has ended; the stream ends, and asking again gives 403."),
)

_EXAMPLE = (
    "retry: 1500\n\n"
    'event: hello\ndata: {"origin":"5f2d8c1b","seq":41,"actor":"7c0a"}\n\n'
    'event: here\ndata: {"all":true,"people":[{"actor":"7c0a","here":true,"by":"Firefox on Linux"}]}\n\n'
    'id: 42\nevent: change\ndata: {"seq":42,"id":"0193a2c4-7b1e-7000-8000-5f2d8c1b9a10","action":"set",…}\n\n'
    ": beat\n\n"
)


def paths() -> dict[str, Any]:
    """The stream's addresses, each with its methods."""
    return {
        "/workshops/{workshop}/events": {"get": _events()},
        "/workshops/{workshop}/presence": {"post": _presence()},
    }


def schemas() -> dict[str, Any]:
    """The shapes that only the stream has: the data of each event, and where somebody is."""
    place = {
        "record": {"anyOf": [_ID, {"type": "null"}]},
        "field": {"anyOf": [_TEXT, {"type": "null"}]},
        "typing": {"type": "boolean"},
    }
    own = {f"Event_{told.name}": told.data | {"description": told.text} for told in EVENTS}
    return own | {"Place": object_schema(place) | {"required": []}}


def _events() -> dict[str, Any]:
    first, last = (milliseconds / 1000 for milliseconds in COME_BACK)
    return {
        "operationId": "events",
        "summary": "Server-sent events: every change as it is committed, and who is here.",
        "description": f"What was missed comes first, then what happens, without end. A comment every {BEAT_EVERY:g} s shows "
        f"that the connection is alive. When the server stops it says `retry` ({first:g} to {last:g} s, another for each), so "
        "that not everybody comes back at once. A line `id` without an event moves Last-Event-ID past what the caller may not "
        "see. A browser's EventSource does all of this by itself.",
        "parameters": [
            _parameter("workshop", "path", _ID, "The workshop's id."),
            _parameter(
                "after", "query", _SEQ, "The newest seq that the caller has, at the first connection."
            ),
            _parameter("origin", "query", _TEXT, "The `origin` of the log that the seq is of."),
            _parameter(
                "Last-Event-ID",
                "header",
                _SEQ,
                "The id of the newest event; goes before `after`. Browsers send it.",
            ),
        ],
        "responses": {
            "200": {
                "description": "Events, until one side ends it.",
                "content": {"text/event-stream": {"schema": _TEXT, "example": _EXAMPLE}},
                "x-events": [
                    {
                        "event": told.name,
                        "id": told.id,
                        "description": told.text,
                        "data": {"$ref": f"#/components/schemas/Event_{told.name}"},
                    }
                    for told in EVENTS
                ],
            }
        }
        | _errors(
            {
                "400": "The seq is none, or the request cannot be read.",
                "403": "Not signed in.",
                "404": "There is no such workshop.",
                "503": "Too many streams are open.",
            }
        ),
    }


def _presence() -> dict[str, Any]:
    return {
        "operationId": "presence",
        "summary": "Say where the caller is, and whether they are typing; others get it as `here`.",
        "description": "What is left out is not known: {} is somewhere in the workshop. Nothing of it is stored.",
        "parameters": [
            _parameter("workshop", "path", _ID, "The workshop's id."),
            _parameter("X-Form-Key", "header", _TEXT, "From GET /session.", needed=True),
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Place"}}},
        },
        "responses": {"204": {"description": "Told."}}
        | _errors(
            {
                "400": "This does not say where somebody is.",
                "403": "Not signed in, or the form key is missing.",
                "404": "There is no such workshop.",
                "429": "Too much at once; Retry-After says how many seconds to wait.",
            }
        ),
    }


def _parameter(
    name: str, where: str, schema: dict[str, Any], text: str, *, needed: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "required": needed or where == "path",
        "schema": schema,
        "description": text,
    }


def _errors(told: dict[str, str]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {status: {"description": text, "content": content} for status, text in told.items()}
