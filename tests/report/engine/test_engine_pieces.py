"""The engine's small parts by themselves: words, values, messages, parts, the cache, the outline, numbering, HTML reading."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st
from sample_report import report

from touchmap.report.engine import frames
from touchmap.report.engine.cache import Cache
from touchmap.report.engine.fonts import FontProgram, decode_program, encode_program
from touchmap.report.engine.markup import section_html
from touchmap.report.engine.numbering import Numbering
from touchmap.report.engine.objects import pdf_name, pdf_number, pdf_string
from touchmap.report.engine.outline import Heading, add_outline
from touchmap.report.engine.parsing import regular_tree
from touchmap.report.engine.part import DamagedPart, Figures, FontUse, Link, Page, Part, Slot, decode, encode
from touchmap.report.engine.section import Section, page_number
from touchmap.report.engine.words import CONTINUED, LONGEST_WORD, bounded, safe_words
from touchmap.report.engine.writer import PdfFile, ref


@given(st.text())
def test_break_points_change_nothing_else(text: str) -> None:
    assert safe_words(text).replace("\u200b", "") == text.replace("\u200b", "")


@given(st.text(alphabet=st.characters(exclude_categories=["Mn", "Me", "Cf", "Zs", "Cc", "Sk"]), min_size=31))
def test_no_word_stays_longer_than_the_longest(text: str) -> None:
    assert all(
        len(word) <= LONGEST_WORD for piece in safe_words(text).split() for word in piece.split("\u200b")
    )


def test_addresses_break_after_their_signs_and_short_words_not_at_all() -> None:
    assert safe_words("https://example.org/a/very/long/address") == (
        "https://\u200bexample.\u200borg/\u200ba/\u200bvery/\u200blong/\u200baddress"
    )
    assert safe_words("a/b short words, every-one") == "a/b short words, every-one"


def test_a_break_never_parts_a_letter_from_its_accent() -> None:
    broken = safe_words("e\u0301" * 40)
    assert "\u200b\u0301" not in broken
    assert "\u200b" in broken


def test_bounded_text_says_that_it_goes_on() -> None:
    assert bounded("short", 100) == "short"
    cut = bounded("word " * 100, 60)
    assert cut.endswith(f"word {CONTINUED}")
    assert len(cut) <= 60


@given(st.text())
def test_strings_read_back_as_they_were(text: str) -> None:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert str(pikepdf.Object.parse(pdf_string(text))) == text


def test_names_and_numbers_are_written_as_pdf_wants_them() -> None:
    assert pdf_name("application/json") == b"/application#2Fjson"
    assert pdf_name("ä") == b"/#C3#A4"
    assert [pdf_number(value) for value in (0, -0.00001, 1.5, 100, 2.00004)] == [
        b"0",
        b"0",
        b"1.5",
        b"100",
        b"2",
    ]


def test_messages_arrive_whole_or_not_at_all() -> None:
    packed = frames.packed({"html": "é" * 10})
    assert frames.read(io.BytesIO(packed)) == {"html": "é" * 10}
    assert frames.read(io.BytesIO(packed[:-1])) is None
    assert frames.read(io.BytesIO(b"")) is None
    buffer = bytearray(packed[:5])
    assert frames.taken(buffer) is None
    buffer += packed[5:] + packed
    assert frames.taken(buffer) == frames.taken(buffer) == {"html": "é" * 10}
    assert not buffer


def small_part() -> Part:
    figures = Figures(1, 2, 3, "ABCDEF", 10.5, (0, 0.5, 1), {"0": (17, 497)})
    page = Page(
        width=595.28, height=841.89, content=(0, 1), slots=(Slot("a", {"0": 17}),), folio=figures,
        links=(Link((1, 2, 3, 4), "to", "#a", 5),), bookmarks=(), anchors={"a": (1.5, 2)}, parents=(5, -1),
    )  # fmt: skip
    font = FontUse(
        "ABCDEF", "0" * 64, 0, "/X", "X", 4, 900, -200, False, {"png": False}, {3: 500}, {3: "\ud800x"}, ()
    )
    return Part((page,), (font,), 7, 3, 5, (("id", 6),), ((5, b"<<\x01\x0312\x02>>"), (6, b"[]")), ((4, b"<</Length 1>>", 1),),
                (b"a\n\x00", b"b"), ("careful",))  # fmt: skip


def test_a_part_reads_back_as_it_was_written() -> None:
    part = small_part()
    read = decode(encode(part))
    page = read.pages[0]
    figures = replace(
        page.folio,
        colour=tuple(page.folio.colour),
        glyphs={k: tuple(v) for k, v in page.folio.glyphs.items()},
    )
    page = replace(
        page, folio=figures, anchors={k: tuple(v) for k, v in page.anchors.items()},
        links=tuple(replace(link, rect=tuple(link.rect)) for link in page.links),
    )  # fmt: skip
    assert replace(read, pages=(page,)) == part


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_damaged_part_is_never_taken_for_one(place: int, change: int) -> None:
    data = bytearray(encode(small_part()))
    data[place % len(data)] ^= change
    with pytest.raises(DamagedPart):
        decode(bytes(data))


def test_a_damaged_font_program_is_found_out() -> None:
    program = FontProgram("FontFile2", 10, b"abc\nd")
    assert decode_program(encode_program(program)) == program
    with pytest.raises(ValueError, match="damaged"):
        decode_program(encode_program(program)[:-1])


def test_the_cache_forgets_what_was_used_longest_ago(tmp_path: Path) -> None:
    cache = Cache(tmp_path, size=1000)
    for n in range(12):
        cache.put(f"e{n}", b"x" * 100)
        os.utime(cache.path(f"e{n}"), (n, n))
    assert cache.get("e0") == b"x" * 100  # reading makes it young again
    cache.trim()
    assert cache.has("e0")
    assert not cache.has("e1")
    assert sum(1 for n in range(12) if cache.has(f"e{n}")) == 7


def test_an_entry_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.path("entry").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        cache.put("entry", b"x")
    assert [path.name for path in cache.path("entry").parent.iterdir()] == ["entry"]


def test_headings_become_a_tree_whose_levels_may_jump() -> None:
    file = PdfFile()
    page = file.add(b"<</Type/Page/Parent 2 0 R>>")
    tree = file.add(b"<</Type/Pages/Count 0/Kids[]>>")
    levels = ((1, "a", True), (3, "b", True), (2, "c", False), (4, "d", True), (1, "e", True))
    outline = add_outline(
        file, [Heading(level, label, ref(page), 0, 0, open_) for level, label, open_ in levels]
    )
    root = file.add(b"<</Type/Catalog/Pages %s/Outlines %s>>" % (ref(tree), ref(outline)))
    with pikepdf.open(io.BytesIO(file.written(root, file.add(b"<<>>")))) as pdf, pdf.open_outline() as read:
        assert [item.title for item in read.root] == ["a", "e"]
        assert [item.title for item in read.root[0].children] == ["b", "c"]
        assert [item.title for item in read.root[0].children[1].children] == ["d"]
        assert read.root[0].children[1].is_closed


def test_page_numbers_are_estimated_until_they_are_known() -> None:
    sections = (
        Section("list", "".join(page_number(name) for name in ("x", "y", "gone"))),
        Section("long", '<p id="x">x</p><p id="y">y</p>'),
        Section("last", "<p>z</p>"),
    )
    numbering = Numbering(sections)
    assert numbering.unknown() == [1, 2, 0]
    assert numbering.digits(0) == {"x": 1, "y": 1, "gone": 1}
    numbering.learn(1, 12, {"y": 11})
    assert numbering.digits(0) == {"x": 2, "y": 2, "gone": 1}  # the list is taken to be as long as the others
    numbering.learn(0, 1, {})
    assert numbering.digits(0) == {"x": 1, "y": 2, "gone": 1}


def shape(element: ElementTree.Element) -> tuple[object, ...]:
    attributes = {name: value for name, value in element.attrib.items() if "xmlns" not in name}
    inside = [(shape(child), (child.tail or "").strip()) for child in element]
    return element.tag, attributes, (element.text or "").strip(), inside


def as_html_parsers_do(body: str) -> ElementTree.Element:
    return tinyhtml5.parse(f"<!DOCTYPE html><html>{body}</html>", namespace_html_elements=False).find("body")


@pytest.mark.parametrize("at", range(16))
def test_regular_html_gives_the_tree_of_an_html_parser(at: int) -> None:
    body = section_html(report(8).sections[at], "en", "x", {})[1]
    tree = regular_tree(body)
    assert tree is not None
    assert shape(tree) == shape(as_html_parsers_do(body))


@pytest.mark.parametrize(
    "inside",
    [
        "<p>a<div>b</div></p>",
        "<p>a<p>b",
        "<a href='#x'>a<a href='#y'>b</a></a>",
        "<b>a<p>b</p></b>",
        "<table>text<tr><td>a</td></tr></table>",
        "<table><tr>x<td>a</td></tr></table>",
        "<table><tr><p>x</p></tr></table>",
        "<div><td>a</td></div>",
        "<li>a</li>",
        "<DIV>a</DIV>",
        "<div class=a>a</div>",
        "<svg><rect/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><rect></svg>",
        "a & b < c",
        "<h1>a<h2>b</h2></h1>",
        "<textarea><p>x</p></textarea>",
        "<script>a<b>c</b></script>",
        "<title>x</title>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
        "<select><option>a</option></select>",
        "x\x00y",
    ],
)
def test_anything_irregular_is_left_to_the_html_parser(inside: str) -> None:
    assert regular_tree(f"<body>{inside}</body>") is None


@pytest.mark.parametrize(
    "inside",
    [
        "<p>a<br>b<img src='asset:x' alt='1 > 0'></p>",
        "<table><col><col><tr><th>a</th></tr><tr><td>b</td></tr></table>",
        "<table><thead><tr><td>a<table><tr><td><p>b</p></td></tr></table></td></tr></thead><tr><td>c</td></tr></table>",
        "<p>&nbsp;&eacute;&amp;&lt;&#8230;</p>",
        "<ul><li><p>a</p><ul><li>b</li></ul></li></ul><p>c</p>",
        "<dl><dt>a</dt><dd><div>b</div></dd></dl>",
    ],
)
def test_regular_corner_cases_are_read_alike(inside: str) -> None:
    body = f"<body>{inside}</body>"
    tree = regular_tree(body)
    assert tree is not None
    assert shape(tree) == shape(as_html_parsers_do(body))
