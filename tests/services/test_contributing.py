"""What participants give: kept once, only while the step takes it, never more dots than there are, theirs alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from living import edit, hold
from rooming import OWNER, House, W, house

from touchmap.domain.edits import Refused
from touchmap.domain.room.refusing import NotNow, NotYours
from touchmap.errors import NotFound
from touchmap.services.roomwork import Guest
from touchmap.store import changelog
from touchmap.store.database import Database


@pytest.fixture
def here(database: Database, now: dt.datetime) -> Iterator[House]:
    found = house(database, now)
    yield found
    found.close()


def texts(here: House) -> list[str]:
    """The notes on the map."""
    return sorted(entry.fields["text"] for _, entry in here.state.of_kind("note"))


def seq(here: House) -> int:
    """How long the log is."""
    with here.database.reading() as session:
        return here.editing.books.current(session, W).seq


def at_desk(text: str) -> dict[str, str]:
    return {"text": text, "touchpoint": "desk"}


# -- notes


def test_a_note_in_an_open_step_is_on_the_map_at_once_with_its_writer(here: House) -> None:
    ana = here.join("Ana", "staff")
    here.at("list")
    saved = here.contributing.note(ana, "list", "n1", {"text": "The desk"})
    assert not saved.held
    assert dict(here.state.records[saved.record].fields) == {
        "step": "list",
        "text": "The desk",
        "person": ana.id,
    }
    with here.database.reading() as session:
        (change,) = changelog.history(session, W, saved.record, 10**6, 5)
    assert (change.actor, change.by) == (ana.id, "Ana")


def test_a_note_in_a_private_step_is_held_and_not_on_the_map(here: House) -> None:
    ana = here.join("Ana")
    here.at("now")
    before = seq(here)
    assert here.contributing.note(ana, "now", "n1", at_desk("Nobody is there")).held
    assert (texts(here), seq(here)) == ([], before)
    assert [gift.fields["text"] for gift in here.held] == ["Nobody is there"]


@pytest.mark.parametrize("step", ["list", "now"])
def test_a_note_is_changed_and_taken_back_by_its_writer_and_sent_again_without_harm(
    here: House, step: str
) -> None:
    ana = here.join("Ana")
    here.at(step)
    first = here.contributing.note(ana, step, "n1", at_desk("One"), request="r1")
    second = here.contributing.note(ana, step, "n1", at_desk("Two"), request="r2")
    assert first.record == second.record
    here.contributing.note(ana, step, "n1", at_desk("One"), request="r1")  # the first one comes again, late
    assert [note["text"] for note in here.contributing.mine(ana, step).notes] == ["Two"]
    assert here.contributing.mine(ana, step).notes[0]["nonce"] == "n1"
    here.contributing.withdraw(ana, step, "n1")
    assert here.contributing.mine(ana, step).notes == ()
    assert (here.held, texts(here)) == ([], [])


def test_nobody_changes_or_takes_back_what_is_anothers(here: House) -> None:
    ana, ben = here.join("Ana"), here.join("Ben")
    here.at("list")
    one = here.contributing.note(ana, "list", "n1", {"text": "Ana's"})
    two = here.contributing.note(ben, "list", "n1", {"text": "Ben's"})  # the same nonce: another note
    assert one.record != two.record
    with pytest.raises(NotYours):
        here.contributing.withdraw(ben, "list", "n2")
    assert texts(here) == ["Ana's", "Ben's"]


def test_what_a_step_does_not_ask_for_is_left_out_or_refused(here: House) -> None:
    ana = here.join("Ana")
    here.at("now")
    saved = here.contributing.note(
        ana, "now", "n1", {**at_desk("x"), "minutes": 3, "person": "p", "hidden": True}
    )
    assert set(here.held[0].fields) == {"step", "text", "touchpoint", "state", "person"}
    assert saved.record == here.held[0].record
    for given in ({"text": "no place"}, at_desk(" "), at_desk("x" * 2_001), at_desk("half \ud800")):
        with pytest.raises(Refused):
            here.contributing.note(ana, "now", "n2", given)
    for wrong in ({"text": "x", "touchpoint": "gone"}, {"text": "x", "touchpoint": "st"}):
        with pytest.raises(NotNow, match="not there"):
            here.contributing.note(ana, "now", "n2", wrong)
    with pytest.raises(NotNow, match="does not ask"):
        here.contributing.rate(ana, "now", {"touchpoint": "desk", "emotion": 1})
    with pytest.raises(NotFound):
        here.contributing.note(ana, "desk", "n2", at_desk("x"))


def test_minutes_and_the_question_of_the_customer_go_with_waste(here: House) -> None:
    ana = here.join("Ana", "staff")
    here.at("waste")
    given = {**at_desk("Typing it twice"), "minutes": 4, "would_pay": "no"}
    here.contributing.note(ana, "waste", "n1", given)
    (gift,) = here.held
    assert gift.fields == {**given, "step": "waste", "group": "staff"}


def test_a_step_about_some_touchpoints_takes_nothing_about_others(here: House) -> None:
    ana = here.join("Ana")
    here.editing.do(W, edit("set", "step", "now", {"touchpoints": ["call"]}), OWNER)
    here.at("now")
    with pytest.raises(NotNow, match="not about"):
        here.contributing.note(ana, "now", "n1", at_desk("x"))


def test_one_person_writes_so_many_notes_and_no_more(here: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("touchmap.domain.room.giving.MOST_NOTES", 2)
    ana = here.join("Ana")
    here.at("now")
    for nonce in ("a", "b", "b"):
        here.contributing.note(ana, "now", nonce, at_desk(nonce))
    with pytest.raises(NotNow, match="2 notes"):
        here.contributing.note(ana, "now", "c", at_desk("c"))
    assert len(here.held) == 2


def test_what_the_facilitator_writes_down_for_somebody_is_held_like_the_others_notes(here: House) -> None:
    here.at("now")
    for text in ("One", "Two"):
        assert here.contributing.scribe(W, "now", "s1", at_desk(text), group="staff").held
    here.contributing.scribe(W, "now", "s2", at_desk("Three"))
    assert here.showing.room(W).view["notes"] == []
    here.facilitating.reveal(W, "now")
    shown = here.showing.room(W).view["notes"]
    assert sorted((note["text"], note["by"]) for note in shown) == [("Three", ""), ("Two", "")]
    for _ in range(3):
        here.join("", "staff")  # a group of three may be told
    shown = here.showing.room(W).view["notes"]
    assert sorted((note["text"], note["by"]) for note in shown) == [("Three", ""), ("Two", "staff")]
    assert not here.contributing.scribe(W, "now", "s1", at_desk("Two, changed")).held
    assert texts(here) == ["Three", "Two, changed"]
    here.facilitating.freeze(W, "now")
    with pytest.raises(NotNow, match="frozen"):
        here.contributing.scribe(W, "now", "s3", at_desk("Late"))


# -- the room decides


def test_nothing_is_taken_in_before_after_and_while_frozen(here: House) -> None:
    ana = here.join("Ana")
    here.at("list")

    def refused(step: str, match: str) -> None:
        with pytest.raises(NotNow, match=match):
            here.contributing.note(ana, step, "n1", at_desk("x"))

    refused("now", "not begun")
    here.at("now")
    refused("list", "frozen")
    here.facilitating.freeze(W, "now")
    refused("now", "frozen")
    here.facilitating.thaw(W, "now")
    here.contributing.note(ana, "now", "n1", at_desk("x"))
    assert len(here.held) == 1


def test_a_late_answer_to_a_request_that_was_kept_is_the_same_also_when_the_step_has_frozen(
    here: House,
) -> None:
    ana = here.join("Ana")
    here.at("now")
    saved = here.contributing.note(ana, "now", "n1", at_desk("x"), request="r1")
    here.facilitating.freeze(W, "now")
    assert here.contributing.note(ana, "now", "n1", at_desk("x"), request="r1") == saved


def test_a_timer_that_has_run_out_takes_still_in_what_comes(here: House) -> None:
    ana = here.join("Ana")
    here.at("now")
    here.facilitating.timer(W, "now", "start", 0)
    assert here.contributing.note(ana, "now", "n1", at_desk("late")).held


def test_what_was_promised_on_the_phone_is_kept_or_nothing_is_taken_in(here: House) -> None:
    ana = here.join("Ana")
    here.at("now")
    promised = here.showing.room(W).view["step"]["promise"]
    assert promised == "private/names"
    for changed in ({"visibility": "open"}, {"visibility": "private", "anonymity": "none"}):
        here.editing.do(W, edit("set", "step", "now", changed), OWNER)
    here.contributing.note(ana, "now", "n1", at_desk("x"), promised=promised)  # more private than promised
    here.editing.do(W, edit("set", "step", "now", {"visibility": "open", "anonymity": None}), OWNER)
    for said in (promised, "private/none", "nonsense"):
        with pytest.raises(NotNow, match="changed who can see"):
            here.contributing.note(ana, "now", "n2", at_desk("x"), promised=said)
    assert len(here.held) == 1


def test_a_note_that_was_given_without_a_name_stays_so_when_the_step_wants_names_later(here: House) -> None:
    ana = here.join("Ana")
    here.at("secret")
    here.contributing.note(ana, "secret", "n1", at_desk("One"))
    here.editing.do(W, edit("set", "step", "secret", {"anonymity": "names"}), OWNER)
    here.contributing.note(ana, "secret", "n1", at_desk("Two"))
    assert "person" not in here.held[0].fields
    here.facilitating.reveal(W, "secret")
    saved = here.contributing.note(ana, "secret", "n1", at_desk("Three"))
    with here.database.reading() as session:
        history = changelog.history(session, W, saved.record, 10**6, 5)
    assert texts(here) == ["Three"]
    assert ana.id not in str([change.plain() for change in history])


def test_somebody_of_another_room_gives_nothing(here: House) -> None:
    here.at("list")
    with pytest.raises(NotYours):
        here.contributing.note(Guest(W, "stranger"), "list", "n1", {"text": "x"})


# -- ratings


def test_somebody_has_one_rating_of_a_touchpoint_whole_each_time(here: House) -> None:
    ana = here.join("Ana", "staff")
    here.at("rate")
    for given in ({"emotion": 1, "importance": 3}, {"emotion": -1.5}):
        assert here.contributing.rate(ana, "rate", {"touchpoint": "desk", **given}).held
    (gift,) = here.held
    assert gift.fields == {"touchpoint": "desk", "step": "rate", "group": "staff", "emotion": -1.5}
    here.facilitating.reveal(W, "rate", touchpoint="desk")
    assert not here.contributing.rate(ana, "rate", {"touchpoint": "desk", "importance": 5}).held
    (rating,) = (entry for _, entry in here.state.of_kind("perception"))
    assert rating.fields == {"touchpoint": "desk", "step": "rate", "group": "staff", "importance": 5}
    assert here.contributing.rate(ana, "rate", {"touchpoint": "call", "emotion": 0}).held
    with pytest.raises(NotNow, match="not rated"):
        here.contributing.rate(ana, "rate", {"touchpoint": "desk", "personal": 1})
    with pytest.raises(Refused):
        here.contributing.rate(ana, "rate", {"touchpoint": "desk", "emotion": 3})
    assert len(here.contributing.mine(ana, "rate").ratings) == 2


# -- votes


def test_dots_are_counted_down_and_come_back(here: House) -> None:
    ana = here.join("Ana")
    here.at("vote")
    assert here.contributing.mine(ana, "vote").dots_left == 5
    assert here.contributing.vote(ana, "vote", {"opportunity": "o1", "dots": 3}).dots_left == 2
    with pytest.raises(NotNow, match="2 dots left"):
        here.contributing.vote(ana, "vote", {"opportunity": "o2", "dots": 3})
    with pytest.raises(NotNow, match="at most 3"):
        here.contributing.vote(ana, "vote", {"opportunity": "o2", "dots": 4})
    assert here.contributing.vote(ana, "vote", {"opportunity": "o1", "dots": 0}).dots_left == 5
    assert here.contributing.vote(ana, "vote", {"opportunity": "o2", "dots": 2}).dots_left == 3
    with pytest.raises(NotNow, match="not there"):
        here.contributing.vote(ana, "vote", {"opportunity": "desk", "dots": 1})
    with pytest.raises(NotNow, match="not asked"):
        here.contributing.vote(ana, "vote", {"opportunity": "o1", "impact": 1})


def test_a_proposal_that_is_removed_gives_its_dots_back(here: House) -> None:
    ana = here.join("Ana")
    here.at("vote")
    here.contributing.vote(ana, "vote", {"opportunity": "o1", "dots": 3})
    here.editing.do(W, edit("remove", "opportunity", "o1"), OWNER)
    assert here.contributing.mine(ana, "vote").dots_left == 5
    here.facilitating.freeze(W, "vote")
    assert [gift.fields["opportunity"] for gift in here.held] == ["o1"]


def test_impact_and_effort_need_no_dots(here: House) -> None:
    ana = here.join("Ana")
    here.at("both")
    saved = here.contributing.vote(ana, "both", {"opportunity": "o1", "impact": 5, "effort": 2})
    assert (saved.held, saved.dots_left) == (True, None)


@pytest.mark.parametrize("visibility", ["counts", "open"])
def test_fifty_votes_at_once_never_spend_more_than_there_is(here: House, visibility: str) -> None:
    ana, ben = here.join("Ana"), here.join("Ben")
    here.editing.do(W, edit("set", "step", "vote", {"visibility": visibility}), OWNER)
    here.at("vote")

    def vote(number: int) -> int:
        given = {"opportunity": f"o{number % 3 + 1}", "dots": number % 4}
        try:
            here.contributing.vote(ana, "vote", given, request=f"r{number}")
        except NotNow:
            return 0
        return 1

    with ThreadPoolExecutor(16) as pool:
        kept = sum(pool.map(vote, range(50)))
    assert kept
    own = here.contributing.mine(ana, "vote")
    assert own.dots_left is not None
    assert own.dots_left >= 0
    here.contributing.vote(ben, "vote", {"opportunity": "o1", "dots": 3})
    here.facilitating.freeze(W, "vote")
    votes = [entry.fields.get("dots", 0) for _, entry in here.state.of_kind("vote")]
    assert sum(votes) == 5 - own.dots_left + 3
    assert len(votes) <= 4
    assert hold(here.database, W) == seq(here)


# -- done


def test_somebody_is_done_and_not_done_again(here: House) -> None:
    ana = here.join("Ana")
    here.at("now")
    for done in (True, True, False, True):
        here.contributing.done(ana, "now", done)
        assert here.contributing.mine(ana, "now").done is done
    assert here.showing.room(W).view["counts"]["done"] == 1
