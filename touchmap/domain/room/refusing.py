"""What a room refuses, each with the sentence that a phone shows."""

from __future__ import annotations

from touchmap.errors import TouchmapError


class NotYours(TouchmapError):
    """Somebody may not do this, now or ever (403): removed, somebody else's, no part in this room."""

    code = "TE330"


class NotNow(TouchmapError):
    """The room as it is does not allow this (409): frozen, closed, another step, no dots left, settings changed."""

    code = "TE340"
