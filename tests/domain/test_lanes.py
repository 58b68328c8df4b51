"""A workshop's own lanes: their names, their places, which are on; the cases are shared with the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from touchmap.domain.lanes import LaidLane, arranged, laid_lanes
from touchmap.domain.model import Model
from touchmap.domain.records import LANES, Lane, Workshop

TOLD = json.loads((Path(__file__).parent.parent / "cases/map/lanes.json").read_text(encoding="utf-8"))


def model(records: list[list[Any]]) -> Model:
    lanes = [
        Lane(id=f"lane{n}", lane=lane, name=name, shown=on) for n, (lane, name, on) in enumerate(records)
    ]
    return Model(Workshop(id="w", title="W"), lanes)


@pytest.mark.parametrize("case", TOLD["cases"], ids=lambda case: case["name"])
def test_lanes_stand_as_the_workshop_says(case: dict[str, Any]) -> None:
    assert laid_lanes(model(case["records"])) == tuple(LaidLane(*lane) for lane in case["lanes"])


def test_the_usual_lanes_are_told_to_the_browser_as_they_are() -> None:
    assert TOLD["usual"] == [[one.key, one.shown] for one in laid_lanes(model([]))]
    assert [key for key, _ in TOLD["usual"]] == list(LANES)


def test_a_list_that_lacks_a_lane_is_arranged_without_it() -> None:
    assert arranged(["goal", "current", "desired"], ["desired", "owner", "goal"]) == [
        "desired",
        "current",
        "goal",
    ]
