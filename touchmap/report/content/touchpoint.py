"""One touchpoint's own pages: what happens against what should, and everything that was found out about it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.results import Minutes, TouchpointAnalysis
from touchmap.domain.records import Activity, Opportunity, Outcome, Stage, Statement, Touchpoint
from touchmap.report.charts.bars import Share, share_bar
from touchmap.report.charts.palette import PRINT
from touchmap.report.charts.text import figure
from touchmap.report.content.behaviours import BehaviourLine, behaviour_lines
from touchmap.report.content.causes import CauseLine, cause_lines
from touchmap.report.content.colours import StageLook
from touchmap.report.content.evidence import Line, lines
from touchmap.report.content.findings import FindingLine, finding_lines
from touchmap.report.content.marks import vote_dots
from touchmap.report.content.ratings import SpreadTable, quadrant_sentence, spread_table
from touchmap.report.content.rendering import drawing
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.standards import StandardLine, standard_lines
from touchmap.report.content.stories import Quote, quotes
from touchmap.report.content.wording import feeling, minutes, percent, said, sample_size, score, short, voted

_STATEMENTS, _ACTIVITIES, _STANDARDS, _OPPORTUNITIES, _WAYS = 8, 16, 8, 10, 5
CLASS_MARKS = {
    "value-added": ("va", "VA"),
    "business-necessary": ("bna", "BNA"),
    "non-value-added": ("nva", "NVA"),
    "unclassified": ("unc", "?"),
}


@dataclass(frozen=True, slots=True)
class Pill:
    """A small label beside the title; `kind` is one of the style sheet's pill classes or empty."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity: who does what, its class as a mark, the waste or the reason, minutes for one customer."""

    name: str
    actor: str
    mark: str
    short_class: str
    why: str
    minutes: str


@dataclass(frozen=True, slots=True)
class TimeUse:
    """Where the minutes go: the bar, process-cycle efficiency as text, and what the figures leave out."""

    picture: Markup
    efficiency: str
    lead: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpportunityLine:
    """One proposal with the dots it got and from how many people; `dots` empty without any."""

    title: str
    description: str
    dots: Markup | str
    votes: str
    rating: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way in or out: the other end, how (kind and label), and its share."""

    end: Reference | None
    name: str
    how: str
    share: str


@dataclass(frozen=True, slots=True)
class TouchpointPage:
    """Everything on a touchpoint's pages, ready to print. `more` counts what was left out, by place."""

    reference: Reference
    look: StageLook
    pills: tuple[Pill, ...]
    facts: tuple[tuple[tuple[str, str], ...], ...]
    current: tuple[Line, ...]
    desired: tuple[Line, ...]
    quotes: tuple[Quote, ...]
    withheld: int
    activities: tuple[ActivityLine, ...]
    time: TimeUse | None
    standards: tuple[StandardLine, ...]
    perceptions: SpreadTable
    rated_again: bool
    desired_emotion: str
    squares: tuple[str, ...]
    behaviours: tuple[BehaviourLine, ...]
    causes: tuple[CauseLine, ...]
    opportunities: tuple[OpportunityLine, ...]
    findings: tuple[FindingLine, ...]
    before: tuple[Way, ...]
    after: tuple[Way, ...]
    more: dict[str, int]


def touchpoint_page(source: Source, touchpoint: Touchpoint) -> TouchpointPage:
    """The page of one touchpoint; it reads its own records, its figures and the names of its neighbours only."""
    model, analysis = source.model, source.analysis.touchpoint(touchpoint.id)
    statements = model.children(Statement, touchpoint.id)
    current, more_current = lines([s for s in statements if s.state == "current"], _STATEMENTS, 420)
    desired, more_desired = lines([s for s in statements if s.state == "desired"], _STATEMENTS, 420)
    told, withheld = quotes(source, touchpoint.id)
    activities = model.children(Activity, touchpoint.id)
    standards, more_standards = standard_lines(model, touchpoint.id, _STANDARDS)
    opportunities = model.children(Opportunity, touchpoint.id)
    causes, more_causes = cause_lines(source, analysis.causes)
    found, more_findings = finding_lines(source, touchpoint.id)
    before, after = _ways(source, touchpoint, analysis.journey)
    return TouchpointPage(
        source.reference(touchpoint.id),
        source.look(touchpoint.stage),
        _pills(source, touchpoint, analysis),
        _facts(touchpoint),
        current,
        desired,
        told,
        withheld,
        tuple(_activity(a, source.labels.many("customer")) for a in activities[:_ACTIVITIES]),
        time_use(analysis.minutes, analysis.pce.value),
        standards,
        spread_table(analysis.current),
        touchpoint.id in source.rated_again,
        _desired_emotion(analysis),
        _squares(analysis),
        behaviour_lines(source, touchpoint.id),
        causes,
        tuple(_opportunity(source, o) for o in opportunities[:_OPPORTUNITIES]),
        found,
        before,
        after,
        {
            "current": more_current,
            "desired": more_desired,
            "activities": max(0, len(activities) - _ACTIVITIES),
            "standards": more_standards,
            "opportunities": max(0, len(opportunities) - _OPPORTUNITIES),
            "causes": more_causes,
            "findings": more_findings,
        },
    )


def _pills(source: Source, touchpoint: Touchpoint, analysis: TouchpointAnalysis) -> tuple[Pill, ...]:
    stage = source.model.get(touchpoint.stage)
    pills = [Pill(short(stage.name, 50), "stage")] if isinstance(stage, Stage) else []
    pills += [Pill(short(channel, 40)) for channel in touchpoint.channels[:4]]
    pills += [Pill(short(text, 50)) for text in (touchpoint.place, touchpoint.time) if text]
    if touchpoint.owner:
        pills.append(Pill(f"Owner: {short(touchpoint.owner, 50)}"))
    if touchpoint.missing:
        pills.append(Pill("Did not happen", "open"))
    if touchpoint.critical:
        pills.append(Pill("Decisive moment of truth", "gold"))
    if analysis.unavoidable:
        pills.append(Pill("Nobody avoids it"))
    median = analysis.current.emotion.median
    if median is not None and median <= -1:
        pills.append(Pill("Pain point", "hot"))
    return tuple(pills)


def _facts(touchpoint: Touchpoint) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Two rows of headed texts: what the customer does, wants and feels; what stands behind it."""
    customer = (
        ("What they do", said(touchpoint.customer_action, 260)),
        ("What they want", said(touchpoint.customer_goal, 260)),
        ("How they feel", said(touchpoint.customer_feeling, 260)),
    )
    house = (
        ("Behind the scenes", said(touchpoint.backstage, 260)),
        ("What it leans on", said(touchpoint.support, 260)),
    )
    rows = (tuple(pair for pair in row if pair[1]) for row in (customer, house))
    return tuple(row for row in rows if row)


def _activity(activity: Activity, customers: str) -> ActivityLine:
    value_class = activity.value_class or "unclassified"
    mark, letters = CLASS_MARKS[value_class]
    why = activity.waste if value_class == "non-value-added" else short(activity.reason, 90)
    total = (
        None
        if activity.minutes is None
        else activity.minutes * (1 if activity.times is None else activity.times)
    )
    times = (
        f" ({figure(activity.times)} × {minutes(activity.minutes)})"
        if activity.times not in (None, 1)
        else ""
    )
    if activity.would_pay == "no" and value_class != "non-value-added":
        why = "; ".join(part for part in (why, f"{customers} would not pay for it") if part)
    return ActivityLine(
        short(activity.name, 130),
        short(activity.actor, 40),
        mark,
        letters,
        (why or "") + times,
        minutes(total),
    )


def time_use(spent: Minutes, efficiency: float | None, width: float = 642) -> TimeUse | None:
    """The bar of minutes by value class, with process-cycle efficiency; None without data."""
    if not spent.known or spent.lead <= 0:
        return None
    shares = [
        Share("value-added", spent.value_added, "emo-p2", "solid"),
        Share("business-necessary", spent.necessary, "s1", "upright"),
        Share("non-value-added", spent.non_value_added, "emo-n1", "slanted"),
        Share("unclassified", spent.unclassified, "ink-3", "open"),
        Share("not explained by any activity", spent.unexplained, "edge", "open"),
    ]
    shares = [share for share in shares if share.value > 0]
    notes = []
    if spent.excess > 0:
        notes.append(
            f"The activities add up to {minutes(spent.excess)} more than the stated lead time; their sum is used."
        )
    title = f"Minutes by value class of {minutes(spent.lead)} lead time"
    return TimeUse(
        drawing(share_bar(title, shares, palette=PRINT, width=width)),
        percent(efficiency),
        minutes(spent.lead),
        tuple(notes),
    )


def _desired_emotion(analysis: TouchpointAnalysis) -> str:
    wished = analysis.desired.emotion
    if wished.median is None:
        return ""
    return f"Desired emotion: median {feeling(wished.median)}, {sample_size(wished.n)}."


def _squares(analysis: TouchpointAnalysis) -> tuple[str, ...]:
    sentences = (
        quadrant_sentence(analysis.two_ps, "personal service", "performance"),
        quadrant_sentence(analysis.rational_emotional, "emotional bond", "rational satisfaction"),
        quadrant_sentence(analysis.importance_performance, "importance", "performance"),
    )
    return tuple(sentence for sentence in sentences if sentence)


def _opportunity(source: Source, opportunity: Opportunity) -> OpportunityLine:
    found = source.analysis.opportunity(opportunity.id)
    rating = ""
    if found.impact.median is not None or found.effort.median is not None:
        n = sample_size(max(found.impact.n, found.effort.n))
        rating = f"impact {score(found.impact.median)}, effort {score(found.effort.median)}, {n}"
    votes = voted(found.dots, found.voters) if found.dots else "no votes"
    dots = vote_dots(votes, found.dots) if found.dots else ""
    return OpportunityLine(
        short(opportunity.title, 160), said(opportunity.description, 220), dots, votes, rating
    )


def _ways(source: Source, touchpoint: Touchpoint, journey: str) -> tuple[tuple[Way, ...], tuple[Way, ...]]:
    """The ways in and out, largest share first, at most `_WAYS` each."""
    labels = {t.id: t.label for t in source.model.transitions(journey)}
    ways: tuple[list[tuple[float, Way]], list[tuple[float, Way]]] = ([], [])
    for way in source.analysis.journey(journey).transitions:
        for side, here, there in ((0, way.target, way.source), (1, way.source, way.target)):
            if here != touchpoint.id:
                continue
            kind = "" if way.kind == "next" else way.kind
            how = ", ".join(part for part in (kind, short(labels.get(way.id), 44)) if part)
            share = percent(way.share) + (" assumed" if way.assumed else "")
            end = source.model.get(there)
            reference = source.reference(there) if isinstance(end, Touchpoint) else None
            name = short(end.name, 90) if isinstance(end, Touchpoint | Outcome) else ""
            ways[side].append((-way.share, Way(reference, name, how, share)))
    before, after = (tuple(way for _, way in sorted(side, key=lambda pair: pair[0])[:_WAYS]) for side in ways)
    return before, after
