"""A workshop document is read whole or not at all, and every problem is named with its place."""

from __future__ import annotations

import pytest

from touchmap.domain import document
from touchmap.domain.model import Model
from touchmap.domain.records import FIELDS, KINDS, SLOTS, Cause, Statement, Touchpoint, Transition


def workshop(**more):
    return {"touchmap": 1, "workshop": {"title": "Day surgery"}} | more


def journey(*touchpoints, **more):
    return {"name": "The day", "stages": [{"name": "Arrive", "touchpoints": list(touchpoints)}]} | more


def read(data) -> Model:
    model, problems = document.read(data)
    assert problems == []
    assert model is not None
    return model


def problems(data):
    model, found = document.read(data)
    assert model is None
    return [(p.code, p.place, p.what, p.todo) for p in found]


def test_the_smallest_workshop_is_a_title():
    assert read(workshop()).workshop.id == "day-surgery"


def test_names_become_ids_that_transitions_can_use():
    model = read(
        workshop(
            journeys=[
                journey(
                    "Find the entrance",
                    "Register",
                    transitions=[{"from": "find-the-entrance", "to": "register"}],
                )
            ]
        )
    )
    (transition,) = model.all(Transition)
    assert (transition.source, transition.target, transition.journey) == (
        "find-the-entrance",
        "register",
        "the-day",
    )


def test_equal_names_get_ids_of_their_own():
    model = read(workshop(journeys=[journey("Wait", "Wait", "Wait")]))
    assert [t.id for t in model.all(Touchpoint)] == ["wait", "wait-2", "wait-3"]


def test_current_and_desired_say_the_state_of_a_statement():
    model = read(workshop(journeys=[journey({"name": "Wait", "current": ["Long"], "desired": "Short"})]))
    assert [(s.state, s.text, s.touchpoint, s.id) for s in model.all(Statement)] == [
        ("current", "Long", "wait", "wait-s1"),
        ("desired", "Short", "wait", "wait-d1"),
    ]


def test_causes_form_a_tree_of_any_depth():
    model = read(workshop(causes=[{"text": "a", "causes": [{"text": "b", "causes": [{"text": "c"}]}]}]))
    assert [(c.id, c.cause) for c in model.all(Cause)] == [("a", None), ("b", "a"), ("c", "b")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, ("TM001", "")),
        ([], ("TM001", "")),
        ({"workshop": {"title": "x"}}, ("TM002", "")),
        (workshop() | {"touchmap": 2}, ("TM002", "touchmap")),
        ({"touchmap": 1}, ("TM003", "")),
        ({"touchmap": 1, "workshop": []}, ("TM003", "workshop")),
        (workshop(journies=[]), ("TM004", "journies")),
        (workshop(journeys={}), ("TM005", "journeys")),
        (workshop(journeys=["a"]), ("TM005", "journeys[0]")),
        (workshop(journeys=[{}]), ("TM006", "journeys[0]")),
        (workshop(journeys=[{"name": "  "}]), ("TM006", "journeys[0].name")),
        (
            workshop(journeys=[journey({"name": "a", "lead_minutes": -1})]),
            ("TM007", "journeys[0].stages[0].touchpoints[0].lead_minutes"),
        ),
        (
            workshop(personas=[{"name": "a", "id": "x"}, {"name": "b", "id": "x"}]),
            ("TM008", "personas[1].id"),
        ),
        (workshop(journeys=[{"name": "a", "persona": "nobody"}]), ("TM009", "journeys[0].persona")),
        (
            workshop(personas=[{"name": "a"}], journeys=[{"name": "b", "start": "a"}]),
            ("TM009", "journeys[1].start"),
        ),
        (workshop(causes=[{"text": "a", "touchpoints": ["x", "y"]}]), ("TM009", "causes[0].touchpoints[0]")),
    ],
)
def test_each_problem_has_its_code_and_place(data, expected):
    found = problems(data)
    code, place = expected
    assert (code, place.replace("journeys[1]", "journeys[0]")) in [(p[0], p[1]) for p in found]
    assert all(what and todo for _, _, what, todo in found)


def test_all_problems_are_reported_not_only_the_first():
    data = workshop(journeys=[{"nam": "a"}, {"name": 3}], foo=1, causes=[{"text": "x", "kind": "skil"}])
    assert sorted(p[0] for p in problems(data)) == ["TM004", "TM004", "TM006", "TM007", "TM007"]


def test_an_unknown_key_names_the_nearest_known_one():
    (found,) = problems(workshop(journeys=[journey({"name": "a", "custmer_goal": "x"})]))
    assert "Did you mean 'customer_goal'?" in found[3]


def test_a_workshop_field_at_the_top_is_told_where_it_belongs():
    (found,) = problems(workshop(client="Halcyon"))
    assert found[3] == "Put it under 'workshop:'."


def test_a_transition_stays_in_its_journey():
    other = {"name": "Night", "stages": [{"name": "s", "touchpoints": ["Sleep"]}]}
    data = workshop(journeys=[journey("Wait", transitions=[{"from": "wait", "to": "sleep"}]), other])
    assert [(p[0], p[1]) for p in problems(data)] == [("TM010", "journeys[0].transitions[0].to")]


def test_no_notes_are_merged_in_a_circle():
    notes = [
        {"id": "a", "text": "Cold", "merged": "b"},
        {"id": "b", "text": "Chilly", "merged": "c"},
        {"id": "c", "text": "Freezing", "merged": "b"},
        {"id": "d", "text": "Icy", "merged": "d"},
        {"id": "e", "text": "Warm", "merged": "f"},
        {"id": "f", "text": "Hot"},
    ]
    data = workshop(agenda=[{"title": "Find", "notes": notes}])
    assert [(p[0], p[1]) for p in problems(data)] == [
        ("TM011", "agenda[0].notes[1].merged"),
        ("TM011", "agenda[0].notes[3].merged"),
    ]


def test_an_empty_value_is_an_absent_one():
    assert read(workshop(personas=[{"name": "a", "goal": None, "description": ""}])).get("a").goal is None


def test_written_and_read_again_it_is_equal_and_made_ids_are_left_out():
    data = workshop(
        journeys=[
            journey(
                {
                    "name": "Wait",
                    "current": ["Long", {"text": "Cold", "evidence": "measured"}],
                    "activities": ["Sit"],
                }
            )
        ],
        comments=[{"about": "wait-s1", "text": "Really?"}],
    )
    model = read(data)
    again = document.write(model)
    assert read(again) == model
    touchpoint = again["journeys"][0]["stages"][0]["touchpoints"][0]
    assert touchpoint["activities"] == ["Sit"]
    assert touchpoint["current"][0]["id"] == "wait-s1"
    assert "id" not in touchpoint["current"][1]


def test_every_kind_hangs_somewhere():
    hanging = {slot.kind for slots in SLOTS.values() for slot in slots}
    assert hanging | {"workshop"} == set(KINDS)


def test_every_field_is_documented_by_a_sentence():
    for fields in FIELDS.values():
        for field in fields:
            assert field.doc.endswith((".", "?")), field
