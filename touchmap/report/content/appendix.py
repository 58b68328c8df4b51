"""The back of the report: how to read it, how each figure is made, what the statements rest on, the glossary."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.domain.analysis.methods import METHODS, Method
from touchmap.domain.analysis.results import Consent, Evidence, JourneyAnalysis
from touchmap.domain.records import Comment, Note, Perception, Person, Step
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import listed, minutes, percent, said, short


@dataclass(frozen=True, slots=True)
class MethodPage:
    """Every method with its formula, scale, n and source, then each figure of each journey with its own n and note."""

    methods: tuple[Method, ...]
    figures: tuple[tuple[str, tuple[tuple[str, str, int, str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """How many records of one kind rest on each grade of evidence."""

    name: str
    counts: tuple[int, int, int, int]
    backed: str


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """What the workshop rests on: evidence, people, ratings, stories; `steps` is empty when a session tells them."""

    rows: tuple[EvidenceRow, ...]
    touchpoints: tuple[tuple[Reference, tuple[int, int, int, int]], ...]
    consent: Consent
    people: int
    groups: str
    ratings: int
    steps: tuple[tuple[str, str], ...]
    open_comments: int
    notes: int
    session: bool


#: The report's own words; the client's stand in the vocabulary.
GLOSSARY: tuple[tuple[str, str], ...] = (
    ("touchpoint", "A moment of truth: any contact that leaves an impression, also one that failed to happen (Normann 1984)."),
    ("journey", "The way of one kind of customer from touchpoint to touchpoint, as it is and as it should be."),
    ("stage", "A named stretch of a journey."),
    ("Unavoidable", "Every customer passes it, whatever way they take."),
    ("Value-added", "The customer cares, it changes something for them, and it is right the first time."),
    ("Business-necessary", "The customer would not pay for it, but there is a stated reason why it cannot be dropped."),
    ("Non-value-added", "What customers would not pay for if they knew: waste of one of eight kinds."),
    ("Process-cycle efficiency (PCE)", "Minutes that add value divided by all minutes that pass for the customer."),
    ("Personal service", "How the people were; the first of the two Ps."),
    ("Performance", "How well standards of service were kept; the second P, rated apart from the first."),
    ("Emotional bond", "How much the customer feels tied to the organisation, apart from being satisfied with it."),
    ("Consensus", "How far raters agree: 0 is two camps, 1 is all the same; below 0.5 with five or more it is called split."),
    ("standard", "A promise that can be kept or broken: attribute, target, unit, tolerance."),
    ("measure", "How a standard is checked: method, frequency, last value."),
    ("Root cause", "The cause at the end of “why?”; only what removes it closes the gap."),
    ("intervention", "What is done to remove causes. Training is one kind of eleven, and only helps where skill is missing."),
    ("commitment", "An intervention with an owner, a date and a measure; or no action, with the reason."),
    ("Recovery", "What is done, on purpose, after something went wrong."),
)  # fmt: skip


def glossary(source: Source) -> tuple[tuple[str, str], ...]:
    """Our words with their meaning, under the client's label where there is one, in alphabetical order."""
    named = [
        (source.labels.One(word) if word in source.labels.words else word, meaning)
        for word, meaning in GLOSSARY
    ]
    return tuple(sorted(named, key=lambda pair: pair[0].casefold()))


def method_page(source: Source) -> MethodPage:
    """Only methods whose figures the report can show; figures are those of the journeys."""
    figures = tuple(
        (short(j.name, 80), _figures(source, j)) for j in source.analysis.journeys if j.touchpoints
    )
    return MethodPage(tuple(METHODS.values()), figures)


def _figures(source: Source, journey: JourneyAnalysis) -> tuple[tuple[str, str, int, str, str], ...]:
    """Name, value, n, name of the method, note; figures without data are left out."""
    found = [
        *((f"{source.labels.Many('customer')} who end {name}", figure) for name, figure in journey.results),
        (f"Expected minutes per {source.labels.one('customer')}", journey.minutes),
        ("Process-cycle efficiency, weighted", journey.pce),
        ("Visits that repeat an earlier one", journey.rework),
        ("Emotion, peak and end", journey.emotion.peak_end),
        ("Emotion, mean of medians", journey.emotion.mean),
        ("Net promoter score", journey.scores.nps),
        ("Its standard error", journey.scores.nps_se),
        ("Satisfied (CSAT)", journey.scores.csat),
        ("Made it easy (CES)", journey.scores.ces),
        ("Cases within standard", journey.coverage.compliance),
    ]
    return tuple(
        (name, figure.text, figure.n, METHODS[figure.method].name, said(figure.note, 240))
        for name, figure in found
        if figure.value is not None
    )


def evidence_page(source: Source) -> EvidencePage:
    """The counts of the whole workshop."""
    analysis, labels = source.analysis, source.labels
    rows = (
        _row("Statements", analysis.statement_evidence),
        _row(labels.Many("cause"), analysis.cause_evidence),
    )
    people = source.model.all(Person)
    groups = [short(g, 40) for g in dict.fromkeys(p.group for p in people if p.group)]
    return EvidencePage(
        tuple(row for row in rows if sum(row.counts)),
        tuple(
            (source.reference(t.id), _counts(analysis.touchpoint(t.id).evidence)) for t in source.touchpoints
        ),
        analysis.consent,
        len(people),
        listed(groups[:10]),
        len(source.model.all(Perception)),
        () if source.session.held else _agenda(source),
        sum(not comment.resolved for comment in source.model.all(Comment)),
        len(source.model.all(Note)),
        source.session.held,
    )


def _agenda(source: Source) -> tuple[tuple[str, str], ...]:
    """The steps with their minutes, for a workshop without a session, which tells more of them."""
    return tuple((short(step.title, 110), minutes(step.minutes)) for step in source.model.all(Step)[:30])


def _counts(evidence: Evidence) -> tuple[int, int, int, int]:
    return evidence.measured, evidence.customer_story, evidence.staff_story, evidence.assumed


def _row(name: str, evidence: Evidence) -> EvidenceRow:
    backed = (evidence.total - evidence.assumed) / evidence.total if evidence.total else None
    return EvidenceRow(name, _counts(evidence), percent(backed))
