"""The page of a journey's graph: the drawing, what the analysis says beside it, and the same as a list."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup

from touchmap.domain.analysis.results import EndingAnalysis, JourneyAnalysis, Path
from touchmap.domain.records import Journey, Outcome, Transition
from touchmap.errors import NotFound
from touchmap.report.charts.palette import WEB
from touchmap.report.drawing.graph import GraphNode
from touchmap.report.drawing.journey import ONE_LINE, draw_journey
from touchmap.report.drawing.legend import entries, legend
from touchmap.services import drawing
from touchmap.web.api import who
from touchmap.web.cases import Case, Place
from touchmap.web.explaining import Explained, explain
from touchmap.web.handing import slow
from touchmap.web.maps import journey_of, summary
from touchmap.web.parts import parts
from touchmap.web.wording import percent

bp = Blueprint("graphs", __name__)
LEGEND_WIDTHS = (("wide", 900), ("narrow", 280))  # CSS pixels; graph.css shows the one that fits
TYPES = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "dot": "text/vnd.graphviz; charset=utf-8",
    "graphml": "application/graphml+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A touchpoint in the list form of the graph: where its ways lead, in words."""

    place: Place
    ways: tuple[str, ...]


@bp.get("/workshops/<workshop>/graph")
@slow
def page(workshop: str) -> str:
    """The journey as a graph."""
    case = parts().shelf.case(workshop)
    journey = journey_of(case, request.args.get("journey"))
    said = case.analysis.journey(journey.id) if journey else None
    return render_template(
        "pages/graph.html",
        case=case,
        journey=journey,
        said=said,
        summary=summary(case, journey),
        picture=picture(case, journey) if journey else None,
        meanings=meanings(case, journey) if journey else (),
        stops=stops(case, journey) if journey else (),
        endings=endings_of(said) if said else [],
        figures=key_figures(said) if said else (),
        way=lambda path: way(case, path),
        me=who(),
    )


@bp.get("/workshops/<workshop>/graph.<form>")
@slow
def download(workshop: str, form: str) -> Response:
    """The drawing as a file: svg, png, dot or graphml."""
    if form not in TYPES:
        raise NotFound("There is no such kind of drawing.", "Choose svg, png, dot or graphml.")
    case = parts().shelf.case(workshop)
    journey = journey_of(case, request.args.get("journey"))
    if journey is None:
        raise NotFound("This workshop has no journey yet.", "Add one to its file.")
    content = drawing.write_graph(drawing.drawn_graph(case.model, case.analysis.journey(journey.id)), form)
    answer = Response(content, content_type=TYPES[form])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{journey.id}.{form}")
    return answer


def picture(case: Case, journey: Journey) -> Markup:
    """The drawing with a link on every touchpoint; drawn once per change of the workshop."""

    def link(node: GraphNode) -> str:
        return url_for("touchpoints.page", workshop=case.id, touchpoint=node.key)

    key = f"graph:{journey.id}"
    if key not in case.kept:
        graph = drawing.drawn_graph(case.model, case.analysis.journey(journey.id))
        case.kept[key] = draw_journey(graph, palette=WEB, link=link, keys=True).svg
    return Markup(case.kept[key])


def meanings(case: Case, journey: Journey) -> tuple[tuple[str, Markup], ...]:
    """What the drawing's lines and marks mean, as a picture with words: a wide one for a desk, a narrow one for a phone."""
    graph = drawing.drawn_graph(case.model, case.analysis.journey(journey.id))
    found = entries(graph, rows=len(graph.nodes) > ONE_LINE)
    if not found:
        return ()
    said = "What lines and marks mean: " + ", ".join(entry.words for entry in found)
    return tuple(
        (name, Markup(legend(said, found, width=width, palette=WEB))) for name, width in LEGEND_WIDTHS
    )


def stops(case: Case, journey: Journey) -> tuple[Stop, ...]:
    """The graph as an ordered list: each touchpoint and where people go from there."""
    out: dict[str, list[str]] = {one.id: [] for one in case.model.touchpoints(journey.id)}
    for one in case.model.transitions(journey.id):
        out[one.source].append(_said(case, one))
    return tuple(Stop(case.place(id), tuple(ways)) for id, ways in out.items())


def _said(case: Case, transition: Transition) -> str:
    outcome = case.model.find(Outcome, transition.target)
    if outcome is not None:
        end = f"ends in {outcome.name} ({outcome.result})"
    else:
        place = case.place(transition.target)
        end = f"to {place.number} {place.name}"
    kind = "" if transition.type in (None, "next") else f"{transition.type}: "
    share = f", {percent(transition.share)}" if transition.share is not None else ""
    label = f", {transition.label}" if transition.label else ""
    return f"{kind}{end}{share}{label}"


def key_figures(said: JourneyAnalysis) -> tuple[tuple[str, Explained], ...]:
    """The figures that belong beside the graph."""
    named = (
        ("Minutes per customer", said.minutes),
        ("Process-cycle efficiency", said.pce),
        ("Rework", said.rework),
    )
    return tuple((name, explain(figure)) for name, figure in named if figure.value is not None)


def way(case: Case, path: Path) -> tuple[Place, ...]:
    """The touchpoints of a path, as places."""
    return case.places(path.touchpoints)


def endings_of(said: JourneyAnalysis) -> list[tuple[EndingAnalysis, Explained, Explained]]:
    """How the journey ends, the most likely first, with the chance and the minutes explained."""
    ranked = sorted(said.endings, key=lambda one: -(one.probability.value or 0))
    return [(one, explain(one.probability), explain(one.minutes)) for one in ranked]
