"""The command `touchmap`: its list of commands, and what a person sees when one fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from touchmap.cli import INTERRUPTED
from touchmap.cli.judging import analyse, check
from touchmap.cli.keeping import back_up, export, listing, restore, take_in
from touchmap.cli.looking import config, doctor
from touchmap.cli.making import graph, report
from touchmap.cli.options import WRONG
from touchmap.cli.output import forgiving_streams, say, say_problems
from touchmap.cli.serving import demo, serve_pages
from touchmap.cli.starting import new, schema, templates
from touchmap.errors import TouchmapError, UnreadableWorkshop

PIPE_CLOSED = 141  # 128 + SIGPIPE


class ReaderGone(Exception):
    """Whoever read our output had enough: `touchmap list | head -1`."""


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:  # click itself would end with 1, which means findings
            raise ReaderGone from error


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option("--data", metavar="DIR", help="Data folder; else TOUCHMAP_DATA, else the user's own.")
@click.version_option(package_name="touchmap", message="touchmap %(version)s")
def touchmap(data: str | None) -> None:
    """A customer-experience workshop as a journey graph, findings and a report.

    \b
    Begin with:
      touchmap demo
    """


COMMANDS = (
    demo,
    check,
    analyse,
    graph,
    report,
    new,
    templates,
    schema,
    take_in,
    listing,
    export,
    back_up,
    restore,
    serve_pages,
    config,
    doctor,
)
for command in COMMANDS:
    touchmap.add_command(command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status: 0 fine, 1 findings, 2 unreadable input or wrong use."""
    forgiving_streams()
    try:
        status = touchmap.main(args=arguments, prog_name="touchmap", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return WRONG
    except (click.Abort, KeyboardInterrupt):
        say("Stopped.", error=True)
        return INTERRUPTED
    except UnreadableWorkshop as error:
        say_problems(error.problems)
        return WRONG
    except TouchmapError as error:
        say(f"touchmap: {error}", error=True)
        return WRONG
    except (ReaderGone, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        say(f"touchmap: {name}{error.strerror or error}.", error=True)
        return WRONG
    return status if isinstance(status, int) else 0
