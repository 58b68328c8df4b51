"""Groups that are kept unrecognised: nobody is shown with fewer than three, and nobody can be told by subtraction."""

from __future__ import annotations

import json
from itertools import chain, combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.domain.analysis.figures import Scale
from touchmap.domain.analysis.perceptions import Rating, distribution
from touchmap.domain.grouping import NO_GROUP, OTHERS, SMALLEST_GROUP, names_of, shown_as, told

#: A scale so wide that each rating has a value of its own, by which it is found again in what is shown.
WIDE = Scale("wide", 0, 100, "Wide", "low", "high")
GROUPS = ("managers", "staff", "guests", None)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9), min_size=1))
def test_what_is_shown_has_three_people_or_is_no_small_group(sizes):
    small = [group for group, count in sizes.items() if count < SMALLEST_GROUP]
    shown = shown_as(sizes, small)
    assert not shown or set(shown) == set(sizes)
    for name in set(shown.values()):
        assert sum(sizes[group] for group, own in shown.items() if own == name) >= SMALLEST_GROUP
    assert not shown or set(shown.values()) != {OTHERS}


def test_a_group_whose_people_gave_their_names_may_be_small():
    assert shown_as({"boss": 1, "guests": 4}, []) == {"boss": "boss", "guests": "guests"}


@st.composite
def rooms(draw):
    """People of up to four groups who rate, some by name, at two touchpoints in two steps, not everybody everywhere."""
    people = draw(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=14))
    given_names = draw(st.sampled_from(((), ("staff",), ("managers", "guests"))))
    found = []
    for place in ("a before", "a after", "b before", "b after"):
        came = draw(st.lists(st.booleans(), min_size=len(people), max_size=len(people)))
        for number, (group, here) in enumerate(zip(people, came, strict=True)):
            if here:
                named = group in given_names
                rater = f"p{number}" if named else f"r{len(found)}"
                found.append(Rating(float(len(found)), group, rater, not named, place, named))
    return found


def shown_sets(ratings, keep):
    """Every set of ratings that a reader is shown: everybody, then each group, by the values that stand in it."""
    own = [rating for rating in ratings if keep(rating.place)]
    if not own:
        return (), []
    found = distribution(WIDE, own)
    sets = [group.values for group in found.groups]
    if found.only_group is not None:
        sets.append(found.values)
    return found.values, sets


@given(rooms())
def test_nobody_can_be_told_alone_or_by_subtraction_over_any_of_the_tables(ratings):
    # Unknown are the ratings of each group at each place. Each table shows sums of them; whoever knows all tables may
    # add and subtract. Of fewer than three people, one of them unnamed, nothing may follow.
    places = sorted({rating.place for rating in ratings})
    tables = [lambda place: True]
    tables += [lambda place, one=one: place == one for one in places]
    tables += [lambda place, one=one: place.startswith(one) for one in ("a", "b")]
    tables += [lambda place, one=one: place.endswith(one) for one in ("before", "after")]
    cells = {}
    for rating in ratings:
        cells.setdefault((rating.place, rating.group or NO_GROUP), []).append(rating)
    column = {key: number for number, key in enumerate(cells)}
    at = {rating.value: column[rating.place, rating.group or NO_GROUP] for rating in ratings}

    def row(values):
        counts = np.zeros(len(cells))
        for number in {at[value] for value in values}:
            counts[number] = 1
        return counts

    rows = []
    for keep in tables:
        everybody, named = shown_sets(ratings, keep)
        rows += [row(everybody), *map(row, named)]
    for values in chain.from_iterable(shown_sets(ratings, keep)[1] for keep in tables):
        assert_whole(values, cells)
    known = np.array(rows) if rows else np.zeros((1, max(len(cells), 1)))
    rank = np.linalg.matrix_rank(known)
    for place in places:
        here = [key for key in cells if key[0] == place]
        for few in chain.from_iterable(combinations(here, size) for size in range(1, len(here))):
            own = [rating for key in few for rating in cells[key]]
            if len(own) < SMALLEST_GROUP and any(rating.anonymous for rating in own):
                wanted = row([rating.value for rating in own])
                assert np.linalg.matrix_rank(np.vstack([known, wanted])) > rank


def assert_whole(values, cells):
    """A shown set holds a group's ratings at a place all or not at all, so that sums of cells tell what it tells."""
    shown = set(values)
    for own in cells.values():
        inside = sum(rating.value in shown for rating in own)
        assert inside in (0, len(own))


CASES = json.loads(Path(__file__).parents[1].joinpath("cases/room/groups.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["cases"])
def test_groups_are_told_as_the_browser_tells_them(case):
    names = names_of(case["groups"])
    assert names == case["names"]
    assert {group: told(names, group) for group in case["told"]} == case["told"]
