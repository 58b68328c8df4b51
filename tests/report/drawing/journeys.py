"""Journeys to draw in tests: one with every kind of thing in it, long ones from a seed, and hostile names."""

import random

from touchmap.report.drawing.graph import (
    KINDS,
    RESULTS,
    GraphEdge,
    GraphNode,
    GraphOutcome,
    GraphStage,
    JourneyGraph,
)

HOSTILE = (
    "plain",
    "Łódź & Sofia <b>bold</b>",
    "<b>looks like HTML</b>",
    "<>",
    "<TABLE><TR><TD>x</TD></TR></TABLE>",
    '"quoted"',
    "it's",
    "back\\slash",
    "ends in \\",
    "\\n \\l \\r \\N \\G \\E \\T \\L",
    "&amp; &lt; &#65; &nosuch; &",
    "a;b} { ] [ -> -- # // /* */",
    'n1"; n2 [label="x',
    "]]> <![CDATA[ <!-- -->",
    "</title></svg><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7*7 }} ${x} %s %d",
    "null\x00byte",
    "bell\x07 escape\x1b[31m",
    "line\nbreak\r\ntab\tend",
    "next\x85line\u2028sep\u2029par",
    "lone \ud800 surrogate",
    "\ufffe and \uffff",
    "שלום עולם",
    "مرحبا بالعالم 123",
    "\u202eright to left override",
    "🛫 🧳 👩🏽\u200d✈️",
    "中文字符 日本語 한국어",
    "e\u0301 combining \u0336strike",
    "zero\u200bwidth \ufeffmark",
    "word" * 5_000,
    "many words " * 1_800,
    "   ",
    " leading and trailing ",
    "x",
)


def full() -> JourneyGraph:
    """Five touchpoints with every kind of transition, mark and outcome."""
    stages = (GraphStage("Before"), GraphStage("During"))
    nodes = (
        GraphNode("a", "1", "Ask the way", 0, -0.5, unavoidable=True),
        GraphNode("b", "2", "Wait", 0, -1.8, failing=True),
        GraphNode("c", "3", "Be helped", 1, 1.2, failing=True, unrecovered=True),
        GraphNode("d", "4", "Be called back", 1, missing=True),
        GraphNode("e", "5", "Leave", 1, 0.0),
    )
    edges = (
        GraphEdge("a", "b"),
        GraphEdge("b", "c", "next", 0.69),
        GraphEdge("b", "d", "choice", 0.31, "by phone"),
        GraphEdge("b", "b", "repeat", 0.1),
        GraphEdge("c", "a", "failure", 0.12, "sent back"),
        GraphEdge("c", "d", "recovery", 0.5),
        GraphEdge("d", "e", "next", 1.0),
        *(GraphEdge("e", result, "next", 0.25) for result in RESULTS),
    )
    outcomes = tuple(GraphOutcome(result, f"They are {result}", result) for result in RESULTS)
    return JourneyGraph("A journey", stages, nodes, edges, outcomes)


def long(count: int, seed: int = 1) -> JourneyGraph:
    """A journey of `count` touchpoints with jumps of every kind, the same for the same seed."""
    random_ = random.Random(seed)
    stages = max(1, count // 6)
    nodes = tuple(
        GraphNode(f"t{i}", str(i + 1), f"Touchpoint number {i + 1} at the desk", i * stages // count)
        for i in range(count)
    )
    edges = [GraphEdge(f"t{i}", f"t{i + 1}") for i in range(count - 1)]
    for _ in range(count // 3):
        source = random_.randrange(count)
        target = min(count - 1, max(0, source + random_.randint(-6, 9)))
        edges.append(
            GraphEdge(f"t{source}", f"t{target}", random_.choice(KINDS), random_.choice((None, 0.1)))
        )
    edges.append(GraphEdge(f"t{count - 1}", "end"))
    names = tuple(GraphStage(f"Stage {i + 1}") for i in range(stages))
    return JourneyGraph("Long", names, nodes, tuple(edges), (GraphOutcome("end", "Home", "satisfied"),))


def named(texts: tuple[str, ...]) -> JourneyGraph:
    """A journey whose every text is one of these."""
    nodes = tuple(
        GraphNode(f"k{i}", str(i + 1), text, i % 2, float(i % 5 - 2)) for i, text in enumerate(texts)
    )
    edges = [GraphEdge(f"k{i}", f"k{i + 1}", "choice", 0.5, text) for i, text in enumerate(texts[:-1])]
    edges.append(GraphEdge(nodes[-1].key, "end"))
    stages = (GraphStage(texts[0]), GraphStage(texts[-1]))
    return JourneyGraph(texts[0], stages, nodes, tuple(edges), (GraphOutcome("end", texts[-1], "lost"),))
