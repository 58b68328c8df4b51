"""Rules about behaviour: what is in fact rewarded, and whether ability, motivation or the situation holds people back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from touchmap.domain.diagnosis import TRAINING
from touchmap.domain.records import Behaviour, Intervention
from touchmap.domain.rules.seen import Notice, Seen, rule

reward_rule = partial(rule, subject="Behaviour and rewards")

LOW = 2


@reward_rule(
    "TM601",
    "warning",
    "Rewards point the other way",
    why="People do what is rewarded; as long as the opposite pays at least as well, nothing else will help.",
    remedy="Change the consequence before anything else: reward what is wanted, and stop rewarding its opposite.",
)
def misaligned_rewards(seen: Seen) -> Iterator[Notice]:
    for one in seen.analysis.behaviours:
        record = seen.model.find(Behaviour, one.id)
        if one.misaligned and record is not None:
            opposite = f"“{record.opposite}”" if record.opposite else "the opposite"
            sentence = f"{seen.name(one.id)} is {record.desired_consequence}, and {opposite} is {record.opposite_consequence}."
            yield Notice(one.id, sentence)


def _planned(seen: Seen, touchpoint: str, kinds: tuple[str, ...]) -> bool:
    """Whether an intervention of some kind changes a touchpoint, by its own list or by that of its causes."""
    causes = {cause.id: cause.touchpoints for cause in seen.analysis.causes}
    for record in seen.model.all(Intervention):
        reaches = touchpoint in record.touchpoints or any(
            touchpoint in causes.get(id, ()) for id in record.causes
        )
        if reaches and record.type in kinds:
            return True
    return False


@reward_rule(
    "TM602",
    "info",
    "Low ability and no training planned",
    why="Here people cannot do it yet: the one case in which training is the answer.",
    remedy="Confirm that it is a skill gap, add it as a skill cause, and plan training for this role.",
)
def low_ability(seen: Seen) -> Iterator[Notice]:
    for one in seen.analysis.behaviours:
        if (
            one.constraint in ("ability", "both")
            and (one.level or 0) <= LOW
            and not _planned(seen, one.touchpoint, TRAINING)
        ):
            sentence = (
                f"Ability for {seen.name(one.id)} is rated {one.level} of 5, and no training is planned here."
            )
            yield Notice(one.id, sentence)


@reward_rule(
    "TM603",
    "warning",
    "Training where motivation is the constraint",
    why="People could and do not want to; a course does not change what they get for it.",
    remedy="Look at what is rewarded, ignored and punished, and plan an incentive or a policy.",
)
def low_motivation(seen: Seen) -> Iterator[Notice]:
    for one in seen.analysis.behaviours:
        low = one.constraint == "motivation" and (one.level or 0) <= LOW
        answered = _planned(seen, one.touchpoint, ("incentive", "policy", "process change"))
        if low and _planned(seen, one.touchpoint, TRAINING) and not answered:
            sentence = f"Motivation for {seen.name(one.id)} is rated {one.level} of 5, and training is all that is planned here."
            yield Notice(one.id, sentence)


@reward_rule(
    "TM604",
    "info",
    "The situation does not let them",
    why="Able and willing people are held back by something else.",
    remedy="Ask what is in the way, and add it as a cause: process, tool, policy or capacity.",
)
def situation_in_the_way(seen: Seen) -> Iterator[Notice]:
    for one in seen.analysis.behaviours:
        record = seen.model.find(Behaviour, one.id)
        if one.obstacle and record is not None:
            sentence = (
                f"For {seen.name(one.id)} the situation is rated {record.opportunity} of 5, "
                f"below ability ({record.ability}) and motivation ({record.motivation})."
            )
            yield Notice(one.id, sentence)


RULES = (misaligned_rewards, low_ability, low_motivation, situation_in_the_way)
