"""How the room voted, step by step: dots by rank with their voters, by group where that may be told, impact and effort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.figures import Distribution
from touchmap.domain.analysis.perceptions import counts_of
from touchmap.domain.analysis.session import StepResult, VotedOpportunity
from touchmap.domain.records import Opportunity
from touchmap.report.content.marks import histogram, vote_row
from touchmap.report.content.rated import Dots
from touchmap.report.content.session import promise
from touchmap.report.content.source import Reference, Source
from touchmap.report.content.wording import NOTHING, counted, people_counted, sample_size, score, short, voted

_MOST = 200
_MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class VoteLine:
    """One opportunity in one step: its place, dots and voters, its groups, and how impact and effort were rated."""

    rank: str
    title: str
    reference: Reference
    picture: Markup | str
    dots: str
    voters: str
    groups: str
    impact: Dots | None
    effort: Dots | None


@dataclass(frozen=True, slots=True)
class VoteBlock:
    """One step's votes. `dotted` and `weighed` say which of the two there are."""

    anchor: str
    number: int
    title: str
    prompt: str
    summary: str
    note: str
    dotted: bool
    weighed: bool
    lines: tuple[VoteLine, ...]
    more: int


def vote_blocks(source: Source) -> tuple[VoteBlock, ...]:
    """Every step in which there were votes."""
    return tuple(_block(source, step) for step in source.session.steps if step.voted)


def _block(source: Source, result: StepResult) -> VoteBlock:
    dotted = bool(result.dots)
    weighed = any(one.votes.impact.n or one.votes.effort.n for one in result.voted)
    found = result.voted if dotted else _by_ratio(result.voted)
    most = max((one.votes.dots for one in found), default=0)
    return VoteBlock(
        f"voted-{result.step.id}",
        result.number,
        short(result.step.title, 110),
        short(result.ask.prompt, 200),
        _summary(source, result),
        _note(found),
        dotted,
        weighed,
        tuple(_line(source, one, place, most, dotted) for place, one in enumerate(found[:_MOST], 1)),
        max(0, len(found) - _MOST),
    )


def _by_ratio(found: Sequence[VotedOpportunity]) -> Sequence[VotedOpportunity]:
    return sorted(found, key=lambda one: -(one.votes.ratio.value or 0))


def _summary(source: Source, result: StepResult) -> str:
    ask, givers = result.ask, result.givers
    least = "" if givers.exact else "at least "
    parts = []
    if result.dots:
        parts.append(
            f"{counted(result.dots, 'dot')} and {source.labels.count(len(result.voted), 'opportunity')} to choose from"
        )
    if ask.dots:
        parts.append(f"{ask.dots} each, at most {ask.most} on one")
    parts.append(f"{least}{people_counted(givers.people or 0)} took part")
    return f"{'; '.join(parts)}. {promise(ask)}"


def _note(found: Sequence[VotedOpportunity]) -> str:
    parts = []
    if any(one.groups for one in found):
        parts.append(
            "By group: dots, and how many gave them; a group stands there only where it may be shown."
        )
    parts += dict.fromkeys(
        d.privacy for one in found for d in (one.votes.impact, one.votes.effort) if d.privacy
    )
    return " ".join(parts)


def _line(source: Source, one: VotedOpportunity, place: int, most: int, dotted: bool) -> VoteLine:
    votes = one.votes
    record = source.model.get(votes.id)
    title = record.title if isinstance(record, Opportunity) else ""
    drawn = voted(votes.dots, votes.voters)
    return VoteLine(
        str(votes.rank if dotted else place),
        short(title, 120),
        source.reference(votes.touchpoint),
        vote_row(drawn, votes.dots, most) if dotted and votes.dots else "",
        str(votes.dots),
        sample_size(votes.voters) if votes.voters else "",
        _groups(one),
        _weighed("Impact", votes.impact),
        _weighed("Effort", votes.effort),
    )


def _groups(one: VotedOpportunity) -> str:
    return ", ".join(
        f"{short(group.name, 24)} {sum(group.values):g} ({sample_size(group.n)})"
        for group in one.groups[:_MOST_GROUPS]
    )


def _weighed(name: str, one: Distribution) -> Dots | None:
    if one.median is None:
        return None
    counts = tuple(count for _, count in counts_of(one.scale, one.values))
    said = ", ".join(f"{int(one.scale.low) + at}: {count}" for at, count in enumerate(counts))
    groups = ", ".join(f"{short(g.name, 20)} {score(g.median)}" for g in one.groups[:_MOST_GROUPS])
    return Dots(
        histogram(
            f"{name}. How many gave each rating: {said}.", counts, one.median - one.scale.low, max(counts)
        ),
        score(one.median),
        sample_size(one.n),
        f"{score(one.q1)} … {score(one.q3)}",
        NOTHING,
        groups,
    )
