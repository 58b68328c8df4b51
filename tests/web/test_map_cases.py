"""What the server's map and wording say is what the shared cases tell the browser (static/js/model/map/)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from touchmap.domain.changes import BY_KEY, model_of, read_state
from touchmap.domain.fields import Many, Text
from touchmap.web import wording
from touchmap.web.cases import Case
from touchmap.web.lanes import lanes_of, zoom_for
from touchmap.web.mapcells import MapColumn
from touchmap.web.mapview import map_view
from touchmap.web.shelf import opened

CASES = Path(__file__).parent.parent / "cases"
WORDING = json.loads((CASES / "wording.json").read_text(encoding="utf-8"))
TEXTS = json.loads((CASES / "map/texts.json").read_text(encoding="utf-8"))
MAP = json.loads((CASES / "map/cells.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in WORDING if name != "about"])
def test_figures_read_as_the_cases_say(name: str) -> None:
    said = getattr(wording, name)
    for given, words in WORDING[name]:
        assert said(*given) == words, given


def case_of(records: dict[str, Any]) -> Case:
    return opened(model_of(read_state("w", records)))


def told(case: Case) -> dict[str, Any]:
    """A map in the plain form of the cases."""
    journey = case.model.journeys[0]
    stations = case.model.touchpoints(journey.id)
    view = map_view(case, journey, zoom_for("read", len(stations)), [""] * len(stations))
    return {
        "lanes": [[one.key, one.name, one.icon, one.shown] for one in lanes_of(case)],
        "notes": {key: note for key, note in view.notes.items() if note},
        "bands": [[b.name, b.colour, b.about, [c.place.id for c in b.columns]] for b in view.bands],
        "columns": {column.place.id: cells(column) for column in view.columns},
    }


def cells(column: MapColumn) -> dict[str, Any]:
    return {
        "head": [column.place.number, column.place.colour, column.first],
        "channel": [list(one) for one in column.channels],
        "current": [[one.text, one.mark.level, one.mark.word] for one in column.current],
        "desired": [[one.text, one.mark.level, one.mark.word] for one in column.desired],
        "emotion": [column.feeling, column.median],
        "standards": [list(one) for one in column.standards],
        "measures": [
            [m.name, m.current, m.target, [m.bar.value, m.bar.goal] if m.bar else None, m.kept, m.needed]
            for m in column.measures
        ],
        "activities": [[one.name, one.minutes, one.value] for one in column.activities],
        "nva": [[one.name, one.minutes, one.waste, round(one.bar, 6)] for one in column.wastes],
        "stories": [[one.text, one.teller, one.colour] for one in column.stories],
        "opportunities": [[one.title, one.dots, one.pips, one.kind] for one in column.opportunities],
        "behaviours": [one.id for one in column.behaviours],
        "causes": [one.id for one in column.causes],
        "vocabulary": [one.id for one in column.terms],
    }


@pytest.mark.parametrize("case", MAP["cases"], ids=lambda case: case["name"])
def test_the_map_shows_what_the_cases_say(case: dict[str, Any]) -> None:
    assert told(case_of({**MAP["state"], **case["and"]})) == case["told"]


@pytest.mark.parametrize("kind", TEXTS["texts"])
def test_texts_are_as_long_as_their_records_say(kind: str) -> None:
    limits, lists = {}, {}
    for key, wanted in BY_KEY[kind].items():
        of = wanted.type.of if isinstance(wanted.type, Many) else wanted.type
        if isinstance(of, Text):
            limits[key] = of.limit
        if isinstance(wanted.type, Many) and isinstance(of, Text):
            lists[key] = wanted.type.limit
    told = TEXTS["texts"][kind]
    assert told == {key: limits[key] for key in told}
    assert TEXTS["lists"].get(kind, {}) == {key: most for key, most in lists.items() if key in told}
