"""What a note can become: which fields of a new record it fills, by the record's kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchmap.domain.changes import State
from touchmap.domain.room.noting import answered
from touchmap.errors import NotFound

#: The field that takes the text of a note.
TEXT = {
    "touchpoint": "name",
    "statement": "text",
    "standard": "attribute",
    "measure": "name",
    "activity": "name",
    "story": "text",
    "term": "term",
    "opportunity": "title",
    "behaviour": "text",
    "cause": "text",
    "intervention": "title",
    "commitment": "action",
}


def made_of(state: State, kind: str, note: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record of a kind, as far as a note says them. Raises NotFound for a kind that no note becomes."""
    if kind not in TEXT:
        raise NotFound(f"A note cannot become a {kind}.", f"Choose one of: {', '.join(TEXT)}.")
    step = state.records.get(note["step"])
    asked = str(step.fields.get("kind", "")) if step is not None else ""
    text, answers = answered(asked, kind, note["text"])
    fields: dict[str, Any] = {TEXT[kind]: " ".join(text.split()) if kind != "story" else text} | answers
    touchpoint = note.get("touchpoint")
    match kind:
        case "touchpoint":
            journeys = state.siblings("journey", None)
            stages = state.siblings("stage", journeys[0]) if journeys else []
            fields |= {"stage": stages[-1]} if stages else {}
        case "term" | "cause" | "intervention":
            fields |= {"touchpoints": [touchpoint]} if touchpoint else {}
        case "commitment":
            pass
        case _:
            fields |= {"touchpoint": touchpoint} if touchpoint else {}
    if kind == "statement":
        fields["state"] = note.get("state", "current")
    if kind == "intervention":
        fields["kind"] = "process change"
    if kind == "activity":
        fields |= {key: note[key] for key in ("minutes", "would_pay") if key in note}
    return fields
