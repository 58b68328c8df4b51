"""The figures of one touchpoint: ratings and squares, minutes, standards, people, causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from touchmap.domain.analysis.emotion import ON_SCALE
from touchmap.domain.analysis.figures import SHARE, TIMES, Figure, Quadrant
from touchmap.domain.analysis.flow import Flow
from touchmap.domain.analysis.people import behaviour, consent, evidence
from touchmap.domain.analysis.perceptions import quadrant, ratings, scores
from touchmap.domain.analysis.results import CauseAnalysis, Minutes, Ratings, TouchpointAnalysis
from touchmap.domain.analysis.standards import coverage
from touchmap.domain.analysis.value import pce
from touchmap.domain.model import Model
from touchmap.domain.records import (
    Behaviour,
    Measure,
    Opportunity,
    Perception,
    Person,
    Standard,
    Statement,
    Story,
    Touchpoint,
)

Cross = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rated:
    """A touchpoint's perceptions and their distributions, by state."""

    perceptions: tuple[Perception, ...]
    current: Ratings
    desired: Ratings


def rated(model: Model, touchpoint: str, people: dict[str, Person]) -> Rated:
    """What people rated at a touchpoint; a rating whose state was left out is of the current one."""
    found = model.children(Perception, touchpoint)
    current = tuple(rating for rating in found if rating.state != "desired")
    desired = tuple(rating for rating in found if rating.state == "desired")
    return Rated(current, ratings(current, people), ratings(desired, people))


def crosshair(found: Sequence[Rated], kind: str) -> Cross | None:
    """Where the importance–performance square's lines cross: performance, importance; None for the scales' midpoints."""
    if kind != "medians":
        return None
    performance = [m for one in found if (m := one.current.performance.median) is not None]
    importance = [m for one in found if (m := one.current.importance.median) is not None]
    return (median(performance), median(importance)) if performance and importance else None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a journey's structure says about its touchpoints, as sets of ids."""

    flow: Flow
    ways: int
    note: str
    dead_ends: frozenset[str]
    unreachable: frozenset[str]
    looping: frozenset[str]
    unavoidable: frozenset[str]
    unavoidable_for: dict[str, tuple[str, ...]]


def station(
    model: Model,
    touchpoint: Touchpoint,
    journey: str,
    shape: Shape,
    minutes: Minutes,
    found: Rated,
    causes: Sequence[CauseAnalysis],
    cross: Cross | None,
) -> TouchpointAnalysis:
    """Everything that is said about one touchpoint."""
    id = touchpoint.id
    caught = "Customers never leave this loop; arrivals are counted." if id in shape.flow.caught else ""
    note = f"{caught} {shape.note}".strip()
    return TouchpointAnalysis(
        id=id,
        name=touchpoint.name,
        number=model.numbers[id],
        journey=journey,
        stage=touchpoint.stage,
        visits=Figure(shape.flow.visits[id], shape.ways, "expected-visits", TIMES, note),
        reach=Figure(shape.flow.reach[id], shape.ways, "expected-visits", SHARE, shape.note),
        reachable=id not in shape.unreachable,
        dead_end=id in shape.dead_ends,
        looping=id in shape.looping,
        unavoidable=id in shape.unavoidable,
        unavoidable_for=shape.unavoidable_for.get(id, ()),
        minutes=minutes,
        pce=pce(minutes),
        current=found.current,
        desired=found.desired,
        emotion_gap=emotion_gap(found),
        two_ps=square("two-ps", found, "performance", "personal"),
        rational_emotional=square("rational-emotional", found, "rational", "bond"),
        importance_performance=square("importance-performance", found, "performance", "importance", cross),
        scores=scores(found.perceptions),
        coverage=coverage(model.children(Standard, id), model.children(Measure, id)),
        behaviours=tuple(behaviour(record) for record in model.children(Behaviour, id)),
        evidence=evidence(model.children(Statement, id)),
        consent=consent(model.children(Story, id)),
        causes=tuple(cause.id for cause in causes),
        root_causes=tuple(cause.id for cause in causes if cause.root),
        opportunities=tuple(record.id for record in model.children(Opportunity, id)),
    )


def square(method: str, found: Rated, x: str, y: str, cross: Cross | None = None) -> Quadrant:
    """A touchpoint's place in one of the squares, by two of the current ratings."""
    pairs = [(getattr(rating, x), getattr(rating, y)) for rating in found.perceptions]
    return quadrant(method, getattr(found.current, x), getattr(found.current, y), pairs, cross)


def emotion_gap(found: Rated) -> Figure:
    """Desired less current median emotion; None unless both were rated. n is the smaller of the two."""
    current, desired = found.current.emotion, found.desired.emotion
    if current.median is None or desired.median is None:
        return Figure(None, 0, "emotion", ON_SCALE)
    return Figure(desired.median - current.median, min(current.n, desired.n), "emotion", "steps")
