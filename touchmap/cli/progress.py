"""A progress bar for what takes longer than a second, on a terminal only, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WAIT = 1.0  # seconds before a bar appears
WIDTH = 28  # characters between the brackets

Tick = Callable[[int, int], None]


@contextmanager
def progress(label: str, *, clock: Callable[[], float] = time.monotonic) -> Iterator[Tick]:
    """Gives a function `tick(done, total)`; the bar is wiped at the end, whatever happens."""
    started = clock()
    shown = False

    def tick(done: int, total: int) -> None:
        nonlocal shown
        if not sys.stderr.isatty() or clock() - started < WAIT or total <= 0:
            return
        part = min(max(done / total, 0.0), 1.0)
        bar = "█" * round(part * WIDTH)
        sys.stderr.write(f"\r{label} [{bar:<{WIDTH}}] {part:4.0%}")
        sys.stderr.flush()
        shown = True

    try:
        yield tick
    finally:
        if shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
