"""The hub: hears that logs have grown, reads what is new once for each workshop, and hands it to every receiver.

The log is the truth: what the writer says it has committed is handed over when it goes on exactly where the receivers are, a
wake-up without that only says that the log is worth a look, and the hub looks every second in any case, because another process
may have written. Whoever begins to listen, or comes back, is brought up to date from the log in its own request and
joins the others at a seq that both agree upon, so that nothing is missed or sent twice.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator

from touchmap.errors import LimitReached, NotFound, StorageTrouble
from touchmap.live import frames
from touchmap.live.channel import Channel
from touchmap.live.inbox import Inbox
from touchmap.live.presence import Place
from touchmap.live.receiver import Receiver, Wire
from touchmap.services.access import Access
from touchmap.services.announcing import Announcer, Committed
from touchmap.services.bookkeeping import Who
from touchmap.services.history import History

LOG = logging.getLogger("touchmap.live")
BEAT_EVERY = 15.0  # seconds
LOOK_EVERY = 1.0  # seconds: for changes of other processes, ended sessions, and who has gone away
PEOPLE_EVERY = 0.2  # seconds: news of who is here go out no more often
GATHER = 0.002  # seconds between two rounds: the first change goes out at once, those that follow closely go together
MOST_REPLAYED = 2_000  # changes missed; beyond that the whole workshop is quicker
PAGE = 500  # changes read at a time
MOST_STREAMS = 4_000  # of this process
MOST_OF_SESSION = 32  # streams
COME_BACK = (500, 5_000)  # milliseconds: those whose stream ends with the server come back spread over this


class Hub:
    """All streams of this process; its thread begins with the first of them (one would not survive a server's fork)."""

    def __init__(
        self, history: History, announcer: Announcer, access: Access, *, beat_every: float = BEAT_EVERY
    ) -> None:
        self._history = history
        self._access = access
        self._beat_every = beat_every
        self._channels: dict[str, Channel] = {}
        self._of_session: Counter[str] = Counter()
        self._inbox = Inbox()
        self._people: set[str] = set()  # workshops with news of who is here
        self._closed = False
        self._lock = threading.RLock()
        self._thread: threading.Thread | None = None
        announcer.follow(self._hear)

    # -- listening

    def open(
        self, workshop: str, who: Who, after: int | None, origin: str | None, wire: Wire | None
    ) -> tuple[Receiver, Iterator[bytes]]:
        """A new receiver and the body of its answer, to be read to its end or closed.

        `after` is the newest change that the client has, None for none; `origin` the log's it was in. Raises NotFound, and
        LimitReached when there are too many streams.
        """
        there, head = self._history.head(workshop)
        far = after is not None and (
            head - after > MOST_REPLAYED or after > head or origin not in (None, there)
        )
        receiver = Receiver(workshop, who, head if far or after is None else after, wire)
        greeting = frames.retry(random.randint(1_000, 2_000)) + frames.event(
            "hello",
            {"origin": there, "seq": head, "actor": who.actor},
            receiver.seq if after is None else None,
        )
        if far:
            greeting += frames.snapshot(there, head)
        with self._lock:
            if len(self) >= MOST_STREAMS or self._of_session[who.actor] >= MOST_OF_SESSION:
                raise LimitReached("Too many streams are open.", "Close some pages; share one stream.")
            if not self._closed:
                self._enter(receiver, there, head)
        return receiver, self._body(receiver, greeting)

    def __len__(self) -> int:
        """How many streams are open."""
        return self._of_session.total()

    def _enter(self, receiver: Receiver, origin: str, head: int) -> None:
        channel = self._channels.get(receiver.workshop)
        if channel is None:
            channel = self._channels[receiver.workshop] = Channel(receiver.workshop, origin, head)
            self._inbox.put(receiver.workshop)  # what came meanwhile was told to nobody
        channel.receivers.append(receiver)
        channel.people.come(receiver.who, time.monotonic())
        self._people.add(receiver.workshop)
        self._of_session[receiver.who.actor] += 1
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="touchmap-live", daemon=True)
            self._thread.start()
        self._inbox.wake()

    def _leave(self, receiver: Receiver) -> None:
        with self._lock:
            channel = self._channels.get(receiver.workshop)
            if channel is None or receiver not in channel.receivers:
                return
            channel.receivers.remove(receiver)
            channel.people.leave(receiver.who.actor)
            self._people.add(receiver.workshop)
            self._of_session[receiver.who.actor] -= 1
            if not self._of_session[receiver.who.actor]:
                del self._of_session[receiver.who.actor]
            if not channel.receivers:
                del self._channels[receiver.workshop]

    def _body(self, receiver: Receiver, greeting: bytes) -> Iterator[bytes]:
        """Greeting, what was missed, then what comes."""
        try:
            yield greeting
            while not receiver.live and not receiver.ended:
                missed = self._missed(receiver)
                if missed:
                    yield missed
            yield from receiver.body()
        finally:
            self._leave(receiver)

    def _missed(self, receiver: Receiver) -> bytes:
        """The next page of what a receiver has not seen; once there is none, it is live."""
        with self._lock:
            channel = self._channels.get(receiver.workshop)
            if channel is None or receiver not in channel.receivers:  # touchmap is shutting down
                receiver.end(frames.frame(_come_back()))
                return b""
            changes = channel.recent(receiver.seq)
            if not changes and changes is not None:
                receiver.live = True
                return channel.people_for(receiver)
        if changes is None:
            try:
                since = self._history.since(receiver.workshop, receiver.seq, PAGE)
            except NotFound:
                receiver.end(frames.frame(frames.event("gone", {})))
                return b""
            changes = list(since.changes)
        with self._lock:
            if not changes:  # another log has taken this one's place meanwhile
                receiver.seq = channel.seq
                return frames.snapshot(channel.origin, channel.seq)
            receiver.seq = changes[-1].seq
            return channel.written_for(receiver, changes).text

    # -- presence

    def put(self, workshop: str, who: Who, place: Place) -> None:
        """Somebody says where they are. Raises NotFound when there is no such workshop."""
        with self._lock:
            channel = self._channels.get(workshop)
            if channel is not None:
                channel.people.put(who, place, time.monotonic())
                self._people.add(workshop)
                self._inbox.wake()
        if channel is None:
            self._history.head(workshop)

    # -- handing over

    def _hear(self, workshop: str, committed: Committed | None) -> None:
        if workshop in self._channels:  # without the hub's lock: the writer waits for nobody
            self._inbox.put(workshop, committed)

    def _run(self) -> None:
        look = beat = told = ended = time.monotonic()
        while not self._closed:
            self._inbox.wait(PEOPLE_EVERY if self._people else LOOK_EVERY)
            wait = ended + GATHER - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            now = time.monotonic()
            looks, beats = now - look >= LOOK_EVERY, now - beat >= self._beat_every
            news = self._inbox.take()
            gathers = bool(news)
            with self._lock:
                if looks:
                    news = dict.fromkeys(self._channels) | news
                tells = bool(self._people) and now - told >= PEOPLE_EVERY
            look, beat, told = (now if looks else look), (now if beats else beat), (now if tells else told)
            self._round(news, looks, beats, tells)
            ended = time.monotonic() if gathers else ended

    def _round(self, news: dict[str, Committed | None], looks: bool, beats: bool, tells: bool) -> None:
        try:
            for workshop, committed in news.items():
                if committed is None or not self._hand_on(workshop, committed):
                    self._hand_over(workshop)
            if looks:
                self._check()
            if tells:
                self._tell_people()
            if beats:
                self._beat()
        except StorageTrouble as trouble:  # told again by whoever wants to write; nothing is lost here
            LOG.warning("%s", trouble)
        except Exception as error:  # the hub must outlive whatever happens to one workshop
            LOG.error("a stream could not be served", exc_info=error)

    def _hand_on(self, workshop: str, committed: Committed) -> bool:
        """Hands over what the writer has committed, if it is just what comes next; says whether it was."""
        with self._lock:
            channel = self._channels.get(workshop)
            if channel is None or channel.origin != committed.origin:
                return False
            if channel.seq + 1 != committed.changes[0].seq:
                return channel.seq >= committed.changes[-1].seq  # read from the log meanwhile
            channel.hand_over(committed.changes)
        return True

    def _hand_over(self, workshop: str) -> None:
        """Hands over what is new in the log."""
        with self._lock:
            channel = self._channels.get(workshop)
        if channel is None:
            return
        try:
            since = self._history.since(workshop, channel.seq, PAGE)
        except NotFound:
            self._end_all(channel, frames.event("gone", {}))
            return
        with self._lock:
            goes_on = since.origin == channel.origin and 0 <= since.head - channel.seq <= MOST_REPLAYED
            if not goes_on:
                channel.restart(since.origin, since.head)
            else:
                channel.hand_over(since.changes)
            if channel.seq < since.head:
                self._inbox.put(workshop)

    def _tell_people(self) -> None:
        with self._lock:
            told, self._people = self._people, set()
            for workshop in told & self._channels.keys():
                self._channels[workshop].tell_people()

    def _check(self) -> None:
        """Ends the streams of sessions that have ended, and those whose other side has gone."""
        good = self._access.names()
        with self._lock:
            for channel in self._channels.values():
                channel.people.expire(time.monotonic())
                if channel.people.is_new:
                    self._people.add(channel.workshop)
            receivers = [one for channel in self._channels.values() for one in channel.receivers]
        for receiver in receivers:
            if receiver.who.actor not in good:
                receiver.end(frames.frame(frames.event("out", {})))
            elif receiver.is_gone():
                receiver.drop()

    def _beat(self) -> None:
        with self._lock:
            for channel in self._channels.values():
                channel.beat()

    # -- ending

    def _end_all(self, channel: Channel, last: bytes) -> None:
        with self._lock:
            for receiver in channel.receivers:
                receiver.end(frames.frame(last))

    def close(self) -> None:
        """Ends every stream; the browsers come back by themselves, spread over some seconds."""
        with self._lock:
            self._closed = True
            for channel in self._channels.values():
                for receiver in channel.receivers:
                    receiver.end(frames.frame(_come_back()))
        self._inbox.wake()


def _come_back() -> bytes:
    return frames.retry(random.randint(*COME_BACK))
