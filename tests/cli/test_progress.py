"""A bar appears after a second, on a terminal only, and leaves nothing behind."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest

from touchmap.cli.progress import progress


class Screen(io.StringIO):
    """Standard error as a terminal, or not."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def _clock(*times: float) -> Callable[[], float]:
    left = list(times)
    return lambda: left.pop(0)


@pytest.mark.parametrize(
    ("terminal", "seconds", "shown"), [(True, 2.0, True), (True, 0.5, False), (False, 9.0, False)]
)
def test_when_a_bar_is_shown(
    terminal: bool, seconds: float, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen(terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("Report", clock=_clock(0.0, seconds)) as tick:
        tick(3, 4)
    assert ("Report [" in screen.getvalue()) is shown
    assert ("75%" in screen.getvalue()) is shown
    assert screen.getvalue().endswith("\x1b[2K") is shown


def test_the_bar_is_wiped_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(True)
    monkeypatch.setattr(sys, "stderr", screen)

    def work() -> None:
        with progress("Report", clock=_clock(0.0, 5.0)) as tick:
            tick(1, 2)
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert screen.getvalue().endswith("\x1b[2K")
