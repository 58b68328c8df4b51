"""Tells tables of data from tables that only place things side by side, and says what the headers of the first head."""

from __future__ import annotations

from collections.abc import Iterator

from touchmap.report.engine.tagging import Element, simplify, walk

_PARTS = ("THead", "TBody", "TFoot")


def settle_tables(root: Element) -> None:
    """Make layout tables groups, and give headers a scope where that says all (ISO 14289-1, 7.5).

    A table without any header cell holds no data: its rows and cells become groups, which vanish where they only hold
    others. In a table whose headers stand in its head or first in their rows, a scope on each header is enough; the lists
    of headers that WeasyPrint writes on every cell stay only in tables with headers in other places.
    """
    for table in [element for element in walk(root) if element.tag == "Table"]:
        rows = list(_rows(table))
        cells = [cell for _, row in rows for cell in row.kids if isinstance(cell, Element)]
        if not any(cell.tag == "TH" for cell in cells):
            _ungroup(table, rows)
        elif all(_scope(part, row, cell) for part, row in rows for cell in _headers(row)):
            for part, row in rows:
                for cell in _headers(row):
                    cell.attributes["A"] = _spans(cell) | {"O": "/Table", "Scope": _scope(part, row, cell)}
                    cell.attributes.pop("ID", None)
            for cell in cells:
                cell.attributes.get("A", {}).pop("Headers", None)
    simplify(root)


def _rows(table: Element) -> Iterator[tuple[str, Element]]:
    """(part of the table, row) of the table itself, not of tables in its cells."""
    for kid in table.kids:
        if isinstance(kid, Element) and kid.tag == "TR":
            yield "TBody", kid
        elif isinstance(kid, Element) and kid.tag in _PARTS:
            for row in kid.kids:
                if isinstance(row, Element) and row.tag == "TR":
                    yield kid.tag, row


def _headers(row: Element) -> list[Element]:
    return [cell for cell in row.kids if isinstance(cell, Element) and cell.tag == "TH"]


def _scope(part: str, row: Element, cell: Element) -> str | None:
    if part == "THead":
        return "/Column"
    return "/Row" if row.kids and row.kids[0] is cell else None


def _spans(cell: Element) -> dict[str, object]:
    given = cell.attributes.get("A", {})
    return {key: given[key] for key in ("ColSpan", "RowSpan") if key in given}


def _ungroup(table: Element, rows: list[tuple[str, Element]]) -> None:
    parts = [kid for kid in table.kids if isinstance(kid, Element) and kid.tag in _PARTS]
    cells = [cell for _, row in rows for cell in row.kids if isinstance(cell, Element)]
    for element in (table, *parts, *(row for _, row in rows), *cells):
        element.tag = "Div"
        element.attributes.pop("A", None)
