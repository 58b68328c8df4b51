"""The doctor names what is missing, how bad that is and how to mend it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from touchmap.services import doctor
from touchmap.store.database import FILE


def _by_name(data: Path) -> dict[str, doctor.Check]:
    return {check.name: check for check in doctor.examine(data)}


def test_a_machine_that_was_set_up_is_healthy(tmp_path: Path) -> None:
    checks = doctor.examine(tmp_path / "data")
    assert doctor.healthy(checks), [check for check in checks if check.state == "missing"]


def test_every_check_that_is_not_fine_says_how_to_mend_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "data").write_bytes(b"")
    checks = doctor.examine(tmp_path / "data")
    wrong = [check for check in checks if check.state != "ok"]
    assert {"Graphviz", "Fonts", "Data folder"} <= {check.name for check in wrong}
    assert all(check.todo for check in wrong)
    assert not doctor.healthy(checks)


def test_a_dot_that_does_not_draw_counts_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dot").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "dot").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _by_name(tmp_path / "data")["Graphviz"].found == "dot is there and does not draw"


def test_pango_that_cannot_be_loaded_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PANGO_QUESTION", "raise SystemExit(1)")
    assert _by_name(tmp_path / "data")["Pango"].state == "missing"


def test_no_harfbuzz_subset_is_poor_and_not_fatal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PANGO_QUESTION", "print('70.0 no')")
    checks = _by_name(tmp_path / "data")
    assert (checks["Pango"].state, checks["HarfBuzz subset"].state) == ("ok", "poor")


@pytest.mark.parametrize("listed", ["icons.svg", "js/map.js"])
def test_pages_without_their_scripts_are_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: str
) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "icons.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "vendor" / "VENDOR.json").write_text(json.dumps([{"file": listed}]), encoding="utf-8")
    monkeypatch.setattr(doctor, "vendor_folder", lambda: tmp_path / "vendor")
    check = _by_name(tmp_path / "data")["Scripts, icons and fonts"]
    assert check.state == "missing"
    assert "js/" in check.found
    assert "make setup" in check.todo


def test_a_damaged_database_is_found_before_anybody_needs_it(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database" * 300)
    check = _by_name(tmp_path)["Database"]
    assert check.state == "missing"
    assert "touchmap restore" in check.todo


def test_a_database_that_may_only_be_read_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE).write_bytes(b"")

    def refused(file: Path) -> str:
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    monkeypatch.setattr(doctor, "_whole", refused)
    check = _by_name(tmp_path)["Database"]
    assert check.state == "missing"
    assert "permissions" in check.todo
    assert "restore" not in check.todo


def test_a_whole_database_is_fine(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / FILE)
    database.execute("create table a (b)")
    database.close()
    assert _by_name(tmp_path)["Database"].state == "ok"


def test_a_database_address_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    checks = {check.name: check for check in doctor.examine(tmp_path, "sqlite://")}
    assert checks["Database"].state == "missing"
    assert "TOUCHMAP_DATABASE_URL" in checks["Database"].found


def test_a_full_disk_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=1000))
    assert _by_name(tmp_path / "not" / "yet")["Free disk"].state == "missing"
