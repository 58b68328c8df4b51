"""Running a room: back and forth without loss, revealing whole or not at all, closing for good."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from living import edit, hold, rows
from rooming import OWNER, House, W, house

from touchmap.domain import document
from touchmap.domain.changes import model_of
from touchmap.domain.edits import Refused
from touchmap.domain.room.agendas import AGENDAS
from touchmap.domain.room.becoming import TEXT
from touchmap.domain.room.giving import Gift
from touchmap.domain.room.refusing import NotNow
from touchmap.errors import NotFound, StorageTrouble, TouchmapError
from touchmap.services import facilitating as module
from touchmap.services.bookkeeping import Reversal
from touchmap.services.contributing import Saved
from touchmap.services.facilitating import MOST_DAYS, Revealed
from touchmap.services.history import History
from touchmap.store import rooms
from touchmap.store.database import Database, open_database


@pytest.fixture
def here(database: Database, now: dt.datetime) -> Iterator[House]:
    found = house(database, now)
    yield found
    found.close()


def notes(here: House) -> list[str]:
    """The texts of the notes on the map."""
    return sorted(entry.fields["text"] for _, entry in here.state.of_kind("note"))


def write(here: House, step: str, *texts: str, touchpoint: str = "desk") -> None:
    """Somebody new writes notes."""
    guest = here.join("Ana")
    for number, text in enumerate(texts):
        here.contributing.note(guest, step, f"n{number}", {"text": text, "touchpoint": touchpoint})


# -- the agenda


@pytest.mark.parametrize("name", AGENDAS)
def test_a_default_agenda_is_taken_as_edits_that_one_undo_takes_back(here: House, name: str) -> None:
    before = len(list(here.state.of_kind("step")))
    made = here.facilitating.take_agenda(W, name, OWNER)
    assert len(made) == len(AGENDAS[name])
    ids = here.state.siblings("step", None)[before:]
    assert [here.state.records[id].fields["kind"] for id in ids] == [step["kind"] for step in AGENDAS[name]]
    here.editing.do(W, Reversal("u", "undo"), OWNER)
    assert len(list(here.state.of_kind("step"))) == before
    with pytest.raises(NotFound):
        here.facilitating.take_agenda(W, "year", OWNER)


def test_going_on_and_back_freezes_thaws_and_loses_nothing(here: House) -> None:
    here.at("now")
    write(here, "now", "One")
    here.facilitating.advance(W)
    assert (here.room.state.current, here.room.state.step("now").frozen) == ("secret", True)
    here.facilitating.back(W)
    assert (here.room.state.current, here.room.state.step("now").frozen) == ("now", False)
    assert [gift.fields["text"] for gift in here.held] == ["One"]


def test_a_step_that_is_taken_out_while_it_runs_strands_nobody(here: House) -> None:
    here.at("now")
    write(here, "now", "One")
    here.editing.do(W, edit("remove", "step", "now"), OWNER)
    assert here.showing.room(W).view["step"] is None
    here.facilitating.advance(W)
    assert here.room.state.current == "talk"
    here.editing.do(W, Reversal("u", "undo"), OWNER)
    here.facilitating.enter(W, "now")
    here.facilitating.reveal(W, "now")
    assert notes(here) == ["One"]


def test_where_there_is_no_session_there_is_nothing_to_run(here: House) -> None:
    with pytest.raises(NotFound, match="no session"):
        here.facilitating.advance(W)


def test_a_spotlight_falls_on_touchpoints_only(here: House) -> None:
    here.at("now")
    here.facilitating.shine(W, "desk", follow=True)
    view = here.showing.room(W).view
    assert (view["spotlight"], view["follow"]) == ("desk", True)
    with pytest.raises(NotFound):
        here.facilitating.shine(W, "o1")
    here.facilitating.shine(W, None)
    assert here.showing.room(W).view["spotlight"] is None


def test_timers_are_started_extended_paused_and_ended(here: House, now: dt.datetime) -> None:
    here.at("now")
    start = now.timestamp()

    def timer(action: str, seconds: float = 0) -> tuple[float | None, float | None]:
        here.facilitating.timer(W, "now", action, seconds)
        step = here.showing.room(W).view["step"]
        return step["ends_at"], step["left"]

    assert timer("start", 300) == (start + 300, None)
    assert timer("extend", 60) == (start + 360, None)
    assert timer("pause") == (None, 360)
    assert timer("resume") == (start + 360, None)
    assert timer("end") == (None, None)
    with pytest.raises(NotFound):
        timer("explode")


# -- revealing


def test_everything_is_revealed_at_once_and_what_comes_later_is_seen_at_once(here: House) -> None:
    here.at("now")
    write(here, "now", "One", "Two")
    assert here.facilitating.reveal(W, "now") == Revealed(2, 0)
    assert (notes(here), here.held) == (["One", "Two"], [])
    write(here, "now", "Three")
    assert notes(here) == ["One", "Three", "Two"]
    assert here.facilitating.reveal(W, "now") == Revealed(0, 0)
    hold(here.database, W)


def test_one_touchpoint_is_revealed_and_the_others_stay_held(here: House) -> None:
    here.at("now")
    write(here, "now", "Desk", touchpoint="desk")
    write(here, "now", "Call", touchpoint="call")
    here.facilitating.reveal(W, "now", touchpoint="desk")
    write(here, "now", "Desk again", touchpoint="desk")
    write(here, "now", "Call again", touchpoint="call")
    assert notes(here) == ["Desk", "Desk again"]
    view = here.showing.room(W).view
    assert (view["step"]["revealed"], view["step"]["revealed_touchpoints"]) == ("some", ["desk"])
    assert view["counts"]["held"] == 2


def test_notes_are_revealed_one_by_one(here: House) -> None:
    here.at("now")
    write(here, "now", "One", "Two", "Three")
    for count in (1, 2, 3, 3):
        here.facilitating.reveal(W, "now", one=True)
        assert len(notes(here)) == count
    write(here, "now", "Four")
    assert len(notes(here)) == 3


def test_what_shows_counts_only_is_revealed_when_the_step_is_left_or_frozen(here: House) -> None:
    ana = here.join("Ana")
    here.at("vote")
    here.contributing.vote(ana, "vote", {"opportunity": "o1", "dots": 3})
    assert [item["dots"] for item in here.showing.room(W).view["opportunities"]] == [0, 0, 0]
    here.facilitating.advance(W)
    here.facilitating.back(W)
    assert [item["dots"] for item in here.showing.room(W).view["opportunities"]] == [3, 0, 0]
    with pytest.raises(NotNow, match="2 dots left"):
        here.contributing.vote(ana, "vote", {"opportunity": "o2", "dots": 3})
    here.contributing.vote(ana, "vote", {"opportunity": "o1", "dots": 2})
    here.contributing.vote(ana, "vote", {"opportunity": "o2", "dots": 3})
    assert [item["dots"] for item in here.showing.room(W).view["opportunities"]] == [2, 3, 0]
    hold(here.database, W)


def test_what_is_about_something_that_was_removed_stays_held_until_it_is_back(here: House) -> None:
    guest = here.join("Ana")
    here.at("rate")
    here.contributing.rate(guest, "rate", {"touchpoint": "desk", "emotion": 1})
    here.at("now")
    write(here, "now", "One")
    here.editing.do(W, edit("remove", "touchpoint", "desk"), OWNER)
    assert here.facilitating.reveal(W, "rate") == Revealed(0, 1)
    assert here.facilitating.reveal(W, "now") == Revealed(1, 0)  # a note can be without its touchpoint
    here.editing.do(W, Reversal("u", "undo"), OWNER)
    assert here.facilitating.reveal(W, "rate") == Revealed(1, 0)


def test_a_workshop_that_is_full_reveals_nothing_and_loses_nothing(
    here: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.at("now")
    write(here, "now", "One")
    monkeypatch.setattr("touchmap.domain.room.moving.MOST_VALUES", 10)
    with pytest.raises(Refused, match="full"):
        here.facilitating.reveal(W, "now")
    assert (notes(here), len(here.held)) == ([], 1)
    assert not here.room.state.step("now").all_revealed


def test_a_reveal_that_fails_on_its_way_leaves_everything_where_it_was(
    here: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.at("now")
    write(here, "now", "One", "Two")
    let_go = rooms.let_go

    def failing(*given):
        let_go(*given)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(module.rooms, "let_go", failing)
        with pytest.raises(StorageTrouble):
            here.facilitating.reveal(W, "now")
    assert (notes(here), len(here.held)) == ([], 2)
    assert here.facilitating.reveal(W, "now") == Revealed(2, 0)
    assert notes(here) == ["One", "Two"]
    hold(here.database, W)


_KILLED = """
import sys, datetime as dt
from pathlib import Path
sys.path.insert(0, {tests!r})
from rooming import W, house
from touchmap.store.database import open_database
with open_database(Path({data!r})) as database:
    here = house(database, dt.datetime.now(dt.UTC), take_in=False)
    print("ready", flush=True)
    here.facilitating.reveal(W, "now")
    print("done", flush=True)
"""


def hold_back(here: House, many: int) -> list[str]:
    """So many notes that wait to be revealed; their texts."""
    here.at("now")
    write(here, "now", "one more")
    (one,) = here.held
    texts = [f"note {number}" for number in range(many)]
    with here.database.writing() as session:
        for number, text in enumerate(texts):
            gift = Gift(one.kind, f"many-{number}", "owner", "desk", {**one.fields, "text": text})
            rooms.hold(session, W, "now", gift)
    return sorted([*texts, "one more"])


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.3])
def test_a_kill_while_revealing_loses_nothing_and_doubles_nothing(
    data: Path, now: dt.datetime, delay: float
) -> None:
    with open_database(data) as database:
        here = house(database, now)
        texts = hold_back(here, 800)
        here.close()
    code = _KILLED.format(tests=str(Path(__file__).parent), data=str(data))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "ready\n"
        time.sleep(delay)
        os.kill(killed.pid, signal.SIGKILL)
    with open_database(data) as database:
        here = house(database, now, take_in=False)
        held = [gift.fields["text"] for gift in here.held]
        assert sorted([*notes(here), *held]) == texts
        assert not notes(here) or not held
        here.facilitating.reveal(W, "now")
        assert notes(here) == texts
        here.close()
        hold(database, W)


def test_thousands_are_revealed_in_a_few_changes(here: House) -> None:
    texts = hold_back(here, 1_200)
    before = hold(here.database, W)
    assert here.facilitating.reveal(W, "now").moved == len(texts)
    assert hold(here.database, W) - before == 7


# -- moderating


def test_a_note_is_hidden_and_comes_back_by_undo(here: House) -> None:
    here.at("list")
    write(here, "list", "Rude")
    (id,) = here.state.siblings("note", "list")
    here.facilitating.hide(W, [id], True, OWNER)
    assert here.showing.room(W).view["notes"] == []
    assert History(here.database, here.editing.books).of(W, id)[0].by == "Maya"
    here.editing.do(W, Reversal("u", "undo"), OWNER)
    assert len(here.showing.room(W).view["notes"]) == 1


def test_notes_are_merged_into_one_that_counts_for_all(here: House) -> None:
    here.at("list")
    write(here, "list", "One", "Uno", "Ein")
    one, uno, ein = here.state.siblings("note", "list")
    here.facilitating.merge(W, [uno], one, OWNER)
    here.facilitating.merge(W, [one], ein, OWNER)
    (shown,) = here.showing.room(W).view["notes"]
    assert (shown["text"], shown["same"]) == ("Ein", 2)
    here.facilitating.merge(W, [ein], uno, OWNER)
    (shown,) = here.showing.room(W).view["notes"]
    assert (shown["text"], shown["same"]) == ("Uno", 2)
    here.editing.do(W, Reversal("u1", "undo"), OWNER)
    here.editing.do(W, Reversal("u2", "undo"), OWNER)
    here.editing.do(W, Reversal("u3", "undo"), OWNER)
    assert len(here.showing.room(W).view["notes"]) == 3


@pytest.mark.parametrize("kind", TEXT)
def test_a_note_becomes_a_record_of_every_kind_and_says_so_and_one_undo_takes_it_back(
    here: House, kind: str
) -> None:
    here.at("waste")
    guest = here.join("Ana", "staff")
    given = {"text": "Typing\nit twice", "touchpoint": "desk", "minutes": 4, "would_pay": "no"}
    note = here.contributing.note(guest, "waste", "n", given).record
    here.facilitating.reveal(W, "waste")
    record = here.facilitating.turn(W, note, kind, OWNER)
    made = here.state.records[record]
    text = made.fields[TEXT[kind]]
    assert text == ("Typing\nit twice" if kind == "story" else "Typing it twice")
    assert here.state.records[note].fields["became"] == record
    if kind == "activity":
        assert (made.fields["minutes"], made.fields["would_pay"]) == (4, "no")
    _, problems = document.read(document.write(model_of(rows(here.database, W))))
    assert problems == []
    here.editing.do(W, Reversal("u", "undo"), OWNER)
    assert record not in here.state.records
    assert "became" not in here.state.records[note].fields


def test_what_a_note_answers_fills_the_fields_of_what_is_made_of_it(here: House) -> None:
    here.editing.do(W, edit("set", "step", "list", {"kind": "stories"}), OWNER)
    here.at("list")
    guest = here.join("Ana", "staff")
    given = {"text": "He asked me.\nMay be retold: Yes, not saying who", "touchpoint": "desk"}
    note = here.contributing.note(guest, "list", "n", given).record
    record = here.facilitating.turn(W, note, "story", OWNER)
    story = here.state.records[record].fields
    assert (story["text"], story["consent"]) == ("He asked me.", "anonymous")


def test_a_note_becomes_nothing_that_is_not_there(here: House) -> None:
    here.at("list")
    write(here, "list", "One")
    (id,) = here.state.siblings("note", "list")
    with pytest.raises(NotFound, match="cannot become"):
        here.facilitating.turn(W, id, "journey", OWNER)
    with pytest.raises(NotFound, match="no such note"):
        here.facilitating.turn(W, "desk", "story", OWNER)


# -- closing


def test_a_session_closes_with_commitments_only(here: House) -> None:
    here.at("end")
    with pytest.raises(NotNow, match="One number has no date"):
        here.facilitating.close(W)
    assert here.room.closed is None
    here.editing.do(W, edit("set", "commitment", "k", {"no_action": True}), OWNER)
    with pytest.raises(NotNow, match="no reason"):
        here.facilitating.close(W)
    here.editing.do(W, edit("set", "commitment", "k", {"reason": "No money this year."}), OWNER)
    here.facilitating.close(W)
    assert here.room.closed is not None
    with pytest.raises(NotNow, match="closed"):
        here.facilitating.advance(W)


THROWN = "1 contribution was thrown away before anybody saw them: It was a try."


@pytest.mark.parametrize(("held", "left"), [("reveal", ["One"]), ("drop", [THROWN])])
def test_what_was_never_revealed_is_asked_about_before_the_end(
    here: House, held: str, left: list[str]
) -> None:
    here.at("now")
    write(here, "now", "One")
    here.editing.do(W, edit("set", "commitment", "k", {"due": "2026-12-24"}), OWNER)
    assert here.facilitating.missing(W) == ["1 contribution was never revealed: “What is”."]
    with pytest.raises(NotNow, match="never revealed"):
        here.facilitating.close(W)
    if held == "drop":
        with pytest.raises(NotNow, match="Say why"):
            here.facilitating.close(W, held=held)
    here.facilitating.close(W, held=held, reason=" It was \n a try. ")
    assert (notes(here), here.held) == (left, [])


def test_after_the_end_nothing_in_the_database_tells_who_gave_what(here: House) -> None:
    ana = here.join("Ana", "staff")
    here.at("secret")
    here.contributing.note(ana, "secret", "n1", {"text": "They shout", "touchpoint": "desk"}, request="r1")
    assert len(ana.secret) == 64
    here.editing.do(W, edit("set", "commitment", "k", {"due": "2026-12-24"}), OWNER)
    here.facilitating.close(W, held="reveal")
    with here.database.reading() as session:
        everything = {
            table: session.connection().exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608  # our own
            for table in ("participant", "participant_key", "hand", "held", "room")
        }
        (sealed,) = session.connection().exec_driver_sql("SELECT rejoin, sealed FROM participant").all()
    assert tuple(sealed) == (None, None)
    assert everything["participant_key"] == everything["held"] == everything["hand"] == []
    assert ana.secret not in json.dumps(everything, default=str)
    with pytest.raises(NotNow, match="closed"):
        here.contributing.mine(ana, "secret")


# -- the day


def test_the_day_of_a_session_is_noted_once_and_can_be_taken_back(here: House, now: dt.datetime) -> None:
    today = now.astimezone().date()
    later = today + dt.timedelta(days=7)
    here.editing.do(W, edit("set", "workshop", W, {"days": [later.isoformat()]}), OWNER)
    assert here.facilitating.note_day(W, OWNER)
    assert not here.facilitating.note_day(W, OWNER)
    assert model_of(here.state).workshop.days == (today, later)
    here.editing.do(W, Reversal("u1", "undo"), OWNER)
    assert model_of(here.state).workshop.days == (later,)


def test_a_workshop_with_as_many_days_as_it_can_list_opens_all_the_same(
    here: House, now: dt.datetime
) -> None:
    first = now.date() + dt.timedelta(days=1)
    days = [(first + dt.timedelta(days=n)).isoformat() for n in range(MOST_DAYS)]
    here.editing.do(W, edit("set", "workshop", W, {"days": days}), OWNER)
    assert not here.facilitating.note_day(W, OWNER)
    with pytest.raises(Refused):
        here.editing.do(W, edit("set", "workshop", W, {"days": [*days, "2030-01-01"]}), OWNER)


# -- two at once, and what is not there


def together(*deeds: Callable[[], object]) -> list[object]:
    """What each deed answers, or the error it raises, when all are done at the same moment."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        gate.wait()
        try:
            return deed()
        except TouchmapError as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_two_who_press_next_at_once_go_on_once(here: House) -> None:
    here.at("talk")
    answers = together(*[lambda: here.facilitating.advance(W, "talk")] * 8)
    assert here.room.state.current == "list"
    refused = [answer for answer in answers if answer is not None]
    assert len(refused) == 7
    assert all(isinstance(one, NotNow) and "gone on meanwhile" in str(one) for one in refused)
    with pytest.raises(NotNow):
        here.facilitating.go(W, "back", "talk")
    here.facilitating.go(W, "back", "list")
    assert here.room.state.current == "talk"


def test_two_who_merge_two_notes_into_one_another_at_once_leave_one_to_be_seen(here: House) -> None:
    here.at("list")
    for turn in range(8):
        write(here, "list", f"One {turn}", f"Other {turn}")
        one, other = here.state.siblings("note", "list")[-2:]
        together(
            lambda one=one, other=other: here.facilitating.merge(W, [one], other, OWNER),
            lambda one=one, other=other: here.facilitating.merge(W, [other], one, OWNER),
        )
        assert len(here.showing.room(W).view["notes"]) == turn + 1
    hold(here.database, W)


def test_no_note_is_merged_into_itself_not_even_by_way_of_others(here: House) -> None:
    here.at("list")
    write(here, "list", "A", "B", "C")
    a, b, c = here.state.siblings("note", "list")
    for note, into in ((a, b), (b, c)):
        here.editing.do(W, edit("set", "note", note, {"merged": into}), OWNER)
    for note, into in ((a, a), (c, a), (c, c)):
        with pytest.raises(Refused, match="merged into itself"):
            here.editing.do(W, edit("set", "note", note, {"merged": into}), OWNER)
    assert len(here.showing.room(W).view["notes"]) == 1
    here.facilitating.merge(W, [c], a, OWNER)  # the other way round
    assert [note["id"] for note in here.showing.room(W).view["notes"]] == [a]


def test_several_edits_are_done_all_or_none(here: House) -> None:
    here.at("list")
    write(here, "list", "A", "B")
    a, b = here.state.siblings("note", "list")
    before = here.state.records
    with pytest.raises(Refused):
        here.facilitating.hide(W, [a, "nothing", b], True, OWNER)
    with pytest.raises(Refused):
        here.facilitating.merge(W, [a, "nothing"], b, OWNER)
    with pytest.raises(Refused):
        here.facilitating.turn(W, a, "statement", OWNER, {"touchpoint": "nothing"})
    assert here.state.records == before


def test_what_is_not_there_or_has_not_begun_is_not_revealed(here: House) -> None:
    here.at("now")
    write(here, "now", "One")
    with pytest.raises(NotFound):
        here.facilitating.reveal(W, "now", touchpoint="nothing")
    with pytest.raises(NotFound):
        here.facilitating.reveal(W, "nothing")
    with pytest.raises(NotNow, match="not begun"):
        here.facilitating.reveal(W, "secret")  # what is given there later would be seen at once
    assert here.room.state.step("now").revealed == frozenset()
    here.editing.do(W, edit("remove", "touchpoint", "desk"), OWNER)
    assert here.facilitating.reveal(W, "now", touchpoint="desk").moved == 1  # it was about what was removed


def test_writing_while_the_session_closes_is_kept_or_refused_never_lost(here: House) -> None:
    here.at("now")
    guests = [here.join(f"Guest {n}") for n in range(12)]
    here.editing.do(W, edit("set", "commitment", "k", {"due": "2026-12-24"}), OWNER)
    words = {"touchpoint": "desk"}
    answers = together(
        *[
            lambda guest=guest: here.contributing.note(guest, "now", "n1", words | {"text": guest.name})
            for guest in guests[:6]
        ],
        lambda: here.facilitating.close(W, held="reveal"),
        *[
            lambda guest=guest: here.contributing.note(guest, "now", "n1", words | {"text": guest.name})
            for guest in guests[6:]
        ],
    )
    saved = [answer for answer in answers if isinstance(answer, Saved)]
    refused = [answer for answer in answers if isinstance(answer, NotNow)]
    assert len(saved) + len(refused) == 12
    assert len(notes(here)) == len(saved)
