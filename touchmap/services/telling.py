"""Findings and rules as they are told: in the client's own words, with their signs kept together."""

from __future__ import annotations

import re
from dataclasses import replace

from touchmap.domain.rules.finding import Finding, Rule
from touchmap.report.content.findings import GROUPS_APART
from touchmap.report.content.labels import Labels
from touchmap.report.content.wording import THIN

_PERCENT = re.compile(r"(?<=\d) (?=%)")


def retold(labels: Labels, finding: Finding) -> Finding:
    """The finding in the client's words; names of groups, which one rule says without quotation marks, stay."""
    sentence = finding.sentence if finding.code == GROUPS_APART else labels.retold(finding.sentence)
    return replace(finding, sentence=tight(sentence), remedy=tight(labels.retold(finding.remedy)))


def retold_rule(labels: Labels, rule: Rule) -> Rule:
    """The rule in the client's words."""
    return replace(
        rule,
        title=tight(labels.retold(rule.title)),
        why=tight(labels.retold(rule.why)),
        remedy=tight(labels.retold(rule.remedy)),
    )


def tight(sentence: str) -> str:
    """The sentence with narrow spaces that do not break before its percent signs."""
    return _PERCENT.sub(THIN, sentence)
