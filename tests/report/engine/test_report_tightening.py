"""A page description is written shorter, and shows the same."""

from __future__ import annotations

import re

import pytest

from touchmap.report.engine.sequences import join_sequences
from touchmap.report.engine.tables import settle_tables
from touchmap.report.engine.tagging import Content, Element, walk
from touchmap.report.engine.tightening import tightened


def test_glyphs_without_a_gap_are_joined_and_gaps_added_up() -> None:
    assert tightened(b"[<001f>0<0020>10<0021>-20<>-30.64<0022>0] TJ") == b"[<001f0020>10<0021>-51<0022>] TJ"


def test_rounding_does_not_change_how_long_a_line_is() -> None:
    given = b"[" + b"".join(b"<0001>-7.3" for _ in range(100)) + b"] TJ"
    gaps = [int(gap) for gap in re.findall(rb">(-?\d+)", tightened(given))]
    assert sum(gaps) == pytest.approx(-730, abs=1)


def test_lines_of_a_table_become_one_path_per_look() -> None:
    line = b"q\nq\n/A1.0 gs\n0.5 0.5 0.5 RG\n1 w\n%d 0 m\n%d 0 l\nS\nQ\nQ\n"
    bold = b"q\nq\n/A1.0 gs\n0 0 0 RG\n2 w\n0 9 m\n9 9 l\nS\nQ\nQ\n"
    assert tightened(line % (0, 10) + line % (10, 20) + line % (30, 40) + bold) == (
        b"q\n/A1.0 gs\n0.5 0.5 0.5 RG\n1 w\n0 0 m\n10 0 l\n20 0 l\n30 0 m\n40 0 l\nS\nQ\n"
        b"q\n/A1.0 gs\n0 0 0 RG\n2 w\n0 9 m\n9 9 l\nS\nQ\n"
    )


def test_states_that_set_something_stay() -> None:
    dashed = b"q\n[3 2] 0 d\n0 J\n0 j\n4 M\n0 0 m\n9 9 l\nS\nQ"
    assert tightened(dashed) == dashed


def _sequence(number: int) -> list[object]:
    return ["/Span", {"MCID": number}, b"BDC", b"BT", b"ET", b"EMC"]


def test_sequences_of_one_element_are_joined_and_others_are_not() -> None:
    first, second = Element("P", 0, {}, [Content(0, 0), Content(0, 1)]), Element("P", 0, {}, [Content(0, 2)])
    root = Element("Sect", 0, {}, [first, second])
    items = [*_sequence(0), *_sequence(1), *_sequence(2), *_sequence(9)]
    join_sequences(root, [items])
    assert [item["MCID"] for item in items if isinstance(item, dict)] == [0, 1, -1]
    assert (first.kids, second.kids) == ([Content(0, 0)], [Content(0, 1)])


def test_a_link_between_two_texts_keeps_them_apart() -> None:
    link = Element("Link", 0, {}, [Content(0, 1)])
    paragraph = Element("P", 0, {}, [Content(0, 0), link, Content(0, 2)])
    items = [*_sequence(0), *_sequence(1), *_sequence(2)]
    join_sequences(Element("Sect", 0, {}, [paragraph]), [items])
    assert len([item for item in items if isinstance(item, dict)]) == 3


def _row(*cells: str) -> Element:
    made = [
        Element(tag, 0, {"A": {"O": "/Table", "Headers": ["x"]}, "ID": "y"}, [Content(0, 0)]) for tag in cells
    ]
    return Element("TR", 0, {}, list(made))


def test_headers_get_a_scope_and_cells_lose_their_lists() -> None:
    head, body = Element("THead", 0, {}, [_row("TH", "TH")]), Element("TBody", 0, {}, [_row("TH", "TD")])
    root = Element("Sect", 0, {}, [Element("Table", 0, {}, [head, body])])
    settle_tables(root)
    scopes = [e.attributes["A"].get("Scope") for e in walk(root) if e.tag in ("TH", "TD")]
    assert scopes == ["/Column", "/Column", "/Row", None]
    assert not any("Headers" in e.attributes.get("A", {}) for e in walk(root))


def test_a_table_with_headers_in_the_middle_keeps_its_lists() -> None:
    root = Element("Sect", 0, {}, [Element("Table", 0, {}, [_row("TD", "TH")])])
    settle_tables(root)
    assert sum("Headers" in e.attributes.get("A", {}) for e in walk(root)) == 2


def test_a_table_without_headers_is_dissolved() -> None:
    root = Element("Sect", 0, {}, [Element("Table", 0, {}, [Element("TBody", 0, {}, [_row("TD", "TD")])])])
    settle_tables(root)
    assert [e.tag for e in walk(root)] == ["Sect", "Div", "Div"]
