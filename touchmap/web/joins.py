"""The door of a room: type the code, say who you are if you like, or come back on another device."""

from __future__ import annotations

import re

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.domain.room.refusing import NotNow
from touchmap.errors import TouchmapError
from touchmap.services.joining import Door, TooManyTries, WrongCode
from touchmap.web import assets, guesting
from touchmap.web.parts import parts

bp = Blueprint(guesting.JOINING, __name__)
WORKER = "vendor/js/roomworker.js"
STATUS = {WrongCode: 404, TooManyTries: 429, NotNow: 409}


def _client() -> str:
    return request.remote_addr or ""


def _key() -> str:
    return request.values.get("k", "")[:100]


@bp.get("/join")
def page() -> Answer:
    """The form for the code; with `?code=` on to the room behind it."""
    typed = re.sub(r"\D", "", request.args.get("code", ""), flags=re.ASCII)[:12]
    if typed:
        return redirect(url_for("joining.room", code=typed), 303)
    there = guesting.find_guest()
    title = parts().showing.room(there.workshop).view["workshop"]["title"] if there else ""
    return make_response(render_template("pages/join.html", there=there, title=title))


@bp.get("/join/<code>")
def room(code: str) -> Answer:
    """The door behind a code; whoever is in already goes on to the room."""
    try:
        door = parts().joining.door(code, _key(), _client())
    except (WrongCode, TooManyTries) as error:
        return _wrong(error)
    there = guesting.find_guest()
    if there is not None and there.workshop == door.workshop:
        return redirect(url_for("guests.page"), 303)
    return _door(code, door)


@bp.post("/join/<code>")
def enter(code: str) -> Answer:
    """Lets somebody in."""
    form = request.form
    try:
        parts().joining.join(
            code,
            g.device,
            name=form.get("name", ""),
            role=form.get("role", ""),
            group=form.get("group", ""),
            key=_key(),
            client=_client(),
        )
    except (WrongCode, TooManyTries) as error:
        return _wrong(error)
    except NotNow as error:
        return _door(code, parts().joining.door(code, _key(), _client()), error)
    return redirect(url_for("guests.page"), 303)


@bp.get("/join/<code>/back")
def back(code: str) -> Answer:
    """The form for the short code of somebody who was here on another device."""
    try:
        return _door(code, parts().joining.door(code, _key(), _client()), page="pages/rejoin.html")
    except (WrongCode, TooManyTries) as error:
        return _wrong(error)


@bp.post("/join/<code>/back")
def come_back(code: str) -> Answer:
    """Lets somebody in again."""
    joining = parts().joining
    try:
        door = joining.door(code, _key(), _client())
    except (WrongCode, TooManyTries) as error:
        return _wrong(error)
    try:
        joining.rejoin(code, request.form.get("back", ""), g.device, key=_key(), client=_client())
    except (WrongCode, TooManyTries, NotNow) as error:
        return _door(code, door, error, page="pages/rejoin.html")
    flash("You are back, with everything you wrote.")
    return redirect(url_for("guests.page"), 303)


@bp.get("/room/over")
def over() -> Answer:
    """Where a phone lands when its part has ended: thanks when the session is closed (`?closed=1`)."""
    return make_response(render_template("pages/room_over.html", closed=request.args.get("closed") == "1"))


@bp.get("/room/worker.js")
def worker() -> Answer:
    """The script that keeps the room's page for when there is no network; it may do so for the room only."""
    answer = assets.send(WORKER)
    answer.headers["Service-Worker-Allowed"] = "/room"
    return answer


def _door(
    code: str, door: Door, error: TouchmapError | None = None, *, page: str = "pages/join_room.html"
) -> Answer:
    """A page before the room. It gives the device its token, so that a form that is sent twice joins once."""
    fresh = not g.device
    if fresh:
        g.device = parts().joining.fresh_token()
    answer = make_response(
        render_template(page, code=code, door=door, key=_key(), error=error, given=request.form),
        _status(error),
    )
    if fresh:
        guesting.give_device(answer, g.device)
    return _held_up(answer, error)


def _wrong(error: TouchmapError) -> Answer:
    answer = make_response(
        render_template("pages/join.html", error=error, there=None, title=""), _status(error)
    )
    return _held_up(answer, error)


def _status(error: TouchmapError | None) -> int:
    return 200 if error is None else STATUS.get(type(error), 400)


def _held_up(answer: Answer, error: TouchmapError | None) -> Answer:
    if isinstance(error, TooManyTries):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer
