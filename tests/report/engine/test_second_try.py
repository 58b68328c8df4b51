"""A section that fails for another reason than a limit is laid out once more by WeasyPrint as it comes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Made

from touchmap.report.engine import pool
from touchmap.report.engine.limits import Limits, ReportFailed
from touchmap.report.engine.render import render_report

# A child in which what we changed in WeasyPrint breaks; each child that starts leaves a line.
BROKEN = """
import os, signal
from touchmap.report.engine import child, typeset, tuning

open({log!r}, "a").write("started\\n")

def broken(*_):
    {how}

typeset.{what} = broken
child.main()
"""


def breaking(monkeypatch: pytest.MonkeyPatch, folder: Path, how: str, what: str = "tune") -> Path:
    log = folder / "log"
    (folder / "broken_child.py").write_text(BROKEN.format(log=str(log), how=how, what=what))
    monkeypatch.setattr(pool, "_PACKAGE_ROOT", f"{folder}:{pool._PACKAGE_ROOT}")
    monkeypatch.setattr(pool, "_MODULE", "broken_child")
    return log


@pytest.mark.parametrize(
    "how", ["raise AttributeError('no such function')", "os.kill(os.getpid(), signal.SIGSEGV)"]
)
def test_a_fault_of_what_we_changed_does_not_cost_the_report(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    breaking(monkeypatch, tmp_path, how)
    part = replace(made.document, sections=made.document.sections[:2])
    rendered = render_report(part, limits=Limits(processes=2))
    assert set(rendered.rendered) == {section.key for section in part.sections}
    assert rendered.first_pages == {section.key: at for at, section in enumerate(part.sections, 1)}


def test_a_fault_of_the_section_itself_is_told_after_the_second_try(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = breaking(monkeypatch, tmp_path, "raise AttributeError('no such page')", "read_html")
    part = replace(made.document, sections=made.document.sections[:1])
    with pytest.raises(ReportFailed, match="AttributeError: no such page"):
        render_report(part, limits=Limits(processes=1))
    assert log.read_text().count("started") == 2


def test_a_section_that_reaches_a_limit_is_not_tried_again(
    made: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = breaking(monkeypatch, tmp_path, "raise MemoryError", "read_html")
    part = replace(made.document, sections=made.document.sections[:1])
    with pytest.raises(ReportFailed, match="more memory"):
        render_report(part, limits=Limits(processes=1))
    assert log.read_text().count("started") == 1
