"""Tiny drawings inside tables: a spread of ratings, a gauge against its target, dots for votes; each with its text."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from touchmap.report.charts import svg
from touchmap.report.charts.palette import PRINT
from touchmap.report.charts.text import fit
from touchmap.report.content.rendering import drawing

_INK, _FAINT, _GOOD, _BAD = (PRINT.colour(name) for name in ("ink", "line-2", "ok", "emo-n1"))


def histogram(
    title: str, counts: Sequence[int], median: float | None, most: int, *, height: float = 17
) -> Markup:
    """Bars for how many people gave each step of a scale; a triangle under the median.

    `median` is in steps from 0; `most` is the count that fills the height, shared by the histograms of one row.
    """
    step = 11.0 if len(counts) <= 7 else 7.0
    width, floor = step * len(counts), height
    bars = ""
    for place, count in enumerate(counts):
        if count:
            tall = max(floor * count / max(most, 1), 1.5)
            bars += f"M{svg.points(place * step + 1, floor)}v{svg.number(-tall)}h{svg.number(step - 2)}v{svg.number(tall)}Z"
    drawn = [
        svg.tag("path", d=f"M{svg.points(0, floor + 0.5)}H{svg.number(width)}", stroke=_FAINT, fill="none")
    ]
    if bars:
        drawn.append(svg.tag("path", d=bars, fill=PRINT.colour("brand")))
    if median is not None:
        x = (median + 0.5) * step
        drawn.append(svg.tag("path", d=f"M{svg.points(x, floor + 1.5)}l3.4 5h-6.8Z", fill=_INK))
    return drawing(svg.document(title, width, floor + 7, *drawn, palette=PRINT, kind="spread"))


def gauge(
    title: str, value: float | None, target: float | None, kept: bool | None, *, width: float = 236
) -> Markup:
    """A bar of `value` (0 to 1 of the track) with a mark at `target`; solid when kept, hatched when broken."""
    tall = 6.5
    drawn = [svg.tag("rect", x=0, y=2, width=width, height=tall, rx=3.2, fill=PRINT.colour("line"))]
    if value is not None:
        wide = max(min(value, 1) * width, 2)
        colour = _BAD if kept is False else _GOOD if kept else PRINT.colour("edge")
        drawn.append(svg.tag("rect", x=0, y=2, width=wide, height=tall, rx=min(3.2, wide / 2), fill=colour))
        if kept is False:
            lines = "".join(f"M{svg.points(x, 8.5)}l5 -6.5" for x in range(3, int(wide) - 6, 6))
            if lines:
                drawn.append(svg.tag("path", d=lines, stroke="#FFFFFF", stroke_width=1.1, fill="none"))
    if target is not None:
        x = min(max(target * width, 1), width - 1)
        drawn.append(svg.tag("path", d=f"M{svg.points(x, 0)}v10.5", stroke=_INK, stroke_width=2, fill="none"))
    return drawing(svg.document(title, width, 11, *drawn, palette=PRINT, kind="gauge"))


def vote_dots(title: str, count: int, *, most: int = 12) -> Markup:
    """As many dots as votes, up to `most`; the number beside it says the rest."""
    shown = min(count, most)
    places = [(4.5 + place % 12 * 8.4, 4.5) for place in range(shown)]
    drawn = svg.dots(places, 3.6, PRINT.colour("vote-edge")) + svg.dots(places, 2.9, PRINT.colour("vote"))
    return drawing(svg.document(title, max(shown, 1) * 8.4 + 1, 9, drawn, palette=PRINT, kind="votes"))


def unit_chart(title: str, rows: Sequence[tuple[str, int, bool]], *, width: float = 310) -> Markup:
    """One square per thing, a row per kind; `True` marks the kinds that stand out: filled with gold and a dark edge.

    A row holds as many squares as fit; the figure at its end counts them all.
    """
    size, row, left = PRINT.small, 17.0, 124.0
    most = int((width - left - 24) / 13)
    drawn = []
    for place, (name, count, strong) in enumerate(rows):
        y = place * row
        drawn.append(
            svg.text(0, y + 11, fit(name, left - 8, size, bold=strong), size, fill=_INK, bold=strong)
        )
        shown = min(count, most)
        squares = "".join(f"M{svg.points(left + n * 13, y + 2)}h10.5v10.5h-10.5Z" for n in range(shown))
        fill, edge = ("vote", "vote-edge") if strong else ("brand-soft", "brand")
        drawn.append(
            svg.tag(
                "path",
                d=squares,
                fill=PRINT.colour(fill),
                stroke=PRINT.colour(edge),
                stroke_width=1.5 if strong else 0.8,
            )
        )
        drawn.append(svg.text(left + shown * 13 + 4, y + 11, str(count), size, fill=_INK, bold=strong))
    return drawing(svg.document(title, width, len(rows) * row + 2, *drawn, palette=PRINT, kind="units"))


def portion(title: str, share: float, *, open_end: bool = False, width: float = 84) -> Markup:
    """A bar for a share of all people; with `open_end` it fades out in dashes, because there may be more."""
    tall, wide = 5.0, max(min(share, 1) * width, 2)
    drawn = [
        svg.tag("rect", x=0, y=1, width=width, height=tall, rx=2.5, fill=PRINT.colour("line")),
        svg.tag("rect", x=0, y=1, width=wide, height=tall, rx=min(2.5, wide / 2), fill=PRINT.colour("brand")),
    ]
    if open_end and wide < width - 8:
        drawn.append(
            svg.tag(
                "path",
                d=f"M{svg.points(wide + 2, 3.5)}H{svg.number(min(wide + 18, width - 1))}",
                stroke=PRINT.colour("brand"),
                stroke_width=2,
                stroke_dasharray="2 2.4",
                fill="none",
            )
        )
    return drawing(svg.document(title, width, 7, *drawn, palette=PRINT, kind="portion"))


def dot_spread(
    title: str, counts: Sequence[int], median: float | None, half: tuple[float, float] | None, most: int
) -> Markup:
    """Every rating a dot over its step of the scale; a bracket under the middle half, a triangle under the median.

    `median` and `half` are in steps from 0. `most` is the largest count of a whole table, so that its dots are of one
    size; beyond what dots can show, bars take their place, each drawing filling its height.
    """
    step = 15.0 if len(counts) <= 5 else 11.0 if len(counts) <= 7 else 8.0
    width, tall = step * len(counts), 24.0
    across = next((n for n in (2, 3, 4, 5) if most <= n * int(tall / (step / n))), 0)
    floor = tall + 1
    if across:
        pitch = step / across
        places = [
            (
                at * step + step / 2 + (n % across - (min(count, across) - 1) / 2) * pitch * 0.92,
                floor - pitch * 0.56 - n // across * pitch * 0.96,
            )
            for at, count in enumerate(counts)
            for n in range(count)
        ]
        drawn = [svg.dots(places, pitch * 0.4, PRINT.colour("brand"))]
    else:
        own = max(counts) or 1
        bars = "".join(
            f"M{svg.points(at * step + 1.5, floor)}v{svg.number(-tall * count / own)}"
            f"h{svg.number(step - 3)}v{svg.number(tall * count / own)}Z"
            for at, count in enumerate(counts)
            if count
        )
        drawn = [svg.tag("path", d=bars, fill=PRINT.colour("brand")) if bars else ""]
    ticks = "".join(f"M{svg.points((at + 0.5) * step, floor)}v2" for at in range(len(counts)))
    line = f"M{svg.points(0, floor)}H{svg.number(width)}{ticks}"
    drawn.append(svg.tag("path", d=line, stroke=PRINT.colour("edge"), stroke_width=0.7, fill="none"))
    if half is not None:
        low, high = ((at + 0.5) * step for at in half)
        y = floor + 5
        ends = "".join(f"M{svg.points(x, y - 1.6)}v3.2" for x in (low, high))
        bracket = f"M{svg.points(low, y)}H{svg.number(high)}{ends}"
        drawn.append(svg.tag("path", d=bracket, stroke=_INK, stroke_width=1, fill="none"))
    if median is not None:
        x = (median + 0.5) * step
        drawn.append(
            svg.tag(
                "path",
                d=f"M{svg.points(x, floor + 2)}l3.4 6h-6.8Z",
                fill=_INK,
                stroke="#FFFFFF",
                stroke_width=0.6,
            )
        )
    return drawing(svg.document(title, width, floor + 9, *drawn, palette=PRINT, kind="spread"))


def vote_row(title: str, dots: int, most: int, *, width: float = 150) -> Markup:
    """The dots of one opportunity in a row, smaller the more the favourite has; a bar where they would be too small."""
    pitch = min(8.4, width / max(most, 1))
    if pitch >= 3.4:
        places = [(pitch * (place + 0.5), 4.8) for place in range(dots)]
        drawn = svg.dots(places, pitch * 0.43, PRINT.colour("vote-edge")) + svg.dots(
            places, pitch * 0.35, PRINT.colour("vote")
        )
    else:
        drawn = svg.tag(
            "rect",
            x=0,
            y=1.4,
            width=width * dots / most,
            height=7,
            rx=1.5,
            fill=PRINT.colour("vote"),
            stroke=PRINT.colour("vote-edge"),
            stroke_width=0.7,
        )
    return drawing(svg.document(title, width, 9.6, drawn, palette=PRINT, kind="votes"))
