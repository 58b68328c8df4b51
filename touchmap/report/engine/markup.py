"""The HTML and CSS around sections: one section alone for the engine, or all of them as one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from touchmap.report.engine.section import Document, Section

SLOT = re.compile(r'<a class="page-number" href="#([^"]*)"></a>')

# The page number is laid out with this text and then taken out of the page; the real one is set when the sections
# are joined, because only then is it known.
FOLIO = "0 / 0"

_SECTIONS = """
.tm-section { break-before: page }
.tm-portrait { page: portrait }
.tm-landscape { page: landscape }
.tm-cover { page: cover }
.tm-section { string-set: tm-chapter attr(data-chapter) }
"""

_NO_FURNITURE = """
@page cover { @top-left { content: none } @top-right { content: none }
  @bottom-left { content: none } @bottom-right { content: none } }
"""


def anchors_of_slots(html: str) -> tuple[str, ...]:
    """Ids of the places whose page numbers this HTML shows, in order, with repetitions."""
    return tuple(unescape(anchor) for anchor in SLOT.findall(html))


def fill_slots(html: str, text: Callable[[str], str]) -> str:
    """The HTML with every page number slot filled with `text(anchor)`."""
    return SLOT.sub(lambda slot: f"{slot.group(0)[:-4]}{escape(text(unescape(slot.group(1))))}</a>", html)


def section_html(section: Section, language: str, title: str, digits: Mapping[str, int]) -> tuple[str, str]:
    """One section as a document of its own (head and body); every page number is as many zeros as it will have digits."""
    body = fill_slots(section.html, lambda anchor: "0" * digits.get(anchor, 1))
    return _head(language, title, ""), f"<body>{_wrapped(section, body)}</body>"


def section_css(document: Document) -> str:
    """The style sheet that all sections share."""
    return document.css + _SECTIONS + _margins(document, f'"{FOLIO}"')


def whole_html(document: Document, assets_at: str = "asset:") -> str:
    """All sections as one document whose page numbers come from CSS, as anybody would write it.

    Rival of the engine in measurements and its yardstick in tests; `assets_at` replaces the ``asset:`` scheme in the
    style sheet, for example by a folder that a browser can read.
    """
    numbers = ".page-number::after { content: target-counter(attr(href), page) }\n"
    css = document.css + _SECTIONS + numbers + _margins(document, 'counter(page) " / " counter(pages)')
    body = "".join(_wrapped(section, section.html) for section in document.sections)
    head = _head(document.language, document.title, css.replace("asset:", assets_at))
    return f"<!DOCTYPE html>{head}<body>{body}</body></html>"


def _wrapped(section: Section, body: str) -> str:
    return (
        f'<div class="tm-section tm-{section.page}" data-chapter="{escape(section.chapter)}">{body}</div>\n'
    )


def _head(language: str, title: str, css: str) -> str:
    style = f"<style>{css}</style>" if css else ""
    return f'<html lang="{escape(language)}"><head><meta charset="utf-8"><title>{escape(title)}</title>{style}</head>'


def _margins(document: Document, folio: str) -> str:
    return (
        "@page { @top-left { content: string(tm-chapter) }"
        f" @top-right {{ content: {_css_string(document.brand)} }}"
        f" @bottom-left {{ content: {_css_string(document.footer)} }}"
        f" @bottom-right {{ content: {folio} }} }}{_NO_FURNITURE}"
    )


def _css_string(text: str) -> str:
    """A CSS string literal; everything outside plain letters and figures is written as an escape."""
    if not text:
        return "none"
    return (
        '"'
        + "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text)
        + '"'
    )
