"""The child process that opens a PDF and answers with the workshop attached to it; run by `formats.pdf_attachment`."""

from __future__ import annotations

import io
import json
import resource
import sys
import zlib
from typing import Any

import pikepdf

from touchmap.formats.pdf_attachment import BROKEN, LARGE, MAX_PDF_BYTES, NONE, SECONDS, SEVERAL
from touchmap.formats.source import MAX_BYTES

_ADDRESS_SPACE = 160 * 1024 * 1024  # virtual, 40 of which Python and its libraries take before they begin
_ENDINGS = (".json", ".yaml", ".yml")


class _Trouble(Exception):
    """Why there is no workshop to be had; one of the words above."""


def _find(content: bytes) -> tuple[str, bytes]:
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
        found = [(name, spec) for name, spec in pdf.attachments.items() if name.lower().endswith(_ENDINGS)]
        if not found:
            raise _Trouble(NONE)
        if len(found) > 1:
            raise _Trouble(SEVERAL)
        name, spec = found[0]
        return name, _unpacked(spec.get_file().obj)


def _unpacked(stream: Any) -> bytes:
    """The content of an attached file, never unpacked past what a workshop file may have."""
    packed = stream.read_raw_bytes()
    match str(stream.get("/Filter", "")):
        case "":
            content = packed
        case "/FlateDecode" if "/DecodeParms" not in stream:
            content = zlib.decompressobj().decompress(packed, MAX_BYTES + 1)
        case _:
            raise _Trouble(BROKEN)
    if len(content) > MAX_BYTES:
        raise _Trouble(LARGE)
    return bytes(content)


def _child() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    body = b""
    try:
        name, body = _find(sys.stdin.buffer.read(MAX_PDF_BYTES + 1))
        said = {"name": name}
    except _Trouble as trouble:
        said = {"trouble": str(trouble)}
    except (
        pikepdf.PdfError,
        zlib.error,
        MemoryError,
        RecursionError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
    ):
        said = {"trouble": BROKEN}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + body)


if __name__ == "__main__":
    _child()
