"""Random edits that a person could send: most are sound, some are stale, a few are nonsense."""

from __future__ import annotations

from random import Random
from typing import Any

from touchmap.domain.changes import BY_KEY, State
from touchmap.domain.fields import Choice, Day, Field, Integer, Many, Moment, Number, Ref, Text, Truth
from touchmap.domain.records import KINDS

WORDS = ("gate", "closed", "nobody", "waits", "é", "日本", "\n", "“quoted”", "<b>", "a", "the", "late")
COMMON = (
    "touchpoint",
    "statement",
    "cause",
    "transition",
    "opportunity",
    "vote",
    "stage",
    "intervention",
    "comment",
)


def edit(chance: Random, state: State, seen: int, id: str) -> dict[str, Any]:
    """An edit as somebody makes it who sees this state at this seq."""
    action = chance.choices(("add", "set", "move", "remove"), (45, 40, 10, 5))[0]
    if action == "add":
        kind = chance.choice(
            COMMON if chance.random() < 0.8 else [kind for kind in KINDS if kind != "workshop"]
        )
        found = {"kind": kind, "record": f"r-{id}", "fields": _fields(chance, state, kind, new=True)}
        return {"id": id, "action": action, **found, **_position(chance, state, kind)}
    record = chance.choice(sorted(state.records)) if chance.random() < 0.97 else "nobody"
    kind = state.records[record].kind if record in state.records else "stage"
    data: dict[str, Any] = {"id": id, "action": action, "kind": kind, "record": record, "seen": seen}
    if action == "set":
        data["fields"] = _fields(chance, state, kind, new=False)
    elif action == "move":
        data |= _position(chance, state, kind)
        parents = {key: field for key, field in BY_KEY[kind].items() if field.parent}
        if parents and chance.random() < 0.5:
            data["fields"] = {key: _value(chance, state, field) for key, field in parents.items()}
    return data


def _position(chance: Random, state: State, kind: str) -> dict[str, Any]:
    like = sorted(id for id, _ in state.of_kind(kind))
    if not like or chance.random() < 0.4:
        return {}
    return {"position": {chance.choice(("after", "before")): chance.choice(like)}}


def _fields(chance: Random, state: State, kind: str, *, new: bool) -> dict[str, Any]:
    known = BY_KEY[kind]
    wanted = [field for field in known.values() if new and field.required]
    free = [field for field in known.values() if field not in wanted and (new or not field.parent)]
    wanted += chance.sample(free, min(len(free), chance.randint(0 if wanted else 1, 2)))
    return {field.key: _value(chance, state, field) for field in wanted if field.key != "frozen"}


def _value(chance: Random, state: State, field: Field) -> Any:
    if not field.required and chance.random() < 0.1:
        return None
    return _of(chance, state, field.type)


def _of(chance: Random, state: State, type: Any) -> Any:
    match type:
        case Ref():
            kinds = type.kinds or tuple(KINDS)
            like = sorted(id for id, entry in state.records.items() if entry.kind in kinds)
            return chance.choice(like) if like else "nobody"
        case Text():
            return " ".join(chance.choices(WORDS, k=chance.randint(1, 8)))[: type.limit].strip() or "x"
        case Choice():
            return chance.choice(type.options)
        case Integer():
            return chance.randint(type.low, min(type.high, type.low + 50))
        case Number():
            return round(chance.uniform(max(type.low, -50), min(type.high, 50)), 2)
        case Truth():
            return chance.random() < 0.5
        case Day():
            return f"2026-11-{chance.randint(10, 28)}"
        case Moment():
            return f"2026-11-23T09:{chance.randint(10, 59)}:00Z"
        case Many():
            found = [_of(chance, state, type.of) for _ in range(chance.randint(0, 3))]
            return list(dict.fromkeys(found))
    raise TypeError(type)
