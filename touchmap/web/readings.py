"""What the live editor shows beside a journey: findings, figures and the graph, each with the seq that it is true of."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request

from touchmap.domain.records import Journey
from touchmap.web.cases import Case
from touchmap.web.handing import handed_over
from touchmap.web.maps import journey_of
from touchmap.web.parts import parts
from touchmap.web.readingview import graph_view, reading_view

bp = Blueprint("readings", __name__, url_prefix="/api/v1")
View = Callable[[Case, Journey | None], dict[str, Any]]


@bp.get("/workshops/<workshop>/reading")
def reading(workshop: str) -> Response:
    """Findings and figures of a journey, `?journey=` or else the first one; 304 while nothing was changed."""
    return _unchanged(workshop) or handed_over() or _read(workshop, reading_view)


@bp.get("/workshops/<workshop>/graph")
def graph(workshop: str) -> Response:
    """The drawing of a journey, what its marks mean, and the same as a list; 304 while nothing was changed."""
    return _unchanged(workshop) or handed_over() or _read(workshop, graph_view)


def _tag(origin: str, seq: int) -> str:
    """The mark of a workshop as it is; `request` adds what was asked for."""
    return f"{origin}-{seq}"


def _unchanged(workshop: str) -> Response | None:
    """304 for somebody who has what would be answered; costs one look at the log."""
    if not request.if_none_match:
        return None
    tag = _tag(*parts().history.head(workshop))
    if not request.if_none_match.contains(tag):
        return None
    answer = Response(status=304)
    answer.set_etag(tag)
    return answer


def _read(workshop: str, view: View) -> Response:
    """The answer, made once for everybody who asks before the next change. Raises NotFound."""
    case = parts().shelf.case(workshop)
    journey = journey_of(case, request.args.get("journey"))
    key = f"{request.endpoint}:{journey.id if journey else ''}"
    if key not in case.kept:
        head = {"origin": case.origin, "seq": case.seq, "journey": journey.id if journey else None}
        case.kept[key] = json.dumps(head | view(case, journey), separators=(",", ":"), ensure_ascii=False)
    answer = Response(case.kept[key], content_type="application/json")
    answer.set_etag(_tag(case.origin, case.seq))
    return answer
