"""What a room shows: one view for everybody, made once for each change; the bar names nobody where no names are kept."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

import pytest
from rooming import OWNER, House, W, house

from touchmap.errors import NotFound
from touchmap.services.roommarks import digests
from touchmap.store.database import Database


@pytest.fixture
def here(database: Database, now: dt.datetime) -> Iterator[House]:
    found = house(database, now)
    yield found
    found.close()


def test_a_view_is_made_once_until_something_changes(here: House) -> None:
    ana = here.join("Ana")
    here.at("now")
    first = here.showing.room(W)
    assert here.showing.room(W) is first
    here.contributing.note(ana, "now", "n1", {"text": "x", "touchpoint": "desk"})
    second = here.showing.room(W)
    assert second.key != first.key
    assert (first.view["counts"]["given"], second.view["counts"]["given"]) == (0, 1)
    here.facilitating.take_agenda(W, "two-hours", OWNER)
    assert len(here.showing.room(W).view["agenda"]) > len(second.view["agenda"])


def test_the_phone_of_whoever_may_help_now_looks_again(here: House) -> None:
    ana = here.join("Ana")
    before = digests(here.showing.room(W))["rest"]
    here.joining.let_help(W, ana.id, True)
    after = digests(here.showing.room(W))["rest"]
    assert after != before
    here.joining.let_help(W, ana.id, False)
    assert digests(here.showing.room(W))["rest"] == before


def test_what_is_made_of_a_view_stays_while_only_numbers_change(here: House) -> None:
    ana = here.join("Ana")
    here.at("now")
    pages = itertools.count(1)

    def look() -> str:
        return str(here.showing.room(W).once("page", lambda: f"page {next(pages)}"))

    before = digests(here.showing.room(W))
    assert look() == look() == "page 1"
    here.contributing.note(ana, "now", "n1", {"text": "x", "touchpoint": "desk"})  # held back: a number
    here.contributing.done(ana, "now", True)
    after = digests(here.showing.room(W))
    assert look() == "page 1"
    assert (after["view"], after["step"]) == (before["view"], before["step"])
    assert after["key"] != before["key"]
    here.facilitating.reveal(W, "now")
    assert look() == "page 2"
    assert digests(here.showing.room(W))["view"] != before["view"]


def test_a_workshop_without_a_session_shows_nothing(here: House) -> None:
    for look in (here.showing.room, here.showing.bar):
        with pytest.raises(NotFound):
            look(W)


def test_the_bar_says_who_is_here_and_how_many_are_done_and_by_name_only_where_names_are_kept(
    here: House,
) -> None:
    ana = here.join("Ana", "staff")
    here.join("Ben")
    here.joining.let_help(W, ana.id, True)
    for step, named in (("now", True), ("secret", None), ("waste", None)):
        here.at(step)
        here.contributing.done(ana, step, True)
        bar = here.showing.bar(W)
        who = {person["name"]: person for person in bar["people"]}
        assert (who["Ana"]["done"], who["Ana"]["helper"], who["Ana"]["group"]) == (named, True, "staff")
        assert bar["steps"][step]["done"] == 1
    here.at("now")
    here.contributing.note(ana, "now", "n1", {"text": "x", "touchpoint": "desk"})
    assert here.showing.bar(W)["steps"]["now"] == {"held": 1, "of": 1, "done": 1}
    here.joining.remove(W, ana.id)
    bar = here.showing.bar(W)
    assert [person["name"] for person in bar["people"]] == ["Ben"]
    assert (bar["steps"]["now"]["done"], bar["steps"]["now"]["held"]) == (0, 1)
