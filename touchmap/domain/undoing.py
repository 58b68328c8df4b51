"""Undo: the inverse of a change, as far as what it made is still so; what somebody changed since stays, and is told.

A removal comes back whole, with transitions and references. Redo is the undo of an undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from touchmap.domain.applying import problems_of, references, removal
from touchmap.domain.changes import BY_KEY, Change, Entry, Patch, State, patches_between
from touchmap.domain.fields import Field, Many, Ref

MOST = 200  # changes that one person can take back


@dataclass(frozen=True, slots=True)
class Step:
    """A change in a person's own order: `action` is `undo`, `redo` or another, `undoes` the seq it reverses."""

    seq: int
    action: str
    undoes: int | None
    group: str | None = None


def stacks(steps: Iterable[Step]) -> tuple[list[int], list[int]]:
    """What a person can undo and redo now, the next one last: seqs of changes to be reversed.

    `steps` are the person's changes, oldest first. Whatever is done anew ends the redoing. Of a group that was done in a
    row there is the last seq only.
    """
    undo: list[int] = []
    redo: list[int] = []
    group: str | None = None
    for step in steps:
        if step.action == "undo":
            if undo and undo[-1] == step.undoes:
                undo.pop()
            redo.append(step.seq)
        elif step.action == "redo":
            if redo and redo[-1] == step.undoes:
                redo.pop()
            undo.append(step.seq)
        else:
            if group is not None and step.group == group:
                undo.pop()
            undo.append(step.seq)
            redo.clear()
        group = step.group
    return undo[-MOST:], redo[-MOST:]


def inverse(state: State, before: Patch, after: Patch) -> Change:
    """The change that takes back a change with these patches."""
    told: list[str] = []
    records = dict(state.records)
    made = {id for id, was in before.items() if was is None}
    fresh: set[str] = set()
    for id, was in before.items():
        became = after[id]
        if became is None and was is not None:
            if id in records:
                told.append(f"'{id}' is there already.")
            else:
                records[id] = Entry(was["kind"], was["position"], was["fields"])
                fresh.add(id)
        elif was is not None and became is not None:
            _take_back(records, id, was, became, told)
    _drop_unfit(state, records, before, fresh, told)
    changed = State(state.workshop, records, state.gone - fresh)
    records = _unmade(changed, made, after, told)
    ids = sorted({*before, *(state.records.keys() - records.keys())})
    return Change(*patches_between(state.records, records, ids), told=tuple(told))


def _take_back(
    records: dict[str, Entry], id: str, was: Mapping[str, Any], became: Mapping[str, Any], told: list[str]
) -> None:
    now = records.get(id)
    if now is None:
        told.append(f"'{id}' has been removed since.")
        return
    fields = dict(now.fields)
    for key, value in became["fields"].items():
        wanted, old = BY_KEY[now.kind][key], was["fields"].get(key)
        if fields.get(key) == value:
            fields[key] = old
        elif _lists_records(
            wanted
        ):  # somebody changed the list since: what this change took out goes back in
            there = fields.get(key) or []
            fields[key] = [
                *there,
                *(one for one in old or () if one not in there and one not in (value or ())),
            ]
        else:
            told.append(f"'{key}' of '{id}' has been changed since and stays.")
    position = now.position
    if "position" in became:
        if now.position == became["position"]:
            position = was["position"]
        else:
            told.append(f"'{id}' has been moved since and stays.")
    kept = {key: value for key, value in fields.items() if value not in (None, [])}
    records[id] = Entry(now.kind, position, kept)


def _lists_records(wanted: Field) -> bool:
    return isinstance(wanted.type, Many) and isinstance(wanted.type.of, Ref)


def _drop_unfit(
    state: State, records: dict[str, Entry], before: Patch, fresh: set[str], told: list[str]
) -> None:
    """Leaves out what no longer fits: what came back without its parent, references to what is gone, circles."""
    todo = [id for id in before if id in records and (id in fresh or records[id] != state.records.get(id))]
    again = True
    while again:
        again = False
        for id in list(todo):
            _fit_references(records, id, told)
            if next(problems_of(State(state.workshop, records), id, moved=id not in fresh), None) is None:
                continue
            again = True
            todo.remove(id)
            if id in fresh:
                fresh.discard(id)
                del records[id]
                told.append(f"'{id}' does not fit any more and stays away.")
            else:
                records[id] = state.records[id]
                told.append(f"'{id}' cannot be put back as it was and stays.")


def _fit_references(records: dict[str, Entry], id: str, told: list[str]) -> None:
    """Empties the references of a record to what is gone, where it can be without them."""
    fields = dict(records[id].fields)
    for wanted, targets in references(records[id]):
        if wanted.required or wanted.parent or all(target in records for target in targets):
            continue
        left = [target for target in targets if target in records]
        fields[wanted.key] = left if isinstance(wanted.type, Many) and left else None
        told.append(f"'{wanted.key}' of '{id}' named what has been removed since.")
    kept = {key: value for key, value in fields.items() if value is not None}
    if len(kept) != len(records[id].fields) or kept != records[id].fields:
        records[id] = replace(records[id], fields=kept)


def _unmade(state: State, made: set[str], after: Patch, told: list[str]) -> dict[str, Entry]:
    """The records without those that the change had added, unless others have changed them or built on them."""
    going = set()
    for id in made:
        now, became = state.records.get(id), after[id]
        if now is None or became is None:
            told.append(f"'{id}' has been removed since.")
        elif now.fields != became["fields"]:
            told.append(f"'{id}' has been changed since and stays.")
        else:
            going.add(id)
    if not going:
        return dict(state.records)
    taken = removal(state, going).after
    if taken.keys() - going:
        told.append("Others have built on what you added since; it stays.")
        return dict(state.records)
    return {id: entry for id, entry in state.records.items() if id not in going}
