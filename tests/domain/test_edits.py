"""Edits: the shared cases, what is refused, and that any history folds there and back."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import chance_edits
import pytest
from edit_cases import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import models

from touchmap.domain import ordering
from touchmap.domain.applying import MOST_VALUES, apply, removal
from touchmap.domain.changes import (
    BY_KEY,
    State,
    composed,
    make_state,
    model_of,
    patches_between,
    read_state,
    state_of,
)
from touchmap.domain.document import read as read_document
from touchmap.domain.document import write as write_document
from touchmap.domain.edits import Edit, Refused, read_edit
from touchmap.domain.undoing import MOST, Step, inverse, stacks

CASES = sorted(path for path in Path(__file__).parent.parent.joinpath("cases/edits").glob("*.json"))


def cases() -> list[Any]:
    found = []
    for path in CASES:
        data = json.loads(path.read_text(encoding="utf-8"))
        if "state" in data:
            found += [pytest.param(data, case, id=f"{path.stem}: {case['name']}") for case in data["cases"]]
    return found


@pytest.mark.parametrize(("data", "case"), cases())
def test_every_shared_case_does_what_it_says(data: dict[str, Any], case: dict[str, Any]) -> None:
    before = copy.deepcopy(data)
    run(data["workshop"], data["state"], case["steps"])
    assert data == before, "nothing that was given is changed"


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(models())
def test_a_workshop_is_its_state(model: Any) -> None:
    state = state_of(model)
    assert model_of(state) == model
    again = read_state(state.workshop, json.loads(json.dumps(state.plain())))
    assert dict(again.records) == dict(state.records)
    assert (again.values, again.size) == (state.values, state.size)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(models(), st.randoms(use_true_random=False))
def test_whatever_is_removed_the_rest_is_a_sound_workshop_and_undo_brings_it_back(
    model: Any, chance: Any
) -> None:
    state = state_of(model)
    ids = [id for id in state.records if id != state.workshop]
    if not ids:
        return
    change = removal(state, {chance.choice(ids)})
    left = state.patched(change.after)
    read, problems = read_document(write_document(model_of(left)))
    assert not problems
    assert read == model_of(left)
    back = inverse(left, change.before, change.after)
    assert back.told == ()
    whole = left.patched(back.after)
    assert dict(whole.records) == dict(state.records)
    assert whole.gone == state.gone
    assert (whole.values, whole.size) == (state.values, state.size)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(models(), models())
def test_the_patches_between_two_states_lead_there_and_back(one: Any, other: Any) -> None:
    here, there = state_of(one), state_of(other)
    before, after = patches_between(here.records, there.records, {**here.records, **there.records})
    assert dict(here.patched(after).records) == dict(there.records)
    assert dict(there.patched(before).records) == dict(here.records)


def test_the_size_of_a_state_is_not_less_than_that_of_its_file() -> None:
    data = json.loads(CASES[0].read_text(encoding="utf-8"))
    state = read_state(data["workshop"], data["state"])
    written = write_document(model_of(state))

    def count(value: Any) -> int:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return 1 + sum(count(item) for item in inner)

    assert state.values + 12 >= count(written)
    assert state.size >= len(json.dumps(written))


def test_a_full_workshop_takes_nothing_more_and_still_lets_go() -> None:
    data = json.loads(CASES[0].read_text(encoding="utf-8"))
    small = read_state(data["workshop"], data["state"])
    full = State(small.workshop, small.records, frozenset(), MOST_VALUES, small.size)
    more = read_edit({"id": "x", "action": "add", "kind": "person", "record": "p9", "fields": {}})
    with pytest.raises(Refused, match="full"):
        apply(full, more)
    assert apply(full, Edit("y", "remove", "touchpoint", "t1")).after["t1"] is None


def test_when_there_is_no_room_between_two_the_whole_list_gets_new_keys() -> None:
    data = json.loads(CASES[0].read_text(encoding="utf-8"))
    records = dict(read_state(data["workshop"], data["state"]).records)
    for id, key in (("t1", "a0"), ("t2", "a0" + "0" * (ordering.LIMIT - 2) + "1")):
        records[id] = type(records[id])(records[id].kind, key, records[id].fields)
    state = make_state(data["workshop"], records)
    fields = {"stage": "s1", "name": "Between"}
    for position in ({"after": "t1"}, {"before": "t2"}):
        change = apply(state, read_edit(
            {"id": "x", "action": "add", "kind": "touchpoint", "record": "t9", "fields": fields, "position": position}
        ))  # fmt: skip
        after = state.patched(change.after)
        assert after.siblings("touchpoint", "s1") == ["t1", "t9", "t2"]
        assert max(len(after.records[id].position) for id in ("t1", "t9", "t2")) < 5


def test_two_with_the_same_key_can_be_parted() -> None:
    data = json.loads(CASES[0].read_text(encoding="utf-8"))
    records = dict(read_state(data["workshop"], data["state"]).records)
    records["t2"] = type(records["t2"])("touchpoint", records["t1"].position, records["t2"].fields)
    state = make_state(data["workshop"], records)
    after = state.patched(apply(state, read_edit(
        {"id": "x", "action": "move", "kind": "touchpoint", "record": "t1", "position": {"after": "t2"}}
    )).after)  # fmt: skip
    assert after.siblings("touchpoint", "s1") == ["t2", "t1"]


def test_keys_of_fields_are_unique_in_their_kind() -> None:
    assert all(len(fields) == len({field.name for field in fields.values()}) for fields in BY_KEY.values())


def test_a_patch_that_was_made_for_another_state_is_refused() -> None:
    state = make_state("w", {})
    for patch in ({"x": None}, {"x": {"kind": "person", "fields": {"name": "A"}}}):
        with pytest.raises(ValueError, match="there is no record x"):
            state.patched(patch)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(models(), st.randoms(use_true_random=False))
def test_several_changes_are_one(model: Any, chance: Any) -> None:
    state = start = state_of(model)
    patches = []
    for number in range(12):
        try:
            change = apply(state, read_edit(chance_edits.edit(chance, state, 0, f"e-{number}") | {"seen": 0}))
        except Refused:
            continue
        patches.append((change.before, change.after))
        state = state.patched(change.after)
    before, after = composed(patches)
    assert dict(start.patched(after).records) == dict(state.records)
    assert dict(state.patched(before).records) == dict(start.records)
    back = inverse(state, before, after)
    assert dict(state.patched(back.after).records) == dict(start.records)
    assert back.told == ()


def test_what_can_be_undone_and_redone_follows_from_what_a_person_did() -> None:
    steps = [Step(1, "add", None), Step(2, "set", None)]
    assert stacks(steps) == ([1, 2], [])
    steps.append(Step(5, "undo", 2))
    assert stacks(steps) == ([1], [5])
    steps.append(Step(6, "redo", 5))
    assert stacks(steps) == ([1, 6], [])
    steps += [Step(7, "undo", 6), Step(8, "undo", 1)]
    assert stacks(steps) == ([], [7, 8])
    assert stacks([*steps, Step(9, "set", None)]) == ([9], [])
    group = [Step(n, "add", None, "paste") for n in (1, 2, 4)]
    assert stacks([*group, Step(6, "set", None, "other")]) == ([4, 6], [])
    assert stacks([*group, Step(6, "undo", 4), *group]) == ([4], [])
    assert len(stacks([Step(n, "set", None) for n in range(1, 500)])[0]) == MOST == 200
