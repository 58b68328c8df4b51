"""Grouping and merging what the room proposed: a heading over some, one made of those that say the same; with undo."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from flask import request
from werkzeug.wrappers import Response as Answer

from touchmap.domain.changes import State
from touchmap.domain.edits import Edit, read_edit
from touchmap.domain.room.refusing import NotNow
from touchmap.errors import TouchmapError
from touchmap.web.api import who
from touchmap.web.parts import parts
from touchmap.web.roomshop import state_of, told
from touchmap.web.wording import count


def arrange(workshop: str) -> Answer:
    """Puts the ticked proposals under a heading, or makes one of them: the first of the list, or the one named."""
    form, state = request.form, state_of(workshop)
    deed, _, into = form.get("deed", "").partition(" ")
    there = [id for id, _ in state.of_kind("opportunity")]
    ticked = [id for id in there if id in form.getlist("ticked")]
    if not ticked:
        raise NotNow("No proposal is ticked.", "Tick the proposals that you mean, then choose.")
    group = f"proposals-{secrets.token_hex(8)}"
    if deed == "merge":
        into = into if into in ticked else ticked[0]
        edits = list(_merging(state, into, [id for id in ticked if id != into], group))
        if len(ticked) < 2:
            raise NotNow("Tick at least two proposals that say the same.", "Then make one of them.")
        words = f"{count(len(ticked), 'proposal is', 'proposals are')} one now: “{_title(state, into)}”."
    else:
        heading = " ".join(form.get("heading", "").split()) or None
        edits = [_edit("set", "opportunity", id, group, {"theme": heading}) for id in ticked]
        what = count(len(ticked), "proposal stands", "proposals stand")
        words = f"{what} under “{heading}”." if heading else f"{what} under no heading."
    for answer in parts().editing.do_all(workshop, edits, who()):
        if isinstance(answer, TouchmapError):
            raise answer
    return told(workshop, words, part="proposals", undo=True)


def _merging(state: State, into: str, others: list[str], group: str) -> Iterator[Edit]:
    """The edits after which one proposal says it for all: their words are kept in its description, what was made of notes
    and what takes them up leads to it. Raises NotNow when people have voted on one that would go.
    """
    voted = next((id for id in others if any(state.siblings("vote", id))), None)
    if voted is not None:
        what = f"People have voted on “{_title(state, voted)}”."
        raise NotNow(what, "Their votes would be lost; what says the same becomes one before the vote.")
    told = [state.records[into].fields.get("description") or ""]
    for id in others:
        fields = state.records[id].fields
        told.append("\n".join(filter(None, [fields["title"], fields.get("description")])))
    description = "\n".join(filter(None, told))
    if others:
        yield _edit("set", "opportunity", into, group, {"description": description})
    for note, entry in state.of_kind("note"):
        if entry.fields.get("became") in others:
            yield _edit("set", "note", note, group, {"became": into})
    for id, entry in state.of_kind("intervention"):
        taken = entry.fields.get("opportunities", ())
        if set(taken) & set(others):
            kept = list(dict.fromkeys(into if one in others else one for one in taken))
            yield _edit("set", "intervention", id, group, {"opportunities": kept})
    for id in others:
        yield _edit("remove", "opportunity", id, group, {}, into)


def _title(state: State, id: str) -> str:
    return str(state.records[id].fields["title"])


def _edit(
    action: str, kind: str, record: str, group: str, fields: dict[str, Any], into: str | None = None
) -> Edit:
    data: dict[str, Any] = {
        "id": f"e-{secrets.token_hex(12)}",
        "action": action,
        "kind": kind,
        "record": record,
        "group": group,
    }
    if fields:
        data["fields"] = fields
    if "description" in fields:
        data["seen"] = parts().history.head(request.view_args["workshop"])[1] if request.view_args else 0
    return read_edit(data | ({"into": into} if into else {}))
