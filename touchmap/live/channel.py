"""One workshop's receivers, its newest changes, and who is in it: what the hub keeps for each workshop somebody listens to."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from touchmap.domain.changes import Logged
from touchmap.live import frames
from touchmap.live.frames import Frame
from touchmap.live.permitting import person_shown, shown
from touchmap.live.presence import People
from touchmap.live.receiver import Receiver

KEPT = 500  # newest changes that are kept as events, for those who come back at once after a short break
KEPT_BYTES = 2_000_000


class Channel:
    """Whoever calls holds the hub's lock. `seq` is the newest change that was handed to the receivers."""

    def __init__(self, workshop: str, origin: str, seq: int) -> None:
        self.workshop = workshop
        self.origin = origin
        self.seq = seq
        self.receivers: list[Receiver] = []
        self.people = People()
        self._recent: deque[tuple[Logged, bytes]] = deque()
        self._recent_bytes = 0

    def restart(self, origin: str, seq: int) -> None:
        """Another log has taken this one's place, or it goes on far ahead: everybody takes the whole workshop anew."""
        self.origin, self.seq = origin, seq
        self._recent.clear()
        self._recent_bytes = 0
        self._to_all(frames.frame(frames.snapshot(origin, seq)))
        for receiver in self.receivers:
            receiver.seq = seq

    def hand_over(self, changes: Sequence[Logged]) -> None:
        """The next changes to everybody who is live, each written once for all who see the same."""
        if not changes:
            return
        texts = [self._keep(one) for one in changes]
        first, last = changes[0].seq, changes[-1].seq
        whole = frames.frame(*texts)  # for whoever sees all of it
        made: dict[tuple[int, tuple[int, ...]], Frame] = {}
        workshop, alone = self.workshop, changes[0] if len(changes) == 1 else None
        for receiver in self.receivers:
            if not receiver.live or receiver.seq >= last:
                continue
            if alone is not None and shown(receiver.who, workshop, alone) is alone:
                receiver.offer(whole)
            else:
                skip = max(0, receiver.seq + 1 - first)
                seen = [shown(receiver.who, workshop, one) for one in changes[skip:]]
                key = (skip, tuple(map(id, seen)))
                if key not in made:
                    made[key] = frames.frame(*self._written(changes[skip:], seen, texts[skip:]))
                receiver.offer(made[key])
            receiver.seq = last
        self.seq = last

    def recent(self, after: int) -> list[Logged] | None:
        """The changes after a seq up to this channel's, when all of them are kept here."""
        if after >= self.seq:
            return []
        if not self._recent or self._recent[0][0].seq > after + 1:
            return None
        return [one for one, _ in self._recent if one.seq > after]

    def written_for(self, receiver: Receiver, changes: Sequence[Logged]) -> Frame:
        """Changes as one receiver sees them."""
        kept = {id(one): text for one, text in self._recent}
        seen = [shown(receiver.who, self.workshop, one) for one in changes]
        texts = [kept.get(id(one)) or frames.change(one, self.origin) for one in changes]
        return frames.frame(*self._written(changes, seen, texts))

    def tell_people(self) -> None:
        """News of who is here, to everybody who may know."""
        if not self.people.is_new:
            return
        news = self.people.news()
        made: dict[tuple[bool, ...], Frame] = {}
        for receiver in self.receivers:
            if not receiver.live:
                continue
            known = tuple(person_shown(receiver.who, self.workshop, person) for person in news)
            if known not in made:
                told = [person for person, may in zip(news, known, strict=True) if may]
                made[known] = frames.frame(frames.here(told)) if told else frames.frame()
            receiver.offer(made[known])

    def people_for(self, receiver: Receiver) -> bytes:
        """Everybody who is here, as one receiver may know it."""
        there = (one for one in self.people.all() if person_shown(receiver.who, self.workshop, one))
        return frames.here(there, everybody=True)

    def _to_all(self, frame: Frame) -> None:
        for receiver in self.receivers:
            if receiver.live:
                receiver.offer(frame)

    def beat(self) -> None:
        """A sign of life to everybody."""
        self._to_all(frames.frame(frames.beat()))

    def _keep(self, one: Logged) -> bytes:
        text = frames.change(one, self.origin)
        self._recent.append((one, text))
        self._recent_bytes += len(text)
        while len(self._recent) > KEPT or self._recent_bytes > KEPT_BYTES:
            self._recent_bytes -= len(self._recent.popleft()[1])
        return text

    def _written(
        self, changes: Sequence[Logged], seen: Sequence[Logged | None], texts: Sequence[bytes]
    ) -> list[bytes]:
        """The events of what is seen; at the end a step past what is not."""
        out = []
        for one, as_seen, text in zip(changes, seen, texts, strict=True):
            if as_seen is one:
                out.append(text)
            elif as_seen is not None:
                out.append(frames.change(as_seen, self.origin))
        if seen and seen[-1] is None:
            out.append(frames.passed(changes[-1].seq))
        return out
