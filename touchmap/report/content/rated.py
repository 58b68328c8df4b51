"""How each step was rated: every rating a dot, by touchpoint and by group, and what was rated again beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.figures import SCALES, Distribution, GroupRatings, Scale
from touchmap.domain.analysis.perceptions import counts_of
from touchmap.domain.analysis.session import RatedPlace, Repeat, StepResult
from touchmap.report.charts.text import figure
from touchmap.report.content.marks import dot_spread, histogram
from touchmap.report.content.ratings import MOST_GROUPS, shown_point
from touchmap.report.content.session import promise
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import NOTHING, counted, people_counted, sample_size, short

_MOST_SIDES = 4
_BRIEF = {"personal": "Personal", "rational": "Rational", "bond": "Bond", "recommend": "Recommend"}
_MOST_WHOLE = 2  # scales that are told by group; of more, the first


@dataclass(frozen=True, slots=True)
class Dots:
    """One distribution: its drawing, and the median, n, middle half and agreement that stand beside it."""

    picture: Markup
    median: str
    n: str
    half: str
    agreement: str
    groups: str = ""


@dataclass(frozen=True, slots=True)
class DotRow:
    """One touchpoint: everybody first, then what the columns say; None where a group is not shown or nobody rated."""

    reference: Reference
    cells: tuple[Dots | None, ...]
    change: str = ""


@dataclass(frozen=True, slots=True)
class DotTable:
    """Rows of touchpoints under a heading; `columns` name the cells, `ends` the scale's ends in words.

    In a `grid` the columns are scales and a cell has no more than its drawing, median and n.
    """

    heading: str
    ends: str
    columns: tuple[str, ...]
    rows: tuple[DotRow, ...]
    note: str
    missing: str
    grid: bool = False


@dataclass(frozen=True, slots=True)
class RatedBlock:
    """One step's ratings: a table by group for each scale and state that was rated in it."""

    anchor: str
    number: int
    title: str
    prompt: str
    summary: str
    tables: tuple[DotTable, ...]


@dataclass(frozen=True, slots=True)
class RatedPage:
    """All steps in which something was rated, and what was rated in more than one of them."""

    blocks: tuple[RatedBlock, ...]
    again: tuple[DotTable, ...]


def rated_page(source: Source) -> RatedPage:
    """Every step with ratings; side by side what was rated in several."""
    session = source.session
    return RatedPage(
        tuple(_block(source, step) for step in session.steps if step.rated),
        tuple(_again(source, session.repeats)),
    )


def _block(source: Source, result: StepResult) -> RatedBlock:
    ask = result.ask
    ratings = sum(place.ratings.raters for place in result.rated)
    least = "" if result.givers.exact else "at least "
    return RatedBlock(
        f"rated-{result.step.id}",
        result.number,
        short(result.step.title, 110),
        short(ask.prompt, 200),
        f"{counted(ratings, 'rating')} by {least}{people_counted(result.givers.people or 0)}. {promise(ask)}",
        tuple(_tables(source, result)),
    )


def _tables(source: Source, result: StepResult) -> Iterable[DotTable]:
    for state in ("current", "desired"):
        places = [place for place in result.rated if place.state == state]
        keys = [key for key in result.scales if any(_of(place, key).n for place in places)]
        whole = keys if len(keys) <= _MOST_WHOLE else keys[:1]
        for key in whole:
            rated = [(place, one) for place in places if (one := _of(place, key)).n]
            yield _table(source, SCALES[key], state, rated)
        if keys != whole:
            yield _grid(source, places, keys[1:])


def _grid(source: Source, places: Sequence[RatedPlace], keys: Sequence[str]) -> DotTable:
    """The scales that follow the first in one table; by group they stand on the touchpoints' own pages."""
    rows = tuple(
        DotRow(
            source.reference(place.touchpoint),
            tuple(_small(SCALES[key], one) if (one := _of(place, key)).n else None for key in keys),
        )
        for place in places
    )
    note = f"By group, these stand on the page of each {source.labels.one('touchpoint')}."
    columns = tuple(_BRIEF.get(key, SCALES[key].label) for key in keys)
    return DotTable("What else was rated", "", columns, rows, note, NOTHING, grid=True)


def _small(scale: Scale, one: Distribution) -> Dots:
    counts = _counts(scale, one.values)
    said = ", ".join(f"{shown_point(scale, scale.low + at)}: {count}" for at, count in enumerate(counts))
    middle = None if one.median is None else one.median - scale.low
    title = f"{scale.label}, everybody. How many gave each rating: {said}."
    picture = histogram(title, counts, middle, max(counts), height=13)
    return Dots(picture, shown_point(scale, one.median), sample_size(one.n), "", "")


def _of(place: RatedPlace, key: str) -> Distribution:
    found: Distribution = getattr(place.ratings, key)
    return found


def _table(
    source: Source, scale: Scale, state: str, rated: Sequence[tuple[RatedPlace, Distribution]]
) -> DotTable:
    names: list[str] = []
    for _, one in rated:
        names += [group.name for group in one.groups if group.name not in names]
        if one.only_group and one.only_group not in names:
            names.append(one.only_group)
    shown = names[:MOST_GROUPS] if len(names) > 1 else []
    most = max(max(_counts(scale, one.values)) for _, one in rated)
    rows = []
    for place, one in rated:
        found = {group.name: group for group in one.groups}
        cells: list[Dots | None] = [_everybody(scale, one, most)]
        for name in shown:
            group = found.get(name)
            alone = cells[0] if name == one.only_group else None
            cells.append(_group(scale, group, most) if group else alone)
        rows.append(DotRow(source.reference(place.touchpoint), tuple(cells)))
    notes = list(dict.fromkeys(one.privacy for _, one in rated if one.privacy))
    if len(names) > MOST_GROUPS:
        notes.append(f"{counted(len(names) - MOST_GROUPS, 'more group')} in the map.")
    heading = f"{scale.label}, as it should be" if state == "desired" else scale.label
    return DotTable(
        heading,
        _ends(scale),
        ("Everybody", *(short(n, 40) for n in shown)),
        tuple(rows),
        " ".join(notes),
        "not shown alone",
    )


def _ends(scale: Scale) -> str:
    return f"from {shown_point(scale, scale.low)} {scale.low_word} to {shown_point(scale, scale.high)} {scale.high_word}"


def _everybody(scale: Scale, one: Distribution, most: int, *, groups: bool = False) -> Dots:
    said = ""
    if groups:
        said = ", ".join(
            f"{short(g.name, 24)} {shown_point(scale, g.median)} ({sample_size(g.n)})"
            for g in one.groups[:MOST_GROUPS]
        )
    return _dots(scale, "everybody", one.values, one.median, one.q1, one.q3, one.consensus, most, said)


def _group(scale: Scale, group: GroupRatings, most: int) -> Dots:
    return _dots(scale, group.name, group.values, group.median, group.q1, group.q3, group.consensus, most)


def _dots(
    scale: Scale,
    name: str,
    values: Sequence[float],
    median: float | None,
    q1: float | None,
    q3: float | None,
    agreement: float | None,
    most: int,
    groups: str = "",
) -> Dots:
    counts = _counts(scale, values)
    said = ", ".join(f"{shown_point(scale, scale.low + at)}: {count}" for at, count in enumerate(counts))
    half = None if q1 is None or q3 is None else (q1 - scale.low, q3 - scale.low)
    return Dots(
        dot_spread(
            f"{scale.label}, {name}. How many gave each rating: {said}.",
            counts,
            None if median is None else median - scale.low,
            half,
            most,
        ),
        shown_point(scale, median),
        sample_size(len(values)),
        f"{shown_point(scale, q1)} … {shown_point(scale, q3)}",
        NOTHING if agreement is None else figure(agreement, 2),
        groups,
    )


def _counts(scale: Scale, values: Sequence[float]) -> tuple[int, ...]:
    return tuple(count for _, count in counts_of(scale, values))


def _again(source: Source, repeats: Iterable[Repeat]) -> Iterable[DotTable]:
    """What was rated in several steps, a column for each; the last ones when there are too many for the page."""
    tables: dict[tuple[str, str], list[Repeat]] = defaultdict(list)
    for repeat in repeats:
        tables[repeat.state, repeat.scale].append(repeat)
    order = {touchpoint.id: place for place, touchpoint in enumerate(source.touchpoints)}
    for (state, key), found in tables.items():
        scale = SCALES[key]
        every = {step.number: step for repeat in found for step, _ in repeat.steps}
        steps = [every[number] for number in sorted(every)][-_MOST_SIDES:]
        most = max(max(_counts(scale, one.values)) for repeat in found for _, one in repeat.steps)
        found.sort(key=lambda repeat: order[repeat.touchpoint])
        rows = tuple(_sides(source, scale, repeat, steps, most) for repeat in found)
        notes = dict.fromkeys(one.privacy for repeat in found for _, one in repeat.steps if one.privacy)
        heading = f"{scale.label}, as it should be" if state == "desired" else scale.label
        columns = tuple(f"{step.number} {short(step.step.title, 50)}" for step in steps)
        yield DotTable(heading, _ends(scale), columns, rows, " ".join(notes), "not rated")


def _sides(source: Source, scale: Scale, repeat: Repeat, steps: Sequence[StepResult], most: int) -> DotRow:
    found = {step.number: one for step, one in repeat.steps}
    cells = tuple(
        _everybody(scale, found[step.number], most, groups=True) if step.number in found else None
        for step in steps
    )
    first, last = repeat.steps[0][1].median, repeat.steps[-1][1].median
    change = "" if first is None or last is None else _signed(last - first)
    return DotRow(source.reference(repeat.touchpoint), cells, change)


def _signed(change: float) -> str:
    return f"+{figure(change)}" if change > 0 else figure(change)
