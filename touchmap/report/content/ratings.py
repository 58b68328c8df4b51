"""Perceptions as they were given: per scale and group a spread with median, n and consensus, never a mean alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.figures import Distribution, Quadrant, Scale
from touchmap.domain.analysis.perceptions import counts_of
from touchmap.domain.analysis.results import Ratings
from touchmap.report.charts.text import figure
from touchmap.report.content.marks import histogram
from touchmap.report.content.wording import NOTHING, feeling, sample_size, score, short

#: Scales in the order and under the headings in which the report shows them; two Ps apart, reason and feeling apart.
FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Emotion", ("emotion",)),
    ("The two Ps", ("personal", "performance")),
    ("Reason and feeling", ("rational", "bond")),
    ("Weight and effort", ("importance", "ease", "recommend")),
)
#: So many groups find room beside each other; the figures of all raters always come first.
MOST_GROUPS = 3


@dataclass(frozen=True, slots=True)
class Spread:
    """One cell: the drawing and the figures beside it. Empty `picture` when the group gave no rating here."""

    picture: Markup | str
    median: str
    n: str
    consensus: str
    split: bool


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One scale: its name, its ends in words, all raters, then a cell per group, or None, which `without` explains."""

    name: str
    ends: str
    everyone: Spread
    groups: tuple[Spread | None, ...]
    without: str


@dataclass(frozen=True, slots=True)
class SpreadTable:
    """Ratings of one touchpoint or journey. `families` pairs a heading with its rows; `notes` are stated limits."""

    groups: tuple[str, ...]
    families: tuple[tuple[str, tuple[SpreadRow, ...]], ...]
    notes: tuple[str, ...]
    raters: int

    @property
    def empty(self) -> bool:
        """Whether nobody rated anything."""
        return not self.families


def spread_table(ratings: Ratings) -> SpreadTable:
    """The table of everything that people rated here in one state."""
    used = [d for _, names in FAMILIES for d in (getattr(ratings, name) for name in names) if d.n]
    names: list[str] = []
    for distribution in used:
        names += [g.name for g in distribution.groups if g.name not in names]
    shown = tuple(names[:MOST_GROUPS])
    families = []
    for heading, keys in FAMILIES:
        rows = tuple(_row(getattr(ratings, key), shown) for key in keys if getattr(ratings, key).n)
        if rows:
            families.append((heading, rows))
    notes = list(dict.fromkeys(d.privacy for d in used if d.privacy))
    if len(names) > MOST_GROUPS:
        notes.append(f"{len(names) - MOST_GROUPS} more groups in the map.")
    return SpreadTable(tuple(short(n, 40) for n in shown), tuple(families), tuple(notes), ratings.raters)


def _row(distribution: Distribution, groups: Sequence[str]) -> SpreadRow:
    scale = distribution.scale
    found = {group.name: group for group in distribution.groups}
    everyone = _counts(scale, distribution.values)
    cells: list[Spread | None] = []
    whole = _spread(
        scale,
        f"{scale.label}, everybody",
        everyone,
        distribution.median,
        distribution.consensus,
        distribution.split,
    )
    for name in groups:
        group = found.get(name)
        if group is None:
            cells.append(whole if name == distribution.only_group else None)
            continue
        split = group.consensus is not None and group.consensus < 0.5 and group.n >= 5
        cells.append(
            _spread(
                scale,
                f"{scale.label}, {name}",
                _counts(scale, group.values),
                group.median,
                group.consensus,
                split,
            )
        )
    return SpreadRow(
        scale.label,
        f"{shown_point(scale, scale.low)} {scale.low_word}, {shown_point(scale, scale.high)} {scale.high_word}",
        whole,
        tuple(cells),
        "no ratings" if distribution.only_group else "not shown alone",
    )


def _spread(
    scale: Scale,
    title: str,
    counts: tuple[int, ...],
    median: float | None,
    consensus: float | None,
    split: bool,
) -> Spread:
    said = ", ".join(
        f"{shown_point(scale, scale.low + place)}: {count}" for place, count in enumerate(counts)
    )
    step = None if median is None else median - scale.low
    return Spread(
        histogram(f"{title}. How many gave each rating: {said}.", counts, step, max(counts)),
        shown_point(scale, median),
        sample_size(sum(counts)),
        NOTHING if consensus is None else figure(consensus, 2),
        split,
    )


def _counts(scale: Scale, values: Sequence[float]) -> tuple[int, ...]:
    return tuple(count for _, count in counts_of(scale, values))


def shown_point(scale: Scale, value: float | None) -> str:
    """A value on a scale as it is written: a feeling with its sign."""
    return feeling(value) if scale.key == "emotion" else score(value)


def quadrant_sentence(quadrant: Quadrant, up: str, across: str) -> str:
    """`People carry it: personal service 4.5, performance 2.` with n; empty without ratings on both axes."""
    if quadrant.name is None:
        return ""
    edge = ", on the line between two" if quadrant.on_line else ""
    name = quadrant.name[:1].upper() + quadrant.name[1:]
    people = f", {sample_size(quadrant.n)}" if quadrant.n else ""
    return f"{name}{edge}: {up} {score(quadrant.y)}, {across} {score(quadrant.x)} (medians{people})."
