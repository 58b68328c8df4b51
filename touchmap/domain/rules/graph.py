"""Rules about the journey's graph: shares, ways that lead nowhere or never end, failures and their recovery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from touchmap.domain.analysis.figures import percent
from touchmap.domain.graph import journey_graph
from touchmap.domain.records import Outcome, Transition
from touchmap.domain.rules.seen import Notice, Seen, plural, rule

graph_rule = partial(rule, subject="The journey's graph")

COSTLY_MINUTES = 5.0
COSTLY_SHARE = 0.05
RARE = 0.005


@graph_rule(
    "TM101",
    "error",
    "Shares add up to more than 1",
    why="More customers leave a touchpoint than come to it; every figure about visits and outcomes would be wrong.",
    remedy="Correct the shares so that they add up to 1 (100 %); until then they are scaled down in proportion.",
)
def shares_over_one(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        for problem in journey_graph(seen.model, journey.id).graph["share_problems"]:
            if problem.over:
                sentence = (
                    f"The shares out of {seen.name(problem.touchpoint)} add up to {percent(problem.total)}."
                )
                yield Notice(problem.touchpoint, sentence)


@graph_rule(
    "TM102",
    "warning",
    "Shares that do not make a whole",
    why="Some customers disappear between two touchpoints, or a way has no customers left for it.",
    remedy="State shares that add up to 1, or leave one way without a share: it takes what remains.",
)
def shares_not_whole(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        for problem in journey_graph(seen.model, journey.id).graph["share_problems"]:
            name = seen.name(problem.touchpoint)
            if problem.left_over and not problem.over:
                ways = plural(len(problem.left_over), "way")
                sentence = f"The stated shares out of {name} add up to 100 %, so nobody is left for {ways} without one."
                yield Notice(problem.touchpoint, sentence, problem.left_over)
            elif not problem.over:
                sentence = f"The shares out of {name} add up to {percent(problem.total)} only; they are scaled up in proportion."
                yield Notice(problem.touchpoint, sentence)


@graph_rule(
    "TM103",
    "warning",
    "Touchpoint that no way leads to",
    why="No customer is counted there, so it weighs nothing in any figure.",
    remedy="Draw the transition that brings customers here, or mark the touchpoint as missing if the contact never happens.",
)
def unreachable_touchpoint(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        for id in journey.unreachable:
            if not getattr(seen.model.get(id), "missing", False):
                yield Notice(id, f"No way leads to {seen.name(id)} from the start of the journey.")


@graph_rule(
    "TM104",
    "warning",
    "Dead end",
    why="Customers come here and the map does not say what becomes of them.",
    remedy="Draw the next transition, or an outcome: also a customer who gives up ends somewhere.",
)
def dead_end(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        for id in journey.dead_ends:
            reach = seen.analysis.touchpoint(id).reach.text
            yield Notice(id, f"{reach} of customers come to {seen.name(id)}, and no way leads on.")


@graph_rule(
    "TM105",
    "error",
    "Loop without a way out",
    why="Customers would go round for ever; visits and minutes have no end and are cut off where they are caught.",
    remedy="Draw the way out: a choice, a recovery, or the outcome of those who give up.",
)
def endless_loop(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        for loop in journey.loops:
            if not loop.exits:
                caught = seen.analysis.touchpoint(loop.touchpoints[0]).reach.text
                sentence = f"No way leads out of {seen.names(loop.touchpoints)}; {caught} of customers are caught there."
                yield Notice(loop.touchpoints[0], sentence, loop.touchpoints)


@graph_rule(
    "TM106",
    "warning",
    "Failure without recovery",
    why="What happens after a failure decides what customers remember; here nothing is planned.",
    remedy="Add a recovery: what may be offered, who may offer it, and within how many minutes.",
)
def failure_without_recovery(seen: Seen) -> Iterator[Notice]:
    lost = [
        (failure, journey.id)
        for journey in seen.journeys
        for failure in journey.failures
        if not failure.recovered
    ]
    for failure, _ in sorted(lost, key=lambda pair: -pair[0].flow):
        often = (
            f"{failure.flow:.2g} times per customer"
            if failure.flow > 1
            else f"{percent(failure.flow)} of customers"
        )
        wrong = f"After {seen.name(failure.source)} goes wrong ({often})"
        if seen.model.find(Outcome, failure.target) is not None:
            sentence = f"{wrong}, no recovery stands between the customer and {seen.name(failure.target)}."
        else:
            sentence = f"{wrong}, no recovery follows at {seen.name(failure.target)}."
        yield Notice(failure.transition, sentence, (failure.source, failure.target))


@graph_rule(
    "TM107",
    "warning",
    "Recovery that nobody can offer",
    why="A recovery works when those at the counter know what they may offer, and by when; else it is an apology.",
    remedy="Name the options, the roles that may offer them without asking, and the time limit.",
)
def vague_recovery(seen: Seen) -> Iterator[Notice]:
    for transition in seen.model.all(Transition):
        if transition.type == "recovery":
            missing = [
                text
                for given, text in (
                    (transition.options, "what may be offered"),
                    (transition.offered_by, "who may offer it"),
                    (transition.within_minutes is not None, "the time limit"),
                )
                if not given
            ]
            if missing:
                sentence = f"The recovery {seen.name(transition.id)} does not say {' or '.join(missing)}."
                yield Notice(transition.id, sentence)


@graph_rule(
    "TM108",
    "info",
    "Costly rework",
    why="Visits beyond the first cost customers time that no single touchpoint shows.",
    remedy="Ask what would let customers pass once: the cause often lies at the touchpoint before the loop.",
)
def costly_loop(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        total = journey.minutes.value or 0.0
        for loop in sorted(journey.loops, key=lambda one: -(one.extra_minutes.value or 0.0)):
            cost = loop.extra_minutes.value or 0.0
            if loop.exits and cost >= COSTLY_MINUTES and total > 0 and cost / total >= COSTLY_SHARE:
                sentence = (
                    f"Coming back within {seen.names(loop.touchpoints)} costs {loop.extra_minutes.text} per customer, "
                    f"{percent(cost / total)} of {journey.minutes.text}."
                )
                yield Notice(loop.touchpoints[0], sentence, loop.touchpoints)


@graph_rule(
    "TM109",
    "warning",
    "Journey without outcomes",
    why="Without outcomes nobody can say which touchpoints drive customers to stay or to leave.",
    remedy="Add at least two outcomes, such as loyal and lost, and the transitions that lead to them.",
)
def no_outcomes(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        if journey.touchpoints and not seen.model.outcomes(journey.id):
            yield Notice(journey.id, f"{seen.name(journey.id)} has no outcomes.")


@graph_rule(
    "TM110",
    "warning",
    "Outcome that no way leads to",
    why="Its chance is 0 %, which is seldom what the room meant.",
    remedy="Draw the transition from the touchpoint where these customers leave the journey, or remove the outcome.",
)
def unreached_outcome(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        for ending in journey.endings:
            if ending.result is not None and not ending.probability.value:
                yield Notice(ending.id, f"No way leads to the outcome {seen.name(ending.id)}.")


@graph_rule(
    "TM111",
    "info",
    "Shares are assumed",
    why="Visits, minutes and outcomes rest on shares that nobody stated.",
    remedy="Ask somebody who counts: of ten customers here, how many go which way?",
)
def assumed_shares(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        if journey.straight_line:
            sentence = f"{seen.name(journey.id)} has no transitions: customers are taken to pass its touchpoints in order."
            yield Notice(journey.id, sentence)
        elif journey.assumed_shares:
            sentence = (
                f"{journey.assumed_shares} of {journey.ways} shares in {seen.name(journey.id)} are assumed."
            )
            yield Notice(journey.id, sentence, tuple(way.id for way in journey.transitions if way.assumed))


@graph_rule(
    "TM112",
    "info",
    "Touchpoints with the same name",
    why="In a graph or a list people cannot tell them apart.",
    remedy="Rename them by what differs for the customer, or make them one touchpoint that is visited twice.",
)
def same_names(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        named: dict[str, list[str]] = defaultdict(list)
        for touchpoint in journey.touchpoints:
            named[" ".join(touchpoint.name.casefold().split())].append(touchpoint.id)
        for ids in named.values():
            if len(ids) > 1:
                sentence = (
                    f"{len(ids)} touchpoints in {seen.name(journey.id)} are called {seen.name(ids[0])}."
                )
                yield Notice(ids[0], sentence, tuple(ids))


@graph_rule(
    "TM113",
    "warning",
    "Journey without touchpoints",
    why="There is nothing to analyse.",
    remedy="Add the contacts that leave an impression, in the order in which a customer meets them.",
)
def empty_journey(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        if not journey.touchpoints:
            yield Notice(journey.id, f"{seen.name(journey.id)} has no touchpoints.")


@graph_rule(
    "TM114",
    "info",
    "What drives customers away",
    why="It shows where a better touchpoint would change the outcome most.",
    remedy="Look at this touchpoint's gap and causes first; a connection is not yet a proof.",
)
def lost_driver(seen: Seen) -> Iterator[Notice]:
    for journey in seen.journeys:
        lost = [
            ending
            for ending in journey.endings
            if ending.result == "lost" and (ending.probability.value or 0) > RARE
        ]
        driving = [(driver, ending) for ending in lost for driver in ending.drivers if driver.change > 0.05]
        # A rare touchpoint changes little however bad it is: weigh the change by how many customers pass.
        driving.sort(key=lambda pair: -round(pair[0].change * pair[0].passes, 9))
        for driver, ending in driving[:1]:
            sentence = (
                f"{percent(driver.with_it)} of customers who pass {seen.name(driver.touchpoint)} end as {seen.name(ending.id)}, "
                f"against {percent(driver.overall)} of all."
            )
            yield Notice(driver.touchpoint, sentence, (ending.id,))


RULES = (
    shares_over_one,
    shares_not_whole,
    unreachable_touchpoint,
    dead_end,
    endless_loop,
    failure_without_recovery,
    vague_recovery,
    costly_loop,
    no_outcomes,
    unreached_outcome,
    assumed_shares,
    same_names,
    empty_journey,
    lost_driver,
)
