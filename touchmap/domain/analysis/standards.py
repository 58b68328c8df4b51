"""Standards and measures: which exist, which are needed, which nothing checks, and how often they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from touchmap.domain.analysis.figures import SHARE, Figure
from touchmap.domain.analysis.results import Coverage
from touchmap.domain.records import Measure, Standard


def status_of(record: Standard | Measure) -> str:
    """The status that was stated, else `needed`: what nobody says exists does not."""
    return record.status or "needed"


def unmeasured(standards: Iterable[Standard], measures: Iterable[Measure]) -> tuple[str, ...]:
    """Standards that exist or are needed and that no measure names."""
    checked = {measure.standard for measure in measures}
    return tuple(s.id for s in standards if status_of(s) != "not needed" and s.id not in checked)


def plausible(measure: Measure) -> bool:
    """Whether a measure says how many cases were within tolerance out of how many, and the two fit together."""
    return (
        measure.measured is not None and measure.within is not None and 0 < measure.measured >= measure.within
    )


def compliance(measures: Iterable[Measure]) -> Figure:
    """Cases within tolerance ÷ cases measured, over the measures that say both."""
    sound = [measure for measure in measures if plausible(measure)]
    measured = sum(measure.measured or 0 for measure in sound)
    within = sum(measure.within or 0 for measure in sound)
    return Figure(within / measured if measured else None, measured, "compliance", SHARE)


def coverage(standards: Sequence[Standard], measures: Sequence[Measure]) -> Coverage:
    """Standards and measures counted by status, with compliance."""
    by_status = [status_of(standard) for standard in standards]
    checks = [status_of(measure) for measure in measures]
    return Coverage(
        standards_exist=by_status.count("exists"),
        standards_needed=by_status.count("needed"),
        standards_not_needed=by_status.count("not needed"),
        measures_exist=checks.count("exists"),
        measures_needed=checks.count("needed"),
        unmeasured=unmeasured(standards, measures),
        compliance=compliance(measures),
    )


def kept(standard: Standard, measure: Measure) -> bool | None:
    """Whether the measure's last value keeps the standard; None when that cannot be told (no value, other units).

    Better `higher` (as when left out): value ≥ target − tolerance; `lower`: ≤ target + tolerance; `exact`: within
    tolerance of the target on both sides.
    """
    if standard.target is None or measure.current is None or not same_unit(standard, measure):
        return None
    tolerance = standard.tolerance or 0.0
    # A billionth of slack: 0.3 is not to miss 0.1 + 0.2.
    slack = 1e-9 * max(1.0, abs(standard.target), abs(measure.current))
    too_low = measure.current < standard.target - tolerance - slack
    too_high = measure.current > standard.target + tolerance + slack
    if standard.better == "lower":
        return not too_high
    if standard.better == "exact":
        return not too_low and not too_high
    return not too_low


def same_unit(standard: Standard, measure: Measure) -> bool:
    """Whether a measure is in its standard's unit; one that was left out is."""
    return measure.unit is None or (standard.unit or "").casefold() == measure.unit.casefold()
