"""Commands that serve the web map: serve and demo."""

from __future__ import annotations

import datetime as dt
import socket
from dataclasses import asdict

import click

from touchmap.app import create_app, owner_link
from touchmap.cli.making import report_of
from touchmap.cli.options import Place, data_option, place
from touchmap.cli.output import say, write_output
from touchmap.cli.server import address_of, bind, serve
from touchmap.paths import make_data_folder
from touchmap.services import exchange, library
from touchmap.services.helpers import Helpers
from touchmap.store.database import open_database
from touchmap.web.parts import EXTENSION, Parts

SAMPLE = "missed-connection"
HELPER = "touchmap.cli.helper"


@click.command("serve")
@click.option("--host", metavar="HOST", help="Address to listen on; else TOUCHMAP_HOST, else 127.0.0.1.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    help="Port to listen on, 0 for any free one; else TOUCHMAP_PORT, else 8000.",
)
@data_option
def serve_pages(host: str | None, port: int | None, data: str | None) -> None:
    """Serve the web map, and print the link that lets its owner in, once.

    \b
    Example:
      touchmap serve --port 9000
    """
    where = place(data)
    wanted = where.config.port if port is None else port
    _serve(where, bind(host or where.config.host, wanted), host)


@click.command()
@click.option("--no-serve", is_flag=True, help="End after the report.")
@data_option
def demo(no_serve: bool, data: str | None) -> None:
    """Take in the sample workshop, make its report, and serve it as a web map.

    \b
    Example:
      touchmap demo --no-serve
    """
    where = place(data)
    make_data_folder(where.data)
    content, name = library.sample(SAMPLE)
    with open_database(where.data, where.config.database_url) as database:
        now = dt.datetime.now(dt.UTC)
        taken = exchange.import_file(database, content, name, now=now, clash="keep")
        model = exchange.load(database, taken.id)
    say(f"Workshop: {taken.title}")
    target = where.data / f"{taken.id}.pdf"
    write_output(str(target), report_of(model, where))
    say(f"Report:   {target}")
    if not no_serve:
        _serve(where, bind(where.config.host, where.config.port, or_any=True), None)


def _serve(where: Place, listener: socket.socket, host: str | None) -> None:
    """Says where, with the owner's link, and answers until Ctrl+C."""
    hosts = [host] if host else []
    app = create_app(where.config, where.data, hosts=hosts)
    address = address_of(listener)
    link = owner_link(app, address)
    parts: Parts = app.extensions[EXTENSION]
    parts.access.database.close()  # nothing of the database may be open when the server forks
    say(f"Map:      {link}")
    say("          (works once, for whoever opens it first; Ctrl+C stops touchmap)")
    opening = {"config": asdict(where.config), "data": str(where.data), "hosts": hosts}
    # Everything is made in the process that answers, helpers too: their locks are that process's kind.
    serve(
        lambda: create_app(where.config, where.data, hosts=hosts, helpers=Helpers(HELPER, opening)), listener
    )
