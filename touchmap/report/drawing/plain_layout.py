"""A plain layout of our own for when Graphviz is missing, dies or takes too long: one line, bows above, exits below."""

from __future__ import annotations

from itertools import pairwise

from touchmap.report.drawing.layout import Layout, PlacedBand, PlacedBox, PlacedLink, Point
from touchmap.report.drawing.scene import Box, Link, Scene, Sizes

_MARGIN = 5.0


def plain_layout(scene: Scene, sizes: Sizes) -> Layout:
    """Stations on one line in their order, other exits in a second line, jumps as bows that do not share a level."""
    small = sizes.palette.small
    first = [
        box
        for box in scene.boxes
        if box.kind == "connector" and any(link.tail == box.id for link in scene.links)
    ]
    stations = [box for box in scene.boxes if box.kind == "station"]
    last = [box for box in scene.boxes if box.kind == "connector" and box not in first]
    line = first + stations + last
    below = [box for box in scene.boxes if box not in line]
    beside = _beside(scene.links, line)
    ids = {box.id for box in line}
    gap = small * 2.4 + max((link.width for link in beside), default=0)
    bows = _levels(
        [link for link in scene.links if link not in beside and {link.tail, link.head} <= ids], line
    )
    ceiling = _MARGIN + (max(bows.values(), default=-1) + 1) * small * 3 + sizes.palette.body * 2.4
    tall = max((box.height for box in line), default=0)
    placed: dict[str, PlacedBox] = {}
    x = _MARGIN + sizes.pad * 1.3
    for box in line:
        placed[box.id] = PlacedBox(box, x + box.width / 2, ceiling + tall / 2)
        x += box.width + gap
    right = x - gap + _MARGIN + sizes.pad * 1.3
    floor = ceiling + tall + sizes.pad * 1.3 + small * 4
    right = max(right, _hang(below, scene, placed, floor, small))
    height = max([floor + box.height / 2 for box in below], default=floor - small * 4) + _MARGIN + 1
    bands = []
    for band in scene.bands:
        boxes = [placed[id] for id in band.boxes]
        left = min(box.x - box.box.width / 2 for box in boxes) - sizes.pad * 1.3
        end = max(box.x + box.box.width / 2 for box in boxes) + sizes.pad * 1.3
        top = ceiling - sizes.palette.body * 2.2
        bands.append(PlacedBand(band, left, top, end - left, ceiling + tall + sizes.pad * 1.3 - top))
    links = tuple(_drawn(link, placed, bows.get(link.id), small) for link in scene.links)
    return Layout(
        "plain", right, height, tuple(bands), links, tuple(placed[box.id] for box in scene.boxes)
    ).cropped(_MARGIN)


def _beside(links: tuple[Link, ...], line: list[Box]) -> list[Link]:
    """The first link from each box to the very next one on the line; a second one between the two becomes a bow."""
    next_to = {(one.id, two.id) for one, two in pairwise(line)}
    found: dict[tuple[str, str], Link] = {}
    for link in links:
        if (link.tail, link.head) in next_to:
            found.setdefault((link.tail, link.head), link)
    return list(found.values())


def _levels(links: list[Link], line: list[Box]) -> dict[str, int]:
    places = {box.id: place for place, box in enumerate(line)}
    taken: list[list[tuple[int, int]]] = []
    found = {}
    for link in sorted(links, key=lambda one: (abs(places[one.head] - places[one.tail]), one.id)):
        left, right = sorted((places[link.tail], places[link.head]))
        level = 0
        while level < len(taken) and any(left <= end and right >= start for start, end in taken[level]):
            level += 1
        if level == len(taken):
            taken.append([])
        taken[level].append((left, right))
        found[link.id] = level
    return found


def _hang(below: list[Box], scene: Scene, placed: dict[str, PlacedBox], y: float, small: float) -> float:
    """Exits under the stations that lead to them, pushed right until they have room; returns the right end."""
    sources = {link.head: link.tail for link in reversed(scene.links)}
    edge = _MARGIN
    wanted = [(placed[sources[box.id]].x if box.id in sources else edge, box) for box in below]
    for x, box in sorted(wanted, key=lambda one: one[0]):
        x = max(x, edge + box.width / 2)
        placed[box.id] = PlacedBox(box, x, y)
        edge = x + box.width / 2 + small * 2
    return edge


def _drawn(link: Link, placed: dict[str, PlacedBox], level: int | None, small: float) -> PlacedLink:
    tail, head = placed[link.tail], placed[link.head]
    arrow = 6.0
    if level is not None:
        way = -1 if head.x < tail.x or link.tail == link.head else 1
        start = (tail.x + way * tail.box.width * 0.2, tail.y - tail.box.height / 2)
        tip = (head.x - way * head.box.width * 0.2, head.y - head.box.height / 2)
        top = min(start[1], tip[1]) - small * 2.4 - level * small * 3
        path: tuple[Point, ...] = (start, (start[0], top), (tip[0], top), (tip[0], tip[1] - arrow))
        return PlacedLink(
            link, path, tip, ((start[0] + tip[0]) / 2, top + (min(start[1], tip[1]) - top) * 0.22)
        )
    if abs(head.y - tail.y) < 1:
        start, tip = (tail.x + tail.box.width / 2, tail.y), (head.x - head.box.width / 2, head.y)
        end = (tip[0] - arrow, tip[1])
        middle = ((start[0] + tip[0]) / 2, start[1] - small * 0.9 - max(link.height - small * 1.2, 0) / 2)
    else:
        start, tip = (tail.x, tail.y + tail.box.height / 2), (head.x, head.y - head.box.height / 2)
        end = (tip[0], tip[1] - arrow)
        middle = ((start[0] + tip[0]) / 2 + link.width / 2 + 4, (start[1] + tip[1]) / 2)
    third = ((end[0] - start[0]) / 3, (end[1] - start[1]) / 3)
    one, two = (start[0] + third[0], start[1] + third[1]), (end[0] - third[0], end[1] - third[1])
    return PlacedLink(link, (start, one, two, end), tip, middle)
