"""The page of findings: what the rules say about a workshop, by severity and place."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from touchmap.domain.records import Touchpoint
from touchmap.domain.rules import CATALOGUE
from touchmap.domain.rules.finding import SEVERITIES
from touchmap.web.parts import parts

bp = Blueprint("findings", __name__)


@bp.get("/workshops/<workshop>/findings")
def page(workshop: str) -> str:
    """All findings; `?severity=` and `?touchpoint=` narrow them."""
    case = parts().shelf.case(workshop)
    severity = request.args.get("severity", "")
    severity = severity if severity in SEVERITIES else ""
    here = case.model.find(Touchpoint, request.args.get("touchpoint"))
    about = [f for f in case.findings if here is None or f.touchpoint == here.id]
    shown = [f for f in about if not severity or f.severity == severity]
    used = {f.code for f in shown}
    return render_template(
        "pages/findings.html",
        case=case,
        shown=[(f, case.place(f.touchpoint) if f.touchpoint else None) for f in shown],
        here=case.place(here.id) if here else None,
        severity=severity,
        severities=[(word, sum(f.severity == word for f in about)) for word in SEVERITIES],
        total=len(about),
        rules=[rule for rule in CATALOGUE if rule.code in used],
    )
