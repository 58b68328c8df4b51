"""The API described (OpenAPI 3.1), made from the definitions that also check what is sent, and as a page to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template

from touchmap.domain import ids
from touchmap.domain.edits import ACTIONS, MOST_SEQ, is_long
from touchmap.domain.fields import Field, Many
from touchmap.domain.records import FIELDS, KINDS
from touchmap.domain.schema import object_schema
from touchmap.web import readingdoc
from touchmap.web.api import MOST_EDITS, MOST_WAIT
from touchmap.web.apibody import MOST_BYTES

EXTENSION = "touchmap.apidoc"
bp = Blueprint("apidoc", __name__, url_prefix="/api/v1")
ID = {"type": "string", "pattern": f"^{ids.PATTERN}$"}
SEQ = {"type": "integer", "minimum": 0, "maximum": MOST_SEQ}
TEXT = {"type": "string"}
ABOUT = (
    "The live workshop as edits, changes and states. Signed in by the session cookie; changing requests carry the form key "
    "(GET /session) as X-Form-Key. An edit is durable when it is answered; the same id again gets the same answer."
)

# Path, method, endpoint's name, where it takes its parameters from, what comes back.
ROUTES: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("/session", "get", "own_session", (), "Session"),
    ("/workshops/{workshop}/edits", "post", "edits", ("workshop",), "Done"),
    ("/workshops/{workshop}/undo", "post", "undo", ("workshop",), "Change"),
    ("/workshops/{workshop}/undo", "get", "left", ("workshop",), "Left"),
    ("/workshops/{workshop}/redo", "post", "redo", ("workshop",), "Change"),
    ("/workshops/{workshop}/snapshot", "get", "snapshot", ("workshop",), "Snapshot"),
    ("/workshops/{workshop}/changes", "get", "changes", ("workshop", "after", "wait", "limit"), "Changes"),
    (
        "/workshops/{workshop}/history/{record}",
        "get",
        "history",
        ("workshop", "record", "below", "limit"),
        "History",
    ),
    ("/workshops/{workshop}/at/{when}", "get", "at", ("workshop", "when"), "Snapshot"),
    ("/workshops/{workshop}/reading", "get", "reading", ("workshop", "journey"), "Reading"),
    ("/workshops/{workshop}/graph", "get", "graph", ("workshop", "journey"), "Graph"),
)
HANDED_OVER = ("reading", "graph")  # made by a helper process, which may have too much to do
PARAMETERS: dict[str, tuple[str, dict[str, Any], str]] = {
    "workshop": ("path", ID, "The workshop's id."),
    "record": ("path", ID, "A record's id."),
    "when": ("path", TEXT, "A seq, or a moment such as 2026-11-23T14:05:00Z."),
    "after": ("query", SEQ, "The newest seq that the caller has."),
    "wait": (
        "query",
        {"type": "integer", "minimum": 0, "maximum": MOST_WAIT},
        "Seconds to wait for a change.",
    ),
    "limit": ("query", {"type": "integer", "minimum": 0}, "How many at most."),
    "below": ("query", SEQ, "Only changes with a smaller seq."),
    "journey": ("query", ID, "A journey's id; the first journey when left out."),
}
ERRORS = {
    "400": "The request cannot be read.",
    "403": "Not signed in, or the form key is missing.",
    "404": "There is no such workshop, record or seq.",
    "409": "The workshop as it is does not allow it: an id in use, a record that is gone, nothing to undo.",
    "413": f"The body is larger than {MOST_BYTES:,} bytes.",
    "415": "The body is not application/json.",
    "422": "Something in the edit is wrong; `problems` names everything.",
    "429": "Too much at once; Retry-After says how many seconds to wait.",
    "503": "Too many edits wait; nothing was changed; Retry-After says how many seconds to wait.",
    "507": "The database did not take it; nothing was changed.",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What answers under /api/v1 beside the routes here, described by its own part: OpenAPI paths and schemas."""

    paths: dict[str, Any] = field(default_factory=dict)
    schemas: dict[str, Any] = field(default_factory=dict)


def describe_beside(app: Flask, beside: Beside) -> None:
    """Adds to an application's description what another part of it answers."""
    app.extensions[EXTENSION] = beside


def _beside() -> Beside:
    return cast(Beside, current_app.extensions.get(EXTENSION, Beside()))


@bp.get("/openapi.json")
def description() -> Response:
    """The description of the API for programs."""
    return jsonify(openapi(_beside()))


@bp.get("/")
def guide() -> str:
    """The description of the API for people."""
    described = openapi(_beside())
    streams = [
        (path, one["get"], one["get"]["responses"]["200"]["x-events"])
        for path, one in described["paths"].items()
        if "x-events" in one.get("get", {}).get("responses", {}).get("200", {})
    ]
    return render_template("pages/api.html", api=described, kinds=_kinds(), streams=streams)


def openapi(beside: Beside) -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, dict[str, Any]] = {}
    for path, method, name, parameters, answer in ROUTES:
        paths.setdefault(path, {})[method] = _operation(name, method, parameters, answer)
    return {
        "openapi": "3.1.0",
        "info": {"title": "touchmap", "version": "1", "description": ABOUT},
        "servers": [{"url": "/api/v1"}],
        "paths": paths | beside.paths,
        "components": {"schemas": _schemas() | readingdoc.schemas() | beside.schemas},
    }


def _operation(name: str, method: str, parameters: tuple[str, ...], answer: str) -> dict[str, Any]:
    told = dict(ERRORS) if method == "post" else {code: ERRORS[code] for code in ("400", "403", "404")}
    if name in HANDED_OVER:
        told["503"] = (
            "It took too long, or too much was asked for; Retry-After says how many seconds to wait."
        )
    found: dict[str, Any] = {
        "operationId": name,
        "summary": _summary(name),
        "parameters": [_parameter(one) for one in parameters],
        "responses": {"200": _content(answer, "Done.")}
        | {code: _content("Error", text) for code, text in told.items()},
    }
    if method == "post":
        body = {"edits": "Edits", "undo": "Reversal", "redo": "Reversal"}[name]
        found["requestBody"] = {"required": True} | _content(body, "")
        found["parameters"].append(
            {
                "name": "X-Form-Key",
                "in": "header",
                "required": True,
                "schema": TEXT,
                "description": "From GET /session.",
            }
        )
    return found


def _parameter(name: str) -> dict[str, Any]:
    where, schema, text = PARAMETERS[name]
    return {"name": name, "in": where, "required": where == "path", "schema": schema, "description": text}


def _content(schema: str, text: str) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}
    return ({"description": text} if text else {}) | content


def _summary(name: str) -> str:
    return _SUMMARIES[name]


_SUMMARIES = {
    "own_session": "Who the server takes this browser for, and its form key.",
    "edits": "Do one edit, or up to 100 of which each is done or refused for itself.",
    "undo": "Take back the caller's own last change, as far as nobody has changed it since.",
    "left": "How many of the caller's own changes can be taken back and done again, as of a seq.",
    "redo": "Do again what the caller last took back.",
    "snapshot": "The whole workshop as it is, with the seq to go on from.",
    "changes": "The changes after a seq; waits for one when asked to.",
    "history": "Who changed a record (for a touchpoint: and everything on it), the newest first.",
    "at": "The workshop as it was at a seq or a moment.",
    "reading": "Findings and figures of a journey, true of the seq that they carry; 304 to If-None-Match while they are.",
    "graph": "The drawing of a journey with the ids of its records, and the same as a list; 304 like the reading.",
}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> dict[str, Any]:
    patch = {"type": "object", "additionalProperties": {"anyOf": [_ref("Patch"), {"type": "null"}]}}
    entry = {"kind": {"enum": list(KINDS)}, "position": TEXT, "fields": {"type": "object"}}
    change = dict.fromkeys(("id", "actor", "by", "at", "action", "kind", "record"), TEXT)
    listed = {"type": "array", "items": _ref("Change")}
    return {
        "Edit": _edit(),
        "Edits": {"anyOf": [_ref("Edit"), object_schema({"edits": _many_edits()})]},
        "Reversal": object_schema({"id": ID}),
        "Change": object_schema(change | {"seq": SEQ, "before": patch, "after": patch}, more=True),
        "Done": {
            "anyOf": [_ref("Change"), object_schema({"answers": {"type": "array", "items": _ref("Answer")}})]
        },
        "Answer": object_schema(
            {"id": {"type": ["string", "null"]}, "change": _ref("Change"), "error": _ref("Error")}, "id"
        ),
        "Changes": object_schema({"origin": TEXT, "seq": SEQ, "changes": listed}),
        "History": object_schema({"changes": listed}),
        "Patch": object_schema(entry, "kind", "fields"),
        "Entry": object_schema(entry),
        "Snapshot": object_schema(
            {
                "workshop": ID,
                "origin": TEXT,
                "seq": SEQ,
                "records": {"type": "object", "additionalProperties": _ref("Entry")},
                "conflicts": {"type": "array", "items": {"type": "object"}},
            }
        ),
        "Left": object_schema({"seq": SEQ, "undo": SEQ, "redo": SEQ}),
        "Session": object_schema({"actor": TEXT, "by": TEXT, "form_key": TEXT}),
        "Error": object_schema(
            {"code": TEXT, "message": TEXT, "where": TEXT, "todo": TEXT, "problems": {"type": "array"}},
            *("code", "message", "where", "todo"),
        ),
    } | {f"fields_{kind}": _fields(kind) for kind in KINDS}


def _many_edits() -> dict[str, Any]:
    return {"type": "array", "items": _ref("Edit"), "minItems": 1, "maxItems": MOST_EDITS}


def _edit() -> dict[str, Any]:
    neighbour = {"anyOf": [ID, {"type": "null"}]}
    position = {
        "anyOf": [{"type": "null"}, object_schema({"after": neighbour}), object_schema({"before": neighbour})]
    }
    keys = {
        "id": ID,
        "action": {"enum": list(ACTIONS)},
        "kind": {"enum": list(KINDS)},
        "record": ID,
        "fields": {"type": ["object", "null"]},
        "position": position,
        "seen": {"anyOf": [SEQ, {"type": "null"}]},
        "upon": {"anyOf": [ID, {"type": "null"}]},
        "settles": {"anyOf": [SEQ, {"type": "null"}]},
        "group": {"anyOf": [ID, {"type": "null"}]},
        "into": {"anyOf": [ID, {"type": "null"}]},
    }
    of_kind = [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {"properties": {"fields": {"anyOf": [_ref(f"fields_{kind}"), {"type": "null"}]}}},
        }
        for kind in KINDS
    ]
    return object_schema(keys, "id", "action", "kind", "record") | {"allOf": of_kind}


def _fields(kind: str) -> dict[str, Any]:
    own = [field for field in FIELDS[kind] if field.name != "id"]
    return {
        "description": KINDS[kind].__doc__,
        "type": "object",
        "properties": {field.key: _field(field) for field in own},
        "additionalProperties": False,
    }


def _field(field: Field) -> dict[str, Any]:
    schema = field.type.schema()
    empty = [] if field.required else [{"type": "null"}, {"const": ""}]
    return {"description": field.doc} | ({"anyOf": [schema, *empty]} if empty else schema)


def _kinds() -> list[dict[str, Any]]:
    """Every kind with its fields, for the page."""
    return [
        {
            "name": kind,
            "doc": KINDS[kind].__doc__,
            "fields": [
                {"key": f.key, "type": _type(f), "needed": f.required, "long": is_long(f), "doc": f.doc}
                for f in FIELDS[kind]
                if f.name != "id"
            ],
        }
        for kind in KINDS
    ]


def _type(field: Field) -> str:
    return f"list of {field.type.of.name}" if isinstance(field.type, Many) else field.type.name
