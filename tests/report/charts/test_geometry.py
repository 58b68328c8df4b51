"""Rules of bars, squares and the line, against figures worked by hand."""

import math
import re
from itertools import combinations

import pytest

from touchmap.report.charts.bars import Bar, pareto
from touchmap.report.charts.distribution import Group, distribution
from touchmap.report.charts.line import Arc, Station, journey_line, line_levels
from touchmap.report.charts.palette import PRINT
from touchmap.report.charts.squares import Spot, spread, two_ps
from touchmap.report.charts.text import width_of

STATIONS = [Station(str(place + 1), place // 4, 40 + 100 * place) for place in range(12)]


def test_the_pareto_ranks_and_sums_up() -> None:
    drawn = pareto("waste", [Bar("b", 30), Bar("a", 50), Bar("zero", 0), Bar("c", 20)], palette=PRINT)
    figures = re.findall(r">([^<]+)</text>", drawn)
    assert [f for f in figures if f in ("50", "30", "20", "0")] == ["50", "30", "20"]
    assert "80\u00a0%" in figures
    assert "100\u00a0%" in figures
    assert "zero" not in figures


def test_a_spot_stands_where_its_values_say() -> None:
    drawn = two_ps("x", [Spot("1", 3, 3), Spot("2", 5, 5)], palette=PRINT, size=400)
    (x1, y1), (x2, y2) = [
        (float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)
    ]
    # Frame: left 2.9 × 9.6, right edge 4 px; top 2, foot 3.1 × 9.6; 12 px inset aside, 2.85 × 9.6 above and below.
    left, width, height = 2.9 * 9.6, 400 - 2.9 * 9.6 - 4, 400 - 3.1 * 9.6 - 2
    assert (x1, y1) == pytest.approx((left + width / 2, 2 + height / 2), abs=0.01)
    assert (x2, y2) == pytest.approx((left + width - 12, 2 + 2.85 * 9.6), abs=0.01)


def test_dots_are_moved_apart_so_that_none_overlap() -> None:
    places = spread([(100, 100)] * 30, 9, (9, 9, 300, 300))
    assert places[0] == (100, 100)
    assert all(math.dist(one, other) >= 18 - 1e-9 for one, other in combinations(places, 2))
    assert all(math.dist((100, 100), place) < 130 for place in places)


def test_dots_stay_clear_of_what_is_taken() -> None:
    (x, y), *_ = spread([(50, 20)], 8, (0, 0, 200, 200), [(20, 10, 90, 30)])
    assert not (20 - 8 < x < 90 + 8 and 10 - 8 < y < 30 + 8)


def test_no_dot_hides_the_name_of_a_quadrant() -> None:
    drawn = two_ps("x", [Spot(str(n), 1, 5) for n in range(9)], palette=PRINT, size=380)
    name = re.search(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>People carry it', drawn)
    assert name
    left, base = float(name[1]), float(name[2])
    wide = width_of("People carry it", 9.6, bold=True)
    for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn):
        assert not (left - 7 < float(x) < left + wide + 7 and base - 16 < float(y) < base + 9)


def test_dots_that_find_no_room_stay_at_home() -> None:
    assert spread([(5, 5)] * 3, 50, (0, 0, 10, 10)) == [(5, 5)] * 3


def test_arcs_that_overlap_lie_on_different_levels() -> None:
    arcs = [Arc(0, 5, "choice", "a"), Arc(1, 4, "choice", "b"), Arc(2, 3, "next"), Arc(6, 8, "choice", "c")]
    assert line_levels(STATIONS, arcs, width=1240, palette=PRINT) == 2
    assert line_levels(STATIONS, [], width=1240, palette=PRINT) == 0


def test_labels_of_the_line_never_lie_over_each_other() -> None:
    arcs = [Arc(s, s + d, "choice", f"{s} % take a way around") for s in range(8) for d in (2, 3, 4)]
    drawn = journey_line("x", STATIONS, arcs, width=1240, palette=PRINT)
    chips = [
        tuple(map(float, chip))
        for chip in re.findall(r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"', drawn)
    ]
    assert len(chips) == len(arcs)
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(chips, 2):
        assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 + 0.01 or y2 + h2 <= y + 0.01


def test_an_arc_that_leaves_the_part_names_where_it_goes_and_where_it_came_from() -> None:
    arcs = [Arc(5, 9, "choice", "31 %")]
    left = journey_line("x", STATIONS[:7], arcs, width=740, palette=PRINT, after=True)
    right = journey_line("x", STATIONS[:5], arcs, width=540, palette=PRINT, first=7, before=True)
    assert "31 % → 10" in left
    assert "from 6" in right
    assert "31 %" not in journey_line("x", STATIONS[:3], arcs, width=740, palette=PRINT)


def test_counts_must_fit_the_scale() -> None:
    with pytest.raises(ValueError, match="2 counts for 3 steps"):
        distribution("x", [Group("g", (1, 2))], scale=(1, 2, 3), palette=PRINT)


def test_the_width_of_text_is_that_of_the_font_and_a_margin() -> None:
    # H 652, i 246 thousandths of an em, 4 % of safety.
    assert width_of("Hi", 10) == pytest.approx(8.98 * 1.04)


def test_a_label_that_would_hide_a_short_arc_gives_way_to_its_share() -> None:
    arcs = [Arc(2, 1, "failure", "18\u00a0% form rejected by the web site")]
    drawn = journey_line("x", STATIONS, arcs, width=1240, palette=PRINT)
    assert ">18\u00a0%</text>" in drawn
    assert "<title>18\u00a0% form rejected by the web site</title>" in drawn


def test_arcs_above_the_highest_level_are_counted_not_dropped_unsaid() -> None:
    arcs = [Arc(0, n, "choice", f"{n}") for n in range(2, 8)]
    drawn = journey_line("x", STATIONS, arcs, width=1240, palette=PRINT, most_levels=2)
    assert "4 more ways stand in the graph" in drawn
    assert drawn.count("<title>") == 3


def test_the_label_of_a_loop_stays_inside_the_picture() -> None:
    drawn = journey_line(
        "x", STATIONS, [Arc(11, 11, "repeat", "15 % asked for the same papers")], width=1160, palette=PRINT
    )
    text = re.search(r'<text x="([\d.]+)"[^>]*>15 %', drawn)
    assert text
    assert float(text[1]) + width_of("15 % asked for the same papers", 9.6, bold=True) / 2 <= 1160.01
