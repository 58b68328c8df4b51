"""A progress bar for what takes longer than a second, on a terminal only, on standard error."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WAIT = 1.0  # seconds before anything appears
AGAIN = 0.2  # seconds between two drawings
WIDTH = 28  # characters between the brackets

Tick = Callable[[int, int], None]


@contextmanager
def progress(label: str, *, wait: float = WAIT) -> Iterator[Tick]:
    """Gives a function `tick(done, total)`; work that never calls it is shown by the seconds it takes.

    What was drawn is wiped at the end, whatever happens.
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    began, over, state = time.monotonic(), threading.Event(), [0, 0]

    def tick(done: int, total: int) -> None:
        state[:] = done, total

    def draw() -> None:
        pause = wait
        while not over.wait(pause):
            pause = AGAIN
            sys.stderr.write(f"\r{label} {_bar(*state) if state[1] > 0 else _seconds(began)}")
            sys.stderr.flush()
        if pause == AGAIN:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    drawing = threading.Thread(target=draw, daemon=True)
    drawing.start()
    try:
        yield tick
    finally:
        over.set()
        drawing.join()


def _bar(done: int, total: int) -> str:
    part = min(max(done / total, 0.0), 1.0)
    return f"[{'█' * round(part * WIDTH):<{WIDTH}}] {part:4.0%}"


def _seconds(began: float) -> str:
    return f"… {time.monotonic() - began:.0f} s"
