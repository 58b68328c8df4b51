"""The emotion curve in words and numbers: peak, end, lowest and highest point, peak–end beside the mean."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean

from touchmap.domain.analysis.figures import Figure
from touchmap.domain.analysis.results import EmotionCurve, TouchpointAnalysis

ON_SCALE = "on −2…+2"


def curve(touchpoints: Iterable[TouchpointAnalysis]) -> EmotionCurve:
    """The curve over touchpoints in station order; those without ratings are gaps, not zeros.

    Peak–end (Kahneman & Fredrickson 1993): the mean of the median with the largest absolute value (ties to the later
    one) and the last median. Lowest and highest go to the earlier one in a tie.
    """
    listed = tuple(touchpoints)
    current = tuple((one.id, one.current.emotion.median) for one in listed)
    desired = tuple((one.id, one.desired.emotion.median) for one in listed)
    rated = [(id, value) for id, value in current if value is not None]
    if not rated:
        nothing = Figure(None, 0, "peak-end", ON_SCALE)
        return EmotionCurve(
            current, desired, None, None, None, None, nothing, Figure(None, 0, "emotion", ON_SCALE)
        )
    peak, peak_value = max(reversed(rated), key=lambda point: abs(point[1]))
    end, end_value = rated[-1]
    return EmotionCurve(
        current=current,
        desired=desired,
        peak=peak,
        end=end,
        lowest=min(rated, key=lambda point: point[1])[0],
        highest=max(rated, key=lambda point: point[1])[0],
        peak_end=Figure((peak_value + end_value) / 2, len(rated), "peak-end", ON_SCALE),
        mean=Figure(
            fmean(value for _, value in rated), len(rated), "emotion", ON_SCALE, "Mean of the medians."
        ),
    )
