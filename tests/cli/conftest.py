"""Runs a command as a person would, without a process of its own."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from touchmap.cli.entry import run

SMALL = """\
touchmap: 1
workshop: {id: small, title: Small one}
journeys:
  - name: One way
    stages:
      - name: Before
        touchpoints: [{name: Calls us}, {name: Waits}]
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A command's exit status, and what it wrote."""

    status: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def touchmap(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """`touchmap("list", stdin=b"…")`, in an empty folder with a data folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOUCHMAP_DATA", str(tmp_path / "data"))

    def command(*arguments: str, stdin: bytes = b"") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        try:
            status = run(list(arguments))
        except SystemExit as ending:
            status = int(ending.code or 0)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Said(status, out, err)

    return command


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A small workshop file's name, in the folder that commands run in."""
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    return "small.yaml"


@pytest.fixture(scope="session")
def sample(root: Path) -> str:
    """The sample workshop's file."""
    return str(root / "workshops" / "samples" / "missed-connection.yaml")
