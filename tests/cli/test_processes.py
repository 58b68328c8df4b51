"""The command as a process: pipes that close, disks that are full, Ctrl+C, and the server behind the owner's link."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "touchmap"]


def _surroundings(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "TOUCHMAP_DATA": str(tmp_path / "data"), "PYTHONUNBUFFERED": "1"}


def test_a_reader_who_has_had_enough_is_no_error_to_talk_about(sample: str, tmp_path: Path) -> None:
    command = " ".join(COMMAND)
    done = subprocess.run(
        ["bash", "-c", f"{command} analyse {sample} --format json | head -c 10; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        env=_surroundings(tmp_path),
        timeout=180,
        check=False,
    )
    assert (done.returncode, done.stderr, len(done.stdout)) == (141, "", 10)


def test_a_report_leaves_nothing_among_the_temporary_files(sample: str, tmp_path: Path) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    subprocess.run(
        [*COMMAND, "report", sample, "-o", str(tmp_path / "report.pdf")],
        env={**_surroundings(tmp_path), "TMPDIR": str(folder)},
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("arguments", [["schema"], ["config"], ["--help"]])
def test_a_full_disk_behind_standard_output_is_said(arguments: list[str], tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=_surroundings(tmp_path),
            timeout=180,
            check=False,
        )
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_terminal_that_knows_only_ascii_still_gets_its_answer(sample: str, tmp_path: Path) -> None:
    surroundings = {**_surroundings(tmp_path), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [*COMMAND, "analyse", sample], capture_output=True, env=surroundings, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr
    assert b"Most likely way" in done.stdout


def test_the_demo_a_second_time_is_the_same_workshop_and_serves_on_a_free_port(tmp_path: Path) -> None:
    surroundings = _surroundings(tmp_path)
    first = subprocess.run(
        [*COMMAND, "demo", "--no-serve"],
        capture_output=True,
        text=True,
        env=surroundings,
        timeout=300,
        check=False,
    )
    assert first.returncode == 0, first.stderr
    assert str(tmp_path / "data" / "missed-connection.pdf") in first.stdout
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        surroundings["TOUCHMAP_PORT"] = str(taken.getsockname()[1])
        server = subprocess.Popen(
            [*COMMAND, "demo"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=surroundings,
            start_new_session=True,
        )
        try:
            link = _link(server)
            assert f":{surroundings['TOUCHMAP_PORT']}/" not in link
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
            with opener.open(link, timeout=180) as answer:
                page = answer.read().decode()
            assert page.count("Missed connection at the hub") >= 1
            stranger = urllib.request.build_opener()
            with pytest.raises(urllib.error.HTTPError, match="403"):
                stranger.open(link, timeout=180)
        finally:
            os.killpg(server.pid, signal.SIGINT)
            _, errors = server.communicate(timeout=180)
    assert server.returncode == 0
    assert "Traceback" not in errors
    listed = subprocess.run(
        [*COMMAND, "list"], capture_output=True, text=True, env=surroundings, timeout=180, check=False
    )
    assert len(listed.stdout.splitlines()) == 1


def _link(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        found = re.search(r"http://\S+/enter/\S+", line)
        if found:
            return found[0]
    raise AssertionError(server.communicate()[1])


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Processes begun here hear Ctrl+C also where the tests run in the background, whose processes ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_during_a_report_leaves_nothing_half_written(sample: str, tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    (tmp_path / "data").mkdir()
    making = subprocess.Popen(
        [*COMMAND, "report", sample, "-o", str(target)],
        stderr=subprocess.PIPE,
        text=True,
        env=_surroundings(tmp_path),
        start_new_session=True,
    )
    until = time.monotonic() + 60
    while not (tmp_path / "data" / "cache").exists():
        assert making.poll() is None, "the report has ended before it was begun"
        assert time.monotonic() < until, "the report was not begun in time"
        time.sleep(0.02)
    os.killpg(making.pid, signal.SIGINT)
    _, errors = making.communicate(timeout=180)
    assert making.returncode == 130
    assert "Stopped." in errors
    assert "Traceback" not in errors
    assert list(tmp_path.glob("*.pdf")) == []
    assert list(tmp_path.glob(".touchmap-*")) == []
