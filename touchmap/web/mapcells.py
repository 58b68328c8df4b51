"""The cells of the map: what hangs on one touchpoint, as each lane shows it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.results import TouchpointAnalysis
from touchmap.domain.analysis.standards import kept, same_unit
from touchmap.domain.records import (
    Activity,
    Behaviour,
    Cause,
    Journey,
    Measure,
    Opportunity,
    Standard,
    Statement,
    Story,
    Term,
    Touchpoint,
)
from touchmap.report.charts.emotion import Feeling
from touchmap.report.charts.faces import face_icon
from touchmap.report.charts.palette import WEB
from touchmap.web.cases import Case, Mark, Place, evidence
from touchmap.web.lanes import channel_icon
from touchmap.web.wording import minutes, quantity, signed

NOTE_COLOURS = ("butter", "mint", "sky", "blush", "lilac")
MOST_PIPS = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on a scale of 0 to 100: its value, and where its goal stands."""

    value: float
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with how well it is backed."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """A measure: what it says today, what it should say, and both as a bar where that makes sense."""

    name: str
    current: str
    target: str
    bar: Bar | None
    kept: bool | None
    needed: bool


@dataclass(frozen=True, slots=True)
class WasteCell:
    """Non-value-added minutes of one activity, and their share of the journey's longest one."""

    minutes: str
    waste: str
    name: str
    bar: float


@dataclass(frozen=True, slots=True)
class ActivityCell:
    """What is done here: its name, its minutes for one customer, and its class."""

    name: str
    minutes: str
    value: str


@dataclass(frozen=True, slots=True)
class StoryCell:
    """A story as a note; `text` is empty without consent to retell it, `teller` when it may only be told without."""

    text: str
    teller: str
    colour: str


@dataclass(frozen=True, slots=True)
class OpportunityCell:
    """A proposal with its votes: `pips` dots are drawn, all are counted."""

    title: str
    dots: int
    pips: int
    kind: str


@dataclass(frozen=True, slots=True)
class MapColumn:
    """One touchpoint: its head, and the content of each lane."""

    place: Place
    record: Touchpoint
    first: bool
    when: str
    channels: tuple[tuple[str, str], ...]
    current: tuple[Said, ...]
    desired: tuple[Said, ...]
    feeling: str
    median: float | None
    face: Markup | None
    standards: tuple[tuple[str, str], ...]
    measures: tuple[MeasureCell, ...]
    activities: tuple[ActivityCell, ...]
    wastes: tuple[WasteCell, ...]
    stories: tuple[StoryCell, ...]
    opportunities: tuple[OpportunityCell, ...]
    behaviours: tuple[Behaviour, ...]
    causes: tuple[Cause, ...]
    terms: tuple[Term, ...]
    findings: int


def map_column(case: Case, record: Touchpoint, first: bool, longest: float) -> MapColumn:
    model, said = case.model, case.analysis.touchpoint(record.id)
    statements = model.children(Statement, record.id)
    return MapColumn(
        place=case.place(record.id),
        record=record,
        first=first,
        when=" · ".join(part for part in (record.time, record.place) if part),
        channels=tuple((channel, channel_icon(channel)) for channel in record.channels),
        current=tuple(Said(s.text, evidence(s.evidence)) for s in statements if s.state == "current"),
        desired=tuple(Said(s.text, evidence(s.evidence)) for s in statements if s.state == "desired"),
        feeling=feeling_words(said),
        median=said.current.emotion.median,
        face=_face(said.current.emotion.median),
        standards=tuple((s.attribute, s.status or "needed") for s in model.children(Standard, record.id)),
        measures=tuple(measure_cell(case, m) for m in model.children(Measure, record.id)),
        activities=tuple(_activity(a) for a in model.children(Activity, record.id)),
        wastes=tuple(
            WasteCell(
                minutes((a.minutes or 0) * times(a)),
                a.waste or "",
                a.name,
                100 * (a.minutes or 0) * times(a) / longest if longest else 0,
            )
            for a in model.children(Activity, record.id)
            if a.value_class == "non-value-added"
        ),
        stories=tuple(
            StoryCell(
                s.text if s.consent in ("yes", "anonymous") else "",
                s.teller or "" if s.consent == "yes" else "",
                NOTE_COLOURS[(model.numbers[record.id] + place) % len(NOTE_COLOURS)],
            )
            for place, s in enumerate(model.children(Story, record.id))
        ),
        opportunities=tuple(_opportunity(case, o) for o in model.children(Opportunity, record.id)),
        behaviours=model.children(Behaviour, record.id),
        causes=tuple(c for id in said.causes if isinstance(c := model.get(id), Cause)),
        terms=tuple(t for t in model.all(Term) if record.id in t.touchpoints),
        findings=len(case.findings_at(record.id)),
    )


def measure_cell(case: Case, measure: Measure) -> MeasureCell:
    """A measure beside the standard it checks; both are drawn on one bar only where their units are the same."""
    standard = case.model.find(Standard, measure.standard)
    target = standard.target if standard else None
    unit = measure.unit or (standard.unit if standard else None)
    comparable = standard is not None and same_unit(standard, measure)
    return MeasureCell(
        measure.name,
        quantity(measure.current, unit) if measure.current is not None else "",
        quantity(target, standard.unit) if standard is not None and target is not None else "",
        _bar(measure.current, target if comparable else None, unit) if measure.current is not None else None,
        kept(standard, measure) if standard is not None else None,
        measure.status != "exists",
    )


def _activity(record: Activity) -> ActivityCell:
    told = minutes(record.minutes * times(record)) if record.minutes is not None else ""
    return ActivityCell(record.name, told, record.value_class or "unclassified")


def _bar(current: float, target: float | None, unit: str | None) -> Bar:
    """A value and its target on a scale from nought to 100 %, or to a little more than the larger of them."""
    top = 100.0 if unit == "%" else max(abs(current), abs(target or 0)) * 1.08 or 1.0
    goal = None if target is None else round(min(98.6, max(0.0, target / top * 98.6)), 2)
    return Bar(round(min(100.0, max(0.0, current / top * 100)), 2), goal)


def _opportunity(case: Case, record: Opportunity) -> OpportunityCell:
    said = case.analysis.opportunity(record.id)
    return OpportunityCell(record.title, said.dots, min(said.dots, MOST_PIPS), said.quadrant.name or "")


def _face(median: float | None) -> Markup | None:
    if median is None:
        return None
    return Markup(face_icon(f"Median {signed(median)}", median, WEB, size=22))


def curve_feeling(said: TouchpointAnalysis, critical: bool) -> Feeling:
    now = said.current.emotion
    return Feeling(now.median, said.desired.emotion.median, now.values, critical)


def feeling_words(said: TouchpointAnalysis) -> str:
    """The emotion of a touchpoint in words: median, spread, n, and what is desired."""
    now, wanted = said.current.emotion, said.desired.emotion
    if now.median is None:
        return "no data"
    spread = f", half between {signed(now.q1)} and {signed(now.q3)}" if now.q1 is not None else ""
    desired = f"; desired {signed(wanted.median)}" if wanted.median is not None else ""
    split = "; opinion is split" if now.split else ""
    return f"median {signed(now.median)}{spread}, n = {now.n}{desired}{split}"


def times(activity: Activity) -> float:
    return 1.0 if activity.times is None else activity.times


def wasted(case: Case, journey: Journey) -> list[Activity]:
    return [
        activity
        for touchpoint in case.model.touchpoints(journey.id)
        for activity in case.model.children(Activity, touchpoint.id)
        if activity.value_class == "non-value-added"
    ]
