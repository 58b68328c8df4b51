"""What everybody in a room may see: one view, the same for every participant and the wall.

It is made from the workshop as the log has it and from counts. What is held back until it is revealed is in neither, so that
nothing here could tell it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from touchmap.domain.changes import Entry, State, record_of
from touchmap.domain.grouping import SMALLEST_GROUP, names_of, shown_as, told
from touchmap.domain.records import SCALES, Step
from touchmap.domain.room import ending
from touchmap.domain.room.giving import promise
from touchmap.domain.room.roomstate import RoomState, StepState
from touchmap.domain.room.steps import Ask, ask_of

FEW = SMALLEST_GROUP
MOST_LINE = 120  # characters of what a touchpoint is now
_KIND = {"note": "note", "rating": "perception", "vote": "vote"}

Held = Mapping[tuple[str, str | None], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Numbers from outside of the log: who is here, who is done with which step, how much is held back of which step.

    `held`: by step, then by kind and touchpoint, how many and of how many people; `givers` by step of how many people.
    """

    people: int = 0
    done: Mapping[str, int] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    givers: Mapping[str, int] = field(default_factory=dict)


def room_view(state: State, room: RoomState, facts: Facts) -> dict[str, Any]:
    """The view, in plain values; moments are seconds since 1970."""
    return with_numbers(room_seen(state, room), facts)


def room_seen(state: State, room: RoomState) -> dict[str, Any]:
    """The view without the numbers from outside of the log: the same until the log or the room's own state changes."""
    head = state.records[state.workshop].fields
    current = room.current if room.current in state.records else None
    out: dict[str, Any] = {
        "workshop": {"id": state.workshop, "title": head["title"], "client": head.get("client", "")},
        "closed": room.closed,
        "locked": room.locked,
        "people": 0,
        "spotlight": room.spotlight if room.spotlight in state.records else None,
        "follow": room.follow,
        "agenda": agenda(state, room),
        "step": None,
    }
    if current is None:
        return out
    step = cast(Step, record_of(current, state.records[current]))
    ask = ask_of(step)
    places = touchpoints(state, step.touchpoints)
    out["step"] = step_view(state, room, step, ask)
    out["touchpoints"] = places
    out["counts"] = logged_counts(state, current, ask)
    out["notes"] = notes(state, current)
    if ask.kind == "scene":
        out["request"] = head.get("request", "")
    if ask.gives == "rating":
        out["ratings"] = ratings(state, current, ask)
    if ask.gives == "vote" or ask.kind == "group":
        out["opportunities"] = opportunities(state, current, ask)
    if ask.kind in ("commitments", "close"):
        out["commitments"] = commitments(state)
    return out


def agenda(state: State, room: RoomState) -> list[dict[str, Any]]:
    """The steps in their order: title, kind, minutes, and whether each is `now`, was `open` before or is `next`."""
    found = []
    for id in state.siblings("step", None):
        if id in room.dropped:
            continue
        fields = state.records[id].fields
        place = "now" if id == room.current else "open" if room.step(id).opened else "next"
        found.append(
            {
                "id": id,
                "title": fields["title"],
                "kind": fields.get("kind", "talk"),
                "minutes": fields.get("minutes"),
                "place": place,
            }
        )
    return found


def step_view(state: State, room: RoomState, step: Step, ask: Ask) -> dict[str, Any]:
    """The running step: what it asks, what is kept of whom, what is revealed, how the timer stands."""
    now = room.step(step.id)
    return {
        "id": step.id,
        "title": step.title,
        "kind": ask.kind,
        "prompt": ask.prompt,
        "instruction": step.instruction or "",
        "gives": ask.gives,
        "about": ask.about,
        "visibility": ask.visibility,
        "anonymity": ask.anonymity,
        "promise": promise(ask),
        "extras": list(ask.extras),
        "scales": list(ask.scales),
        "dots": ask.dots,
        "most": ask.most,
        "wall": ask.wall,
        "input": room.takes_input(step.id),
        "frozen": now.frozen,
        "revealed": revealed(now, ask),
        "revealed_touchpoints": sorted(id for id in now.revealed if _is(state, id, "touchpoint")),
        "ends_at": now.ends_at,
        "left": now.left,
    }


def revealed(step: StepState, ask: Ask) -> str:
    """`all`, `some` or `none` of what was given may be seen."""
    if ask.visibility == "open" or step.all_revealed:
        return "all"
    return "some" if step.revealed else "none"


def touchpoints(state: State, only: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The touchpoints along the journeys, with their station numbers; only some of them when they are named.

    `stage_place`: which stage of its journey it is, from 0; the stage's colour on every screen.
    """
    wanted = frozenset(only)
    found = []
    for journey in state.siblings("journey", None):
        number = 0
        for place, stage in enumerate(state.siblings("stage", journey)):
            for id in state.siblings("touchpoint", stage):
                number += 1
                if wanted and id not in wanted:
                    continue
                fields = state.records[id].fields
                found.append(
                    {
                        "id": id,
                        "number": number,
                        "name": fields["name"],
                        "stage": state.records[stage].fields["name"],
                        "stage_place": place,
                        "journey": state.records[journey].fields["name"],
                    }
                    | _about(state, id)
                )
    return found


def _about(state: State, touchpoint: str) -> dict[str, str]:
    """When and where it is, and the first thing that the map says of how it is now: what is held back is not in it."""
    fields = state.records[touchpoint].fields
    said = {"where": ", ".join(fields[key] for key in ("time", "place") if fields.get(key))}
    for id in state.siblings("statement", touchpoint):
        if state.records[id].fields["state"] == "current":
            text = " ".join(state.records[id].fields["text"].split())
            said["now"] = text if len(text) <= MOST_LINE else f"{text[: MOST_LINE - 1].rstrip()}…"
            break
    return {key: value for key, value in said.items() if value}


def logged_counts(state: State, step: str, ask: Ask) -> dict[str, Any]:
    """How many contributions the log has, in all and by touchpoint."""
    by: Counter[str] = Counter()
    total = 0
    for _, entry in _given(state, step, ask):
        total += 1
        by[str(entry.fields.get("touchpoint") or entry.fields.get("opportunity") or "")] += 1
    return {"given": total, "by": dict(by) if ask.gives != "vote" else {}}


def with_numbers(seen: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """The view with how many people are here and done, and how many contributions there are, held back or not."""
    out = {**seen, "people": facts.people}
    if seen["step"] is None:
        return out
    step, logged = seen["step"]["id"], seen["counts"]
    held = facts.held.get(step, {})
    by = Counter(logged["by"])
    if seen["step"]["gives"] != "vote":
        for (_, touchpoint), (count, _) in held.items():
            by[touchpoint or ""] += count
    waiting = sum(count for count, _ in held.values())
    out["counts"] = {
        "people": facts.people,
        "done": facts.done.get(step, 0),
        "given": logged["given"] + waiting,
        "held": waiting,
        "waiting": facts.givers.get(step, 0),
        "by": dict(sorted(by.items())),
    }
    return out


def _given(state: State, step: str, ask: Ask) -> Iterable[tuple[str, Entry]]:
    kind = _KIND.get(ask.gives)
    return (item for item in state.of_kind(kind) if item[1].fields.get("step") == step) if kind else ()


def notes(state: State, step: str) -> list[dict[str, Any]]:
    """The notes of a step that may be seen: neither hidden nor merged into another; `same` counts those merged into one."""
    same = Counter(entry.fields.get("merged") for _, entry in state.of_kind("note"))
    names = group_names(state)
    found = []
    for id in state.siblings("note", step):
        fields = state.records[id].fields
        if fields.get("hidden") or fields.get("merged"):
            continue
        shown = {key: fields[key] for key in ("touchpoint", "state", "minutes", "would_pay") if key in fields}
        became = state.records.get(fields.get("became", ""))
        more = {"became": became.kind} if became else {}
        found.append(
            {
                "id": id,
                "text": fields["text"],
                "by": by_line(state, names, fields),
                "same": same[id],
                **shown,
                **more,
            }
        )
    return found


def group_names(state: State) -> dict[str, str]:
    """Under which name each group may stand beside a note: a small one together with others, as in the report."""
    return names_of(str(entry.fields.get("group", "")) for _, entry in state.of_kind("person"))


def by_line(state: State, names: Mapping[str, str], fields: Mapping[str, Any]) -> str:
    """Whom a note may be shown with: the name that was given with it, else the group as far as it may be told."""
    person = state.records.get(fields.get("person", ""))
    own = person.fields if person is not None else {}
    return str(own.get("name") or told(names, str(fields.get("group") or own.get("group") or "")))


# -- figures of what is revealed


def ratings(state: State, step: str, ask: Ask) -> dict[str, dict[str, Any]]:
    """By touchpoint: how many rated how it is, and for every scale how often each value was given, in all and by group.

    Ratings of how it should be stand apart under `desired`: the same people gave them.
    """
    found: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for _, entry in _given(state, step, ask):
        states = found.setdefault(entry.fields["touchpoint"], {"current": [], "desired": []})
        states[entry.fields.get("state", "current")].append(entry.fields)
    return {
        touchpoint: _figures(state, given["current"])
        | ({"desired": _figures(state, given["desired"])} if given["desired"] else {})
        for touchpoint, given in sorted(found.items())
    }


def _figures(state: State, given: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The ratings of one touchpoint in one state, each by somebody else."""
    shown = _groups([_group(state, fields) for fields in given])
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for fields in given:
        groups.setdefault(shown.get(_group(state, fields), ""), []).append(fields)
    return {
        "n": len(given),
        "scales": _spread(given),
        "groups": {
            name: {"n": len(some), "scales": _spread(some)} for name, some in sorted(groups.items()) if name
        },
    }


def _spread(given: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for fields in given:
        for scale in SCALES:
            if scale in fields:
                found.setdefault(scale, Counter())[f"{fields[scale]:g}"] += 1
    return {
        scale: dict(sorted(values.items(), key=lambda one: float(one[0]))) for scale, values in found.items()
    }


def _group(state: State, fields: Mapping[str, Any]) -> str:
    person = state.records.get(fields.get("person", ""))
    own = person.fields.get("group") if person is not None else None
    return str(fields.get("group") or own or "")


def _groups(given: Iterable[str]) -> dict[str, str]:
    """Under which name each group is shown: small ones together, so that nobody can be told by taking one from another.

    Empty when that leaves only one.
    """
    sizes = Counter(given)
    shown = shown_as(sizes, [group for group, count in sizes.items() if not group or count < FEW])
    return shown if len(set(shown.values())) > 1 else {}


def opportunities(state: State, step: str, ask: Ask) -> list[dict[str, Any]]:
    """What is voted on, in the order of the map, with what is revealed of the votes."""
    votes: dict[str, list[Mapping[str, Any]]] = {}
    for _, entry in _given(state, step, ask) if ask.gives == "vote" else ():
        votes.setdefault(entry.fields["opportunity"], []).append(entry.fields)
    found = []
    for place in touchpoints(state):
        for id in state.siblings("opportunity", place["id"]):
            fields = state.records[id].fields
            given = votes.get(id, [])
            item = {
                "id": id,
                "title": fields["title"],
                "theme": fields.get("theme", ""),
                "touchpoint": place["id"],
                "dots": sum(vote.get("dots", 0) for vote in given),
                "voters": sum(any(vote.get(scale) for scale in ask.scales) for vote in given),
            }
            for scale in ("impact", "effort"):
                values = Counter(str(vote[scale]) for vote in given if scale in vote)
                if values:
                    item[scale] = dict(sorted(values.items()))
            found.append(item)
    return found


def commitments(state: State) -> list[dict[str, Any]]:
    """What was promised, in order: what, who, when, how it will be seen, or why nothing is done."""
    found = []
    for id in state.siblings("commitment", None):
        fields = state.records[id].fields
        kept = {
            key: fields[key] for key in ("owner", "due", "measure", "no_action", "reason") if key in fields
        }
        found.append({"id": id, "what": ending.title_of(state, fields), **kept})
    return found


def _is(state: State, id: str, kind: str) -> bool:
    entry = state.records.get(id)
    return entry is not None and entry.kind == kind
