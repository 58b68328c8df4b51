"""What every test may use: the folder of the checkout, and a data folder of its own."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from memory import keep_files_in_memory

# How long one example takes says more about what else the machine does than about the code.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

keep_files_in_memory()

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


SHARES = count()


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings, the data or the files of the person who runs it."""
    for name in [name for name in os.environ if name.startswith("TOUCHMAP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / f"share-{next(SHARES)}"))
