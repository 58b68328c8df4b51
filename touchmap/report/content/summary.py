"""The page a board reads: the request, what was found, what is proposed, what is to be decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from touchmap.domain.analysis.results import JourneyAnalysis
from touchmap.domain.records import Commitment, Intervention
from touchmap.report.charts.palette import PRINT
from touchmap.report.charts.strip import journey_strip
from touchmap.report.content.findings import FindingLine, first_findings
from touchmap.report.content.interventions import declined
from touchmap.report.content.rendering import drawing
from touchmap.report.content.source import Source
from touchmap.report.content.wording import (
    capital,
    day,
    feeling,
    listed,
    minutes,
    opening,
    percent,
    said,
    sample_size,
    short,
)

_TILES = 4
#: Height that a portrait page has for its text.
_PAGE_MM = 249.0
#: From rich to brief: characters of the lead, findings, proposals. The first that fits the page is printed.
_DRAFTS = (
    (340, 5, 4), (340, 4, 4), (340, 4, 3), (240, 4, 3), (240, 3, 3), (160, 3, 3), (160, 3, 2), (90, 3, 2),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    """One large figure with what it says and its n; `tone` is bad, good or empty."""

    figure: str
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """One journey's emotion curve in small, with its caption."""

    picture: Markup
    caption: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that is proposed: kind, who has taken it on, by when."""

    title: str
    anchor: str
    kind: str
    causes: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The one-page summary."""

    lead: str
    request: str
    tiles: tuple[Tile, ...]
    strips: tuple[Strip, ...]
    findings: tuple[FindingLine, ...]
    all_findings: int
    proposals: tuple[Proposal, ...]
    more_proposals: int
    decision: str


def summary(source: Source) -> Summary:
    """The summary of the whole workshop, with as much of it as one page holds."""
    made = [_drafted(source, *sizes) for sizes in _DRAFTS]
    return next((draft for draft in made if height(draft) <= _PAGE_MM), made[-1])


def _drafted(source: Source, lead: int, findings: int, proposals: int) -> Summary:
    workshop = source.model.workshop
    interventions = tuple(i for i in source.model.all(Intervention) if not declined(source, i))
    rated = [j for j in source.analysis.journeys if any(t.current.emotion.n for t in j.touchpoints)]
    return Summary(
        opening(workshop.summary, lead),
        said(workshop.request, 420),
        _tiles(source),
        tuple(_strip(source, j) for j in rated[:2]),
        first_findings(source, findings),
        len(source.findings),
        tuple(_proposal(source, i) for i in _promised_first(source, interventions)[:proposals]),
        max(0, len(interventions) - proposals),
        _decision(source),
    )


def height(page: Summary) -> float:
    """About how many millimetres of paper the summary takes: characters a line and sizes as in the style sheet."""
    total = 12.0 + 30.0 * bool(page.tiles) + 24.0 * len(page.strips)
    if page.request:
        total += 16.5 + 5.3 * _lines(page.request, 84)
    if page.lead:
        total += 3.4 + 5.3 * _lines(page.lead, 86)
    total += 11.0
    for finding in page.findings:
        more = " The same at 99 more places." if finding.others else ""
        total += 2.0 + 4.5 * _lines(f"{finding.title}. {finding.sentence}{more} (page 99)", 92)
    if page.proposals:
        total += 18.0 + sum(2.2 + 4.2 * max(_lines(i.title, 38), _lines(i.owner, 30)) for i in page.proposals)
    return total + 9.0 + 4.9 * _lines(f"Decision asked. {page.decision}", 100)


def _lines(text: str, characters: int) -> int:
    return -(-len(text) // characters)


def _tiles(source: Source) -> tuple[Tile, ...]:
    """The first four figures that the workshop has data for."""
    main = _main(source)
    if main is None:
        return ()
    makers: tuple[Callable[[Source, JourneyAnalysis], Tile | None], ...] = (
        _size_tile, _lost_tile, _waste_tile, _lowest_tile, _standards_tile, _training_tile,
    )  # fmt: skip
    made = [make(source, main) for make in makers]
    return tuple(tile for tile in made if tile)[:_TILES]


def _main(source: Source) -> JourneyAnalysis | None:
    journeys = [j for j in source.analysis.journeys if j.touchpoints]
    return max(journeys, key=lambda j: len(j.touchpoints)) if journeys else None


def _size_tile(source: Source, _: JourneyAnalysis) -> Tile:
    owners = len({t.owner for t in source.touchpoints if t.owner})
    stages = sum(len(source.model.stages(j.id)) for j in source.journeys)
    labels = source.labels
    count = len(source.touchpoints)
    word = labels.one("touchpoint") if count == 1 else labels.many("touchpoint")
    text = f"{word} in {labels.count(stages, 'stage', spell=True)}"
    return Tile(str(count), f"{text}, {owners} owners" if owners > 1 else text)


def _lost_tile(source: Source, journey: JourneyAnalysis) -> Tile | None:
    lost = dict(journey.results).get("lost")
    if lost is None or lost.value is None:
        return None
    assumed = f"; {journey.assumed_shares} of {journey.ways} shares assumed" if journey.assumed_shares else ""
    text = f"of {source.labels.many('customer')} are lost at the end{assumed}{_of(source, journey)}"
    return Tile(percent(lost.value), text, "bad" if lost.value >= 0.1 else "")


def _waste_tile(source: Source, journey: JourneyAnalysis) -> Tile | None:
    spent = journey.weighted
    if not spent.known or spent.lead <= 0 or not spent.classified:
        return None
    share = spent.non_value_added / spent.lead
    text = f"of a {source.labels.one('customer')}’s {minutes(spent.lead)} adds no value ({spent.classified} activities)"
    text += _of(source, journey)
    return Tile(percent(share), text, "bad" if share >= 0.3 else "")


def _of(source: Source, journey: JourneyAnalysis) -> str:
    """Which journey a figure is of, where there are several."""
    return f"; “{short(journey.name, 40)}”" if len(source.journeys) > 1 else ""


def _lowest_tile(source: Source, journey: JourneyAnalysis) -> Tile | None:
    if journey.emotion.lowest is None:
        return None
    worst = source.analysis.touchpoint(journey.emotion.lowest)
    emotion = worst.current.emotion
    tone = "bad" if emotion.median is not None and emotion.median < 0 else ""
    return Tile(
        feeling(emotion.median),
        f"median emotion at “{short(worst.name, 44)}”, {sample_size(emotion.n)}",
        tone,
    )


def _standards_tile(source: Source, _: JourneyAnalysis) -> Tile | None:
    coverage = source.analysis.coverage
    wanted = coverage.standards_exist + coverage.standards_needed
    if not wanted:
        return None
    tone = "bad" if coverage.standards_exist < wanted / 2 else "good"
    return Tile(
        f"{coverage.standards_exist} of {wanted}",
        f"{source.labels.many('standard')} that are needed exist",
        tone,
    )


def _training_tile(source: Source, _: JourneyAnalysis) -> Tile | None:
    puzzle = source.analysis.puzzle
    roots = puzzle.skill_causes + puzzle.other_causes
    return Tile(f"{puzzle.skill_causes} of {roots}", "root causes are a matter of skill") if roots else None


def _strip(source: Source, journey: JourneyAnalysis) -> Strip:
    stages = [source.stage_indexes[t.stage] for t in journey.touchpoints]
    medians = [t.current.emotion.median for t in journey.touchpoints]
    first, last = journey.touchpoints[0], journey.touchpoints[-1]
    raters = max((t.current.emotion.n for t in journey.touchpoints), default=0)
    caption = f"Emotion, medians of up to {raters} ratings, from “{short(first.name, 34)}” to “{short(last.name, 34)}”"
    if len(source.journeys) > 1:
        caption = f"{short(journey.name, 50)}: {caption}"
    picture = journey_strip(caption, stages, medians, width=642, height=74, palette=PRINT, faces=True)
    return Strip(drawing(picture), caption)


def _promised_first(source: Source, interventions: tuple[Intervention, ...]) -> list[Intervention]:
    promised = {k.intervention for k in source.model.all(Commitment) if not k.no_action}
    return sorted(interventions, key=lambda i: i.id not in promised)


def _proposal(source: Source, intervention: Intervention) -> Proposal:
    found = next((k for k in source.model.all(Commitment) if k.intervention == intervention.id), None)
    owner, due = "not taken on yet", ""
    if found and found.no_action:
        owner = "no action"
    elif found:
        owner, due = short(found.owner, 34) or "no owner yet", day(found.due) if found.due else ""
    count = len(intervention.causes)
    causes = source.labels.count(count, "cause") if count else "none named"
    return Proposal(
        short(intervention.title, 64), f"do-{intervention.id}", intervention.type, causes, owner, due
    )


def _decision(source: Source) -> str:
    """What the board is asked, from what the workshop ended with."""
    labels, commitments = source.labels, source.model.all(Commitment)
    promised = [k for k in commitments if not k.no_action]
    complete = [k for k in promised if k.owner and k.due]
    declined = len(commitments) - len(promised)
    taken = {k.intervention for k in commitments}
    free = sum(i.id not in taken for i in source.model.all(Intervention))
    asks = []
    if complete:
        asks.append(f"confirm the {labels.count(len(complete), 'commitment')} that have an owner and a date")
    if len(promised) > len(complete):
        asks.append(f"give {len(promised) - len(complete)} more an owner and a date")
    if free:
        asks.append(f"decide who takes on {labels.count(free, 'intervention')} that nobody has")
    if declined:
        asks.append(
            f"agree that in {declined} case{'s' if declined > 1 else ''} nothing is done, for the reason given"
        )
    if not asks:
        return f"Nothing yet: the workshop has no {labels.many('commitment')}."
    return f"{capital(listed(asks))}."
