"""What an analysis says: the whole workshop, each journey, each touchpoint. Ids refer to the model's records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from touchmap.domain.analysis.figures import Distribution, Figure, Quadrant
from touchmap.domain.analysis.parts import (
    DEAD_END,
    NEVER_ENDS,
    BehaviourAnalysis,
    Consent,
    Coverage,
    Driver,
    EmotionCurve,
    EndingAnalysis,
    Evidence,
    Failure,
    Loop,
    Minutes,
    Path,
    Ratings,
    Scores,
    TransitionAnalysis,
    WasteBar,
)
from touchmap.domain.diagnosis import Diagnosis

__all__ = [
    "DEAD_END",
    "NEVER_ENDS",
    "Analysis",
    "BehaviourAnalysis",
    "CauseAnalysis",
    "Consent",
    "Coverage",
    "Driver",
    "EmotionCurve",
    "EndingAnalysis",
    "Evidence",
    "Failure",
    "InterventionAnalysis",
    "JourneyAnalysis",
    "Loop",
    "Minutes",
    "OpportunityAnalysis",
    "Path",
    "Puzzle",
    "Ratings",
    "Scores",
    "TouchpointAnalysis",
    "TransitionAnalysis",
    "WasteBar",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TouchpointAnalysis:
    """Everything that is said about one touchpoint.

    `number` is the station number in its journey. `visits` is expected visits per customer, `reach` the share of
    customers who come here at all. `unavoidable` means for whatever outcome; `unavoidable_for` lists outcomes.
    `emotion_gap` = desired median − current median. `causes` explain a gap here (leaves included), in tree order.
    """

    id: str
    name: str
    number: int
    journey: str
    stage: str
    visits: Figure
    reach: Figure
    reachable: bool
    dead_end: bool
    looping: bool
    unavoidable: bool
    unavoidable_for: tuple[str, ...]
    minutes: Minutes
    pce: Figure
    current: Ratings
    desired: Ratings
    emotion_gap: Figure
    two_ps: Quadrant
    rational_emotional: Quadrant
    importance_performance: Quadrant
    scores: Scores
    coverage: Coverage
    behaviours: tuple[BehaviourAnalysis, ...]
    evidence: Evidence
    consent: Consent
    causes: tuple[str, ...]
    root_causes: tuple[str, ...]
    opportunities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JourneyAnalysis:
    """Everything that is said about one journey.

    `assumed_shares` of `ways` transitions have an assumed share. `results` sums ending probabilities by loyal,
    satisfied, indifferent, lost. `minutes` is expected lead time per customer; `plain` adds each touchpoint once,
    `weighted` each by its expected visits. `paths` are the most likely ways, most likely first. `wastes` and
    `wasteful` (touchpoints' ids as names) are Paretos of weighted non-value-added minutes.
    """

    id: str
    name: str
    persona: str | None
    start: str | None
    touchpoints: tuple[TouchpointAnalysis, ...]
    transitions: tuple[TransitionAnalysis, ...]
    straight_line: bool
    assumed_shares: int
    endings: tuple[EndingAnalysis, ...]
    results: tuple[tuple[str, Figure], ...]
    unavoidable: tuple[str, ...]
    paths: tuple[Path, ...]
    loops: tuple[Loop, ...]
    rework: Figure
    failures: tuple[Failure, ...]
    dead_ends: tuple[str, ...]
    unreachable: tuple[str, ...]
    minutes: Figure
    pce: Figure
    plain: Minutes
    weighted: Minutes
    wastes: tuple[WasteBar, ...]
    wasteful: tuple[WasteBar, ...]
    emotion: EmotionCurve
    current: Ratings
    desired: Ratings
    scores: Scores
    coverage: Coverage
    evidence: Evidence
    consent: Consent

    @property
    def ways(self) -> int:
        """How many transitions there are."""
        return len(self.transitions)

    @property
    def most_likely(self) -> Path | None:
        """The path that most customers share."""
        return self.paths[0] if self.paths else None


@dataclass(frozen=True, slots=True)
class CauseAnalysis:
    """A cause in its tree: `depth` 0 is the symptom; `root` if so marked or a leaf with a kind.

    `touchpoints` are its own, or else those of the nearest cause above it. `interventions` name this cause itself.
    """

    id: str
    depth: int
    leaf: bool
    root: bool
    kind: str | None
    touchpoints: tuple[str, ...]
    interventions: tuple[str, ...]
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True)
class InterventionAnalysis:
    """An intervention and what it stands on; `cause_kinds` are the kinds of its causes, `training` if it is either kind.

    `skill_causes` are those of its causes that training can remove; `symptoms` those that are not root causes.
    `declined` when all that was committed to is to do nothing, or was dropped.
    """

    id: str
    kind: str
    training: bool
    causes: tuple[str, ...]
    cause_kinds: tuple[str, ...]
    skill_causes: tuple[str, ...]
    symptoms: tuple[str, ...]
    commitments: tuple[str, ...]
    declined: bool


@dataclass(frozen=True, slots=True)
class OpportunityAnalysis:
    """Votes on an opportunity: `rank` from 1 by value ÷ effort, then dots; it orders, it does not decide.

    `voters` gave at least one of the dots. `ratio` is the median impact ÷ the median effort. `quadrant` has effort as x
    and impact as y.
    """

    id: str
    touchpoint: str
    rank: int
    dots: int
    voters: int
    impact: Distribution
    effort: Distribution
    ratio: Figure
    quadrant: Quadrant

    @property
    def middle_half(self) -> tuple[float, float, float, float] | None:
        """Between which efforts and which impacts the middle half of the ratings lies; None without both."""
        (low, high), (bottom, top) = ((one.q1, one.q3) for one in (self.effort, self.impact))
        if low is None or high is None or bottom is None or top is None:
            return None
        return low, high, bottom, top


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Where training helps and where it will not: root causes and interventions counted by kind, largest first.

    Interventions that the room declined are not counted.
    """

    root_causes: tuple[tuple[str, int], ...]
    interventions: tuple[tuple[str, int], ...]
    skill_causes: int
    other_causes: int
    training_interventions: int
    other_interventions: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """The whole workshop. `opportunities` are in rank order, the rest in the model's order."""

    journeys: tuple[JourneyAnalysis, ...]
    causes: tuple[CauseAnalysis, ...]
    interventions: tuple[InterventionAnalysis, ...]
    opportunities: tuple[OpportunityAnalysis, ...]
    puzzle: Puzzle
    coverage: Coverage
    behaviours: tuple[BehaviourAnalysis, ...]
    statement_evidence: Evidence
    cause_evidence: Evidence
    consent: Consent
    scores: Scores
    crosshair: str
    by_id: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    def touchpoint(self, id: str) -> TouchpointAnalysis:
        """What is said about the touchpoint with this id; KeyError without one."""
        return self._of(TouchpointAnalysis, id)

    def journey(self, id: str) -> JourneyAnalysis:
        """What is said about the journey with this id; KeyError without one."""
        return self._of(JourneyAnalysis, id)

    def cause(self, id: str) -> CauseAnalysis:
        """What is said about the cause with this id; KeyError without one."""
        return self._of(CauseAnalysis, id)

    def opportunity(self, id: str) -> OpportunityAnalysis:
        """What is said about the opportunity with this id; KeyError without one."""
        return self._of(OpportunityAnalysis, id)

    def intervention(self, id: str) -> InterventionAnalysis:
        """What is said about the intervention with this id; KeyError without one."""
        return self._of(InterventionAnalysis, id)

    def _of(self, cls: type[T], id: str) -> T:
        found = self.by_id[id]
        if not isinstance(found, cls):
            raise KeyError(id)
        return found
