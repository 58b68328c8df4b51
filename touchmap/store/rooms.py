"""Rooms: the session of a workshop, who takes part, and what is held back until it is revealed.

What is held is nowhere else: not in the log, not in the records, so that nothing that reads those can tell it. Whoever calls
owns the transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa

from touchmap.domain.room.giving import Gift
from touchmap.domain.room.roomstate import RoomState
from touchmap.domain.room.roomstate import read as read_state
from touchmap.store.columns import MomentColumn
from touchmap.store.database import Reader
from touchmap.store.tables import db


def _owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id"], ["workshop.id"], name=f"fk_{table}_workshop_id", ondelete="CASCADE"
    )


ROOM = db.Table(
    "room",
    sa.Column("workshop_id", sa.Text, primary_key=True),
    sa.Column("salt", sa.Text, nullable=False),
    sa.Column("digest", sa.Text),
    sa.Column("opened_at", MomentColumn, nullable=False),
    sa.Column("closed_at", MomentColumn),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.JSON, nullable=False),
    sa.UniqueConstraint("digest", name="uq_room_digest"),
    _owner("room"),
)
PARTICIPANT = db.Table(
    "participant",
    sa.Column("workshop_id", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("rejoin", sa.Text),
    sa.Column("sealed", sa.Text),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role_", sa.Text, nullable=False),
    sa.Column("group_", sa.Text, nullable=False),
    sa.Column("helper", sa.Boolean, nullable=False),
    sa.Column("joined_at", MomentColumn, nullable=False),
    sa.Column("removed_at", MomentColumn),
    sa.Column("done", sa.JSON, nullable=False),
    sa.Column("paper", sa.Integer),
    sa.UniqueConstraint("workshop_id", "rejoin", name="uq_participant_rejoin"),
    sa.CheckConstraint("length(id) BETWEEN 1 AND 64", name="id"),
    sa.CheckConstraint("length(name) <= 200", name="name"),
    _owner("participant"),
)
PARTICIPANT_KEY = db.Table(
    "participant_key",
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("workshop_id", sa.Text, nullable=False),
    sa.Column("participant_id", sa.Text, nullable=False),
    sa.ForeignKeyConstraint(
        ["workshop_id", "participant_id"],
        ["participant.workshop_id", "participant.id"],
        name="fk_participant_key_participant_id",
        ondelete="CASCADE",
    ),
    sa.Index("ix_participant_key_participant_id", "workshop_id", "participant_id"),
)
HAND = db.Table(
    "hand",
    sa.Column("workshop_id", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("nonces", sa.JSON, nullable=False),
    sa.Column("requests", sa.JSON, nullable=False),
    _owner("hand"),
    sqlite_with_rowid=False,
)
BALLOT = db.Table(
    "ballot",
    sa.Column("workshop_id", sa.Text, primary_key=True),
    sa.Column("hand", sa.Text, primary_key=True),
    sa.Column("step_id", sa.Text, nullable=False),
    sa.Column("person_id", sa.Text),
    sa.Column("entry", sa.Text),
    sa.Column("made", sa.Boolean, nullable=False),
    sa.Column("earlier", sa.JSON),
    _owner("ballot"),
    sqlite_with_rowid=False,
)
HELD = db.Table(
    "held",
    sa.Column("workshop_id", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("step_id", sa.Text, nullable=False),
    sa.Column("touchpoint_id", sa.Text),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("actor_name", sa.Text, nullable=False),
    sa.Column("content", sa.JSON, nullable=False),
    sa.CheckConstraint("kind IN ('note', 'perception', 'vote')", name="kind"),
    _owner("held"),
    sa.Index("ix_held_step_id", "workshop_id", "step_id", "owner"),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class Room:
    """A session: `salt` gives the code to whoever has the installation's key; `version` grows with every change."""

    workshop: str
    salt: str
    opened: dt.datetime
    closed: dt.datetime | None
    version: int
    state: RoomState


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in a room; `id` is also that of their person on the map. `done` are the steps that they are done with.

    Nothing here tells what they gave: that is kept under the tags of hands. `paper` is the number of somebody who has no
    device, 0 for everybody else.
    """

    workshop: str
    id: str
    name: str
    role: str
    group: str
    helper: bool
    joined: dt.datetime
    removed: dt.datetime | None = None
    done: tuple[str, ...] = ()
    paper: int = 0


@dataclass(frozen=True, slots=True)
class Sealed:
    """The digest by which a token or a code is known, and a participant's secret as only that token or code opens it."""

    digest: str
    secret: str


@dataclass(frozen=True, slots=True)
class Hand:
    """What is known of one owner's tag, which stands for somebody in one step: the nonces of their notes, and the marks of
    what was answered lately.
    """

    nonces: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()


# -- rooms

_ROOM = ROOM.select().where(ROOM.c.workshop_id == sa.bindparam("workshop"))


def room(session: Reader, workshop: str) -> Room | None:
    """The session of a workshop, open or closed; None when there never was one."""
    row = session.execute(_ROOM, {"workshop": workshop}).mappings().first()
    if row is None:
        return None
    state = read_state(row["state"])
    return Room(row["workshop_id"], row["salt"], row["opened_at"], row["closed_at"], row["version"], state)


_VERSION = sa.select(ROOM.c.version).where(ROOM.c.workshop_id == sa.bindparam("workshop"))


def version(session: Reader, workshop: str) -> int:
    """The version of a room; 0 when there is none."""
    return session.execute(_VERSION, {"workshop": workshop}).scalar() or 0


_OPEN = sa.select(ROOM.c.closed_at.is_(None)).where(ROOM.c.workshop_id == sa.bindparam("workshop"))


def is_open(session: Reader, workshop: str) -> bool:
    """Whether a workshop has a session that has not been closed."""
    return bool(session.execute(_OPEN, {"workshop": workshop}).scalar())


def by_code(session: Reader, digest: str) -> str | None:
    """The workshop whose open room has this code."""
    wanted = sa.select(ROOM.c.workshop_id).where(ROOM.c.digest == digest)
    return session.execute(wanted).scalar()


def open_rooms(session: Reader) -> list[tuple[str, str]]:
    """Every workshop with an open session, with its salt."""
    wanted = sa.select(ROOM.c.workshop_id, ROOM.c.salt).where(ROOM.c.closed_at.is_(None))
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(ROOM.c.workshop_id))]


def open_room(
    session: Reader, workshop: str, salt: str, digest: str, state: RoomState, now: dt.datetime
) -> int:
    """Begins a session in the place of an earlier one, of which nobody stays; the room's version."""
    following = version(session, workshop) + 1
    session.execute(ROOM.delete().where(ROOM.c.workshop_id == workshop))
    session.execute(PARTICIPANT.delete().where(PARTICIPANT.c.workshop_id == workshop))
    session.execute(HAND.delete().where(HAND.c.workshop_id == workshop))
    session.execute(BALLOT.delete().where(BALLOT.c.workshop_id == workshop))
    row = {"workshop_id": workshop, "salt": salt, "digest": digest, "opened_at": now, "version": following}
    session.execute(ROOM.insert(), [row | {"state": state.plain()}])
    return following


def keep_state(session: Reader, workshop: str, state: RoomState) -> int:
    """Keeps a room's new state; its new version."""
    session.execute(
        ROOM.update()
        .where(ROOM.c.workshop_id == workshop)
        .values(state=state.plain(), version=ROOM.c.version + 1)
    )
    return version(session, workshop)


_BUMP = (
    ROOM.update()
    .where(ROOM.c.workshop_id == sa.bindparam("workshop"))
    .values(version=ROOM.c.version + 1)
    .returning(ROOM.c.version)
)


def bump(session: Reader, workshop: str) -> int:
    """Notes that something in a room has changed; its new version."""
    return session.execute(_BUMP, {"workshop": workshop}).scalar() or 0


def end_room(session: Reader, workshop: str, state: RoomState, now: dt.datetime) -> int:
    """Closes a room: its code, every key and every sealed secret are gone: nobody can tell any more who gave what."""
    session.execute(ROOM.update().where(ROOM.c.workshop_id == workshop).values(digest=None, closed_at=now))
    session.execute(PARTICIPANT_KEY.delete().where(PARTICIPANT_KEY.c.workshop_id == workshop))
    session.execute(
        PARTICIPANT.update()
        .where(PARTICIPANT.c.workshop_id == workshop)
        .values(rejoin=None, sealed=None, done=[])
    )
    session.execute(HAND.delete().where(HAND.c.workshop_id == workshop))
    session.execute(BALLOT.delete().where(BALLOT.c.workshop_id == workshop))
    session.execute(HELD.delete().where(HELD.c.workshop_id == workshop))
    return keep_state(session, workshop, state)


# -- participants

_ONE = PARTICIPANT.select().where(
    PARTICIPANT.c.workshop_id == sa.bindparam("workshop"), PARTICIPANT.c.id == sa.bindparam("its_id")
)


def participant(session: Reader, workshop: str, id: str) -> Participant | None:
    """Somebody of a room."""
    row = session.execute(_ONE, {"workshop": workshop, "its_id": id}).mappings().first()
    return _participant(row) if row is not None else None


def participants(session: Reader, workshop: str) -> list[Participant]:
    """Everybody of a room, also those who were removed, in the order in which they came."""
    wanted = PARTICIPANT.select().where(PARTICIPANT.c.workshop_id == workshop)
    wanted = wanted.order_by(PARTICIPANT.c.joined_at, PARTICIPANT.c.id)
    return [_participant(row) for row in session.execute(wanted).mappings()]


def how_many(session: Reader, workshop: str) -> int:
    """How many people have joined, with those who were removed."""
    wanted = sa.select(sa.func.count()).where(PARTICIPANT.c.workshop_id == workshop)
    return session.execute(wanted).scalar_one()


def done(session: Reader, workshop: str) -> list[list[str]]:
    """For everybody who is here the steps that they are done with."""
    wanted = sa.select(PARTICIPANT.c.done).where(
        PARTICIPANT.c.workshop_id == workshop, PARTICIPANT.c.removed_at.is_(None)
    )
    return list(session.execute(wanted).scalars())


def helpers(session: Reader, workshop: str) -> int:
    """How many of those who are here may help to run the room."""
    of = PARTICIPANT.c
    wanted = sa.select(sa.func.count()).where(
        of.workshop_id == workshop, of.helper.is_(True), of.removed_at.is_(None)
    )
    return session.execute(wanted).scalar_one()


def here(session: Reader, workshop: str) -> set[str]:
    """The ids of everybody who is here."""
    of = PARTICIPANT.c
    wanted = sa.select(of.id).where(of.workshop_id == workshop, of.removed_at.is_(None))
    return set(session.execute(wanted).scalars())


def _participant(row: sa.RowMapping) -> Participant:
    return Participant(
        row["workshop_id"],
        row["id"],
        row["name"],
        row["role_"],
        row["group_"],
        row["helper"],
        row["joined_at"],
        row["removed_at"],
        tuple(row["done"]),
        row["paper"] or 0,
    )


def add_participant(session: Reader, who: Participant, key: Sealed, back: Sealed) -> None:
    """Lets somebody in, with the key of their device and their code to come back with."""
    _add(session, who, {"rejoin": back.digest, "sealed": back.secret})
    add_key(session, who.workshop, who.id, key)


def add_on_paper(session: Reader, who: Participant) -> None:
    """Lets somebody in who has no device, and so neither a key nor a code."""
    _add(session, who, {})


def _add(session: Reader, who: Participant, keys: dict[str, str]) -> None:
    row = {
        "workshop_id": who.workshop,
        "id": who.id,
        "name": who.name,
        "role_": who.role,
        "group_": who.group,
        "helper": who.helper,
        "joined_at": who.joined,
        "done": list(who.done),
        "paper": who.paper or None,
    }
    session.execute(PARTICIPANT.insert(), [row | keys])


def add_key(session: Reader, workshop: str, participant: str, key: Sealed) -> None:
    """One more device of somebody."""
    row = {"digest": key.digest, "sealed": key.secret, "workshop_id": workshop, "participant_id": participant}
    session.execute(PARTICIPANT_KEY.insert(), [row])


def change_keys(session: Reader, workshop: str, participant: str, key: Sealed, back: Sealed) -> None:
    """Lets somebody go on with a fresh secret: with one device, in the place of all that they had."""
    _drop_keys(session, workshop, participant)
    _set(session, workshop, participant, rejoin=back.digest, sealed=back.secret)
    add_key(session, workshop, participant, key)


def _drop_keys(session: Reader, workshop: str, participant: str) -> None:
    of = PARTICIPANT_KEY.c
    session.execute(
        PARTICIPANT_KEY.delete().where(of.workshop_id == workshop, of.participant_id == participant)
    )


_BY_KEY = sa.select(
    PARTICIPANT_KEY.c.workshop_id, PARTICIPANT_KEY.c.participant_id, PARTICIPANT_KEY.c.sealed
).where(PARTICIPANT_KEY.c.digest == sa.bindparam("digest"))


def by_key(session: Reader, digest: str) -> tuple[str, str, str] | None:
    """The workshop and the participant of a device's key, and the secret that it opens."""
    found = session.execute(_BY_KEY, {"digest": digest}).first()
    return (found[0], found[1], found[2]) if found is not None else None


_OF_DEVICE = (
    sa.select(PARTICIPANT, PARTICIPANT_KEY.c.sealed.label("opens"))
    .join_from(
        PARTICIPANT,
        PARTICIPANT_KEY,
        sa.and_(
            PARTICIPANT_KEY.c.workshop_id == PARTICIPANT.c.workshop_id,
            PARTICIPANT_KEY.c.participant_id == PARTICIPANT.c.id,
        ),
    )
    .where(PARTICIPANT_KEY.c.digest == sa.bindparam("digest"))
)


def of_device(session: Reader, digest: str) -> tuple[Participant, str] | None:
    """Whom a device's key belongs to, and the secret that it opens: what every request of a phone asks first, in one go."""
    row = session.execute(_OF_DEVICE, {"digest": digest}).mappings().first()
    return (_participant(row), row["opens"]) if row is not None else None


def by_rejoin(session: Reader, workshop: str, digest: str) -> tuple[str, str] | None:
    """The participant with this code to come back with, and the secret that it opens."""
    of = PARTICIPANT.c
    wanted = sa.select(of.id, of.sealed).where(of.workshop_id == workshop, of.rejoin == digest)
    found = session.execute(wanted).first()
    return (found[0], found[1]) if found is not None else None


_DONE = (
    PARTICIPANT.update()
    .where(PARTICIPANT.c.workshop_id == sa.bindparam("workshop"), PARTICIPANT.c.id == sa.bindparam("its_id"))
    .values(done=sa.bindparam("now_done", type_=sa.JSON))
)


def keep_done(session: Reader, who: Participant) -> None:
    """Keeps which steps somebody is done with."""
    session.execute(_DONE, {"workshop": who.workshop, "its_id": who.id, "now_done": list(who.done)})


_HAND = HAND.select().where(
    HAND.c.workshop_id == sa.bindparam("workshop"), HAND.c.owner == sa.bindparam("whose")
)
_HANDED = (
    HAND.update()
    .where(HAND.c.workshop_id == sa.bindparam("workshop"), HAND.c.owner == sa.bindparam("whose"))
    .values(
        nonces=sa.bindparam("now_nonces", type_=sa.JSON), requests=sa.bindparam("now_requests", type_=sa.JSON)
    )
)


def hand(session: Reader, workshop: str, owner: str) -> Hand:
    """What is known of an owner's tag; nothing of one that has given nothing."""
    row = session.execute(_HAND, {"workshop": workshop, "whose": owner}).mappings().first()
    return Hand(tuple(row["nonces"]), tuple(row["requests"])) if row is not None else Hand()


def keep_hand(session: Reader, workshop: str, owner: str, now: Hand) -> None:
    """Keeps what is known of an owner's tag."""
    said = {"now_nonces": list(now.nonces), "now_requests": list(now.requests)}
    done = session.execute(_HANDED, {"workshop": workshop, "whose": owner} | said)
    if not cast("sa.CursorResult[Any]", done).rowcount:
        row = {"workshop_id": workshop, "owner": owner, "nonces": list(now.nonces)}
        session.execute(HAND.insert(), [row | {"requests": list(now.requests)}])


def set_helper(session: Reader, workshop: str, id: str, helper: bool) -> None:
    """Lets somebody help the facilitator, or no longer."""
    _set(session, workshop, id, helper=helper)


def describe(session: Reader, workshop: str, id: str, name: str, role: str, group: str) -> None:
    """Somebody's name, role and group anew."""
    _set(session, workshop, id, name=name, role_=role, group_=group)


def remove_participant(session: Reader, workshop: str, id: str, now: dt.datetime) -> None:
    """Ends somebody's part for good: no device of theirs comes back."""
    _set(session, workshop, id, removed_at=now, helper=False, rejoin=None, sealed=None)
    _drop_keys(session, workshop, id)


def _set(session: Reader, workshop: str, id: str, **values: Any) -> None:
    of = PARTICIPANT.c
    session.execute(PARTICIPANT.update().where(of.workshop_id == workshop, of.id == id).values(**values))


# -- what is held back

_OF_OWNER = HELD.select().where(
    HELD.c.workshop_id == sa.bindparam("workshop"),
    HELD.c.step_id == sa.bindparam("step"),
    HELD.c.owner == sa.bindparam("whose"),
)
_ITS = HELD.delete().where(
    HELD.c.workshop_id == sa.bindparam("workshop"), HELD.c.id == sa.bindparam("its_id")
)


def hold(session: Reader, workshop: str, step: str, gift: Gift, again: bool = True) -> None:
    """Holds a contribution back; `again`: in the place of the one with its id, if there is one."""
    if again:
        let_go(session, workshop, [gift.record])
    row = {
        "workshop_id": workshop,
        "id": gift.record,
        "step_id": step,
        "touchpoint_id": gift.touchpoint,
        "kind": gift.kind,
        "owner": gift.owner,
        "actor": gift.actor,
        "actor_name": gift.by,
        "content": dict(gift.fields),
    }
    session.execute(HELD.insert(), [row])


def let_go(session: Reader, workshop: str, ids: Iterable[str]) -> int:
    """Takes contributions out of what is held; how many there were."""
    gone = 0
    for id in ids:
        done = session.execute(_ITS, {"workshop": workshop, "its_id": id})
        gone += cast("sa.CursorResult[Any]", done).rowcount
    return gone


def held(session: Reader, workshop: str, step: str | None = None) -> list[Gift]:
    """What is held of a step, or of all."""
    wanted = HELD.select().where(HELD.c.workshop_id == workshop)
    if step is not None:
        wanted = wanted.where(HELD.c.step_id == step)
    return [_gift(row) for row in session.execute(wanted.order_by(HELD.c.id)).mappings()]


def held_by(session: Reader, workshop: str, step: str, owner: str) -> list[Gift]:
    """What is held of a step for one owner's tag."""
    rows = session.execute(_OF_OWNER, {"workshop": workshop, "step": step, "whose": owner}).mappings()
    return [_gift(row) for row in rows]


def _gift(row: sa.RowMapping) -> Gift:
    return Gift(
        row["kind"],
        row["id"],
        row["owner"],
        row["touchpoint_id"],
        row["content"],
        row["actor"],
        row["actor_name"],
    )


def held_counts(session: Reader, workshop: str) -> dict[str, dict[tuple[str, str | None], tuple[int, int]]]:
    """How much is held, never what: by step, then by kind and touchpoint, how many and of how many owners."""
    of = HELD.c
    wanted = (
        sa.select(of.step_id, of.kind, of.touchpoint_id, sa.func.count(), sa.func.count(of.owner.distinct()))
        .where(of.workshop_id == workshop)
        .group_by(of.step_id, of.kind, of.touchpoint_id)
    )
    found: dict[str, dict[tuple[str, str | None], tuple[int, int]]] = {}
    for step, kind, touchpoint, count, owners in session.execute(wanted):
        found.setdefault(step, {})[kind, touchpoint] = (count, owners)
    return found


def held_owners(session: Reader, workshop: str) -> dict[str, int]:
    """How many people have something held, by step."""
    of = HELD.c
    wanted = sa.select(of.step_id, sa.func.count(of.owner.distinct())).where(of.workshop_id == workshop)
    return {row[0]: row[1] for row in session.execute(wanted.group_by(of.step_id))}
