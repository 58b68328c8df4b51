"""A whole workshop in memory: its own record and all records that hang on it, in order, found by id or by parent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar, cast

from touchmap.domain.records import (
    FIELDS,
    KINDS,
    Journey,
    Outcome,
    Record,
    Stage,
    Touchpoint,
    Transition,
    Workshop,
)

R = TypeVar("R", bound=Record)

PARENT_FIELD: dict[str, str] = {kind: f.name for kind, fields in FIELDS.items() for f in fields if f.parent}


def parent_of(record: Record) -> str | None:
    """The id of the record that this one hangs on; None for those that hang on the workshop itself."""
    name = PARENT_FIELD.get(record.kind)
    return cast("str | None", getattr(record, name)) if name else None


class Model:
    """A workshop and its records; never changed once made.

    Records keep the order they are given in; `children` gives them in that order under their parent. Ids are unique
    over all kinds. Making a model from records with a repeated id raises ValueError.
    """

    def __init__(self, workshop: Workshop, records: Iterable[Record] = ()) -> None:
        self.workshop = workshop
        self._by_kind: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS if kind != "workshop"}
        self._by_id: dict[str, Record] = {workshop.id: workshop}
        for record in records:
            if record.id in self._by_id:
                raise ValueError(f"two records have the id {record.id}")
            self._by_id[record.id] = record
            self._by_kind[record.kind][record.id] = record

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Model)
            and self.workshop == other.workshop
            and all(self._ordered(kind) == other._ordered(kind) for kind in self._by_kind)
        )

    __hash__ = None  # type: ignore[assignment]  # equality by content, and the content may be large

    def _ordered(self, kind: str) -> dict[tuple[str | None, object], list[Record]]:
        """The records list by list: two models are equal when each list of the file is, whatever stands between."""
        groups: dict[tuple[str | None, object], list[Record]] = defaultdict(list)
        for record in self._by_kind[kind].values():
            groups[parent_of(record), getattr(record, "state", None) if kind == "statement" else None].append(
                record
            )
        return groups

    def __iter__(self) -> Iterator[Record]:
        for records in self._by_kind.values():
            yield from records.values()

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: str) -> bool:
        return id in self._by_id

    def get(self, id: str) -> Record | None:
        """The record with this id, of whatever kind; None when there is none."""
        return self._by_id.get(id)

    def find(self, cls: type[R], id: str | None) -> R | None:
        """The record of this class with this id; None when there is none."""
        record = self._by_id.get(id) if id is not None else None
        return record if isinstance(record, cls) else None

    def all(self, cls: type[R]) -> tuple[R, ...]:
        """Every record of a class, in order."""
        return cast("tuple[R, ...]", tuple(self._by_kind[cls.kind].values()))

    @cached_property
    def _children(self) -> dict[tuple[str, str | None], tuple[Record, ...]]:
        lists: dict[tuple[str, str | None], list[Record]] = defaultdict(list)
        for record in self:
            lists[record.kind, parent_of(record)].append(record)
        return {key: tuple(found) for key, found in lists.items()}

    def children(self, cls: type[R], parent: str | None) -> tuple[R, ...]:
        """The records of a class that hang on a parent, in order; parent None means on the workshop itself."""
        return cast("tuple[R, ...]", self._children.get((cls.kind, parent), ()))

    @property
    def journeys(self) -> tuple[Journey, ...]:
        """The journeys, in order."""
        return self.all(Journey)

    def stages(self, journey: str) -> tuple[Stage, ...]:
        """A journey's stages, in order."""
        return self.children(Stage, journey)

    def outcomes(self, journey: str) -> tuple[Outcome, ...]:
        """A journey's outcomes, in order."""
        return self.children(Outcome, journey)

    def transitions(self, journey: str) -> tuple[Transition, ...]:
        """A journey's transitions, in order."""
        return self.children(Transition, journey)

    @cached_property
    def _touchpoints(self) -> dict[str, tuple[Touchpoint, ...]]:
        return {
            journey.id: tuple(
                touchpoint
                for stage in self.stages(journey.id)
                for touchpoint in self.children(Touchpoint, stage.id)
            )
            for journey in self.journeys
        }

    def touchpoints(self, journey: str) -> tuple[Touchpoint, ...]:
        """A journey's touchpoints, stage by stage: this order gives the station numbers, from 1."""
        return self._touchpoints.get(journey, ())

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The station number of every touchpoint, from 1 within its journey."""
        return {t.id: n for found in self._touchpoints.values() for n, t in enumerate(found, 1)}

    @cached_property
    def _journey_of(self) -> dict[str, str]:
        return {t.id: journey for journey, found in self._touchpoints.items() for t in found}

    def journey_of(self, touchpoint: str) -> str | None:
        """The id of the journey that a touchpoint is in."""
        return self._journey_of.get(touchpoint)
