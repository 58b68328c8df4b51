"""From a cause to what can remove it: every way through the questions of Mager & Pipe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.domain.diagnosis import KIND_TO_INTERVENTIONS, TRAINING, diagnose
from touchmap.domain.records import CAUSE_KINDS, INTERVENTION_KINDS, Cause


def cause(**fields):
    return Cause(id="c", text="Why", **fields)


@pytest.mark.parametrize(
    ("answers", "verdict", "kind"),
    [
        ({"could_do_it": "no", "did_it_before": "no"}, "training", "training of staff"),
        ({"could_do_it": "no", "did_it_before": "yes", "does_it_often": "yes"}, "feedback", "measure"),
        ({"could_do_it": "no", "did_it_before": "yes", "does_it_often": "no"}, "practice", "process change"),
        ({"could_do_it": "yes", "is_punished": "yes"}, "not a skill gap", "incentive"),
        ({"could_do_it": "yes", "omission_rewarded": "yes"}, "not a skill gap", "incentive"),
        ({"could_do_it": "yes", "matters": "no"}, "not a skill gap", "measure"),
        ({"could_do_it": "yes", "obstacle": "No list on board", "type": "tool"}, "not a skill gap", "tool"),
    ],
)
def test_answers_lead_to_a_kind_of_intervention(answers, verdict, kind):
    found = diagnose(cause(**answers))
    assert found.verdict == verdict
    assert found.interventions[0] == kind
    assert found.ask is None


def test_what_is_not_worth_fixing_is_left():
    found = diagnose(cause(worth_fixing="no", could_do_it="no", did_it_before="no"))
    assert (found.verdict, found.interventions) == ("not worth fixing", ())


def test_a_simpler_way_comes_before_training():
    found = diagnose(cause(could_do_it="no", did_it_before="no", simpler_way="yes"))
    assert found.interventions == ("process change", "tool", *TRAINING)
    assert found.wants_training


def test_every_obstacle_that_was_named_counts():
    found = diagnose(cause(could_do_it="yes", is_punished="yes", matters="no", obstacle="One printer"))
    assert found.interventions == (
        "incentive",
        "policy",
        "measure",
        "communication",
        "process change",
        "tool",
    )
    assert len(found.reasons) == 4
    assert found.answered == 4


@pytest.mark.parametrize(
    ("answers", "question"),
    [
        ({}, "Could they do it if their life depended on it?"),
        ({"type": "skill"}, "Could they do it if their life depended on it?"),
        ({"could_do_it": "no"}, "Did they use to do it?"),
        ({"could_do_it": "no", "did_it_before": "yes"}, "Do they have to do it often?"),
        ({"could_do_it": "yes"}, "Is doing it punished?"),
        (
            {"could_do_it": "yes", "is_punished": "no", "omission_rewarded": "no"},
            "Does it matter to anyone whether they do it?",
        ),
        (
            {"could_do_it": "yes", "is_punished": "no", "omission_rewarded": "no", "matters": "yes"},
            "What is in the way?",
        ),
    ],
)
def test_the_next_question_is_asked_when_an_answer_is_missing(answers, question):
    assert diagnose(cause(**answers)).ask == question


@pytest.mark.parametrize("kind", CAUSE_KINDS)
def test_without_answers_the_kind_decides_and_only_skill_means_training(kind):
    found = diagnose(cause(type=kind))
    assert found.verdict == "by kind"
    assert found.wants_training == (kind == "skill")
    assert len(found.reasons) == 1


def test_kinds_are_those_of_the_records():
    assert set(KIND_TO_INTERVENTIONS) == set(CAUSE_KINDS)
    assert {kind for kinds in KIND_TO_INTERVENTIONS.values() for kind in kinds} <= set(INTERVENTION_KINDS)


answers = st.sampled_from([None, "yes", "no", "unknown"])


@given(
    st.builds(
        cause,
        type=st.none() | st.sampled_from(CAUSE_KINDS),
        worth_fixing=answers,
        could_do_it=answers,
        did_it_before=answers,
        does_it_often=answers,
        simpler_way=answers,
        is_punished=answers,
        omission_rewarded=answers,
        matters=answers,
        obstacle=st.none() | st.just("Something"),
    )
)
def test_training_is_never_proposed_to_those_who_could_do_it(any_cause):
    found = diagnose(any_cause)
    if any_cause.could_do_it == "yes":
        assert not found.wants_training
    assert set(found.interventions) <= set(INTERVENTION_KINDS)
    assert len(set(found.interventions)) == len(found.interventions)
    assert found.reasons
