"""What a facilitator writes where the room needs it: the request, the groups, and one proposal out of several."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from roomers import ROOM, Owner, Phone, join, open_room, parts_of
from served import WORKSHOP, sign_in

from touchmap.domain.changes import State

JSON = {"Accept": "application/json"}


@pytest.fixture
def owner(house: Flask) -> Owner:
    return open_room(sign_in(house))


def state_of(app: Flask) -> State:
    editing = parts_of(app).editing
    with editing.database.reading() as session:
        return editing.books.current(session, WORKSHOP).state


def told(owner: Owner, part: str, status: int = 200, **data: Any) -> dict[str, Any]:
    """What a page's script is told of a form."""
    answer = owner.client.post(f"{ROOM}{part}", data={"form_key": owner.key, **data}, headers=JSON)
    assert answer.status_code == status, answer.text
    return dict(answer.get_json() or {}) if status == 200 else {"page": answer.text}


def test_the_request_is_written_where_it_is_missed_and_everybody_reads_it(house: Flask, owner: Owner) -> None:
    told(owner, "/request", request="")
    assert 'id="request-words"' in owner.page()
    words = "We need training.\nFor everybody."
    said = told(owner, "/request", request=words.replace("\n", "\r\n"))
    assert said["said"] == "The request is written down."
    assert 'id="request-words"' not in owner.page()
    phone = join(house, owner.code)
    assert "For everybody." in phone.page()
    told(owner, "/undo", seq=said["undo"])
    assert "For everybody." not in phone.page()


def test_the_groups_to_choose_from_are_set_in_the_room(house: Flask, owner: Owner) -> None:
    said = told(owner, "/groups", groups=" front  line\r\n\r\nmanagers\r\nmanagers\r\n")
    assert said["said"] == "People can choose from: front line, managers."
    page = house.test_client().get(f"/join/{owner.code}").text
    assert 'value="front line"' in page
    assert page.count('value="managers"') == 1
    assert 'type="radio" name="group"' in page
    told(owner, "/groups", groups=" ")
    assert 'type="radio" name="group"' not in house.test_client().get(f"/join/{owner.code}").text
    assert "front line\nmanagers" not in owner.page()


def test_before_the_room_opens_request_groups_and_a_ready_agenda_can_be_prepared(house: Flask) -> None:
    owner = Owner(sign_in(house), "")
    page = owner.page()
    for part in ('id="request-words"', 'id="groups-names"', "Take a ready agenda"):
        assert part in page


def proposals(owner: Owner, phone: Phone) -> list[str]:
    """Three proposals that the room made, by their ids."""
    step = owner.go("opportunities")
    place = owner.view()["touchpoints"][0]["id"]
    for text in ("Scan once", "Scan the passport one time only", "A seat"):
        phone.send(f"/room/{step}/note", text=text, touchpoint=place)
    notes = [one["id"] for one in owner.view()["notes"]]
    owner.post("/notes", deed="turn opportunity", ticked=notes)
    state = state_of(owner.client.application)
    return [str(state.records[id].fields["became"]) for id in notes]


def test_proposals_that_say_the_same_become_one_and_keep_their_words(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    first, second, third = proposals(owner, phone)
    owner.go("group")
    page = owner.page()
    assert f'name="ticked" value="{second}"' in page
    assert "Scan the passport one time only" in phone.page()
    said = told(owner, "/proposals", deed="merge", ticked=[second, first])
    assert said["said"] == "2 proposals are one now: “Scan once”."
    state = state_of(house)
    assert second not in state.records
    assert "Scan the passport one time only" in state.records[first].fields["description"]
    became = [entry.fields.get("became") for _, entry in state.of_kind("note")]
    assert became.count(first) == 2
    told(owner, "/undo", seq=said["undo"])
    assert second in state_of(house).records
    said = told(owner, "/proposals", deed="group", heading="At the  desk", ticked=[first, third])
    assert said["said"] == "2 proposals stand under “At the desk”."
    assert "At the desk" in phone.page()
    told(owner, "/proposals", deed="group", heading="", ticked=[third])
    assert "theme" not in state_of(house).records[third].fields


def test_a_proposal_with_votes_is_not_merged_away(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    first, second, _ = proposals(owner, phone)
    step = owner.go("vote")
    phone.client.post(f"/room/{step}/vote", data=_vote(phone, second))
    owner.go("group")  # ends the vote, so that its dots are on the map
    assert (
        "People have voted on" in told(owner, "/proposals", 409, deed="merge", ticked=[first, second])["page"]
    )
    assert "Tick at least two" in told(owner, "/proposals", 409, deed="merge", ticked=[first])["page"]
    assert "No proposal is ticked" in told(owner, "/proposals", 409, deed="merge")["page"]
    assert second in state_of(house).records


def _vote(phone: Phone, opportunity: str) -> dict[str, str]:
    page = phone.page()
    key = page.split('name="form_key" value="')[1].split('"')[0]
    promised = page.split('name="promised" value="')[1].split('"')[0]
    return {"form_key": key, "promised": promised, "sending": "s-1", "opportunity": opportunity, "dots": "1"}


def test_what_is_sent_into_a_revealed_step_is_never_called_private(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    step = owner.go("rate")
    one, other = (place["id"] for place in owner.view()["touchpoints"][:2])
    assert "nobody sees this before" in phone.page(f"?at={one}")
    owner.post(f"/steps/{step}/reveal", touchpoint=one)
    assert "This is revealed: everybody" in phone.page(f"?at={one}")
    assert "nobody sees this before" in phone.page(f"?at={other}")
    owner.post(f"/steps/{step}/reveal")
    assert "nobody sees this before" not in phone.page(f"?at={other}")


def test_who_finds_touchpoints_sees_those_that_are_there(house: Flask, owner: Owner) -> None:
    phone = join(house, owner.code)
    owner.go("touchpoints")
    name = owner.view()["touchpoints"][0]["name"]
    assert name in phone.page().split("On the map already")[1]
    assert "On the map already: 12 touchpoints" in owner.page()


def test_a_locked_door_has_no_form_to_fill_in(house: Flask, owner: Owner) -> None:
    owner.post("/lock", locked="yes")
    page = house.test_client().get(f"/join/{owner.code}").text
    assert "The room is locked." in page
    assert "Your name" not in page
    assert "I was here on another device" in page
    owner.post("/lock", locked="no")
    assert "Your name" in house.test_client().get(f"/join/{owner.code}").text
