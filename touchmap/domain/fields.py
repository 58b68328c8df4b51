"""The types of a record's fields, said once: what a value may be, its limits, and how it reads and writes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import math
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from touchmap.domain import ids

_HALF = re.compile("[\ud800-\udfff]")  # of a character: no encoding can write it


class Plain(str):
    """A scalar that its file left untyped (a plain YAML scalar): the field it stands in decides what it is."""

    __slots__ = ()


class Mismatch(Exception):
    """A value that a field cannot take; `what` and `todo` are sentences for the person who wrote it."""

    def __init__(self, what: str, todo: str) -> None:
        self.what = what
        self.todo = todo
        super().__init__(what)


def shown(value: object) -> str:
    """A short quotation of a value for an error message."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = value if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "backslashreplace").decode()
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[:60])
    return f"'{text}'" if len(str(value)) <= 60 else f"'{text}…'"


def nearest(word: str, known: list[str]) -> str | None:
    """The known word that is most like this one, if any is."""
    found = difflib.get_close_matches(word[:80], known, n=1, cutoff=0.6)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Text:
    """Text of at most `limit` characters, kept exactly; `lines` says whether line breaks are at home in it."""

    limit: int = 200
    lines: bool = False
    name: ClassVar[str] = "text"

    def read(self, value: object) -> str:
        """The text, or Mismatch."""
        if not isinstance(value, str):
            raise Mismatch(f"This should be text, not {shown(value)}.", "Put the words in quotes.")
        text = str(value)
        if len(text) > self.limit:
            raise Mismatch(
                f"This text has {len(text):,} characters; {self.limit:,} are allowed here.",
                "Shorten it or split it.",
            )
        if "\0" in text:
            raise Mismatch(
                "This text holds a NUL character.", "Remove it; no editor shows it, but databases refuse it."
            )
        if _HALF.search(text):
            raise Mismatch(
                "This text holds half of a character (a lone surrogate).", "Type the character again."
            )
        return text

    def write(self, value: str) -> str:
        """The text as it stands in a file."""
        return value

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the text."""
        return {"type": "string", "maxLength": self.limit}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few fixed words."""

    options: tuple[str, ...]
    name: ClassVar[str] = "choice"

    def read(self, value: object) -> str:
        """The word, or Mismatch naming the words there are."""
        if isinstance(value, str) and str(value) in self.options:
            return str(value)
        near = nearest(str(value), list(self.options)) if isinstance(value, str) else None
        todo = f"Did you mean '{near}'? " if near else ""
        raise Mismatch(
            f"{shown(value)} is not a choice here.", f"{todo}Choose one of: {', '.join(self.options)}."
        )

    def write(self, value: str) -> str:
        """The word itself."""
        return value

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the choice."""
        return {"enum": list(self.options)}


_NUMBER = re.compile(r"[-+]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:[eE][-+]?\d{1,3})?")


def _number(value: object) -> float | int:
    if isinstance(value, Plain):
        text = value.strip()
        if _NUMBER.fullmatch(text):
            return float(text) if re.search(r"[.eE]", text) else int(text)
        hint = "Write decimals with a point." if "," in text else "Write digits only, without a unit."
        raise Mismatch(f"This should be a number, not {shown(value)}.", hint)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Mismatch(f"This should be a number, not {shown(value)}.", "Write it without quotes.")
    if isinstance(value, float) and not math.isfinite(value):
        raise Mismatch("This number is not finite.", "Leave the field out when there is no value.")
    return value


def _between(low: float, high: float) -> str:
    return f"Give a number from {low:,g} to {high:,g}."


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number from `low` to `high`."""

    low: int
    high: int
    unit: str = ""
    name: ClassVar[str] = "integer"

    def read(self, value: object) -> int:
        """The whole number, or Mismatch."""
        number = _number(value)
        if isinstance(number, float):
            if not number.is_integer():
                raise Mismatch(f"{shown(value)} is not a whole number.", _between(self.low, self.high))
            number = int(number)
        if not self.low <= number <= self.high:
            raise Mismatch(f"{shown(value)} is out of range.", _between(self.low, self.high))
        return number

    def write(self, value: int) -> int:
        """The number itself."""
        return value

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the number."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, kept as a float."""

    low: float
    high: float
    unit: str = ""
    name: ClassVar[str] = "number"

    def read(self, value: object) -> float:
        """The number as a finite float, or Mismatch."""
        number = _number(value)
        if not self.low <= number <= self.high:
            raise Mismatch(f"{shown(value)} is out of range.", _between(self.low, self.high))
        return float(number) + 0.0  # + 0.0 turns -0.0 into 0.0

    def write(self, value: float) -> float | int:
        """The number, whole ones without a point."""
        return int(value) if value.is_integer() else value

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the number."""
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no."""

    name: ClassVar[str] = "yes or no"

    def read(self, value: object) -> bool:
        """True or False, or Mismatch; `yes`, `no`, `true` and `false` are read in a plain scalar."""
        if isinstance(value, bool):
            return value
        if isinstance(value, Plain) and value.lower() in ("true", "yes", "false", "no"):
            return value.lower() in ("true", "yes")
        raise Mismatch(
            f"This should be yes or no, not {shown(value)}.", "Write true or false, without quotes."
        )

    def write(self, value: bool) -> bool:
        """The value itself."""
        return value

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the value."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, written 2026-11-23 (ISO 8601)."""

    name: ClassVar[str] = "day"

    def read(self, value: object) -> dt.date:
        """The day, or Mismatch."""
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                pass
        raise Mismatch(f"{shown(value)} is not a day.", "Write it as year-month-day, for example 2026-11-23.")

    def write(self, value: dt.date) -> str:
        """The day in ISO 8601."""
        return value.isoformat()

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the day."""
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in time, written 2026-11-23T14:05:00Z (ISO 8601 with its zone), kept in UTC."""

    name: ClassVar[str] = "moment"

    def read(self, value: object) -> dt.datetime:
        """The moment in UTC, or Mismatch."""
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            try:
                return dt.datetime.fromisoformat(str(value)).astimezone(dt.UTC)
            except (ValueError, OverflowError):
                pass
        raise Mismatch(
            f"{shown(value)} is not a moment in time.",
            "Write it with its zone, for example 2026-11-23T14:05:00Z.",
        )

    def write(self, value: dt.datetime) -> str:
        """The moment in ISO 8601, in UTC."""
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the moment."""
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A record's own id."""

    name: ClassVar[str] = "id"

    def read(self, value: object) -> str:
        """The id, or Mismatch."""
        if isinstance(value, str) and ids.is_id(value):
            return str(value)
        suggestion = ids.slug(str(value)) if isinstance(value, str) else ""
        raise Mismatch(
            f"{shown(value)} cannot be an id.",
            "Use up to 64 lower-case letters, digits and hyphens"
            + (f", for example {suggestion}." if suggestion else "."),
        )

    def write(self, value: str) -> str:
        """The id itself."""
        return value

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of an id."""
        return {"type": "string", "pattern": f"^{ids.PATTERN}$"}


@dataclass(frozen=True, slots=True)
class Ref(Identifier):
    """The id of another record, of one of the kinds named; no kinds means any."""

    kinds: tuple[str, ...] = ()
    name: ClassVar[str] = "reference"


Scalar = Text | Choice | Integer | Number | Truth | Day | Moment | Identifier | Ref


@dataclass(frozen=True, slots=True)
class Many:
    """A list of at most `limit` values of one type; a single value may stand without its list."""

    of: Text | Ref | Day | Choice
    limit: int = 200
    name: ClassVar[str] = "list"

    def write(self, value: tuple[Any, ...]) -> list[Any]:
        """The list as it stands in a file."""
        return [self.of.write(v) for v in value]

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the list."""
        return {"type": "array", "items": self.of.schema(), "maxItems": self.limit}


Type = Scalar | Many


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record kind: its type, its key in a file, and the sentence that documents it."""

    name: str
    key: str
    type: Type
    doc: str
    required: bool = False
    parent: bool = False
    slot: bool = False

    @property
    def empty(self) -> Any:
        """What the field holds when nobody filled it."""
        return () if isinstance(self.type, Many) else None


@dataclass(frozen=True, slots=True)
class _Said:
    type: Type
    doc: str
    key: str | None
    required: bool
    parent: bool
    slot: bool


def field(
    type: Type,
    doc: str,
    *,
    key: str | None = None,
    required: bool = False,
    parent: bool = False,
    slot: bool = False,
) -> Any:
    """Declare a field in a record's class; `key` where the file uses another word, `slot` where the place says it."""
    said = _Said(type, doc, key, required, parent, slot)
    if required:
        return dataclasses.field(metadata={"touchmap": said})
    return dataclasses.field(default=() if isinstance(type, Many) else None, metadata={"touchmap": said})


def fields_of(kind: type) -> tuple[Field, ...]:
    """The declared fields of a record class, in order, `id` first."""
    out = []
    for item in dataclasses.fields(kind):
        said: _Said = item.metadata["touchmap"]
        out.append(
            Field(
                item.name, said.key or item.name, said.type, said.doc, said.required, said.parent, said.slot
            )
        )
    return tuple(out)
