"""Who is in a workshop just now, at which record and field, and who is typing; kept in memory and never stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from touchmap.services.bookkeeping import Who

TYPING_LASTS = 6.0  # seconds since it was last said
UNSEEN_LASTS = 30.0  # seconds that somebody without a stream (who polls) stays after the last word
MOST_PEOPLE = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a record, one of its fields, and whether they type there."""

    record: str | None = None
    field: str | None = None
    typing: bool = False


@dataclass(slots=True)
class _Person:
    by: str
    place: Place = Place()
    said: float = 0.0
    streams: int = 0


@dataclass(slots=True)
class People:
    """The people of one workshop. Moments are in seconds of any one clock."""

    _there: dict[str, _Person] = field(default_factory=dict)
    _news: set[str] = field(default_factory=set)

    def come(self, who: Who, now: float) -> None:
        """A stream of this person has begun."""
        person = self._person(who)
        if person is not None:
            person.streams += 1
            person.said = max(person.said, now)

    def leave(self, actor: str) -> None:
        """A stream of this person has ended; with the last one they are gone."""
        person = self._there.get(actor)
        if person is None:
            return
        person.streams -= 1
        if person.streams <= 0:
            del self._there[actor]
            self._news.add(actor)

    def put(self, who: Who, place: Place, now: float) -> None:
        """This person says where they are."""
        person = self._person(who)
        if person is not None:
            if person.place != place:
                self._news.add(who.actor)
            person.place, person.said = place, now

    def _person(self, who: Who) -> _Person | None:
        person = self._there.get(who.actor)
        if person is None and len(self._there) < MOST_PEOPLE:
            person = self._there[who.actor] = _Person(who.name)
            self._news.add(who.actor)
        return person

    def expire(self, now: float) -> None:
        """Forgets typing that stopped without a word, and people who no longer say anything."""
        for actor, person in list(self._there.items()):
            if person.place.typing and now - person.said > TYPING_LASTS:
                person.place = Place(person.place.record, person.place.field)
                self._news.add(actor)
            if person.streams <= 0 and now - person.said > UNSEEN_LASTS:
                del self._there[actor]
                self._news.add(actor)

    @property
    def is_new(self) -> bool:
        """Whether there is something to tell."""
        return bool(self._news)

    def news(self) -> list[dict[str, Any]]:
        """What has changed since the last call; somebody who left is `{actor, here: false}`."""
        told, self._news = self._news, set()
        return [self._plain(actor) for actor in sorted(told)]

    def all(self) -> Iterator[dict[str, Any]]:
        """Everybody."""
        return (self._plain(actor) for actor in list(self._there))

    def _plain(self, actor: str) -> dict[str, Any]:
        person = self._there.get(actor)
        if person is None:
            return {"actor": actor, "here": False}
        place = person.place
        said = {"record": place.record, "field": place.field, "typing": place.typing or None}
        return {"actor": actor, "here": True, "by": person.by} | {k: v for k, v in said.items() if v}
