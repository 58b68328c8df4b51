"""What the shared cases tell other languages about the kinds of records is what the records say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from touchmap.domain.changes import BY_KEY
from touchmap.domain.edits import is_long
from touchmap.domain.fields import Field, Many, Ref
from touchmap.domain.model import PARENT_FIELD
from touchmap.domain.records import KINDS

CASES = Path(__file__).parent.parent / "cases/edits"
TOLD = json.loads((CASES / "kinds.json").read_text(encoding="utf-8"))["kinds"]


def reference(wanted: Field) -> list[Any] | None:
    """A field that names other records, as the cases say it; None for another."""
    of = wanted.type.of if isinstance(wanted.type, Many) else wanted.type
    if not isinstance(of, Ref):
        return None
    return [wanted.key, wanted.required or wanted.parent, isinstance(wanted.type, Many), list(of.kinds)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_told_as_its_record_says(kind: str) -> None:
    fields = BY_KEY[kind].values()
    assert TOLD[kind] == {
        "parent": PARENT_FIELD.get(kind),
        "references": [said for said in map(reference, fields) if said],
        "long": [[f.key, f.type.limit, f.required] for f in fields if is_long(f)],
    }


def test_no_kind_is_told_that_is_not_there() -> None:
    assert list(TOLD) == list(KINDS)
