"""Beginning with an empty map: a form whose errors stand beside their fields, and which loses nothing that was typed."""

from __future__ import annotations

from flask import Flask
from served import form_key, sign_in


def test_a_workshop_begins_with_an_empty_map(fresh: Flask) -> None:
    owner = sign_in(fresh)
    assert "Start with an empty map" in owner.get("/workshops").text
    assert "Title of the workshop" in owner.get("/new").text
    given = {
        "title": "New",
        "client": "Halcyon <Air>",
        "request": "A course.",
        "persona": "Ivana",
        "stage": "Gate",
    }
    answer = owner.post("/new", data=given | {"form_key": form_key(owner)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/workshops/new")
    page = owner.get("/workshops/new").text
    assert "Halcyon &lt;Air&gt;" in page
    assert "“New” is ready." in page
    again = owner.post("/new", data=given | {"form_key": form_key(owner), "client": "Another"})
    assert again.headers["Location"] == "/workshops/new-2"


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(fresh: Flask) -> None:
    owner = sign_in(fresh)
    given = {"title": "", "client": "c" * 201, "request": "Word for\r\nword <b>"}
    answer = owner.post("/new", data=given | {"form_key": form_key(owner)})
    assert answer.status_code == 422
    assert 'aria-describedby="title-hint title-wrong" aria-invalid="true"' in answer.text
    assert "The workshop has no title. Give it one." in answer.text
    assert 'id="client-wrong"' in answer.text
    assert 'id="request-wrong"' not in answer.text
    assert "c" * 201 in answer.text
    assert "&lt;b&gt;" in answer.text
    assert "No workshop yet" in owner.get("/workshops").text


def test_whoever_is_new_opens_the_sample_with_one_button(fresh: Flask) -> None:
    owner = sign_in(fresh)
    page = owner.get("/workshops").text
    assert 'action="/samples/missed-connection"' in page
    answer = owner.post("/samples/missed-connection", data={"form_key": form_key(owner)})
    assert answer.headers["Location"] == "/workshops/missed-connection"


def test_forms_of_others_begin_nothing(fresh: Flask) -> None:
    assert sign_in(fresh).post("/new", data={"title": "T"}).status_code == 403
