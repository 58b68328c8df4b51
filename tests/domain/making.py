"""Small workshops for tests of figures and findings: journeys written as text, and random ones for properties."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from hypothesis import strategies as st

from touchmap.domain.model import Model
from touchmap.domain.records import (
    OUTCOME_KINDS,
    TRANSITION_KINDS,
    Journey,
    Outcome,
    Perception,
    Record,
    Stage,
    Touchpoint,
    Transition,
    Workshop,
)

_WAY = re.compile(r"(?P<source>\w+)>(?P<target>\w+)(=(?P<share>[\d.]+))?(!(?P<type>\w+))?")
JOURNEY = "journey"


def make(
    touchpoints: str = "a b c",
    ways: str = "",
    *records: Record,
    outcomes: str = "",
    fields: dict[str, dict[str, Any]] | None = None,
    start: str | None = None,
    **head: Any,
) -> Model:
    """A workshop with one journey of one stage.

    `touchpoints` are ids; `ways` reads like `a>b=0.3!failure b>lost`, each with the id `a-b` (`a-b-2` the second time);
    `outcomes` are result words that are also the ids; `fields` gives further fields to touchpoints by id.
    """
    listed: list[Record] = [Journey(id=JOURNEY, name="Journey", start=start)]
    listed.append(Stage(id="stage", journey=JOURNEY, name="Stage"))
    for id in touchpoints.split():
        given = {"name": id.upper()} | (fields or {}).get(id, {})
        listed.append(Touchpoint(id=id, stage="stage", **given))
    for id in outcomes.split():
        listed.append(Outcome(id=id, journey=JOURNEY, name=id.title(), result=id))
    seen: dict[str, int] = {}
    for way in ways.split():
        found = _WAY.fullmatch(way)
        assert found, way
        id = f"{found['source']}-{found['target']}"
        seen[id] = seen.get(id, 0) + 1
        listed.append(
            Transition(
                id=id if seen[id] == 1 else f"{id}-{seen[id]}",
                journey=JOURNEY,
                source=found["source"],
                target=found["target"],
                share=float(found["share"]) if found["share"] else None,
                type=found["type"],
            )
        )
    return Model(Workshop(id="w", title="Workshop", **head), [*listed, *records])


def rate(touchpoint: str, *ratings: dict[str, Any], **same: Any) -> list[Perception]:
    """Perceptions of a touchpoint, one for each mapping of fields; `same` are fields that all share."""
    numbers = count(1)
    state = same.get("state", "current")
    return [
        Perception(
            id=f"{touchpoint}-{state}-{same.get('group', 'r')}-{next(numbers)}",
            touchpoint=touchpoint,
            **same,
            **rating,
        )
        for rating in ratings
    ]


def each(field: str, *values: float) -> list[dict[str, Any]]:
    """One mapping for each value of one field."""
    return [{field: value} for value in values]


@st.composite
def journeys(draw: st.DrawFn, most: int = 8) -> Model:
    """Any journey at all: parallel ways, self loops, cycles, parts that nobody reaches, shares that do not fit."""
    touchpoints = [f"t{number}" for number in range(draw(st.integers(0, most)))]
    outcomes = [f"o{number}" for number in range(draw(st.integers(0, 3)))]
    records: list[Record] = [
        Journey(
            id=JOURNEY,
            name="Journey",
            start=draw(st.sampled_from([None, *touchpoints])) if touchpoints else None,
        )
    ]
    records.append(Stage(id="stage", journey=JOURNEY, name="Stage"))
    for id in touchpoints:
        lead = draw(st.none() | st.floats(0, 1000))
        records.append(Touchpoint(id=id, stage="stage", name=id, lead_minutes=lead))
    for id in outcomes:
        records.append(Outcome(id=id, journey=JOURNEY, name=id, result=draw(st.sampled_from(OUTCOME_KINDS))))
    if touchpoints:
        shares = st.none() | st.sampled_from([0.0, 1e-12, 0.25, 0.5, 1.0]) | st.floats(0, 1)
        for number in range(draw(st.integers(0, 3 * most))):
            records.append(
                Transition(
                    id=f"way{number}",
                    journey=JOURNEY,
                    source=draw(st.sampled_from(touchpoints)),
                    target=draw(st.sampled_from([*touchpoints, *outcomes])),
                    share=draw(shares),
                    type=draw(st.none() | st.sampled_from(TRANSITION_KINDS)),
                )
            )
    return Model(Workshop(id="w", title="Random"), records)
