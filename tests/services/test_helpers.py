"""Helper processes: the same one for the same workshop, never more than allowed, replaced when they die, hang or grow."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from touchmap.services.helpers import Bounds, HelperFailed, Helpers

BESIDE = str(Path(__file__).parent)
MODULE = "busy_helper"


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.02)


def runs(pid: int) -> bool:
    """Whether there is a process with this id that is more than a name waiting to be forgotten."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Helpers]]:
    monkeypatch.setenv("PYTHONPATH", BESIDE)
    made: list[Helpers] = []

    def maker(**bounds: float) -> Helpers:
        made.append(Helpers(MODULE, {"hello": 1}, Bounds(**bounds)))  # type: ignore[arg-type]  # names are its fields
        return made[-1]

    yield maker
    for one in made:
        one.close()


def test_a_helper_hears_the_opening_and_answers_with_values_and_bytes(make: Callable[..., Helpers]) -> None:
    said, body = make().ask({"do": "x"}, bytes(range(256)) * 9_000)
    assert said["opening"]["hello"] == 1
    assert body == (bytes(range(256)) * 9_000)[::-1]


def test_what_is_about_the_same_goes_to_the_same_helper_one_after_another(
    make: Callable[..., Helpers],
) -> None:
    helpers = make(most=3)
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(helpers.ask, {"sleep": 0.05}, about="w") for _ in range(6)]
        assert len({one.result()[0]["pid"] for one in asked}) == 1
    assert len(helpers.processes) == 1


def test_a_whole_room_that_asks_for_the_same_is_served_by_several(make: Callable[..., Helpers]) -> None:
    helpers = make(most=2)
    with ThreadPoolExecutor(30) as pool:
        asked = [pool.submit(helpers.ask, {"sleep": 0.05}, about="w") for _ in range(30)]
        assert len({one.result()[0]["pid"] for one in asked}) == 2


def test_different_things_are_done_at_once_by_no_more_helpers_than_allowed(
    make: Callable[..., Helpers],
) -> None:
    helpers = make(most=2)
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(helpers.ask, {"sleep": 0.4}, about=f"w{n}") for n in range(6)]
        assert len({one.result()[0]["pid"] for one in asked}) == 2
    assert len(helpers.processes) == 2


def test_a_helper_that_does_something_long_holds_nobody_up_while_another_is_free(
    make: Callable[..., Helpers],
) -> None:
    helpers = make(most=2)
    helpers.ask({}, about="w")
    with ThreadPoolExecutor(1) as pool:
        long = pool.submit(helpers.ask, {"sleep": 3})
        until(lambda: len(helpers.processes) == 1)
        time.sleep(0.1)
        began = time.monotonic()
        helpers.ask({}, about="w")
        assert time.monotonic() - began < 2.5
        long.result()


def test_a_helper_that_dies_is_replaced_and_what_may_be_done_again_is(
    make: Callable[..., Helpers], tmp_path: Path
) -> None:
    helpers = make()
    first, _ = helpers.ask({}, about="w")
    second, _ = helpers.ask({"die": str(tmp_path / "once")}, about="w", again=True)
    assert second["pid"] != first["pid"]
    assert not runs(first["pid"])


@pytest.mark.parametrize("way", ["closed", "killed", "died"])
def test_what_a_helper_leaves_among_the_temporary_files_goes_with_it(
    make: Callable[..., Helpers], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    helpers = make(most=1)
    pid = helpers.ask({"litter": True})[0]["pid"]
    assert list(folder.rglob("*/*"))
    if way == "killed":
        os.kill(pid, signal.SIGKILL)
        helpers.ask({}, again=True)
    elif way == "died":
        with pytest.raises(HelperFailed):
            helpers.ask({"die": str(tmp_path / "once")})
    helpers.close()
    assert list(folder.iterdir()) == []


def test_what_must_not_be_done_twice_is_told_as_failed(make: Callable[..., Helpers], tmp_path: Path) -> None:
    helpers = make(most=1)
    with pytest.raises(HelperFailed, match="ended without an answer"):
        helpers.ask({"die": str(tmp_path / "once")})
    helpers.ask({})


def test_whoever_waits_behind_one_who_kills_the_helper_is_served_by_the_next(
    make: Callable[..., Helpers], tmp_path: Path
) -> None:
    helpers = make(most=1)
    helpers.ask({})
    with ThreadPoolExecutor(4) as pool:
        bad = pool.submit(helpers.ask, {"sleep": 0.3, "die": str(tmp_path / "once")})
        time.sleep(0.1)
        others = [pool.submit(helpers.ask, {}, b"ab") for _ in range(3)]
        assert [one.result()[1] for one in others] == [b"ba"] * 3
        with pytest.raises(HelperFailed):
            bad.result()


def test_what_takes_too_long_is_ended_and_said(make: Callable[..., Helpers]) -> None:
    helpers = make(most=1, seconds=0.3)
    helpers.warm()
    time.sleep(1)
    (pid,) = helpers.processes
    began = time.monotonic()
    with pytest.raises(HelperFailed, match="too long"):
        helpers.ask({"sleep": 30})
    assert time.monotonic() - began < 5
    assert not runs(pid)
    helpers.ask({}, seconds=10)


def test_a_helper_that_has_grown_is_replaced(make: Callable[..., Helpers]) -> None:
    helpers = make(resident=1_000)
    first, _ = helpers.ask({"resident": 2_000}, about="w")
    second, _ = helpers.ask({}, about="w")
    assert first["pid"] != second["pid"]


def test_more_than_may_wait_are_turned_away(make: Callable[..., Helpers]) -> None:
    helpers = make(most=1, waiting=2)
    helpers.ask({})
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(helpers.ask, {"sleep": 0.5}) for _ in range(2)]
        time.sleep(0.2)
        with pytest.raises(HelperFailed, match="Too much"):
            helpers.ask({})
        assert all(one.result() for one in asked)


def test_how_far_it_is_is_told_on_the_way(make: Callable[..., Helpers]) -> None:
    seen: list[tuple[int, int]] = []
    make().ask({"steps": 3}, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_one_who_stops_listening_leaves_no_answer_behind_for_the_next(make: Callable[..., Helpers]) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    helpers = make(most=1)
    with pytest.raises(KeyboardInterrupt):
        helpers.ask({"steps": 1}, b"old", progress=stop)
    assert helpers.ask({}, b"new")[1] == b"wen"


def test_closing_ends_every_helper_and_takes_nothing_more(make: Callable[..., Helpers]) -> None:
    helpers = make()
    said, _ = helpers.ask({})
    helpers.close()
    assert not runs(said["pid"])
    with pytest.raises(HelperFailed, match="shutting down"):
        helpers.ask({})


def test_helpers_end_with_the_process_that_started_them(make: Callable[..., Helpers]) -> None:
    code = (
        "import time; from touchmap.services.helpers import Helpers\n"
        f"helpers = Helpers({MODULE!r}, {{}}); print(helpers.ask({{}})[0]['pid'], flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert runs(pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    until(lambda: not runs(pid))
