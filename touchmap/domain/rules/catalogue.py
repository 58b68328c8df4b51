"""Every rule, and what they find in a workshop: errors first, then by code, the most important of a code first."""

from __future__ import annotations

import datetime as dt

from touchmap.domain.analysis.results import Analysis
from touchmap.domain.model import Model
from touchmap.domain.rules import causes, commitments, evidence, graph, perceptions, rewards, standards, value
from touchmap.domain.rules.finding import SEVERITIES, Finding, Rule
from touchmap.domain.rules.seen import Checker, Seen

CHECKERS: tuple[Checker, ...] = (
    *graph.RULES,
    *standards.RULES,
    *value.RULES,
    *perceptions.RULES,
    *causes.RULES,
    *rewards.RULES,
    *evidence.RULES,
    *commitments.RULES,
)
CATALOGUE: tuple[Rule, ...] = tuple(checker.rule for checker in CHECKERS)

# What a board should read first: what the request missed, what makes figures wrong, then where it hurts most.
_FIRST = (
    "TM507 TM505 TM101 TM105 TM401 TM402 TM211 TM301 TM601 TM404 TM114 TM106 TM803 TM403 TM405 TM502 TM506 TM409 TM801 TM701"
).split()


def check(model: Model, analysis: Analysis, day: dt.date | None = None) -> list[Finding]:
    """What every rule finds, in a fixed order.

    `day` is when dates are judged (is a measure stale, a commitment overdue?); left out, it is the last day of the
    workshop, so that the same workshop gives the same findings whenever it is checked.
    """
    if day is None and model.workshop.days:
        day = max(model.workshop.days)
    seen = Seen(model, analysis, day)
    found = [finding for checker in CHECKERS for finding in checker.findings(seen)]
    return sorted(found, key=lambda finding: (SEVERITIES.index(finding.severity), finding.code))


def headlines(findings: list[Finding], limit: int = 5) -> list[Finding]:
    """The few findings that a board reads: one of a code and at most two of a touchpoint, in order of weight."""
    by_code = {finding.code: finding for finding in reversed(findings)}
    out: list[Finding] = []
    for code in _FIRST:
        found = by_code.get(code)
        if found is not None and sum(found.touchpoint == one.touchpoint is not None for one in out) < 2:
            out.append(found)
    return out[:limit]
