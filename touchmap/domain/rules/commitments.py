"""Rules about what was promised: a workshop ends with causes and commitments, not with a wall of sticky notes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from touchmap.domain.records import Commitment, Intervention, Opportunity
from touchmap.domain.rules.seen import Notice, Seen, plural, rule

commitment_rule = partial(rule, subject="Commitments")

TOP = 3


@commitment_rule(
    "TM801",
    "warning",
    "Commitment without owner, date or measure",
    why="What nobody answers for by a day, with a sign that it worked, does not happen.",
    remedy="Name the person, the day, and the measure that will show that it worked.",
)
def vague_commitment(seen: Seen) -> Iterator[Notice]:
    for commitment in seen.model.all(Commitment):
        if commitment.no_action or commitment.status == "dropped":
            continue
        missing = [
            word
            for given, word in (
                (commitment.owner, "owner"),
                (commitment.due, "date"),
                (commitment.measure or commitment.measures, "measure"),
            )
            if not given
        ]
        if missing:
            yield Notice(
                commitment.id, f"The commitment {seen.name(commitment.id)} has no {' and no '.join(missing)}."
            )


@commitment_rule(
    "TM802",
    "warning",
    "Intervention without a commitment",
    why="It was agreed and nobody has promised it; maps die after the workshop.",
    remedy="Commit to it with owner, date and measure, or write “no action” with the reason.",
)
def uncommitted(seen: Seen) -> Iterator[Notice]:
    if not seen.model.all(Commitment):
        return
    for intervention in seen.analysis.interventions:
        if not intervention.commitments:
            yield Notice(intervention.id, f"Nobody has committed to {seen.name(intervention.id)}.")


@commitment_rule(
    "TM803",
    "warning",
    "No commitments",
    why="A workshop ends with commitments, or with an explicit “no action”.",
    remedy="Before the room leaves: who does what by when, and what will show that it worked?",
)
def no_commitments(seen: Seen) -> Iterator[Notice]:
    if not seen.model.all(Commitment) and seen.analysis.causes:
        planned = plural(len(seen.analysis.interventions), "intervention")
        yield Notice(seen.model.workshop.id, f"There are no commitments; {planned} planned.")


@commitment_rule(
    "TM804",
    "warning",
    "No action without a reason",
    why="Doing nothing is a decision; without its reason it will be discussed again.",
    remedy="Write why nothing is done.",
)
def no_action_without_reason(seen: Seen) -> Iterator[Notice]:
    for commitment in seen.model.all(Commitment):
        if commitment.no_action and not (commitment.reason or "").strip():
            yield Notice(commitment.id, f"No action on {seen.name(commitment.id)}, and no reason is given.")


@commitment_rule(
    "TM805",
    "warning",
    "Commitment that was due before the workshop",
    why="The date has passed on the day it was promised.",
    remedy="Give it a day that can still be kept.",
)
def due_in_the_past(seen: Seen) -> Iterator[Notice]:
    if seen.day is None:
        return
    for commitment in seen.model.all(Commitment):
        is_open = commitment.status in (None, "open") and not commitment.no_action
        if is_open and commitment.due is not None and commitment.due < seen.day:
            late = plural((seen.day - commitment.due).days, "day")
            yield Notice(
                commitment.id,
                f"{seen.name(commitment.id)} was due {late} before, on {commitment.due:%Y-%m-%d}.",
            )


@commitment_rule(
    "TM806",
    "info",
    "Favourite proposal that nothing takes up",
    why="The room gave it its dots; people who see their votes vanish vote once.",
    remedy="Take it up in an intervention, or tell the room why not.",
)
def favourite_left_out(seen: Seen) -> Iterator[Notice]:
    taken = {id for record in seen.model.all(Intervention) for id in record.opportunities}
    voted = sorted((one for one in seen.analysis.opportunities if one.dots), key=lambda one: -one.dots)
    for one in voted[:TOP]:
        if one.id not in taken and seen.model.find(Opportunity, one.id) is not None:
            dots, voters = plural(one.dots, "dot"), plural(one.voters, "person", "people")
            yield Notice(
                one.id, f"{seen.name(one.id)} got {dots} from {voters}, and no intervention takes it up."
            )


RULES = (
    vague_commitment,
    uncommitted,
    no_commitments,
    no_action_without_reason,
    due_in_the_past,
    favourite_left_out,
)
