"""The published JSON Schema says what the reader says."""

from __future__ import annotations

import json

import jsonschema
import pytest

from touchmap import paths
from touchmap.domain import document, schema
from touchmap.domain.fields import Many
from touchmap.domain.records import FIELDS, KINDS

VALIDATOR = jsonschema.Draft202012Validator(schema.json_schema())


def test_it_is_a_valid_schema_of_its_dialect():
    jsonschema.Draft202012Validator.check_schema(schema.json_schema())


def test_the_shipped_file_is_the_schema_of_this_code():
    shipped = (paths.workshops_folder() / "schema" / "workshop.schema.json").read_text()
    assert json.loads(shipped) == schema.json_schema(), (
        "run: touchmap schema > workshops/schema/workshop.schema.json"
    )


def test_every_kind_and_field_is_in_it():
    for kind in KINDS:
        properties = schema.json_schema()["$defs"][kind]["properties"]
        assert {f.key for f in FIELDS[kind] if not f.parent and not f.slot} <= set(properties)


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in ("workshop", "stage", "touchpoint", "vote")])
def test_a_wrong_value_is_wrong_to_both(kind):
    for field in FIELDS[kind]:
        if field.parent or field.slot:
            continue
        wrong = [{"x": 1}] if isinstance(field.type, Many) else {"x": 1}
        data = {"touchmap": 1, "workshop": {"title": "t"}}
        definition = VALIDATOR.evolve(
            schema={"$ref": f"#/$defs/{kind}", "$defs": schema.json_schema()["$defs"]}
        )
        assert any(field.key in map(str, e.absolute_path) for e in definition.iter_errors({field.key: wrong}))
        top = next((s.key for s in document.SLOTS["workshop"] if s.kind == kind), None)
        if top:
            _, problems = document.read(data | {top: [{field.key: wrong}]})
            assert any(field.key in p.path for p in problems)
