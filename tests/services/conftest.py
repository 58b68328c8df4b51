"""A database of the test's own, and a small workshop to put there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from touchmap.domain.model import Model
from touchmap.domain.records import Comment, Person, Workshop
from touchmap.store.database import Database, open_database

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def now() -> dt.datetime:
    """A moment that every test may take for the present."""
    return NOW


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder, not made yet."""
    return tmp_path / "data"


@pytest.fixture
def database(data: Path) -> Iterator[Database]:
    """A new SQLite database in the data folder."""
    with open_database(data) as opened:
        yield opened


@pytest.fixture
def workshop() -> Model:
    """A workshop with a person and a comment on the workshop itself."""
    return Model(
        Workshop(id="w", title="Delays"),
        [Person(id="ana", name="Ana"), Comment(id="c", about="w", text="Good")],
    )
