"""Moderating what a room wrote: hide, merge, make parts of the map of it, take any of this back, and write for others."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.wrappers import Response as Answer

from touchmap.domain.changes import State
from touchmap.domain.room.refusing import NotNow
from touchmap.errors import NotFound
from touchmap.services.bookkeeping import Reversal
from touchmap.web import phoneform
from touchmap.web.api import who
from touchmap.web.parts import parts
from touchmap.web.roomshop import state_of, told
from touchmap.web.wording import count

# What a note can become: the deed's words, the key that does it, what is said, and the icon.
TARGETS: tuple[tuple[str, str, str, str], ...] = (
    ("touchpoint", "t", "Touchpoint", "circle-dot"),
    ("statement current", "i", "What is", "pencil"),
    ("statement desired", "d", "What should be", "target"),
    ("standard", "n", "Standard", "clipboard-check"),
    ("measure", "e", "Measure", "gauge"),
    ("activity", "a", "Activity", "hourglass"),
    ("story", "y", "Story", "message-square"),
    ("term", "v", "Term", "book-open"),
    ("opportunity", "o", "Opportunity", "lightbulb"),
    ("behaviour", "b", "Behaviour", "users"),
    ("cause", "c", "Cause", "git-branch"),
    ("intervention", "j", "Intervention", "wrench"),
    ("commitment", "k", "Commitment", "handshake"),
)
_AT_SEVERAL = ("term", "cause", "intervention")


def moderate(workshop: str) -> Answer:
    """Hides the ticked notes, shows them again, merges them into the first or the one named, takes one out of a merge, or
    makes something on the map of each.
    """
    form, run = request.form, parts().facilitating
    deed, _, more = form.get("deed", "").partition(" ")
    ticked = form.getlist("ticked")
    match deed:
        case "hide" | "show":
            notes = [more] if more else _some(ticked)
            run.hide(workshop, notes, deed == "hide", who())
            what = count(len(notes), "note", "notes")
            words = f"{what} hidden from phones and wall." if deed == "hide" else f"{what} shown again."
        case "merge":
            into = more or next(iter(ticked), "")
            others = [note for note in ticked if note != into]
            if not others:
                raise NotNow("Tick at least two notes that say the same.", "Then merge them.")
            run.merge(workshop, others, into, who())
            words = f"{len(others) + 1} notes are one now."
        case "part":
            run.part(workshop, more, who())
            words = "The note stands for itself again."
        case "turn":
            words = _turn(workshop, more, _some(ticked), form.get("at", ""))
        case _:
            raise NotFound("There is no such deed for notes.", "Hide, show, merge or turn.")
    return told(workshop, words, part="notes", undo=True)


def _some(ticked: list[str]) -> list[str]:
    if not ticked:
        raise NotNow("No note is ticked.", "Tick the notes that you mean, then choose.")
    return ticked


def _turn(workshop: str, what: str, notes: list[str], at: str) -> str:
    """Makes a record of each note, undone together; what to say of it. Raises NotFound, Refused."""
    kind, _, side = what.partition(" ")
    name = next((words for deed, _, words, _ in TARGETS if deed == what), "")
    if not name:
        raise NotFound("A note cannot become that.", "Choose one of the targets on the page.")
    state, group = state_of(workshop), f"turn-{secrets.token_hex(8)}"
    for note in notes:
        entry = state.records.get(note)
        placed = entry is not None and entry.fields.get("touchpoint")
        fields: dict[str, Any] = {"state": side} if side else {}
        if at and not placed:
            fields |= _place(state, kind, at)
        parts().facilitating.turn(workshop, note, kind, who(), fields, group)
    return f"{count(len(notes), 'note is', 'notes are')} “{name}” on the map now."


def _place(state: State, kind: str, at: str) -> dict[str, Any]:
    """The fields that put a record of a kind at a touchpoint; a new touchpoint goes into the stage of the one named."""
    entry = state.records.get(at)
    if entry is None or entry.kind != "touchpoint":
        raise NotFound("There is no such touchpoint.", "It may have been removed.")
    if kind == "touchpoint":
        return {"stage": entry.fields["stage"]} if "stage" in entry.fields else {}
    if kind == "commitment":
        return {}
    return {"touchpoints": [at]} if kind in _AT_SEVERAL else {"touchpoint": at}


def take_back(workshop: str) -> Answer:
    """Takes back the change that the page named, as long as it is the newest of this person's own."""
    wanted, newest = request.form.get("seq", ""), parts().history.newest(workshop, who().actor)
    if newest is None or wanted != str(newest):
        raise NotNow(
            "Something else was done since; nothing was taken back.",
            "On the map, Undo takes back one thing after another.",
        )
    change = parts().editing.do(workshop, Reversal(f"e-{secrets.token_hex(12)}", "undo"), who())
    return told(workshop, " ".join(["Taken back.", *change.told]), part="notes")


def scribe(workshop: str, step: str) -> Answer:
    """Writes a note for somebody without a phone."""
    form = request.form
    nonce = form.get("nonce") or f"n-{secrets.token_hex(8)}"
    whose = {"group": form.get("group", ""), "person": form.get("person", "")}
    saved = parts().contributing.scribe(workshop, step, nonce, written(form), **whose)
    if saved.held:
        return told(workshop, "Added. It is held back until it is revealed.", part="scribe")
    return told(workshop, "Added.", part="scribe")


def written(form: Mapping[str, str]) -> dict[str, Any]:
    """A note as the service wants it; without a touchpoint the field is left out."""
    return {key: value for key, value in phoneform.note(form).items() if value != ""}
