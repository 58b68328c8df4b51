"""Rules of the way from a workshop to its drawings."""

import pytest

from touchmap.domain.analysis import analyse
from touchmap.domain.model import Model
from touchmap.domain.records import (
    Journey,
    Outcome,
    Perception,
    Stage,
    Touchpoint,
    Transition,
    Workshop,
)
from touchmap.report.drawing.graph import GraphEdge
from touchmap.services.drawing import FORMATS, drawn_graph, node_link, write_graph


@pytest.fixture
def model() -> Model:
    return Model(
        Workshop(id="w", title="Workshop"),
        (
            Journey(id="j", name="The way"),
            Stage(id="s1", journey="j", name="Before"),
            Stage(id="s2", journey="j", name="After"),
            Touchpoint(id="ask", stage="s1", name="Ask"),
            Touchpoint(id="wait", stage="s1", name="Wait", missing=True),
            Touchpoint(id="tp 3/ü", stage="s2", name="Leave"),
            Outcome(id="gone", journey="j", name="Gone", result="lost"),
            Transition(id="t1", journey="j", source="ask", target="wait", share=0.7),
            Transition(
                id="t2", journey="j", source="ask", target="tp 3/ü", type="choice", share=0.3, label="skip"
            ),
            Transition(id="t3", journey="j", source="wait", target="ask", type="failure"),
            Transition(id="t4", journey="j", source="wait", target="tp 3/ü"),
            Outcome(id="home", journey="j", name="Home", result="satisfied"),
            Transition(id="t6", journey="j", source="tp 3/ü", target="home", share=0.5),
            Transition(id="t5", journey="j", source="tp 3/ü", target="gone"),
            Perception(id="p1", touchpoint="wait", emotion=-2),
            Perception(id="p2", touchpoint="wait", emotion=-1),
        ),
    )


def test_the_drawing_says_what_the_analysis_found(model: Model) -> None:
    graph = drawn_graph(model, analyse(model).journeys[0])
    assert [(node.number, node.name, node.stage) for node in graph.nodes] == [
        ("1", "Ask", 0),
        ("2", "Wait", 0),
        ("3", "Leave", 1),
    ]
    assert [node.unavoidable for node in graph.nodes] == [True, False, True]
    assert [(node.failing, node.unrecovered) for node in graph.nodes] == [
        (False, False),
        (True, True),
        (False, False),
    ]
    assert [node.emotion for node in graph.nodes] == [None, -1.5, None]
    assert graph.nodes[1].missing
    assert graph.edges[1] == GraphEdge("ask", "tp 3/ü", "choice", 0.3, "skip", "t2")
    assert graph.edges[2] == GraphEdge("wait", "ask", "failure", None, "", "t3")
    assert graph.outcomes[0].result == "lost"


def test_a_touchpoint_links_to_its_anchor(model: Model) -> None:
    graph = drawn_graph(model, analyse(model).journeys[0])
    assert [node_link(node) for node in graph.nodes] == ["#tp-ask", "#tp-wait", "#tp-tp%203%2F%C3%BC"]


@pytest.mark.parametrize(
    ("format", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("dot", b"digraph"), ("graphml", b"<?xml")]
)
def test_a_journey_is_written_in_every_format(model: Model, format: str, start: bytes) -> None:
    assert format in FORMATS
    assert write_graph(drawn_graph(model, analyse(model).journeys[0]), format).startswith(start)


def test_an_unknown_format_is_refused_with_those_there_are(model: Model) -> None:
    with pytest.raises(ValueError, match="svg, png, dot, graphml"):
        write_graph(drawn_graph(model, analyse(model).journeys[0]), "pdf")
