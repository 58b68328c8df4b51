"""Dots on the wall: those that a proposal was given, and everybody who is here, filled for those who are done."""

from __future__ import annotations

from markupsafe import Markup

from touchmap.report.charts import svg
from touchmap.report.charts.palette import WEB


def vote_dots(dots: int, most: int) -> Markup:
    """A proposal's dots, in one size for all proposals of which one has `most`."""
    wide, high = 860.0, 60.0
    radius = 22.0
    while radius > 3 and int(wide / (radius * 2.3)) * int(high / (radius * 2.3)) < most:
        radius -= 0.5
    rows = max(1, int(high / (radius * 2.3)))
    across = max(1, int(wide / (radius * 2.3)))
    used = min(rows, -(-dots // across)) or 1
    top = (high - used * radius * 2.3) / 2 + radius * 1.15
    spots = [
        (radius * 1.15 + place % across * radius * 2.3, top + place // across * radius * 2.3)
        for place in range(dots)
    ]
    drawn = svg.dots(spots, radius, WEB.colour("vote"))
    return Markup(svg.document(f"{dots} dots", wide, high, drawn, palette=WEB, kind="dots"))


def people_dots(done: int, people: int) -> Markup:
    """Everybody who is here as a dot, filled for those who are done; nobody's own."""
    wide, high, radius = 1300.0, 90.0, 26.0
    while radius > 3 and int(wide / (radius * 2.5)) * int(high / (radius * 2.5)) < people:
        radius -= 0.5
    pitch = radius * 2.5
    across = max(1, int(wide / pitch))
    spots = [(pitch * (0.5 + place % across), pitch * (0.5 + place // across)) for place in range(people)]
    drawn = svg.dots(spots[:done], radius, WEB.colour("brand"))
    rest = "".join(
        svg.tag("circle", cx=x, cy=y, r=radius * 0.88, fill="none", stroke=WEB.colour("edge"), stroke_width=2)
        for x, y in spots[done:]
    )
    rows = -(-people // across) or 1
    whole = svg.document(
        f"{done} of {people} are done", wide, rows * pitch, drawn, rest, palette=WEB, kind="people"
    )
    return Markup(whole.replace("<svg ", '<svg preserveAspectRatio="xMinYMid meet" ', 1))
