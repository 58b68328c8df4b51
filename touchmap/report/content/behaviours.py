"""Behaviours and what in fact happens to those who show them: ability, motivation, reward."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.domain.records import Behaviour
from touchmap.report.content.source import Source
from touchmap.report.content.wording import NOTHING, short

_MOST = 8


@dataclass(frozen=True, slots=True)
class BehaviourLine:
    """One behaviour: wanted and opposite with what each earns, who it is asked of, and what holds it back."""

    text: str
    role: str
    wanted: str
    opposite: str
    opposite_text: str
    reward: str
    ability: str
    motivation: str
    constraint: str
    misaligned: bool


def behaviour_lines(source: Source, touchpoint: str) -> tuple[BehaviourLine, ...]:
    """The behaviours wanted at a touchpoint, as many as have room."""
    found = {b.id: b for b in source.analysis.touchpoint(touchpoint).behaviours}
    made = []
    for behaviour in source.model.children(Behaviour, touchpoint)[:_MOST]:
        analysis = found[behaviour.id]
        who = ", ".join(short(text, 50) for text in (behaviour.role, behaviour.staff_group) if text)
        constraint = analysis.constraint or ""
        if analysis.obstacle:
            constraint = "the situation"
        made.append(
            BehaviourLine(
                short(behaviour.text, 150),
                who,
                behaviour.desired_consequence or NOTHING,
                behaviour.opposite_consequence or NOTHING,
                short(behaviour.opposite, 120),
                short(behaviour.reward, 110),
                NOTHING if behaviour.ability is None else str(behaviour.ability),
                NOTHING if behaviour.motivation is None else str(behaviour.motivation),
                constraint,
                bool(analysis.misaligned),
            )
        )
    return tuple(made)
