"""Makes plausible workshops of any size, the same ones for the same seed: input for tests and benches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from touchmap.domain import ids
from touchmap.domain.generator_words import (
    CHANNELS,
    FACTS,
    GROUPS,
    IDEAS,
    NAMES,
    PLACES,
    QUOTES,
    ROLES,
    STAGES,
    TAILS,
    TERMS,
    THINGS,
    VERBS,
    WISHES,
    Dice,
)
from touchmap.domain.model import Model
from touchmap.domain.records import (
    CAUSE_KINDS,
    CONSEQUENCES,
    EVIDENCE,
    FIELDS,
    INTERVENTION_KINDS,
    OUTCOME_KINDS,
    WASTES,
    Activity,
    Behaviour,
    Cause,
    Comment,
    Commitment,
    Intervention,
    Journey,
    Lane,
    Measure,
    Note,
    Opportunity,
    Outcome,
    Perception,
    Person,
    Persona,
    Record,
    Stage,
    Standard,
    Statement,
    Step,
    Story,
    Term,
    Touchpoint,
    Transition,
    Version,
    Vote,
    Workshop,
)

# Enough for all that a person can look at, and a third of what a file may have, so that there is room to add.
NODE_BUDGET = 48_000
MOST_TOUCHPOINTS = 2_000
LONGEST_STAGE = 10
# What a touchpoint may take of the file: so much of it for facts, the rest for ratings.
FACTS_PERCENT = 55
# The first touchpoints carry every kind of record, however large the workshop is.
RICH, RICH_NODES = 3, 300


def generate(touchpoints: int, seed: int = 1, people: int = 20, transitions: int | None = None) -> Model:
    """A workshop with every kind of record and so many touchpoints (2 to 2,000), the same for the same arguments.

    `transitions` asks for at least so many ways (about 1.4 a touchpoint when left out); `people` is how many rate and
    vote. Large workshops get fewer ratings and texts a touchpoint, so that the file stays under 50,000
    values up to 2,000 touchpoints with 6,000 transitions. Raises ValueError for sizes out of range.
    """
    if not 2 <= touchpoints <= MOST_TOUCHPOINTS:
        raise ValueError(f"touchpoints must be from 2 to {MOST_TOUCHPOINTS:,}, not {touchpoints:,}")
    if not 1 <= people <= 500:
        raise ValueError(f"people must be from 1 to 500, not {people:,}")
    return _Maker(touchpoints, seed, people, transitions).make()


def nodes(record: Record) -> int:
    """How many values a record takes in a file, at most: itself, its fields and what stands in its lists."""
    count = 1
    for wanted in FIELDS[record.kind]:
        value = getattr(record, wanted.name)
        if value is not None and value != () and not wanted.parent and not wanted.slot:
            count += 1 + (len(value) if isinstance(value, tuple) else 0)
    return count


class _Maker:
    def __init__(self, size: int, seed: int, people: int, transitions: int | None) -> None:
        self.dice = Dice(seed * 1_000_003 + size)
        self.size = size
        self.wanted_transitions = transitions or 0
        self.tp = [f"tp-{n}" for n in range(1, size + 1)]
        self.records: list[Record] = []
        self.spent = 0
        self.people = [
            Person(
                id=f"p{n}",
                name=f"{NAMES[n % len(NAMES)]} {n + 1}" if n >= len(NAMES) else NAMES[n],
                role=self.dice.pick(ROLES),
                group=GROUPS[n % 2],
            )
            for n in range(people)
        ]
        # Two camps: the same service, loved by some and not by others.
        self.camp = {person.id: 1 if n % 4 < 2 else -1 for n, person in enumerate(self.people)}

    def add(self, record: Record) -> None:
        self.records.append(record)
        self.spent += nodes(record)

    def sentence(self, options: Sequence[str]) -> str:
        return self.dice.pick(options) + self.dice.pick(TAILS) + "."

    def make(self) -> Model:
        workshop = Workshop(
            id=f"generated-{self.size}",
            title=f"Generated workshop of {self.size} touchpoints",
            client="Example Services Ltd",
            request="Our people need customer-service training.",
            summary="Made by touchmap for tests and benches; nobody was asked.",
            industry="Services",
            language="en",
            currency="EUR",
            days=(dt.date(2026, 11, 23),),
            groups=GROUPS,
            sample=True,
        )
        for number, title in enumerate(("Set the scene", "Map", "Rate", "Ask why", "Agree"), 1):
            kind = "current" if title == "Map" else "rate" if title == "Rate" else None
            self.add(Step(id=f"step{number}", title=title, minutes=30.0 + 15 * number, type=kind))
        for number in range(1, 3):
            text = self.sentence(FACTS)
            self.add(Note(id=f"step2-n{number}", step="step2", text=text, touchpoint=self.tp[0]))
        for person in self.people:
            self.add(person)
        self.add(Persona(id="noor", name="Noor, 41", goal="Have it work by Friday.", share=1.0))
        self.add(Lane(id="lane1", lane="owner", name="Who answers", shown=True))
        self.add(Journey(id="journey", name="From order to answer", persona="noor", start=self.tp[0]))
        self.outcomes()
        self.transitions()
        self.around()
        self.journey()
        return Model(workshop, self.records)

    # -- the graph

    def outcomes(self) -> None:
        for result in OUTCOME_KINDS:
            self.add(Outcome(id=result, journey="journey", name=result.capitalize(), result=result))

    def transitions(self) -> None:
        """A backbone that reaches every touchpoint, then choices, failures with recoveries, and loops back."""
        ways: list[list[tuple[str, str, int]]] = [[] for _ in self.tp]
        last = self.size - 1
        for n in range(last):
            if n + 2 <= last and self.dice.chance(14):
                ways[n].append(
                    (self.tp[min(last, n + 2 + self.dice.below(4))], "choice", 10 + self.dice.below(25))
                )
            if n + 1 < last and self.dice.below(1000) < min(90, 5400 // self.size):
                ways[n].append(("lost", "failure", 2 + self.dice.below(6)))
            if n + 2 < last and self.dice.chance(8):
                ways[n].append((self.tp[n + 2], "failure", 5 + self.dice.below(10)))
                ways[n + 2].append((self.tp[n + 1], "recovery", 20 + self.dice.below(20)))
            if n > 2 and self.dice.chance(8):
                ways[n].append((self.tp[n - 1 - self.dice.below(2)], "repeat", 5 + self.dice.below(12)))
        missing = self.wanted_transitions - sum(map(len, ways)) - last - len(OUTCOME_KINDS)
        for extra in range(max(0, missing)):
            n = extra % last
            further = min(last, n + 2 + self.dice.below(9))
            ways[n].append((self.tp[further], "choice", 3))
        number = 0
        for n, out in enumerate(ways):
            rest = 100 - sum(share for _, _, share in out)
            ends = [(self.tp[n + 1], "next", rest)] if n < last else []
            if n == last:
                ends = [
                    ("loyal", "next", rest - 60),
                    ("satisfied", "next", 25),
                    ("indifferent", "choice", 10),
                ]
                ends.append(("lost", "failure", 25))
            for target, type, share in ends + out:
                number += 1
                self.way(number, self.tp[n], target, type, share)

    def way(self, number: int, source: str, target: str, kind: str, share: int) -> None:
        recovery = kind == "recovery"
        self.add(
            Transition(
                id=ids.numbered("journey", "t", number),
                journey="journey",
                source=source,
                target=target,
                type=kind,
                share=share / 100,
                label=self.dice.pick(("is put right", "calls back")) if recovery else None,
                options=("a new time", "a refund") if recovery else (),
                offered_by=("team leader",) if recovery else (),
                within_minutes=30.0 if recovery else None,
            )
        )

    # -- what hangs on the workshop itself

    def around(self) -> None:
        for number, term in enumerate(TERMS):
            label = "customer" if number == 5 else None
            self.add(Term(id=f"term-{number}", term=term, meaning=self.sentence(FACTS), label_for=label))
        trees = max(1, min(40, self.size // 4))
        for tree in range(trees):
            self.cause_tree(tree)
        self.add(
            Comment(
                id="note1",
                about=self.tp[0],
                text="Is this still so?",
                author="Client",
                at=_moment(9),
                resolved=False,
            )
        )
        self.add(Version(id="version1", number=1, title="First", made_by="touchmap", made_at=_moment(17)))

    def cause_tree(self, tree: int) -> None:
        first = tree * self.size // max(1, min(40, self.size // 4))
        at = tuple(self.tp[first : first + 3])
        symptom = f"cause-{tree}"
        self.add(
            Cause(id=symptom, text=self.sentence(FACTS), touchpoints=at, evidence=self.dice.pick(EVIDENCE))
        )
        for leaf in range(2):
            kind = CAUSE_KINDS[(2 * tree + leaf) % len(CAUSE_KINDS)]
            skill = kind in ("skill", "practice", "feedback")
            root = f"{symptom}-{leaf}"
            self.add(
                Cause(
                    id=root,
                    cause=symptom,
                    text=self.sentence(FACTS),
                    type=kind,
                    root=True,
                    touchpoints=at,
                    worth_fixing="yes",
                    could_do_it="no" if kind == "skill" else "yes",
                    did_it_before="no" if kind == "skill" else "yes",
                    does_it_often="yes" if kind == "feedback" else "no",
                    is_punished="no" if skill else self.dice.pick(("yes", "no", "unknown")),
                )
            )
            answer = _answer(kind, tree)
            intervention = f"action-{tree}-{leaf}"
            self.add(
                Intervention(
                    id=intervention, title=self.dice.pick(IDEAS), type=answer, causes=(root,), touchpoints=at
                )
            )
            declined = self.dice.chance(10)
            self.add(
                Commitment(
                    id=f"k{2 * tree + leaf + 1}",
                    intervention=intervention,
                    owner=None if declined else self.dice.pick(self.people).name,
                    due=None if declined else dt.date(2027, 1 + self.dice.below(6), 1 + self.dice.below(28)),
                    measure=None if declined else "The share of second calls halves",
                    no_action=True if declined else None,
                    reason="Costs more than it saves" if declined else None,
                )
            )

    # -- stages, and what hangs on each touchpoint

    def journey(self) -> None:
        stages = -(-self.size // LONGEST_STAGE)
        left = NODE_BUDGET - self.spent - 3 * stages
        for n, id in enumerate(self.tp):
            if n % LONGEST_STAGE == 0:
                number = n // LONGEST_STAGE
                name = STAGES[number % len(STAGES)] + (
                    f" {number // len(STAGES) + 1}" if number >= len(STAGES) else ""
                )
                self.add(Stage(id=f"stage-{number + 1}", journey="journey", name=name))
            before = self.spent
            self.touchpoint(n, id, max(RICH_NODES if n < RICH else 0, left // (self.size - n)))
            left -= self.spent - before

    def touchpoint(self, n: int, id: str, allowance: int) -> None:
        """One touchpoint with as much on it as its share of the file allows."""
        end = self.spent + allowance
        full = allowance > 20
        dice = self.dice
        self.add(
            Touchpoint(
                id=id,
                stage=f"stage-{n // LONGEST_STAGE + 1}",
                name=f"{VERBS[n % len(VERBS)]} {THINGS[(n * 7 + n // 9) % len(THINGS)]}",
                customer_goal=dice.pick(WISHES) if full else None,
                customer_action=self.sentence(FACTS) if full else None,
                channels=(dice.pick(CHANNELS),) if full else (),
                place=dice.pick(PLACES) if full else None,
                owner=dice.pick(ROLES),
                critical=True if n % 11 == 3 else None,
            )
        )
        facts_end = self.spent + (end - self.spent) * FACTS_PERCENT // 100
        for record in self.hanging(id):
            if self.spent + nodes(record) + 1 > facts_end:
                break  # what follows may hang on the one that is left out
            self.add(record)
        mood = dice.below(5) - 2
        people = 4 + dice.below(2)
        kept = 1 + dice.below(4)
        for number, person in enumerate(self.people, 1):
            record = self.rating(id, number, person, mood, people, kept)
            if self.spent + nodes(record) > end - 1:
                break
            self.add(record)

    def hanging(self, id: str) -> list[Record]:
        """The facts, promises, minutes and proposals of a touchpoint, the most needed ones first."""
        dice = self.dice
        out: list[Record] = [self.activity(id, 1)]
        out += [self.statement(id, "current", 1), self.statement(id, "desired", 1)]
        out += [self.activity(id, number) for number in range(2, 3 + dice.below(3))]
        out += self.promise(id)
        out += [self.statement(id, state, number) for number in (2, 3) for state in ("current", "desired")]
        out.append(
            Story(id=f"{id}-story1", touchpoint=id, text=dice.pick(QUOTES), teller="customer", consent="yes")
        )
        out.append(
            Behaviour(
                id=f"{id}-b1",
                touchpoint=id,
                text="Rings back before the customer does",
                opposite="Waits for the next call",
                role=dice.pick(ROLES),
                ability=dice.near(4),
                motivation=dice.near(3),
                desired_consequence=dice.pick(CONSEQUENCES),
                opposite_consequence=dice.pick(CONSEQUENCES),
            )
        )
        opportunity = f"{id}-o1"
        out.append(
            Opportunity(id=opportunity, touchpoint=id, title=dice.pick(IDEAS), theme=dice.pick(STAGES))
        )
        for number, person in enumerate(self.people[:6], 1):
            out.append(
                Vote(
                    id=f"{opportunity}-v{number}",
                    opportunity=opportunity,
                    person=person.id,
                    dots=dice.below(3),
                    impact=dice.near(4),
                    effort=dice.near(3),
                )
            )
        return out

    def promise(self, id: str) -> list[Record]:
        """A standard and its measure; two in five promises are kept."""
        dice = self.dice
        target = float(80 + dice.below(16))
        current = min(100.0, target + dice.below(6)) if dice.chance(40) else float(dice.below(int(target)))
        measured = 20 + dice.below(400)
        standard = Standard(
            id=f"{id}-std1",
            touchpoint=id,
            attribute=dice.pick(WISHES),
            target=target,
            unit="%",
            status=dice.pick(("exists", "exists", "needed", "needed", "not needed")),
            owner=dice.pick(ROLES),
        )
        measure = Measure(
            id=f"{id}-m1",
            touchpoint=id,
            name="Kept",
            standard=standard.id,
            current=current,
            unit="%",
            measured=measured,
            within=round(measured * current / 100),
        )
        return [standard, measure]

    def statement(self, id: str, state: str, number: int) -> Statement:
        prefix = "s" if state == "current" else "d"
        text = self.sentence(FACTS if state == "current" else WISHES)
        return Statement(
            id=f"{id}-{prefix}{number}",
            touchpoint=id,
            state=state,
            text=text,
            evidence=self.dice.pick(EVIDENCE),
        )

    def activity(self, id: str, number: int) -> Activity:
        value_class = self.dice.pick(
            ("value-added", "business-necessary", "non-value-added", "non-value-added", None)
        )
        return Activity(
            id=f"{id}-a{number}",
            touchpoint=id,
            name=self.dice.pick(VERBS) + " " + self.dice.pick(THINGS),
            minutes=float(1 + self.dice.below(30)),
            value_class=value_class,
            waste=self.dice.pick(WASTES) if value_class == "non-value-added" else None,
            reason="The law asks for it" if value_class == "business-necessary" else None,
        )

    def rating(self, id: str, number: int, person: Person, mood: int, people: int, kept: int) -> Perception:
        dice = self.dice
        camp = self.camp[person.id]
        emotion = mood + camp * dice.pick((0.0, 0.5, 1.0)) + dice.pick((-0.5, 0.0, 0.5))
        return Perception(
            id=f"{id}-r{number}",
            touchpoint=id,
            person=person.id,
            emotion=max(-2.0, min(2.0, emotion)),
            personal=dice.near(people),
            performance=dice.near(kept),
            rational=dice.near(3 + (mood > 0)),
            bond=dice.near(3 + camp),
            importance=dice.near(4),
        )


def _answer(cause: str, tree: int) -> str:
    """The kind of intervention that removes a kind of cause; training for skills only, of both kinds in turn."""
    if cause == "skill":
        return ("training of staff", "training of operations")[tree % 2]
    fitting = {"process": "process change", "practice": "communication", "feedback": "measure"}
    return fitting.get(cause, cause if cause in INTERVENTION_KINDS else "process change")


def _moment(hour: int) -> dt.datetime:
    return dt.datetime(2026, 11, 23, hour, tzinfo=dt.UTC)
