"""What a session gave, step by step: who took part, what came of the notes, how each step was rated and voted.

It is told from the records alone. Who gave a record is in it only as far as the step promised, so people are counted
exactly where they are named, at the least where they are not, and not at all where nothing tells one's notes from another's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from touchmap.domain.analysis.figures import Distribution, GroupRatings, Scale
from touchmap.domain.analysis.perceptions import RATED, by_group, people_of, place_of, ratings
from touchmap.domain.analysis.remedies import voted, votes_as_ratings
from touchmap.domain.analysis.results import OpportunityAnalysis, Ratings
from touchmap.domain.grouping import NO_GROUP, OTHERS, SMALLEST_GROUP, names_of, shown_as, told
from touchmap.domain.model import Model
from touchmap.domain.records import Note, Opportunity, Perception, Person, Step, Vote
from touchmap.domain.room.steps import Ask, ask_of

_DOTS = Scale("dots", 0, 100, "Dots", "none", "all")


@dataclass(frozen=True, slots=True)
class Givers:
    """Who gave `records` in a step: `people` at the least, or exactly; None where nothing tells one from another."""

    records: int
    people: int | None
    exact: bool


@dataclass(frozen=True, slots=True)
class StepNotes:
    """The notes of a step: how many, and what became of them.

    `standing` are neither `hidden` by the facilitator nor `merged` into another; `same` says how many were merged into
    each. `became` counts, by kind, the records that were made of notes.
    """

    count: int
    standing: tuple[Note, ...]
    merged: int
    hidden: int
    same: Mapping[str, int]
    became: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RatedPlace:
    """A touchpoint in one state as it was rated in one step."""

    touchpoint: str
    state: str
    ratings: Ratings


@dataclass(frozen=True, slots=True)
class VotedOpportunity:
    """An opportunity as it was voted on in one step; its rank is by dots there, equal for equal dots.

    `groups` hold the dots of each group that may be shown, one value for each voter.
    """

    votes: OpportunityAnalysis
    groups: tuple[GroupRatings, ...]


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step of the agenda with what the room gave in it."""

    step: Step
    number: int
    ask: Ask
    givers: Givers
    notes: StepNotes
    rated: tuple[RatedPlace, ...]
    voted: tuple[VotedOpportunity, ...]

    @property
    def dots(self) -> int:
        """All dots that were given."""
        return sum(one.votes.dots for one in self.voted)

    @property
    def scales(self) -> tuple[str, ...]:
        """What was rated, in the order of all scales."""
        return tuple(key for key in RATED if any(getattr(place.ratings, key).n for place in self.rated))


@dataclass(frozen=True, slots=True)
class Repeat:
    """One scale of a touchpoint that was rated in several steps, in their order."""

    touchpoint: str
    state: str
    scale: str
    steps: tuple[tuple[StepResult, Distribution], ...]


@dataclass(frozen=True, slots=True)
class Session:
    """A whole session. `people` are those whom the workshop lists, by group as far as groups may be shown; `paper` says how
    many of them took part without a phone.

    `names` gives the name under which a group may stand beside a note; empty when none may. `nameless` is whether
    anything was given without a name.
    """

    steps: tuple[StepResult, ...]
    repeats: tuple[Repeat, ...]
    notes: int
    ratings: int
    votes: int
    people: int
    paper: int
    groups: tuple[tuple[str, int], ...]
    nameless: bool
    names: Mapping[str, str]

    @property
    def held(self) -> bool:
        """Whether anything was given in any step."""
        return bool(self.notes or self.ratings or self.votes)

    def by_line(self, note: Note, person: Person | None) -> str:
        """Whom a note may be printed with: the name that was given with it, else the group if it may be told."""
        if person is not None and person.name:
            return person.name
        return told(self.names, note.group or (person.group if person else None) or "")


def session_of(model: Model) -> Session:
    """What was given in each step of a workshop's agenda."""
    people = {person.id: person for person in model.all(Person)}
    given = _Given(model)
    steps = tuple(_step(model, step, n, given, people) for n, step in enumerate(model.all(Step), 1))
    sizes = Counter(person.group or NO_GROUP for person in people.values())
    small = [group for group, count in sizes.items() if count < SMALLEST_GROUP]
    nameless = given.nameless(people)
    counted: Counter[str] = Counter()
    shown = shown_as(sizes, small if nameless else ())
    for group, count in sizes.items():
        counted[shown.get(group, OTHERS)] += count
    return Session(
        steps,
        _repeats(steps),
        *given.counts,
        len(people),
        sum(bool(person.paper) for person in people.values()),
        tuple(sorted(counted.items(), key=_largest_first)) if len(counted) > 1 else (),
        nameless,
        names_of(person.group or "" for person in people.values()),
    )


def _largest_first(group: tuple[str, int]) -> tuple[bool, int, str]:
    name, count = group
    return name in (OTHERS, NO_GROUP), -count, name


class _Given:
    """The records that were given in steps, by step, in the order of the map."""

    def __init__(self, model: Model) -> None:
        self.ratings: dict[str, list[Perception]] = defaultdict(list)
        self.votes: dict[str, dict[str, list[Vote]]] = defaultdict(lambda: defaultdict(list))
        self.notes: dict[str, list[Note]] = defaultdict(list)
        for note in model.all(Note):
            self.notes[note.step].append(note)
        for rating in model.all(Perception):
            if rating.step is not None:
                self.ratings[rating.step].append(rating)
        for vote in model.all(Vote):
            if vote.step is not None:
                self.votes[vote.step][vote.opportunity].append(vote)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many notes, ratings and votes there are."""
        votes = sum(len(found) for step in self.votes.values() for found in step.values())
        return sum(map(len, self.notes.values())), sum(map(len, self.ratings.values())), votes

    def of(self, step: str) -> list[Note | Perception | Vote]:
        """All that was given in a step."""
        votes = [vote for found in self.votes.get(step, {}).values() for vote in found]
        return [*self.notes.get(step, ()), *self.ratings.get(step, ()), *votes]

    def nameless(self, people: Mapping[str, Person]) -> bool:
        """Whether anything was given without a name."""
        steps = self.notes.keys() | self.ratings.keys() | self.votes.keys()
        persons = (people.get(one.person or "") for step in steps for one in self.of(step))
        return any(person is None or person.name is None for person in persons)


def _step(model: Model, step: Step, number: int, given: _Given, people: dict[str, Person]) -> StepResult:
    records = given.of(step.id)
    return StepResult(
        step,
        number,
        ask_of(step),
        _givers(records),
        _notes(model, given.notes.get(step.id, ())),
        _rated(model, given.ratings.get(step.id, ()), people),
        _voted(model, given.votes.get(step.id, {}), people),
    )


def _givers(records: Sequence[Note | Perception | Vote]) -> Givers:
    exact = all(record.person is not None for record in records)
    if records and all(isinstance(record, Note) and record.person is None for record in records):
        return Givers(len(records), None, exact)
    people = people_of((r.person or r.id, _place(r), r.person is not None) for r in records)
    return Givers(len(records), people, exact)


def _place(record: Note | Perception | Vote) -> str:
    """Where two records are of two people; without a name, two notes may be of one."""
    if isinstance(record, Perception):
        return f"{place_of(record)} {record.state or 'current'}"
    return record.opportunity if isinstance(record, Vote) else record.id


def _notes(model: Model, notes: Sequence[Note]) -> StepNotes:
    seen = [note for note in notes if not note.hidden]
    standing = tuple(note for note in seen if note.merged is None)
    made = Counter(record.kind for note in seen if (record := model.get(note.became or "")) is not None)
    same = Counter(note.merged for note in seen if note.merged is not None)
    return StepNotes(
        len(notes),
        standing,
        len(seen) - len(standing),
        len(notes) - len(seen),
        same,
        tuple(made.most_common()),
    )


def _rated(model: Model, given: Iterable[Perception], people: dict[str, Person]) -> tuple[RatedPlace, ...]:
    places: dict[tuple[str, str], list[Perception]] = defaultdict(list)
    for rating in given:
        places[rating.touchpoint, rating.state or "current"].append(rating)
    order = [t.id for journey in model.journeys for t in model.touchpoints(journey.id)]
    return tuple(
        RatedPlace(id, state, ratings(places[id, state], people))
        for state in ("current", "desired")
        for id in order
        if (id, state) in places
    )


def _voted(
    model: Model, given: Mapping[str, Sequence[Vote]], people: dict[str, Person]
) -> tuple[VotedOpportunity, ...]:
    """Every opportunity, most dots first, when there are votes at all: also what nobody chose was chosen from."""
    if not given:
        return ()
    names = _group_names([vote for votes in given.values() for vote in votes], people)
    found = []
    for record in model.all(Opportunity):
        votes = given.get(record.id, ())
        dots = [one for one in votes_as_ratings(votes, people, "dots") if one.value]
        named = [replace(one, group=names.get(one.group or NO_GROUP, OTHERS)) for one in dots]
        groups = by_group(_DOTS, named)[0] if names else ()
        found.append(VotedOpportunity(voted(record, votes, people), groups))
    found.sort(key=lambda one: (-one.votes.dots, -(one.votes.ratio.value or 0)))
    every = [one.votes.dots for one in found]
    return tuple(
        replace(one, votes=replace(one.votes, rank=1 + sum(dots > one.votes.dots for dots in every)))
        for one in found
    )


def _group_names(votes: Iterable[Vote], people: dict[str, Person]) -> dict[str, str]:
    """Under which name each group's dots stand in a whole step: a small group's choice of nothing would tell, too."""
    groups: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        person = people.get(vote.person or "")
        groups[vote.group or (person.group if person else None) or NO_GROUP].append(vote)
    sizes = {
        name: people_of((v.person or v.id, v.opportunity, v.person is not None) for v in own)
        for name, own in groups.items()
    }

    def unnamed(vote: Vote) -> bool:
        person = people.get(vote.person or "")
        return person is None or person.name is None

    small = [name for name, own in groups.items() if sizes[name] < SMALLEST_GROUP and any(map(unnamed, own))]
    return shown_as(sizes, small)


def _repeats(steps: Iterable[StepResult]) -> tuple[Repeat, ...]:
    found: dict[tuple[str, str, str], list[tuple[StepResult, Distribution]]] = defaultdict(list)
    for step in steps:
        for place in step.rated:
            for key in step.scales:
                one: Distribution = getattr(place.ratings, key)
                if one.n:
                    found[place.touchpoint, place.state, key].append((step, one))
    return tuple(Repeat(*key, tuple(rated)) for key, rated in found.items() if len(rated) > 1)
