"""Builders for tests of rooms: a small workshop with a step of every sort, the services on it, and people who join."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from touchmap.domain.changes import State
from touchmap.domain.model import Model
from touchmap.domain.records import Commitment, Journey, Opportunity, Stage, Step, Touchpoint, Workshop
from touchmap.services.bookkeeping import Who
from touchmap.services.contributing import Contributing
from touchmap.services.dropping import Dropping
from touchmap.services.editing import Editing
from touchmap.services.facilitating import Facilitating
from touchmap.services.joining import Joining, Tries
from touchmap.services.roomwork import Guest
from touchmap.services.scribing import Scribing
from touchmap.services.showing import Showing
from touchmap.store import rooms, workshops
from touchmap.store.database import Database

W = "move"
OWNER = Who("owner", "Maya")
SECRET = "a secret of this installation, long enough"
_numbers = itertools.count(1)


def small() -> Model:
    """Two touchpoints, three proposals, an agenda: talk, open, private, waste, rate, vote, impact and effort."""
    return Model(
        Workshop(id=W, title="The move", request="We want training.", groups=("staff", "customers")),
        [
            Step(id="talk", title="Welcome"),
            Step(id="list", title="List", type="touchpoints"),
            Step(id="now", title="What is", type="current"),
            Step(id="secret", title="Behaviours", type="behaviours"),
            Step(id="waste", title="Waste", type="waste", anonymity="groups"),
            Step(id="rate", title="Rate", type="rate"),
            Step(id="vote", title="Vote", type="vote"),
            Step(id="both", title="Impact and effort", type="priorities"),
            Step(id="end", title="Commit", type="commitments"),
            Journey(id="j", name="Moving"),
            Stage(id="st", journey="j", name="Wait"),
            Touchpoint(id="desk", stage="st", name="The desk"),
            Touchpoint(id="call", stage="st", name="The call"),
            Opportunity(id="o1", touchpoint="desk", title="One number"),
            Opportunity(id="o2", touchpoint="desk", title="A clock"),
            Opportunity(id="o3", touchpoint="call", title="Ring back"),
            Commitment(id="k", action="One number", owner="Ana", measure="Calls"),
        ],
    )


@dataclass
class House:
    """Every service on one database; `clock` may be moved."""

    database: Database
    editing: Editing
    joining: Joining
    contributing: Contributing
    scribing: Scribing
    facilitating: Facilitating
    dropping: Dropping
    showing: Showing

    def join(self, name: str = "", group: str = "", token: str = "") -> Guest:
        """Somebody comes in."""
        opened = self.joining.open_room(W)
        token = token or f"token-of-somebody-{next(_numbers):05}"
        return self.joining.join(opened.code, token, name=name, group=group)

    def at(self, step: str) -> None:
        """The room goes to a step."""
        self.joining.open_room(W)
        self.facilitating.enter(W, step)

    @property
    def state(self) -> State:
        """The workshop as the log has it."""
        with self.database.reading() as session:
            return self.editing.books.current(session, W).state

    @property
    def room(self) -> rooms.Room:
        """The session as its row says."""
        with self.database.reading() as session:
            found = rooms.room(session, W)
        assert found is not None
        return found

    @property
    def held(self) -> list[Any]:
        """What is held back."""
        with self.database.reading() as session:
            return rooms.held(session, W)

    def close(self) -> None:
        """Ends the writer."""
        self.editing.close()


def house(database: Database, now: dt.datetime, tries: Tries | None = None, *, take_in: bool = True) -> House:
    """The services on a database, with the small workshop in it."""
    if take_in:
        with database.writing() as session:
            workshops.insert(session, small(), now)
    editing = Editing(database, clock=lambda: now)
    return House(
        database,
        editing,
        Joining(editing, SECRET, clock=lambda: now, tries=tries),
        Contributing(editing),
        Scribing(editing),
        Facilitating(editing),
        Dropping(editing),
        Showing(database, editing.books),
    )
