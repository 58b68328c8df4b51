"""What was held back until it was revealed, as changes of the log: many records in one change, in an order that tells nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from touchmap.domain import ordering
from touchmap.domain.applying import MOST_BYTES, MOST_VALUES, problems_of
from touchmap.domain.changes import Change, Entry, State
from touchmap.domain.edits import Refused
from touchmap.domain.model import PARENT_FIELD
from touchmap.domain.room.giving import Gift
from touchmap.errors import Problem

TOGETHER = 200  # records in one change


@dataclass(frozen=True, slots=True)
class Moved:
    """One change that brings records in: of one kind, in their order."""

    kind: str
    records: tuple[str, ...]
    change: Change


def moved(state: State, gifts: Sequence[Gift]) -> tuple[list[Moved], list[Gift]]:
    """The changes that bring gifts into a state, and those that cannot come: what they are about has been removed.

    A note whose touchpoint or writer is gone comes without it. Raises Refused when the workshop is full.
    """
    ready: list[tuple[Gift, Entry]] = []
    left: list[Gift] = []
    for gift in sorted(
        gifts, key=lambda one: (one.kind, one.record)
    ):  # ids are random: the order tells nothing
        entry = _fitting(state, gift)
        if entry is None:
            left.append(gift)
        else:
            ready.append((gift, entry))
    placed = _placed(state, ready)
    return list(_changes(state, placed)), left


def _fitting(state: State, gift: Gift) -> Entry | None:
    """The entry of a gift without what is gone; None when it cannot be without it."""
    if gift.record in state.records or gift.record in state.gone:
        return None
    fields = dict(gift.fields)
    for key in ("person", "touchpoint"):
        if key in fields and fields[key] not in state.records and key != PARENT_FIELD[gift.kind]:
            del fields[key]
    entry = Entry(gift.kind, "", fields)
    after = State(state.workshop, {**_named(state, entry), gift.record: entry}, state.gone)
    return entry if not list(problems_of(after, gift.record, moved=False)) else None


def _named(state: State, entry: Entry) -> dict[str, Entry]:
    values = (value for value in entry.fields.values() if isinstance(value, str))
    return {value: state.records[value] for value in values if value in state.records}


def _placed(state: State, ready: Sequence[tuple[Gift, Entry]]) -> list[tuple[Gift, Entry]]:
    """Each behind the last of its like, in one look at the state."""
    last: dict[tuple[str, str | None], str] = {}
    for entry in state.records.values():
        where = (entry.kind, entry.parent)
        last[where] = max(last.get(where, ""), entry.position)
    groups: dict[tuple[str, str | None], list[tuple[Gift, Entry]]] = defaultdict(list)
    for gift, entry in ready:
        groups[entry.kind, entry.parent].append((gift, entry))
    out = []
    for where, found in groups.items():
        keys = ordering.several(last.get(where) or None, None, len(found))
        out += [
            (gift, Entry(entry.kind, key, entry.fields))
            for (gift, entry), key in zip(found, keys, strict=True)
        ]
    return out


def _changes(state: State, placed: Sequence[tuple[Gift, Entry]]) -> Iterator[Moved]:
    values = state.values + sum(entry.size[0] for _, entry in placed)
    size = state.size + sum(entry.size[1] for _, entry in placed)
    if placed and (values > MOST_VALUES or size > MOST_BYTES):
        what = "The workshop is full: its file would be too large."
        raise Refused(Problem("TM014", what, "Reveal touchpoint by touchpoint, or remove something."))
    kinds = sorted({entry.kind for _, entry in placed})
    for kind in kinds:
        found = [(gift, entry) for gift, entry in placed if entry.kind == kind]
        for start in range(0, len(found), TOGETHER):
            some = found[start : start + TOGETHER]
            after = {gift.record: entry.plain() for gift, entry in some}
            yield Moved(kind, tuple(after), Change(dict.fromkeys(after), after))
