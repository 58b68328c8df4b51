"""The participants' pages: one question, one input, what is one's own, and what is revealed."""

from __future__ import annotations

import time
from typing import Any, cast

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as Answer

from touchmap.domain.edits import Refused
from touchmap.domain.room.refusing import NotNow, NotYours
from touchmap.errors import TouchmapError
from touchmap.services.contributing import Saved
from touchmap.web import apierrors, guesting, phoneform, phonescribe, phoneview
from touchmap.web.guesting import guest
from touchmap.web.parts import parts

bp = Blueprint("guests", __name__)
bp.add_url_rule("/room/paper", "paper", phonescribe.page)
bp.add_url_rule("/room/<step>/ballots", "paper_enter", phonescribe.enter, methods=["POST"])
bp.add_url_rule("/room/<step>/ballots/back", "paper_back", phonescribe.take_back, methods=["POST"])
bp.add_url_rule("/room/<step>/written", "paper_note", phonescribe.note, methods=["POST"])
bp.add_url_rule("/room/<step>/paper", "paper_done", phonescribe.done, methods=["POST"])
HELPS = ("back", "next", "freeze", "thaw", "minute", "reveal")


@bp.get("/room")
def page() -> str:
    """The running step."""
    return _page()


@bp.get("/room/step")
def step() -> str:
    """The same without the frame of the page, for its script."""
    return render_template("parts/phone_step.html", **_shown())


@bp.get("/room/me")
def me() -> str:
    """Who one is here, and the code to come back with."""
    who = guest()
    opened = parts().joining.opened(who.workshop)
    code = parts().joining.rejoin_code(who)
    return render_template("pages/room_me.html", me=who, back=code, door=opened.code if opened else "")


@bp.post("/room/leave")
def leave() -> Answer:
    """This device forgets who it was; what was given stays."""
    answer = redirect(url_for("joining.page"), 303)
    guesting.take_device(cast(Response, answer))
    return answer


@bp.post("/room/<step>/note")
def note(step: str) -> Answer:
    """Keeps a note, or changes one's own."""
    form = request.form
    return _given(
        lambda: parts().contributing.note(
            guest(),
            step,
            form.get("nonce", ""),
            phoneform.note(form),
            **_sending(),
        )
    )


@bp.post("/room/<step>/withdraw")
def withdraw(step: str) -> Answer:
    """Takes one's own note back."""
    return _given(lambda: parts().contributing.withdraw(guest(), step, request.form.get("nonce", "")))


@bp.post("/room/<step>/rating")
def rating(step: str) -> Answer:
    """Keeps the rating of a touchpoint."""
    form = request.form
    return _given(
        lambda: parts().contributing.rate(
            guest(),
            step,
            phoneform.rating(form),
            **_sending(),
        )
    )


@bp.post("/room/<step>/vote")
def vote(step: str) -> Answer:
    """Keeps the vote for one proposal."""
    form = request.form
    return _given(
        lambda: parts().contributing.vote(
            guest(),
            step,
            phoneform.vote(form),
            **_sending(),
        )
    )


@bp.post("/room/<step>/done")
def done(step: str) -> Answer:
    """Says that one is done, or not yet."""
    return _given(lambda: parts().contributing.done(guest(), step, request.form.get("done") == "yes"))


@bp.post("/room/<step>/help")
def help_run(step: str) -> Answer:
    """Somebody whom the facilitator lets help runs the step."""
    who = guest()
    if not who.helper:
        raise NotYours(
            "Only the facilitator and those who help may do this.", "Ask the facilitator to let you help."
        )
    run, deed = parts().facilitating, request.form.get("deed", "")
    current = parts().showing.room(who.workshop).view["step"]
    if current is None or current["id"] != step:
        raise NotNow("The room has gone on meanwhile.", "Look where it is now.")
    if deed not in HELPS:
        raise NotNow("This cannot be done from a phone.", f"{', '.join(HELPS)} can.")
    match deed:
        case "back":
            run.back(who.workshop, step)
        case "next":
            run.advance(who.workshop, step)
        case "freeze":
            run.freeze(who.workshop, step)
        case "thaw":
            run.thaw(who.workshop, step)
        case "minute":
            run.timer(who.workshop, step, "extend", 60)
        case "reveal":
            run.reveal(who.workshop, step)
    return redirect(url_for("guests.page"), 303)


def _sending() -> dict[str, str]:
    """Which sending this is, and what its giver was promised when they wrote."""
    return {"request": request.form.get("sending", "")[:100], "promised": request.form.get("promised", "")}


def _given(give: Any) -> Answer:
    """One contribution. A script is answered in JSON, a form by the page it came from; a refused text stays in its field."""
    who = guest()
    seconds = parts().pace.wait(who.id, 1, time.monotonic())
    if seconds:
        raise TooManyRequests(retry_after=seconds)
    at = request.form.get("touchpoint", "")
    try:
        saved = give()
    except (NotNow, Refused) as error:
        if guesting.wants_json():
            raise
        status = apierrors.status(error) if isinstance(error, Refused) else 409
        return make_response(_page(error), status)
    if guesting.wants_json():
        said: dict[str, Any] = {"saved": True}
        if isinstance(saved, Saved):
            said |= {"record": saved.record, "held": saved.held, "dots_left": saved.dots_left}
        return make_response(jsonify(said))
    if isinstance(saved, Saved):
        flash("Saved. Nobody sees it before it is revealed." if saved.held else "Saved.")
    return redirect(url_for("guests.page", at=at or None), 303)


def _page(error: TouchmapError | None = None) -> str:
    return render_template("pages/room_phone.html", **_shown(error))


def _shown(error: TouchmapError | None = None) -> dict[str, Any]:
    who = guest()
    shown = parts().showing.room(who.workshop)
    current = shown.view["step"]
    mine = parts().contributing.mine(who, current["id"]) if current else None
    at = request.values.get("at") or request.form.get("touchpoint", "")
    edit = request.args.get("edit", "")
    refused = request.form if error is not None else {}
    show = request.args.get("show", 0, type=int)
    made = phoneview.phone(shown, mine, at, edit, refused, request.args.get("why", ""), show)
    return {"p": made, "me": who, "error": error, "now": time.time()}
