"""A workshop of five hundred people fits: what they gave is revealed, goes out as a file and comes in again."""

from __future__ import annotations

import datetime as dt
import random
from uuid import UUID

import pytest

from touchmap.domain import document
from touchmap.domain.applying import MOST_BYTES, MOST_VALUES
from touchmap.domain.changes import State
from touchmap.domain.document import MAX_NODES, MOST_PROBLEMS
from touchmap.domain.model import Model
from touchmap.domain.records import Note, Perception, Person, Record, Step, Vote
from touchmap.errors import UnreadableWorkshop
from touchmap.formats import workshop_file
from touchmap.formats.source import MAX_BYTES
from touchmap.services import exchange, library
from touchmap.store import patching
from touchmap.store.database import Database, open_database

PEOPLE = 500
SAID = "Nobody told us when the next flight would leave; we stood in line for an hour and heard nothing. "


def session() -> Model:
    """The sample after a session: 3 notes, 12 ratings on six scales, 5 votes with dots and 5 with impact of everybody."""
    content, name = library.sample("missed-connection")
    there = workshop_file.read(content, name)
    chance = random.Random(1)

    def id() -> str:
        return str(UUID(int=chance.getrandbits(128)))

    places = [record.id for record in there if record.kind == "touchpoint"]
    proposals = [record.id for record in there if record.kind == "opportunity"][:5]
    made: list[Record] = [
        Step(id="write", title="Write", type="current"),
        Step(id="rate", title="Rate", type="rate"),
        Step(id="vote", title="Vote", type="vote"),
        Step(id="both", title="Both", type="priorities"),
    ]
    for number in range(PEOPLE):
        who = f"p-{chance.getrandbits(96):024x}"
        made.append(Person(id=who, name=f"Person {number}", group="guests"))
        made += [
            Note(
                id=id(),
                step="write",
                touchpoint=chance.choice(places),
                person=who,
                state="current",
                text=SAID,
            )
            for _ in range(3)
        ]
        five = (float(chance.randint(1, 5)) for _ in iter(int, 1))
        made += [
            Perception(
                id=id(),
                touchpoint=places[count],
                step="rate",
                person=who,
                emotion=float(chance.randint(-2, 2)),
                personal=next(five),
                performance=next(five),
                rational=next(five),
                bond=next(five),
                importance=next(five),
            )
            for count in range(12)
        ]
        for proposal in proposals:
            made.append(Vote(id=id(), opportunity=proposal, step="vote", person=who, dots=1))
            made.append(Vote(id=id(), opportunity=proposal, step="both", person=who, impact=4, effort=2))
    return Model(there.workshop, [record for record in there if record.kind != "workshop"] + made)


@pytest.fixture(scope="module")
def large() -> Model:
    """Such a workshop."""
    return session()


@pytest.fixture
def kept(large: Model, tmp_path, now: dt.datetime):
    """A database with it."""
    with open_database(tmp_path / "large") as database:
        exchange.import_model(database, large, now=now)
        yield database


def count(value: object) -> int:
    """How many values there are in plain data, itself included."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(count(item) for item in inner)


def state_of(database: Database, workshop: str) -> State:
    """The workshop as edits see it."""
    with database.reading() as session:
        found = patching.load_state(session, workshop)
    assert found is not None
    return found


def test_there_is_room_for_a_session_of_five_hundred_people(kept: Database, large: Model) -> None:
    state = state_of(kept, large.workshop.id)
    assert state.values < MOST_VALUES
    assert state.size < MOST_BYTES


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_it_goes_out_as_a_file_and_comes_in_the_same(
    kept: Database, large: Model, tmp_path, now: dt.datetime, form: str
) -> None:
    content = workshop_file.write(exchange.load(kept, large.workshop.id), f"workshop.{form}")
    assert len(content) < MAX_BYTES
    with open_database(tmp_path / "other") as other:
        assert exchange.import_file(other, content, f"workshop.{form}", now=now).done == "new"
        assert exchange.load(other, large.workshop.id) == exchange.load(kept, large.workshop.id)


def test_edits_are_held_to_figures_that_are_never_below_those_of_the_file(
    kept: Database, large: Model
) -> None:
    state = state_of(kept, large.workshop.id)
    values = count(document.write(large))
    assert values <= state.values
    assert MOST_VALUES < MAX_NODES
    written = len(workshop_file.write(large, "workshop.json"))
    assert written / state.size < MAX_BYTES / MOST_BYTES


def test_a_file_with_very_many_problems_says_the_first_thousand_and_that_there_are_more() -> None:
    text = "touchmap: 1\nworkshop: {title: a}\nagenda:\n" + "- {title: b, minutes: x}\n" * (
        MOST_PROBLEMS + 50
    )
    with pytest.raises(UnreadableWorkshop) as caught:
        workshop_file.read(text.encode(), "many.yaml")
    problems = caught.value.problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert (problems[0].code, problems[-1].code) == ("TM007", "TM094")
    assert "more than 1,000 problems" in problems[-1].what
