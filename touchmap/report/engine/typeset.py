"""Lays out one section with WeasyPrint and takes the result apart into a part that can be joined with others."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from weasyprint import CSS, DEFAULT_OPTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import generate_pdf
from weasyprint.text.fonts import FontConfiguration

from touchmap.report.engine.fetching import AssetFetcher
from touchmap.report.engine.figures import FigureSpots, item_bytes
from touchmap.report.engine.fontfiles import SectionFonts, describe
from touchmap.report.engine.objects import pdf_value
from touchmap.report.engine.parsing import read_html
from touchmap.report.engine.part import Bookmark, Link, Page, Part, reference
from touchmap.report.engine.sequences import join_sequences
from touchmap.report.engine.tables import settle_tables
from touchmap.report.engine.tagging import read_structure, simplify, write_structure
from touchmap.report.engine.tuning import Kept, tune

LINK_SCHEMES = ("https", "mailto")
_POINT = 0.75
_OPTIONS = {"pdf_tags": True, "pdf_version": "1.7", "uncompressed_pdf": True}
_SVG = "{http://www.w3.org/2000/svg}"


class _Collected(logging.Handler):
    """Keeps WeasyPrint's warnings and errors of one section."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if line not in self.lines and len(self.lines) < 100:
            self.lines.append(line[:500])


class Typesetter:
    """What sections share: the fonts, the parsed style sheet, the images already decoded.

    Without `tuned` WeasyPrint is left as it is; nothing is kept between sections.
    """

    def __init__(self, css: str, assets: Mapping[str, bytes], tuned: bool = True) -> None:
        self._log = logging.getLogger("weasyprint")
        self._log.setLevel(logging.WARNING)
        self._log.propagate = False
        self._log.handlers.clear()
        self._fetcher = AssetFetcher(assets)
        self._fonts = FontConfiguration()
        self._counters = CounterStyle()
        self._known_fonts: dict[int, Any] = {}
        self._kept = tune(css) if tuned else Kept()
        self._figures: dict[int, Any] = {}
        with self._listening() as heard:
            self._sheet = CSS(
                string=css, url_fetcher=self._fetcher, font_config=self._fonts, counter_style=self._counters
            )
        self.warnings = tuple(heard.lines)

    def _listening(self) -> _Listening:
        return _Listening(self._log)

    def part(self, key: str, head: str, body: str) -> tuple[Part, list[Any]]:
        """Lay out one section; the part, and WeasyPrint's fonts that it uses."""
        self._kept.bound()
        with self._listening() as heard:
            tree = read_html(head, body, self._fetcher)
            _remove_strange_links(tree.etree_element)
            heard.lines += _undescribed(tree.etree_element)
            options = {**DEFAULT_OPTIONS, **_OPTIONS, "stylesheets": [self._sheet]}
            document = tree.render(font_config=self._fonts, counter_style=self._counters.copy(), **options)
            document.fonts = SectionFonts(self._known_fonts)
            document.metadata.attachments = []
            _keep_links(document.pages)
            pdf = generate_pdf(document, None, 1, **options)
            part = _Dissected(key, document, pdf).part(heard.lines, FigureSpots(document, self._figures))
            return part, list(document.fonts.used())


class _Listening:
    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._heard = _Collected()

    def __enter__(self) -> _Collected:
        self._log.addHandler(self._heard)
        return self._heard

    def __exit__(self, *_: object) -> None:
        self._log.removeHandler(self._heard)


def _remove_strange_links(tree: Any) -> None:
    """Only https, mailto and places in the report itself may be linked to; no attachments, no base address."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for name in [n for n in element.attrib if n == "href" or n.endswith("}href")]:
            target = element.attrib[name].strip()
            if (
                element.tag == "a"
                and not target.startswith("#")
                and urlsplit(target).scheme.lower() not in LINK_SCHEMES
            ):
                del element.attrib[name]
        if element.tag in ("base", "link", "object", "embed", "iframe"):
            element.attrib.clear()
        element.attrib.pop("rel", None)


def _keep_links(pages: list[Any]) -> None:
    """Keep WeasyPrint from dropping links into other sections, and from making one link of each box in a link."""
    targets = {link[1] for page in pages for link in page.links if link[0] == "internal"}
    known = {anchor for page in pages for anchor in page.anchors}
    elsewhere = targets - known
    for page in pages:
        page.links = [
            link for link in page.links if link[0] != "attachment" and (link[3].link or not _in_line(link[3]))
        ]
        page.own_anchors = dict(page.anchors)
    pages[0].anchors.update(dict.fromkeys(sorted(elsewhere), (0, 0, 0, 0)))


def _in_line(box: Any) -> bool:
    return isinstance(box, boxes.InlineBox)


class _Dissected:
    """One laid-out and painted section, being taken apart."""

    def __init__(self, key: str, document: Any, pdf: Any) -> None:
        self.key = key
        self.document = document
        self.pdf = pdf
        self.blobs: list[bytes] = []
        self.page_objects = [int(n) for n in pdf.pages["Kids"][::3]]
        self.heights = [page.height * _POINT for page in document.pages]
        self.streams = [pdf.objects[_number(pdf.objects[n]["Contents"])] for n in self.page_objects]
        self.resources = _number(pdf.objects[self.page_objects[0]]["Resources"])
        self.annotations: dict[int, Any] = {}

    def part(self, warnings: list[str], spots: FigureSpots) -> Part:
        pages = range(len(self.page_objects))
        root, structure_objects = read_structure(
            self.pdf, {n: i for i, n in enumerate(self.page_objects)}, self.heights
        )
        simplify(root)
        settle_tables(root)
        join_sequences(root, [stream.stream for stream in self.streams])
        links = [self._links(i) for i in pages]
        link_numbers = {number: n for n, number in enumerate(n for page in links for n, _, _ in page)}

        # Local numbers: pages, table of fonts, link annotations, structure, everything else.
        first_link = len(self.page_objects) + 1
        first_element = first_link + len(link_numbers)
        written = write_structure(
            root, first_element, self.key, lambda number: reference(first_link + link_numbers[number])
        )
        owners = written.content
        made = [self._page(i, owners, links[i], written.annotations, spots) for i in pages]
        count, texts, streams = self._objects(
            first_element + len(written.texts), structure_objects | set(self._annotation_numbers())
        )
        return Part(
            pages=tuple(made),
            fonts=tuple(describe(font) for font in self.document.fonts.used()),
            count=count,
            resources=self.numbers[self.resources],
            root=first_element,
            ids=tuple(written.ids),
            texts=tuple(written.texts + texts),
            streams=tuple(streams),
            blobs=tuple(self.blobs),
            warnings=tuple(warnings),
        )

    def _annotation_numbers(self) -> Iterator[int]:
        for number in self.page_objects:
            for raw in self.pdf.objects[number].get("Annots", ()):
                yield _number(raw)

    def _links(self, index: int) -> list[tuple[int, Any, Any]]:
        """(object number, annotation, box) of every link of a page."""
        return [
            (link[3].link_annotation.number, link[3].link_annotation, link[3])
            for link in self.document.pages[index].links
        ]

    def _page(
        self,
        index: int,
        owners: dict[tuple[int, int], int],
        links: list[tuple[int, Any, Any]],
        elements: dict[int, int],
        spots: FigureSpots,
    ) -> Page:
        page = self.document.pages[index]
        height = self.heights[index]
        items = self.streams[index].stream
        highest = _mark_artifacts(items, index, owners)
        pieces, slots, folio = spots.cut(page, items)
        return Page(
            width=page.width * _POINT,
            height=height,
            content=tuple(self._blob(piece, compress=not slots) for piece in pieces),
            slots=slots,
            folio=folio,
            links=tuple(
                _link(annotation, box, elements.get(number, -1)) for number, annotation, box in links
            ),
            bookmarks=tuple(
                Bookmark(level, label, x * _POINT, height - y * _POINT, state == "open")
                for level, label, (x, y), state in page.bookmarks
            ),
            anchors={
                name: (box[0] * _POINT, height - box[1] * _POINT) for name, box in page.own_anchors.items()
            },
            parents=tuple(owners.get((index, mcid), -1) for mcid in range(highest + 1)),
        )

    def _blob(self, content: bytes, compress: bool) -> int:
        self.blobs.append(zlib.compress(content, 9) if compress else content)
        return len(self.blobs) - 1

    def _objects(
        self, first: int, handled: set[int]
    ) -> tuple[int, list[tuple[int, bytes]], list[tuple[int, bytes, int]]]:
        """Everything that pages use (resources, images, patterns …), numbered from `first` on."""
        pdf = self.pdf
        fonts = pdf.objects[self.resources]["Font"]
        handled |= {
            0,
            pdf.pages.number,
            pdf.catalog.number,
            *self.page_objects,
            *(stream.number for stream in self.streams),
        }
        handled |= self._outline_numbers()
        self.numbers = {n: i for i, n in enumerate(self.page_objects)}
        self.numbers[_number(fonts)] = len(self.page_objects)
        rest = [o for o in pdf.objects if o.number not in handled and o.number != _number(fonts)]
        self.numbers.update({o.number: first + i for i, o in enumerate(rest)})
        texts, streams = [], []
        for object_ in rest:
            number = self.numbers[object_.number]
            if isinstance(object_, dict | list):
                texts.append((number, pdf_value(object_, self._reference)))
            else:
                streams.append((number, *self._stream(object_)))
        return first + len(rest), texts, streams

    def _stream(self, stream: Any) -> tuple[bytes, int]:
        content = b"\n".join(item_bytes(item) for item in stream.stream)
        extra = dict(stream.extra)
        if "Filter" not in extra:
            content = zlib.compress(content, 9)
            extra["Filter"] = "/FlateDecode"
        extra["Length"] = len(content)
        return pdf_value(extra, self._reference), self._blob(content, compress=False)

    def _reference(self, number: int) -> bytes:
        return reference(self.numbers[number])

    def _outline_numbers(self) -> set[int]:
        numbers = set()
        if "Outlines" in self.pdf.catalog:
            numbers.add(_number(self.pdf.catalog["Outlines"]))
        for number, raw in enumerate(self.pdf.objects):
            if isinstance(raw, dict) and "Title" in raw and "Parent" in raw:
                numbers.add(number)
        return numbers


def _undescribed(tree: Any) -> list[str]:
    pictures = [e for e in tree.iter(_SVG + "svg") if e.get("aria-hidden") != "true"]
    count = sum(1 for picture in pictures if not (picture.findtext(_SVG + "title") or "").strip())
    return [f"{count} drawings have neither a <title> nor aria-hidden"] if count else []


def _link(annotation: Any, box: Any, element: int) -> Link:
    target = f"#{annotation['Dest'].string}" if "Dest" in annotation else str(annotation["A"]["URI"].string)
    label = " ".join("".join(box.element.itertext()).split()) if box.element is not None else ""
    x1, y1, x2, y2 = annotation["Rect"]
    return Link((x1, min(y1, y2), x2, max(y1, y2)), label or target, target, element)


def _mark_artifacts(items: list[Any], page: int, owners: dict[tuple[int, int], int]) -> int:
    """Turn marked content that no element owns (page margins, decoration) into artifacts; the highest id that stays."""
    highest = -1
    for at, item in enumerate(items):
        if isinstance(item, dict) and "MCID" in item:
            if (page, item["MCID"]) in owners:
                highest = max(highest, item["MCID"])
            else:
                items[at - 1] = b"/Artifact"
                items[at] = b"<</Type/Pagination>>"
    return highest


def _number(reference_: bytes | str) -> int:
    return int(reference_.split()[0])
