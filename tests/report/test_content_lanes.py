"""The report's map says the lanes as the workshop has them: its names, its order, without those that are off."""

from __future__ import annotations

import datetime as dt

from touchmap.domain.analysis import analyse
from touchmap.domain.model import Model
from touchmap.domain.records import (
    Activity,
    Journey,
    Lane,
    Perception,
    Stage,
    Statement,
    Touchpoint,
    Workshop,
)
from touchmap.report.content.journey_map import MapPage, map_pages
from touchmap.report.content.source import Source


def page(*lanes: Lane) -> MapPage:
    journey = Journey(id="j", name="J")
    records = [
        journey,
        Stage(id="s", journey="j", name="S"),
        Touchpoint(id="t", stage="s", name="T", customer_goal="An answer", channels=("phone",)),
        Statement(id="c", touchpoint="t", state="current", text="Nobody answers."),
        Statement(id="d", touchpoint="t", state="desired", text="Somebody answers."),
        Activity(id="a", touchpoint="t", name="Waiting", minutes=5, value_class="non-value-added"),
        Perception(id="r", touchpoint="t", emotion=-1),
        *lanes,
    ]
    model = Model(Workshop(id="w", title="W"), records)
    (only,) = map_pages(Source(model, analyse(model), (), dt.date(2026, 11, 23)), journey)
    return only


def order(shown: MapPage) -> list[str]:
    curve = [shown.curve_name] if shown.curve else []
    return [*(lane.name for lane in shown.above), *curve, *(lane.name for lane in shown.below)]


def test_without_lanes_of_its_own_a_workshop_has_the_usual_ones() -> None:
    usual = ["Customer wants", "Current", "Emotion", "Desired", "Non-value-added", "Channel, owner"]
    assert order(page()) == usual


def test_a_lane_has_the_name_that_the_client_uses() -> None:
    assert "Ballast" in order(page(Lane(id="l", lane="nva", name="Ballast")))


def test_a_lane_that_is_off_is_left_out_the_curve_too() -> None:
    shown = order(
        page(Lane(id="l1", lane="channel", shown=False), Lane(id="l2", lane="emotion", shown=False))
    )
    assert shown == ["Customer wants", "Current", "Desired", "Non-value-added"]


def test_lanes_stand_in_the_order_of_the_workshop() -> None:
    shown = order(page(Lane(id="l1", lane="desired"), Lane(id="l2", lane="current")))
    assert shown == ["Customer wants", "Desired", "Emotion", "Current", "Non-value-added", "Channel, owner"]
