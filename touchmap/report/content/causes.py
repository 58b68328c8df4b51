"""Causes from symptom to root, each root with its kind, what could remove it, and what will."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchmap.domain.records import Cause, Intervention
from touchmap.report.content.evidence import level
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import listed, opening, said, short

_AT_TOUCHPOINT, _IN_TREE = 10, 300


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One cause: its depth below the symptom, whether it is a root, its kind, evidence 1–4, and what answers it."""

    anchor: str
    text: str
    depth: int
    root: bool
    kind: str
    level: int
    evidence: str
    reasons: str
    remedies: str
    answers: tuple[str, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class CausesPage:
    """All causes in tree order, and how many roots there are, are answered, and are a matter of skill."""

    lines: tuple[CauseLine, ...]
    roots: int
    answered: int
    skill: int
    more: int


def cause_lines(
    source: Source, ids: Sequence[str], most: int = _AT_TOUCHPOINT
) -> tuple[tuple[CauseLine, ...], int]:
    """These causes, the uppermost of them at depth 0, and how many were left out."""
    shown = ids[:most]
    top = min((source.analysis.cause(id).depth for id in shown), default=0)
    return tuple(cause_line(source, id, top) for id in shown), max(0, len(ids) - most)


def cause_line(source: Source, id: str, top: int = 0) -> CauseLine:
    """One cause with what is known about it."""
    found, cause = source.analysis.cause(id), source.model.find(Cause, id)
    if cause is None:
        raise KeyError(id)
    answers = [source.model.get(answer) for answer in found.interventions]
    diagnosis = found.diagnosis
    return CauseLine(
        f"cause-{id}",
        said(cause.text, 300),
        min(found.depth - top, 6),
        found.root,
        found.kind or "",
        level(cause.evidence),
        cause.evidence or "assumed",
        opening(" ".join(diagnosis.reasons[-2:]), 220),
        listed(diagnosis.interventions[:3], "or"),
        tuple(short(a.title, 90) for a in answers if isinstance(a, Intervention)),
        source.references(found.touchpoints),
    )


def causes_page(source: Source) -> CausesPage:
    """The whole tree, roots marked."""
    found = source.analysis.causes
    roots = [c for c in found if c.root]
    return CausesPage(
        tuple(cause_line(source, c.id) for c in found[:_IN_TREE]),
        len(roots),
        sum(bool(c.interventions) for c in roots),
        sum(c.kind == "skill" for c in roots),
        max(0, len(found) - _IN_TREE),
    )
