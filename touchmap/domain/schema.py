"""The published JSON Schema (2020-12) of a workshop file, made from the definitions of the records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchmap.domain.document import FORMAT
from touchmap.domain.fields import Field, Many
from touchmap.domain.records import FIELDS, KINDS, SLOTS, Slot

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of a whole workshop file; every record kind is a definition of its own."""
    head: dict[str, Any] = {
        "touchmap": {"const": FORMAT, "description": "The format's number."},
        "workshop": {"$ref": "#/$defs/workshop"},
    }
    return {
        "$schema": DIALECT,
        "title": "touchmap workshop file",
        "description": "A workshop on the Moments of Truth between customers and an organisation.",
        "type": "object",
        "properties": head | {slot.key: _slot(slot) for slot in SLOTS["workshop"]},
        "required": ["touchmap", "workshop"],
        "additionalProperties": False,
        "$defs": {kind: _record(kind) for kind in KINDS},
    }


def _record(kind: str) -> dict[str, Any]:
    own = [f for f in FIELDS[kind] if not f.parent and not f.slot]
    slots = SLOTS.get(kind, ()) if kind != "workshop" else ()
    mapping: dict[str, Any] = {
        "description": KINDS[kind].__doc__,
        "type": "object",
        "properties": {f.key: _field(f) for f in own} | {slot.key: _slot(slot) for slot in slots},
        "required": [f.key for f in own if f.required and f.name != "id"],
        "additionalProperties": False,
    }
    return mapping


def _field(wanted: Field) -> dict[str, Any]:
    schema = wanted.type.schema()
    if isinstance(wanted.type, Many):
        schema = {"anyOf": [schema, wanted.type.of.schema()]}
    elif wanted.required and schema == {"type": "string", "maxLength": schema.get("maxLength")}:
        schema |= {"minLength": 1}
    return {"description": wanted.doc} | schema


def _slot(slot: Slot) -> dict[str, Any]:
    one: dict[str, Any] = {"$ref": f"#/$defs/{slot.kind}"}
    shorthand = KINDS[slot.kind].shorthand
    if shorthand is None:
        return {"type": "array", "items": one}
    short = next(_field(f) for f in FIELDS[slot.kind] if f.name == shorthand)
    item = {"anyOf": [short, one]}
    return {"anyOf": [{"type": "array", "items": item}, short]}


def object_schema(properties: Mapping[str, Any], *needed: str, more: bool = False) -> dict[str, Any]:
    """The schema of an object: all of its properties are required, or only those `needed`; `more` allows others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(needed or properties),
        "additionalProperties": more,
    }
