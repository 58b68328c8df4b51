"""Rules of the files for other programs: DOT, PNG, GraphML."""

import io
import re
import shutil
import struct
from pathlib import Path
from xml.etree import ElementTree

import graphviz
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchmap.report.charts.text import clean
from touchmap.report.drawing.export import dot_source, dot_text, graphml, png
from touchmap.report.drawing.graph import JourneyGraph
from touchmap.report.drawing.process import GraphvizFailed, run

from .journeys import HOSTILE, full, long, named

SVG = "{http://www.w3.org/2000/svg}"
ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


def through_dot(texts: tuple[str, ...]) -> list[str]:
    """What Graphviz shows for each text as a label."""
    drawn = graphviz.Digraph()
    for place, text in enumerate(texts):
        drawn.node(f"n{place}", label=dot_text(text, 2_000))
    root = ElementTree.fromstring(run("dot", "svg", str(drawn.source)))
    shown = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("class") == "node":
            title = group.findtext(f"{SVG}title") or ""
            shown[title] = "".join(text.text or "" for text in group.iter(f"{SVG}text"))
    return [shown[f"n{place}"] for place in range(len(texts))]


def spaced(text: str) -> str:
    """Graphviz writes spaces as no-break spaces where XML would lose them."""
    return text.replace("\u00a0", " ").strip(" ")


def test_hostile_texts_in_dot_are_shown_as_they_are_or_as_stated() -> None:
    for text, shown in zip(HOSTILE, through_dot(HOSTILE), strict=True):
        assert spaced(shown) == spaced(clean(text)), text


@given(st.lists(ANY, min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_text_in_dot_is_shown_as_it_is_or_as_stated(texts: list[str]) -> None:
    for text, shown in zip(texts, through_dot(tuple(texts)), strict=True):
        assert spaced(shown) == spaced(clean(text))


@pytest.mark.parametrize("graph", [full(), long(60), named(HOSTILE)])
def test_the_dot_file_is_read_by_graphviz(graph: JourneyGraph) -> None:
    source = dot_source(graph)
    root = ElementTree.fromstring(run("dot", "svg", source))
    drawn = [group for group in root.iter(f"{SVG}g") if group.get("class") == "node"]
    assert len(drawn) == len(graph.nodes) + len(graph.outcomes)
    assert not re.search(r"\bURL=|\bhref=|\bimage=|\bshapefile=", re.sub(r'"(?:[^"\\]|\\.)*"', '""', source))


def test_the_png_is_a_picture() -> None:
    data = png(full(), dpi=72)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert width > 400
    assert height > 60


def test_hostile_texts_make_a_png() -> None:
    assert png(named(HOSTILE), dpi=40)[:4] == b"\x89PNG"


def test_without_graphviz_there_is_no_png_and_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sh").symlink_to(shutil.which("sh") or "/bin/sh")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GraphvizFailed, match="neato is not installed"):
        png(full())


def test_graphml_comes_back_with_every_value() -> None:
    graph = full()
    back = nx.read_graphml(io.BytesIO(graphml(graph)), force_multigraph=True)
    assert back.nodes["b"]["name"] == "Wait"
    assert back.nodes["b"]["emotion"] == -1.8
    assert back.nodes["a"]["unavoidable"] is True
    assert back.nodes["lost"]["result"] == "lost"
    assert "emotion" not in back.nodes["d"]
    ways = {(s, t): d for s, t, d in back.edges(data=True)}
    assert ways["b", "d"] == {"kind": "choice", "share": 0.31, "label": "by phone"}
    assert len(back.edges) == len(graph.edges)


def test_hostile_texts_come_back_from_graphml() -> None:
    back = nx.read_graphml(io.BytesIO(graphml(named(HOSTILE))))
    for place, text in enumerate(HOSTILE):
        assert back.nodes[f"k{place}"]["name"] == clean(text)
