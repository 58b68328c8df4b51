"""What is private in a room is in no byte that anybody else is sent, and what has no name has none in any file."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from roomers import ROOM, Owner, Phone, join, open_room, parts_of
from served import WORKSHOP, sign_in

from touchmap.cli.entry import run

TEXT = "xyzzy-secret-words"
PLACE = "gate-closed"
#: What differs between two looks at the same: moments, numbers of forms, keys of versions and of sessions.
PASSING = re.compile(
    rb"\b[bns]-[0-9a-f]{16}\b|data-now=\"[\d.]+\"|data-key=\"[^\"]*\"|\"key\":\s*\"[^\"]*\"|\"now\":\s*[\d.]+"
    rb"|[0-9a-f]{64}|\"(?:seq|held|version)\":\s*\d+|retry: \d+"
    rb"|(?:Content-Length|Date|Expires|Last-Modified|Set-Cookie|ETag|Server-Timing)[^\n]*"
)
#: What the facilitator and the wall look at.
OWNERS = [ROOM, f"{ROOM}/now", f"{ROOM}/wall", f"{ROOM}/wall/now", f"/api/v1/workshops/{WORKSHOP}/room"]


@pytest.fixture
def owner(house: Flask) -> Owner:
    return open_room(sign_in(house))


def addresses(app: Flask, owner: Owner, step: str) -> list[str]:
    """Every address of the application that may be read, with what stands in it filled in, and the browser's files."""
    fill = {
        "workshop": WORKSHOP,
        "touchpoint": PLACE,
        "form": "yaml",
        "job": "0" * 16,
        "code": owner.code,
        "step": step,
    }
    fill |= {"filename": "css/phone.css", "record": step, "path": "css/phone.css"}
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            found.append(re.sub(r"<(?:\w+:)?(\w+)>", lambda part: fill.get(part[1], "x"), rule.rule))
    assert {"/room", "/room/step", "/room/events", f"/api/v1/workshops/{WORKSHOP}/snapshot", ROOM} <= set(
        found
    )
    return [*found, f"/workshops/{WORKSHOP}/file.json", f"/room?at={PLACE}", f"/room?edit={TEXT}"]


def got(client: FlaskClient, paths: list[str]) -> dict[str, bytes]:
    """Every byte that a browser is sent at some addresses: heads and bodies, of streams how things stand."""
    told = {}
    for path in paths:
        answer = client.get(path, buffered=False)
        if answer.mimetype == "text/event-stream":
            first = next(iter(answer.response))
            body = first if isinstance(first, bytes) else str(first).encode()
        else:
            body = answer.data
        answer.close()
        told[path] = b"%d\n%b\n%b" % (answer.status_code, str(answer.headers).encode(), body)
    return told


def same(told: dict[str, bytes]) -> dict[str, bytes]:
    """Without what differs between two looks at the same."""
    return {path: PASSING.sub(b"", content) for path, content in told.items()}


@pytest.mark.parametrize("kind", ["current", "behaviours"])
def test_a_note_is_in_no_byte_for_others_before_it_is_revealed(house: Flask, owner: Owner, kind: str) -> None:
    writer, reader = join(house, owner.code, name="Ana"), join(house, owner.code, name="Bea")
    step = owner.go(kind)
    writer.send(f"/room/{step}/note", text=TEXT)
    assert TEXT in writer.page()
    paths = addresses(house, owner, step)
    for client in (reader.client, owner.client, house.test_client()):
        for path, content in got(client, paths).items():
            if path != f"/room?edit={TEXT}":
                assert TEXT.encode() not in content, path
    owner.post(f"/steps/{step}/reveal")
    assert TEXT in reader.page()


def test_an_open_stream_tells_of_a_private_note_that_there_is_one_more_and_nothing_else(
    house: Flask, owner: Owner
) -> None:
    writer, reader = join(house, owner.code, name="Ana"), join(house, owner.code, name="Bea")
    step = owner.go("current")
    for client in (reader.client, owner.client):
        path = "/room/events" if client is reader.client else f"{ROOM}/events"
        answer = client.get(path, buffered=False)
        stream, said = iter(answer.response), b""
        writer.send(f"/room/{step}/note", text=TEXT)
        given = owner.view()["counts"]["given"]
        while b'"given":%d' % given not in said:
            piece = next(stream)
            said += piece if isinstance(piece, bytes) else str(piece).encode()
        answer.close()
        assert TEXT.encode() not in said
        assert b'"change"' not in said


def rated(phone: Phone, step: str, emotion: int, importance: int) -> None:
    phone.send(
        f"/room/{step}/rating",
        query=f"?at={PLACE}",
        touchpoint=PLACE,
        emotion=str(emotion),
        importance=str(importance),
    )


def test_every_byte_is_the_same_whatever_somebody_else_has_rated_in_private(
    house: Flask, owner: Owner
) -> None:
    writer, reader = join(house, owner.code, name="Ana", group=""), join(house, owner.code, name="Bea")
    step = owner.go("rate")
    paths = addresses(house, owner, step)
    rated(writer, step, -2, 1)
    owner.page()  # what it said last
    low, low_owner = same(got(reader.client, paths)), same(got(owner.client, OWNERS))
    rated(writer, step, 2, 5)
    assert same(got(reader.client, paths)) == low
    assert same(got(owner.client, OWNERS)) == low_owner


def test_every_byte_is_the_same_wherever_somebody_else_has_put_their_dots(house: Flask, owner: Owner) -> None:
    writer, reader = join(house, owner.code), join(house, owner.code)
    step = owner.go("vote")
    view = owner.view()
    one, other = (proposal["id"] for proposal in view["opportunities"][:2])
    paths = addresses(house, owner, step)
    writer.send(f"/room/{step}/vote", opportunity=one, dots="2")
    writer.send(f"/room/{step}/vote", opportunity=other, dots="1")
    owner.page()  # what it said last
    before = same(got(reader.client, paths))
    wall = same(got(owner.client, OWNERS))
    writer.send(f"/room/{step}/vote", opportunity=one, dots="1")
    writer.send(f"/room/{step}/vote", opportunity=other, dots="2")
    assert same(got(reader.client, paths)) == before
    assert same(got(owner.client, OWNERS)) == wall


def test_a_participant_is_refused_at_every_address_of_the_owner(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    step = owner.go("current")
    for path, content in got(phone.client, addresses(house, owner, step)).items():
        if path.startswith(("/workshops/", "/api/v1/workshops/", "/settings", "/report")):
            assert content[:3] in (b"403", b"404", b"405"), path


def test_what_is_held_is_in_no_file_that_leaves_the_house(
    house: Flask, owner: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    writer = join(house, owner.code, name="Ana")
    step = owner.go("current")
    writer.send(f"/room/{step}/note", text=TEXT)
    data = ["--data", str(tmp_path / "data")]
    outputs = [tmp_path / "out.yaml", tmp_path / "out.json"]
    for output in outputs:
        assert run([*data, "export", WORKSHOP, "-o", str(output)]) == 0
    assert run([*data, "list"]) == 0
    assert run([*data, "analyse", WORKSHOP]) == 0
    said = capsys.readouterr()
    assert TEXT not in said.out + said.err
    for output in outputs:
        assert TEXT not in output.read_text(encoding="utf-8")


def secret_of(house: Flask, phone: Phone) -> str:
    """What only a phone's own token opens."""
    (token,) = re.findall(r"touchmap-room[^=]*=([^;]+)", phone.client.get("/room").request.headers["Cookie"])
    found = parts_of(house).joining.resume(token)
    assert found is not None
    return found.secret


def nameless(house: Flask, owner: Owner) -> tuple[str, list[str]]:
    """A nameless step in which three people have written two notes each, revealed; its id, and their secrets."""
    phones = [join(house, owner.code, name=name) for name in ("Ana Quist", "Bea Quist", "Cem Quist")]
    step = owner.go("behaviours")
    for turn in range(2):
        for phone in phones:
            phone.send(f"/room/{step}/note", text=f"{TEXT} {turn}")
    secrets = [secret_of(house, phone) for phone in phones]
    owner.post(f"/steps/{step}/reveal")
    return step, secrets


def test_what_has_no_name_has_none_in_log_history_or_export(house: Flask, owner: Owner) -> None:
    step, _ = nameless(house, owner)
    snapshot = owner.client.get(f"/api/v1/workshops/{WORKSHOP}/snapshot").get_json()
    notes = {
        id
        for id, entry in snapshot["records"].items()
        if entry["kind"] == "note" and entry["fields"].get("step") == step
    }
    assert len(notes) == 6
    assert all(not {"person", "group"} & set(snapshot["records"][id]["fields"]) for id in notes)
    changes = owner.client.get(f"/api/v1/workshops/{WORKSHOP}/changes?after=0&limit=500").get_json()[
        "changes"
    ]
    about = [change for change in changes if notes & set(change["after"])]
    assert about
    assert {(change["actor"], change["by"]) for change in about} <= {
        ("room", "the room"),
        ("room", "somebody"),
    }
    assert (
        len({change["at"] for change in about}) == 1
    )  # revealed at one moment: none tells when it was written
    assert not any("Quist" in str(change) for change in about)


def test_after_the_close_no_file_of_the_database_tells_who_wrote_what(
    house: Flask, owner: Owner, tmp_path: Path
) -> None:
    step, secrets = nameless(house, owner)
    for id in [id for id, _ in _commitments(house)]:
        owner.post(f"/commitments/{id}", deed="drop")
    owner.post("/commitments", action="Training", no_action="yes", reason="It would not remove the cause.")
    owner.post("/close", held="drop", reason="Not needed.")
    everything = b"".join(
        path.read_bytes()
        for path in (tmp_path / "data").iterdir()
        if path.is_file() and "sqlite" in path.name
    )
    assert TEXT.encode() in everything  # the notes themselves are there
    assert len(secrets) == 3
    for secret in secrets:
        assert secret.encode() not in everything  # not even in pages that are free, or in the write-ahead log
    with closing(sqlite3.connect(f"file:{tmp_path}/data/touchmap.sqlite?mode=ro", uri=True)) as rows:
        order = [
            id for (id,) in rows.execute("SELECT id FROM note WHERE step_id = ? ORDER BY rowid", (step,))
        ]
    assert order == sorted(order)  # by ids that chance made: neither by hand nor by time


def _commitments(app: Flask) -> list[tuple[str, object]]:
    editing = parts_of(app).editing
    with editing.database.reading() as session:
        return list(editing.books.current(session, WORKSHOP).state.of_kind("commitment"))
