"""A journey as the live editor reads it: its findings, figures and drawing as plain values for JSON.

Ids stand for records, so that the browser can lead to the place; every figure comes with what is needed to believe it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import url_for

from touchmap.domain.analysis.figures import Figure
from touchmap.domain.analysis.results import Path, TouchpointAnalysis
from touchmap.domain.records import Journey
from touchmap.domain.rules import SEVERITIES, Finding
from touchmap.web.cases import Case
from touchmap.web.explaining import Explained, explain
from touchmap.web.figures import figure_groups
from touchmap.web.graphs import endings_of, key_figures, meanings, picture, stops
from touchmap.web.maps import summary
from touchmap.web.wording import minutes, percent, signed

MOST_FINDINGS = 400  # of a journey, the most severe first; `counts` tells all of them
MOST_PATHS = 3

Plain = dict[str, Any]


def reading_view(case: Case, journey: Journey | None) -> Plain:
    """Findings and figures of a journey; a workshop without any has findings only."""
    found = [one for one in case.findings if one.journey in (None, journey.id if journey else None)]
    severities = Counter(one.severity for one in found)
    return {
        "findings": [_finding(case, one) for one in found[:MOST_FINDINGS]],
        "counts": {word: severities[word] for word in SEVERITIES},
        "figures": _figures(case, journey) if journey else None,
    }


def graph_view(case: Case, journey: Journey | None) -> Plain:
    """The drawing of a journey (boxes and ways carry the ids of their records as `data-id`), and the same as a list."""
    if journey is None or not case.model.touchpoints(journey.id):
        return {"svg": "", "legends": [], "stops": []}
    return {
        "svg": str(picture(case, journey)),
        "legends": [{"form": form, "svg": str(drawn)} for form, drawn in meanings(case, journey)],
        "stops": [
            {
                "touchpoint": one.place.id,
                "number": one.place.number,
                "name": one.place.name,
                "colour": one.place.colour,
                "ways": list(one.ways),
            }
            for one in stops(case, journey)
        ],
    }


def _finding(case: Case, finding: Finding) -> Plain:
    record = case.model.get(finding.record)
    at = finding.touchpoint
    href = (
        url_for("touchpoints.page", workshop=case.id, touchpoint=at)
        if at
        else url_for("findings.page", workshop=case.id, _anchor=finding.code)
    )
    return {
        "code": finding.code,
        "severity": finding.severity,
        "sentence": finding.sentence,
        "remedy": finding.remedy,
        "place": {
            "kind": record.kind if record else "workshop",
            "record": finding.record,
            "touchpoint": at,
            "journey": finding.journey,
            "words": finding.place,
        },
        "href": href,
    }


def _figures(case: Case, journey: Journey) -> Plain:
    """What stands beside the graph, and what the map says at each touchpoint."""
    said = case.analysis.journey(journey.id)
    findings = Counter(one.touchpoint for one in case.findings)
    return {
        "summary": summary(case, journey),
        "endings": [
            {
                "id": one.id,
                "name": one.name,
                "result": one.result,
                "probability": figure(one.probability),
                "minutes": figure(one.minutes),
            }
            for one, _, _ in endings_of(said)
        ],
        "unavoidable": list(said.unavoidable),
        "dead_ends": list(said.dead_ends),
        "unreachable": list(said.unreachable),
        "loops": [
            {
                "touchpoints": list(one.touchpoints),
                "extra_visits": figure(one.extra_visits),
                "extra_minutes": figure(one.extra_minutes),
                "exits": one.exits,
            }
            for one in said.loops
        ],
        "failures": [
            {"touchpoint": one.source, "transition": one.transition, "recovered": one.recovered}
            for one in said.failures
        ],
        "paths": [_path(one) for one in said.paths[:MOST_PATHS]],
        "key": [{"name": name, **explained(one)} for name, one in key_figures(said)],
        "groups": [
            {"name": name, "figures": [{"name": title, **explained(one)} for title, one in listed]}
            for name, listed in figure_groups(said, case.analysis)
        ],
        "touchpoints": {one.id: _touchpoint(one, findings[one.id]) for one in said.touchpoints},
        "straight_line": said.straight_line,
        "assumed_shares": said.assumed_shares,
    }


def figure(one: Figure) -> Plain:
    """A figure with what is needed to believe it."""
    return explained(explain(one), one.value)


def explained(one: Explained, value: float | None = None) -> Plain:
    """A figure that was explained already, as plain values."""
    method = one.method
    return {
        "text": one.text,
        "n": one.n,
        "counted": one.counted,
        "exact": one.exact,
        "note": one.note,
        "method": method.key,
        "formula": method.formula,
        "scale": method.scale,
        "source": method.source,
        "mind": method.note,
    } | ({"value": value} if value is not None else {})


def _path(path: Path) -> Plain:
    return {
        "touchpoints": list(path.touchpoints),
        "ending": path.ending,
        "share": percent(path.share),
        "minutes": minutes(path.minutes.lead),
        "pce": path.pce.text,
        "assumed": path.assumed,
    }


def _touchpoint(said: TouchpointAnalysis, findings: int) -> Plain:
    now, wanted = said.current.emotion, said.desired.emotion
    return {
        "number": said.number,
        "findings": findings,
        "median": now.median,
        "median_text": signed(now.median),
        "desired": wanted.median,
        "n": now.n,
        "split": now.split,
        "raters": said.current.raters,
        "minutes": said.minutes.lead,
        "minutes_text": minutes(said.minutes.lead),
        "reach": said.reach.text,
        "visits": said.visits.text,
        "pce": said.pce.text,
        "unavoidable": said.unavoidable,
        "reachable": said.reachable,
        "dead_end": said.dead_end,
        "looping": said.looping,
    }
