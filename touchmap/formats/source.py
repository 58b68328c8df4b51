"""What reading a file gives: plain data, and the line and column that each value stands at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from touchmap.domain.document import MAX_DEPTH, MAX_NODES
from touchmap.errors import PathPart, Problem

MAX_BYTES = 10 * 1024 * 1024
Path = tuple[PathPart, ...]


class Unreadable(Exception):
    """Text that is no workshop file at all; carries the one problem that stopped the reading."""

    def __init__(
        self, code: str, what: str, todo: str, line: int | None = None, column: int | None = None
    ) -> None:
        self.problem = Problem(code, what, todo, (), None, line, column)
        super().__init__(what)


@dataclass(slots=True)
class Source:
    """Plain nested data with the place (line, column; from 1) of every value by its path."""

    data: Any = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def place(self, path: Path) -> tuple[int, int] | None:
        """Where the value at a path stands, or the nearest thing around it that is written down."""
        while path not in self.places:
            if not path:
                return None
            path = path[:-1]
        return self.places[path]


class Counter:
    """Counts what a file holds and stops the reading at the limits: 160,000 values, 20 levels."""

    def __init__(self) -> None:
        self.nodes = 0

    def node(self, depth: int, line: int, column: int) -> None:
        """One more value at this depth; raises Unreadable past a limit."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            todo = "Split the workshop into several files."
            raise Unreadable("TM094", f"The file holds more than {MAX_NODES:,} values.", todo, line, column)
        if depth > MAX_DEPTH:
            todo = "A workshop never needs that; look for a stray bracket or indentation."
            raise Unreadable(
                "TM094", f"The file is nested more than {MAX_DEPTH} levels deep.", todo, line, column
            )


def decode(content: bytes) -> str:
    """The text of a file: UTF-8 or, with its mark, UTF-16; raises Unreadable for anything else or over 10 MB."""
    if len(content) > MAX_BYTES:
        raise Unreadable(
            "TM090",
            f"The file is larger than {MAX_BYTES // 1_048_576} MB, which are allowed.",
            "Split the workshop into several files.",
        )
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        todo = "Save it as UTF-8. If it is a PDF or a spreadsheet, export the workshop as YAML or JSON."
        raise Unreadable("TM091", "The file is not text in UTF-8.", todo, line, column) from None
