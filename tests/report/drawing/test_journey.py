"""Rules of the drawing: what stands in it, that any text is safe, that nothing overlaps."""

import re
import time
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchmap.report.charts.palette import DARK, LIGHT, PRINT, WEB, Palette
from touchmap.report.charts.text import clean
from touchmap.report.drawing.folding import split
from touchmap.report.drawing.graph import GraphEdge, GraphNode, GraphStage, JourneyGraph
from touchmap.report.drawing.journey import draw_journey, draw_rows, folded_layout
from touchmap.report.drawing.legend import entries, legend
from touchmap.report.drawing.plain_layout import plain_layout
from touchmap.report.drawing.process import Limits
from touchmap.report.drawing.scene import Sizes, letter, rows

from .journeys import HOSTILE, full, long, named

SVG = "{http://www.w3.org/2000/svg}"
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


def titles(drawn: str) -> list[str]:
    """Every tooltip in a drawing."""
    return [title.text or "" for title in ElementTree.fromstring(drawn).iter(f"{SVG}title")]


def texts(drawn: str) -> list[str]:
    """Every shown line of text."""
    return [text.text or "" for text in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


def test_every_touchpoint_stage_outcome_and_share_stands_in_it() -> None:
    graph = full()
    shown = texts(draw_journey(graph).svg)
    for node in graph.nodes:
        assert node.number in shown
        assert node.name in shown
    for stage in graph.stages:
        assert stage.name in shown
    assert {"31\u00a0% by phone", "69\u00a0%", "12\u00a0% sent back"} <= set(shown)
    assert sum("They are" in line for line in shown) == len(graph.outcomes)


def test_kinds_of_ways_differ_in_line_style() -> None:
    drawn = ElementTree.fromstring(draw_journey(full()).svg)
    styles = {}
    for group in drawn.iter(f"{SVG}g"):
        kind = re.search(r"tm-way tm-(\w+)", group.get("class", ""))
        if kind:
            path = group.find(f"{SVG}path")
            assert path is not None
            styles[kind[1]] = (path.get("stroke-dasharray"), path.get("stroke"))
    assert styles["next"][0] is None
    assert styles["choice"][0] is None
    assert len({styles[kind] for kind in styles}) == 5
    assert len({styles[kind][0] for kind in ("failure", "recovery", "repeat")}) == 3


def test_marks_are_said_in_words_too() -> None:
    said = titles(draw_journey(full()).svg)
    assert "1 Ask the way; median −0.5; unavoidable" in said
    assert "2 Wait; median −1.8; can fail" in said
    assert "3 Be helped; median +1.2; fails without recovery" in said
    assert "4 Be called back; missing contact" in said


@pytest.mark.parametrize("limits", [None, Limits(seconds=0.000001)])
def test_hostile_texts_come_back_as_they_are_or_as_stated(limits: Limits | None) -> None:
    drawing = draw_journey(named(HOSTILE), limits=limits)
    assert drawing.engine == ("dot" if limits is None else "plain")
    said = titles(drawing.svg)
    assert said[0] == clean(HOSTILE[0])
    for place, text in enumerate(HOSTILE):
        start = f"{place + 1} {clean(text)}"
        assert any(title.startswith(clean(start)[:1_900]) for title in said), text
    root = ElementTree.fromstring(drawing.svg)
    assert not [
        one for one in root.iter() if one.tag.removeprefix(SVG) in ("script", "a", "image", "b", "TABLE")
    ]


@given(st.lists(ANY, min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_texts_make_a_drawing_that_says_them(names: list[str]) -> None:
    drawing = draw_journey(named(tuple(names)))
    assert drawing.engine == "dot"
    said = titles(drawing.svg)
    shown = "".join("".join(texts(drawing.svg)).split())
    for place, name in enumerate(names):
        assert any(title.startswith(f"{place + 1} {clean(name)}") for title in said)
        if len(name) < 12:
            assert "".join(clean(name).split()) in shown


def test_names_that_fit_are_shown_whole() -> None:
    shown = " ".join(texts(draw_journey(named(("Looking for help", "Service-desk queue"))).svg))
    assert "Looking for help" in shown
    assert "Service-desk queue" in shown


@pytest.mark.parametrize("palette", [PRINT, WEB, DARK, LIGHT])
def test_a_drawing_has_no_ids_and_fetches_nothing(palette: Palette) -> None:
    drawn = draw_journey(full(), palette=palette).svg
    assert not re.search(
        r'\bid=|url\(|<style|style=|<image|xlink|"https?:(?!//www\.w3\.org/2000/svg")', drawn
    )
    assert ("var(--" in drawn) == palette.variables


def test_links_are_ours_and_named() -> None:
    drawn = draw_journey(full(), palette=WEB, link=lambda node: f"#tp-{node.key}").svg
    links = list(ElementTree.fromstring(drawn).iter(f"{SVG}a"))
    assert [link.get("href") for link in links] == ["#tp-a", "#tp-b", "#tp-c", "#tp-d", "#tp-e"]
    assert all(link.get("aria-label", "").startswith(str(place + 1)) for place, link in enumerate(links))
    assert 'role="group"' in drawn


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://example.com", "//example.com", "x"])
def test_an_address_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="only into its own pages"):
        draw_journey(full(), link=lambda node: address)


def test_the_same_journey_gives_the_same_bytes() -> None:
    assert draw_journey(long(40)).svg == draw_journey(long(40)).svg


@pytest.mark.parametrize("count", [1, 2, 8, 40, 200])
def test_boxes_never_overlap_and_stay_inside(count: int) -> None:
    layout, trouble = folded_layout(long(count), palette=LIGHT)
    assert not trouble
    assert layout.engine == "dot"
    for place in layout.boxes:
        assert place.box.width / 2 <= place.x <= layout.width - place.box.width / 2
        assert place.box.height / 2 <= place.y <= layout.height - place.box.height / 2
    for one, two in combinations(layout.boxes, 2):
        assert (
            abs(one.x - two.x) >= (one.box.width + two.box.width) / 2 - 0.5
            or abs(one.y - two.y) >= (one.box.height + two.box.height) / 2 - 0.5
        )


@pytest.mark.parametrize("count", [1, 8, 40])
def test_boxes_of_the_plain_layout_never_overlap(count: int) -> None:
    graph = long(count)
    for scene in rows(graph, Sizes(PRINT), split(graph, 5)):
        layout = plain_layout(scene, Sizes(PRINT))
        for one, two in combinations(layout.boxes, 2):
            assert (
                abs(one.x - two.x) >= (one.box.width + two.box.width) / 2
                or abs(one.y - two.y) >= (one.box.height + two.box.height) / 2
            )


def test_a_long_journey_is_folded_into_a_readable_shape() -> None:
    for count in (40, 200):
        drawing = draw_journey(long(count))
        assert 0.6 < drawing.width / drawing.height < 3


def test_rows_fit_the_paper_at_one_scale() -> None:
    drawn = draw_rows(long(40), width=1_000)
    assert all(row.width <= 1_000.5 for row in drawn)
    scales = set()
    for row in drawn:
        box = re.search(r'viewBox="0 0 ([\d.]+) ', row.svg)
        assert box
        scales.add(round(row.width / float(box[1]), 3))
    assert len(scales) == 1
    assert scales.pop() >= 0.975


def test_rows_are_joined_by_letters_and_jumps_are_named() -> None:
    nodes = tuple(GraphNode(f"k{i}", str(i + 1), f"Place {i + 1}", i // 3) for i in range(9))
    edges = (*(GraphEdge(f"k{i}", f"k{i + 1}") for i in range(8)), GraphEdge("k1", "k7", "choice", 0.31))
    stages = tuple(GraphStage(name) for name in "ABC")
    drawn = draw_rows(JourneyGraph("x", stages, nodes, edges), per_row=3)
    assert len(drawn) == 3
    assert "A" in texts(drawn[0].svg)
    assert "→ 8 Place 8" in texts(drawn[0].svg)
    assert "goes on to 8 Place 8" in titles(drawn[0].svg)
    assert {"A", "B"} <= set(texts(drawn[1].svg))
    assert "continues from 3 Place 3" in titles(drawn[1].svg)
    assert drawn[2].svg.index("<title>x: 7 Place 7 to 9 Place 9</title>") > 0


def test_letters_go_on_after_z() -> None:
    assert [letter(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_an_empty_journey_is_an_empty_picture() -> None:
    drawing = draw_journey(JourneyGraph("Nothing yet", (), ()))
    assert titles(drawing.svg) == ["Nothing yet"]


def test_transitions_that_lead_nowhere_are_refused() -> None:
    with pytest.raises(ValueError, match="does not join"):
        JourneyGraph("x", (GraphStage("s"),), (GraphNode("a", "1", "n", 0),), (GraphEdge("a", "b"),))


def test_two_hundred_touchpoints_are_drawn_twice_in_seconds() -> None:
    graph = long(200)
    start = time.perf_counter()
    draw_journey(graph)
    draw_rows(graph, width=1_030)
    # About 0.7 s on two idle cores; wide room for a busy machine.
    assert time.perf_counter() - start < 8


def test_a_thousand_touchpoints_in_one_line_still_give_a_drawing() -> None:
    drawing = draw_journey(long(1_000), per_row=1_000)
    assert drawing.engine in ("dot", "plain")
    assert drawing.svg.count('class="tm-station"') == 1_000


def test_the_legend_names_only_what_occurs() -> None:
    found = {entry.what for entry in entries(full(), rows=True)}
    assert found >= {"next", "choice", "failure", "recovery", "repeat", "unavoidable", "connector", "lost"}
    assert {entry.what for entry in entries(long(2))} <= {"next", "satisfied"} | {"repeat"}
    drawn = ElementTree.fromstring(legend("Legend", entries(full()), width=300, palette=PRINT))
    assert all(float(text.get("x", "0")) < 300 for text in drawn.iter(f"{SVG}text"))
