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
# Modules that take a quarter of a minute or more, the longest first. A module is one worker's from end to end, with its
# browser and its server: what began last would be waited for by all.
LONGEST = (
    *(
        "web/test_crash",
        "web/test_live_building",
        "web/test_live_wires",
        "web/test_browser",
        "web/test_live_rough",
    ),
    *("web/test_live_access", "web/test_live_room", "web/test_live_trust", "report/test_report_pdf"),
    *("web/test_live_map", "web/test_phone_browser", "web/test_live_panel", "web/test_live_graph"),
    *("web/test_wall_browser", "web/test_whole_workshop", "web/test_room_keys", "web/test_live_drawings"),
    *("cli/test_processes", "services/test_histories", "services/test_editing", "web/test_live_firefox"),
    *(
        "web/test_firefox",
        "web/test_html",
        "web/test_live_later",
        "web/test_live_scribe",
        "web/test_lan_browser",
    ),
    *("web/test_room_browser", "live/test_stream", "report/engine/test_rendered_report", "domain/test_edits"),
    *("web/test_lag", "domain/test_document_roundtrip", "house/test_packaging", "services/test_limits"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules come first, then the others with browsers."""
    places = {ROOT / "tests" / f"{name}.py": place for place, name in enumerate(LONGEST)}
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            places.setdefault(item.path, len(LONGEST))
    items.sort(key=lambda item: places.get(item.path, len(LONGEST) + 1))


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
