"""Bars: waste as a Pareto, minutes by value class, process-cycle efficiency, values against their standards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchmap.report.charts import svg
from touchmap.report.charts.palette import Palette
from touchmap.report.charts.text import figure, fit, percent, width_of, wrap


@dataclass(frozen=True, slots=True)
class Bar:
    """One named amount, not negative."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole: name, amount, and its look: `solid`, `upright`, `slanted` or `open`, in a colour token."""

    name: str
    value: float
    token: str
    texture: str = "solid"


def pareto(
    title: str,
    bars: Sequence[Bar],
    *,
    palette: Palette,
    width: float = 520,
    height: float = 220,
    unit: str = "min",
) -> str:
    """Amounts from the largest down, with the running share of the total as a line, as SVG.

    Bars and line share one scale (0 to the total), so the line starts at the first bar's top. Under 420 wide the bars lie
    and the running share stands as figures. Amounts of zero are left out; equal amounts keep their order.
    """
    ranked = sorted((bar for bar in bars if bar.value > 0), key=lambda bar: -bar.value)
    total = sum(bar.value for bar in ranked)
    if not ranked:
        height = palette.small * 2
        said = svg.text(0, palette.small * 1.2, "no data", palette.small, fill=palette.colour("ink-3"))
        return svg.document(title, width, height, said, palette=palette, kind="pareto")
    if width < 420:
        return _lying_pareto(title, ranked, total, width, palette, unit)
    size = palette.small
    left, right, top = 4.0, width - size * 3.4, size * 1.8
    bottom = height - size * 2.9
    step = (right - left) / len(ranked)
    scale = (bottom - top) / total
    drawn = [_guides(left, right, top, bottom, palette)]
    running = 0.0
    line: list[tuple[float, float]] = []
    labels = []
    for place, bar in enumerate(ranked):
        running += bar.value
        x, tall = left + place * step, bar.value * scale
        middle = x + step / 2
        drawn.append(
            svg.tag(
                "rect",
                x=x + step * 0.16,
                y=bottom - tall,
                width=step * 0.68,
                height=tall,
                rx=min(2.0, tall / 2),
                fill=palette.colour("s8" if running - bar.value < 0.8 * total else "line-2"),
            )
        )
        line.append((middle, bottom - running * scale))
        inside = tall > size * 1.8
        base = bottom - tall + size * 1.25 + (0 if place else 3) if inside else bottom - tall - 3
        if place and not inside and abs(base - line[-1][1]) < size:
            base = bottom - 3
        ink = (
            palette.colour("surface")
            if inside and running - bar.value < 0.8 * total
            else palette.colour("ink")
        )
        labels.append(svg.text(middle, base, figure(bar.value), size, fill=ink, anchor="middle", bold=True))
        for row, words in enumerate(wrap(bar.name, step - 4, size, 2)):
            y = bottom + size * (1.25 + 1.15 * row)
            labels.append(svg.text(middle, y, words, size, fill=palette.colour("ink-2"), anchor="middle"))
        if place:
            labels.append(
                svg.text(
                    middle,
                    line[-1][1] - size * 0.65,
                    percent(running / total),
                    size,
                    fill=palette.colour("brand"),
                    anchor="middle",
                )
            )
    path = "M" + "L".join(svg.points(*spot) for spot in line)
    brand = palette.colour("brand")
    drawn.append(svg.tag("path", d=path, stroke=brand, stroke_width=1.8, fill="none"))
    drawn += [svg.dots(line, 3.2, brand), svg.dots(line, 1.7, palette.colour("surface"))]
    head = svg.text(left, size, f"{figure(total)} {unit}", size, fill=palette.colour("ink-3"))
    return svg.document(title, width, height, head, *drawn, *labels, palette=palette, kind="pareto")


def _guides(left: float, right: float, top: float, bottom: float, palette: Palette) -> str:
    size, faint = palette.small, palette.colour("ink-3")
    lines = ""
    said = ""
    for share in (0.0, 0.5, 0.8, 1.0):
        y = bottom - share * (bottom - top)
        lines += f"M{svg.points(left, y)}H{svg.number(right)}"
        if share:
            said += svg.text(right + 4, y + size * 0.35, percent(share), size, fill=faint)
    return svg.tag("path", d=lines, stroke=palette.colour("line-2"), stroke_width=0.8, fill="none") + said


def _lying_pareto(
    title: str, ranked: Sequence[Bar], total: float, width: float, palette: Palette, unit: str
) -> str:
    size = palette.small
    row, right = size * 3.1, width - size * 3.6
    drawn = []
    running = 0.0
    for place, bar in enumerate(ranked):
        top = place * row
        early = running < 0.8 * total
        running += bar.value
        name = fit(bar.name, right - size * 5, size)
        wide = max(right * bar.value / ranked[0].value, 1)
        drawn += [
            svg.text(0, top + size, name, size, fill=palette.colour("ink")),
            svg.text(
                right,
                top + size,
                f"{figure(bar.value)} {unit}",
                size,
                fill=palette.colour("ink"),
                anchor="end",
                bold=True,
            ),
            svg.tag(
                "rect",
                x=0,
                y=top + size * 1.35,
                width=wide,
                height=size * 0.85,
                rx=2,
                fill=palette.colour("s8" if early else "line-2"),
            ),
            svg.text(
                width,
                top + size * 2.05,
                percent(running / total),
                size,
                fill=palette.colour("brand"),
                anchor="end",
            ),
        ]
    return svg.document(title, width, row * len(ranked), *drawn, palette=palette, kind="pareto")


def share_bar(
    title: str,
    shares: Sequence[Share],
    *,
    palette: Palette,
    width: float = 520,
    unit: str = "min",
    legend: bool = True,
) -> str:
    """One stacked bar with a texture per part, and under it a legend with amount and percentage, as SVG."""
    size = palette.small
    total = sum(share.value for share in shares)
    tall = size * 1.9
    drawn = [
        svg.tag(
            "rect",
            x=0.5,
            y=0.5,
            width=width - 1,
            height=tall - 1,
            rx=3,
            fill=palette.colour("sunken"),
            stroke=palette.colour("line-2"),
        )
    ]
    x = 0.0
    for share in shares:
        if share.value <= 0:
            continue
        wide = width * share.value / total
        drawn.append(_textured(x, 0, wide, tall, share, palette))
        said = percent(share.value / total)
        if wide > width_of(said, size, bold=True) + 12 and share.texture == "solid":
            drawn.append(
                svg.text(x + 7, tall / 2 + size * 0.35, said, size, fill=palette.colour("surface"), bold=True)
            )
        x += wide
    height = tall
    if legend:
        rows, bottom = _legend(shares, total, width, tall + size * 1.5, unit, palette)
        drawn += rows
        height = bottom
    return svg.document(title, width, height, *drawn, palette=palette, kind="shares")


def _textured(x: float, y: float, wide: float, tall: float, share: Share, palette: Palette) -> str:
    """A filled box whose texture tells it apart without colour: plain, upright lines, slanted lines or only an edge."""
    colour, surface = palette.colour(share.token), palette.colour("surface")
    inner = max(wide - 1, 0.3)
    if share.texture == "open":
        return svg.tag(
            "rect",
            x=x + 0.75,
            y=y + 0.75,
            width=max(wide - 2.5, 0.3),
            height=tall - 1.5,
            fill=surface,
            stroke=colour,
            stroke_dasharray="3 2",
        )
    box = svg.tag("rect", x=x, y=y, width=inner, height=tall, fill=colour)
    if share.texture == "upright":
        # One thick dashed line: stripes drawn one by one made half of what a page of the report holds.
        line, dashes, turn = f"M{svg.points(x + 3.9, y + tall / 2)}H{svg.number(x + inner)}", "1.1 3.9", None
    elif share.texture == "slanted" and inner > 4 * tall:
        # Leaning by half the height to either side of the middle keeps the stripes inside the box.
        line, dashes = f"M{svg.points((tall - inner) / 2, 0)}H{svg.number((inner - tall) / 2)}", "1.5 4.5"
        turn = f"translate({svg.points(x + inner / 2, y + tall / 2)}) skewX(-45)"
    elif share.texture == "slanted":
        lines = _slanted(x, y, inner, tall)
        return box + svg.tag(
            "path", d=lines, stroke=surface, stroke_width=1.1, stroke_opacity=0.75, fill="none"
        )
    else:
        return box
    return box + svg.tag(
        "path",
        d=line,
        transform=turn,
        stroke=surface,
        stroke_width=tall,
        stroke_dasharray=dashes,
        stroke_opacity=0.75,
        fill="none",
    )


def _slanted(x: float, y: float, wide: float, tall: float) -> str:
    """Parallel lines at 45° cut at a small box, since the report's engine has no clip paths."""
    lines = ""
    for place in range(1, int((wide + tall) / 6) + 1):
        reach = place * 6.0
        start = (x + min(reach, wide), y + max(reach - wide, 0))
        stop = (x + max(reach - tall, 0), y + min(reach, tall))
        lines += f"M{svg.points(*start)}L{svg.points(*stop)}"
    return lines


def _legend(
    shares: Sequence[Share], total: float, width: float, y: float, unit: str, palette: Palette
) -> tuple[list[str], float]:
    size = palette.small
    drawn = []
    x = 0.0
    for share in shares:
        part = percent(share.value / total) if total > 0 else "no data"
        said = f"{share.name} {figure(share.value)} {unit}, {part}"
        wide = width_of(said, size) + size * 2.6
        if x and x + wide > width:
            x, y = 0.0, y + size * 1.6
        drawn.append(_textured(x, y - size * 0.8, size, size, share, palette))
        drawn.append(svg.text(x + size * 1.4, y, said, size, fill=palette.colour("ink-2")))
        x += wide
    return drawn, y + size * 0.5
