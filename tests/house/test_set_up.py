"""Set-up says exactly what a machine lacks, and does nothing twice."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


def _set_up(root: Path, path: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / "scripts" / "set_up.py"), *arguments],
        env={"PATH": path, "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_a_machine_without_graphviz_and_apt_is_told_what_to_install(root: Path, tmp_path: Path) -> None:
    done = _set_up(root, str(tmp_path), "run")
    assert done.returncode == 1
    assert "graphviz (Debian: graphviz): draws the journey graph" in done.stderr
    assert "apt-get install" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_test_machine_is_told_of_the_browser_too(root: Path, tmp_path: Path) -> None:
    done = _set_up(root, str(tmp_path), "test")
    assert done.returncode == 1
    assert "Chromium or Chrome (Debian: chromium): browser tests" in done.stderr
    assert "Firefox (Debian: firefox-esr): one browser test" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["all"], ["run", "test"]])
def test_other_words_are_refused(root: Path, arguments: list[str]) -> None:
    assert _set_up(root, os.environ["PATH"], *arguments).returncode == 2


def test_make_names_the_python_that_does_not_run(root: Path) -> None:
    done = subprocess.run(
        ["make", "setup", "PYTHON=/no/such/python"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 2
    assert "'/no/such/python' does not run one" in done.stdout


def test_the_lock_file_names_no_download_address(root: Path) -> None:
    assert "resolved" not in (root / "package-lock.json").read_text(encoding="utf-8")


def test_ci_runs_make_test(root: Path) -> None:
    lines = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "exec make test"
    assert os.access(root / ".ci" / "run", os.X_OK)


def test_every_icon_that_pages_name_is_in_the_sprite(root: Path) -> None:
    sprite = (root / "static" / "vendor" / "icons.svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', sprite))
    pages = [*(root / "templates").rglob("*.html"), *(root / "static" / "js").rglob("*.js")]
    named = {name for page in pages for name in _icons(page.read_text(encoding="utf-8"))}
    assert named
    assert not named - drawn


def _icons(text: str) -> list[str]:
    return re.findall(r"icons\.svg[^\"']*#i-([a-z0-9-]+)", text) + re.findall(
        r"\bicon\(\s*[\"']([a-z0-9-]+)[\"']", text
    )
