"""Writes a PDF file: numbers objects, packs the small ones into compressed object streams, ends with a cross-reference stream."""

from __future__ import annotations

import zlib
from hashlib import sha256

_PACKED = 500
_ROW = 7
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class PdfFile:
    """Objects of a file being made. Numbers are given first (`reserve`), contents may come in any order."""

    def __init__(self) -> None:
        self._texts: dict[int, bytes] = {}
        self._streams: dict[int, tuple[bytes, bytes]] = {}
        self._next = 1

    def reserve(self, count: int = 1) -> int:
        """The first of `count` consecutive object numbers."""
        first = self._next
        self._next += count
        return first

    def put(self, number: int, text: bytes) -> None:
        """Set the content of an object that is not a stream."""
        self._texts[number] = text

    def add(self, text: bytes) -> int:
        """A new object that is not a stream; its number."""
        number = self.reserve()
        self._texts[number] = text
        return number

    def put_stream(self, number: int, dictionary: bytes, content: bytes) -> None:
        """Set a stream; its dictionary contains everything (also Length)."""
        self._streams[number] = (dictionary, content)

    def add_stream(self, entries: bytes, content: bytes, compress: bool = True) -> int:
        """A new stream with these entries in its dictionary; its number."""
        number = self.reserve()
        if compress:
            content = zlib.compress(content, 9)
            entries += b"/Filter/FlateDecode"
        self._streams[number] = (b"<<" + entries + b"/Length %d>>" % len(content), content)
        return number

    def written(self, root: int, info: int) -> bytes:
        """The whole file; its identifier is a hash of its content."""
        out = [_HEADER]
        at = len(_HEADER)
        rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        for number in sorted(self._streams):
            dictionary, content = self._streams[number]
            piece = b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, dictionary, content)
            rows[number] = (1, at, 0)
            out.append(piece)
            at += len(piece)
        numbers = sorted(self._texts)
        for start in range(0, len(numbers), _PACKED):
            pack = numbers[start : start + _PACKED]
            holder = self.reserve()
            piece = self._pack(holder, pack)
            rows.update({number: (2, holder, place) for place, number in enumerate(pack)})
            rows[holder] = (1, at, 0)
            out.append(piece)
            at += len(piece)
        table = self.reserve()
        rows[table] = (1, at, 0)
        digest = sha256()
        for piece in out:
            digest.update(piece)
        identifier = b"<" + digest.hexdigest()[:32].encode("ascii") + b">"
        packed = zlib.compress(_cells(rows, table), 9)
        parameters = b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns %d>>" % _ROW
        out.append(
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[%s%s]%s/Length %d>>\n"
            b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (table, table + 1, root, info, identifier, identifier, parameters, len(packed), packed, at)
        )
        return b"".join(out)

    def _pack(self, holder: int, numbers: list[int]) -> bytes:
        index, at = [], 0
        for number in numbers:
            index.append(b"%d %d" % (number, at))
            at += len(self._texts[number]) + 1
        head = b" ".join(index) + b"\n"
        content = zlib.compress(head + b"\n".join(self._texts[number] for number in numbers), 9)
        return b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
            holder, len(numbers), len(head), len(content), content,
        )  # fmt: skip


def _cells(rows: dict[int, tuple[int, int, int]], last: int) -> bytes:
    """The cross-reference table up to this object, each row as its difference from the one above."""
    lines = []
    above = bytes(_ROW)
    for number in range(last + 1):
        kind, second, third = rows.get(number, (0, 0, 0))
        row = bytes((kind,)) + second.to_bytes(4, "big") + third.to_bytes(2, "big")
        lines.append(b"\x02" + bytes((new - old) & 255 for new, old in zip(row, above, strict=True)))
        above = row
    return b"".join(lines)


def ref(number: int) -> bytes:
    """A reference to an object of the file."""
    return b"%d 0 R" % number
