"""Joins marked-content sequences of one element that follow one another: WeasyPrint starts a new one for every line."""

from __future__ import annotations

from typing import Any

from touchmap.report.engine.tagging import Annotation, Content, Element, walk


def join_sequences(root: Element, pages: list[list[Any]]) -> None:
    """Join and renumber, in the structure and in the page descriptions alike.

    pages: the items of each page's description as WeasyPrint wrote them; they are changed in place. Sequences that no
    element owns get a number below zero, so that they are not taken for others.
    """
    owners = {
        (kid.page, kid.mcid): (element, place)
        for element in walk(root)
        for place, kid in enumerate(element.kids)
        if isinstance(kid, Content)
    }
    numbers: dict[tuple[int, int], int | None] = {key: key[1] for key in owners}
    for page, items in enumerate(pages):
        shown = {item["MCID"] for item in items if isinstance(item, dict) and "MCID" in item}
        if not shown >= {mcid for owned, mcid in owners if owned == page}:
            continue  # Some of it stands in groups, which number theirs with the page.
        joined = _joined(page, items, owners)
        count = 0
        for item in items:
            if isinstance(item, dict) and "MCID" in item:
                key = (page, item["MCID"])
                numbers[key] = count if key in owners else None
                item["MCID"] = count if key in owners else -1
                count += key in owners
        numbers.update(dict.fromkeys(joined))
    for element in walk(root):
        kids: list[Element | Content | Annotation] = []
        for kid in element.kids:
            number = numbers[kid.page, kid.mcid] if isinstance(kid, Content) else None
            if not isinstance(kid, Content):
                kids.append(kid)
            elif number is not None:
                kids.append(Content(kid.page, number))
        element.kids = kids


def _joined(
    page: int, items: list[Any], owners: dict[tuple[int, int], tuple[Element, int]]
) -> set[tuple[int, int]]:
    """Take the ends and starts between sequences that belong together out of the items; the sequences that are no more."""
    kept: list[Any] = []
    gone: set[tuple[int, int]] = set()
    open_: list[int | None] = []
    at = 0
    while at < len(items):
        item = items[at]
        kept.append(item)
        at += 1
        if item == b"BDC":
            properties = items[at - 2]
            open_.append(properties.get("MCID") if isinstance(properties, dict) else None)
        elif item == b"BMC":
            open_.append(None)
        elif item == b"EMC":
            last = open_.pop() if open_ else None
            following = _next(items, at)
            if last is None or following is None:
                continue
            before, after = owners.get((page, last)), owners.get((page, following))
            if before and after and before[0] is after[0] and before[1] + 1 == after[1]:
                kept.pop()
                at += 3
                open_.append(following)
                gone.add((page, following))
    items[:] = kept
    return gone


def _next(items: list[Any], at: int) -> int | None:
    """The number of the sequence of running text that starts right here."""
    start = items[at : at + 3]
    if len(start) == 3 and start[0] == "/Span" and isinstance(start[1], dict) and start[2] == b"BDC":
        number = start[1].get("MCID")
        return number if isinstance(number, int) else None
    return None
