"""The server takes every edit that the browser's commands plan, on random workshops."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from touchmap.domain.applying import apply
from touchmap.domain.changes import read_state
from touchmap.domain.edits import read_edit

SCRIPT = Path(__file__).parent.parent.parent / "static/js/model/map/plans.fake.js"
COMMANDS = 18


@pytest.fixture(scope="module")
def workshops() -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", SCRIPT], capture_output=True, text=True, encoding="utf-8", check=True, timeout=180
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_server_does_every_edit_of_every_plan(workshops: list[dict[str, Any]]) -> None:
    for workshop in workshops:
        begin = read_state("w", workshop["state"])
        for plan in workshop["plans"]:
            state = begin
            for place, edit in enumerate(plan["edits"]):
                # What the session adds to an edit.
                whole = {**edit, "id": f"e{place}", "group": "g"} | (
                    {"seen": 0} if edit["action"] == "set" else {}
                )
                state = state.patched(apply(state, read_edit(whole)).after)


def test_every_command_is_among_the_plans(workshops: list[dict[str, Any]]) -> None:
    names = {plan["name"] for workshop in workshops for plan in workshop["plans"]}
    assert len(names) == COMMANDS
