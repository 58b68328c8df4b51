"""A server that is killed loses nothing that it answered or sent; and faults that do lose something are found."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

WRONG = {
    "early": r"is at nowhere",
    "again": r"sent again was answered otherwise|nobody sent it",
    "ahead": r"where the log has|was told to take everything anew",
    "beside": r"heard \d+ after \d+|was told to take everything anew",
    "normal": r"edits were answered before they were on the disk",
}


def crash(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "bench/crash.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=1200, cwd=root)


def test_twenty_kills_lose_nothing_and_answers_wait_for_the_disk(root: Path) -> None:
    done = crash(root, "--kills", "20", "--disk")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "20 edits under strace" in done.stdout
    assert "20 kills" in done.stdout
    assert "0 lost, 0 twice, no gap" in done.stdout


@pytest.mark.parametrize("fault", sorted(WRONG))
def test_a_planted_fault_is_found(root: Path, fault: str) -> None:
    options = ["--kills", "0", "--disk"] if fault == "normal" else ["--kills", "20"]
    done = crash(root, *options, "--fault", fault)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "something is wrong" in done.stdout
    assert any(
        re.search(WRONG[fault], line) for line in done.stdout.splitlines() if line.startswith("WRONG: ")
    )


def test_every_fault_that_can_be_planted_is_looked_for(root: Path) -> None:
    told = re.search(r"--fault \{,([a-z,]+)\}", crash(root, "--help").stdout)
    assert told is not None
    assert set(told[1].split(",")) == set(WRONG)


@pytest.mark.parametrize("options", [["--fault", "other"], ["--kills", "x"]])
def test_wrong_options_are_refused(root: Path, options: list[str]) -> None:
    assert crash(root, *options).returncode == 2
