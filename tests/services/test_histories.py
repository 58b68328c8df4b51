"""Random histories of several people over a bad network: what was answered is kept, once, in one order for everybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

import chance_edits
import pytest
from living import SAMPLE, hold, rows, take_in

from touchmap.domain.changes import Logged, State, model_of
from touchmap.domain.document import read, write
from touchmap.domain.edits import Edit, Refused, read_edit
from touchmap.services.bookkeeping import Reversal, Who
from touchmap.services.editing import Editing
from touchmap.services.history import History
from touchmap.store import changelog
from touchmap.store.database import Database


@dataclass
class Client:
    """Somebody with a state that lags behind, an outbox, and what was answered."""

    who: Who
    state: State
    seq: int
    outbox: list[Edit | Reversal] = field(default_factory=list)
    answered: dict[str, int] = field(default_factory=dict)

    def follow(self, history: History, changes: int) -> None:
        """Takes in some of the changes that are missing."""
        for change in history.since(SAMPLE, self.seq, changes).changes:
            self.state, self.seq = self.state.patched(change.after), change.seq


class Room:
    """Several people on two servers of one database; requests and answers get lost, come twice or in another order."""

    def __init__(self, database: Database, seed: int, people: int) -> None:
        self.database = database
        self.chance = Random(seed)
        self.servers = [Editing(database), Editing(database)]
        self.history = History(database, self.servers[0].books)
        start = self.history.snapshot(SAMPLE)
        self.start = dict(start.state.records)
        self.clients = [Client(Who(f"p{n}", f"Person {n}"), start.state, 0) for n in range(people)]
        self.sent: set[str] = set()

    def go(self, edits: int) -> None:
        """Everybody makes so many edits, and goes on until all of them are answered."""
        left = {client.who.actor: edits for client in self.clients}
        while any(left.values()) or any(client.outbox for client in self.clients):
            client = self.chance.choice(self.clients)
            for _ in range(self.chance.randint(0, 4)):
                if left[client.who.actor]:
                    left[client.who.actor] -= 1
                    client.outbox.append(self.make(client))
            self.send(client)
            if self.chance.random() < 0.6:
                client.follow(self.history, self.chance.choice((1, 3, 500)))
            if self.chance.random() < 0.02:
                self.restart()

    def make(self, client: Client) -> Edit | Reversal:
        id = f"{client.who.actor}-{len(self.sent)}"
        self.sent.add(id)
        if self.chance.random() < 0.08:
            return Reversal(id, self.chance.choice(("undo", "undo", "redo")))
        while True:
            try:
                return read_edit(chance_edits.edit(self.chance, client.state, client.seq, id))
            except Refused:
                continue

    def send(self, client: Client) -> None:
        """Some of the outbox arrives, perhaps twice, perhaps in another order; some answers come back."""
        some = [work for work in client.outbox if self.chance.random() < 0.8]
        some += [work for work in some if self.chance.random() < 0.1]
        if self.chance.random() < 0.3:
            self.chance.shuffle(some)
        answers = self.chance.choice(self.servers).do_all(SAMPLE, some, client.who)
        for work, answer in zip(some, answers, strict=True):
            if self.chance.random() < 0.15:
                continue  # done or refused, and nobody heard of it
            if isinstance(answer, Logged):
                assert client.answered.setdefault(work.id, answer.seq) == answer.seq
            else:
                assert isinstance(answer, Refused), answer
            if work in client.outbox:
                client.outbox.remove(work)

    def restart(self) -> None:
        place = self.chance.randrange(2)
        self.servers[place].close()
        self.servers[place] = Editing(self.database)
        if place == 0:
            self.history = History(self.database, self.servers[0].books)

    def check(self) -> list[Logged]:
        """What must hold whatever happened; the whole log."""
        length = hold(self.database, SAMPLE)
        with self.database.reading() as session:
            log = changelog.after(session, SAMPLE, 0)
        by_id = {change.id: change.seq for change in log}
        for client in self.clients:
            assert client.answered.items() <= by_id.items(), "what was answered is in the log, at its place"
            client.follow(self.history, length + 1)
            assert dict(client.state.records) == dict(rows(self.database, SAMPLE).records)
        assert by_id.keys() <= self.sent, "nothing is in the log that nobody sent"
        late = History(self.database, Editing(self.database).books).snapshot(SAMPLE)
        assert dict(late.state.records) == dict(self.clients[0].state.records)
        again, problems = read(write(model_of(late.state)))
        assert problems == []
        assert again == model_of(late.state)
        return log

    def close(self) -> None:
        for server in self.servers:
            server.close()


def history_of(database: Database, seed: int, people: int, edits: int) -> tuple[Room, list[Logged]]:
    take_in(database, dt.datetime.now(dt.UTC))
    room = Room(database, seed, people)
    room.go(edits)
    return room, room.check()


@pytest.mark.parametrize("seed", range(4))
def test_a_random_history_folds_to_one_state_for_everybody(database: Database, seed: int) -> None:
    room, log = history_of(database, seed, 4, 60)
    assert len(log) > 100
    room.close()


def test_eight_people_with_two_hundred_edits_each(database: Database) -> None:
    room, log = history_of(database, 8, 8, 200)
    kinds: dict[str, Any] = {change.action: change for change in log}
    assert set(kinds) == {"add", "set", "move", "remove", "undo", "redo"}
    assert len(log) > 800
    room.close()


def test_undoing_everything_backwards_returns_to_the_start(database: Database) -> None:
    take_in(database, dt.datetime.now(dt.UTC))
    room = Room(database, 5, 4)
    editing = room.servers[0]
    for number in range(160):
        client = room.clients[number % 4]
        data = chance_edits.edit(room.chance, client.state, client.seq, f"e-{number}")
        try:
            editing.do(SAMPLE, read_edit(data), client.who)
        except Refused:
            continue
        client.follow(room.history, 500)
    with database.reading() as session:
        log = changelog.after(session, SAMPLE, 0)
    assert len(log) > 80
    for change in reversed(log):
        undone = editing.do(SAMPLE, Reversal(f"u-{change.seq}", "undo"), Who(change.actor, change.by))
        assert (undone.undoes, undone.told) == (change.seq, ())
    assert dict(rows(database, SAMPLE).records) == room.start
    hold(database, SAMPLE)
    room.close()
