"""Edits: what a person does to a live workshop, in the words of the workshop file, checked when read.

    {"id": "0193…", "action": "add", "kind": "touchpoint", "record": "gate-closed",
     "fields": {"stage": "airport", "name": "Gate is closed"}, "position": {"after": "security"}}

- `id`: made by whoever edits (a UUIDv7 fits); the same id again is the same edit.
- `action`: `add`, `set` (fields; null empties one), `move` (another parent, another place) or `remove`.
- `kind`, `record`: the record, by its kind and id. The id of a new record is made by whoever adds it.
- `fields`: keys and values as in the workshop file; the parent stands under its field's name (`stage`, `touchpoint`, …),
  a statement's list under `state`. A list is always written as one.
- `position`: `{"after": id}` or `{"before": id}` among the records of its kind under its parent; `{"after": null}` is the
  first place, and nothing at all the last. When that neighbour has been removed meanwhile it is the last place too.
- `seen`: the seq of the newest change that the person had seen; needed to set a long text, so that two can be merged.
- `upon`: the id of the person's own earlier edit, not yet answered then, that a long text was written on top of.
- `settles`: the seq of a change with a conflict that this edit is the choice for.
- `group`: an id that edits share which one undo takes back together, such as the lines of one paste; sent one after another.
- `into`: on the removal that ends a merge, the id of the record to which everything on this one has gone. It is refused while
  that one is not there, or something would still be removed along: nothing is lost whichever of the edits before failed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from touchmap.domain import ids
from touchmap.domain.changes import BY_KEY, Logged, read_value
from touchmap.domain.fields import Field, Mismatch, Text, nearest, shown
from touchmap.domain.records import KINDS
from touchmap.errors import Problem, TouchmapError

ACTIONS = ("add", "set", "move", "remove")
KEYS = ("id", "action", "kind", "record", "fields", "position", "seen", "upon", "settles", "group", "into")
MOST_SEQ = 2**53 - 1


class Refused(TouchmapError):
    """An edit that cannot be done; nothing was changed. Carries every problem found, each with its place in the edit."""

    code = "TE210"

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(problems[0].what, problems[0].todo)


@dataclass(frozen=True, slots=True)
class Position:
    """A place among its like: directly `after` or `before` a record; both None: the first."""

    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit; the module says what each part means. `fields` are plain values, checked, null where emptied."""

    id: str
    action: str
    kind: str
    record: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    position: Position | None = None
    seen: int | None = None
    upon: str | None = None
    settles: int | None = None
    group: str | None = None
    into: str | None = None


def is_long(wanted: Field) -> bool:
    """Whether two who edit this field at once are merged; in other fields the last one stands."""
    return isinstance(wanted.type, Text) and wanted.type.lines


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def problem(self, code: str, path: tuple[str | int, ...], what: str, todo: str) -> None:
        self.problems.append(Problem(code, what, todo, path))

    def id(self, data: Mapping[Any, Any], key: str, *, needed: bool = True) -> str:
        value = data.get(key)
        if isinstance(value, str) and ids.is_id(value):
            return value
        if value is not None or needed:
            what = f"'{key}' is missing." if value is None else f"{shown(value)} cannot be an id."
            self.problem(
                "TM006" if value is None else "TM007",
                (key,),
                what,
                "Use up to 64 lower-case letters, digits and hyphens; a UUID fits.",
            )
        return ""

    def word(self, data: Mapping[Any, Any], key: str, known: Sequence[str]) -> str:
        value = data.get(key)
        if isinstance(value, str) and value in known:
            return value
        what = f"'{key}' is missing." if value is None else f"{shown(value)} is not a choice here."
        code = "TM006" if value is None else "TM007"
        self.problem(code, (key,), what, f"Choose one of: {', '.join(known)}.")
        return ""

    def seq(self, data: Mapping[Any, Any], key: str) -> int | None:
        value = data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_SEQ:
            self.problem("TM007", (key,), f"{shown(value)} is no seq.", "Give the seq of a change, or 0.")
            return None
        return value

    def position(self, data: Mapping[Any, Any], action: str) -> Position | None:
        value = data.get("position")
        if value is None:
            return None
        if action in ("set", "remove"):
            self.problem("TM013", ("position",), f"A {action} has no position.", "Use move.")
        if not isinstance(value, Mapping) or len(value) != 1 or set(value) - {"after", "before"}:
            todo = 'Write {"after": id}, {"before": id} or {"after": null}.'
            self.problem("TM005", ("position",), "This is no position.", todo)
            return None
        ((side, id),) = value.items()
        if id is None:
            return Position() if side == "after" else None
        if not isinstance(id, str) or not ids.is_id(id):
            self.problem("TM007", ("position", side), f"{shown(id)} cannot be an id.", "Name a record.")
            return None
        return Position(**{side: id})

    def fields(self, data: Mapping[Any, Any], action: str, kind: str) -> dict[str, Any]:
        given = data.get("fields")
        if given is None:
            given = {}
        if not isinstance(given, Mapping):
            self.problem("TM005", ("fields",), f"The fields should be a mapping, not {shown(given)}.", "")
            return {}
        if not kind or not action:
            return {}
        if action == "remove" and given:
            self.problem("TM013", ("fields",), "A removal has no fields.", "Leave them out.")
            return {}
        out: dict[str, Any] = {}
        known = BY_KEY[kind]
        for key, value in given.items():
            if key not in known:
                self._unknown(str(key), kind)
            elif not self._allowed(known[key], action):
                continue
            else:
                self._value(known[key], value, out)
        return out

    def _unknown(self, key: str, kind: str) -> None:
        known = list(BY_KEY[kind])
        near = nearest(key, known) if len(self.problems) < 20 else None
        todo = f"Did you mean '{near}'?" if near else f"A {kind} has: {', '.join(known)}."
        if key == "id":
            todo = "A record keeps its id."
        self.problem("TM004", ("fields", key), f"Unknown field {shown(key)} in a {kind}.", todo)

    def _allowed(self, wanted: Field, action: str) -> bool:
        if action == "set" and wanted.parent:
            self.problem(
                "TM013",
                ("fields", wanted.key),
                f"'{wanted.key}' says where the record hangs; a set cannot change that.",
                "Use move.",
            )
            return False
        if action == "move" and not (wanted.parent or wanted.slot):
            self.problem("TM013", ("fields", wanted.key), f"A move cannot change '{wanted.key}'.", "Use set.")
            return False
        return True

    def _value(self, wanted: Field, value: object, out: dict[str, Any]) -> None:
        path = ("fields", wanted.key)
        try:
            read = wanted.empty if value is None or value == "" else read_value(wanted.type, value)
        except Mismatch as mismatch:
            self.problem("TM007", path, mismatch.what, mismatch.todo)
            return
        if wanted.required and (read is None or (isinstance(read, str) and not read.strip())):
            self.problem("TM006", path, f"'{wanted.key}' is blank.", wanted.doc)
            return
        out[wanted.key] = None if read == wanted.empty else wanted.type.write(read)

    def complete(self, action: str, kind: str, given: Mapping[str, Any], data: Mapping[Any, Any]) -> None:
        """What an action cannot be without."""
        if not kind:
            return
        if action == "add":
            there = data.get("fields") if isinstance(data.get("fields"), Mapping) else {}
            for key, wanted in BY_KEY[kind].items():
                if wanted.required and key not in (there or {}):
                    self.problem("TM006", ("fields", key), f"This {kind} has no '{key}'.", wanted.doc)
        if action == "set":
            if not given and not self.problems:
                self.problem("TM006", ("fields",), "There is nothing to set.", "Name a field and its value.")
            if data.get("seen") is None and any(is_long(BY_KEY[kind][key]) for key in given):
                todo = "Give the seq of the newest change that you had, so that nobody's text is lost."
                self.problem("TM006", ("seen",), "A long text is set without 'seen'.", todo)
        if action == "move" and not given and data.get("position") is None and not self.problems:
            self.problem(
                "TM006", ("position",), "There is nowhere to move to.", "Give a position or a parent."
            )
        if kind == "workshop" and action in ("add", "move", "remove"):
            todo = "Set its fields; workshops are made and removed on their own pages."
            self.problem("TM013", ("kind",), f"A workshop cannot be changed by {action}.", todo)


def read_edit(data: object) -> Edit:
    """The edit in plain data. Raises Refused with every problem: `TM004` unknown key, `TM005` wrong shape, `TM006`
    something missing, `TM007` a value that its field cannot take, `TM013` what this action cannot do.
    """
    reader = _Reader()
    if not isinstance(data, Mapping):
        what = f"An edit should be a mapping, not {shown(data)}."
        raise Refused(Problem("TM005", what, 'Write {"id": …, "action": …, …}.'))
    for key in data:
        if key not in KEYS:
            reader.problem(
                "TM004", (str(key),), f"Unknown key {shown(key)} in an edit.", f"Known: {', '.join(KEYS)}."
            )
    id = reader.id(data, "id")
    action = reader.word(data, "action", ACTIONS)
    kind = reader.word(data, "kind", list(KINDS))
    record = reader.id(data, "record")
    fields = reader.fields(data, action, kind)
    position = reader.position(data, action)
    seen, settles = reader.seq(data, "seen"), reader.seq(data, "settles")
    upon = reader.id(data, "upon", needed=False) or None
    group = reader.id(data, "group", needed=False) or None
    into = reader.id(data, "into", needed=False) or None
    reader.complete(action, kind, fields, data)
    if settles is not None and action != "set":
        reader.problem("TM013", ("settles",), "Only a set can settle a conflict.", "Leave it out.")
    if into is not None and action != "remove":
        reader.problem("TM013", ("into",), "Only a removal can end a merge.", "Leave 'into' out.")
    if reader.problems:
        raise Refused(*reader.problems)
    return Edit(id, action, kind, record, fields, position, seen, upon, settles, group, into)


@dataclass(frozen=True, slots=True)
class SeenText:
    """A long text as somebody had seen it, and who has written it since (empty: nobody) at which seq."""

    text: str
    by: str = ""
    seq: int = 0


def texts_seen(edit: Edit, since: Sequence[Logged], own: Logged | None = None) -> dict[str, SeenText]:
    """The long texts of an edit as its writer had seen them, where they have changed since.

    `since` are the changes of the record after `edit.seen`, oldest first; `own` is the change of `edit.upon`, if it was
    made: what was sent then is what the writer saw.
    """
    found = {}
    for key in edit.fields:
        if not is_long(BY_KEY[edit.kind][key]):
            continue
        text, by, seq = None, "", 0
        for change in since:
            became = change.after.get(edit.record)
            if edit.record not in change.after or (became is not None and key not in became["fields"]):
                continue  # a removal that was taken back since counts: what it took is what the writer saw
            if text is None:
                was = change.before.get(edit.record)
                text = (was["fields"].get(key) if was else None) or ""
            by, seq = change.by, change.seq
        mine = _sent(own, edit.record, key)
        if text is not None and mine is not None:
            text = mine
        if text is not None:
            found[key] = SeenText(text, by, seq)
    return found


def _sent(own: Logged | None, record: str, key: str) -> str | None:
    """The text that an earlier edit brought, as it was sent."""
    if own is None or own.record != record:
        return None
    became = own.after.get(record)
    if key in own.sent:
        return own.sent[key]
    return (became["fields"].get(key) or "") if became is not None and key in became["fields"] else None
