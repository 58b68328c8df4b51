"""Entering for people without a phone, as forms: who is on paper, the sheet of a step, and what is written on it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from touchmap.domain.room import ballots
from touchmap.services.bookkeeping import Who
from touchmap.services.roomwork import place_of
from touchmap.services.scribing import Ballot, Sheet
from touchmap.web import phoneform, phoneview
from touchmap.web.api import who
from touchmap.web.cases import stage_colour
from touchmap.web.parts import parts
from touchmap.web.roomshop import state_of, told
from touchmap.web.wording import count

MARK = "a"  # begins the name of a field of the sheet: a.<target>.<scale>
MOST_BUBBLES = 11
SHORT = {
    "emotion": "How it felt",
    "personal": "The people",
    "performance": "The service",
    "rational": "Got what they came for",
    "bond": "Would come back",
    "importance": "How much it matters",
    "ease": "Made it easy",
    "recommend": "Would recommend",
    "impact": "How much it changes",
    "effort": "How hard it is",
    "dots": "Dots",
}


@dataclass(frozen=True, slots=True)
class Bubble:
    """One answer that may be chosen: the `key` that chooses it, what it means in words."""

    value: str
    key: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One question about one target: `field` is the form's name of it."""

    field: str
    scale: str
    bubbles: tuple[Bubble, ...]
    written: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One target of the sheet: a touchpoint, or a proposal with the touchpoint that it is at."""

    id: str
    number: int
    colour: int
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """What is asked in a column, and what its ends mean."""

    scale: str
    name: str
    low: str
    high: str


# -- what is shown


def ways(workshop: str, step: str) -> dict[str, str]:
    """Where the desk's forms go."""
    ends = {"enter": "ballot", "back": "take_ballot_back", "note": "scribe", "done": "paper_done"}
    found = {name: url_for(f"rooms.{end}", workshop=workshop, step=step) for name, end in ends.items()}
    return found | {"page": url_for("rooms.page", workshop=workshop)}


def shown(
    workshop: str, view: Mapping[str, Any], person: str, ways: Callable[[str, str], dict[str, str]] = ways
) -> dict[str, Any]:
    """What the sheet of the running step needs; `person` is whose ballot is looked at, `ways` says where the forms go."""
    step = view["step"]
    if step is None or not step["gives"]:
        return {"paper": None}
    sheet = parts().scribing.sheet(workshop, step["id"], person)
    return {
        "paper": sheet,
        "paper_rows": _rows(view, sheet),
        "paper_columns": [_column(scale) for scale in step["scales"]],
        "paper_entry": fresh_entry(),
        "paper_ways": ways(workshop, step["id"]),
        "paper_left": max(0, len(sheet.people) - sheet.given),
    }


def fresh_entry() -> str:
    """The id of an entry to be."""
    return f"b-{secrets.token_hex(8)}"


def _column(scale: str) -> Column:
    low, high = ("awful", "great") if scale == "emotion" else phoneview.ENDS.get(scale, ("", ""))
    return Column(scale, SHORT.get(scale, scale.capitalize()), low, high)


def _rows(view: Mapping[str, Any], sheet: Sheet) -> list[Row]:
    step = view["step"]
    places = {one["id"]: one for one in view["touchpoints"]}
    if step["gives"] == "rating":
        listed = [(id, place["name"], place) for id, place in places.items()]
    elif step["gives"] == "vote":
        listed = [(one["id"], one["title"], places.get(one["touchpoint"])) for one in view["opportunities"]]
    else:
        return []
    return [
        Row(
            id,
            place["number"] if place else 0,
            stage_colour(place["stage_place"]) if place else 1,
            title,
            tuple(_group(step, id, scale, sheet.answers.get(id, {})) for scale in step["scales"]),
        )
        for id, title, place in listed
    ]


def _group(step: Mapping[str, Any], id: str, scale: str, given: Mapping[str, Any]) -> Group:
    value = given.get(scale)
    said = "" if value is None else f"{value:g}"
    field = f"{MARK}.{id}.{scale}"
    if scale == "dots":
        options = [(str(n), str(n), count(n, "dot", "dots")) for n in range(1, step["most"] + 1)]
    elif scale == "emotion":
        options = [(str(n), str(n + 3), word.lower()) for n, word in phoneview.FACES]
    else:
        options = [(str(n), str(n), str(n)) for n in phoneview.RANGES.get(scale, phoneview.FIVE)]
    if len(options) > MOST_BUBBLES:
        return Group(field, scale, (), said, bool(said))
    bubbles = tuple(Bubble(value, key, words, value == said) for value, key, words in options)
    return Group(field, scale, bubbles, said, any(one.chosen for one in bubbles))


# -- what is entered


def enter(workshop: str, step: str, by: Who) -> str:
    """Enters the form's ballot; what to say of it. Raises NotNow, NotFound, Refused."""
    form = request.form
    gives = place_of(state_of(workshop), step).ask.gives
    alike = phoneform.number(form, "alike")
    ballot = Ballot(
        form.get("entry", ""),
        answers_in(form, ballots.about(gives)),
        person=form.get("person", ""),
        name=form.get("name", ""),
        group=form.get("group", ""),
        alike=int(alike) if alike is not None else 1,
    )
    done = parts().scribing.enter(workshop, step, ballot, by)
    whose = f" of {done.whose}" if done.whose else ""
    if done.changed:
        words = f"The ballot{whose} was changed."
    elif done.ballots == 1:
        words = f"Ballot{whose} entered."
    else:
        words = f"{done.ballots} ballots entered."
    return words + (" Held back until it is revealed." if done.held else "")


def answers_in(form: MultiDict[str, str] | Mapping[str, str], about: str) -> list[dict[str, Any]]:
    """The answers that a sheet's fields say; `about` is the name of what they are about. Raises Refused."""
    found: dict[str, dict[str, Any]] = {}
    for field in form:
        mark, _, rest = field.partition(".")
        target, _, scale = rest.rpartition(".")
        if mark == MARK and target:
            value = phoneform.number(form, field)
            if value is not None:
                found.setdefault(target, {about: target})[scale] = value
    return list(found.values())


# -- the desk's forms


def ballot(workshop: str, step: str) -> Answer:
    """Enters a ballot."""
    words = enter(workshop, step, who())
    if request.accept_mimetypes.best == "application/json":
        back = {"url": ways(workshop, step)["back"], "entry": request.form.get("entry", "")}
        return jsonify(said=words, undo=back)
    return _told(workshop, words)


def take_ballot_back(workshop: str, step: str) -> Answer:
    """Takes the newest entry back."""
    back = parts().scribing.take_back(workshop, step, request.form.get("entry", ""), who())
    return _told(workshop, f"{count(back, 'ballot', 'ballots')} taken back.")


def add(workshop: str) -> Answer:
    """Somebody without a phone comes in."""
    form = request.form
    entry = form.get("entry") or fresh_entry()
    paper = parts().scribing.add(workshop, entry, name=form.get("name", ""), group=form.get("group", ""))
    return told(workshop, f"{paper.label} takes part on paper.", part="people")


def done(workshop: str, step: str) -> Answer:
    """Everybody on paper is done with writing, or not yet."""
    yes = request.form.get("done") == "yes"
    parts().scribing.done(workshop, step, yes)
    words = "Everybody on paper is done." if yes else "Nobody on paper is done yet."
    return told(workshop, words, part="scribe")


def _told(workshop: str, words: str) -> Answer:
    """The answer at the sheet, ready for the next ballot."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(said=words, undo=None)
    flash(words)
    return redirect(url_for("rooms.page", workshop=workshop, _anchor="paper"), 303)
