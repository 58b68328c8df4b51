"""Workshops in and out: read from a file or a report, taken into the database, written as a file, listed, removed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from sqlalchemy.orm import Session

from touchmap.domain import document, ids
from touchmap.domain.document import MAX_DEPTH, MAX_NODES
from touchmap.domain.model import Model
from touchmap.domain.records import Comment, Record
from touchmap.errors import LimitReached, NotFound, WrongUse
from touchmap.formats import json_text, workshop_file
from touchmap.formats.pdf_attachment import MAX_PDF_BYTES, attached, is_pdf
from touchmap.formats.source import MAX_BYTES
from touchmap.services.bookkeeping import log_replacement
from touchmap.store import changelog, patching, workshops
from touchmap.store.database import Database
from touchmap.store.workshops import Listed

STDIN = "-"
STDIN_NAME = "standard input"

# When the database has a workshop with the same id already:
# copy     take the new one in under an id of its own (unless such a copy is there already)
# replace  put the new one in its place
# keep     leave the one that is there as it is
Clash = Literal["copy", "replace", "keep"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: `new`, `copied` (under another id), `replaced`, `unchanged` or `kept`; `id` is where it is now."""

    id: str
    title: str
    done: Literal["new", "copied", "replaced", "unchanged", "kept"]


def read_content(path: str, stdin: BinaryIO | None = None) -> tuple[bytes, str]:
    """The bytes of a file, or of standard input for `-`, and what to call it in messages.

    Never takes in more than may be in a workshop file, or in a report when it is a PDF, so that /dev/zero ends too.
    Raises WrongUse when it cannot be read.
    """
    try:
        if path == STDIN:
            return _bounded(stdin or sys.stdin.buffer), STDIN_NAME
        with Path(path).open("rb") as file:
            return _bounded(file), path
    except IsADirectoryError as error:
        raise WrongUse(f"{path} is a folder.", "Name a workshop file in it.") from error
    except FileNotFoundError as error:
        raise WrongUse(
            f"{path}: there is no such file.", "Check the name and the folder you are in."
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise WrongUse(
            f"{path} cannot be read: {reason}.", "Check its permissions, or name another file."
        ) from error


def _bounded(file: BinaryIO) -> bytes:
    start = file.read(MAX_BYTES + 1)
    if is_pdf(start) and len(start) > MAX_BYTES:
        start += file.read(MAX_PDF_BYTES + 1 - len(start))
    return start


def read_bytes(content: bytes, name: str) -> Model:
    """The workshop in a file's bytes: YAML, JSON, or a PDF report that carries its data.

    Raises UnreadableWorkshop with every problem.
    """
    if is_pdf(content):
        content, name = attached(content, name)
    return workshop_file.read(content, name)


def read_file(path: str) -> Model:
    """The workshop in a file, or on standard input for `-`. Raises WrongUse or UnreadableWorkshop."""
    return read_bytes(*read_content(path))


def import_file(
    database: Database, content: bytes, name: str, *, now: dt.datetime, clash: Clash = "copy"
) -> Imported:
    """Takes the workshop in a file's bytes into the database, all of it or nothing."""
    return import_model(database, read_bytes(content, name), now=now, clash=clash)


def import_model(database: Database, model: Model, *, now: dt.datetime, clash: Clash = "copy") -> Imported:
    """Takes a workshop into the database. The same content twice stays one workshop, whatever `clash` says.

    Raises LimitReached for one that could not be written as a readable file again.
    """
    _check_size(model)
    id, title = model.workshop.id, model.workshop.title
    with database.writing() as session:
        there = workshops.load(session, id)
        if there is None:
            workshops.insert(session, model, now)
            return Imported(id, title, "new")
        if there == model:
            return Imported(id, title, "unchanged")
        if clash == "keep":
            return Imported(id, there.workshop.title, "kept")
        if clash == "replace":
            before = patching.load_state(session, id)
            workshops.replace(session, model, now)
            if before is not None:
                log_replacement(session, before, now)
            return Imported(id, title, "replaced")
        return _copy(session, model, now)


def _check_size(model: Model) -> None:
    """What goes in must be able to come out: a file may leave out ids and lists that the exported one has to name."""
    data = document.write(model)
    values, depth = _extent(data)
    size = len(json_text.dump(data).encode())
    if values > MAX_NODES or depth > MAX_DEPTH or size > MAX_BYTES:
        raise LimitReached(
            f"This workshop is too large for one file ({values:,} values, {depth} levels, {size / 1_048_576:.1f} MB).",
            f"Split it: {MAX_NODES:,} values, {MAX_DEPTH} levels and {MAX_BYTES // 1_048_576} MB are allowed.",
        )


def _extent(value: Any) -> tuple[int, int]:
    """How many values there are in plain data, itself included, and how many levels."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    values, depth = 1, 0
    for item in inner:
        more, levels = _extent(item)
        values, depth = values + more, max(depth, levels)
    return values, depth + 1


def _copy(session: Session, model: Model, now: dt.datetime) -> Imported:
    stem = model.workshop.id[:56].rstrip("-")
    number = 2
    while True:
        id = f"{stem}-{number}"
        number += 1
        if id in model:
            continue
        renamed = with_id(model, id)
        there = workshops.load(session, id)
        if there is None:
            workshops.insert(session, renamed, now)
            return Imported(id, model.workshop.title, "copied")
        if there == renamed:
            return Imported(id, model.workshop.title, "unchanged")


def with_id(model: Model, id: str) -> Model:
    """The same workshop under another id; comments on the workshop itself follow it."""
    if not ids.is_id(id):
        raise WrongUse(f"{id!r} cannot be an id.", "Use up to 64 lower-case letters, digits and hyphens.")
    old = model.workshop.id
    if id == old:
        return model
    if id in model:
        raise WrongUse(f"The id {id} is that of a record in the workshop.", "Choose another.")

    def moved(record: Record) -> Record:
        if isinstance(record, Comment) and record.about == old:
            return dataclasses.replace(record, about=id)
        return record

    return Model(dataclasses.replace(model.workshop, id=id), [moved(record) for record in model])


def load(database: Database, id: str) -> Model:
    """The workshop with this id. Raises NotFound."""
    with database.reading() as session:
        model = workshops.load(session, id)
    if model is None:
        raise _missing(id)
    return model


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a workshop from the next: when it was changed (in UTC), the log it has and its newest seq."""

    updated: dt.datetime
    origin: str
    seq: int


def stamp(database: Database, id: str) -> Stamp:
    """As long as it is the same, so is the workshop. Raises NotFound."""
    with database.reading() as session:
        return _stamp(session, id)


def load_stamped(database: Database, id: str) -> tuple[Model, Stamp]:
    """A workshop and the stamp of exactly this state. Raises NotFound."""
    with database.reading() as session:
        found = _stamp(session, id)
        model = workshops.load(session, id)
    if model is None:
        raise _missing(id)
    return model, found


def _stamp(session: Session, id: str) -> Stamp:
    updated, head = workshops.updated(session, id), changelog.head(session, id)
    if updated is None or head is None:
        raise _missing(id)
    return Stamp(updated, *head)


def _missing(id: str) -> NotFound:
    return NotFound(f"There is no workshop with the id {id!r}.", "`touchmap list` shows those there are.")


def title(database: Database, id: str) -> str:
    """What a workshop is called. Raises NotFound."""
    with database.reading() as session:
        found = workshops.title(session, id)
    if found is None:
        raise _missing(id)
    return found


def export_file(database: Database, id: str, form: Literal["yaml", "json"] = "yaml") -> bytes:
    """The workshop as the bytes of a workshop file. Raises NotFound."""
    return workshop_file.write(load(database, id), f"{id}.{form}")


def listed(database: Database) -> list[Listed]:
    """Every workshop in the database, the one changed last first."""
    with database.reading() as session:
        return workshops.listed(session)


def remove(database: Database, id: str) -> None:
    """Removes a workshop and everything in it, for good. Raises NotFound."""
    with database.writing() as session:
        if not workshops.delete(session, id):
            raise _missing(id)


def form_of(name: str) -> Literal["yaml", "json"]:
    """The form that a file's name asks for: json by its ending, else yaml."""
    return "json" if name.lower().endswith(".json") else "yaml"
