"""Rules of the child process: limits hold for a program that hangs, dies, floods or is not there."""

import os
import shutil
import time
from pathlib import Path

import pytest

from touchmap.report.drawing.journey import draw_journey, draw_rows
from touchmap.report.drawing.process import GraphvizFailed, Limits, run

from .journeys import full, long


def put_dot(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A program called dot that does what the script says, first on the path."""
    program = folder / "dot"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def alive(pid: int) -> bool:
    """Whether a process still runs (one that has ended and waits to be collected does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def test_dot_answers() -> None:
    assert b"digraph" in run("dot", "dot", "digraph { a -> b }")


def test_a_dot_that_hangs_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pids"
    put_dot(tmp_path, monkeypatch, f"sleep 60 & echo $! $$ > {pids}; wait")
    start = time.monotonic()
    with pytest.raises(GraphvizFailed, match=r"longer than 0\.5 s") as failure:
        run("dot", "dot", "digraph {}", Limits(seconds=0.5))
    assert failure.value.slow
    assert time.monotonic() - start < 30  # the sleep alone takes 60
    deadline = time.monotonic() + 30
    ids = [int(pid) for pid in pids.read_text().split()]
    while any(alive(pid) for pid in ids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(alive(pid) for pid in ids)


def test_a_dot_that_never_listens_does_not_block_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_dot(tmp_path, monkeypatch, "exec sleep 60")
    with pytest.raises(GraphvizFailed, match="longer than"):
        run("dot", "dot", "x" * 5_000_000, Limits(seconds=0.5))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("kill -SEGV $$", "SIGSEGV"),
        ("exit 3", "status 3"),
        ("exit 0", "said nothing"),
        ("cat /dev/zero", "wrote more than 1 MB"),
    ],
)
def test_a_dot_that_fails_says_how(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_dot(tmp_path, monkeypatch, script)
    with pytest.raises(GraphvizFailed, match=said):
        run("dot", "dot", "digraph {}", Limits(output_mb=1))


def test_a_missing_dot_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GraphvizFailed, match="no-such-dot is not installed"):
        run("no-such-dot", "dot", "digraph {}")


def test_memory_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_dot(tmp_path, monkeypatch, "ulimit -v")
    assert run("dot", "dot", "digraph {}", Limits(memory_mb=300)).split() == [b"307200"]


@pytest.mark.parametrize(
    "script",
    ["exec sleep 60", "kill -SEGV $$", "echo nonsense", "echo '{}'", "exit 1", "printf '\\377\\000'"],
)
def test_when_dot_fails_our_own_layout_takes_over(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_dot(tmp_path, monkeypatch, script)
    limits = Limits(seconds=1)
    drawing = draw_journey(full(), limits=limits)
    assert drawing.engine == "plain"
    assert drawing.trouble
    assert "Be called back" in drawing.svg
    assert all(row.engine == "plain" for row in draw_rows(long(12), limits=limits))


def test_a_row_that_dot_dies_on_does_not_spoil_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Dies on several rows at once, and on the row of the second stage alone; the rest reaches the real dot.
    real = shutil.which("dot")
    given = tmp_path / "given"
    put_dot(
        tmp_path,
        monkeypatch,
        f'cat > {given}; [ $(grep -c digraph {given}) = 1 ] && ! grep -q cluster_1 {given} && {real} "$@" < {given}',
    )
    rows = draw_rows(long(12), per_row=6)
    assert sorted({row.engine for row in rows}) == ["dot", "plain"]
    assert rows[0].trouble == "dot could not lay out every row"
