"""Findings as the report tells them: most severe first, the same kind only once where space is dear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from touchmap.domain.rules import CATALOGUE, SEVERITIES, Finding, headlines
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import said

#: The rule whose sentences name groups of people.
GROUPS_APART = "TM409"
_MOST = 6
_MOST_OF_A_RULE = 12
SEVERITY_WORDS = {"error": "Must be mended", "warning": "Needs attention", "info": "Worth knowing"}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding; `reference` is where, None when it is about no single touchpoint; `others` more places of its kind."""

    code: str
    severity: str
    title: str
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


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one rule: said once what it looks for and what to do, then each with its place."""

    code: str
    severity: str
    title: str
    why: str
    remedy: str
    lines: tuple[FindingLine, ...]
    more: int


def groups(source: Source) -> tuple[FindingGroup, ...]:
    """Every finding under its rule, in the order that the check gives: errors first, then by code."""
    by_code: dict[str, list[Finding]] = {}
    for finding in ordered(source.findings):
        by_code.setdefault(finding.code, []).append(finding)
    rules = {rule.code: rule for rule in CATALOGUE}
    return tuple(
        FindingGroup(
            code,
            found[0].severity,
            source.labels.retold(rules[code].title),
            source.labels.retold(rules[code].why),
            source.labels.retold(
                said(found[0].remedy, 300) if len({f.remedy for f in found}) == 1 else rules[code].remedy
            ),
            tuple(line(source, f, limit=300) for f in found[:_MOST_OF_A_RULE]),
            max(0, len(found) - _MOST_OF_A_RULE),
        )
        for code, found in by_code.items()
    )


def first_findings(source: Source, most: int) -> tuple[FindingLine, ...]:
    """What a board reads first: one finding of a rule, with how many more of that rule there are."""
    chosen = headlines(list(source.findings), most)
    counts = Counter(f.code for f in source.findings)
    return tuple(line(source, f, counts[f.code] - 1, limit=210) for f in chosen)


def line(source: Source, finding: Finding, others: int = 0, limit: int = 360) -> FindingLine:
    """One finding as it is printed."""
    known = finding.touchpoint is not None and finding.touchpoint in source.model
    return FindingLine(
        finding.code,
        finding.severity,
        source.labels.retold(next((rule.title for rule in CATALOGUE if rule.code == finding.code), "")),
        said(_retold(source, finding), limit),
        said(source.labels.retold(finding.remedy), limit),
        source.reference(finding.touchpoint) if known and finding.touchpoint else None,
        others,
    )


def _retold(source: Source, finding: Finding) -> str:
    # Names of groups stand in this one without quotation marks.
    return finding.sentence if finding.code == GROUPS_APART else source.labels.retold(finding.sentence)
