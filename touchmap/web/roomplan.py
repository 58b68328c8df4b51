"""The agenda of a room and its commitments as forms: every deed here is an ordinary edit of the owner's, with undo."""

from __future__ import annotations

import secrets
from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any, cast

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as Answer

from touchmap.domain.changes import Entry, State, record_of
from touchmap.domain.edits import Edit, read_edit
from touchmap.domain.records import ANONYMITIES, SCALES, STEP_KINDS, VISIBILITIES, WALLS, Step
from touchmap.domain.room import ending
from touchmap.domain.room.publicview import touchpoints
from touchmap.domain.room.refusing import NotNow
from touchmap.domain.room.steps import Ask, ask_of
from touchmap.errors import NotFound
from touchmap.services.dropping import given_in
from touchmap.web import phoneform, phoneview
from touchmap.web.api import who
from touchmap.web.parts import parts
from touchmap.web.roomshop import shop, state_of, told

bp = Blueprint("roomplans", __name__, url_prefix="/workshops/<workshop>/room")
Row = tuple[Step, Ask]


def rows(state: State, aside: Container[str] = ()) -> list[Row]:
    """The steps of the agenda with what each asks, without those `aside`."""
    found = []
    for id in state.siblings("step", None):
        if id in aside:
            continue
        step = cast(Step, record_of(id, state.records[id]))
        found.append((step, ask_of(step)))
    return found


def commitments(state: State) -> list[dict[str, Any]]:
    """The commitments in their order, with what each is about."""
    found = []
    for id in state.siblings("commitment", None):
        fields = state.records[id].fields
        found.append({**fields, "id": id, "what": ending.title_of(state, fields)})
    return found


@bp.post("/agenda")
def take(workshop: str) -> Answer:
    """Takes a default agenda: after the steps there are, or in place of those that nobody has been in."""
    replace = request.form.get("how") == "replace"
    parts().facilitating.take_agenda(workshop, request.form.get("agenda", ""), who(), replace=replace)
    return _told(workshop, "The agenda has new steps.")


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
    return _told(workshop, f"“{fields['title']}” is in the agenda.")


@bp.get("/steps/<step>")
def settings(workshop: str, step: str) -> str:
    """The settings of a step."""
    state = state_of(workshop)
    return _settings(state, step, cast(Step, record_of(step, _step(state, step))))


def _settings(state: State, step: str, shown: Step, warned: str = "") -> str:
    """The page; `warned` is said when the settings in `shown` would keep less private what people were promised."""
    given, held, opened = _used(state, step)
    return render_template(
        "pages/room_step.html",
        case=shop(state),
        step=shown,
        ask=ask_of(shown),
        given=given,
        held=held,
        opened=opened,
        live=parts().joining.opened(state.workshop) is not None,
        warned=warned,
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


def _used(state: State, step: str) -> tuple[int, int, bool]:
    """How much a step holds on the map, how much is held back of it, and whether the room has been in it."""
    given = given_in(state, step)
    try:
        there = parts().showing.bar(state.workshop)["steps"].get(step, {})
        agenda = parts().showing.room(state.workshop).view["agenda"]
    except NotFound:  # there never was a session
        return given, 0, False
    opened = any(one["id"] == step and one["place"] != "next" for one in agenda)
    return given, there.get("held", 0), opened


@bp.post("/steps/<step>")
def change(workshop: str, step: str) -> Answer:
    """Changes the settings of a step; what is left empty is as usual for its kind. Where people have been promised more than
    would be kept, it is asked for a second time.
    """
    state, form = state_of(workshop), request.form
    entry = _step(state, step)
    wanted: dict[str, Any] = {
        key: form.get(key, "").replace("\r\n", "\n").strip() or None
        for key in ("title", "instruction", "kind", "prompt", "visibility", "anonymity", "wall")
    }
    wanted |= {key: phoneform.number(form, key) for key in ("minutes", "dots", "most")}
    wanted |= {key: form.getlist(key) or None for key in ("touchpoints", "scales")}
    changed = {key: value for key, value in wanted.items() if value != entry.fields.get(key)}
    if not changed:
        return _told(workshop, "")
    edit = _read("set", step, {"fields": changed, "seen": parts().history.head(workshop)[1]})
    before = cast(Step, record_of(step, entry))
    after = _changed(entry, changed, step) if changed.get("title", True) else before
    given, held, opened = _used(state, step)
    warned = _less(ask_of(before), ask_of(after))
    if warned and (opened or given or held) and form.get("sure") != "yes":
        answer = make_response(_settings(state, step, after, warned), 409)
        return cast(Answer, answer)
    parts().editing.do(workshop, edit, who())
    return _told(workshop, f"“{after.title}” is as you set it.")


def _changed(entry: Entry, changed: Mapping[str, Any], step: str) -> Step:
    """A step with other settings, as it would read."""
    fields = {key: value for key, value in {**entry.fields, **changed}.items() if value is not None}
    return cast(Step, record_of(step, replace(entry, fields=fields)))


def _less(before: Ask, after: Ask) -> str:
    """What is kept less private after a change of settings, in a sentence; empty when nothing is."""
    found = []
    if before.visibility != "open" and after.visibility == "open":
        found.append("what people send from now on is seen by everybody at once")
    if ANONYMITIES.index(after.anonymity) < ANONYMITIES.index(before.anonymity):
        kept = {"names": "names are", "groups": "groups are"}[after.anonymity]
        found.append(f"{kept} kept with what is sent from now on")
    return " and ".join(found)


@bp.post("/steps/<step>/move")
def move(workshop: str, step: str) -> Answer:
    """Moves a step one place up or down or before another one, or drops it from the agenda."""
    state, deed = state_of(workshop), request.form.get("deed", "")
    agenda = state.siblings("step", None)
    if step not in agenda:
        raise NotFound("There is no such step in the agenda.", "It may have been removed.")
    place, title = agenda.index(step), state.records[step].fields["title"]
    if deed == "drop":
        return _drop(state, step, title)
    position: dict[str, str] = {}
    if deed == "up" and place:
        position = {"before": agenda[place - 1]}
    elif deed == "down" and place + 1 < len(agenda):
        position = {"after": agenda[place + 1]}
    elif deed == "to" and request.form.get("before") in agenda:
        position = {"before": request.form["before"]}
    elif deed == "to":
        position = {"after": agenda[-1]}
    if not position or step in position.values():
        return _told(workshop, "")
    _edit(workshop, "move", step, {"position": position})
    return _told(workshop, f"“{title}” has moved.")


def _drop(state: State, step: str, title: str) -> Answer:
    kept = parts().dropping.drop(state.workshop, step, who(), sure=request.form.get("sure") == "yes")
    if kept:
        return told(
            state.workshop, f"“{title}” is out of the agenda; what people gave is kept.", part="dropped"
        )
    return _told(state.workshop, f"“{title}” is out of the agenda.")


@bp.post("/dropped/<step>")
def dropped(workshop: str, step: str) -> Answer:
    """Puts a dropped step back, reveals what is held back of it, or throws that away for a reason."""
    run, deed = parts().dropping, request.form.get("deed", "")
    if deed == "restore":
        run.restore(workshop, step)
        return told(workshop, "It is in the agenda again.", part="agenda")
    if deed == "reveal":
        moved = parts().facilitating.reveal(workshop, step).moved
        return told(workshop, f"{moved} revealed: they are on the map.", part="dropped")
    if deed == "discard":
        gone = run.discard(workshop, step, request.form.get("reason", ""), who())
        return told(workshop, f"{gone} thrown away; the reason is kept.", part="dropped")
    raise NotNow("This cannot be done with a dropped step.", "Put it back, reveal it, or throw it away.")


@bp.post("/commitments")
def commit(workshop: str) -> Answer:
    """Adds a commitment, or says that nothing will be done and why."""
    fields = {key: value for key, value in _commitment().items() if value is not None}
    _edit(workshop, "add", f"k-{secrets.token_hex(6)}", {"fields": fields}, "commitment")
    return _told(workshop, "The commitment is on the list.", "commitments")


@bp.post("/commitments/<commitment>")
def recommit(workshop: str, commitment: str) -> Answer:
    """Changes a commitment, or takes it away."""
    entry = state_of(workshop).records.get(commitment)
    if entry is None or entry.kind != "commitment":
        raise NotFound("There is no such commitment.", "It may have been removed.")
    if request.form.get("deed") == "drop":
        _edit(workshop, "remove", commitment, {}, "commitment")
        return _told(workshop, "The commitment is taken away.", "commitments")
    given = _commitment()
    if entry.fields.get("intervention") and not entry.fields.get("action"):
        given.pop("action")  # what stands there is the intervention's title
    changed = {key: value for key, value in given.items() if value != entry.fields.get(key)}
    if changed:
        _edit(workshop, "set", commitment, {"fields": changed}, "commitment")
    return _told(workshop, "The commitment is saved." if changed else "", "commitments")


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


def _read(action: str, record: str, more: Mapping[str, Any], kind: str = "step") -> Edit:
    data = {"id": f"e-{secrets.token_hex(12)}", "action": action, "kind": kind, "record": record}
    return read_edit(data | dict(more))


def _edit(workshop: str, action: str, record: str, more: Mapping[str, Any], kind: str = "step") -> None:
    parts().editing.do(workshop, _read(action, record, more, kind), who())


def _told(workshop: str, words: str, part: str = "agenda") -> Answer:
    return told(workshop, words, part=part, undo=bool(words))
