"""Rows of rooms: kept as they were given, gone with their workshop, and without a secret once a room has ended."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from touchmap.domain.model import Model
from touchmap.domain.records import Workshop
from touchmap.domain.room import roomstate
from touchmap.domain.room.giving import Gift
from touchmap.domain.room.roomstate import RoomState
from touchmap.store import rooms, workshops
from touchmap.store.database import Database
from touchmap.store.rooms import Hand, Participant, Sealed

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
KEY, BACK = Sealed("key", "for the key"), Sealed("back", "for the code")
STATE = roomstate.reveal(roomstate.advance(RoomState(), ["a", "b"]), "a", frozenset(["desk"]))


@pytest.fixture
def opened(database: Database) -> Database:
    """A workshop with an open room."""
    with database.writing() as session:
        for id in ("w", "v"):
            workshops.insert(session, Model(Workshop(id=id, title=id)), NOW)
        rooms.open_room(session, "w", "salt", "digest", STATE, NOW)
    return database


def somebody(id: str = "ana", **more: object) -> Participant:
    return Participant("w", id, "Ana", "agent", "staff", False, NOW, **more)


def gift(id: str, owner: str = "tag", touchpoint: str | None = "desk", kind: str = "note") -> Gift:
    return Gift(kind, id, owner, touchpoint, {"step": "a", "text": "x"}, "ana", "Ana")


def test_a_room_reads_back_as_it_was_kept(opened: Database) -> None:
    with opened.writing() as session:
        assert rooms.room(session, "w") == rooms.Room("w", "salt", NOW, None, 1, STATE)
        assert rooms.room(session, "v") is None
        assert (rooms.by_code(session, "digest"), rooms.by_code(session, "other")) == ("w", None)
        later = roomstate.lock(STATE, True)
        assert rooms.keep_state(session, "w", later) == 2
        assert rooms.bump(session, "w") == 3
        found = rooms.room(session, "w")
    assert found is not None
    assert (found.state, found.version) == (later, 3)


def test_two_open_rooms_never_have_one_code(opened: Database) -> None:
    with pytest.raises(IntegrityError), opened.writing() as session:
        rooms.open_room(session, "v", "salt", "digest", RoomState(), NOW)


def test_a_room_that_is_opened_anew_has_nobody_in_it_and_its_versions_go_on(opened: Database) -> None:
    with opened.writing() as session:
        rooms.add_participant(session, somebody(), KEY, BACK)
        assert rooms.open_room(session, "w", "pepper", "fresh", RoomState(), NOW) == 2
        assert rooms.participants(session, "w") == []
        assert rooms.by_key(session, "key") is None
        assert rooms.by_code(session, "digest") is None


def test_a_participant_reads_back_with_what_they_have_done(opened: Database) -> None:
    who = somebody(done=("a",))
    with opened.writing() as session:
        rooms.add_participant(session, somebody(), KEY, BACK)
        assert rooms.participant(session, "w", "ana") == somebody()
        rooms.keep_done(session, who)
        assert rooms.participant(session, "w", "ana") == who
        assert rooms.done(session, "w") == [["a"]]
        assert rooms.by_key(session, "key") == ("w", "ana", "for the key")
        assert rooms.by_rejoin(session, "w", "back") == ("ana", "for the code")
        rooms.add_key(session, "w", "ana", Sealed("second", "for the second"))
        assert rooms.by_key(session, "second") == ("w", "ana", "for the second")
        assert rooms.how_many(session, "w") == 1


def test_who_goes_on_with_a_fresh_secret_has_one_device(opened: Database) -> None:
    with opened.writing() as session:
        rooms.add_participant(session, somebody(), KEY, BACK)
        rooms.change_keys(
            session, "w", "ana", Sealed("new", "for the new"), Sealed("anew", "for the new code")
        )
        assert (rooms.by_key(session, "key"), rooms.by_rejoin(session, "w", "back")) == (None, None)
        assert rooms.by_key(session, "new") == ("w", "ana", "for the new")
        assert rooms.by_rejoin(session, "w", "anew") == ("ana", "for the new code")


def test_what_a_hand_has_written_is_known_by_its_tag_alone(opened: Database) -> None:
    with opened.writing() as session:
        assert rooms.hand(session, "w", "tag") == Hand()
        for one in (Hand(("n1",), ("m",)), Hand(("n1", "n2"), ("m", "o"))):
            rooms.keep_hand(session, "w", "tag", one)
            assert rooms.hand(session, "w", "tag") == one
        assert rooms.hand(session, "w", "other") == rooms.hand(session, "v", "tag") == Hand()
        assert rooms.is_open(session, "w")
        assert not rooms.is_open(session, "v")
        rooms.end_room(session, "w", roomstate.close(STATE), NOW)
        assert rooms.hand(session, "w", "tag") == Hand()
        assert not rooms.is_open(session, "w")


def test_who_is_removed_has_no_key_and_is_not_counted_as_done(opened: Database) -> None:
    with opened.writing() as session:
        rooms.add_participant(session, somebody(), KEY, BACK)
        rooms.set_helper(session, "w", "ana", True)
        rooms.remove_participant(session, "w", "ana", NOW)
        found = rooms.participant(session, "w", "ana")
        assert (rooms.by_key(session, "key"), rooms.by_rejoin(session, "w", "back")) == (None, None)
        assert rooms.done(session, "w") == []
    assert found is not None
    assert (found.removed, found.helper) == (NOW, False)


def test_what_is_held_takes_its_own_place_and_is_counted_without_being_read(opened: Database) -> None:
    with opened.writing() as session:
        for one in (gift("1"), gift("1"), gift("2", "other"), gift("3", "other", None, "perception")):
            rooms.hold(session, "w", "a", one)
        assert [one.record for one in rooms.held(session, "w", "a")] == ["1", "2", "3"]
        assert rooms.held(session, "w", "b") == rooms.held(session, "v") == []
        assert rooms.held_by(session, "w", "a", "tag") == [gift("1")]
        assert rooms.held_counts(session, "w") == {
            "a": {("note", "desk"): (2, 2), ("perception", None): (1, 1)}
        }
        assert rooms.held_owners(session, "w") == {"a": 2}
        assert rooms.let_go(session, "w", ["1", "1", "x"]) == 1
        assert len(rooms.held(session, "w")) == 2


def test_a_room_that_has_ended_keeps_no_code_key_or_secret(opened: Database) -> None:
    with opened.writing() as session:
        rooms.add_participant(session, somebody(done=("a",)), KEY, BACK)
        rooms.hold(session, "w", "a", gift("1"))
        rooms.end_room(session, "w", roomstate.close(STATE), NOW)
        found, who = rooms.room(session, "w"), rooms.participant(session, "w", "ana")
        assert (rooms.by_key(session, "key"), rooms.by_rejoin(session, "w", "back")) == (None, None)
        assert rooms.by_code(session, "digest") is None
        assert rooms.held(session, "w") == []
    assert found is not None
    assert who is not None
    assert (found.closed, found.state.closed) == (NOW, True)
    assert (who.name, who.done) == ("Ana", ())


def test_a_workshop_takes_its_room_with_it(opened: Database) -> None:
    with opened.writing() as session:
        rooms.add_participant(session, somebody(), KEY, BACK)
        rooms.hold(session, "w", "a", gift("1"))
        workshops.delete(session, "w")
    with opened.reading() as session:
        assert rooms.room(session, "w") is None
        assert rooms.by_key(session, "key") is None
        assert rooms.held(session, "w") == []
