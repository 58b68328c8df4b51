"""What goes into the engine: sections of HTML, and the document that they make together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Literal

PageName = Literal["portrait", "landscape", "cover"]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report that starts on a new page and is rendered apart from the others.

    key: short, unique in its document; names the section in errors, progress and the cache.
    html: what stands inside ``<body>``, well-formed, escaped. Anchors are ``id`` attributes, unique in the whole
        document; links to any section are plain ``<a href="#id">``. Page numbers of other places are written with
        :func:`page_number`. Bookmarks come from the style sheet (``bookmark-level``).
    chapter: the running head of every page of this section; empty for none.
    page: name of the ``@page`` rule of the style sheet; pages of ``cover`` have no furniture (heads, page numbers).
    """

    key: str
    html: str
    chapter: str = ""
    page: PageName = "portrait"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that rides inside the PDF (only when asked for)."""

    name: str
    mime: str
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report in order, its look and what its reader's software shows about it.

    css: the style sheet of all sections. It styles the ``@page`` rules ``portrait``, ``landscape`` and ``cover``
        (size, margins) and, in a bare ``@page`` rule, the look of the margin boxes; the engine writes their
        content: ``@top-left`` chapter, ``@top-right`` brand, ``@bottom-left`` footer, ``@bottom-right`` page number.
    assets: name → bytes of everything that CSS or HTML may load, as ``asset:NAME`` (fonts, images). Nothing else
        can be loaded.
    language: BCP 47, for the reader's voice and for hyphenation.
    created: written into the PDF; given from outside so that the same input makes the same bytes.
    """

    sections: tuple[Section, ...]
    css: str
    title: str
    language: str
    created: datetime
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    brand: str = ""
    footer: str = ""
    assets: Mapping[str, bytes] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def page_number(anchor: str) -> str:
    """Return the HTML of the page number of the place with this id: a link that reads, for example, ``17``.

    The element is ``<a class="page-number" href="#anchor"></a>``; give it figures of equal width
    (``font-feature-settings: "tnum"``) when the font's own are not.
    """
    return f'<a class="page-number" href="#{escape(anchor)}"></a>'
