"""The page of one touchpoint."""

from __future__ import annotations

from flask import Blueprint, render_template

from touchmap.domain.records import Touchpoint
from touchmap.errors import NotFound
from touchmap.web.handing import slow
from touchmap.web.parts import parts
from touchmap.web.touchpointview import touchpoint_view

bp = Blueprint("touchpoints", __name__)


@bp.get("/workshops/<workshop>/touchpoints/<touchpoint>")
@slow
def page(workshop: str, touchpoint: str) -> str:
    """Current and desired side by side, and everything that hangs on the touchpoint."""
    case = parts().shelf.case(workshop)
    record = case.model.find(Touchpoint, touchpoint)
    if record is None:
        raise NotFound("There is no such touchpoint in this workshop.", "Choose one on the map.")
    return render_template("pages/touchpoint.html", case=case, view=touchpoint_view(case, record))
