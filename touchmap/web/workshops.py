"""The list of workshops, and the door for files: an upload is taken in whole or, with every problem shown, not at all."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from touchmap.errors import Problem, UnreadableWorkshop
from touchmap.store.workshops import Listed
from touchmap.web.handing import slow
from touchmap.web.mapview import strip
from touchmap.web.parts import parts

bp = Blueprint("workshops", __name__)
MOST_CARDS_WITH_LINE = 24  # beyond that the list is long, and drawing each line would make it slow
MOST_PROBLEMS = 200
FIRST_SAMPLE = "missed-connection"  # what whoever is new opens first
DONE = {
    "new": "“{title}” is in.",
    "copied": "“{title}” is in, beside the one with the same id.",
    "replaced": "“{title}” has taken the place of the one with its id.",
    "unchanged": "“{title}” is here already, exactly so.",
    "kept": "“{title}” was here already.",
}


@dataclass(frozen=True, slots=True)
class Card:
    """A workshop in the list with its journey in small."""

    listed: Listed
    strip: Markup | None
    request: str
    findings: int
    days: tuple[object, ...]


@bp.get("/workshops")
@slow
def listing() -> str:
    """Every workshop, the one changed last first."""
    shelf = parts().shelf
    return render_template(
        "pages/workshops.html",
        cards=[_card(one, place < MOST_CARDS_WITH_LINE) for place, one in enumerate(shelf.listed())],
        first_sample=FIRST_SAMPLE,
    )


@bp.post("/workshops")
@slow
def upload() -> Answer:
    """Takes a workshop file in."""
    given = request.files.get("file")
    content = given.read() if given is not None else b""
    name = _name(given.filename if given is not None else "")
    if not content:
        flash("No file was chosen, or it is empty. Choose a workshop file in YAML or JSON.", "bad")
        return redirect(url_for("workshops.listing"), 303)
    replace = request.form.get("replace") == "yes"
    try:
        taken = parts().shelf.take_in(content, name, replace=replace)
    except UnreadableWorkshop as error:
        return refused(name, error.problems)
    flash(DONE[taken.done].format(title=taken.title))
    return redirect(url_for("maps.page", workshop=taken.id), 303)


def refused(name: str, problems: tuple[Problem, ...]) -> Answer:
    """The page that shows every problem of a file; nothing of it was taken in."""
    shown = problems[:MOST_PROBLEMS]
    page = render_template("pages/problems.html", name=name, problems=shown, total=len(problems))
    return make_response(page, 422)


def _card(listed: Listed, drawn: bool) -> Card:
    case = parts().shelf.case(listed.id) if drawn else None
    if case is None:
        return Card(listed, None, "", 0, ())
    journey = case.model.journeys[0] if case.model.journeys else None
    small = strip(case, journey, width=420, height=104, faces=True) if journey else None
    shop = case.model.workshop
    return Card(listed, small or None, shop.request or "", len(case.findings), shop.days)


def _name(given: str | None) -> str:
    """The file's own name for messages: its last part, printable, not too long."""
    last = (given or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(mark if mark.isprintable() else "_" for mark in last)[:120] or "workshop"
