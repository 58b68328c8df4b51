"""Behaviours, evidence and consent: what holds people back and what the map rests on."""

from __future__ import annotations

import pytest

from touchmap.domain.analysis.people import behaviour, consent, evidence
from touchmap.domain.records import Behaviour, Cause, Statement, Story


def wanted(**fields):
    return behaviour(Behaviour(id="b", touchpoint="a", text="Tells the guest", **fields))


@pytest.mark.parametrize(
    ("ability", "motivation", "constraint", "level"),
    [
        (2, 4, "ability", 2),
        (5, 1, "motivation", 1),
        (3, 3, "both", 3),
        (None, 2, None, None),
        (2, None, None, None),
    ],
)
def test_the_lower_of_ability_and_motivation_is_the_constraint(ability, motivation, constraint, level):
    found = wanted(ability=ability, motivation=motivation)
    assert (found.constraint, found.level) == (constraint, level)


def test_the_situation_is_an_obstacle_when_it_is_rated_below_both():
    assert wanted(ability=4, motivation=5, opportunity=1).obstacle
    assert not wanted(ability=1, motivation=5, opportunity=1).obstacle
    assert not wanted(opportunity=1).obstacle


@pytest.mark.parametrize(
    ("desired", "opposite", "misaligned"),
    [
        ("rewarded", "ignored", False),
        ("rewarded", "rewarded", True),
        ("ignored", "punished", False),
        ("ignored", "ignored", True),
        ("punished", "rewarded", True),
        ("rewarded", None, None),
        (None, "punished", None),
    ],
)
def test_rewards_are_misaligned_when_the_opposite_pays_as_well(desired, opposite, misaligned):
    assert wanted(desired_consequence=desired, opposite_consequence=opposite).misaligned is misaligned


def test_evidence_that_nobody_stated_is_assumed():
    statements = [
        Statement(id="1", touchpoint="a", state="current", text="x"),
        Statement(id="2", touchpoint="a", state="current", text="x", evidence="measured"),
    ]
    found = evidence([*statements, Cause(id="c", text="x", evidence="staff story")])
    assert (found.assumed, found.staff_story, found.customer_story, found.measured, found.total) == (
        1,
        1,
        0,
        1,
        3,
    )


def test_consent_that_nobody_gave_is_no():
    found = consent(
        [
            Story(id="1", touchpoint="a", text="x"),
            Story(id="2", touchpoint="a", text="x", consent="anonymous"),
        ]
    )
    assert (found.yes, found.anonymous, found.no, found.total) == (0, 1, 1, 2)
