"""Layout by Graphviz's dot: it is given sizes and our ids, never a user's text, and answers with coordinates.

Labels are given as empty boxes of the size we measured, so the layout does not depend on the fonts of the machine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from touchmap.report.drawing.folding import RANK_GAP
from touchmap.report.drawing.layout import Layout, PlacedBand, PlacedBox, PlacedLink, Point
from touchmap.report.drawing.process import GraphvizFailed, Limits, run
from touchmap.report.drawing.scene import Link, Scene, Sizes

_INCH = 72.0  # user units
_MARGIN = 5.0
_WEIGHTS = {"next": 10, "choice": 3, "failure": 1, "recovery": 2, "repeat": 1}


def dot_layouts(scenes: Sequence[Scene], sizes: Sizes, limits: Limits | None = None) -> list[Layout | None]:
    """A layout for each scene, None for each that dot could not do within the limits (time is for all together).

    All scenes go through one process; when that fails other than by time, each is tried alone, first as it is, then
    without the demand that outcomes stand last. Raises GraphvizFailed when dot is missing or too slow.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    try:
        return list(_run([_source(scene, sizes, last=True) for scene in scenes], scenes, sizes, limits))
    except GraphvizFailed as failure:
        if failure.slow or "not installed" in failure.reason:
            raise
    return [_alone(scene, sizes, deadline, limits) for scene in scenes]


def _alone(scene: Scene, sizes: Sizes, deadline: float, limits: Limits) -> Layout | None:
    for last in (True, False):
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        try:
            rest = Limits(left, limits.memory_mb, limits.output_mb)
            return _run([_source(scene, sizes, last=last)], [scene], sizes, rest)[0]
        except GraphvizFailed as failure:
            if failure.slow:
                return None
    return None


def _run(sources: Sequence[str], scenes: Sequence[Scene], sizes: Sizes, limits: Limits) -> list[Layout]:
    answer = run("dot", "json0", "\n".join(sources), limits).decode("utf-8", "replace")
    decoder = json.JSONDecoder()
    layouts: list[Layout] = []
    place = 0
    try:
        for scene in scenes:
            place = len(answer) - len(answer[place:].lstrip())
            drawn, place = decoder.raw_decode(answer, place)
            layouts.append(_read(drawn, scene, sizes))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise GraphvizFailed(f"dot gave an answer that cannot be read: {error}") from error
    return layouts


def _source(scene: Scene, sizes: Sizes, *, last: bool) -> str:
    small = sizes.palette.small
    head = (
        f"digraph {{ rankdir=LR; nodesep={_inches(small * 2.2)}; ranksep={_inches(small * RANK_GAP)}; pad=0; "
        'node [shape=box, fixedsize=true, label=""]; edge [arrowsize=0.5];'
    )
    lines = [head]
    banded: set[str] = set()
    sized = {
        box.id: f"{box.id} [width={_inches(box.width)}, height={_inches(box.height)}];" for box in scene.boxes
    }
    for band in scene.bands:
        room = _blank(sizes.palette.body * 4, sizes.palette.body * 1.6)
        lines.append(f"subgraph {band.id} {{ margin={sizes.pad * 1.3:.1f}; labeljust=l; label={room};")
        lines += [sized[box] for box in band.boxes]
        lines.append("}")
        banded.update(band.boxes)
    lines += [f"{text}" for id, text in sized.items() if id not in banded]
    ends = [box.id for box in scene.boxes if box.kind == "outcome"]
    if last and len(ends) > 1:
        lines.append("{ rank=sink; " + "; ".join(ends) + " }")
    lines += [_edge(link) for link in scene.links]
    lines += [f"{one} -> {two} [style=invis, weight=4];" for one, two in scene.order]
    lines.append("}")
    return "\n".join(lines)


def _edge(link: Link) -> str:
    tail, head = (link.head, link.tail) if link.back else (link.tail, link.head)
    label = f", label={_blank(link.width + 4, link.height + 2)}" if link.lines else ""
    way = ", dir=back" if link.back else ""
    return f"{tail} -> {head} [id={link.id}, weight={_WEIGHTS.get(link.kind, 1)}{way}{label}];"


def _blank(width: float, height: float) -> str:
    size = f'FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height:.0f}"'
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" {size}><TR><TD></TD></TR></TABLE>>'


def _inches(length: float) -> str:
    return f"{length / _INCH:.3f}"


def _read(drawn: dict[str, Any], scene: Scene, sizes: Sizes) -> Layout:
    left, bottom, right, top = (float(value) for value in drawn["bb"].split(","))
    shift_x, shift_y = _MARGIN - left, _MARGIN + top

    def point(text: str) -> Point:
        x, y = text.split(",")
        return float(x) + shift_x, shift_y - float(y)

    objects = {one["name"]: one for one in drawn.get("objects", ())}
    edges = {one["id"]: one for one in drawn.get("edges", ()) if "id" in one}
    boxes = []
    for box in scene.boxes:
        x, y = point(objects[box.id]["pos"])
        boxes.append(PlacedBox(box, x, y))
    places = {place.box.id: place for place in boxes}
    bands = _bands(scene, objects, places, sizes, shift_y)
    links = []
    for link in scene.links:
        one = edges[link.id]
        path, tip = _spline(one["pos"], point, link.back)
        links.append(PlacedLink(link, path, tip, point(one["lp"]) if "lp" in one and link.lines else None))
    layout = Layout("dot", right - left, top - bottom, bands, tuple(links), tuple(boxes))
    return layout.cropped(_MARGIN)


def _bands(
    scene: Scene, objects: dict[str, Any], places: dict[str, PlacedBox], sizes: Sizes, shift_y: float
) -> tuple[PlacedBand, ...]:
    """Grounds close around their boxes, as high as the highest of the scene where dot left them that room.

    dot's own frames grow with every bow that passes; nothing else stands inside them, so any part of them is free.
    """
    pad, head = sizes.pad * 1.3, sizes.palette.body * 1.9
    if not scene.bands:
        return ()
    stations = [place for place in places.values() if place.box.kind == "station"]
    highest = min(place.y - place.box.height / 2 for place in stations) - pad - head
    lowest = max(place.y + place.box.height / 2 for place in stations) + pad
    bands = []
    for band in scene.bands:
        inside = [places[id] for id in band.boxes]
        _, bottom, _, top = (float(value) for value in objects[band.id]["bb"].split(","))
        y = max(highest, shift_y - top)
        x = min(place.x - place.box.width / 2 for place in inside) - pad
        right = max(place.x + place.box.width / 2 for place in inside) + pad
        bands.append(PlacedBand(band, x, y, right - x, min(lowest, shift_y - bottom) - y))
    return tuple(bands)


def _spline(text: str, point: Any, back: bool) -> tuple[tuple[Point, ...], Point]:
    """The points of dot's `pos` along the link's direction, and the tip of its arrow."""
    tip: Point | None = None
    path: list[Point] = []
    # Several pieces are separated by semicolons; dot draws one for our kinds of links.
    for word in text.split(";")[0].split():
        if word.startswith(("e,", "s,")):
            tip = point(word[2:])
        else:
            path.append(point(word))
    if (len(path) - 1) % 3:
        raise ValueError("a spline with a wrong number of points")
    if back:
        path.reverse()
    return tuple(path), tip or path[-1]
