"""Ballots of people without a device: under which random hand each was entered, and no more of whose it is than its step keeps.

Like hands they stand in no order of time, and all but the newest of a step have forgotten which entry they came with. Whoever
calls owns the transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from touchmap.store.database import Reader
from touchmap.store.rooms import BALLOT


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot: `hand` is its secret, `person` whose it is where the step keeps names.

    Only of the newest entry of a step: the id of the `entry`, whether somebody was added (`made`) for it, and the answers
    that stood there `earlier`.
    """

    hand: str
    step: str
    person: str | None = None
    entry: str | None = None
    made: bool = False
    earlier: list[dict[str, Any]] | None = None


def ballots(session: Reader, workshop: str, step: str | None = None) -> list[Ballot]:
    """The ballots of a step, or of all."""
    wanted = BALLOT.select().where(BALLOT.c.workshop_id == workshop)
    if step is not None:
        wanted = wanted.where(BALLOT.c.step_id == step)
    return [
        Ballot(row["hand"], row["step_id"], row["person_id"], row["entry"], row["made"], row["earlier"])
        for row in session.execute(wanted.order_by(BALLOT.c.hand)).mappings()
    ]


def keep(session: Reader, workshop: str, ballot: Ballot) -> None:
    """Keeps a ballot, in the place of the one with its hand."""
    drop(session, workshop, ballot.hand)
    row = {
        "workshop_id": workshop,
        "hand": ballot.hand,
        "step_id": ballot.step,
        "person_id": ballot.person,
        "entry": ballot.entry,
        "made": ballot.made,
        "earlier": ballot.earlier,
    }
    session.execute(BALLOT.insert(), [row])


def drop(session: Reader, workshop: str, hand: str) -> None:
    """Takes a ballot away."""
    session.execute(BALLOT.delete().where(BALLOT.c.workshop_id == workshop, BALLOT.c.hand == hand))


def settle(session: Reader, workshop: str, step: str) -> None:
    """No ballot of a step is the newest any more."""
    session.execute(
        BALLOT.update()
        .where(BALLOT.c.workshop_id == workshop, BALLOT.c.step_id == step, BALLOT.c.entry.is_not(None))
        .values(entry=None, made=False, earlier=sa.null())
    )
