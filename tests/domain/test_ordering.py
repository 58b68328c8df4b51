"""Order keys: worked examples, what is refused, and that there is always room between two."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.domain.ordering import DIGITS, LIMIT, between, check, several

CASES = json.loads((Path(__file__).parent / "ordering_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("before", "after", "key"), CASES["between"])
def test_the_key_between_two_is_the_published_one(before, after, key):
    assert between(before, after) == key


@pytest.mark.parametrize(("before", "after"), CASES["refused"])
def test_what_is_no_key_or_out_of_order_is_refused(before, after):
    with pytest.raises(ValueError, match=r"order key|sort ahead"):
        between(before, after)


@given(st.lists(st.integers(0, 10_000), max_size=120))
def test_a_list_stays_in_order_wherever_things_are_inserted(places):
    keys = []
    for place in places:
        at = place % (len(keys) + 1)
        key = between(keys[at - 1] if at else None, keys[at] if at < len(keys) else None)
        check(key)
        keys.insert(at, key)
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@given(st.integers(0, 200), st.booleans(), st.booleans())
def test_several_keys_are_in_order_between_their_neighbours(count, has_before, has_after):
    before, after = "a0" if has_before else None, "a1" if has_after else None
    keys = several(before, after, count)
    assert len(keys) == count
    assert keys == sorted(set(keys))
    assert all((before is None or before < key) and (after is None or key < after) for key in keys)


def test_a_list_that_grows_at_either_end_keeps_short_keys():
    assert max(map(len, several(None, None, 5_000))) <= 4
    assert max(map(len, several(None, "a0", 5_000))) <= 4


def test_a_thousand_inserts_at_one_spot_stay_within_the_limit():
    low, high = "a0", "a1"
    chance = random.Random(1)
    for _ in range(1_000):
        if chance.random() < 0.5:
            low = between(low, high)
        else:
            high = between(low, high)
    assert len(low) < LIMIT
    low = "a0"
    for _ in range(1_000):
        low = between(low, "a1")
    assert len(low) < LIMIT


def test_digits_stand_in_the_order_of_their_bytes():
    assert "".join(sorted(DIGITS)) == DIGITS
