"""How ratings spread: a small histogram per group, side by side on one scale, with median and middle half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchmap.report.charts import svg
from touchmap.report.charts.palette import Palette
from touchmap.report.charts.text import fit


@dataclass(frozen=True, slots=True)
class Group:
    """Ratings of one group: how many people gave each step of the scale, median and quartiles on that scale.

    `median` and `quartiles` are in the scale's own values; None when there is nobody. `note` stands behind the name.
    """

    name: str
    counts: tuple[int, ...]
    median: float | None = None
    quartiles: tuple[float, float] | None = None
    note: str = ""


def distribution(
    title: str,
    groups: Sequence[Group],
    *,
    scale: Sequence[float],
    labels: Sequence[str] | None = None,
    ends: tuple[str, str] | None = None,
    palette: Palette,
    width: float = 320,
    height: float = 44,
    tokens: Sequence[str] | None = None,
) -> str:
    """A histogram for each group over the same steps, as SVG.

    `scale` holds the steps in rising, equal distance; `labels` stand under them, `ends` name the two ends, `tokens` colour
    them (brand if not given). `height` is the room for the bars of one group. A count stands over each bar; a triangle
    marks the median and a bracket the middle half. Raises ValueError when a group's counts do not fit the scale.
    """
    steps = tuple(scale)
    for group in groups:
        if len(group.counts) != len(steps):
            raise ValueError(
                f"group {group.name!r} has {len(group.counts)} counts for {len(steps)} steps of the scale"
            )
    size = palette.small
    most = max([count for group in groups for count in group.counts], default=0) or 1
    pitch = width / len(steps)
    block = size * 2.6 + height + size * 0.95
    drawn = []
    for place, group in enumerate(groups):
        drawn += _group(group, place * block, steps, most, pitch, height, palette, tokens)
    base = len(groups) * block + size
    for place, step in enumerate(steps):
        said = labels[place] if labels else f"{step:g}".replace("-", "−")
        words = fit(said, pitch - 2, size)
        drawn.append(
            svg.text((place + 0.5) * pitch, base, words, size, fill=palette.colour("ink-3"), anchor="middle")
        )
    whole = base + size * 0.4
    if ends:
        whole += size * 1.3
        y = base + size * 1.3
        drawn.append(svg.text(0, y, fit(ends[0], width / 2 - 6, size), size, fill=palette.colour("ink-3")))
        drawn.append(
            svg.text(
                width, y, fit(ends[1], width / 2 - 6, size), size, fill=palette.colour("ink-3"), anchor="end"
            )
        )
    return svg.document(title, width, whole, *drawn, palette=palette, kind="distribution")


def _group(
    group: Group,
    top: float,
    steps: Sequence[float],
    most: int,
    pitch: float,
    height: float,
    palette: Palette,
    tokens: Sequence[str] | None,
) -> list[str]:
    size = palette.small
    width = pitch * len(steps)
    people = sum(group.counts)
    floor = top + size * 2.6 + height
    said = f"n = {people}" + (f" · {group.note}" if group.note else "")
    drawn = [
        svg.text(
            0,
            top + size,
            fit(group.name, width - size * 0.52 * len(said) - 8, size, bold=True),
            size,
            fill=palette.colour("ink"),
            bold=True,
        ),
        svg.text(width, top + size, said, size, fill=palette.colour("ink-3"), anchor="end"),
        svg.tag(
            "path",
            d=f"M{svg.points(0, floor)}H{svg.number(width)}",
            stroke=palette.colour("edge"),
            stroke_width=0.8,
            fill="none",
        ),
    ]
    for place, count in enumerate(group.counts):
        if not count:
            continue
        tall = height * count / most
        x = place * pitch
        colour = palette.colour(tokens[place] if tokens else "brand")
        drawn.append(
            svg.tag(
                "rect",
                x=x + pitch * 0.12,
                y=floor - tall,
                width=pitch * 0.76,
                height=tall,
                rx=1.5,
                fill=colour,
            )
        )
        drawn.append(
            svg.text(
                x + pitch / 2,
                floor - tall - 3,
                str(count),
                size,
                fill=palette.colour("ink-2"),
                anchor="middle",
            )
        )
    if group.median is None or not people:
        return drawn

    def at(value: float) -> float:
        return (min(max((value - steps[0]) / (steps[1] - steps[0] or 1), 0), len(steps) - 1) + 0.5) * pitch

    ink = palette.colour("ink")
    y = floor + size * 0.45
    if group.quartiles:
        low, high = at(group.quartiles[0]), at(group.quartiles[1])
        bracket = f"M{svg.points(low, y - 2.5)}v5M{svg.points(low, y)}H{svg.number(high)}M{svg.points(high, y - 2.5)}v5"
        drawn.append(svg.tag("path", d=bracket, stroke=ink, stroke_width=1.2, fill="none"))
    x = at(group.median)
    drawn.append(
        svg.tag(
            "path",
            d=f"M{svg.points(x, y - 4)}l4.2 7.5h-8.4Z",
            fill=ink,
            stroke=palette.colour("surface"),
            stroke_width=0.8,
        )
    )
    return drawn
