"""The HTTP API under /api/v1: edits in, changes, snapshots and history out, all as JSON."""

from __future__ import annotations

import time
from typing import Any, cast

from flask import Blueprint, Response, abort, g, jsonify, request, session
from werkzeug.exceptions import TooManyRequests

from touchmap.domain import ids
from touchmap.domain.changes import Logged
from touchmap.domain.edits import Edit, Refused, read_edit
from touchmap.errors import Problem, TouchmapError, WrongUse
from touchmap.services.bookkeeping import Reversal, Who
from touchmap.services.history import MOST_CHANGES, MOST_HISTORY, read_when
from touchmap.web import apierrors
from touchmap.web.apibody import read_json
from touchmap.web.context import is_signed_in_still
from touchmap.web.parts import parts
from touchmap.web.security import form_key

bp = Blueprint("api", __name__, url_prefix="/api/v1")
MOST_EDITS = 100  # in one request
MOST_WAIT = 25  # seconds; proxies give up after thirty
LOOK_EVERY = 2.0  # seconds after which the log is looked at anyway: another process may have written


def who() -> Who:
    """Who this request is from."""
    if "who" not in g:
        g.who = _who()
    return cast(Who, g.who)


def _who() -> Who:
    return parts().access.who(str(session.get("sid", "")), request.user_agent.string)


def pace(cost: int) -> None:
    """Ends a request of somebody who sends too much: 429 with the seconds to wait."""
    seconds = parts().pace.wait(who().actor, cost, time.monotonic())
    if seconds:
        raise TooManyRequests(retry_after=seconds)


@bp.get("/session")
def own_session() -> Response:
    """Who the server takes this browser for, and the key that its changing requests carry as X-Form-Key."""
    me = who()
    return jsonify(actor=me.actor, by=me.name, form_key=form_key())


@bp.post("/workshops/<workshop>/edits")
def edits(workshop: str) -> Response:
    """One edit, or `{"edits": […]}`: each is done or refused for itself, in order, and durable when answered."""
    data = read_json()
    if not (isinstance(data, dict) and "edits" in data):
        pace(1)
        return jsonify(parts().editing.do(workshop, read_edit(data), who()).plain())
    listed = data["edits"]
    if set(data) != {"edits"} or not isinstance(listed, list) or not 1 <= len(listed) <= MOST_EDITS:
        what = f"'edits' should be a list of 1 to {MOST_EDITS} edits, with nothing beside it."
        raise Refused(Problem("TM005", what, "Send more in several requests.", ("edits",)))
    pace(len(listed))
    parts().history.head(workshop)
    return jsonify(answers=_each(workshop, listed))


def _each(workshop: str, listed: list[Any]) -> list[dict[str, Any]]:
    """The answer to each edit of a batch: its change, or its error."""
    read: list[Edit | Refused] = []
    for data in listed:
        try:
            read.append(read_edit(data))
        except Refused as refused:
            read.append(refused)
    done = iter(parts().editing.do_all(workshop, [edit for edit in read if isinstance(edit, Edit)], who()))
    answers: list[dict[str, Any]] = []
    for data, edit in zip(listed, read, strict=True):
        answer: Logged | TouchmapError = next(done) if isinstance(edit, Edit) else edit
        if isinstance(answer, Logged):
            answers.append({"id": answer.id, "change": answer.plain()})
        else:
            id = data.get("id") if isinstance(data, dict) else None
            answers.append(
                {
                    "id": id if isinstance(id, str) and ids.is_id(id) else None,
                    "error": apierrors.plain(answer),
                }
            )
    return answers


@bp.post("/workshops/<workshop>/undo")
def undo(workshop: str) -> Response:
    """Takes back the caller's own last change, as far as nobody has changed it since; the body is `{"id": …}`."""
    return _reverse(workshop, "undo")


@bp.get("/workshops/<workshop>/undo")
def left(workshop: str) -> Response:
    """How many of the caller's own changes can be taken back and done again, as of a seq: for a page that begins."""
    _, seq = parts().history.head(workshop)
    undo, redo = parts().history.mine(workshop, who().actor)
    return jsonify(seq=seq, undo=undo, redo=redo)


@bp.post("/workshops/<workshop>/redo")
def redo(workshop: str) -> Response:
    """Does again what the caller last took back; the body is `{"id": …}`."""
    return _reverse(workshop, "redo")


def _reverse(workshop: str, action: str) -> Response:
    pace(1)
    data = read_json()
    id = data.get("id") if isinstance(data, dict) and set(data) == {"id"} else None
    if not isinstance(id, str) or not ids.is_id(id):
        raise Refused(
            Problem("TM006", "An id for this edit is wanted.", 'Send {"id": …} with a fresh id.', ("id",))
        )
    change = parts().editing.do(workshop, Reversal(id, action), who())
    left = parts().history.mine(workshop, who().actor)
    return jsonify(change.plain() | {"left": {"undo": left[0], "redo": left[1]}})


@bp.get("/workshops/<workshop>/snapshot")
def snapshot(workshop: str) -> Response:
    """The whole workshop as it is, with the seq to go on from and the conflicts that nobody has chosen upon."""
    return Response(parts().history.snapshot_text(workshop), content_type="application/json")


@bp.get("/workshops/<workshop>/changes")
def changes(workshop: str) -> Response:
    """The changes after a seq; with `wait` it answers as soon as there is one, or after that many seconds."""
    after, wait = number("after", 0, None), number("wait", 0, MOST_WAIT)
    limit = number("limit", MOST_CHANGES, MOST_CHANGES) or 1
    since = parts().history.since(workshop, after, limit)
    caller, places = who().actor, parts().places
    if wait and not since.changes and after == since.head and places.take(caller):  # else: answered at once
        try:
            ends = time.monotonic() + wait
            while not since.changes and (left := ends - time.monotonic()) > 0:
                if parts().editing.announcer.wait(workshop, after, min(LOOK_EVERY, left)):
                    time.sleep(0.02)  # changes come in flocks; and a hint may be older than the log
                since = parts().history.since(workshop, after, limit)
        finally:
            places.give_back(caller)
        if not is_signed_in_still():
            abort(403, "session")
    return jsonify(origin=since.origin, seq=since.head, changes=[change.plain() for change in since.changes])


@bp.get("/workshops/<workshop>/history/<record>")
def history(workshop: str, record: str) -> Response:
    """Who changed a record, and for a touchpoint what is on it: the newest first, before and after; `below` goes on."""
    below = number("below", 0, None) or None
    limit = number("limit", 50, MOST_HISTORY) or 1
    found = parts().history.of(workshop, record, below, limit)
    return jsonify(changes=[change.plain() for change in found])


@bp.get("/workshops/<workshop>/at/<when>")
def at(workshop: str, when: str) -> Response:
    """The workshop as it was after the change with this seq (0: before the first), or at this moment."""
    return jsonify(parts().history.at(workshop, read_when(when)).plain())


def number(name: str, default: int, most: int | None) -> int:
    """A whole number in the address. Raises WrongUse."""
    text = request.args.get(name, "")
    if not text:
        return default
    if text.isascii() and text.isdigit() and len(text) < 16 and (most is None or int(text) <= most):
        return int(text)
    to = f"from 0 to {most}" if most is not None else "from 0"
    raise WrongUse(f"'{name}' is not a whole number {to}.", "Correct the address.")
