"""The stream of a real server: what was missed, what comes, who may listen, and how it ends."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from streaming import API, SAMPLE, Person, Server

from touchmap.app import create_app, owner_link
from touchmap.config import read_config
from touchmap.store.database import FILE
from touchmap.web.parts import EXTENSION


def head_of(person: Person) -> int:
    return int(person.ask("GET", f"{API}/changes?after=0&limit=1")[1]["seq"])


def test_what_was_missed_comes_first_and_what_follows_goes_on_from_it(person: Person) -> None:
    first = [person.edit(f"missed {number}") for number in range(3)]
    stream = person.listen(f"?after={first[0] - 1}")
    assert stream.answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert stream.until("hello").data["seq"] == first[-1]
    assert stream.changes(3) == first
    later = person.edit("afterwards")
    event = stream.until("change")
    assert (event.id, event.data["seq"], event.data["after"]["gate-closed"]["fields"]) == (
        later,
        later,
        {"name": "afterwards"},
    )
    stream.close()


def test_last_event_id_is_what_has_been_seen_and_goes_before_the_address(person: Person) -> None:
    seqs = [person.edit(f"one of three {number}") for number in range(3)]
    for seen in range(3):
        stream = person.listen("?after=0", last=seqs[seen])
        later = person.edit(f"after {seen}")
        expected = list(range(seqs[seen] + 1, later + 1))
        assert stream.changes(len(expected)) == expected
        stream.close()


def test_a_stream_without_a_seq_begins_with_what_comes_and_knows_where_it_is(person: Person) -> None:
    head = head_of(person)
    stream = person.listen()
    hello = stream.until("hello")
    assert (hello.id, hello.data["seq"], hello.data["actor"]) == (head, head, person.actor)
    assert person.edit("next") == head + 1
    assert stream.changes(1) == [head + 1]
    stream.close()


def test_a_seq_that_the_log_has_not_or_another_log_asks_for_the_whole_workshop(person: Person) -> None:
    head = head_of(person)
    for query in (f"?after={head + 5}", f"?after={head}&origin=another"):
        stream = person.listen(query)
        hint = stream.until("snapshot")
        assert (hint.id, hint.data["seq"]) == (head, head)
        stream.close()


@pytest.mark.parametrize("query", ["?after=x", "?after=-1", "?after=" + "9" * 16, "?after=%D9%A3"])
def test_a_seq_that_is_no_number_is_refused(person: Person, query: str) -> None:
    stream = person.listen(query)
    assert stream.status == 400
    stream.close()


def test_who_is_not_signed_in_and_what_is_not_there_get_no_stream(person: Person) -> None:
    assert person.ask("GET", "/api/v1/workshops/nothing-such/events")[0] == 404
    assert person.ask("POST", "/api/v1/workshops/nothing-such/presence", {})[0] == 404
    stranger = Person.__new__(Person)
    stranger.server, stranger.headers = person.server, {}
    assert stranger.ask("GET", f"{API}/events")[0] == 403
    assert person.ask("HEAD", f"{API}/events") == (200, b"")


def test_no_event_is_heard_before_its_commit_is_in_the_file(person: Person) -> None:
    stream = person.listen()
    stream.until("here")
    with closing(sqlite3.connect(person.server.data / FILE)) as file:
        for number in range(10):
            person.edit(f"durable {number}")
            (seq,) = stream.changes(1)
            assert file.execute("SELECT max(seq) FROM change").fetchone()[0] >= seq
    stream.close()


def test_eight_streams_of_one_session_all_hear_everything(person: Person) -> None:
    streams = [person.listen() for _ in range(8)]
    for stream in streams:
        stream.until("here")
    seqs = [person.edit(f"for eight {number}") for number in range(5)]
    assert [stream.changes(5) for stream in streams] == [seqs] * 8
    for stream in streams:
        stream.close()


def test_who_is_here_and_types_is_told_without_an_id_and_stored_nowhere(person: Person) -> None:
    other = person.server.sign_in()
    stream = person.listen()
    stream.until("here")
    theirs = other.listen()
    place = {"record": "gate-closed", "field": "current", "typing": True}
    assert other.ask("POST", f"{API}/presence", place)[0] == 204
    told = _news_of(stream, other.actor, lambda one: "record" in one)
    assert told == {"actor": other.actor, "here": True, "by": "Firefox on Linux", **place}
    theirs.close()
    assert _news_of(stream, other.actor, lambda one: not one["here"]) == {
        "actor": other.actor,
        "here": False,
    }
    head = head_of(person)
    stream.close()
    again = person.listen(f"?after={head}")
    everybody = again.until("here")
    assert everybody.data["all"] is True
    assert other.actor not in {one["actor"] for one in everybody.data["people"]}
    again.close()


def _news_of(stream: object, actor: str, wanted: object) -> dict[str, object]:
    while True:
        event = stream.until("here")  # type: ignore[attr-defined]  # a Stream
        assert event.id is None
        for one in event.data["people"]:
            if one["actor"] == actor and wanted(one):  # type: ignore[operator]  # a function
                return dict(one)


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {"record": "<b>"},
        {"field": "no such field"},
        {"typing": "yes"},
        {"text": "hello everybody"},
        {"record": 5},
    ],
)
def test_presence_carries_no_text_of_ones_own(person: Person, said: object) -> None:
    assert person.ask("POST", f"{API}/presence", said)[0] == 400


def test_a_cell_that_holds_no_record_is_named_by_its_lane(person: Person) -> None:
    assert person.ask("POST", f"{API}/presence", {"record": "gate-closed", "field": "desired"})[0] == 204


def test_a_session_that_is_ended_loses_its_stream_at_once(person: Person) -> None:
    other = person.server.sign_in()
    theirs, mine = other.listen(), person.listen()
    theirs.until("here")
    assert person.form(f"/settings/visits/{other.actor}/end") == 303
    began = time.monotonic()
    assert [event.name for event in theirs.rest()][-1] == "out"
    assert time.monotonic() - began < 5
    seq = person.edit("only for me")
    assert mine.changes(1) == [seq]
    assert other.ask("GET", f"{API}/events")[0] == 403
    mine.close()


def test_who_does_not_read_is_dropped_and_comes_back_by_the_last_event_id(person: Person) -> None:
    quick, slow = person.listen(), person.listen(buffer=4_096)
    quick.until("here")
    seqs = [head_of(person)]
    for number in range(100):
        seqs.append(person.write(f"{number} " + "long text " * 900, seen=seqs[-1]))
        assert quick.changes(1) == seqs[-1:]
    seqs = seqs[1:]
    deadline = time.monotonic() + 60
    heard = [event.id for event in slow.rest() if event.name == "change"]
    assert time.monotonic() < deadline
    assert heard == seqs[: len(heard)]
    assert len(heard) < len(seqs)
    back = person.listen(last=heard[-1] if heard else seqs[0] - 1)
    assert back.changes(len(seqs) - len(heard)) == seqs[len(heard) :]
    for stream in (quick, slow, back):
        stream.close()


def test_a_server_that_stops_says_when_to_come_back_and_nothing_is_missed(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    person = server.sign_in()
    streams = [person.listen() for _ in range(6)]
    for stream in streams:
        stream.until("here")
    first = [person.edit(f"before {number}") for number in range(3)]
    assert [stream.changes(3) for stream in streams] == [first] * 6
    assert server.stop() == ""
    waits = [stream.rest()[-1] for stream in streams]
    assert {wait.name for wait in waits} == {"retry"}
    assert all(500 <= wait.data <= 5_000 for wait in waits)
    assert len({wait.data for wait in waits}) > 1
    server.start()
    again = person.listen(last=first[1])
    later = [person.edit(f"after {number}") for number in range(3)]
    assert again.changes(4) == [first[2], *later]
    again.close()
    assert server.stop() == ""


def test_a_workshop_that_is_removed_ends_its_streams(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    try:
        person = server.sign_in()
        stream = person.listen()
        stream.until("here")
        assert person.form(f"/workshops/{SAMPLE}/remove", confirm=SAMPLE) == 303
        assert [event.name for event in stream.rest()][-1] == "gone"
        assert person.listen().status == 404
    finally:
        server.stop()


def test_a_crowd_of_streams_from_one_session_is_refused(person: Person) -> None:
    streams = [person.listen() for _ in range(40)]
    assert {stream.status for stream in streams} == {200, 503}
    for stream in streams:
        stream.close()


def test_somebody_who_says_where_they_are_too_often_is_asked_to_wait(tmp_path: Path) -> None:
    app = create_app(read_config({}), tmp_path)
    client = app.test_client()
    client.get(owner_link(app, ""))
    key = client.get("/api/v1/session").get_json()["form_key"]
    for _ in range(2_000):
        answer = client.post(f"{API}/presence", json={}, headers={"X-Form-Key": key})
        if answer.status_code != 404:  # there is no workshop here
            break
    app.extensions[EXTENSION].access.database.close()
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
