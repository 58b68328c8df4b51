"""Statements with the mark of what they rest on, wherever the report shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchmap.domain.records import EVIDENCE, Statement
from touchmap.report.content.wording import said, short


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: its text, `level` 1 (assumed) to 4 (measured), the level's word, and where it comes from."""

    text: str
    level: int
    evidence: str
    source: str


def lines(statements: Sequence[Statement], most: int, limit: int) -> tuple[tuple[Line, ...], int]:
    """The first `most` statements, texts bounded by `limit`, and how many were left out."""
    made = tuple(
        Line(said(s.text, limit, lines=4), level(s.evidence), s.evidence or EVIDENCE[0], short(s.source, 90))
        for s in statements[:most]
    )
    return made, max(0, len(statements) - most)


def level(evidence: str | None) -> int:
    """1 (assumed, also when nothing is said) to 4 (measured)."""
    return EVIDENCE.index(evidence or EVIDENCE[0]) + 1
