"""A loop of a journey solved without writing down its whole matrix: cut where ways lead back, so that the rest runs one way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Ways = Sequence[Sequence[tuple[int, float]]]

# What must come out as 1 may miss it by this much; beyond it rounding has eaten the way out.
TRUST = 1e-6


class Circle:
    """N = (I − Q)⁻¹ of one strongly connected part, by visits between the cut touchpoints (a censored Markov chain).

    Places are 0 … n − 1 in station order; `ways[place]` are pairs of target place and share within the part. The cut
    touchpoints are those that some way leads back to. Without them the part is acyclic, so that a pass forwards or
    backwards solves it; only the cut touchpoints need an inverse. A journey of 2,000 touchpoints with 600 of them cut
    costs a seventh of the plain inverse, and one of a few loops next to nothing.

    Raises LinAlgError when nobody gets out.
    """

    def __init__(self, ways: Ways, out: Matrix) -> None:
        self.ways = ways
        size = len(ways)
        back = {target for place, found in enumerate(ways) for target, _ in found if target <= place}
        self.cut = np.array(sorted(back), dtype=np.intp)
        self.column = {int(place): number for number, place in enumerate(self.cut)}
        self.ahead = self._ahead(size)
        self.between = self._between(size)
        self.round = np.linalg.inv(np.eye(len(self.cut)) - self.ahead[self.cut])
        sound = np.isfinite(self.round).all() and self.round.min(initial=0.0) > -TRUST
        # Who comes in must go out.
        if not sound or np.abs(self.ends(out[:, None]) - 1).max() > TRUST:
            raise np.linalg.LinAlgError("no way out of the loop within double precision")

    def _ahead(self, size: int) -> Matrix:
        """The chance, by place, that the next cut touchpoint is this or that one."""
        ahead = np.zeros((size, len(self.cut)))
        for place in reversed(range(size)):
            for target, share in self.ways[place]:
                if target in self.column:
                    ahead[place, self.column[target]] += share
                else:
                    ahead[place] += share * ahead[target]
        return ahead

    def _between(self, size: int) -> Matrix:
        """Expected visits, by place, from one cut touchpoint until the next, the first one's own visit included."""
        between = np.zeros((size, len(self.cut)))
        between[self.cut, np.arange(len(self.cut))] = 1.0
        for place in range(size):
            for target, share in self.ways[place]:
                if target not in self.column:
                    between[target] += share * between[place]
        return between

    def own_visits(self) -> Matrix:
        """The diagonal of N: how often one who is at a place is there in all."""
        own: Matrix = 1.0 + np.einsum("jf,jf->j", self.ahead @ self.round, self.between)
        return np.maximum(own, 1.0)

    def visits(self, arriving: Matrix) -> Matrix:
        """arriving · N: visits by place from arrivals by place."""
        moving = arriving.copy()
        entering = arriving[self.cut]
        moving[self.cut] = 0.0
        for place, found in enumerate(self.ways):
            if moving[place] > 0:
                for target, share in found:
                    if target in self.column:
                        entering[self.column[target]] += moving[place] * share
                    else:
                        moving[target] += moving[place] * share
        total: Matrix = moving + self.between @ (entering @ self.round)
        return np.maximum(total, 0.0)

    def ends(self, out: Matrix) -> Matrix:
        """N · out: chances by place (rows) and ending (columns), from the chances of each upon leaving a place."""
        before_cut = out.copy()
        for place in reversed(range(len(self.ways))):
            for target, share in self.ways[place]:
                if target not in self.column:
                    before_cut[place] += share * before_cut[target]
        total: Matrix = before_cut + self.ahead @ (self.round @ before_cut[self.cut])
        return total
