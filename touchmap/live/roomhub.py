"""The hub of the rooms: hears that a room has changed and tells every phone, wall and facilitator that it is worth looking.

What goes out are marks and numbers, the same for everybody; the page then asks for what it may see. Only what is added to the
notes that all may see goes out itself, as hundreds of pages would else be asked for with every note. News of a room go out at
once after a quiet moment, and then so often that telling takes a quarter of the time at most: twenty times a second where
little is going on, five times where five hundred people write. With the marks a page is told over how many seconds it
should spread its own asking: the more, the more often there was something to ask for lately.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from typing import Any

from touchmap.errors import LimitReached, NotFound, StorageTrouble
from touchmap.live import frames
from touchmap.live.receiver import Receiver, Wire
from touchmap.services.announcing import Announcer
from touchmap.services.bookkeeping import Who
from touchmap.services.joining import Joining
from touchmap.services.roommarks import changed_notes, news
from touchmap.services.showing import Showing, Shown

LOG = logging.getLogger("touchmap.live")
BEAT_EVERY = 15.0  # seconds
LOOK_EVERY = 1.0  # seconds: another process may have written
SHORTEST, LONGEST = 0.05, 0.2  # seconds between two rounds
REST = 3.0  # times as long as a round took
ASKING = 0.006  # seconds of the server that a page takes which asks again
CROWD = 1.2  # seconds over which a few pages spread
LATELY = 10.0  # seconds in which what pages had to ask for is counted
MOST_TIMES = 4  # as long as usual at most
MOST_STREAMS = 4_000  # of this process
MOST_EACH = 8  # of one person


def crowd(streams: int, times: int = 1) -> float:
    """Over how many seconds so many pages spread what they ask for when something new is to be seen.

    `times`: how often there was something lately. Once is soon; over and over, as where five hundred people change what all
    see, leaves the server time for what they send.
    """
    return round(max(CROWD, ASKING * streams * min(max(times, 1), MOST_TIMES)), 1)


class _Told:
    """What the streams of a room have been told last, and when pages had to ask for what they show lately."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self._asked: deque[float] = deque(maxlen=MOST_TIMES)

    def next(self, shown: Shown, now: float) -> dict[str, Any]:
        """The news of what is shown now, with what can be told of the notes themselves."""
        data, before, self.shown = news(shown), self.shown, shown
        was = news(before)
        notes = changed_notes(before, shown)
        if notes is not None:
            data["change"] = notes
        if data["rest"] != was["rest"] or (data["notes"] != was["notes"] and notes is None):
            self._asked.append(now)
        return data

    def times(self, now: float) -> int:
        """How often pages had to ask lately."""
        return sum(now - then <= LATELY for then in self._asked)


class RoomHub:
    """All streams of rooms in this process; its thread begins with the first of them."""

    def __init__(
        self,
        showing: Showing,
        joining: Joining,
        announcers: tuple[Announcer, ...],
        *,
        beat_every: float = BEAT_EVERY,
    ) -> None:
        self._showing = showing
        self._joining = joining
        self._beat_every = beat_every
        self._rooms: dict[str, list[Receiver]] = {}
        self._told: dict[str, _Told] = {}
        self._owners: dict[Receiver, Callable[[], bool]] = {}
        self._each: Counter[str] = Counter()
        self._news: set[str] = set()
        self._late: set[str] = (
            set()
        )  # rooms into which somebody came whose beginning may be older than what was told
        self._closed = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        for one in announcers:
            one.listen(self._hear)

    def __len__(self) -> int:
        """How many streams are open."""
        return self._each.total()

    def open(
        self, workshop: str, who: Who, wire: Wire | None, still: Callable[[], bool] | None = None
    ) -> Iterator[bytes]:
        """The body of a stream. It begins with how things stand. `still` says whether an owner's session is good yet;
        without it `who` is a participant, whose stream ends with `out` when they are removed or the session closes.

        Raises NotFound, and LimitReached when there are too many streams.
        """
        shown = self._showing.room(workshop)
        receiver = Receiver(workshop, who, 0, wire)
        first = news(shown) | {"crowd": crowd(len(self._of(workshop)))}
        greeting = frames.retry(random.randint(1_000, 3_000)) + frames.event("room", first)
        with self._changed:
            if len(self) >= MOST_STREAMS or self._each[who.actor] >= MOST_EACH:
                raise LimitReached("Too many streams are open.", "Close some pages.")
            if not self._closed:
                receiver.live = True
                self._rooms.setdefault(workshop, []).append(receiver)
                self._each[who.actor] += 1
                self._told.setdefault(workshop, _Told(shown))
                if still is not None:
                    self._owners[receiver] = still
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="touchmap-rooms", daemon=True)
                    self._thread.start()
                self._news.add(workshop)  # whatever changed while this one came in
                self._late.add(workshop)
                self._changed.notify()
            else:
                receiver.end(frames.frame())
        return self._body(receiver, greeting)

    def _body(self, receiver: Receiver, greeting: bytes) -> Iterator[bytes]:
        try:
            yield greeting
            yield from receiver.body()
        finally:
            self._leave(receiver)

    def _leave(self, receiver: Receiver) -> None:
        with self._changed:
            there = self._rooms.get(receiver.workshop, [])
            if receiver not in there:
                return
            there.remove(receiver)
            self._owners.pop(receiver, None)
            self._each[receiver.who.actor] -= 1
            if not self._each[receiver.who.actor]:
                del self._each[receiver.who.actor]
            if not there:
                self._rooms.pop(receiver.workshop, None)
                self._told.pop(receiver.workshop, None)
                self._late.discard(receiver.workshop)

    def _hear(self, workshop: str, seq: int) -> None:
        with self._changed:
            if workshop in self._rooms:
                self._news.add(workshop)
                self._changed.notify()

    def _run(self) -> None:
        look = beat = time.monotonic()
        while not self._closed:
            with self._changed:
                if not self._news:
                    self._changed.wait(LOOK_EVERY)
                now = time.monotonic()
                looks, beats = now - look >= LOOK_EVERY, now - beat >= self._beat_every
                news, self._news = (set(self._rooms) if looks else self._news), set()
            began = time.monotonic()
            look, beat = (now if looks else look), (now if beats else beat)
            for workshop in news:
                self._tell(workshop)
            if looks:
                self._check()
            if beats:
                self._to(self._all(), frames.frame(frames.beat()))
            time.sleep(min(LONGEST, max(SHORTEST, REST * (time.monotonic() - began))))

    def _tell(self, workshop: str) -> None:
        """Hands a room's marks to its streams, and ends those of people who have no part in it any more."""
        with self._changed:
            late = workshop in self._late
            self._late.discard(workshop)
        try:
            shown, now = self._showing.room(workshop), time.monotonic()
            told = self._told.setdefault(workshop, _Told(shown))
            if not late and told.shown.key == shown.key:
                return
            here = set() if shown.view["closed"] else self._joining.here(workshop)
            data = told.next(shown, now)
        except NotFound:
            self._end(self._of(workshop))
            return
        except Exception as error:  # the hub must outlive whatever happens to one room
            if isinstance(error, StorageTrouble):
                LOG.warning("%s", error)
            else:
                LOG.error("a room could not be told", exc_info=error)
            with self._changed:  # told with the next look
                if late and workshop in self._rooms:
                    self._late.add(workshop)
            return
        there = self._of(workshop)
        gone = {one for one in there if one not in self._owners and one.who.actor not in here}
        data["crowd"] = crowd(len(there), told.times(now))
        self._to([one for one in there if one not in gone], frames.frame(frames.event("room", data)))
        self._end(list(gone), closed=bool(shown.view["closed"]))

    def _check(self) -> None:
        """Ends the streams of sessions that have ended, and lets go of those whose other side has gone."""
        for receiver in self._all():
            still = self._owners.get(receiver)
            if still is not None and not still():
                self._end([receiver])
            elif receiver.is_gone():
                receiver.drop()

    def _of(self, workshop: str) -> list[Receiver]:
        with self._changed:
            return list(self._rooms.get(workshop, ()))

    def _all(self) -> list[Receiver]:
        with self._changed:
            return [one for there in self._rooms.values() for one in there]

    @staticmethod
    def _to(receivers: list[Receiver], frame: frames.Frame) -> None:
        for receiver in receivers:
            receiver.offer(frame)

    @staticmethod
    def _end(receivers: list[Receiver], closed: bool = False) -> None:
        """`closed` says that the session is over, and nobody was let out."""
        for receiver in receivers:
            receiver.end(frames.frame(frames.event("out", {"closed": closed})))

    def close(self) -> None:
        """Ends every stream: touchmap is shutting down; pages come back by themselves."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        for receiver in self._all():
            receiver.end(frames.frame(frames.retry(random.randint(500, 5_000))))
