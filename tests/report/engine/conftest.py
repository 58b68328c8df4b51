"""One finished report for all tests of the engine that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from sample_report import report

from touchmap.report.engine.cache import Cache
from touchmap.report.engine.limits import Rendered
from touchmap.report.engine.render import render_report
from touchmap.report.engine.section import Document


@dataclass(frozen=True)
class Made:
    """A report, what it was made from, and where it lies."""

    document: Document
    rendered: Rendered
    path: Path
    cache: Cache


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("report")
    document = report(8)
    cache = Cache(folder / "cache")
    rendered = render_report(document, cache=cache)
    path = folder / "report.pdf"
    path.write_bytes(rendered.pdf)
    return Made(document, rendered, path, cache)


@pytest.fixture(scope="session")
def opened(made: Made) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(made.path) as pdf:
        yield pdf
