"""The map as plain values: stages, columns with everything that hangs on a touchpoint, and the drawings over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.results import JourneyAnalysis
from touchmap.domain.records import (
    Journey,
    Opportunity,
    Stage,
    Touchpoint,
    Vote,
)
from touchmap.report.charts.emotion import Column as CurveColumn
from touchmap.report.charts.emotion import CurveWords, Feeling, emotion_curve
from touchmap.report.charts.line import Arc, Station, journey_line, line_levels
from touchmap.report.charts.palette import WEB
from touchmap.report.charts.strip import journey_strip
from touchmap.web.cases import Case
from touchmap.web.lanes import Zoom
from touchmap.web.mapcells import MapColumn, curve_feeling, map_column, times, wasted
from touchmap.web.wording import count, minutes, percent

MOST_LEVELS = 20  # of arcs over the line; map.css has a class for each


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
    longest = max((a.minutes or 0) * times(a) for a in wasted(case, journey)) if wasted(case, journey) else 0
    bands: list[Band] = []
    columns: list[MapColumn] = []
    for stage in case.model.stages(journey.id):
        here = tuple(
            map_column(case, touchpoint, place == 0, longest)
            for place, touchpoint in enumerate(case.model.children(Touchpoint, stage.id))
        )
        if here:
            bands.append(_band(case, stage, here))
            columns.extend(here)
    drawn, levels = _line(case, journey, columns, zoom, hrefs)
    feelings = [curve_feeling(case.analysis.touchpoint(c.place.id), bool(c.record.critical)) for c in columns]
    return MapView(
        journey=journey,
        bands=tuple(bands),
        columns=tuple(columns),
        notes=_notes(case, journey, said, columns),
        line=Markup(drawn),
        levels=levels,
        curve=_curve(columns, feelings, zoom, journey.name),
        strip=strip(case, journey),
        ratings=_ratings(said),
    )


def _ratings(said: JourneyAnalysis) -> str:
    most = max((one.current.raters for one in said.touchpoints), default=0)
    return f"up to {count(most, 'rating')}" if most else "no ratings yet"


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
    lead = sum(case.analysis.touchpoint(c.place.id).minutes.lead for c in columns)
    about = case.count(len(columns), "touchpoint") + (f" · {minutes(lead)}" if lead else "")
    return Band(stage.name, case.stage_colours[stage.id], columns, about)


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
        "measures": case.count(sum(len(c.measures) for c in columns), "measure"),
        "activities": case.count(sum(len(c.activities) for c in columns), "activity"),
        "nva": f"{minutes(wasted)} of {minutes(lead)}" if lead else "",
        "stories": case.count(stories, "story"),
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
