"""What stands in one picture before it is laid out: boxes with sizes, links with labels, bands of stages.

A scene knows nothing of layouts. Its ids (`n1`, `e1`, …) are made here; no text of a user ever names anything.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from touchmap.report.charts.palette import Palette
from touchmap.report.charts.text import clean, fit, percent, width_of, wrap
from touchmap.report.drawing.graph import GraphEdge, GraphNode, GraphOutcome, JourneyGraph

NAME_LINES = 3
LABEL_LINES = 3


@dataclass(frozen=True, slots=True)
class Box:
    """One thing to place: `kind` is `station`, `outcome`, `connector` or `stub`; sizes in user units."""

    id: str
    kind: str
    width: float
    height: float
    lines: tuple[str, ...]
    title: str
    node: GraphNode | None = None
    outcome: GraphOutcome | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One line between two boxes. `back` links run against the reading direction; `key` is the transition's, if any."""

    id: str
    tail: str
    head: str
    kind: str
    back: bool
    lines: tuple[str, ...]
    width: float
    height: float
    title: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The ground of one stage: its index, its name cut to fit, the boxes on it."""

    id: str
    stage: int
    name: str
    boxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: boxes in reading order, links, bands, and pairs that keep the order where no link does."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    bands: tuple[Band, ...]
    order: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Measures that follow from a palette's text sizes."""

    palette: Palette

    @property
    def line(self) -> float:
        """Height of a line in a box."""
        return self.palette.body * 1.22

    @property
    def badge(self) -> float:
        """Radius of the station's circle."""
        return self.palette.body * 0.98

    @property
    def pad(self) -> float:
        """Room between a box's edge and what is in it."""
        return self.palette.body * 0.72

    @property
    def station(self) -> float:
        """Width of a station's box."""
        return self.palette.body * 11.4

    @property
    def marks(self) -> float:
        """Room for a column of marks (face, warning) at a station's right, each as high as it is wide."""
        return self.palette.body * 1.7

    @property
    def words(self) -> float:
        """Where the words of a station begin, from its left edge."""
        return self.pad + 2 * self.badge + self.palette.body * 0.55


@dataclass
class _Builder:
    graph: JourneyGraph
    sizes: Sizes
    boxes: list[Box] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    def add(self, box: Box) -> str:
        self.boxes.append(box)
        return box.id

    def fresh(self) -> str:
        return f"n{len(self.boxes) + 1}"

    def station(self, node: GraphNode) -> str:
        sizes, palette = self.sizes, self.sizes.palette
        name = clean(node.name)
        room = sizes.station - sizes.words - sizes.pad
        lines = wrap(name, room, palette.body, NAME_LINES)
        longest = max([width_of(line, palette.body) for line in lines], default=0)
        marks = (node.emotion is not None) + node.failing
        width = max(sizes.words + longest + sizes.pad + (sizes.marks if marks else 0), sizes.station * 0.62)
        height = max(len(lines) * sizes.line, 2 * sizes.badge, marks * sizes.marks) + 2 * sizes.pad
        box = Box(self.fresh(), "station", width, height, lines, f"{node.number} {name}", node=node)
        self.ids[node.key] = box.id
        return self.add(box)

    def end(self, outcome: GraphOutcome) -> str:
        sizes, palette = self.sizes, self.sizes.palette
        name = clean(outcome.name)
        lines = wrap(name, sizes.station * 0.8, palette.body, 2, bold=True)
        longest = max([width_of(line, palette.body, bold=True) for line in lines], default=0)
        width = longest + 2 * sizes.pad + palette.body * 1.9
        height = max(len(lines), 1) * sizes.line + 1.6 * sizes.pad
        title = f"{outcome.result}: {name}"
        return self.add(Box(self.fresh(), "outcome", width, height, lines, title, outcome=outcome))

    def stub(self, key: str) -> str:
        palette = self.sizes.palette
        said = "→ " + clean(self.graph.titled(key), 200)
        line = fit(said, self.sizes.station, palette.small)
        width, height = width_of(line, palette.small) + palette.small * 1.4, palette.small * 1.9
        return self.add(Box(self.fresh(), "stub", width, height, (line,), f"goes on to {said[2:]}"))

    def connector(self, letter: str, title: str) -> str:
        size = self.sizes.palette.body * (2.3 if len(letter) < 3 else 3)
        return self.add(Box(self.fresh(), "connector", size, size, (letter,), title))

    def link(self, edge: GraphEdge, tail: str, head: str, *, back: bool = False) -> None:
        palette = self.sizes.palette
        lines = wrap(edge_label(edge), palette.small * 7, palette.small, LABEL_LINES)
        width = max([width_of(line, palette.small) for line in lines], default=0)
        height = len(lines) * palette.small * 1.2
        source, target = self.graph.titled(edge.source), self.graph.titled(edge.target)
        title = clean(f"{source} → {target} ({edge.kind})" + (f", {edge_label(edge)}" if lines else ""))
        self.links.append(
            Link(
                f"e{len(self.links) + 1}", tail, head, edge.kind, back, lines, width, height, title, edge.key
            )
        )

    def joint(self, tail: str, head: str, kind: str = "next") -> None:
        self.links.append(Link(f"e{len(self.links) + 1}", tail, head, kind, False, (), 0, 0, ""))


def edge_label(edge: GraphEdge) -> str:
    """What stands at a transition: its share and its label, such as `31 % rebook in the app`; a bare 100 % is left out."""
    share = "" if edge.share is None or (edge.share >= 1 and edge.kind == "next") else percent(edge.share)
    return f"{share} {clean(edge.label, 200)}".strip()


def whole(graph: JourneyGraph, sizes: Sizes) -> Scene:
    """The whole journey in one scene, outcomes at the end."""
    return rows(graph, sizes, (range(len(graph.nodes)),))[0]


def rows(graph: JourneyGraph, sizes: Sizes, parts: Sequence[range]) -> tuple[Scene, ...]:
    """One scene per part of the journey (ranges of places that cover it in order).

    The way from the last touchpoint of a part to the first of the next is a pair of connectors with a letter; other ways
    out of a part end in a stub that names where they go; outcomes stand in every part that leads to them.
    """
    return tuple(row(graph, sizes, parts, number) for number in range(len(parts)))


def letter(place: int) -> str:
    """The letters of connectors: A … Z, AA, AB …"""
    said = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        said = chr(65 + rest) + said
    return said


def row(graph: JourneyGraph, sizes: Sizes, parts: Sequence[range], number: int) -> Scene:
    """The scene of one part; of the others only its neighbours are looked at."""
    part = parts[number]
    build = _Builder(graph, sizes)
    arriving = _joined(graph, parts, number - 1)
    entry = ""
    if arriving:
        entry = build.connector(letter(number - 1), f"continues from {graph.titled(arriving.source)}")
    stations = [build.station(node) for node in graph.nodes[part.start : part.stop]]
    if entry:
        build.joint(entry, stations[0])
    leaving = _joined(graph, parts, number)
    exits: dict[str, str] = {}
    for node in graph.nodes[part.start : part.stop]:
        for edge in graph.leaving[node.key]:
            _connect(build, edge, part, exits, leaving, number)
    bands = tuple(
        Band(f"cluster_{stage}", stage, graph.stages[stage].name, tuple(boxes))
        for stage, boxes in _by_stage(graph, part, stations).items()
    )
    linked = {link.head for link in build.links if not link.back}
    order = tuple((one, two) for one, two in itertools.pairwise(stations) if two not in linked)
    return Scene(_level(build.boxes), tuple(build.links), bands, order)


def _level(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes with all stations as high as the highest: then the line through them runs straight."""
    highest = max([box.height for box in boxes if box.kind == "station"], default=0)
    return tuple(replace(box, height=highest) if box.kind == "station" else box for box in boxes)


def _connect(
    build: _Builder,
    edge: GraphEdge,
    part: range,
    exits: dict[str, str],
    leaving: GraphEdge | None,
    number: int,
) -> None:
    graph = build.graph
    tail = build.ids[edge.source]
    place = graph.places.get(edge.target)
    if place is not None and place in part:
        build.link(edge, tail, build.ids[edge.target], back=place < graph.places[edge.source])
        return
    if edge.target not in exits:
        if place is None:
            exits[edge.target] = build.end(graph.ends[edge.target])
        elif leaving is not None and edge.target == leaving.target:
            exits[edge.target] = build.connector(letter(number), f"continues at {graph.titled(edge.target)}")
        else:
            exits[edge.target] = build.stub(edge.target)
    build.link(edge, tail, exits[edge.target])


def _joined(graph: JourneyGraph, parts: Sequence[range], number: int) -> GraphEdge | None:
    """The transition from a part into the first touchpoint of the next one, from the latest place; None without one."""
    if not 0 <= number < len(parts) - 1 or not parts[number] or not parts[number + 1]:
        return None
    first = graph.nodes[parts[number + 1].start].key
    ways = [
        edge
        for node in graph.nodes[parts[number].start : parts[number].stop]
        for edge in graph.leaving[node.key]
    ]
    found = [edge for edge in ways if edge.target == first]
    return found[-1] if found else None


def _by_stage(graph: JourneyGraph, part: range, stations: Sequence[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for place, box in zip(part, stations, strict=True):
        found.setdefault(graph.nodes[place].stage, []).append(box)
    return found
