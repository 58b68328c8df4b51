"""What is given: read strictly, and with no more of its giver than the step keeps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.domain.changes import State, state_of
from touchmap.domain.model import Model
from touchmap.domain.records import (
    Commitment,
    Journey,
    Opportunity,
    Person,
    Stage,
    Step,
    Touchpoint,
    Workshop,
)
from touchmap.domain.room import ending, giving
from touchmap.domain.room.giving import Gift, Giver, Place
from touchmap.domain.room.moving import TOGETHER, moved
from touchmap.domain.room.refusing import NotNow, NotYours
from touchmap.domain.room.steps import ask_of

SECRET = "5" * 64
ANA = Giver("ana-person", SECRET, "Ana Moreira", "front line")


def state(*more: Any) -> State:
    return state_of(
        Model(
            Workshop(id="w", title="W"),
            [
                Step(id="s", title="S"),
                Person(id="ana-person", name="Ana Moreira", group="front line"),
                Journey(id="j", name="J"),
                Stage(id="st", journey="j", name="St"),
                Touchpoint(id="desk", stage="st", name="Desk"),
                Opportunity(id="o", touchpoint="desk", title="O"),
                *more,
            ],
        )
    )


def place(kind: str, anonymity: str = "none") -> Place:
    return Place("s", ask_of(Step(id="s", title="S", type=kind, anonymity=anonymity)))


def one_of_each(anonymity: str) -> list[Gift]:
    return [
        giving.note(place("current", anonymity), ANA, state(), "n1", {"text": "x", "touchpoint": "desk"}),
        giving.rating(place("rate", anonymity), ANA, state(), {"touchpoint": "desk", "emotion": 1}),
        giving.vote(place("vote", anonymity), ANA, state(), {"opportunity": "o", "dots": 1}),
    ]


@pytest.mark.parametrize("number", range(3))
def test_nothing_of_its_giver_is_kept_where_none_is_wanted_but_the_tag(number: int) -> None:
    gift = one_of_each("none")[number]
    text = str((gift.fields, gift.record, gift.actor, gift.by, gift.owner))
    assert not any(word in text for word in ("ana-person", "Ana", "front line", SECRET))
    assert (gift.actor, gift.by) == ("room", "somebody")


@pytest.mark.parametrize("number", range(3))
def test_only_the_group_is_kept_where_groups_are_wanted(number: int) -> None:
    gift = one_of_each("groups")[number]
    assert "ana-person" not in str(gift)
    assert "Ana" not in str(gift)
    assert (gift.fields["group"], gift.by, gift.actor) == ("front line", "somebody", "room")


@pytest.mark.parametrize("number", range(3))
def test_the_person_is_kept_where_names_are_wanted(number: int) -> None:
    gift = one_of_each("names")[number]
    assert (gift.fields["person"], gift.actor, gift.by) == ("ana-person", "ana-person", "Ana Moreira")


def test_without_a_secret_nothing_can_be_given() -> None:
    with pytest.raises(NotYours):
        giving.note(place("touchpoints"), Giver("x", ""), state(), "n", {"text": "x"})


@given(
    st.dictionaries(
        st.sampled_from(
            ["text", "person", "group", "step", "hidden", "merged", "became", "id", "x", "minutes"]
        ),
        st.one_of(st.text(max_size=5), st.booleans(), st.integers(), st.none()),
    )
)
def test_whatever_is_sent_a_note_says_no_more_than_it_may(sent: dict[str, Any]) -> None:
    where = place("touchpoints")
    gift = giving.note(where, ANA, state(), "n1", {**sent, "text": "The desk"})
    assert dict(gift.fields) == {"text": "The desk", "step": "s"}


def test_a_change_of_a_note_sets_only_what_differs() -> None:
    gift = one_of_each("none")[0]
    assert giving.edit_of(gift, "e", dict(gift.fields)) is None
    edit = giving.edit_of(gift, "e", {**gift.fields, "text": "y", "would_pay": "no"}, 7)
    assert edit is not None
    assert (edit.action, dict(edit.fields), edit.seen) == ("set", {"text": "x", "would_pay": None}, 7)


@pytest.mark.parametrize(
    ("dots", "elsewhere", "left"),
    [(3, 2, None), (0, 9, None), (3, 3, "2 dots"), (1, 5, "0 dots"), (2, 4, "1 dot ")],
)
def test_a_budget_is_never_overspent(dots: int, elsewhere: int, left: str | None) -> None:
    ask = place("vote").ask
    if left is None:
        giving.check_budget(ask, dots, elsewhere)
    else:
        with pytest.raises(NotNow, match=f"You have {left}"):
            giving.check_budget(ask, dots, elsewhere)


# -- moving into the log


def held(number: int, **fields: Any) -> Gift:
    return Gift("note", f"n-{number:04}", "tag", None, {"step": "s", "text": f"{number}", **fields})


def test_what_moves_is_ordered_by_ids_that_are_chance_not_by_time() -> None:
    now = state()
    changes, _ = moved(now, [held(3), held(1), held(2)])
    for one in changes:
        now = now.patched(one.change.after)
    assert now.siblings("note", "s") == ["n-0001", "n-0002", "n-0003"]


def test_a_change_holds_only_so_many_and_folds_back() -> None:
    now = state()
    changes, left = moved(now, [held(number) for number in range(TOGETHER + 5)])
    assert ([len(one.records) for one in changes], left) == ([TOGETHER, 5], [])
    after = now
    for one in changes:
        after = after.patched(one.change.after)
    for one in reversed(changes):
        after = after.patched(one.change.before)
    assert after.records == now.records


def test_a_note_comes_without_what_is_gone_and_a_rating_waits_for_it() -> None:
    rating = Gift("perception", "r", "tag", "gone", {"touchpoint": "gone", "step": "s", "emotion": 1})
    changes, left = moved(state(), [held(1, person="gone", touchpoint="gone"), rating])
    assert changes[0].change.after["n-0001"]["fields"] == {"step": "s", "text": "1"}
    assert left == [rating]


def test_what_is_there_already_does_not_come_twice() -> None:
    now = state()
    (one,), _ = moved(now, [held(1)])
    now = now.patched(one.change.after)
    assert moved(now, [held(1)]) == ([], [held(1)])


# -- the end


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"owner": "Ana", "due": "2026-12-24", "measure": "Calls"}, []),
        ({"owner": "Ana", "due": "2026-12-24"}, ["Do has no measure."]),
        ({}, ["Do has no owner and no date and no measure."]),
        ({"no_action": True}, ["Do: nothing will be done, and no reason is given."]),
        ({"no_action": True, "reason": "No money."}, []),
    ],
)
def test_a_commitment_has_an_owner_a_date_and_a_measure_or_a_reason_for_nothing(
    fields: dict[str, Any], missing: list[str]
) -> None:
    now = state(Commitment(id="k", action="Do"))
    now = now.patched({"k": {"kind": "commitment", "fields": fields}})
    assert ending.missing(now) == missing


def test_without_any_commitment_nothing_closes() -> None:
    assert len(ending.missing(state())) == 1
