"""The fonts of a section: which glyphs it uses, and font files cut down to the glyphs that a report uses."""

from __future__ import annotations

import ctypes
import ctypes.util
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi

from touchmap.report.engine.cache import Cache
from touchmap.report.engine.part import FontUse

_CLEANED = ("tables", "png", "svg", "colr", "variations", "weight", "style", "font_size", "family")


class SectionFonts(dict[int, Any]):
    """The fonts of one section as WeasyPrint collects them, made once and shared by all sections of a process.

    WeasyPrint writes the fonts of `values()` into its file; there are none: fonts are written once for all sections.
    """

    def __init__(self, known: dict[int, Any]) -> None:
        super().__init__()
        self._known = known

    def __contains__(self, key: object) -> bool:
        if super().__contains__(key):
            return True
        font = self._known.get(key) if isinstance(key, int) else None
        if font is None:
            return False
        font.widths, font.to_unicode, font.missing = {}, {}, {}
        super().__setitem__(key, font)  # type: ignore[index]  # an int, see above
        return True

    def __setitem__(self, key: int, font: Any) -> None:
        font.file_hash = sha256(font.file_content).hexdigest()
        self._known[key] = font
        super().__setitem__(key, font)

    def values(self) -> Any:
        return ()

    def use(self, key: int) -> Any:
        """The font of this key, one of the section's from now on."""
        if key not in self:
            raise KeyError(key)
        return self[key]

    def named(self, resource: str) -> tuple[int, Any]:
        """Key and font of the section with this resource name."""
        return next((key, font) for key, font in self.items() if font.hash == resource)

    def used(self) -> Iterator[Any]:
        """The fonts that the section uses, in the order of their first use."""
        yield from super().values()


def describe(font: Any) -> FontUse:
    """What the joined file has to know about a font."""
    return FontUse(
        resource=font.hash,
        file=font.file_hash,
        index=font.index,
        name=font.name.decode("latin-1"),
        family=font.family,
        flags=font.flags,
        ascent=font.ascent,
        descent=font.descent,
        bitmap=font.bitmap,
        about={name: _plain(getattr(font, name)) for name in _CLEANED},
        widths=dict(font.widths),
        texts={**dict(font.to_unicode)},
        missing=tuple(sorted(font.missing.values())),
    )


def keep_files(fonts: Iterable[Any], cache: Cache) -> None:
    """Keep the complete font files, named by their hash, for `program`."""
    for font in fonts:
        name = f"{font.file_hash}.font"
        if not cache.has(name):
            cache.put(name, font.file_content)


def program(
    file: bytes, index: int, about: dict[str, Any], glyphs: list[int], missing: bool
) -> tuple[str, int, bytes]:
    """Cut a font file down to these glyphs, whose numbers stay as they are.

    Returns the kind of font program (``FontFile2`` or ``FontFile3``), its length, and its bytes, compressed.
    """
    font = Font.__new__(Font)
    for name in _CLEANED:
        setattr(font, name, about[name])
    font.file_content, font.index, font.missing = file, index, {0: 0} if missing else {}
    font.hb_face = _face(file, index)
    font.clean(dict.fromkeys(glyphs, ""), hinting=False)
    content = font.file_content
    kind = "FontFile3" if content[:4] == b"OTTO" else "FontFile2"
    return kind, len(content), zlib.compress(content, 9)


def _face(file: bytes, index: int) -> Any:
    """A HarfBuzz face of the file (a copy of it)."""
    library = _harfbuzz()
    library.hb_blob_create.restype = ctypes.c_void_p
    library.hb_blob_create.argtypes = [
        ctypes.c_char_p,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_void_p,
        ctypes.c_void_p,
    ]
    library.hb_face_create.restype = ctypes.c_void_p
    library.hb_face_create.argtypes = [ctypes.c_void_p, ctypes.c_uint]
    # Mode 0 makes HarfBuzz keep a copy of its own.
    blob = library.hb_blob_create(file, len(file), 0, None, None)
    return ffi.cast("hb_face_t *", library.hb_face_create(blob, index))


def _harfbuzz() -> ctypes.CDLL:
    """The library that WeasyPrint has loaded; its own binding lacks the functions that make a face from bytes."""
    for name in ("libharfbuzz.so.0", "libharfbuzz.0.dylib"):
        with suppress(OSError):
            return ctypes.CDLL(name)
    return ctypes.CDLL(ctypes.util.find_library("harfbuzz"))


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | dict) else bool(value)
