"""The state of a live workshop as plain values, and the changes whose fold gives it.

An entry is `{kind, position, fields}`: the fields by their keys in the workshop file, in the forms of the file, the
parent by its field's name, empty ones left out; `position` is the order key among the records of one kind under one
parent. A patch maps the id of every record that a change touched to what it is afterwards: nothing (it is gone), a whole
entry (it is new), or the fields and the position that differ, a field that was emptied as null. `before` and `after` of a
change are both patches, so folding forwards, folding backwards and undoing are the same deed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from touchmap.domain import ordering
from touchmap.domain.fields import Field, Many, Mismatch, Ref, Type
from touchmap.domain.model import PARENT_FIELD, Model
from touchmap.domain.records import FIELDS, KINDS, Record, Workshop

Patch = Mapping[str, Mapping[str, Any] | None]
BY_KEY: dict[str, dict[str, Field]] = {
    kind: {f.key: f for f in fields if f.name != "id"} for kind, fields in FIELDS.items()
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in plain values; nothing in it is ever changed."""

    kind: str
    position: str
    fields: Mapping[str, Any]

    @property
    def parent(self) -> str | None:
        """The id of the record that it hangs on; None on the workshop itself."""
        name = PARENT_FIELD.get(self.kind)
        return cast("str | None", self.fields.get(name)) if name else None

    def plain(self) -> dict[str, Any]:
        """As JSON says it; the fields by key in order, however they came together."""
        return {"kind": self.kind, "position": self.position, "fields": dict(sorted(self.fields.items()))}

    @property
    def size(self) -> tuple[int, int]:
        """How many values and bytes it will take in a file, a little too many rather than too few."""
        lists = sum(len(value) for value in self.fields.values() if isinstance(value, list))
        return 4 + len(self.fields) + lists, 100 + len(json.dumps(self.fields))


@dataclass(frozen=True, slots=True)
class State:
    """A live workshop at one moment; never changed once made.

    `records` by id, the workshop's own among them; `gone` are the ids of those that were removed, which nothing may
    take again; `values` and `size` (bytes) say how large a file it will be.
    """

    workshop: str
    records: Mapping[str, Entry]
    gone: frozenset[str] = frozenset()
    values: int = 0
    size: int = 0

    def of_kind(self, kind: str) -> Iterator[tuple[str, Entry]]:
        """The records of a kind, in no order."""
        return ((id, entry) for id, entry in self.records.items() if entry.kind == kind)

    def siblings(self, kind: str, parent: str | None) -> list[str]:
        """The ids of the records of a kind under a parent, in their order."""
        name = PARENT_FIELD.get(kind, "")
        found = [
            (entry.position, id)
            for id, entry in self.records.items()
            if entry.kind == kind and entry.fields.get(name) == parent
        ]
        return [id for _, id in sorted(found)]

    def journey_of(self, id: str | None) -> str | None:
        """The journey that a record is in; None for one that is in none."""
        while id is not None and (entry := self.records.get(id)) is not None:
            if entry.kind == "journey":
                return id
            id = entry.parent
        return None

    def patched(self, patch: Patch) -> State:
        """The state after a patch. Raises ValueError for one that was not made for it."""
        records = dict(self.records)
        values, size, gone = self.values, self.size, set()
        for id, wanted in patch.items():
            now = records.get(id)
            if now is not None:
                had = now.size
                values, size = values - had[0], size - had[1]
            if wanted is None:
                if now is None:
                    raise ValueError(f"there is no record {id} to remove")
                del records[id]
                gone.add(id)
                continue
            records[id] = entry = _entry_after(id, now, wanted)
            has = entry.size
            values, size = values + has[0], size + has[1]
        there = self.gone.difference(patch) if self.gone and not self.gone.isdisjoint(patch) else self.gone
        return State(self.workshop, records, there | gone if gone else there, values, size)

    def plain(self) -> dict[str, Any]:
        """Every record as JSON says it, by id in order: the same text for the same workshop, also after many changes."""
        return {id: entry.plain() for id, entry in sorted(self.records.items())}


def _entry_after(id: str, now: Entry | None, wanted: Mapping[str, Any]) -> Entry:
    if now is None or now.kind != wanted["kind"]:
        if "position" not in wanted:
            raise ValueError(f"there is no record {id} to change")
        return Entry(wanted["kind"], wanted["position"], wanted["fields"])
    fields = {**now.fields, **wanted["fields"]}
    kept = {key: value for key, value in fields.items() if value is not None}
    return Entry(now.kind, wanted.get("position", now.position), kept)


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit does to a state: patches there and back.

    `sent` holds the long texts that were merged as they were sent; `conflict`, by field, the other text where two could
    not be merged and the newer one stands; `told` are sentences about what could not be done.
    """

    before: Patch
    after: Patch
    sent: Mapping[str, str] = field(default_factory=dict)
    conflict: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Logged:
    """A change as the log keeps it: `seq` counts from 1 without a gap, `at` is in ISO 8601, UTC.

    `undoes` is the seq of the change that an undo or a redo reverses; `settles` that of the change whose conflict was
    chosen upon; changes with one `group` are undone together; in `conflict` each field has `{other, by, seq}`: the text,
    who wrote it and when.
    """

    seq: int
    id: str
    actor: str
    by: str
    at: str
    action: str
    kind: str
    record: str
    before: Patch
    after: Patch
    sent: Mapping[str, str] = field(default_factory=dict)
    undoes: int | None = None
    settles: int | None = None
    conflict: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    group: str | None = None

    def plain(self) -> dict[str, Any]:
        """As the API says it; what is empty is left out."""
        out: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("seq", "id", "actor", "by", "at", "action", "kind", "record", "before", "after")
        }
        extra = {
            "merged": sorted(self.sent),
            "undoes": self.undoes,
            "settles": self.settles,
            "conflict": dict(self.conflict),
            "told": list(self.told),
            "group": self.group,
        }
        return out | {name: value for name, value in extra.items() if value}


def make_state(workshop: str, records: Mapping[str, Entry], gone: Iterable[str] = ()) -> State:
    """A state with its size counted."""
    sizes = [entry.size for entry in records.values()]
    return State(
        workshop,
        records,
        frozenset(gone) - records.keys(),
        sum(v for v, _ in sizes),
        sum(s for _, s in sizes),
    )


def read_state(workshop: str, plain: Mapping[str, Any], gone: Iterable[str] = ()) -> State:
    """The state whose records `State.plain` wrote."""
    found = {id: Entry(e["kind"], e["position"], e["fields"]) for id, e in plain.items()}
    return make_state(workshop, found, gone)


def state_of(model: Model) -> State:
    """A workshop's state, its records at positions that keep their order."""
    entries = {model.workshop.id: entry_of(model.workshop, "")}
    for kind in KINDS:
        found = model.all(KINDS[kind]) if kind != "workshop" else ()
        for record, key in zip(found, ordering.several(None, None, len(found)), strict=True):
            entries[record.id] = entry_of(record, key)
    return make_state(model.workshop.id, entries)


def model_of(state: State) -> Model:
    """The workshop of a state."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    found = sorted(state.records.items(), key=lambda item: (order[item[1].kind], item[1].position, item[0]))
    head, *others = (record_of(id, entry) for id, entry in found)
    return Model(cast(Workshop, head), others)


def entry_of(record: Record, position: str) -> Entry:
    """A record in plain values."""
    fields = {}
    for key, wanted in BY_KEY[record.kind].items():
        value = getattr(record, wanted.name)
        if value != wanted.empty:
            fields[key] = wanted.type.write(value)
    return Entry(record.kind, position, fields)


def record_of(id: str, entry: Entry) -> Record:
    """The record of an entry. Raises Mismatch when a value is none for its field."""
    known = BY_KEY[entry.kind]
    values = {known[key].name: read_value(known[key].type, value) for key, value in entry.fields.items()}
    return KINDS[entry.kind](id=id, **values)


def read_value(type: Type, value: object) -> Any:
    """A field's value from its plain form; a list has to be one. Raises Mismatch."""
    if not isinstance(type, Many):
        return type.read(value)
    if not isinstance(value, list):
        raise Mismatch("This should be a list.", "Put the values in brackets.")
    if len(value) > type.limit:
        raise Mismatch(f"This list has {len(value):,} entries; {type.limit:,} are allowed.", "Shorten it.")
    found = tuple(type.of.read(item) for item in value)
    if isinstance(type.of, Ref) and len(set(found)) < len(found):
        raise Mismatch("This list names the same record twice.", "Name each once.")
    return found


def patches_between(
    old: Mapping[str, Entry], new: Mapping[str, Entry], ids: Iterable[str]
) -> tuple[Patch, Patch]:
    """The patches from new to old and from old to new, for the records named; those that are alike are left out."""
    before: dict[str, Mapping[str, Any] | None] = {}
    after: dict[str, Mapping[str, Any] | None] = {}
    for id in ids:
        was, becomes = old.get(id), new.get(id)
        if was == becomes:
            continue
        if was is None or becomes is None or was.kind != becomes.kind:
            before[id] = was.plain() if was else None
            after[id] = becomes.plain() if becomes else None
        else:
            before[id], after[id] = _difference(was, becomes), _difference(becomes, was)
    return before, after


def composed(changes: Iterable[tuple[Patch, Patch]]) -> tuple[Patch, Patch]:
    """The patches back and forth of several changes done one after another, as one."""
    before: dict[str, Mapping[str, Any] | None] = {}
    after: dict[str, Mapping[str, Any] | None] = {}
    whole: set[str] = set()  # records whose `before` is a whole entry: they were removed meanwhile
    for back, forth in changes:
        for id, becomes in forth.items():
            was = back[id]
            if id not in before:
                before[id], after[id] = was, becomes
            else:
                made, now, earlier = before[id] is None, after[id], before[id]
                after[id] = becomes if becomes is None or now is None else _laid_on(now, becomes, made)
                if earlier is not None and was is not None and id not in whole:
                    before[id] = _laid_on(was, earlier, becomes is None)
            if becomes is None:
                whole.add(id)
    kept = [
        id for id in before if before[id] is not None or after[id] is not None
    ]  # not: made and removed meanwhile
    return {id: before[id] for id in kept}, {id: after[id] for id in kept}


def _laid_on(lower: Mapping[str, Any], upper: Mapping[str, Any], whole: bool) -> dict[str, Any]:
    """A record's difference on top of its entry (`whole`) or of another difference."""
    fields = {**lower["fields"], **upper["fields"]}
    if whole:
        fields = {key: value for key, value in fields.items() if value is not None}
    return {**lower, **upper, "fields": fields}


def _difference(one: Entry, other: Entry) -> dict[str, Any]:
    """What the one entry has that the other has not."""
    keys = [key for key in {**one.fields, **other.fields} if one.fields.get(key) != other.fields.get(key)]
    found: dict[str, Any] = {"kind": one.kind, "fields": {key: one.fields.get(key) for key in keys}}
    if one.position != other.position:
        found["position"] = one.position
    return found
