"""The addresses of a room's streams: one for participants, one for the owner; both carry the same marks and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, request, session

from touchmap.live.receiver import WIRE
from touchmap.live.roomhub import RoomHub
from touchmap.services.access import Access, device_name
from touchmap.services.bookkeeping import Who
from touchmap.services.roomwork import Guest

EXTENSION = "touchmap.rooms"
guests = Blueprint("guests_live", __name__)
owner = Blueprint("rooms_live", __name__)


@dataclass(frozen=True, slots=True)
class _Parts:
    hub: RoomHub
    access: Access
    guest: Callable[[], Guest]


def install(app: Flask, hub: RoomHub, access: Access, guest: Callable[[], Guest]) -> None:
    """Adds the streams; the application's frame guards sessions, and `guest` says which participant asks."""
    app.extensions[EXTENSION] = _Parts(hub, access, guest)
    app.register_blueprint(guests)
    app.register_blueprint(owner)


def hub_of(app: Flask) -> RoomHub | None:
    """The hub of an application's rooms; None when it has none."""
    found = app.extensions.get(EXTENSION)
    return cast(_Parts, found).hub if found else None


def _parts() -> _Parts:
    return cast(_Parts, current_app.extensions[EXTENSION])


@guests.get("/room/events")
def events() -> Response:
    """Server-sent events for a participant: `room` whenever something changed, `out` when they have no part any more."""
    who = _parts().guest()
    return _stream(who.workshop, Who(who.id, who.name))


@owner.get("/workshops/<workshop>/room/events")
def events_of(workshop: str) -> Response:
    """The same for the owner."""
    token, access = str(session.get("sid", "")), _parts().access
    who = Who(access.name_of(token), device_name(request.user_agent.string) or "unknown")
    return _stream(workshop, who, lambda: access.knows(token))


def _stream(workshop: str, who: Who, still: Callable[[], bool] | None = None) -> Response:
    lend = request.environ.get(WIRE)
    body: Any = b""
    if request.method == "GET":
        body = _parts().hub.open(workshop, who, lend() if lend else None, still)
    answer = Response(body, content_type="text/event-stream; charset=utf-8")
    answer.headers["X-Accel-Buffering"] = "no"  # nginx would keep events back
    return answer
