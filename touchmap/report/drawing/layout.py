"""Where everything stands: the result of any layout engine, in user units with y downwards."""

from __future__ import annotations

from dataclasses import dataclass, replace

from touchmap.report.charts.curve import Cubic
from touchmap.report.drawing.scene import Band, Box, Link

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box and its middle."""

    box: Box
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link's path as cubic Béziers (1 + 3k points, along its direction), its tip, and the middle of its label."""

    link: Link
    path: tuple[Point, ...]
    tip: Point
    label: Point | None


@dataclass(frozen=True, slots=True)
class PlacedBand:
    """A stage's ground: left, top, width, height."""

    band: Band
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """One picture laid out; `engine` is `dot` or `plain`."""

    engine: str
    width: float
    height: float
    bands: tuple[PlacedBand, ...]
    links: tuple[PlacedLink, ...]
    boxes: tuple[PlacedBox, ...]

    def moved(self, dx: float, dy: float) -> Layout:
        """The same layout, everything shifted; width and height grow by the shift."""

        def shift(point: Point) -> Point:
            return point[0] + dx, point[1] + dy

        return Layout(
            self.engine,
            self.width + dx,
            self.height + dy,
            tuple(replace(band, x=band.x + dx, y=band.y + dy) for band in self.bands),
            tuple(
                PlacedLink(
                    link.link,
                    tuple(shift(point) for point in link.path),
                    shift(link.tip),
                    shift(link.label) if link.label else None,
                )
                for link in self.links
            ),
            tuple(replace(box, x=box.x + dx, y=box.y + dy) for box in self.boxes),
        )

    def cropped(self, margin: float) -> Layout:
        """The same layout with exactly `margin` around everything that is drawn."""
        edges = []
        for place in self.boxes:
            wide, tall = place.box.width / 2, place.box.height / 2
            edges.append((place.x - wide, place.y - tall, place.x + wide, place.y + tall))
        edges += [(band.x, band.y, band.x + band.width, band.y + band.height) for band in self.bands]
        for link in self.links:
            path = [*_along(link.path), link.tip]
            xs, ys = [point[0] for point in path], [point[1] for point in path]
            edges.append((min(xs) - 3, min(ys) - 3, max(xs) + 3, max(ys) + 3))
            if link.label:
                x, y = link.label
                wide, tall = link.link.width / 2 + 3, link.link.height / 2 + 2
                edges.append((x - wide, y - tall, x + wide, y + tall))
        if not edges:
            return replace(self, width=2 * margin, height=2 * margin)
        left, top = min(edge[0] for edge in edges), min(edge[1] for edge in edges)
        right, bottom = max(edge[2] for edge in edges), max(edge[3] for edge in edges)
        moved = self.moved(margin - left, margin - top)
        return replace(moved, width=right - left + 2 * margin, height=bottom - top + 2 * margin)


def _along(path: tuple[Point, ...]) -> list[Point]:
    """Points on a path, close enough to know its extent."""
    pieces = [Cubic(*path[place : place + 4]) for place in range(0, len(path) - 3, 3)]
    return [piece.at(step / 10) for piece in pieces for step in range(11)] or list(path)


def stacked(layouts: tuple[Layout, ...], gap: float) -> Layout:
    """Several layouts below each other as one; its engine is `plain` as soon as one of them is."""
    if len(layouts) == 1:
        return layouts[0]
    top = 0.0
    placed = []
    for layout in layouts:
        placed.append(layout.moved(0, top))
        top = placed[-1].height + gap
    return Layout(
        "dot" if all(layout.engine == "dot" for layout in layouts) else "plain",
        max((layout.width for layout in layouts), default=0),
        max(top - gap, 0),
        tuple(band for layout in placed for band in layout.bands),
        tuple(link for layout in placed for link in layout.links),
        tuple(box for layout in placed for box in layout.boxes),
    )
