"""Commands that make something to hand on: graph and report."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import PurePath

import click

from touchmap.cli.options import STDIN, Place, data_option, output_option, place
from touchmap.cli.output import printable, require_ending, write_output
from touchmap.cli.progress import progress
from touchmap.cli.reading import model_of
from touchmap.domain.analysis import Analysis, JourneyAnalysis
from touchmap.domain.analysis import analyse as analyse_model
from touchmap.domain.model import Model
from touchmap.errors import LimitReached, SetupMissing, WrongUse
from touchmap.report.drawing.process import GraphvizFailed
from touchmap.report.engine.limits import ReportFailed
from touchmap.services.drawing import FORMATS, drawn_graph, write_graph
from touchmap.services.reporting import limits_for, make_report


@click.command()
@click.argument("file")
@output_option("File to write: its ending chooses svg, png, dot or graphml")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Instead of OUT's ending.")
@click.option("--journey", metavar="ID", help="Which journey, when there are several; else the first.")
@data_option
def graph(file: str, target: str, form: str | None, journey: str | None, data: str | None) -> None:
    """Draw a journey as a graph: SVG, PNG, DOT or GraphML.

    FILE is a workshop file, - for standard input, or the id of a workshop in the database.

    \b
    Example:
      touchmap graph workshop.yaml -o journey.svg
    """
    chosen = form or PurePath(target).suffix.lstrip(".").lower()
    if chosen not in FORMATS:
        raise WrongUse(
            f"A graph can be written as {', '.join(FORMATS)}.",
            "End the name after -o with one of them, or say --format."
            if target != STDIN
            else "Say --format svg.",
        )
    if file != STDIN and os.path.exists(target) and os.path.exists(file) and os.path.samefile(target, file):
        raise WrongUse(f"{target} is the workshop itself.", "Name another file after -o.")
    try:
        with progress("Graph"):
            model = model_of(file, data)
            analysed = _journey(analyse_model(model), journey)
            content = write_graph(drawn_graph(model, analysed), chosen)
    except GraphvizFailed as error:
        raise SetupMissing(f"Graphviz did not draw it: {error.reason}.", "See `touchmap doctor`.") from error
    write_output(target, content)


@click.command()
@click.argument("file")
@output_option("PDF file to write")
@click.option(
    "--attach-data",
    is_flag=True,
    help="Put the workshop itself into the PDF, to be imported again: names, ratings and stories without consent too.",
)
@data_option
def report(file: str, target: str, attach_data: bool, data: str | None) -> None:
    """Make the PDF report of a workshop.

    FILE is a workshop file, - for standard input, or the id of a workshop in the database.

    \b
    Example:
      touchmap report workshop.yaml -o report.pdf
    """
    require_ending(target, (".pdf",), "a PDF file")
    where = place(data)
    model = model_of(file, data)
    write_output(target, report_of(model, where, attach_data=attach_data))


def report_of(model: Model, where: Place, *, attach_data: bool = False) -> bytes:
    """The PDF, with a progress bar; sections are kept in the data folder when that is already there."""
    config = where.config
    limits = limits_for(config.report_seconds, config.report_mb)
    kept = where.data / "cache" / "report" if where.data.is_dir() else None
    try:
        with progress(f"Report of {printable(model.workshop.title)[:40]}") as tick:
            made = make_report(
                model,
                made_on=dt.date.today(),
                attach_data=attach_data,
                cache_dir=kept,
                progress=tick,
                limits=limits,
            )
    except ReportFailed as error:
        raise LimitReached(str(error), "`touchmap doctor` shows whether something is missing.") from error
    return made.pdf


def _journey(analysis: Analysis, wanted: str | None) -> JourneyAnalysis:
    journeys = analysis.journeys
    if not journeys:
        raise WrongUse(
            "This workshop has no journey yet.", "Add one under journeys: with stages and touchpoints."
        )
    if wanted is None:
        return journeys[0]
    for found in journeys:
        if found.id == wanted:
            return found
    raise WrongUse(
        f"There is no journey {wanted!r}.", f"There are: {', '.join(found.id for found in journeys)}."
    )
