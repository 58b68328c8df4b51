"""Rules about the two states, and about the standards and measures that should hold them together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from touchmap.domain.analysis.standards import kept, plausible, same_unit, status_of
from touchmap.domain.records import Measure, Standard, Statement, Touchpoint
from touchmap.domain.rules.seen import Notice, Seen, rule

state_rule = partial(rule, subject="Current and desired")
standard_rule = partial(rule, subject="Standards and measures")

# How old a check may be, in days, by the frequency it was promised with: about three times the interval.
STALE_AFTER = (
    (("week",), 30),
    (("month",), 92),
    (("quarter",), 275),
    (("year", "annual"), 550),
    (("hour", "shift", "day", "daily", "continuous", "real time", "real-time", "always", "each", "every"), 7),
)
STALE_OTHERWISE = 550


@state_rule(
    "TM201",
    "warning",
    "Touchpoint without a current state",
    why="Without what is happening there is no gap, and nothing to compare with later.",
    remedy="Write down one observed fact per line, with what backs it.",
)
def no_current(seen: Seen) -> Iterator[Notice]:
    return _without(seen, "current", "what is happening now")


@state_rule(
    "TM202",
    "warning",
    "Touchpoint without a desired state",
    why="Without what should happen nobody can tell whether it got better.",
    remedy="Write down what the customer should find here, so that it can be seen or counted.",
)
def no_desired(seen: Seen) -> Iterator[Notice]:
    return _without(seen, "desired", "what should happen")


def _without(seen: Seen, state: str, words: str) -> Iterator[Notice]:
    for touchpoint in seen.model.all(Touchpoint):
        if not any(one.state == state for one in seen.model.children(Statement, touchpoint.id)):
            yield Notice(touchpoint.id, f"{seen.name(touchpoint.id)} does not say {words}.")


@state_rule(
    "TM203",
    "warning",
    "Gap without a cause",
    why="A remedy for a gap whose cause is unknown is a guess.",
    remedy="Ask why, five times if need be, and hang the causes on this touchpoint.",
)
def gap_without_cause(seen: Seen) -> Iterator[Notice]:
    for touchpoint in seen.touchpoints:
        states = {one.state for one in seen.model.children(Statement, touchpoint.id)}
        felt = touchpoint.emotion_gap.value or 0.0
        if not touchpoint.causes and (states == {"current", "desired"} or felt > 0):
            gap = f" (emotion {felt:g} steps below the desired)" if felt > 0 else ""
            yield Notice(touchpoint.id, f"Nobody has said why {touchpoint_gap(seen, touchpoint.id)}{gap}.")


def touchpoint_gap(seen: Seen, id: str) -> str:
    """The words for a touchpoint's gap."""
    return f"{seen.name(id)} is not as it should be"


@standard_rule(
    "TM211",
    "warning",
    "Standard that is needed and missing",
    why="Where nobody has said what good is, each does their best, and customers get luck.",
    remedy="Set the target with its unit and tolerance, name an owner, and set its status to exists.",
)
def standard_missing(seen: Seen) -> Iterator[Notice]:
    for touchpoint in seen.touchpoints:
        needed = tuple(
            one.id for one in seen.model.children(Standard, touchpoint.id) if status_of(one) == "needed"
        )
        if needed:
            exist = touchpoint.coverage.standards_exist
            are = "1 standard is" if len(needed) == 1 else f"{len(needed)} standards are"
            sentence = (
                f"At {seen.name(touchpoint.id)} {are} needed and {exist} in force: {seen.names(needed)}."
            )
            yield Notice(touchpoint.id, sentence, needed)


@standard_rule(
    "TM212",
    "warning",
    "Standard that nothing measures",
    why="A standard that nothing checks is a wish.",
    remedy="Add a measure that names this standard: how, how often, by whom.",
)
def unmeasured_standard(seen: Seen) -> Iterator[Notice]:
    for id in seen.analysis.coverage.unmeasured:
        yield Notice(id, f"Nothing measures the standard {seen.name(id)}.")


@standard_rule(
    "TM213",
    "warning",
    "Measure that was never taken",
    why="It is said to exist, and there is no value: nobody knows whether the standard is kept.",
    remedy="Take it once before the next meeting, and enter the value and the day.",
)
def never_checked(seen: Seen) -> Iterator[Notice]:
    for measure in seen.model.all(Measure):
        taken = measure.current is not None or measure.measured or measure.last_checked is not None
        if status_of(measure) == "exists" and not taken:
            yield Notice(measure.id, f"The measure {seen.name(measure.id)} exists and has no value.")


@standard_rule(
    "TM214",
    "info",
    "Measure that is out of date",
    why="An old value says how it was.",
    remedy="Take it again, or change the frequency to one that is kept.",
)
def stale_measure(seen: Seen) -> Iterator[Notice]:
    if seen.day is None:
        return
    for measure in seen.model.all(Measure):
        if measure.last_checked is not None:
            age = (seen.day - measure.last_checked).days
            allowed = allowed_age(measure.frequency)
            if age > allowed:
                promised = f", promised “{measure.frequency}”" if measure.frequency else ""
                yield Notice(
                    measure.id, f"{seen.name(measure.id)} was last checked {age} days before{promised}."
                )


def allowed_age(frequency: str | None) -> int:
    """How many days old a check may be, by the words of its frequency."""
    words = (frequency or "").casefold()
    return next(
        (days for found, days in STALE_AFTER if any(word in words for word in found)), STALE_OTHERWISE
    )


@standard_rule(
    "TM215",
    "warning",
    "Standard that is not kept",
    why="The last value is outside the tolerance that the organisation set itself.",
    remedy="Find the cause before changing the target.",
)
def not_kept(seen: Seen) -> Iterator[Notice]:
    for measure in seen.model.all(Measure):
        standard = seen.model.find(Standard, measure.standard)
        if standard is not None and kept(standard, measure) is False:
            unit = f" {standard.unit}" if standard.unit else ""
            tolerance = f" ± {standard.tolerance:g}" if standard.tolerance else ""
            cases = ""
            if plausible(measure):
                cases = f" ({measure.within:,} of {measure.measured:,} cases were within tolerance)"
            sentence = (
                f"{seen.name(standard.id)}: the last value is {measure.current:g}{unit}, "
                f"the target {standard.target:g}{tolerance}{unit}{cases}."
            )
            yield Notice(measure.id, sentence, (standard.id,))


@standard_rule(
    "TM216",
    "error",
    "More cases kept than measured",
    why="Compliance would be above 100 %; the measure is left out of every figure.",
    remedy="Check both numbers: “within” counts some of the cases in “measured”.",
)
def within_over_measured(seen: Seen) -> Iterator[Notice]:
    for measure in seen.model.all(Measure):
        if measure.within is not None and measure.within > (measure.measured or 0):
            out_of = f"out of {measure.measured or 0:,}"
            sentence = f"{seen.name(measure.id)} counts {measure.within:,} cases within tolerance {out_of}."
            yield Notice(measure.id, sentence)


@standard_rule(
    "TM217",
    "info",
    "Measure in another unit than its standard",
    why="The value cannot be held against the target.",
    remedy="Write both in the same unit.",
)
def other_unit(seen: Seen) -> Iterator[Notice]:
    for measure in seen.model.all(Measure):
        standard = seen.model.find(Standard, measure.standard)
        if standard is not None and not same_unit(standard, measure):
            own = standard.unit or "no unit"
            sentence = f"{seen.name(measure.id)} is in {measure.unit}, its standard in {own}."
            yield Notice(measure.id, sentence, (standard.id,))


@standard_rule(
    "TM218",
    "info",
    "Standard without an owner or a target",
    why="A promise without a number cannot be kept or broken, and one without an owner is nobody's.",
    remedy="Give it a target with its unit, and the role that answers for it.",
)
def vague_standard(seen: Seen) -> Iterator[Notice]:
    for standard in seen.model.all(Standard):
        missing = [
            word for given, word in ((standard.target, "target"), (standard.owner, "owner")) if given is None
        ]
        if status_of(standard) == "exists" and missing:
            yield Notice(
                standard.id, f"The standard {seen.name(standard.id)} has no {' and no '.join(missing)}."
            )


RULES = (
    no_current,
    no_desired,
    gap_without_cause,
    standard_missing,
    unmeasured_standard,
    never_checked,
    stale_measure,
    not_kept,
    within_over_measured,
    other_unit,
    vague_standard,
)
