"""Rules about activities: waste, value that customers would not pay for, and minutes that do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from touchmap.domain.analysis.figures import minutes, percent
from touchmap.domain.analysis.value import UNTYPED
from touchmap.domain.records import Activity
from touchmap.domain.rules.seen import Notice, Seen, plural, rule

value_rule = partial(rule, subject="Value and waste")

UNEXPLAINED_SHARE = 0.2


@value_rule(
    "TM301",
    "warning",
    "Largest waste",
    why="A third of the waste often sits at one touchpoint: it is where minutes are won.",
    remedy="Ask of each minute here: would the customer pay for it if they knew?",
)
def largest_waste(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        if journey.wasteful and journey.weighted.lead > 0:
            worst = journey.wasteful[0]
            wasted = journey.weighted.non_value_added
            named = [bar for bar in journey.wastes if bar.name != UNTYPED]
            kind = f"; the largest kind is {named[0].name} ({percent(named[0].share)} of it)" if named else ""
            lead = journey.weighted.lead
            sentence = (
                f"{minutes(wasted)} of {minutes(lead)} per customer are waste ({percent(wasted / lead)}); "
                f"{minutes(worst.minutes)} of them at {seen.name(worst.name)}{kind}."
            )
            yield Notice(worst.name, sentence, tuple(bar.name for bar in journey.wasteful[:3]))


@value_rule(
    "TM302",
    "info",
    "Unclassified activities",
    why="They count neither as value nor as waste, so efficiency is only known within a range.",
    remedy="Ask the room: does the customer care, does it change anything, is it right first time?",
)
def unclassified(seen: Seen) -> Iterator[Notice]:
    for touchpoint in seen.touchpoints:
        found = tuple(
            one.id
            for one in seen.model.children(Activity, touchpoint.id)
            if one.value_class in (None, "unclassified")
        )
        if found:
            spent = touchpoint.minutes.unclassified
            cost = f" ({minutes(spent)})" if spent else ""
            many = f"{plural(len(found), 'activity', 'activities')}{cost}"
            are = "is" if len(found) == 1 else "are"
            sentence = f"{many} at {seen.name(touchpoint.id)} {are} not classified yet."
            yield Notice(touchpoint.id, sentence, found)


@value_rule(
    "TM303",
    "info",
    "Waste without a type",
    why="The kind of waste says what to do about it.",
    remedy="Choose one of the eight kinds: "
    "defects, over-production, waiting, unused talent, transport, inventory, motion, extra processing.",
)
def untyped_waste(seen: Seen) -> Iterator[Notice]:
    for activity in seen.model.all(Activity):
        if activity.value_class == "non-value-added" and activity.waste is None:
            yield Notice(
                activity.id, f"{seen.name(activity.id)} adds no value; the kind of waste is not stated."
            )


@value_rule(
    "TM304",
    "warning",
    "Business-necessary without a reason",
    why="Without a named reason “necessary” is a habit, and hides waste.",
    remedy="Name the law, contract or risk that requires it; if there is none, class it as non-value-added.",
)
def necessary_without_reason(seen: Seen) -> Iterator[Notice]:
    for activity in seen.model.all(Activity):
        if activity.value_class == "business-necessary" and not (activity.reason or "").strip():
            yield Notice(
                activity.id, f"{seen.name(activity.id)} is called business-necessary, and nobody says why."
            )


@value_rule(
    "TM305",
    "warning",
    "Value that the customer would not pay for",
    why="If customers would not pay for it if they knew, it is not value-added, and efficiency is overstated.",
    remedy="Class it as business-necessary with a reason, or as non-value-added with its waste.",
)
def would_not_pay(seen: Seen) -> Iterator[Notice]:
    for activity in seen.model.all(Activity):
        if activity.value_class == "value-added" and activity.would_pay == "no":
            sentence = f"{seen.name(activity.id)} is classed as value-added, and customers would not pay for it if they knew."
            yield Notice(activity.id, sentence)


@value_rule(
    "TM306",
    "warning",
    "Activities longer than the lead time",
    why="More minutes are listed than pass for the customer; the sum is used as lead time.",
    remedy="Correct the lead time, or list only what the customer waits for when things run at the same time.",
)
def longer_than_lead(seen: Seen) -> Iterator[Notice]:
    for touchpoint in seen.touchpoints:
        own = touchpoint.minutes
        if own.excess > 0.005 * own.lead:
            sentence = (
                f"The activities at {seen.name(touchpoint.id)} add up to {minutes(own.lead)}, "
                f"the lead time is {minutes(own.lead - own.excess)}."
            )
            yield Notice(touchpoint.id, sentence)


@value_rule(
    "TM307",
    "info",
    "Lead time that no activity explains",
    why="Unexplained minutes are mostly waiting that nobody wrote down.",
    remedy="Ask what happens in these minutes, from the customer's side of the counter.",
)
def unexplained_lead(seen: Seen) -> Iterator[Notice]:
    for touchpoint in seen.touchpoints:
        own = touchpoint.minutes
        if own.activities and own.unexplained > UNEXPLAINED_SHARE * own.lead:
            time = f"{minutes(own.unexplained)} of {minutes(own.lead)}"
            sentence = f"No activity explains {time} at {seen.name(touchpoint.id)}."
            yield Notice(touchpoint.id, sentence)


RULES = (
    largest_waste,
    unclassified,
    untyped_waste,
    necessary_without_reason,
    would_not_pay,
    longer_than_lead,
    unexplained_lead,
)
