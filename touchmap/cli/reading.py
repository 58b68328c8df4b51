"""Takes in what a command is given: a workshop file, standard input, or the id of a workshop in the database."""

from __future__ import annotations

import sys
from pathlib import Path

from touchmap.cli.options import STDIN, place
from touchmap.domain.model import Model
from touchmap.errors import NotFound, WrongUse
from touchmap.formats import workshop_file
from touchmap.formats.source import MAX_BYTES
from touchmap.store import workshops
from touchmap.store.database import open_database

STDIN_NAME = "standard input"


def read_content(given: str) -> tuple[bytes, str]:
    """The bytes of a file, or of standard input for `-`, and how to call it in messages.

    Never takes in more than a workshop file may have, so that /dev/zero ends too. Raises WrongUse when it cannot be
    read.
    """
    if given == STDIN:
        if sys.stdin.isatty():
            print("Reading a workshop from the terminal; end with Ctrl+D.", file=sys.stderr)
        return sys.stdin.buffer.read(MAX_BYTES + 1), STDIN_NAME
    try:
        with Path(given).open("rb") as file:
            return file.read(MAX_BYTES + 1), given
    except IsADirectoryError as error:
        raise WrongUse(f"{given} is a folder.", "Name a workshop file in it.") from error
    except FileNotFoundError as error:
        raise WrongUse(
            f"{given}: there is no such file.", "Check the name and the folder you are in."
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise WrongUse(
            f"{given} cannot be read: {reason}.", "Check its permissions, or name another file."
        ) from error


def names_a_file(given: str) -> bool:
    """Whether to take `given` as a file rather than an id: it is `-`, is there, or looks like a path."""
    try:
        there = Path(given).exists()
    except (OSError, ValueError):
        there = True
    return given == STDIN or there or "/" in given or "." in given


def model_of(given: str, data: str | None) -> Model:
    """The workshop in a file, on standard input, or in the database under an id.

    Raises UnreadableWorkshop with every problem of a file, NotFound for an id that nothing has.
    """
    if names_a_file(given):
        return workshop_file.read(*read_content(given))
    where = place(data)
    with open_database(where.data, where.config.database_url) as database, database.reading() as session:
        model = workshops.load(session, given)
    if model is None:
        raise NotFound(
            f"There is no file and no workshop in the database called {given!r}.",
            "`touchmap list` shows the workshops; a file needs its whole name.",
        )
    return model
