"""How much one participant may do: a bucket of edits each, places to wait in; never one for an address, as rooms share one."""

from __future__ import annotations

import math
import threading
from collections import Counter, OrderedDict

BURST = 600.0  # edits at once, such as an outbox after an hour without a network
PER_SECOND = 40.0
KEPT = 5_000  # buckets
PLACES = 1_000  # requests that wait at the same time for something to happen
PLACES_EACH = 16


class Pace:
    """A bucket for everybody, filled with time. Moments are in seconds of any one clock."""

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND) -> None:
        self._burst = burst
        self._per_second = per_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, actor: str, cost: int, now: float) -> int:
        """Takes `cost` out of a bucket: 0 when there was enough, else the seconds after which there will be."""
        with self._lock:
            left, then = self._left.pop(actor, (self._burst, now))
            left = min(self._burst, left + (now - then) * self._per_second)
            enough = left >= cost
            self._left[actor] = (left - cost if enough else left, now)
            while len(self._left) > KEPT:
                self._left.popitem(last=False)
        return 0 if enough else math.ceil((cost - left) / self._per_second)


class Places:
    """Places for requests that wait: so many in all, so many for one participant."""

    def __init__(self, most: int = PLACES, most_each: int = PLACES_EACH) -> None:
        self._most = most
        self._most_each = most_each
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, actor: str) -> bool:
        """Takes a place; False when there is none."""
        with self._lock:
            if self._taken.total() >= self._most or self._taken[actor] >= self._most_each:
                return False
            self._taken[actor] += 1
            return True

    def give_back(self, actor: str) -> None:
        """Frees the place again."""
        with self._lock:
            self._taken[actor] -= 1
            if self._taken[actor] <= 0:
                del self._taken[actor]
