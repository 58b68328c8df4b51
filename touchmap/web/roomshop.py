"""A workshop as the pages of its room need it, straight from the log, and how their forms answer: a page, or a script's JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.domain.changes import State, record_of
from touchmap.domain.records import Workshop
from touchmap.web.api import who
from touchmap.web.parts import parts

UNDO = "undo "  # how the category of a message begins that can be taken back; the seq of the change follows


@dataclass(frozen=True, slots=True)
class Head:
    """The workshop's own record, where the frame of a page looks for it."""

    workshop: Workshop


@dataclass(frozen=True, slots=True)
class Shop:
    """A workshop for the frame of a page."""

    id: str
    model: Head


def shop(state: State) -> Shop:
    """The workshop of a state."""
    head = cast(Workshop, record_of(state.workshop, state.records[state.workshop]))
    return Shop(state.workshop, Head(head))


def state_of(workshop: str) -> State:
    """The workshop as the log has it. Raises NotFound."""
    editing = parts().editing
    with editing.database.reading() as session:
        return editing.books.current(session, workshop).state


def told(workshop: str, words: str = "", *, part: str | None = None, undo: bool = False) -> Answer:
    """The answer to a form that was done: what to say of it, and with `undo` the change that can be taken back.

    A script is told in JSON; otherwise the room's page says it, at the `part` named.
    """
    seq = parts().history.newest(workshop, who().actor) if undo else None
    if request.accept_mimetypes.best == "application/json":
        return jsonify(said=words, undo=seq)
    if words:
        flash(words, f"{UNDO}{seq}" if seq is not None else "message")
    return redirect(url_for("rooms.page", workshop=workshop, _anchor=part), 303)
