"""Entering for people without a phone: who they are, and the ballots on which they rated and voted.

Somebody on paper is a participant without a device: counted among the people here, with a secret of their own, so that dots,
counts, small groups and privacy are as everybody's. Where a step keeps names, a ballot is of a person who may be chosen;
elsewhere it is of anybody on paper who has none yet, so that nothing says whose it was. More ballots than people bring people.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from touchmap.domain import ids
from touchmap.domain.changes import State
from touchmap.domain.edits import Refused, read_edit
from touchmap.domain.room import ballots, giving, tags
from touchmap.domain.room.giving import Place
from touchmap.domain.room.refusing import NotNow
from touchmap.domain.room.roomstate import RoomState
from touchmap.errors import NotFound, Problem
from touchmap.services import sheets
from touchmap.services.bookkeeping import Deed, Done, Who, write
from touchmap.services.books import Book
from touchmap.services.editing import Editing
from touchmap.services.joining import MOST_PEOPLE, ROOM, check_group, one_line
from touchmap.services.roomwork import place_of, session_of
from touchmap.store import rooms
from touchmap.store.database import Reader

MOST_ALIKE = 100  # ballots entered at once
MOST_MARKS = 200  # of one person's last entries


@dataclass(frozen=True, slots=True)
class Paper:
    """Somebody without a phone; `given` are the steps in which they have a ballot."""

    id: str
    number: int
    name: str
    group: str
    given: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How they are called: `Paper 2` without a name."""
        return self.name or f"Paper {self.number}"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One sheet of paper as it is entered. `entry` is the id of this entry: the same again changes nothing.

    `person` or `name` only where the step keeps names; `group` where it keeps names or groups. `alike`: so many that say the
    same, each of somebody else.
    """

    entry: str
    answers: sheets.Answers
    person: str = ""
    name: str = ""
    group: str = ""
    alike: int = 1


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it: how many ballots it was, whether they are held back, and whose it was where names are kept."""

    ballots: int
    held: bool
    whose: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a step stands on paper: how many ballots there are, the newest entry with how many ballots it was (none: None).

    `answers` are what the person who was asked for has given, by target; only where the step keeps names.
    """

    people: tuple[Paper, ...]
    given: int
    last: tuple[str, int] | None
    whose: Paper | None = None
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class Scribing:
    """What the facilitator, or somebody who helps, enters for people without a phone."""

    def __init__(self, editing: Editing) -> None:
        self._editing = editing

    # -- who they are

    def people(self, workshop: str) -> list[Paper]:
        """Everybody on paper who is here."""
        with self._editing.database.reading() as session:
            return [_paper(who) for who in rooms.on_paper(session, workshop) if who.removed is None]

    def add(self, workshop: str, entry: str, *, name: str = "", group: str = "") -> Paper:
        """One more person without a phone; the same entry again is the same person. Raises NotNow, NotFound, Refused."""
        _check_entry(entry)

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            desk = _desk(session, book, workshop)
            there = [who for who in desk.everybody if desk.mark(entry) in who.requests]
            if there:
                return Done(book, _paper(there[0]))
            after, who = _added(session, book, desk, one_line(name), one_line(group), now)
            rooms.keep_doings(session, replace(who, requests=(desk.mark(entry),)))
            return Done(after, _paper(who), rooms.bump(session, workshop))

        found: Paper = self._editing.perform(workshop, Deed("paper", do))
        return found

    def remove(self, workshop: str, id: str) -> None:
        """Ends somebody's part; what they gave stays. Who gave nothing is off the map, too. Raises NotFound, NotNow."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            desk = _desk(session, book, workshop)
            after = sheets.removed(session, book, desk.person(id), now)
            return Done(after, None, rooms.bump(session, workshop))

        self._editing.perform(workshop, Deed("unpaper", do))

    def done(self, workshop: str, step: str, done: bool) -> None:
        """Says that everybody on paper is done with a step, or not yet. Raises NotFound."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            place_of(book.state, step)
            desk = _desk(session, book, workshop)
            for who in desk.here:
                steps = tuple(one for one in who.done if one != step)
                rooms.keep_doings(session, replace(who, done=(*steps, step) if done else steps))
            return Done(book, None, rooms.bump(session, workshop))

        self._editing.perform(workshop, Deed("paper-done", do))

    # -- their ballots

    def sheet(self, workshop: str, step: str, person: str = "") -> Sheet:
        """How a step stands on paper, with what a person has given there. Raises NotFound."""
        with self._editing.database.reading() as session:
            book = self._editing.books.current(session, workshop)
            place = place_of(book.state, step)
            here = [who for who in rooms.on_paper(session, workshop) if who.removed is None]
            whose = next((who for who in here if who.id == person), None)
            answers: dict[str, Mapping[str, Any]] = {}
            if whose is not None and place.ask.anonymity == "names" and place.ask.gives in ("rating", "vote"):
                key = ballots.about(place.ask.gives)
                answers = {one[key]: one for one in sheets.answers_of(session, book.state, place, whose)}
            elif place.ask.anonymity != "names":
                whose = None
        newest = _newest(here, step)
        alike = sum(who.ballots.get(step, {}).get("entry") == newest for who in here)
        return Sheet(
            tuple(_paper(who) for who in here),
            sum(step in who.ballots for who in here),
            (newest, alike) if newest else None,
            _paper(whose) if whose is not None else None,
            answers,
        )

    def enter(self, workshop: str, step: str, ballot: Ballot, who: Who) -> Entered:
        """Enters a ballot, or with a person who has one in their step changes it. `who` enters it.

        Raises NotNow (closed, frozen, too many dots), NotFound, Refused; nothing was entered then.
        """
        _check_entry(ballot.entry)

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            return _entered(session, book, workshop, step, ballot, who, now)

        found: Entered = self._editing.perform(workshop, Deed("ballot", do))
        return found

    def take_back(self, workshop: str, step: str, entry: str, who: Who) -> int:
        """Takes the newest entry of a step back, as if it had never been made; how many ballots that were.

        Raises NotNow when something was entered since, or the step takes nothing in now.
        """

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            place = place_of(book.state, step)
            desk = _desk(session, book, workshop)
            giving.check_open(desk.state, place, place.ask.gives)
            mine = [one for one in desk.here if one.ballots.get(step, {}).get("entry") == entry]
            if not mine:
                raise NotNow("This was taken back already.", "Look at what is entered now.")
            if _newest(desk.here, step) != entry:
                raise NotNow("Something else was entered since.", "Take that back first.")
            after = book
            for one in mine:
                after = sheets.restored(session, after, desk.state, place, one, who, now)
            return Done(after, len(mine), rooms.bump(session, workshop))

        found: int = self._editing.perform(workshop, Deed("unballot", do))
        return found


@dataclass(frozen=True, slots=True)
class _Desk:
    """The room as the one who enters has it; `everybody` also those who were removed."""

    salt: str
    state: RoomState
    everybody: list[rooms.Participant]

    @property
    def here(self) -> list[rooms.Participant]:
        return [who for who in self.everybody if who.removed is None]

    def mark(self, entry: str) -> str:
        return tags.request_mark(self.salt, entry)

    def person(self, id: str) -> rooms.Participant:
        found = next((who for who in self.here if who.id == id), None)
        if found is None:
            raise NotFound("There is nobody like that on paper.", "They may have been removed.")
        return found


def _desk(session: Reader, book: Book, workshop: str) -> _Desk:
    room = session_of(session, workshop)
    if room.closed is not None:
        raise NotNow("The session is closed.", "What was saved stays saved.")
    return _Desk(room.salt, room.state, rooms.on_paper(session, workshop))


def _paper(who: rooms.Participant) -> Paper:
    return Paper(who.id, who.number, who.name, who.group, tuple(who.ballots))


def _newest(here: Iterable[rooms.Participant], step: str) -> str:
    """The entry that was made last in a step; empty when there is none."""
    made = [who.ballots[step] for who in here if step in who.ballots]
    return str(max(made, key=lambda one: one["order"])["entry"]) if made else ""


# -- entering


def _entered(
    session: Reader, book: Book, workshop: str, step: str, ballot: Ballot, by: Who, now: dt.datetime
) -> Done:
    place, desk = place_of(book.state, step), _desk(session, book, workshop)
    there = [who for who in desk.everybody if desk.mark(ballot.entry) in who.requests]
    if there:
        held = bool(sheets.had(session, book.state, place, there[0])[1])
        return Done(book, Entered(len(there), held, _named(place, there[0])))
    ballots.about(place.ask.gives)
    giving.check_open(desk.state, place, place.ask.gives)
    answers = ballots.filled(place, ballot.answers)
    _check_whose(place, book.state, ballot)
    order = 1 + max((who.ballots[step]["order"] for who in desk.here if step in who.ballots), default=0)
    after, entered = book, []
    for _ in range(ballot.alike):
        found = _whose(desk, place, ballot)
        made = found is None
        if found is None:
            name = one_line(ballot.name)
            group = "" if place.ask.anonymity == "none" else one_line(ballot.group)
            after, found = _added(session, after, desk, name, group, now)
        before = found.ballots.get(step)
        kept = {"entry": ballot.entry, "order": order, "made": made}
        if before is not None:
            kept["before"] = {**before, "answers": sheets.answers_of(session, after.state, place, found)}
        who = replace(found, ballots={**found.ballots, step: kept})
        group = one_line(ballot.group) if place.ask.anonymity == "groups" else who.group
        filled = sheets.Filled(place, desk.state, answers, group, ballot.entry, by)
        after, who, held = sheets.fill(session, after, who, filled, now)
        marks = (*who.requests, desk.mark(ballot.entry))[-MOST_MARKS:]
        who = replace(who, requests=marks, done=tuple(dict.fromkeys([*who.done, step])))
        rooms.keep_doings(session, who)
        desk.everybody[:] = [one for one in desk.everybody if one.id != who.id] + [who]
        entered.append((who, held, before is not None))
    first = entered[0]
    answer = Entered(len(entered), first[1], _named(place, first[0]), first[2])
    return Done(after, answer, rooms.bump(session, workshop))


def _check_whose(place: Place, state: State, ballot: Ballot) -> None:
    if place.ask.anonymity != "names" and (ballot.person or ballot.name):
        raise NotNow("This step keeps no names.", "Enter the ballot without saying whose it is.")
    if not 1 <= ballot.alike <= MOST_ALIKE:
        what = f"So many ballots alike cannot be entered at once: {ballot.alike}."
        raise Refused(Problem("TM007", what, f"From 1 to {MOST_ALIKE}.", ("alike",)))
    if ballot.alike > 1 and (ballot.person or ballot.name):
        raise NotNow("One person has one ballot.", "Leave the name out, or enter one ballot.")
    if place.ask.anonymity != "none":
        check_group(state, state.workshop, one_line(ballot.group))


def _whose(desk: _Desk, place: Place, ballot: Ballot) -> rooms.Participant | None:
    """Who gives a ballot: the one who was chosen, or somebody without one in the step; None when that is somebody new."""
    free = [who for who in desk.here if place.step not in who.ballots]
    name, group = one_line(ballot.name), one_line(ballot.group)
    if ballot.person:
        return desk.person(ballot.person)
    if place.ask.anonymity == "names":
        given = next((who for who in desk.here if name and who not in free and _same(who.name, name)), None)
        if given is not None:
            raise NotNow(f"{given.name} has given a ballot already.", "Choose them in the list to change it.")
        fitting = [who for who in free if _same(who.name, name) and (name or who.group == group)]
        return next(iter(fitting), None)
    if place.ask.anonymity == "none":
        return next(iter(free), None)
    ordered = [who for who in free if who.group == group] + [who for who in free if not who.group]
    return next(iter(ordered if group else [*ordered, *free]), None)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _added(
    session: Reader, book: Book, desk: _Desk, name: str, group: str, now: dt.datetime
) -> tuple[Book, rooms.Participant]:
    """Somebody new on paper, on the map and in the room. Raises NotNow."""
    workshop = book.state.workshop
    check_group(book.state, workshop, group)
    if rooms.how_many(session, workshop) >= MOST_PEOPLE:
        raise NotNow(f"{MOST_PEOPLE:,} people are here; there is no room for more.", "")
    id = f"p-{secrets.token_hex(12)}"
    fields = {"name": name, "group": group, "paper": True}
    given = {key: value for key, value in fields.items() if value}
    edit = read_edit({"id": f"join-{id}", "action": "add", "kind": "person", "record": id, "fields": given})
    after, _ = write(session, book, edit, ROOM, now)
    number = 1 + max((who.number for who in desk.everybody), default=0)
    secret = secrets.token_hex(32)
    who = rooms.Participant(workshop, id, secret, name, "", group, False, now, paper=True, number=number)
    rooms.add_on_paper(session, who)
    desk.everybody.append(who)
    return after, who


def _named(place: Place, who: rooms.Participant) -> str:
    return _paper(who).label if place.ask.anonymity == "names" else ""


def _check_entry(entry: str) -> None:
    if not ids.is_id(entry):
        what = "This entry has no id."
        raise Refused(
            Problem("TM007", what, "Use up to 64 lower-case letters, digits and hyphens.", ("entry",))
        )
