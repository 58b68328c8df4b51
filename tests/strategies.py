"""Hypothesis strategies that make whole workshops from the records' own definitions, odd texts included."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from touchmap.domain import ids
from touchmap.domain.fields import (
    Choice,
    Day,
    Identifier,
    Integer,
    Many,
    Moment,
    Number,
    Ref,
    Text,
    Truth,
)
from touchmap.domain.model import Model
from touchmap.domain.records import FIELDS, KINDS, SLOTS

ODD_TEXTS = (
    "no", "null", "~", "1:30", "0x1F", "1e3", ".inf", "NaN", "2026-11-23", "=1+1", "- a", "a: b", "a #b", "#", "&x",
    "*x",
    "!t", "%", "@", "`", "'", '"', "''", '"quoted"', "<b>&amp;</b>", "]]>", "{{ x }}", "{% x %}", "\\", "\\n", "\t tab\t",
    " leading", "trailing ", "two\nlines\n", "\r\n", "\x85", "\u2028", "\u2029", "\ufeff", "\x01\x1b[31m", "\x7f",
    "שלום עולם", "\u202eevil", "e\u0301\u0323", "👩‍👩‍👧‍👦", "🇩🇪", "\U0010ffff", "\ufffe",
    "İstanbul", "ﬁ", "日本語",
    "'; DROP TABLE workshop; --",
)  # fmt: skip

_ids = st.from_regex(ids.PATTERN, fullmatch=True)
_free_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
)
_odd_text = st.sampled_from(ODD_TEXTS)


def texts(type: Text, required: bool) -> st.SearchStrategy[str]:
    """Texts that the field takes: odd ones, any characters at all, and one as long as is allowed."""
    found = st.one_of(_odd_text, _free_text, st.just("ä" * min(type.limit, 20_000))).map(
        lambda t: t[: type.limit]
    )
    return found.filter(lambda t: bool(t.strip())) if required else found


def values(type: Any, required: bool) -> st.SearchStrategy[Any]:
    """Values of any type of field but references."""
    match type:
        case Text():
            return texts(type, required)
        case Choice():
            return st.sampled_from(type.options)
        case Integer():
            return st.integers(type.low, type.high)
        case Number():
            return st.floats(type.low, type.high).map(lambda x: x + 0.0)
        case Truth():
            return st.booleans()
        case Day():
            return st.dates()
        case Moment():
            return st.datetimes(dt.datetime(1, 1, 3), dt.datetime(9999, 12, 29), timezones=st.just(dt.UTC))
        case Many():
            return st.lists(values(type.of, True), max_size=3).map(tuple)
    raise TypeError(type)


@dataclass
class _Shell:
    """A record of which only the place in the tree is settled."""

    kind: str
    id: str
    parent: _Shell | None
    fixed: dict[str, str]
    journey: str | None = None
    children: list[_Shell] = field(default_factory=list)


class _Builder:
    def __init__(self, draw: Any, most: int) -> None:
        self.draw = draw
        self.left = most
        self.shells: list[_Shell] = []
        self.taken: set[str] = set()

    def id_for(self, kind: str, parent: _Shell | None, number: int) -> str:
        """An id of any form, often the one that reading would make by itself."""
        made = ids.numbered(parent.id if parent else "", KINDS[kind].prefix, number)
        wanted = self.draw(st.one_of(st.just(made), _ids))
        found = ids.free(wanted, self.taken, {})
        self.taken.add(found)
        return found

    def grow(self, kind: str, shell: _Shell | None, depth: int) -> None:
        """Hangs records under one, kind by kind."""
        for slot in SLOTS.get(kind, ()):
            if slot.kind == "cause" and depth > 3:
                continue
            few = self.draw(st.integers(0, 2))
            for number in range(1, min(few, self.left) + 1):
                self.left -= 1
                child = _Shell(slot.kind, self.id_for(slot.kind, shell, number), shell, dict(slot.fixed))
                child.journey = child.id if slot.kind == "journey" else shell.journey if shell else None
                self.shells.append(child)
                self.grow(slot.kind, child, depth + 1)

    def prune(self) -> None:
        """Takes away the transitions of journeys that have no touchpoint to leave from."""
        walkable = {shell.journey for shell in self.shells if shell.kind == "touchpoint"}
        self.shells = [s for s in self.shells if s.kind != "transition" or s.journey in walkable]

    def targets(self, kinds: tuple[str, ...], near: _Shell) -> list[str]:
        """The ids that a reference may name; transitions and starts stay in their journey."""
        own = near.kind in ("transition", "journey") and "persona" not in kinds
        earlier = self.shells[: self.shells.index(near)] if near.kind == "note" else self.shells
        found = [
            s.id
            for s in earlier  # notes are never merged in a circle
            if (not kinds or s.kind in kinds) and (not own or s.journey == near.journey)
        ]
        return found or ([self.shells[0].id] if not kinds else [])

    def record(self, shell: _Shell) -> Any:
        """The record of a shell with drawn values."""
        filled: dict[str, Any] = dict(shell.fixed)
        for wanted in FIELDS[shell.kind]:
            if wanted.parent:
                filled[wanted.name] = shell.parent.id if shell.parent else None
            elif isinstance(wanted.type, Identifier) and not isinstance(wanted.type, Ref):
                filled[wanted.name] = shell.id
            elif wanted.name in filled or (not wanted.required and self.draw(st.booleans())):
                continue
            elif isinstance(wanted.type, Ref):
                targets = self.targets(wanted.type.kinds, shell)
                filled[wanted.name] = self.draw(st.sampled_from(targets)) if targets else None
            elif isinstance(wanted.type, Many) and isinstance(wanted.type.of, Ref):
                targets = self.targets(wanted.type.of.kinds, shell)
                filled[wanted.name] = (
                    tuple(self.draw(st.lists(st.sampled_from(targets), unique=True, max_size=3)))
                    if targets
                    else ()
                )
            else:
                filled[wanted.name] = self.draw(values(wanted.type, wanted.required))
        return KINDS[shell.kind](**filled)


@st.composite
def models(draw: Any, most: int = 24) -> Model:
    """Sound workshops of up to `most` records, in which every field of every kind may be filled."""
    builder = _Builder(draw, most)
    head = _Shell("workshop", "", None, {})
    head.id = builder.id_for("workshop", None, 1)
    builder.shells.append(head)
    for slot in draw(
        st.permutations(SLOTS["workshop"])
    ):  # so that no kind is always the one that comes too late
        few = draw(st.integers(0, 2))
        for number in range(1, min(few, builder.left) + 1):
            builder.left -= 1
            child = _Shell(slot.kind, builder.id_for(slot.kind, None, number), None, {})
            child.journey = child.id if slot.kind == "journey" else None
            builder.shells.append(child)
            builder.grow(slot.kind, child, 1)
    builder.prune()
    made = [builder.record(shell) for shell in builder.shells]
    return Model(made[0], made[1:])
