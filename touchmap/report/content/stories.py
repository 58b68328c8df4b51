"""Stories as they may be retold: with consent, without the teller's role where that was asked, else only counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from touchmap.domain.records import Story
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import day, said, short

_MOST = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """A story that may be printed, with what may be said about who told it, and where it happened."""

    text: str
    by: str
    reference: Reference


def quotes(
    source: Source, touchpoint: str, most: int = _MOST, limit: int = 420
) -> tuple[tuple[Quote, ...], int]:
    """The stories of a touchpoint that may be retold, and how many may not be."""
    told = source.model.children(Story, touchpoint)
    free = [story for story in told if story.consent in ("yes", "anonymous")]
    return tuple(quote(source, story, limit) for story in free[:most]), len(told) - len(free)


def quote(source: Source, story: Story, limit: int) -> Quote:
    """One story as it may be printed; raises ValueError for one without consent, so that none slips through."""
    if story.consent not in ("yes", "anonymous"):
        raise ValueError(f"story {story.id} has no consent to be retold: count it instead")
    return Quote(said(_unquoted(story.text), limit, lines=5), _by(story), source.reference(story.touchpoint))


def all_quotes(source: Source, limit: int = 600) -> tuple[Quote, ...]:
    """Every story that may be retold, in the order of the journeys."""
    told: Iterable[Story] = (s for t in source.touchpoints for s in source.model.children(Story, t.id))
    return tuple(quote(source, story, limit) for story in told if story.consent in ("yes", "anonymous"))


def _by(story: Story) -> str:
    who = short(story.teller, 60) if story.consent == "yes" and story.teller else "teller not named"
    parts = [
        who,
        short(story.place, 60) if story.consent == "yes" else "",
        day(story.told_on) if story.told_on else "",
    ]
    return ", ".join(part for part in parts if part)


def _unquoted(text: str) -> str:
    """The words without quotation marks around the whole: the report sets its own."""
    bare = text.strip()
    for left, right in (("“", "”"), ('"', '"'), ("„", "“"), ("«", "»")):
        if len(bare) > 1 and bare.startswith(left) and bare.endswith(right) and bare.count(left) <= 2:
            return bare[1:-1].strip()
    return bare
