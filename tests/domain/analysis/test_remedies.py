"""Causes, interventions and votes: roots, what training can remove, and the order of proposals."""

from __future__ import annotations

from making import make

from touchmap.domain.analysis import analyse
from touchmap.domain.analysis.remedies import voters
from touchmap.domain.records import Cause, Commitment, Intervention, Opportunity, Vote


def test_causes_come_in_tree_order_with_touchpoints_from_above():
    model = make(
        "a b",
        "",
        Cause(id="symptom", text="s", touchpoints=("a",)),
        Cause(id="other", text="o"),
        Cause(id="middle", text="m", cause="symptom"),
        Cause(id="leaf", text="l", cause="middle", type="tool"),
        Cause(id="own", text="l", cause="middle", type="skill", touchpoints=("b",)),
        Cause(id="marked", text="r", root=True),
        Cause(id="not", text="n", root=False, type="tool"),
    )
    analysis = analyse(model)
    found = {c.id: (c.depth, c.leaf, c.root, c.touchpoints) for c in analysis.causes}
    assert list(found) == ["symptom", "middle", "leaf", "own", "other", "marked", "not"]
    assert found["middle"] == (1, False, False, ("a",))
    assert found["leaf"] == (2, True, True, ("a",))
    assert found["own"] == (2, True, True, ("b",))
    assert found["other"] == (0, True, False, ())
    assert found["marked"][2]
    assert not found["not"][2]
    assert analysis.touchpoint("a").causes == ("symptom", "middle", "leaf")
    assert analysis.touchpoint("b").root_causes == ("own",)


def test_an_intervention_knows_what_it_stands_on():
    model = make(
        "a",
        "",
        Cause(id="top", text="t"),
        Cause(id="skill", text="s", cause="top", type="skill"),
        Cause(id="could", text="c", cause="top", type="skill", could_do_it="yes"),
        Cause(id="tool", text="c", cause="top", type="tool"),
        Intervention(
            id="i", title="Course", type="training of staff", causes=("top", "skill", "could", "tool")
        ),
        Intervention(id="j", title="Course", type="tool", causes=("tool",)),
        Commitment(id="k", intervention="j", no_action=True, reason="Later"),
    )
    analysis = analyse(model)
    one = analysis.intervention("i")
    assert one.training
    assert one.cause_kinds == ("skill", "tool")
    assert one.skill_causes == ("skill",)
    assert one.symptoms == ("top",)
    assert not one.declined
    assert analysis.intervention("j").declined
    assert analysis.cause("tool").interventions == ("i", "j")
    puzzle = analysis.puzzle
    assert puzzle.root_causes == (("skill", 2), ("tool", 1))
    assert (puzzle.skill_causes, puzzle.other_causes) == (1, 2)
    assert (puzzle.training_interventions, puzzle.other_interventions) == (1, 0)


def vote(opportunity, number, **fields):
    return Vote(id=f"{opportunity}{number}", opportunity=opportunity, **fields)


def test_proposals_are_ordered_by_impact_over_effort_and_then_by_dots():
    model = make(
        "a",
        "",
        *[Opportunity(id=id, touchpoint="a", title=id) for id in ("none", "dots", "cheap", "dear")],
        vote("dots", 1, dots=3, person=None),
        vote("dots", 2, dots=2),
        vote("cheap", 1, impact=4, effort=2),
        vote("cheap", 2, impact=4, effort=1, dots=1),
        vote("cheap", 3, impact=2, effort=2),
        vote("dear", 1, impact=5, effort=5),
    )
    ranked = analyse(model).opportunities
    assert [(one.rank, one.id) for one in ranked] == [(1, "cheap"), (2, "dear"), (3, "dots"), (4, "none")]
    cheap = ranked[0]
    assert (cheap.ratio.value, cheap.ratio.n, cheap.dots, cheap.voters) == (2, 3, 1, 1)  # median 4 ÷ median 2
    assert cheap.quadrant.name == "quick win"
    assert ranked[1].quadrant.name == "big project"
    assert (ranked[2].dots, ranked[2].voters, ranked[2].ratio.text) == (5, 2, "no data")


def test_who_votes_without_a_name_in_two_steps_may_be_the_same_person():
    votes = [
        Vote(id=f"v{n}{step}", opportunity="o", group="staff", step=step, dots=1 if step == "dots" else None)
        for n in range(4)
        for step in ("dots", "again")
    ]
    votes += [Vote(id=f"i{n}", opportunity="o", group="staff", step="again", impact=3) for n in range(6)]
    assert voters(votes) == 4
    again = [Vote(id=f"a{n}", opportunity="o", step="again", dots=1) for n in range(5)]
    named = [Vote(id="n", opportunity="o", person="ann", step="dots", dots=2)]
    assert voters([*votes, *again, *named]) == 5
    assert voters([Vote(id="none", opportunity="o", person="ann", dots=0)]) == 0
