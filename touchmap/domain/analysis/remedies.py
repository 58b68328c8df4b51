"""Causes, interventions and votes: what is behind the gaps, what is to be done, and in which order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from touchmap.domain.analysis.figures import SCALES, Figure
from touchmap.domain.analysis.perceptions import Rating, distribution, people_of, quadrant
from touchmap.domain.analysis.results import (
    CauseAnalysis,
    InterventionAnalysis,
    OpportunityAnalysis,
    Puzzle,
)
from touchmap.domain.diagnosis import TRAINING, diagnose
from touchmap.domain.model import Model
from touchmap.domain.records import (
    CAUSE_KINDS,
    INTERVENTION_KINDS,
    Cause,
    Commitment,
    Intervention,
    Opportunity,
    Person,
    Vote,
)


def causes(model: Model) -> tuple[CauseAnalysis, ...]:
    """Every cause in tree order: each symptom, then what lies beneath it."""
    treating: dict[str, list[str]] = defaultdict(list)
    for intervention in model.all(Intervention):
        for id in intervention.causes:
            treating[id].append(intervention.id)
    out: list[CauseAnalysis] = []
    waiting: list[tuple[Cause, int, tuple[str, ...]]] = [
        (cause, 0, ()) for cause in reversed(_children(model, None))
    ]
    while waiting:
        cause, depth, above = waiting.pop()
        beneath = _children(model, cause.id)
        touchpoints = cause.touchpoints or above
        out.append(
            CauseAnalysis(
                id=cause.id,
                depth=depth,
                leaf=not beneath,
                root=bool(cause.root) or (cause.root is None and not beneath and cause.type is not None),
                kind=cause.type,
                touchpoints=touchpoints,
                interventions=tuple(treating.get(cause.id, ())),
                diagnosis=diagnose(cause),
            )
        )
        waiting += [(child, depth + 1, touchpoints) for child in reversed(beneath)]
    return tuple(out)


def _children(model: Model, parent: str | None) -> tuple[Cause, ...]:
    return model.children(Cause, parent)


def trainable(cause: CauseAnalysis) -> bool:
    """Whether training can remove a cause: a skill cause, unless the answers say otherwise, or answers that say training."""
    if cause.diagnosis.verdict in ("by kind", "open"):
        return cause.kind == "skill"
    return cause.diagnosis.wants_training


def interventions(model: Model, found: Iterable[CauseAnalysis]) -> tuple[InterventionAnalysis, ...]:
    """Every intervention with what it stands on."""
    by_id = {cause.id: cause for cause in found}
    promised: dict[str, list[Commitment]] = defaultdict(list)
    for commitment in model.all(Commitment):
        if commitment.intervention is not None:
            promised[commitment.intervention].append(commitment)
    out = []
    for record in model.all(Intervention):
        own = [by_id[id] for id in record.causes if id in by_id]
        kinds = {cause.kind for cause in own}
        promises = promised.get(record.id, [])
        out.append(
            InterventionAnalysis(
                id=record.id,
                kind=record.type,
                training=record.type in TRAINING,
                causes=record.causes,
                cause_kinds=tuple(kind for kind in CAUSE_KINDS if kind in kinds),
                skill_causes=tuple(cause.id for cause in own if trainable(cause)),
                symptoms=tuple(cause.id for cause in own if not cause.root),
                commitments=tuple(promise.id for promise in promises),
                declined=bool(promises) and all(p.no_action or p.status == "dropped" for p in promises),
            )
        )
    return tuple(out)


def puzzle(found: Iterable[CauseAnalysis], remedies: Iterable[InterventionAnalysis]) -> Puzzle:
    """Root causes and interventions by kind, and how many of each have to do with training."""
    roots = [cause for cause in found if cause.root and cause.kind is not None]
    planned = [remedy for remedy in remedies if not remedy.declined]
    skills = sum(trainable(cause) for cause in roots)
    trainings = sum(remedy.training for remedy in planned)
    return Puzzle(
        root_causes=_counted(CAUSE_KINDS, (cause.kind or "" for cause in roots)),
        interventions=_counted(INTERVENTION_KINDS, (remedy.kind for remedy in planned)),
        skill_causes=skills,
        other_causes=len(roots) - skills,
        training_interventions=trainings,
        other_interventions=len(planned) - trainings,
    )


def _counted(order: tuple[str, ...], kinds: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(kinds)
    return tuple(sorted(((kind, counts[kind]) for kind in order if counts[kind]), key=lambda pair: -pair[1]))


def opportunities(model: Model, people: dict[str, Person]) -> tuple[OpportunityAnalysis, ...]:
    """Every opportunity in rank order: value ÷ effort, then dots, then as they were written down."""
    found = [voted(record, model.children(Vote, record.id), people) for record in model.all(Opportunity)]
    ordered = sorted(found, key=lambda one: (-(one.ratio.value or 0.0), -one.dots))
    return tuple(replace(one, rank=rank) for rank, one in enumerate(ordered, 1))


def voted(record: Opportunity, votes: Sequence[Vote], people: dict[str, Person]) -> OpportunityAnalysis:
    """What votes say on an opportunity, not yet ranked."""
    impact = distribution(SCALES["impact"], votes_as_ratings(votes, people, "impact"), "impact-effort")
    effort = distribution(SCALES["effort"], votes_as_ratings(votes, people, "effort"), "impact-effort")
    ratio = None
    if impact.median is not None and effort.median is not None:
        ratio = impact.median / effort.median
    pairs = [(_float(vote.effort), _float(vote.impact)) for vote in votes]
    placed = quadrant("impact-effort", effort, impact, pairs)
    return OpportunityAnalysis(
        id=record.id,
        touchpoint=record.touchpoint,
        rank=0,
        dots=sum(vote.dots or 0 for vote in votes),
        voters=voters(votes),
        impact=impact,
        effort=effort,
        ratio=Figure(
            ratio, min(impact.n, effort.n) if ratio is not None else 0, "impact-effort", "impact per effort"
        ),
        quadrant=placed,
    )


def voters(votes: Iterable[Vote]) -> int:
    """How many people gave dots, at the least; without a name, votes in two steps may be one person's."""
    return people_of((v.person or v.id, v.step or "", v.person is not None) for v in votes if v.dots)


def _float(value: int | None) -> float | None:
    return None if value is None else float(value)


def votes_as_ratings(votes: Iterable[Vote], people: dict[str, Person], key: str) -> list[Rating]:
    """What votes for one opportunity say on `impact` or `effort`, or their `dots`, as ratings with who gave them."""
    found = []
    for vote in votes:
        value = getattr(vote, key)
        if value is not None:
            person = people.get(vote.person or "")
            group = vote.group or (person.group if person else None)
            anonymous = person is None or person.name is None
            known = vote.person is not None
            found.append(
                Rating(float(value), group, vote.person or vote.id, anonymous, vote.step or "", known)
            )
    return found
