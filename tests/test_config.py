"""Settings come from one table, are typed, and a wrong one is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from touchmap.config import SETTINGS, describe, read_config
from touchmap.errors import WrongUse


def test_without_settings_every_default_holds() -> None:
    config = read_config({"PATH": "/bin"})
    assert (config.host, config.port, config.data, config.database_url) == ("127.0.0.1", 8000, "", "")


def test_a_setting_that_is_empty_or_blank_counts_as_not_set() -> None:
    assert read_config({"TOUCHMAP_PORT": " "}).port == 8000


@pytest.mark.parametrize("text", ["x", "-1", "65536", "8000.5", "٣", "1e3", "9" * 5000])
def test_a_number_out_of_range_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(WrongUse, match=r"TOUCHMAP_PORT is .*0 to 65535"):
        read_config({"TOUCHMAP_PORT": text})


def test_a_misspelt_setting_is_not_ignored() -> None:
    with pytest.raises(WrongUse, match="no setting called TOUCHMAP_PROT"):
        read_config({"TOUCHMAP_PROT": "1"})


def test_a_short_key_and_a_wrong_database_address_are_refused() -> None:
    with pytest.raises(WrongUse, match="too short"):
        read_config({"TOUCHMAP_SECRET_KEY": "secret"})
    with pytest.raises(WrongUse, match="not a database address"):
        read_config({"TOUCHMAP_DATABASE_URL": "here.sqlite3"})


def test_secrets_are_not_shown() -> None:
    shown = [value for _, value, _ in describe({"TOUCHMAP_SECRET_KEY": "k" * 40})]
    assert "k" * 40 not in shown
    assert "(set, not shown)" in shown


def test_nothing_else_in_touchmap_names_a_setting_that_the_table_lacks(root: Path) -> None:
    known = {setting.name for setting in SETTINGS}
    for path in [*(root / "touchmap").rglob("*.py"), root / "README.md"]:
        assert not set(re.findall(r"TOUCHMAP_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8"))) - known, path
