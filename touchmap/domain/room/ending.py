"""When a session may close: with commitments that somebody can be held to, or with a plain no and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from touchmap.domain.changes import State


def missing(state: State) -> list[str]:
    """What is still missing before a session may close, as sentences; empty when nothing is."""
    found = [
        entry.fields for _, entry in sorted(state.of_kind("commitment"), key=lambda one: one[1].position)
    ]
    if not found:
        return ["There is no commitment yet. Make one, or say that nothing will be done, and why."]
    return list(_wanting(state, found))


def _wanting(state: State, commitments: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for fields in commitments:
        name = _name(state, fields)
        if fields.get("no_action"):
            if not fields.get("reason"):
                yield f"{name}: nothing will be done, and no reason is given."
            continue
        wanted = {
            "an owner": fields.get("owner"),
            "a date": fields.get("due"),
            "a measure": fields.get("measure") or fields.get("measures"),
        }
        lacking = [word for word, value in wanted.items() if not value]
        if lacking:
            yield f"{name} has no {' and no '.join(word.split(' ', 1)[1] for word in lacking)}."


def _name(state: State, fields: Mapping[str, Any]) -> str:
    entry = state.records.get(fields.get("intervention") or "")
    return str(fields.get("action") or (entry.fields.get("title") if entry else "") or "A commitment")
