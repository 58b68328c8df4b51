"""How a journey ends: chances, expected minutes and drivers of each outcome, dead ends and endless loops included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from touchmap.domain.analysis.figures import MINUTES, SHARE, Figure
from touchmap.domain.analysis.flow import Flow
from touchmap.domain.analysis.results import DEAD_END, NEVER_ENDS, Driver, EndingAnalysis, Path
from touchmap.domain.graph import Graph
from touchmap.domain.records import OUTCOME_KINDS

DRIVERS = 10
_NAMES = {DEAD_END: "Stops without an outcome", NEVER_ENDS: "Goes round without end"}


def endings(
    graph: Graph,
    flow: Flow,
    lead: Mapping[str, float],
    unavoidable: Mapping[str, tuple[str, ...]],
    paths: Mapping[str, Path],
    note: str,
) -> tuple[EndingAnalysis, ...]:
    """Every outcome in the model's order, then dead ends and endless loops where they can happen.

    `lead` holds the minutes of the touchpoints that have any.
    """
    if flow.start is None:
        return ()
    ways = graph.number_of_edges()
    out = []
    for ending in flow.endings:
        chance = flow.chance(ending)
        node = graph.nodes[ending] if ending in graph else {}
        out.append(
            EndingAnalysis(
                id=ending,
                name=node.get("name") or _NAMES[ending],
                result=node.get("result"),
                probability=Figure(chance, ways, "outcome-probability", SHARE, note),
                minutes=minutes_until(flow, lead, ending, note),
                unavoidable=unavoidable.get(ending, ()),
                path=paths.get(ending),
                drivers=drivers(flow, ending),
            )
        )
    return tuple(out)


def minutes_until(flow: Flow, lead: Mapping[str, float], ending: str | None, note: str) -> Figure:
    """Expected minutes per customer; of those who end in one way, if an ending is named.

    E[minutes | o] = Σ visits[j] · minutes[j] · B[j, o] ÷ B[start, o]: a visit to j counts for o as often as o follows.
    """
    chance = 1.0 if ending is None else flow.chance(ending)
    come = [node for node, chance_of in flow.reach.items() if chance_of > 0]
    known = [node for node in come if node in lead]
    if not known or chance <= 0:
        return Figure(None, 0, "expected-minutes", MINUTES)
    total = 0.0
    for node in known:
        follows = 1.0 if ending is None else flow.chance(ending, node) / chance
        total += flow.visits[node] * lead[node] * follows
    missing = len(come) - len(known)
    without = f"{missing} of {len(come)} touchpoints have no minutes." if missing else ""
    return Figure(total, len(known), "expected-minutes", MINUTES, f"{without} {note}".strip())


def drivers(flow: Flow, ending: str) -> tuple[Driver, ...]:
    """The touchpoints that change the chance of an ending most, at most ten, largest change first.

    Only those that some customers pass and others do not: the others tell nothing.
    """
    overall = flow.chance(ending)
    found = []
    for node, passes in flow.reach.items():
        if not 1e-9 < passes < 1 - 1e-9:
            continue
        with_it = flow.chance(ending, node)
        without = min(1.0, max(0.0, (overall - passes * with_it) / (1 - passes)))
        if abs(with_it - overall) > 1e-9:
            found.append(Driver(node, with_it, without, overall, passes))
    # Rounded, so that equal changes stay in station order whatever the last digit says.
    return tuple(sorted(found, key=lambda driver: -round(abs(driver.change), 9))[:DRIVERS])


def results(found: Iterable[EndingAnalysis]) -> tuple[tuple[str, Figure], ...]:
    """The chances of loyal, satisfied, indifferent and lost; those that no outcome stands for are left out."""
    listed = [ending for ending in found if ending.result is not None]
    out = []
    for result in OUTCOME_KINDS:
        own = [ending.probability for ending in listed if ending.result == result]
        if own:
            total = min(1.0, sum(figure.value or 0.0 for figure in own))
            out.append((result, Figure(total, own[0].n, "outcome-probability", SHARE, own[0].note)))
    return tuple(out)
