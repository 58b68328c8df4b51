"""Commands that serve the web map: serve and demo."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, TypeVar

import click

from touchmap.app import create_app, owner_link
from touchmap.cli import lan
from touchmap.cli.making import report_of
from touchmap.cli.options import Place, data_option, place
from touchmap.cli.output import say, write_output
from touchmap.cli.server import address_of, bind, serve
from touchmap.paths import make_data_folder
from touchmap.services import exchange, library, network
from touchmap.services.helpers import Helpers
from touchmap.store.database import open_database
from touchmap.web.parts import EXTENSION, Parts

SAMPLE = "missed-connection"
HELPER = "touchmap.cli.helper"
Command = TypeVar("Command", bound=Callable[..., Any])


def lan_option(command: Command) -> Command:
    """`--lan`, alone or with the address that phones shall use."""
    return click.option(
        "--lan",
        "lan_wanted",
        is_flag=False,
        flag_value=network.FOUND,
        metavar="[ADDRESS]",
        help="Let phones in the same network in; with ADDRESS under that address or name, else under the likeliest one.",
    )(command)


@click.command("serve")
@click.option("--host", metavar="HOST", help="Address to listen on; else TOUCHMAP_HOST, else 127.0.0.1.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    help="Port to listen on, 0 for any free one; else TOUCHMAP_PORT, else 8000.",
)
@lan_option
@data_option
def serve_pages(host: str | None, port: int | None, lan_wanted: str | None, data: str | None) -> None:
    """Serve the web map, and print the link that lets its owner in, once.

    \b
    Examples:
      touchmap serve --port 9000
      touchmap serve --lan
    """
    where = _reached(place(data), host, lan_wanted)
    wanted = where.config.port if port is None else port
    _serve(where, bind(where.config.host, wanted))


@click.command()
@click.option("--no-serve", is_flag=True, help="End after the report.")
@lan_option
@data_option
def demo(no_serve: bool, lan_wanted: str | None, data: str | None) -> None:
    """Take in the sample workshop, make its report, and serve it as a web map.

    \b
    Example:
      touchmap demo --no-serve
    """
    where = _reached(place(data), None, lan_wanted)
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
        _serve(where, bind(where.config.host, where.config.port, or_any=True))


def _reached(where: Place, host: str | None, lan_wanted: str | None) -> Place:
    """The settings with what the command line says about who reaches the server. Raises WrongUse for no address."""
    config = replace(where.config, host=host or where.config.host, lan=lan_wanted or where.config.lan)
    if config.lan:
        announced = lan.checked(config.lan)
        config = replace(config, lan=announced, host=host or lan.listening(announced))
    return replace(where, config=config)


def _serve(where: Place, listener: socket.socket) -> None:
    """Says where, with the owner's link, and answers until Ctrl+C."""
    config = where.config
    hosts = [name for name in (config.host, config.lan) if name and name != network.FOUND]
    app = create_app(config, where.data, hosts=hosts)
    address = address_of(listener)
    link = owner_link(app, address)
    parts: Parts = app.extensions[EXTENSION]
    parts.access.database.close()  # nothing of the database may be open when the server forks
    say(f"Map:      {link}")
    say("          (works once, for whoever opens it first; Ctrl+C stops touchmap)")
    for line in lan.told(config, int(listener.getsockname()[1])):
        say(line)
    opening = {"config": asdict(config), "data": str(where.data), "hosts": hosts}
    # Everything is made in the process that answers, helpers too: their locks are that process's kind.
    serve(lambda: create_app(config, where.data, hosts=hosts, helpers=Helpers(HELPER, opening)), listener)
