"""How the web server answers what it cannot read as a request: a page that says what to do."""

from __future__ import annotations

import contextlib
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException

from touchmap.web.security import POLICY

UNREADABLE: tuple[tuple[type[Exception], str, str, str], ...] = (
    (
        LimitRequestLine,
        "414 URI Too Long",
        "This address is too long.",
        "Begin again at the first page and follow its links.",
    ),
    (
        LimitRequestHeaders,
        "431 Request Header Fields Too Large",
        "Your browser sends more than the server takes.",
        "Delete the cookies of this address in the browser, then sign in with a new link.",
    ),
    (
        ParseException,
        "400 Bad Request",
        "The server could not read this request.",
        "Open the page again. If it stays so, something between browser and server changes what is sent.",
    ),
)
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{what} · touchmap</title><link rel="stylesheet" href="/static/css/tokens.css">
<link rel="stylesheet" href="/static/css/base.css"></head>
<body><main class="notfound"><p class="code">{code}</p><h1>{what}</h1><p class="lead">{todo}</p>
<p><a class="btn prim" href="/">First page</a></p></main></body></html>
"""


class Refusing:
    """For a worker of gunicorn's: only what it says to a request that is none differs."""

    log: Any

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answers with a page of ours; nothing of the request comes back in it."""
        answer = refusal(exc)
        if answer is None:
            super().handle_error(req, client, addr, exc)  # type: ignore[misc]  # the worker's own, beside this in its bases
            return
        self.log.warning("No request: %s", type(exc).__name__)
        with contextlib.suppress(OSError):  # whoever sent it may be gone
            client.sendall(answer)


def refusal(error: Exception) -> bytes | None:
    """The whole answer to a request that cannot be read; None for errors of another kind."""
    for kind, status, what, todo in UNREADABLE:
        if isinstance(error, kind):
            body = PAGE.format(code=status[:3], what=what, todo=todo).encode()
            head = (
                f"HTTP/1.1 {status}",
                "Content-Type: text/html; charset=utf-8",
                f"Content-Length: {len(body)}",
                f"Content-Security-Policy: {POLICY}",
                "X-Content-Type-Options: nosniff",
                "Referrer-Policy: no-referrer",
                "Cache-Control: no-store",
                "Connection: close",
            )
            return "\r\n".join(head).encode() + b"\r\n\r\n" + body
    return None
