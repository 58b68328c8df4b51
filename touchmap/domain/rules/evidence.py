"""Rules about what the map rests on: evidence, consent to retell, and records that nothing uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from touchmap.domain.analysis.figures import percent
from touchmap.domain.records import Persona, Story, Term
from touchmap.domain.rules.seen import Notice, Seen, plural, rule

evidence_rule = partial(rule, subject="Evidence and language")

MOSTLY = 0.5
ENOUGH_TO_TELL = 4


@evidence_rule(
    "TM701",
    "warning",
    "Mostly assumed",
    why="A map of assumptions is the room's imagination until somebody checks.",
    remedy="Pick the statements that decisions rest on, and ask customers or count.",
)
def mostly_assumed(seen: Seen) -> Iterator[Notice]:
    found = seen.analysis.statement_evidence
    if found.total >= ENOUGH_TO_TELL and found.assumed / found.total > MOSTLY:
        part = percent(found.assumed / found.total)
        sentence = (
            f"{found.assumed} of {found.total} statements ({part}) are assumed, {found.measured} measured."
        )
        yield Notice(seen.model.workshop.id, sentence)


@evidence_rule(
    "TM702",
    "warning",
    "Story without consent",
    why="Its words are left out of every report until whoever told it agrees.",
    remedy="Ask the teller: may it be retold, and under which name? Until then keep it to the room.",
)
def story_without_consent(seen: Seen) -> Iterator[Notice]:
    for story in seen.model.all(Story):
        if (story.consent or "no") == "no":
            teller = f" told by a {story.teller}" if story.teller else ""
            yield Notice(
                story.id, f"A story{teller} at {seen.name(story.touchpoint)} has no consent to be retold."
            )


@evidence_rule(
    "TM703",
    "info",
    "Persona without a journey",
    why="Nobody walks in their shoes on this map.",
    remedy="Name the persona on a journey, or leave it out.",
)
def persona_without_journey(seen: Seen) -> Iterator[Notice]:
    used = {journey.persona for journey in seen.model.journeys}
    for persona in seen.model.all(Persona):
        if persona.id not in used:
            yield Notice(persona.id, f"No journey is that of {seen.name(persona.id)}.")


@evidence_rule(
    "TM704",
    "info",
    "Term without a meaning",
    why="A word that only the room understands is lost on every reader of the report.",
    remedy="Write what it means here in one sentence.",
)
def term_without_meaning(seen: Seen) -> Iterator[Notice]:
    for term in seen.model.all(Term):
        if not (term.meaning or "").strip():
            yield Notice(term.id, f"The word {seen.name(term.id)} has no meaning written beside it.")


@evidence_rule(
    "TM705",
    "warning",
    "One word for two things, or two for one",
    why="Labels on the map and in the report follow the vocabulary; here it contradicts itself.",
    remedy="Keep one entry for each word, and one word for each of touchmap's labels.",
)
def contradicting_terms(seen: Seen) -> Iterator[Notice]:
    words: dict[str, list[str]] = defaultdict(list)
    labels: dict[str, list[str]] = defaultdict(list)
    for term in seen.model.all(Term):
        words[term.term.casefold().strip()].append(term.id)
        if term.label_for is not None:
            labels[term.label_for].append(term.id)
    for ids in words.values():
        if len(ids) > 1:
            yield Notice(
                ids[0], f"The word {seen.name(ids[0])} is in the vocabulary {len(ids)} times.", tuple(ids)
            )
    for label, ids in labels.items():
        if len(ids) > 1:
            yield Notice(
                ids[0],
                f"{plural(len(ids), 'word')} stand for “{label}”: {seen.names(tuple(ids))}.",
                tuple(ids),
            )


RULES = (
    mostly_assumed,
    story_without_consent,
    persona_without_journey,
    term_without_meaning,
    contradicting_terms,
)
