"""Rules of the curve's geometry."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.report.charts.curve import crossings, pieces, runs, slopes

VALUES = st.lists(st.floats(-2, 2, allow_nan=False), min_size=2, max_size=30)


@given(VALUES)
def test_a_piece_never_leaves_the_range_of_its_two_ends(values: list[float]) -> None:
    for index, piece in pieces(values).items():
        low, high = sorted((values[index], values[index + 1]))
        for step in range(21):
            assert low - 1e-9 <= piece.at(step / 20)[1] <= high + 1e-9


@given(VALUES)
def test_a_piece_only_rises_or_only_falls(values: list[float]) -> None:
    for index, piece in pieces(values).items():
        sign = 1 if values[index + 1] >= values[index] else -1
        heights = [piece.at(step / 20)[1] for step in range(21)]
        assert all(sign * (after - before) >= -1e-9 for before, after in pairwise(heights))


def test_slopes_worked_by_hand() -> None:
    # Steps 1 and 3 have the harmonic mean 2·1·3/4 = 1.5; the ends take their own step.
    assert slopes([0, 1, 4]) == (1, 1.5, 3)
    assert slopes([0, 2, 0]) == (2, 0, -2)
    assert slopes([1]) == (0,)


def test_the_curve_is_broken_where_a_value_is_missing() -> None:
    assert set(pieces([0, 1, None, 1, 2, None, 0])) == {0, 3}
    assert runs([None, 1, 2, None, 3]) == (range(1, 3), range(4, 5))


def test_the_two_halves_of_a_piece_meet_at_its_middle() -> None:
    piece = pieces([-1.5, 0.5, 2])[0]
    left, right = piece.split(0.5)
    assert left.d == right.a == pytest.approx(piece.at(0.5))
    assert piece.piece(0.25, 0.75).at(0.5) == pytest.approx(piece.at(0.5))


def test_a_piece_crosses_each_level_between_its_ends_once() -> None:
    piece = pieces([-2.0, 2.0])[0]
    assert crossings(piece, [-1, 0, 1, 3]) == pytest.approx((0.25, 0.5, 0.75), abs=1e-5)
