"""Commands that look at the installation: config and doctor."""

from __future__ import annotations

import os

import click

from touchmap.cli.options import FINDINGS, data_option, place
from touchmap.cli.output import say
from touchmap.config import describe, read_config
from touchmap.services.doctor import examine, healthy

MARKS = {"ok": "✓", "poor": "!", "missing": "✗"}


@click.command()
@data_option
def config(data: str | None) -> None:
    """Show every setting, its value in force and what it does.

    \b
    Example:
      TOUCHMAP_PORT=9000 touchmap config
    """
    read_config(os.environ)  # a wrong value is said here too
    for setting, value, given in describe(os.environ):
        source = "set in the environment" if given else "default"
        say(f"{setting.name} = {value or '(empty)'}   ({source})")
        say(f"    {setting.help}")
    say(f"\nData folder in use: {place(data).data}")


@click.command()
@data_option
@click.pass_context
def doctor(context: click.Context, data: str | None) -> None:
    """Check what touchmap needs (dot, Pango, fonts, database, disk) and say how to mend it.

    Exit status 1 when something needed is missing.

    \b
    Example:
      touchmap doctor
    """
    where = place(data)
    checks = examine(where.data, where.config.database_url)
    width = max(len(check.name) for check in checks)
    for check in checks:
        say(f"{MARKS[check.state]} {check.name:<{width}}  {check.found}")
        if check.todo:
            say(f"  {'':<{width}}  {check.todo}")
    if not healthy(checks):
        context.exit(FINDINGS)
