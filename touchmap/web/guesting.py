"""The participants' side of the frame: their cookie, who a request is from, and who may come in.

A device carries a random token in a cookie of its own; it is never the owner's session, and opens nothing but the room.
"""

from __future__ import annotations

import hashlib

from flask import Response, abort, current_app, g, request

from touchmap.services.roomwork import Guest
from touchmap.web.parts import parts

JOINING = "joining"  # the blueprint of the door: open to everybody who has a code
GUESTS = frozenset({"guests", "guests_live"})  # blueprints that only participants reach
KEPT_FOR = 7 * 24 * 3600  # seconds; the token itself ends with the session


def cookie_name() -> str:
    """The cookie of a device: of this installation, and over https pinned to this host."""
    mark = hashlib.sha256(f"mark:{current_app.secret_key!r}".encode()).hexdigest()[:8]
    return f"__Host-touchmap-room-{mark}" if request.is_secure else f"touchmap-room-{mark}"


def is_room_side() -> bool:
    """Whether a request is about joining or taking part, and not the owner's."""
    return request.blueprint == JOINING or request.blueprint in GUESTS


def read_device() -> str:
    """The token of the device that asks; empty when it has none."""
    token = request.cookies.get(cookie_name(), "")
    return token if 20 <= len(token) <= 200 and token.isascii() else ""


def guard() -> None:
    """For a request on the room's side: its device is known to the forms, and guests' pages answer only guests."""
    g.device = read_device()
    if request.blueprint in GUESTS and find_guest() is None:
        abort(403, "over" if g.device else "guest")


def find_guest() -> Guest | None:
    """Who asks; None when they have no part in an open session."""
    if "guest" not in g:
        device = g.get("device") or read_device()
        g.guest = parts().joining.resume(device) if device else None
    found: Guest | None = g.guest
    return found


def guest() -> Guest:
    """Who asks, behind the guard."""
    found = find_guest()
    if found is None:
        abort(403, "guest")
    return found


def give_device(response: Response, token: str) -> None:
    """Lets a device keep its token: out of reach of scripts, and sent to nobody else."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=KEPT_FOR,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def take_device(response: Response) -> None:
    """Makes a device forget its token."""
    response.delete_cookie(cookie_name(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")


def wants_json() -> bool:
    """Whether a page's script sent this, and not a form."""
    return is_room_side() and request.accept_mimetypes.best == "application/json"
