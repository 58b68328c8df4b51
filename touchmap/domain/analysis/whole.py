"""The whole analysis: every journey, every touchpoint, and what the workshop makes of them."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from touchmap.domain.analysis.journeys import analyse_journey
from touchmap.domain.analysis.people import behaviour, consent, evidence
from touchmap.domain.analysis.perceptions import scores
from touchmap.domain.analysis.remedies import causes, interventions, opportunities, puzzle
from touchmap.domain.analysis.results import Analysis, CauseAnalysis
from touchmap.domain.analysis.standards import coverage
from touchmap.domain.model import Model
from touchmap.domain.records import (
    Behaviour,
    Cause,
    Measure,
    Perception,
    Person,
    Standard,
    Statement,
    Story,
)


def analyse(model: Model, crosshair: Literal["midpoint", "medians"] = "midpoint") -> Analysis:
    """Every figure of a workshop. Pure and repeatable: the same model gives an equal analysis.

    `crosshair` says where the lines of the importance–performance square cross: at the scale's midpoint, or at the
    medians over the journey's touchpoints.
    """
    people = {person.id: person for person in model.all(Person)}
    found = causes(model)
    remedies = interventions(model, found)
    ranked = opportunities(model, people)
    explaining = _by_touchpoint(found)
    analysed = tuple(
        analyse_journey(model, journey, people, explaining, crosshair) for journey in model.journeys
    )
    by_id: dict[str, object] = {journey.id: journey for journey in analysed}
    by_id |= {touchpoint.id: touchpoint for journey in analysed for touchpoint in journey.touchpoints}
    by_id |= {cause.id: cause for cause in found} | {remedy.id: remedy for remedy in remedies}
    by_id |= {opportunity.id: opportunity for opportunity in ranked}
    return Analysis(
        journeys=analysed,
        causes=found,
        interventions=remedies,
        opportunities=ranked,
        puzzle=puzzle(found, remedies),
        coverage=coverage(model.all(Standard), model.all(Measure)),
        behaviours=tuple(behaviour(record) for record in model.all(Behaviour)),
        statement_evidence=evidence(model.all(Statement)),
        cause_evidence=evidence(model.all(Cause)),
        consent=consent(model.all(Story)),
        scores=scores(rating for rating in model.all(Perception) if rating.state != "desired"),
        crosshair=crosshair,
        by_id=by_id,
    )


def _by_touchpoint(found: tuple[CauseAnalysis, ...]) -> dict[str, list[CauseAnalysis]]:
    """The causes that explain a gap at each touchpoint, in tree order."""
    out: dict[str, list[CauseAnalysis]] = defaultdict(list)
    for cause in found:
        for touchpoint in cause.touchpoints:
            out[touchpoint].append(cause)
    return out
