"""The command `touchmap`: its list of commands, and what a person sees when one fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from touchmap.cli import INTERRUPTED
from touchmap.cli.options import WRONG
from touchmap.cli.output import forgiving_streams, say, say_problems
from touchmap.errors import TouchmapError, UnreadableWorkshop

PIPE_CLOSED = 141  # 128 + SIGPIPE


class ReaderGone(Exception):
    """Whoever read our output had enough: `touchmap list | head -1`."""


class _Promised(click.Command):
    """A command's name and what it does; the command itself is loaded when it is used.

    Loading all of them takes a second, and whoever asks for help or the version needs none.
    """

    def __init__(self, name: str, place: str, help: str) -> None:
        super().__init__(name, help=help)
        self.place = place

    def kept(self) -> click.Command:
        """The command behind the promise."""
        module, _, attribute = self.place.partition(":")
        command = getattr(import_module(f"touchmap.cli.{module}"), attribute)
        assert isinstance(command, click.Command)
        return command


class _Commands(click.Group):
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        return found.kept() if isinstance(found, _Promised) else found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        room = formatter.width - 6 - max(len(name) for name in self.commands)
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, self.commands[name].get_short_help_str(room)) for name in self.list_commands(ctx)]
            )

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


# The name, where the command is, and the first sentence of its help (a test holds the three equal to the command).
COMMANDS = (
    ("demo", "serving:demo", "Take in the sample workshop, make its report, and serve it as a web map."),
    ("check", "judging:check", "Check workshop files and print findings, one a line, as a linter does."),
    (
        "analyse",
        "judging:analyse",
        "Print the figures of a workshop: ends, times, loops, ratings, causes; as JSON with every formula.",
    ),
    ("graph", "making:graph", "Draw a journey as a graph: SVG, PNG, DOT or GraphML."),
    ("report", "making:report", "Make the PDF report of a workshop."),
    ("new", "starting:new", "Begin a workshop file from an industry template."),
    ("templates", "starting:templates", "List the industry templates that `touchmap new` begins with."),
    ("schema", "starting:schema", "Print the JSON Schema (2020-12) of a workshop file."),
    (
        "import",
        "keeping:take_in",
        "Take workshop files, or reports that carry their data, into the database.",
    ),
    ("list", "keeping:listing", "List the workshops in the database, the one changed last first."),
    ("export", "keeping:export", "Write a workshop from the database as a file that holds all of it."),
    ("backup", "keeping:back_up", "Copy the whole database to one file, also while touchmap serves it."),
    ("restore", "keeping:restore", "Put a backup in the place of the database, which is kept beside it."),
    ("serve", "serving:serve_pages", "Serve the web map, and print the link that lets its owner in, once."),
    ("config", "looking:config", "Show every setting, its value in force and what it does."),
    (
        "doctor",
        "looking:doctor",
        "Check what touchmap needs (dot, Pango, fonts, database, disk) and say how to mend it.",
    ),
)
for command in COMMANDS:
    touchmap.add_command(_Promised(*command))


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
