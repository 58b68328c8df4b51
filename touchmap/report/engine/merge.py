"""Joins the parts of a report into one tagged PDF: pages, numbers, links, bookmarks, structure, fonts, description."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from touchmap.report.engine.description import add_attachments, information, metadata
from touchmap.report.engine.fonts import FontProgram, FontTable, shared_fonts
from touchmap.report.engine.objects import pdf_number, pdf_string
from touchmap.report.engine.outline import Heading, add_outline
from touchmap.report.engine.part import Figures, Link, Page, Part
from touchmap.report.engine.section import Document
from touchmap.report.engine.writer import PdfFile, ref

_REFERENCE = re.compile(rb"\x01(\d+)\x02")
_PARENT = b"\x03"


@dataclass(frozen=True, slots=True)
class Merged:
    """The file, and links that lead nowhere (their places, for the author of the sections)."""

    pdf: bytes
    warnings: tuple[str, ...]


def merge(document: Document, parts: list[Part], programs: dict[tuple[str, str, int], FontProgram]) -> Merged:
    """One PDF of all parts in order. `programs` has a font program for every font of `fonts.shared_fonts(parts)`."""
    return _Merge(document, parts, programs).run()


class _Merge:
    def __init__(
        self, document: Document, parts: list[Part], programs: dict[tuple[str, str, int], FontProgram]
    ) -> None:
        self.document = document
        self.parts = parts
        self.file = PdfFile()
        self.catalog = self.file.reserve()
        self.page_tree = self.file.reserve()
        self.tag_root = self.file.reserve()
        self.tag_document = self.file.reserve()
        self.first_page = [0, *accumulate(len(part.pages) for part in parts)]
        self.total = self.first_page[-1]
        self.bases = [self.file.reserve(part.count) for part in parts]
        self.fonts = FontTable(self.file, shared_fonts(parts), programs)
        self.anchors, self.page_of = self._anchors()
        self.parent_rows: list[bytes] = []
        self.link_rows: list[bytes] = []
        self.images: dict[tuple[bytes, bytes], int] = {}
        self.warnings: list[str] = []

    def run(self) -> Merged:
        for at in range(len(self.parts)):
            self._join(at)
        self._page_tree()
        self._structure()
        headings = self._headings()
        entries = (
            b"/Type/Catalog/Pages " + ref(self.page_tree) + b"/Lang " + pdf_string(self.document.language)
        )
        entries += b"/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>"
        entries += b"/StructTreeRoot " + ref(self.tag_root)
        if headings:
            entries += b"/Outlines " + ref(add_outline(self.file, headings)) + b"/PageMode/UseOutlines"
        names = b"/Dests " + ref(self._destinations()) if self.anchors else b""
        if self.document.attachments:
            files, relations = add_attachments(self.file, self.document)
            names += files
            entries += relations
        entries += b"/Names<<" + names + b">>" if names else b""
        entries += b"/Metadata " + ref(metadata(self.file, self.document))
        self.file.put(self.catalog, b"<<" + entries + b">>")
        info = self.file.add(information(self.document))
        return Merged(self.file.written(self.catalog, info), tuple(dict.fromkeys(self.warnings)))

    def _join(self, at: int) -> None:
        """Give one part its final numbers."""
        part, base = self.parts[at], self.bases[at]
        names = [ref(base + n) for n in range(part.count)]

        def linked(text: bytes) -> bytes:
            return _REFERENCE.sub(lambda match: names[int(match[1])], text)

        self.file.put(base + len(part.pages), self.fonts.resources(part.fonts))
        if part.texts:
            joined = linked(b"\n".join(text for _, text in part.texts)).replace(
                _PARENT, ref(self.tag_document)
            )
            for (number, _), text in zip(part.texts, joined.split(b"\n"), strict=True):
                self.file.put(base + number, text)
        for number, dictionary, blob in part.streams:
            self.file.put_stream(base + number, linked(dictionary), part.blobs[blob])
        next_link = base + len(part.pages) + 1
        for n, page in enumerate(part.pages):
            annotations = []
            for link in page.links:
                self._link(next_link, base, link)
                annotations.append(ref(next_link))
                next_link += 1
            self._page(base + n, self.first_page[at] + n, base, part, page, annotations)

    def _page(
        self, number: int, index: int, base: int, part: Part, page: Page, annotations: list[bytes]
    ) -> None:
        contents = [ref(self._content(part, page))]
        if page.folio:
            text = f"{index + 1} / {self.total}"
            contents.append(ref(self.file.add_stream(b"", _folio(page.folio, text))))
        box = b"[0 0 %s %s]" % (pdf_number(page.width), pdf_number(page.height))
        entries = b"<</Type/Page/Parent %s/MediaBox%s/Resources %s/Contents[%s]/Tabs/S/StructParents %d" % (
            ref(self.page_tree), box, ref(base + part.resources), b" ".join(contents), index,
        )  # fmt: skip
        if annotations:
            entries += b"/Annots[" + b" ".join(annotations) + b"]"
        self.file.put(number, entries + b">>")
        owners = b" ".join(ref(base + owner) if owner >= 0 else b"null" for owner in page.parents)
        self.parent_rows.append(b"%d[%s]" % (index, owners))

    def _content(self, part: Part, page: Page) -> int:
        if not page.slots:
            content = part.blobs[page.content[0]]
            number = self.file.reserve()
            self.file.put_stream(number, b"<</Filter/FlateDecode/Length %d>>" % len(content), content)
            return number
        pieces = [part.blobs[page.content[0]]]
        for slot, piece in zip(page.slots, page.content[1:], strict=True):
            number_text = str(self.page_of.get(slot.anchor, 0)) if slot.anchor in self.page_of else ""
            if not number_text:
                self.warnings.append(
                    f"the page number of #{slot.anchor} is asked for, but nothing has that id"
                )
            glyphs = "".join(f"{slot.glyphs[figure]:04x}" for figure in number_text)
            pieces += [b"\n[<" + glyphs.encode("ascii") + b">] TJ\n", part.blobs[piece]]
        return self.file.add_stream(b"", b"".join(pieces))

    def _link(self, number: int, base: int, link: Link) -> None:
        rect = b" ".join(pdf_number(round(value, 2)) for value in link.rect)
        text = b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%s]/Contents %s" % (
            rect,
            pdf_string(link.label),
        )
        if link.target.startswith("#"):
            if link.target[1:] not in self.anchors:
                self.warnings.append(f"a link leads to {link.target}, but nothing has that id")
            else:
                text += b"/Dest " + pdf_string(link.target[1:])
        else:
            text += b"/A<</S/URI/URI " + pdf_string(link.target) + b">>"
        if link.struct >= 0:
            key = self.total + len(self.link_rows)
            text += b"/StructParent %d" % key
            self.link_rows.append(b"%d %s" % (key, ref(base + link.struct)))
        self.file.put(number, text + b">>")

    def _anchors(self) -> tuple[dict[str, bytes], dict[str, int]]:
        """Every id: where it is, and on which page (from 1). The first of two equal ids counts."""
        places: dict[str, bytes] = {}
        numbers: dict[str, int] = {}
        for part, base, first in zip(self.parts, self.bases, self.first_page, strict=False):
            for n, page in enumerate(part.pages):
                for name, (x, y) in page.anchors.items():
                    if name not in places:
                        places[name] = b"[%s/XYZ %s %s 0]" % (ref(base + n), pdf_number(x), pdf_number(y))
                        numbers[name] = first + n + 1
        return places, numbers

    def _destinations(self) -> int:
        entries = sorted((pdf_string(name), place) for name, place in self.anchors.items())
        # Names are sorted by their characters, not by how they are written.
        entries.sort(key=lambda entry: _raw(entry[0]))
        return self.file.add(b"<</Names[" + b"".join(name + place for name, place in entries) + b"]>>")

    def _page_tree(self) -> None:
        kids = [
            ref(base + n)
            for part, base in zip(self.parts, self.bases, strict=True)
            for n in range(len(part.pages))
        ]
        self.file.put(self.page_tree, b"<</Type/Pages/Count %d/Kids[%s]>>" % (self.total, b" ".join(kids)))

    def _structure(self) -> None:
        sections = b" ".join(ref(base + part.root) for part, base in zip(self.parts, self.bases, strict=True))
        self.file.put(
            self.tag_document, b"<</Type/StructElem/S/Document/P %s/K[%s]>>" % (ref(self.tag_root), sections)
        )
        parents = self.file.add(b"<</Nums[" + b"\n".join(self.parent_rows + self.link_rows) + b"]>>")
        text = b"<</Type/StructTreeRoot/K[%s]/ParentTree %s/ParentTreeNextKey %d" % (
            ref(self.tag_document), ref(parents), self.total + len(self.link_rows),
        )  # fmt: skip
        ids = sorted(
            (_raw(pdf_string(name)), pdf_string(name), ref(base + number))
            for part, base in zip(self.parts, self.bases, strict=True)
            for name, number in part.ids
        )
        if ids:
            tree = self.file.add(
                b"<</Names[" + b" ".join(name + b" " + element for _, name, element in ids) + b"]>>"
            )
            text += b"/IDTree " + ref(tree)
        self.file.put(self.tag_root, text + b">>")

    def _headings(self) -> list[Heading]:
        return [
            Heading(mark.level, mark.label, ref(base + n), mark.x, mark.y, mark.open)
            for part, base in zip(self.parts, self.bases, strict=True)
            for n, page in enumerate(part.pages)
            for mark in page.bookmarks
        ]


def _raw(literal: bytes) -> bytes:
    if literal.startswith(b"<"):
        return bytes.fromhex(literal[1:-1].decode("ascii"))
    return re.sub(rb"\\(.)", rb"\1", literal[1:-1])


def _folio(spot: Figures, text: str) -> bytes:
    """A page's own number, ending where its stand-in ended, as an artifact of the page.

    WeasyPrint's page description before it leaves the axes in points from the top left.
    """
    glyphs = [spot.glyphs[character] for character in text]
    width = sum(advance for _, advance in glyphs) * spot.size / 1000
    shown = "".join(f"{glyph:04x}" for glyph, _ in glyphs).encode("ascii")
    colour = b" ".join(pdf_number(channel) for channel in spot.colour)
    place = b" ".join((pdf_number(spot.right - width), pdf_number(spot.y)))
    font = b"/" + spot.font.encode("ascii") + b" " + pdf_number(spot.size)
    painted = b"%s rg BT %s Tf 1 0 0 -1 %s Tm <%s> Tj ET" % (colour, font, place, shown)
    return (
        b"\n/Artifact <</Type/Pagination/Subtype/Footer>> BDC q .75 0 0 .75 0 0 cm " + painted + b" Q EMC\n"
    )
