"""Entering for people without a phone: who they are, and the ballots on which they rated and voted.

Somebody on paper is a participant without a device, counted among the people here. A ballot has a random hand of its own, so
that dots, counts, small groups and privacy are as everybody's, and nothing ties it to another. Where a step keeps names it is
of a person; elsewhere anybody on paper who is not done yet is done with it, and no row says whose it was. More ballots than
people bring people.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from touchmap.domain import ids
from touchmap.domain.changes import State
from touchmap.domain.edits import Edit, Refused, read_edit
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
from touchmap.store import ballots as kept_ballots
from touchmap.store import rooms
from touchmap.store.database import Reader

MOST_ALIKE = 100  # ballots entered at once
MOST_MARKS = 3_000  # of entries in one step that are known again


@dataclass(frozen=True, slots=True)
class Paper:
    """Somebody without a phone; `given` are the steps in which a ballot is theirs by name."""

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
    """What came of it: how many ballots it was, whether they are held back, whose it was where names are kept, and whether
    that person's ballot was changed.
    """

    ballots: int
    held: bool
    whose: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a step stands on paper: how many ballots there are, and the newest entry with how many ballots it was, if it can be
    taken back. `answers` are what the person who was asked for has given, by target; only where the step keeps names.
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
            given = kept_ballots.ballots(session, workshop)
            return [_paper(who, given) for who in _on_paper(session, workshop)]

    def add(self, workshop: str, entry: str, *, name: str = "", group: str = "") -> Paper:
        """One more person without a phone; the same entry again adds nobody. Raises NotNow, NotFound, Refused."""
        _check_entry(entry)
        id = f"p-{tags.chain_id((workshop, entry))}"

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            desk = _desk(session, book, workshop, "")
            there = rooms.participant(session, workshop, id)
            if there is not None:
                return Done(book, _paper(there))
            after, who = _added(session, book, desk, one_line(name), one_line(group), now, id)
            return Done(after, _paper(who), stirred=True)

        found: Paper = self._editing.perform(workshop, Deed("paper", do))
        return found

    def remove(self, workshop: str, id: str) -> None:
        """Ends somebody's part; what they gave stays. Whom nothing on the map names is off it, too. Raises NotFound, NotNow."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            desk = _desk(session, book, workshop, "")
            return Done(_removed(session, book, desk.person(id), now), None, stirred=True)

        self._editing.perform(workshop, Deed("unpaper", do))

    def done(self, workshop: str, step: str, done: bool) -> None:
        """Says that everybody on paper is done with writing notes, or not yet. Raises NotFound, NotNow."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            if place_of(book.state, step).ask.gives != "note":
                raise NotNow("In this step a ballot says that somebody is done.", "Enter their ballots.")
            for who in _desk(session, book, workshop, step).here:
                rooms.keep_done(session, _with_done(who, step, done))
            return Done(book, None, stirred=True)

        self._editing.perform(workshop, Deed("paper-done", do))

    # -- their ballots

    def sheet(self, workshop: str, step: str, person: str = "") -> Sheet:
        """How a step stands on paper, with what a person has given there. Raises NotFound."""
        with self._editing.database.reading() as session:
            book = self._editing.books.current(session, workshop)
            place, here = place_of(book.state, step), _on_paper(session, workshop)
            every = kept_ballots.ballots(session, workshop)
            given = [one for one in every if one.step == step]
            whose = next((who for who in here if who.id == person), None)
            answers: dict[str, Mapping[str, Any]] = {}
            if place.ask.anonymity != "names" or place.ask.gives not in ("rating", "vote"):
                whose = None
            own = next((one for one in given if whose is not None and one.person == whose.id), None)
            if own is not None:
                key = ballots.about(place.ask.gives)
                answers = {one[key]: one for one in sheets.answers_of(session, book.state, place, own)}
        newest = [one.entry for one in given if one.entry]
        return Sheet(
            tuple(_paper(who, every) for who in here),
            len(given),
            (newest[0], len(newest)) if newest else None,
            _paper(whose) if whose is not None else None,
            answers,
        )

    def enter(self, workshop: str, step: str, ballot: Ballot, who: Who) -> Entered:
        """Enters a ballot, or with a person who has one in the step changes it. `who` enters it.

        Raises NotNow (closed, frozen, too many dots), NotFound, Refused; nothing was entered then.
        """
        _check_entry(ballot.entry)

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            return _entered(session, book, workshop, step, ballot, who, now)

        found: Entered = self._editing.perform(workshop, Deed("ballot", do))
        return found

    def take_back(self, workshop: str, step: str, entry: str, who: Who) -> int:
        """Takes the newest entry of a step back, as if it had never been made; how many ballots that were.

        Raises NotNow when it was taken back, something was entered since, or the step takes nothing in now.
        """

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            place, desk = place_of(book.state, step), _desk(session, book, workshop, step)
            giving.check_open(desk.state, place, place.ask.gives)
            mine = [one for one in desk.ballots if one.entry and one.entry == entry]
            mine.sort(key=lambda one: not one.made)  # who came with it goes first
            if not mine:
                raise NotNow(
                    "This cannot be taken back any more.", "It was taken back, or more was entered since."
                )
            after = book
            for one in mine:
                after = _restored(session, after, desk, place, one, who, now)
            return Done(after, len(mine), stirred=True)

        found: int = self._editing.perform(workshop, Deed("unballot", do))
        return found


@dataclass(frozen=True, slots=True)
class _Desk:
    """The room as the one who enters has it: who is here on paper, the ballots of a step, what was entered there."""

    state: RoomState
    here: list[rooms.Participant]
    ballots: list[kept_ballots.Ballot]
    hand: str
    marks: rooms.Hand

    def person(self, id: str) -> rooms.Participant:
        found = next((who for who in self.here if who.id == id), None)
        if found is None:
            raise NotFound("There is nobody like that on paper.", "They may have been removed.")
        return found

    def now(self, who: rooms.Participant) -> None:
        """Somebody as they are now."""
        self.here[:] = sorted(
            [*(one for one in self.here if one.id != who.id), who], key=lambda one: one.paper
        )


def _desk(session: Reader, book: Book, workshop: str, step: str) -> _Desk:
    room = session_of(session, workshop)
    if room.closed is not None:
        raise NotNow("The session is closed.", "What was saved stays saved.")
    hand = tags.tag(room.salt, step)
    return _Desk(
        room.state,
        _on_paper(session, workshop),
        kept_ballots.ballots(session, workshop, step) if step else [],
        hand,
        rooms.hand(session, workshop, hand),
    )


def _on_paper(session: Reader, workshop: str) -> list[rooms.Participant]:
    found = [who for who in rooms.participants(session, workshop) if who.paper and who.removed is None]
    return sorted(found, key=lambda who: who.paper)


def _paper(who: rooms.Participant, given: list[kept_ballots.Ballot] | None = None) -> Paper:
    steps = tuple(one.step for one in given or () if one.person == who.id)
    return Paper(who.id, who.paper, who.name, who.group, steps)


def _with_done(who: rooms.Participant, step: str, done: bool) -> rooms.Participant:
    steps = tuple(one for one in who.done if one != step)
    return replace(who, done=(*steps, step) if done else steps)


# -- entering


def _entered(
    session: Reader, book: Book, workshop: str, step: str, ballot: Ballot, by: Who, now: dt.datetime
) -> Done:
    place, desk = place_of(book.state, step), _desk(session, book, workshop, step)
    mark = tags.request_mark(desk.hand, ballot.entry)
    if mark in desk.marks.requests:
        seen = place.ask.visibility == "open" or desk.state.step(step).all_revealed
        return Done(book, Entered(ballot.alike, not seen))
    ballots.about(place.ask.gives)
    giving.check_open(desk.state, place, place.ask.gives)
    answers = ballots.filled(place, ballot.answers)
    _check_whose(place, book.state, ballot)
    kept_ballots.settle(session, workshop, step)
    after, held, changed, whose = book, False, False, None
    for _ in range(ballot.alike):
        whose, made = _whose(desk, place, ballot), False
        if whose is None:
            name = one_line(ballot.name)
            group = "" if place.ask.anonymity == "none" else one_line(ballot.group)
            after, whose = _added(session, after, desk, name, group, now)
            made = True
        there, earlier = _there(session, after, desk, place, whose)
        one = replace(there, entry=ballot.entry, made=made, earlier=earlier)
        group = one_line(ballot.group)
        filling = sheets.Filling(place, desk.state, answers, _paper(whose).label, group, ballot.entry, by)
        after, filled, held = sheets.fill(session, after, one, filling, now)
        kept_ballots.drop(session, workshop, one.hand)
        kept_ballots.keep(session, workshop, filled)
        whose, changed = _with_done(whose, step, True), earlier is not None
        rooms.keep_done(session, whose)
        desk.now(whose)
    marks = tuple(sorted([*desk.marks.requests, mark]))[-MOST_MARKS:]  # sorted: in no order of time
    rooms.keep_hand(session, workshop, desk.hand, replace(desk.marks, requests=marks))
    named = _paper(whose).label if whose is not None and place.ask.anonymity == "names" else ""
    return Done(after, Entered(ballot.alike, held, named, changed), stirred=True)


def _there(
    session: Reader, book: Book, desk: _Desk, place: Place, whose: rooms.Participant
) -> tuple[kept_ballots.Ballot, list[dict[str, Any]] | None]:
    """The ballot that is somebody's in the step, with its answers, or a fresh one."""
    if place.ask.anonymity != "names":
        return kept_ballots.Ballot(sheets.fresh_hand(), place.step), None
    there = next((one for one in desk.ballots if one.person == whose.id), None)
    if there is None:
        return kept_ballots.Ballot(sheets.fresh_hand(), place.step, whose.id), None
    return there, sheets.answers_of(session, book.state, place, there)


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
    """Who is done with a ballot: the one who was chosen, or somebody who is not done yet; None when that is somebody new."""
    free = [who for who in desk.here if place.step not in who.done]
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
    session: Reader, book: Book, desk: _Desk, name: str, group: str, now: dt.datetime, id: str = ""
) -> tuple[Book, rooms.Participant]:
    """Somebody new on paper, on the map and in the room. Raises NotNow."""
    workshop = book.state.workshop
    check_group(book.state, workshop, group)
    if rooms.how_many(session, workshop) >= MOST_PEOPLE:
        raise NotNow(f"{MOST_PEOPLE:,} people are here; there is no room for more.", "")
    id = id or f"p-{secrets.token_hex(12)}"
    fields = {"name": name, "group": group, "paper": True}
    given = {key: value for key, value in fields.items() if value}
    edit = read_edit({"id": f"join-{id}", "action": "add", "kind": "person", "record": id, "fields": given})
    after, _ = write(session, book, edit, ROOM, now)
    number = 1 + max((who.paper for who in desk.here), default=0)
    who = rooms.Participant(workshop, id, name, "", group, False, now, paper=number)
    rooms.add_on_paper(session, who)
    desk.now(who)
    return after, who


# -- taking back, and leaving


def _restored(
    session: Reader,
    book: Book,
    desk: _Desk,
    place: Place,
    ballot: kept_ballots.Ballot,
    by: Who,
    now: dt.datetime,
) -> Book:
    """A ballot as it was before its entry; who came with the entry goes with it."""
    workshop, step = book.state.workshop, place.step
    kept_ballots.drop(session, workshop, ballot.hand)
    if ballot.earlier is not None:
        who = desk.person(ballot.person or "")
        entry = f"back {ballot.entry}"
        filling = sheets.Filling(place, desk.state, ballot.earlier, _paper(who).label, "", entry, by)
        settled = replace(ballot, entry=None, made=False, earlier=None)
        after, settled, _ = sheets.fill(session, book, settled, filling, now)
        kept_ballots.keep(session, workshop, settled)
        return after
    after, _ = sheets.clear(session, book, place, ballot, now)
    whose = _who_was_done(desk, ballot)
    if whose is None:
        return after
    whose = _with_done(whose, step, False)
    rooms.keep_done(session, whose)
    desk.now(whose)
    if not ballot.made or whose.done:
        return after
    desk.here.remove(whose)
    return _removed(session, after, whose, now)


def _who_was_done(desk: _Desk, ballot: kept_ballots.Ballot) -> rooms.Participant | None:
    """Who is not done any more without a ballot: whose it was, or where no names are kept whoever came last without one."""
    done = [who for who in desk.here if ballot.step in who.done]
    if ballot.person:
        return next((who for who in done if who.id == ballot.person), None)
    return next((who for who in reversed(done) if not who.name), done[-1] if done else None)


def _removed(session: Reader, book: Book, who: rooms.Participant, now: dt.datetime) -> Book:
    """The book without somebody on paper; whom a record names stays on the map."""
    rooms.remove_participant(session, book.state.workshop, who.id, now)
    named = any(
        entry.fields.get("person") == who.id
        for kind in ("note", "perception", "vote")
        for _, entry in book.state.of_kind(kind)
    )
    held = any(one.fields.get("person") == who.id for one in rooms.held(session, book.state.workshop))
    if named or held or who.done or who.id not in book.state.records:
        return book
    edit = Edit(f"e-{secrets.token_hex(12)}", "remove", "person", who.id)
    after, _ = write(session, book, edit, ROOM, now)
    return after


def _check_entry(entry: str) -> None:
    if not ids.is_id(entry):
        what = "This entry has no id."
        raise Refused(
            Problem("TM007", what, "Use up to 64 lower-case letters, digits and hyphens.", ("entry",))
        )
