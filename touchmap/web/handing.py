"""Requests that take long are handed over to a helper process, which answers them with the same application.

In a helper, and where there are no helpers (tests, a program that makes the application for itself), they are answered here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, request
from werkzeug.datastructures import Headers

from touchmap.errors import TouchmapError
from touchmap.services.helpers import Helpers, Plain
from touchmap.web.parts import parts

View = TypeVar("View", bound=Callable[..., Any])
_slow: set[Callable[..., Any]] = set()


def slow(view: View) -> View:
    """Marks a view that analyses, draws or takes in a whole workshop: a helper answers its requests."""
    _slow.add(view)
    return view


def hand_over_slow() -> Response | None:
    """Before each request: what is slow goes to a helper. The body is not looked at here, so that nothing reads it twice."""
    if request.endpoint is not None and current_app.view_functions[request.endpoint] in _slow:
        return handed_over()
    return None


def handed_over() -> Response | None:
    """A helper's answer to this request; None where there are no helpers. Raises HelperFailed."""
    helpers = parts().helpers
    if helpers is None:
        return None
    environ = {
        key: value
        for key, value in request.environ.items()
        if isinstance(value, str) and (key.isupper() or key == "wsgi.url_scheme")
    }
    reads = request.method in ("GET", "HEAD")
    asked = time.monotonic() if reads else None  # who writes sees what was written
    said, content = answered(
        helpers,
        {"do": "page", "environ": environ, "asked": asked},
        request.get_data(cache=False),
        about=str((request.view_args or {}).get("workshop", "")),
        again=reads,
    )
    answer = Response(content, status=said["status"])
    answer.headers = Headers([(name, value) for name, value in said["headers"]])
    return answer


def answered(helpers: Helpers, what: Plain, body: bytes = b"", **how: Any) -> tuple[Plain, bytes]:
    """What a helper says. Raises HelperFailed, or what went wrong in the helper as TouchmapError."""
    said, content = helpers.ask(what, body, **how)
    if "error" in said:
        code, words, todo = said["error"]
        error = TouchmapError(words, todo)
        error.code = code
        raise error
    return said, content
