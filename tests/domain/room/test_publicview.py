"""What everybody in a room sees: what was said, never who said it beyond the note itself, and no small group alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.domain.analysis.session import session_of
from touchmap.domain.changes import State, model_of, state_of
from touchmap.domain.model import Model
from touchmap.domain.records import (
    Commitment,
    Intervention,
    Journey,
    Note,
    Opportunity,
    Perception,
    Person,
    Record,
    Stage,
    Step,
    Touchpoint,
    Vote,
    Workshop,
)
from touchmap.domain.room import roomstate
from touchmap.domain.room.publicview import FEW, Facts, _groups, room_view
from touchmap.domain.room.roomstate import RoomState

STEPS = ("talk", "scene", "current", "rate", "vote", "commitments")


def state(*more: Record) -> State:
    return state_of(
        Model(
            Workshop(id="w", title="The move", request="We want training."),
            [
                Step(id="talk", title="Talk"),
                *(Step(id=kind, title=kind, type=kind) for kind in STEPS[1:]),
                Person(id="ana", name="Ana", group="staff"),
                Journey(id="j", name="Moving"),
                Stage(id="st", journey="j", name="Wait"),
                Touchpoint(id="desk", stage="st", name="The desk"),
                Touchpoint(id="call", stage="st", name="The call"),
                Opportunity(id="o", touchpoint="desk", title="One number"),
                *more,
            ],
        )
    )


def view(
    now: State, step: str | None, facts: Facts | None = None, room: RoomState | None = None
) -> dict[str, Any]:
    begun = room or (roomstate.enter(RoomState(), step, STEPS) if step else RoomState())
    found = room_view(now, begun, facts or Facts())
    json.dumps(found)
    return found


def test_before_the_first_step_there_is_the_agenda_and_nothing_else() -> None:
    found = view(state(), None)
    assert found["step"] is None
    assert [(step["title"], step["place"]) for step in found["agenda"]][:2] == [
        ("Talk", "next"),
        ("scene", "next"),
    ]


def test_the_request_is_read_out_in_the_scene_only() -> None:
    assert view(state(), "scene")["request"] == "We want training."
    assert "request" not in view(state(), "current")


def test_the_running_step_says_what_it_asks_and_promises() -> None:
    step = view(state(), "current")["step"]
    assert (step["gives"], step["about"], step["promise"]) == ("note", "needed", "private/names")
    assert (step["input"], step["revealed"]) == (True, "none")


def test_touchpoints_have_their_numbers_also_when_the_step_is_about_some_only() -> None:
    now = state().patched({"current": {"kind": "step", "fields": {"touchpoints": ["call"]}}})
    assert [(one["id"], one["number"]) for one in view(now, "current")["touchpoints"]] == [("call", 2)]
    assert [one["id"] for one in view(state(), "current")["touchpoints"]] == ["desk", "call"]


def test_a_group_of_fewer_than_three_is_told_with_others_beside_its_notes() -> None:
    now = state(
        Note(id="a", step="current", text="By the boss", group="boss"),
        Note(id="b", step="current", text="By a nameless boss", person="boss"),
        Person(id="boss", group="boss"),
        *(Person(id=f"s{n}", group="staff") for n in range(4)),
        *(Person(id=f"g{n}", group="guests") for n in range(3)),
    )
    assert [note["by"] for note in view(now, "current")["notes"]] == ["others", "others"]


def test_notes_say_their_group_or_name_and_no_more_and_hidden_and_merged_ones_are_not_there() -> None:
    now = state(
        Note(id="a", step="current", text="By Ana", person="ana", touchpoint="desk", state="current"),
        Note(id="b", step="current", text="By staff", group="staff"),
        Note(id="c", step="current", text="By nobody", became="o"),
        Note(id="d", step="current", text="The same", merged="c"),
        Note(id="e", step="current", text="Rude", hidden=True),
        Note(id="f", step="scene", text="Elsewhere"),
        *(Person(id=f"s{n}", group="staff") for n in range(3)),
        *(Person(id=f"g{n}", group="guests") for n in range(4)),
    )
    found = view(now, "current")["notes"]
    assert found == [
        {"id": "a", "text": "By Ana", "by": "Ana", "same": 0, "touchpoint": "desk", "state": "current"},
        {"id": "b", "text": "By staff", "by": "staff", "same": 0},
        {"id": "c", "text": "By nobody", "by": "", "same": 1, "became": "opportunity"},
    ]


def test_counts_are_of_what_is_seen_and_of_what_is_held() -> None:
    now = state(Note(id="a", step="current", text="x", touchpoint="desk"))
    facts = Facts(
        9, {"current": 4}, {"current": {("note", "desk"): (3, 2), ("note", None): (1, 1)}}, {"current": 2}
    )
    assert view(now, "current", facts)["counts"] == {
        "people": 9,
        "done": 4,
        "given": 5,
        "held": 4,
        "waiting": 2,
        "by": {"": 1, "desk": 4},
    }


def test_while_people_vote_not_even_the_counts_say_for_what() -> None:
    facts = Facts(9, {}, {"vote": {("vote", "desk"): (7, 4)}}, {"vote": 4})
    found = view(state(), "vote", facts)
    assert (found["counts"]["given"], found["counts"]["by"]) == (7, {})
    assert found["opportunities"] == [
        {"id": "o", "title": "One number", "theme": "", "touchpoint": "desk", "dots": 0, "voters": 0}
    ]


def test_votes_are_summed_and_those_without_a_dot_are_no_voters() -> None:
    votes = (Vote(id=f"v{n}", opportunity="o", dots=n, step="vote") for n in range(3))
    earlier = Vote(id="e", opportunity="o", dots=9)
    (item,) = view(state(*votes, earlier), "vote")["opportunities"]
    assert (item["dots"], item["voters"]) == (3, 2)


def test_ratings_are_told_as_distributions_and_by_groups_that_are_large_enough() -> None:
    given_ = [
        Perception(
            id=f"r{n}",
            touchpoint="desk",
            step="rate",
            emotion=n % 3 - 1.0,
            group="staff" if n < 4 else "customers",
        )
        for n in range(7)
    ]
    found = view(state(*given_), "rate")["ratings"]["desk"]
    assert found["n"] == 7
    assert found["scales"] == {"emotion": {"-1": 3, "0": 2, "1": 2}}
    assert {name: group["n"] for name, group in found["groups"].items()} == {"staff": 4, "customers": 3}


def test_a_group_of_two_is_not_shown_alone_nor_told_by_taking_the_others_away() -> None:
    sizes = {"staff": 5, "customers": 4, "managers": 2}
    shown = _groups([name for name, count in sizes.items() for _ in range(count)])
    assert shown == {"staff": "staff", "customers": "others", "managers": "others"}


@given(st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=20))
def test_whoever_is_shown_is_shown_with_at_least_two_others(groups: list[str]) -> None:
    shown = _groups(groups)
    assert not shown or set(shown) == set(groups)
    for name in set(shown.values()):
        assert sum(shown[group] == name for group in groups) >= FEW
    assert len(set(shown.values())) != 1


def test_commitments_are_shown_with_what_was_promised() -> None:
    now = state(
        Intervention(id="i", title="One number", type="process change"),
        Commitment(id="k", intervention="i", owner="Ana", measure="Calls"),
        Commitment(id="l", action="Nothing", no_action=True, reason="No money"),
    )
    assert view(now, "commitments")["commitments"] == [
        {"id": "k", "what": "One number", "owner": "Ana", "measure": "Calls"},
        {"id": "l", "what": "Nothing", "no_action": True, "reason": "No money"},
    ]


@pytest.mark.parametrize("step", STEPS)
def test_a_spotlight_on_what_was_removed_is_out(step: str) -> None:
    room = roomstate.shine(roomstate.enter(RoomState(), step, STEPS), "gone")
    assert view(state(), step, room=room)["spotlight"] is None


def test_two_who_rate_what_is_and_what_should_be_are_not_four() -> None:
    given_ = [
        Perception(id=f"{group}{n}{how}", touchpoint="desk", step="rate", emotion=0.0, group=group, state=how)
        for group, count in (("managers", 2), ("staff", 5))
        for n in range(count)
        for how in ("current", "desired")
    ]
    found = view(state(*given_), "rate")["ratings"]["desk"]
    assert (found["n"], found["groups"]) == (7, {})
    assert (found["desired"]["n"], found["desired"]["groups"]) == (7, {})


@given(
    st.lists(
        st.tuples(st.sampled_from(("staff", "guests", "managers")), st.integers(-2, 2)),
        min_size=1,
        max_size=20,
    ),
    st.lists(st.tuples(st.sampled_from(("staff", "guests")), st.integers(0, 3)), max_size=9),
)
def test_the_room_sees_the_figures_that_the_report_prints(rated: list[Any], voted: list[Any]) -> None:
    records: list[Record] = [
        Perception(id=f"r{n}", touchpoint="desk", step="rate", group=group, emotion=float(emotion))
        for n, (group, emotion) in enumerate(rated)
    ]
    records += [
        Vote(id=f"v{n}", opportunity="o", step="vote", group=group, dots=dots)
        for n, (group, dots) in enumerate(voted)
    ]
    now = state(*records)
    steps = {result.step.id: result for result in session_of(model_of(now)).steps}
    seen = view(now, "rate")["ratings"]["desk"]
    (place,) = steps["rate"].rated
    told = place.ratings.emotion
    assert seen["n"] == told.n
    assert seen["scales"]["emotion"] == {f"{value:g}": n for value, n in told.counts if n}
    assert {name: one["n"] for name, one in seen["groups"].items()} == {
        one.name: one.n for one in told.groups
    }
    (item,) = view(now, "vote")["opportunities"]
    votes = [(one.votes.dots, one.votes.voters) for one in steps["vote"].voted] or [(0, 0)]
    assert [(item["dots"], item["voters"])] == votes
