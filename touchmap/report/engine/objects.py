"""Writes PDF values as bytes: strings, names, numbers; and WeasyPrint's objects with references that can be renumbered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_PLAIN = frozenset(range(32, 127))


def pdf_string(text: str) -> bytes:
    """A PDF string: readable when it is plain ASCII, otherwise UTF-16 in hexadecimal."""
    raw = text.encode("utf-16-be", "surrogatepass")
    if text.isascii() and _PLAIN.issuperset(text.encode("ascii")):
        return (
            b"(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("ascii") + b")"
        )
    return b"<FEFF" + raw.hex().upper().encode("ascii") + b">"


def pdf_name(text: str) -> bytes:
    """A PDF name with its slash; everything but letters, figures and a few signs is escaped."""
    return b"/" + b"".join(
        bytes((byte,)) if (chr(byte).isalnum() and byte < 128) or byte in b"-+._" else b"#%02X" % byte
        for byte in text.encode("utf-8")
    )


def pdf_number(value: float) -> bytes:
    """A number with at most four decimals (a ten-thousandth of a point)."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return (text if text not in ("-0", "") else "0").encode("ascii")


def pdf_value(value: Any, renumber: Callable[[int], bytes]) -> bytes:
    """A pydyf value as bytes. `renumber` turns the number of an indirect object into the reference to write."""
    if isinstance(value, Mapping):
        inside = b"".join(
            pdf_name(_text(key)) + b" " + pdf_value(item, renumber) for key, item in value.items()
        )
        return b"<<" + inside + b">>"
    if isinstance(value, list | tuple):
        return b"[" + b" ".join(pdf_value(item, renumber) for item in value) + b"]"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, float):
        return pdf_number(value)
    if hasattr(value, "string"):
        return pdf_string(_text(value.string))
    text = _text(value)
    if text.endswith(" 0 R") and text[:-4].isdigit():
        return renumber(int(text[:-4]))
    return text.encode("ascii")


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
