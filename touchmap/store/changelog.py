"""The change log of each workshop: appended to, read, folded. Whoever calls owns the transaction.

A workshop's log counts from 1 without a gap. Its baselines are whole states: the one at 0 is what was there before the first
change, later ones only shorten the way to a moment in the past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, cast

import sqlalchemy as sa

from touchmap.domain.changes import Logged, State, read_state
from touchmap.domain.undoing import Step
from touchmap.store.columns import MomentColumn
from touchmap.store.database import Reader
from touchmap.store.prepared import Prepared
from touchmap.store.tables import WORKSHOP, db

BASELINE_EVERY = 1_000  # changes
_JSON = sa.JSON(none_as_null=True)


def _owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id"], ["workshop.id"], name=f"fk_{table}_workshop_id", ondelete="CASCADE"
    )


CHANGE = db.Table(
    "change",
    sa.Column("workshop_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("edit_id", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("actor_name", sa.Text, nullable=False),
    sa.Column("made_at", MomentColumn, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text, nullable=False),
    sa.Column("was", sa.JSON, nullable=False),
    sa.Column("became", sa.JSON, nullable=False),
    sa.Column("sent", _JSON),
    sa.Column("undoes", sa.Integer),
    sa.Column("settles", sa.Integer),
    sa.Column("group_id", sa.Text),
    sa.Column("clash", _JSON),
    sa.Column("told", _JSON),
    sa.UniqueConstraint("workshop_id", "edit_id", name="uq_change_edit_id"),
    sa.CheckConstraint("seq >= 1", name="seq"),
    sa.CheckConstraint("length(edit_id) BETWEEN 1 AND 64", name="edit_id"),
    sa.CheckConstraint("length(actor) <= 64", name="actor"),
    sa.CheckConstraint("length(actor_name) <= 200", name="actor_name"),
    sa.CheckConstraint(
        "action IN ('add', 'set', 'move', 'remove', 'undo', 'redo', 'replace')", name="action"
    ),
    _owner("change"),
    sa.Index("ix_change_actor", "workshop_id", "actor", "seq"),
    sa.Index("ix_change_made_at", "workshop_id", "made_at"),
)
CHANGE_RECORD = db.Table(
    "change_record",
    sa.Column("workshop_id", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("own", sa.Boolean, nullable=False),
    _owner("change_record"),
)
OPEN_CONFLICT = db.Table(
    "open_conflict",
    sa.Column("workshop_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("record_id", sa.Text, nullable=False),
    _owner("open_conflict"),
)
BASELINE = db.Table(
    "baseline",
    sa.Column("workshop_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("records", sa.JSON, nullable=False),
    _owner("baseline"),
)


# Statements of every edit are built once: building them took a third of the time of a transaction.
_HEAD = sa.select(
    WORKSHOP.c.created_at,
    sa.select(sa.func.max(CHANGE.c.seq)).where(CHANGE.c.workshop_id == WORKSHOP.c.id).scalar_subquery(),
).where(WORKSHOP.c.id == sa.bindparam("workshop"))
_HEAD_AND_EDIT = Prepared(
    _HEAD.add_columns(
        sa.select(CHANGE.c.seq)
        .where(CHANGE.c.workshop_id == WORKSHOP.c.id, CHANGE.c.edit_id == sa.bindparam("edit"))
        .scalar_subquery()
    )
)
_OF_EDIT = CHANGE.select().where(
    CHANGE.c.workshop_id == sa.bindparam("workshop"), CHANGE.c.edit_id == sa.bindparam("edit")
)
_AFTER = (
    CHANGE.select()
    .where(CHANGE.c.workshop_id == sa.bindparam("workshop"), CHANGE.c.seq > sa.bindparam("seq"))
    .order_by(CHANGE.c.seq)
)
_APPEND = Prepared(CHANGE.insert())
_APPEND_RECORD = Prepared(CHANGE_RECORD.insert())
_FEW = (
    4  # ids that are asked for one by one: a list of any length is written into its statement anew each time
)


def head(session: Reader, workshop: str) -> tuple[str, int] | None:
    """A log's origin and the seq of its newest change, 0 for none; None when there is no such workshop.

    A workshop that was removed and taken in again has another origin, so that nobody goes on where the old one ended.
    """
    found = session.execute(_HEAD, {"workshop": workshop}).first()
    return (_origin(found[0]), found[1] or 0) if found is not None else None


def head_and_edit(session: Reader, workshop: str, edit: str) -> tuple[tuple[str, int] | None, bool]:
    """The head, and whether there is a change with this edit's id: what every edit asks first, in one go."""
    found = _HEAD_AND_EDIT.first(session, {"workshop": workshop, "edit": edit})
    return ((_origin(found[0]), found[1] or 0), found[2] is not None) if found is not None else (None, False)


def _origin(made: dt.datetime) -> str:
    return f"{made:%Y%m%dT%H%M%S%f}"


def append(session: Reader, workshop: str, change: Logged, places: Iterable[str]) -> None:
    """Adds the next change. `places` are the touchpoints whose history it belongs to, besides the records it touches."""
    row = {
        "workshop_id": workshop,
        "seq": change.seq,
        "edit_id": change.id,
        "actor": change.actor,
        "actor_name": change.by,
        "made_at": dt.datetime.fromisoformat(change.at),
        "action": change.action,
        "kind": change.kind,
        "record_id": change.record,
        "was": change.before,
        "became": change.after,
        "sent": change.sent or None,
        "undoes": change.undoes,
        "settles": change.settles,
        "group_id": change.group,
        "clash": change.conflict or None,
        "told": list(change.told) or None,
    }
    _APPEND.write(session, row)
    touched = dict.fromkeys(places, False) | dict.fromkeys((change.record, *change.after), True)
    _APPEND_RECORD.write(
        session,
        *(
            {"workshop_id": workshop, "record_id": id, "seq": change.seq, "own": own}
            for id, own in touched.items()
        ),
    )
    if change.conflict:
        session.execute(
            OPEN_CONFLICT.insert(),
            [
                {"workshop_id": workshop, "seq": change.seq, "field": key, "record_id": change.record}
                for key in change.conflict
            ],
        )


def settle(session: Reader, workshop: str, seq: int, record: str, fields: Iterable[str]) -> bool:
    """Ends the conflict of a change over these fields of its record; says whether there was one."""
    of = OPEN_CONFLICT.c
    done = session.execute(
        OPEN_CONFLICT.delete().where(
            of.workshop_id == workshop, of.seq == seq, of.record_id == record, of.field.in_(list(fields))
        )
    )
    return bool(cast("sa.CursorResult[Any]", done).rowcount)


def open_conflicts(session: Reader, workshop: str) -> list[dict[str, Any]]:
    """Every conflict nobody has chosen upon: `{seq, record, field, other, by, at}`, the oldest first."""
    of = OPEN_CONFLICT.c
    wanted = (
        sa.select(of.seq, of.record_id, of.field, CHANGE.c.clash)
        .join(CHANGE, sa.and_(CHANGE.c.workshop_id == of.workshop_id, CHANGE.c.seq == of.seq))
        .where(of.workshop_id == workshop)
        .order_by(of.seq, of.field)
    )
    return [
        {"seq": seq, "record": record, "field": key, "other": clash[key]["other"], "by": clash[key]["by"]}
        for seq, record, key, clash in session.execute(wanted)
    ]


def by_ids(session: Reader, workshop: str, ids: Sequence[str]) -> dict[str, Logged]:
    """The changes that edits with these ids have made, by id."""
    if len(ids) <= _FEW:
        found = [
            session.execute(_OF_EDIT, {"workshop": workshop, "edit": id}).mappings().first() for id in ids
        ]
        return {row["edit_id"]: _logged(row) for row in found if row is not None}
    wanted = CHANGE.select().where(CHANGE.c.workshop_id == workshop, CHANGE.c.edit_id.in_(ids))
    return {row["edit_id"]: _logged(row) for row in session.execute(wanted).mappings()}


def by_seq(session: Reader, workshop: str, seq: int) -> Logged | None:
    """The change at a seq."""
    wanted = CHANGE.select().where(CHANGE.c.workshop_id == workshop, CHANGE.c.seq == seq)
    row = session.execute(wanted).mappings().first()
    return _logged(row) if row is not None else None


def of_group(session: Reader, workshop: str, actor: str, group: str, last: int) -> list[Logged]:
    """A person's changes with a group, up to a seq, the oldest first, as far as they were done in a row."""
    own = sa.and_(CHANGE.c.workshop_id == workshop, CHANGE.c.actor == actor, CHANGE.c.seq <= last)
    other = sa.or_(CHANGE.c.group_id.is_(None), CHANGE.c.group_id != group)
    start = session.execute(sa.select(sa.func.max(CHANGE.c.seq)).where(own, other)).scalar() or 0
    wanted = CHANGE.select().where(own, CHANGE.c.seq > start).order_by(CHANGE.c.seq)
    return [_logged(row) for row in session.execute(wanted).mappings()]


def after(
    session: Reader, workshop: str, seq: int, limit: int | None = None, until: int | None = None
) -> list[Logged]:
    """The changes after a seq, the oldest first; not beyond `until`."""
    wanted = _AFTER
    if until is not None:
        wanted = wanted.where(CHANGE.c.seq <= until)
    if limit is not None:
        wanted = wanted.limit(limit)
    return [_logged(row) for row in session.execute(wanted, {"workshop": workshop, "seq": seq}).mappings()]


def of_record(session: Reader, workshop: str, record: str, since: int) -> list[Logged]:
    """The changes that touched a record itself after a seq, the oldest first."""
    of = CHANGE_RECORD.c
    seqs = sa.select(of.seq).where(
        of.workshop_id == workshop, of.record_id == record, of.seq > since, of.own.is_(True)
    )
    wanted = CHANGE.select().where(CHANGE.c.workshop_id == workshop, CHANGE.c.seq.in_(seqs))
    return [_logged(row) for row in session.execute(wanted.order_by(CHANGE.c.seq)).mappings()]


def history(session: Reader, workshop: str, record: str, below: int, limit: int) -> list[Logged]:
    """The changes of a record and, for a touchpoint, of everything on it, the newest first, under a seq."""
    of = CHANGE_RECORD.c
    seqs = sa.select(of.seq).where(of.workshop_id == workshop, of.record_id == record, of.seq < below)
    seqs = seqs.order_by(of.seq.desc()).limit(limit)
    wanted = CHANGE.select().where(CHANGE.c.workshop_id == workshop, CHANGE.c.seq.in_(seqs))
    return [_logged(row) for row in session.execute(wanted.order_by(CHANGE.c.seq.desc())).mappings()]


def steps(session: Reader, workshop: str, actor: str, limit: int) -> list[Step]:
    """A person's last changes in short, the oldest first."""
    wanted = (
        sa.select(CHANGE.c.seq, CHANGE.c.action, CHANGE.c.undoes, CHANGE.c.group_id)
        .where(CHANGE.c.workshop_id == workshop, CHANGE.c.actor == actor)
        .order_by(CHANGE.c.seq.desc())
        .limit(limit)
    )
    return [Step(*row) for row in session.execute(wanted)][::-1]


def gone(session: Reader, workshop: str) -> set[str]:
    """Every id that the log has ever named."""
    wanted = sa.select(CHANGE_RECORD.c.record_id).where(CHANGE_RECORD.c.workshop_id == workshop).distinct()
    return set(session.execute(wanted).scalars())


def seq_at(session: Reader, workshop: str, moment: dt.datetime) -> int:
    """The seq of the newest change at a moment, 0 for none."""
    wanted = sa.select(sa.func.max(CHANGE.c.seq)).where(
        CHANGE.c.workshop_id == workshop, CHANGE.c.made_at <= moment
    )
    return session.execute(wanted).scalar() or 0


def keep_baseline(session: Reader, state: State, seq: int) -> None:
    """Keeps a whole state; at seq 0 only if there is none yet."""
    row = {"workshop_id": state.workshop, "seq": seq, "records": state.plain()}
    session.execute(BASELINE.insert(), [row])


def has_baseline(session: Reader, workshop: str) -> bool:
    """Whether the log of a workshop has begun."""
    wanted = sa.select(BASELINE.c.seq).where(BASELINE.c.workshop_id == workshop, BASELINE.c.seq == 0)
    return session.execute(wanted).first() is not None


def folded(session: Reader, workshop: str, seq: int) -> State | None:
    """The state at a seq by the log alone: the nearest baseline and the changes since; None when no log has begun."""
    wanted = (
        sa.select(BASELINE.c.seq, BASELINE.c.records)
        .where(BASELINE.c.workshop_id == workshop, BASELINE.c.seq <= seq)
        .order_by(BASELINE.c.seq.desc())
        .limit(1)
    )
    found = session.execute(wanted).first()
    if found is None:
        return None
    state = read_state(workshop, found[1])
    for change in after(session, workshop, found[0], until=seq):
        state = state.patched(change.after)
    return state


def _logged(row: sa.RowMapping) -> Logged:
    return Logged(
        seq=row["seq"],
        id=row["edit_id"],
        actor=row["actor"],
        by=row["actor_name"],
        at=moment_text(row["made_at"]),
        action=row["action"],
        kind=row["kind"],
        record=row["record_id"],
        before=row["was"],
        after=row["became"],
        sent=row["sent"] or {},
        undoes=row["undoes"],
        settles=row["settles"],
        group=row["group_id"],
        conflict=row["clash"] or {},
        told=tuple(row["told"] or ()),
    )


def moment_text(moment: dt.datetime) -> str:
    """A moment as the log says it: `2026-11-23T14:05:00.000000Z`."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
