"""The tables of workshops/README.md, made from the records; run this file to write them there again."""

from __future__ import annotations

import re
from pathlib import Path

from touchmap.domain.fields import (
    Choice,
    Day,
    Field,
    Identifier,
    Integer,
    Many,
    Moment,
    Number,
    Ref,
    Text,
    Truth,
    Type,
)
from touchmap.domain.records import FIELDS, KINDS

README = Path(__file__).resolve().parents[2] / "workshops" / "README.md"
MARKED = re.compile(r"(<!-- fields of (\w+) -->\n).*?(<!-- end -->)", re.S)


def value_of(type: Type) -> str:
    """What a field takes, in words: its type and limits."""
    match type:
        case Many(of=of, limit=limit):
            return f"list of up to {limit}; each {value_of(of)}"
        case Text(limit=limit, lines=lines):
            return f"text, up to {limit:,} characters" + (", several lines" if lines else "")
        case Choice(options=options):
            return "one of " + ", ".join(f"`{option}`" for option in options)
        case Integer(low=low, high=high):
            return f"whole number, {low:,} to {high:,}"
        case Number(low=low, high=high, unit=unit):
            shown = "" if unit == "−2…+2" else f", {unit}" if unit else ""
            return f"number, {low:,g} to {high:,.0f}{shown}".replace("-", "−")
        case Ref(kinds=kinds):
            return "id of a " + " or ".join(kinds) if kinds else "id of any record"
        case Truth():
            return "`true` or `false`"
        case Day():
            return "day, such as `2026-11-23`"
        case Moment():
            return "moment, such as `2026-11-23T14:05:00Z`"
        case Identifier():
            return "id, up to 64 characters"


def needed(field: Field) -> str:
    """The last cell of a row: whether the file must have the field."""
    return "yes" if field.required and field.name != "id" else ""


def table(kind: str) -> str:
    """The Markdown table of every field that a file may give a record of this kind."""
    rows = ["| key | what it holds | value | required |", "|---|---|---|---|"]
    for field in FIELDS[kind]:
        if not field.parent and not field.slot:
            rows.append(f"| `{field.key}` | {field.doc} | {value_of(field.type)} | {needed(field)} |")
    return "\n".join(rows) + "\n"


def with_tables(text: str) -> str:
    """The README with every table as it should be."""
    return MARKED.sub(lambda found: found[1] + table(found[2]) + found[3], text)


def kinds_in(text: str) -> list[str]:
    """The kinds whose table the README has, in order."""
    return [found[2] for found in MARKED.finditer(text) if found[2] in KINDS]


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
