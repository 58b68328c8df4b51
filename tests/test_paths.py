"""Shipped folders are found, and the data folder is the one that was named first."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from touchmap.errors import SetupMissing, WrongUse
from touchmap.paths import data_folder, make_data_folder, shipped


def test_shipped_folders_are_found_beside_the_package_in_a_checkout(root: Path) -> None:
    assert shipped("templates") == root / "templates"


def test_a_broken_installation_is_said() -> None:
    with pytest.raises(SetupMissing, match="Install touchmap again"):
        shipped("no-such-folder")


def test_an_argument_goes_before_the_setting_and_that_before_the_users_own(tmp_path: Path) -> None:
    assert data_folder(tmp_path / "a", str(tmp_path / "b")) == tmp_path / "a"
    assert data_folder(None, str(tmp_path / "b")) == tmp_path / "b"
    assert data_folder(None) == Path(os.environ["XDG_DATA_HOME"]) / "touchmap"


def test_the_home_sign_and_relative_names_become_absolute(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert data_folder("~/maps") == tmp_path / "maps"
    assert data_folder("maps/../maps") == tmp_path / "maps"


def test_the_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    made = make_data_folder(tmp_path / "x" / "y")
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_file_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(WrongUse, match="is a file"):
        make_data_folder(tmp_path / "taken")
    with pytest.raises(SetupMissing, match="cannot be made"):
        make_data_folder(tmp_path / "taken" / "below")


def test_a_name_with_nul_is_refused() -> None:
    with pytest.raises(WrongUse, match="NUL"):
        data_folder("a\0b")
