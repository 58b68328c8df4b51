"""Short readable ids: their form, and how one is made for a record that a person wrote without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MAX_LENGTH = 64
PATTERN = r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?"
_ID = re.compile(PATTERN)


def is_id(text: str) -> bool:
    """Whether the text may be an id: lower-case letters, digits and hyphens, at most 64, hyphens only inside."""
    return _ID.fullmatch(text) is not None


def slug(text: str, limit: int = 40) -> str:
    """The readable id for a name: `Gate is closed` gives `gate-is-closed`; empty when no letter has an ASCII form."""
    folded = unicodedata.normalize("NFKD", text[: 4 * limit]).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", folded.lower())
    out = ""
    for word in words:
        if out and len(out) + 1 + len(word) > limit:
            break
        out = f"{out}-{word}" if out else word[:limit]
    return out


def numbered(parent: str, prefix: str, number: int) -> str:
    """The id of the n-th thing under a parent, counting from 1: `gate-closed` and `s` give `gate-closed-s3`."""
    return f"{parent[:48].rstrip('-')}-{prefix}{number}" if parent else f"{prefix}{number}"


def free(wanted: str, taken: Container[str], tried: dict[str, int]) -> str:
    """The wanted id, or the first of `wanted-2`, `wanted-3`, … that nothing has.

    `tried` remembers the last number given for each stem, so that thousands of equal names stay quick.
    """
    if wanted not in taken:
        return wanted
    stem = wanted[:56].rstrip("-")
    number = tried.get(stem, 1) + 1
    while f"{stem}-{number}" in taken:
        number += 1
    tried[stem] = number
    return f"{stem}-{number}"
