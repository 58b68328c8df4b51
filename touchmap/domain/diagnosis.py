"""From a cause to the kinds of intervention that can remove it, by the questions of Mager & Pipe (1997)."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.domain.records import Cause

TRAINING = ("training of staff", "training of operations")

# Without answers the kind of a root cause says which interventions can remove it, the likeliest first.
KIND_TO_INTERVENTIONS: dict[str, tuple[str, ...]] = {
    "skill": TRAINING,
    "practice": ("process change", "tool"),
    "feedback": ("measure", "communication"),
    "incentive": ("incentive", "policy"),
    "standard": ("standard", "communication"),
    "measure": ("measure", "standard"),
    "process": ("process change", "recovery", "tool"),
    "tool": ("tool", "process change"),
    "policy": ("policy", "recovery"),
    "capacity": ("capacity", "process change"),
    "communication": ("communication", "tool"),
}

_REASONS: dict[str, str] = {
    "skill": "Its kind is skill: people cannot do it yet, which training can change.",
    "practice": "Its kind is practice: people could do it once and rarely get to; time to practise keeps it alive.",
    "feedback": "Its kind is feedback: people do it often without hearing how it went; show them.",
    "incentive": "Its kind is incentive: people do what is rewarded; change what is.",
    "standard": "Its kind is standard: nobody has said what good is; set the standard first.",
    "measure": "Its kind is measure: nobody sees whether it is done; measure it.",
    "process": "Its kind is process: the way of working makes it happen; change the way of working.",
    "tool": "Its kind is tool: what people work with stands in the way.",
    "policy": "Its kind is policy: a rule forbids or forces it; change the rule.",
    "capacity": "Its kind is capacity: there are too few people, places or hours.",
    "communication": "Its kind is communication: those who need to know are not told.",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the answers about a cause lead to.

    `verdict` is one of `training`, `practice`, `feedback`, `not a skill gap`, `not worth fixing`, `by kind` (no
    answers: the kind decides) and `open` (nothing to go on, or a deciding answer is missing). `interventions` are kinds,
    the most direct first; `reasons` the sentences that lead there, in the order of the questions; `ask` the next
    question to put to the room, None when enough is known. `answered` counts the answers that were used.
    """

    verdict: str
    interventions: tuple[str, ...]
    reasons: tuple[str, ...]
    ask: str | None = None
    answered: int = 0

    @property
    def wants_training(self) -> bool:
        """Whether training is among the interventions that can remove the cause."""
        return any(kind in TRAINING for kind in self.interventions)


def diagnose(cause: Cause) -> Diagnosis:
    """What can remove a cause: by its answers where they were given, else by its kind."""
    if cause.worth_fixing == "no":
        return Diagnosis(
            "not worth fixing", (), ("The gap is not worth fixing: do nothing, and say so.",), None, 1
        )
    if cause.could_do_it == "no":
        return _skill_gap(cause)
    if cause.could_do_it == "yes" or _speaks_against_skill(cause):
        return _no_skill_gap(cause)
    question = "Could they do it if their life depended on it?"
    if cause.type is not None:
        ask = question if cause.type in ("skill", "practice", "feedback") else None
        return Diagnosis("by kind", KIND_TO_INTERVENTIONS[cause.type], (_REASONS[cause.type],), ask)
    return Diagnosis("open", (), ("Nothing is known about this cause yet.",), question)


def _speaks_against_skill(cause: Cause) -> bool:
    """Whether consequences or an obstacle were named although nobody asked whether people could do it."""
    named = cause.is_punished == "yes" or cause.omission_rewarded == "yes" or cause.matters == "no"
    return named or (cause.obstacle is not None and cause.type not in ("skill", "practice", "feedback"))


def _skill_gap(cause: Cause) -> Diagnosis:
    reasons = ["They could not do it even if their life depended on it: a skill gap."]
    simpler: tuple[str, ...] = ()
    answered = 1
    if cause.simpler_way == "yes":
        simpler = ("process change", "tool")
        reasons.append("There is a simpler way: change the task before teaching it.")
    answered += cause.simpler_way in ("yes", "no")
    if cause.did_it_before == "no":
        reasons.append("They have never done it: train them.")
        return Diagnosis("training", (*simpler, *TRAINING), tuple(reasons), None, answered + 1)
    if cause.did_it_before == "yes" and cause.does_it_often == "yes":
        reasons.append("They used to do it and do it often: they need to hear how it went, not a course.")
        return Diagnosis(
            "feedback", (*simpler, "measure", "communication"), tuple(reasons), None, answered + 2
        )
    if cause.did_it_before == "yes" and cause.does_it_often == "no":
        reasons.append("They used to do it and rarely get to: they need practice, not a course.")
        kinds = simpler or ("process change", "tool")
        return Diagnosis("practice", kinds, tuple(reasons), None, answered + 2)
    if cause.did_it_before == "yes":
        ask = "Do they have to do it often?"
        reasons.append("They used to do it: feedback if they do it often, practice if rarely.")
        return Diagnosis("open", simpler, tuple(reasons), ask, answered + 1)
    return Diagnosis("open", simpler, tuple(reasons), "Did they use to do it?", answered)


def _no_skill_gap(cause: Cause) -> Diagnosis:
    """Every obstacle that was named counts: they add up, and one alone seldom explains the behaviour."""
    kinds: list[str] = []
    reasons: list[str] = []
    answers = (cause.could_do_it, cause.is_punished, cause.omission_rewarded, cause.matters)
    answered = sum(answer in ("yes", "no") for answer in answers) + (cause.obstacle is not None)
    if cause.could_do_it == "yes":
        reasons.append(
            "They could do it if their life depended on it: not a skill gap, so training will not close it."
        )
    if cause.is_punished == "yes":
        kinds += ["incentive", "policy"]
        reasons.append("Doing it is punished: remove the punishment.")
    if cause.omission_rewarded == "yes":
        kinds += ["incentive"]
        reasons.append("Not doing it is rewarded: reward the behaviour that is wanted instead.")
    if cause.matters == "no":
        kinds += ["measure", "communication"]
        reasons.append(
            "It matters to nobody whether they do it: make it visible, and let it have a consequence."
        )
    if cause.obstacle is not None:
        own = KIND_TO_INTERVENTIONS.get(cause.type or "", ("process change", "tool"))
        kinds += [kind for kind in own if kind not in TRAINING] or ["process change", "tool"]
        reasons.append(f"Something is in the way ({cause.obstacle}): remove it.")
    if not kinds and cause.type is not None:
        kinds += [kind for kind in KIND_TO_INTERVENTIONS[cause.type] if kind not in TRAINING]
        if cause.type not in ("skill", "practice"):
            reasons.append(_REASONS[cause.type])
    ask = None if kinds else _next_question(cause)
    return Diagnosis("not a skill gap", tuple(dict.fromkeys(kinds)), tuple(reasons), ask, answered)


def _next_question(cause: Cause) -> str:
    """The first question about consequences that nobody has answered."""
    questions = (
        (cause.is_punished, "Is doing it punished?"),
        (cause.omission_rewarded, "Is not doing it rewarded?"),
        (cause.matters, "Does it matter to anyone whether they do it?"),
    )
    return next((text for answer, text in questions if answer not in ("yes", "no")), "What is in the way?")
