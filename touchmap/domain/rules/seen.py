"""What rules look at, and how they say what they saw: a workshop with its analysis, and the names and places of records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from touchmap.domain.analysis.results import Analysis, JourneyAnalysis, TouchpointAnalysis
from touchmap.domain.model import Model, parent_of
from touchmap.domain.records import Commitment, Journey, Record, Stage, Story, Touchpoint, Transition, Vote
from touchmap.domain.rules.finding import Finding, Rule, Severity

ARROW = " › "
_SHOWN = 60
_NAMING_FIELDS = ("name", "title", "term", "attribute", "text", "action")


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that a rule noticed: the record, the sentence, further records; `remedy` if the rule's own is too general."""

    record: str
    sentence: str
    records: tuple[str, ...] = ()
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A workshop as rules see it; `day` is the day on which dates are judged, None when nobody says."""

    model: Model
    analysis: Analysis
    day: dt.date | None

    @property
    def touchpoints(self) -> Iterator[TouchpointAnalysis]:
        """Every touchpoint's analysis, journey by journey, in station order."""
        for journey in self.analysis.journeys:
            yield from journey.touchpoints

    @property
    def journeys(self) -> tuple[JourneyAnalysis, ...]:
        """Every journey's analysis."""
        return self.analysis.journeys

    def name(self, id: str) -> str:
        """A record's name in quotation marks, shortened; a transition's by what it joins."""
        return f"“{self.plain_name(id)}”"

    def names(self, ids: tuple[str, ...], most: int = 3) -> str:
        """Several names as a list; beyond a few only their number."""
        shown = ", ".join(self.name(id) for id in ids[:most])
        return f"{shown} and {len(ids) - most} more" if len(ids) > most else shown

    def plain_name(self, id: str) -> str:
        """A record's name, shortened to a line."""
        record = self.model.get(id)
        if isinstance(record, Transition):
            return f"{self.plain_name(record.source)} → {self.plain_name(record.target)}"
        if isinstance(record, Commitment) and record.action is None and record.intervention is not None:
            return self.plain_name(record.intervention)
        if isinstance(record, Story):
            return "a story"  # its words may not be retold without consent
        found = next((value for field in _NAMING_FIELDS if (value := getattr(record, field, None))), id)
        text = " ".join(str(found).split())
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"

    def place(self, id: str) -> str:
        """The way to a record as people read it: `journey › stage › touchpoint › record`; empty for the workshop."""
        parts: list[str] = []
        record = self.model.get(id)
        while record is not None and record.kind != "workshop":
            if not isinstance(record, Vote):
                parts.append(self.plain_name(record.id))
            above = parent_of(record)
            record = self.model.get(above) if above is not None else None
        return ARROW.join(reversed(parts))

    def on_map(self, id: str) -> tuple[str | None, str | None]:
        """The touchpoint and the journey that a record belongs to, where it does."""
        record: Record | None = self.model.get(id)
        if isinstance(record, Transition):
            return record.source, record.journey
        listed = getattr(record, "touchpoints", ())
        if listed:
            return listed[0], self.model.journey_of(listed[0])
        while record is not None:
            if isinstance(record, Touchpoint):
                return record.id, self.model.journey_of(record.id)
            if isinstance(record, Stage):
                return None, record.journey
            if isinstance(record, Journey):
                return None, record.id
            above = parent_of(record)
            record = self.model.get(above) if above is not None else None
        return None, None


Look = Callable[[Seen], Iterator[Notice]]


@dataclass(frozen=True, slots=True)
class Checker:
    """A rule with the function that looks for it."""

    rule: Rule
    look: Look

    def findings(self, seen: Seen) -> Iterator[Finding]:
        """What the rule finds, the most important first."""
        for notice in self.look(seen):
            touchpoint, journey = seen.on_map(notice.record)
            yield Finding(
                code=self.rule.code,
                severity=self.rule.severity,
                sentence=notice.sentence,
                remedy=notice.remedy or self.rule.remedy,
                record=notice.record,
                place=seen.place(notice.record),
                records=notice.records,
                touchpoint=touchpoint,
                journey=journey,
            )


def rule(
    code: str, severity: Severity, title: str, *, why: str, remedy: str, subject: str
) -> Callable[[Look], Checker]:
    """Make a checker of a function; `subject` is the heading that the catalogue lists it under."""

    def with_look(look: Look) -> Checker:
        return Checker(Rule(code, subject, title, severity, why, remedy), look)

    return with_look


def plural(count: int, noun: str, many: str = "") -> str:
    """A count with its noun: `1 rating`, `3 ratings`."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"
