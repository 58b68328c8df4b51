"""The agendas that a workshop may begin with: half a day and two hours, as fields of steps."""

from __future__ import annotations

from typing import Any

AgendaStep = dict[str, Any]


def _step(minutes: int, kind: str, title: str, instruction: str, **more: Any) -> AgendaStep:
    return {"title": title, "kind": kind, "minutes": minutes, "instruction": instruction} | more


HALF_DAY: tuple[AgendaStep, ...] = (
    _step(10, "scene", "Set the scene", "Word for word as it was put to us. Nobody answers it yet."),
    _step(20, "touchpoints", "Find the Moments of Truth", "Also a contact that should happen and does not."),
    _step(15, "order", "Put them in order", "The facilitator moves them on the map while we talk."),
    _step(
        15,
        "rate",
        "Rate in private, then reveal",
        "Nobody talks until everybody has rated. Then we look at the spread first.",
        scales=["emotion", "personal", "performance", "importance"],
    ),
    _step(20, "current", "What is", "Say how you know it."),
    _step(15, "desired", "What should be", "As the customer would say it, not as the manual does."),
    _step(
        15, "standards", "Standards and measures", "Which promise is missing? Which one does nobody check?"
    ),
    _step(15, "waste", "What nobody would pay for", "One activity a note, with the minutes that it takes."),
    _step(15, "stories", "Stories", "Ask whoever it happened to whether it may be retold."),
    _step(10, "vocabulary", "Our words", "Also the words that we use for customers among ourselves."),
    _step(10, "behaviours", "Behaviours and rewards", "What in fact happens, not what the manual says."),
    _step(20, "causes", "Ask why", "Could they do it if their life depended on it? Then it is not a skill."),
    _step(15, "opportunities", "Proposals", "At the touchpoint that it improves."),
    _step(10, "group", "Group and merge", "The facilitator makes one of what says the same."),
    _step(5, "vote", "Vote", "Nobody sees a number before everybody has voted."),
    _step(10, "priorities", "Impact and effort", "In private; then we talk about where we disagree."),
    _step(
        15, "commitments", "Commit", "An owner, a date and a measure for each, or a plain no and its reason."
    ),
    _step(5, "close", "Close", "We read the commitments out, one after another."),
)
TWO_HOURS: tuple[AgendaStep, ...] = (
    _step(10, "scene", "Set the scene", "Word for word as it was put to us. Nobody answers it yet."),
    _step(15, "touchpoints", "Find the Moments of Truth", "Also a contact that should happen and does not."),
    _step(
        10,
        "rate",
        "Rate in private, then reveal",
        "Nobody talks until everybody has rated. Then we look at the spread first.",
    ),
    _step(20, "current", "What is", "Only the touchpoints where we disagree or that hurt."),
    _step(15, "desired", "What should be", "As the customer would say it, not as the manual does."),
    _step(15, "causes", "Ask why", "Could they do it if their life depended on it? Then it is not a skill."),
    _step(10, "opportunities", "Proposals", "At the touchpoint that it improves."),
    _step(5, "vote", "Vote", "Nobody sees a number before everybody has voted."),
    _step(
        15, "commitments", "Commit", "An owner, a date and a measure for each, or a plain no and its reason."
    ),
    _step(5, "close", "Close", "We read the commitments out, one after another."),
)
AGENDAS: dict[str, tuple[AgendaStep, ...]] = {"half-day": HALF_DAY, "two-hours": TWO_HOURS}
