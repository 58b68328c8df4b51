"""One touchpoint as plain values: both states side by side, and everything that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from touchmap.domain.analysis.figures import Figure, Quadrant
from touchmap.domain.analysis.results import BehaviourAnalysis, Minutes, TouchpointAnalysis
from touchmap.domain.records import (
    Activity,
    Behaviour,
    Cause,
    Comment,
    Measure,
    Opportunity,
    Outcome,
    Perception,
    Stage,
    Standard,
    Statement,
    Story,
    Term,
    Touchpoint,
    Transition,
)
from touchmap.domain.rules.finding import Finding
from touchmap.web.cases import Case, Mark, Place, evidence
from touchmap.web.explaining import Explained, explain
from touchmap.web.mapcells import MeasureCell, measure_cell
from touchmap.web.ratings import RatingChart, charts
from touchmap.web.wording import minutes, percent, quantity


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement with how well it is backed and where that comes from."""

    text: str
    mark: Mark
    source: str


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A standard with the measures that check it."""

    record: Standard
    target: str
    measures: tuple[tuple[Measure, MeasureCell], ...]


@dataclass(frozen=True, slots=True)
class TimePart:
    """A part of the lead time: its class, its minutes, its share from 0 to 100 and where it starts."""

    name: str
    key: str
    minutes: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Way:
    """A transition into or out of the touchpoint: where to, how, and the share of customers."""

    place: Place | None
    outcome: Outcome | None
    kind: str
    share: str
    label: str
    record: Transition


@dataclass(frozen=True, slots=True)
class BehaviourRow:
    """A behaviour with what holds it back and whether it is rewarded."""

    record: Behaviour
    said: BehaviourAnalysis | None


@dataclass(frozen=True, slots=True)
class TouchpointView:
    """Everything that the page of one touchpoint shows."""

    record: Touchpoint
    place: Place
    stage: Stage
    before: Place | None
    after: Place | None
    said: TouchpointAnalysis
    current: tuple[StatementRow, ...]
    desired: tuple[StatementRow, ...]
    ways_in: tuple[Way, ...]
    ways_out: tuple[Way, ...]
    standards: tuple[StandardRow, ...]
    loose_measures: tuple[tuple[Measure, MeasureCell], ...]
    activities: tuple[Activity, ...]
    time: tuple[TimePart, ...]
    figures: tuple[tuple[str, Explained], ...]
    service: tuple[RatingChart, ...]
    satisfaction: tuple[RatingChart, ...]
    other: tuple[RatingChart, ...]
    emotion: tuple[RatingChart, ...]
    two_ps: Quadrant
    rational_emotional: Quadrant
    remarks: tuple[str, ...]
    stories: tuple[Story, ...]
    behaviours: tuple[BehaviourRow, ...]
    causes: tuple[Cause, ...]
    opportunities: tuple[tuple[Opportunity, int, str], ...]
    terms: tuple[Term, ...]
    comments: tuple[Comment, ...]
    findings: tuple[Finding, ...]


def touchpoint_view(case: Case, record: Touchpoint) -> TouchpointView:
    """The page of one touchpoint."""
    model, said = case.model, case.analysis.touchpoint(record.id)
    stage = model.find(Stage, record.stage)
    if stage is None:
        raise KeyError(record.stage)
    order = model.touchpoints(stage.journey)
    at = model.numbers[record.id] - 1
    measures = model.children(Measure, record.id)
    return TouchpointView(
        record=record,
        place=case.place(record.id),
        stage=stage,
        before=case.place(order[at - 1].id) if at else None,
        after=case.place(order[at + 1].id) if at + 1 < len(order) else None,
        said=said,
        current=_statements(case, record, "current"),
        desired=_statements(case, record, "desired"),
        ways_in=tuple(
            _way(case, t, t.source) for t in model.transitions(stage.journey) if t.target == record.id
        ),
        ways_out=tuple(
            _way(case, t, t.target) for t in model.transitions(stage.journey) if t.source == record.id
        ),
        standards=tuple(_standard(case, s, measures) for s in model.children(Standard, record.id)),
        loose_measures=tuple((m, measure_cell(case, m)) for m in measures if m.standard is None),
        activities=model.children(Activity, record.id),
        time=_time(said.minutes),
        figures=_figures(said),
        service=charts(said.current, said.desired, ("personal", "performance")),
        satisfaction=charts(said.current, said.desired, ("rational", "bond")),
        other=charts(said.current, said.desired, ("importance", "ease", "recommend")),
        emotion=charts(said.current, said.desired, ("emotion",)),
        two_ps=said.two_ps,
        rational_emotional=said.rational_emotional,
        remarks=tuple(p.remark for p in model.children(Perception, record.id) if p.remark),
        stories=model.children(Story, record.id),
        behaviours=_behaviours(case, record, said),
        causes=tuple(c for id in said.causes if isinstance(c := model.get(id), Cause)),
        opportunities=_opportunities(case, record),
        terms=tuple(t for t in model.all(Term) if record.id in t.touchpoints),
        comments=tuple(c for c in model.all(Comment) if c.about == record.id),
        findings=case.findings_at(record.id),
    )


def _statements(case: Case, record: Touchpoint, state: str) -> tuple[StatementRow, ...]:
    return tuple(
        StatementRow(s.text, evidence(s.evidence), s.source or "")
        for s in case.model.children(Statement, record.id)
        if s.state == state
    )


def _way(case: Case, transition: Transition, end: str) -> Way:
    outcome = case.model.find(Outcome, end)
    return Way(
        None if outcome else case.place(end),
        outcome,
        transition.type or "next",
        percent(transition.share) if transition.share is not None else "",
        transition.label or "",
        transition,
    )


def _standard(case: Case, standard: Standard, measures: Iterable[Measure]) -> StandardRow:
    signs = {"lower": "at most ", "exact": "exactly "}
    target = ""
    if standard.target is not None:
        target = signs.get(standard.better or "higher", "at least ") + quantity(
            standard.target, standard.unit
        )
        if standard.tolerance:
            target += f" ± {standard.tolerance:g}"
    own = tuple((m, measure_cell(case, m)) for m in measures if m.standard == standard.id)
    return StandardRow(standard, target, own)


def _time(said: Minutes) -> tuple[TimePart, ...]:
    """The lead time in parts, in the order of a value-stream map; empty without minutes."""
    if not said.lead:
        return ()
    parts = (
        ("Value-added", "va", said.value_added),
        ("Business-necessary", "bn", said.necessary),
        ("Non-value-added", "nva", said.non_value_added),
        ("Unclassified", "un", said.unclassified),
        ("Not explained by an activity", "ex", said.unexplained),
    )
    out, start = [], 0.0
    for name, key, value in parts:
        if value > 0:
            width = 100 * value / said.lead
            out.append(TimePart(name, key, minutes(value), round(start, 2), round(width, 2)))
            start += width
    return tuple(out)


def _figures(said: TouchpointAnalysis) -> tuple[tuple[str, Explained], ...]:
    """The figures that stand beside the page, each with its method."""
    named: tuple[tuple[str, Figure], ...] = (
        ("Customers who come here", said.reach),
        ("Visits per customer", said.visits),
        ("Process-cycle efficiency", said.pce),
        ("Emotion: desired − today", said.emotion_gap),
        ("Standards kept", said.coverage.compliance),
    )
    return tuple((name, explain(figure)) for name, figure in named if figure.value is not None)


def _behaviours(case: Case, record: Touchpoint, said: TouchpointAnalysis) -> tuple[BehaviourRow, ...]:
    by_id = {one.id: one for one in said.behaviours}
    return tuple(BehaviourRow(b, by_id.get(b.id)) for b in case.model.children(Behaviour, record.id))


def _opportunities(case: Case, record: Touchpoint) -> tuple[tuple[Opportunity, int, str], ...]:
    found = []
    for one in case.model.children(Opportunity, record.id):
        said = case.analysis.opportunity(one.id)
        found.append((one, said.dots, said.quadrant.name or ""))
    return tuple(sorted(found, key=lambda row: -row[1]))
