"""How much a report may cost before it is given up, and what it answers then."""

from __future__ import annotations

import os
from dataclasses import dataclass

from touchmap.errors import TouchmapError


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one report. Seconds are wall-clock unless said otherwise; memory is in bytes.

    processes: child processes that render at the same time.
    section_seconds: one section may take this long before its child is killed.
    total_seconds: the whole report may take this long.
    cpu_seconds: CPU time of one child over its life (a kernel limit, behind the two above).
    address_space: virtual memory of one child (a kernel limit; about 2.5 times what it really uses).
    resident: a child that has grown beyond this is replaced by a fresh one between two sections.
    section_bytes: HTML of one section. document_bytes: HTML of all sections. pages: of the finished report.
    """

    processes: int = max(1, min(os.cpu_count() or 1, 4))
    section_seconds: float = 30.0
    total_seconds: float = 300.0
    cpu_seconds: int = 240
    address_space: int = 1_000_000_000
    resident: int = 200_000_000
    section_bytes: int = 2_000_000
    document_bytes: int = 40_000_000
    pages: int = 5_000


class ReportFailed(TouchmapError):
    """The report could not be made; says which section, why, and what to do. Never carries a traceback to a reader."""

    code = "TE610"

    def __init__(self, what: str, *, section: str = "", todo: str = "") -> None:
        self.section = section
        where = f"section “{section}”: " if section else ""
        super().__init__(f"The report could not be made: {where}{what}", todo)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished report.

    pages: number of pages. first_pages: section key → its first page, from 1. warnings: what the style sheet or HTML
    asked for and WeasyPrint could not do; empty in a healthy report. rendered: keys of the sections that were laid
    out anew (the others came from the cache).
    """

    pdf: bytes
    pages: int
    first_pages: dict[str, int]
    warnings: tuple[str, ...]
    rendered: tuple[str, ...]
