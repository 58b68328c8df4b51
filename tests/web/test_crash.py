"""A server that is killed loses nothing that it answered; and a fault that does lose something is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def crash(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "bench/crash.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=400, cwd=root)


def test_twenty_kills_lose_nothing(root: Path) -> None:
    done = crash(root, "--kills", "20")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20 kills" in done.stdout
    assert "0 lost, 0 twice, no gap" in done.stdout


def test_an_answer_before_the_commit_is_found(root: Path) -> None:
    done = crash(root, "--kills", "20", "--fault", "early")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "is at nowhere" in done.stdout


@pytest.mark.parametrize("options", [["--fault", "other"], ["--kills", "x"]])
def test_wrong_options_are_refused(root: Path, options: list[str]) -> None:
    assert crash(root, *options).returncode == 2
