"""The parts that an analysis is put together from: minutes, paths, endings, ratings, scores, coverage, evidence."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.domain.analysis.figures import Distribution, Figure

DEAD_END = "dead end"
NEVER_ENDS = "never ends"


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes by value class (Rother & Shook 1999; George 2002); `lead` is all that pass for the customer.

    value_added + necessary + non_value_added + unclassified + unexplained = lead. `unexplained` is the part of the
    stated lead time that no activity accounts for; `excess` is by how much the activities exceed the stated lead time
    (then their sum is used as lead time). `wastes` pairs each waste that occurs with its minutes, largest first;
    non-value-added minutes without a waste type stand under "no type given". All zero without data (`known` False).
    """

    lead: float = 0.0
    value_added: float = 0.0
    necessary: float = 0.0
    non_value_added: float = 0.0
    unclassified: float = 0.0
    unexplained: float = 0.0
    excess: float = 0.0
    wastes: tuple[tuple[str, float], ...] = ()
    activities: int = 0
    classified: int = 0
    known: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a journey; `share` is the product of its shares (customers who go exactly this way).

    `ending` is an outcome's id, or None when the path stops at a touchpoint without a way on. Parallel transitions
    between two touchpoints are one step whose share is their sum; `transitions` names the largest of them.
    """

    touchpoints: tuple[str, ...]
    transitions: tuple[str, ...]
    ending: str | None
    share: float
    assumed: bool
    minutes: Minutes
    pce: Figure


@dataclass(frozen=True, slots=True)
class TransitionAnalysis:
    """A way as it is used: `share` after missing shares were filled in and sums made 1; `flow` = uses per customer.

    `stated` is the share as written, None if it was not; `assumed` says that the share (or, in a journey without
    transitions, the way itself) is our assumption. `back` says that it leads to an earlier place or the same one.
    """

    id: str
    source: str
    target: str
    kind: str
    share: float
    stated: float | None
    assumed: bool
    flow: float
    back: bool


@dataclass(frozen=True, slots=True)
class Driver:
    """How passing a touchpoint changes the chance of an outcome (conditional probabilities of the Markov chain).

    `with_it` = P(outcome | passes), `without` = P(outcome | does not pass), `overall` = P(outcome);
    `passes` = P(passes). `change` = with_it − overall orders the drivers, largest absolute value first.
    """

    touchpoint: str
    with_it: float
    without: float | None
    overall: float
    passes: float

    @property
    def change(self) -> float:
        """By how much passing raises (or lowers) the chance of the outcome, in shares."""
        return self.with_it - self.overall


@dataclass(frozen=True, slots=True)
class EndingAnalysis:
    """How often and how a journey ends in one way: an outcome, a dead end, or never.

    `id` is the outcome's id, or `DEAD_END` or `NEVER_ENDS`; `result` is loyal, satisfied, indifferent or lost, None
    for the last two. `minutes` is the expected time of those who end here. `unavoidable` holds the touchpoints that
    each of them has passed, in station order; `path` is the most likely way here.
    """

    id: str
    name: str
    result: str | None
    probability: Figure
    minutes: Figure
    unavoidable: tuple[str, ...]
    path: Path | None
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """Touchpoints that a customer can come back to (a strongly connected part of the journey).

    `extra_visits` is the expected number of visits beyond the first of each, per customer; `extra_minutes` what they
    cost. `exits` is false when no way leads out. `returns` are the transitions that lead back.
    """

    touchpoints: tuple[str, ...]
    returns: tuple[str, ...]
    extra_visits: Figure
    extra_minutes: Figure
    exits: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure transition, and the recovery transitions that can be reached from where it leads."""

    transition: str
    source: str
    target: str
    share: float
    flow: float
    recoveries: tuple[str, ...]

    @property
    def recovered(self) -> bool:
        """Whether there is any recovery."""
        return bool(self.recoveries)


@dataclass(frozen=True, slots=True)
class EmotionCurve:
    """The curve's summary: medians only, in station order, over touchpoints that were rated.

    `peak_end` = (peak + end) / 2 (Kahneman & Fredrickson 1993), a heuristic; `mean` of the medians stands beside it.
    `peak` is the largest absolute median, ties to the later one. `lowest` and `highest` name touchpoints.
    """

    current: tuple[tuple[str, float | None], ...]
    desired: tuple[tuple[str, float | None], ...]
    peak: str | None
    end: str | None
    lowest: str | None
    highest: str | None
    peak_end: Figure
    mean: Figure


@dataclass(frozen=True, slots=True)
class WasteBar:
    """One bar of the Pareto: minutes of a waste (or of a touchpoint's waste), and the running share of the total."""

    name: str
    minutes: float
    share: float
    cumulative: float


@dataclass(frozen=True, slots=True)
class Ratings:
    """What people rated, one distribution per scale; those nobody used have n = 0.

    `raters` counts people, at the least: over a journey, ratings that name nobody may be one person's.
    """

    raters: int
    emotion: Distribution
    personal: Distribution
    performance: Distribution
    rational: Distribution
    bond: Distribution
    importance: Distribution
    ease: Distribution
    recommend: Distribution


@dataclass(frozen=True, slots=True)
class Scores:
    """The three scores that boards know: NPS with its standard error, CSAT (% top two of five), CES (% 5–7 and mean)."""

    nps: Figure
    nps_se: Figure
    csat: Figure
    ces: Figure
    ces_mean: Figure


@dataclass(frozen=True, slots=True)
class Coverage:
    """Standards and measures by status; `unmeasured` are standards that exist or are needed and no measure checks.

    `compliance` = cases within tolerance ÷ cases measured, n = cases measured.
    """

    standards_exist: int
    standards_needed: int
    standards_not_needed: int
    measures_exist: int
    measures_needed: int
    unmeasured: tuple[str, ...]
    compliance: Figure


@dataclass(frozen=True, slots=True)
class BehaviourAnalysis:
    """What holds a behaviour back: `constraint` is ability, motivation or both, whichever is rated lower; None if not rated.

    `obstacle` is true when the situation (opportunity) is rated below both. `desired_score` and `opposite_score` are
    +1 rewarded, 0 ignored, −1 punished; `misaligned` is true if opposite ≥ desired, None if either is unknown.
    """

    id: str
    touchpoint: str
    constraint: str | None
    level: int | None
    obstacle: bool
    desired_score: int | None
    opposite_score: int | None
    misaligned: bool | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many statements, causes or other records rest on what: one count per grade, in rising order of strength."""

    assumed: int
    staff_story: int
    customer_story: int
    measured: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.assumed + self.staff_story + self.customer_story + self.measured


@dataclass(frozen=True, slots=True)
class Consent:
    """Stories by whether they may be retold."""

    yes: int
    anonymous: int
    no: int

    @property
    def total(self) -> int:
        """All stories."""
        return self.yes + self.anonymous + self.no
