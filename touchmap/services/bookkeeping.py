"""One edit, undo or redo inside a transaction: checked, applied to the rows, appended to the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from touchmap.domain.applying import apply
from touchmap.domain.changes import Change, Logged, State, composed, patches_between
from touchmap.domain.edits import Edit, Refused, is_long, texts_seen
from touchmap.domain.records import FIELDS
from touchmap.domain.undoing import inverse, stacks
from touchmap.errors import Problem
from touchmap.services.books import Book
from touchmap.store import changelog, patching
from touchmap.store.database import Reader

_STEPS = 1_000  # of a person's changes that are looked through for what can be undone


@dataclass(frozen=True, slots=True)
class Who:
    """Who edits: `actor` tells people apart and is no secret, `name` is what others see."""

    actor: str
    name: str


@dataclass(frozen=True, slots=True)
class Reversal:
    """An undo or a redo (`action`) of a person's own last change; `id` as that of an edit."""

    id: str
    action: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a deed has done: the book afterwards, what its caller is told, and the room's version if that has changed.

    `stirred`: something in the room has changed, and the writer counts its version up, once for all deeds of a transaction.
    """

    book: Book
    answer: Any
    room: int | None = None
    stirred: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that the writer does as a whole in its own transaction: checks, rows and changes of the log together.

    `do` may run more than once, each time as if it never had: it leaves nothing behind but rows.
    """

    id: str
    do: Callable[[Reader, Book, dt.datetime], Done]


def same_again(work: Edit | Reversal, there: Logged) -> Logged:
    """The answer that an edit got the first time. Raises Refused when its id was given to another edit."""
    same = (
        there.action == work.action
        if isinstance(work, Reversal)
        else (there.action, there.kind, there.record) == (work.action, work.kind, work.record)
    )
    if not same:
        what = f"The edit id '{work.id}' has been used for another edit."
        raise Refused(Problem("TM008", what, "Make a fresh id for every edit.", ("id",)))
    return there


def write(
    session: Reader, book: Book, work: Edit | Reversal, who: Who, now: dt.datetime
) -> tuple[Book, Logged]:
    """Does it: the workshop afterwards, and the change as it was logged. Raises Refused with nothing written."""
    state = book.state
    undoes = None
    if isinstance(work, Reversal):
        done, change = _reversed(session, book, work, who)
        undoes, kind, record = done.seq, done.kind, done.record
    else:
        _check_seen(book, work)
        change, kind, record = _edited(session, state, work), work.kind, work.record
    at = changelog.moment_text(now)
    logged = Logged(
        seq=book.seq + 1,
        id=work.id,
        actor=who.actor,
        by=who.name,
        at=at,
        action=work.action,
        kind=kind,
        record=record,
        before=change.before,
        after=change.after,
        sent=change.sent,
        undoes=undoes,
        settles=work.settles if isinstance(work, Edit) else None,
        group=work.group if isinstance(work, Edit) else None,
        conflict=_conflict(session, state, work, change),
        told=change.told,
    )
    if isinstance(work, Edit) and work.settles is not None:
        _settle(session, state.workshop, work)
    return _kept(session, book, change, logged), logged


def write_change(
    session: Reader, book: Book, change: Change, id: str, kind: str, record: str, who: Who, now: dt.datetime
) -> Book:
    """Takes in a change that adds records; the workshop afterwards. `record` stands for all of them in a history."""
    logged = Logged(
        seq=book.seq + 1,
        id=id,
        actor=who.actor,
        by=who.name,
        at=changelog.moment_text(now),
        action="add",
        kind=kind,
        record=record,
        before=change.before,
        after=change.after,
    )
    return _kept(session, book, change, logged)


def _kept(session: Reader, book: Book, change: Change, logged: Logged) -> Book:
    """The book after a change that is now in the rows and in the log."""
    state = book.state
    after = state.patched(change.after)
    if book.seq == 0 and not changelog.has_baseline(session, state.workshop):
        changelog.keep_baseline(session, state, 0)
    patching.write_patch(session, state, after, change.after)
    changelog.append(session, state.workshop, logged, places(state, after, change))
    if logged.seq % changelog.BASELINE_EVERY == 0:
        changelog.keep_baseline(session, after, logged.seq)
    return Book(book.origin, logged.seq, after)


def log_replacement(session: Reader, before: State, now: dt.datetime) -> None:
    """Appends that a file has taken the workshop's place: whoever is in it follows, and the past stays."""
    found, after = changelog.head(session, before.workshop), patching.load_state(session, before.workshop)
    if found is None or after is None:
        raise ValueError(f"there is no workshop {before.workshop}")
    there, back = patches_between(before.records, after.records, {**before.records, **after.records})
    if not changelog.has_baseline(session, before.workshop):
        changelog.keep_baseline(session, before, 0)
    logged = Logged(
        seq=found[1] + 1,
        id=f"file-{uuid4().hex}",
        actor="",
        by="a file",
        at=changelog.moment_text(now),
        action="replace",
        kind="workshop",
        record=before.workshop,
        before=there,
        after=back,
    )
    changelog.append(session, before.workshop, logged, ())


def _check_seen(book: Book, edit: Edit) -> None:
    """Refuses what builds on a log that is not this one: a backup was put back, and this one ends earlier."""
    if edit.seen is not None and edit.seen > book.seq:
        what = f"Change {edit.seen} is not in this workshop's log, which ends at {book.seq}."
        raise Refused(Problem("TM012", what, "Ask for the workshop as it is now, then edit.", ("seen",)))


def _edited(session: Reader, state: State, edit: Edit) -> Change:
    seen = {}
    if edit.action == "set" and edit.seen is not None and any(key in _LONG[edit.kind] for key in edit.fields):
        since = changelog.of_record(session, state.workshop, edit.record, edit.seen)
        own = None
        if edit.upon is not None and since:
            own = changelog.by_ids(session, state.workshop, [edit.upon]).get(edit.upon)
        seen = texts_seen(edit, since, own)
    return apply(state, edit, seen)


_LONG = {kind: {field.key for field in fields if is_long(field)} for kind, fields in FIELDS.items()}


def _conflict(
    session: Reader, state: State, work: Edit | Reversal, change: Change
) -> dict[str, dict[str, object]]:
    """The texts that could not be merged, with who wrote the other one and when."""
    if not isinstance(work, Edit) or not change.conflict:
        return {}
    since = changelog.of_record(session, state.workshop, work.record, work.seen or 0)
    writers = texts_seen(work, since)
    return {
        key: {"other": other, "by": writers[key].by, "seq": writers[key].seq}
        for key, other in change.conflict.items()
    }


def _settle(session: Reader, workshop: str, edit: Edit) -> None:
    seq = edit.settles or 0
    if changelog.settle(session, workshop, seq, edit.record, edit.fields):
        return
    there = changelog.by_seq(session, workshop, seq)
    if there is None or there.record != edit.record or not there.conflict.keys() & edit.fields.keys():
        what = f"There was no conflict at {seq} over what this edit sets."
        raise Refused(Problem("TM012", what, "Leave 'settles' out.", ("settles",)))


def _reversed(session: Reader, book: Book, work: Reversal, who: Who) -> tuple[Logged, Change]:
    steps = changelog.steps(session, book.state.workshop, who.actor, _STEPS)
    undo, redo = stacks(steps)
    found = undo if work.action == "undo" else redo
    done = changelog.by_seq(session, book.state.workshop, found[-1]) if found else None
    if done is None:
        raise Refused(Problem("TM015", f"There is nothing of yours to {work.action}.", "Go on working."))
    if done.group is None:
        return done, inverse(book.state, done.before, done.after)
    together = changelog.of_group(session, book.state.workshop, who.actor, done.group, done.seq)
    return done, inverse(book.state, *composed((one.before, one.after) for one in together))


def places(before: State, after: State, change: Change) -> set[str]:
    """The touchpoints whose history a change belongs to."""
    return {
        place
        for id in change.after
        for state in (before, after)
        for place in _places_of(state, id)
        if place not in change.after
    }


def _places_of(state: State, id: str) -> Iterator[str]:
    entry = state.records.get(id)
    if entry is not None and entry.kind == "transition":
        ends = (entry.fields["from"], entry.fields["to"])
        yield from (end for end in ends if end in state.records and state.records[end].kind == "touchpoint")
    while entry is not None and (above := entry.parent) is not None:
        entry = state.records.get(above)
        if entry is not None and entry.kind == "touchpoint":
            yield above
