"""The tags of a report: everything on every page is in the tree or marked as decoration, once and findable both ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield node
    for kid in kids(node):
        if isinstance(kid, pikepdf.Object) and isinstance(kid, Dictionary) and "/S" in kid:
            yield from elements(kid)


def kids(node: pikepdf.Object) -> list[pikepdf.Object]:
    found = node.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


@pytest.fixture(scope="session")
def tree(opened: Pdf) -> list[pikepdf.Object]:
    return list(elements(opened.Root.StructTreeRoot.K[0]))


@pytest.fixture(scope="session")
def marked(opened: Pdf) -> list[set[int]]:
    """For each page the ids of its marked content; fails when something is painted outside of any mark."""
    found = []
    for page in opened.pages:
        ids: set[int] = set()
        depth: list[object] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            sign = str(operator)
            if sign in ("BDC", "BMC"):
                properties = operands[1] if len(operands) > 1 else {}
                if "/MCID" in properties:
                    assert int(properties["/MCID"]) not in ids
                    ids.add(int(properties["/MCID"]))
                depth.append(operands[0])
            elif sign == "EMC":
                depth.pop()
            elif sign in ("Tj", "TJ", "S", "f", "f*", "B", "Do", "sh"):
                assert depth, f"{sign} outside of marked content"
        assert not depth
        found.append(ids)
    return found


def test_the_tree_starts_with_one_document_of_one_part_per_section(opened: Pdf) -> None:
    document = opened.Root.StructTreeRoot.K[0]
    assert Name.Document == document.S
    assert [kid.S for kid in document.K] == [Name.Sect] * 16
    assert opened.Root.MarkInfo.Marked


def test_every_mark_is_owned_and_every_owner_is_found_from_its_page(
    opened: Pdf, tree: list[pikepdf.Object], marked: list[set[int]]
) -> None:
    pages = {page.obj.objgen: n for n, page in enumerate(opened.pages)}
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for element in tree:
        for kid in kids(element):
            if isinstance(kid, int):
                place = (pages[element.Pg.objgen], kid)
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                place = (pages[kid.Pg.objgen], int(kid.MCID))
            else:
                continue
            assert place not in owners
            owners[place] = element.objgen
    assert {(n, mcid) for n, ids in enumerate(marked) for mcid in ids} == set(owners)
    numbers = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
    for n, page in enumerate(opened.pages):
        row = numbers[int(page.obj.StructParents)]
        for mcid in marked[n]:
            assert row[mcid].objgen == owners[n, mcid]


def test_parents_and_children_agree(tree: list[pikepdf.Object]) -> None:
    for element in tree:
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen


def test_every_link_is_in_a_link_element_and_described(opened: Pdf, tree: list[pikepdf.Object]) -> None:
    owner = {
        kid.Obj.objgen: element
        for element in tree
        for kid in kids(element)
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR
    }
    numbers = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
    links = [link for page in opened.pages for link in page.get("/Annots", [])]
    assert len(links) > 40
    for link in links:
        assert Name.Link == owner[link.objgen].S
        assert numbers[int(link.StructParent)].objgen == owner[link.objgen].objgen
        assert str(link.Contents).strip()


def test_every_figure_has_an_alternative_text_and_a_place(tree: list[pikepdf.Object]) -> None:
    figures = [element for element in tree if Name.Figure == element.S]
    assert len(figures) == 3 + 2 * 8
    assert any(str(figure.Alt) == "Three standards of touchpoint 3" for figure in figures)
    for figure in figures:
        assert str(figure.Alt).strip()
        left, bottom, right, top = (float(value) for value in figure.A.BBox)
        assert 0 <= left < right < 842
        assert 0 <= bottom < top < 842


def test_every_header_of_a_table_says_what_it_heads(tree: list[pikepdf.Object]) -> None:
    headers = [element for element in tree if Name.TH == element.S]
    assert len(headers) > 20
    assert {str(header.A.Scope) for header in headers} == {"/Column", "/Row"}
    assert not any("/Headers" in element.A for element in tree if "/A" in element)


def test_a_table_that_only_places_things_is_no_table_to_a_reader(tree: list[pikepdf.Object]) -> None:
    for table in (element for element in tree if Name.Table == element.S):
        rows = [row for kid in kids(table) for row in ([kid] if Name.TR == kid.S else kids(kid))]
        assert any(Name.TH == cell.S for row in rows for cell in kids(row))


def test_tags_are_standard_ones(tree: list[pikepdf.Object]) -> None:
    used = Counter(str(element.S) for element in tree)
    assert {
        "/H1",
        "/H2",
        "/P",
        "/Table",
        "/TR",
        "/TH",
        "/TD",
        "/L",
        "/LI",
        "/Link",
        "/Figure",
        "/BlockQuote",
    } <= set(used)
    assert "/NonStruct" not in used
    standard = (
        "Document Sect Div Part Art P H1 H2 H3 H4 L LI Lbl LBody Table THead TBody TFoot TR TH TD Link Figure BlockQuote "
        "Caption"
    )
    assert {tag[1:] for tag in used} <= set(standard.split())


def test_heads_and_page_numbers_are_decoration(opened: Pdf) -> None:
    content = b"\n".join(stream.read_bytes() for stream in opened.pages[3].Contents)
    assert re.search(rb"/Artifact <</Type/Pagination/Subtype/Footer>> BDC", content)
    assert content.count(b"/Pagination") >= 4
