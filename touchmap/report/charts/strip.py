"""The journey in small: a strip with stages, curve and votes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from touchmap.report.charts import svg
from touchmap.report.charts.curve import pieces
from touchmap.report.charts.faces import face
from touchmap.report.charts.palette import Palette


def journey_strip(
    title: str,
    stages: Sequence[int],
    medians: Sequence[float | None],
    *,
    width: float,
    height: float = 40,
    palette: Palette,
    votes: Sequence[int] | None = None,
    faces: bool = False,
) -> str:
    """A strip of the whole journey: stage bands above, the median curve, votes as dots sized by number below.

    `stages` (index per touchpoint) and `medians` (−2 … +2 or None) have the same length, at least one. With `faces` every
    touchpoint that has room carries its face, as the summary page shows it.
    """
    step = width / len(stages)
    radius = max(2.2, min(10.0, step * 0.3)) if faces else 0.0
    low = height - (radius + 2) - (8 if votes else 0)
    high = 5 + radius + 2
    middle = (low + high) / 2

    def y(value: float) -> float:
        return middle - value / 2 * (low - middle)

    drawn = [*_bands(stages, step, height, palette, tinted=faces)]
    zero = f"M{svg.points(0, middle)}H{svg.number(width)}"
    drawn.append(
        svg.tag("path", d=zero, stroke=palette.colour("line-2"), stroke_dasharray="3 3", fill="none")
    )
    drawn.append(_curve(medians, step, y, palette.colour("ink-2"), 2.2))
    for place, median in enumerate(medians):
        if median is not None and faces:
            drawn.append(face((place + 0.5) * step, y(median), radius, median, palette))
    if votes and max(votes) > 0:
        most = max(votes)
        drawn += [
            svg.tag(
                "circle",
                cx=(place + 0.5) * step,
                cy=height - 5,
                r=1.4 + 2.8 * (count / most) ** 0.5,
                fill=palette.colour("vote"),
            )
            for place, count in enumerate(votes)
            if count > 0
        ]
    return svg.document(title, width, height, *drawn, palette=palette, kind="strip")


def _bands(stages: Sequence[int], step: float, height: float, palette: Palette, *, tinted: bool) -> list[str]:
    drawn = []
    place = 0
    for stage, group in groupby(stages):
        count = len(list(group))
        x, wide, colour = place * step, count * step, palette.stage(stage)
        if tinted:
            drawn.append(svg.tag("rect", x=x, y=0, width=wide, height=height, fill=colour, fill_opacity=0.08))
        drawn.append(svg.tag("rect", x=x + 0.75, y=0, width=max(wide - 1.5, 0.5), height=4, fill=colour))
        place += count
    return drawn


def _curve(
    medians: Sequence[float | None], step: float, y: Callable[[float], float], colour: str, weight: float
) -> str:
    path = ""
    drawn = pieces(medians)
    for index, piece in drawn.items():
        if index - 1 not in drawn:
            path += f"M{svg.points((index + 0.5) * step, y(piece.a[1]))}"
        corners = [
            coordinate
            for x, value in (piece.b, piece.c, piece.d)
            for coordinate in ((x + 0.5) * step, y(value))
        ]
        path += f"C{svg.points(*corners)}"
    if not path:
        return ""
    return svg.tag("path", d=path, stroke=colour, stroke_width=weight, stroke_linecap="round", fill="none")
