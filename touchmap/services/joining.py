"""Joining a room: the owner opens a session, people come in with its code, and come back as who they were.

The code has six digits from the system's own randomness and ends with the session. It is kept as a keyed digest; whoever has
the installation's key makes it anew from the session's salt, so that it can be shown again after a restart. Wrong codes are
counted, for each address and in all; right ones never are, as a whole conference shares one address.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from touchmap.domain.changes import State
from touchmap.domain.edits import read_edit
from touchmap.domain.room import roomstate, tags
from touchmap.domain.room.refusing import NotNow, NotYours
from touchmap.domain.room.roomstate import RoomState
from touchmap.errors import NotFound, TouchmapError
from touchmap.services.bookkeeping import Deed, Done, Who, write
from touchmap.services.books import Book
from touchmap.services.editing import Busy, Editing
from touchmap.services.roomwork import Guest, agenda_of, guest_of, present, session_of
from touchmap.services.sealing import CODE_LENGTH, LETTERS, Sealing
from touchmap.store import rooms
from touchmap.store.database import Reader

TOKEN_BYTES = 24
MOST_PEOPLE = 1_000
MOST_NAME = 60
DIGITS = 6
ROOM = Who("room", "the room")


class WrongCode(TouchmapError):
    """A code that opens nothing: mistyped, or its session is over."""

    code = "TE350"


class TooManyTries(TouchmapError):
    """Too many wrong codes; `retry_after` is in seconds."""

    code = "TE360"
    retry_after = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """A session's door: the code that people type, and the key that a QR code carries beside it."""

    workshop: str
    code: str
    key: str
    opened: dt.datetime


@dataclass(frozen=True, slots=True)
class Door:
    """What somebody sees who stands before the room with its code."""

    workshop: str
    title: str
    groups: tuple[str, ...]
    locked: bool


class Tries:
    """Wrong codes, forgiven with time: so many for each address, so many in all. Moments are seconds of any one clock.

    They are counted in the memory of the process: `touchmap serve` answers with one (`touchmap.cli.server`). Whoever runs
    several beside one another lets a guesser have as many times as much.
    """

    def __init__(
        self, each: float = 60, each_second: float = 0.2, whole: float = 400, second: float = 1
    ) -> None:
        self._limits = {True: (whole, second), False: (each, each_second)}
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, client: str, now: float) -> None:
        """Raises TooManyTries when a client, or all together, have been wrong too often."""
        with self._lock:
            if any(self._now(name, now) >= self._limits[not name][0] for name in ("", client)):
                raise TooManyTries(
                    "Too many wrong codes were tried.", "Wait a moment, then read the code again."
                )

    def wrong(self, client: str, now: float) -> None:
        """Notes a wrong code."""
        with self._lock:
            for name in {"", client}:
                self._used[name] = (self._now(name, now) + 1, now)
                self._used.move_to_end(name)
            while len(self._used) > 10_000:
                self._used.popitem(last=False)

    def _now(self, name: str, now: float) -> float:
        count, then = self._used.get(name, (0.0, now))
        return max(0.0, count - (now - then) * self._limits[not name][1])


class Joining:
    """The door of the rooms. `secret` is the installation's key; the clock is given so that tests can move it."""

    def __init__(
        self,
        editing: Editing,
        secret: str,
        *,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        tries: Tries | None = None,
    ) -> None:
        self._editing = editing
        self._sealing = Sealing(secret.encode())
        self._clock = clock
        self._tries = tries or Tries()

    # -- the session

    def open_room(self, workshop: str) -> Opened:
        """Opens a session, with a fresh code; the one that is open already is returned as it is."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            there = rooms.room(session, workshop)
            if there is not None and there.closed is None:
                return Done(book, self._opened(there))
            salt = secrets.token_hex(16)
            while rooms.by_code(session, self._digest("room", self._code(workshop, salt))) is not None:
                salt = secrets.token_hex(16)
            digest = self._digest("room", self._code(workshop, salt))
            agenda = agenda_of(book.state)
            state = roomstate.advance(RoomState(), agenda) if agenda else RoomState()
            version = rooms.open_room(session, workshop, salt, digest, state, now)
            return Done(book, self._opened(session_of(session, workshop)), version)

        found: Opened = self._editing.perform(workshop, Deed(f"open-{secrets.token_hex(8)}", do))
        return found

    def opened(self, workshop: str) -> Opened | None:
        """The open session of a workshop; None when there is none."""
        with self._editing.database.reading_rows() as session:
            there = rooms.room(session, workshop)
        return self._opened(there) if there is not None and there.closed is None else None

    def lock(self, workshop: str, locked: bool) -> None:
        """Lets nobody new in, or everybody again."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            state = roomstate.lock(session_of(session, workshop).state, locked)
            return Done(book, None, rooms.keep_state(session, workshop, state))

        self._editing.perform(workshop, Deed("lock", do))

    # -- coming in

    def door(self, code: str, key: str = "", client: str = "") -> Door:
        """What is behind a code. Raises WrongCode, TooManyTries."""
        workshop = self._workshop(code, key, client)
        with self._editing.database.reading_rows() as session:
            book = self._editing.books.current(session, workshop)
            room = session_of(session, workshop)
        head = book.state.records[workshop].fields
        return Door(workshop, head["title"], tuple(head.get("groups", ())), room.state.locked)

    def fresh_token(self) -> str:
        """A token for a device: made when the page to join is shown, so that a form that is sent twice joins once."""
        return secrets.token_urlsafe(TOKEN_BYTES)

    def join(
        self,
        code: str,
        token: str,
        *,
        name: str = "",
        role: str = "",
        group: str = "",
        key: str = "",
        client: str = "",
    ) -> Guest:
        """Lets somebody in; the same token again is the same person. `client` is where the request came from.

        Raises WrongCode, TooManyTries, NotNow (locked, full, a group that is not there), WrongUse for a token that is none.
        """
        workshop = self._workshop(code, key, client)
        seal = self._sealing
        secret = seal.fresh_secret()
        sealed, back = seal.for_token(secret, _checked(token)), seal.for_code(secret, workshop)
        fields = {"name": one_line(name), "role": one_line(role), "group": one_line(group)}

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            there = rooms.by_key(session, sealed.digest)
            if there is not None and there[0] == workshop:
                own = seal.by_token(there[2], token)
                return Done(book, guest_of(present(session, Guest(workshop, there[1])), own))
            if there is not None:
                raise NotNow("This device is in another session.", "Leave it first.")
            self._check_room(session, workshop, code)
            check_group(book.state, workshop, fields["group"])
            if rooms.how_many(session, workshop) >= MOST_PEOPLE:
                raise NotNow(f"{MOST_PEOPLE:,} people are here; there is no room for more.", "")
            id = f"p-{secrets.token_hex(12)}"
            given = {key: value for key, value in fields.items() if value}
            edit = read_edit(
                {"id": f"join-{id}", "action": "add", "kind": "person", "record": id, "fields": given}
            )
            after, _ = write(session, book, edit, ROOM, now)
            who = rooms.Participant(workshop, id, fields["name"], fields["role"], fields["group"], False, now)
            if rooms.by_rejoin(session, workshop, back.digest) is not None:
                raise Busy("Another came in at the same moment.", "Join again.")
            rooms.add_participant(session, who, sealed, back)
            return Done(after, guest_of(who, secret), stirred=True)

        found: Guest = self._editing.perform(workshop, Deed(tags.chain_id(("join", sealed.digest)), do))
        return found

    def resume(self, token: str) -> Guest | None:
        """Who a device belongs to; None when it is unknown, the session is over or they were removed."""
        with self._editing.database.reading_rows() as rows:
            found = rooms.of_device(rows, self._sealing.token_digest(token))
        if found is None or found[0].removed is not None:
            return None
        return guest_of(found[0], self._sealing.by_token(found[1], token))

    def rejoin_code(self, guest: Guest) -> str:
        """The short code by which somebody comes back on another device: `KTM-WPA`. Only their own devices can tell it.
        Raises NotYours, NotNow.
        """
        with self._editing.database.reading_rows() as session:
            present(session, guest)
        if not guest.secret:
            raise NotYours("Only their own device knows this code.", "Let them in anew.")
        return _in_threes(self._sealing.code_of(guest.secret))

    def help_code(self, workshop: str, id: str) -> str:
        """A code by which the facilitator lets somebody who has lost their device back in, as the same person. It opens
        nothing that they have written: a facilitator who used it would see nothing. Raises NotFound, NotNow.
        """
        with self._editing.database.reading_rows() as session:
            room = session_of(session, workshop)
            _there(session, workshop, id)
        if room.closed is not None:
            raise NotNow("The session is closed.", "What was saved stays saved.")
        return _in_threes(self._help(room, id))

    def rejoin(self, code: str, rejoin: str, token: str, *, key: str = "", client: str = "") -> Guest:
        """Lets somebody in on another device, also when the room is locked. Raises WrongCode, TooManyTries, NotNow.

        With their own code they have everything that is theirs; with the facilitator's they are who they were, begin to
        write anew, and their other devices are out.
        """
        workshop = self._workshop(code, key, client)
        now = self._clock().timestamp()
        self._tries.check(client, now)
        seal = self._sealing
        letters = "".join(mark for mark in rejoin.upper() if mark in LETTERS)[:CODE_LENGTH]
        digest, pad = seal.code_keys(letters, workshop)
        fresh = seal.fresh_secret()
        renewed, back = seal.for_token(fresh, _checked(token)), seal.for_code(fresh, workshop)

        def do(session: Reader, book: Book, moment: dt.datetime) -> Done:
            own = rooms.by_rejoin(session, workshop, digest)
            id = own[0] if own is not None else self._helped(session, workshop, letters)
            if id is None:
                raise WrongCode("This is nobody's code.", "Ask for it again: it is on the first phone.")
            there = rooms.by_key(session, renewed.digest)
            if there is not None and there[:2] != (workshop, id):
                raise NotNow("This device is in the session already.", "Use it as it is, or leave first.")
            who = present(session, Guest(workshop, id))
            if there is not None:
                return Done(book, guest_of(who, seal.by_token(there[2], token)))
            if own is not None:
                secret = seal.by_code(own[1], pad)
                rooms.add_key(session, workshop, id, seal.for_token(secret, token))
                return Done(book, guest_of(who, secret))
            rooms.change_keys(session, workshop, id, renewed, back)
            return Done(book, guest_of(who, fresh), stirred=True)

        try:
            found: Guest = self._editing.perform(
                workshop, Deed(tags.chain_id(("rejoin", renewed.digest)), do)
            )
        except WrongCode:
            self._tries.wrong(client, now)
            raise
        return found

    # -- who is here

    def people(self, workshop: str) -> list[Guest]:
        """Everybody who is here, in the order in which they came."""
        with self._editing.database.reading_rows() as session:
            return [guest_of(who) for who in rooms.participants(session, workshop) if who.removed is None]

    def here(self, workshop: str) -> set[str]:
        """The ids of everybody who is here."""
        with self._editing.database.reading_rows() as session:
            return rooms.here(session, workshop)

    def remove(self, workshop: str, id: str) -> None:
        """Ends somebody's part. Raises NotFound."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            _there(session, workshop, id)
            rooms.remove_participant(session, workshop, id, now)
            return Done(book, None, stirred=True)

        self._editing.perform(workshop, Deed("remove", do))

    def let_help(self, workshop: str, id: str, helper: bool) -> None:
        """Lets somebody co-facilitate, or no longer. Raises NotFound."""

        def do(session: Reader, book: Book, now: dt.datetime) -> Done:
            _there(session, workshop, id)
            rooms.set_helper(session, workshop, id, helper)
            return Done(book, None, stirred=True)

        self._editing.perform(workshop, Deed("help", do))

    # -- codes

    def _workshop(self, code: str, key: str, client: str) -> str:
        """The workshop of a code; a key that fits (it came by QR) is never held up by others' wrong guesses."""
        digits = "".join(mark for mark in code if mark.isascii() and mark.isdigit())
        now = self._clock().timestamp()
        trusted = bool(key) and hmac.compare_digest(key.encode(errors="replace"), self._key(digits).encode())
        if not trusted:
            self._tries.check(client, now)
        with self._editing.database.reading_rows() as session:
            found = rooms.by_code(session, self._digest("room", digits)) or self._carried(session, digits)
        if found is None:
            self._tries.wrong(client, now)
            raise WrongCode(
                "This code opens no session.", "Read the six digits again; a code ends with its session."
            )
        return found

    def _carried(self, session: Reader, digits: str) -> str | None:
        """The workshop of a code whose digest was made with another installation's key: a backup was brought here."""
        for workshop, salt in rooms.open_rooms(session):
            if hmac.compare_digest(self._code(workshop, salt), digits):
                return workshop
        return None

    def _check_room(self, session: Reader, workshop: str, code: str) -> None:
        room = session_of(session, workshop)
        if room.closed is not None:
            raise WrongCode("This code opens no session.", "The session has just been closed.")
        if room.state.locked:
            raise NotNow("The room is locked.", "Ask the facilitator to let you in.")

    def _opened(self, room: rooms.Room) -> Opened:
        code = self._code(room.workshop, room.salt)
        return Opened(room.workshop, code, self._key(code), room.opened)

    def _code(self, workshop: str, salt: str) -> str:
        number = int(self._digest("code", f"{workshop}\0{salt}"), 16)  # 256 bits: no digit comes more often
        return f"{number % 10**DIGITS:0{DIGITS}}"

    def _key(self, code: str) -> str:
        return self._digest("door", code)[:20]

    def _help(self, room: rooms.Room, id: str) -> str:
        return self._sealing.letters("help", f"{room.salt}\0{id}")

    def _helped(self, session: Reader, workshop: str, letters: str) -> str | None:
        """Whom the facilitator's code lets back in."""
        room = session_of(session, workshop)
        for id in sorted(rooms.here(session, workshop)):
            if hmac.compare_digest(self._help(room, id), letters):
                return id
        return None

    def _digest(self, sort: str, text: str) -> str:
        return self._sealing.digest(sort, text)


def _in_threes(letters: str) -> str:
    return f"{letters[:3]}-{letters[3:]}"


def _checked(token: str) -> str:
    if not 20 <= len(token) <= 200 or not token.isascii():
        raise NotYours("This device has no token.", "Open the page to join again.")
    return token


def one_line(text: str) -> str:
    """One line of a person's own words, without what cannot be seen."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:MOST_NAME]


def check_group(state: State, workshop: str, group: str) -> None:
    groups = state.records[workshop].fields.get("groups", ())
    if group and groups and group not in groups:
        raise NotNow("This group is not in the list.", f"Choose one of: {', '.join(groups)}.")


def _there(session: Reader, workshop: str, id: str) -> rooms.Participant:
    found = rooms.participant(session, workshop, id)
    if found is None or found.removed is not None:
        raise NotFound("There is no such participant.", "Look who is here.")
    return found
