"""Keeps what WeasyPrint 70.0 works out anew for every document, because our sections are many small documents that look alike.

Four things are kept for the life of a process: computed styles of elements that match the same rules under the same parents,
the first lines of texts that were already broken in the same style and width, line heights, and the percentages of boxes of
the same style in places of the same size. Two things are written shorter: numbers, and the words of drawings. Results are
those of WeasyPrint itself; a test holds a report made with and without it equal, page by page. With any other version of
WeasyPrint nothing is changed.
"""

from __future__ import annotations

import re
from copy import copy
from math import inf
from typing import Any

import pydyf
import weasyprint
from weasyprint import css
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, preferred, table
from weasyprint.layout import float as floats
from weasyprint.pdf.stream import Stream
from weasyprint.text import line_break

TUNED_FOR = "70.0"
_MOST_STYLES = 20_000
_MOST_LINES = 60_000
_VIEWPORT_UNIT = re.compile(r"\d(?:vw|vh|vi|vb|vmin|vmax)\b")

_SVG = "{http://www.w3.org/2000/svg}svg"
_split_first_line = line_break.split_first_line
_NOT_SHOWN = {"display": ("none",)}
_strut = line_break.strut
_percentage = percent.percentage
_draw_x_object = Stream.draw_x_object
_OriginalStyleFor = css.StyleFor


class Kept:
    """What is kept; emptied when it has grown too large."""

    def __init__(self) -> None:
        self.styles: dict[Any, tuple[Any, Any]] = {}
        self.lines: dict[Any, tuple[Any, Any]] = {}
        self.struts: dict[int, tuple[Any, Any]] = {}
        self.boxes: dict[Any, tuple[Any, dict[str, Any]]] = {}

    def bound(self) -> None:
        """Forget everything when there is too much of it; to be called between sections only."""
        if len(self.styles) > _MOST_STYLES or len(self.lines) > _MOST_LINES or len(self.boxes) > _MOST_LINES:
            for store in (self.styles, self.lines, self.struts, self.boxes):
                store.clear()


def tune(style_sheet: str) -> Kept:
    """Make WeasyPrint keep these things in this process, and return the store."""
    kept = Kept()
    if weasyprint.__version__ != TUNED_FOR:
        return kept
    _keep_lines(kept)
    _resolve_once(kept)
    pydyf._to_bytes = _to_bytes
    Stream.draw_x_object = _draw_in_place
    # Lengths in viewport units depend on the page of the section, which a kept style would not know.
    if not _VIEWPORT_UNIT.search(style_sheet):
        _keep_styles(kept)
    return kept


def _draw_in_place(stream: Any, name: str) -> None:
    """Put the words of a drawing that are set around or before their place into the page itself.

    WeasyPrint makes an object of its own of each, with resources, because it learns their width only afterwards; a
    third of a page of charts was that. Groups that are more than opaque text stay objects.
    """
    group = stream._resources["XObject"].get(name)
    placed = stream.stream[-1:] == [b"q"] or stream.stream[-2:-1] == [b"q"]
    if not isinstance(group, Stream) or not placed or stream._current_alpha not in (None, "a1", "a1.0"):
        _draw_x_object(stream, name)
        return
    inside = group._resources
    plain = not any(inside[kind] for kind in ("XObject", "Pattern", "Shading"))
    if not plain or not all(key[0] in "aA" for key in inside["ExtGState"]) or b"BT" not in group.stream:
        _draw_x_object(stream, name)
        return
    del stream._resources["XObject"][name]
    stream._resources["ExtGState"].update(inside["ExtGState"])
    stream.stream.extend(group.stream)


def _keep_styles(kept: Kept) -> None:
    class StyleFor(_OriginalStyleFor):  # type: ignore[misc, valid-type]  # WeasyPrint has no types
        def __init__(self, html: Any, *others: Any) -> None:
            # Drawings are painted by their own attributes; rules of the page never reach what is inside them.
            drawings = [(drawing, list(drawing)) for drawing in html.etree_element.iter(_SVG)]
            for drawing, _ in drawings:
                drawing[:] = []
            super().__init__(html, *others)
            for drawing, inside in drawings:
                drawing[:] = inside

        def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
            style = super().__call__(element, pseudo_type)
            return _NOT_SHOWN if style is None and pseudo_type is None else style

        def set_computed_styles(
            self,
            element: Any,
            parent: Any,
            root: Any = None,
            pseudo_type: str | None = None,
            base_url: str | None = None,
            target_collector: Any = None,
        ) -> None:
            cascaded = self._cascaded_styles.get((element, pseudo_type), {})
            is_root = element == root and pseudo_type is None
            above = None if is_root else self._computed_styles[parent, None]
            # A style with an id of its own is a copy; what is under it inherits from the one without.
            above = getattr(above, "without_anchor", above)
            rules = {name: value for name, value in cascaded.items() if name != "anchor"}
            key = (id(above), pseudo_type, base_url, *(_comparable(item) for item in rules.items()))
            style = kept.styles.get(key, (None,))[0]
            if style is None:
                root_style = (
                    css.InitialStyle(self.font_config) if is_root else self._computed_styles[root, None]
                )
                style = css.ComputedStyle(
                    above, rules, pseudo_type, root_style, base_url, self.font_config, self.initial_page_sizes
                )
                kept.styles[key] = style, above
            if "anchor" in cascaded:
                named = style.copy()
                named.cascaded = {**style.cascaded, "anchor": cascaded["anchor"]}
                named.pop("anchor", None)
                named.without_anchor = style
                style = named
            self._computed_styles[element, pseudo_type] = style
            if target_collector and style["anchor"]:
                target_collector.collect_anchor(style["anchor"])

    css.StyleFor = StyleFor


def _comparable(rule: tuple[str, Any]) -> Any:
    """The rule, or its identity when its value cannot be compared (the kept style keeps it alive)."""
    try:
        hash(rule)
    except TypeError:
        return rule[0], id(rule[1][0]), repr(rule[1][1])
    return rule


def _keep_lines(kept: Kept) -> None:
    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        key = (id(style), text, max_width, justification_spacing, is_line_start, minimum)
        if (found := kept.lines.get(key)) is None:
            line = _split_first_line(
                text, style, context, max_width, justification_spacing, is_line_start, minimum
            )
            # The style is kept with it: its identity must not pass to another one.
            kept.lines[key] = style, line
        else:
            line = found[1]
        layout, *measures = line
        # Painting changes a layout, so everybody gets their own.
        return copy(layout), *measures

    def strut(style: Any) -> Any:
        if (found := kept.struts.get(id(style))) is None:
            found = kept.struts[id(style)] = style, _strut(style)
        return found[1]

    for module in (line_break, inline, preferred, block):
        for function in (split_first_line, strut):
            if hasattr(module, function.__name__):
                setattr(module, function.__name__, function)


_PERCENTAGES = (
    *((f"margin_{side}", side in ("top", "bottom")) for side in ("left", "right", "top", "bottom")),
    *((f"padding_{side}", side in ("top", "bottom")) for side in ("left", "right", "top", "bottom")),
    ("width", False),
    ("min_width", False),
    ("max_width", False),
)
_HEIGHTS = ("height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


_RESOLVED = (*(name for name, _ in _PERCENTAGES), *_HEIGHTS)


def _resolve_once(kept: Kept) -> None:
    def resolve_percentages(box: Any, containing_block: Any) -> None:
        if isinstance(containing_block, Box):
            width, height = containing_block.width, containing_block.height
        else:
            width, height = containing_block
        style = box.style
        key = (id(style), width, height, isinstance(box, PageBox))
        if (found := kept.boxes.get(key)) is None:
            _resolve_all(box, style, width, height)
            # With a box-sizing of its own a size depends on borders, which neighbours in a table may have settled.
            if style["box_sizing"] == "content-box" or style["border_collapse"] != "collapse":
                kept.boxes[key] = style, {name: getattr(box, name) for name in _RESOLVED}
        else:
            box.__dict__.update(found[1])
            _set_borders(box, style)

    for module in (absolute, block, column, floats, grid, inline, page, percent, preferred, table):
        if hasattr(module, "resolve_percentages"):
            module.resolve_percentages = resolve_percentages


def _resolve_all(box: Any, style: Any, width: Any, height: Any) -> None:
    """Set the used values of a box, as WeasyPrint's `resolve_percentages` does."""
    across = height if isinstance(box, PageBox) else width
    for name, vertical in _PERCENTAGES:
        _resolve(box, style, name, across if vertical else width)
    if height == "auto":
        own = style["height"]
        box.height = own.value if getattr(own, "unit", None) == "px" else "auto"
        _resolve(box, style, "min_height", 0)
        _resolve(box, style, "max_height", inf)
    else:
        for name in _HEIGHTS:
            _resolve(box, style, name, height)
    _set_borders(box, style)
    if style["box_sizing"] != "content-box":
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _set_borders(box: Any, style: Any) -> None:
    collapsed = style["border_collapse"] == "collapse"
    for name in _BORDERS:
        # Collapsed borders have been settled between neighbours before.
        if not (collapsed and hasattr(box, name)):
            setattr(box, name, style[name])


def _resolve(box: Any, style: Any, name: str, refer_to: Any) -> None:
    value = style[name]
    if value != "auto":
        unit = getattr(value, "unit", None)
        if unit == "px":
            value = value.value
        elif unit == "%":
            value = refer_to * value.value / 100
        else:
            value = _percentage(value, style, refer_to)
    elif name in ("min_width", "min_height"):
        value = 0
    setattr(box, name, value)


def _to_bytes(item: Any) -> bytes:
    """A value as pydyf writes it, but with two decimals or, below 2 (colours, turns, opacities), four.

    Lengths are CSS pixels: a hundredth is finer than any printer, and a turn by four decimals ends as near on a page.
    """
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]  # just found to be bytes
    if kind is float:
        text = f"{item:.2f}" if item >= 2 or item <= -2 else f"{item:.4f}"
        return text.rstrip("0").rstrip(".").encode("ascii") if item else b"0"
    if isinstance(item, pydyf.Object):
        return item.data  # type: ignore[no-any-return]  # WeasyPrint's writer has no types
    return str(item).encode("ascii")
