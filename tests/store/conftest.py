"""An open database in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from touchmap.store.database import Database, open_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new SQLite database; writers give up after half a second."""
    with open_database(tmp_path / "data", busy_seconds=0.5) as opened:
        yield opened
