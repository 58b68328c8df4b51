"""The phone by plain forms: the door and its throttle, then notes, ratings and dots, and every refusal as a sentence."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from roomers import Owner, fields_of, join, open_room, parts_of
from served import WORKSHOP, sign_in

SECRET = "Nobody may read this before it is revealed: xyzzy"


@pytest.fixture
def owner(house: Flask) -> Owner:
    return open_room(sign_in(house))


def first_touchpoint(owner: Owner) -> str:
    return str(owner.view()["touchpoints"][0]["id"])


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
    client = house.test_client()
    page = client.get(f"/join/{owner.code}")
    owner.post("/lock", locked="yes")
    assert "The room is locked." in client.get(f"/join/{owner.code}").text
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


def test_leaving_forgets_the_device(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    given = fields_of(phone.client.get("/room/me").text, "/room/leave")
    assert phone.client.post("/room/leave", data=given).status_code == 303
    assert phone.client.get("/room").status_code == 403


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


def test_the_script_of_a_room_is_small(house: Flask, owner: Owner, root: Path) -> None:
    page = join(house, owner.code).page()
    names = set(re.findall(r"vendor/js/([\w.-]+\.js)", page))
    assert "room.js" in names
    size = sum(len(gzip.compress((root / "static/vendor/js" / name).read_bytes())) for name in names)
    assert size <= 8_800
