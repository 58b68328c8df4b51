"""Registers over the whole workshop: standards, waste, stories, vocabulary."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.results import JourneyAnalysis
from touchmap.domain.records import Activity, Measure, Story, Term
from touchmap.report.charts.bars import Bar, pareto
from touchmap.report.charts.palette import PRINT
from touchmap.report.charts.text import figure
from touchmap.report.content.rendering import drawing
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.standards import StandardLine, standard_lines
from touchmap.report.content.stories import Quote, all_quotes
from touchmap.report.content.touchpoint import TimeUse, time_use
from touchmap.report.content.wording import minutes, percent, said, short

_MOST = 400


@dataclass(frozen=True, slots=True)
class StandardsRegister:
    """Every standard, touchpoint by touchpoint, and the counts above them."""

    rows: tuple[tuple[Reference, StandardLine], ...]
    exist: int
    needed: int
    unmeasured: int
    measures: int
    met: int
    missed: int
    more: int


@dataclass(frozen=True, slots=True)
class WasteLine:
    """One non-value-added activity with its minutes for one customer."""

    reference: Reference
    name: str
    actor: str
    waste: str
    would_pay: str
    minutes: str


@dataclass(frozen=True, slots=True)
class WastePicture:
    """One journey's time: where it goes, the Pareto of wastes, and the sentence that sums up."""

    name: str
    time: TimeUse | None
    pareto: Markup | str
    sentence: str


@dataclass(frozen=True, slots=True)
class WasteRegister:
    """Everything that customers would not pay for if they knew."""

    pictures: tuple[WastePicture, ...]
    rows: tuple[WasteLine, ...]
    unclassified: int
    more: int


@dataclass(frozen=True, slots=True)
class StoryRegister:
    """Every story that may be retold, and how many may not."""

    quotes: tuple[Quote, ...]
    withheld: int
    more: int


@dataclass(frozen=True, slots=True)
class TermLine:
    """One word of the client's."""

    term: str
    meaning: str
    replaces: str
    origin: str
    references: tuple[Reference, ...]


def standards_register(source: Source) -> StandardsRegister:
    """All standards and measures."""
    rows = [
        (source.reference(t.id), line)
        for t in source.touchpoints
        for line in standard_lines(source.model, t.id, _MOST)[0]
    ]
    coverage = source.analysis.coverage
    return StandardsRegister(
        tuple(rows[:_MOST]),
        coverage.standards_exist,
        coverage.standards_needed,
        len(coverage.unmeasured),
        len(source.model.all(Measure)),
        sum(line.verdict == "met" for _, line in rows),
        sum(line.verdict == "missed" for _, line in rows),
        max(0, len(rows) - _MOST),
    )


def waste_register(source: Source) -> WasteRegister:
    """All non-value-added activities, most minutes first within their touchpoint's order."""
    rows, unclassified = [], 0
    for touchpoint in source.touchpoints:
        for activity in source.model.children(Activity, touchpoint.id):
            unclassified += activity.value_class in (None, "unclassified")
            if activity.value_class == "non-value-added":
                rows.append((_total(activity), _waste_line(source, activity)))
    rows.sort(key=lambda row: -row[0])
    pictures = tuple(p for p in (_waste_picture(source, j) for j in source.analysis.journeys) if p)
    return WasteRegister(
        pictures, tuple(line for _, line in rows[:_MOST]), unclassified, max(0, len(rows) - _MOST)
    )


def _total(activity: Activity) -> float:
    return (activity.minutes or 0) * (1 if activity.times is None else activity.times)


def _waste_line(source: Source, activity: Activity) -> WasteLine:
    known = None if activity.minutes is None else _total(activity)
    return WasteLine(
        source.reference(activity.touchpoint),
        short(activity.name, 130),
        short(activity.actor, 40),
        activity.waste or "not said",
        activity.would_pay or "not asked",
        minutes(known),
    )


def _waste_picture(source: Source, journey: JourneyAnalysis) -> WastePicture | None:
    time = time_use(journey.weighted, journey.pce.value)
    if time is None:
        return None
    bars = [Bar(bar.name, bar.minutes) for bar in journey.wastes[:8]]
    total = sum(bar.minutes for bar in journey.wastes)
    chart: Markup | str = ""
    sentence = "No activity is classed as non-value-added."
    if bars:
        title = "Minutes without value per customer by kind of waste: " + ", ".join(
            f"{bar.name} {figure(bar.value)}" for bar in bars
        )
        chart = drawing(pareto(title, bars, palette=PRINT, width=642, height=190))
        first = journey.wastes[0]
        sentence = (
            f"Of {minutes(journey.weighted.lead)} that a {source.labels.one('customer')} spends on average, "
            f"{minutes(total)} add no value; {first.name} alone is {percent(first.share)} of that."
        )
    return WastePicture(short(journey.name, 90), time, chart, sentence)


def story_register(source: Source) -> StoryRegister:
    """All stories with consent."""
    told = all_quotes(source)
    withheld = sum(story.consent not in ("yes", "anonymous") for story in source.model.all(Story))
    return StoryRegister(told[:_MOST], withheld, max(0, len(told) - _MOST))


def vocabulary(source: Source) -> tuple[TermLine, ...]:
    """The client's words in alphabetical order."""
    terms = sorted(source.model.all(Term), key=lambda t: (t.term.casefold(), t.id))
    return tuple(
        TermLine(
            short(term.term, 90),
            said(term.meaning, 300),
            short(term.replaces or (f"our word “{term.label_for}”" if term.label_for else ""), 80),
            term.origin or "",
            source.references(term.touchpoints),
        )
        for term in terms[:_MOST]
    )
