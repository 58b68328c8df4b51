"""What will be done: interventions with the causes they remove, training as one piece, priorities, commitments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.figures import QUADRANTS
from touchmap.domain.diagnosis import TRAINING
from touchmap.domain.records import Cause, Commitment, Intervention, Measure, Opportunity
from touchmap.report.charts.palette import PRINT
from touchmap.report.charts.squares import Spot, opportunity_matrix
from touchmap.report.content.marks import unit_chart
from touchmap.report.content.rendering import drawing
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import (
    NOTHING,
    capital,
    day,
    listed,
    opening,
    said,
    sample_size,
    score,
    short,
)

_MOST = 200
_IN_MATRIX = 30


@dataclass(frozen=True, slots=True)
class InterventionBlock:
    """One intervention with what it stands on; `declined` when all that was agreed is to do nothing."""

    anchor: str
    title: str
    kind: str
    description: str
    audience: str
    causes: tuple[tuple[str, str, str], ...]
    symptoms: int
    opportunities: tuple[str, ...]
    references: tuple[Reference, ...]
    commitments: tuple[str, ...]
    declined: bool
    warning: str


@dataclass(frozen=True, slots=True)
class InterventionsPage:
    """All interventions; training apart, with what it will and will not change."""

    training: tuple[InterventionBlock, ...]
    other: tuple[InterventionBlock, ...]
    cause_picture: Markup | str
    answer_picture: Markup | str
    helps: tuple[str, ...]
    helps_not: tuple[tuple[str, str], ...]
    more_helps: int
    more_helps_not: int
    roots: int
    skill: int
    request: str
    more: int


@dataclass(frozen=True, slots=True)
class RankLine:
    """One opportunity in the ranking. `n` counts who rated both impact and effort, `voters` everybody who voted."""

    rank: int
    title: str
    reference: Reference
    theme: str
    dots: str
    impact: str
    effort: str
    ratio: str
    n: str
    voters: str
    quadrant: str


@dataclass(frozen=True, slots=True)
class PrioritiesPage:
    """The opportunity matrix and the ranking; `unrated` have no impact and effort and are not in the matrix."""

    matrix: Markup | str
    matrix_note: str
    quadrants: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]
    lines: tuple[RankLine, ...]
    unrated: int
    more: int


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One promise, or one explicit no action."""

    title: str
    of: str
    anchor: str
    kind: str
    owner: str
    due: str
    measure: str
    status: str


@dataclass(frozen=True, slots=True)
class CommitmentsPage:
    """What was promised, what was declined and why, and what nobody has taken on."""

    promised: tuple[CommitmentLine, ...]
    declined: tuple[tuple[str, str, str], ...]
    free: tuple[tuple[str, str], ...]
    incomplete: int


def interventions_page(source: Source) -> InterventionsPage:
    """All interventions of the workshop."""
    blocks = [_block(source, i) for i in source.model.all(Intervention)[:_MOST]]
    training = tuple(b for b in blocks if b.kind in TRAINING)
    puzzle = source.analysis.puzzle
    roots = [(source.model.get(c.id), c) for c in source.analysis.causes if c.root]
    helps = [said(r.text, 160) for r, c in roots if isinstance(r, Cause) and c.diagnosis.wants_training]
    helps_not = [
        (said(r.text, 160), _instead(c.kind, c.diagnosis.interventions))
        for r, c in roots
        if isinstance(r, Cause) and not c.diagnosis.wants_training
    ]
    return InterventionsPage(
        training,
        tuple(b for b in blocks if b.kind not in TRAINING),
        _picture(
            "Root causes by kind", [(kind, count, kind == "skill") for kind, count in puzzle.root_causes]
        ),
        _picture(
            "Interventions by kind", [(kind, count, kind in TRAINING) for kind, count in puzzle.interventions]
        ),
        tuple(helps[:6]),
        tuple(helps_not[:8]),
        max(0, len(helps) - 6),
        max(0, len(helps_not) - 8),
        len(roots),
        puzzle.skill_causes,
        opening(source.model.workshop.request, 300),
        max(0, len(source.model.all(Intervention)) - _MOST),
    )


def _picture(title: str, rows: Sequence[tuple[str, int, bool]]) -> Markup | str:
    if not rows:
        return ""
    said = ", ".join(f"{kind} {count}" for kind, count, _ in rows)
    return unit_chart(f"{title}: {said}", rows)


def _instead(kind: str | None, remedies: Sequence[str]) -> str:
    parts = [kind or "kind not said"]
    if remedies:
        parts.append(f"answer: {listed(remedies[:2], 'or')}")
    return "; ".join(parts)


def _block(source: Source, intervention: Intervention) -> InterventionBlock:
    found = source.analysis.intervention(intervention.id)
    causes = [(id, source.model.get(id)) for id in intervention.causes]
    taken = [source.model.get(id) for id in intervention.opportunities]
    promised = [source.model.get(id) for id in found.commitments]
    warning = ""
    if found.training and intervention.causes and not found.skill_causes:
        warning = "None of its causes is a matter of skill: training alone will not remove them."
    elif not intervention.causes:
        warning = "It names no cause that it removes."
    return InterventionBlock(
        f"do-{intervention.id}",
        short(intervention.title, 140),
        intervention.type,
        said(intervention.description, 460, lines=5),
        short(listed(intervention.audience[:8]), 200),
        tuple(
            (f"cause-{id}", short(c.text, 130), c.type or "") for id, c in causes[:8] if isinstance(c, Cause)
        ),
        len(found.symptoms),
        tuple(short(o.title, 110) for o in taken[:5] if isinstance(o, Opportunity)),
        source.references(intervention.touchpoints),
        tuple(_promise(k) for k in promised[:4] if isinstance(k, Commitment)),
        declined(source, intervention),
        warning,
    )


def declined(source: Source, intervention: Intervention) -> bool:
    """Whether the workshop agreed not to do it."""
    promised = [source.model.get(id) for id in source.analysis.intervention(intervention.id).commitments]
    return bool(promised) and all(isinstance(k, Commitment) and k.no_action for k in promised)


def _promise(commitment: Commitment) -> str:
    if commitment.no_action:
        return f"No action: {short(commitment.reason, 120) or 'no reason given'}"
    parts = [
        short(commitment.owner, 60) or "no owner yet",
        f"by {day(commitment.due)}" if commitment.due else "no date yet",
    ]
    return ", ".join(parts)


def priorities_page(source: Source) -> PrioritiesPage:
    """Every opportunity in rank order."""
    found = source.analysis.opportunities
    rated = [o for o in found if o.quadrant.x is not None and o.quadrant.y is not None]
    matrix: Markup | str = ""
    if rated:
        spots = [
            Spot(
                str(o.rank),
                o.quadrant.x,
                o.quadrant.y,
                source.stage_indexes[_stage(source, o.touchpoint)],
                half=o.middle_half,
            )
            for o in rated[:_IN_MATRIX]
            if o.quadrant.x is not None and o.quadrant.y is not None
        ]
        title = "Impact against effort; numbers are ranks: " + ", ".join(
            f"{o.rank} impact {score(o.quadrant.y)} effort {score(o.quadrant.x)}" for o in rated[:_IN_MATRIX]
        )
        matrix = drawing(opportunity_matrix(title, spots, palette=PRINT, size=372))
    note = "Numbers are ranks, colours are stages. Medians of private ratings from 1 to 5; a line spans the middle half."
    if len(rated) > _IN_MATRIX:
        note += f" The first {_IN_MATRIX} are drawn."
    lines = []
    for one in found[:_MOST]:
        record = source.model.get(one.id)
        if isinstance(record, Opportunity):
            lines.append(
                RankLine(
                    one.rank,
                    short(record.title, 130),
                    source.reference(one.touchpoint),
                    short(record.theme, 40),
                    str(one.dots) if one.voters else NOTHING,
                    score(one.impact.median),
                    score(one.effort.median),
                    score(one.ratio.value, 2),
                    sample_size(one.ratio.n) if one.ratio.n else "",
                    sample_size(one.voters) if one.voters else "",
                    one.quadrant.name or NOTHING,
                )
            )
    names = QUADRANTS["impact-effort"]
    quadrants = tuple(
        (
            capital(name),
            tuple((line.rank, short(line.title, 60)) for line in lines if line.quadrant == name)[:8],
        )
        for name in (names[0], names[1], names[2], names[3])
    )
    used = tuple(quadrant for quadrant in quadrants if quadrant[1])
    return PrioritiesPage(
        matrix, note, used, tuple(lines), len(found) - len(rated), max(0, len(found) - _MOST)
    )


def _stage(source: Source, touchpoint: str) -> str:
    return next(t.stage for t in source.touchpoints if t.id == touchpoint)


def commitments_page(source: Source) -> CommitmentsPage:
    """Promises by date, those without one last."""
    commitments = source.model.all(Commitment)
    promised = sorted(
        (k for k in commitments if not k.no_action), key=lambda k: (k.due is None, str(k.due or ""))
    )
    taken = {k.intervention for k in commitments}
    return CommitmentsPage(
        tuple(_commitment(source, k) for k in promised[:_MOST]),
        tuple(
            (_title(source, k), _link(k), said(k.reason, 260) or "no reason was given")
            for k in commitments
            if k.no_action
        )[:_MOST],
        tuple(
            (short(i.title, 120), f"do-{i.id}") for i in source.model.all(Intervention) if i.id not in taken
        )[:_MOST],
        sum(not (k.owner and k.due and (k.measure or k.measures)) for k in promised),
    )


def _commitment(source: Source, commitment: Commitment) -> CommitmentLine:
    intervention = source.model.get(commitment.intervention) if commitment.intervention else None
    measures = [source.model.get(id) for id in commitment.measures[:3]]
    shown = [short(commitment.measure, 120), *(short(m.name, 90) for m in measures if isinstance(m, Measure))]
    return CommitmentLine(
        short(commitment.action, 160) or _title(source, commitment),
        _title(source, commitment) if commitment.action and intervention else "",
        _link(commitment),
        intervention.type if isinstance(intervention, Intervention) else "",
        short(commitment.owner, 60) or "no owner yet",
        day(commitment.due) if commitment.due else "no date yet",
        "; ".join(text for text in shown if text) or "no measure yet",
        commitment.status or "open",
    )


def _title(source: Source, commitment: Commitment) -> str:
    intervention = source.model.get(commitment.intervention) if commitment.intervention else None
    if isinstance(intervention, Intervention):
        return short(intervention.title, 120)
    return short(commitment.action, 160) or "Not named"


def _link(commitment: Commitment) -> str:
    return f"do-{commitment.intervention}" if commitment.intervention else ""
