"""Every kind of step by plain forms: what it asks on the phone, that the server takes it, and what is shown when revealed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from roomers import Owner, Phone, fields_of, join, open_room, parts_of
from served import close, make_app, sign_in

from touchmap.domain.edits import Edit
from touchmap.domain.room.noting import QUESTIONS
from touchmap.domain.room.steps import _KINDS
from touchmap.services.bookkeeping import Who

NOTED = sorted(kind for kind, ask in _KINDS.items() if ask.gives == "note")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application of the module's own, with the sample."""
    made = make_app(tmp_path_factory.mktemp("kinds"))
    yield made
    parts_of(made).editing.close()
    close(made)


@pytest.fixture(scope="module")
def owner(house: Flask) -> Owner:
    return open_room(sign_in(house))


@pytest.fixture(scope="module")
def ana(house: Flask, owner: Owner) -> Phone:
    return join(house, owner.code, name="Ana")


@pytest.fixture(scope="module")
def bea(house: Flask, owner: Owner) -> Phone:
    return join(house, owner.code, name="Bea")


def answers(kind: str) -> dict[str, str]:
    """Something for every question beside the text."""
    return {
        one.name: one.choices[-1][0] if one.choices else "2026-12-01" if one.sort == "date" else "Maya"
        for one in QUESTIONS.get(kind, ())
    }


@pytest.mark.parametrize("kind", NOTED)
def test_a_step_for_notes_says_who_sees_them_takes_them_and_shows_them(
    owner: Owner, ana: Phone, bea: Phone, kind: str
) -> None:
    step = owner.go(kind)
    page = ana.page()
    assert page.index('class="promise"') < page.index("<textarea")
    for question in QUESTIONS.get(kind, ()):
        assert html.escape(question.asked, quote=False) in html.unescape(page)
    written = f"What Ana wrote in {kind}"
    ana.send(f"/room/{step}/note", text=written, **answers(kind))
    page = ana.page()
    assert f"{written}\n" in page or f">{written}<" in page
    assert "Saved" in page[page.index('id="h-mine"') :]
    if _KINDS[kind].visibility == "private":
        assert written not in bea.page()
        assert written not in owner.page()
        owner.post(f"/steps/{step}/reveal")
    assert written in bea.page()
    edit = re.search(r'href="(/room\?[^"]*edit=[^"]+)"', page)
    assert edit is not None
    changing = html.unescape(ana.client.get(html.unescape(edit[1])).text)
    assert f">{written}</textarea>" in changing
    for name, value in answers(kind).items():
        assert re.search(rf'name="{name}"[^>]*value="{re.escape(value)}"', changing), name


def test_a_step_that_only_reads_shows_the_request_and_asks_nothing(owner: Owner, ana: Phone) -> None:
    owner.go("scene")
    page = ana.page()
    assert "The request, as it was stated" in page
    assert "<textarea" not in page
    assert "I am done" not in page


def test_minutes_and_whether_the_customer_would_pay_are_kept_as_such(owner: Owner, ana: Phone) -> None:
    step = owner.go("waste")
    assert "Would the customer pay for this if they knew?" in ana.page()
    ana.send(f"/room/{step}/note", text="Typing it twice", minutes="7,5", would_pay="no")
    page = ana.page()
    assert "7.5 min · the customer would not pay" in page
    assert ana.client.get("/room").status_code == 200


def test_why_is_asked_of_a_cause_and_the_chain_is_kept(owner: Owner, ana: Phone) -> None:
    step = owner.go("causes")
    ana.send(f"/room/{step}/note", text="Nobody told them")
    asked = re.findall(r'href="(/room\?[^"]*why=[^"]+)"', ana.page())[-1]
    page = ana.client.get(html.unescape(asked)).text
    assert "And why this?" in page
    given = fields_of(page, f"/room/{step}/note")
    assert ana.client.post(f"/room/{step}/note", data=given | {"text": "No time for it"}).status_code == 303
    texts = [one["text"] for one in owner.view()["notes"]]
    assert any(text.startswith("No time for it\n→ ") for text in texts)


def test_all_scales_are_rated_each_by_itself(owner: Owner, ana: Phone) -> None:
    step = owner.go("rate")
    scales = ["emotion", "personal", "performance", "rational", "bond", "importance"]
    edit = Edit("all-scales", "set", "step", step, {"scales": scales})
    parts_of(owner.client.application).editing.do("missed-connection", edit, Who("owner", "Owner"))
    page = ana.page()
    places = [page.index(f'name="{scale}"') for scale in scales]
    assert places == sorted(places)
    ana.send(f"/room/{step}/rating", **dict.fromkeys(scales, "1"))
    page = ana.page()
    assert all(re.search(rf'name="{scale}" value="1" checked', page) for scale in scales)
    assert "Change my rating" in page


def test_proposals_are_numbered_where_they_are_grouped(owner: Owner, ana: Phone) -> None:
    owner.go("group")
    page = ana.page()
    assert "The proposals" in page
    assert page.index("<textarea") < page.index("The proposals")


def test_what_the_room_voted_is_shown_when_it_is_revealed(owner: Owner, ana: Phone, bea: Phone) -> None:
    step = owner.go("vote")
    ana.send(f"/room/{step}/vote", dots="1")
    assert "1 dot of 1 person" not in bea.page()
    owner.post(f"/steps/{step}/reveal")
    assert "1 dot of 1 person" in bea.page()


def test_commitments_are_read_out_at_the_close(owner: Owner, ana: Phone) -> None:
    owner.go("close")
    assert "Commitments" in ana.page()


def test_the_touchpoint_in_hand_says_when_where_and_how_it_is(owner: Owner, ana: Phone) -> None:
    owner.go("current")
    place = owner.view()["touchpoints"][3]
    page = html.unescape(ana.page(f"?at={place['id']}"))
    assert place["where"] in page
    assert place["now"] in page
    assert len(place["now"]) <= 120


def test_the_room_follows_the_facilitator_and_links_there_without_a_script(owner: Owner, ana: Phone) -> None:
    owner.go("current")
    place = owner.view()["touchpoints"][5]
    parts_of(owner.client.application).facilitating.shine("missed-connection", place["id"], True)
    first = owner.view()["touchpoints"][0]["id"]
    page = html.unescape(ana.page(f"?at={first}"))
    assert f'data-spot="{place["id"]}"' in page
    assert "The facilitator is at" in page
    parts_of(owner.client.application).facilitating.shine("missed-connection", None, False)


def test_a_phone_that_is_let_out_and_one_whose_session_is_closed_are_told_apart(house: Flask) -> None:
    client = house.test_client()
    assert "You are no longer in this room." in client.get("/room/over").text
    thanks = client.get("/room/over?closed=1").text
    assert "Thank you." in thanks
    assert 'id="gave"' in thanks


def test_the_script_that_works_without_a_network_is_for_the_room_only(house: Flask) -> None:
    answer = house.test_client().get("/room/worker.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/room"
    assert answer.headers["Cache-Control"] == "no-store"
    answer.close()


def test_templates_of_the_phone_can_be_read(root: Path) -> None:
    there = [*root.glob("templates/parts/phone_*.html"), *root.glob("templates/pages/*join*.html")]
    there += [root / "templates" / "pages" / f"room_{name}.html" for name in ("phone", "me", "over")]
    for path in there:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert len(line) <= 300, f"{path.name}: {line[:80]}"
