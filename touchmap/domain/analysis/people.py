"""Behaviours, evidence and consent: what holds people back, what the map rests on, what may be retold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from touchmap.domain.analysis.results import BehaviourAnalysis, Consent, Evidence
from touchmap.domain.records import Behaviour, Cause, Statement, Story

CONSEQUENCE_SCORES = {"rewarded": 1, "ignored": 0, "punished": -1}


def behaviour(record: Behaviour) -> BehaviourAnalysis:
    """What holds one behaviour back, and whether rewards point the right way."""
    ability, motivation = record.ability, record.motivation
    constraint = level = None
    if ability is not None and motivation is not None:
        constraint = "ability" if ability < motivation else "motivation" if motivation < ability else "both"
        level = min(ability, motivation)
    desired = CONSEQUENCE_SCORES.get(record.desired_consequence or "")
    opposite = CONSEQUENCE_SCORES.get(record.opposite_consequence or "")
    return BehaviourAnalysis(
        id=record.id,
        touchpoint=record.touchpoint,
        constraint=constraint,
        level=level,
        obstacle=level is not None and record.opportunity is not None and record.opportunity < level,
        desired_score=desired,
        opposite_score=opposite,
        misaligned=None if desired is None or opposite is None else opposite >= desired,
    )


def evidence(records: Iterable[Statement | Cause]) -> Evidence:
    """How many records rest on what; evidence that was left out counts as assumed."""
    counts = Counter(record.evidence or "assumed" for record in records)
    return Evidence(counts["assumed"], counts["staff story"], counts["customer story"], counts["measured"])


def consent(stories: Iterable[Story]) -> Consent:
    """Stories by whether they may be retold; consent that was left out counts as no."""
    counts = Counter(story.consent or "no" for story in stories)
    return Consent(counts["yes"], counts["anonymous"], counts["no"])
