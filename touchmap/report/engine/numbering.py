"""Which page everything is on: exact for sections already laid out, estimated for the others."""

from __future__ import annotations

import re
from html import unescape

from touchmap.report.engine.markup import anchors_of_slots
from touchmap.report.engine.part import Part
from touchmap.report.engine.section import Section

# From Hebrew on, without punctuation and symbols that text fonts have.
_FAR_SCRIPT = re.compile(r"[\u0590-\u1dff\u2e80-\ufaff\U00010000-\U0010ffff]")
_ID = re.compile(r'\sid="([^"]*)"')


class Numbering:
    """Pages of a report whose sections become known one after the other.

    A section that shows page numbers is laid out with stand-ins of as many digits as the numbers have, so that its lines
    are the final ones; only when a number turns out to have more or fewer digits is it laid out again.
    """

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self._sections = sections
        self._pages: list[int | None] = [None] * len(sections)
        self._offsets: dict[str, int] = {}
        self._home: dict[str, int] = {}
        for at, section in enumerate(sections):
            for anchor in _ID.findall(section.html):
                self._home.setdefault(unescape(anchor), at)
        self.slots = [tuple(dict.fromkeys(anchors_of_slots(section.html))) for section in sections]

    @property
    def complete(self) -> bool:
        """Whether the number of pages of every section is known."""
        return None not in self._pages

    def unknown(self) -> list[int]:
        """Sections of which nothing is known, in the order in which to lay them out.

        First those with many scripts (loading their fonts takes long, so it should not come last), then those without page
        numbers, then those with a few, in the order of the report (the estimates follow it), last lists of page numbers.
        """
        return sorted((at for at, pages in enumerate(self._pages) if pages is None), key=self._urgency)

    def _urgency(self, at: int) -> tuple[bool, bool, int]:
        slots = len(self.slots[at])
        return slots > 3, not _FAR_SCRIPT.search(self._sections[at].html), at if slots else -1

    def learn(self, at: int, pages: int, offsets: dict[str, int]) -> None:
        """Section `at` has so many pages; anchors of its later pages stand so many pages after its first."""
        self._pages[at] = pages
        self._offsets.update(offsets)

    def digits(self, at: int) -> dict[str, int]:
        """How many digits each page number has that section `at` shows."""
        if not self.slots[at]:
            return {}
        starts = self._starts()
        return {
            anchor: len(str(starts[self._home[anchor]] + self._offsets.get(anchor, 0)))
            if anchor in self._home
            else 1
            for anchor in self.slots[at]
        }

    def _starts(self) -> list[int]:
        known = [pages for pages in self._pages if pages is not None]
        usual = sum(known) / len(known) if known else 1.0
        starts, at = [], 1.0
        for pages in self._pages:
            starts.append(round(at))
            at += usual if pages is None else pages
        return starts


def offsets(part: Part) -> dict[str, int]:
    """Anchors that are not on the first page of their section, and how many pages later they are."""
    return {anchor: n for n, page in enumerate(part.pages) if n for anchor in page.anchors}
