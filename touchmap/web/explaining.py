"""A figure with what is needed to believe it: its text, n, formula, scale, source and note."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.domain.analysis.figures import MINUTES, Figure
from touchmap.domain.analysis.methods import METHODS, Method
from touchmap.web.wording import THIN, minutes, number


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure beside its method; `counted` says what its n counts, `exact` the whole minutes behind hours."""

    text: str
    n: int
    note: str
    method: Method
    exact: str = ""

    @property
    def counted(self) -> str:
        """`n = 21 ratings`."""
        return f"n = {number(self.n, 0)} {self.method.n}".strip()


def explain(figure: Figure) -> Explained:
    """The figure as a page shows it."""
    text, exact = figure.text.replace(" %", f"{THIN}%"), ""
    if figure.unit == MINUTES and figure.value is not None:
        said = minutes(figure.value)
        text, exact = said, text if "h" in said else ""
    return Explained(text, figure.n, figure.note, METHODS[figure.method], exact)
