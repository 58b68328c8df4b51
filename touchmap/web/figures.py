"""The page of figures: each number with its formula, scale, n and source, and the charts they make."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from touchmap.domain.analysis.figures import Figure
from touchmap.domain.analysis.methods import METHODS
from touchmap.domain.analysis.results import Analysis, JourneyAnalysis, TouchpointAnalysis
from touchmap.domain.records import Opportunity
from touchmap.report.charts.bars import Bar, pareto
from touchmap.report.charts.palette import WEB
from touchmap.report.charts.squares import (
    Spot,
    importance_performance,
    opportunity_matrix,
    rational_emotional,
    two_ps,
)
from touchmap.web.cases import Case
from touchmap.web.explaining import Explained, explain
from touchmap.web.graphs import way
from touchmap.web.handing import slow
from touchmap.web.maps import journey_of, summary
from touchmap.web.parts import parts

bp = Blueprint("figures", __name__)
ERROR = "Its standard error"
MOST_SPOTS = 120  # beyond that a square is a cloud, and keeping its dots apart takes seconds


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its name, what to read from it, and the method behind it."""

    name: str
    drawing: Markup
    words: str
    method: str


@bp.get("/workshops/<workshop>/figures")
@slow
def page(workshop: str) -> str:
    """The figures of one journey and of the whole workshop."""
    case = parts().shelf.case(workshop)
    journey = journey_of(case, request.args.get("journey"))
    said = case.analysis.journey(journey.id) if journey else None
    return render_template(
        "pages/figures.html",
        case=case,
        journey=journey,
        said=said,
        summary=summary(case, journey),
        groups=figure_groups(said, case.analysis) if said else (),
        endings=[(one, explain(one.probability), explain(one.minutes)) for one in said.endings]
        if said
        else (),
        charts=charts(case, said) if said else (),
        way=lambda path: way(case, path),
        methods=METHODS.values(),
        evidence=case.analysis.statement_evidence,
        consent=case.analysis.consent,
    )


def figure_groups(
    said: JourneyAnalysis, whole: Analysis
) -> tuple[tuple[str, tuple[tuple[str, Explained], ...]], ...]:
    """The figures under their headings; those without data say so."""
    groups: tuple[tuple[str, tuple[tuple[str, Figure], ...]], ...] = (
        (
            "Time",
            (
                ("Minutes per customer", said.minutes),
                ("Process-cycle efficiency", said.pce),
                ("Rework", said.rework),
            ),
        ),
        (
            "Emotion",
            (("Peak–end", said.emotion.peak_end), ("Mean of the medians", said.emotion.mean)),
        ),
        (
            "Scores",
            (
                ("Net promoter score", said.scores.nps),
                (ERROR, said.scores.nps_se),
                ("Customer satisfaction (top two of five)", said.scores.csat),
                ("Customer effort score", said.scores.ces),
                ("Customer effort, mean", said.scores.ces_mean),
            ),
        ),
        ("Standards", (("Cases within tolerance", whole.coverage.compliance),)),
    )
    return tuple((name, tuple((title, _told(title, one)) for title, one in found)) for name, found in groups)


def _told(title: str, figure: Figure) -> Explained:
    """A figure explained; an error stands on both sides of its score."""
    told = explain(figure)
    return replace(told, text=told.text.replace("+", "±")) if title == ERROR else told


def charts(case: Case, said: JourneyAnalysis) -> tuple[Chart, ...]:
    """The charts that have data."""
    drawn = [
        _square(
            case,
            said,
            "Two Ps",
            two_ps,
            "two-ps",
            [(t, t.two_ps.x, t.two_ps.y) for t in said.touchpoints],
            "Personal service and performance, rated apart: where people carry it, standards are missing.",
        ),
        _square(
            case,
            said,
            "Rational × emotional",
            rational_emotional,
            "rational-emotional",
            [(t, t.rational_emotional.x, t.rational_emotional.y) for t in said.touchpoints],
            "Satisfied without a bond behaves like dissatisfied.",
        ),
        _square(
            case,
            said,
            "Importance × performance",
            importance_performance,
            "importance-performance",
            [(t, t.importance_performance.x, t.importance_performance.y) for t in said.touchpoints],
            "What matters and is done badly comes first.",
        ),
        _matrix(case),
        _pareto(said),
    ]
    return tuple(chart for chart in drawn if chart is not None)


def _square(
    case: Case,
    said: JourneyAnalysis,
    name: str,
    draw: object,
    method: str,
    found: list[tuple[TouchpointAnalysis, float | None, float | None]],
    words: str,
) -> Chart | None:
    placed = [(t, x, y) for t, x, y in found if x is not None and y is not None]
    if len(placed) > MOST_SPOTS:
        placed = sorted(placed, key=lambda row: -row[0].current.raters)[:MOST_SPOTS]
        words += f" The {MOST_SPOTS} touchpoints with the most raters are drawn."
    spots = [
        Spot(
            str(t.number),
            x,
            y,
            case.stage_colours[t.stage] - 1,
            url_for("touchpoints.page", workshop=case.id, touchpoint=t.id),
            t.name,
        )
        for t, x, y in placed
    ]
    if not spots:
        return None
    assert callable(draw)
    title = f"{name}: {said.name}, {len(spots)} touchpoints by their medians"
    return Chart(name, Markup(draw(title, spots, palette=WEB)), words, method)


def _matrix(case: Case) -> Chart | None:
    spots = []
    for one in case.analysis.opportunities:
        record = case.model.find(Opportunity, one.id)
        if record is not None and one.quadrant.x is not None and one.quadrant.y is not None:
            x, y, half = one.quadrant.x, one.quadrant.y, one.middle_half
            spots.append(Spot(str(one.rank), x, y, None, None, record.title, half))
    if not spots:
        return None
    drawn = opportunity_matrix("Impact × effort of the proposals, by rank", spots, palette=WEB)
    words = "Numbers are ranks in the register of proposals; a line spans the middle half of the ratings."
    return Chart("Impact × effort", Markup(drawn), words, "impact-effort")


def _pareto(said: JourneyAnalysis) -> Chart | None:
    if not said.wastes:
        return None
    drawn = pareto(
        f"Non-value-added minutes of {said.name} by kind of waste",
        [Bar(one.name, one.minutes) for one in said.wastes],
        palette=WEB,
        width=520,
    )
    return Chart("Waste", Markup(drawn), "Minutes per customer that customers would not pay for.", "wastes")
