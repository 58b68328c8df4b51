"""From a layout to an SVG: cards with station numbers, ways by line style, outcomes by shape, every text ours to escape."""

from __future__ import annotations

from collections.abc import Callable

from touchmap.report.charts import svg
from touchmap.report.charts.curve import Cubic
from touchmap.report.charts.faces import face
from touchmap.report.charts.palette import Palette
from touchmap.report.charts.text import clean, fit, signed, width_of
from touchmap.report.drawing.graph import GraphNode
from touchmap.report.drawing.layout import Layout, PlacedBand, PlacedBox, PlacedLink, Point
from touchmap.report.drawing.scene import Sizes

#: Kind of transition → colour token, dash pattern, stroke width.
WAYS: dict[str, tuple[str, str | None, float]] = {
    "next": ("ink-3", None, 1.5),
    "choice": ("s1", None, 1.7),
    "failure": ("emo-n1", "8 4", 1.8),
    "recovery": ("ok", "3.5 3", 1.8),
    "repeat": ("ink-2", "0.1 4", 2.0),
}
#: Tokens that are too light for small text → the one its words are written in.
WORDS = {"emo-n1": "s8"}
#: Result of an outcome → colour token, whether the shape is filled.
RESULTS: dict[str, tuple[str, bool]] = {
    "loyal": ("emo-p2", True),
    "satisfied": ("emo-p2", False),
    "indifferent": ("ink-3", False),
    "lost": ("danger", True),
}

Link = Callable[[GraphNode], str | None]


def paint(
    title: str,
    layout: Layout,
    palette: Palette,
    link: Link | None = None,
    scale: float = 1,
    *,
    keys: bool = False,
) -> str:
    """The SVG of a layout. `link` gives a touchpoint's address (`#…` or `/…`), None for none; `scale` sizes the whole.

    With `keys` touchpoints, outcomes and ways carry their own as `data-id`, so that a browser knows what was clicked.

    Ways are drawn first, then boxes, so that nothing crosses a name. Raises ValueError for an address elsewhere.
    """
    sizes = Sizes(palette)
    drawn = [_ground(band, palette) for band in layout.bands]
    drawn += [_way(one, palette, keys) for one in layout.links]
    drawn += [_words_on_way(one, palette) for one in layout.links if one.label and one.link.lines]
    drawn += [_stage_name(band, layout, palette) for band in layout.bands]
    linked = False
    for place in layout.boxes:
        address = link(place.box.node) if link and place.box.node else None
        linked = linked or address is not None
        drawn.append(_box(place, sizes, address, _key(place) if keys else None))
    svg_text = svg.document(
        title,
        layout.width,
        layout.height,
        *drawn,
        palette=palette,
        kind=f"graph tm-{layout.engine}",
        linked=linked,
    )
    if scale == 1:
        return svg_text
    old = f' width="{svg.number(layout.width)}" height="{svg.number(layout.height)}"'
    new = f' width="{svg.number(layout.width * scale)}" height="{svg.number(layout.height * scale)}"'
    return svg_text.replace(old, new, 1)


def _ground(place: PlacedBand, palette: Palette) -> str:
    return svg.tag(
        "rect",
        x=place.x,
        y=place.y,
        width=place.width,
        height=place.height,
        rx=9,
        fill=palette.stage(place.band.stage),
        fill_opacity=0.09,
    )


def _stage_name(place: PlacedBand, layout: Layout, palette: Palette) -> str:
    name, x, y = stage_name(place, layout, palette)
    words = svg.text(x, y, name, palette.body, fill=palette.stage(place.band.stage), bold=True)
    return svg.tag("g", svg.tag("title", svg.content(place.band.name)), words, class_="tm-stage")


def stage_name(place: PlacedBand, layout: Layout, palette: Palette) -> tuple[str, float, float]:
    """A stage's name cut to fit at the head of its ground, and the start of its baseline.

    It stands left, right or in the middle, wherever the fewest ways pass.
    """
    size = palette.body
    name = fit(clean(place.band.name), place.width - size * 1.4, size, bold=True)
    wide = width_of(name, size, bold=True)
    left = place.x + size * 0.7
    top, bottom = place.y + size * 0.3, place.y + size * 1.8
    spots = (left, place.x + place.width - size * 0.7 - wide, place.x + (place.width - wide) / 2)
    x = min(spots, key=lambda spot: _hits(layout, spot, top, spot + wide, bottom, palette.small))
    return name, x, place.y + size * 1.35


def _hits(layout: Layout, left: float, top: float, right: float, bottom: float, small: float) -> int:
    """How many labels and points of ways lie in a rectangle; a label counts for many."""
    hits = 0
    for link in layout.links:
        if link.label:
            x, y = link.label
            reach = link.link.width / 2 + 4
            hits += 20 * (left < x + reach and x - reach < right and top - small < y < bottom + small)
        path = link.path
        for place in range(0, len(path) - 3, 3):
            corners = path[place : place + 4]
            xs, ys = [point[0] for point in corners], [point[1] for point in corners]
            if min(xs) > right + 3 or max(xs) < left - 3 or min(ys) > bottom or max(ys) < top:
                continue
            piece = Cubic(*corners)
            for step in range(13):
                x, y = piece.at(step / 12)
                hits += left - 3 < x < right + 3 and top < y < bottom
    return hits


def _way(place: PlacedLink, palette: Palette, keys: bool) -> str:
    said = svg.tag("title", svg.content(place.link.title)) if place.link.title else ""
    drawn = way_line(place.link.kind, place.path, place.tip, palette)
    key = place.link.key or None if keys else None
    return svg.tag("g", said, drawn, class_=f"tm-way tm-{place.link.kind}", data_id=key)


def way_line(kind: str, path: tuple[Point, ...], tip: Point, palette: Palette) -> str:
    """A line in the style of a kind of transition along cubic Béziers (1 + 3k points), with an arrow head at the tip."""
    token, dash, weight = WAYS.get(kind, WAYS["next"])
    colour = palette.colour(token)
    start, *rest = path
    line = svg.tag(
        "path",
        d=f"M{svg.points(*start)}C" + " ".join(svg.points(*point) for point in rest),
        stroke=colour,
        stroke_width=weight,
        stroke_dasharray=dash,
        stroke_linecap="round" if kind == "repeat" else None,
        fill="none",
    )
    return line + svg.tag("path", d=_head(path[-1], tip), fill=colour)


def _head(base: Point, tip: Point) -> str:
    """A narrow arrow head from the end of the line to the tip."""
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    back = (tip[0] - ux * 8, tip[1] - uy * 8)
    one = (back[0] - uy * 3.6, back[1] + ux * 3.6)
    two = (back[0] + uy * 3.6, back[1] - ux * 3.6)
    return f"M{svg.points(*tip)}L{svg.points(*one)}L{svg.points(*two)}Z"


def _words_on_way(place: PlacedLink, palette: Palette) -> str:
    if place.label is None:
        return ""
    size = palette.small
    token = WAYS.get(place.link.kind, WAYS["next"])[0]
    ink = palette.colour(WORDS.get(token, token))
    x, y = place.label
    lines = place.link.lines
    top = y - len(lines) * size * 0.6
    widest = max(width_of(line, size) for line in lines)
    ground = svg.tag(
        "rect",
        x=x - widest / 2 - 2,
        y=top,
        width=widest + 4,
        height=len(lines) * size * 1.2,
        rx=3,
        fill=palette.colour("surface"),
        fill_opacity=0.78,
    )
    words = [
        svg.text(x, top + size * (0.93 + 1.2 * row), line, size, fill=ink, anchor="middle")
        for row, line in enumerate(lines)
    ]
    return ground + "".join(words)


def _key(place: PlacedBox) -> str | None:
    of = place.box.node or place.box.outcome
    return of.key if of is not None else None


def _box(place: PlacedBox, sizes: Sizes, address: str | None, key: str | None) -> str:
    drawers = {"station": _station, "outcome": _outcome, "connector": _connector, "stub": _stub}
    drawn = drawers[place.box.kind](place, sizes)
    said = description(place)
    full = svg.tag("title", svg.content(said))
    if address is None:
        return svg.tag("g", full, drawn, class_=f"tm-{place.box.kind}", data_id=key)
    if not address.startswith(("#", "/")) or address.startswith("//"):
        raise ValueError(f"a drawing links only into its own pages (#… or /…), not to {address!r}")
    # Lines of a name are read as words only with a space between them, and a link's words must be in its name.
    drawn = drawn.replace("</text>", "</text> ")
    return svg.tag(
        "a", full, drawn, href=address, aria_label=said, class_=f"tm-{place.box.kind}", data_id=key
    )


def description(place: PlacedBox) -> str:
    """What a box is, in words: its whole title and its marks."""
    node = place.box.node
    if node is None:
        return place.box.title
    marks = [place.box.title]
    if node.emotion is not None:
        marks.append(f"median {signed(node.emotion)}")
    if node.unavoidable:
        marks.append("unavoidable")
    if node.failing:
        marks.append("fails without recovery" if node.unrecovered else "can fail")
    if node.missing:
        marks.append("missing contact")
    return clean("; ".join(marks))


def _station(place: PlacedBox, sizes: Sizes) -> str:
    box, palette = place.box, sizes.palette
    node = box.node
    if node is None:
        return ""
    colour, surface = palette.stage(node.stage), palette.colour("surface")
    left, top = place.x - box.width / 2, place.y - box.height / 2
    card = svg.tag(
        "rect",
        x=left,
        y=top,
        width=box.width,
        height=box.height,
        rx=8,
        fill=surface,
        stroke=colour,
        stroke_width=2.8 if node.unavoidable else 1.3,
        stroke_dasharray="4 3" if node.missing else None,
    )
    x = left + sizes.pad + sizes.badge
    size = palette.small
    ring = svg.tag(
        "circle",
        cx=x,
        cy=place.y,
        r=sizes.badge,
        fill=colour if node.unavoidable else surface,
        stroke=colour,
        stroke_width=2,
    )
    ink = surface if node.unavoidable else palette.colour("ink")
    number = fit(clean(node.number), sizes.badge * 2 + 2, size, bold=True)
    drawn = [
        card,
        ring,
        svg.text(x, place.y + size * 0.35, number, size, fill=ink, anchor="middle", bold=True),
    ]
    first = place.y - (len(box.lines) - 1) * sizes.line / 2 + palette.body * 0.34
    for row, line in enumerate(box.lines):
        drawn.append(
            svg.text(
                left + sizes.words, first + row * sizes.line, line, palette.body, fill=palette.colour("ink")
            )
        )
    return "".join(drawn) + station_marks(
        node, left + box.width - sizes.pad * 0.6 - sizes.marks / 2, place.y, sizes
    )


def station_marks(node: GraphNode, x: float, y: float, sizes: Sizes) -> str:
    """The face and the warning in a column at the right of a card."""
    palette = sizes.palette
    both = node.emotion is not None and node.failing
    shift = sizes.marks / 2 if both else 0.0
    drawn = ""
    if node.emotion is not None:
        drawn += face(x, y - shift, palette.body * 0.72, node.emotion, palette, rim=0)
    if node.failing:
        drawn += _alarm(x, y + shift, palette, filled=node.unrecovered)
    return drawn


def _alarm(x: float, y: float, palette: Palette, *, filled: bool) -> str:
    """A warning triangle: filled when nothing is there to recover."""
    reach = palette.body * 0.66
    red, surface = palette.colour("danger"), palette.colour("surface")
    corners = f"M{svg.points(x, y - reach)}L{svg.points(x + reach * 1.1, y + reach * 0.8, x - reach * 1.1, y + reach * 0.8)}Z"
    sign = svg.tag(
        "path",
        d=corners,
        fill=red if filled else surface,
        stroke=red,
        stroke_width=1.6,
        stroke_linejoin="round",
    )
    mark = (
        f"M{svg.points(x, y - reach * 0.35)}v{svg.number(reach * 0.5)}M{svg.points(x, y + reach * 0.5)}h.01"
    )
    ink = surface if filled else red
    return sign + svg.tag("path", d=mark, stroke=ink, stroke_width=1.7, stroke_linecap="round", fill="none")


def _outcome(place: PlacedBox, sizes: Sizes) -> str:
    box, palette = place.box, sizes.palette
    if box.outcome is None:
        return ""
    left = place.x - box.width / 2
    drawn = outcome_sign(place, palette, left + sizes.pad + palette.body * 0.6)
    token, filled = RESULTS.get(box.outcome.result, ("ink-3", False))
    ink = palette.colour("surface" if filled else token)
    x = left + sizes.pad + palette.body * 1.6
    first = place.y - (len(box.lines) - 1) * sizes.line / 2 + palette.body * 0.34
    words = [
        svg.text(x, first + row * sizes.line, line, palette.body, fill=ink, bold=True)
        for row, line in enumerate(box.lines)
    ]
    return drawn + "".join(words)


def outcome_sign(place: PlacedBox, palette: Palette, x: float) -> str:
    """The shape of an outcome's result with its sign (heart, tick, dash or cross) at `x`."""
    box = place.box
    result = box.outcome.result if box.outcome else "indifferent"
    token, filled = RESULTS.get(result, ("ink-3", False))
    colour, surface = palette.colour(token), palette.colour("surface")
    ink = surface if filled else colour
    shape = svg.tag(
        "rect",
        x=place.x - box.width / 2,
        y=place.y - box.height / 2,
        width=box.width,
        height=box.height,
        rx=2.0 if result == "lost" else box.height / 2,
        fill=colour if filled else surface,
        stroke=colour,
        stroke_width=1.8,
        stroke_dasharray="4 3" if result == "indifferent" else None,
    )
    sign = svg.tag(
        "path",
        d=_sign(result, x, place.y, palette.body * 0.42),
        stroke=ink,
        stroke_width=2,
        stroke_linecap="round",
        stroke_linejoin="round",
        fill=ink if result == "loyal" else "none",
    )
    return shape + sign


def _sign(result: str, x: float, y: float, reach: float) -> str:
    """A heart, a tick, a dash or a cross, centred at (x, y)."""
    if result == "loyal":
        r = reach
        return (
            f"M{svg.points(x, y + r)}C{svg.points(x - r * 1.7, y, x - r * 0.9, y - r * 1.3, x, y - r * 0.4)}"
            f"C{svg.points(x + r * 0.9, y - r * 1.3, x + r * 1.7, y, x, y + r)}Z"
        )
    if result == "satisfied":
        return f"M{svg.points(x - reach, y)}L{svg.points(x - reach * 0.3, y + reach * 0.7, x + reach, y - reach * 0.7)}"
    if result == "lost":
        a, b = reach * 0.8, -reach * 0.8
        return f"M{svg.points(x + b, y + b)}L{svg.points(x + a, y + a)}M{svg.points(x + a, y + b)}L{svg.points(x + b, y + a)}"
    return f"M{svg.points(x - reach, y)}H{svg.number(x + reach)}"


def _connector(place: PlacedBox, sizes: Sizes) -> str:
    palette = sizes.palette
    disc = svg.tag("circle", cx=place.x, cy=place.y, r=place.box.width / 2, fill=palette.colour("ink"))
    size, surface = palette.body, palette.colour("surface")
    return disc + svg.text(
        place.x, place.y + size * 0.35, place.box.lines[0], size, fill=surface, anchor="middle", bold=True
    )


def _stub(place: PlacedBox, sizes: Sizes) -> str:
    box, palette = place.box, sizes.palette
    shape = svg.tag(
        "rect",
        x=place.x - box.width / 2,
        y=place.y - box.height / 2,
        width=box.width,
        height=box.height,
        rx=box.height / 2,
        fill=palette.colour("surface"),
        stroke=palette.colour("edge"),
        stroke_dasharray="2 2.5",
    )
    ink = palette.colour("ink-2")
    words = svg.text(
        place.x, place.y + palette.small * 0.35, box.lines[0], palette.small, fill=ink, anchor="middle"
    )
    return shape + words
