"""Rules of the emotion curve."""

import re

import pytest

from touchmap.report.charts.emotion import Column, Feeling, emotion_curve
from touchmap.report.charts.palette import PRINT, emotion_token

MEDIANS = (-0.5, -0.9, -0.4, -1.3, -1.9, -1.5, -1.8, -0.2, 0.6, -1.0)
FEELINGS = tuple(Feeling(median, median + 1) for median in MEDIANS)


def columns(count: int) -> list[Column]:
    return [Column(30 + 100 * place, 100) for place in range(count)]


def halo(drawn: str) -> list[tuple[float, float]]:
    """Start and end points of every piece of the median curve, read from its halo."""
    path = re.search(r'd="([^"]+)"[^>]*stroke="#FFFFFF"[^>]*stroke-opacity="0\.8"', drawn)
    assert path
    numbers = [[float(n) for n in re.findall(r"-?[\d.]+", piece)] for piece in path[1].split("M")[1:]]
    return [point for piece in numbers for point in ((piece[0], piece[1]), (piece[-2], piece[-1]))]


def test_the_curve_leaves_a_part_at_the_height_where_the_next_takes_it_up() -> None:
    left = emotion_curve("left", columns(6), FEELINGS, palette=PRINT)
    right = emotion_curve("right", columns(4), FEELINGS, palette=PRINT, first=6)
    end = max(halo(left))
    start = min(halo(right))
    assert end[0] == 630
    assert start[0] == 30
    assert end[1] == pytest.approx(start[1], abs=0.02)


def test_the_curve_passes_through_every_median() -> None:
    drawn = emotion_curve("all", columns(10), FEELINGS, palette=PRINT, height=186, values=False)
    # Without figures the frame is 16 px from the top and the bottom: 154 px for four steps.
    heights = dict(halo(drawn))
    for place, median in enumerate(MEDIANS):
        assert heights[80 + 100 * place] == pytest.approx(170 - (median + 2) / 4 * 154, abs=0.02)


def test_a_touchpoint_without_ratings_breaks_the_curve_and_says_so() -> None:
    feelings = (*FEELINGS[:4], Feeling(None), *FEELINGS[5:])
    drawn = emotion_curve("gap", columns(10), feelings, palette=PRINT)
    assert "no data" in drawn
    assert not any(430 < x < 530 for x, _ in halo(drawn))


def test_every_rating_is_a_dot_and_none_lies_under_the_face() -> None:
    ratings = (-1.0, -1.0, -1.0, 0.0, 2.0)
    drawn = emotion_curve("dots", columns(1), [Feeling(-1.0, None, ratings)], palette=PRINT, height=186)
    dots = re.findall(
        r"M([\d.]+) ([\d.]+)h\.01", "".join(re.findall(r'd="([^"]+)"[^>]*opacity="0\.42"', drawn))
    )
    face = re.search(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="11"', drawn)
    assert len(dots) == len(ratings)
    assert face
    for x, y in dots:
        assert (float(x) - float(face[1])) ** 2 + (float(y) - float(face[2])) ** 2 > 11**2


def test_too_many_columns_are_refused_with_advice() -> None:
    with pytest.raises(ValueError, match="one feeling for each touchpoint"):
        emotion_curve("x", columns(3), FEELINGS[:2], palette=PRINT)


@pytest.mark.parametrize(
    ("value", "token"),
    [(-2, "emo-n2"), (-1.5, "emo-n2"), (-1.4, "emo-n1"), (0.4, "emo-0"), (0.5, "emo-p1"), (9, "emo-p2")],
)
def test_the_colour_is_that_of_the_nearest_step(value: float, token: str) -> None:
    assert emotion_token(value) == token
