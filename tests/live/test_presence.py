"""Who is here: told once when it changes, forgotten when the last stream ends or nothing is said any more."""

from __future__ import annotations

from touchmap.live.presence import TYPING_LASTS, UNSEEN_LASTS, People, Place
from touchmap.services.bookkeeping import Who

ANN, BOB = Who("a", "Ann"), Who("b", "Bob")


def test_somebody_with_two_streams_is_here_until_the_last_ends() -> None:
    people = People()
    people.come(ANN, 0)
    assert people.news() == [{"actor": "a", "here": True, "by": "Ann"}]
    people.come(ANN, 1)
    people.leave("a")
    assert not people.is_new
    people.leave("a")
    assert people.news() == [{"actor": "a", "here": False}]
    assert list(people.all()) == []


def test_typing_ends_by_itself_and_the_place_stays() -> None:
    people = People()
    people.come(ANN, 0)
    people.put(ANN, Place("t1", "name", True), 1)
    assert people.news() == [
        {"actor": "a", "here": True, "by": "Ann", "record": "t1", "field": "name", "typing": True}
    ]
    people.put(ANN, Place("t1", "name", True), 3)
    people.expire(3 + TYPING_LASTS)
    assert not people.is_new
    people.expire(4 + TYPING_LASTS)
    assert people.news() == [{"actor": "a", "here": True, "by": "Ann", "record": "t1", "field": "name"}]


def test_somebody_who_only_polls_is_here_as_long_as_they_say_so() -> None:
    people = People()
    people.put(BOB, Place("t1"), 0)
    people.expire(UNSEEN_LASTS)
    assert [one["actor"] for one in people.all()] == ["b"]
    people.expire(UNSEEN_LASTS + 1)
    assert people.news() == [{"actor": "b", "here": False}]
