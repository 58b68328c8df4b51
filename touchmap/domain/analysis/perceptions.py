"""How people rated: distributions, agreement, quadrants, and the scores that boards know."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from touchmap.domain.analysis.figures import (
    POINTS,
    QUADRANTS,
    SCALES,
    SHARE,
    Distribution,
    Figure,
    GroupRatings,
    Quadrant,
    Scale,
)
from touchmap.domain.analysis.results import Ratings, Scores
from touchmap.domain.grouping import NO_GROUP, OTHERS, SMALLEST_GROUP, shown_as
from touchmap.domain.records import Perception, Person

SPLIT_BELOW = 0.5
SPLIT_FROM = 5


@dataclass(frozen=True, slots=True)
class Rating:
    """One value on one scale with who gave it, and where: the touchpoint or opportunity, and the step it was given in.

    `rater` is equal for ratings of the same person. Without `known` nobody is named: at one place it is one person, at
    two places it may be the same.
    """

    value: float
    group: str | None
    rater: str
    anonymous: bool
    place: str = ""
    known: bool = True


def people_of(ratings: Iterable[tuple[str, str, bool]]) -> int:
    """How many people there were at the least, from each rating's rater, place and `known`."""
    named: set[str] = set()
    places: dict[str, set[str]] = defaultdict(set)
    for rater, place, known in ratings:
        places[place].add(rater)
        if known:
            named.add(rater)
    return max(len(named), *map(len, places.values())) if places else 0


def consensus(values: Sequence[float], width: float) -> float | None:
    """Agreement after Tastle & Wierman (2007): 1 + Σ pᵢ·log₂(1 − |xᵢ − μ| / d); None for fewer than two ratings.

    1 when all are the same, 0 when half stand at each end of the scale.
    """
    if len(values) < 2:
        return None
    mean = fmean(values)
    terms = [math.log2(1 - min(abs(value - mean) / width, 1 - 1e-12)) for value in values]
    return min(1.0, max(0.0, 1 + fmean(terms)))


def quantile(ordered: Sequence[float], at: float) -> float:
    """A quantile of sorted values by linear interpolation between neighbours (Hyndman & Fan's type 7)."""
    place = (len(ordered) - 1) * at
    low = math.floor(place)
    high = math.ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def distribution(scale: Scale, ratings: Sequence[Rating], method: str = "distribution") -> Distribution:
    """Every rating and what may be said about them; without any, an empty distribution."""
    if not ratings:
        return EMPTY[scale.key] if method == "distribution" else Distribution(scale, method=method)
    ordered = tuple(sorted(rating.value for rating in ratings))
    agreement = consensus(ordered, scale.width)
    groups, privacy = by_group(scale, ratings)
    return Distribution(
        scale=scale,
        n=len(ordered),
        values=ordered,
        counts=counts_of(scale, ordered),
        low=ordered[0],
        q1=quantile(ordered, 0.25),
        median=quantile(ordered, 0.5),
        q3=quantile(ordered, 0.75),
        high=ordered[-1],
        mean=fmean(ordered),
        consensus=agreement,
        split=agreement is not None and agreement < SPLIT_BELOW and len(ordered) >= SPLIT_FROM,
        groups=groups,
        privacy=privacy,
        only_group=_only_group(ratings),
        method=method,
    )


def counts_of(scale: Scale, ordered: Iterable[float]) -> tuple[tuple[float, int], ...]:
    """How many ratings lie nearest to each whole point; halfway goes away from the middle, so that no feeling is lost."""
    points = [scale.low + step for step in range(int(scale.width) + 1)]
    counts = dict.fromkeys(points, 0)
    for value in ordered:
        away = value - scale.midpoint
        near = scale.midpoint + math.copysign(math.floor(abs(away) + 0.5), away)
        counts[near] += 1
    return tuple(counts.items())


def by_group(scale: Scale, ratings: Sequence[Rating]) -> tuple[tuple[GroupRatings, ...], str]:
    """The ratings of each group, and a sentence on what was done to keep people unrecognised.

    At each place a group of fewer than three people with a rating that was given anonymously is put together with
    `others`; should that still be fewer than three, the smallest group that is left joins it, because its ratings could
    be told by taking the shown groups from the whole. With one group left, none is named there. Over several places a
    group has just those ratings that are shown as its own at each, so that the sum tells no more than its parts do.
    """
    if len({rating.group for rating in ratings}) < 2:
        return (), ""
    found: dict[str, list[Rating]] = defaultdict(list)
    hidden: dict[str, None] = {}
    places = _by_place(ratings)
    for own in places.values():
        names = named_in(own)
        for rating in own:
            group = rating.group or NO_GROUP
            name = names.get(group, OTHERS)
            found[name].append(rating)
            if name == OTHERS:
                hidden[group] = None
    while OTHERS in found and len(found) > 1 and _people(found[OTHERS]) < SMALLEST_GROUP:
        smallest = min(found.keys() - {OTHERS}, key=lambda name: (_people(found[name]), name))
        found[OTHERS] += found.pop(smallest)
        hidden[smallest] = None
    if found.keys() == {OTHERS}:
        return (), "Not shown by group: fewer than three people in a group, and ratings were anonymous."
    others = found.pop(OTHERS, None)
    groups = [_group(name, scale, own) for name, own in found.items()]
    if others is None:
        return tuple(groups), ""
    if len(places) > 1:  # the names would tell whose ratings there are where only one group rated
        groups.append(_group(OTHERS, scale, others))
        return tuple(
            groups
        ), "Wherever a group was too small to be shown alone, its ratings stand under others."
    groups.append(_group(OTHERS, scale, others, tuple(hidden)))
    return tuple(groups), f"Put together as others, to keep people unrecognised: {', '.join(hidden)}."


def named_in(ratings: Iterable[Rating]) -> dict[str, str]:
    """The name under which each group's ratings at one place are shown; empty when none may be named."""
    groups: dict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        groups[rating.group or NO_GROUP].append(rating)
    sizes = {name: _people(own) for name, own in groups.items()}
    return shown_as(
        sizes,
        [
            name
            for name, own in groups.items()
            if sizes[name] < SMALLEST_GROUP and any(rating.anonymous for rating in own)
        ],
    )


def _by_place(ratings: Iterable[Rating]) -> dict[str, list[Rating]]:
    found: dict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        found[rating.place].append(rating)
    return found


def _people(ratings: Iterable[Rating]) -> int:
    return people_of((rating.rater, rating.place, rating.known) for rating in ratings)


def _only_group(ratings: Sequence[Rating]) -> str | None:
    """The group that all ratings are of, if it may be named everywhere."""
    groups = {rating.group for rating in ratings}
    if len(groups) != 1 or not all(named_in(own) for own in _by_place(ratings).values()):
        return None
    return groups.pop()


def _group(name: str, scale: Scale, ratings: Sequence[Rating], members: tuple[str, ...] = ()) -> GroupRatings:
    ordered = tuple(sorted(rating.value for rating in ratings))
    return GroupRatings(
        name=name,
        n=len(ordered),
        values=ordered,
        median=quantile(ordered, 0.5),
        q1=quantile(ordered, 0.25),
        q3=quantile(ordered, 0.75),
        consensus=consensus(ordered, scale.width),
        members=members,
    )


EMPTY: dict[str, Distribution] = {key: Distribution(scale) for key, scale in SCALES.items()}
RATED = ("emotion", "personal", "performance", "rational", "bond", "importance", "ease", "recommend")
NO_RATINGS = Ratings(0, *(EMPTY[key] for key in RATED))


def ratings(perceptions: Sequence[Perception], people: dict[str, Person]) -> Ratings:
    """One distribution for each scale from perceptions of one state."""
    if not perceptions:
        return NO_RATINGS
    raters = people_of((p.person or p.id, place_of(p), p.person is not None) for p in perceptions)
    return Ratings(raters, *(distribution(SCALES[key], values_of(perceptions, people, key)) for key in RATED))


def place_of(perception: Perception) -> str:
    """Where a rating without a name is one person's: a touchpoint in a step; the same may rate again in another."""
    return f"{perception.touchpoint} {perception.step or ''}"


def values_of(perceptions: Iterable[Perception], people: dict[str, Person], key: str) -> list[Rating]:
    """The ratings on one scale; the group is the one stated, else the person's own."""
    found = []
    for perception in perceptions:
        value = getattr(perception, key)
        if value is not None:
            person = people.get(perception.person or "")
            group = perception.group or (person.group if person else None)
            anonymous = person is None or person.name is None
            known = perception.person is not None
            rater = perception.person or perception.id
            found.append(Rating(float(value), group, rater, anonymous, place_of(perception), known))
    return found


def quadrant(
    method: str,
    x: Distribution,
    y: Distribution,
    pairs: Iterable[tuple[float | None, float | None]],
    cross: tuple[float, float] | None = None,
) -> Quadrant:
    """Where two medians stand, and the people who gave both ratings by the quadrant of their own.

    `cross` is where the lines cross; the scales' midpoints when left out.
    """
    x_cross, y_cross = cross or (x.scale.midpoint, y.scale.midpoint)
    names = QUADRANTS[method]
    people = dict.fromkeys(names, 0)
    for own_x, own_y in pairs:
        if own_x is not None and own_y is not None:
            people[_corner(names, own_x > x_cross, own_y > y_cross)] += 1
    name = None
    on_line = False
    if x.median is not None and y.median is not None:
        name = _corner(names, x.median > x_cross, y.median > y_cross)
        on_line = x.median == x_cross or y.median == y_cross
    n = sum(people.values())
    return Quadrant(method, x.median, y.median, x_cross, y_cross, name, on_line, n, tuple(people.items()))


def _corner(names: tuple[str, str, str, str], right: bool, top: bool) -> str:
    return names[(0 if top else 2) + right]


def scores(perceptions: Iterable[Perception]) -> Scores:
    """NPS with standard error, CSAT and CES from every rating of one state; figures without ratings are None."""
    recommend: list[int] = []
    rational: list[int] = []
    ease: list[int] = []
    for perception in perceptions:
        for value, kept in (
            (perception.recommend, recommend),
            (perception.rational, rational),
            (perception.ease, ease),
        ):
            if value is not None:
                kept.append(value)
    promoters = _portion(recommend, lambda value: value >= 9)
    detractors = _portion(recommend, lambda value: value <= 6)
    nps = error = None
    if promoters is not None and detractors is not None:
        nps = 100 * (promoters - detractors)
        spread = promoters + detractors - (promoters - detractors) ** 2
        error = 100 * math.sqrt(max(0.0, spread) / len(recommend))
    return Scores(
        nps=Figure(nps, len(recommend), "nps", POINTS),
        nps_se=Figure(error, len(recommend), "nps", POINTS),
        csat=Figure(_portion(rational, lambda value: value >= 4), len(rational), "csat", SHARE),
        ces=Figure(_portion(ease, lambda value: value >= 5), len(ease), "ces", SHARE),
        ces_mean=Figure(fmean(ease) if ease else None, len(ease), "ces", "of 7"),
    )


def _portion(values: Sequence[int], wanted: Callable[[int], bool]) -> float | None:
    return sum(map(wanted, values)) / len(values) if values else None
