"""Checking a workshop: its analysis, its findings, and the line of the file that each finding is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from touchmap.domain.analysis import Analysis, analyse
from touchmap.domain.model import Model
from touchmap.domain.records import KINDS, SLOTS
from touchmap.domain.rules import Finding, check
from touchmap.errors import PathPart
from touchmap.formats import workshop_file
from touchmap.formats.pdf_attachment import attached, is_pdf
from touchmap.report.content.labels import labels_of
from touchmap.services.telling import retold

Path = tuple[PathPart, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and where its record begins in the file; line and column count from 1, None without a file."""

    finding: Finding
    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A workshop with what was found in it, in the order of the rules."""

    model: Model
    analysis: Analysis
    findings: tuple[Located, ...]

    def count(self, severity: str) -> int:
        """How many findings have this severity."""
        return sum(1 for located in self.findings if located.finding.severity == severity)


def check_content(content: bytes, name: str) -> Checked:
    """Reads and checks a workshop file's bytes, or those of a report that carries its data.

    `name` is how problems and findings call the file. Raises UnreadableWorkshop with every problem.
    """
    if is_pdf(content):
        content, name = attached(content, name)
    model = workshop_file.read(content, name)
    source = workshop_file.parse(content, name)
    paths = dict(_paths(model, source.data))
    analysis = analyse(model)
    located = []
    labels = labels_of(model)
    for finding in check(model, analysis):
        line, column = source.place(paths.get(finding.record, ())) or (1, 1)
        located.append(Located(retold(labels, finding), name, line, column))
    return Checked(model, analysis, tuple(located))


def _paths(model: Model, data: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Each record's id with its path in the file: records keep the order of the list that they were written in."""
    yield model.workshop.id, ("workshop",)
    yield from _slot_paths(model, "workshop", None, data, ())


def _slot_paths(
    model: Model, kind: str, parent: str | None, data: Any, path: Path
) -> Iterator[tuple[str, Path]]:
    if not isinstance(data, Mapping):
        return
    for slot in SLOTS.get(kind, ()):
        listed = data.get(slot.key)
        if listed is None:
            continue
        alone = not isinstance(listed, list)  # a list of one may be written without the dash
        children = [
            record
            for record in model.children(KINDS[slot.kind], parent)
            if all(getattr(record, name) == value for name, value in slot.fixed)
        ]
        for number, (record, entry) in enumerate(zip(children, [listed] if alone else listed, strict=False)):
            at = (*path, slot.key) if alone else (*path, slot.key, number)
            yield record.id, at
            yield from _slot_paths(model, slot.kind, record.id, entry, at)
