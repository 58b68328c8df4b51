"""The page of a workshop's map."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from touchmap.domain.analysis.results import JourneyAnalysis
from touchmap.domain.records import Journey
from touchmap.errors import NotFound
from touchmap.web.api import who
from touchmap.web.cases import Case
from touchmap.web.handing import slow
from touchmap.web.lanes import ZOOMS, Zoom, chosen, lanes_of, print_size, zoom_for
from touchmap.web.mapview import MapView, map_view
from touchmap.web.parts import parts
from touchmap.web.wording import count, minutes

bp = Blueprint("maps", __name__)


@bp.get("/workshops/<workshop>")
@slow
def page(workshop: str) -> str:
    """The map of one journey; `?journey=`, `?zoom=`, `?lane=` (repeated) and `?form=grid` choose what is shown."""
    case = parts().shelf.case(workshop)
    journey = journey_of(case, request.args.get("journey"))
    zoom = zoom_for(request.args.get("zoom"), len(case.model.touchpoints(journey.id)) if journey else 0)
    lanes = case.once("lanes", lambda: lanes_of(case))
    shown = chosen(lanes, request.args.getlist("lane"), zoom)
    form = "grid" if request.args.get("form") == "grid" else "auto"
    view = _view(case, journey, zoom) if journey else None
    return render_template(
        "pages/map.html",
        case=case,
        journey=journey,
        persona=case.persona(journey.persona) if journey else None,
        view=view,
        zoom=zoom,
        zooms=ZOOMS,
        print_size=print_size(zoom, len(view.columns)) if view else 0,
        form=form,
        shown=shown,
        shown_keys={lane.key for lane in shown},
        all_lanes=lanes,
        summary=summary(case, journey),
        endings=endings(case.analysis.journey(journey.id)) if journey else "",
        here_url=_here(case.id),
        me=who(),
    )


def _view(case: Case, journey: Journey, zoom: Zoom) -> MapView:
    """The map as plain values; a whole room asks for it at once, and it is the same for everybody."""
    name = f"map:{journey.id}:{zoom.key}"
    return case.once(name, lambda: map_view(case, journey, zoom, _hrefs(case, journey)))


def journey_of(case: Case, id: str | None) -> Journey | None:
    """The journey asked for, else the first; None in a workshop without any. Raises NotFound for a wrong id."""
    if not id:
        return case.model.journeys[0] if case.model.journeys else None
    found = case.model.find(Journey, id)
    if found is None:
        raise NotFound("There is no such journey in this workshop.", "Choose one of those above the map.")
    return found


def summary(case: Case, journey: Journey | None) -> str:
    """What there is, in a line: touchpoints, people, minutes."""
    if journey is None:
        return ""
    said = case.analysis.journey(journey.id)
    lead = f" · {minutes(said.plain.lead)}" if said.plain.lead else ""
    people = f" · {count(said.current.raters, 'rater')}" if said.current.raters else ""
    return case.count(len(said.touchpoints), "touchpoint") + lead + people


def endings(said: JourneyAnalysis) -> str:
    """How the journey ends, in a line: `45 % lost · 30 % satisfied`."""
    found = [(figure.value or 0, figure.text, result) for result, figure in said.results if figure.value]
    return " · ".join(f"{text} {result}" for _, text, result in sorted(found, reverse=True))


def _hrefs(case: Case, journey: Journey) -> list[str]:
    return [
        url_for("touchpoints.page", workshop=case.id, touchpoint=one.id)
        for one in case.model.touchpoints(journey.id)
    ]


def _here(workshop: str) -> Any:
    """A function that gives this page's address with something changed; None leaves a choice out."""

    def changed(**choices: str | None) -> str:
        kept: dict[str, Any] = {key: request.args.getlist(key) for key in ("journey", "zoom", "lane", "form")}
        kept.update(choices)
        return url_for("maps.page", workshop=workshop, **{key: value for key, value in kept.items() if value})

    return changed
