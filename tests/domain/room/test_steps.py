"""What steps ask: every kind has an answer, a step's own settings go first, default agendas are sound."""

from __future__ import annotations

import pytest

from touchmap.domain import document
from touchmap.domain.records import KINDS, STEP_KINDS, WALLS, Step
from touchmap.domain.room.agendas import AGENDAS
from touchmap.domain.room.steps import ask_of


@pytest.mark.parametrize("kind", [None, *STEP_KINDS])
def test_every_kind_of_step_says_what_it_asks(kind: str | None) -> None:
    ask = ask_of(Step(id="s", title="S", type=kind))
    assert ask.kind == (kind or "talk")
    assert ask.gives in ("", "note", "rating", "vote")
    assert ask.about in ("", "needed", "allowed")
    assert ask.wall in WALLS
    assert bool(ask.prompt) == (kind is not None)
    assert set(ask.becomes) <= set(KINDS)
    assert bool(ask.becomes) == (ask.gives == "note")
    assert bool(ask.scales) == (ask.gives in ("rating", "vote"))
    assert (ask.dots, ask.most) == ((5, 3) if kind == "vote" else (0, 0))


def test_what_a_step_says_itself_goes_first() -> None:
    step = Step(
        id="s",
        title="S",
        type="rate",
        prompt="How was it?!",
        visibility="open",
        anonymity="names",
        scales=("ease",),
        wall="square",
        dots=9,
    )
    ask = ask_of(step)
    assert (ask.prompt, ask.visibility, ask.anonymity) == ("How was it?!", "open", "names")
    assert (ask.scales, ask.wall, ask.dots) == (("ease",), "square", 0)


def test_dots_are_as_many_as_the_step_says() -> None:
    ask = ask_of(Step(id="s", title="S", type="vote", dots=10, most=2))
    assert (ask.dots, ask.most) == (10, 2)


def test_ratings_behaviours_and_votes_are_private_and_nameless_unless_somebody_says_otherwise() -> None:
    found = {kind: ask_of(Step(id="s", title="S", type=kind)) for kind in ("rate", "behaviours", "vote")}
    assert all(ask.visibility != "open" and ask.anonymity != "names" for ask in found.values())


@pytest.mark.parametrize(("name", "minutes"), [("half-day", 240), ("two-hours", 120)])
def test_a_default_agenda_is_a_sound_file_of_its_length(name: str, minutes: int) -> None:
    agenda = [dict(step) for step in AGENDAS[name]]
    _, problems = document.read({"touchmap": 1, "workshop": {"title": "W"}, "agenda": agenda})
    assert problems == []
    assert sum(step["minutes"] for step in agenda) == minutes
    assert (agenda[0]["kind"], agenda[-1]["kind"]) == ("scene", "close")
    assert "commitments" in [step["kind"] for step in agenda]


def test_half_a_day_has_every_kind_of_step() -> None:
    assert {step["kind"] for step in AGENDAS["half-day"]} == set(STEP_KINDS)
