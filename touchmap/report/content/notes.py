"""What the room wrote, step by step: word for word as far as it may be told, and what was made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from touchmap.domain.analysis.session import StepResult
from touchmap.domain.model import parent_of
from touchmap.domain.records import (
    Activity,
    Behaviour,
    Cause,
    Commitment,
    Intervention,
    Measure,
    Note,
    Opportunity,
    Person,
    Record,
    Standard,
    Statement,
    Story,
    Term,
    Touchpoint,
)
from touchmap.report.charts.text import figure
from touchmap.report.content.session import became
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import counted, minutes, said, short

_MOST = 300  # notes of one step: about eight pages; the file has them all
_NAMED: dict[type[Record], str] = {
    Touchpoint: "name",
    Statement: "text",
    Standard: "attribute",
    Measure: "name",
    Activity: "name",
    Behaviour: "text",
    Opportunity: "title",
    Term: "term",
    Cause: "text",
    Intervention: "title",
    Commitment: "action",
}
_PARTS: dict[type[Record], str] = {
    Term: "vocabulary",
    Cause: "causes",
    Intervention: "interventions",
    Commitment: "commitments",
}
_PAYS = {"yes": "would pay", "no": "would not pay", "unknown": "unknown whether they would pay"}


@dataclass(frozen=True, slots=True)
class Made:
    """The record that was made of a note: its kind, its words, and the anchor where it stands."""

    kind: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note: what was written, by whom as far as it may be told, how many say the same."""

    text: str
    about: str
    same: int
    made: Made | None


@dataclass(frozen=True, slots=True)
class NotesBlock:
    """What was written in one step, by touchpoint; `withheld` counts told stories, printed with consent only.

    `left` says how many are printed of how many, where a step has more than there is room for; empty otherwise.
    """

    anchor: str
    number: int
    title: str
    prompt: str
    summary: str
    places: tuple[tuple[Reference | None, tuple[NoteLine, ...]], ...]
    withheld: int
    left: str

    @property
    def made(self) -> bool:
        """Whether anything was made of any of the notes."""
        return any(line.made for _, lines in self.places for line in lines)


def notes_blocks(source: Source) -> tuple[NotesBlock, ...]:
    """Every step in which something was written; neither what was taken off nor what another note stands for."""
    return tuple(_block(source, step) for step in source.session.steps if step.notes.standing)


def _block(source: Source, result: StepResult) -> NotesBlock:
    told = {note.id for note in result.notes.standing if _is_story(source, result, note)}
    order = {touchpoint.id: place for place, touchpoint in enumerate(source.touchpoints)}

    def place(note: Note) -> int:
        return order.get(note.touchpoint or "", -1)

    kept = sorted((note for note in result.notes.standing if note.id not in told), key=place)
    printed = _shared(kept, place)
    return NotesBlock(
        f"notes-{result.step.id}",
        result.number,
        short(result.step.title, 110),
        short(result.ask.prompt, 200),
        f"{counted(result.notes.count, 'note')}. {became(source, result)}".strip(),
        tuple(
            (_reference(source, at, order), _lines(source, result, tuple(found)))
            for at, found in groupby(printed, place)
        ),
        len(told),
        _left(len(printed), len(kept)),
    )


def _left(printed: int, kept: int) -> str:
    if printed == kept:
        return ""
    return f"{figure(printed)} of {figure(kept)} notes are printed here, from every place some; all of them are in the file."


def _shared(notes: Sequence[Note], place: Callable[[Note], int]) -> list[Note]:
    """As many notes as find room: all, or the same number of each place as long as it has any, those of which something was made
    first.
    """
    if len(notes) <= _MOST:
        return list(notes)
    there = {at: list(found) for at, found in groupby(notes, place)}
    room = _MOST
    fair: dict[int, int] = {}
    for waiting, at in enumerate(sorted(there, key=lambda at: len(there[at]))):
        fair[at] = min(len(there[at]), room // (len(there) - waiting))
        room -= fair[at]
    kept = {note.id for at, found in there.items() for note in sorted(found, key=_weight)[: fair[at]]}
    return [note for note in notes if note.id in kept]


def _weight(note: Note) -> bool:
    """What sorts notes of which something was made before the others; else the order of writing stays."""
    return note.became is None


def _reference(source: Source, place: int, order: dict[str, int]) -> Reference | None:
    return source.reference(source.touchpoints[place].id) if 0 <= place < len(order) else None


def _is_story(source: Source, result: StepResult, note: Note) -> bool:
    """Whether a note is somebody's story, which the register prints if the teller agreed and nothing else may."""
    return result.ask.kind == "stories" or isinstance(source.model.get(note.became or ""), Story)


def _lines(source: Source, result: StepResult, notes: Sequence[Note]) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(
            said(note.text, 420), _about(source, note), result.notes.same.get(note.id, 0), _made(source, note)
        )
        for note in notes
    )


def _about(source: Source, note: Note) -> str:
    """Who wrote it as far as it may be told, whether it says what is or what should be, its minutes."""
    parts = [
        short(source.session.by_line(note, source.model.find(Person, note.person)), 50),
        {"current": "how it is", "desired": "how it should be"}.get(note.state or "", ""),
        minutes(note.minutes) if note.minutes is not None else "",
        _PAYS.get(note.would_pay or "", ""),
    ]
    return " · ".join(part for part in parts if part)


def _made(source: Source, note: Note) -> Made | None:
    record = source.model.get(note.became or "")
    name = _NAMED.get(type(record)) if record is not None else None
    if record is None or name is None:
        return None
    kind = source.labels.one(record.kind) if record.kind in source.labels.words else record.kind
    return Made(kind, short(getattr(record, name), 90), _anchor(source, record))


def _anchor(source: Source, record: Record) -> str:
    """Where the record stands in this report; empty when it has no place of its own."""
    at = record.id if isinstance(record, Touchpoint) else parent_of(record)
    if at in source.model.numbers:
        return f"tp-{at}"
    return _PARTS.get(type(record), "")
