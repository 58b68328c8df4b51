"""What commands write: files whole or not at all, text that is safe on a terminal, and what went wrong."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import click

from touchmap.errors import Problem, WrongUse

STDOUT = "-"


def write_output(target: str, content: bytes) -> None:
    """Writes `content` to the file `target`, or to standard output when that is `-`.

    A file appears whole or not at all: what was there before stays until everything is on the disk. Raises WrongUse
    when the place cannot be written to.
    """
    if target == STDOUT:
        sys.stdout.flush()  # what was said before stands before
        left = memoryview(content)
        while left:  # an unbuffered stream takes as much as it likes
            left = left[sys.stdout.buffer.write(left) :]
        sys.stdout.buffer.flush()
        return
    try:
        path = _place(target)
        if path.exists() and not path.is_file():  # /dev/stdout, a named pipe: nothing to replace
            path.write_bytes(content)
        else:
            _replace(path, content)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise WrongUse(
            f"{target} could not be written: {reason}.", "Name another place with -o; nothing was changed."
        ) from error


def _place(target: str) -> Path:
    """Where a file of this name will stand; WrongUse for a folder, or in a folder that is not there."""
    path = Path(os.path.realpath(target))
    if path.is_dir():
        raise WrongUse(f"{target} is a folder.", "Name the file to write with -o.")
    if not path.parent.is_dir():
        raise WrongUse(
            f"{target}: there is no folder {path.parent}.", "Make it first, or name another place."
        )
    return path


def require_ending(target: str, endings: Sequence[str], what: str) -> None:
    """Refuses, before any work is done, a place that cannot be, and a name that promises something else.

    A slip must not cost a person a file. `endings` are lower case with their dot. `-`, devices and pipes need none.
    Raises WrongUse.
    """
    if target == STDOUT or "\0" in target:  # writing says what is wrong with a name that cannot be
        return
    path = _place(target)
    special = path.exists() and not path.is_file()
    if not special and Path(target).suffix.lower() not in endings:
        raise WrongUse(
            f"{target} does not look like {what}.", f"End the name after -o with {' or '.join(endings)}."
        )


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".touchmap-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


def say(text: str = "", *, error: bool = False) -> None:
    """Prints a line; control characters from a workshop cannot move the cursor or colour the terminal."""
    click.echo(printable(text), err=error)


def printable(text: str) -> str:
    """`text` with every control character but newline and tab replaced by �, invisible direction marks included."""
    return "".join(
        "\ufffd"
        if (unicodedata.category(mark) == "Cc" and mark not in "\n\t") or mark in "\u202d\u202e"
        else mark
        for mark in text
    )


def say_problems(problems: Sequence[Problem]) -> None:
    """Every problem of an unreadable file on standard error, one a line, as compilers print them."""
    for problem in problems:
        say(str(problem), error=True)
    if len(problems) > 1:
        say(f"{len(problems)} problems.", error=True)


def forgiving_streams() -> None:
    """Lets a terminal that cannot show a character show `?` for it, instead of stopping."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
