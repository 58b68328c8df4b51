"""The map as plain values: stages, columns with everything that hangs on a touchpoint, and the drawings over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.results import JourneyAnalysis, TouchpointAnalysis
from touchmap.domain.records import (
    Activity,
    Behaviour,
    Cause,
    Journey,
    Measure,
    Opportunity,
    Stage,
    Standard,
    Statement,
    Story,
    Term,
    Touchpoint,
    Vote,
)
from touchmap.report.charts.emotion import Column as CurveColumn
from touchmap.report.charts.emotion import CurveWords, Feeling, emotion_curve
from touchmap.report.charts.faces import face_icon
from touchmap.report.charts.line import Arc, Station, journey_line, line_levels
from touchmap.report.charts.palette import WEB
from touchmap.report.charts.strip import journey_strip
from touchmap.web.cases import Case, Mark, Place, evidence
from touchmap.web.lanes import Zoom, channel_icon
from touchmap.web.wording import count, minutes, percent, quantity, signed

NOTE_COLOURS = ("butter", "mint", "sky", "blush", "lilac")
MOST_PIPS = 24
MOST_LEVELS = 20  # of arcs over the line; map.css has a class for each


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
    wastes: tuple[WasteCell, ...]
    stories: tuple[StoryCell, ...]
    opportunities: tuple[OpportunityCell, ...]
    behaviours: tuple[Behaviour, ...]
    causes: tuple[Cause, ...]
    terms: tuple[Term, ...]
    findings: int


@dataclass(frozen=True, slots=True)
class Band:
    """A stage over its columns."""

    name: str
    colour: int
    columns: tuple[MapColumn, ...]
    about: str


@dataclass(frozen=True, slots=True)
class MapView:
    """A journey as the page lays it out: bands of columns, notes beside the lanes' names, drawings as SVG."""

    journey: Journey
    bands: tuple[Band, ...]
    columns: tuple[MapColumn, ...]
    notes: dict[str, str]
    line: Markup
    levels: int
    curve: Markup
    strip: Markup
    ratings: str


def map_view(case: Case, journey: Journey, zoom: Zoom, hrefs: Sequence[str]) -> MapView:
    """The map of one journey at one zoom; `hrefs` leads to each touchpoint's page, in station order."""
    said = case.analysis.journey(journey.id)
    longest = (
        max((a.minutes or 0) * _times(a) for a in _wasted(case, journey)) if _wasted(case, journey) else 0
    )
    bands: list[Band] = []
    columns: list[MapColumn] = []
    for stage in case.model.stages(journey.id):
        here = tuple(
            _column(case, touchpoint, place == 0, longest)
            for place, touchpoint in enumerate(case.model.children(Touchpoint, stage.id))
        )
        if here:
            bands.append(_band(case, stage, here))
            columns.extend(here)
    drawn, levels = _line(case, journey, columns, zoom, hrefs)
    feelings = [_feeling(case.analysis.touchpoint(c.place.id), bool(c.record.critical)) for c in columns]
    return MapView(
        journey=journey,
        bands=tuple(bands),
        columns=tuple(columns),
        notes=_notes(case, journey, said, columns),
        line=Markup(drawn),
        levels=levels,
        curve=_curve(columns, feelings, zoom, journey.name),
        strip=strip(case, journey),
        ratings=count(max((f.current.raters for f in said.touchpoints), default=0), "rating"),
    )


def strip(
    case: Case, journey: Journey, *, width: float = 560, height: float = 44, faces: bool = False
) -> Markup:
    """The whole journey in small: stages, the median curve, votes."""
    said = case.analysis.journey(journey.id)
    if not said.touchpoints:
        return Markup("")
    colours = [case.stage_colours[one.stage] - 1 for one in said.touchpoints]
    medians = [one.current.emotion.median for one in said.touchpoints]
    dots = [sum(case.analysis.opportunity(o).dots for o in one.opportunities) for one in said.touchpoints]
    title = f"{journey.name} in small: stages, emotion, votes"
    drawn = journey_strip(
        title, colours, medians, width=width, height=height, palette=WEB, votes=dots, faces=faces
    )
    return Markup(drawn)


def _band(case: Case, stage: Stage, columns: tuple[MapColumn, ...]) -> Band:
    words = case.word("touchpoint")
    lead = sum(case.analysis.touchpoint(c.place.id).minutes.lead for c in columns)
    about = count(len(columns), words) + (f" · {minutes(lead)}" if lead else "")
    return Band(stage.name, case.stage_colours[stage.id], columns, about)


def _column(case: Case, record: Touchpoint, first: bool, longest: float) -> MapColumn:
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
        wastes=tuple(
            WasteCell(
                minutes((a.minutes or 0) * _times(a)),
                a.waste or "",
                a.name,
                100 * (a.minutes or 0) * _times(a) / longest if longest else 0,
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
    """A measure beside the standard it checks."""
    standard = case.model.find(Standard, measure.standard)
    target = standard.target if standard else None
    unit = measure.unit or (standard.unit if standard else None)
    kept: bool | None = None
    bar: Bar | None = None
    if measure.current is not None:
        top = 100.0 if unit == "%" else max(abs(measure.current), abs(target or 0)) * 1.08 or 1.0
        goal = None if target is None else round(min(98.6, max(0, target / top * 98.6)), 2)
        bar = Bar(round(min(100, max(0, measure.current / top * 100)), 2), goal)
        if standard is not None and target is not None:
            slack = standard.tolerance or 0
            kept = {
                "lower": measure.current <= target + slack,
                "exact": abs(measure.current - target) <= slack,
            }.get(standard.better or "higher", measure.current >= target - slack)
    return MeasureCell(
        measure.name,
        quantity(measure.current, unit) if measure.current is not None else "",
        quantity(target, standard.unit if standard else None) if target is not None else "",
        bar,
        kept,
        measure.status != "exists",
    )


def _opportunity(case: Case, record: Opportunity) -> OpportunityCell:
    said = case.analysis.opportunity(record.id)
    return OpportunityCell(record.title, said.dots, min(said.dots, MOST_PIPS), said.quadrant.name or "")


def _face(median: float | None) -> Markup | None:
    if median is None:
        return None
    return Markup(face_icon(f"Median {signed(median)}", median, WEB, size=22))


def _feeling(said: TouchpointAnalysis, critical: bool) -> Feeling:
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


def _times(activity: Activity) -> float:
    return 1.0 if activity.times is None else activity.times


def _wasted(case: Case, journey: Journey) -> list[Activity]:
    return [
        activity
        for touchpoint in case.model.touchpoints(journey.id)
        for activity in case.model.children(Activity, touchpoint.id)
        if activity.value_class == "non-value-added"
    ]


def _notes(
    case: Case, journey: Journey, said: JourneyAnalysis, columns: Sequence[MapColumn]
) -> dict[str, str]:
    """The small line under a lane's name."""
    votes = sum(
        vote.dots or 0
        for column in columns
        for one in case.model.children(Opportunity, column.place.id)
        for vote in case.model.children(Vote, one.id)
    )
    ideas = sum(len(c.opportunities) for c in columns)
    stories = sum(len(c.stories) for c in columns)
    wasted, lead = said.plain.non_value_added, said.plain.lead
    return {
        "current": _backed(said),
        "standards": f"{count(said.coverage.standards_exist, 'exists', 'exist')}, "
        f"{said.coverage.standards_needed} needed",
        "measures": count(sum(len(c.measures) for c in columns), "measure"),
        "nva": f"{minutes(wasted)} of {minutes(lead)}" if lead else "",
        "stories": count(stories, "story", "stories"),
        "opportunities": f"{count(ideas, 'idea')} · {count(votes, 'dot')}",
    }


def _backed(said: JourneyAnalysis) -> str:
    total = said.evidence.total
    return f"{percent(said.evidence.measured / total)} measured" if total else ""


def line(case: Case, journey: Journey, *, width: float) -> Markup:
    """The journey's transit line alone, stations evenly apart, without labels."""
    touchpoints = case.model.touchpoints(journey.id)
    if not touchpoints:
        return Markup("")
    step = width / len(touchpoints)
    stations = [
        Station(str(place.number), place.colour - 1, (at + 0.5) * step, place.name)
        for at, place in enumerate(case.place(one.id) for one in touchpoints)
    ]
    title = f"{journey.name}: {len(touchpoints)} stations with branches and returns"
    arcs = _arcs(case, journey, lambda share, label: "")
    return Markup(
        journey_line(title, stations, arcs, width=width, palette=WEB, radius=min(10.0, step * 0.42))
    )


def _line(
    case: Case, journey: Journey, columns: Sequence[MapColumn], zoom: Zoom, hrefs: Sequence[str]
) -> tuple[str, int]:
    """The transit line over the columns, and how many levels of arcs it has."""
    if not columns:
        return "", 0
    inset = zoom.column / 2 if zoom.key == "strip" else 24
    stations = [
        Station(str(c.place.number), c.place.colour - 1, at * zoom.column + inset, c.place.name, hrefs[at])
        for at, c in enumerate(columns)
    ]
    title = f"{journey.name}: stations in order, with branches and returns"
    arcs = _arcs(case, journey, lambda share, label: _arc_label(share, label, zoom))
    width = len(columns) * zoom.column
    levels = line_levels(stations, arcs, width=width, palette=WEB)
    return journey_line(title, stations, arcs, width=width, palette=WEB), min(levels, MOST_LEVELS)


def _arcs(case: Case, journey: Journey, label: Callable[[float | None, str | None], str]) -> list[Arc]:
    order = {one.id: place for place, one in enumerate(case.model.touchpoints(journey.id))}
    return [
        Arc(order[t.source], order[t.target], t.type or "next", label(t.share, t.label))
        for t in case.model.transitions(journey.id)
        if t.source in order and t.target in order
    ]


def _arc_label(share: float | None, label: str | None, zoom: Zoom) -> str:
    if zoom.key == "strip":
        return ""
    return " ".join(part for part in (percent(share) if share is not None else "", label or "") if part)


def _curve(columns: Sequence[MapColumn], feelings: Sequence[Feeling], zoom: Zoom, name: str) -> Markup:
    if not columns:
        return Markup("")
    drawn = emotion_curve(
        f"Emotion along {name}: median, every rating, desired",
        [CurveColumn(place * zoom.column, zoom.column) for place in range(len(columns))],
        feelings,
        palette=WEB,
        height=zoom.curve,
        stages=[c.place.colour - 1 for c in columns],
        values=zoom.column > 60,
        words=CurveWords(),
    )
    return Markup(drawn)
