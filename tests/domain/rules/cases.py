"""For each rule a workshop in which it finds something, and the nearest one in which it does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from making import each, make, rate

from touchmap.domain.model import Model
from touchmap.domain.records import (
    Activity,
    Behaviour,
    Cause,
    Commitment,
    Intervention,
    Journey,
    Measure,
    Opportunity,
    Persona,
    Record,
    Stage,
    Standard,
    Statement,
    Story,
    Term,
    Transition,
    Vote,
)

DAY = dt.date(2026, 11, 23)


@dataclass(frozen=True)
class Case:
    """`fires` has the finding, with `says` in its sentence; `quiet` has none of this code."""

    fires: Model
    quiet: Model
    says: str


def hung(*records: Record, **head) -> Model:
    """A workshop whose single touchpoint `a` carries the records."""
    return make("a", "", *records, **head)


def activity(value_class=None, minutes=10.0, id="x", **fields):
    return Activity(id=id, touchpoint="a", name="Form", minutes=minutes, value_class=value_class, **fields)


def recovery(**fields):
    way = Transition(id="back", journey="journey", source="b", target="a", type="recovery", **fields)
    return make("a b", "a>b a>loyal", way, outcomes="loyal")


def standard(id="s", **fields):
    return Standard(id=id, touchpoint="a", attribute="Told in time", **fields)


def measure(id="m", **fields):
    return Measure(id=id, touchpoint="a", name="Share told", standard="s", **fields)


def statement(state, id=None, evidence=None, text="So."):
    return Statement(id=id or state, touchpoint="a", state=state, text=text, evidence=evidence)


def behaviour(**fields):
    return Behaviour(id="b", touchpoint="a", text="Tells the guest", **fields)


def cause(id="c", **fields):
    return Cause(id=id, text="Why it happens", **({"touchpoints": ("a",)} | fields))


def plan(type="tool", id="i", **fields):
    return Intervention(id=id, title="New tool", type=type, **fields)


def promise(**fields):
    return Commitment(id="k", **fields)


FULL = {"owner": "Ana", "due": dt.date(2027, 1, 8), "measure": "Share told"}
RECOVERY = {"options": ("A seat",), "offered_by": ("gate agent",), "within_minutes": 10.0}
ASKED = {"could_do_it": "no", "did_it_before": "no"}
EMPTY_JOURNEY = Journey(id="empty", name="Empty")
SECOND = [Journey(id="second", name="Second", persona="ivana"), Stage(id="s2", journey="second", name="S")]
IVANA = Persona(id="ivana", name="Ivana, 34")

GRAPH = {
    "TM101": Case(make("a b c", "a>b=0.9 a>c=0.6"), make("a b c", "a>b=0.4 a>c=0.6"), "add up to 150 %"),
    "TM102": Case(make("a b c", "a>b=0.2 a>c=0.2"), make("a b c", "a>b=0.2 a>c"), "add up to 40 % only"),
    "TM103": Case(
        make("a b c", "a>c b>c"),
        make("a b c", "a>c b>c", fields={"b": {"missing": True}}),
        "No way leads to “B”",
    ),
    "TM104": Case(
        make("a b", "a>b=0.25 a>loyal=0.75", outcomes="loyal"),
        make("a b", "a>b=0.25 a>loyal=0.75 b>loyal", outcomes="loyal"),
        "25 % of customers come to “B”",
    ),
    "TM105": Case(
        make("a b", "a>b b>a"), make("a b", "a>b b>a=0.5 b>loyal=0.5", outcomes="loyal"), "100 % of customers"
    ),
    "TM106": Case(
        make("a b", "a>b=0.1!failure a>loyal=0.9 b>lost", outcomes="loyal lost"),
        make("a b", "a>b=0.1!failure a>loyal=0.9 b>a!recovery", outcomes="loyal lost"),
        "After “A” goes wrong (10 % of customers), no recovery follows at “B”",
    ),
    "TM107": Case(
        recovery(options=("A seat",)), recovery(**RECOVERY), "does not say who may offer it or the time limit"
    ),
    "TM108": Case(
        make("a b", "a>b b>a=0.5 b>loyal=0.5", outcomes="loyal", fields={"a": {"lead_minutes": 30.0}}),
        make("a b", "a>b b>a=0.01 b>loyal=0.99", outcomes="loyal", fields={"a": {"lead_minutes": 30.0}}),
        "costs 30 min per customer, 50 % of 60 min",
    ),
    "TM109": Case(make("a"), make("a", outcomes="loyal"), "has no outcomes"),
    "TM110": Case(
        make("a", "a>loyal", outcomes="loyal lost"), make("a", "a>loyal", outcomes="loyal"), "outcome “Lost”"
    ),
    "TM111": Case(
        make("a b c", "a>b a>c"), make("a b c", "a>b=0.5 a>c=0.5"), "2 of 2 shares in “Journey” are assumed"
    ),
    "TM112": Case(
        make("a b", fields={"b": {"name": " a "}}), make("a b"), "2 touchpoints in “Journey” are called “A”"
    ),
    "TM113": Case(make("a", "", EMPTY_JOURNEY), make("a"), "“Empty” has no touchpoints"),
    "TM114": Case(
        make("a b", "a>b=0.5 a>loyal=0.5 b>lost", outcomes="loyal lost"),
        make("a b", "a>b b>lost=0.5 b>loyal=0.5", outcomes="loyal lost"),
        "100 % of customers who pass “B” end as “Lost”, against 50 % of all",
    ),
}

STANDARDS = {
    "TM201": Case(
        hung(statement("desired")), hung(statement("current")), "does not say what is happening now"
    ),
    "TM202": Case(hung(statement("current")), hung(statement("desired")), "does not say what should happen"),
    "TM203": Case(
        hung(statement("current"), statement("desired")),
        hung(statement("current"), statement("desired"), cause(type="tool")),
        "Nobody has said why “A”",
    ),
    "TM211": Case(
        hung(standard()),
        hung(standard(status="exists")),
        "1 standard is needed and 0 in force: “Told in time”",
    ),
    "TM212": Case(
        hung(standard(status="exists")), hung(standard(status="exists"), measure()), "Nothing measures"
    ),
    "TM213": Case(
        hung(standard(), measure(status="exists")),
        hung(standard(), measure(status="exists", current=4.0)),
        "exists and has no value",
    ),
    "TM214": Case(
        hung(standard(), measure(frequency="every week", last_checked=dt.date(2026, 10, 1)), days=(DAY,)),
        hung(standard(), measure(frequency="every week", last_checked=dt.date(2026, 11, 16)), days=(DAY,)),
        "last checked 53 days before, promised “every week”",
    ),
    "TM215": Case(
        hung(standard(target=90.0, unit="%", tolerance=5.0), measure(current=22.0, measured=100, within=22)),
        hung(standard(target=90.0, unit="%", tolerance=5.0), measure(current=86.0, unit="%")),
        "the last value is 22 %, the target 90 ± 5 % (22 of 100 cases were within tolerance)",
    ),
    "TM216": Case(
        hung(standard(), measure(measured=10, within=11)),
        hung(standard(), measure(measured=10, within=10)),
        "counts 11 cases within tolerance out of 10",
    ),
    "TM217": Case(
        hung(standard(unit="min"), measure(unit="%")),
        hung(standard(unit="min"), measure(unit="MIN")),
        "is in %",
    ),
    "TM218": Case(
        hung(standard(status="exists")),
        hung(standard(status="exists", target=5.0, owner="Hub")),
        "has no target and no owner",
    ),
}

VALUE = {
    "TM301": Case(
        hung(activity("value-added", 10.0, "v"), activity("non-value-added", 30.0, waste="waiting")),
        hung(activity("value-added", 10.0)),
        "30 min of 40 min per customer are waste (75 %); 30 min of them at “A”; the largest kind is waiting (100 % of it)",
    ),
    "TM302": Case(
        hung(activity()), hung(activity("value-added")), "1 activity (10 min) at “A” is not classified"
    ),
    "TM303": Case(
        hung(activity("non-value-added")),
        hung(activity("non-value-added", waste="motion")),
        "kind of waste is not stated",
    ),
    "TM304": Case(
        hung(activity("business-necessary", reason=" ")),
        hung(activity("business-necessary", reason="Passport law")),
        "nobody says why",
    ),
    "TM305": Case(
        hung(activity("value-added", would_pay="no")),
        hung(activity("value-added", would_pay="yes")),
        "would not pay",
    ),
    "TM306": Case(
        make("a", "", activity("value-added", 12.0), fields={"a": {"lead_minutes": 10.0}}),
        make("a", "", activity("value-added", 10.0), fields={"a": {"lead_minutes": 10.0}}),
        "add up to 12 min, the lead time is 10 min",
    ),
    "TM307": Case(
        make("a", "", activity("value-added", 10.0), fields={"a": {"lead_minutes": 40.0}}),
        make("a", "", activity("value-added", 10.0), fields={"a": {"lead_minutes": 11.0}}),
        "No activity explains 30 min of 40 min at “A”",
    ),
}

PERCEPTIONS = {
    "TM401": Case(
        hung(*rate("a", *each("emotion", -2, -2, 2, 2, 2))),
        hung(*rate("a", *each("emotion", 1, 1, 2, 2, 2))),
        "split on emotion: agreement 0.03, half of 5 ratings between −2 and 2",
    ),
    "TM402": Case(
        hung(*rate("a", {"personal": 5, "performance": 2})),
        hung(*rate("a", {"personal": 5, "performance": 4})),
        "personal service 5, performance 2 of 5 (medians of 1 person)",
    ),
    "TM403": Case(
        hung(*rate("a", {"rational": 5, "bond": 2})),
        hung(*rate("a", {"rational": 5, "bond": 4})),
        "leaves no bond",
    ),
    "TM404": Case(
        hung(*rate("a", {"importance": 5, "performance": 1})),
        hung(*rate("a", {"importance": 2, "performance": 1})),
        "matters 5 and performs 1 of 5",
    ),
    "TM405": Case(
        make("a b", "", *rate("a", *each("emotion", -2)), *rate("b", *each("emotion", 1))),
        make("a b", "", *rate("a", *each("emotion", 0)), *rate("b", *each("emotion", 1))),
        "is “A” (−2, very bad); it ends at 1. Peak–end −0.5",
    ),
    "TM406": Case(
        hung(*rate("a", *each("emotion", 1)), *rate("a", *each("emotion", -1), state="desired")),
        hung(*rate("a", *each("emotion", -1)), *rate("a", *each("emotion", 1), state="desired")),
        "the desired emotion (−1, n = 1) is below the current one (1, n = 1)",
    ),
    "TM407": Case(
        hung(*rate("a", *each("emotion", 1, 1))),
        hung(*rate("a", *each("emotion", 1, 1, 1, 1, 1))),
        "by 2 people only",
    ),
    "TM408": Case(
        hung(*rate("a", *each("emotion", 1, 1), person="ana")),
        hung(*rate("a", {"emotion": 1, "person": "ana"}, {"emotion": 1, "person": "ben"})),
        "1 person rated “A” more than once",
    ),
    "TM409": Case(
        hung(
            *rate("a", *each("bond", 5, 5, 5), group="staff"),
            *rate("a", *each("bond", 1, 2, 2), group="guests"),
        ),
        hung(
            *rate("a", *each("bond", 5, 5, 5), group="staff"),
            *rate("a", *each("bond", 4, 4, 4), group="guests"),
        ),
        "staff say 5 (n = 3) and guests 2 (n = 3)",
    ),
}

CAUSES = {
    "TM501": Case(hung(cause()), hung(cause(type="tool")), "has no kind"),
    "TM502": Case(
        hung(cause(type="tool")),
        hung(cause(type="tool"), plan(causes=("c",))),
        "Nothing is planned against the root cause",
    ),
    "TM503": Case(
        hung(cause(), cause("d", cause="c", type="tool"), plan(causes=("c",))),
        hung(cause(), cause("d", cause="c", type="tool"), plan(causes=("c", "d"))),
        "is tied only to symptoms",
    ),
    "TM504": Case(hung(plan()), hung(cause(type="tool"), plan(causes=("c",))), "is tied to no cause"),
    "TM505": Case(
        hung(cause(type="policy"), plan("training of staff", causes=("c",))),
        hung(cause(type="skill"), plan("training of staff", causes=("c",))),
        "is training, and its causes are policy: no skill",
    ),
    "TM506": Case(
        hung(
            cause(type="skill", could_do_it="yes", is_punished="yes"),
            plan("training of staff", causes=("c",)),
        ),
        hung(cause(type="skill", **ASKED), plan("training of staff", causes=("c",))),
        "Doing it is punished",
    ),
    "TM507": Case(
        hung(
            cause(type="skill"), cause("d", type="tool"), cause("e", type="tool"), request="We want training."
        ),
        hung(
            cause(type="skill"),
            cause("d", type="tool"),
            cause("e", type="tool"),
            request="We want fewer complaints.",
        ),
        "1 of 3 root causes is a matter of skill; the others: tool 2",
    ),
    "TM508": Case(hung(cause(type="skill")), hung(cause(type="skill", **ASKED)), "Nobody has asked enough"),
    "TM509": Case(
        hung(cause(type="skill", could_do_it="yes", matters="no")),
        hung(cause(type="skill", **ASKED)),
        "is called skill",
    ),
}

REWARDS = {
    "TM601": Case(
        hung(
            behaviour(opposite="Says nothing", desired_consequence="punished", opposite_consequence="ignored")
        ),
        hung(
            behaviour(opposite="Says nothing", desired_consequence="rewarded", opposite_consequence="ignored")
        ),
        "“Tells the guest” is punished, and “Says nothing” is ignored",
    ),
    "TM602": Case(
        hung(behaviour(ability=2, motivation=4)),
        hung(behaviour(ability=2, motivation=4), plan("training of staff", touchpoints=("a",))),
        "is rated 2 of 5, and no training is planned here",
    ),
    "TM603": Case(
        hung(
            behaviour(ability=4, motivation=1), cause(type="skill"), plan("training of staff", causes=("c",))
        ),
        hung(
            behaviour(ability=4, motivation=1),
            cause(type="skill"),
            plan("training of staff", causes=("c",)),
            plan("incentive", "j", touchpoints=("a",)),
        ),
        "is rated 1 of 5, and training is all that is planned here",
    ),
    "TM604": Case(
        hung(behaviour(ability=4, motivation=5, opportunity=1)),
        hung(behaviour(ability=4, motivation=5, opportunity=4)),
        "the situation is rated 1 of 5, below ability (4) and motivation (5)",
    ),
}

EVIDENCE = {
    "TM701": Case(
        hung(*[statement("current", f"s{n}") for n in range(3)], statement("desired", evidence="measured")),
        hung(*[statement("current", f"s{n}", "measured") for n in range(3)], statement("desired")),
        "3 of 4 statements (75 %) are assumed, 1 measured",
    ),
    "TM702": Case(
        hung(Story(id="st", touchpoint="a", text="The secret words", teller="passenger")),
        hung(Story(id="st", touchpoint="a", text="The secret words", consent="anonymous")),
        "A story told by a passenger at “A” has no consent",
    ),
    "TM703": Case(hung(IVANA), hung(IVANA, *SECOND), "No journey is that of “Ivana, 34”"),
    "TM704": Case(
        hung(Term(id="t", term="misconnex")),
        hung(Term(id="t", term="misconnex", meaning="A missed connection")),
        "no meaning",
    ),
    "TM705": Case(
        hung(
            Term(id="t", term="Pax", label_for="customer"), Term(id="u", term="Guest", label_for="customer")
        ),
        hung(Term(id="t", term="Pax", label_for="customer"), Term(id="u", term="Guest")),
        "2 words stand for “customer”",
    ),
}

COMMITMENTS = {
    "TM801": Case(
        hung(promise(action="Call", owner="Ana")),
        hung(promise(action="Call", **FULL)),
        "has no date and no measure",
    ),
    "TM802": Case(
        hung(plan(), plan(id="j"), promise(intervention="j", **FULL)),
        hung(plan(), promise(intervention="i", **FULL)),
        "Nobody has committed to “New tool”",
    ),
    "TM803": Case(
        hung(cause(type="tool"), plan()), hung(cause(type="tool"), promise(**FULL)), "1 intervention planned"
    ),
    "TM804": Case(
        hung(promise(no_action=True)), hung(promise(no_action=True, reason="Too dear")), "no reason is given"
    ),
    "TM805": Case(
        hung(promise(action="Call", **FULL | {"due": dt.date(2026, 11, 20)}), days=(DAY,)),
        hung(promise(action="Call", **FULL), days=(DAY,)),
        "was due 3 days before, on 2026-11-20",
    ),
    "TM806": Case(
        hung(Opportunity(id="o", touchpoint="a", title="One tap"), Vote(id="v", opportunity="o", dots=3)),
        hung(
            Opportunity(id="o", touchpoint="a", title="One tap"),
            Vote(id="v", opportunity="o", dots=3),
            plan(opportunities=("o",)),
        ),
        "“One tap” got 3 dots from 1 person",
    ),
}

CASES: dict[str, Case] = GRAPH | STANDARDS | VALUE | PERCEPTIONS | CAUSES | REWARDS | EVIDENCE | COMMITMENTS
