"""When a session may close: with commitments that somebody can be held to, or with a plain no and its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchmap.domain.changes import State


def missing(state: State) -> list[str]:
    """What is still missing before a session may close, as sentences; empty when nothing is."""
    return [sentence for _, sentence in wanting(state)]


def wanting(state: State) -> list[tuple[str | None, str]]:
    """The same with the commitment that each sentence is about; None when there is no commitment at all."""
    found = sorted(state.of_kind("commitment"), key=lambda one: one[1].position)
    if not found:
        return [(None, "There is no commitment yet. Make one, or say that nothing will be done, and why.")]
    said = ((id, _sentence(state, entry.fields)) for id, entry in found)
    return [(id, sentence) for id, sentence in said if sentence]


def _sentence(state: State, fields: Mapping[str, Any]) -> str:
    """What a commitment lacks; empty when it lacks nothing."""
    name = title_of(state, fields) or "A commitment"
    if fields.get("no_action"):
        return "" if fields.get("reason") else f"{name}: nothing will be done, and no reason is given."
    wanted = {
        "owner": fields.get("owner"),
        "date": fields.get("due"),
        "measure": fields.get("measure") or fields.get("measures"),
    }
    lacking = [word for word, value in wanted.items() if not value]
    return f"{name} has no {' and no '.join(lacking)}." if lacking else ""


def title_of(state: State, fields: Mapping[str, Any]) -> str:
    """What a commitment is about: its first step, else the intervention that it promises; empty when it says neither."""
    entry = state.records.get(fields.get("intervention") or "")
    return str(fields.get("action") or (entry.fields.get("title") if entry else "") or "")
