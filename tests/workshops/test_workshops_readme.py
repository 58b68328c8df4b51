"""workshops/README.md: every field is in it as the program has it, and every example can be read."""

import re
from typing import Any

import pytest
from field_tables import README, kinds_in, with_tables

from touchmap.domain import document
from touchmap.domain.records import KINDS, SLOTS
from touchmap.formats import workshop_file

TEXT = README.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.S)
SOURCES = README.parents[1] / "touchmap"


def world() -> dict[str, Any]:
    """A small workshop with the records that the examples refer to."""
    touchpoints = [
        {
            "id": "gate-closed",
            "name": "Gate is closed",
            "standards": [{"id": "std-hold", "attribute": "Held"}],
            "opportunities": [{"id": "o-hold", "title": "Hold"}],
        },
        {"id": "desk-queue", "name": "Queue"},
    ]
    return {
        "touchmap": 1,
        "workshop": {"title": "Example"},
        "people": [{"id": "ivana"}],
        "personas": [{"id": "ivana-34", "name": "Ivana, 34"}],
        "journeys": [
            {
                "name": "A journey",
                "stages": [{"name": "A stage", "touchpoints": touchpoints}],
                "outcomes": [{"id": "lost", "name": "Lost", "result": "lost"}],
            }
        ],
        "causes": [{"id": "c-bonus", "text": "The bonus"}],
        "interventions": [{"id": "i-bonus", "title": "Bonus", "kind": "incentive"}],
    }


def placed(example: dict[str, Any]) -> dict[str, Any]:
    """An example in its place in the small workshop."""
    if "touchmap" in example:
        return example
    whole = world()
    journey = whole["journeys"][0]
    stage = journey["stages"][0]
    homes = {"workshop": whole, "journey": journey, "stage": stage, "touchpoint": stage["touchpoints"][1]}
    for key, value in example.items():
        if key == "workshop":
            whole[key] = value
            continue
        home = next(homes[kind] for kind in homes if key in {slot.key for slot in SLOTS[kind]})
        home[key] = home.get(key, []) + value
    return whole


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split(":", 1)[0])
def test_every_example_can_be_read(example: str) -> None:
    data = workshop_file.parse(example.encode(), "README.yaml").data
    model, problems = document.read(placed(data))
    assert problems == []
    assert model is not None


def test_the_smallest_file_has_five_lines() -> None:
    assert len(EXAMPLES[0].splitlines()) == 5


def test_every_kind_of_record_has_a_table() -> None:
    assert kinds_in(TEXT) == list(KINDS)


def test_every_field_is_documented_as_the_program_has_it() -> None:
    assert with_tables(TEXT) == TEXT, "Run: python tests/workshops/field_tables.py"


def test_every_key_of_the_file_is_in_its_outline() -> None:
    outline = TEXT.split("```text")[1].split("```")[0]
    assert [slot.key for slots in SLOTS.values() for slot in slots if f"{slot.key}:" not in outline] == []


def test_every_error_of_reading_is_explained() -> None:
    used = set()
    for source in [SOURCES / "domain" / "document.py", *(SOURCES / "formats").glob("*.py")]:
        used |= set(re.findall(r"\bTM0\d\d\b", source.read_text(encoding="utf-8")))
    explained = set(re.findall(r"^\| (TM\d+) \|", TEXT, re.M))
    assert used == explained
