"""Rules about causes and what is done about them: training only where a cause calls for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from touchmap.domain.analysis.results import InterventionAnalysis
from touchmap.domain.diagnosis import TRAINING
from touchmap.domain.records import Cause
from touchmap.domain.rules.seen import Notice, Seen, plural, rule

cause_rule = partial(rule, subject="Causes and interventions")

# Stems of the word for training and courses in some of the languages in which clients ask for them.
_ASKS_FOR_TRAINING = re.compile(
    r"\b(train|coach|course|schul|formation|formaci|formaç|formazion|capacit|treinam|entrenam|opleid|cursus|kurs|utbild|szkole|обуч|тренинг|обучен)",
    re.IGNORECASE,
)


def planned(seen: Seen) -> Iterator[InterventionAnalysis]:
    """The interventions that the room has not declined."""
    return (one for one in seen.analysis.interventions if not one.declined)


@cause_rule(
    "TM501",
    "warning",
    "Root of a cause tree without a kind",
    why="The kind says which interventions can remove it; without one the tree ends in a remark.",
    remedy="Ask once more why; when the answer can be acted on, give it its kind.",
)
def leaf_without_kind(seen: Seen) -> Iterator[Notice]:
    for cause in seen.analysis.causes:
        if (cause.leaf or cause.root) and cause.kind is None:
            yield Notice(
                cause.id, f"The cause {seen.name(cause.id)} has no kind, and nothing lies beneath it."
            )


@cause_rule(
    "TM502",
    "warning",
    "Root cause without an intervention",
    why="The gap that it explains will stay.",
    remedy="Plan an intervention that removes it, or commit to no action and say why.",
)
def root_without_intervention(seen: Seen) -> Iterator[Notice]:
    for cause in seen.analysis.causes:
        if cause.root and not cause.interventions and cause.diagnosis.verdict != "not worth fixing":
            kinds = " or ".join(cause.diagnosis.interventions[:2])
            remedy = (
                f"Plan an intervention such as {kinds}, or commit to no action and say why." if kinds else ""
            )
            kind = f" ({cause.kind})" if cause.kind else ""
            yield Notice(
                cause.id,
                f"Nothing is planned against the root cause {seen.name(cause.id)}{kind}.",
                (),
                remedy,
            )


@cause_rule(
    "TM503",
    "warning",
    "Intervention on a symptom",
    why="What is done about a symptom has to be done again.",
    remedy="Tie it to the root causes beneath, or ask why once more.",
)
def intervention_on_symptom(seen: Seen) -> Iterator[Notice]:
    for intervention in planned(seen):
        if intervention.symptoms and len(intervention.symptoms) == len(intervention.causes):
            symptoms = seen.names(intervention.symptoms)
            sentence = f"{seen.name(intervention.id)} is tied only to symptoms: {symptoms}."
            yield Notice(intervention.id, sentence, intervention.symptoms)


@cause_rule(
    "TM504",
    "warning",
    "Intervention without a cause",
    why="Nobody can say what it is to change, or whether it did.",
    remedy="Name the causes it removes; if there are none, leave it out.",
)
def intervention_without_cause(seen: Seen) -> Iterator[Notice]:
    for intervention in planned(seen):
        if not intervention.causes and not intervention.training:
            yield Notice(intervention.id, f"{seen.name(intervention.id)} is tied to no cause.")


@cause_rule(
    "TM505",
    "error",
    "Training without a skill cause",
    why="Training closes a gap only where people cannot do it yet; anywhere else it costs and changes nothing.",
    remedy="Tie it to a skill cause (they could not do it even if their life depended on it), or do what its causes call for.",
)
def training_without_skill_cause(seen: Seen) -> Iterator[Notice]:
    by_id = {cause.id: cause for cause in seen.analysis.causes}
    for intervention in planned(seen):
        skilled = any(by_id[id].kind == "skill" for id in intervention.causes)
        if intervention.training and not skilled and not intervention.skill_causes:
            kinds = ", ".join(intervention.cause_kinds)
            why = f"its causes are {kinds}: no skill" if kinds else "no skill cause calls for it"
            wanted = [kind for id in intervention.causes for kind in by_id[id].diagnosis.interventions]
            rather = ", ".join(dict.fromkeys(kind for kind in wanted if kind not in TRAINING))
            remedy = f"Its causes call for: {rather}. Keep training for skill causes." if rather else ""
            yield Notice(
                intervention.id,
                f"{seen.name(intervention.id)} is training, and {why}.",
                intervention.causes,
                remedy,
            )


@cause_rule(
    "TM506",
    "warning",
    "Training where the answers say otherwise",
    why="The questions of Mager & Pipe lead to something other than training for this cause.",
    remedy="Do what the answers lead to, or ask the questions again.",
)
def training_against_answers(seen: Seen) -> Iterator[Notice]:
    by_id = {cause.id: cause for cause in seen.analysis.causes}
    for intervention in planned(seen):
        if intervention.training:
            for id in intervention.causes:
                diagnosis = by_id[id].diagnosis
                if diagnosis.verdict in ("practice", "feedback", "not a skill gap", "not worth fixing"):
                    sentence = f"{seen.name(intervention.id)} is training for {seen.name(id)}: {diagnosis.reasons[-1]}"
                    kinds = ", ".join(diagnosis.interventions)
                    yield Notice(intervention.id, sentence, (id,), f"Rather: {kinds}." if kinds else "")


@cause_rule(
    "TM507",
    "warning",
    "Training was asked for, and most causes are something else",
    why="Training is not a panacea: it closes the skill gaps and leaves the others as they are.",
    remedy="Show the client the causes by kind; train for the skill causes and do what the others call for.",
)
def request_is_training(seen: Seen) -> Iterator[Notice]:
    workshop = seen.model.workshop
    puzzle = seen.analysis.puzzle
    total = puzzle.skill_causes + puzzle.other_causes
    if (
        workshop.request
        and _ASKS_FOR_TRAINING.search(workshop.request)
        and total
        and puzzle.skill_causes * 2 < total
    ):
        kinds = ", ".join(f"{kind} {count}" for kind, count in puzzle.root_causes if kind != "skill")
        help_with = "None" if puzzle.skill_causes == 0 else f"{puzzle.skill_causes}"
        are = "is" if puzzle.skill_causes == 1 else "are"
        sentence = (
            f"The request was for training. {help_with} of {plural(total, 'root cause')} {are} a matter of skill; "
            f"the others: {kinds}."
        )
        yield Notice(workshop.id, sentence, tuple(cause.id for cause in seen.analysis.causes if cause.root))


@cause_rule(
    "TM508",
    "info",
    "Skill cause that nobody tested",
    why="“They lack the skill” is the usual first guess; one question tells whether it is so.",
    remedy="Ask: could they do it if their life depended on it? If so, it is not skill.",
)
def untested_skill(seen: Seen) -> Iterator[Notice]:
    for cause in seen.analysis.causes:
        if cause.root and cause.kind == "skill" and cause.diagnosis.ask is not None:
            record = seen.model.find(Cause, cause.id)
            if record is not None and record.could_do_it != "yes":
                sentence = f"Nobody has asked enough about the skill cause {seen.name(cause.id)}."
                yield Notice(cause.id, sentence, (), f"Ask: {cause.diagnosis.ask}")


@cause_rule(
    "TM509",
    "warning",
    "Kind of cause and answers disagree",
    why="The cause is called a matter of skill, and the answers say that people could do it.",
    remedy="Give it the kind that the answers lead to.",
)
def kind_against_answers(seen: Seen) -> Iterator[Notice]:
    for cause in seen.analysis.causes:
        if cause.kind == "skill" and cause.diagnosis.verdict in ("not a skill gap", "feedback", "practice"):
            sentence = f"{seen.name(cause.id)} is called skill. {cause.diagnosis.reasons[-1]}"
            yield Notice(cause.id, sentence, cause.interventions)


RULES = (
    leaf_without_kind,
    root_without_intervention,
    intervention_on_symptom,
    intervention_without_cause,
    training_without_skill_cause,
    training_against_answers,
    request_is_training,
    untested_skill,
    kind_against_answers,
)
