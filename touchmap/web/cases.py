"""A workshop as the pages see it: its model, what the analysis says, the findings, and the places in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from touchmap.domain.analysis.results import Analysis
from touchmap.domain.lanes import own_lanes, own_name
from touchmap.domain.model import Model
from touchmap.domain.records import Persona, Touchpoint
from touchmap.domain.rules.finding import Finding
from touchmap.report.content.labels import Labels, labels_of
from touchmap.web.wording import count

T = TypeVar("T")
COLOURS = 8
LEVELS: Mapping[str, int] = {"assumed": 0, "staff story": 1, "customer story": 2, "measured": 3}


def stage_colour(place: int) -> int:
    """The colour, 1 to 8, of the stage at this place of its journey, from 0."""
    return place % COLOURS + 1


@dataclass(frozen=True, slots=True)
class Place:
    """A touchpoint as a page points at it: `colour` is its stage's, 1 to 8; `number` its station number."""

    workshop: str
    id: str
    number: int
    name: str
    colour: int


@dataclass(frozen=True, slots=True)
class Mark:
    """How well something is backed, as a sign and a word; `level` 0 is assumed, 3 measured."""

    level: int
    word: str


def evidence(given: str | None) -> Mark:
    """The mark of an evidence grade; assumed when none is given."""
    word = given or "assumed"
    return Mark(LEVELS[word], word)


@dataclass(frozen=True)
class Case:
    """One workshop, ready to be shown; made once per change and shared by requests, so nothing in it changes.

    `seq` is that of the newest change in it and `origin` that of its log; sentences of findings are in the client's words.

    `kept` holds drawings that are dear to make, by a name; they die with the case when the workshop changes.
    """

    id: str
    model: Model
    analysis: Analysis
    findings: tuple[Finding, ...]
    origin: str = ""
    seq: int = 0
    kept: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` makes, made once for everybody who asks; `name` says all that it depends on beside the workshop."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    @cached_property
    def labels(self) -> Labels:
        """The client's own words for touchmap's: `customer` gives `guest` where the vocabulary says so."""
        return labels_of(self.model)

    @cached_property
    def lane_names(self) -> dict[str, str]:
        """The client's own word for a lane of the map, by its key; only those that have one."""
        return {key: name for key, one in own_lanes(self.model).items() if (name := own_name(one))}

    def word(self, word: str) -> str:
        """The client's word for one of touchmap's, or the word itself."""
        return self.labels.one(word)

    def words(self, word: str) -> str:
        """The client's word for several of them."""
        return self.labels.many(word)

    def count(self, amount: int, word: str) -> str:
        """`3 touchpoints`, in the client's words."""
        return count(amount, self.word(word), self.words(word))

    @cached_property
    def stage_colours(self) -> dict[str, int]:
        """The colour of each stage, 1 to 8, by its id."""
        return {
            stage.id: stage_colour(place)
            for journey in self.model.journeys
            for place, stage in enumerate(self.model.stages(journey.id))
        }

    def place(self, touchpoint: str) -> Place:
        """The place of a touchpoint that exists; KeyError for another id."""
        record = self.model.find(Touchpoint, touchpoint)
        if record is None:
            raise KeyError(touchpoint)
        return Place(
            self.id,
            touchpoint,
            self.model.numbers[touchpoint],
            record.name,
            self.stage_colours[record.stage],
        )

    def places(self, touchpoints: tuple[str, ...]) -> tuple[Place, ...]:
        """The places of several touchpoints."""
        return tuple(self.place(one) for one in touchpoints)

    def persona(self, id: str | None) -> Persona | None:
        """The persona with this id."""
        return self.model.find(Persona, id)

    def findings_at(self, touchpoint: str) -> tuple[Finding, ...]:
        """The findings that belong to a touchpoint."""
        return tuple(one for one in self.findings if one.touchpoint == touchpoint)
