"""Entering for people without a phone, on the phone of somebody who helps to run the room."""

from __future__ import annotations

import secrets

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.domain.room.refusing import NotYours
from touchmap.services.bookkeeping import Who
from touchmap.services.roomwork import Guest
from touchmap.web import roomscribe
from touchmap.web.guesting import guest
from touchmap.web.parts import parts
from touchmap.web.roomnotes import written
from touchmap.web.roomshop import state_of


def page() -> str:
    """The running step's sheet, or the line for notes."""
    who = _helper()
    view = parts().showing.room(who.workshop).view
    groups = state_of(who.workshop).records[who.workshop].fields.get("groups", ())
    return render_template(
        "pages/room_paper.html",
        me=who,
        view=view,
        step=view["step"],
        group_names=groups,
        nonce=f"n-{secrets.token_hex(8)}",
        colours={},
        paper_open=True,
        **roomscribe.shown(who.workshop, view, request.args.get("paper", ""), _ways),
    )


def enter(step: str) -> Answer:
    """Enters a ballot."""
    who = _helper()
    return _told(roomscribe.enter(who.workshop, step, _who(who)))


def take_back(step: str) -> Answer:
    """Takes the newest entry back."""
    who = _helper()
    parts().scribing.take_back(who.workshop, step, request.form.get("entry", ""), _who(who))
    return _told("Taken back.")


def note(step: str) -> Answer:
    """Writes a note for somebody."""
    who, form = _helper(), request.form
    whose = {"group": form.get("group", ""), "person": form.get("person", "")}
    parts().contributing.scribe(who.workshop, step, form.get("nonce", ""), written(form), **whose)
    return _told("Added.")


def done(step: str) -> Answer:
    """Everybody on paper is done with writing, or not yet."""
    yes = request.form.get("done") == "yes"
    parts().scribing.done(_helper().workshop, step, yes)
    return _told("Everybody on paper is done." if yes else "Nobody on paper is done yet.")


def _helper() -> Guest:
    """Who asks. Raises NotYours when they do not help to run the room."""
    who = guest()
    if not who.helper:
        raise NotYours(
            "Only the facilitator and those who help may do this.", "Ask the facilitator to let you help."
        )
    return who


def _who(helper: Guest) -> Who:
    return Who(helper.id, helper.name or "somebody who helps")


def _ways(workshop: str, step: str) -> dict[str, str]:
    """Where the forms on this phone go."""
    ends = {"enter": "paper_enter", "back": "paper_back", "note": "paper_note", "done": "paper_done"}
    found = {name: url_for(f"guests.{end}", step=step) for name, end in ends.items()}
    return found | {"page": url_for("guests.paper")}


def _told(words: str) -> Answer:
    flash(words)
    return redirect(url_for("guests.paper"), 303)
