"""The one format: a workshop as plain nested data, read with every problem named, and written so that reading gives it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from touchmap.domain import ids
from touchmap.domain.fields import Field, Many, Mismatch, Plain, Ref, nearest, shown
from touchmap.domain.model import PARENT_FIELD, Model, parent_of
from touchmap.domain.records import FIELDS, KINDS, SLOTS, Record, Slot, Workshop
from touchmap.errors import PathPart, Problem

FORMAT = 1
MAX_DEPTH = 20
MAX_NODES = 160_000  # a session of 500 people with 3 notes, 12 whole ratings and 5 votes each makes 120,000
MOST_PROBLEMS = 1_000
_SUGGESTIONS = 100

Path = tuple[PathPart, ...]


@dataclass(slots=True)
class _Entry:
    """A record as found in the data, before ids and references are settled."""

    kind: str
    path: Path
    parent: _Entry | None
    number: int
    values: dict[str, Any]
    id: str | None = None
    where: dict[str, Path] = field(default_factory=dict)


class _Enough(Exception):
    """So many problems that nobody would read more."""


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.entries: list[_Entry] = []

    def problem(self, code: str, path: Path, what: str, todo: str) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            what = f"The file has more than {MOST_PROBLEMS:,} problems; from here on it was not looked at."
            self.problems.append(Problem("TM094", what, "Mend the first ones, then read it again.", path))
            raise _Enough
        self.problems.append(Problem(code, what, todo, path))

    def suggest(self, word: str, known: list[str]) -> str:
        """A 'did you mean' sentence; only for the first problems, because looking is slow."""
        near = nearest(word, known) if len(self.problems) < _SUGGESTIONS else None
        return f"Did you mean '{near}'?" if near else ""

    # -- the shape of the file

    def file(self, data: object) -> _Entry | None:
        if data is None or (isinstance(data, Plain) and data == ""):
            self.problem(
                "TM001", (), "The file is empty.", "Begin with 'touchmap: 1' and 'workshop:' with a title."
            )
            return None
        if not isinstance(data, Mapping):
            self.problem(
                "TM001",
                (),
                f"A workshop file starts with a mapping, not {shown(data)}.",
                "Begin with 'touchmap: 1'.",
            )
            return None
        self.version(data)
        slots = SLOTS["workshop"]
        known = ["touchmap", "workshop", *(s.key for s in slots)]
        for key in data:
            if key not in known:
                hint = self.suggest(str(key), known)
                if not hint and key in {f.key for f in FIELDS["workshop"]}:
                    hint = "Put it under 'workshop:'."
                self.problem(
                    "TM004",
                    (str(key),),
                    f"Unknown key {shown(key)}.",
                    hint or f"Known here: {', '.join(known)}.",
                )
        head = data.get("workshop")
        if not isinstance(head, Mapping):
            what = (
                "There is no workshop."
                if head is None
                else f"The workshop should be a mapping, not {shown(head)}."
            )
            self.problem(
                "TM003", ("workshop",) if "workshop" in data else (), what, "Write 'workshop:' with a title."
            )
            head = {"title": "?"}
        entry = self.record("workshop", head, ("workshop",), None, 1, ())
        self.slots(entry, data, (), None)
        return entry

    def version(self, data: Mapping[Any, Any]) -> None:
        given = data.get("touchmap")
        if given is None:
            self.problem(
                "TM002",
                (),
                "The file does not say that it is a touchmap file.",
                "Add 'touchmap: 1' at the top.",
            )
        elif isinstance(given, bool) or str(given) != str(FORMAT):
            todo = "Update touchmap, or export the file again from the version you have."
            self.problem(
                "TM002",
                ("touchmap",),
                f"This file has format {shown(given)}; format {FORMAT} is known.",
                todo,
            )

    def slots(self, entry: _Entry, data: Mapping[Any, Any], path: Path, parent: _Entry | None) -> None:
        for slot in SLOTS.get(entry.kind, ()):
            listed = data.get(slot.key)
            if listed is None:
                continue
            at = (*path, slot.key)
            if not isinstance(listed, list):
                if isinstance(listed, Mapping) or KINDS[slot.kind].shorthand is None:
                    self.problem(
                        "TM005", at, f"'{slot.key}' should be a list.", "Start each entry with '- '."
                    )
                    continue
                listed = [listed]
            for number, item in enumerate(listed, 1):
                self.record(slot.kind, item, (*at, number - 1), parent, number, slot.fixed)

    def record(
        self,
        kind: str,
        item: object,
        path: Path,
        parent: _Entry | None,
        number: int,
        fixed: tuple[tuple[str, str], ...],
    ) -> _Entry:
        cls = KINDS[kind]
        entry = _Entry(kind, path, parent, number, dict(fixed))
        self.entries.append(entry)
        if isinstance(item, str) and cls.shorthand is not None:
            item = {cls.shorthand: item}
            entry.where[cls.shorthand] = path
        if not isinstance(item, Mapping):
            self.problem(
                "TM005",
                path,
                f"{_one(kind).capitalize()} should be a mapping, not {shown(item)}.",
                "Write its fields as 'key: value'.",
            )
            return entry
        fields = {f.key: f for f in FIELDS[kind] if not f.parent and not f.slot}
        slots = {s.key for s in SLOTS.get(kind, ())} if kind != "workshop" else set()
        for key, value in item.items():
            if key in fields:
                self.value(entry, fields[key], value)
            elif key not in slots:
                known = [*fields, *sorted(slots)]
                hint = self.suggest(str(key), known) or _known_or_comma(kind, known, value)
                self.problem("TM004", (*path, str(key)), f"Unknown key {shown(key)} in {_one(kind)}.", hint)
        for wanted in fields.values():
            if wanted.required and wanted.name != "id" and wanted.name not in entry.where:
                self.problem(
                    "TM006",
                    path,
                    f"This {kind} has no '{wanted.key}'.",
                    f"{wanted.doc} Add '{wanted.key}:'.",
                )
        if kind != "workshop":
            self.slots(entry, item, path, entry)
        return entry

    def value(self, entry: _Entry, wanted: Field, value: object) -> None:
        at = entry.where.setdefault(wanted.name, (*entry.path, wanted.key))
        if value is None or (isinstance(value, Plain) and value == ""):
            del entry.where[wanted.name]
            return
        try:
            read = (
                self.many(wanted.type, value, at)
                if isinstance(wanted.type, Many)
                else wanted.type.read(value)
            )
        except Mismatch as mismatch:
            self.problem("TM007", at, mismatch.what, mismatch.todo)
            return
        if read == "":
            del entry.where[wanted.name]
            return
        if wanted.required and isinstance(read, str) and not read.strip():
            self.problem("TM006", at, f"'{wanted.key}' is blank.", wanted.doc)
            return
        if wanted.name == "id":
            entry.id = cast(str, read)
        elif read != ():
            entry.values[wanted.name] = read

    def many(self, type: Many, value: object, at: Path) -> tuple[Any, ...]:
        listed = value if isinstance(value, list) else [value]
        if len(listed) > type.limit:
            raise Mismatch(
                f"This list has {len(listed):,} entries; {type.limit:,} are allowed.", "Shorten it."
            )
        out = []
        for number, item in enumerate(listed):
            try:
                out.append(type.of.read(item))
            except Mismatch as mismatch:
                place = (*at, number) if isinstance(value, list) else at
                self.problem("TM007", place, mismatch.what, mismatch.todo)
        if isinstance(type.of, Ref) and len(set(out)) < len(out):
            raise Mismatch("This list names the same record twice.", "Name each once.")
        return tuple(out)

    # -- ids and references

    def settle_ids(self) -> None:
        taken: dict[str, _Entry] = {}
        for entry in self.entries:
            if entry.id is None:
                continue
            if entry.id in taken:
                other = Problem("", "", "", taken[entry.id].path).place or "the workshop"
                self.problem(
                    "TM008",
                    (*entry.path, "id"),
                    f"The id '{entry.id}' is already that of {other}.",
                    "Choose another.",
                )
                entry.id = None
            else:
                taken[entry.id] = entry
        next_number: dict[str, int] = {}
        for entry in self.entries:
            name = KINDS[entry.kind].named_by
            readable = ids.slug(entry.values.get(name) or "") if name and entry.id is None else ""
            if readable:
                entry.id = take(readable, entry, taken, next_number)
        for entry in self.entries:
            if entry.id is None:
                wanted = ids.numbered(
                    default_parent(entry), slot_prefix(entry.kind, entry.values), entry.number
                )
                entry.id = take(wanted, entry, taken, next_number)

    def settle_references(self) -> None:
        by_id = {entry.id: entry for entry in self.entries if entry.id is not None}
        for entry in self.entries:
            if entry.parent is not None and (name := PARENT_FIELD.get(entry.kind)):
                entry.values[name] = entry.parent.id
            for wanted in FIELDS[entry.kind]:
                if wanted.parent or wanted.name not in entry.values:
                    continue
                at = entry.where.get(wanted.name, entry.path)
                if isinstance(wanted.type, Ref):
                    self.reference(wanted.type, entry.values[wanted.name], at, by_id)
                elif isinstance(wanted.type, Many) and isinstance(wanted.type.of, Ref):
                    for number, id in enumerate(entry.values[wanted.name]):
                        self.reference(wanted.type.of, id, (*at, number), by_id)

    def reference(self, type: Ref, id: str, at: Path, by_id: dict[str, _Entry]) -> None:
        found = by_id.get(id)
        kinds = " or ".join(type.kinds) or "record"
        if found is None:
            hint = f"Add the {kinds} first, or leave this out."
            if len(self.problems) < _SUGGESTIONS:
                known = [known for known, e in by_id.items() if not type.kinds or e.kind in type.kinds]
                hint = self.suggest(id, known) or (f"There are: {', '.join(known[:12])}." if known else hint)
            self.problem("TM009", at, f"There is no {kinds} with the id '{id}'.", hint)
        elif type.kinds and found.kind not in type.kinds:
            self.problem(
                "TM009", at, f"'{id}' is {_one(found.kind)}, not {_one(kinds)}.", f"Give the id of a {kinds}."
            )

    def same_journey(self, model: Model) -> None:
        """Whether transitions stay in their journey, and a journey starts at a touchpoint of its own."""
        for entry in self.entries:
            if entry.kind not in ("transition", "journey"):
                continue
            own = entry.values.get("journey", entry.id)
            for name in ("source", "target", "start"):
                id = entry.values.get(name)
                record = model.get(id) if id is not None else None
                if record is None:
                    continue
                home = parent_of(record) if record.kind == "outcome" else model.journey_of(record.id)
                if home != own:
                    at = entry.where[name]
                    self.problem(
                        "TM010",
                        at,
                        f"'{id}' is in another journey, '{home}'.",
                        f"Name one in the journey '{own}'.",
                    )

    def no_merge_in_a_circle(self) -> None:
        """Whether every merged note ends at one that is seen; each circle is told once."""
        notes = {entry.id: entry for entry in self.entries if entry.kind == "note"}
        known: set[str | None] = {None}
        for id in notes:
            way: dict[str | None, None] = {}
            while id not in known and id not in way:
                way[id] = None
                id = notes[id].values.get("merged")
            if id not in known:
                what = f"The note '{id}' is merged into itself, directly or by way of others."
                self.problem("TM011", notes[id].where["merged"], what, "Take one of them out of the merge.")
            known.update(way)


def _known_or_comma(kind: str, known: list[str], value: object) -> str:
    """What to do about an unknown key that is like no other; one without a value may be the rest of a text."""
    if isinstance(value, Plain) and value == "":  # what YAML makes of {text: one, two}
        return "If it is the rest of a text with a comma in it, put the whole text in quotes."
    return f"{_one(kind).capitalize()} has: {', '.join(known)}."


def _one(kind: str) -> str:
    """A kind of record with its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def take(wanted: str, entry: _Entry, taken: dict[str, _Entry], next_number: dict[str, int]) -> str:
    """Give an entry the wanted id, or the nearest free one."""
    id = ids.free(wanted, taken, next_number)
    taken[id] = entry
    return id


def default_parent(entry: _Entry) -> str:
    """The id that a record without one takes its own from: its parent's, or nothing on the workshop itself."""
    return entry.parent.id or "" if entry.parent is not None else ""


def slot_prefix(kind: str, values: Mapping[str, Any]) -> str:
    """What stands before the number in a made id; the desired statements count apart from the current ones."""
    return "d" if kind == "statement" and values.get("state") == "desired" else KINDS[kind].prefix


def read(data: object) -> tuple[Model | None, list[Problem]]:
    """A workshop from plain nested data, and every problem found, up to 1,000; the workshop is None when there is any.

    Problems are `TM001` no mapping, `TM002` format, `TM003` no workshop, `TM004` unknown key, `TM005` wrong shape,
    `TM006` something missing, `TM007` a value its field cannot take, `TM008` repeated id, `TM009` dangling reference,
    `TM010` a reference into another journey, `TM011` notes merged in a circle, `TM094` too many of these.
    """
    reader = _Reader()
    try:
        return _read(reader, data)
    except _Enough:
        return None, reader.problems


def _read(reader: _Reader, data: object) -> tuple[Model | None, list[Problem]]:
    head = reader.file(data)
    if head is None:
        return None, reader.problems
    reader.settle_ids()
    reader.settle_references()
    if reader.problems:
        return None, reader.problems
    workshop, *others = (KINDS[e.kind](id=e.id or "", **e.values) for e in reader.entries)
    model = Model(cast(Workshop, workshop), others)
    reader.same_journey(model)
    reader.no_merge_in_a_circle()
    return (None, reader.problems) if reader.problems else (model, [])


# -- writing


def write(model: Model) -> dict[str, Any]:
    """A workshop as plain nested data (text, numbers, booleans, lists, mappings) that `read` turns back into it.

    Made ids that nothing refers to, and that reading would make again, are left out; so are empty fields.
    """
    referred = _referred(model)
    out: dict[str, Any] = {"touchmap": FORMAT, "workshop": _fields(model.workshop, keep_id=True)}
    for slot in SLOTS["workshop"]:
        if listed := _slot(model, slot, None, referred):
            out[slot.key] = listed
    return out


def _referred(model: Model) -> set[str]:
    found: set[str] = set()
    for record in model:
        for wanted in FIELDS[record.kind]:
            value = getattr(record, wanted.name)
            if wanted.parent or value is None:
                continue
            if isinstance(wanted.type, Ref):
                found.add(value)
            elif isinstance(wanted.type, Many) and isinstance(wanted.type.of, Ref):
                found.update(value)
    return found


def _slot(model: Model, slot: Slot, parent: str | None, referred: set[str]) -> list[Any]:
    found = [
        record
        for record in model.children(KINDS[slot.kind], parent)
        if all(getattr(record, name) == value for name, value in slot.fixed)
    ]
    return [_entry(model, record, number, parent or "", referred) for number, record in enumerate(found, 1)]


def _entry(model: Model, record: Record, number: int, parent: str, referred: set[str]) -> Any:
    prefix = slot_prefix(record.kind, {"state": getattr(record, "state", None)})
    made = record.named_by is None and record.id == ids.numbered(parent, prefix, number)
    out = _fields(record, keep_id=not made or record.id in referred)
    for slot in SLOTS.get(record.kind, ()):
        if listed := _slot(model, slot, record.id, referred):
            out[slot.key] = listed
    if record.shorthand is not None and list(out) == [record.shorthand]:
        return out[record.shorthand]
    return out


def _fields(record: Record, keep_id: bool) -> dict[str, Any]:
    out = {}
    for wanted in FIELDS[record.kind]:
        value = getattr(record, wanted.name)
        if wanted.parent or wanted.slot or value == wanted.empty or (wanted.name == "id" and not keep_id):
            continue
        out[wanted.key] = wanted.type.write(value)
    return out
