"""A loop cut where ways lead back gives the same as the inverse of its whole matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.domain.analysis.circle import Circle


def loop(seed, size=60, degree=3):
    """A strongly connected part with random ways: a ring, so that all hang together, and random further ways."""
    dice = np.random.default_rng(seed)
    q = np.zeros((size, size))
    for place in range(size):
        for target in [(place + 1) % size, *dice.integers(0, size, degree - 1)]:
            q[place, target] += dice.uniform(0.05, 1)
        q[place] *= dice.uniform(0.5, 0.99) / q[place].sum()
    ways = [[(int(t), float(q[row, t])) for t in np.flatnonzero(q[row])] for row in range(size)]
    return q, ways, 1 - q.sum(axis=1)


@given(st.integers(0, 10_000), st.integers(2, 40))
def test_it_is_the_inverse_of_the_whole_matrix(seed, size):
    q, ways, out = loop(seed, size)
    circle = Circle(ways, out)
    whole = np.linalg.inv(np.eye(size) - q)
    assert circle.own_visits() == pytest.approx(np.diag(whole))
    arriving = np.random.default_rng(seed).uniform(0, 1, size)
    assert circle.visits(arriving) == pytest.approx(arriving @ whole)
    split = np.column_stack([out * 0.25, out * 0.75])
    assert circle.ends(split) == pytest.approx(whole @ split)


def test_only_what_ways_lead_back_to_is_cut():
    # 0 → 1 → 2 → 3 → 0: one way back, so one place to cut.
    circle = Circle([[(1, 1.0)], [(2, 1.0)], [(3, 1.0)], [(0, 0.5)]], np.array([0, 0, 0, 0.5]))
    assert list(circle.cut) == [0]
    assert circle.own_visits() == pytest.approx([2, 2, 2, 2])


def test_a_loop_that_nobody_leaves_is_refused():
    with pytest.raises(np.linalg.LinAlgError):
        Circle([[(1, 1.0)], [(0, 1.0)]], np.zeros(2))
