"""The session in the report: who took part, and what each step asked, promised and gave."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.session import Session, StepResult
from touchmap.domain.records import Commitment
from touchmap.domain.room.steps import Ask
from touchmap.report.charts.text import figure
from touchmap.report.content.marks import portion
from touchmap.report.content.source import Source
from touchmap.report.content.wording import capital, counted, days, listed, minutes, people_counted, short

_MOST_STEPS = 60

#: What the phones promised, in full and for a narrow place.
SEEN = {
    "open": ("Everybody saw it at once", "Seen at once"),
    "private": ("Private until it was revealed", "Private until revealed"),
    "counts": ("Only counts were shown until the step was closed", "Only counts until closed"),
}
KEPT = {
    "names": ("names were kept", "with names"),
    "groups": ("only groups were kept, no names", "groups only"),
    "none": ("neither names nor groups were kept", "no names or groups"),
}
KINDS = {
    "scene": "set the scene",
    "rate": "rating",
    "current": "how it is",
    "desired": "how it should be",
    "vote": "dot vote",
    "priorities": "impact and effort",
    "group": "group and merge",
    "waste": "waste hunt",
    "order": "order and stage",
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the agenda: what it asked, what was promised, who gave and what came of it; `links` lead on."""

    number: int
    title: str
    kind: str
    minutes: str
    prompt: str
    promise: str
    who: str
    bar: Markup | str
    gave: str
    became: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoomPage:
    """Who took part and every step of the agenda."""

    lead: str
    tiles: tuple[tuple[str, str], ...]
    privacy: str
    steps: tuple[StepLine, ...]
    more: int


def room_page(source: Source) -> RoomPage:
    """Participation, then the agenda line by line."""
    session = source.session
    counts = (("note", session.notes), ("rating", session.ratings), ("vote", session.votes))
    tiles = [(figure(session.people), "people listed")] if session.people else []
    tiles += [(figure(count), word if count == 1 else word + "s") for word, count in counts if count]
    return RoomPage(
        _lead(source),
        tuple(tiles),
        _privacy(session),
        tuple(_step(source, step) for step in session.steps[:_MOST_STEPS]),
        max(0, len(session.steps) - _MOST_STEPS),
    )


def _lead(source: Source) -> str:
    session, workshop = source.session, source.model.workshop
    active = sum(bool(step.givers.records) for step in session.steps)
    groups = listed([f"{count} {short(name, 40)}" for name, count in session.groups[:10]])
    when = f"on {days(workshop.days)}" if workshop.days else "on a day that is not stated"
    who = (
        f"{people_counted(session.people)} took part{_on_paper(session)}"
        if session.people
        else "The room is not listed by person"
    )
    rest = len(session.groups) - 10
    more = f" and {rest} more groups" if rest > 0 else ""
    steps = "one step" if active == 1 else f"{active} steps"
    return f"{who}{f': {groups}{more}' if groups else ''}. They gave what follows in {steps}, {when}."


def _on_paper(session: Session) -> str:
    """How many had no phone; the facilitator entered what they gave."""
    if not session.paper:
        return ""
    return ", all on paper" if session.paper == session.people else f", {session.paper} of them on paper"


def _privacy(session: Session) -> str:
    parts = []
    if session.nameless:
        parts.append(
            "Where no name was kept, people are counted at the least, because nothing tells one from another."
        )
        parts.append("A group of fewer than three is put together with others and never shown alone.")
    if session.paper:
        parts.append("What was given on paper was entered by the facilitator and counts as everybody’s.")
    if any(step.notes.hidden for step in session.steps):
        parts.append("What the facilitator took off the wall is counted here and printed nowhere.")
    return " ".join(parts)


def _step(source: Source, result: StepResult) -> StepLine:
    ask, step = result.ask, result.step
    who, bar = _who(result, source.session.people)
    return StepLine(
        result.number,
        short(step.title, 110),
        kind_of(source, ask.kind),
        minutes(step.minutes) if step.minutes is not None else "",
        short(ask.prompt, 180),
        promise(ask, narrow=True) if result.givers.records else "",
        who,
        bar,
        _gave(source, result),
        " ".join(part for part in (became(source, result), _promised(source, result)) if part),
        _links(source, result),
    )


def promise(ask: Ask, *, narrow: bool = False) -> str:
    """What was promised to the room before anybody gave anything: who sees it, and what is kept of who gave it."""
    return f"{SEEN[ask.visibility][narrow]}; {KEPT[ask.anonymity][narrow]}."


def kind_of(source: Source, kind: str) -> str:
    """A step's kind in the client's words."""
    return source.labels.retold(KINDS.get(kind, kind))


def _who(result: StepResult, people: int) -> tuple[str, Markup | str]:
    """Who gave something, of how many, and the same as a bar."""
    givers = result.givers
    if not givers.records:
        return ("nothing was given or revealed" if result.ask.gives and not _ends(result) else ""), ""
    if givers.people is None:
        return f"from {counted(givers.records, 'note')}; writers not counted", ""
    least = "" if givers.exact else "at least "
    if people < givers.people:
        return f"{least}{people_counted(givers.people)}", ""
    text = f"{least}{givers.people} of {people}" if givers.people < people else f"all {people}"
    return text, portion(
        f"{capital(text)} people gave something", givers.people / people, open_end=not givers.exact
    )


def _gave(source: Source, result: StepResult) -> str:
    labels = source.labels
    parts = []
    if result.notes.count:
        parts.append(counted(result.notes.count, "note"))
    if result.rated:
        places = len({place.touchpoint for place in result.rated})
        ratings = sum(place.ratings.raters for place in result.rated)
        parts.append(f"{counted(ratings, 'rating')} of {labels.count(places, 'touchpoint')}")
    if result.dots:
        parts.append(f"{counted(result.dots, 'dot')} on {labels.count(_chosen(result), 'opportunity')}")
    weighed = sum(bool(one.votes.ratio.n) for one in result.voted)
    if weighed:
        parts.append(f"impact and effort of {labels.count(weighed, 'opportunity')}")
    return "; ".join(parts)


def _chosen(result: StepResult) -> int:
    return sum(bool(one.votes.dots) for one in result.voted)


def became(source: Source, result: StepResult) -> str:
    """What was made of the notes, how many say the same or were taken off."""
    notes = result.notes
    parts = []
    if notes.became:
        made = listed([_kind_count(source, kind, count) for kind, count in notes.became])
        parts.append(f"Became {made}.")
    if notes.merged:
        parts.append(f"{notes.merged} merged into others that say the same.")
    if notes.hidden:
        parts.append(f"{notes.hidden} taken off by the facilitator.")
    return " ".join(parts)


def _kind_count(source: Source, kind: str, count: int) -> str:
    if kind in source.labels.words:
        return source.labels.count(count, kind)
    return counted(count, kind)


def _ends(result: StepResult) -> bool:
    """Whether a step is one that a session ends with."""
    return result.ask.kind in ("commitments", "close")


def _promised(source: Source, result: StepResult) -> str:
    """How the session ended, beside the steps that end it."""
    if not _ends(result):
        return ""
    found = source.model.all(Commitment)
    declined = sum(bool(one.no_action) for one in found)
    kept = source.labels.count(len(found) - declined, "commitment")
    no = "one no action" if declined == 1 else f"{declined} times no action"
    return f"{kept}; {no}, with the reason." if declined else f"{kept}."


def _links(source: Source, result: StepResult) -> tuple[tuple[str, str], ...]:
    found = []
    if result.notes.standing:
        found.append((f"notes-{result.step.id}", "notes"))
    if result.rated:
        found.append((f"rated-{result.step.id}", "ratings"))
    if result.voted:
        found.append((f"voted-{result.step.id}", "votes"))
    if _ends(result):
        found.append(("commitments", source.labels.many("commitment")))
    return tuple(found)
