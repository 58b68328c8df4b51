"""The facilitator's forms: what is moderated can be taken back, nothing becomes less private unasked, the agenda is safe."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from flask import Flask
from roomers import ROOM, Owner, Phone, join, open_room, parts_of
from served import WORKSHOP, sign_in

from touchmap.domain.changes import State, model_of
from touchmap.report.content.wording import days
from touchmap.services.reporting import report_sections

JSON = {"Accept": "application/json"}


@pytest.fixture
def owner(house: Flask) -> Owner:
    return open_room(sign_in(house))


@pytest.fixture
def phone(house: Flask, owner: Owner) -> Phone:
    return join(house, owner.code, name="Ana")


def state_of(app: Flask) -> State:
    editing = parts_of(app).editing
    with editing.database.reading() as session:
        return editing.books.current(session, WORKSHOP).state


def told(owner: Owner, part: str, **data: Any) -> dict[str, Any]:
    """What a page's script is told of a form."""
    answer = owner.client.post(f"{ROOM}{part}", data={"form_key": owner.key, **data}, headers=JSON)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def written(owner: Owner, phone: Phone, *texts: str, kind: str = "touchpoints") -> list[str]:
    """Notes of one phone in a step; their ids."""
    step = owner.go(kind)
    for text in texts:
        phone.send(f"/room/{step}/note", text=text)
    return [one["id"] for one in owner.view()["notes"]]


def test_what_was_hidden_together_comes_back_together_and_only_once(owner: Owner, phone: Phone) -> None:
    ids = written(owner, phone, "One", "Two", "Three")
    said = told(owner, "/notes", deed="hide", ticked=ids[:2])
    assert said["said"] == "2 notes hidden from phones and wall."
    assert [one["id"] for one in owner.view()["notes"]] == ids[2:]
    assert "Taken back." in told(owner, "/undo", seq=said["undo"])["said"]
    assert [one["id"] for one in owner.view()["notes"]] == ids
    late = owner.post("/undo", 409, seq=said["undo"])
    assert "Something else was done since; nothing was taken back." in late.text


def test_the_page_tells_who_hid_a_note_and_without_script_offers_undo(owner: Owner, phone: Phone) -> None:
    (id,) = written(owner, phone, "A joke at somebody's cost")
    owner.post("/notes", deed=f"hide {id}")
    page = owner.page()
    assert re.search(r"hidden by .+, \d\d:\d\d", page)
    seq = re.search(r'name="seq" value="(\d+)"', page)
    assert seq is not None
    owner.post("/undo", seq=seq[1])
    assert "A joke at somebody's cost" in html.unescape(phone.page())


def test_several_notes_become_what_they_are_with_one_undo(house: Flask, owner: Owner, phone: Phone) -> None:
    ids = written(owner, phone, "Taxi", "Bus")
    before = len(list(state_of(house).of_kind("touchpoint")))
    said = told(owner, "/notes", deed="turn touchpoint", ticked=ids)
    assert said["said"] == "2 notes are “Touchpoint” on the map now."
    assert len(list(state_of(house).of_kind("touchpoint"))) == before + 2
    told(owner, "/undo", seq=said["undo"])
    assert len(list(state_of(house).of_kind("touchpoint"))) == before
    assert not [one for one in owner.view()["notes"] if "became" in one]


def test_every_target_of_the_tray_makes_its_record(house: Flask, owner: Owner, phone: Phone) -> None:
    (id,) = written(owner, phone, "Said once, meant thirteen times")
    place = owner.view()["touchpoints"][0]["id"]
    deeds = [html.unescape(one) for one in re.findall(r'name="deed" value="(turn [^"]+)"', owner.page())]
    assert len(deeds) == 13
    for deed in deeds:
        seq = told(owner, "/notes", deed=deed, ticked=[id], at=place)["undo"]
        became = state_of(house).records[state_of(house).records[id].fields["became"]]
        assert became.kind == deed.split()[1]
        if deed.endswith(" desired"):
            assert became.fields["state"] == "desired"
        told(owner, "/undo", seq=seq)
    refused = owner.client.post(
        f"{ROOM}/notes", data={"form_key": owner.key, "deed": "turn statement current", "ticked": id}
    )
    assert refused.status_code in (409, 422)


def test_a_merged_note_can_be_taken_out_again(owner: Owner, phone: Phone) -> None:
    ids = written(owner, phone, "Queue", "Long queue")
    owner.post("/notes", deed=f"merge {ids[1]}", ticked=ids)
    assert [one["id"] for one in owner.view()["notes"]] == [ids[1]]
    assert "and 1 more that says the same" in owner.page()
    owner.post("/notes", deed=f"part {ids[0]}")
    assert [one["same"] for one in owner.view()["notes"]] == [0, 0]


def test_the_scribes_note_in_a_private_step_is_held_back_like_any_other(house: Flask, owner: Owner) -> None:
    step = owner.go("current")
    place = owner.view()["touchpoints"][0]["id"]
    said = told(owner, f"/steps/{step}/scribe", text="xyzzy on paper", touchpoint=place, nonce="n-1")
    assert "held back" in said["said"]
    assert "xyzzy" not in owner.page()
    told(owner, f"/steps/{step}/scribe", text="xyzzy on paper", touchpoint=place, nonce="n-1")
    assert owner.view()["counts"]["given"] == 1
    owner.post(f"/steps/{step}/reveal")
    assert "xyzzy on paper" in owner.page()
    owner.post(f"/steps/{step}/scribe", 422, text=" ", touchpoint=place)


def test_a_step_becomes_less_private_only_when_asked_twice(owner: Owner, phone: Phone) -> None:
    step = owner.go("current")
    fields: dict[str, Any] = {"title": "What is", "kind": "current"}
    asked = owner.post(f"/steps/{step}", 409, **fields, visibility="open")
    assert "People were promised more than this keeps." in asked.text
    assert owner.view()["step"]["visibility"] == "private"
    owner.post(f"/steps/{step}", **fields, anonymity="none")
    assert owner.view()["step"]["anonymity"] == "none"
    owner.post(f"/steps/{step}", 409, **fields, anonymity="groups")
    owner.post(f"/steps/{step}", **fields, visibility="open", sure="yes")
    assert owner.view()["step"]["promise"] == "open/names"


def test_a_ready_agenda_takes_the_place_of_unused_steps_only(
    house: Flask, owner: Owner, phone: Phone
) -> None:
    (note,) = written(owner, phone, "Kept")
    used = state_of(house).records[note].fields["step"]
    owner.go("rate")
    before = [one["id"] for one in owner.view()["agenda"]]
    said = told(owner, "/agenda", agenda="two-hours", how="replace")
    after = [one["id"] for one in owner.view()["agenda"]]
    gone = set(before) - set(after)
    assert used in after
    assert owner.view()["step"]["id"] in after
    assert gone
    assert len(after) == len(before) - len(gone) + 10
    told(owner, "/undo", seq=said["undo"])
    assert [one["id"] for one in owner.view()["agenda"]] == before
    owner.post("/agenda", agenda="two-hours", how="append")
    assert [one["id"] for one in owner.view()["agenda"]][: len(before)] == before


def test_a_step_that_holds_something_is_set_aside_and_found_again(owner: Owner, phone: Phone) -> None:
    written(owner, phone, "Kept")
    step = owner.view()["step"]["id"]
    refused = owner.post(f"/steps/{step}/move", 409, deed="drop")
    assert "The room is in this step." in html.unescape(refused.text)
    owner.go("close")
    assert "is out of the agenda; what people gave is kept." in said(
        owner, f"/steps/{step}/move", deed="drop"
    )
    assert step not in [one["id"] for one in owner.view()["agenda"]]
    page = owner.page()
    assert "Dropped steps" in page
    assert f'id="plan-{step}"' not in page
    assert "Kept" in owner.client.get(f"{ROOM}?of={step}").text  # its notes can still be looked at
    assert "stands under “Dropped steps”" in owner.client.get(f"{ROOM}/steps/{step}").text
    owner.post("/go", 404, to=step)
    owner.post(f"/dropped/{step}", deed="restore")
    assert step in [one["id"] for one in owner.view()["agenda"]]
    assert "Dropped steps" not in owner.page()


def test_what_a_dropped_step_holds_back_is_revealed_or_thrown_away_with_a_reason(
    house: Flask, owner: Owner
) -> None:
    ana = join(house, owner.code, name="Ana")
    step = owner.go("behaviours")
    for text in ("One", "Two"):
        ana.send(f"/room/{step}/note", text=text)
    owner.go("close")
    owner.post(f"/steps/{step}/move", deed="drop")
    assert "2 kept, not revealed" in owner.page()
    assert "2 contributions were never revealed" in owner.page()
    owner.post(f"/dropped/{step}", 409, deed="discard", reason=" ")
    owner.post(f"/dropped/{step}", 409, deed="burn")
    owner.post("/dropped/nothing", 404, deed="discard", reason="x")
    owner.post("/dropped/nothing", 404, deed="restore")
    assert "2 thrown away" in said(owner, f"/dropped/{step}", deed="discard", reason="Asked twice.")
    page = owner.page()
    assert "not revealed" not in page
    assert "never revealed" not in page
    snapshot = owner.client.get(f"/api/v1/workshops/{WORKSHOP}/snapshot").text
    assert "2 contributions were thrown away before anybody saw them: Asked twice." in snapshot


def said(owner: Owner, address: str, **form: str) -> str:
    """What the page says after a form was done."""
    owner.post(address, **form)
    return html.unescape(owner.page())


def test_opening_the_room_makes_today_a_day_of_the_workshop_and_the_report_says_it(
    house: Flask, owner: Owner
) -> None:
    model = model_of(state_of(house))
    today = dt.datetime.now().astimezone().date()
    assert model.workshop.days[-1] == today
    owner.post("/open")  # it is open already
    assert model_of(state_of(house)).workshop.days == model.workshop.days
    cover = next(one for one in report_sections(model, made_on=dt.date(2027, 1, 31)) if one.key == "cover")
    assert days(model.workshop.days) in cover.html


def test_steps_move_before_another_one(owner: Owner) -> None:
    agenda = [one["id"] for one in owner.view()["agenda"]]
    owner.post(f"/steps/{agenda[-1]}/move", deed="to", before=agenda[0])
    assert [one["id"] for one in owner.view()["agenda"]] == [agenda[-1], *agenda[:-1]]
    owner.post(f"/steps/{agenda[-1]}/move", deed="to", before="")
    assert [one["id"] for one in owner.view()["agenda"]] == agenda


def test_what_is_missing_leads_to_where_it_is_added(owner: Owner, phone: Phone) -> None:
    (id,) = written(owner, phone, "One number to call", kind="commitments")
    owner.post("/notes", deed="turn commitment", ticked=[id])
    page = owner.page()
    assert "One number to call has no owner and no date and no measure." in page
    made = re.search(r'href="#(commitment-[^"]+)"', page)
    assert made is not None
    assert f'<details id="{made[1]}"' in page


def test_the_wall_alone_or_phones_too_follow_the_spotlight(owner: Owner) -> None:
    owner.go("current")
    place = owner.view()["touchpoints"][2]
    assert place["name"] in told(owner, "/shine", touchpoint=place["id"], follow="no")["said"]
    assert (owner.view()["spotlight"], owner.view()["follow"]) == (place["id"], False)
    assert "asked to follow" in told(owner, "/shine", touchpoint=place["id"], follow="yes")["said"]
    assert owner.view()["follow"]


ODD = ["", "nothing", "\0", "x" * 3_000, "-1", "1e999", "nan", "../..", "<b>", "\u202e שלום"]
FIELDS = (
    "to deed action minutes seconds touchpoint follow ticked held reason agenda how after again title kind prompt visibility "
    "anonymity touchpoints scales dots most wall sure owner due measure no_action text nonce group person frozen one at before "
    "locked instruction request groups into name seq would_pay"
).split()


def test_whatever_a_form_of_the_facilitator_says_it_is_done_or_refused_with_a_sentence(
    house: Flask, owner: Owner, phone: Phone
) -> None:
    written(owner, phone, "A note")
    step = owner.view()["step"]["id"]
    posts = [
        rule
        for rule in house.url_map.iter_rules()
        if rule.rule.startswith("/workshops/<workshop>/room") and "POST" in (rule.methods or ())
    ]
    assert len(posts) > 15
    for rule in posts:
        for number, odd in enumerate(ODD):
            place = step if number % 2 else (odd if odd not in ("", "../..") else "nothing")
            address = re.sub(r"<(\w+)>", lambda part: WORKSHOP if part[1] == "workshop" else place, rule.rule)  # noqa: B023
            for form in (dict.fromkeys(FIELDS, odd), {"deed": odd}, {}):
                answer = owner.client.post(address, data=form | {"form_key": owner.key})
                assert answer.status_code < 500, (rule.rule, form, answer.text)
                if answer.status_code >= 400:
                    assert re.search(r"[.!]", answer.text), rule.rule
    assert owner.client.get(ROOM).status_code == 200


def test_next_goes_on_from_the_step_that_was_on_screen(owner: Owner) -> None:
    first, second = (one["id"] for one in owner.view()["agenda"][:2])
    assert f"/go?step={first}" in owner.page()
    owner.post(f"/go?step={first}", to="next")
    refused = owner.post(f"/go?step={first}", 409, to="next")
    assert "The room has gone on meanwhile." in html.unescape(refused.text)
    assert owner.view()["step"]["id"] == second
