"""What an edit does to a state: pure, all of it or a refusal with every reason.

Removing a record removes everything that hangs on it, and what cannot be without it (a transition that starts or ends
there, a comment about it), and empties every other reference to it, as one change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from touchmap.domain import ordering
from touchmap.domain.changes import BY_KEY, Change, Entry, State, patches_between
from touchmap.domain.edits import Edit, Position, Refused, SeenText
from touchmap.domain.fields import Field, Many, Ref, Text
from touchmap.domain.merging import merge
from touchmap.domain.model import PARENT_FIELD
from touchmap.errors import Problem

MOST_CAUSES_DEEP = 8  # a file may be 20 levels deep, and each cause takes two
MOST_VALUES = 158_000  # a file may have 160,000 values and 10 MB
MOST_BYTES = 7_500_000  # as counted here; a file is indented


def apply(state: State, edit: Edit, seen: Mapping[str, SeenText] | None = None) -> Change:
    """The change that an edit makes.

    `seen` holds the long texts that changed since the writer saw them (`edits.texts_seen`). Raises Refused: `TM008` an id
    in use, `TM009` a dangling reference, `TM010` into another journey, `TM011` causes or merged notes in a
    circle, or causes too deep, `TM012` no
    such record (any more), `TM014` the workshop is full, `TM016` something would go along that was to be kept.
    """
    if edit.action == "add":
        _check_free(state, edit)
        change = _placed(
            state, edit, Entry(edit.kind, "", {k: v for k, v in edit.fields.items() if v is not None})
        )
    else:
        entry = _there(state, edit)
        if edit.action == "remove":
            return _removed(state, edit)
        if edit.action == "move":
            change = _placed(state, edit, replace(entry, fields=_with(entry.fields, edit.fields)))
        else:
            change = _set(state, edit, entry, seen or {})
    after = state.patched(change.after)
    problems = list(problems_of(after, edit.record, moved=edit.action == "move"))
    if (after.values > MOST_VALUES and after.values > state.values) or (
        after.size > MOST_BYTES and after.size > state.size
    ):
        problems.append(
            Problem(
                "TM014",
                "The workshop is full: its file would be too large.",
                "Remove something, or split it.",
            )
        )
    if problems:
        raise Refused(*problems)
    return change


def _check_free(state: State, edit: Edit) -> None:
    if edit.record in state.records:
        kind = state.records[edit.record].kind
        raise Refused(
            Problem(
                "TM008",
                f"The id '{edit.record}' is already that of a {kind}.",
                "Choose another.",
                ("record",),
            )
        )
    if edit.record in state.gone:
        what = f"The id '{edit.record}' was that of a record that has been removed."
        raise Refused(Problem("TM008", what, "Choose another, or undo the removal.", ("record",)))


def _there(state: State, edit: Edit) -> Entry:
    entry = state.records.get(edit.record)
    if entry is None:
        gone = edit.record in state.gone
        what = "has been removed." if gone else "is not here."
        todo = "Undo the removal, or add it anew." if gone else "Ask for the workshop as it is now."
        raise Refused(Problem("TM012", f"The {edit.kind} '{edit.record}' {what}", todo, ("record",)))
    if entry.kind != edit.kind:
        what = f"'{edit.record}' is a {entry.kind}, not a {edit.kind}."
        raise Refused(Problem("TM012", what, f"Give the id of a {edit.kind}.", ("record",)))
    return entry


def _with(fields: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**fields, **given}.items() if value is not None}


def _set(state: State, edit: Edit, entry: Entry, seen: Mapping[str, SeenText]) -> Change:
    fields, sent, conflict = dict(edit.fields), {}, {}
    for key, had in seen.items():
        mine, theirs = fields[key] or "", entry.fields.get(key, "")
        merged = _merged(BY_KEY[edit.kind][key], had.text, mine, theirs)
        if merged is None:
            if theirs:
                conflict[key] = theirs
        elif merged != mine:
            sent[key] = mine
            fields[key] = merged or None
    records = {**state.records, edit.record: replace(entry, fields=_with(entry.fields, fields))}
    before, after = patches_between(state.records, records, [edit.record])
    return Change(before, after, sent, conflict)


def _merged(wanted: Field, base: str, mine: str, theirs: str) -> str | None:
    """Both texts in one; None when they cannot be, or the result would be too long or blank where it must not."""
    merged = merge(base, mine, theirs)
    if merged is None or (isinstance(wanted.type, Text) and len(merged) > wanted.type.limit):
        return None
    return None if wanted.required and not merged.strip() else merged


def _placed(state: State, edit: Edit, entry: Entry) -> Change:
    """The change that puts an entry where an edit wants it."""
    records = {**state.records, edit.record: entry}
    others = [id for id in state.siblings(edit.kind, entry.parent) if id != edit.record]
    now = state.records.get(edit.record)
    if now is not None and edit.position is None and now.parent == entry.parent:
        touched = [edit.record]  # from one list to the other of the same parent: its place among both stays
    else:
        touched = _make_room(records, others, _place(state, edit.position, others), edit.record)
    before, after = patches_between(state.records, records, touched)
    return Change(before, after)


def _place(state: State, position: Position | None, others: list[str]) -> int:
    """Before which of the others; the last place when the neighbour is gone."""
    if position is None:
        return len(others)
    neighbour = position.after or position.before
    if neighbour is None:
        return 0
    if neighbour in others:
        return others.index(neighbour) + (1 if position.after else 0)
    if neighbour in state.gone or neighbour in state.records:
        return len(others)
    side = "after" if position.after else "before"
    what = f"There is no record '{neighbour}' to stand {side}."
    raise Refused(Problem("TM009", what, "Name one of the same kind and parent.", ("position", side)))


def _make_room(records: dict[str, Entry], others: list[str], place: int, id: str) -> list[str]:
    """Gives a record its order key; the others get new ones too when there is no more room. Who has a new one?"""
    low = records[others[place - 1]].position if place > 0 else None
    high = records[others[place]].position if place < len(others) else None
    if low is None or high is None or low < high:
        key = ordering.between(low, high)
        if len(key) <= ordering.LIMIT:
            records[id] = replace(records[id], position=key)
            return [id]
    whole = [*others[:place], id, *others[place:]]
    for one, key in zip(whole, ordering.several(None, None, len(whole)), strict=True):
        records[one] = replace(records[one], position=key)
    return whole


# -- removing


def _removed(state: State, edit: Edit) -> Change:
    change = removal(state, {edit.record})
    if edit.into is None:
        return change
    what = f"The {edit.kind} '{edit.record}' stays: "
    if edit.into == edit.record or edit.into not in state.records:
        gone = f"what it should go into, '{edit.into}', is not there."
        raise Refused(Problem("TM009", what + gone, "Look where its parts are, then try again.", ("into",)))
    along = [id for id, part in change.after.items() if part is None and id != edit.record]
    if along:
        many = "1 record is" if len(along) == 1 else f"{len(along)} records are"
        todo = "Move them to their new place, then remove it."
        raise Refused(Problem("TM016", f"{what}{many} still on it.", todo, ("into",)))
    return change


def removal(state: State, ids: set[str]) -> Change:
    """The change that removes records with everything that hangs on them or cannot be without them."""
    going = set(ids)
    changed: dict[str, Entry] = {}
    while True:
        found = {
            id
            for id, entry in state.records.items()
            if id not in going and any(target in going for target in _needed(entry))
        }
        if not found:
            break
        going |= found
    for id, entry in state.records.items():
        if id not in going and (cleared := _cleared(entry, going)) is not entry:
            changed[id] = cleared
    records = {id: changed.get(id, entry) for id, entry in state.records.items() if id not in going}
    before, after = patches_between(state.records, records, sorted(going | changed.keys()))
    return Change(before, after)


def references(entry: Entry) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """The fields of an entry that name other records, and whom they name."""
    for key, wanted in _REFERENCES[entry.kind].items():
        value = entry.fields.get(key)
        if value is not None:
            yield wanted, tuple(value) if isinstance(wanted.type, Many) else (value,)


_REFERENCES = {
    kind: {
        key: wanted
        for key, wanted in fields.items()
        if isinstance(wanted.type.of if isinstance(wanted.type, Many) else wanted.type, Ref)
    }
    for kind, fields in BY_KEY.items()
}


def _needed(entry: Entry) -> Iterator[str]:
    """The records that this one cannot be without."""
    for wanted, targets in references(entry):
        if wanted.required or wanted.parent:
            yield from targets


def _cleared(entry: Entry, gone: set[str]) -> Entry:
    """The entry without its references to what is gone; itself when it has none."""
    fields = dict(entry.fields)
    for wanted, targets in references(entry):
        if any(target in gone for target in targets):
            left = [target for target in targets if target not in gone]
            if isinstance(wanted.type, Many) and left:
                fields[wanted.key] = left
            else:
                del fields[wanted.key]
    return (
        entry
        if len(fields) == len(entry.fields) and fields == entry.fields
        else replace(entry, fields=fields)
    )


# -- what must hold


def problems_of(state: State, id: str, *, moved: bool) -> Iterator[Problem]:
    """What is wrong with a record in its state, and, when it was moved, with those that lead to it."""
    entry = state.records[id]
    for wanted, targets in references(entry):
        for place, target in enumerate(targets):
            yield from _dangling(state, wanted, target, place)
    if entry.kind in ("transition", "journey"):
        yield from _astray(state, id)
    elif moved and entry.kind in ("stage", "touchpoint", "outcome"):
        for kind in ("transition", "journey"):
            for other, _ in state.of_kind(kind):
                yield from (replace(problem, path=("record",)) for problem in _astray(state, other))
    if entry.kind == "cause" and PARENT_FIELD["cause"] in entry.fields:
        yield from _circle(state, id)
    if entry.kind == "note" and "merged" in entry.fields:
        yield from _stands_for_itself(state, id)


def _stands_for_itself(state: State, id: str) -> Iterator[Problem]:
    """A note that is merged into itself, directly or by way of others: none of them would be seen any more."""
    into, seen = str(state.records[id].fields["merged"]), {id}
    while into in state.records:
        if into in seen:
            what = "A note cannot be merged into itself, nor into one that is merged into it."
            yield Problem("TM011", what, "Take the other one out of its merge first.", ("fields", "merged"))
            return
        seen.add(into)
        into = str(state.records[into].fields.get("merged", ""))


def _dangling(state: State, wanted: Field, target: str, place: int) -> Iterator[Problem]:
    kinds = wanted.type.of.kinds if isinstance(wanted.type, Many) and isinstance(wanted.type.of, Ref) else ()
    if isinstance(wanted.type, Ref):
        kinds = wanted.type.kinds
    found = state.records.get(target)
    words = " or ".join(kinds) or "record"
    path = ("fields", wanted.key, place) if isinstance(wanted.type, Many) else ("fields", wanted.key)
    if found is None:
        gone = "It has been removed." if target in state.gone else f"Add the {words} first."
        yield Problem("TM009", f"There is no {words} with the id '{target}'.", gone, path)
    elif kinds and found.kind not in kinds:
        yield Problem(
            "TM009", f"'{target}' is a {found.kind}, not a {words}.", f"Give the id of a {words}.", path
        )


def _astray(state: State, id: str) -> Iterator[Problem]:
    """A transition that leaves its journey, or a journey that starts in another."""
    entry = state.records[id]
    own = id if entry.kind == "journey" else entry.parent
    for key in ("from", "to", "start"):
        target = entry.fields.get(key)
        home = state.journey_of(target) if target in state.records else own
        if home != own:
            what = f"'{target}' would be in the journey '{home}', and the {entry.kind} '{id}' in '{own}'."
            yield Problem(
                "TM010", what, "Ways stay in their journey: change or remove it first.", ("fields", key)
            )


def _circle(state: State, id: str) -> Iterator[Problem]:
    """A cause that lies beneath itself, or a tree that is deeper than a file can be."""
    above, seen = state.records[id].parent, {id}
    while above is not None and above in state.records:
        if above in seen:
            yield Problem(
                "TM011",
                "A cause cannot lie beneath itself.",
                "Choose another cause above it.",
                ("fields", "cause"),
            )
            return
        seen.add(above)
        above = state.records[above].parent
    if len(seen) + _beneath(state, id) > MOST_CAUSES_DEEP:
        what = f"Causes may lie {MOST_CAUSES_DEEP} deep, and this would be deeper."
        yield Problem("TM011", what, "Hang it higher in the tree.", ("fields", "cause"))


def _beneath(state: State, id: str) -> int:
    """How many levels of causes lie beneath one."""
    levels, level = 0, {id}
    while level := {other for other, entry in state.of_kind("cause") if entry.parent in level}:
        levels += 1
    return levels
