"""The errors that touchmap raises on purpose, each with a stable code and a sentence on what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace

PathPart = str | int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what a person gave us.

    `path` leads from the top of the file to the value (keys and zero-based list positions); `line` and `column`
    count from 1 and are None where the input has no text behind it.
    """

    code: str
    what: str
    todo: str
    path: tuple[PathPart, ...] = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def place(self) -> str:
        """The path as people write it: `journeys[0].stages[1].name`."""
        out = ""
        for part in self.path:
            out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
        return out

    def located(self, file: str | None, line: int | None, column: int | None) -> Problem:
        """The same problem with its place in a file."""
        return replace(self, file=file, line=line, column=column)

    def __str__(self) -> str:
        where = self.file or ""
        where += "".join(f":{n}" for n in (self.line, self.column) if n is not None)
        place = f" at {self.place}" if self.path else ""
        return f"{where}{': ' if where else ''}{self.code}{place}: {self.what} {self.todo}".strip()


class TouchmapError(Exception):
    """Anything that went wrong in a way that touchmap can explain.

    `code` is stable and may be looked up; `what` says what happened, `todo` what the person can do now.
    """

    code = "TE100"

    def __init__(self, what: str, todo: str = "") -> None:
        self.what = what
        self.todo = todo
        super().__init__(f"{what} {todo}".strip())


class UnreadableWorkshop(TouchmapError):
    """A workshop file that cannot be taken in; carries every problem found, not only the first."""

    code = "TE200"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        first = str(self.problems[0]) if self.problems else ""
        more = f" (and {count - 1} more)" if count > 1 else ""
        super().__init__(f"{first}{more}")


class NotFound(TouchmapError):
    """Something was asked for by a name or id that nothing has."""

    code = "TE300"


class WrongUse(TouchmapError):
    """A command or request that cannot be done as it was put."""

    code = "TE400"


class SetupMissing(TouchmapError):
    """A part of the machine that touchmap needs (dot, Pango, fonts, a writable folder) is not there."""

    code = "TE500"


class LimitReached(TouchmapError):
    """A child process or an input went past a stated limit of time, memory or size."""

    code = "TE600"


class StorageTrouble(TouchmapError):
    """The database cannot do what was asked: busy, full, read-only, damaged, of another version, or not there."""

    code = "TE700"
