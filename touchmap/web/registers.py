"""The registers (standards, waste, stories, words) and the page of the request: who asked for what, and who was there."""

from __future__ import annotations

from flask import Blueprint, render_template

from touchmap.domain.records import (
    Activity,
    Measure,
    Opportunity,
    Person,
    Standard,
    Step,
    Story,
    Term,
    Touchpoint,
    Version,
)
from touchmap.web.cases import Case
from touchmap.web.handing import slow
from touchmap.web.mapcells import measure_cell
from touchmap.web.parts import parts

bp = Blueprint("registers", __name__)
brief = Blueprint("brief", __name__)


@bp.get("/workshops/<workshop>/registers")
@slow
def page(workshop: str) -> str:
    """Everything of one kind in one list, each with its place."""
    case = parts().shelf.case(workshop)
    touchpoints = [t for journey in case.model.journeys for t in case.model.touchpoints(journey.id)]
    return render_template(
        "pages/registers.html",
        case=case,
        standards=[
            (s, case.place(t.id), [measure_cell(case, m) for m in _measures(case, t) if m.standard == s.id])
            for t in touchpoints
            for s in case.model.children(Standard, t.id)
        ],
        wastes=sorted(
            (
                (a, case.place(t.id), (a.minutes or 0) * (1 if a.times is None else a.times))
                for t in touchpoints
                for a in case.model.children(Activity, t.id)
                if a.value_class == "non-value-added"
            ),
            key=lambda row: -row[2],
        ),
        stories=[(s, case.place(t.id)) for t in touchpoints for s in case.model.children(Story, t.id)],
        terms=[(t, case.places(t.touchpoints)) for t in case.model.all(Term)],
        opportunities=[
            (one, said, case.place(one.touchpoint))
            for said in case.analysis.opportunities
            if (one := case.model.find(Opportunity, said.id)) is not None
        ],
    )


def _measures(case: Case, touchpoint: Touchpoint) -> tuple[Measure, ...]:
    return case.model.children(Measure, touchpoint.id)


@brief.get("/workshops/<workshop>/request")
@slow
def page_of_request(workshop: str) -> str:
    """The request as stated, who it is for, who was in the room, the agenda, the versions."""
    case = parts().shelf.case(workshop)
    return render_template(
        "pages/request.html",
        case=case,
        shop=case.model.workshop,
        people=case.model.all(Person),
        steps=case.model.all(Step),
        versions=case.model.all(Version),
        puzzle=case.analysis.puzzle,
    )
