"""Files that come in: taken in whole, or refused with every problem shown; nothing that is sent ends in a 500."""

from __future__ import annotations

import io
import json
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import WORKSHOP, form_key, sign_in
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from touchmap.services import library

SMALL = b"touchmap: 1\nworkshop: {title: Small}\njourneys:\n- name: A\n  stages:\n  - name: S\n    touchpoints: [One, Two]\n"


def upload(client: FlaskClient, content: bytes, name: str = "w.yaml", **fields: str) -> TestResponse:
    given = FileStorage(io.BytesIO(content), name, "file", "application/octet-stream")
    boundary, body = encode_multipart({"form_key": form_key(client), "file": given, **fields})
    return client.post("/workshops", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_good_file_is_taken_in_and_shown(fresh: Flask) -> None:
    owner = sign_in(fresh)
    answer = upload(owner, SMALL)
    assert answer.headers["Location"] == "/workshops/small"
    page = owner.get("/workshops/small")
    assert page.status_code == 200
    assert "is in." in page.text
    assert "Two" in page.text


def test_the_same_id_comes_in_beside_or_replaces_as_was_asked(fresh: Flask) -> None:
    owner = sign_in(fresh)
    upload(owner, SMALL)
    changed = SMALL.replace(b"Two", b"Three")
    assert upload(owner, changed).headers["Location"] == "/workshops/small-2"
    assert upload(owner, changed, replace="yes").headers["Location"] == "/workshops/small"
    assert "Three" in owner.get("/workshops/small").text


def test_the_page_shows_a_replaced_workshop_and_not_the_one_kept_in_memory(fresh: Flask) -> None:
    owner = sign_in(fresh)
    upload(owner, SMALL)
    assert "Two" in owner.get("/workshops/small").text
    upload(owner, SMALL.replace(b"Two", b"Changed"), replace="yes")
    assert "Changed" in owner.get("/workshops/small").text


def test_a_downloaded_file_comes_back_equal(owner: FlaskClient, fresh: Flask) -> None:
    content = owner.get(f"/workshops/{WORKSHOP}/file.yaml").data
    other = sign_in(fresh)
    upload(other, content)
    assert other.get(f"/workshops/{WORKSHOP}/file.yaml").data == content
    assert json.loads(other.get(f"/workshops/{WORKSHOP}/file.json").data)["touchmap"] == 1


def test_every_problem_is_shown_with_line_and_column_and_nothing_is_taken_in(fresh: Flask) -> None:
    owner = sign_in(fresh)
    bad = b"touchmap: 1\nworkshop:\n  titel: X\n  client: 3\njourneys:\n- name: A\n  persona: nobody\n"
    answer = upload(owner, bad, "mine.yaml")
    assert answer.status_code == 422
    for said in (
        "mine.yaml",
        "Did you mean",
        "title",
        "<code>workshop.titel</code>",
        '<td class="num">3</td>',
    ):
        assert said in answer.text
    assert "No workshop yet" in owner.get("/workshops").text


def test_markup_in_a_file_or_its_name_stays_text(fresh: Flask) -> None:
    owner = sign_in(fresh)
    evil = "<script>alert(1)</script>"
    answer = upload(owner, f"touchmap: 1\nworkshop: {{title: '{evil}', id: evil}}\n".encode())
    assert answer.status_code == 303
    for page in ("/workshops", "/workshops/evil", "/workshops/evil/request"):
        text = owner.get(page).text
        assert evil not in text
        assert "&lt;script&gt;" in text
    answer = upload(owner, b"x: 1", f"{evil}.yaml")
    assert evil not in answer.text


HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * 10_000,
    "no text": bytes(range(256)) * 50,
    "an alias bomb": b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n",
    "a deep list": b"[" * 50_000,
    "deep JSON": b'{"a":' * 50_000,
    "a tag": b"!!python/object/apply:os.system ['true']",
    "not a number": b'{"touchmap": NaN}',
    "lone surrogate": b'{"touchmap": 1, "workshop": {"title": "\\ud800"}}',
    "a zip": b"PK\x03\x04" + b"\0" * 500,
    "a PDF that is none": b"%PDF-1.7\n" + b"x" * 2_000,
    "a huge number": b"touchmap: 1\nworkshop: {title: x}\ncauses: [{text: a, root: " + b"9" * 5_000 + b"}]",
    "many keys": b"touchmap: 1\n" + b"".join(b"k%d: 1\n" % n for n in range(20_000)),
    "only an anchor": b"&a",
    "UTF-16": "touchmap: 1".encode("utf-16"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_clear_answer(fresh: Flask, name: str) -> None:
    owner = sign_in(fresh)
    began = time.monotonic()
    for ending in ("x.yaml", "x.json", "../../x.pdf", "x\0.yaml", ""):
        answer = upload(owner, HOSTILE[name], ending)
        assert answer.status_code in (303, 400, 422), (name, ending)
        assert "Traceback" not in answer.text
    assert time.monotonic() - began < 12
    assert "No workshop yet" in owner.get("/workshops").text


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(fresh: Flask) -> None:
    owner = sign_in(fresh)
    answer = upload(owner, b"#" * 12_000_000)
    assert answer.status_code == 413
    assert "10 MB" in answer.text


def test_a_form_with_too_many_or_too_large_fields_is_refused(fresh: Flask) -> None:
    owner = sign_in(fresh)
    key = form_key(owner)
    large = {"form_key": key, "look": "x" * 400_000}
    assert owner.post("/look", data=large).status_code == 413
    many = {f"f{n}": "x" for n in range(300)} | {"form_key": key}
    assert owner.post("/look", data=many, content_type="multipart/form-data").status_code == 413


def test_a_template_becomes_a_workshop_under_its_own_title(fresh: Flask) -> None:
    owner = sign_in(fresh)
    gallery = owner.get("/templates").text
    names = [one.name for one in library.templates()]
    assert names
    assert all(f"/templates/{name}" in gallery for name in names)
    answer = owner.post(f"/templates/{names[0]}", data={"form_key": form_key(owner), "title": "Our airport"})
    assert answer.headers["Location"] == "/workshops/our-airport"
    assert owner.get("/workshops/our-airport").status_code == 200


def test_a_title_that_cannot_be_one_and_a_template_that_is_not_there_are_told(fresh: Flask) -> None:
    owner = sign_in(fresh)
    key = form_key(owner)
    name = library.templates()[0].name
    assert owner.post(f"/templates/{name}", data={"form_key": key, "title": "x" * 201}).status_code == 400
    assert owner.post("/templates/nothing", data={"form_key": key}).status_code == 404
    assert owner.post("/samples/..%2f..%2fetc", data={"form_key": key}).status_code == 404


def test_a_sample_opened_twice_is_there_once(fresh: Flask) -> None:
    owner = sign_in(fresh)
    for _ in range(2):
        answer = owner.post(f"/samples/{WORKSHOP}", data={"form_key": form_key(owner)})
        assert answer.headers["Location"] == f"/workshops/{WORKSHOP}"
    assert owner.get("/workshops").text.count('class="card shop"') == 1


def test_a_workshop_is_removed_only_when_its_id_was_typed(fresh: Flask) -> None:
    owner = sign_in(fresh)
    upload(owner, SMALL)
    key = form_key(owner)
    owner.post("/workshops/small/remove", data={"form_key": key, "confirm": "smal"})
    assert "Not removed" in owner.get("/workshops/small/file").text
    assert (
        owner.post("/workshops/small/remove", data={"form_key": key, "confirm": "small"}).status_code == 303
    )
    assert owner.get("/workshops/small").status_code == 404
