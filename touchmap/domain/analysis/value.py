"""Minutes by value class and by waste, and process-cycle efficiency (Rother & Shook 1999; George 2002; Ohno 1988)."""

from __future__ import annotations

from collections.abc import Iterable

from touchmap.domain.analysis.figures import SHARE, Figure, percent
from touchmap.domain.analysis.figures import minutes as shown
from touchmap.domain.analysis.results import Minutes, WasteBar
from touchmap.domain.records import Activity, Touchpoint

UNTYPED = "no type given"
NOTHING = Minutes()


def touchpoint_minutes(touchpoint: Touchpoint, activities: Iterable[Activity]) -> Minutes:
    """One touchpoint's minutes: an activity counts minutes × times; without minutes it counts for nothing.

    Lead time is what was stated, or the sum of the activities where that is larger or nothing was stated.
    """
    classes = dict.fromkeys(("value-added", "business-necessary", "non-value-added", "unclassified"), 0.0)
    wastes: dict[str, float] = {}
    counted = classified = 0
    for activity in activities:
        if activity.minutes is None:
            continue
        spent = activity.minutes * (1.0 if activity.times is None else activity.times)
        value_class = activity.value_class or "unclassified"
        classes[value_class] += spent
        counted += 1
        classified += value_class != "unclassified"
        if value_class == "non-value-added":
            waste = activity.waste or UNTYPED
            wastes[waste] = wastes.get(waste, 0.0) + spent
    stated = touchpoint.lead_minutes
    done = sum(classes.values())
    lead = done if stated is None else max(done, stated)
    return Minutes(
        lead=lead,
        value_added=classes["value-added"],
        necessary=classes["business-necessary"],
        non_value_added=classes["non-value-added"],
        unclassified=classes["unclassified"],
        unexplained=lead - done,
        excess=0.0 if stated is None else max(0.0, done - stated),
        wastes=_ordered(wastes),
        activities=counted,
        classified=classified,
        known=counted > 0 or stated is not None,
    )


def added(parts: Iterable[tuple[Minutes, float]]) -> Minutes:
    """Several touchpoints' minutes, each times a weight (expected visits, or 1); counts are of those with a weight."""
    lead = value_added = necessary = wasted = unclassified = unexplained = excess = 0.0
    wastes: dict[str, float] = {}
    activities = classified = 0
    known = False
    for part, weight in parts:
        if weight <= 0 or not part.known:
            continue
        known = True
        activities += part.activities
        classified += part.classified
        lead += weight * part.lead
        value_added += weight * part.value_added
        necessary += weight * part.necessary
        wasted += weight * part.non_value_added
        unclassified += weight * part.unclassified
        unexplained += weight * part.unexplained
        excess += weight * part.excess
        for waste, spent in part.wastes:
            wastes[waste] = wastes.get(waste, 0.0) + weight * spent
    return Minutes(
        lead=lead,
        value_added=value_added,
        necessary=necessary,
        non_value_added=wasted,
        unclassified=unclassified,
        unexplained=unexplained,
        excess=excess,
        wastes=_ordered(wastes),
        activities=activities,
        classified=classified,
        known=known,
    )


def pce(minutes: Minutes) -> Figure:
    """Value-added ÷ lead minutes, 0 to 1; None while no activity is classified or no time passes.

    What is unclassified or unexplained may turn out to add value, so the note gives the range that it leaves open.
    """
    if not minutes.classified:
        return Figure(None, 0, "pce", SHARE, "No activity with minutes is classified yet.")
    if minutes.lead <= 0:
        return Figure(None, 0, "pce", SHARE, "No time passes.")
    value = min(1.0, minutes.value_added / minutes.lead)
    unknown = minutes.unclassified + minutes.unexplained
    note = ""
    if unknown > 0:
        most = percent(min(1.0, (minutes.value_added + unknown) / minutes.lead))
        open_part = f"{shown(unknown)} of {shown(minutes.lead)} are unclassified or unexplained"
        note = f"{open_part}; were all of them of value, it would be {most}."
    return Figure(value, minutes.classified, "pce", SHARE, note)


def pareto(bars: Iterable[tuple[str, float]]) -> tuple[WasteBar, ...]:
    """Bars in falling order with their share of the total and the running share; those of nothing are left out."""
    ordered = _ordered(dict(bars))
    total = sum(spent for _, spent in ordered)
    out = []
    running = 0.0
    for name, spent in ordered:
        if spent > 0:
            running += spent
            out.append(WasteBar(name, spent, spent / total, min(1.0, running / total)))
    return tuple(out)


def _ordered(found: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """Largest first; equal ones stay in the order in which they came."""
    return tuple(sorted(found.items(), key=lambda bar: -bar[1]))
