"""Who may come in: a one-time link opens a session, a session is checked on every request and can be ended.

Links and sessions are random (192 bits), kept only as keyed digests, and expire.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from touchmap.errors import SetupMissing
from touchmap.paths import make_data_folder
from touchmap.services.bookkeeping import Who
from touchmap.store import keys
from touchmap.store.database import Database

KEY_FILE = "secret.key"
TOKEN_BYTES = 24
NAME = 16  # characters of a session's digest that name it
LINK_LASTS = dt.timedelta(hours=12)
SESSION_LASTS = dt.timedelta(days=30)
SEEN_EVERY = dt.timedelta(minutes=10)  # a session's last use is written no more often than this
MOST_LINKS = 20  # open links at a time: whoever asks for more must use one first


@dataclass(frozen=True, slots=True)
class Visit:
    """A session as the owner sees it in a list; `name` ends it and is no secret. Moments are in UTC."""

    name: str
    device: str
    began: dt.datetime
    seen: dt.datetime
    here: bool


class Access:
    """The door. `secret` is the installation's key; the clock is given so that tests can move it."""

    def __init__(self, database: Database, secret: str) -> None:
        self.database = database
        self._secret = secret.encode()

    def make_link(self, now: dt.datetime | None = None) -> str:
        """A fresh token for a one-time link, good for twelve hours."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        at = now or _now()
        with self.database.writing() as session:
            keys.forget_ended(session, at)
            for row in keys.of_kind(session, keys.LINK, at)[MOST_LINKS - 1 :]:
                keys.remove(session, keys.LINK, row.digest)
            digest = self._digest(keys.LINK, token)
            keys.keep(session, keys.KeyRow(digest, keys.LINK, at, at + LINK_LASTS, at, ""))
        return token

    def enter(self, token: str, device: str, now: dt.datetime | None = None) -> str | None:
        """Trades a link's token for a session's; None for one that is wrong, used or too old.

        Of two who come with the same token at once, one gets in.
        """
        at = now or _now()
        fresh = secrets.token_urlsafe(TOKEN_BYTES)
        with self.database.writing() as session:
            if not keys.remove(session, keys.LINK, self._digest(keys.LINK, token), at):
                return None
            digest = self._digest(keys.SESSION, fresh)
            keys.keep(
                session, keys.KeyRow(digest, keys.SESSION, at, at + SESSION_LASTS, at, device_name(device))
            )
        return fresh

    def knows(self, session_token: str, now: dt.datetime | None = None) -> bool:
        """Whether a session is still good."""
        at = now or _now()
        digest = self._digest(keys.SESSION, session_token)
        used = keys.last_used(self.database, keys.SESSION, digest, at)
        if used is not None and at - used > SEEN_EVERY:
            with self.database.writing() as session:
                keys.seen(session, digest, at)
        return used is not None

    def name_of(self, session_token: str) -> str:
        """What tells a session from others and is no secret: its name in the list."""
        return self._digest(keys.SESSION, session_token)[:NAME]

    def who(self, session_token: str, agent: str) -> Who:
        """Who a request is from: its session's name, and its browser's, as its User-Agent says it, for others to see."""
        return Who(self.name_of(session_token), device_name(agent) or "unknown")

    def leave(self, session_token: str) -> None:
        """Ends a session by its own token."""
        with self.database.writing() as session:
            keys.remove(session, keys.SESSION, self._digest(keys.SESSION, session_token))

    def end(self, name: str) -> bool:
        """Ends a session by its name in the list, and says whether it was there."""
        with self.database.writing() as session:
            for row in keys.of_kind(session, keys.SESSION, _now()):
                if row.digest[:NAME] == name:
                    return keys.remove(session, keys.SESSION, row.digest)
        return False

    def visits(self, session_token: str) -> list[Visit]:
        """Every session that is still good; `here` marks the one that asks."""
        own = self._digest(keys.SESSION, session_token)
        with self.database.reading() as session:
            rows = keys.of_kind(session, keys.SESSION, _now())
        return [Visit(r.digest[:NAME], r.device, r.made_at, r.seen_at, r.digest == own) for r in rows]

    def names(self) -> set[str]:
        """The names of all sessions that are still good."""
        with self.database.reading_rows() as session:
            return {digest[:NAME] for digest in keys.digests(session, keys.SESSION, _now())}

    def _digest(self, kind: str, token: str) -> str:
        return hmac.new(self._secret, f"{kind}:{token}".encode(errors="replace"), hashlib.sha256).hexdigest()


def device_name(agent: str) -> str:
    """What a browser's User-Agent says in a few words: `Firefox on Linux`; its own words, cut short, when unknown.

    The order matters: every browser also calls itself by older ones' names.
    """
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    browser = next((name for sign, name in browsers if sign in agent), "")
    system = next((name for sign, name in systems if sign in agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return "".join(mark if mark.isprintable() else " " for mark in agent)[:80].strip()


def secret_key(data: Path, given: str = "") -> str:
    """The installation's key: `given`, else the one in the data folder, made there once, readable by its owner only.

    Raises SetupMissing when the file is there and cannot be used.
    """
    if given:
        return given
    path = make_data_folder(data) / KEY_FILE
    try:
        if not path.exists():
            _make_key(path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupMissing(
            f"The key file {path} cannot be read.",
            "Give it back to the user who runs touchmap, or remove it.",
        ) from error
    if len(key) < 32:
        raise SetupMissing(
            f"The key file {path} is empty or cut short.",
            "Remove it: touchmap makes a new one, and everyone signs in again.",
        )
    return key


def _make_key(path: Path) -> None:
    """Writes a key that appears whole or not at all; when two programs start at once, the first one's stays."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # readable by its owner only
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
