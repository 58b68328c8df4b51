"""Workshops that the report's tests print: the sample, a nearly empty one, and one whose texts mean harm."""

from __future__ import annotations

import datetime as dt
from functools import cache

from touchmap.domain.analysis import analyse
from touchmap.domain.model import Model
from touchmap.domain.records import (
    Activity,
    Cause,
    Commitment,
    Intervention,
    Journey,
    Note,
    Opportunity,
    Outcome,
    Perception,
    Person,
    Record,
    Stage,
    Standard,
    Statement,
    Step,
    Story,
    Term,
    Touchpoint,
    Vote,
    Workshop,
)
from touchmap.domain.rules import check
from touchmap.formats import workshop_file
from touchmap.paths import workshops_folder
from touchmap.report.content.source import Source

TODAY = dt.date(2026, 11, 23)
SCRIPTS = "Łódź Ελληνικά Кириллица עברית العربية 日本語 ไทย 😀 e\u0301"
HOSTILE = "<script>alert(1)</script> &amp; \"q\" 'x' {{7*7}} {% raw %} \u202eevil \x07bell " + SCRIPTS
UNBROKEN = "W" * 400


@cache
def sample() -> Model:
    path = workshops_folder() / "samples" / "missed-connection.yaml"
    return workshop_file.read(path.read_bytes(), path.name)


def source(model: Model) -> Source:
    analysis = analyse(model)
    return Source(model, analysis, tuple(check(model, analysis)), TODAY)


def workshop(*records: Record, **fields: object) -> Model:
    """A workshop with one journey, one stage and one touchpoint `t`, and these records beside them."""
    made = Workshop(id="w", title=str(fields.pop("title", "A workshop")), **fields)  # type: ignore[arg-type]  # by name
    return Model(made, (*_frame(), *records))


def _frame() -> tuple[Record, ...]:
    return (
        Journey(id="j", name="A journey"),
        Stage(id="s", journey="j", name="A stage"),
        Touchpoint(id="t", stage="s", name="One contact"),
    )


def empty() -> Model:
    return Model(Workshop(id="w", title="Nothing yet"))


def hostile() -> Model:
    """Every place of a touchpoint filled with markup, templates, direction marks and words without end."""
    long = HOSTILE * 100
    records: list[Record] = [
        Touchpoint(
            id="bad",
            stage="s",
            name=HOSTILE[:200],
            customer_goal=HOSTILE,
            customer_action=long,
            channels=(UNBROKEN[:100],),
            place=UNBROKEN[:200],
            owner=UNBROKEN[:100],
            backstage="line\n" * 3000,
        ),
        Touchpoint(id="wide", stage="s", name=UNBROKEN[:200]),
        Outcome(id="end", journey="j", name=HOSTILE[:200], result="lost"),
        *(Statement(id=f"st{n}", touchpoint="bad", state="current", text=long) for n in range(12)),
        Statement(id="wish", touchpoint="bad", state="desired", text=UNBROKEN * 40, source=UNBROKEN),
        Standard(id="std", touchpoint="bad", attribute=UNBROKEN, target=-1e9, unit="u" * 40, tolerance=1e9),
        Activity(
            id="act", touchpoint="bad", name=UNBROKEN, minutes=5e6, times=9999, value_class="non-value-added"
        ),
        Story(id="story", touchpoint="bad", text=long, teller=HOSTILE[:100], consent="yes"),
        Opportunity(id="opp", touchpoint="bad", title=UNBROKEN, description=long),
        *(Perception(id=f"p{n}", touchpoint="bad", group=HOSTILE[:100], emotion=n % 5 - 2) for n in range(6)),
        Cause(id="why", text=HOSTILE, touchpoints=("bad",)),
        Cause(id="root", cause="why", text=UNBROKEN, type="skill"),
        Intervention(
            id="do", title=UNBROKEN[:200], type="training of staff", description=long, causes=("root",)
        ),
        Commitment(id="promise", intervention="do", owner=UNBROKEN[:200], measure=HOSTILE),
        Step(id="ask", title=HOSTILE[:200], type="rate", prompt=HOSTILE[:500], instruction=long),
        Step(id="choose", title=UNBROKEN[:200], type="vote"),
        Step(id="write", title="<i>", type="current", prompt=UNBROKEN),
        *(Note(id=f"n{n}", step="write", touchpoint="bad", text=long, group=HOSTILE[:100]) for n in range(9)),
        Note(id="wide-note", step="write", text=UNBROKEN * 40, became="std", minutes=5e6),
        *(Person(id=f"who{n}", name=UNBROKEN[:200], group=HOSTILE[:100]) for n in range(4)),
        *(
            Perception(id=f"a{n}", touchpoint="wide", group=HOSTILE[:100], importance=n % 5 + 1, step="ask")
            for n in range(6)
        ),
        *(
            Vote(id=f"v{n}", opportunity="opp", group=UNBROKEN[n:99], dots=100, impact=5, step="choose")
            for n in range(6)
        ),
        Term(id="word", term=HOSTILE[:60], meaning=long, label_for="touchpoint"),
    ]
    return Model(
        Workshop(id="w", title=HOSTILE[:200], client=HOSTILE[:200], request=long), (*_frame(), *records)
    )
