"""Writes page descriptions shorter without changing what is seen: WeasyPrint spells out much that says nothing."""

from __future__ import annotations

import re

_SHOWN = re.compile(rb"^\[(<.*)\] TJ$", re.MULTILINE)
_SHOWN_PART = re.compile(rb"<([0-9a-f]*)>|(-?[0-9.]+)")
# Rounded corners start and stop with lines of no length.
_NO_LENGTH = re.compile(rb"(?<= )([-0-9.]+ [-0-9.]+) c\n\1 l\n")
_NO_LENGTH_FIRST = re.compile(rb"^([-0-9.]+ [-0-9.]+) m\n\1 l\n", re.MULTILINE)
# A box that is filled needs no clip of its own size, and an area that is only filled no look of its lines.
_FILLED_CLIP = re.compile(rb"^([-0-9. ]+ re\n)W\*?\nn\n\1f\nQ$", re.MULTILINE)
_FILL_ONLY = re.compile(
    rb"^\[\] 0 d\n[0-2] J\n[0-2] j\n[0-9.]+ M\n((?:[-0-9. ]+ (?:[mlcvy]|re)\n|h\n)+f\*?\nQ)$", re.MULTILINE
)
_NESTED = re.compile(rb"^q\nq\n((?:(?![qQ]$)[^\n]*\n)*)Q\nQ$", re.MULTILINE)
# The lines of a table, one by one.
_LINE = rb"q\n(/A[0-9.]+ gs\n[0-9. ]+ RG\n[0-9.]+ w\n)([-0-9.]+ [-0-9.]+) m\n([-0-9.]+ [-0-9.]+) l\nS\nQ\n"
_ONE_LINE = re.compile(_LINE)
_LINES = re.compile(rb"(?m:^)(?:" + re.sub(rb"[()]", b"", _LINE) + rb"){2,}")


def tightened(content: bytes) -> bytes:
    """The same page description in fewer bytes: no zero kerning, no lines of no length, no state set twice."""
    content = _SHOWN.sub(_shown, content)
    content = _NO_LENGTH.sub(rb"\1 c\n", content)
    content = _NO_LENGTH_FIRST.sub(rb"\1 m\n", content)
    content = _FILLED_CLIP.sub(rb"\1f\nQ", content)
    content = _FILL_ONLY.sub(rb"\1", content)
    content = _NESTED.sub(rb"q\n\1Q", content)
    return _LINES.sub(_joined_lines, content)


def _shown(line: re.Match[bytes]) -> bytes:
    """A text showing operator with glyphs joined where nothing is between them, and whole thousandths elsewhere.

    What rounding takes from one adjustment is given to the next, so that a line keeps its length.
    """
    text = line.group(1).replace(b">0<", b"")
    if b"<>" not in text and b"." not in text:
        return b"[" + text.removesuffix(b"0") + b"] TJ" if text.endswith(b">0") else b"[" + text + b"] TJ"
    out = [b"[<"]
    waiting = 0.0
    for part in _SHOWN_PART.finditer(text):
        glyphs, number = part.groups()
        if number is not None:
            waiting += float(number)
        elif glyphs:
            if rounded := round(waiting):
                out.append(b">%d<" % rounded)
                waiting -= rounded
            out.append(glyphs)
    out.append(b">")
    if rounded := round(waiting):
        out.append(b"%d" % rounded)
    out.append(b"] TJ")
    return b"".join(out)


def _joined_lines(run: re.Match[bytes]) -> bytes:
    """Lines of one colour and width as one path; where one starts at the end of the other, without a move between."""
    out: list[bytes] = []
    look = end = b""
    for line in _ONE_LINE.finditer(run.group()):
        if line[1] != look:
            out += [b"S\nQ\n" if look else b"", b"q\n", line[1]]
            look, end = line[1], b""
        if line[2] != end:
            out += [line[2], b" m\n"]
        out += [line[3], b" l\n"]
        end = line[3]
    return b"".join([*out, b"S\nQ\n"])
