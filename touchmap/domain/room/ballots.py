"""Ballots of people without a phone: what somebody answers in a whole step, on one sheet of paper, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from touchmap.domain.changes import State
from touchmap.domain.edits import Refused
from touchmap.domain.records import SCALES
from touchmap.domain.room import giving
from touchmap.domain.room.giving import Gift, Giver, Place
from touchmap.domain.room.refusing import NotNow
from touchmap.errors import Problem

Answer = Mapping[str, Any]

MOST_ANSWERS = 500  # on one sheet
_ABOUT = {"rating": "touchpoint", "vote": "opportunity"}


def about(gives: str) -> str:
    """Which field of an answer says what it is about. Raises NotNow for a step that is not answered on a sheet."""
    if gives not in _ABOUT:
        raise NotNow("This step has no ballots.", "Ballots are for steps in which people rate or vote.")
    return _ABOUT[gives]


def filled(place: Place, answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """The answers that say something, at most one for each target. Raises Refused, NotNow for more dots than there are."""
    key = about(place.ask.gives)
    found: list[dict[str, Any]] = []
    for answer in answers:
        said = {name: value for name, value in answer.items() if value not in (None, "")}
        if said.get("dots") == 0 and "dots" in place.ask.scales:
            del said["dots"]
        if any(name in said for name in place.ask.scales):
            found.append(said)
    if not found:
        raise Refused(Problem("TM006", "This ballot is empty.", "Enter at least one answer.", ("answers",)))
    if len(found) > MOST_ANSWERS or len({one.get(key) for one in found}) < len(found):
        todo = f"At most {MOST_ANSWERS} answers, one for each {key}."
        raise Refused(Problem("TM007", f"This ballot answers for one {key} twice.", todo, ("answers",)))
    _check_dots(place, found)
    return found


def _check_dots(place: Place, answers: list[dict[str, Any]]) -> None:
    if "dots" not in place.ask.scales:
        return
    every = [one.get("dots", 0) for one in answers]
    if not all(isinstance(dots, int) for dots in every):
        return  # the record's own field says what is wrong with it
    whole, most = sum(every), place.ask.most
    if max(every) > most:
        what = f"This ballot has {max(every)} dots on one proposal; at most {most} may be on one."
        raise NotNow(what, "Put it right, or leave that proposal out.")
    if whole > place.ask.dots:
        what = f"This ballot has {whole} dots; everybody has {place.ask.dots}."
        raise NotNow(what, f"Take {whole - place.ask.dots} away, or leave the ballot out.")


def gift_of(place: Place, giver: Giver, state: State, answer: Answer) -> Gift:
    """One answer as a contribution. Raises Refused, NotNow."""
    make = giving.rating if place.ask.gives == "rating" else giving.vote
    return make(place, giver, state, answer)


def answer_of(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The answer that a record keeps."""
    key = "touchpoint" if kind == "perception" else "opportunity"
    told = {key, "state", *SCALES, "dots", "impact", "effort"}
    return {name: value for name, value in fields.items() if name in told}
