"""What the facilitator's page of a room shows, as plain values: the steps, who is here, what was given and what is missing."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from flask import request

from touchmap.domain.changes import State, record_of
from touchmap.domain.model import PARENT_FIELD
from touchmap.domain.records import STEP_KINDS, Note
from touchmap.domain.room.ending import wanting
from touchmap.domain.room.publicview import by_line, group_names, touchpoints
from touchmap.domain.room.steps import ask_of
from touchmap.errors import NotFound
from touchmap.services.joining import Opened
from touchmap.services.roommarks import digests
from touchmap.services.showing import Shown
from touchmap.web import phoneview, roomcode, roomplan, roomscribe
from touchmap.web.cases import stage_colour
from touchmap.web.parts import parts
from touchmap.web.roomnotes import TARGETS
from touchmap.web.roomshop import shop, state_of

MOST_SHOWN = 300  # notes of a step on one page
MOST_NAMED = 80  # people in the panel; their own page has them all
SEEN = {
    "open": "Open: everybody sees it at once",
    "private": "Private until you reveal it",
    "counts": "Only counts until the step ends",
}
KEPT = {"names": "with names", "groups": "groups only", "none": "anonymous"}
KINDS = {kind: words for kind, (_, words) in phoneview.PHASES.items()}


def shown(workshop: str, of: str = "", person: str = "") -> dict[str, Any]:
    """Everything that the page's templates use; `of` names the step whose notes are looked at instead of the running one's,
    `person` whose ballot on paper is.
    """
    state, dropped = state_of(workshop), parts().dropping.dropped(workshop)
    said: dict[str, Any] = {
        "case": shop(state),
        "plan": roomplan.rows(state, {one.step for one in dropped}),
        "dropped": dropped,
        "commitments": roomplan.commitments(state),
        "kinds": KINDS,
        "step_kinds": STEP_KINDS,
        "kept": KEPT,
        "now": time.time(),
        "unused": len(parts().facilitating.unused(workshop)),
        "opened": None,
        "closed": False,
        "step": None,
    }
    opened = parts().joining.opened(workshop)
    if opened is None:
        with suppress(NotFound):  # there never was a session
            said["closed"] = parts().showing.room(workshop).view["closed"]
        return said
    room, bar = parts().showing.room(workshop), parts().showing.bar(workshop)
    return said | _open(state, opened, room, bar, of) | roomscribe.shown(workshop, room.view, person)


def _open(state: State, opened: Opened, room: Shown, bar: dict[str, Any], of: str) -> dict[str, Any]:
    base = roomcode.base_for_others(request.host_url, parts().config)
    view = room.view
    step = view["step"]
    sources = _sources(state, step)
    looked_at = of if any(one["id"] == of for one in sources) else _usual(sources, step)
    places = touchpoints(state)
    return {
        "opened": opened,
        "way": roomcode.way(base, opened),
        "only_here": roomcode.is_this_machine(base),
        "view": view,
        "mark": digests(room),
        "step": step,
        "here": bar["steps"].get(step["id"], {}) if step else {},
        "seen": SEEN,
        "people": bar["people"][:MOST_NAMED],
        "people_left": max(0, len(bar["people"]) - MOST_NAMED),
        "groups": _groups(bar["people"]),
        "group_names": state.records[state.workshop].fields.get("groups", ()),
        "sources": sources,
        "looked_at": looked_at,
        "columns": _columns(state, looked_at, view, places) if looked_at else [],
        "targets": _targets(state, looked_at) if looked_at else (),
        "places": places,
        "colours": _colours(places),
        "ratings": _ratings(view) if step and step["gives"] == "rating" else [],
        "votes": _votes(view) if step and step["gives"] == "vote" else [],
        "stages": _stages(places) if step and step["kind"] in ("order", "touchpoints") else [],
        "missing": wanting(state),
        "waiting": parts().dropping.held(state.workshop),
        "numbers": {one["id"]: f"{one['number']} {one['name']}" for one in places},
        "nonce": f"n-{secrets.token_hex(8)}",
    }


def _groups(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many of each group are here and, where the step keeps names, how many of them are done."""
    here: Counter[str] = Counter(one["group"] or "" for one in people)
    done: Counter[str] = Counter(one["group"] or "" for one in people if one["done"])
    told = any(one["done"] is not None for one in people)
    if set(here) <= {""}:
        return []
    return [
        {"name": name or "No group", "here": count, "done": done[name] if told else None}
        for name, count in sorted(here.items(), key=lambda one: (not one[0], one[0]))
    ]


def _colours(places: list[dict[str, Any]]) -> dict[str, int]:
    """The colour of each touchpoint's stage, 1 to 8."""
    return {one["id"]: stage_colour(one["stage_place"]) for one in places}


def _stages(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The touchpoints stage by stage."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in places:
        found.setdefault((one["journey"], one["stage"]), []).append(one)
    return [{"name": stage, "places": there} for (_, stage), there in found.items()]


# -- notes


def _sources(state: State, step: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The steps whose notes can be looked at: those that hold some, and the running one if it takes them."""
    count = Counter(
        str(entry.fields["step"]) for _, entry in state.of_kind("note") if not entry.fields.get("merged")
    )
    found = []
    for id in state.siblings("step", None):
        running = step is not None and id == step["id"]
        if count[id] or (running and step is not None and step["gives"] == "note"):
            title = state.records[id].fields["title"]
            found.append({"id": id, "title": title, "count": count[id], "now": running})
    return found


def _usual(sources: list[dict[str, Any]], step: dict[str, Any] | None) -> str:
    """The running step's own notes; where it takes none but is about them, or groups and has none yet, the newest there are."""
    if step is None:
        return ""
    if step["kind"] == "group" and not any(one["now"] and one["count"] for one in sources):
        sources = [one for one in sources if one["count"]] or sources
        return str(sources[-1]["id"]) if sources else ""
    own = [one["id"] for one in sources if one["now"]]
    if own or step["gives"] or step["kind"] not in ("group", "order", "talk"):
        return own[0] if own else ""
    return str(sources[-1]["id"]) if sources else ""


def _targets(state: State, step: str) -> tuple[tuple[str, str, str, str, bool, bool], ...]:
    """What a note of a step can become, with whether that is usual for the step and whether it needs a touchpoint."""
    entry = state.records[step]
    usual = ask_of(cast(Any, record_of(step, entry))).becomes
    found = []
    for one in TARGETS:
        kind = one[0].split()[0]
        found.append((*one, kind in usual, PARENT_FIELD.get(kind) == "touchpoint"))
    return tuple(found)


def _columns(
    state: State, step: str, view: Mapping[str, Any], places: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The notes of a step by touchpoint, in the order of the journey; how many are held back beside them."""
    notes = _notes(state, step)
    running = view["step"] and view["step"]["id"] == step
    given = Counter(view["counts"]["by"]) if running else Counter[str]()
    known = Counter(
        str(entry.fields.get("touchpoint") or "")
        for _, entry in state.of_kind("note")
        if entry.fields["step"] == step
    )
    shown_at = view["step"]["revealed_touchpoints"] if running else ()
    found = []
    for place in [*places, {"id": "", "number": 0, "name": "About no touchpoint"}]:
        id = place["id"]
        there = [one for one in notes if (one["touchpoint"] or "") == id]
        held = max(0, given[id] - known[id])
        if there or held:
            more = {"notes": there, "held": held, "revealed": id in shown_at}
            found.append({**place, **more})
    return found


def _notes(state: State, step: str) -> list[dict[str, Any]]:
    """The notes of a step with those that are hidden; those merged into another stand with it."""
    below: dict[str, list[dict[str, str]]] = {}
    for id, entry in state.of_kind("note"):
        if entry.fields.get("merged"):
            below.setdefault(entry.fields["merged"], []).append({"id": id, "text": entry.fields["text"]})
    names = group_names(state)
    found = []
    for id in state.siblings("note", step):
        note = cast(Note, record_of(id, state.records[id]))
        if note.merged in state.records:
            continue
        became = state.records.get(note.became or "")
        found.append(
            {
                "id": id,
                "text": note.text,
                "by": by_line(state, names, state.records[id].fields),
                "hidden": bool(note.hidden),
                "hid": _hid(state.workshop, id) if note.hidden else "",
                "touchpoint": note.touchpoint if note.touchpoint in state.records else None,
                "minutes": note.minutes,
                "would_pay": note.would_pay,
                "became": became.kind if became else "",
                "same": below.get(id, []),
            }
        )
    return found[-MOST_SHOWN:]


def _hid(workshop: str, note: str) -> str:
    """Who hid a note and when, as the log has it."""
    for change in parts().history.of(workshop, note):
        if (change.before.get(note) or {}) and "hidden" in str(change.after.get(note)):
            at = dt.datetime.fromisoformat(change.at).astimezone()
            return f"{change.by}, {at:%H:%M}"
    return ""


# -- figures


def _ratings(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is revealed of the ratings, touchpoint by touchpoint: for every scale its bars, the middle one and by group."""
    step = view["step"]
    found = []
    for place in view["touchpoints"]:
        said = view["ratings"].get(place["id"])
        held = view["counts"]["by"].get(place["id"], 0) - _given(said)
        if said or held:
            scales = [_spread(name, said["scales"].get(name, {})) for name in step["scales"]] if said else []
            groups = [
                {
                    "name": name,
                    "n": one["n"],
                    "middles": [_middle(one["scales"].get(s, {})) for s in step["scales"]],
                }
                for name, one in (said["groups"] if said else {}).items()
            ]
            found.append(
                {**place, "n": said["n"] if said else 0, "held": held, "scales": scales, "groups": groups}
            )
    return found


def _given(said: Mapping[str, Any] | None) -> int:
    """How many ratings of a touchpoint are revealed, of how it is and of how it should be."""
    return int(said["n"] + said.get("desired", {}).get("n", 0)) if said else 0


def _spread(scale: str, values: Mapping[str, int]) -> dict[str, Any]:
    """A small histogram: bars between 0 and 24 high, and the middle value in words."""
    ends = range(-2, 3) if scale == "emotion" else phoneview.RANGES.get(scale, phoneview.FIVE)
    most = max(values.values(), default=1)
    bars = [
        {"value": value, "n": values.get(str(value), 0), "high": round(24 * values.get(str(value), 0) / most)}
        for value in ends
    ]
    return {"name": scale, "bars": bars, "middle": _middle(values)}


def _middle(values: Mapping[str, int]) -> str:
    """The median, with a true minus sign; a dash where nobody rated."""
    every = sorted(float(value) for value, n in values.items() for _ in range(n))
    if not every:
        return "–"
    half = len(every) // 2
    middle = every[half] if len(every) % 2 else (every[half - 1] + every[half]) / 2
    return f"{middle:g}".replace("-", "−")


def _votes(view: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The proposals, those with the most dots first, each with the length of its bar out of 100."""
    most = max((one["dots"] for one in view["opportunities"]), default=0) or 1
    listed = sorted(view["opportunities"], key=lambda one: -one["dots"])
    return [
        {**one, "long": round(100 * one["dots"] / most)}
        | {name: _middle(one.get(name, {})) for name in ("impact", "effort")}
        for one in listed
    ]
