"""From a workshop to its PDF report: figures and findings, the words and pictures, then the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from touchmap.domain.analysis import Analysis, JourneyAnalysis, analyse
from touchmap.domain.model import Model
from touchmap.domain.rules import check
from touchmap.formats import workshop_file
from touchmap.paths import static_folder, vendor_folder
from touchmap.report.charts.palette import PRINT
from touchmap.report.content.journey_graph import LANDSCAPE_PX, Row, fill_width
from touchmap.report.content.sections import report_parts
from touchmap.report.content.source import Source
from touchmap.report.content.wording import capital, short
from touchmap.report.drawing.journey import draw_rows
from touchmap.report.drawing.legend import entries, legend
from touchmap.report.engine.cache import Cache
from touchmap.report.engine.limits import Limits, Rendered
from touchmap.report.engine.render import render_report
from touchmap.report.engine.section import Attachment, Document, Section
from touchmap.services.drawing import drawn_graph, node_link

Progress = Callable[[int, int], None]

#: The shipped fonts that the style sheet names; nothing else can be loaded.
FONTS = (
    "SourceSans3-Regular.ttf",
    "SourceSans3-SemiBold.ttf",
    "SourceSans3-Italic.ttf",
    "SourceSerif4-Regular.ttf",
    "SourceSerif4-SemiBold.ttf",
    "SourceSerif4-Italic.ttf",
)
DATA_NAME = "workshop.touchmap.json"


def make_report(
    model: Model,
    *,
    made_on: dt.date,
    attach_data: bool = False,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Rendered:
    """The report of a workshop as a tagged PDF; the same workshop and day give the same bytes.

    `attach_data` puts the workshop file itself into the PDF. `cache_dir` keeps finished sections, so that a report after
    an edit lays out only what changed. `progress` is called with (sections done, sections in all). Raises ReportFailed.
    """
    made = report_document(model, made_on=made_on, attach_data=attach_data)
    cache = Cache(cache_dir) if cache_dir is not None else None
    return render_report(made, cache=cache, limits=limits, progress=progress)


def limits_for(seconds: int, megabytes: int) -> Limits:
    """The engine's limits from the two settings: time of the whole report, real memory of each of its processes.

    A process is replaced at two thirds of its memory, and the kernel stops it at the address space that so much real
    memory comes with.
    """
    memory = megabytes * 1_000_000
    return Limits(total_seconds=float(seconds), resident=memory * 2 // 3, address_space=memory * 10 // 3)


def report_document(model: Model, *, made_on: dt.date, attach_data: bool = False) -> Document:
    """What the engine makes the PDF from: sections, style sheet, fonts, titles."""
    workshop = model.workshop
    source = _source(model, made_on)
    labels = source.labels
    title = short(workshop.title, 200)
    client = short(workshop.client, 40)
    return Document(
        sections=_sections(source),
        css=(static_folder() / "css" / "report.css").read_text("utf-8"),
        title=f"{title} – {labels.one('customer')} {labels.one('journey')} report",
        language=workshop.language or "en",
        created=dt.datetime.combine(made_on, dt.time(12), dt.UTC),
        author=client or "touchmap",
        subject=capital(f"{labels.one('customer')} {labels.one('journey')} workshop report"),
        keywords=(labels.one("journey"), labels.one("touchpoint"), "touchmap"),
        brand=client,
        footer=short(workshop.title, 70),
        assets={f"fonts/{name}": (vendor_folder() / "fonts" / name).read_bytes() for name in FONTS},
        attachments=(_data(model),) if attach_data else (),
    )


def report_sections(model: Model, *, made_on: dt.date) -> tuple[Section, ...]:
    """The report's sections in order, before anything is laid out."""
    return _sections(_source(model, made_on))


def _source(model: Model, made_on: dt.date) -> Source:
    analysis: Analysis = analyse(model)
    return Source(model, analysis, tuple(check(model, analysis)), made_on)


def _sections(source: Source) -> tuple[Section, ...]:
    rows = {
        journey.id: graph_rows(source, source.analysis.journey(journey.id)) for journey in source.journeys
    }
    return report_parts(source, rows)


def graph_rows(source: Source, journey: JourneyAnalysis) -> tuple[Row, ...]:
    """The journey's graph as rows for landscape paper, the legend last."""
    graph = drawn_graph(source.model, journey)
    nodes = tuple(replace(node, number=source.reference(node.key).number) for node in graph.nodes)
    graph = replace(graph, nodes=nodes)
    drawn = draw_rows(graph, palette=PRINT, width=LANDSCAPE_PX, link=node_link)
    meanings = entries(graph, rows=len(drawn) > 1)
    keys = []
    if meanings:
        said = "What lines and marks mean: " + ", ".join(entry.words for entry in meanings)
        keys.append(Row(legend(said, meanings, width=LANDSCAPE_PX, palette=PRINT), LANDSCAPE_PX, 48))
    return tuple(fill_width([Row(row.svg, row.width, row.height) for row in drawn], keys))


def _data(model: Model) -> Attachment:
    content = workshop_file.write(model, DATA_NAME)
    return Attachment(
        DATA_NAME, "application/json", content, "The workshop as a touchmap file; it can be imported again."
    )
