"""The hub beside a real log: a wake-up is only a hint, what is hidden never leaves, and a sign of life comes in time."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from touchmap.domain.changes import Logged
from touchmap.domain.edits import read_edit
from touchmap.live import channel, frames, hub
from touchmap.live.hub import Hub
from touchmap.services import exchange, library
from touchmap.services.access import Access
from touchmap.services.announcing import Committed
from touchmap.services.bookkeeping import Reversal, Who
from touchmap.services.editing import Editing
from touchmap.services.history import History
from touchmap.store.database import Database, open_database

SAMPLE = "missed-connection"


class Room:
    """A workshop, its editing, a hub, and people with sessions."""

    def __init__(self, database: Database) -> None:
        self.editing = Editing(database)
        self.history = History(database, self.editing.books)
        self.access = Access(database, "s" * 40)
        self.hub = Hub(self.history, self.editing.announcer, self.access, beat_every=0.2)

    def comes(self, name: str) -> Who:
        token = self.access.enter(self.access.make_link(), name)
        assert token is not None
        return Who(self.access.name_of(token), name)

    def edit(self, name: str) -> int:
        fields = {"name": name}
        data = {"id": uuid.uuid4().hex, "kind": "touchpoint", "action": "set", "record": "gate-closed"}
        return self.editing.do(SAMPLE, read_edit(data | {"fields": fields}), Who("someone", "Someone")).seq

    def listen(self, who: Who, after: int | None = None) -> Iterator[bytes]:
        return self.hub.open(SAMPLE, who, after, None, None)[1]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    content, name = library.sample(SAMPLE)
    with open_database(tmp_path) as database:
        exchange.import_file(database, content, name, now=dt.datetime.now(dt.UTC))
        made = Room(database)
        yield made
        made.hub.close()
        made.editing.close()


def heard_until(stream: Iterator[bytes], sign: bytes) -> bytes:
    """What comes until a sign is in it."""
    found = b""
    for piece in stream:
        found += piece
        if sign in found:
            return found
    raise AssertionError(f"it ended without {sign!r}: {found!r}")


def changes_in(text: bytes) -> list[bytes]:
    """The events of changes, as they came."""
    return [one + b"\n\n" for one in text.split(b"\n\n") if b"event: change" in one]


def ids(text: bytes) -> list[int]:
    return [int(one) for one in re.findall(rb"^id: (\d+)$", text, re.MULTILINE)]


def test_a_hint_without_a_commit_brings_no_event(room: Room) -> None:
    with closing(room.listen(room.comes("Ann"))) as stream:
        heard_until(stream, b"event: here")
        room.editing.announcer.announce(SAMPLE, 1)
        assert b"event: change" not in heard_until(stream, b": beat")
        assert room.edit("now") == 1
        assert ids(heard_until(stream, b"event: change")) == [1]


def test_a_change_whose_hint_was_lost_comes_all_the_same(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room.editing.announcer, "announce", lambda *_: None)
    stream = room.listen(room.comes("Ann"))
    heard_until(stream, b"event: here")
    room.edit("nobody was told")
    assert ids(heard_until(stream, b"event: change")) == [1]


def test_what_was_just_committed_goes_out_without_reading_the_log(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "LOOK_EVERY", 60.0)
    stream = room.listen(room.comes("Ann"))
    heard_until(stream, b"event: here")
    room.edit("first")
    heard_until(stream, b"id: 1\n")
    read: list[int] = []
    monkeypatch.setattr(room.history, "since", lambda workshop, seq, limit: read.append(seq))
    room.edit("second")
    assert ids(heard_until(stream, b"id: 2\n")) == [2]
    assert read == []


def test_an_event_is_the_same_from_memory_and_from_the_log(room: Room) -> None:
    ann = room.comes("Ann")
    stream = room.listen(ann)
    heard_until(stream, b"event: here")
    new = uuid.uuid4().hex
    place: dict[str, object] = {"kind": "touchpoint", "record": "gate-closed"}
    works: list[dict[str, object]] = [
        place | {"action": "set", "fields": {"name": "Näme \u2028 €"}},
        {
            "kind": "statement",
            "action": "add",
            "record": new,
            "fields": {"touchpoint": "gate-closed", "state": "current", "text": "Long"},
        },
        place | {"action": "move", "position": {"after": None}},
        place | {"action": "remove"},
    ]
    for work in works:
        room.editing.do(SAMPLE, read_edit({"id": uuid.uuid4().hex} | work), ann)
    room.editing.do(SAMPLE, Reversal(uuid.uuid4().hex, "undo"), ann)
    last = room.history.head(SAMPLE)[1]
    lived = heard_until(stream, b"id: %d\n" % last)
    read = room.history.since(SAMPLE, 0)
    assert changes_in(lived) == [frames.change(one, read.origin) for one in read.changes]


def test_what_does_not_go_on_where_the_receivers_are_is_read_from_the_log(room: Room) -> None:
    stream = room.listen(room.comes("Ann"))
    heard_until(stream, b"event: here")
    room.edit("one")
    heard_until(stream, b"id: 1\n")
    read = room.history.since(SAMPLE, 0)
    beyond = replace(read.changes[0], seq=5, by="nobody")
    room.editing.announcer.announce(SAMPLE, 5, Committed(read.origin, (beyond,)))
    room.editing.announcer.announce(SAMPLE, 1, Committed(read.origin, read.changes))
    room.editing.announcer.announce(SAMPLE, 2, Committed("another", (replace(beyond, seq=2),)))
    room.edit("two")
    assert ids(heard_until(stream, b"id: 2\n")) == [2]


def test_what_a_reader_may_not_see_is_not_sent_and_they_stay_at_the_newest_seq(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = room.comes("Ann"), room.comes("Bob")
    written: list[int] = []

    def shown(reader: Who, workshop: str, change: Logged) -> Logged | None:
        if reader.name == "Ann" or change.seq == 3:
            return change
        return None if change.seq == 2 else replace(change, by="somebody", before={}, after={})

    def counted(change: Logged, origin: str) -> bytes:
        written.append(change.seq)
        return own(change, origin)

    own = frames.change
    monkeypatch.setattr(channel, "shown", shown)
    monkeypatch.setattr(frames, "change", counted)
    streams = [room.listen(ann), room.listen(ann), room.listen(bob)]
    for stream in streams:
        heard_until(stream, b"event: here")
    room.edit("secret one")
    texts = [heard_until(stream, b"id: 1\n") for stream in streams]
    assert [b"secret one" in text for text in texts] == [True, True, False]
    assert len(written) == 2  # once for those who see all of it, once for the one who does not
    room.edit("secret two")
    texts = [heard_until(stream, b"id: 2\n") for stream in streams]
    assert [b"secret two" in text for text in texts] == [True, True, False]
    assert b"id: 2\n\n" in texts[2]
    again = heard_until(room.listen(bob, after=0), b"event: here")
    assert (b"secret" in again, ids(again)) == (False, [1, 2])


def test_too_far_behind_is_told_to_take_the_whole(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "MOST_REPLAYED", 3)
    for number in range(5):
        room.edit(f"number {number}")
    far = heard_until(room.listen(room.comes("Ann"), after=1), b"event: here")
    assert b"event: snapshot" in far
    assert (ids(far), b"event: change" in far) == ([5], False)
    near = heard_until(room.listen(room.comes("Ann"), after=2), b"event: here")
    assert (ids(near), b"event: snapshot" in near) == ([3, 4, 5], False)


def test_pages_of_what_was_missed_join_without_a_gap(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "PAGE", 2)
    for number in range(7):
        room.edit(f"number {number}")
    assert ids(heard_until(room.listen(room.comes("Ann"), after=0), b"event: here")) == [1, 2, 3, 4, 5, 6, 7]


def test_a_very_large_change_is_only_hinted_at(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MOST_DATA", 100)
    stream = room.listen(room.comes("Ann"))
    heard_until(stream, b"event: here")
    room.edit("large")
    assert b"id: 1\nevent: snapshot\n" in heard_until(stream, b"event: snapshot")


def test_a_stream_shows_life_every_fifteen_seconds() -> None:
    assert hub.BEAT_EVERY == 15.0


def test_a_hub_that_was_closed_sends_everybody_away_for_some_seconds(room: Room) -> None:
    ann = room.comes("Ann")
    early = room.listen(ann)
    heard_until(early, b"event: here")
    room.hub.close()
    for stream in (early, room.listen(ann)):
        assert re.search(rb"retry: (\d+)\n\n$", b"".join(stream))
    assert len(room.hub) == 0
