"""People without phones, by plain forms and by the API: the desk's sheet, its stack, and what is refused with a sentence."""

from __future__ import annotations

import html
import re
import secrets
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from roomers import ROOM, Owner, join, open_room, parts_of
from served import WORKSHOP, sign_in

API = f"/api/v1/workshops/{WORKSHOP}/room"


@pytest.fixture
def owner(house: Flask) -> Owner:
    return open_room(sign_in(house))


def settings(owner: Owner, step: str, **settings: Any) -> None:
    """Changes what the step asks."""
    headers = {"X-Form-Key": owner.key}
    edit = {"id": f"e-{secrets.token_hex(8)}", "action": "set", "kind": "step", "record": step}
    body = {"edits": [edit | {"fields": settings}]}
    answer = owner.client.post(f"/api/v1/workshops/{WORKSHOP}/edits", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


def sheet(owner: Owner, query: str = "") -> dict[str, str]:
    """What the form of the sheet would send as it stands on the page."""
    page = owner.client.get(f"{ROOM}{query}").text
    form = re.search(r'<form[^>]*id="ballot".*?</form>', page, re.DOTALL)
    assert form is not None, "there is no sheet"
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    for name, value, rest in re.findall(
        r'<input type="radio" name="([^"]+)" value="([^"]*)"([^>]*)>', form[0]
    ):
        if "checked" in rest or name not in found:
            found[name] = value
    return {name: html.unescape(value) for name, value in found.items()}


def first_fields(owner: Owner) -> list[str]:
    return [name for name in sheet(owner) if name.startswith("a.")]


def counts(owner: Owner) -> dict[str, Any]:
    found: dict[str, Any] = owner.view()["counts"]
    return found


def test_a_stack_of_ratings_is_entered_by_plain_forms_and_counted(owner: Owner) -> None:
    step = owner.go("rate")
    before = counts(owner)
    fields = first_fields(owner)
    answer = owner.post(f"/steps/{step}/ballots", entry="b-1", **{fields[0]: "-2", fields[1]: "5"})
    assert answer.location.endswith("#paper")
    assert "Ballot entered. Held back until it is revealed." in owner.page()
    owner.post(f"/steps/{step}/ballots", entry="b-2", alike="3", **{fields[0]: "1"})
    page = owner.page()
    assert "3 ballots entered." in page
    assert "4 ballots entered" in page
    now = counts(owner)
    assert (now["people"], now["done"], now["given"] - before["given"]) == (4, 4, 4)
    owner.post(f"/steps/{step}/ballots/back", entry="b-2")
    assert counts(owner)["people"] == 1
    owner.post(f"/steps/{step}/ballots/back", 409, entry="b-2")


def test_a_ballot_that_breaks_a_rule_is_refused_with_its_sentence_and_enters_nothing(owner: Owner) -> None:
    step = owner.go("vote")
    fields = first_fields(owner)
    over = dict.fromkeys(fields[:2], "3")
    for status, given, said in (
        (409, {"entry": "b-1", **over}, "6 dots; everybody has 5"),
        (409, {"entry": "b-1", fields[0]: "9"}, "at most 3 may be on one"),
        (422, {"entry": "b-1"}, "This ballot is empty"),
        (422, {"entry": "b-1", fields[0]: "many"}, "is no number"),
        (422, {"entry": "", fields[0]: "1"}, "no id"),
        (409, {"entry": "b-1", "a.gone.dots": "1"}, "not there any more"),
    ):
        assert said in html.unescape(owner.post(f"/steps/{step}/ballots", status, **given).text), said
    assert counts(owner)["people"] == 0
    owner.post(f"/steps/{step}/input", frozen="yes")
    refused = owner.post(f"/steps/{step}/ballots", 409, entry="b-1", **{fields[0]: "1"})
    assert "frozen" in refused.text
    assert "Thaw it to enter more" in owner.page()


def test_where_names_are_kept_somebodys_ballot_is_looked_at_and_changed(owner: Owner) -> None:
    step = owner.go("rate")
    settings(owner, step, anonymity="names")
    owner.post("/paper", entry="bea", name="Bea & co")
    (bea,) = parts_of(owner.client.application).scribing.people(WORKSHOP)
    page = owner.page()
    assert "Bea &amp; co" in page
    assert "on paper" in page
    field = first_fields(owner)[0]
    owner.post(f"/steps/{step}/ballots", entry="b-1", person=bea.id, **{field: "2"})
    assert sheet(owner)[field] == ""
    assert sheet(owner, f"?paper={bea.id}")[field] == "2"
    changed = sheet(owner, f"?paper={bea.id}") | {field: "-1"}
    changed.pop("form_key")
    owner.post(f"/steps/{step}/ballots", **changed)
    assert "The ballot of Bea &amp; co was changed." in owner.page()
    assert sheet(owner, f"?paper={bea.id}")[field] == "-1"
    settings(owner, step, anonymity="none")
    assert sheet(owner, f"?paper={bea.id}")[field] == ""
    assert "Bea &amp; co" not in re.findall(r'id="paper".*?</details>', owner.page(), re.DOTALL)[0]


def test_notes_are_of_somebody_on_paper_too_and_they_are_done(owner: Owner) -> None:
    step = owner.go("touchpoints")
    owner.post("/paper", entry="bea", name="Bea")
    (bea,) = parts_of(owner.client.application).scribing.people(WORKSHOP)
    owner.post(f"/steps/{step}/scribe", text="The taxi", person=bea.id)
    assert [(note["text"], note["by"]) for note in owner.view()["notes"]][-1] == ("The taxi", "Bea")
    owner.post(f"/steps/{step}/paper", done="yes")
    assert counts(owner)["done"] == 1
    owner.post(f"/people/{bea.id}", deed="remove")
    assert owner.view()["people"] == 0


def test_only_the_owner_enters_ballots(house: Flask, owner: Owner) -> None:
    step = owner.go("rate")
    phone = join(house, owner.code, name="Ana")
    answer = phone.client.post(f"{ROOM}/steps/{step}/ballots", data={"entry": "b-1"})
    assert answer.status_code == 403


def ask(owner: Owner, path: str, status: int = 200, **body: Any) -> Any:
    answer = owner.client.post(f"{API}{path}", json=body, headers={"X-Form-Key": owner.key})
    assert answer.status_code == status, answer.text
    return answer.json


def test_the_api_enters_and_takes_back(owner: Owner) -> None:
    step = owner.go("rate")
    places = [one["id"] for one in owner.view()["touchpoints"]]
    answers = [{"touchpoint": places[0], "emotion": -2}, {"touchpoint": places[1], "importance": 5}]
    path = f"/steps/{step}/ballots"
    for _ in range(2):
        told = ask(owner, path, entry="b-1", answers=answers, alike=2)
        assert told["ballots"] == {"entered": 2, "held": True, "changed": False}
    assert told["counts"]["people"] == told["counts"]["done"] == 2
    assert ask(owner, f"{path}/back", entry="b-1")["ballots"] == {"back": 2}
    assert ask(owner, "/paper", entry="p", name="Bea")["paper"]["name"] == "Bea"
    for wrong in (
        [],
        "x",
        [{"touchpoint": places[0], "colour": 1}],
        [{"touchpoint": places[0], "emotion": "x"}],
    ):
        ask(owner, path, 422, entry="b-2", answers=wrong)
    ask(owner, path, 409, entry="b-2", answers=answers, name="Bea")


def key_of(client: FlaskClient, path: str) -> str:
    """The key that the forms of a page carry."""
    return re.findall(r'name="form_key" value="([^"]+)"', client.get(path).text)[0]


def test_whoever_helps_enters_on_their_phone_and_nobody_else(house: Flask, owner: Owner) -> None:
    step = owner.go("rate")
    settings(owner, step, anonymity="names", visibility="open")
    ana, ben = join(house, owner.code, name="Ana"), join(house, owner.code, name="Ben")
    helper = next(
        one["id"] for one in parts_of(house).showing.bar(WORKSHOP)["people"] if one["name"] == "Ana"
    )
    assert ana.client.get("/room/paper").status_code == 403
    owner.post(f"/people/{helper}", deed="help")
    assert "/room/paper" in ana.page()
    page = ana.client.get("/room/paper")
    assert page.status_code == 200
    field = first_fields(owner)[0]
    given = {"form_key": key_of(ana.client, "/room/paper"), "entry": "b-1", "name": "Bea", field: "2"}
    answer = ana.client.post(f"/room/{step}/ballots", data=given)
    assert answer.status_code == 303, answer.text
    said = parts_of(house).history.since(WORKSHOP, 0, 10**6).changes[-1]
    assert (said.kind, said.by) == ("perception", "Bea, entered by Ana")
    assert "1 ballot entered" in ana.client.get("/room/paper").text
    assert ana.client.post(f"/room/{step}/ballots/back", data=given).status_code == 303
    assert counts(owner)["people"] == 2
    refused = given | {"form_key": key_of(ben.client, "/room"), "entry": "b-2"}
    assert ben.client.post(f"/room/{step}/ballots", data=refused).status_code == 403
    notes = owner.go("touchpoints")
    assert "Write for somebody without a phone" in ana.client.get("/room/paper").text
    words = {"form_key": given["form_key"], "nonce": "n-1", "text": "The taxi"}
    assert ana.client.post(f"/room/{notes}/written", data=words).status_code == 303
    assert owner.view()["notes"][-1]["text"] == "The taxi"
