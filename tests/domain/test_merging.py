"""The merge of texts: the shared cases, and what holds for any texts."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.domain.merging import hunks, merge, split

CASES = json.loads((Path(__file__).parent.parent / "cases/edits/merging.json").read_text(encoding="utf-8"))[
    "cases"
]
texts = st.lists(st.sampled_from(["a", "b", " ", "\n", "gate", "é", "."]), max_size=12).map("".join)


@pytest.mark.parametrize(("base", "mine", "theirs", "both"), CASES)
def test_every_shared_case_merges_as_it_says(base: str, mine: str, theirs: str, both: str | None) -> None:
    assert merge(base, mine, theirs) == both


@given(texts, texts, texts)
def test_the_side_does_not_matter_and_nobodys_change_is_lost_in_silence(
    base: str, mine: str, theirs: str
) -> None:
    both = merge(base, mine, theirs)
    assert both == merge(base, theirs, mine)
    assert merge(base, mine, base) == mine
    if both is not None and mine != theirs:
        made = {hunk[2] for text in (mine, theirs) for hunk in hunks(split(base), split(text))}
        assert all("".join(words) in both for words in made)


@given(texts, texts)
def test_the_differences_of_two_texts_turn_one_into_the_other(old: str, new: str) -> None:
    words, out, place = split(old), [], 0
    assert "".join(words) == old
    for start, end, instead in hunks(words, split(new)):
        assert start >= place
        out += [*words[place:start], *instead]
        place = end
    assert "".join([*out, *words[place:]]) == new


def test_long_texts_that_have_nothing_in_common_are_quick() -> None:
    base, mine, theirs = ("x " * 10_000, "y " * 10_000, " ".join(str(n) for n in range(4_000)))
    began = time.process_time()
    assert merge(base, mine, theirs) is None
    assert merge(base, "new " + base, base + " end") == "new " + base + " end"
    assert time.process_time() - began < 2
