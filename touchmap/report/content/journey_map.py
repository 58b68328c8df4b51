"""The map on landscape pages: columns split by stage, lane labels repeated, the emotion curve running through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from touchmap.domain.lanes import arranged, own_name
from touchmap.domain.records import (
    Activity,
    Cause,
    Journey,
    Opportunity,
    Stage,
    Standard,
    Statement,
    Touchpoint,
)
from touchmap.report.charts.emotion import Column, Feeling, emotion_curve
from touchmap.report.charts.palette import PRINT
from touchmap.report.charts.text import wrap
from touchmap.report.content.colours import StageLook
from touchmap.report.content.rendering import drawing
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.standards import target_of
from touchmap.report.content.wording import NOTHING, minutes, sample_size, score, short

MOST_COLUMNS = 7
EMOTION = "emotion"  # the lane that is a curve
#: Width of a full page's table and of its lane labels, in millimetres; pixels are 96 to the inch.
_TABLE_MM, _LANE_MM = 273.0, 23.0
_PX = 96 / 25.4
#: Size of the map's text, in pixels: 8 pt.
_SIZE_PX = 8 * 96 / 72


@dataclass(frozen=True, slots=True)
class StageBand:
    """One stage over the columns that it has on this page; `again` when it began on an earlier one."""

    name: str
    columns: int
    look: StageLook
    again: bool


@dataclass(frozen=True, slots=True)
class MapColumn:
    """One touchpoint's head on the map."""

    reference: Reference
    name: str
    look: StageLook
    flags: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: its label and a text per column."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapPage:
    """One landscape page of the map. Widths are in millimetres."""

    anchor: str
    title: str
    part: str
    lane_width: float
    column_width: float
    stages: tuple[StageBand, ...]
    columns: tuple[MapColumn, ...]
    above: tuple[Lane, ...]
    curve: Markup | str
    curve_name: str
    below: tuple[Lane, ...]


def map_pages(source: Source, journey: Journey) -> tuple[MapPage, ...]:
    """The journey's map, page by page."""
    touchpoints = source.model.touchpoints(journey.id)
    feelings = tuple(_feeling(source, t) for t in touchpoints)
    stages = tuple(source.stage_indexes[t.stage] for t in touchpoints)
    pages = []
    first = 0
    for count in page_sizes([len(list(group)) for _, group in groupby(t.stage for t in touchpoints)]):
        pages.append(_page(source, journey, touchpoints, feelings, stages, first, count))
        first += count
    return tuple(pages)


def page_sizes(stages: Sequence[int], most: int = MOST_COLUMNS) -> tuple[int, ...]:
    """How many columns each page takes, at most `most`, given the stages' sizes.

    Pages break between stages where that leaves no page under half full; else a stage is split. The pages are as few as
    they can be, and the columns are spread over them as evenly as that allows.
    """
    total = sum(stages)
    if total == 0:
        return ()
    ends, at = set(), 0
    for size in stages:
        at += size
        ends.add(at)
    count = -(-total // most)
    sizes, start = [], 0
    for left in range(count, 0, -1):
        fewest, room = max(1, total - start - (left - 1) * most), min(most, total - start - (left - 1))
        even = min(max(-(-(total - start) // left), fewest), room)
        breaks = [end - start for end in ends if fewest <= end - start <= room and end - start >= most // 2]
        size = min(breaks, key=lambda b: (abs(b - even), b)) if breaks and left > 1 else even
        sizes.append(size if left > 1 else total - start)
        start += sizes[-1]
    return tuple(sizes)


def _page(
    source: Source,
    journey: Journey,
    touchpoints: Sequence[Touchpoint],
    feelings: Sequence[Feeling],
    stages: Sequence[int],
    first: int,
    count: int,
) -> MapPage:
    shown = touchpoints[first : first + count]
    # Few columns are not stretched over the whole page: beyond five they fill it, below they stay readable columns.
    width = (_TABLE_MM - _LANE_MM) / max(count, 5)
    bands = tuple(
        _band(source, stage, list(group), touchpoints, first)
        for stage, group in groupby(shown, key=lambda t: t.stage)
    )
    part = "" if len(touchpoints) <= count else f"{first + 1}–{first + count} of {len(touchpoints)}"
    several = len(source.journeys) > 1
    above, curved, below = _lanes(source, shown)
    return MapPage(
        f"map-{journey.id}" if first == 0 else f"map-{journey.id}-{first + 1}",
        f"The map: {short(journey.name, 70)}" if several else f"The {source.labels.one('journey')} map",
        part,
        _LANE_MM,
        width,
        bands,
        tuple(_column(source, t, width) for t in shown),
        _filled(above, width),
        _curve(feelings, stages, first, count, width) if curved else "",
        own_name(source.lanes.get(EMOTION)) or "Emotion",
        _filled(below, width),
    )


def _band(
    source: Source, stage: str, group: list[Touchpoint], whole: Sequence[Touchpoint], first: int
) -> StageBand:
    record = source.model.get(stage)
    again = first > 0 and whole[first - 1].stage == stage and group[0].id == whole[first].id
    return StageBand(
        short(record.name, 60) if isinstance(record, Stage) else "", len(group), source.look(stage), again
    )


def _column(source: Source, touchpoint: Touchpoint, width: float) -> MapColumn:
    name = fitted(touchpoint.name, width * _PX - 14, 3, size=_SIZE_PX * 1.36)
    flags = "did not happen" if touchpoint.missing else ""
    return MapColumn(source.reference(touchpoint.id), name, source.look(touchpoint.stage), flags)


def _feeling(source: Source, touchpoint: Touchpoint) -> Feeling:
    found = source.analysis.touchpoint(touchpoint.id)
    return Feeling(
        found.current.emotion.median,
        found.desired.emotion.median,
        found.current.emotion.values[:60],
        bool(touchpoint.critical),
    )


def _curve(
    feelings: Sequence[Feeling], stages: Sequence[int], first: int, count: int, width: float
) -> Markup | str:
    if all(feeling.median is None for feeling in feelings):
        return ""
    columns = [Column(place * width * _PX, width * _PX) for place in range(count)]
    numbers = f"touchpoints {first + 1} to {first + count}"
    medians = ", ".join(score(f.median) for f in feelings[first : first + count])
    title = f"Emotion curve, {numbers}; medians from −2 to +2: {medians}"
    return drawing(
        emotion_curve(title, columns, feelings, palette=PRINT, height=116, first=first, stages=stages)
    )


#: A lane before it is cut to its column: its name, the most lines of a cell, a text per column.
_Draft = tuple[str, int, list[str]]


def _lanes(source: Source, touchpoints: Sequence[Touchpoint]) -> tuple[list[_Draft], bool, list[_Draft]]:
    """The lanes over the curve, whether there is a curve, and the lanes under it: in the workshop's order, by its names."""
    drafts = _drafts(source, touchpoints)
    own = source.lanes
    order = [key for key in arranged([*drafts], own) if key not in own or own[key].shown is not False]
    at = order.index(EMOTION) if EMOTION in order else len(order)
    lanes = [
        (short(own_name(own.get(key)) or drafts[key][0], 40), *drafts[key][1:])
        for key in order
        if key != EMOTION
    ]
    return lanes[:at], EMOTION in order, lanes[at:]


def _drafts(source: Source, touchpoints: Sequence[Touchpoint]) -> dict[str, _Draft]:
    """Every lane that the report knows, in its usual order; the keys are those of the map's lanes where it has them."""
    labels = source.labels
    wants = [t.customer_goal or t.customer_action or "" for t in touchpoints]
    channels = [" · ".join((*t.channels[:2], *((t.owner,) if t.owner else ()))) for t in touchpoints]
    return {
        "goal": (f"{labels.One('customer')} wants", 3, wants),
        "current": ("Current", 5, [_stated(source, t, "current") for t in touchpoints]),
        EMOTION: ("", 0, []),
        "desired": ("Desired", 5, [_stated(source, t, "desired") for t in touchpoints]),
        "two Ps": ("Personal, performance", 2, [_two_ps(source, t) for t in touchpoints]),
        "standards": (labels.Many("standard"), 3, [_standard(source, t) for t in touchpoints]),
        "nva": ("Non-value-added", 2, [_waste(source, t) for t in touchpoints]),
        "causes": ("Root " + labels.one("cause"), 3, [_cause(source, t) for t in touchpoints]),
        "opportunities": (labels.One("opportunity"), 2, [_opportunity(source, t) for t in touchpoints]),
        "channel": ("Channel, owner", 2, channels),
    }


def _filled(lanes: Sequence[_Draft], width: float) -> tuple[Lane, ...]:
    """Lanes that say something anywhere, each cell cut to so many lines of the column's width; empty ones get a dash."""
    return tuple(
        Lane(name, tuple(fitted(cell, width * _PX - 14, most) or NOTHING for cell in cells))
        for name, most, cells in lanes
        if any(cells)
    )


def fitted(text: str, width: float, lines: int, size: float = _SIZE_PX) -> str:
    """The text cut to so many lines of `width` pixels at the map's size, so that a page of the map is never too high."""
    bounded = short(text, 240)
    whole = wrap(bounded, width, size, lines + 1)
    if len(whole) <= lines:
        return bounded
    return short(text, max(len(" ".join(whole[:lines])) - 3, 8))


def _stated(source: Source, touchpoint: Touchpoint, state: str) -> str:
    statements = [s for s in source.model.children(Statement, touchpoint.id) if s.state == state]
    if not statements:
        return ""
    more = f" (+{len(statements) - 1})" if len(statements) > 1 else ""
    return statements[0].text[:400] + more


def _two_ps(source: Source, touchpoint: Touchpoint) -> str:
    ratings = source.analysis.touchpoint(touchpoint.id).current
    if not ratings.personal.n and not ratings.performance.n:
        return ""
    n = max(ratings.personal.n, ratings.performance.n)
    return f"{score(ratings.personal.median)} and {score(ratings.performance.median)}, {sample_size(n)}"


def _standard(source: Source, touchpoint: Touchpoint) -> str:
    standards = [s for s in source.model.children(Standard, touchpoint.id) if s.status != "not needed"]
    if not standards:
        return ""
    first = standards[0]
    said = short(first.attribute, 46) + (f" {target_of(first)}" if first.target is not None else "")
    missing = "" if first.status == "exists" else "; needed"
    return said + missing + (f" (+{len(standards) - 1})" if len(standards) > 1 else "")


def _waste(source: Source, touchpoint: Touchpoint) -> str:
    wasted = [a for a in source.model.children(Activity, touchpoint.id) if a.value_class == "non-value-added"]
    if not wasted:
        return ""
    total = source.analysis.touchpoint(touchpoint.id).minutes.non_value_added
    largest = max(wasted, key=lambda a: (a.minutes or 0) * (1 if a.times is None else a.times))
    return f"{minutes(total)}: {short(largest.name, 44)}" if total else short(largest.name, 54)


def _cause(source: Source, touchpoint: Touchpoint) -> str:
    ids = source.analysis.touchpoint(touchpoint.id).root_causes
    cause = source.model.get(ids[0]) if ids else None
    if not isinstance(cause, Cause):
        return ""
    return short(cause.text, 62) + (f" (+{len(ids) - 1})" if len(ids) > 1 else "")


def _opportunity(source: Source, touchpoint: Touchpoint) -> str:
    ids = source.analysis.touchpoint(touchpoint.id).opportunities
    if not ids:
        return ""
    best = max(ids, key=lambda id: source.analysis.opportunity(id).dots)
    record, dots = source.model.get(best), source.analysis.opportunity(best).dots
    if not isinstance(record, Opportunity):
        return ""
    votes = f" ({dots} votes)" if dots else ""
    return short(record.title, 56) + votes + (f" (+{len(ids) - 1})" if len(ids) > 1 else "")
