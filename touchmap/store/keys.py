"""The keys that let somebody in: one-time links and the sessions they open, kept as digests only.

Whoever calls owns the transaction. The table stands apart from the workshops' own: no workshop owns a key.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from touchmap.store.columns import MomentColumn
from touchmap.store.database import Database
from touchmap.store.prepared import Prepared

KEYS_METADATA = sa.MetaData()
LINK, SESSION = "link", "session"
KEY = sa.Table(
    "access_key",
    KEYS_METADATA,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("made_at", MomentColumn, nullable=False),
    sa.Column("ends_at", MomentColumn, nullable=False),
    sa.Column("seen_at", MomentColumn, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.CheckConstraint("kind IN ('link', 'session')", name="ck_access_key_kind"),
    sa.CheckConstraint("length(device) <= 200", name="ck_access_key_device"),
)

# Asked at every request and every second, so they are built once.
_LAST_USED = Prepared(
    sa.select(KEY.c.seen_at).where(
        KEY.c.digest == sa.bindparam("its_digest"),
        KEY.c.kind == sa.bindparam("its_kind"),
        KEY.c.ends_at > sa.bindparam("now"),
    )
)
_DIGESTS = sa.select(KEY.c.digest).where(
    KEY.c.kind == sa.bindparam("its_kind"), KEY.c.ends_at > sa.bindparam("now")
)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as kept; `device` is what its browser called itself, cut short. Moments are in UTC."""

    digest: str
    kind: str
    made_at: dt.datetime
    ends_at: dt.datetime
    seen_at: dt.datetime
    device: str


def keep(session: Session, row: KeyRow) -> None:
    """Keeps a new key."""
    values = {name: getattr(row, name) for name in KeyRow.__slots__}
    session.execute(KEY.insert(), [values])


def last_used(database: Database, kind: str, digest: str, now: dt.datetime) -> dt.datetime | None:
    """When the key of this kind was last used, if it is still good; asked outside any transaction."""
    found = database.ask(_LAST_USED, {"its_digest": digest, "its_kind": kind, "now": now})
    return found[0] if found is not None else None


def remove(session: Session, kind: str, digest: str, now: dt.datetime | None = None) -> bool:
    """Removes a key (with `now`: only if it is still good) and says whether it was there: only one caller hears yes."""
    wanted = KEY.delete().where(KEY.c.digest == digest, KEY.c.kind == kind)
    if now is not None:
        wanted = wanted.where(KEY.c.ends_at > now)
    return bool(cast("sa.CursorResult[Any]", session.execute(wanted)).rowcount)


def seen(session: Session, digest: str, now: dt.datetime) -> None:
    """Notes that a session was used."""
    session.execute(KEY.update().where(KEY.c.digest == digest).values(seen_at=now))


def of_kind(session: Session, kind: str, now: dt.datetime) -> list[KeyRow]:
    """The keys of a kind that are still good, the last used first."""
    wanted = sa.select(KEY).where(KEY.c.kind == kind, KEY.c.ends_at > now).order_by(KEY.c.seen_at.desc())
    return [KeyRow(**row) for row in session.execute(wanted).mappings()]


def digests(session: Session | sa.Connection, kind: str, now: dt.datetime) -> list[str]:
    """The digests of the keys of a kind that are still good."""
    return list(session.execute(_DIGESTS, {"its_kind": kind, "now": now}).scalars())


def forget_ended(session: Session, now: dt.datetime) -> None:
    """Removes every key whose time is over."""
    session.execute(KEY.delete().where(KEY.c.ends_at <= now))
