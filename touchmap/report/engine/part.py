"""A finished section: its pages as PDF objects that wait for their final numbers, and how it is kept on disk.

Objects of a part are numbered from 0. A reference to one is written as \\x01, its number, \\x02 (see `reference`);
text objects contain no other control characters, so that a part is linked into a file by one substitution.
Local objects 0 … pages-1 are the pages, object `pages` is the table of fonts; both are written when parts are joined.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from typing import Any

MAGIC = b"touchmap part 1\n"


class DamagedPart(ValueError):
    """The bytes are not a whole part: cut short, altered, or of another version."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A place for a number: where its figures stand and what they look like.

    x, y: left end of the base line in CSS pixels from the top left of the page; right: its right end.
    font, size: resource name and size (px). colour: RGB, 0 to 1. glyphs: character → (glyph, advance in 1/1000 em).
    """

    x: float
    y: float
    right: float
    font: str
    size: float
    colour: tuple[float, float, float]
    glyphs: dict[str, tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Slot:
    """A page number inside the text: the anchor it tells about, and the glyph of each figure 0 to 9."""

    anchor: str
    glyphs: dict[str, int]


@dataclass(frozen=True, slots=True)
class Link:
    """A link. target: an address, or #anchor; struct: local number of its structure element, -1 for none."""

    rect: tuple[float, float, float, float]
    label: str
    target: str
    struct: int


@dataclass(frozen=True, slots=True)
class Bookmark:
    level: int
    label: str
    x: float
    y: float
    open: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page. Coordinates of links, bookmarks and anchors are PDF points from the bottom left.

    content: page description, cut where the slots stand: piece, slot, piece, slot … piece (numbers of blobs).
    parents: for each marked-content id the local number of its structure element, -1 for none.
    """

    width: float
    height: float
    content: tuple[int, ...]
    slots: tuple[Slot, ...]
    folio: Figures | None
    links: tuple[Link, ...]
    bookmarks: tuple[Bookmark, ...]
    anchors: dict[str, tuple[float, float]]
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FontUse:
    """What a section uses of one font. widths: glyph → 1/1000 em; texts: glyph → characters for text extraction.

    file: SHA-256 of the font file, kept in the cache under that name; missing: glyphs that the font does not have.
    """

    resource: str
    file: str
    index: int
    name: str
    family: str
    flags: int
    ascent: int
    descent: int
    bitmap: bool
    about: dict[str, Any]
    widths: dict[int, float]
    texts: dict[int, str]
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One rendered section. resources: local number of the dictionary that all its pages use; root: of its Sect element."""

    pages: tuple[Page, ...]
    fonts: tuple[FontUse, ...]
    count: int
    resources: int
    root: int
    ids: tuple[tuple[str, int], ...]
    texts: tuple[tuple[int, bytes], ...]
    streams: tuple[tuple[int, bytes, int], ...]
    blobs: tuple[bytes, ...]
    warnings: tuple[str, ...]


def reference(number: int) -> bytes:
    """A reference to a local object, to be replaced when the part is linked into a file."""
    return b"\x01%d\x02" % number


def encode(part: Part) -> bytes:
    """The part as bytes with a checksum."""
    head = json.dumps(
        {
            "pages": part.pages,
            "fonts": part.fonts,
            "count": part.count,
            "resources": part.resources,
            "root": part.root,
            "ids": part.ids,
            "texts": [number for number, _ in part.texts],
            "streams": [(number, text.decode("latin-1"), blob) for number, text, blob in part.streams],
            "blobs": [len(blob) for blob in part.blobs],
            "warnings": part.warnings,
        },
        default=_fields,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8", "surrogatepass")
    texts = b"\n".join(text for _, text in part.texts)
    body = b"".join((struct.pack("<II", len(head), len(texts)), head, texts, *part.blobs))
    return MAGIC + hashlib.sha256(body).digest() + body


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def decode(data: bytes) -> Part:
    """The part; DamagedPart when the bytes are not exactly what `encode` wrote."""
    start = len(MAGIC) + 32
    body = data[start:]
    if not data.startswith(MAGIC) or hashlib.sha256(body).digest() != data[len(MAGIC) : start]:
        raise DamagedPart("not a whole part")
    head_length, texts_length = struct.unpack_from("<II", body)
    head = json.loads(body[8 : 8 + head_length].decode("utf-8", "surrogatepass"))
    at = 8 + head_length
    texts = body[at : at + texts_length].split(b"\n") if head["texts"] else []
    at += texts_length
    blobs = []
    for length in head["blobs"]:
        blobs.append(body[at : at + length])
        at += length
    return Part(
        pages=tuple(_page(page) for page in head["pages"]),
        fonts=tuple(_font(font) for font in head["fonts"]),
        count=head["count"],
        resources=head["resources"],
        root=head["root"],
        ids=tuple((name, number) for name, number in head["ids"]),
        texts=tuple(zip(head["texts"], texts, strict=True)),
        streams=tuple((number, text.encode("latin-1"), blob) for number, text, blob in head["streams"]),
        blobs=tuple(blobs),
        warnings=tuple(head["warnings"]),
    )


def _page(page: dict[str, Any]) -> Page:
    folio = page["folio"]
    return Page(
        width=page["width"],
        height=page["height"],
        content=tuple(page["content"]),
        slots=tuple(Slot(**slot) for slot in page["slots"]),
        folio=folio and Figures(**folio),
        links=tuple(Link(**link) for link in page["links"]),
        bookmarks=tuple(Bookmark(**bookmark) for bookmark in page["bookmarks"]),
        anchors=page["anchors"],
        parents=tuple(page["parents"]),
    )


def _font(font: dict[str, Any]) -> FontUse:
    font["widths"] = {int(glyph): width for glyph, width in font["widths"].items()}
    font["texts"] = {int(glyph): text for glyph, text in font["texts"].items()}
    font["missing"] = tuple(font["missing"])
    return FontUse(**font)
