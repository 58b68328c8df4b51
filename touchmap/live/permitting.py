"""What a receiver may see: every event passes here for every receiver, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchmap.domain.changes import Logged
from touchmap.services.bookkeeping import Who


def shown(reader: Who, workshop: str, change: Logged) -> Logged | None:
    """A change as this reader may see it, None when not at all.

    Whoever is signed in is the owner today and sees all of it. Where readers of one kind see the same, give them the
    same object: what it looks like on the wire is written once for each object.
    """
    return change


def person_shown(reader: Who, workshop: str, person: Mapping[str, Any]) -> bool:
    """Whether this reader may know that somebody is here, and where."""
    return True
