"""Live workshops: durable before answered, once per id, refused alone, undone whole, the past kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from living import ANA, BEN, SAMPLE, edit, hold, rows, take_in
from sqlalchemy.exc import OperationalError

from touchmap.domain.changes import model_of
from touchmap.domain.edits import Refused
from touchmap.errors import NotFound, StorageTrouble, TouchmapError, WrongUse
from touchmap.services import editing as module
from touchmap.services import exchange
from touchmap.services.bookkeeping import Reversal
from touchmap.services.editing import Busy, Editing
from touchmap.services.history import History, read_when
from touchmap.store import changelog
from touchmap.store.database import Database, open_database


@pytest.fixture
def editing(database: Database, now: dt.datetime) -> Iterator[Editing]:
    take_in(database, now)
    opened = Editing(database)
    yield opened
    opened.close()
    hold(database, SAMPLE)


@pytest.fixture
def history(editing: Editing) -> History:
    return History(editing.database, editing.books)


def rename(name: str, **more: object):
    return edit("set", "touchpoint", "gate-closed", {"name": name}, **more)


def test_an_edit_is_in_the_rows_and_in_the_log_when_it_is_answered(
    editing: Editing, history: History
) -> None:
    change = editing.do(SAMPLE, rename("Shut"), ANA)
    assert (change.seq, change.by) == (1, "Ana")
    assert rows(editing.database, SAMPLE).records["gate-closed"].fields["name"] == "Shut"
    assert exchange.load(editing.database, SAMPLE) == model_of(history.snapshot(SAMPLE).state)
    assert history.since(SAMPLE, 0).changes == (change,)


def test_the_same_id_again_gets_the_same_answer_also_from_another_process(
    editing: Editing, database: Database
) -> None:
    wanted = rename("Shut")
    first = editing.do(SAMPLE, wanted, ANA)
    editing.do(SAMPLE, rename("Other"), BEN)
    assert editing.do(SAMPLE, wanted, ANA) == first
    other = Editing(database)
    assert other.do(SAMPLE, wanted, BEN) == first
    other.close()
    assert hold(database, SAMPLE) == 2
    undone = Reversal("u", "undo")
    assert editing.do(SAMPLE, undone, BEN) == editing.do(SAMPLE, undone, BEN)
    assert hold(database, SAMPLE) == 3


def test_the_same_id_twice_at_once_is_done_once(editing: Editing, database: Database) -> None:
    wanted = rename("Shut")
    first, second = editing.do_all(SAMPLE, [wanted, wanted], ANA)
    assert first == second
    assert hold(database, SAMPLE) == 1


def test_an_id_of_another_edit_is_refused(editing: Editing) -> None:
    done = editing.do(SAMPLE, rename("Shut"), ANA)
    for work in (
        dataclasses.replace(edit("remove", "touchpoint", "gate-closed"), id=done.id),
        Reversal(done.id, "undo"),
    ):
        with pytest.raises(Refused, match="another edit"):
            editing.do(SAMPLE, work, ANA)


def test_two_processes_take_turns(editing: Editing, database: Database) -> None:
    other = Editing(database)
    for number in range(6):
        (editing, other)[number % 2].do(SAMPLE, rename(f"Name {number}"), ANA)
    other.close()
    assert hold(database, SAMPLE) == 6


def test_a_bad_edit_is_refused_alone(editing: Editing, database: Database) -> None:
    answers = editing.do_all(
        SAMPLE,
        [rename("One"), edit("remove", "touchpoint", "nobody"), rename("Two")],
        ANA,
    )
    assert isinstance(answers[1], Refused)
    assert [getattr(answer, "seq", None) for answer in answers] == [1, None, 2]


def end_of_merge():
    return edit("remove", "touchpoint", "gate-closed", group="g-1", into="dash")


def test_a_merge_into_a_touchpoint_that_somebody_removed_meanwhile_drops_nothing(
    editing: Editing, database: Database
) -> None:
    editing.do(SAMPLE, edit("remove", "touchpoint", "dash"), BEN)
    before = rows(database, SAMPLE)
    move = edit("move", "statement", "s-forty-one", {"touchpoint": "dash"}, group="g-1")
    answers = editing.do_all(SAMPLE, [move, end_of_merge()], ANA)
    assert all(isinstance(answer, Refused) for answer in answers)
    assert rows(database, SAMPLE).plain() == before.plain()
    editing.do(SAMPLE, edit("remove", "touchpoint", "gate-closed", group="g-2"), ANA)
    assert "gate-closed" not in rows(database, SAMPLE).plain()


@pytest.mark.parametrize("is_back", [False, True])
def test_the_server_may_start_again_between_the_requests_of_one_merge(
    editing: Editing, database: Database, is_back: bool
) -> None:
    """Also where whoever removed the other touchpoint has brought it back by then: the move was refused all the same."""
    editing.do(SAMPLE, edit("remove", "touchpoint", "dash"), BEN)
    move = edit("move", "statement", "s-forty-one", {"touchpoint": "dash"}, group="g-1")
    with pytest.raises(Refused):
        editing.do(SAMPLE, move, ANA)
    if is_back:
        editing.do(SAMPLE, Reversal("back", "undo"), BEN)
    editing.close()
    again = Editing(database)
    with pytest.raises(Refused, match="stays"):
        again.do(SAMPLE, end_of_merge(), ANA)
    again.close()
    assert "s-forty-one" in rows(database, SAMPLE).records


def test_an_edit_that_cannot_be_written_is_refused_alone(
    editing: Editing, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    append = changelog.append

    def failing(session, workshop, change, places):
        append(session, workshop, change, places)
        if change.after["gate-closed"]["fields"]["name"] == "Bad":
            raise ZeroDivisionError

    monkeypatch.setattr(changelog, "append", failing)
    answers = editing.do_all(SAMPLE, [rename("One"), rename("Bad"), rename("Two")], ANA)
    assert isinstance(answers[1], StorageTrouble)
    assert hold(database, SAMPLE) == 2
    assert rows(database, SAMPLE).records["gate-closed"].fields["name"] == "Two"
    assert "could not be written" in caplog.text


def test_when_the_commit_is_refused_only_the_guilty_one_fails(
    editing: Editing, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    append = changelog.append

    def dangling(session, workshop, change, places):
        append(session, workshop, change, places)
        if change.after["gate-closed"]["fields"]["name"] == "Bad":
            session.exec_driver_sql(
                "UPDATE statement SET touchpoint_id = 'nowhere' WHERE touchpoint_id = 'gate-closed'"
            )

    monkeypatch.setattr(changelog, "append", dangling)
    answers = editing.do_all(SAMPLE, [rename("One"), rename("Bad"), rename("Two")], ANA)
    assert [isinstance(answer, StorageTrouble) for answer in answers] == [False, True, False]
    assert hold(database, SAMPLE) == 2


def test_a_database_that_cannot_is_told_and_nothing_is_done(
    editing: Editing, database: Database, data: Path
) -> None:
    editing.do(SAMPLE, rename("One"), ANA)
    with open_database(data, busy_seconds=0.2) as impatient:
        late = Editing(impatient)
        with database.writing(), pytest.raises(StorageTrouble, match="busy"):
            late.do(SAMPLE, rename("Two"), ANA)
        late.do(SAMPLE, rename("Three"), ANA)
        late.close()
    assert hold(database, SAMPLE) == 2


def test_a_full_queue_takes_nothing_of_what_came_last(database: Database, now: dt.datetime) -> None:
    take_in(database, now)
    small = Editing(database, most_waiting=4)
    answers: list[object] = []
    with database.writing():  # the writer waits for its turn meanwhile
        first = threading.Thread(target=lambda: answers.append(small.do(SAMPLE, rename("First"), ANA)))
        first.start()
        while small._writer is None or small._waiting:
            time.sleep(0.01)
        more = threading.Thread(
            target=lambda: answers.extend(small.do_all(SAMPLE, [rename(f"N{n}") for n in range(3)], ANA))
        )
        more.start()
        while len(small._waiting) < 3:
            time.sleep(0.01)
        with pytest.raises(Busy) as refused:
            small.do_all(SAMPLE, [rename("Too"), rename("many")], BEN)
        assert refused.value.retry_after >= 1
    first.join()
    more.join()
    small.close()
    assert len(answers) == 4
    assert hold(database, SAMPLE) == 4


def test_edits_that_wait_together_share_a_commit(
    editing: Editing, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = []
    finished = editing._finished
    monkeypatch.setattr(
        editing, "_finished", lambda batch: (commits.append(len(batch.answers)), finished(batch))
    )
    editing.do_all(SAMPLE, [rename(f"Name {number}") for number in range(50)], ANA)
    assert sum(commits) == 50
    assert len(commits) <= 2


def test_nobody_is_answered_before_the_commit(
    editing: Editing, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    end = module._Job.end

    def looking(job, answer):
        with database.reading() as session:
            seen.append(changelog.head(session, SAMPLE)[1])
        end(job, answer)

    monkeypatch.setattr(module._Job, "end", looking)
    assert editing.do(SAMPLE, rename("One"), ANA).seq == 1
    assert seen == [1]


def test_listeners_hear_after_the_commit_and_one_that_fails_disturbs_nobody(
    editing: Editing, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[tuple[str, int]] = []
    there = threading.Event()

    def broken(workshop: str, seq: int) -> None:
        raise RuntimeError("a listener's own fault")

    def listener(workshop: str, seq: int) -> None:
        with database.reading() as session:
            assert changelog.head(session, workshop)[1] >= seq
        heard.append((workshop, seq))
        there.set()

    editing.announcer.listen(broken)
    editing.announcer.listen(listener)
    editing.do(SAMPLE, rename("One"), ANA)
    assert there.wait(5)
    assert heard == [(SAMPLE, 1)]
    assert editing.do(SAMPLE, rename("Two"), ANA).seq == 2


def test_a_slow_listener_gets_the_newest_hint_and_holds_nobody_up(editing: Editing) -> None:
    heard: list[int] = []
    gate = threading.Event()

    def slow(workshop: str, seq: int) -> None:
        heard.append(seq)
        gate.wait(10)

    editing.announcer.listen(slow)
    for number in range(30):
        editing.do(SAMPLE, rename(f"Name {number}"), ANA)
    assert len(editing.announcer._news) <= 1
    gate.set()
    ends = time.monotonic() + 60
    while (not heard or heard[-1] < 30) and time.monotonic() < ends:
        time.sleep(0.01)
    assert heard[-1] == 30
    assert len(heard) <= 4


def test_waiting_ends_with_the_next_change(editing: Editing) -> None:
    threading.Timer(0.1, lambda: editing.do(SAMPLE, rename("One"), ANA)).start()
    assert editing.announcer.wait(SAMPLE, 0, 5)
    assert not editing.announcer.wait(SAMPLE, 1, 0.05)


def test_listeners_are_bounded(editing: Editing) -> None:
    for _ in range(64):
        editing.announcer.listen(lambda workshop, seq: None)
    with pytest.raises(ValueError, match="too many"):
        editing.announcer.listen(lambda workshop, seq: None)


def test_what_was_closed_takes_nothing_in(database: Database, now: dt.datetime) -> None:
    take_in(database, now)
    closed = Editing(database)
    closed.close()
    with pytest.raises(Busy):
        closed.do(SAMPLE, rename("x"), ANA)


def test_removing_a_touchpoint_and_undoing_it_leaves_the_rows_as_they_were(
    editing: Editing, database: Database
) -> None:
    before = rows(database, SAMPLE)
    removed = editing.do(SAMPLE, edit("remove", "touchpoint", "gate-closed"), ANA)
    assert len(removed.after) > 20
    assert {before.records[id].kind for id, was in removed.after.items() if was is None} > {
        "transition",
        "statement",
    }
    undone = editing.do(SAMPLE, Reversal("u-1", "undo"), ANA)
    assert undone.undoes == removed.seq
    assert undone.told == ()
    assert dict(rows(database, SAMPLE).records) == dict(before.records)
    editing.do(SAMPLE, Reversal("u-2", "redo"), ANA)
    assert "gate-closed" not in rows(database, SAMPLE).records


def test_what_was_done_as_one_is_undone_as_one(editing: Editing, database: Database) -> None:
    before = rows(database, SAMPLE)
    editing.do(SAMPLE, rename("Shut"), ANA)
    for number in range(20):
        fields = {"touchpoint": "gate-closed", "state": "current", "text": f"Line {number}"}
        editing.do(SAMPLE, edit("add", "statement", f"line-{number}", fields, group="paste"), ANA)
        if number == 7:
            editing.do(SAMPLE, edit("set", "workshop", SAMPLE, {"place": "Hall"}), BEN)
    undone = editing.do(SAMPLE, Reversal("u-1", "undo"), ANA)
    assert (len(undone.after), undone.told) == (20, ())
    editing.do(SAMPLE, Reversal("u-2", "redo"), ANA)
    assert "line-19" in rows(database, SAMPLE).records
    editing.do(SAMPLE, Reversal("u-3", "undo"), ANA)
    editing.do(SAMPLE, Reversal("u-4", "undo"), ANA)
    editing.do(SAMPLE, Reversal("u-5", "undo"), BEN)
    assert dict(rows(database, SAMPLE).records) == dict(before.records)


def test_undo_is_for_ones_own_changes_only(editing: Editing) -> None:
    editing.do(SAMPLE, rename("Ana's"), ANA)
    with pytest.raises(Refused, match="nothing of yours to undo"):
        editing.do(SAMPLE, Reversal("u-1", "undo"), BEN)
    editing.do(SAMPLE, rename("Ben's"), BEN)
    told = editing.do(SAMPLE, Reversal("u-2", "undo"), ANA)
    assert told.after == {}
    assert "changed since" in told.told[0]
    with pytest.raises(Refused, match="nothing of yours to undo"):
        editing.do(SAMPLE, Reversal("u-3", "undo"), ANA)


def test_undoing_everything_returns_to_the_start(
    editing: Editing, history: History, database: Database
) -> None:
    before = rows(database, SAMPLE)
    for number in range(5):
        editing.do(SAMPLE, rename(f"Name {number}"), ANA)
    stage = before.records["gate-closed"].fields["stage"]
    editing.do(SAMPLE, edit("add", "touchpoint", "tp-new", {"stage": stage, "name": "New"}), ANA)
    editing.do(SAMPLE, edit("remove", "stage", stage), ANA)
    assert history.mine(SAMPLE, "ana") == (7, 0)
    for number in range(7):
        editing.do(SAMPLE, Reversal(f"u-{number}", "undo"), ANA)
    assert history.mine(SAMPLE, "ana") == (0, 7)
    assert dict(rows(database, SAMPLE).records) == dict(before.records)


def test_a_text_that_was_refused_while_its_record_was_gone_is_merged_when_it_is_sent_again(
    editing: Editing, database: Database
) -> None:
    def write(text: str, seen: int):
        return edit("set", "touchpoint", "gate-closed", {"backstage": text}, seen=seen)

    editing.do(SAMPLE, write("One. Two.", 0), BEN)
    editing.do(SAMPLE, edit("remove", "touchpoint", "gate-closed"), BEN)
    with pytest.raises(Refused):
        editing.do(SAMPLE, write("One. Two. Mine.", 1), ANA)
    back = editing.do(SAMPLE, Reversal("u-1", "undo"), BEN)
    editing.do(SAMPLE, write("Theirs. One. Two.", back.seq), BEN)
    editing.do(SAMPLE, write("One. Two. Mine.", 1), ANA)
    assert rows(database, SAMPLE).records["gate-closed"].fields["backstage"] == "Theirs. One. Two. Mine."


def test_two_who_write_the_same_text_keep_both(
    editing: Editing, history: History, database: Database
) -> None:
    def write(text: str, seen: int, **more: object):
        return edit("set", "touchpoint", "gate-closed", {"backstage": text}, seen=seen, **more)

    first = editing.do(SAMPLE, write("The agent left at nine", 0), ANA)
    editing.do(SAMPLE, write("The agent left at nine sharp", first.seq), ANA)
    merged = editing.do(SAMPLE, write("Alas the agent left at nine", first.seq), BEN)
    assert merged.conflict or merged.sent
    editing.do(SAMPLE, write("Base text here", merged.seq), ANA)
    seq = history.snapshot(SAMPLE).seq
    editing.do(SAMPLE, write("Base words here", seq), ANA)
    both = editing.do(SAMPLE, write("Base lines here", seq), BEN)
    assert dict(both.conflict) == {"backstage": {"other": "Base words here", "by": "Ana", "seq": seq + 1}}
    assert rows(database, SAMPLE).records["gate-closed"].fields["backstage"] == "Base lines here"
    fresh = History(database, Editing(database).books)
    (kept,) = [one for one in fresh.snapshot(SAMPLE).conflicts if one["seq"] == both.seq]
    assert kept == {
        "seq": both.seq, "record": "gate-closed", "field": "backstage", "other": "Base words here", "by": "Ana",
    }  # fmt: skip
    chosen = write("Base words and lines here", both.seq, settles=both.seq)
    editing.do(SAMPLE, chosen, BEN)
    assert [one for one in history.snapshot(SAMPLE).conflicts if one["seq"] == both.seq] == []
    editing.do(
        SAMPLE, write("Once more", both.seq + 1, settles=both.seq), ANA
    )  # somebody has chosen already: no harm
    with pytest.raises(Refused, match="no conflict"):
        editing.do(SAMPLE, write("Twice", both.seq + 2, settles=1), ANA)


def test_what_builds_on_a_log_that_is_not_this_one_is_refused(editing: Editing) -> None:
    with pytest.raises(Refused, match="not in this workshop's log"):
        editing.do(SAMPLE, rename("Shut", seen=1), ANA)


def test_the_history_of_a_touchpoint_has_everything_on_it(editing: Editing, history: History) -> None:
    editing.do(SAMPLE, rename("Shut"), ANA)
    editing.do(
        SAMPLE,
        edit(
            "add",
            "statement",
            "st-new",
            {"touchpoint": "gate-closed", "state": "current", "text": "So it is"},
        ),
        BEN,
    )
    editing.do(SAMPLE, edit("set", "workshop", SAMPLE, {"place": "Zagreb"}), BEN)
    editing.do(SAMPLE, edit("set", "statement", "st-new", {"text": "So it was"}, seen=2), ANA)
    editing.do(SAMPLE, edit("remove", "statement", "st-new"), ANA)
    found = history.of(SAMPLE, "gate-closed")
    assert [change.seq for change in found] == [5, 4, 2, 1]
    assert [change.by for change in found] == ["Ana", "Ana", "Ben", "Ana"]
    assert found[1].before["st-new"]["fields"] == {"text": "So it is"}
    assert [change.seq for change in history.of(SAMPLE, "st-new", below=5, limit=1)] == [4]
    assert history.of(SAMPLE, SAMPLE)[0].seq == 3
    with pytest.raises(NotFound):
        history.of(SAMPLE, "nobody")


def test_the_workshop_as_it_was(editing: Editing, history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelog, "BASELINE_EVERY", 3)
    before = dict(history.snapshot(SAMPLE).state.records)
    moments = []
    for number in range(8):
        editing.do(SAMPLE, rename(f"Name {number}"), ANA)
        moments.append(dt.datetime.now(dt.UTC))
    assert dict(history.at(SAMPLE, 0).state.records) == before
    for number in range(8):
        assert history.at(SAMPLE, number + 1).state.records["gate-closed"].fields["name"] == f"Name {number}"
    assert history.at(SAMPLE, moments[4]).seq == 5
    assert history.at(SAMPLE, moments[0] - dt.timedelta(days=1)).seq == 0
    for seq in (9, -1):
        with pytest.raises(NotFound):
            history.at(SAMPLE, seq)


def test_a_seq_or_a_moment_is_read_strictly() -> None:
    assert read_when("12") == 12
    assert read_when("2026-11-23T10:00:00+01:00") == dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    for text in ("", "x", "-1", "2026-11-23T10:00:00", "9" * 20, "0001-01-01T00:00:00+14:00"):
        with pytest.raises(WrongUse):
            read_when(text)


def test_a_file_that_takes_the_workshops_place_is_a_change_like_others(
    editing: Editing, history: History, database: Database
) -> None:
    editing.do(SAMPLE, rename("Shut"), ANA)
    model = exchange.load(database, SAMPLE)
    other = type(model)(
        dataclasses.replace(model.workshop, title="Anew"), [r for r in model if r.kind != "vote"]
    )
    exchange.import_model(database, other, now=dt.datetime.now(dt.UTC), clash="replace")
    assert model_of(history.snapshot(SAMPLE).state) == other
    assert [change.action for change in history.since(SAMPLE, 0).changes] == ["set", "replace"]
    assert editing.do(SAMPLE, rename("Open"), ANA).seq == 3
    assert dict(history.at(SAMPLE, 1).state.records)["gate-closed"].fields["name"] == "Shut"


def test_a_workshop_taken_in_anew_has_a_log_of_its_own(
    editing: Editing, history: History, database: Database
) -> None:
    editing.do(SAMPLE, rename("Shut"), ANA)
    old = history.snapshot(SAMPLE)
    exchange.remove(database, SAMPLE)
    with pytest.raises(NotFound):
        history.snapshot(SAMPLE)
    with pytest.raises(TouchmapError):
        editing.do(SAMPLE, rename("Gone"), ANA)
    take_in(database, dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    new = history.snapshot(SAMPLE)
    assert new.seq == 0
    assert new.origin != old.origin
    assert new.state.records["gate-closed"].fields["name"] != "Shut"
    assert editing.do(SAMPLE, rename("Open"), ANA).seq == 1


def test_a_writer_outlives_a_fault_of_its_own(
    editing: Editing, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(editing, "_recall", lambda *_: 1 / 0)
        with pytest.raises(StorageTrouble):
            editing.do(SAMPLE, rename("One"), ANA)
    assert editing.do(SAMPLE, rename("Two"), ANA).seq == 1


def test_an_error_of_the_whole_database_fails_the_whole_batch(
    editing: Editing, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(Exception):
        sqlite_errorcode = 13

    def full(*_: object) -> None:
        raise OperationalError("INSERT", {}, Full("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr(module, "explained", lambda error: StorageTrouble("The disk is full.", ""))
        patch.setattr(
            "touchmap.store.database.explained", lambda error: StorageTrouble("The disk is full.", "")
        )
        patch.setattr(changelog, "append", full)
        answers = editing.do_all(SAMPLE, [rename("One"), rename("Two")], ANA)
    assert [str(answer) for answer in answers] == ["The disk is full."] * 2
    assert hold(database, SAMPLE) == 0
