"""The frame around every request: hosts, sessions and forms are checked before it, headers added after it."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, current_app, g, request, session

from touchmap.web import assets, errors, guesting, handing, security, wording
from touchmap.web.apibody import MOST_BYTES
from touchmap.web.parts import EXTENSION, Parts, parts

# The landing page and its door, the door of a room, the health check and static files. Everything else needs a session, but
# for the participants' own pages (guesting.GUESTS), which need a part in an open room.
OPEN = frozenset(
    {
        "landing.landing",
        "landing.enter",
        "landing.health",
        "static",
        "joining.page",
        "joining.room",
        "joining.enter",
        "joining.back",
        "joining.come_back",
        "joining.over",
        "joining.worker",
    }
)
UPLOAD = "workshops.upload"
EDITS = "api.edits"
LOOKS = ("light", "dark", "system")
LOOK_COOKIE = "look"


def install(app: Flask, together: Parts) -> None:
    """Puts the frame around an application."""
    app.extensions[EXTENSION] = together
    app.session_interface = security.SessionCookie()
    app.before_request(guard_host)
    app.before_request(guard_size)
    app.before_request(guard_session)
    app.before_request(handing.hand_over_slow)
    app.before_request(security.guard_forms)
    app.after_request(security.add_headers)
    app.jinja_env.filters.update(wording.FILTERS)
    app.jinja_env.globals.update(count=wording.count, zip=zip)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(said_everywhere)
    assets.install(app)
    errors.register(app)


def guard_host() -> None:
    """Before each request: a Host header that is not ours ends in 400 (a hostile name server may have sent it)."""
    if not security.host_known(request.host, parts().hosts):
        abort(400, "host")


def guard_size() -> None:
    """Before each request: only the upload of a file may be large, and a batch of edits within its own bound.

    Fields that are not in a multipart form are parsed in one piece, so nothing else bounds their number.
    """
    if request.endpoint == EDITS:
        request.max_content_length = MOST_BYTES
    elif request.endpoint != UPLOAD or request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def signed_in() -> bool:
    """Whether the request carries a session that is still good."""
    if "signed_in" not in g:
        token = session.get("sid")
        g.signed_in = isinstance(token, str) and parts().access.knows(token)
    return bool(g.signed_in)


def is_signed_in_still() -> bool:
    """Whether the session is still good, asked anew: a request that waited may have outlived it."""
    g.pop("signed_in", None)
    return signed_in()


def guard_session() -> None:
    """Before each request: without a session only the open routes answer; whether a page exists is not told."""
    if guesting.is_room_side():
        guesting.guard()
    elif request.endpoint not in OPEN and not signed_in():
        abort(403, "session")


def said_everywhere() -> dict[str, Any]:
    """What every template may use."""
    look = request.cookies.get(LOOK_COOKIE, "system")
    return {
        "form_key": security.form_key,
        "signed_in": bool(g.get("signed_in", False)),
        "look": look if look in LOOKS else "system",
        "here_path": request.full_path.rstrip("?") if request.method == "GET" else "/",
    }
