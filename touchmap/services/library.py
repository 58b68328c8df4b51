"""What touchmap ships to begin with: sample workshops, and industry templates with where they come from."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path

from touchmap.domain import ids
from touchmap.domain.fields import nearest
from touchmap.domain.model import Model
from touchmap.domain.records import Measure, Record
from touchmap.errors import NotFound, WrongUse
from touchmap.formats import workshop_file
from touchmap.paths import workshops_folder

# What belongs to one client's workshop and never to a template; measures stay, without their values.
_CLIENTS_OWN = frozenset(("person", "perception", "vote", "story", "comment", "commitment", "version"))
_HEAD = re.compile(r"#\s*([A-Z][a-z]+(?: [a-z]+)?):\s+(.*)")


@dataclass(frozen=True, slots=True)
class Template:
    """A template and its provenance; `name` is how it is asked for, `version` such as 1.0.

    `made_by`, `source` and `licence` are sentences from the head of its file.
    """

    name: str
    title: str
    industry: str
    description: str
    version: str
    made_by: str
    source: str
    licence: str
    journeys: int
    touchpoints: int


def templates(folder: Path | None = None) -> list[Template]:
    """Every template shipped, or every one in the folder given, by name. Raises UnreadableWorkshop for a broken one."""
    return [_described(path) for path in sorted(_folder(folder).glob("*.yaml"))]


def template(name: str, folder: Path | None = None) -> Template:
    """One template. Raises NotFound naming the nearest."""
    return _described(_find(_folder(folder), name, "template"))


def template_model(name: str, folder: Path | None = None) -> Model:
    """The workshop that a template is, as it stands in its file. Raises NotFound."""
    return _read(_find(_folder(folder), name, "template"))


def new_workshop(name: str, title: str | None = None, *, folder: Path | None = None) -> Model:
    """A new workshop from a template: an id and a title of its own, no data of any client.

    `title` is the template's when left out. Raises NotFound for the template, WrongUse for a title that cannot be one.
    """
    path = _find(_folder(folder), name, "template")
    model = _read(path)
    title = model.workshop.title if title is None else title.strip()
    if not title or len(title) > 200:
        raise WrongUse("A workshop needs a title of at most 200 characters.", "Give it a short one.")
    head = dataclasses.replace(
        model.workshop,
        id=ids.free(ids.slug(title) or path.stem, {record.id for record in model}, {}),
        title=title,
        client=None,
        request=None,
        days=(),
        place=None,
        facilitators=(),
        sample=None,
        template=model.workshop.template or path.stem,
    )
    return Model(head, [_emptied(record) for record in model if record.kind not in _CLIENTS_OWN])


def samples() -> list[str]:
    """The names of the sample workshops."""
    return [path.stem for path in sorted((workshops_folder() / "samples").glob("*.yaml"))]


def sample(name: str) -> tuple[bytes, str]:
    """The bytes of a sample workshop's file, and its path for messages. Raises NotFound naming the nearest."""
    path = _find(workshops_folder() / "samples", name, "sample")
    return path.read_bytes(), str(path)


def _folder(given: Path | None) -> Path:
    return workshops_folder() / "templates" if given is None else given


def _find(folder: Path, name: str, what: str) -> Path:
    known = {
        path.stem: path for path in sorted(folder.glob("*.yaml"))
    }  # so that no name leads out of the folder
    if name in known:
        return known[name]
    near = nearest(name, list(known))
    hint = f"Did you mean {near}? " if near else ""
    raise NotFound(f"There is no {what} called {name!r}.", f"{hint}There are: {', '.join(known) or 'none'}.")


def _read(path: Path) -> Model:
    return workshop_file.read(path.read_bytes(), str(path))


def _described(path: Path) -> Template:
    model = _read(path)
    head = _head(path.read_text(encoding="utf-8"))
    workshop = model.workshop
    given = workshop.template or ""
    version = given.removeprefix(path.stem).strip() if given.startswith(path.stem) else ""
    return Template(
        name=path.stem,
        title=workshop.title,
        industry=workshop.industry or head.get("industry", ""),
        description=workshop.summary or "",
        version=version or "1.0",
        made_by=head.get("made by", ""),
        source=head.get("based on", ""),
        licence=head.get("licence", ""),
        journeys=len(model.journeys),
        touchpoints=len(model.numbers),
    )


def _head(text: str) -> dict[str, str]:
    """The `# Key: sentence` lines at the top of a file, keys in lower case; a line without a key goes on with the last."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if not line.startswith("#") or not line.strip("# "):
            break
        if said := _HEAD.match(line):
            key = said[1].lower()
            found[key] = said[2].strip()
        elif key:
            found[key] += " " + line.strip("# ")
    return found


def _emptied(record: Record) -> Record:
    if isinstance(record, Measure):
        return dataclasses.replace(record, current=None, measured=None, within=None, last_checked=None)
    return record
