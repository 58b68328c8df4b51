"""Standards and what checks them: target, last value, how often it was kept, and a gauge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.model import Model
from touchmap.domain.records import Measure, Standard
from touchmap.report.charts.text import figure
from touchmap.report.content.marks import gauge
from touchmap.report.content.wording import THIN, amount, day, percent, short

_SIGNS = {"lower": f"≤{THIN}", "higher": f"≥{THIN}", "exact": f"={THIN}"}


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One standard. `status` is exists, needed or not needed; `picture` empty without numbers; `checks` how it is measured."""

    attribute: str
    target: str
    status: str
    owner: str
    now: str
    kept: str
    verdict: str
    picture: Markup | str
    checks: tuple[str, ...]


def standard_lines(model: Model, touchpoint: str, most: int) -> tuple[tuple[StandardLine, ...], int]:
    """The touchpoint's standards with their measures, then measures of no standard; and how many were left out."""
    standards, measures = model.children(Standard, touchpoint), model.children(Measure, touchpoint)
    by_standard = {s.id: [m for m in measures if m.standard == s.id] for s in standards}
    loose = [m for m in measures if m.standard not in by_standard]
    made = [_line(s, by_standard[s.id]) for s in standards] + [_loose(m) for m in loose]
    return tuple(made[:most]), max(0, len(made) - most)


def target_of(standard: Standard) -> str:
    """The target with its sign, unit and tolerance: `≤ 20 min (± 5)`; empty without a number."""
    if standard.target is None:
        return ""
    said = _SIGNS[standard.better or "higher"] + amount(standard.target, standard.unit)
    return said + (f" (±{THIN}{figure(standard.tolerance, 2)})" if standard.tolerance else "")


def _line(standard: Standard, measures: Sequence[Measure]) -> StandardLine:
    checked = next(
        (m for m in measures if m.current is not None or m.measured), measures[0] if measures else None
    )
    now = (
        amount(checked.current, checked.unit or standard.unit)
        if checked and checked.current is not None
        else ""
    )
    share = _kept_share(checked)
    kept = f"{percent(share)} kept, n{THIN}={THIN}{checked.measured}" if checked and share is not None else ""
    good = _met(standard, checked)
    name = short(standard.attribute, 110)
    return StandardLine(
        name,
        target_of(standard),
        standard.status or "needed",
        short(standard.owner, 50),
        now,
        kept,
        {True: "met", False: "missed", None: ""}[good],
        _picture(name, standard, checked, share, good),
        tuple(_check(m) for m in measures[:3]),
    )


def _loose(measure: Measure) -> StandardLine:
    now = amount(measure.current, measure.unit) if measure.current is not None else ""
    return StandardLine(
        short(measure.name, 110), "", "no standard", "", now, "", "", "", (_check(measure, named=False),)
    )


def _kept_share(measure: Measure | None) -> float | None:
    if measure is None or not measure.measured or measure.within is None:
        return None
    return min(measure.within / measure.measured, 1.0)


def _met(standard: Standard, measure: Measure | None) -> bool | None:
    """Whether the last value is within tolerance of the target; None when either is missing."""
    if measure is None or measure.current is None or standard.target is None:
        return None
    slack = standard.tolerance or 0
    if standard.better == "lower":
        return measure.current <= standard.target + slack
    if standard.better == "exact":
        return abs(measure.current - standard.target) <= slack
    return measure.current >= standard.target - slack


def _picture(
    name: str, standard: Standard, measure: Measure | None, share: float | None, good: bool | None
) -> Markup | str:
    value, target = (measure.current if measure else None), standard.target
    if value is None or target is None:
        if share is None:
            return ""
        return gauge(f"{name}: kept in {percent(share)} of cases", share, None, good)
    if min(value, target) < 0:
        return ""
    largest = 1.0 if standard.unit == "%" and max(value, target) <= 100 else 0.0
    whole = 100.0 if largest else max(value, target) * 1.12 or 1.0
    title = f"{name}: {amount(value, standard.unit)} against a target of {target_of(standard)}"
    return gauge(title, value / whole, target / whole, good)


def _check(measure: Measure, named: bool = True) -> str:
    parts = [short(measure.name, 90)] if named else []
    parts += [short(measure.method, 90), short(measure.frequency, 40)]
    if measure.last_checked:
        parts.append(f"last checked {day(measure.last_checked)}")
    said = ", ".join(part for part in parts if part)
    return (
        said
        if measure.status == "exists" or measure.current is not None
        else f"measure needed: {said or 'not yet named'}"
    )
