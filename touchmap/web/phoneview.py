"""What a phone shows of a step: made from the view that everybody gets and from what is one's own."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from touchmap.domain.room import noting
from touchmap.domain.room.giving import MOST_TEXT
from touchmap.domain.room.noting import Question
from touchmap.services.contributing import Mine
from touchmap.services.roommarks import digests
from touchmap.services.showing import Shown
from touchmap.web.cases import stage_colour

PHASES = {
    "scene": ("quote", "Setting the scene"),
    "touchpoints": ("map", "Moments of Truth"),
    "order": ("route", "In order"),
    "current": ("pencil", "What is"),
    "desired": ("target", "What should be"),
    "rate": ("smile", "Rating"),
    "standards": ("clipboard-check", "Standards and measures"),
    "waste": ("hourglass", "What nobody would pay for"),
    "stories": ("message-square", "Stories"),
    "vocabulary": ("book-open", "Our words"),
    "behaviours": ("users", "Behaviours and rewards"),
    "opportunities": ("lightbulb", "Proposals"),
    "group": ("merge", "Group and merge"),
    "vote": ("circle-dot", "Dot vote"),
    "causes": ("git-branch", "Causes"),
    "priorities": ("scale", "Impact and effort"),
    "commitments": ("handshake", "Commitments"),
    "close": ("flag", "Close"),
    "talk": ("megaphone", "Listen and talk"),
}
SEEN = {
    "open": "Everybody in the room sees this as soon as you send it.",
    "private": "Private: nobody sees this before the facilitator reveals it.",
    "told": "This is revealed: everybody in the room sees what you send now as soon as you send it.",
    "counts": "Only how much was given is shown, not what, until the step ends.",
}
KEPT = {
    "names": "Your name stands with it, if you gave one.",
    "groups": "Only your group is kept with it, never your name.",
    "none": "Anonymous: nobody can tell who it is from, not even the facilitator.",
}
SCALE_NAMES = {
    "emotion": "How did it feel?",
    "personal": "The people: how were they?",
    "performance": "The service: did it keep its standard?",
    "rational": "Did you get what you came for?",
    "bond": "Would you want to come back?",
    "importance": "How much does it matter?",
    "ease": "They made it easy",
    "recommend": "Would you recommend it?",
    "impact": "How much would it change?",
    "effort": "How hard is it?",
}
ENDS = {
    "personal": ("poor", "excellent"),
    "performance": ("poor", "excellent"),
    "rational": ("not at all", "fully"),
    "bond": ("never", "gladly"),
    "importance": ("little", "a lot"),
    "ease": ("not at all", "fully"),
    "recommend": ("never", "surely"),
    "impact": ("little", "a lot"),
    "effort": ("easy", "very hard"),
}
FACES = ((-2, "Awful"), (-1, "Bad"), (0, "Okay"), (1, "Good"), (2, "Great"))
RANGES = {"ease": range(1, 8), "recommend": range(11)}
FIVE = range(1, 6)
USUAL_MINUTES = 5  # of a timer whose step has no plan
SHOWN_NOTES = 20  # of the others at first, the newest
MORE_NOTES = 40  # with each asking for earlier ones
MOST_NOTES = 500  # on one page


@dataclass(frozen=True, slots=True)
class Stop:
    """A touchpoint on the line: `colour` is its stage's, 1 to 8; `own` whether one has given something there.

    `where` says when and where it is, `now` how the map says that it is; `rated` is one's own rating there, as a form says it.
    """

    id: str
    number: int
    name: str
    stage: str
    colour: int
    own: bool
    here: bool
    where: str = ""
    now: str = ""
    rated: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """One page. `at` is the touchpoint in hand; `note` what stands in the field; `nonce` and `sending` go with it.

    `questions` are what the step asks beside the text, `answers` what stands in those fields; `why` is the text whose cause is
    asked for; `seconds` how long the step is planned to take. `shown_notes` are the newest of `others` notes of others that
    belong here, at most `show`, the newest first.
    """

    view: dict[str, Any]
    step: dict[str, Any] | None
    icon: str
    phase: str
    stops: tuple[Stop, ...]
    at: Stop | None
    before: Stop | None
    after: Stop | None
    mine: Mine | None
    rating: Mapping[str, Any]
    votes: Mapping[str, Mapping[str, Any]]
    note: Mapping[str, Any]
    editing: bool
    nonce: str
    sending: str
    spotlight: Stop | None
    mark: Mapping[str, str]
    shown_notes: tuple[dict[str, Any], ...]
    others: int
    show: int
    questions: tuple[Question, ...]
    answers: Mapping[str, str]
    why: str
    seconds: float
    most_text: int = MOST_TEXT

    def ring(self, left: float) -> float:
        """How much of the timer's ring is left, in percent."""
        return round(100 * min(1.0, max(0.0, left / max(self.seconds, 1))), 1)

    @property
    def earlier(self) -> int:
        """How many notes of others are not on the page."""
        return self.others - len(self.shown_notes)

    @property
    def show_more(self) -> int:
        """How many notes of others a page shows that is asked for more."""
        return min(self.show + MORE_NOTES, MOST_NOTES)

    @property
    def notes_here(self) -> list[dict[str, Any]]:
        """One's own notes that belong to what is in hand."""
        return [one for one in self.mine.notes if self._is_here(one)] if self.mine else []

    @property
    def notes_elsewhere(self) -> list[dict[str, Any]]:
        """One's own notes of other touchpoints."""
        return [one for one in self.mine.notes if not self._is_here(one)] if self.mine else []

    def _is_here(self, note: Mapping[str, Any]) -> bool:
        return self.at is None or note.get("touchpoint") == self.at.id

    @property
    def seen(self) -> str:
        """Who sees what is given, and when."""
        if not self.step:
            return ""
        return SEEN["told" if self.told else self.step["visibility"]]

    @property
    def told(self) -> bool:
        """Whether what is given here is revealed already, so that what comes now is seen at once."""
        if not self.step or self.step["visibility"] == "open":
            return False
        here = self.at.id if self.at and self.step["about"] else ""
        return self.step["revealed"] == "all" or here in self.step["revealed_touchpoints"]

    @property
    def kept(self) -> str:
        """What is kept of who gave it."""
        return KEPT[self.step["anonymity"]] if self.step else ""

    def scale(self, name: str) -> tuple[str, tuple[tuple[int, str], ...], tuple[str, str]]:
        """A scale's question, its values with their words, and the words at its two ends."""
        if name == "emotion":
            return SCALE_NAMES[name], FACES, ("", "")
        return SCALE_NAMES[name], tuple((v, str(v)) for v in RANGES.get(name, FIVE)), ENDS[name]

    def spread(self, touchpoint: str, scale: str) -> list[tuple[str, int]]:
        """How often each value of a scale was given at a touchpoint, as far as it is revealed."""
        given = self.view.get("ratings", {}).get(touchpoint, {}).get("scales", {}).get(scale, {})
        values = [f"{value:g}" for value, _ in self.scale(scale)[1]]
        more = [value for value in given if value not in values]
        return [(value, given.get(value, 0)) for value in (*values, *more)] if given else []

    def stop(self, touchpoint: str | None) -> Stop | None:
        """A touchpoint of the line, also where a step has none in hand."""
        stops = self.stops or _stops(self.view.get("touchpoints", []), "", None, False)
        return next((one for one in stops if one.id == touchpoint), None)

    def number_of(self, touchpoint: str | None) -> str:
        """The station number and name of a touchpoint, where it is on the line."""
        found = self.stop(touchpoint)
        return f"{found.number} {found.name}" if found else ""


def phone(
    shown: Shown,
    mine: Mine | None,
    at: str,
    edit: str,
    given: Mapping[str, str],
    why: str = "",
    show: int = SHOWN_NOTES,
) -> Phone:
    """The page of a participant. `at`, `edit` (a note's nonce), `why` (a note's id) and `show` (how many notes of others) come
    from its address; `given` is a refused form.
    """
    view = shown.view
    step = view["step"]
    kind = step["kind"] if step else "talk"
    icon, phase = PHASES.get(kind, PHASES["talk"])
    about = step["about"] if step else ""
    note, answers = _note(kind, mine, edit, given)
    wanted = at or str(note.get("touchpoint", "")) or (view["spotlight"] or "" if about == "needed" else "")
    stops = _stops(view.get("touchpoints", []), wanted if about else "", mine, about == "needed")
    here = next((place for place, stop in enumerate(stops) if stop.here), None)
    nonce = given.get("nonce") or (edit if note.get("id") else "") or f"n-{secrets.token_hex(8)}"
    ratings = mine.ratings if mine else ()
    show = min(max(show, SHOWN_NOTES), MOST_NOTES)
    others = _others(view, mine, stops[here].id if about and here is not None else "")
    minutes = next((one["minutes"] for one in view["agenda"] if step and one["id"] == step["id"]), None)
    return Phone(
        view=view,
        step=step,
        icon=icon,
        phase=phase,
        stops=stops,
        at=stops[here] if here is not None else None,
        before=stops[here - 1] if here else None,
        after=stops[here + 1] if here is not None and here + 1 < len(stops) else None,
        mine=mine,
        rating=next((r for r in ratings if here is not None and r["touchpoint"] == stops[here].id), {}),
        votes={vote["opportunity"]: vote for vote in (mine.votes if mine else ())},
        note=note,
        editing=bool(note.get("id")),
        nonce=nonce,
        sending=f"s-{secrets.token_hex(8)}",
        spotlight=next((stop for stop in stops if stop.id == view["spotlight"]), None)
        if view["follow"]
        else None,
        mark=digests(shown),
        shown_notes=tuple(reversed(others[-show:])),
        others=len(others),
        show=show,
        questions=noting.QUESTIONS.get(kind, ()),
        answers=answers,
        why=_why(kind, mine, view, why) or given.get("why", ""),
        seconds=60.0 * (minutes or USUAL_MINUTES),
    )


def _others(view: Mapping[str, Any], mine: Mine | None, at: str) -> list[dict[str, Any]]:
    """The notes of others that may be seen, in their order; `at` a touchpoint those that belong to it."""
    own = {one["id"] for one in (mine.notes if mine else ())}
    there = (one for one in view.get("notes", ()) if one["id"] not in own)
    return [one for one in there if not at or one.get("touchpoint") in (None, at)]


def _why(kind: str, mine: Mine | None, view: Mapping[str, Any], id: str) -> str:
    """The text of the note whose cause is asked for."""
    notes = (*(mine.notes if mine else ()), *view.get("notes", ()))
    found = next((one["text"] for one in notes if one["id"] == id), "") if id and kind == "causes" else ""
    return str(found)


def _rated(mine: Mine | None, touchpoint: str) -> str:
    """One's own rating of a touchpoint as a form would say it."""
    given = next((one for one in (mine.ratings if mine else ()) if one["touchpoint"] == touchpoint), {})
    return "&".join(f"{scale}={given[scale]:g}" for scale in SCALE_NAMES if scale in given)


def _stops(places: list[dict[str, Any]], at: str, mine: Mine | None, needed: bool) -> tuple[Stop, ...]:
    if needed and places and not any(one["id"] == at for one in places):
        at = places[0]["id"]
    given = (*mine.notes, *mine.ratings) if mine else ()
    own = frozenset(one["touchpoint"] for one in given if "touchpoint" in one)
    found = []
    for one in places:
        found.append(
            Stop(
                one["id"],
                one["number"],
                one["name"],
                one["stage"],
                stage_colour(one["stage_place"]),
                one["id"] in own,
                one["id"] == at,
                one.get("where", ""),
                one.get("now", ""),
                _rated(mine, one["id"]),
            )
        )
    return tuple(found)


def _note(
    kind: str, mine: Mine | None, edit: str, given: Mapping[str, str]
) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """What stands in the fields: a refused form, or the note that is changed; and its answers beside the text."""
    notes = mine.notes if mine else ()
    if given.get("text"):
        there = any(one["nonce"] == given.get("nonce") for one in notes)
        return ({**given, "id": "refused"} if there else given), given
    found = next((one for one in notes if edit and one["nonce"] == edit), None)
    if found is None:
        return {}, {}
    text, answers = noting.split(kind, found["text"])
    return {**found, "text": text}, answers
