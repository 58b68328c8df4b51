"""What is wrong with a text that is no YAML, said for somebody who wrote it by hand: the usual slips, each with its remedy."""

from __future__ import annotations

import re
from typing import Any

from touchmap.formats.source import Unreadable

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # where libyaml begins a new line
_KEY = re.compile(r":(\s|$)")
_CODE = "TM092"


def explained(error: Any, text: str) -> Unreadable:
    """The slip behind a `yaml.MarkedYAMLError` of this text, at the line and column where it is mended."""
    mark = error.problem_mark or error.context_mark
    said = (error.problem or error.context or "it cannot be read").strip()
    if mark is None:
        return Unreadable(_CODE, f"This is not YAML: {said}.", "Check it in an editor.")
    opened = error.context_mark or mark
    if "end of stream" in said and "quoted" in (error.context or ""):
        what, todo = "The quote that opens here is never closed.", "Close it at the end of the text."
        return _at(opened, what, todo)
    if "expected ':'" in said:
        what = "This line is no 'key: value'."
        todo = "Write a colon and a space after the key; indent it deeper if it goes on with the text above."
        return _at(opened, what, todo)
    lines = _BREAK.split(text)
    line = lines[mark.line] if mark.line < len(lines) else ""
    return _at(mark, *(_slip(said, line[: mark.column], line[mark.column :], opened) or _other(said)))


def _slip(said: str, before: str, after: str, opened: Any) -> tuple[str, str] | None:
    """What happened and what to do, from the parser's words and the line before and after the place."""
    if after.startswith("\t"):
        return "A tab stands where YAML takes only spaces.", "Indent with spaces."
    if "mapping values" in said:
        if _KEY.search(before):
            return "A second colon stands in this line.", "Put the text after the first one in quotes."
        return (
            "A key stands where the line above is still going on.",
            "Line it up with the keys beside it, and put a space after the colon of each key.",
        )
    if "expected key" in said or "'-' indicator" in said:
        if before.strip(" -"):
            return (
                "The text goes on after its closing quote.",
                'Put all of it in double quotes, and write a double quote inside as \\".',
            )
        return (
            "This line is indented like none of those above that it could belong to.",
            "Line it up with the keys or the dashes beside it.",
        )
    if "expected ','" in said:
        bracket = said[-2:-1]
        return (
            f"A comma or '{bracket}' is missing; the bracket opens at {opened.line + 1}:{opened.column + 1}.",
            "Close it, and put text that has brackets, commas or quotes in it in quotes.",
        )
    if "cannot start" in said:
        return f"A text cannot begin with '{after[:1]}'.", "Put it in quotes."
    if "alphabetic or numeric" in said or "tag" in said:
        return "A text cannot begin with '&', '*' or '!'.", "Put it in quotes."
    if "unknown escape" in said:
        return (
            "A backslash in double quotes begins a special character, and this is none.",
            "Write it twice, or use single quotes.",
        )
    if "block sequence entries" in said:
        return (
            "A list cannot begin in the line of its key.",
            "Begin it on the next line; put text that starts with '- ' in quotes.",
        )
    if "comment or line break" in said:
        return (
            "After '>' or '|' the text begins on the next line.",
            "Move it there; put text that starts with one of them in quotes.",
        )
    return None


def _other(said: str) -> tuple[str, str]:
    return f"This is not YAML: {said}.", "Check the indentation, quotes and brackets just before this place."


def _at(mark: Any, what: str, todo: str) -> Unreadable:
    return Unreadable(_CODE, what, todo, mark.line + 1, mark.column + 1)
