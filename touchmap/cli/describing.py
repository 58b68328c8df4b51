"""An analysis as text for a terminal and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from touchmap.domain.analysis import Analysis
from touchmap.domain.analysis.figures import Figure
from touchmap.domain.analysis.methods import METHODS
from touchmap.domain.analysis.results import JourneyAnalysis, Path, TouchpointAnalysis
from touchmap.domain.model import Model

HEAD = ("No", "Touchpoint", "Visits", "Minutes", "PCE", "Feel now", "Wish", "Personal", "Perform.", "n")
NAME_WIDTH = 34


def as_data(analysis: Analysis, model: Model) -> dict[str, Any]:
    """Every figure with its unit, n and method, and the methods with formula and source."""
    return {
        "workshop": {"id": model.workshop.id, "title": model.workshop.title},
        "analysis": {f.name: plain(getattr(analysis, f.name)) for f in fields(analysis) if f.name != "by_id"},
        "methods": {key: plain(method) for key, method in METHODS.items()},
    }


def plain(value: Any) -> Any:
    """Frozen values as mappings, lists, numbers and text; figures gain the text that people read."""
    if is_dataclass(value) and not isinstance(value, type):
        out = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        return out | {"text": value.text} if isinstance(value, Figure) else out
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value


def as_text(analysis: Analysis, model: Model) -> Iterator[str]:
    """The figures that a facilitator asks for first, line by line."""
    yield model.workshop.title
    for journey in analysis.journeys:
        yield ""
        yield from _journey(journey, model)
    puzzle = analysis.puzzle
    if puzzle.root_causes or puzzle.interventions:
        yield ""
        yield f"Root causes: {_counts(puzzle.root_causes)}"
        yield f"Interventions: {_counts(puzzle.interventions)}"
        yield (
            f"Training answers {puzzle.skill_causes} of {puzzle.skill_causes + puzzle.other_causes} root causes; "
            f"{puzzle.training_interventions} of "
            f"{puzzle.training_interventions + puzzle.other_interventions} interventions are training."
        )
    coverage = analysis.coverage
    yield (
        f"Standards: {coverage.standards_exist} exist, {coverage.standards_needed} needed. "
        f"Measures: {coverage.measures_exist} exist, {coverage.measures_needed} needed."
    )
    scores = analysis.scores
    said = [("NPS", scores.nps), ("CSAT", scores.csat), ("CES", scores.ces)]
    known = [f"{name} {figure.text} (n = {figure.n})" for name, figure in said if figure.value is not None]
    if known:
        yield "Scores: " + ", ".join(known)


def _journey(journey: JourneyAnalysis, model: Model) -> Iterator[str]:
    numbers = {touchpoint.id: touchpoint.number for touchpoint in journey.touchpoints}
    yield f"Journey: {journey.name}"
    if journey.endings:
        yield "  Ends: " + ", ".join(f"{ending.name} {ending.probability.text}" for ending in journey.endings)
    yield f"  Expected time per customer: {journey.minutes.text}; customers would pay for {journey.pce.text} of it"
    if journey.unavoidable:
        yield "  Nobody gets around: " + ", ".join(str(numbers[id]) for id in journey.unavoidable)
    if journey.most_likely:
        yield f"  Most likely way ({_share(journey.most_likely)}): {_way(journey.most_likely, numbers)}"
    for loop in journey.loops:
        stations = ", ".join(str(numbers[id]) for id in loop.touchpoints)
        extra = loop.extra_visits.value or 0.0
        yield f"  Loop over {stations}: {extra:.2f} extra visits per customer, {loop.extra_minutes.text}"
    if journey.assumed_shares:
        yield f"  {journey.assumed_shares} of {journey.ways} ways have a share that was assumed, not stated."
    rows = [HEAD, *(_row(touchpoint) for touchpoint in journey.touchpoints)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        cells = [
            text.ljust(width) if column == 1 else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  " + "  ".join(cells).rstrip()


def _row(touchpoint: TouchpointAnalysis) -> tuple[str, ...]:
    now, wish = touchpoint.current, touchpoint.desired
    name = touchpoint.name if len(touchpoint.name) <= NAME_WIDTH else touchpoint.name[: NAME_WIDTH - 1] + "…"
    return (
        str(touchpoint.number),
        name,
        "–" if touchpoint.visits.value is None else f"{touchpoint.visits.value:.2f}",
        f"{touchpoint.minutes.lead:.0f}" if touchpoint.minutes.known else "–",
        "–" if touchpoint.pce.value is None else touchpoint.pce.text,
        _median(now.emotion.median, sign=True),
        _median(wish.emotion.median, sign=True),
        _median(now.personal.median),
        _median(now.performance.median),
        str(now.raters),
    )


def _median(value: float | None, *, sign: bool = False) -> str:
    if value is None:
        return "–"
    return (f"{value:+g}" if sign and value else f"{value:g}").replace("-", "−")


def _way(path: Path, numbers: dict[str, int]) -> str:
    return " → ".join(str(numbers[id]) for id in path.touchpoints)


def _share(path: Path) -> str:
    return Figure(path.share, 1, "", "share").text


def _counts(pairs: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{name} {count}" for name, count in pairs) or "none"
