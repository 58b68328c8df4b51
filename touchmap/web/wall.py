"""The wall: what the projector shows of a room, one thing at a time, following the facilitator; nothing that is held back."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.domain.changes import State
from touchmap.domain.edits import read_edit
from touchmap.domain.records import WALLS
from touchmap.domain.room import publicview
from touchmap.errors import NotFound
from touchmap.services.roommarks import digests
from touchmap.web import roomcode, walldots, walldrawings, wallgraph, wallnotes, wallview
from touchmap.web.api import who
from touchmap.web.handing import handed_over
from touchmap.web.parts import parts
from touchmap.web.roomshop import shop, state_of

bp = Blueprint("walls", __name__, url_prefix="/workshops/<workshop>/room/wall")
PER_LEAF = {"votes": 7, "commitments": 4}
MOST_PLACES = 16  # touchpoints whose counts stand under a question
MOST_LEGEND = 12  # names beside a square
Shown = dict[str, Any]


@bp.get("")
def page(workshop: str) -> str | Response:
    """The wall as a page of its own."""
    return _answer(workshop, "pages/wall.html")


@bp.get("/now")
def now(workshop: str) -> str | Response:
    """What it shows just now, without the frame of the page."""
    return _answer(workshop, "parts/wall_now.html")


@bp.post("")
def choose(workshop: str) -> Answer:
    """Sets what the wall shows in a step; nothing for as usual. An ordinary edit, which undo takes back."""
    step, wanted = request.form.get("step", ""), request.form.get("wall", "")
    entry = state_of(workshop).records.get(step)
    if entry is None or entry.kind != "step":
        raise NotFound("There is no such step in the agenda.", "It may have been removed.")
    if wanted not in ("", *WALLS):
        raise NotFound("The wall has no such picture.", f"It has {', '.join(WALLS)}.")
    if (wanted or None) != entry.fields.get("wall"):
        seen = parts().history.head(workshop)[1]
        data = {"id": f"e-{secrets.token_hex(12)}", "action": "set", "kind": "step", "record": step}
        edit = read_edit(data | {"fields": {"wall": wanted or None}, "seen": seen})
        parts().editing.do(workshop, edit, who())
    return redirect(url_for("rooms.page", workshop=workshop), 303)


def _answer(workshop: str, template: str) -> str | Response:
    """The picture in a template. A graph is laid out by a helper, so that nobody waits for it."""
    state = state_of(workshop)
    said: Shown = {"case": shop(state), "now": time.time(), "mark": {"key": "", "step": "", "view": ""}}
    said |= {"what": "shut", "view": None, "leaves": (), "way": None, "opened": None, "lit": None}
    try:
        shown = parts().showing.room(workshop)
    except NotFound:  # there never was a session
        return render_template(template, **said)
    view = shown.view
    what = wallview.picture(state, view)
    if what == "graph":
        answer = handed_over()
        if answer is not None:
            return answer
    said |= {"mark": digests(shown), "view": view, "step": view["step"], "what": what} | _door(workshop)
    return render_template(template, **(said | _picture(state, view, what)))


def _door(workshop: str) -> Shown:
    """How people come in, as long as the session is open."""
    opened = parts().joining.opened(workshop)
    if opened is None:
        return {}
    base = roomcode.base_for_others(request.host_url, parts().config)
    return {"opened": opened, "way": roomcode.way(base, opened)}


def _picture(state: State, view: wallview.View, what: str) -> Shown:
    """What the template of a picture needs."""
    places = wallview.places(state)
    lit = wallview.spot(state, view, wallview.BESIDE if what == "notes" else wallview.MOST_LETTERS)
    found: Shown = {"lit": lit, "counts": view.get("counts", {})}
    if what in ("prompt", "nothing") and lit:
        return found | {"what": "spot"}
    if what == "prompt":
        return found | _question(view, places)
    if what == "end":
        return found | {"promised": publicview.commitments(state), "places": list(places.values())}
    id = lit.place.id if lit else ""
    match what:
        case "notes":
            leaves: list[Any] = _notes(state, view, places, lit)
        case "graph":
            leaves = list(wallgraph.graph_parts(state, places, id))
        case "curve" | "spread" | "square":
            leaves = _rated(state, view, places, id, what)
        case "votes":
            return found | _votes(wallview.voted(state, view))
        case "commitments":
            leaves = _paged([_dated(one) for one in publicview.commitments(state)], what)
        case _:
            leaves = []
    return found | {"leaves": leaves}


def _question(view: wallview.View, places: dict[str, wallview.Place]) -> Shown:
    """The question with who is done, and how much was given at each touchpoint."""
    counts, step = view["counts"], view["step"]
    about = [places[one["id"]] for one in view["touchpoints"] if one["id"] in places]
    by = [(place, counts["by"].get(place.id, 0)) for place in about]
    return {
        "people": walldots.people_dots(min(counts["done"], counts["people"]), counts["people"]),
        "by": by if step["about"] == "needed" and len(by) <= MOST_PLACES else [],
    }


def _notes(
    state: State, view: wallview.View, places: dict[str, wallview.Place], lit: wallview.Spot | None
) -> list[Any]:
    kind = view["step"]["kind"]
    cards = [wallnotes.card(one, places, kind, placed=lit is None) for one in wallview.notes(state, view)]
    return list(wallnotes.pack(cards, wallnotes.NARROW if lit else wallnotes.WIDE))


def _rated(
    state: State, view: wallview.View, places: dict[str, wallview.Place], lit: str, what: str
) -> list[Any]:
    """The drawings of ratings; a scale that was not asked for has none, then opinions are shown instead."""
    rated = wallview.rated(state, view)
    if what == "square":
        return list(walldrawings.squares(rated, places, wallview.squares_of(rated)))
    if what == "curve" and "emotion" in rated.scales:
        found = []
        journeys = dict.fromkeys(place.journey for place in places.values())
        for journey in [places[lit].journey] if lit in places else journeys:
            line = [place for place in places.values() if place.journey == journey]
            found += walldrawings.curves(rated, line, lit)
        if found:
            return list(found)
    return list(walldrawings.spreads(rated, places, lit))


def _votes(found: list[dict[str, Any]]) -> Shown:
    """Dots by proposal; where impact and effort were asked for, the square that they make."""
    if any(one.get("impact") and one.get("effort") for one in found):
        return {"what": "matrix", "leaves": [walldrawings.matrix(found)]}
    most = max((one["dots"] for one in found), default=0)
    rows = [
        one
        | {"rank": 1 + sum(other["dots"] > one["dots"] for other in found)}  # equals share a rank
        | {"drawn": walldots.vote_dots(one["dots"], most)}
        for one in found
    ]
    return {"leaves": _paged(rows, "votes")}


def _dated(promise: dict[str, Any]) -> dict[str, Any]:
    due = promise.get("due")
    return promise | ({"due": dt.date.fromisoformat(str(due))} if due else {})


def _paged(rows: list[dict[str, Any]], what: str) -> list[Any]:
    each = PER_LEAF[what]
    return [
        {"key": wallnotes.mark([str(one["id"]) for one in rows[first : first + each]]), "rows": some}
        for first in range(0, len(rows), each)
        for some in (rows[first : first + each],)
    ]
