"""What a rule says when it finds something, and how each rule introduces itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One notable thing about a workshop.

    `sentence` states it with its figures, `remedy` what to do about it; both are whole sentences. `record` is the id of
    the record it is about and `place` its path as people read it (`journey › stage › touchpoint › record`), empty for
    the workshop. `records` are further ids that belong to it. `touchpoint` and `journey` say where to show it on the
    map; None when it belongs nowhere there.
    """

    code: str
    severity: Severity
    sentence: str
    remedy: str
    record: str
    place: str = ""
    records: tuple[str, ...] = ()
    touchpoint: str | None = None
    journey: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the catalogue lists it: what it looks for, why that matters, what to do."""

    code: str
    subject: str
    title: str
    severity: Severity
    why: str
    remedy: str
