"""Files appear whole or not at all; text from a workshop cannot touch the terminal."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from touchmap.cli.output import printable, write_output
from touchmap.errors import WrongUse


def test_a_file_is_written_with_the_rights_that_the_person_gives_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_output(str(tmp_path / "a.yaml"), b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "a.yaml").read_bytes() == b"x"
    assert stat.S_IMODE((tmp_path / "a.yaml").stat().st_mode) == 0o640


def test_a_file_that_is_replaced_keeps_its_rights(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes(b"old")
    target.chmod(0o600)
    write_output(str(target), b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_output(str(tmp_path / "link"), b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WrongUse, match="No space left on device"):
        write_output(str(target), b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_output(os.devnull, b"x")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "is a folder"), ("no/such/a.pdf", "there is no folder"), ("a\0b", "could not be written")],
)
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(WrongUse, match=words):
        write_output(f"{tmp_path}/{name}", b"x")


def test_control_characters_are_replaced_and_letters_of_all_scripts_stay() -> None:
    assert printable("a\x1b[31mb\rc\u202ed\te\n") == "a\ufffd[31mb\ufffdc\ufffdd\te\n"
    assert printable("Łódź 日本 שלום 👩‍👩‍👧") == "Łódź 日本 שלום 👩‍👩‍👧"
