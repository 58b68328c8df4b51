"""JSON with places: strings are read by the standard library, the walk around them is ours."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Any

from touchmap.domain.fields import shown
from touchmap.formats.source import Counter, Path, Source, Unreadable

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)  # possessive: no memory for going back
_WORDS = {"true": True, "false": False, "null": None}
_WORD = re.compile(r"[A-Za-z]+")


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.source = Source()
        self.counter = Counter()
        self.breaks = [m.end() for m in re.finditer("\n", text)]

    def place(self, at: int) -> tuple[int, int]:
        line = bisect_right(self.breaks, at)
        return line + 1, at - (self.breaks[line - 1] if line else 0) + 1

    def refuse(self, at: int, what: str, todo: str, code: str = "TM092") -> Unreadable:
        return Unreadable(code, what, todo, *self.place(min(at, len(self.text))))

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def peek(self, at: int) -> str:
        return self.text[at : at + 1]

    def document(self) -> Source:
        at = self.skip(0)
        self.source.data, at = self.value(at, (), 1)
        if (rest := self.skip(at)) < len(self.text):
            raise self.refuse(rest, "There is more text after the end of the JSON value.", "Remove it.")
        return self.source

    def value(self, at: int, path: Path, depth: int) -> tuple[Any, int]:
        self.counter.node(depth, *self.place(at))
        self.source.places.setdefault(path, self.place(at))
        match self.peek(at):
            case '"':
                return self.string(at)
            case "{":
                return self.mapping(at, path, depth)
            case "[":
                return self.list(at, path, depth)
        if found := _NUMBER.match(self.text, at):
            return self.number(found), found.end()
        if (word := _WORD.match(self.text, at)) and word.group() in _WORDS:
            return _WORDS[word.group()], word.end()
        if word and word.group() in ("NaN", "Infinity"):
            raise self.refuse(at, f"{word.group()} is not a number in JSON.", "Leave the field out.")
        what = (
            "The JSON ends too early."
            if at >= len(self.text)
            else f"{shown(self.text[at : at + 12])} is not JSON."
        )
        raise self.refuse(at, what, "Check the quotes, commas and brackets just before this place.")

    def string(self, at: int) -> tuple[str, int]:
        found = _STRING.match(self.text, at)
        if found is None:
            raise self.refuse(at, "This text in quotes has no end.", "Close the quotes.")
        try:
            return str(json.loads(found.group())), found.end()
        except json.JSONDecodeError as error:
            what = f"This is not JSON: {error.msg.lower()}."
            raise self.refuse(
                at + error.pos, what, "Write line breaks as \\n and backslashes as \\\\."
            ) from None

    def number(self, found: re.Match[str]) -> int | float:
        text = found.group()
        if len(text) > 40:
            raise self.refuse(found.start(), "This number has too many digits.", "Shorten it.")
        return float(text) if found.group(1) or found.group(2) else int(text)

    def mapping(self, at: int, path: Path, depth: int) -> tuple[dict[str, Any], int]:
        out: dict[str, Any] = {}
        at = self.skip(at + 1)
        if self.peek(at) == "}":
            return out, at + 1
        while True:
            if self.peek(at) != '"':
                raise self.refuse(
                    at, "A key in double quotes should stand here.", "Quote it, or remove the comma before."
                )
            key_at = at
            key, at = self.string(at)
            if key in out:
                raise self.refuse(
                    key_at, f"The key {shown(key)} stands twice in the same place.", "Keep one.", "TM093"
                )
            at = self.skip(at)
            if self.peek(at) != ":":
                raise self.refuse(at, "A colon should stand here.", 'Write "key": value.')
            self.source.places[(*path, key)] = self.place(key_at)
            out[key], at = self.value(self.skip(at + 1), (*path, key), depth + 1)
            at, more = self.separator(at, "}")
            if not more:
                return out, at

    def list(self, at: int, path: Path, depth: int) -> tuple[list[Any], int]:
        out: list[Any] = []
        at = self.skip(at + 1)
        if self.peek(at) == "]":
            return out, at + 1
        while True:
            item, at = self.value(at, (*path, len(out)), depth + 1)
            out.append(item)
            at, more = self.separator(at, "]")
            if not more:
                return out, at

    def separator(self, at: int, end: str) -> tuple[int, bool]:
        at = self.skip(at)
        if self.peek(at) == end:
            return at + 1, False
        if self.peek(at) != ",":
            raise self.refuse(
                at, f"A comma or '{end}' should stand here.", "Check the value just before this place."
            )
        return self.skip(at + 1), True


def load(text: str) -> Source:
    """The data of a JSON text with its places; raises Unreadable with the line of whatever is wrong."""
    return _Parser(text).document()


def dump(data: dict[str, Any]) -> str:
    """The JSON text of plain data, indented by two, keys in the order given."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
