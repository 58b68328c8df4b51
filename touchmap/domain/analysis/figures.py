"""The small shapes that every figure is told in: a number with its n and method, a distribution, a place in a square."""

from __future__ import annotations

from dataclasses import dataclass

SHARE = "share"
MINUTES = "min"
TIMES = "times"
POINTS = "points"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with what is needed to believe it.

    `value` is None where there is no data, and then `n` is 0; nothing is ever invented. `unit` is `share` (0 to 1,
    shown as a percentage), `min`, `times`, `points` (−100 to 100) or the unit of a scale. `n` counts what the number
    was made from (ratings, activities, cases, transitions: the method says which). `method` is a key of
    `methods.METHODS`; `note` says what limits this one number, in a sentence, or is empty.
    """

    value: float | None
    n: int
    method: str
    unit: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """The number as people read it, with its unit: `31 %`, `132 min`, `1.4 times`, `no data`."""
        if self.value is None:
            return "no data"
        if self.unit == SHARE:
            return percent(self.value)
        if self.unit == MINUTES:
            return minutes(self.value)
        if self.unit == POINTS:
            return f"{round(self.value):+d}".replace("-", "−").replace("+0", "0")
        number = f"{self.value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
        return f"{number} {self.unit}".strip()


def percent(share: float) -> str:
    """A share as a percentage; a small one, or one just short of all, is not rounded away."""
    if 0 < share < 0.005:
        return "< 1 %"
    if 0.995 < share < 1 - 1e-9:
        return "> 99 %"
    return f"{share * 100:.0f} %".replace("-", "−")


def minutes(value: float) -> str:
    """Minutes: one decimal below ten, whole ones from there on."""
    number = f"{value:.1f}".removesuffix(".0") if abs(value) < 9.95 else f"{value:,.0f}"
    return f"{number} min"


@dataclass(frozen=True, slots=True)
class Scale:
    """A rating scale: its ends, and the words at them. `width` is the d of the agreement formula."""

    key: str
    low: float
    high: float
    label: str
    low_word: str
    high_word: str

    @property
    def width(self) -> float:
        """From one end to the other."""
        return self.high - self.low

    @property
    def midpoint(self) -> float:
        """The middle, where crosshairs stand by default."""
        return (self.low + self.high) / 2


SCALES: dict[str, Scale] = {
    scale.key: scale
    for scale in (
        Scale("emotion", -2, 2, "Emotion", "very bad", "very good"),
        Scale("personal", 1, 5, "Personal service", "poor", "excellent"),
        Scale("performance", 1, 5, "Performance", "poor", "excellent"),
        Scale("rational", 1, 5, "Rational satisfaction", "not at all", "completely"),
        Scale("bond", 1, 5, "Emotional bond", "none", "strong"),
        Scale("importance", 1, 5, "Importance", "does not matter", "decides"),
        Scale("ease", 1, 7, "Ease", "they made it hard", "they made it easy"),
        Scale("recommend", 0, 10, "Recommendation", "not at all", "certainly"),
        Scale("impact", 1, 5, "Impact", "little", "much"),
        Scale("effort", 1, 5, "Effort", "little", "much"),
        Scale("ability", 1, 5, "Ability", "cannot", "can well"),
        Scale("motivation", 1, 5, "Motivation", "does not want to", "wants to"),
    )
}


@dataclass(frozen=True, slots=True)
class GroupRatings:
    """The ratings of one group; `members` names the groups that were put together in it to keep people unrecognised."""

    name: str
    n: int
    values: tuple[float, ...]
    median: float
    q1: float
    q3: float
    consensus: float | None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Distribution:
    """Every rating on one scale, and what may be said about them; never only a mean.

    `values` holds each rating, sorted. `counts` pairs each whole point of the scale with how many ratings lie nearest
    to it. The five numbers, the mean and `consensus` are None without ratings (consensus: with fewer than two).
    `split` is true below 0.5 consensus with n ≥ 5. `groups` is empty when there is only one group, or when showing
    them would show a person; `privacy` then says so, or says which were put together. `only_group` is the one that all
    ratings are of, None where there are several or naming it would show a person.
    """

    scale: Scale
    n: int = 0
    values: tuple[float, ...] = ()
    counts: tuple[tuple[float, int], ...] = ()
    low: float | None = None
    q1: float | None = None
    median: float | None = None
    q3: float | None = None
    high: float | None = None
    mean: float | None = None
    consensus: float | None = None
    split: bool = False
    groups: tuple[GroupRatings, ...] = ()
    privacy: str = ""
    method: str = "distribution"
    only_group: str | None = None

    @property
    def iqr(self) -> float | None:
        """The distance between the quartiles."""
        return None if self.q1 is None or self.q3 is None else self.q3 - self.q1


@dataclass(frozen=True, slots=True)
class Quadrant:
    """Where something stands in a square of two medians.

    `x` and `y` are medians (None without ratings, and then `name` is None too). `name` is the quadrant's name; a
    median on the crosshair counts as low, and `on_line` says that it is there. `people` counts the raters who gave
    both ratings by the quadrant that their own two ratings fall into, in the square's order; `n` is their number.
    """

    method: str
    x: float | None
    y: float | None
    x_cross: float
    y_cross: float
    name: str | None
    on_line: bool
    n: int
    people: tuple[tuple[str, int], ...] = ()

    @property
    def gap(self) -> float | None:
        """y − x: in the importance–performance square, importance less performance."""
        return None if self.x is None or self.y is None else self.y - self.x


# Each square's quadrants in the order: x low y high, x high y high, x low y low, x high y low.
QUADRANTS: dict[str, tuple[str, str, str, str]] = {
    "two-ps": ("people carry it", "both strong", "both weak", "cold but reliable"),
    "rational-emotional": (
        "bonded but not satisfied",
        "satisfied and bonded",
        "neither",
        "satisfied without a bond",
    ),
    "importance-performance": ("Concentrate here", "Keep up", "Low priority", "Possible overkill"),
    "impact-effort": ("quick win", "big project", "fill-in", "not worth it"),
}
