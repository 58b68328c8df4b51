"""One font for the whole report out of what each section uses of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from touchmap.report.engine.objects import pdf_name, pdf_number, pdf_string
from touchmap.report.engine.part import FontUse, Part
from touchmap.report.engine.writer import PdfFile, ref


@dataclass(frozen=True, slots=True)
class FontProgram:
    """A font file cut down to the glyphs in use. kind: FontFile2 or FontFile3; length: before compression."""

    kind: str
    length: int
    content: bytes


@dataclass(slots=True)
class SharedFont:
    """The union of what all sections use of one font."""

    first: FontUse
    widths: dict[int, float] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    missing: bool = False

    @property
    def glyphs(self) -> list[int]:
        """Glyphs that the font itself has, in order."""
        return sorted(set(self.widths) | set(self.texts))

    @property
    def request(self) -> dict[str, Any]:
        """What the maker of font programs has to know; also its name in the cache."""
        return {
            "file": self.first.file,
            "index": self.first.index,
            "about": self.first.about,
            "glyphs": self.glyphs,
            "missing": self.missing,
        }


def font_key(use: FontUse) -> tuple[str, str, int]:
    """Uses with the same key are one font."""
    return use.resource, use.file, use.index


def shared_fonts(parts: Iterable[Part]) -> dict[tuple[str, str, int], SharedFont]:
    """All fonts of the report, in the order of their first use. The first section to use a glyph says what it reads as."""
    fonts: dict[tuple[str, str, int], SharedFont] = {}
    for part in parts:
        for use in part.fonts:
            font = fonts.setdefault(font_key(use), SharedFont(use))
            real = _without(use.widths, use.missing)
            font.widths = {**real, **font.widths}
            font.texts = {**_without(use.texts, use.missing), **font.texts}
            font.missing = font.missing or bool(use.missing)
    return fonts


class FontTable:
    """The fonts of the file: programs and descriptors once, dictionaries once or, for sections with glyphs that a font
    does not have, once more for that section (their numbers mean other characters in every section)."""

    def __init__(
        self,
        file: PdfFile,
        fonts: dict[tuple[str, str, int], SharedFont],
        programs: dict[tuple[str, str, int], FontProgram],
    ) -> None:
        self._file = file
        self._fonts = fonts
        self._descriptors: dict[tuple[str, str, int], tuple[bytes, int]] = {}
        self._dictionaries: dict[tuple[str, str, int], int] = {}
        for key, font in fonts.items():
            self._descriptors[key] = self._descriptor(font, programs[key])
            self._dictionaries[key] = self._dictionary(key, font.first, font.widths, font.texts, ())

    def resources(self, uses: Iterable[FontUse]) -> bytes:
        """The dictionary resource name → font of a section."""
        entries = []
        for use in uses:
            number = self._dictionaries[font_key(use)]
            if use.missing:
                number = self._dictionary(font_key(use), use, use.widths, use.texts, use.missing)
            entries.append(pdf_name(use.resource) + b" " + ref(number))
        return b"<<" + b"".join(entries) + b">>"

    def _descriptor(self, font: SharedFont, program: FontProgram) -> tuple[bytes, int]:
        use = font.first
        kind = b"/Subtype/OpenType" if program.kind == "FontFile3" else b"/Length1 %d" % program.length
        stream = self._file.reserve()
        self._file.put_stream(
            stream, b"<<" + kind + b"/Filter/FlateDecode/Length %d>>" % len(program.content), program.content
        )
        widest = max(font.widths.values(), default=0)
        text = b"<</Type/FontDescriptor/FontName %s/FontFamily %s/Flags %d/FontBBox[0 %d %s %d]" % (
            self._name(font), pdf_string(use.family), use.flags, use.descent, pdf_number(widest), use.ascent,
        )  # fmt: skip
        text += b"/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80/StemH 80/%s %s>>" % (
            use.ascent, use.descent, use.ascent, program.kind.encode(), ref(stream),
        )  # fmt: skip
        return program.kind.encode(), self._file.add(text)

    def _name(self, font: SharedFont) -> bytes:
        return pdf_name(font.first.name.lstrip("/")).replace(b"#2B", b"+")

    def _dictionary(
        self,
        key: tuple[str, str, int],
        use: FontUse,
        widths: dict[int, float],
        texts: dict[int, str],
        missing: tuple[int, ...],
    ) -> int:
        kind, descriptor = self._descriptors[key]
        name = self._name(self._fonts[key])
        encoding = b"/Identity-H"
        if missing:
            encoding = ref(self._file.add_stream(_ENCODING_ENTRIES, _encoding(sorted(texts), missing)))
        descendant = self._file.add(
            b"<</Type/Font/Subtype/CIDFontType%s/BaseFont %s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/CIDToGIDMap/Identity/W %s/FontDescriptor %s>>"
            % (b"0" if kind == b"FontFile3" else b"2", name, _widths(widths), ref(descriptor))
        )
        unicode_map = self._file.add_stream(b"", _to_unicode(texts))
        return self._file.add(
            b"<</Type/Font/Subtype/Type0/BaseFont %s/Encoding %s/DescendantFonts[%s]/ToUnicode %s>>"
            % (name, encoding, ref(descendant), ref(unicode_map))
        )


def program_key(request: dict[str, Any]) -> str:
    """The name of a font program in the cache."""
    return sha256(repr(sorted(request.items())).encode()).hexdigest()


def encode_program(program: FontProgram) -> bytes:
    """The program with a checksum, for the cache."""
    body = f"{program.kind} {program.length}\n".encode() + program.content
    return b"%08x" % zlib.crc32(body) + body


def decode_program(data: bytes) -> FontProgram:
    """The program; ValueError when the bytes are damaged."""
    body = data[8:]
    if b"%08x" % zlib.crc32(body) != data[:8]:
        raise ValueError("damaged font program")
    head, _, content = body.partition(b"\n")
    kind, length = head.decode().split()
    return FontProgram(kind, int(length), content)


def _without(values: dict[int, Any], missing: tuple[int, ...]) -> dict[int, Any]:
    gone = set(missing)
    return {glyph: value for glyph, value in values.items() if glyph not in gone}


def _widths(widths: dict[int, float]) -> bytes:
    rows: list[bytes] = []
    run: list[bytes] = []
    start = last = -2
    for glyph in sorted(widths):
        if glyph != last + 1:
            if run:
                rows.append(b"%d[%s]" % (start, b" ".join(run)))
            start, run = glyph, []
        run.append(pdf_number(widths[glyph]))
        last = glyph
    if run:
        rows.append(b"%d[%s]" % (start, b" ".join(run)))
    return b"[" + b"".join(rows) + b"]"


def _to_unicode(texts: dict[int, str]) -> bytes:
    lines = [
        f"<{glyph:04x}> <{text.encode('utf-16-be', 'surrogatepass').hex()}>"
        for glyph, text in sorted(texts.items())
        if text
    ]
    blocks = [
        f"{len(lines[at : at + 100])} beginbfchar\n" + "\n".join(lines[at : at + 100]) + "\nendbfchar"
        for at in range(0, len(lines), 100)
    ]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange",
            *blocks,
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        )
    ).encode("ascii")


_ENCODING_ENTRIES = (
    b"/Type/CMap/CMapName/TM-Identity/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
)


def _encoding(glyphs: list[int], missing: tuple[int, ...]) -> bytes:
    gone = set(missing)
    lines = [f"<{glyph:04x}> {0 if glyph in gone else glyph}" for glyph in glyphs]
    blocks = [
        f"{len(lines[at : at + 100])} begincidchar\n" + "\n".join(lines[at : at + 100]) + "\nendcidchar"
        for at in range(0, len(lines), 100)
    ]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def",
            "/CMapName /TM-Identity def /CMapType 1 def",
            "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange",
            *blocks,
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        )
    ).encode("ascii")
