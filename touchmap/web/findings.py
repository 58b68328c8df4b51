"""The page of findings: what the rules say about a workshop, by severity and place."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from touchmap.domain.records import Touchpoint
from touchmap.domain.rules import CATALOGUE, SEVERITIES, Finding, Rule, headlines
from touchmap.services.telling import retold_rule
from touchmap.web.cases import Case, Place
from touchmap.web.handing import slow
from touchmap.web.parts import parts

bp = Blueprint("findings", __name__)


@bp.get("/workshops/<workshop>/findings")
@slow
def page(workshop: str) -> str:
    """All findings; `?severity=` and `?touchpoint=` narrow them."""
    case = parts().shelf.case(workshop)
    severity = request.args.get("severity", "")
    severity = severity if severity in SEVERITIES else ""
    here = case.model.find(Touchpoint, request.args.get("touchpoint"))
    about = [f for f in case.findings if here is None or f.touchpoint == here.id]
    shown = [f for f in about if not severity or f.severity == severity]
    return render_template(
        "pages/findings.html",
        case=case,
        groups=_groups(case, shown),
        first=[(f, _place(case, f)) for f in headlines(shown)] if here is None and not severity else [],
        here=case.place(here.id) if here else None,
        severity=severity,
        severities=[(word, sum(f.severity == word for f in about)) for word in SEVERITIES],
        total=len(about),
    )


def _groups(
    case: Case, findings: list[Finding]
) -> list[tuple[Rule, str, list[tuple[Finding, Place | None]]]]:
    """The findings under the rules that made them, in the order of the first of each; with the worst severity of each."""
    rules = {rule.code: retold_rule(case.labels, rule) for rule in CATALOGUE}
    found: dict[str, list[tuple[Finding, Place | None]]] = {}
    for one in findings:
        found.setdefault(one.code, []).append((one, _place(case, one)))
    return [(rules[code], listed[0][0].severity, listed) for code, listed in found.items()]


def _place(case: Case, finding: Finding) -> Place | None:
    return case.place(finding.touchpoint) if finding.touchpoint else None
