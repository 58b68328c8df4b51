"""The structure (tags) of one section: read from WeasyPrint's, simplified, and written for the joined file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from touchmap.report.engine.objects import pdf_number, pdf_string, pdf_value
from touchmap.report.engine.part import reference

# These say nothing by themselves: their children take their place.
_TRANSPARENT = {"NonStruct", "Span"}
# These group others; without text of their own they only make the tree deeper.
_GROUPS = {"Div", "Art", "Part", "Sect"}
_MAY_BE_EMPTY = {"TD", "TH"}


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content `mcid` of a page of the section."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link annotation: the number of its object in WeasyPrint's file."""

    number: int


@dataclass(slots=True)
class Element:
    """A structure element; `attributes` are its entries besides S, P, Pg and K."""

    tag: str
    page: int
    attributes: dict[str, Any]
    kids: list[Element | Content | Annotation] = field(default_factory=list)


def read_structure(pdf: Any, page_numbers: dict[int, int], heights: list[float]) -> tuple[Element, set[int]]:
    """The section's tree under one Sect element, and the object numbers that the tree was written in.

    page_numbers: object number of a page → its place in the section; heights: of the pages, in points.
    Figures without an alternative text are left out: their content is decoration (see `pictures_without_text`).
    """
    used: set[int] = set()

    def read(number: int) -> Element:
        used.add(number)
        raw = pdf.objects[number]
        page = page_numbers[_number(raw["Pg"])] if "Pg" in raw else 0
        element = Element(str(raw["S"])[1:], page, {k: raw[k] for k in ("Alt", "A", "ID") if k in raw})
        if element.tag == "Figure" and "A" in element.attributes:
            element.attributes["A"] = {
                "O": "/Layout",
                "BBox": _flipped(element.attributes["A"]["BBox"], heights[page]),
            }
        for kid in raw["K"]:
            if isinstance(kid, int):
                element.kids.append(Content(page, kid))
            elif pdf.objects[_number(kid)].get("Type") == "/OBJR":
                used.add(_number(kid))
                element.kids.append(Annotation(_number(pdf.objects[_number(kid)]["Obj"])))
            else:
                element.kids.append(read(_number(kid)))
        return element

    root = Element("Sect", 0, {})
    structure = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    document = pdf.objects[_number(structure["K"][0])]
    used.update((structure.number, document.number, _number(structure["ParentTree"])))
    for kid in document["K"]:
        wrapper = read(_number(kid))
        root.kids.extend(wrapper.kids if wrapper.tag == "Div" else [wrapper])
    # What stands in margins has elements that no tree holds.
    kinds = ("/StructElem", "/OBJR")
    used.update(n for n, raw in enumerate(pdf.objects) if isinstance(raw, dict) and raw.get("Type") in kinds)
    return root, used


def simplify(element: Element) -> None:
    """Remove elements that say nothing, from the leaves up; reading order and content stay."""
    kids: list[Element | Content | Annotation] = []
    for kid in element.kids:
        if not isinstance(kid, Element):
            kids.append(kid)
            continue
        simplify(kid)
        if kid.tag == "Link" and not any(isinstance(k, Annotation) for k in kid.kids):
            kid.tag = "Span"
        if kid.tag == "Figure" and "Alt" not in kid.attributes:
            continue
        if not kid.kids and kid.tag not in _MAY_BE_EMPTY:
            continue
        only_elements = all(isinstance(k, Element) for k in kid.kids)
        if kid.tag in _TRANSPARENT or (kid.tag in _GROUPS and only_elements):
            kids.extend(kid.kids)
        else:
            kids.append(kid)
    element.kids = kids


def walk(element: Element) -> Iterator[Element]:
    """The element and everything under it, in reading order."""
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from walk(kid)


@dataclass(frozen=True, slots=True)
class WrittenStructure:
    """Elements as objects numbered from `first`; who owns which content and annotation; names of table headers."""

    texts: list[tuple[int, bytes]]
    content: dict[tuple[int, int], int]
    annotations: dict[int, int]
    ids: list[tuple[str, int]]


def write_structure(
    root: Element, first: int, key: str, annotation: Callable[[int], bytes]
) -> WrittenStructure:
    """Number the elements from `first` (the root) on. `annotation` gives the reference to an annotation object.

    Names of table headers are made unique in the whole report by the section's key.
    """
    numbers = {id(element): first + n for n, element in enumerate(walk(root))}
    prefix = sha256(key.encode()).hexdigest()[:8]
    written = WrittenStructure([], {}, {}, [])

    def name(raw: Any) -> bytes:
        return pdf_string(f"{prefix}-{raw.string}")

    def write(element: Element, parent: bytes) -> None:
        number = numbers[id(element)]
        kids = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(reference(numbers[id(kid)]))
            elif isinstance(kid, Annotation):
                kids.append(
                    b"<</Type/OBJR/Obj " + annotation(kid.number) + b"/Pg " + reference(element.page) + b">>"
                )
                written.annotations[kid.number] = number
            else:
                if kid.page == element.page:
                    kids.append(b"%d" % kid.mcid)
                else:
                    kids.append(b"<</Type/MCR/Pg " + reference(kid.page) + b"/MCID %d>>" % kid.mcid)
                written.content[kid.page, kid.mcid] = number
        text = b"<</S/" + element.tag.encode() + b"/P " + parent
        if not all(isinstance(kid, Element) for kid in element.kids):
            text += b"/Pg " + reference(element.page)
        text += _attributes(element, name)
        if "ID" in element.attributes:
            written.ids.append((f"{prefix}-{element.attributes['ID'].string}", number))
        written.texts.append((number, text + b"/K[" + b" ".join(kids) + b"]>>"))
        for kid in element.kids:
            if isinstance(kid, Element):
                write(kid, reference(number))

    write(root, b"\x03")
    return written


def _attributes(element: Element, name: Callable[[Any], bytes]) -> bytes:
    text = b""
    if "Alt" in element.attributes:
        text += b"/Alt " + pdf_value(element.attributes["Alt"], reference)
    if "ID" in element.attributes:
        text += b"/ID " + name(element.attributes["ID"])
    attributes = dict(element.attributes.get("A", {}))
    if headers := attributes.pop("Headers", None):
        text += b"/A<</O/Table/Headers[" + b" ".join(name(header) for header in headers) + b"]"
        text += b"".join(
            b"/%s %d" % (k.encode(), attributes[k]) for k in ("ColSpan", "RowSpan") if k in attributes
        )
        return text + b">>"
    if len(attributes) > 1:
        text += b"/A " + pdf_value(attributes, reference)
    return text


def _flipped(box: list[float], height: float) -> list[bytes]:
    """WeasyPrint gives figures' boxes in CSS pixels from the top; PDF wants points from the bottom."""
    x1, y1, x2, y2 = (value * 0.75 for value in box)
    return [pdf_number(round(value, 2)) for value in (x1, height - y2, x2, height - y1)]


def _number(reference_: bytes | str) -> int:
    return int(reference_.split()[0])
