"""What every part of the report is made from: the workshop, its figures and findings, the client's words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from touchmap.domain.analysis.results import Analysis
from touchmap.domain.analysis.session import Session, session_of
from touchmap.domain.lanes import own_lanes
from touchmap.domain.model import Model
from touchmap.domain.records import Journey, Lane, Touchpoint
from touchmap.domain.rules import Finding
from touchmap.report.content.colours import StageLook, stage_look
from touchmap.report.content.labels import Labels, labels_of
from touchmap.report.content.wording import short


@dataclass(frozen=True, slots=True)
class Reference:
    """A touchpoint named elsewhere: its number, name, the anchor of its page and its stage's colours."""

    number: str
    name: str
    anchor: str
    look: StageLook


@dataclass(frozen=True)
class Source:
    """A workshop with everything that was found out about it; parts read from it and never change it."""

    model: Model
    analysis: Analysis
    findings: tuple[Finding, ...]
    made_on: dt.date

    @cached_property
    def labels(self) -> Labels:
        """The client's own words."""
        return labels_of(self.model)

    @cached_property
    def lanes(self) -> dict[str, Lane]:
        """The lanes of the map that the workshop names, orders or hides, by their keys."""
        return own_lanes(self.model)

    @cached_property
    def session(self) -> Session:
        """What the room gave, step by step."""
        return session_of(self.model)

    @cached_property
    def rated_again(self) -> frozenset[str]:
        """The touchpoints whose current state was rated on one scale in several steps."""
        return frozenset(one.touchpoint for one in self.session.repeats if one.state == "current")

    @cached_property
    def journeys(self) -> tuple[Journey, ...]:
        """The journeys that have touchpoints."""
        return tuple(j for j in self.model.journeys if self.model.touchpoints(j.id))

    @cached_property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        """All touchpoints in the order of the report."""
        return tuple(t for j in self.journeys for t in self.model.touchpoints(j.id))

    @cached_property
    def stage_indexes(self) -> dict[str, int]:
        """Stage id → its place in its journey, from 0; it decides the colour."""
        return {s.id: n for j in self.model.journeys for n, s in enumerate(self.model.stages(j.id))}

    @cached_property
    def _references(self) -> dict[str, Reference]:
        several = len(self.journeys) > 1
        made = {}
        for place, journey in enumerate(self.journeys, 1):
            for touchpoint in self.model.touchpoints(journey.id):
                number = str(self.model.numbers[touchpoint.id])
                made[touchpoint.id] = Reference(
                    f"{place}.{number}" if several else number,
                    short(touchpoint.name, 120),
                    anchor(touchpoint.id),
                    self.look(touchpoint.stage),
                )
        return made

    def look(self, stage: str) -> StageLook:
        """The colours of a stage."""
        return stage_look(self.stage_indexes[stage])

    def reference(self, touchpoint: str) -> Reference:
        """How a touchpoint is named elsewhere in the report."""
        return self._references[touchpoint]

    def references(self, touchpoints: Iterable[str]) -> tuple[Reference, ...]:
        """References to those of these ids that are touchpoints, in the report's order and without repetition."""
        wanted = set(touchpoints)
        return tuple(reference for id, reference in self._references.items() if id in wanted)


def anchor(touchpoint: str) -> str:
    """The anchor of a touchpoint's own pages."""
    return f"tp-{touchpoint}"
