"""Rules that hold for every chart: safe, well formed, without ids, the same each time, few nodes."""

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from touchmap.domain.analysis.figures import QUADRANTS
from touchmap.report.charts import squares
from touchmap.report.charts.bars import (
    Bar,
    Share,
    pareto,
    share_bar,
)
from touchmap.report.charts.distribution import Group, distribution
from touchmap.report.charts.emotion import Column, Feeling, emotion_curve
from touchmap.report.charts.faces import face_icon
from touchmap.report.charts.line import Arc, Station, journey_line
from touchmap.report.charts.palette import DARK, LIGHT, PRINT, WEB, Palette
from touchmap.report.charts.squares import (
    Spot,
    importance_performance,
    opportunity_matrix,
    rational_emotional,
    two_ps,
)
from touchmap.report.charts.strip import journey_strip

NAMESPACE = "{http://www.w3.org/2000/svg}"
NASTY = "</title><script>alert('1')</script>&amp; \"x\" \x00\x1b]]> שלום 🛫"
MEDIANS = (-0.5, -0.9, None, -1.3, -2.0, 2.0)
FEELINGS = tuple(Feeling(m, 1.0, (-2, -1, 0, 0, 2) if m else (), m == -2.0) for m in MEDIANS)
STAGES = (0, 0, 1, 1, 2, 8)
SPOTS = tuple(Spot(str(n + 195), 2, 4, n, f"#tp-{n}", NASTY) for n in range(9))

TEXTURES = ("solid", "upright", "slanted", "open")
SHARES = tuple(Share(NASTY, n + 1, f"s{n + 1}", texture) for n, texture in enumerate(TEXTURES))
NO_SHARES = tuple(replace(share, value=0) for share in SHARES)

CHARTS: dict[str, Callable[[str, Palette], str]] = {
    "emotion": lambda t, p: emotion_curve(
        t, [Column(30 + 60 * n, 60) for n in range(6)], FEELINGS, palette=p, stages=STAGES
    ),
    "line": lambda t, p: journey_line(
        t,
        [Station(str(n + 1), s, 40 + 60 * n, NASTY, f"#tp-{n}") for n, s in enumerate(STAGES)],
        [
            Arc(0, 3, "choice", NASTY),
            Arc(4, 1, "failure", "x"),
            Arc(2, 2, "repeat", "9 %"),
            Arc(5, 9, "next"),
        ],
        width=400,
        palette=p,
    ),
    "strip": lambda t, p: journey_strip(t, STAGES, MEDIANS, width=300, palette=p, votes=[0, 1, 2, 3, 0, 9]),
    "faces": lambda t, p: journey_strip(t, STAGES, MEDIANS, width=300, height=90, palette=p, faces=True),
    "face": lambda t, p: face_icon(t, -1.4, p),
    "two ps": lambda t, p: two_ps(t, SPOTS, palette=p, ratings=[(1, 5), (2, 2)]),
    "bonds": lambda t, p: rational_emotional(t, SPOTS, palette=p),
    "importance": lambda t, p: importance_performance(t, SPOTS, palette=p, cross=(3.4, 2.8)),
    "opportunities": lambda t, p: opportunity_matrix(t, SPOTS, palette=p),
    "pareto": lambda t, p: pareto(t, [Bar(NASTY, 30), Bar("b", 10), Bar("none", 0)], palette=p),
    "lying pareto": lambda t, p: pareto(t, [Bar(NASTY, 30), Bar("b", 10)], palette=p, width=320),
    "empty pareto": lambda t, p: pareto(t, [], palette=p),
    "shares": lambda t, p: share_bar(t, SHARES, palette=p),
    "no shares": lambda t, p: share_bar(t, NO_SHARES, palette=p),
    "distribution": lambda t, p: distribution(
        t,
        [Group(NASTY, (3, 0, 1), 2, (1, 3), "split"), Group("nobody", (0, 0, 0))],
        scale=(1, 2, 3),
        ends=("low", "high"),
        palette=p,
    ),
}


@pytest.fixture(params=sorted(CHARTS))
def chart(request: pytest.FixtureRequest) -> Callable[[str, Palette], str]:
    return CHARTS[request.param]


@pytest.mark.parametrize("palette", [PRINT, WEB, DARK, LIGHT])
def test_a_chart_is_well_formed_and_says_its_title_first(
    chart: Callable[[str, Palette], str], palette: Palette
) -> None:
    root = ElementTree.fromstring(chart(NASTY, palette))
    assert root.tag == f"{NAMESPACE}svg"
    assert root[0].tag == f"{NAMESPACE}title"
    assert root[0].text == NASTY.replace("\x00", "\ufffd").replace("\x1b", "\ufffd")
    assert not list(root.iter(f"{NAMESPACE}script"))


def test_a_chart_has_no_ids_and_needs_nothing_from_elsewhere(chart: Callable[[str, Palette], str]) -> None:
    drawn = chart("title", PRINT)
    assert not re.search(r"\bid=|url\(|<style|<image|style=|clip-path|filter=|mask=", drawn)
    assert "var(--" not in drawn


def test_a_chart_for_pages_has_only_variables_for_colours(chart: Callable[[str, Palette], str]) -> None:
    assert not re.search(r'"#[0-9A-Fa-f]{6}"', chart("title", WEB))


def test_the_same_values_draw_the_same_bytes(chart: Callable[[str, Palette], str]) -> None:
    assert chart("title", PRINT) == chart("title", PRINT)


def test_no_text_is_smaller_than_seven_points_on_paper(chart: Callable[[str, Palette], str]) -> None:
    for text in ElementTree.fromstring(chart("title", PRINT)).iter(f"{NAMESPACE}text"):
        assert float(text.get("font-size", "0")) * 0.75 >= 7


def test_links_lead_only_where_the_caller_says(chart: Callable[[str, Palette], str]) -> None:
    for link in ElementTree.fromstring(chart("title", WEB)).iter(f"{NAMESPACE}a"):
        assert (link.get("href") or "").startswith("#tp-")
        assert link.get("aria-label")


def test_a_corner_of_a_square_has_the_name_that_the_analysis_gives_it():
    drawn = {
        "two-ps": squares.TWO_PS,
        "rational-emotional": squares.BONDS,
        "importance-performance": squares.IMPORTANCE,
        "impact-effort": squares.OPPORTUNITIES,
    }
    for method, names in QUADRANTS.items():
        assert drawn[method].names == tuple(name[:1].upper() + name[1:] for name in names)
