"""The journey as a graph on landscape pages: whose journey, the drawing in rows, where it ends and how it goes wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.results import EndingAnalysis, Failure, JourneyAnalysis, Path
from touchmap.domain.records import Journey, Outcome, Persona, Touchpoint, Transition
from touchmap.report.charts import svg
from touchmap.report.content.rendering import drawing
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import listed, minutes, percent, said, short

#: Rows of the graph that one landscape page holds, by their height in pixels.
PAGE_PX = 585.0
#: Width of the rows, on a landscape A4 page with its margins.
LANDSCAPE_PX = 1030.0
_LARGEST = 1.25


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the drawn graph; `width` and `height` as they stand in the SVG, in CSS pixels."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class GraphPage:
    """One landscape page of rows."""

    anchor: str
    title: str
    lead: str
    rows: tuple[Markup, ...]
    legend: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """One way to end: how many end so, in how long, and which touchpoints drive customers there."""

    name: str
    result: str
    share: str
    minutes: str
    unavoidable: tuple[Reference, ...]
    drivers: tuple[tuple[Reference, str], ...]


@dataclass(frozen=True, slots=True)
class FlowPage:
    """How customers move: endings, likely ways, loops, failures; `limits` says what the figures rest on."""

    anchor: str
    title: str
    lead: str
    endings: tuple[Ending, ...]
    paths: tuple[tuple[tuple[Reference, ...], str, str, str, str], ...]
    unavoidable: tuple[Reference, ...]
    failures: tuple[tuple[Reference, str, str, str], ...]
    loops: tuple[tuple[tuple[Reference, ...], str, str], ...]
    limits: str


def fill_width(rows: Sequence[Row], legend: Sequence[Row]) -> list[Row]:
    """The rows enlarged by one factor, at most `_LARGEST`, where that needs no further page; the legend stays as it is."""
    widest = max((row.width for row in rows), default=LANDSCAPE_PX)
    factor = min(_LARGEST, LANDSCAPE_PX / widest)
    fewest = len(paged([*rows, *legend]))
    while factor > 1 and len(paged([*(_enlarged(row, factor) for row in rows), *legend])) > fewest:
        factor -= 0.05
    return [*(_enlarged(row, factor) if factor > 1 else row for row in rows), *legend]


def _enlarged(row: Row, factor: float) -> Row:
    width, height = row.width * factor, row.height * factor
    old = f'width="{svg.number(row.width)}" height="{svg.number(row.height)}"'
    return Row(
        row.svg.replace(old, f'width="{svg.number(width)}" height="{svg.number(height)}"', 1), width, height
    )


def paged(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows page by page; a row that is higher than a page has one to itself."""
    pages: list[list[Row]] = [[]]
    room = PAGE_PX
    for row in rows:
        if pages[-1] and room < row.height:
            pages.append([])
            room = PAGE_PX + 28
        pages[-1].append(row)
        room -= row.height + 12
    return pages


def graph_pages(source: Source, journey: Journey, rows: Sequence[Row]) -> tuple[GraphPage, ...]:
    """The drawn rows over as many pages as they need, the legend on the last."""
    pages = paged(rows)
    several = len(source.journeys) > 1
    title = (
        f"{short(journey.name, 70)} as a graph"
        if several
        else f"The {source.labels.one('journey')} as a graph"
    )
    return tuple(
        GraphPage(
            f"graph-{journey.id}" if place == 0 else f"graph-{journey.id}-{place + 1}",
            title,
            _whose(source, journey) if place == 0 else "",
            tuple(drawing(row.svg) for row in found),
            place == len(pages) - 1,
        )
        for place, found in enumerate(pages)
    )


def _whose(source: Source, journey: Journey) -> str:
    persona = source.model.get(journey.persona) if journey.persona else None
    if isinstance(persona, Persona):
        goal = f" wants: {short(persona.goal, 130)}" if persona.goal else "’s journey"
        return f"{short(persona.name, 60)}{goal}"
    return said(journey.description, 180)


def flow_page(source: Source, journey: Journey) -> FlowPage:
    """How customers move through a journey, as the analysis has it."""
    found = source.analysis.journey(journey.id)
    several = len(source.journeys) > 1
    return FlowPage(
        f"flow-{journey.id}",
        f"Where it leads: {short(journey.name, 60)}"
        if several
        else f"Where the {source.labels.one('journey')} leads",
        _lead(source, found),
        tuple(_ending(source, e) for e in found.endings),
        tuple(_likely(source, path) for path in found.paths[:4]),
        source.references(found.unavoidable),
        tuple(_failing(source, failure) for failure in found.failures[:12]),
        tuple(
            (source.references(x.touchpoints), x.extra_visits.text, x.extra_minutes.text)
            for x in found.loops[:6]
        ),
        _limits(found),
    )


def _lead(source: Source, journey: JourneyAnalysis) -> str:
    labels = source.labels
    known = [(name, figure.value) for name, figure in journey.results if figure.value]
    if not known:
        return f"The {labels.one('journey')} has no outcomes, so nobody can say yet how it ends."
    parts = [f"{percent(value)} {'become' if name == 'loyal' else 'are'} {name}" for name, value in known]
    return f"Of all {labels.many('customer')}, {listed(parts)}."


def _ending(source: Source, ending: EndingAnalysis) -> Ending:
    drivers = [d for d in ending.drivers if d.without is not None and abs(d.change) >= 0.02][:2]
    return Ending(
        short(ending.name, 80),
        ending.result or "",
        percent(ending.probability.value),
        minutes(ending.minutes.value),
        source.references(ending.unavoidable),
        tuple(
            (source.reference(d.touchpoint), f"{percent(d.without)} → {percent(d.with_it)}") for d in drivers
        ),
    )


def _likely(source: Source, path: Path) -> tuple[tuple[Reference, ...], str, str, str, str]:
    """A way with a station passed twice named twice, where it ends, its share, its time and its efficiency."""
    stations = tuple(source.reference(id) for id in path.touchpoints)
    time = minutes(path.minutes.lead if path.minutes.known else None)
    return stations, _ended(source, path.ending), percent(path.share), time, path.pce.text


def _failing(source: Source, failure: Failure) -> tuple[Reference, str, str, str]:
    recoveries = "; ".join(_recovery(source, id) for id in failure.recoveries[:2])
    where = _end_name(source, failure.target)
    return source.reference(failure.source), where, percent(failure.share), recoveries or "no recovery"


def _ended(source: Source, ending: str | None) -> str:
    return _end_name(source, ending) if ending else "stops without an outcome"


def _end_name(source: Source, id: str) -> str:
    record = source.model.get(id)
    if isinstance(record, Touchpoint):
        return f"{source.reference(id).number} {short(record.name, 60)}"
    return short(record.name, 60) if isinstance(record, Outcome) else id


def _recovery(source: Source, id: str) -> str:
    record = source.model.get(id)
    if not isinstance(record, Transition):
        return "a recovery"
    who = f" by {short(listed(record.offered_by[:2], 'or'), 60)}" if record.offered_by else ""
    return (short(record.label, 70) or f"to {_end_name(source, record.target)}") + who


def _limits(journey: JourneyAnalysis) -> str:
    if journey.straight_line:
        return "No transitions were recorded: every customer is assumed to go from touchpoint to touchpoint in order."
    if journey.assumed_shares:
        return f"{journey.assumed_shares} of {journey.ways} shares were not stated and are assumed: what is left is split evenly."
    return f"All {journey.ways} shares were stated in the workshop."
