"""The wall's drawings: curve, spread, squares and dots from what is revealed, in units of which none is smaller than 22 px.

A drawing's texts are made as large as its scale asks for: SIZE pixels on a wall of 1920 × 1080, on whatever screen it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from touchmap.domain.analysis.perceptions import SPLIT_BELOW, SPLIT_FROM, consensus, quantile
from touchmap.report.charts import svg
from touchmap.report.charts.emotion import Column, Feeling, emotion_curve
from touchmap.report.charts.faces import face
from touchmap.report.charts.palette import WEB, Palette, emotion_token
from touchmap.report.charts.squares import (
    BONDS,
    OPPORTUNITIES,
    TWO_PS,
    Quadrants,
    Spot,
    Square,
    square,
)
from touchmap.report.charts.text import signed, width_of, wrap
from touchmap.web.wallnotes import mark
from touchmap.web.wallview import Place, Rated

SIZE, LEAST = 25.0, 22.4  # px of the smallest text in a drawing; where a word would not fit
CURVE = (1780.0, 540.0)  # room in px
NAMES = 190.0
PER_CURVE = 12
ROWS = 4  # touchpoints of a spread at a time
SIDE = 740.0  # px of a square
SCALE_ENDS = {"emotion": (-2, 2), "recommend": (0, 10)}
Row = tuple[str, Place | None, str, Mapping[str, int]]  # name, touchpoint, scale, how often each value
NAMES_OF = {
    "emotion": "How it felt",
    "personal": "Personal service",
    "performance": "Performance",
    "rational": "Rational satisfaction",
    "bond": "Emotional bond",
    "importance": "Importance",
    "ease": "Ease",
    "recommend": "Would recommend",
}
PAIRS: dict[tuple[str, str], tuple[str, Square, Quadrants]] = {
    ("performance", "personal"): ("The two Ps", Square("Performance", "Personal service"), TWO_PS),
    ("rational", "bond"): (
        "Reason and feeling",
        Square("Rational satisfaction", "Emotional bond"),
        BONDS,
    ),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing, and whether it belongs to what is shown at a time; `legend` are numbers with their names."""

    key: str
    picture: Markup
    legend: tuple[tuple[str, int, str], ...] = ()
    title: str = ""


def values_of(spread: Mapping[str, int]) -> list[float]:
    """Every single rating of a spread, in order."""
    return sorted(float(value) for value, count in spread.items() for _ in range(count))


def sized(scale: float) -> Palette:
    """The web's palette with texts that are SIZE px high when a unit is `scale` px."""
    return replace(WEB, small=SIZE / scale, body=SIZE * 1.08 / scale)


# -- the curve


def curves(rated: Rated, places: Sequence[Place], lit: str) -> list[Drawn]:
    """The emotion curve along a journey, in one part or in several of at most PER_CURVE touchpoints; with a touchpoint in
    the spotlight only its part.
    """
    feelings = [_feeling(rated.by.get(place.id, {})) for place in places]
    parts = -(-len(places) // PER_CURVE)
    each = -(-len(places) // parts)
    drawn = []
    for first in range(0, len(places), each):
        part = places[first : first + each]
        if lit not in (place.id for place in places) or lit in (place.id for place in part):
            drawn.append(_curve(part, first, feelings, [place.stage for place in places], lit))
    return drawn


def _feeling(said: Mapping[str, Any]) -> Feeling:
    """How a touchpoint felt: every rating and their median, and the median of how it should feel, if that was asked."""
    found = values_of(said.get("scales", {}).get("emotion", {}))
    wanted = values_of(said.get("desired", {}).get("scales", {}).get("emotion", {}))
    return Feeling(
        quantile(found, 0.5) if found else None,
        quantile(wanted, 0.5) if wanted else None,
        ratings=tuple(found),
    )


def _curve(
    part: Sequence[Place], first: int, feelings: Sequence[Feeling], stages: Sequence[int], lit: str
) -> Drawn:
    scale = 2.0
    wide, high = CURVE[0] / scale, CURVE[1] / scale
    axis = 30.0
    step = (wide - axis - 4) / len(part)
    palette = sized(scale)
    columns = [Column(axis + place * step, step) for place in range(len(part))]
    title = "How it felt along the journey: the median of each touchpoint, every rating a dot"
    if any(feeling.desired is not None for feeling in feelings):
        title += "; dashed, how it should feel"
    curve = emotion_curve(
        title, columns, feelings, palette=palette, height=high, width=wide, first=first, stages=stages
    )
    shine = ""
    for column, place in zip(columns, part, strict=True):
        if place.id == lit:
            shine = svg.tag(
                "rect",
                x=column.x + 2,
                y=0,
                width=column.width - 4,
                height=high,
                rx=8,
                fill=palette.colour("brand-soft"),
            )
    curve = curve.replace("</title>", f"</title>{shine}", 1)
    names = _stations(part, columns, wide, palette, lit)
    key = mark([*(place.id for place in part), "curve"])
    return Drawn(key, Markup(curve + names))


def _stations(
    part: Sequence[Place], columns: Sequence[Column], wide: float, palette: Palette, lit: str
) -> str:
    """The touchpoints under a curve: number, and name in up to three lines."""
    size = palette.small
    high = NAMES / (CURVE[0] / wide)
    drawn = []
    for place, column in zip(part, columns, strict=True):
        x, y = column.middle, size * 1.25
        own = place.id == lit
        drawn.append(svg.tag("circle", cx=x, cy=y, r=size * 1.05, fill=palette.stage(place.stage)))
        surface = palette.colour("surface")
        drawn.append(
            svg.text(x, y + size * 0.35, str(place.number), size, fill=surface, anchor="middle", bold=True)
        )
        ink = palette.colour("brand" if own else "ink")
        small = _fitting(place.name, column.width - 6, size, own)
        for row, line in enumerate(wrap(place.name, column.width - 6, small, 3, bold=own)):
            down = y + size * (2.25 + row * 1.16)
            drawn.append(svg.text(x, down, line, small, fill=ink, anchor="middle", bold=own))
    said = ", ".join(f"{place.number} {place.name}" for place in part)
    return svg.document(said, wide, high, *drawn, palette=palette, kind="stations")


def _fitting(name: str, wide: float, size: float, bold: bool) -> float:
    """The size at which the longest word of a name is not broken, but never under LEAST pixels."""
    longest = max([width_of(word, size, bold=bold) for word in name.split()], default=0)
    return max(min(size, size * wide / longest), size * LEAST / SIZE) if longest else size


# -- how opinions spread


def spreads(rated: Rated, places: Mapping[str, Place], lit: str) -> list[Drawn]:
    """Every rating as a dot over its value: all scales of the touchpoint in the spotlight, else the first scale of all
    touchpoints, those with the least agreement first.
    """
    rows: list[Row]
    if lit in rated.by and lit in places:
        rows = [
            (NAMES_OF[scale], None, scale, rated.by[lit]["scales"][scale])
            for scale in rated.scales
            if scale in rated.by[lit]["scales"]
        ]
        if rated.scales and rated.scales[0] in rated.by[lit]["scales"]:
            for name, group in rated.by[lit]["groups"].items():
                if rated.scales[0] in group["scales"]:
                    rows.append(
                        (
                            f"{NAMES_OF[rated.scales[0]]}: {name}",
                            None,
                            rated.scales[0],
                            group["scales"][rated.scales[0]],
                        )
                    )
    else:
        scale = rated.scales[0] if rated.scales else ""
        found: list[Row] = [
            (places[id].name, places[id], scale, said["scales"][scale])
            for id, said in rated.by.items()
            if id in places and scale in said["scales"]
        ]
        rows = sorted(found, key=lambda row: _agreement(row[2], row[3]))
    drawn = []
    for first in range(0, len(rows), ROWS):
        some = rows[first : first + ROWS]
        key = mark([*(f"{row[0]} {row[2]}" for row in some), "spread"])
        drawn.append(Drawn(key, Markup(_spread(some))))
    return drawn


def ends_of(scale: str) -> tuple[int, int]:
    """The two ends of a scale."""
    return SCALE_ENDS.get(scale, (1, 5))


def _agreement(scale: str, spread: Mapping[str, int]) -> float:
    low, high = ends_of(scale)
    found = consensus(values_of(spread), high - low)
    return 2.0 if found is None else found


def camps(scale: str, spread: Mapping[str, int]) -> str:
    """What a split opinion is called: split by the rule that the report has, from the consensus of at least so many ratings."""
    low, high = ends_of(scale)
    middle = (low + high) / 2
    found = values_of(spread)
    agreement = consensus(found, high - low)
    if agreement is None or agreement >= SPLIT_BELOW or len(found) < SPLIT_FROM:
        return ""
    below, above = sum(value < middle for value in found), sum(value > middle for value in found)
    return f"Split opinion: {below} low, {above} high"


def _spread(rows: Sequence[Row]) -> str:
    """The rows of one leaf under one another; each has the steps of its own scale."""
    wide, label, high = 1780.0, 560.0, 176.0
    palette = sized(1.0)
    drawn = []
    for place, row in enumerate(rows):
        drawn.append(_row(row, place * high, label, wide, high, palette))
    said = "; ".join(
        f"{name}: " + ", ".join(f"{value.replace('-', '−')} {count} times" for value, count in spread.items())
        for name, _, _, spread in rows
    )
    return svg.document(said, wide, max(len(rows), 3) * high, *drawn, palette=palette, kind="camps")


def _row(
    row: Row,
    top: float,
    label: float,
    wide: float,
    high: float,
    palette: Palette,
) -> str:
    name, place, scale, spread = row
    low, last = ends_of(scale)
    steps = last - low + 1
    pitch = (wide - label) / steps
    floor = top + high - 46
    left = 0.0
    drawn = []
    if place is not None:
        drawn.append(svg.tag("circle", cx=30, cy=top + 48, r=28, fill=palette.stage(place.stage)))
        ink = palette.colour("surface")
        drawn.append(svg.text(30, top + 58, str(place.number), 28, fill=ink, anchor="middle", bold=True))
        left = 78.0
    lines = wrap(name, label - left - 30, 32, 2, bold=True)
    for number, line in enumerate(lines):
        drawn.append(svg.text(left, top + 58 + number * 37, line, 32, fill=palette.colour("ink"), bold=True))
    count = sum(spread.values())
    split = camps(scale, spread)
    said = split or f"{count} rating{'' if count == 1 else 's'}"
    tone = palette.colour("danger" if split else "ink-3")
    drawn.append(svg.text(left, top + 60 + len(lines) * 37, said, SIZE + 1, fill=tone, bold=bool(split)))
    base = f"M{svg.points(label, floor)}H{svg.number(wide)}"
    drawn.append(svg.tag("path", d=base, stroke=palette.colour("line-2"), stroke_width=2, fill="none"))
    most = max([*spread.values(), 1])
    for step in range(steps):
        value = low + step
        count = spread.get(f"{value:g}", 0)
        middle = label + (step + 0.5) * pitch
        drawn.append(_under(scale, value, middle, floor, palette, bool(count)))
        drawn.append(_stack(count, most, middle, pitch, floor, high - 62, _tone(scale, value, palette)))
    return "".join(drawn)


def _tone(scale: str, value: float, palette: Palette) -> str:
    """Feelings have the colours of the curve; other scales run over the same colours."""
    low, high = ends_of(scale)
    return palette.colour(emotion_token((value - low) / (high - low) * 4 - 2))


def _under(scale: str, value: int, x: float, floor: float, palette: Palette, some: bool) -> str:
    said = signed(value) if scale == "emotion" else str(value)
    ink = palette.colour("ink" if some else "ink-3")
    words = svg.text(x, floor + 34, said, SIZE, fill=ink, anchor="middle", bold=some)
    if scale != "emotion":
        return words
    return face(x - 44, floor + 25, 15, value, palette, rim=0) + words


def _stack(count: int, most: int, middle: float, pitch: float, floor: float, high: float, colour: str) -> str:
    """The dots of one value, side by side and upwards; as large as the highest stack of the row allows."""
    radius = 15.0
    while radius > 2 and _room(radius, pitch, high) < most:
        radius -= 0.5
    across = max(1, int((pitch - 20) / (radius * 2.3)))
    across = min(across, max(1, -(-most // max(1, int(high / (radius * 2.3))))))
    spots = []
    for place in range(count):
        row, column = divmod(place, across)
        in_row = min(across, count - row * across)
        x = middle + (column - (in_row - 1) / 2) * radius * 2.3
        spots.append((x, floor - radius * 1.3 - row * radius * 2.3))
    return svg.dots(spots, radius, colour)


def _room(radius: float, pitch: float, high: float) -> int:
    return int((pitch - 20) / (radius * 2.3)) * int(high / (radius * 2.3))


# -- squares


def squares(rated: Rated, places: Mapping[str, Place], pairs: Sequence[tuple[str, str]]) -> list[Drawn]:
    """A square for each pair of scales: every touchpoint at its medians, a cross over the middle half."""
    drawn = []
    for pair in pairs:
        title, axes, quadrants = PAIRS[pair]
        spots, legend, counts = [], [], set()
        for place in places.values():
            said = rated.by.get(place.id, {}).get("scales", {})
            if all(scale in said for scale in pair):
                across, up = (values_of(said[scale]) for scale in pair)
                half = (
                    quantile(across, 0.25),
                    quantile(across, 0.75),
                    quantile(up, 0.25),
                    quantile(up, 0.75),
                )
                spots.append(
                    Spot(str(place.number), quantile(across, 0.5), quantile(up, 0.5), place.stage, half=half)
                )
                legend.append((str(place.number), place.colour, place.name))
                counts |= {len(across), len(up)}
        drawn.append(_square(f"{title}: {_medians(counts)}", axes, quadrants, spots, legend))
    return drawn


def matrix(found: Sequence[Mapping[str, Any]]) -> Drawn:
    """Impact against effort: every proposal that somebody placed, at its medians."""
    spots, legend, counts = [], [], set[int]()
    for number, one in enumerate((one for one in found if one.get("impact") and one.get("effort")), 1):
        effort, impact = values_of(one["effort"]), values_of(one["impact"])
        half = (
            quantile(effort, 0.25),
            quantile(effort, 0.75),
            quantile(impact, 0.25),
            quantile(impact, 0.75),
        )
        spots.append(Spot(str(number), quantile(effort, 0.5), quantile(impact, 0.5), None, half=half))
        legend.append((str(number), 0, str(one["title"])))
        counts |= {len(effort), len(impact)}
    return _square(
        f"Impact and effort: {_medians(counts)}", Square("Effort", "Impact"), OPPORTUNITIES, spots, legend
    )


def _medians(counts: Set[int]) -> str:
    """What stands in a square, with the least and the most ratings of anything in it."""
    few, many = min(counts, default=0), max(counts, default=0)
    if few != many:
        return f"medians of {few}–{many} ratings"
    return "one rating" if few == 1 else f"medians of {few} ratings"


def _square(
    title: str,
    axes: Square,
    quadrants: Quadrants,
    spots: Sequence[Spot],
    legend: Sequence[tuple[str, int, str]],
) -> Drawn:
    palette = sized(SIDE / 380)
    said = f"{title}: " + ", ".join(f"{number} {name}" for number, _, name in legend)
    drawn = square(said, axes, quadrants, spots, palette=palette, size=380)
    return Drawn(mark([title]), Markup(drawn), tuple(legend), title)
