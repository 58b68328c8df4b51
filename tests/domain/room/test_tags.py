"""Owner tags: the same for the same, unlike for everything else, and nothing without the secret."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from touchmap.domain import ids
from touchmap.domain.room import tags

TEXTS = st.text(max_size=20)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_ids_are_ids_and_the_same_for_the_same(secret: str, step: str, one: str, other: str) -> None:
    owner = tags.tag(secret, step)
    made = [tags.note_id(owner, one), tags.rating_id(owner, one, other), tags.vote_id(owner, one)]
    made += [tags.edit_id(owner, one), tags.chain_id([one, other])]
    assert all(ids.is_id(id) for id in made)
    assert len(set(made)) == 5
    assert tags.note_id(tags.tag(secret, step), one) == made[0]


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), unique=True, min_size=2, max_size=8))
def test_nobody_elses_and_no_other_steps_note_has_the_same_id(given_: list[tuple[str, str, str]]) -> None:
    made = {tags.note_id(tags.tag(f"s{secret}", step), nonce) for secret, step, nonce in given_}
    keys = {(f"s{secret}".rstrip("\0"), step, nonce) for secret, step, nonce in given_}
    assert len(made) == len(keys)


def test_what_was_kept_is_found_after_an_update() -> None:
    owner = tags.tag("secret", "step")
    assert tags.note_id(owner, "n1") == "5f15a15e-564d-af3e-ce32-b3efd58a3cad"
    assert tags.rating_id(owner, "desk", "current") == "40f44cf0-2dc5-c3f2-bbc7-b6a9bfd2987d"
    assert tags.vote_id(owner, "o1") == "7f09bd2c-e59e-cb51-aa82-ab935b7a1431"
