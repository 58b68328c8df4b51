"""The journey for other programs: DOT source, GraphML, and a PNG made by Graphviz from our own layout."""

from __future__ import annotations

import io
from typing import cast
from xml.etree import ElementTree

import graphviz
import networkx as nx

from touchmap.report.charts.palette import LIGHT, TOKENS, Palette
from touchmap.report.charts.text import clean, signed, width_of, wrap
from touchmap.report.drawing.graph import GraphNode, JourneyGraph
from touchmap.report.drawing.journey import folded_layout
from touchmap.report.drawing.layout import Layout, PlacedBox, PlacedLink, Point
from touchmap.report.drawing.paint import RESULTS, WAYS, stage_name
from touchmap.report.drawing.process import Limits, run
from touchmap.report.drawing.scene import Sizes, edge_label

FONT = "Source Sans 3,Noto Sans,DejaVu Sans Condensed,sans-serif"
#: Longest name on a node of the DOT file, in characters; the whole name is its tooltip.
LONGEST_LABEL = 200
_DOT_STYLES = {
    "next": "solid",
    "choice": "solid",
    "failure": "dashed",
    "recovery": "dashed",
    "repeat": "dotted",
}
_SHAPES = {"loyal": "doubleoctagon", "satisfied": "octagon", "indifferent": "ellipse", "lost": "box"}


def dot_text(text: str, limit: int | None = None) -> str:
    """A text as a DOT attribute that shows exactly `clean(text, limit)`: no escapes, entities or HTML in it are read."""
    cleaned = clean(text, limit) if limit else clean(text)
    return cast("str", graphviz.escape(cleaned.replace("&", "&amp;")))


def dot_lines(text: str, width: float, size: float) -> str:
    """A text as a DOT label, wrapped into at most four lines that read together as the cleaned text."""
    lines = wrap(clean(text, LONGEST_LABEL), width, size, 4)
    # graphviz.escape marks its result as plain, so that `<…>` is no HTML; joined parts have to be marked again.
    return cast("str", graphviz.nohtml("\\n".join(_line(line) for line in lines)))


def _line(cleaned: str) -> str:
    return cast("str", graphviz.escape(cleaned.replace("&", "&amp;")))


def dot_source(graph: JourneyGraph) -> str:
    """The whole journey as DOT for Graphviz and its relatives, styled as our own drawing is."""
    drawn = graphviz.Digraph(
        graph_attr={
            "rankdir": "LR",
            "label": dot_text(graph.name),
            "labelloc": "t",
            "fontname": FONT,
            "fontsize": "18",
            "nodesep": "0.35",
            "ranksep": "0.5",
            "bgcolor": "white",
        },
        node_attr={
            "shape": "box",
            "style": "rounded,filled",
            "fillcolor": "white",
            "fontname": FONT,
            "fontsize": "12",
        },
        edge_attr={"fontname": FONT, "fontsize": "10", "arrowsize": "0.75"},
    )
    names = {key: f"n{place + 1}" for place, key in enumerate((*graph.places, *graph.ends))}
    for place, stage in enumerate(graph.stages):
        inside = [node for node in graph.nodes if node.stage == place]
        if not inside:
            continue
        colour = LIGHT.stage(place)
        with drawn.subgraph(name=f"cluster_{place}") as cluster:
            cluster.attr(label=dot_text(stage.name), labeljust="l", fontcolor=colour, style="rounded,filled")
            cluster.attr(color=_tinted(colour), fillcolor=_tinted(colour), fontsize="14")
            for node in inside:
                cluster.node(names[node.key], **_dot_node(node))
    for outcome in graph.outcomes:
        token, filled = RESULTS.get(outcome.result, ("ink-3", False))
        colour = LIGHT.colour(token)
        drawn.node(
            names[outcome.key],
            label=dot_lines(outcome.name, 140, 12),
            tooltip=dot_text(f"{outcome.result}: {outcome.name}"),
            shape=_SHAPES.get(outcome.result, "ellipse"),
            style="filled",
            color=colour,
            fillcolor=colour if filled else "white",
            fontcolor="white" if filled else colour,
        )
    for edge in graph.edges:
        token, _, weight = WAYS.get(edge.kind, WAYS["next"])
        back = graph.places.get(edge.target, len(graph.nodes)) < graph.places[edge.source]
        drawn.edge(
            names[edge.source],
            names[edge.target],
            label=dot_lines(edge_label(edge), 110, 10),
            tooltip=dot_text(f"{graph.titled(edge.source)} → {graph.titled(edge.target)} ({edge.kind})"),
            style=_DOT_STYLES.get(edge.kind, "solid"),
            color=LIGHT.colour(token),
            fontcolor=LIGHT.colour(token),
            penwidth=str(weight),
            **({"constraint": "false"} if back else {}),
        )
    return str(drawn.source)


def _dot_node(node: GraphNode) -> dict[str, str]:
    styles = ["rounded", "filled", *(["dashed"] if node.missing else [])]
    marks = " ⚠" if node.failing else ""
    return {
        "label": dot_lines(f"{node.number} · {node.name}{marks}", 130, 12),
        "tooltip": dot_text(f"{node.number} {node.name}"),
        "color": LIGHT.stage(node.stage),
        "penwidth": "3" if node.unavoidable else "1.6",
        "style": ",".join(styles),
    }


def _tinted(colour: str, share: float = 0.1) -> str:
    """A colour laid over white as flat hex."""
    parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)


def graphml(graph: JourneyGraph) -> bytes:
    """The journey as GraphML: touchpoints and outcomes as nodes, transitions as edges, their values as typed data.

    Text is cleaned of what XML cannot carry. Missing values are left out.
    """
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=clean(graph.name))
    for place, node in enumerate(graph.nodes):
        values = {
            "kind": "touchpoint",
            "name": clean(node.name),
            "number": clean(node.number),
            "order": place,
            "stage": clean(graph.stages[node.stage].name),
            "unavoidable": node.unavoidable,
            "missing": node.missing,
            "failing": node.failing,
            "unrecovered": node.unrecovered,
        }
        if node.emotion is not None:
            values["emotion"] = float(node.emotion)
        made.add_node(clean(node.key), **values)
    for outcome in graph.outcomes:
        made.add_node(clean(outcome.key), kind="outcome", name=clean(outcome.name), result=outcome.result)
    for place, edge in enumerate(graph.edges):
        values = {"kind": edge.kind}
        if edge.share is not None:
            values["share"] = float(edge.share)
        if edge.label:
            values["label"] = clean(edge.label)
        made.add_edge(clean(edge.source), clean(edge.target), key=place, **values)
    written = io.BytesIO()
    tree = ElementTree.ElementTree(
        ElementTree.fromstring("\n".join(nx.generate_graphml(made, named_key_ids=True)))
    )
    ElementTree.register_namespace("", "http://graphml.graphdrawing.org/xmlns")
    tree.write(written, encoding="utf-8", xml_declaration=True)
    return written.getvalue() + b"\n"


def png(
    graph: JourneyGraph, *, dpi: int = 144, limits: Limits | None = None, per_row: int | None = None
) -> bytes:
    """The whole journey as a PNG, drawn by Graphviz where our layout put everything.

    Raises GraphvizFailed when Graphviz is missing, dies or takes too long: there is no other way to make pixels here.
    """
    layout, _ = folded_layout(graph, palette=LIGHT, per_row=per_row, limits=limits)
    # Graphviz's bitmaps end at 32,767 pixels; a larger picture is made coarser instead.
    dpi = int(min(dpi, 30_000 * 72 / max(layout.width, layout.height, 1)))
    return run("neato", "png", pinned_source(layout, LIGHT, dpi), limits)


def pinned_source(layout: Layout, palette: Palette, dpi: int) -> str:
    """DOT in which every position is already given, for `neato -n2`."""
    height = layout.height
    size = palette.body
    drawn = graphviz.Digraph(
        engine="neato",
        graph_attr={
            "dpi": str(dpi),
            "outputorder": "nodesfirst",
            "bgcolor": "white",
            "pad": "0.1",
            "splines": "true",
        },
        node_attr={"shape": "box", "fixedsize": "true", "fontname": FONT, "label": "", "penwidth": "0"},
        edge_attr={"fontname": FONT, "arrowsize": "0.5"},
    )
    for place, band in enumerate(layout.bands):
        colour = palette.stage(band.band.stage)
        middle = (band.x + band.width / 2, band.y + band.height / 2)
        drawn.node(
            f"b{place}",
            **_at(middle, band.width, band.height, height),
            style="rounded,filled",
            fillcolor=_tinted(colour, 0.09),
        )
        name, x, y = stage_name(band, layout, palette)
        wide = width_of(name, size, bold=True) * 1.1 + 6
        drawn.node(
            f"b{place}w",
            **_at((x + wide / 2, y - size * 0.3), wide, size * 1.4, height),
            fontcolor=colour,
            fontsize=str(size),
            label=graphviz.nohtml(_line(name) + "\\l"),
        )
    names = {}
    for place, box in enumerate(layout.boxes):
        names[box.box.id] = f"n{place}"
        _pinned_box(drawn, f"n{place}", box, palette, height)
    for link in layout.links:
        _pinned_link(drawn, names, link, palette, height)
    return str(drawn.source)


def _at(middle: Point, wide: float, tall: float, height: float) -> dict[str, str]:
    return {
        "pos": f"{middle[0]:.1f},{height - middle[1]:.1f}",
        "width": f"{wide / 72:.3f}",
        "height": f"{tall / 72:.3f}",
    }


def _pinned_box(
    drawn: graphviz.Digraph, name: str, place: PlacedBox, palette: Palette, height: float
) -> None:
    box, size = place.box, palette.body
    words = "\\n".join(_line(line) for line in box.lines)
    look = {
        "label": graphviz.nohtml(words),
        "fontsize": f"{size * 0.94:.1f}",
        "penwidth": "1.4",
        "style": "filled",
    }
    look |= _at((place.x, place.y), box.width, box.height, height)
    if box.node is None:
        look |= _exit_look(place, palette)
        drawn.node(name, **look)
        return
    sizes, node = Sizes(palette), box.node
    colour = palette.stage(node.stage)
    style = "rounded,filled" + (",dashed" if node.missing else "")
    look |= {"style": style, "fillcolor": "white", "color": colour, "label": ""}
    drawn.node(name, **(look | {"penwidth": "2.8" if node.unavoidable else "1.3"}))
    left = place.x - box.width / 2
    marks = sizes.marks if node.failing or node.emotion is not None else 0.0
    room = box.width - sizes.words - marks
    middle = (left + sizes.words + room / 2 - sizes.pad / 2, place.y)
    words = "".join(_line(line) + "\\l" for line in box.lines)
    drawn.node(
        f"{name}w",
        **_at(middle, room, box.height, height),
        label=graphviz.nohtml(words),
        fontsize=f"{size * 0.92:.1f}",
    )
    drawn.node(
        f"{name}c",
        **_at((left + sizes.pad + sizes.badge, place.y), sizes.badge * 2, sizes.badge * 2, height),
        shape="circle",
        style="filled",
        color=colour,
        penwidth="2",
        fillcolor=colour if node.unavoidable else "white",
        fontcolor="white" if node.unavoidable else TOKENS["ink"][0],
        fontsize=f"{palette.small:.1f}",
        label=dot_text(node.number, 6),
    )
    _pinned_marks(drawn, name, place, sizes, height)


def _pinned_marks(drawn: graphviz.Digraph, name: str, place: PlacedBox, sizes: Sizes, height: float) -> None:
    """The median as a coloured disc with its figure, and a warning triangle."""
    node, palette = place.box.node, sizes.palette
    if node is None:
        return
    x = place.x + place.box.width / 2 - sizes.pad * 0.6 - sizes.marks / 2
    shift = sizes.marks / 2 if node.emotion is not None and node.failing else 0.0
    reach = palette.body * 1.44
    look = {"style": "filled", "fontcolor": "white", "fontsize": f"{palette.body * 0.6:.1f}", "penwidth": "1"}
    if node.emotion is not None:
        colour = palette.emotion(node.emotion)
        spot = look | _at((x, place.y - shift), reach, reach, height)
        drawn.node(
            f"{name}e", **spot, shape="circle", color=colour, fillcolor=colour, label=signed(node.emotion)
        )
    if node.failing:
        red = palette.colour("danger")
        spot = look | _at((x, place.y + shift), reach, reach, height)
        fill = red if node.unrecovered else "white"
        drawn.node(f"{name}f", **spot, shape="triangle", color=red, fillcolor=fill, label="")


def _exit_look(place: PlacedBox, palette: Palette) -> dict[str, str]:
    box = place.box
    if box.outcome is not None:
        token, filled = RESULTS.get(box.outcome.result, ("ink-3", False))
        colour = palette.colour(token)
        rounded = "" if box.outcome.result == "lost" else "rounded,"
        return {
            "style": rounded + "filled",
            "color": colour,
            "fillcolor": colour if filled else "white",
            "fontcolor": "white" if filled else colour,
        }
    ink = palette.colour("ink")
    if box.kind == "connector":
        return {"shape": "circle", "color": ink, "fillcolor": ink, "fontcolor": "white"}
    return {
        "style": "rounded,dotted",
        "color": palette.colour("edge"),
        "fontsize": f"{palette.small * 0.94:.1f}",
    }


def _pinned_link(
    drawn: graphviz.Digraph, names: dict[str, str], place: PlacedLink, palette: Palette, height: float
) -> None:
    token, _, weight = WAYS.get(place.link.kind, WAYS["next"])
    colour = palette.colour(token)
    flipped = [f"{x:.1f},{height - y:.1f}" for x, y in place.path]
    tip = f"e,{place.tip[0]:.1f},{height - place.tip[1]:.1f}"
    look = {"pos": " ".join([tip, *flipped]), "color": colour, "penwidth": str(weight)}
    if place.label and place.link.lines:
        words = "\\n".join(_line(line) for line in place.link.lines)
        look |= {"label": graphviz.nohtml(words), "lp": f"{place.label[0]:.1f},{height - place.label[1]:.1f}"}
        look |= {"fontcolor": colour, "fontsize": f"{palette.small * 0.92:.1f}"}
    style = _DOT_STYLES.get(place.link.kind, "solid")
    drawn.edge(names[place.link.tail], names[place.link.head], **look, style=style)
