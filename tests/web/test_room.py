"""A room by plain forms: the facilitator opens, leads, moderates, reveals and closes it; what is private reaches nobody."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from roomers import ROOM, Owner, fields_of, join, open_room, parts_of
from served import WORKSHOP, sign_in

SECRET = "Nobody may read this before it is revealed: xyzzy"


@pytest.fixture
def owner(house: Flask) -> Owner:
    return open_room(sign_in(house))


def test_opening_brings_the_agenda_the_code_and_a_qr_code(house: Flask) -> None:
    client = sign_in(house)
    before = client.get(ROOM).text
    assert "Half a day" in before or "Agenda" in before
    owner = open_room(client)
    page = owner.page()
    assert f"{owner.code[:3]} {owner.code[3:]}" in page
    assert "<svg" in page
    assert 'aria-label="QR code of the address to join"' in page
    assert ">localhost/join<" in page  # as the wall has it, to be typed
    assert "works on this machine only" in page


def test_every_kind_of_step_has_a_phone_page_and_a_facilitators_page(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code, name="Ana")
    for one in owner.view()["agenda"]:
        owner.post("/go", to=one["id"])
        assert phone.page().count("<h1") == 1
        assert "phone-main" not in phone.page()
        assert one["title"] in html.unescape(owner.page())
        assert "None" not in re.sub("<[^>]*>|None yet", "", phone.page())


def test_next_back_timer_and_spotlight(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    step = owner.go("current")
    owner.post(f"/steps/{step}/timer", action="start", minutes="3")
    assert "data-ends=" in phone.page()
    owner.post(f"/steps/{step}/timer", action="extend", minutes="1")
    owner.post(f"/steps/{step}/timer", action="pause")
    assert "paused" in phone.page()
    owner.post(f"/steps/{step}/timer", action="resume")
    owner.post(f"/steps/{step}/timer", action="end")
    assert "data-ends=" not in phone.page()
    owner.post(f"/steps/{step}/timer", 409, action="start", minutes="soon")
    last = owner.view()["touchpoints"][-1]
    owner.post("/shine", touchpoint=last["id"])
    assert last["name"] in html.unescape(phone.page())
    owner.post("/go", to="next")
    assert owner.view()["step"]["kind"] == "desired"
    owner.post("/go", to="back")
    assert owner.view()["step"]["id"] == step
    owner.post("/go", 404, to="nowhere")


def test_notes_are_hidden_merged_and_turned_into_what_they_are(house: Flask, owner: Owner) -> None:
    step, phones = owner.go("touchpoints"), [join(house, owner.code) for _ in range(3)]
    for number, phone in enumerate(phones):
        phone.send(f"/room/{step}/note", text=f"Contact {number}")
    ids = [one["id"] for one in owner.view()["notes"]]
    owner.post("/notes", deed=f"hide {ids[0]}")
    assert "Contact 0" not in phones[1].page()
    assert "Contact 0" in owner.page()
    owner.post("/notes", deed=f"show {ids[0]}")
    assert "Contact 0" in phones[1].page()
    owner.post("/notes", 409, deed="merge", ticked=[ids[1]])
    owner.post("/notes", deed="merge", ticked=[ids[1], ids[2]])
    assert [one["same"] for one in owner.view()["notes"]] == [0, 1]
    owner.post("/notes", deed="turn touchpoint", ticked=[ids[0]])
    assert "Contact 0" in [one["name"] for one in owner.view()["touchpoints"]]
    owner.post("/notes", 404, deed="burn x")


def test_somebody_is_removed_helps_and_has_a_code_to_come_back(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code, name="Ana")
    step = owner.go("touchpoints")
    id = parts_of(house).joining.people(WORKSHOP)[0].id
    assert "You help to run this" not in phone.page()
    key = fields_of(phone.page(), f"/room/{step}/done")["form_key"]
    alone = phone.client.post(f"/room/{step}/help", data={"form_key": key, "deed": "next"})
    assert alone.status_code == 403
    assert "Only the facilitator" in alone.text
    owner.post(f"/people/{id}", deed="help")
    phone.send(f"/room/{step}/help", deed="freeze")
    assert owner.view()["step"]["frozen"]
    phone.send(f"/room/{step}/help", deed="next")
    late = phone.client.post(f"/room/{step}/help", data={"form_key": key, "deed": "next"})
    assert late.status_code == 409
    letters = owner.client.get(f"{ROOM}/people?code={id}").text
    assert re.search(r"[A-Z]{3}-[A-Z]{3}", letters)
    owner.post(f"/people/{id}", deed="remove")
    out = phone.client.get("/room")
    assert out.status_code == 403
    assert "Your session is over on this device." in out.text
    owner.post("/people/p-nobody", 404, deed="remove")


def test_the_agenda_is_edited_while_it_runs(house: Flask, owner: Owner) -> None:
    join(house, owner.code)
    steps = [one["id"] for one in owner.view()["agenda"]]
    owner.post("/steps", title="Coffee", after=steps[0])
    titles = [one["title"] for one in owner.view()["agenda"]]
    assert titles[1] == "Coffee"
    owner.post(f"/steps/{steps[2]}/move", deed="up")
    assert [one["id"] for one in owner.view()["agenda"]].index(steps[2]) == 2
    owner.post(f"/steps/{steps[2]}/move", deed="down")
    owner.post("/steps", again=steps[3])
    assert len(owner.view()["agenda"]) == len(steps) + 2
    owner.post(f"/steps/{steps[-2]}/move", deed="drop")
    assert steps[-2] not in [one["id"] for one in owner.view()["agenda"]]
    page = owner.client.get(f"{ROOM}/steps/{steps[3]}")
    assert page.status_code == 200
    owner.post(
        f"/steps/{steps[3]}",
        title="Rate it",
        kind="rate",
        prompt="And how was that?",
        visibility="open",
        anonymity="none",
        minutes="7.5",
        scales=["personal", "performance"],
        sure="yes",
    )
    owner.post("/go", to=steps[3])
    step = owner.view()["step"]
    assert (step["prompt"], step["scales"], step["promise"]) == (
        "And how was that?",
        ["personal", "performance"],
        "open/none",
    )
    owner.post(f"/steps/{steps[3]}", 422, title="")
    assert owner.client.get(f"{ROOM}/steps/none").status_code == 404


def test_it_closes_only_with_commitments_and_then_everybody_is_out(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    code = owner.code
    for id, entry in list(_commitments(house)):
        owner.post(f"/commitments/{id}", deed="drop")
        assert entry
    refused = owner.post("/close", 409)
    assert "There is no commitment yet." in refused.text
    owner.post("/commitments", action="One number")
    page = owner.page()
    assert "One number has no owner and no date and no measure." in html.unescape(page)
    (made,) = (id for id, _ in _commitments(house))
    owner.post(f"/commitments/{made}", action="One number", owner="Ana", due="2027-01-31", measure="Calls")
    step = owner.go("behaviours")
    phone.send(f"/room/{step}/note", text=SECRET)
    assert "never revealed" in owner.page()
    owner.post("/close", 409)
    assert "Say why they are thrown away." in owner.post("/close", 409, held="drop").text
    owner.post("/close", held="drop", reason="It was a try.")
    assert "The session is closed." in owner.page()
    assert "Make the report" in owner.page()
    assert phone.client.get("/room").status_code == 403
    assert house.test_client().get(f"/join/{code}").status_code == 404
    assert SECRET not in owner.client.get(f"/api/v1/workshops/{WORKSHOP}/snapshot").text


def _commitments(app: Flask) -> list[tuple[str, object]]:
    editing = parts_of(app).editing
    with editing.database.reading() as session:
        return list(editing.books.current(session, WORKSHOP).state.of_kind("commitment"))


def test_nothing_action_with_a_reason_is_enough(house: Flask, owner: Owner) -> None:
    for id, _ in _commitments(house):
        owner.post(f"/commitments/{id}", deed="drop")
    owner.post("/commitments", action="Training", no_action="yes", reason="It would not remove the cause.")
    owner.post("/close")
    assert "The session is closed." in owner.page()


def test_during_a_private_step_a_guest_gets_no_byte_of_anothers_text(
    house: Flask, owner: Owner, stranger_paths: list[str]
) -> None:
    writer, reader = join(house, owner.code, name="Ana"), join(house, owner.code, name="Bea")
    for kind in ("current", "behaviours"):
        step = owner.go(kind)
        writer.send(f"/room/{step}/note", text=f"xyzzy-{kind}")
        assert f"xyzzy-{kind}" in writer.page()
        told = b""
        for path in stranger_paths:
            answer = reader.client.get(path, buffered=False)
            if answer.mimetype == "text/event-stream":
                told += next(iter(answer.response))  # type: ignore[arg-type]  # how things stand
                answer.close()
            else:
                told += answer.data
                answer.close()  # of a file that is sent
            told += str(answer.headers).encode()
        assert f"xyzzy-{kind}".encode() not in told
        everything = "".join(
            owner.client.get(path).text
            for path in (
                ROOM,
                f"{ROOM}/now",
                f"/workshops/{WORKSHOP}",
                f"/api/v1/workshops/{WORKSHOP}/snapshot",
                f"/api/v1/workshops/{WORKSHOP}/changes",
                f"/workshops/{WORKSHOP}/file/workshop.yaml",
            )
        )
        assert f"xyzzy-{kind}" not in everything
        owner.post(f"/steps/{step}/reveal")
        assert f"xyzzy-{kind}" in reader.page()
        assert ("Ana" in owner.page().split('id="notes"')[1].split("</section>")[0]) == (kind == "current")


@pytest.fixture
def stranger_paths(house: Flask, owner: Owner) -> list[str]:
    """Every address that may be read, with and without a script."""
    fill = {
        "workshop": WORKSHOP,
        "touchpoint": "gate-closed",
        "form": "yaml",
        "job": "0" * 16,
        "code": owner.code,
    }
    found = []
    for rule in house.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            found.append(re.sub(r"<(?:\w+:)?(\w+)>", lambda part: fill.get(part[1], "x"), rule.rule))
    return found


def test_a_guest_reaches_nothing_of_the_owner_and_the_owner_nothing_of_a_guest(
    house: Flask, owner: Owner
) -> None:
    phone = join(house, owner.code)
    assert phone.client.get(f"/workshops/{WORKSHOP}").status_code == 403
    assert phone.client.get(f"/api/v1/workshops/{WORKSHOP}/snapshot").status_code == 403
    assert phone.client.get(ROOM).status_code == 403
    assert owner.client.get("/room").status_code == 403


def test_the_stream_tells_marks_and_numbers_and_ends_with_out(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code, name="Ana")
    owner.go("touchpoints")
    answer = phone.client.get("/room/events", buffered=False)
    body = iter(answer.response)
    first = next(body)
    assert b"event: room" in first
    assert b'"people":1' in first
    id = parts_of(house).joining.people(WORKSHOP)[0].id
    owner.post(f"/people/{id}", deed="remove")
    said = b""
    for piece in body:
        said += piece if isinstance(piece, bytes) else piece.encode()
        if b"event: out" in said:
            break
    assert b"event: out" in said
    answer.close()
