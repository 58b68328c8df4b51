"""A room by plain forms: the facilitator opens, leads, reveals and closes it; guests join, give, and are refused in sentences."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from roomers import ROOM, Owner, fields_of, join, open_room, parts_of
from served import WORKSHOP, close, make_app, sign_in

SECRET = "Nobody may read this before it is revealed: xyzzy"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Flask]:
    """An application of the test's own, with the sample."""
    made = make_app(tmp_path / "data")
    yield made
    parts_of(made).editing.close()
    close(made)


@pytest.fixture
def owner(house: Flask) -> Owner:
    return open_room(sign_in(house))


def first_touchpoint(owner: Owner) -> str:
    return str(owner.view()["touchpoints"][0]["id"])


def test_opening_brings_the_agenda_the_code_and_a_qr_code(house: Flask) -> None:
    client = sign_in(house)
    before = client.get(ROOM).text
    assert "Half a day" in before or "Agenda" in before
    owner = open_room(client)
    page = owner.page()
    assert f"{owner.code[:3]} {owner.code[3:]}" in page
    assert "<svg" in page
    assert 'aria-label="QR code of the address to join"' in page
    assert "http://localhost/join" in page
    assert "works on this machine only" in page


def test_whoever_has_the_code_joins_without_a_name_and_resumes_by_the_cookie(
    house: Flask, owner: Owner
) -> None:
    phone = join(house, owner.code)
    assert "How was it?" in phone.page() or "<h1" in phone.page()
    again = phone.client.get(f"/join/{owner.code}")
    assert again.status_code == 303
    assert again.location == "/room"
    assert owner.view()["people"] == 1


def test_the_code_may_be_typed_with_spaces(house: Flask, owner: Owner) -> None:
    code = f"{owner.code[:3]} {owner.code[3:]}"
    answer = house.test_client().get("/join", query_string={"code": code})
    assert answer.location == f"/join/{owner.code}"


def test_the_participants_cookie_is_its_own_and_out_of_reach(house: Flask, owner: Owner) -> None:
    answer = house.test_client().get(f"/join/{owner.code}")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("touchmap-room-")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    secure = house.test_client().get(f"/join/{owner.code}", base_url="https://localhost")
    (cookie,) = secure.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-touchmap-room-")
    assert "Secure" in cookie


def test_a_join_form_sent_twice_joins_once(house: Flask, owner: Owner) -> None:
    client = house.test_client()
    given = fields_of(client.get(f"/join/{owner.code}").text, f"/join/{owner.code}")
    for _ in range(2):
        assert client.post(f"/join/{owner.code}", data=given | {"name": "Ana"}).status_code == 303
    assert owner.view()["people"] == 1


def test_a_form_from_elsewhere_is_refused(house: Flask, owner: Owner) -> None:
    client = house.test_client()
    client.get(f"/join/{owner.code}")
    assert client.post(f"/join/{owner.code}", data={"name": "x"}).status_code == 403
    phone, other = join(house, owner.code), join(house, owner.code)
    step = owner.go("touchpoints")
    stolen = fields_of(other.page(), f"/room/{step}/note")
    answer = phone.client.post(f"/room/{step}/note", data=stolen | {"text": "x"})
    assert answer.status_code == 403


def test_wrong_codes_are_told_and_throttled_right_ones_with_the_qr_key_are_not(
    house: Flask, owner: Owner
) -> None:
    wrong = f"{(int(owner.code) + 1) % 10**6:06}"
    client = house.test_client()
    first = client.get(f"/join/{wrong}")
    assert first.status_code == 404
    assert "This code opens no session." in first.text
    codes = {client.get(f"/join/{wrong}").status_code for _ in range(70)}
    assert codes == {404, 429}
    held = client.get(f"/join/{owner.code}")
    assert held.status_code == 429
    assert held.headers["Retry-After"]
    opened = parts_of(house).joining.opened(WORKSHOP)
    assert opened is not None
    assert client.get(f"/join/{owner.code}?k={opened.key}").status_code == 200


def test_a_locked_room_lets_nobody_new_in_but_those_who_were_here(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code, name="Ana")
    letters = re.search(r'class="letters">([A-Z]{3}-[A-Z]{3})<', phone.client.get("/room/me").text)
    assert letters is not None
    owner.post("/lock", locked="yes")
    client = house.test_client()
    page = client.get(f"/join/{owner.code}")
    assert "The room is locked." in page.text
    refused = client.post(f"/join/{owner.code}", data=fields_of(page.text, f"/join/{owner.code}"))
    assert refused.status_code == 409
    assert "Ask the facilitator to let you in." in refused.text
    back = f"/join/{owner.code}/back"
    given = fields_of(client.get(back).text, back)
    wrong = client.post(back, data=given | {"back": "AAA-AAA"})
    assert wrong.status_code == 404
    assert "nobody" in wrong.text
    assert client.post(back, data=given | {"back": letters[1].lower()}).status_code == 303
    assert "Ana" in client.get("/room").text
    assert owner.view()["people"] == 1


def test_a_group_that_is_not_in_the_list_is_refused(house: Flask, owner: Owner) -> None:
    client = house.test_client()
    page = client.get(f"/join/{owner.code}").text
    given = fields_of(page, f"/join/{owner.code}")
    listed = 'type="radio" name="group"' in page
    answer = client.post(f"/join/{owner.code}", data=given | {"group": "pirates"})
    assert answer.status_code == (409 if listed else 303)


def test_the_promise_stands_before_the_field(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code, name="Ana")
    for kind in ("current", "waste", "rate", "behaviours"):
        owner.go(kind)
        page = phone.page()
        place = page.index('class="promise"')
        assert "nobody sees this before" in page[place:]
        assert place < page.index('<form method="post" action="/room/')


def test_a_note_is_kept_changed_and_taken_back(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code, name="Ana")
    step = owner.go("touchpoints")
    note = f"/room/{step}/note"
    phone.send(note, text="The taxi <home>")
    page = phone.page()
    assert "The taxi &lt;home&gt;" in page
    assert "The taxi &lt;home&gt;" in owner.page()
    edit = re.search(r'href="(/room\?[^"]*edit=[^"]+)"', page)
    assert edit is not None
    address = html.unescape(edit[1])
    given = fields_of(phone.client.get(address).text, note)
    assert phone.client.post(note, data=given | {"text": "The night bus"}).status_code == 303
    assert "The taxi" not in phone.page()
    assert "The night bus" in phone.page()
    phone.send(f"/room/{step}/withdraw")
    assert "The night bus" not in phone.page()
    assert "The night bus" not in owner.page()


def test_the_same_sending_twice_changes_nothing(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    step = owner.go("touchpoints")
    given = fields_of(phone.page(), f"/room/{step}/note") | {"text": "The queue"}
    for _ in range(3):
        assert phone.client.post(f"/room/{step}/note", data=given).status_code == 303
    assert [one["text"] for one in owner.view()["notes"]] == ["The queue"]


def test_a_refused_text_stays_in_its_field_with_the_sentence(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    step = owner.go("touchpoints")
    given = fields_of(phone.page(), f"/room/{step}/note")
    empty = phone.client.post(f"/room/{step}/note", data=given | {"text": "  "})
    assert empty.status_code == 422
    assert "nothing in this note" in empty.text
    owner.post(f"/steps/{step}/input", frozen="yes")
    frozen = phone.client.post(f"/room/{step}/note", data=given | {"text": "Too late"})
    assert frozen.status_code == 409
    assert "This step is frozen" in frozen.text
    owner.post(f"/steps/{step}/input", frozen="no")
    told = phone.client.post(
        f"/room/{step}/note", data=given | {"text": "x" * 2_001}, headers={"Accept": "application/json"}
    )
    assert told.status_code == 422
    assert told.json is not None
    assert "2,000" in told.json["message"]
    assert not owner.view()["notes"]


def test_a_rating_by_radios_is_private_until_the_touchpoint_is_revealed(house: Flask, owner: Owner) -> None:
    phone, other = join(house, owner.code, name="Ana"), join(house, owner.code)
    step = owner.go("rate")
    at = first_touchpoint(owner)
    phone.send(f"/room/{step}/rating", emotion="-2", importance="5")
    assert re.search(r'name="emotion" value="-2" checked', phone.page())
    assert "What the room says" not in other.page()
    assert owner.view()["ratings"] == {}
    owner.post(f"/steps/{step}/reveal", touchpoint=at)
    assert "What the room says" in other.page(f"?at={at}")
    assert owner.view()["ratings"][at]["scales"]["emotion"] == {"-2": 1}
    refused = phone.client.post(
        f"/room/{step}/rating", data=fields_of(phone.page(), f"/room/{step}/rating") | {"emotion": "nine"}
    )
    assert refused.status_code == 422
    assert "is no number" in refused.text


def test_dots_are_given_taken_back_and_never_overspent(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    step = owner.go("vote")
    wanted = owner.view()["opportunities"]
    address = f"/room/{step}/vote"
    given = fields_of(phone.page(), address)
    for one, dots in ((wanted[0], 3), (wanted[1], 2)):
        data = given | {"opportunity": one["id"], "dots": dots, "sending": f"s-{dots}"}
        assert phone.client.post(address, data=data).status_code == 303
    assert "0 dots left" in phone.page()
    over = phone.client.post(
        address, data=given | {"opportunity": wanted[2]["id"], "dots": 1, "sending": "s-9"}
    )
    assert over.status_code == 409
    assert "You have 0 dots left; this needs 1." in html.unescape(over.text)
    most = phone.client.post(
        address, data=given | {"opportunity": wanted[0]["id"], "dots": 4, "sending": "s-10"}
    )
    assert most.status_code == 409
    assert "at most 3 dots" in most.text
    back = given | {"opportunity": wanted[0]["id"], "dots": 0, "sending": "s-11"}
    assert phone.client.post(address, data=back).status_code == 303
    assert "3 dots left" in phone.page()
    assert sum(one["dots"] for one in owner.view()["opportunities"]) == 0
    owner.post(f"/steps/{step}/reveal")
    assert [one["dots"] for one in owner.view()["opportunities"] if one["dots"]] == [2]


def test_impact_and_effort_are_rated(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    step = owner.go("priorities")
    phone.send(f"/room/{step}/vote", impact="5", effort="2")
    assert re.search(r'name="impact" value="5" checked', phone.page())


def test_done_is_counted_and_taken_back(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    step = owner.go("touchpoints")
    phone.send(f"/room/{step}/done")
    assert owner.view()["counts"]["done"] == 1
    phone.send(f"/room/{step}/done")
    assert owner.view()["counts"]["done"] == 0


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
    assert 'role="timer" data-ends=' in phone.page()
    owner.post(f"/steps/{step}/timer", action="extend", minutes="1")
    owner.post(f"/steps/{step}/timer", action="pause")
    assert "paused" in phone.page()
    owner.post(f"/steps/{step}/timer", action="resume")
    owner.post(f"/steps/{step}/timer", action="end")
    assert 'role="timer"' not in phone.page()
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
    owner.post("/notes", **{"deed": f"turn {ids[0]}", f"kind-{ids[0]}": "touchpoint"})
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
    owner.post(f"/steps/{steps[4]}/move", deed="drop")
    assert steps[4] not in [one["id"] for one in owner.view()["agenda"]]
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
    owner.post("/close", held="drop")
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


def test_leaving_forgets_the_device(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    given = fields_of(phone.client.get("/room/me").text, "/room/leave")
    assert phone.client.post("/room/leave", data=given).status_code == 303
    assert phone.client.get("/room").status_code == 403


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


def test_too_much_at_once_of_one_guest_is_held_up(
    house: Flask, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = join(house, owner.code)
    step = owner.go("touchpoints")
    given = fields_of(phone.page(), f"/room/{step}/done")
    monkeypatch.setattr(parts_of(house).pace, "_burst", 1.0)
    monkeypatch.setattr(parts_of(house).pace, "_per_second", 0.1)
    codes = [phone.client.post(f"/room/{step}/done", data=given).status_code for _ in range(3)]
    assert codes[-1] == 429


def test_a_client_without_a_room_sees_the_door(house: Flask) -> None:
    client: FlaskClient = house.test_client()
    assert "Type the code" in client.get("/join").text
    refused = client.get("/room")
    assert refused.status_code == 403
    assert "Type the code that the facilitator shows." in refused.text
