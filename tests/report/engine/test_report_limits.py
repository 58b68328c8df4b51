"""A section that would take for ever ends in an error that names it, within its time, and the next report works."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Made

from touchmap.report.engine.cache import Cache
from touchmap.report.engine.limits import Limits, ReportFailed
from touchmap.report.engine.render import render_report
from touchmap.report.engine.section import Section, page_number

SHORT = Limits(processes=1, section_seconds=2, total_seconds=30, cpu_seconds=20, address_space=600_000_000)
FLEX = '<div style="display:flex">' * 14 + "x" + "</div>" * 14
BOMBS = {
    "rows": "<table>" + "<tr><td>a</td><td>b</td></tr>" * 20_000 + "</table>",
    "flex": FLEX,
    "word": f'<div style="width:20mm;overflow-wrap:anywhere">{"x" * 100_000}</div>',
    "columns": '<table><tr><td colspan="1000000">x</td></tr></table>',
    "deep": "<div>" * 3_000 + "x" + "</div>" * 3_000,
}


def processes_of_this_test() -> set[int]:
    children = set()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    if int(file.read().rsplit(")", 1)[1].split()[1]) == os.getpid():
                        children.add(int(entry))
            except OSError:
                continue
    return children


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_ends_in_a_clear_error_in_time(made: Made, kind: str) -> None:
    before = processes_of_this_test()
    # The bomb comes first: on a busy machine a harmless section may need longer than these two seconds.
    document = replace(made.document, sections=(Section(kind, BOMBS[kind]), made.document.sections[0]))
    started = time.monotonic()
    with pytest.raises(ReportFailed, match=f"section “{kind}”") as caught:
        render_report(document, limits=SHORT)
    assert time.monotonic() - started < 15
    assert caught.value.section == kind
    assert caught.value.todo
    assert "Traceback" not in str(caught.value)
    assert processes_of_this_test() == before


def test_the_report_after_a_bomb_works(made: Made) -> None:
    bomb = replace(made.document, sections=(Section("flex", FLEX),))
    with pytest.raises(ReportFailed):
        render_report(bomb, cache=made.cache, limits=replace(SHORT, section_seconds=1.5))
    assert render_report(made.document, cache=made.cache).pdf == made.rendered.pdf


def test_a_section_that_needs_too_much_memory_is_named(made: Made) -> None:
    hungry = replace(made.document, sections=(Section("hungry", "<p>" + "word " * 200_000 + "</p>"),))
    limits = replace(SHORT, address_space=330_000_000, section_seconds=20)
    with pytest.raises(ReportFailed, match="hungry"):
        render_report(hungry, limits=limits)


def test_children_that_grow_are_replaced_and_the_report_is_the_same(made: Made) -> None:
    small = Limits(processes=1, resident=1)
    part = replace(made.document, sections=made.document.sections[:1])
    assert render_report(part, limits=small).pdf == render_report(part).pdf


def test_sections_and_documents_have_a_greatest_length(made: Made) -> None:
    with pytest.raises(ReportFailed, match="the most is 100"):
        render_report(made.document, limits=Limits(section_bytes=100))
    with pytest.raises(ReportFailed, match="more than 1,000"):
        render_report(made.document, limits=Limits(document_bytes=1000))
    with pytest.raises(ReportFailed, match="the most is 3"):
        render_report(made.document, cache=made.cache, limits=Limits(pages=3))


def test_two_sections_of_one_name_and_none_at_all_are_refused(made: Made) -> None:
    with pytest.raises(ReportFailed, match="two sections"):
        render_report(replace(made.document, sections=made.document.sections[:1] * 2))
    with pytest.raises(ReportFailed, match="no sections"):
        render_report(replace(made.document, sections=()))


def test_a_cache_that_cannot_be_written_is_told(made: Made, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    for second in "0123456789abcdef":
        (cache.folder / f"a{second}").write_text("a file where the cache would make a folder")
    with pytest.raises(ReportFailed, match="disk"):
        render_report(made.document, cache=cache)


def test_a_page_number_that_cannot_be_set_names_its_section(made: Made) -> None:
    turned = f'<div style="opacity:.5">{page_number("a")}</div><p id="a">x</p>'
    with pytest.raises(ReportFailed, match=r"section “turned”.*transparent"):
        render_report(replace(made.document, sections=(Section("turned", turned),)))
