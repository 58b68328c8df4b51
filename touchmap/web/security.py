"""What every answer carries and every request must: headers, known hosts, a session, and forms that are our own."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
KNOWN_FOR = 60.0  # seconds for which the signature of a cookie is not looked at again
MOST_KNOWN = 2_000  # cookies
CSRF_FIELD = "form_key"
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie; over https it is Secure and takes the `__Host-` name, which pins it to this host.

    Browsers share cookies between the ports of a host: each installation's name ends in a mark of its own, so that two
    of them on one machine do not sign each other out. What a cookie says that was found good a moment ago is known: whoever
    edits sends the same one again and again.
    """

    def __init__(self) -> None:
        self._known: dict[
            tuple[str, str], tuple[float, dict[str, Any]]
        ] = {}  # by secret and cookie: when, what

    def get_cookie_name(self, app: Flask) -> str:
        """`touchmap-` and the installation's mark, over https with `__Host-` before it."""
        mark = _mark(repr(app.secret_key))
        return f"__Host-touchmap-{mark}" if request.is_secure else f"touchmap-{mark}"

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether this request came over https."""
        return request.is_secure

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says, if it is ours and good; whether its session has been ended is asked elsewhere, every time."""
        which = (repr(app.secret_key), request.cookies.get(self.get_cookie_name(app), ""))
        now = time.monotonic()
        found = self._known.get(which)
        if found is not None and now - found[0] < KNOWN_FOR:
            return self.session_class(found[1])
        opened = super().open_session(app, request)
        if opened and all(isinstance(value, str | bool) for value in opened.values()):
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[which] = (now, dict(opened))
        return opened


@lru_cache(8)
def _mark(secret: str) -> str:
    return hashlib.sha256(f"mark:{secret}".encode()).hexdigest()[:8]


def host_known(host: str, names: Iterable[str]) -> bool:
    """Whether a Host header may be ours: a name we were given, this machine, or an address instead of a name.

    An address cannot be re-bound by a hostile name server, a name can; so unknown names are refused.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in ("localhost", *names):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def form_key() -> str:
    """The secret value that each form of this session carries; bound to the session, so a leaked one dies with it.

    On a participant's pages it is bound to the token of the device (`g.device`) instead.
    """
    key = str(current_app.secret_key).encode()
    holder = f"device:{g.device}" if "device" in g else f"form:{session.get('sid', '')}"
    return hmac.new(key, holder.encode(), hashlib.sha256).hexdigest()


def own_request(what: Request) -> bool:
    """Whether a changing request comes from our own pages.

    Two locks: the browser's word on where the request was made (Sec-Fetch-Site, else Origin), and the form's key.
    """
    site = what.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = what.headers.get("Origin")
    if site is None and origin is not None and urlsplit(origin).netloc != what.host:
        return False
    given = what.headers.get("X-Form-Key", "") or what.form.get(CSRF_FIELD, "")
    return hmac.compare_digest(given.encode(), form_key().encode())


def guard_forms() -> None:
    """Before each request: a changing one that is not our own ends in 403."""
    if request.method in CHANGING and request.endpoint is not None and not own_request(request):
        abort(403, "form")


def add_headers(response: Response) -> Response:
    """After each request: the headers that tell a browser what this page may do and who may keep it."""
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    # Not "no-referrer": with that, browsers call the origin of our own forms "null", and over plain http (a room's phones) the
    # origin is all that they say. Other sites get no address of ours with this either.
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.endpoint != "static" or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
