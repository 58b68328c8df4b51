"""Ratings as charts with their words: everybody first, then each group that may be shown, every answer counted."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.figures import Distribution, Scale
from touchmap.domain.analysis.perceptions import counts_of
from touchmap.domain.analysis.results import Ratings
from touchmap.report.charts.distribution import Group, distribution
from touchmap.report.charts.palette import EMOTION_TOKENS, WEB
from touchmap.web.wording import number, signed


@dataclass(frozen=True, slots=True)
class RatingChart:
    """One scale's ratings: the picture, the same in words, and what must be said beside it.

    `split` is true where people do not agree; `privacy` says which groups were put together or hidden, or is empty.
    """

    scale: Scale
    drawing: Markup
    words: str
    n: int
    split: bool
    consensus: str
    desired: str
    privacy: str


def rating_chart(current: Distribution, desired: Distribution, *, width: float = 300) -> RatingChart | None:
    """The chart of one scale; None without ratings. Never only a mean: each answer stands in it."""
    if current.n == 0:
        return None
    scale = current.scale
    steps = tuple(range(int(scale.low), int(scale.high) + 1))
    groups = [
        Group("Everybody", _counts(scale, current.values), current.median, _quartiles(current.q1, current.q3))
    ]
    groups += [
        Group(group.name, _counts(scale, group.values), group.median, (group.q1, group.q3))
        for group in current.groups
    ]
    shown = signed if scale.low < 0 else number
    words = "; ".join(
        [f"Everybody: median {shown(current.median)}, n = {current.n}"]
        + [f"{group.name}: median {shown(group.median)}, n = {group.n}" for group in current.groups]
    )
    drawn = distribution(
        f"{scale.label}. {words}",
        groups,
        scale=steps,
        labels=[shown(step) for step in steps],
        ends=(scale.low_word, scale.high_word),
        palette=WEB,
        width=width,
        height=36,
        tokens=[_token(scale, step) for step in steps],
    )
    return RatingChart(
        scale,
        Markup(drawn),
        words,
        current.n,
        current.split,
        number(current.consensus, 2) if current.consensus is not None else "",
        shown(desired.median) if desired.n else "",
        current.privacy,
    )


def charts(current: Ratings, desired: Ratings, scales: tuple[str, ...]) -> tuple[RatingChart, ...]:
    """The charts of several scales, those without ratings left out."""
    drawn = [rating_chart(getattr(current, scale), getattr(desired, scale)) for scale in scales]
    return tuple(chart for chart in drawn if chart is not None)


def _quartiles(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)


def _counts(scale: Scale, values: tuple[float, ...]) -> tuple[int, ...]:
    """How many ratings count for each point of the scale, as everywhere else."""
    return tuple(count for _, count in counts_of(scale, values))


def _token(scale: Scale, step: float) -> str:
    """The emotion colour that a step of any scale reads as: its ends are the ends of the emotion scale."""
    return EMOTION_TOKENS[min(4, int((step - scale.low) / scale.width * 4 + 0.5))]
