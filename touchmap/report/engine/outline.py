"""The bookmarks of the report: headings of all sections as one tree."""

from __future__ import annotations

from dataclasses import dataclass, field

from touchmap.report.engine.objects import pdf_number, pdf_string
from touchmap.report.engine.writer import PdfFile, ref


@dataclass(frozen=True, slots=True)
class Heading:
    """One bookmark; level from 1, place in points on a page (a reference)."""

    level: int
    label: str
    page: bytes
    x: float
    y: float
    open: bool


@dataclass(slots=True)
class _Node:
    heading: Heading | None
    number: int
    kids: list[_Node] = field(default_factory=list)


def add_outline(file: PdfFile, headings: list[Heading]) -> int:
    """Write the tree; the number of its root. A heading stands under the nearest one before it with a lower level."""
    root = _Node(None, file.reserve())
    path = [root]
    for heading in headings:
        while path[-1].heading is not None and path[-1].heading.level >= heading.level:
            path.pop()
        node = _Node(heading, file.reserve())
        path[-1].kids.append(node)
        path.append(node)
    _put_siblings(file, root)
    file.put(root.number, b"<</Type/Outlines" + _family(root) + b"/Count %d>>" % _shown(root))
    return root.number


def _put_siblings(file: PdfFile, parent: _Node) -> None:
    for at, node in enumerate(parent.kids):
        text = _entry(node, parent)
        if at:
            text += b"/Prev " + ref(parent.kids[at - 1].number)
        if at + 1 < len(parent.kids):
            text += b"/Next " + ref(parent.kids[at + 1].number)
        file.put(node.number, text + b">>")
        _put_siblings(file, node)


def _entry(node: _Node, parent: _Node) -> bytes:
    heading = node.heading
    assert heading is not None  # only the root has none, and it is no entry
    text = b"<</Title %s/Parent %s/Dest[%s/XYZ %s %s 0]" % (
        pdf_string(heading.label), ref(parent.number), heading.page, pdf_number(heading.x), pdf_number(heading.y),
    )  # fmt: skip
    if node.kids:
        count = _shown(node)
        text += _family(node) + b"/Count %d" % (count if heading.open else -count)
    return text


def _family(node: _Node) -> bytes:
    return b"/First %s/Last %s" % (ref(node.kids[0].number), ref(node.kids[-1].number))


def _shown(node: _Node) -> int:
    """How many entries are visible under this one when it is open."""
    return sum(1 + (_shown(kid) if kid.heading and kid.heading.open else 0) for kid in node.kids)
