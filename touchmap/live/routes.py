"""The addresses of the stream: events down, and where somebody is up."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, request, session
from werkzeug.exceptions import TooManyRequests

from touchmap.domain import ids
from touchmap.domain.changes import BY_KEY
from touchmap.domain.edits import MOST_SEQ
from touchmap.domain.records import LANES
from touchmap.errors import WrongUse
from touchmap.live.hub import Hub
from touchmap.live.presence import Place
from touchmap.live.receiver import WIRE
from touchmap.services.access import Access
from touchmap.services.bookkeeping import Who

EXTENSION = "touchmap.live"
bp = Blueprint("live", __name__, url_prefix="/api/v1/workshops/<workshop>")
_PLACE_KEYS = {"record", "field", "typing"}
_FIELDS = {key for keys in BY_KEY.values() for key in keys} | set(
    LANES
)  # a cell may be empty: its lane says where


Pace = Callable[[str, int, float], int]  # who, cost, now in seconds: 0, or the seconds to wait


@dataclass(frozen=True, slots=True)
class _Parts:
    hub: Hub
    access: Access
    pace: Pace


def install(app: Flask, hub: Hub, access: Access, pace: Pace) -> None:
    """Adds the stream to an application whose frame guards sessions and forms."""
    app.extensions[EXTENSION] = _Parts(hub, access, pace)
    app.register_blueprint(bp)


def hub_of(app: Flask) -> Hub | None:
    """The hub of an application; None when it has no stream."""
    found = app.extensions.get(EXTENSION)
    return cast(_Parts, found).hub if found else None


def _parts() -> _Parts:
    return cast(_Parts, current_app.extensions[EXTENSION])


def _who() -> Who:
    return _parts().access.who(str(session.get("sid", "")), request.user_agent.string)


@bp.get("/events")
def events(workshop: str) -> Response:
    """Server-sent events: `change` for every change after `Last-Event-ID` or `?after=`, then as they come; `here`.

    Without either it begins with what comes next. `?origin=` is the log's that the client was in.
    """
    after = _seq(request.headers.get("Last-Event-ID") or request.args.get("after") or "")
    lend = request.environ.get(WIRE)
    body: Any = b""
    if request.method == "GET":
        _, body = _parts().hub.open(
            workshop, _who(), after, request.args.get("origin") or None, lend() if lend else None
        )
    answer = Response(body, content_type="text/event-stream; charset=utf-8")
    answer.headers["X-Accel-Buffering"] = "no"  # nginx would keep events back
    return answer


@bp.post("/presence")
def presence(workshop: str) -> tuple[str, int]:
    """Where the caller is: `{"record": id or null, "field": key or null, "typing": true or false}`."""
    who = _who()
    seconds = _parts().pace(who.actor, 1, time.monotonic())
    if seconds:
        raise TooManyRequests(retry_after=seconds)
    _parts().hub.put(workshop, who, _place(request.get_json(silent=True)))
    return "", 204


def _seq(text: str) -> int | None:
    if not text:
        return None
    if re.fullmatch(r"[0-9]{1,15}", text) and int(text) <= MOST_SEQ:
        return int(text)
    raise WrongUse("This is not the seq of a change.", "Send the id of the last event, or leave it out.")


def _place(said: object) -> Place:
    """Read strictly: everybody is told an id, a field's or a lane's name and yes or no, never a text of one's own."""
    if isinstance(said, dict) and said.keys() <= _PLACE_KEYS:
        record, field, typing = said.get("record"), said.get("field"), said.get("typing", False)
        if (
            (record is None or (isinstance(record, str) and ids.is_id(record)))
            and (field is None or (isinstance(field, str) and field in _FIELDS))
            and isinstance(typing, bool)
        ):
            return Place(record, field, typing)
    raise WrongUse(
        "This does not say where somebody is.",
        'Send {"record": id, "field": key, "typing": false}, or null for what is not known.',
    )
