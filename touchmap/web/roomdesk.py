"""The facilitator's page of a room: open it, run its steps, see who is here, moderate what was given, close it."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.domain.changes import State, record_of
from touchmap.domain.records import STEP_KINDS, Note
from touchmap.domain.room.refusing import NotNow
from touchmap.domain.room.steps import ask_of
from touchmap.errors import NotFound
from touchmap.services.joining import Opened
from touchmap.services.roommarks import digests
from touchmap.services.roomwork import Guest
from touchmap.services.showing import Shown
from touchmap.web import roomcode, roomplan
from touchmap.web.api import who
from touchmap.web.parts import parts
from touchmap.web.roomshop import shop, state_of

bp = Blueprint("rooms", __name__, url_prefix="/workshops/<workshop>/room")
MOST_SHOWN = 200  # notes of a step on one page
KINDS = (
    "touchpoint",
    "statement",
    "standard",
    "measure",
    "activity",
    "story",
    "term",
    "opportunity",
    "behaviour",
    "cause",
    "intervention",
    "commitment",
)


@bp.get("")
def page(workshop: str) -> str:
    """The whole page."""
    return render_template("pages/room.html", **_shown(workshop))


@bp.get("/now")
def now(workshop: str) -> str:
    """What changes while the room runs, without the frame of the page."""
    shown = _shown(workshop)
    if shown["opened"] is None:
        raise NotNow("No session is open.", "Load the page again to see how things stand.")
    return render_template("parts/room_now.html", **shown)


@bp.get("/people")
def people(workshop: str) -> str:
    """Everybody who is here; with `?code=` somebody's code to come back with."""
    state = state_of(workshop)
    bar = parts().showing.bar(workshop)
    wanted = request.args.get("code", "")
    known = any(one["id"] == wanted for one in bar["people"])
    code = parts().joining.rejoin_code(Guest(workshop, wanted)) if known else ""
    return render_template(
        "pages/room_people.html",
        case=shop(state),
        people=bar["people"],
        wanted=wanted if known else "",
        code=code,
    )


@bp.post("/open")
def open_room(workshop: str) -> Answer:
    """Opens the room, with a default agenda where one is wanted or there is none yet."""
    wanted = request.form.get("agenda", "")
    if not wanted and not state_of(workshop).siblings("step", None):
        wanted = "half-day"
    if wanted and parts().joining.opened(workshop) is None:
        parts().facilitating.take_agenda(workshop, wanted, who())
    parts().joining.open_room(workshop)
    return _back(workshop)


@bp.post("/lock")
def lock(workshop: str) -> Answer:
    """Lets nobody new in, or everybody again."""
    parts().joining.lock(workshop, request.form.get("locked") == "yes")
    return _back(workshop)


@bp.post("/people/<person>")
def person(workshop: str, person: str) -> Answer:
    """Removes somebody, or lets them help or not."""
    deed = request.form.get("deed", "")
    if deed == "remove":
        parts().joining.remove(workshop, person)
        flash("They are out; what they gave stays.")
    else:
        parts().joining.let_help(workshop, person, deed == "help")
    return redirect(url_for("rooms.people", workshop=workshop), 303)


@bp.post("/go")
def go(workshop: str) -> Answer:
    """Goes to the next step, the one before, or any."""
    run, to = parts().facilitating, request.form.get("to", "")
    if to == "next":
        run.advance(workshop)
    elif to == "back":
        run.back(workshop)
    else:
        run.enter(workshop, to)
    return _back(workshop)


@bp.post("/steps/<step>/input")
def take_input(workshop: str, step: str) -> Answer:
    """Freezes or thaws a step."""
    if request.form.get("frozen") == "yes":
        parts().facilitating.freeze(workshop, step)
    else:
        parts().facilitating.thaw(workshop, step)
    return _back(workshop)


@bp.post("/steps/<step>/timer")
def timer(workshop: str, step: str) -> Answer:
    """Starts, extends, pauses, resumes or ends the timer."""
    action, minutes = request.form.get("action", ""), request.form.get("minutes", "1").replace(",", ".")
    try:
        seconds = float(minutes) * 60
    except ValueError:
        raise NotNow("This is no number of minutes.", "Write it in digits, such as 10.") from None
    parts().facilitating.timer(workshop, step, action, seconds)
    return _back(workshop)


@bp.post("/steps/<step>/reveal")
def reveal(workshop: str, step: str) -> Answer:
    """Reveals everything, what is about one touchpoint, or the next one."""
    form = request.form
    done = parts().facilitating.reveal(
        workshop, step, touchpoint=form.get("touchpoint") or None, one=form.get("one") == "yes"
    )
    words = f"{done.moved} revealed." if done.moved else "Nothing was waiting."
    left = f" {done.left} stay back: what they are about was removed." if done.left else ""
    flash(words + left)
    return _back(workshop)


@bp.post("/shine")
def shine(workshop: str) -> Answer:
    """Puts a touchpoint in the spotlight, which phones may follow, or takes it away."""
    touchpoint = request.form.get("touchpoint") or None
    parts().facilitating.shine(workshop, touchpoint, touchpoint is not None)
    return _back(workshop)


@bp.post("/notes")
def moderate(workshop: str) -> Answer:
    """Hides notes, shows them again, merges those that are ticked, or turns one into something on the map."""
    form, run = request.form, parts().facilitating
    deed, _, note = form.get("deed", "").partition(" ")
    ticked = form.getlist("ticked")
    match deed:
        case "hide" | "show":
            run.hide(workshop, note, deed == "hide", who())
            flash("Hidden from phones and wall." if deed == "hide" else "Shown again.")
        case "merge":
            if len(ticked) < 2:
                raise NotNow("Tick at least two notes that say the same.", "Then merge them.")
            run.merge(workshop, ticked[1:], ticked[0], who())
            flash(f"{len(ticked)} notes are one now.")
        case "turn":
            kind = form.get(f"kind-{note}", "")
            run.turn(workshop, note, kind, who())
            flash(f"It is a {kind} on the map now.")
        case _:
            raise NotFound("There is no such deed for notes.", "Hide, show, merge or turn.")
    return _back(workshop, "notes")


@bp.post("/close")
def close(workshop: str) -> Answer:
    """Closes the session."""
    parts().facilitating.close(workshop, held=request.form.get("held", ""))
    flash("The session is closed. Everything it made is on the map; make the report when you like.")
    return _back(workshop)


def _back(workshop: str, part: str | None = None) -> Answer:
    return redirect(url_for("rooms.page", workshop=workshop, _anchor=part), 303)


def _shown(workshop: str) -> dict[str, Any]:
    state = state_of(workshop)
    said: dict[str, Any] = {
        "case": shop(state),
        "plan": roomplan.rows(state),
        "commitments": roomplan.commitments(state),
        "kinds": KINDS,
        "step_kinds": STEP_KINDS,
        "now": time.time(),
        "opened": None,
        "closed": False,
    }
    opened = parts().joining.opened(workshop)
    if opened is None:
        with suppress(NotFound):  # there never was a session
            said["closed"] = parts().showing.room(workshop).view["closed"]
        return said
    shown, bar = parts().showing.room(workshop), parts().showing.bar(workshop)
    return said | _open(state, opened, shown, bar)


def _open(state: State, opened: Opened, shown: Shown, bar: dict[str, Any]) -> dict[str, Any]:
    config = parts().config
    base = roomcode.base_for_others(request.host_url, config)
    view = shown.view
    step = view["step"]
    missing = parts().facilitating.missing(state.workshop)
    waiting = sum(one["held"] for one in bar["steps"].values())
    return {
        "opened": opened,
        "way": roomcode.way(base, opened),
        "only_here": roomcode.is_this_machine(base),
        "view": view,
        "bar": bar,
        "mark": digests(shown),
        "step": step,
        "here": bar["steps"].get(step["id"], {}) if step else {},
        "notes": _notes(state, step["id"]) if step else [],
        "becomes": _becomes(state, step["id"]) if step else (),
        "missing": missing,
        "waiting": waiting,
        "numbers": {one["id"]: f"{one['number']} {one['name']}" for one in view.get("touchpoints", ())},
    }


def _becomes(state: State, step: str) -> tuple[str, ...]:
    entry = state.records.get(step)
    return ask_of(cast(Any, record_of(step, entry))).becomes if entry is not None else ()


def _notes(state: State, step: str) -> list[dict[str, Any]]:
    """The notes of a step with those that are hidden; those merged into another stand with it."""
    found = []
    for id in state.siblings("note", step):
        note = cast(Note, record_of(id, state.records[id]))
        if note.merged:
            continue
        became = state.records.get(note.became or "")
        person = state.records.get(note.person or "")
        found.append(
            {
                "id": id,
                "text": note.text,
                "by": (person.fields.get("name") if person else "") or note.group or "",
                "hidden": bool(note.hidden),
                "touchpoint": note.touchpoint,
                "minutes": note.minutes,
                "would_pay": note.would_pay,
                "became": became.kind if became else "",
                "same": sum(e.fields.get("merged") == id for _, e in state.of_kind("note")),
            }
        )
    return found[-MOST_SHOWN:]
