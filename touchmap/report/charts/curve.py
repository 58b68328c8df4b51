"""The geometry of a smooth curve through points that never swings beyond them (monotone cubic)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cubic:
    """One Bézier piece: start, two control points, end."""

    a: Point
    b: Point
    c: Point
    d: Point

    def at(self, t: float) -> Point:
        """The point at `t` from 0 to 1."""
        s = 1 - t
        weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
        corners = (self.a, self.b, self.c, self.d)
        return (
            sum(w * p[0] for w, p in zip(weights, corners, strict=True)),
            sum(w * p[1] for w, p in zip(weights, corners, strict=True)),
        )

    def split(self, t: float) -> tuple[Cubic, Cubic]:
        """The two pieces before and after `t` (de Casteljau)."""
        ab, bc, cd = _between(self.a, self.b, t), _between(self.b, self.c, t), _between(self.c, self.d, t)
        abc, bcd = _between(ab, bc, t), _between(bc, cd, t)
        middle = _between(abc, bcd, t)
        return Cubic(self.a, ab, abc, middle), Cubic(middle, bcd, cd, self.d)

    def piece(self, start: float, stop: float) -> Cubic:
        """The part from `start` to `stop`, 0 ≤ start < stop ≤ 1."""
        rest = self.split(start)[1] if start > 0 else self
        return rest.split((stop - start) / (1 - start))[0] if stop < 1 else rest

    def reversed(self) -> Cubic:
        """The same piece drawn the other way."""
        return Cubic(self.d, self.c, self.b, self.a)


def _between(p: Point, q: Point, t: float) -> Point:
    return p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t


def slopes(values: Sequence[float]) -> tuple[float, ...]:
    """Slopes per step at equally spaced values so that the cubic between them is monotone.

    Flat at a local extreme and at the ends' flattening limit; else the harmonic mean of the neighbouring secants
    (Fritsch & Butland 1984), which keeps each piece between its two end values.
    """
    if len(values) < 2:
        return (0.0,) * len(values)
    steps = [after - before for before, after in itertools.pairwise(values)]
    inner = [
        0.0 if left * right <= 0 else 2 * left * right / (left + right)
        for left, right in itertools.pairwise(steps)
    ]
    return (steps[0], *inner, steps[-1])


def runs(values: Sequence[float | None]) -> tuple[range, ...]:
    """The unbroken stretches of indexes that have a value; a curve is drawn inside each and never between them."""
    found: list[range] = []
    start = None
    for index, value in enumerate((*values, None)):
        if value is not None and start is None:
            start = index
        elif value is None and start is not None:
            found.append(range(start, index))
            start = None
    return tuple(found)


def pieces(values: Sequence[float | None]) -> dict[int, Cubic]:
    """Monotone cubic pieces over index and value: key `i` runs from `(i, values[i])` to `(i + 1, values[i + 1])`.

    A piece is missing where one of its ends has no value. x is linear in `t`, so `t = 0.5` is half-way in x.
    """
    drawn: dict[int, Cubic] = {}
    for run in runs(values):
        stretch = [value for value in values[run.start : run.stop] if value is not None]
        rates = slopes(stretch)
        for place, index in enumerate(run[:-1]):
            low, high = stretch[place], stretch[place + 1]
            drawn[index] = Cubic(
                (index, low),
                (index + 1 / 3, low + rates[place] / 3),
                (index + 2 / 3, high - rates[place + 1] / 3),
                (index + 1, high),
            )
    return drawn


def crossings(piece: Cubic, levels: Sequence[float]) -> tuple[float, ...]:
    """Ascending `t` strictly inside (0, 1) where a monotone piece passes each level, by bisection to 1e-6."""
    low, high = piece.a[1], piece.d[1]
    found = []
    for level in levels:
        if (low - level) * (high - level) >= 0:
            continue
        start, stop = 0.0, 1.0
        while stop - start > 1e-6:
            middle = (start + stop) / 2
            if (piece.at(middle)[1] - level) * (low - level) > 0:
                start = middle
            else:
                stop = middle
        found.append((start + stop) / 2)
    return tuple(sorted(found))
