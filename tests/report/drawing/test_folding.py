"""Rules of cutting a long journey into rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.report.charts.palette import PRINT
from touchmap.report.drawing.dot_layout import dot_layouts
from touchmap.report.drawing.folding import estimated_width, halves, split, split_by_width
from touchmap.report.drawing.graph import GraphNode, GraphStage, JourneyGraph
from touchmap.report.drawing.scene import Sizes, rows

from .journeys import full, long


def staged(*counts: int) -> JourneyGraph:
    """A journey with these numbers of touchpoints in its stages."""
    stages = [stage for stage, count in enumerate(counts) for _ in range(count)]
    nodes = tuple(GraphNode(f"k{place}", str(place), "n", stage) for place, stage in enumerate(stages))
    return JourneyGraph("x", tuple(GraphStage(str(stage)) for stage in range(len(counts))), nodes)


def test_rows_break_between_stages_where_they_can() -> None:
    assert split(staged(4, 5, 6), 5) == (range(4), range(4, 9), range(9, 15))


def test_a_row_is_halved_at_the_stage_nearest_its_middle() -> None:
    graph = staged(2, 4, 4)
    assert halves(graph, range(10)) == (range(6), range(6, 10))
    assert halves(graph, range(6, 10)) == (range(6, 8), range(8, 10))


@given(st.integers(0, 120), st.integers(1, 12))
def test_rows_cover_the_journey_in_order(count: int, per_row: int) -> None:
    nodes = tuple(GraphNode(f"k{i}", str(i), "n", i * 7 % 3) for i in range(count))
    parts = split(JourneyGraph("x", (GraphStage("a"),) * 3, nodes), per_row)
    assert [place for part in parts for place in part] == list(range(count))
    assert all(len(part) <= per_row + 1 for part in parts)


@pytest.mark.parametrize("graph", [full(), long(30), long(60, seed=3)])
def test_the_estimated_width_is_near_what_dot_makes_of_it(graph: JourneyGraph) -> None:
    sizes = Sizes(PRINT)
    scenes = rows(graph, sizes, split(graph, 5))
    for scene, layout in zip(scenes, dot_layouts(scenes, sizes), strict=True):
        assert layout is not None
        # Where several ways lead past each other dot may stack stations, and then needs less.
        assert 0.75 <= layout.width / estimated_width(scene, sizes) <= 1.12


def test_rows_cut_by_width_fit_it_as_estimated() -> None:
    graph, sizes = long(40), Sizes(PRINT)
    parts = split_by_width(graph, sizes, 900, 6)
    assert [place for part in parts for place in part] == list(range(40))
    for scene, part in zip(rows(graph, sizes, parts), parts, strict=True):
        assert len(part) == 1 or estimated_width(scene, sizes) <= 900
    assert len(split_by_width(graph, sizes, 500, 6)) > len(parts)


def test_a_width_that_nothing_fits_gives_rows_of_one() -> None:
    assert split_by_width(staged(3), Sizes(PRINT), 10, 6) == (range(1), range(1, 2), range(2, 3))
    assert split_by_width(staged(), Sizes(PRINT), 10, 6) == (range(0),)
