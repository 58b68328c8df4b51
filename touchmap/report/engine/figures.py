"""Finds the places of page numbers in a painted page and takes the stand-ins out, so that real ones can be set later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream

from touchmap.report.engine.objects import pdf_value
from touchmap.report.engine.part import Figures, Slot, reference
from touchmap.report.engine.tightening import tightened

_NEEDED = "0123456789 /"
_GLYPH = re.compile(r"[0-9a-f]{4}")
_HEX = re.compile(r"<([0-9a-f]*)>")


class UnsettableNumber(ValueError):
    """A page number stands where it cannot be set later (split, in a transparent group, or in a font without figures)."""


class FigureSpots:
    """Finds the stand-ins of one laid-out section."""

    def __init__(
        self, document: Any, known: dict[int, tuple[Any, int, str, float, dict[str, tuple[int, float]]]]
    ) -> None:
        self._document = document
        # Identity of a style → the style (which keeps the identity its own), and what its figures look like.
        self._known = known

    def cut(self, page: Any, items: list[Any]) -> tuple[list[bytes], tuple[Slot, ...], Figures | None]:
        """The page description in pieces between the slots, the slots, and the place of the page's own number."""
        folio = None
        for box in _folio_boxes(page._page_box):
            folio = self._figures(box)
            at, _ = _shown_at(items, box)
            items[at] = b""
        places: list[tuple[int, Slot]] = []
        for anchor, box in _slot_boxes(page._page_box, None):
            at, hexadecimal = _shown_at(items, box)
            figures = self._figures(box)
            glyphs = {
                character: glyph for character, (glyph, _) in figures.glyphs.items() if character.isdigit()
            }
            if len(_GLYPH.findall(hexadecimal)) != len(box.text):
                raise UnsettableNumber(
                    f"the page number of #{anchor} cannot be set: its figures are joined glyphs"
                )
            places.append((at, Slot(anchor, glyphs)))
        places.sort(key=lambda place: place[0])
        pieces, start = [], 0
        for at, _ in places:
            pieces.append(_joined(items[start:at]))
            start = at + 1
        pieces.append(_joined(items[start:]))
        return pieces, tuple(slot for _, slot in places), folio

    def _figures(self, box: Any) -> Figures:
        style = box.style
        if id(style) not in self._known:
            self._known[id(style)] = (style, *self._written_aside(box))
        _, font_key, resource, size, glyphs = self._known[id(style)]
        font = self._document.fonts.use(font_key)
        for character, (glyph, advance) in glyphs.items():
            font.widths.setdefault(glyph, advance)
            font.to_unicode.setdefault(glyph, character)
        red, green, blue = style["color"].to("srgb").coordinates
        y = box.position_y + box.baseline
        return Figures(
            box.position_x, y, box.position_x + box.width, resource, size, (red, green, blue), glyphs
        )

    def _written_aside(self, box: Any) -> tuple[int, str, float, dict[str, tuple[int, float]]]:
        """Let WeasyPrint write all figures in the style of this box, aside, and read which glyphs it took."""
        resources: dict[str, Any] = {
            "ExtGState": {},
            "XObject": {},
            "Pattern": {},
            "Shading": {},
            "ColorSpace": None,
        }
        aside = Stream(self._document.fonts, (0, 0, 1, 1), resources, {}, None, {}, None)
        layout = box.pango_layout
        layout.reactivate(box.style)
        glyphs: dict[str, tuple[int, float]] = {}
        used: set[tuple[str, float]] = set()
        for character in _NEEDED:
            # Between two others, so that a space is not left out.
            layout.set_text(f"0{character}0")
            aside.stream.clear()
            aside._current_font = None
            draw_first_line(aside, box, "clip", "none", Matrix(d=-1))
            shown = [_text(item) for item in aside.stream if _text(item).endswith("TJ")]
            found = _GLYPH.findall("".join("".join(_HEX.findall(item)) for item in shown))
            fonts = [_text(item).split() for item in aside.stream if _text(item).endswith(" Tf")]
            if len(found) != 3 or len(fonts) != 1:
                raise UnsettableNumber("a page number is set in a font that has not all figures")
            used.add((fonts[0][0][1:], float(fonts[0][1])))
            glyph = int(found[1], 16)
            _, font = self._document.fonts.named(fonts[0][0][1:])
            glyphs[character] = (glyph, font.widths[glyph])
        layout.deactivate()
        (resource, size), *others = used
        if others:
            raise UnsettableNumber("a page number is set in more than one font")
        return self._document.fonts.named(resource)[0], resource, size, glyphs


def _folio_boxes(page_box: Any) -> Iterator[Any]:
    for child in page_box.children:
        if isinstance(child, boxes.MarginBox) and child.at_keyword == "@bottom-right":
            yield from _texts(child)


def _slot_boxes(box: Any, anchor: str | None) -> Iterator[tuple[str, Any]]:
    """(anchor, text box) of every page number slot, in the order of the text."""
    if isinstance(box, boxes.MarginBox):
        return
    element = getattr(box, "element", None)
    if (
        isinstance(box, boxes.InlineBox)
        and element is not None
        and "page-number" in element.get("class", "").split()
    ):
        texts = list(_texts(box))
        if len(texts) == 1:
            yield element.get("href", "#")[1:], texts[0]
        elif texts:
            raise UnsettableNumber(f"the page number of {element.get('href')} is split over lines")
        return
    if isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _slot_boxes(getattr(child, "_box", child), anchor)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _texts(getattr(child, "_box", child))


def _shown_at(items: list[Any], box: Any) -> tuple[int, str]:
    """Where in the page description the text of this box is shown, and its glyphs in hexadecimal."""
    probe = pydyf.Stream()
    probe.set_text_matrix(*Matrix(d=-1, e=box.position_x, f=box.position_y + box.baseline).values)
    matrix = probe.stream[0]
    for at, item in enumerate(items):
        if item == matrix:
            for after in range(at + 1, min(at + 6, len(items))):
                text = _text(items[after])
                if text.endswith("] TJ"):
                    return after, "".join(_HEX.findall(text))
    raise UnsettableNumber(
        "a page number was not found on its page; it may stand in a transparent or turned group"
    )


def _joined(items: list[Any]) -> bytes:
    # Decoration after decoration is one piece of it.
    content = b"\n".join(item_bytes(item) for item in items).replace(b"EMC\n/Artifact\nBMC\n", b"")
    return tightened(content)


def item_bytes(item: Any) -> bytes:
    """An item of one of WeasyPrint's streams as it stands in the file."""
    if isinstance(item, bytes):
        return item
    if isinstance(item, dict):
        return pdf_value(item, reference)
    data = getattr(item, "data", None)
    return data if isinstance(data, bytes) else str(item).encode("ascii")


def _text(item: Any) -> str:
    return item.decode("latin-1") if isinstance(item, bytes) else str(item)
