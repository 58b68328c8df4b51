"""Perceptions over a whole journey: the two Ps, reason and feeling, importance and performance, and who disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from touchmap.domain.analysis.figures import Quadrant
from touchmap.domain.analysis.results import JourneyAnalysis, TouchpointAnalysis
from touchmap.domain.records import Perception
from touchmap.report.charts.palette import PRINT, Palette
from touchmap.report.charts.squares import (
    BONDS,
    IMPORTANCE,
    TWO_PS,
    Quadrants,
    Spot,
    importance_performance,
    rational_emotional,
    two_ps,
)
from touchmap.report.charts.text import figure
from touchmap.report.content.ratings import FAMILIES, SpreadTable, spread_table
from touchmap.report.content.rendering import drawing
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import NOTHING, capital, sample_size, short

_SIZE = 318.0


@dataclass(frozen=True, slots=True)
class SquarePicture:
    """One square with the touchpoints in it, and the sentence that counts them by quadrant."""

    heading: str
    picture: Markup
    sentence: str
    note: str


@dataclass(frozen=True, slots=True)
class PerceptionsPage:
    """One journey's perceptions: squares, the spread over the whole journey, and where opinion is split."""

    anchor: str
    title: str
    lead: str
    squares: tuple[SquarePicture, ...]
    spread: SpreadTable
    split: tuple[tuple[Reference, str, str, str], ...]
    scores: tuple[tuple[str, str, str, str], ...]

    @property
    def empty(self) -> bool:
        """Whether nobody rated anything in this journey."""
        return self.spread.empty


def perceptions_page(source: Source, journey: JourneyAnalysis) -> PerceptionsPage:
    """One journey's page."""
    several = len(source.journeys) > 1
    return PerceptionsPage(
        f"perceptions-{journey.id}",
        f"Perceptions: {short(journey.name, 60)}" if several else "How it was perceived",
        _lead(source, journey),
        tuple(s for s in _squares(source, journey) if s),
        spread_table(journey.current),
        _split(source, journey),
        _scores(journey),
    )


def _lead(source: Source, journey: JourneyAnalysis) -> str:
    rated = sum(bool(t.current.raters) for t in journey.touchpoints)
    labels = source.labels
    perceptions = (p for t in journey.touchpoints for p in source.model.children(Perception, t.id))
    unnamed = any(p.person is None for p in perceptions if (p.state or "current") == "current")
    count = journey.current.raters
    people = f"{'at least ' if unnamed else ''}{count} {'person' if count == 1 else 'people'}"
    return (
        f"{labels.count(rated, 'touchpoint')} of {len(journey.touchpoints)} rated by {people} in this room. "
        "Every rating counts as it was given: the spread is shown, never a mean alone."
    )


class Draw(Protocol):
    """A chart that puts spots in a square of two scales."""

    def __call__(
        self, title: str, spots: Sequence[Spot], *, palette: Palette, size: float, quadrants: Quadrants
    ) -> str: ...


GALLUP = (
    "Satisfied without a bond behaves like dissatisfied. Gallup found that fully engaged customers bring a "
    "23\u202f% premium over the average customer in share of wallet, profitability, revenue and relationship "
    "growth (Fleming & Asplund 2007, pp. 76–77): quoted, not promised."
)


def _squares(source: Source, journey: JourneyAnalysis) -> list[SquarePicture | None]:
    found = journey.touchpoints
    crosshair = f"The crosshair stands at the {source.analysis.crosshair}."
    ps = "Personal service and performance of standards are rated apart: kind people can hide poor standards."
    weights = [t.importance_performance for t in found]
    kinds: tuple[tuple[str, Draw, Quadrants, list[Quadrant], str], ...] = (
        ("The two Ps", two_ps, TWO_PS, [t.two_ps for t in found], ps),
        ("Reason and feeling", rational_emotional, BONDS, [t.rational_emotional for t in found], GALLUP),
        ("Importance and performance", importance_performance, IMPORTANCE, weights, crosshair),
    )
    return [_square(source, found, *kind) for kind in kinds]


def _square(
    source: Source,
    found: Sequence[TouchpointAnalysis],
    heading: str,
    draw: Draw,
    grounds: Quadrants,
    quadrants: Sequence[Quadrant],
    note: str,
) -> SquarePicture | None:
    placed = [(t, q) for t, q in zip(found, quadrants, strict=True) if q.x is not None and q.y is not None]
    if not placed:
        return None
    spots = [_spot(source, t, q) for t, q in placed]
    counts = Counter(q.name for _, q in placed if q.name)
    said = ", ".join(f"{count} “{name}”" for name, count in counts.most_common())
    picture = draw(f"{heading}: {said}", spots, palette=PRINT, size=_SIZE, quadrants=grounds)
    return SquarePicture(
        heading,
        drawing(picture),
        f"{capital(said)} (medians of the {source.labels.many('touchpoint')}; a cross spans the middle half of the ratings).",
        note,
    )


#: What each square sets against what: across and up.
_AXES = {
    "two-ps": ("performance", "personal"),
    "rational-emotional": ("rational", "bond"),
    "importance-performance": ("performance", "importance"),
}


def _spot(source: Source, touchpoint: TouchpointAnalysis, at: Quadrant) -> Spot:
    """A touchpoint at its medians, with the middle half of its ratings both ways: never the middle alone."""
    x, y = (getattr(touchpoint.current, scale) for scale in _AXES[at.method])
    where = source.reference(touchpoint.id)
    return Spot(
        where.number,
        x.median,
        y.median,
        source.stage_indexes[touchpoint.stage],
        f"#{where.anchor}",
        short(touchpoint.name, 60),
        (x.q1, x.q3, y.q1, y.q3),
    )


def _scores(journey: JourneyAnalysis) -> tuple[tuple[str, str, str, str], ...]:
    """The scores that boards know, each with its rule and n; those without data are left out."""
    scores = journey.scores
    rows = []
    if scores.nps.value is not None:
        error = (
            f" ± {figure(scores.nps_se.value, 0)} standard error" if scores.nps_se.value is not None else ""
        )
        rows.append(
            ("Net promoter score", scores.nps.text + error, "% 9–10 less % 0–6", sample_size(scores.nps.n))
        )
    if scores.csat.value is not None:
        rows.append(("Satisfied (CSAT)", scores.csat.text, "top two of five", sample_size(scores.csat.n)))
    if scores.ces.value is not None:
        both = f"{scores.ces.text}, mean {scores.ces_mean.text}"
        rows.append(("Made it easy (CES)", both, "5 to 7 of seven", sample_size(scores.ces.n)))
    return tuple(rows)


def _split(source: Source, journey: JourneyAnalysis) -> tuple[tuple[Reference, str, str, str], ...]:
    """Where opinion is split: consensus below 0.5 with five or more ratings, deepest split first."""
    found = []
    for touchpoint in journey.touchpoints:
        for _, keys in FAMILIES:
            for key in keys:
                one = getattr(touchpoint.current, key)
                if one.split and one.consensus is not None:
                    groups = ", ".join(f"{short(g.name, 30)} {figure(g.median)}" for g in one.groups[:3])
                    found.append(
                        (
                            one.consensus,
                            source.reference(touchpoint.id),
                            one.scale.label,
                            groups or NOTHING,
                            one.n,
                        )
                    )
    found.sort(key=lambda row: row[0])
    return tuple(
        (ref, name, f"{figure(c, 2)}, {sample_size(n)}", groups) for c, ref, name, groups, n in found[:14]
    )
