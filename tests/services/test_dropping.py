"""Steps that are dropped: nothing that people gave in them is lost unsaid, whatever becomes of the step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from living import edit, hold
from rooming import OWNER, House, W, house

from touchmap.domain.room.refusing import NotNow
from touchmap.errors import NotFound
from touchmap.services.bookkeeping import Reversal
from touchmap.services.dropping import REMOVED, Dropped
from touchmap.store.database import Database


@pytest.fixture
def here(database: Database, now: dt.datetime) -> Iterator[House]:
    found = house(database, now)
    yield found
    hold(database, W)
    found.close()


def write(here: House, step: str, *texts: str) -> None:
    """Somebody new writes notes in a step, and the room goes on."""
    here.at(step)
    guest = here.join("Ana")
    for number, text in enumerate(texts):
        here.contributing.note(guest, step, f"n{number}", {"text": text, "touchpoint": "desk"})
    here.at("talk")


def texts(here: House) -> set[str]:
    """The notes on the map."""
    return {entry.fields["text"] for _, entry in here.state.of_kind("note")}


def agenda(here: House) -> list[str]:
    """The steps that the room can go to."""
    return [one["id"] for one in here.showing.room(W).view["agenda"]]


def commit(here: House) -> None:
    """What the commitment still lacks."""
    here.editing.do(W, edit("set", "commitment", "k", {"due": "2026-12-24"}), OWNER)


def test_a_step_that_holds_nothing_is_removed_and_undo_brings_it_back(here: House) -> None:
    here.at("talk")
    assert not here.dropping.drop(W, "now", OWNER)
    assert "now" not in here.state.records
    assert here.dropping.dropped(W) == []
    here.editing.do(W, Reversal("u1", "undo"), OWNER)
    assert "now" in agenda(here)


def test_a_step_that_holds_something_is_set_aside_with_all_of_it_and_put_back(here: House) -> None:
    write(here, "now", "One", "Two")
    here.facilitating.reveal(W, "now", one=True)
    before = agenda(here)
    assert here.dropping.drop(W, "now", OWNER)
    assert "now" not in agenda(here)
    assert here.dropping.dropped(W) == [Dropped("now", "What is", 1, 1, True)]
    assert here.dropping.held(W) == len(here.held) == 1
    for deed in (
        lambda: here.facilitating.enter(W, "now"),
        lambda: here.facilitating.thaw(W, "now"),
        lambda: here.contributing.note(here.join("Bea"), "now", "n1", {"text": "x", "touchpoint": "desk"}),
    ):
        with pytest.raises((NotNow, NotFound)):
            deed()
    here.facilitating.enter(W, "list")
    here.facilitating.advance(W)
    assert here.room.state.current == "secret"  # the one after it
    here.facilitating.back(W)
    here.dropping.restore(W, "now")
    assert agenda(here) == before
    assert here.dropping.dropped(W) == []
    here.facilitating.enter(W, "now")
    assert here.facilitating.reveal(W, "now").moved == 1


def test_the_step_that_the_room_is_in_is_not_dropped(here: House) -> None:
    here.at("now")
    with pytest.raises(NotNow, match="is in this step"):
        here.dropping.drop(W, "now", OWNER)
    with pytest.raises(NotFound):
        here.dropping.drop(W, "nothing", OWNER)
    with pytest.raises(NotFound):
        here.dropping.restore(W, "nothing")


def test_what_a_dropped_step_holds_is_asked_about_before_the_end(here: House) -> None:
    write(here, "now", "One")
    here.dropping.drop(W, "now", OWNER)
    commit(here)
    with pytest.raises(NotNow, match="1 contribution was never revealed: “What is”"):
        here.facilitating.close(W)
    here.facilitating.close(W, held="reveal")
    assert texts(here) == {"One"}


def test_what_is_thrown_away_is_counted_with_the_reason(here: House) -> None:
    write(here, "now", "One", "Two")
    with pytest.raises(NotFound):
        here.dropping.discard(W, "now", "Asked twice", OWNER)  # it was not dropped
    here.dropping.drop(W, "now", OWNER)
    with pytest.raises(NotNow, match="Say why"):
        here.dropping.discard(W, "now", "  ", OWNER)
    assert len(here.held) == 2
    assert here.dropping.discard(W, "now", "Asked\ntwice", OWNER) == 2
    assert here.held == []
    assert texts(here) == {"2 contributions were thrown away before anybody saw them: Asked twice"}
    assert here.dropping.dropped(W) == [Dropped("now", "What is", 0, 1, True)]


def test_what_is_held_of_a_step_that_was_removed_comes_in_one_in_its_place(here: House) -> None:
    write(here, "now", "One", "Two")
    here.editing.do(W, edit("remove", "step", "now"), OWNER)
    assert here.dropping.dropped(W) == [Dropped("now", REMOVED, 2, 0, False)]
    assert here.dropping.held(W) == 2
    assert here.facilitating.reveal(W, "now", one=True).moved == 1
    assert here.facilitating.reveal(W, "now").moved == 1
    assert texts(here) == {"One", "Two"}
    (step,) = {entry.fields["step"] for _, entry in here.state.of_kind("note")}
    assert here.state.records[step].fields["title"] == REMOVED
    assert here.dropping.dropped(W) == []


@pytest.mark.parametrize("held", ["reveal", "drop"])
def test_a_close_loses_nothing_of_a_step_that_was_removed_unsaid(here: House, held: str) -> None:
    write(here, "now", "One")
    here.editing.do(W, edit("remove", "step", "now"), OWNER)
    commit(here)
    with pytest.raises(NotNow, match="a step that was removed"):
        here.facilitating.close(W)
    here.facilitating.close(W, held=held, reason="Not needed")
    thrown = "1 contribution was thrown away before anybody saw them: Not needed"
    assert texts(here) == ({"One"} if held == "reveal" else {thrown})


def test_a_close_says_what_could_not_be_revealed_as_its_touchpoint_is_gone(here: House) -> None:
    guest = here.join("Ana")
    here.at("rate")
    here.contributing.rate(guest, "rate", {"touchpoint": "call", "emotion": 1})
    here.editing.do(W, edit("remove", "touchpoint", "call"), OWNER)
    commit(here)
    here.facilitating.close(W, held="reveal")
    (said,) = texts(here)
    assert said.startswith(
        "1 contribution was thrown away before anybody saw them: what they are about was removed"
    )


def test_without_a_session_a_step_goes_with_what_is_on_the_map_and_undo_brings_it_back(here: House) -> None:
    write(here, "list", "One")
    commit(here)
    here.facilitating.close(W)
    with pytest.raises(NotNow, match="in this step"):
        here.dropping.drop(W, "list", OWNER)
    assert not here.dropping.drop(W, "list", OWNER, sure=True)
    assert texts(here) == set()
    here.editing.do(W, Reversal("u1", "undo"), OWNER)
    assert texts(here) == {"One"}
