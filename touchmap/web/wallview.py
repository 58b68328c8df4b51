"""What the wall shows just now: one thing, chosen by the running step, made only from what everybody in the room may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from touchmap.domain.changes import State, record_of
from touchmap.domain.records import Step
from touchmap.domain.room import publicview
from touchmap.domain.room.steps import ask_of
from touchmap.web.cases import stage_colour

MOST_STATEMENTS = 3
MOST_LETTERS, BESIDE = 420, 190  # of the statements of one state, alone and beside notes

View = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A touchpoint as the wall names it; `colour` is 1 to 8, `stage` the place of its stage, `journey` an id."""

    id: str
    number: int
    name: str
    stage: int
    journey: str

    @property
    def colour(self) -> int:
        """Which of the stages' colours it has."""
        return stage_colour(self.stage)


@dataclass(frozen=True, slots=True)
class Spot:
    """The touchpoint in the facilitator's spotlight; `more` statements of each state did not find room."""

    place: Place
    current: tuple[str, ...]
    desired: tuple[str, ...]
    more: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rated:
    """Ratings that are revealed: the scales that were asked for, and what the public view says by touchpoint."""

    scales: tuple[str, ...]
    by: Mapping[str, Mapping[str, Any]]


def own_wall(state: State, step: str) -> str:
    """What the facilitator chose for a step; empty for as usual."""
    entry = state.records.get(step)
    return str(entry.fields.get("wall", "")) if entry is not None else ""


def picture(state: State, view: View) -> str:
    """What is shown: a wall of the step, or `end`, `ranking`, `matrix`; the question while there is nothing else to show."""
    step = view["step"]
    if view["closed"]:
        return "end"
    if step is None:
        return "code"
    if not own_wall(state, step["id"]) and people_come_in(view):
        return "code"
    wall = str(step["wall"])
    something = {
        "notes": lambda: bool(notes(state, view)),
        "curve": lambda: bool(rated(state, view).by),
        "spread": lambda: bool(rated(state, view).by),
        "square": lambda: bool(squares_of(rated(state, view))),
        "graph": lambda: bool(places(state)),
        "votes": lambda: bool(voted(state, view)),
        "commitments": lambda: bool(publicview.commitments(state)),
    }.get(wall)
    if something is None:
        return wall
    return wall if something() else "prompt"


def people_come_in(view: View) -> bool:
    """Whether the session has only just been opened: its first step, nobody has given anything, no timer, not locked."""
    step, agenda = view["step"], view["agenda"]
    return (
        not view["locked"]
        and bool(agenda)
        and agenda[0]["id"] == step["id"]
        and all(one["place"] != "open" for one in agenda)
        and step["ends_at"] is None
        and step["left"] is None
        and not view["counts"]["given"]
    )


def places(state: State) -> dict[str, Place]:
    """Every touchpoint along the journeys, by id."""
    found = {}
    for journey in state.siblings("journey", None):
        number = 0
        for stage, stage_id in enumerate(state.siblings("stage", journey)):
            for id in state.siblings("touchpoint", stage_id):
                number += 1
                found[id] = Place(id, number, str(state.records[id].fields["name"]), stage, journey)
    return found


def spot(state: State, view: View, most: int = MOST_LETTERS) -> Spot | None:
    """The touchpoint in the spotlight, with what the map says that is so and should be: at most so many letters of each."""
    place = places(state).get(view["spotlight"] or "")
    if place is None:
        return None
    said: dict[str, list[str]] = {"current": [], "desired": []}
    for id in state.siblings("statement", place.id):
        fields = state.records[id].fields
        said.setdefault(fields["state"], []).append(str(fields["text"]))
    current, desired = _few(said["current"], most), _few(said["desired"], most)
    return Spot(
        place,
        current,
        desired,
        (len(said["current"]) - len(current), len(said["desired"]) - len(desired)),
    )


def _few(texts: list[str], most: int) -> tuple[str, ...]:
    """The first texts, as many as find room; at least one."""
    kept: list[str] = []
    for text in texts[:MOST_STATEMENTS]:
        if kept and sum(map(len, kept)) + len(text) > most:
            break
        kept.append(text if len(text) <= most else text[: most - 1].rstrip() + "…")
    return tuple(kept)


# -- what was given: in the running step, else in the last one before it that asked for it


def _steps_back(state: State, view: View, gives: str) -> list[str]:
    """The running step and those before it in the agenda that were open, the nearest first, that ask for `gives`."""
    found: list[str] = []
    for one in view["agenda"]:
        entry = state.records.get(one["id"])
        if entry is None or one["place"] == "next":
            continue
        if ask_of(cast(Step, record_of(one["id"], entry))).gives == gives:
            found.append(one["id"])
        if one["place"] == "now":
            break
    return found[::-1]


def notes(state: State, view: View) -> list[dict[str, Any]]:
    """The notes to show, the newest first: neither hidden nor held back, of the touchpoint in the spotlight if any. While
    the room groups them, the proposals with the numbers that phones give them.
    """
    step = view["step"]
    if step["kind"] == "group" and view.get("opportunities"):
        return [
            {"id": one["id"], "text": f"{number}  {one['title']}", "touchpoint": one["touchpoint"]}
            for number, one in enumerate(view["opportunities"], 1)
        ]
    found = list(view["notes"])
    if not found and (not step["gives"] or step["kind"] == "group"):
        before = (publicview.notes(state, id) for id in _steps_back(state, view, "note"))
        found = next((some for some in before if some), [])
    about = [one for one in found if one.get("touchpoint") == view["spotlight"]]
    if view["spotlight"] and (about or step["about"] == "needed"):
        found = about
    return found[::-1]


def rated(state: State, view: View) -> Rated:
    """The ratings to show."""
    step = view["step"]
    if step["gives"] == "rating":
        return Rated(tuple(step["scales"]), view["ratings"])
    for id in _steps_back(state, view, "rating"):
        ask = ask_of(cast(Step, record_of(id, state.records[id])))
        found = publicview.ratings(state, id, ask)
        if found:
            return Rated(ask.scales, found)
    return Rated((), {})


def squares_of(what: Rated) -> tuple[tuple[str, str], ...]:
    """The pairs of scales that make a square: across and up."""
    pairs = (("performance", "personal"), ("rational", "bond"))
    return tuple(
        pair
        for pair in pairs
        if any(all(scale in said["scales"] for scale in pair) for said in what.by.values())
    )


def voted(state: State, view: View) -> list[dict[str, Any]]:
    """The proposals that somebody voted on, as far as that is revealed; most dots first, else in the map's order."""
    step = view["step"]
    if step["gives"] == "vote":
        found = view["opportunities"]
    else:
        before = _steps_back(state, view, "vote")
        if not before:
            return []
        ask = ask_of(cast(Step, record_of(before[0], state.records[before[0]])))
        found = publicview.opportunities(state, before[0], ask)
    some = [one for one in found if one["voters"]]
    return sorted(some, key=lambda one: (-one["dots"], -one["voters"]))
