"""The agenda of a room and its commitments as forms: every deed here is an ordinary edit of the owner's, with undo."""

from __future__ import annotations

import secrets
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.domain.changes import State, record_of
from touchmap.domain.edits import Edit, read_edit
from touchmap.domain.records import ANONYMITIES, SCALES, STEP_KINDS, VISIBILITIES, WALLS, Step
from touchmap.domain.room.publicview import touchpoints
from touchmap.domain.room.steps import Ask, ask_of
from touchmap.errors import NotFound
from touchmap.web import phoneform, phoneview
from touchmap.web.api import who
from touchmap.web.parts import parts
from touchmap.web.roomshop import shop, state_of

bp = Blueprint("roomplans", __name__, url_prefix="/workshops/<workshop>/room")
Row = tuple[Step, Ask]


def rows(state: State) -> list[Row]:
    """The steps of the agenda with what each asks."""
    found = []
    for id in state.siblings("step", None):
        step = cast(Step, record_of(id, state.records[id]))
        found.append((step, ask_of(step)))
    return found


def commitments(state: State) -> list[dict[str, Any]]:
    """The commitments in their order, with what each is about."""
    found = []
    for id in state.siblings("commitment", None):
        fields = state.records[id].fields
        about = state.records.get(fields.get("intervention", ""))
        what = fields.get("action") or (about.fields["title"] if about else "")
        found.append({**fields, "id": id, "what": what})
    return found


@bp.post("/agenda")
def take(workshop: str) -> Answer:
    """Appends a default agenda."""
    parts().facilitating.take_agenda(workshop, request.form.get("agenda", ""), who())
    return _back(workshop)


@bp.post("/steps")
def add(workshop: str) -> Answer:
    """Adds a step at the end, or directly after another; `again` repeats that one with its settings."""
    form = request.form
    again = form.get("again", "")
    if again:
        state = state_of(workshop)
        fields = dict(_step(state, again).fields)
        after = again
    else:
        fields, after = {"title": form.get("title", "").strip()}, form.get("after", "")
        if form.get("kind"):
            fields["kind"] = form["kind"]
    position = {"position": {"after": after}} if after else {}
    _edit(workshop, "add", f"s-{secrets.token_hex(6)}", {"fields": fields} | position)
    return _back(workshop)


@bp.get("/steps/<step>")
def settings(workshop: str, step: str) -> str:
    """The settings of a step."""
    state = state_of(workshop)
    record = cast(Step, record_of(step, _step(state, step)))
    return render_template(
        "pages/room_step.html",
        case=shop(state),
        step=record,
        ask=ask_of(record),
        places=touchpoints(state),
        kinds=STEP_KINDS,
        visibilities=VISIBILITIES,
        anonymities=ANONYMITIES,
        scales=SCALES,
        walls=WALLS,
        phases=phoneview.PHASES,
        scale_names=phoneview.SCALE_NAMES,
        seen=phoneview.SEEN,
        kept=phoneview.KEPT,
    )


@bp.post("/steps/<step>")
def change(workshop: str, step: str) -> Answer:
    """Changes the settings of a step; what is left empty is as usual for its kind."""
    state, form = state_of(workshop), request.form
    there = _step(state, step).fields
    wanted: dict[str, Any] = {
        key: form.get(key, "").replace("\r\n", "\n").strip() or None
        for key in ("title", "instruction", "kind", "prompt", "visibility", "anonymity", "wall")
    }
    wanted |= {key: phoneform.number(form, key) for key in ("minutes", "dots", "most")}
    wanted |= {key: form.getlist(key) or None for key in ("touchpoints", "scales")}
    changed = {key: value for key, value in wanted.items() if value != there.get(key)}
    if changed:
        seen = parts().history.head(workshop)[1]
        _edit(workshop, "set", step, {"fields": changed, "seen": seen})
        flash("Saved.")
    return _back(workshop)


@bp.post("/steps/<step>/move")
def move(workshop: str, step: str) -> Answer:
    """Moves a step one place up or down, or drops it from the agenda."""
    agenda, deed = state_of(workshop).siblings("step", None), request.form.get("deed", "")
    if step not in agenda:
        raise NotFound("There is no such step in the agenda.", "It may have been removed.")
    place = agenda.index(step)
    if deed == "drop":
        _edit(workshop, "remove", step, {})
        flash("The step is out of the agenda. Undo on the map brings it back.")
    elif deed == "up" and place:
        _edit(workshop, "move", step, {"position": {"before": agenda[place - 1]}})
    elif deed == "down" and place + 1 < len(agenda):
        _edit(workshop, "move", step, {"position": {"after": agenda[place + 1]}})
    return _back(workshop)


@bp.post("/commitments")
def commit(workshop: str) -> Answer:
    """Adds a commitment, or says that nothing will be done and why."""
    fields = {key: value for key, value in _commitment().items() if value is not None}
    _edit(workshop, "add", f"k-{secrets.token_hex(6)}", {"fields": fields}, "commitment")
    return _back(workshop, "commitments")


@bp.post("/commitments/<commitment>")
def recommit(workshop: str, commitment: str) -> Answer:
    """Changes a commitment, or takes it away."""
    entry = state_of(workshop).records.get(commitment)
    if entry is None or entry.kind != "commitment":
        raise NotFound("There is no such commitment.", "It may have been removed.")
    if request.form.get("deed") == "drop":
        _edit(workshop, "remove", commitment, {}, "commitment")
    else:
        given = _commitment()
        if entry.fields.get("intervention") and not entry.fields.get("action"):
            given.pop("action")  # what stands there is the intervention's title
        changed = {key: value for key, value in given.items() if value != entry.fields.get(key)}
        if changed:
            _edit(workshop, "set", commitment, {"fields": changed}, "commitment")
    return _back(workshop, "commitments")


def _commitment() -> dict[str, Any]:
    form = request.form
    found: dict[str, Any] = {
        key: " ".join(form.get(key, "").split()) or None
        for key in ("action", "owner", "due", "measure", "reason")
    }
    found["no_action"] = True if form.get("no_action") == "yes" else None
    return found


def _step(state: State, step: str) -> Any:
    entry = state.records.get(step)
    if entry is None or entry.kind != "step":
        raise NotFound("There is no such step in the agenda.", "It may have been removed.")
    return entry


def _edit(workshop: str, action: str, record: str, more: dict[str, Any], kind: str = "step") -> None:
    data = {"id": f"e-{secrets.token_hex(12)}", "action": action, "kind": kind, "record": record}
    edit: Edit = read_edit(data | more)
    parts().editing.do(workshop, edit, who())


def _back(workshop: str, part: str = "agenda") -> Answer:
    return redirect(url_for("rooms.page", workshop=workshop, _anchor=part), 303)
