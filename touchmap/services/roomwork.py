"""What every deed in a room begins with: the session, its agenda, and who somebody is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from touchmap.domain.changes import State, record_of
from touchmap.domain.edits import Edit, read_edit
from touchmap.domain.records import Step
from touchmap.domain.room.giving import Giver, Place
from touchmap.domain.room.refusing import NotNow, NotYours
from touchmap.domain.room.steps import ask_of
from touchmap.errors import NotFound
from touchmap.store import rooms
from touchmap.store.database import Reader


@dataclass(frozen=True, slots=True)
class Guest:
    """A participant as their requests carry them; `id` is that of their person on the map.

    `secret` is what their device's token opened, and empty for whoever is only spoken of: it makes the tags of what is theirs.
    """

    workshop: str
    id: str
    name: str = ""
    role: str = ""
    group: str = ""
    helper: bool = False
    secret: str = field(default="", repr=False)


def guest_of(who: rooms.Participant, secret: str = "") -> Guest:
    """A participant, with the secret that their device opened."""
    return Guest(who.workshop, who.id, who.name, who.role, who.group, who.helper, secret)


def session_of(session: Reader, workshop: str) -> rooms.Room:
    """The session of a workshop, open or closed. Raises NotFound when there never was one."""
    found = rooms.room(session, workshop)
    if found is None:
        raise NotFound("There is no session in this workshop.", "Open one.")
    return found


def present(session: Reader, guest: Guest) -> rooms.Participant:
    """A participant as they are now. Raises NotYours when they have been removed or never were here, NotNow when the session
    has been closed: without their secret nobody's own can be told from others'.
    """
    found = rooms.participant(session, guest.workshop, guest.id)
    if found is None or found.removed is not None:
        raise NotYours("You are not in this session any more.", "Ask the facilitator.")
    if not rooms.is_open(session, guest.workshop):
        raise NotNow("The session is closed.", "What was saved stays saved.")
    return found


def giver_of(who: rooms.Participant, secret: str) -> Giver:
    """A participant as a contribution needs to know them."""
    return Giver(who.id, secret, who.name, who.group)


def agenda_of(state: State) -> list[str]:
    """The ids of the steps in their order."""
    return state.siblings("step", None)


def place_of(state: State, step: str) -> Place:
    """A step as contributions need to know it. Raises NotFound."""
    entry = state.records.get(step)
    if entry is None or entry.kind != "step":
        raise NotFound("There is no such step in the agenda.", "It may have been removed.")
    record = cast(Step, record_of(step, entry))
    return Place(step, ask_of(record), record.touchpoints)


def fresh_edit(
    action: str, kind: str, record: str, fields: Mapping[str, Any], group: str | None = None
) -> Edit:
    """An edit of the server's own making, with a fresh id."""
    data = {
        "id": f"e-{secrets.token_hex(12)}",
        "action": action,
        "kind": kind,
        "record": record,
        "fields": dict(fields),
    }
    return read_edit(data if group is None else data | {"group": group})
