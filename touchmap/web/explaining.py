"""A figure with what is needed to believe it: its text, n, formula, scale, source and note."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.domain.analysis.figures import Figure
from touchmap.domain.analysis.methods import METHODS, Method


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure beside its method; `counted` says what its n counts."""

    text: str
    n: int
    note: str
    method: Method

    @property
    def counted(self) -> str:
        """`n = 21 ratings`."""
        return f"n = {self.n} {self.method.n}".strip()


def explain(figure: Figure) -> Explained:
    """The figure as a page shows it."""
    return Explained(figure.text, figure.n, figure.note, METHODS[figure.method])
