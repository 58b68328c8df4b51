"""The facilitator's page of a room: open it, run its steps, see who is here, close it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.domain.room.refusing import NotNow
from touchmap.web import roomfacts, roomnotes, roomproposals, roomscribe, roomview
from touchmap.web.api import who
from touchmap.web.parts import parts
from touchmap.web.roomshop import shop, state_of, told

bp = Blueprint("rooms", __name__, url_prefix="/workshops/<workshop>/room")
bp.add_url_rule("/notes", view_func=roomnotes.moderate, methods=["POST"])
bp.add_url_rule("/undo", view_func=roomnotes.take_back, methods=["POST"])
bp.add_url_rule("/proposals", view_func=roomproposals.arrange, methods=["POST"])
bp.add_url_rule("/request", view_func=roomfacts.state_request, methods=["POST"])
bp.add_url_rule("/groups", view_func=roomfacts.name_groups, methods=["POST"])
bp.add_url_rule("/steps/<step>/scribe", view_func=roomnotes.scribe, methods=["POST"])
bp.add_url_rule("/steps/<step>/ballots", view_func=roomscribe.ballot, methods=["POST"])
bp.add_url_rule("/steps/<step>/ballots/back", view_func=roomscribe.take_ballot_back, methods=["POST"])
bp.add_url_rule("/steps/<step>/paper", view_func=roomscribe.done, methods=["POST"], endpoint="paper_done")
bp.add_url_rule("/paper", view_func=roomscribe.add, methods=["POST"], endpoint="add_on_paper")


@bp.get("")
def page(workshop: str) -> str:
    """The whole page."""
    return render_template(
        "pages/room.html",
        **roomview.shown(workshop, request.args.get("of", ""), request.args.get("paper", "")),
    )


@bp.get("/now")
def now(workshop: str) -> str:
    """What changes while the room runs, without the frame of the page."""
    shown = roomview.shown(workshop, request.args.get("of", ""), request.args.get("paper", ""))
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
    code = parts().joining.help_code(workshop, wanted) if known else ""
    return render_template(
        "pages/room_people.html",
        case=shop(state),
        people=bar["people"],
        wanted=wanted if known else "",
        code=code,
    )


@bp.post("/open")
def open_room(workshop: str) -> Answer:
    """Opens the room, with a default agenda where one is wanted or there is none yet; today is a day of the workshop then."""
    wanted = request.form.get("agenda", "")
    if parts().joining.opened(workshop) is None:
        parts().facilitating.note_day(workshop, who())
    if not wanted and not state_of(workshop).siblings("step", None):
        wanted = "half-day"
    if wanted and parts().joining.opened(workshop) is None:
        replace = request.form.get("how") == "replace"
        parts().facilitating.take_agenda(workshop, wanted, who(), replace=replace)
    parts().joining.open_room(workshop)
    return told(workshop)


@bp.post("/lock")
def lock(workshop: str) -> Answer:
    """Lets nobody new in, or everybody again."""
    locked = request.form.get("locked") == "yes"
    parts().joining.lock(workshop, locked)
    return told(workshop, "Nobody new comes in now." if locked else "People can join again.")


@bp.post("/people/<person>")
def person(workshop: str, person: str) -> Answer:
    """Removes somebody, or lets them help or not."""
    deed = request.form.get("deed", "")
    on_paper = any(one.id == person for one in parts().scribing.people(workshop))
    if deed == "remove":
        (parts().scribing if on_paper else parts().joining).remove(workshop, person)
        words = "They are out; what they gave stays."
    else:
        parts().joining.let_help(workshop, person, deed == "help")
        words = "They can help to run this now." if deed == "help" else "They help no longer."
    if request.form.get("from") == "people":
        return redirect(url_for("rooms.people", workshop=workshop), 303)
    return told(workshop, words, part="people")


@bp.post("/go")
def go(workshop: str) -> Answer:
    """Goes to the next step, the one before, or any."""
    parts().facilitating.go(workshop, request.form.get("to", ""), request.args.get("step"))
    step = parts().showing.room(workshop).view["step"]
    return told(workshop, f"Now: {step['title']}." if step else "")


@bp.post("/steps/<step>/input")
def take_input(workshop: str, step: str) -> Answer:
    """Freezes or thaws a step."""
    if request.form.get("frozen") == "yes":
        parts().facilitating.freeze(workshop, step)
        return told(workshop, "Frozen: nothing more is taken in.")
    parts().facilitating.thaw(workshop, step)
    return told(workshop, "Thawed: people can write again.")


@bp.post("/steps/<step>/timer")
def timer(workshop: str, step: str) -> Answer:
    """Starts, extends, pauses, resumes or ends the timer."""
    action, minutes = request.form.get("action", ""), request.form.get("minutes", "1").replace(",", ".")
    try:
        seconds = float(minutes) * 60
    except ValueError:
        raise NotNow("This is no number of minutes.", "Write it in digits, such as 10.") from None
    parts().facilitating.timer(workshop, step, action, seconds)
    said = {
        "start": "The timer runs.",
        "extend": "One minute more." if seconds == 60 else "More time.",
        "pause": "The timer is paused.",
        "resume": "The timer runs on.",
        "end": "The timer is off.",
    }
    return told(workshop, said.get(action, ""))


@bp.post("/steps/<step>/reveal")
def reveal(workshop: str, step: str) -> Answer:
    """Reveals everything, what is about one touchpoint, or the next one."""
    form = request.form
    done = parts().facilitating.reveal(
        workshop, step, touchpoint=form.get("touchpoint") or None, one=form.get("one") == "yes"
    )
    words = f"{done.moved} revealed." if done.moved else "Nothing was waiting."
    left = f" {done.left} stay back: what they are about was removed." if done.left else ""
    return told(workshop, words + left)


@bp.post("/shine")
def shine(workshop: str) -> Answer:
    """Puts a touchpoint in the spotlight or takes it away; `follow` says whether phones are asked to come along."""
    touchpoint, wanted = request.form.get("touchpoint") or None, request.form.get("follow", "")
    follow = wanted == "yes" if wanted else (True if touchpoint else None)
    parts().facilitating.shine(workshop, touchpoint, follow)
    if touchpoint is None:
        return told(workshop, "Nothing is in the spotlight.")
    view = parts().showing.room(workshop).view
    names = {one["id"]: f"{one['number']} {one['name']}" for one in view.get("touchpoints", ())}
    asked = "; phones are asked to follow" if view["follow"] else ""
    return told(workshop, f"In the spotlight: {names.get(touchpoint, 'a touchpoint')}{asked}.")


@bp.post("/close")
def close(workshop: str) -> Answer:
    """Closes the session."""
    form = request.form
    parts().facilitating.close(workshop, held=form.get("held", ""), reason=form.get("reason", ""), who=who())
    return told(workshop, "The session is closed. Everything it made is on the map.")
