"""Owner tags: how a contribution is known to be somebody's own without saying whose it is.

Every participant has a random secret that only their own devices open and that is gone when the room closes. A tag is a keyed
digest of the secret for one step; the ids of a participant's records are keyed digests of the tag, so that one person has one
rating of a touchpoint and one vote for a proposal, however often it is sent, and no two records of one person look alike to
anybody without the secret.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID


def tag(secret: str, step: str) -> str:
    """Whose a contribution to a step is, for whoever knows the secret."""
    return _keyed(secret, "step", step)


def note_id(owner: str, nonce: str) -> str:
    """The id of the note that a phone made under a nonce."""
    return _id(owner, "note", nonce)


def rating_id(owner: str, touchpoint: str, state: str) -> str:
    """The id of somebody's one rating of a touchpoint in a step; `state` is current or desired."""
    return _id(owner, "rating", touchpoint, state)


def vote_id(owner: str, opportunity: str) -> str:
    """The id of somebody's one vote for a proposal in a step."""
    return _id(owner, "vote", opportunity)


def edit_id(owner: str, request: str) -> str:
    """The id of the edit that a phone's request makes: the same request again is the same edit."""
    return _id(owner, "edit", request)


def request_mark(owner: str, request: str) -> str:
    """The short mark by which a request that was answered is known again."""
    return _keyed(owner, "request", request)[:16]


def chain_id(parts: Iterable[str]) -> str:
    """An id made of others, the same for the same: that of the change which moves records into the log."""
    return str(UUID(hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]))


def _id(owner: str, *parts: str) -> str:
    """As a UUID is written; made of its digits, as a vote asks for a dozen of them."""
    digits = _keyed(owner, *parts)
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:32]}"


def _keyed(key: str, *parts: str) -> str:
    return hmac.digest(key.encode(), "\0".join(parts).encode(), "sha256").hex()
