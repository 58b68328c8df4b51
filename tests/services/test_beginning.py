"""A workshop begun from nothing: one journey, one stage, no touchpoint, and what was given in its place."""

from __future__ import annotations

import pytest

from touchmap.domain import document
from touchmap.services.beginning import FIRST_STAGE, Unfit, empty_workshop


def test_a_title_is_enough() -> None:
    model = empty_workshop({"title": "  Missed connection "})
    (journey,) = model.journeys
    assert (model.workshop.id, model.workshop.title) == ("missed-connection", "Missed connection")
    assert (journey.name, [stage.name for stage in model.stages(journey.id)]) == (
        "Missed connection",
        [FIRST_STAGE],
    )
    assert model.touchpoints(journey.id) == ()
    assert document.read(document.write(model)) == (model, [])


def test_what_is_known_stands_where_it_belongs() -> None:
    given = {
        "title": "Halcyon",
        "client": "Halcyon Air",
        "request": "Please run\r\nthe course.",
        "persona": "Ivana, 34",
        "stage": "At the gate",
    }
    data = document.write(empty_workshop(given))
    assert data["workshop"] | {"id": ""} == {
        "id": "",
        "title": "Halcyon",
        "client": "Halcyon Air",
        "request": "Please run\nthe course.",
    }
    assert [one["name"] for one in data["personas"]] == ["Ivana, 34"]
    assert data["journeys"][0]["persona"] == data["personas"][0]["id"]
    assert data["journeys"][0]["stages"][0]["name"] == "At the gate"


@pytest.mark.parametrize("title", ["日本語", "!!!", "workshop"])
def test_a_title_without_letters_for_an_id_gets_one(title: str) -> None:
    assert empty_workshop({"title": title}).workshop.id == "workshop"


def test_workshop_and_persona_of_one_name_keep_apart() -> None:
    assert empty_workshop({"title": "Ivana", "persona": "Ivana", "stage": "Ivana"})


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, ["title"]),
        ({"title": " \n "}, ["title"]),
        ({"title": "x" * 201, "client": "y" * 201}, ["title", "client"]),
        (
            {"title": "T", "request": "r" * 20_001, "persona": "p" * 201, "stage": "s" * 201},
            ["request", "persona", "stage"],
        ),
        ({"title": "T\0"}, ["title"]),
    ],
)
def test_every_wrong_field_is_named_with_what_to_do(given: dict[str, str], wrong: list[str]) -> None:
    with pytest.raises(Unfit) as unfit:
        empty_workshop(given)
    assert sorted(unfit.value.problems) == sorted(wrong)
    assert all(one.what and one.todo for one in unfit.value.problems.values())
