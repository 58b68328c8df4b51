"""Findings as the report tells them: most severe first, the same kind only once where space is dear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from touchmap.domain.rules.finding import SEVERITIES, Finding
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import said

_MOST = 6
SEVERITY_WORDS = {"error": "Must be mended", "warning": "Needs attention", "info": "Worth knowing"}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding; `reference` is where, None when it is about no single touchpoint; `others` more places of its kind."""

    code: str
    severity: str
    sentence: str
    remedy: str
    reference: Reference | None
    others: int = 0


def finding_lines(source: Source, touchpoint: str) -> tuple[tuple[FindingLine, ...], int]:
    """The findings at a touchpoint, most severe first, and how many were left out."""
    found = ordered(f for f in source.findings if f.touchpoint == touchpoint)
    return tuple(line(source, f) for f in found[:_MOST]), max(0, len(found) - _MOST)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Most severe first; within a severity in the order of the rules, which is theirs already."""
    return sorted(findings, key=lambda f: SEVERITIES.index(f.severity))


def kinds(findings: Sequence[Finding]) -> list[tuple[Finding, int]]:
    """The first finding of each code, most severe first, with how many more of that code there are."""
    first: dict[str, list[Finding]] = {}
    for finding in ordered(findings):
        first.setdefault(finding.code, []).append(finding)
    return [(found[0], len(found) - 1) for found in first.values()]


def line(source: Source, finding: Finding, others: int = 0, limit: int = 360) -> FindingLine:
    """One finding as it is printed."""
    known = finding.touchpoint is not None and finding.touchpoint in source.model
    return FindingLine(
        finding.code,
        finding.severity,
        said(finding.sentence, limit),
        said(finding.remedy, limit),
        source.reference(finding.touchpoint) if known and finding.touchpoint else None,
        others,
    )
