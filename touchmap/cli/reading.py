"""Takes in what a command is given: a workshop file, standard input, or the id of a workshop in the database."""

from __future__ import annotations

import sys
from pathlib import Path

from touchmap.cli.options import STDIN, place
from touchmap.cli.output import say
from touchmap.domain.model import Model
from touchmap.errors import NotFound
from touchmap.services import exchange
from touchmap.store.database import open_database


def read_content(given: str) -> tuple[bytes, str]:
    """The bytes of a file, or of standard input for `-`, and how to call it in messages; raises WrongUse."""
    if given == STDIN and sys.stdin.isatty():
        say("Reading a workshop from the terminal; end with Ctrl+D.", error=True)
    return exchange.read_content(given)


def names_a_file(given: str) -> bool:
    """Whether to take `given` as a file rather than an id: it is `-`, is there, or looks like a path.

    A folder does not count: one that is called as the workshop is (its pictures, its notes) must not hide the id.
    """
    try:
        there = Path(given).exists() and not Path(given).is_dir()
    except (OSError, ValueError):
        there = True
    return given == STDIN or there or "/" in given or "." in given


def model_of(given: str, data: str | None) -> Model:
    """The workshop in a file, on standard input, or in the database under an id.

    Raises UnreadableWorkshop with every problem of a file, NotFound for an id that nothing has.
    """
    if names_a_file(given):
        return exchange.read_bytes(*read_content(given))
    where = place(data)
    try:
        with open_database(where.data, where.config.database_url) as database:
            return exchange.load(database, given)
    except NotFound as error:
        raise NotFound(
            f"There is no file and no workshop in the database called {given!r}.",
            "`touchmap list` shows the workshops; a file needs its whole name.",
        ) from error
