"""Rules about what people perceive: two camps, people who carry a poor operation, satisfaction without a bond."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from touchmap.domain.analysis.figures import QUADRANTS, Distribution, Quadrant
from touchmap.domain.analysis.perceptions import RATED
from touchmap.domain.analysis.results import Ratings, TouchpointAnalysis
from touchmap.domain.records import Perception
from touchmap.domain.rules.seen import Notice, Seen, plural, rule

perception_rule = partial(rule, subject="Perceptions")

FEW = 5
APART = 0.5  # of the scale's width: two groups as far apart see two different services
_KIND_OF_EMOTION = (
    (-1.25, "very bad"),
    (-0.25, "bad"),
    (0.25, "neutral"),
    (1.25, "good"),
    (2.0, "very good"),
)


def number(value: float) -> str:
    """A median as people write it, with a true minus."""
    return f"{round(value, 1):g}".replace("-", "−")


def feeling(value: float) -> str:
    """The word for an emotion."""
    return next(word for most, word in _KIND_OF_EMOTION if value <= most)


def distributions(rated: Ratings) -> Iterator[Distribution]:
    """Each scale's distribution, in the order of the scales."""
    return (getattr(rated, key) for key in RATED)


@perception_rule(
    "TM401",
    "warning",
    "Split opinion",
    why="The same service is seen in two opposite ways; a mean would hide both.",
    remedy="Find out what differs between the two camps: what they were told, by whom, and when.",
)
def split_opinion(seen: Seen) -> Iterator[Notice]:
    found = [
        (one, rated)
        for touchpoint in seen.touchpoints
        if (rated := [one for one in distributions(touchpoint.current) if one.split])
        for one in [touchpoint]
    ]
    found.sort(key=lambda pair: min(one.consensus or 0.0 for one in pair[1]))
    for touchpoint, rated in found:
        worst = min(rated, key=lambda one: one.consensus or 0.0)
        others = [one.scale.label.lower() for one in rated if one is not worst]
        also = f"; also on {', '.join(others)}" if others else ""
        sentence = (
            f"Opinions on {seen.name(touchpoint.id)} are split on {worst.scale.label.lower()}: "
            f"agreement {worst.consensus:.2f}, half of {plural(worst.n, 'rating')} "
            f"between {number(worst.q1 or 0.0)} and {number(worst.q3 or 0.0)}{also}."
        )
        yield Notice(touchpoint.id, sentence)


def _in_quadrant(seen: Seen, square: str, name: str) -> list[tuple[TouchpointAnalysis, Quadrant]]:
    """Touchpoints clearly in a quadrant (not on a line), those farthest into it first."""
    corner = QUADRANTS[square].index(name)
    right = corner in (1, 3)
    top = corner in (0, 1)
    found = []
    for touchpoint in seen.touchpoints:
        placed: Quadrant = getattr(touchpoint, square.replace("-", "_"))
        if placed.name == name and not placed.on_line:
            found.append((touchpoint, placed))

    def depth(pair: tuple[TouchpointAnalysis, Quadrant]) -> float:
        placed = pair[1]
        across = ((placed.x or 0.0) - placed.x_cross) * (1 if right else -1)
        up = ((placed.y or 0.0) - placed.y_cross) * (1 if top else -1)
        return -(across + up)

    return sorted(found, key=depth)


@perception_rule(
    "TM402",
    "warning",
    "People carry it",
    why="Excellent people make up for poor standards, until they tire or leave; teaching them more changes nothing.",
    remedy="Leave the people alone and mend the performance: standards, measures, tools, and the operation behind them.",
)
def people_carry_it(seen: Seen) -> Iterator[Notice]:
    for touchpoint, placed in _in_quadrant(seen, "two-ps", "people carry it"):
        sentence = (
            f"At {seen.name(touchpoint.id)} people carry it: personal service {number(placed.y or 0.0)}, "
            f"performance {number(placed.x or 0.0)} of 5 (medians of {plural(placed.n, 'person', 'people')})."
        )
        yield Notice(touchpoint.id, sentence)


@perception_rule(
    "TM403",
    "warning",
    "Satisfied without a bond",
    why="Customers who are satisfied and feel no bond behave like dissatisfied ones.",
    remedy="Ask what would make this contact personal: a name, a reason, a choice, a word afterwards.",
)
def satisfied_without_bond(seen: Seen) -> Iterator[Notice]:
    for touchpoint, placed in _in_quadrant(seen, "rational-emotional", "satisfied without a bond"):
        sentence = (
            f"{seen.name(touchpoint.id)} satisfies ({number(placed.x or 0.0)} of 5) and leaves no bond "
            f"({number(placed.y or 0.0)} of 5; medians of {plural(placed.n, 'person', 'people')})."
        )
        yield Notice(touchpoint.id, sentence)


@perception_rule(
    "TM404",
    "warning",
    "Concentrate here",
    why="It matters much to customers and is done poorly.",
    remedy="Put it at the top of the list: its causes first, then what to do.",
)
def concentrate_here(seen: Seen) -> Iterator[Notice]:
    for touchpoint, placed in _in_quadrant(seen, "importance-performance", "Concentrate here"):
        sentence = (
            f"Concentrate here: {seen.name(touchpoint.id)} matters {number(placed.y or 0.0)} and performs "
            f"{number(placed.x or 0.0)} of 5 (medians of {plural(placed.n, 'person', 'people')})."
        )
        yield Notice(touchpoint.id, sentence)


@perception_rule(
    "TM405",
    "info",
    "Lowest point",
    why="The lowest point and the end are what customers tell others.",
    remedy="Start with the lowest point; a good end helps more than a good middle.",
)
def lowest_point(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        curve = journey.emotion
        at = dict(curve.current).get(curve.lowest or "")
        if curve.lowest is not None and curve.end is not None and at is not None and at < 0:
            end = dict(curve.current)[curve.end] or 0.0
            sentence = (
                f"The lowest point of {seen.name(journey.id)} is {seen.name(curve.lowest)} ({number(at)}, {feeling(at)}); "
                f"it ends at {number(end)}. Peak–end {curve.peak_end.text}, mean {curve.mean.text}."
            )
            yield Notice(curve.lowest, sentence, (curve.end,))


@perception_rule(
    "TM406",
    "warning",
    "Desired below current",
    why="The desired state is to be better; here it was rated worse, so a rating or a state is mixed up.",
    remedy="Ask the raters again which of the two states they meant.",
)
def desired_below_current(seen: Seen) -> Iterator[Notice]:
    for touchpoint in seen.touchpoints:
        gap = touchpoint.emotion_gap.value
        if gap is not None and gap < 0:
            now, should = touchpoint.current.emotion, touchpoint.desired.emotion
            sentence = (
                f"At {seen.name(touchpoint.id)} the desired emotion ({number(should.median or 0.0)}, n = {should.n}) "
                f"is below the current one ({number(now.median or 0.0)}, n = {now.n})."
            )
            yield Notice(touchpoint.id, sentence)


@perception_rule(
    "TM407",
    "info",
    "Few ratings",
    why="With fewer than five ratings a median can turn with one voice, and a split cannot be seen.",
    remedy="Ask more people, and another group, before deciding on it.",
)
def few_ratings(seen: Seen) -> Iterator[Notice]:
    for touchpoint in seen.touchpoints:
        if 0 < touchpoint.current.raters < FEW:
            sentence = f"{seen.name(touchpoint.id)} was rated by {plural(touchpoint.current.raters, 'person', 'people')} only."
            yield Notice(touchpoint.id, sentence)


@perception_rule(
    "TM408",
    "warning",
    "Somebody rated twice",
    why="Their voice counts double in every median.",
    remedy="Keep one rating for each person, touchpoint and state.",
)
def rated_twice(seen: Seen) -> Iterator[Notice]:
    for touchpoint in seen.touchpoints:
        given = Counter(
            (one.person, one.state or "current")
            for one in seen.model.children(Perception, touchpoint.id)
            if one.person is not None
        )
        twice = sum(count > 1 for count in given.values())
        if twice:
            sentence = f"{plural(twice, 'person', 'people')} rated {seen.name(touchpoint.id)} more than once in the same state."
            yield Notice(touchpoint.id, sentence)


@perception_rule(
    "TM409",
    "warning",
    "Groups see two different services",
    why="Those who give the service and those who get it do not see the same; each acts on what they see.",
    remedy="Show both groups both distributions, and let them explain.",
)
def groups_apart(seen: Seen) -> Iterator[Notice]:
    for touchpoint in seen.touchpoints:
        for one in distributions(touchpoint.current):
            if len(one.groups) > 1:
                low = min(one.groups, key=lambda group: group.median)
                high = max(one.groups, key=lambda group: group.median)
                if high.median - low.median >= APART * one.scale.width and min(low.n, high.n) >= 3:
                    sentence = (
                        f"On {one.scale.label.lower()} at {seen.name(touchpoint.id)}, {high.name} say {number(high.median)} "
                        f"(n = {high.n}) and {low.name} {number(low.median)} (n = {low.n})."
                    )
                    yield Notice(touchpoint.id, sentence)


RULES = (
    split_opinion,
    people_carry_it,
    satisfied_without_bond,
    concentrate_here,
    lowest_point,
    desired_below_current,
    few_ratings,
    rated_twice,
    groups_apart,
)
