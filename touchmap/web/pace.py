"""How fast one participant may send: a bucket each, never one for an address, because a whole room shares one."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict

BURST = 600.0  # edits at once, such as an outbox after an hour without a network
PER_SECOND = 40.0
KEPT = 5_000  # buckets


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
