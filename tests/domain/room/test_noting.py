"""What a phone asked beside a note goes to the fields of what is made of it; the browser runs the same cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from touchmap.domain.room.noting import answered

CASES = Path(__file__).parents[2] / "cases" / "room" / "answers.json"


@pytest.mark.parametrize("case", json.loads(CASES.read_text("utf-8"))["cases"], ids=lambda case: case["name"])
def test_a_note_answers_as_the_case_says(case: dict[str, Any]) -> None:
    text, fields = answered(case["step"], case["kind"], case["text"])
    assert {"text": text, "fields": fields} == case["then"]
