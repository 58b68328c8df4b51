"""Commands on the database: import, list, export, backup and restore."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import click

from touchmap.cli.options import data_option, output_option, place
from touchmap.cli.output import say, write_output
from touchmap.cli.reading import read_content
from touchmap.services import exchange
from touchmap.services.exchange import Clash
from touchmap.store.database import Database, open_database

DONE = {
    "new": "taken in",
    "copied": "taken in beside the one with its id",
    "replaced": "replaced",
    "unchanged": "there already, the same",
    "kept": "there already, left as it was",
}


def opened(data: str | None) -> Database:
    """The database of the data folder in force; use it in a `with`."""
    where = place(data)
    return open_database(where.data, where.config.database_url)


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--if-there",
    "clash",
    type=click.Choice(get_args(Clash)),
    default="copy",
    show_default=True,
    help="When a workshop with this id is there and differs: take in a copy, replace it, or keep it.",
)
@data_option
def take_in(files: tuple[str, ...], clash: Clash, data: str | None) -> None:
    """Take workshop files, or reports that carry their data, into the database.

    Each file is taken in whole or not at all; the same file twice stays one workshop. - is standard input.

    \b
    Example:
      touchmap import workshop.yaml
    """
    read = [read_content(name) for name in files]
    models = [
        exchange.read_bytes(content, name) for content, name in read
    ]  # all readable, or nothing is done
    with opened(data) as database:
        for model in models:
            done = exchange.import_model(database, model, now=dt.datetime.now(dt.UTC), clash=clash)
            say(f"{done.id}: {done.title} ({DONE[done.done]})")


@click.command("list")
@data_option
def listing(data: str | None) -> None:
    """List the workshops in the database, the one changed last first.

    \b
    Example:
      touchmap list
    """
    with opened(data) as database:
        found = exchange.listed(database)
    width = max((len(workshop.id) for workshop in found), default=0)
    for workshop in found:
        changed = workshop.updated.astimezone().strftime("%Y-%m-%d %H:%M")
        say(f"{workshop.id:<{width}}  {changed}  {workshop.touchpoints:>4} touchpoints  {workshop.title}")
    if not found:
        say("There is no workshop yet: touchmap import FILE, or touchmap demo.", error=True)


@click.command()
@click.argument("id")
@output_option("Workshop file to write: .yaml or .json")
@data_option
def export(id: str, target: str, data: str | None) -> None:
    """Write a workshop from the database as a file that holds all of it.

    \b
    Example:
      touchmap export missed-connection -o workshop.yaml
    """
    with opened(data) as database:
        content = exchange.export_file(database, id, exchange.form_of(target))
    write_output(target, content)
