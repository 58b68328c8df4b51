"""The whole report, part by part, as sections for the engine: what comes in which order, and the contents page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from touchmap.domain.records import Intervention, Journey, Standard, Term
from touchmap.report.content.appendix import evidence_page, glossary, method_page
from touchmap.report.content.causes import causes_page
from touchmap.report.content.colours import StageLook
from touchmap.report.content.cover import cover
from touchmap.report.content.findings import SEVERITY_WORDS, groups
from touchmap.report.content.interventions import commitments_page, interventions_page, priorities_page
from touchmap.report.content.journey_graph import Row, flow_page, graph_pages
from touchmap.report.content.journey_map import map_pages
from touchmap.report.content.notes import notes_blocks
from touchmap.report.content.perceptions import perceptions_page
from touchmap.report.content.rated import rated_page
from touchmap.report.content.registers import standards_register, story_register, vocabulary, waste_register
from touchmap.report.content.rendering import rendered
from touchmap.report.content.session import room_page
from touchmap.report.content.source import Source
from touchmap.report.content.summary import summary
from touchmap.report.content.touchpoint import touchpoint_page
from touchmap.report.content.votes import vote_blocks
from touchmap.report.content.wording import short
from touchmap.report.engine.section import PageName, Section


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents: level 1 or 2, where it leads, and for a touchpoint its number and colours."""

    level: int
    anchor: str
    title: str
    number: str = ""
    look: StageLook | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its lines in the contents; none when it goes on from the part before."""

    section: Section
    entries: tuple[Entry, ...]


#: Height that the contents have on their first page, and that of a line of each level: usual, and set tight; in mm.
_CONTENTS_MM = 230.0
_LINES_MM = {False: (7.3, 4.9), True: (5.75, 4.5)}


def _nearly_fits(entries: Sequence[Entry]) -> bool:
    """Whether the contents run over one page by so little that they fit when set tight."""
    usual, tight = (
        sum(_LINES_MM[way][e.level - 1] * (1 + (len(e.title) > 84)) for e in entries) for way in (False, True)
    )
    return tight <= _CONTENTS_MM < usual


def report_parts(source: Source, rows: Mapping[str, Sequence[Row]]) -> tuple[Section, ...]:
    """Every section of the report in order. `rows` holds each journey's drawn graph, row by row, by journey id."""
    parts = [_part(source, "summary.html", "summary", "Summary", s=summary(source))]
    parts.append(
        _part(source, "reading.html", "reading", "How to read this report", curve=_has_curve(source))
    )
    for journey in source.journeys:
        parts += _journey(source, journey, rows.get(journey.id, ()))
    for make in _PARTS:
        found = make(source)
        if found is not None:
            parts.append(found)
    entries = [entry for part in parts for entry in part.entries]
    first = Section("cover", rendered("cover.html", c=cover(source)), page="cover")
    contents = Section(
        "contents", rendered("contents.html", entries=entries, tight=_nearly_fits(entries)), "Contents"
    )
    return (first, contents, *(part.section for part in parts))


def _part(
    source: Source,
    template: str,
    anchor: str,
    title: str,
    *,
    page: PageName = "portrait",
    level: int = 1,
    **values: object,
) -> Part:
    """A section of its own in the contents; of level 2 when it belongs to the one before."""
    html = rendered(template, w=source.labels, title=title, **values)
    return Part(Section(anchor, html, title, page), (Entry(level, anchor, title),))


def _has_curve(source: Source) -> bool:
    """Whether there is an emotion curve anywhere."""
    return any(t.current.emotion.n for j in source.analysis.journeys for t in j.touchpoints)


def _journey(source: Source, journey: Journey, rows: Sequence[Row]) -> list[Part]:
    """Graph, flow, map, perceptions, then each touchpoint of one journey."""
    parts = []
    for place, page in enumerate(graph_pages(source, journey, rows) if rows else ()):
        html = rendered("graph.html", w=source.labels, g=page, first=place == 0)
        entries = (Entry(1, page.anchor, page.title),) if place == 0 else ()
        parts.append(Part(Section(page.anchor, html, page.title, "landscape"), entries))
    flow = flow_page(source, journey)
    parts.append(_part(source, "flow.html", flow.anchor, flow.title, f=flow))
    for place, sheet in enumerate(map_pages(source, journey)):
        html = rendered("map.html", w=source.labels, m=sheet, first=place == 0)
        entries = (Entry(1, sheet.anchor, sheet.title),) if place == 0 else ()
        parts.append(Part(Section(sheet.anchor, html, sheet.title, "landscape"), entries))
    rated = perceptions_page(source, source.analysis.journey(journey.id))
    if not rated.empty:
        parts.append(_part(source, "perceptions.html", rated.anchor, rated.title, p=rated))
    for place, touchpoint in enumerate(source.model.touchpoints(journey.id)):
        values = touchpoint_page(source, touchpoint)
        at = values.reference
        detail = _detail(source, journey, at.anchor)
        html = rendered(
            "touchpoint.html", w=source.labels, p=values, opens=detail.title if place == 0 else ""
        )
        section = Section(at.anchor, html, f"{at.number} {short(touchpoint.name, 60)}")
        own = Entry(2, at.anchor, at.name, at.number, at.look)
        parts.append(Part(section, (detail, own) if place == 0 else (own,)))
    return parts


def _detail(source: Source, journey: Journey, anchor: str) -> Entry:
    title = f"{source.labels.Many('touchpoint')} in detail"
    return Entry(1, anchor, f"{title}: {short(journey.name, 60)}" if len(source.journeys) > 1 else title)


def _causes(source: Source) -> Part | None:
    if not source.analysis.causes:
        return None
    title = f"Why it happens: {source.labels.many('cause')}"
    return _part(source, "causes.html", "causes", title, c=causes_page(source))


def _interventions(source: Source) -> Part | None:
    if not source.model.all(Intervention):
        return None
    title = f"What will be done: {source.labels.many('intervention')}"
    return _part(source, "interventions.html", "interventions", title, i=interventions_page(source))


def _priorities(source: Source) -> Part | None:
    if not source.analysis.opportunities:
        return None
    return _part(source, "priorities.html", "priorities", "Priorities", p=priorities_page(source))


def _commitments(source: Source) -> Part:
    return _part(
        source,
        "commitments.html",
        "commitments",
        source.labels.Many("commitment"),
        c=commitments_page(source),
    )


def _findings(source: Source) -> Part | None:
    if not source.findings:
        return None
    counts = [
        (SEVERITY_WORDS[s], n) for s in SEVERITY_WORDS if (n := sum(f.severity == s for f in source.findings))
    ]
    return _part(source, "findings.html", "findings", "All findings", groups=groups(source), counts=counts)


def _standards(source: Source) -> Part | None:
    if not source.model.all(Standard):
        return None
    title = f"{source.labels.Many('standard')} and {source.labels.many('measure')}"
    return _part(source, "standards.html", "standards", title, r=standards_register(source))


def _waste(source: Source) -> Part | None:
    register = waste_register(source)
    if not register.pictures and not register.rows:
        return None
    title = f"What {source.labels.many('customer')} would not pay for"
    return _part(source, "waste.html", "waste", title, r=register)


def _stories(source: Source) -> Part | None:
    register = story_register(source)
    if not register.quotes and not register.withheld:
        return None
    return _part(source, "stories.html", "stories", source.labels.Many("story"), r=register)


def _vocabulary(source: Source) -> Part | None:
    if not source.model.all(Term):
        return None
    return _part(
        source, "vocabulary.html", "vocabulary", "The words people use here", terms=vocabulary(source)
    )


def _votes(source: Source) -> Part | None:
    if not source.session.votes:
        return None
    return _part(source, "votes.html", "votes", "How the room voted", level=2, blocks=vote_blocks(source))


def _room(source: Source) -> Part | None:
    """The session; none for an agenda in which nothing was given."""
    if not source.session.held:
        return None
    return _part(source, "room.html", "room", "The room and what it gave", r=room_page(source))


def _notes(source: Source) -> Part | None:
    blocks = notes_blocks(source)
    return (
        _part(source, "notes.html", "notes", "What the room wrote", level=2, blocks=blocks)
        if blocks
        else None
    )


def _rated(source: Source) -> Part | None:
    if not source.session.ratings:
        return None
    return _part(source, "rated.html", "rated", "How each step was rated", level=2, p=rated_page(source))


def _evidence(source: Source) -> Part:
    return _part(source, "evidence.html", "evidence", "What this report rests on", e=evidence_page(source))


def _method(source: Source) -> Part:
    return _part(source, "method.html", "method", "How each figure is made", m=method_page(source))


def _glossary(source: Source) -> Part:
    return _part(source, "glossary.html", "glossary", "Glossary", terms=glossary(source))


_PARTS: tuple[Callable[[Source], Part | None], ...] = (
    _causes, _interventions, _priorities, _votes, _commitments, _findings,
    _standards, _waste, _stories, _vocabulary, _room, _notes, _rated, _evidence, _method, _glossary,
)  # fmt: skip
