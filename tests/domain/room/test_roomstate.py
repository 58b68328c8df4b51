"""The state of a room: a person advances, nothing is lost on the way back, timers change nothing by themselves."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.domain.room import roomstate
from touchmap.domain.room.refusing import NotNow
from touchmap.domain.room.roomstate import RoomState, read
from touchmap.errors import NotFound

AGENDA = ["a", "b", "c"]
BEGUN = roomstate.advance(RoomState(), AGENDA)


def test_the_room_begins_with_the_first_step_and_ends_at_the_last() -> None:
    assert (BEGUN.current, BEGUN.takes_input("a")) == ("a", True)
    last = roomstate.advance(roomstate.advance(BEGUN, AGENDA), AGENDA)
    assert last.current == "c"
    with pytest.raises(NotNow, match="last step"):
        roomstate.advance(last, AGENDA)
    with pytest.raises(NotNow, match="first step"):
        roomstate.back(BEGUN, AGENDA)
    with pytest.raises(NotNow, match="no steps"):
        roomstate.advance(RoomState(), [])


def test_leaving_a_step_freezes_it_and_coming_back_thaws_it() -> None:
    there = roomstate.advance(BEGUN, AGENDA)
    assert (there.takes_input("a"), there.takes_input("b"), there.takes_input("c")) == (False, True, False)
    again = roomstate.back(there, AGENDA)
    assert (again.takes_input("a"), again.takes_input("b")) == (True, False)


def test_going_to_the_step_one_is_in_thaws_it() -> None:
    assert roomstate.enter(roomstate.freeze(BEGUN, "a"), "a", AGENDA).takes_input("a")


def test_a_step_that_is_not_in_the_agenda_is_not_gone_to() -> None:
    with pytest.raises(NotFound):
        roomstate.enter(BEGUN, "x", AGENDA)


def test_a_step_that_has_not_begun_is_neither_frozen_nor_timed() -> None:
    for deed in (
        lambda: roomstate.freeze(BEGUN, "b"),
        lambda: roomstate.thaw(BEGUN, "b"),
        lambda: roomstate.start_timer(BEGUN, "b", 60, 0),
    ):
        with pytest.raises(NotNow, match="not begun"):
            deed()


def test_what_is_revealed_stays_so_on_the_way_back_and_forth() -> None:
    shown = roomstate.reveal(BEGUN, "a", frozenset(["desk"]))
    shown = roomstate.back(roomstate.advance(shown, AGENDA), AGENDA)
    assert shown.step("a").shows("any", "desk")
    assert not shown.step("a").shows("any", "call")
    assert not shown.step("a").shows("any", None)
    assert roomstate.reveal(shown, "a").step("a").shows("any", "call")


def test_a_timer_that_is_over_changes_nothing() -> None:
    assert roomstate.start_timer(BEGUN, "a", 0, now=100).takes_input("a")


def test_more_time_counts_from_the_end_or_from_now() -> None:
    runs = roomstate.start_timer(BEGUN, "a", 60, now=100)
    assert roomstate.extend_timer(runs, "a", 60, now=130).step("a").ends_at == 220
    assert roomstate.extend_timer(runs, "a", 60, now=500).step("a").ends_at == 560
    assert roomstate.extend_timer(BEGUN, "a", 60, now=500).step("a").ends_at == 560
    paused = roomstate.pause_timer(runs, "a", now=130)
    assert roomstate.extend_timer(paused, "a", 60, now=900).step("a").left == 90
    assert roomstate.start_timer(BEGUN, "a", 1e12, now=0).step("a").ends_at == roomstate.MOST_SECONDS


def test_a_pause_keeps_what_is_left_and_does_nothing_without_a_timer() -> None:
    paused = roomstate.pause_timer(roomstate.start_timer(BEGUN, "a", 60, now=0), "a", now=20)
    assert (paused.step("a").ends_at, paused.step("a").left) == (None, 40)
    assert roomstate.resume_timer(paused, "a", now=100).step("a").ends_at == 140
    assert roomstate.pause_timer(BEGUN, "a", 0) == roomstate.resume_timer(BEGUN, "a", 0) == BEGUN


def test_leaving_a_step_ends_its_timer() -> None:
    runs = roomstate.start_timer(BEGUN, "a", 60, now=0)
    assert roomstate.advance(runs, AGENDA).step("a").ends_at is None


def test_after_the_end_nothing_moves() -> None:
    over = roomstate.close(BEGUN)
    assert not over.takes_input("a")
    for deed in (
        lambda: roomstate.advance(over, AGENDA),
        lambda: roomstate.back(over, AGENDA),
        lambda: roomstate.thaw(over, "a"),
        lambda: roomstate.reveal(over, "a"),
        lambda: roomstate.lock(over, True),
        lambda: roomstate.shine(over, None),
        lambda: roomstate.close(over),
    ):
        with pytest.raises(NotNow, match="closed"):
            deed()


_DEEDS = (
    lambda s: roomstate.advance(s, AGENDA),
    lambda s: roomstate.back(s, AGENDA),
    lambda s: roomstate.freeze(s, "b"),
    lambda s: roomstate.thaw(s, "b"),
    lambda s: roomstate.reveal(s, "b"),
    lambda s: roomstate.reveal(s, "b", frozenset(["desk"])),
    lambda s: roomstate.start_timer(s, "b", 60, 100),
    lambda s: roomstate.pause_timer(s, "b", 130),
    lambda s: roomstate.lock(s, True),
    lambda s: roomstate.shine(s, "desk", True),
    roomstate.close,
)


@given(st.lists(st.sampled_from(_DEEDS), max_size=20))
def test_whatever_is_done_the_state_survives_json_and_only_the_running_step_takes_input(deeds) -> None:
    state, shown = RoomState(), set()
    for deed in deeds:
        try:
            state = deed(state)
        except NotNow:
            continue
        assert read(json.loads(json.dumps(state.plain()))) == state
        assert {id for id in AGENDA if state.takes_input(id)} <= {state.current, "b"}
        now = {id for id in AGENDA if state.step(id).all_revealed}
        assert shown <= now  # what was revealed is never taken back
        shown = now


def test_states_are_never_changed() -> None:
    before = replace(BEGUN)
    roomstate.freeze(BEGUN, "a")
    assert before == BEGUN
