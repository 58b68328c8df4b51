"""Compiles the pages' markup templates: html`<b>${word}</b>` becomes html("b", null, word), which browsers need not parse.

The rules are those of htm, which reads the same templates while a source runs as it is (in tests, and with source maps):
space around line breaks is nothing, other space counts; an attribute without a value is true; `...${props}` spreads. What htm
would take and nobody writes, such as backslashes, is refused with its place, so that the two never differ in silence.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

IMPORT = re.compile(r'import \{ html \} from "htm/preact";')
COMPILED_IMPORT = 'import { h as html } from "preact";'
# What a scan through a script must not run over blindly: comments, strings, templates, patterns and braces.
NOTABLE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?:\bhtml)?`|/|[{}]""", re.DOTALL
)
PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
BEFORE_PATTERN = re.compile(r"(?:^|[(,=:\[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|await|yield|of|in))\s*\Z")
IN_TEMPLATE = re.compile(r"`|\$\{|\\", re.DOTALL)
# A template's fields stand in its markup as characters for private use.
FIRST_FIELD, LAST_FIELD = "\ue000", "\uf8ff"
FIELD = f"[{FIRST_FIELD}-{LAST_FIELD}]"
EDGES = re.compile(r"^\s*\n\s*|\s*\n\s*$")
TAG = re.compile(rf"<({FIELD}|[\w-]+)")
END = re.compile(rf"</(?:/|{FIELD}|[\w-]+)?\s*>")
SPREAD = re.compile(rf"\.\.\.({FIELD})")
NAME = re.compile(r"[\w:-]+")
VALUE = re.compile(rf"=(?:\"([^\"]*)\"|'([^']*)'|((?:{FIELD}|[^\s>/\"'=])+))")
SPACE = re.compile(r"\s*")


class TemplateError(Exception):
    """A template that is not as they are written here; the text says what, and the line."""


def compiled(source: str) -> str:
    """The script with its templates compiled; raises TemplateError."""
    if "html`" not in source:
        return source
    scan = _Scan(source)
    text, _ = scan.code(0, inside=False)
    return IMPORT.sub(COMPILED_IMPORT, text)


@dataclass
class _Scan:
    """Goes through a script and knows what is code, what is text and what a template."""

    source: str

    def code(self, at: int, inside: bool) -> tuple[str, int]:
        """The code from `at` on with its templates compiled, to its end or, inside `${`, to the `}` that closes it."""
        parts: list[str] = []
        deep, start = 0, at
        while found := NOTABLE.search(self.source, at):
            token, at = found[0], found.end()
            if token == "/":
                at = self._pattern_end(found.start())
            elif token == "{":
                deep += 1
            elif token == "}":
                if inside and not deep:
                    return "".join([*parts, self.source[start : found.start()]]), at
                deep -= 1
            elif token.endswith("`") and token[0] in "`h":
                parts.append(self.source[start : found.start()])
                made, at = self._markup(at) if token == "html`" else self._text(at)
                parts.append(made)
                start = at
        if inside:
            raise self._error(start, "a field of a template has no end")
        return "".join([*parts, self.source[start:]]), len(self.source)

    def _pattern_end(self, at: int) -> int:
        """Where the pattern ends that begins with the slash at `at`; just after it when it divides."""
        line = self.source.rfind("\n", 0, at) + 1
        before = self.source[line:at] if self.source[line:at].strip() else ""
        found = PATTERN.match(self.source, at) if BEFORE_PATTERN.search(before) else None
        return found.end() if found else at + 1

    def _text(self, at: int) -> tuple[str, int]:
        """An ordinary template literal, with the templates in its fields compiled."""
        parts = ["`"]
        while found := IN_TEMPLATE.search(self.source, at):
            parts.append(self.source[at : found.end()])
            at = found.end()
            if found[0] == "`":
                return "".join(parts), at
            if found[0] == "\\":
                parts.append(self.source[at])
                at += 1
            else:
                inner, at = self.code(at, inside=True)
                parts += [inner, "}"]
        raise self._error(at, "a template has no end")

    def _markup(self, at: int) -> tuple[str, int]:
        """A template of markup, as calls."""
        start = at
        markup: list[str] = []
        fields: list[str] = []
        while found := IN_TEMPLATE.search(self.source, at):
            markup.append(self.source[at : found.start()])
            at = found.end()
            if found[0] == "`":
                try:
                    made = _Markup("".join(markup), fields).whole()
                except TemplateError as error:
                    raise self._error(start, str(error)) from None
                # As many lines as before, so that what esbuild says of the code below is said of its line.
                return made + "\n" * (self.source.count("\n", start, at) - made.count("\n")), at
            if found[0] == "\\":
                raise self._error(at, "write the character itself, templates here have no backslashes")
            inner, at = self.code(at, inside=True)
            markup.append(chr(ord(FIRST_FIELD) + len(fields)))
            fields.append(f"({inner}\n)" if "//" in inner else f"({inner})")
        raise self._error(start, "a template has no end")

    def _error(self, at: int, words: str) -> TemplateError:
        return TemplateError(f"line {self.source.count(chr(10), 0, at) + 1}: {words}")


class _Markup:
    """One template: markup with a character for every field, and the fields' code."""

    def __init__(self, markup: str, fields: list[str]) -> None:
        self.markup = markup
        self.fields = fields
        self.at = 0

    def whole(self) -> str:
        """The code that makes what the template says: nothing, one thing, or a list."""
        made = self._inside()
        if self.at < len(self.markup):
            raise TemplateError("a tag is closed that was not opened")
        return made[0] if len(made) == 1 else f"[{','.join(made)}]" if made else "undefined"

    def _inside(self) -> list[str]:
        """The code of each thing from here to the end tag or the end."""
        made: list[str] = []
        while self.at < len(self.markup) and not self.markup.startswith("</", self.at):
            if self.markup.startswith("<", self.at):
                made.append(self._element())
                continue
            following = self.markup.find("<", self.at)
            end = len(self.markup) if following < 0 else following
            for piece in re.split(f"({FIELD})", self.markup[self.at : end]):
                text = EDGES.sub("", piece)
                if text:
                    made.append(self._field(text) if re.fullmatch(FIELD, text) else _string(text))
            self.at = end
        return made

    def _element(self) -> str:
        name = self._take(TAG)
        if not name:
            raise TemplateError(f"no tag: {self._here()}")
        tag = self._field(name[1]) if re.fullmatch(FIELD, name[1]) else _string(name[1])
        attributes = self._attributes()
        inside: list[str] = []
        if self.markup.startswith("/>", self.at):
            self.at += 2
        else:
            self.at += 1
            inside = self._inside()
            if not self._take(END):
                raise TemplateError(f"<{name[1]}> is not closed: {self._here()}")
        rest = [attributes or "null", *inside] if attributes or inside else []
        return f"html({','.join([tag, *rest])})"

    def _attributes(self) -> str:
        """The code of an element's attributes; empty when it has none."""
        made: list[str] = []
        while True:
            space = self._take(SPACE)
            if self.markup.startswith((">", "/>"), self.at):
                break
            if not (space and space[0]):
                raise TemplateError(f"no space before an attribute: {self._here()}")
            if spread := self._take(SPREAD):
                made.append(f"...{self._field(spread[1])}")
            elif name := self._take(NAME):
                value = self._take(VALUE)
                made.append(f"{_string(name[0])}:{self._value(value) if value else 'true'}")
            else:
                raise TemplateError(f"no attribute: {self._here()}")
        if len(made) == 1 and made[0].startswith("..."):
            return made[0][3:]
        return f"{{{','.join(made)}}}" if made else ""

    def _value(self, found: re.Match[str]) -> str:
        """The code of a value: one field is what it is, anything beside it makes a text of it."""
        text = next(group for group in found.groups() if group is not None)
        if re.fullmatch(FIELD, text):
            return self._field(text)
        if not re.search(FIELD, text):
            return _string(text)
        pieces = re.split(f"({FIELD})", text)
        return (
            f"`{''.join(f'${{{self._field(one)}}}' if re.fullmatch(FIELD, one) else one for one in pieces)}`"
        )

    def _field(self, mark: str) -> str:
        return self.fields[ord(mark) - ord(FIRST_FIELD)]

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.markup, self.at)
        if found:
            self.at = found.end()
        return found

    def _here(self) -> str:
        return re.sub(FIELD, "${…}", " ".join(self.markup[self.at : self.at + 50].split()))


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
