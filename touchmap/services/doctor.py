"""Looks at the machine: is everything there that touchmap needs, and how is it mended when not."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from touchmap.errors import TouchmapError
from touchmap.paths import make_data_folder, templates_folder, vendor_folder, workshops_folder
from touchmap.store.database import open_database, sqlite_file
from touchmap.store.trouble import explained

State = Literal["ok", "poor", "missing"]

# Asked in a child process: a library that fails to load must not take the doctor with it.
PANGO_QUESTION = (
    "import weasyprint; from weasyprint.text import ffi; "
    "print(weasyprint.__version__, 'yes' if ffi.harfbuzz_subset is not None else 'no')"
)
SCRIPTS = (
    ("ja", "Japanese", "fonts-noto-cjk"),
    ("ar", "Arabic", "fonts-noto-core"),
    ("und-zsye", "emoji", ""),
)
EMOJI_PACKAGE = "fonts-noto-color-emoji"
ROOM_NEEDED = 200_000_000  # bytes: a large report with its sections and a backup of the database
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `ok`; `poor`: touchmap works, less well; `missing`: something will not work."""

    name: str
    state: State
    found: str
    todo: str = ""


def examine(data: Path, database_url: str = "") -> list[Check]:
    """All checks for this machine, with `data` as the data folder (made when absent).

    `database_url` is the setting TOUCHMAP_DATABASE_URL, empty for SQLite in the data folder.
    """
    return [
        _python(),
        _dot(),
        *_pango(),
        *_fonts(),
        _vendor(),
        _shipped(),
        _folder(data),
        _database(data, database_url),
        _room(data),
    ]


def healthy(checks: list[Check]) -> bool:
    """Whether nothing needed is missing."""
    return all(check.state != "missing" for check in checks)


def _python() -> Check:
    return Check("Python", "ok", ".".join(str(part) for part in sys.version_info[:3]))


def _dot() -> Check:
    mend = "Install Graphviz: apt-get install graphviz (dnf, brew: graphviz)."
    if not shutil.which("dot"):
        return Check("Graphviz", "missing", "no dot on the PATH", mend)
    done = _ask(["dot", "-Tsvg"], "digraph { a -> b }")
    if done is None or "<svg" not in done:
        return Check("Graphviz", "missing", "dot is there and does not draw", mend)
    return Check("Graphviz", "ok", shutil.which("dot") or "")


def _pango() -> list[Check]:
    said = (_ask([sys.executable, "-c", PANGO_QUESTION]) or "").split()
    if len(said) != 2:
        mend = "Install Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 (dnf, brew: pango)."
        return [Check("Pango", "missing", "WeasyPrint cannot be loaded", mend)]
    checks = [Check("Pango", "ok", f"WeasyPrint {said[0]}")]
    if said[1] == "yes":
        return [*checks, Check("HarfBuzz subset", "ok", "found")]
    mend = "Reports are slower without it: apt-get install libharfbuzz-subset0."
    return [*checks, Check("HarfBuzz subset", "poor", "not found", mend)]


def _fonts() -> list[Check]:
    if not shutil.which("fc-list"):
        mend = "Install fontconfig and fonts: apt-get install fontconfig fonts-dejavu-core fonts-noto-core."
        return [Check("Fonts", "poor", "no fc-list on the PATH", mend)]
    checks = []
    for language, script, package in SCRIPTS:
        families = (_ask(["fc-list", f":lang={language}", "family"]) or "").strip().splitlines()
        name = f"Font for {script}"
        if families:
            checks.append(Check(name, "ok", families[0].split(",")[0]))
        else:
            mend = f"Such text prints as empty boxes: apt-get install {package or EMOJI_PACKAGE}."
            checks.append(Check(name, "poor", "none", mend))
    return checks


def _vendor() -> Check:
    mend = "Run make setup in the checkout, or install touchmap from a wheel made by make wheel."
    name = "Scripts, icons and fonts"
    listing = vendor_folder() / "VENDOR.json"
    try:
        files = [str(row["file"]) for row in json.loads(listing.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError):
        return Check(name, "missing", f"{listing.parent} is not there", mend)
    gone = [file for file in files if not (listing.parent / file).is_file()]
    if not any(file.startswith("js/") for file in files):
        gone = ["js/ (the pages' scripts)"]
    if gone:
        return Check(name, "missing", f"{gone[0]} is not there", mend)
    return Check(name, "ok", f"{len(files)} files")


def _shipped() -> Check:
    try:
        folders = [templates_folder(), workshops_folder()]
    except TouchmapError as error:
        return Check("Templates, workshops", "missing", error.what, error.todo)
    return Check("Templates, workshops", "ok", str(folders[0].parent))


def _folder(data: Path) -> Check:
    try:
        make_data_folder(data)
    except TouchmapError as error:
        return Check("Data folder", "missing", error.what, error.todo)
    return Check("Data folder", "ok", str(data))


def _database(data: Path, database_url: str) -> Check:
    try:
        file = sqlite_file(data, database_url)
        if file is None:
            open_database(data, database_url).close()
            return Check("Database", "ok", "the one in TOUCHMAP_DATABASE_URL answers")
        if not file.exists():
            return Check("Database", "ok", "none yet; the first command that needs it makes it")
        answer = _whole(file)
    except TouchmapError as error:
        return Check("Database", "missing", error.what, error.todo)
    except sqlite3.Error as error:
        trouble = explained(error)  # a folder that may only be read is not a damaged database
        if trouble is not None:
            return Check("Database", "missing", f"{file}: {trouble.what}", trouble.todo)
        answer = str(error)
    if answer != "ok":
        mend = "Stop touchmap and bring back a backup: touchmap restore FILE."
        return Check("Database", "missing", f"{file} is damaged: {answer}", mend)
    return Check("Database", "ok", str(file))


def _whole(file: Path) -> str:
    """SQLite's own answer to whether the file is intact, `ok` if so; the file is not changed."""
    database = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=5)
    try:
        return str(database.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        database.close()


def _room(data: Path) -> Check:
    folder = data
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB"
    if free < ROOM_NEEDED:
        return Check("Free disk", "missing", found, f"Make room on the disk of {folder}: 0.2 GB are needed.")
    return Check("Free disk", "ok", found)


def _ask(command: list[str], text: str = "") -> str | None:
    """What a program says to `text`, or None when it cannot be run, fails, or takes more than a minute."""
    try:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
