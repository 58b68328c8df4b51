"""Findings: what is notable about a workshop, where, why and what to do; `check(model, analysis)` gives them."""

from __future__ import annotations

from touchmap.domain.rules.catalogue import CATALOGUE, check, headlines
from touchmap.domain.rules.finding import SEVERITIES, Finding, Rule, Severity

__all__ = ["CATALOGUE", "SEVERITIES", "Finding", "Rule", "Severity", "check", "headlines"]
