"""The hub of the rooms: news go out at once after a quiet moment, and pages are told to spread what they ask for."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from touchmap.live import roomhub
from touchmap.live.roomhub import ASKING, CROWD, LONGEST, MOST_TIMES, RoomHub, crowd
from touchmap.services.announcing import Announcer
from touchmap.services.bookkeeping import Who
from touchmap.services.showing import Shown

W = "w"


@dataclass
class Room:
    """What the hub asks of a room, in place of a database: a view, and who is here."""

    version: int = 1
    people: set[str] = field(default_factory=lambda: {"ana"})
    notes: list[str] = field(default_factory=list)
    spotlight: str = ""
    step: dict[str, Any] | None = None

    def room(self, workshop: str) -> Shown:
        """The view."""
        view: dict[str, Any] = {"step": self.step, "closed": False, "people": len(self.people)}
        view |= {"spotlight": self.spotlight, "notes": [{"id": one, "text": one} for one in self.notes]}
        return Shown(("o", 1, self.version), view)

    def here(self, workshop: str) -> set[str]:
        """Who is here."""
        return self.people


def opened(room: Room) -> tuple[RoomHub, Announcer, Any]:
    """A hub, what wakes it, and the stream of somebody."""
    announcer = Announcer()
    hub = RoomHub(room, room, (announcer,))  # type: ignore[arg-type]  # all that the hub asks of both
    return hub, announcer, hub.open(W, Who("ana", "Ana"), None)


def test_news_come_at_once_after_a_quiet_moment() -> None:
    room = Room()
    hub, announcer, stream = opened(room)
    assert b"event: room" in next(stream)
    assert b"event: room" in next(stream)  # whatever changed while this one came in
    time.sleep(2 * LONGEST)
    room.version = 2
    announcer.announce(W, 2)
    assert b'"key":"o-1-2"' in next(stream)
    hub.close()
    announcer.close()


def test_many_changes_become_few_news_and_the_last_is_told() -> None:
    room = Room()
    hub, announcer, stream = opened(room)
    next(stream)
    for version in range(2, 202):
        room.version = version
        announcer.announce(W, version)
    told, last = 0, b""
    while b'"key":"o-1-201"' not in last:
        last = next(stream)
        told += last.count(b"event: room")
    assert told < 50
    hub.close()
    announcer.close()


def test_who_has_no_part_any_more_is_out() -> None:
    room = Room()
    hub, announcer, stream = opened(room)
    next(stream)
    room.people, room.version = set(), 2
    announcer.announce(W, 2)
    assert b"event: out" in b"".join(stream)
    assert len(hub) == 0
    hub.close()
    announcer.close()


def test_who_is_removed_is_out_with_the_news_of_it_and_not_with_a_later_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(roomhub, "LOOK_EVERY", 3_600.0)  # no look and no beat comes while this test runs
    room = Room()
    announcer = Announcer()
    hub = RoomHub(room, room, (announcer,), beat_every=3_600.0)  # type: ignore[arg-type]  # all that the hub asks of both
    stream = hub.open(W, Who("ana", "Ana"), None)
    next(stream)
    room.people, room.version = set(), 2
    announcer.announce(W, 2)
    assert b"event: out" in b"".join(stream)
    assert LONGEST < 0.5, "what the hub rests between two rounds is well within the second that is promised"
    hub.close()
    announcer.close()


def test_the_more_pages_there_are_the_longer_they_spread_what_they_ask_for() -> None:
    assert crowd(1) == crowd(40) == CROWD
    assert crowd(500) == round(500 * ASKING, 1) > CROWD
    assert crowd(500, 2) == 2 * crowd(500, 1) == 2 * crowd(500, 0)
    assert crowd(500, 50) == MOST_TIMES * crowd(500)
    assert crowd(20, 50) == CROWD, "a few pages never wait"


def told(stream: Any, key: str) -> dict[str, Any]:
    """The news with a key, of a stream in which it comes."""
    while True:
        for line in next(stream).split(b"\n"):
            if line.startswith(b"data: {"):
                found: dict[str, Any] = json.loads(line[6:])
                if found["key"] == key:
                    return found


def test_a_note_that_all_may_see_comes_with_the_news_so_that_nobody_has_to_ask() -> None:
    room = Room(step={"id": "list", "title": "List", "input": True, "promise": "", "prompt": ""})
    hub, announcer, stream = opened(room)
    before = told(stream, "o-1-1")
    room.notes, room.version = ["n1"], 2
    announcer.announce(W, 2)
    data = told(stream, "o-1-2")
    assert data["change"]["upon"] == before["notes"]
    assert [note["id"] for note in data["change"]["added"]] == ["n1"]
    assert data["rest"] == before["rest"]
    room.notes, room.version = [], 3
    announcer.announce(W, 3)
    assert [note["id"] for note in told(stream, "o-1-3")["change"]["gone"]] == ["n1"]
    hub.close()
    announcer.close()
