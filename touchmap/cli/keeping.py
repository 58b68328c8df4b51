"""Commands on the database: import, list, export, backup and restore."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from pathlib import Path
from typing import get_args

import click

from touchmap.cli.options import WORKSHOP_ENDINGS, data_option, output_option, place
from touchmap.cli.output import STDOUT, require_ending, say, write_output
from touchmap.cli.progress import progress
from touchmap.cli.reading import read_content
from touchmap.services import exchange, keeping
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
    done = []
    with opened(data) as database, progress("Import") as tick:
        for number, model in enumerate(models):
            tick(number, len(models))
            done.append(exchange.import_model(database, model, now=dt.datetime.now(dt.UTC), clash=clash))
    for one in done:
        say(f"{one.id}: {one.title} ({DONE[one.done]})")


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
    require_ending(target, WORKSHOP_ENDINGS, "a workshop file")
    with opened(data) as database:
        content = exchange.export_file(database, id, exchange.form_of(target))
    write_output(target, content)


@click.command("backup")
@output_option("File to write, or a folder: then its name is the date")
@click.option("--force", is_flag=True, help="Replace OUT when it is there already.")
@data_option
def back_up(target: str, force: bool, data: str | None) -> None:
    """Copy the whole database to one file, also while touchmap serves it.

    It holds everything, also what open sessions have not revealed yet, so that they go on from it; of what was
    promised to be nameless nothing in it tells who gave it.

    \b
    Example:
      touchmap backup -o touchmap.backup
    """
    where, now = place(data), dt.datetime.now(dt.UTC)
    if target == STDOUT:
        with tempfile.TemporaryDirectory(prefix="touchmap-backup-") as folder:
            kept = keeping.backup(where.data, Path(folder), now=now, url=where.config.database_url)
            with kept.path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        _say_held(kept)
        return
    with progress("Backup"):
        kept = keeping.backup(
            where.data, Path(target), now=now, url=where.config.database_url, overwrite=force
        )
    say(f"{kept.path}: {_workshops(kept.workshops)}, {kept.size / 1e6:.1f} MB")
    _say_held(kept)


@click.command()
@click.argument("file")
@data_option
def restore(file: str, data: str | None) -> None:
    """Put a backup in the place of the database, which is kept beside it.

    \b
    Example:
      touchmap restore touchmap.backup
    """
    where = place(data)
    now = dt.datetime.now(dt.UTC)
    with progress("Restore"):
        done = keeping.restore(where.data, Path(file), now=now, url=where.config.database_url)
    say(f"{done.path}: {_workshops(done.workshops)}")
    if done.before:
        say(f"What was there before: {done.before}")


def _say_held(kept: keeping.Kept) -> None:
    if kept.held:
        what = (
            "1 note, rating or vote that was"
            if kept.held == 1
            else f"{kept.held} notes, ratings and votes that were"
        )
        say(f"In it: {what} not revealed yet. Keep the file as private as the session.", error=True)


def _workshops(count: int) -> str:
    return "1 workshop" if count == 1 else f"{count} workshops"
