"""Server-sent events as bytes, each written once for everybody who gets it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from touchmap.domain.changes import Logged

MOST_DATA = 256_000  # bytes of one event; beyond it a client is told to take the whole workshop instead


@dataclass(frozen=True, slots=True)
class Frame:
    """Events as they stand in the body (`text`), and as one HTTP/1.1 chunk of it (`chunk`)."""

    text: bytes
    chunk: bytes


def frame(*texts: bytes) -> Frame:
    """Several events sent in one piece."""
    text = b"".join(texts)
    return Frame(text, b"%x\r\n%b\r\n" % (len(text), text) if text else b"")


def event(name: str, data: Any, seq: int | None = None) -> bytes:
    """One event. Without `seq` a client's Last-Event-ID stays what it was."""
    text = json.dumps(data, separators=(",", ":")).encode("ascii")  # no line break can be in it
    head = b"" if seq is None else b"id: %d\n" % seq
    return b"%bevent: %b\ndata: %b\n\n" % (head, name.encode("ascii"), text)


def change(logged: Logged, origin: str) -> bytes:
    """A change of the log, its seq as the event's id; one that is very large only says that there is a new whole."""
    text = event("change", logged.plain(), logged.seq)
    return text if len(text) <= MOST_DATA else snapshot(origin, logged.seq)


def snapshot(origin: str, seq: int) -> bytes:
    """The hint to take the whole workshop anew; what comes afterwards goes on from `seq`."""
    return event("snapshot", {"origin": origin, "seq": seq}, seq)


def passed(seq: int) -> bytes:
    """Moves a client's Last-Event-ID on, past what it may not see; no event reaches its page."""
    return b"id: %d\n\n" % seq


def beat() -> bytes:
    """A comment that keeps the connection alive."""
    return b": beat\n\n"


def retry(milliseconds: int) -> bytes:
    """How long a browser waits before it comes back."""
    return b"retry: %d\n\n" % milliseconds


def here(people: Iterable[dict[str, Any]], *, everybody: bool = False) -> bytes:
    """Who is here and where: all of them, or those of whom there is news."""
    return event("here", {"all": everybody, "people": list(people)})
