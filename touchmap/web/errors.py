"""Every error as a page that says what happened and what to do; nothing a person sends may end in a 500."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from touchmap.domain.edits import Refused
from touchmap.domain.room.refusing import NotNow, NotYours
from touchmap.errors import (
    LimitReached,
    NotFound,
    SetupMissing,
    StorageTrouble,
    TouchmapError,
    UnreadableWorkshop,
    WrongUse,
)
from touchmap.services.editing import Busy
from touchmap.services.helpers import HelperFailed
from touchmap.services.joining import TooManyTries, WrongCode
from touchmap.web import apierrors, guesting

LOG = logging.getLogger("touchmap.web")
PAGES = frozenset(
    {"rooms", "roomplans"}
)  # blueprints whose forms make edits: a refused one is told by a page


@dataclass(frozen=True, slots=True)
class Words:
    """What an error page says: what happened, and what to do."""

    what: str
    todo: str


WORDS: dict[int, Words] = {
    400: Words("This request could not be read.", "Go back and try again; if a link led here, it is broken."),
    403: Words("This may not be done from here.", "Open the page again and send the form from there."),
    404: Words(
        "There is nothing here.",
        "It may have been removed or renamed. Start again from the list of workshops.",
    ),
    405: Words("This address does not do that.", "Go back and use the buttons of the page."),
    408: Words("The request took too long to arrive.", "Check the connection and try again."),
    413: Words(
        "This is too large.", "A workshop file may have 10 MB; leave out what is not needed, or split it."
    ),
    414: Words("This address is too long.", "Start again from the list of workshops."),
    415: Words(
        "This kind of content is not understood.",
        "Upload a workshop file in YAML or JSON; the API takes application/json.",
    ),
    429: Words("Too much at once.", "Wait a moment, then try again."),
    431: Words("The request's headers are too large.", "Delete the cookies of this site and sign in again."),
    500: Words(
        "Something went wrong inside touchmap.",
        "Nothing was changed by half. Try again; the log of the server says more.",
    ),
    503: Words("touchmap cannot do this just now.", "Wait a moment, then try again."),
}
HOST = Words(
    "touchmap does not know itself under this name.",
    "Use the address that touchmap printed at its start, or add this name to TOUCHMAP_NAMES.",
)
SESSION = Words(
    "You are not signed in.",
    "Open the one-time link that touchmap printed at its start. Start touchmap again for a new one.",
)
FORM = Words(
    "This form did not come from an open page of yours.",
    "Open the page again, then send the form; nothing was changed.",
)
GUEST = Words(
    "You have no part in a session on this device.",
    "Type the code that the facilitator shows.",
)
OVER = Words(
    "Your session is over on this device.",
    "It was closed, or the facilitator has let you out. What was saved stays saved. Thank you.",
)
STATUS: tuple[tuple[type[TouchmapError], int], ...] = (
    (NotYours, 403),
    (WrongCode, 404),
    (NotNow, 409),
    (TooManyTries, 429),
    (NotFound, 404),
    (UnreadableWorkshop, 422),
    (WrongUse, 400),
    (LimitReached, 503),
    (Busy, 503),
    (HelperFailed, 503),
    (SetupMissing, 503),
    (StorageTrouble, 503),
)


def register(app: Flask) -> None:
    """Hands every kind of error to its page."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(TouchmapError, own_error)
    app.register_error_handler(Exception, unexpected)


def page(status: int, words: Words, code: str = "") -> Response:
    """The error page, or its words as JSON for the API; it needs no database and no session."""
    if request.path.startswith(apierrors.AREA) or guesting.wants_json():
        said = apierrors.shape(code or f"HTTP{status}", words.what, "", words.todo)
        return make_response(jsonify(said), status)
    return make_response(
        render_template(
            "pages/error.html", status=status, words=words, code=code, in_room=guesting.is_room_side()
        ),
        status,
    )


def http_error(error: HTTPException) -> Response:
    """An error that Flask or a view raised by its status."""
    status = error.code or 500
    special = {"host": HOST, "session": SESSION, "form": FORM, "guest": GUEST, "over": OVER}.get(
        str(error.description)
    )
    answer = page(status, special or WORDS.get(status) or _general(status))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    retry = getattr(error, "retry_after", None)
    if retry:
        answer.headers["Retry-After"] = str(retry)
    return answer


def own_error(error: TouchmapError) -> Response:
    """An error that touchmap can explain."""
    if isinstance(error, Refused):
        status = apierrors.status(error)
        if request.blueprint in PAGES:
            return page(status, Words(error.what, error.todo or WORDS[400].todo), error.code)
        return make_response(jsonify(apierrors.plain(error)), status)
    status = next((number for kind, number in STATUS if isinstance(error, kind)), 500)
    if status >= 500:
        LOG.warning("%s: %s", error.code, error.what)
    answer = page(status, Words(error.what, error.todo or WORDS.get(status, WORDS[500]).todo), error.code)
    if isinstance(error, Busy | HelperFailed | TooManyTries):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def unexpected(error: Exception) -> Response:
    """Everything else is a fault of ours: logged with its trace, never shown."""
    LOG.error("error at %s", request.endpoint, exc_info=error)
    return page(500, WORDS[500])


def _general(status: int) -> Words:
    return WORDS[400] if status < 500 else WORDS[500]
