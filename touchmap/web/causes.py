"""The page of causes and what will be done: the tree, the interventions with training as one piece, the commitments."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from touchmap.domain.analysis.results import CauseAnalysis, InterventionAnalysis
from touchmap.domain.records import Cause, Commitment, Intervention
from touchmap.web.cases import Case, Mark, Place, evidence
from touchmap.web.handing import slow
from touchmap.web.parts import parts

bp = Blueprint("causes", __name__)


@dataclass(frozen=True, slots=True)
class Branch:
    """A cause with the causes beneath it."""

    record: Cause
    said: CauseAnalysis
    mark: Mark
    places: tuple[Place, ...]
    plans: tuple[Intervention, ...]
    beneath: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """An intervention, the causes it removes, and what was promised."""

    record: Intervention
    said: InterventionAnalysis
    causes: tuple[Cause, ...]
    places: tuple[Place, ...]
    commitments: tuple[Commitment, ...]


@bp.get("/workshops/<workshop>/causes")
@slow
def page(workshop: str) -> str:
    """Causes before interventions, and commitments at the end."""
    case = parts().shelf.case(workshop)
    plans = [_plan(case, one) for one in case.model.all(Intervention)]
    planned = {c.id for plan in plans for c in plan.commitments}
    return render_template(
        "pages/causes.html",
        case=case,
        tree=[_branch(case, one) for one in case.model.children(Cause, None)],
        training=[plan for plan in plans if plan.said.training],
        others=[plan for plan in plans if not plan.said.training],
        loose=[c for c in case.model.all(Commitment) if c.id not in planned],
        commitments=[(c, case.model.find(Intervention, c.intervention)) for c in case.model.all(Commitment)],
        puzzle=case.analysis.puzzle,
    )


def _branch(case: Case, record: Cause) -> Branch:
    said = case.analysis.cause(record.id)
    plans = tuple(p for id in said.interventions if (p := case.model.find(Intervention, id)) is not None)
    return Branch(
        record,
        said,
        evidence(record.evidence),
        case.places(record.touchpoints),
        plans,
        tuple(_branch(case, one) for one in case.model.children(Cause, record.id)),
    )


def _plan(case: Case, record: Intervention) -> Plan:
    return Plan(
        record,
        case.analysis.intervention(record.id),
        tuple(c for id in record.causes if (c := case.model.find(Cause, id)) is not None),
        case.places(record.touchpoints),
        tuple(c for c in case.model.all(Commitment) if c.intervention == record.id),
    )
