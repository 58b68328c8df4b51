"""The room for the facilitator's editor, as JSON: how the session stands, and what is done with its steps.

What was given stands in the workshop's log once it may be seen, and the editor has it from there; what is held back is told
as numbers only. Hiding, merging and making something of a note are the facilitator's own edits (POST …/edits), undone like
any other.
"""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for

from touchmap.services.joining import Opened
from touchmap.services.roommarks import digests
from touchmap.services.scribing import Ballot
from touchmap.web import roomcode
from touchmap.web.api import pace, who
from touchmap.web.parts import parts
from touchmap.web.roombodies import body

bp = Blueprint("roomapi", __name__, url_prefix="/api/v1/workshops/<workshop>/room")
FACES = 6  # people who are named; the page of people names all


@bp.get("")
def room(workshop: str) -> Response:
    """How the session stands; `{"open": false}` when none is open, which costs next to nothing."""
    parts().history.head(workshop)
    return _told(workshop)


@bp.get("/door")
def door(workshop: str) -> Response:
    """How people get in: the code, the address to type, and both as a QR code."""
    opened = parts().joining.opened(workshop)
    if opened is None:
        return jsonify(open=False)
    base = roomcode.base_for_others(request.host_url, parts().config)
    way = roomcode.way(base, opened)
    return jsonify(
        open=True,
        code=opened.code,
        address=way.address,
        qr=str(way.qr),
        only_here=roomcode.is_this_machine(base),
    )


@bp.post("/go")
def go(workshop: str) -> Response:
    """Goes to the next step, the one before, or any."""
    pace(1)
    given = body("RoomGo")
    parts().facilitating.go(workshop, given["to"], given.get("seen"))
    return _told(workshop)


@bp.post("/steps/<step>/input")
def take_input(workshop: str, step: str) -> Response:
    """Freezes or thaws a step."""
    pace(1)
    run = parts().facilitating
    deed = run.freeze if body("RoomInput")["frozen"] else run.thaw
    deed(workshop, step)
    return _told(workshop)


@bp.post("/steps/<step>/timer")
def timer(workshop: str, step: str) -> Response:
    """Starts, extends, pauses, resumes or ends a step's timer."""
    pace(1)
    given = body("RoomTimer")
    parts().facilitating.timer(workshop, step, given["action"], given.get("seconds", 0))
    return _told(workshop)


@bp.post("/steps/<step>/reveal")
def reveal(workshop: str, step: str) -> Response:
    """Reveals everything that was given in a step, what is about one touchpoint, or the next single one."""
    pace(1)
    given = body("RoomReveal")
    done = parts().facilitating.reveal(
        workshop, step, touchpoint=given.get("touchpoint"), one=given.get("one", False)
    )
    return _told(workshop, revealed={"moved": done.moved, "left": done.left})


@bp.post("/spotlight")
def spotlight(workshop: str) -> Response:
    """Puts a touchpoint in the spotlight, which phones may follow, or takes it away."""
    pace(1)
    given = body("RoomSpotlight")
    parts().facilitating.shine(workshop, given.get("touchpoint"), given["follow"])
    return _told(workshop)


@bp.post("/steps/<step>/notes")
def scribe(workshop: str, step: str) -> Response:
    """Keeps a note for somebody without a phone: held back and revealed with the others."""
    pace(1)
    given = body("RoomScribe")
    nonce, group, person = given.pop("nonce"), given.pop("group", ""), given.pop("person", "")
    saved = parts().contributing.scribe(workshop, step, nonce, given, group=group, person=person)
    return _told(workshop, saved={"note": saved.record, "held": saved.held})


@bp.post("/paper")
def add_paper(workshop: str) -> Response:
    """Lets somebody in who has no phone."""
    pace(1)
    paper = parts().scribing.add(workshop, **body("RoomPaper"))
    return _told(workshop, paper={"id": paper.id, "name": paper.label, "group": paper.group})


@bp.post("/steps/<step>/ballots")
def ballot(workshop: str, step: str) -> Response:
    """Enters a ballot of somebody without a phone, or changes that of a person."""
    pace(1)
    done = parts().scribing.enter(workshop, step, Ballot(**body("RoomBallot")), who())
    return _told(workshop, ballots={"entered": done.ballots, "held": done.held, "changed": done.changed})


@bp.post("/steps/<step>/ballots/back")
def ballot_back(workshop: str, step: str) -> Response:
    """Takes the newest entry of ballots back."""
    pace(1)
    back = parts().scribing.take_back(workshop, step, body("RoomBallotBack")["entry"], who())
    return _told(workshop, ballots={"back": back})


def _told(workshop: str, **more: Any) -> Response:
    """How the session stands now."""
    opened = parts().joining.opened(workshop)
    if opened is None:
        return jsonify({"open": False} | more)
    return jsonify(_view(workshop, opened) | more)


def _view(workshop: str, opened: Opened) -> dict[str, Any]:
    shown, bar = parts().showing.room(workshop), parts().showing.bar(workshop)
    view = shown.view
    step = view["step"]
    named = [one for one in bar["people"] if one["name"] or one["group"]]
    return {
        "open": True,
        "key": digests(shown)["key"],
        "now": time.time(),
        "code": opened.code,
        "locked": view["locked"],
        "spotlight": view["spotlight"],
        "follow": view["follow"],
        "agenda": [one | bar["steps"].get(one["id"], {}) for one in view["agenda"]],
        "step": step,
        "counts": view["counts"] if step else {},
        "touchpoints": [one["id"] for one in view.get("touchpoints", ())],
        "people": len(bar["people"]),
        "faces": [{key: one[key] for key in ("id", "name", "group")} for one in named[-FACES:]],
        "links": {
            "room": url_for("rooms.page", workshop=workshop),
            "people": url_for("rooms.people", workshop=workshop),
            "wall": url_for("walls.page", workshop=workshop),
        },
    }
