"""Reads a section's HTML: quickly when it is as regular as templates write it, otherwise by WeasyPrint's own parser.

The HTML parser is written in Python and takes a tenth of the time of a page. HTML that is also regular XML (every element
closed, attributes quoted, nothing where an HTML parser would move or close something) gives the same tree in C.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any
from xml.etree import ElementTree

import cssselect2  # type: ignore[import-untyped]  # has no types
from weasyprint import HTML
from weasyprint.urls import URLFetcher

_SVG = "{http://www.w3.org/2000/svg}"
_VOID = re.compile(
    r"<(area|br|col|hr|img|input|link|meta|source|track|wbr)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)\s*/?>"
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
# An HTML parser treats these in ways of their own.
_SPECIAL = re.compile(
    r"<(?:script|style|textarea|pre|listing|plaintext|xmp|noscript|template|math|select|option|button|form|iframe|"
    r"object|frameset|image|ruby|rp|rt|nobr|foreignObject|!\[CDATA\[)\b|<!\[CDATA\["
)
_DECLARED = re.compile(r'<svg\b[^>]*\sxmlns="http://www\.w3\.org/2000/svg"')
_BLOCKS = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hgroup hr main menu nav ol p search section summary table ul li dd dt pre".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Formatting elements that an HTML parser opens again after closing a paragraph, or does not nest.
_PHRASES = frozenset(
    "a b big code em font i s small span strike strong tt u cite sub sup q abbr mark".split()
)
_INSIDE = {
    "table": frozenset(("caption", "colgroup", "thead", "tbody", "tfoot", "tr", "col")),
    "colgroup": frozenset(("col",)),
    "thead": frozenset(("tr",)),
    "tbody": frozenset(("tr",)),
    "tfoot": frozenset(("tr",)),
    "tr": frozenset(("td", "th")),
}
_PLACES = {
    **dict.fromkeys(("caption", "colgroup", "thead", "tbody", "tfoot"), ("table",)),
    "tr": ("table", "thead", "tbody", "tfoot"),
    "td": ("tr",),
    "th": ("tr",),
    "col": ("table", "colgroup"),
    "li": ("ul", "ol", "menu"),
    "dt": ("dl", "div"),
    "dd": ("dl", "div"),
}


def read_html(head: str, body: str, fetcher: URLFetcher) -> Any:
    """WeasyPrint's HTML object for ``<!DOCTYPE html>`` + head + body, which must be ``<html …><head>…</head>`` and a body."""
    root = regular_tree(body)
    if root is None:
        return HTML(string=f"<!DOCTYPE html>{head}{body}</html>", url_fetcher=fetcher)
    made = HTML(string=f"<!DOCTYPE html>{head}<body></body></html>", url_fetcher=fetcher)
    html = made.etree_element
    html.remove(html.find("body"))
    html.append(root)
    made.wrapper_element = cssselect2.ElementWrapper.from_html_root(html, content_language=None)
    made.etree_element = made.wrapper_element.etree_element
    return made


def regular_tree(body: str) -> ElementTree.Element | None:
    """The tree of a ``<body>`` element, or None when only an HTML parser knows what it means."""
    if _SPECIAL.search(body) or body.count("<svg") != len(_DECLARED.findall(body)):
        return None
    text = _VOID.sub(r"<\1\2/>", _ENTITY.sub(_character, body))
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError):
        return None
    if not _regular(root, None, frozenset()):
        return None
    _complete_tables(root)
    return root


def _character(entity: re.Match[str]) -> str:
    name = entity.group(1)
    return entity.group(0) if name in _XML_ENTITIES else html5.get(f"{name};", entity.group(0))


def _regular(element: ElementTree.Element, parent: str | None, above: frozenset[str]) -> bool:
    """Whether an HTML parser would leave this element and everything in it where it stands."""
    tag = element.tag
    if tag.startswith(_SVG):
        return all(child.tag.startswith(_SVG) for child in element.iter())
    if not (tag.islower() and tag.isalnum() and all(name.islower() for name in element.attrib)):
        return False
    if tag == "title":
        return False
    if tag in _PLACES and parent not in _PLACES[tag]:
        return False
    if tag in _BLOCKS and ("p" in above or not above.isdisjoint(_PHRASES)):
        return False
    if (tag == "a" and "a" in above) or (tag in _HEADINGS and not above.isdisjoint(_HEADINGS)):
        return False
    allowed = _INSIDE.get(tag)
    if allowed and ((element.text or "").strip() or any((child.tail or "").strip() for child in element)):
        return False
    if allowed and any(child.tag not in allowed for child in element):
        return False
    inside = above if allowed is None else frozenset()
    inside = frozenset() if tag in ("td", "th", "caption") else inside | {tag}
    return all(_regular(child, tag, inside) for child in element)


def _complete_tables(root: ElementTree.Element) -> None:
    """Put rows that stand in a table itself into a body, and columns into a group, as HTML says."""
    for table in root.iter("table"):
        children = list(table)
        if not any(child.tag in ("tr", "col") for child in children):
            continue
        table[:] = []
        group: ElementTree.Element | None = None
        for child in children:
            wanted = {"tr": "tbody", "col": "colgroup"}.get(child.tag)
            if wanted is None:
                group = None
                table.append(child)
                continue
            if group is None or group.tag != wanted:
                group = ElementTree.SubElement(table, wanted)
            group.append(child)
