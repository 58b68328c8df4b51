"""A bar appears after a while, on a terminal only, and leaves nothing behind."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from touchmap.cli.progress import progress


class Screen(io.StringIO):
    """Standard error as a terminal, or not; `drawn` is set at the first drawing."""

    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal
        self.drawn = threading.Event()

    def isatty(self) -> bool:
        return self.terminal

    def flush(self) -> None:
        self.drawn.set()


def _screen(monkeypatch: pytest.MonkeyPatch, *, terminal: bool = True) -> Screen:
    """Put in place inside the test: pytest gives every phase of a test a standard error of its own."""
    screen = Screen(terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def test_a_bar_shows_how_much_is_done_and_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _screen(monkeypatch)
    with progress("Report", wait=0.0) as tick:
        tick(3, 4)
        screen.drawn.clear()
        assert screen.drawn.wait(10)
    assert "Report [█████████████████████       ]  75%" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[2K")


def test_work_that_cannot_tell_is_shown_by_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _screen(monkeypatch)
    with progress("Drawing", wait=0.0):
        assert screen.drawn.wait(10)
    assert screen.getvalue().startswith("\rDrawing … 0 s")


def test_what_is_done_within_a_second_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _screen(monkeypatch)
    with progress("Report") as tick:
        tick(1, 2)
    assert screen.getvalue() == ""


def test_nothing_is_drawn_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _screen(monkeypatch, terminal=False)
    with progress("Report", wait=0.0) as tick:
        tick(1, 2)
        assert not screen.drawn.wait(0.05)
    assert screen.getvalue() == ""


def test_the_bar_is_wiped_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _screen(monkeypatch)

    def work() -> None:
        with progress("Report", wait=0.0):
            assert screen.drawn.wait(10)
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert screen.getvalue().endswith("\x1b[2K")
