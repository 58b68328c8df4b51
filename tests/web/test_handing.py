"""Pages that a helper process answers are the same pages: session, forms, messages, files, errors and all."""

from __future__ import annotations

import inspect
import io
import os
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import WORKSHOP, close, cookie_name, form_key, make_app, sign_in

from touchmap.config import read_config
from touchmap.errors import TouchmapError
from touchmap.services import library
from touchmap.services.helpers import HelperFailed, Helpers
from touchmap.web.handing import _slow, answered
from touchmap.web.parts import EXTENSION, Parts

PAGES = (
    "/workshops",
    "/templates",
    f"/workshops/{WORKSHOP}?zoom=strip&lane=owner&lane=current",
    f"/workshops/{WORKSHOP}/graph",
    f"/workshops/{WORKSHOP}/graph.svg",
    f"/workshops/{WORKSHOP}/touchpoints/gate-closed",
    f"/workshops/{WORKSHOP}/findings",
    f"/workshops/{WORKSHOP}/figures",
    f"/workshops/{WORKSHOP}/causes",
    f"/workshops/{WORKSHOP}/registers",
    f"/workshops/{WORKSHOP}/request",
    f"/workshops/{WORKSHOP}/report",
    f"/workshops/{WORKSHOP}/file",
    f"/workshops/{WORKSHOP}/file.yaml",
    "/workshops/nothing-here",
    f"/workshops/{WORKSHOP}?journey=nothing-here",
    f"/api/v1/workshops/{WORKSHOP}/reading",
    f"/api/v1/workshops/{WORKSHOP}/graph",
    "/api/v1/workshops/nothing-here/reading",
)


def with_helpers(app: Flask, data: Path) -> Helpers:
    """Gives an application helpers of the real kind."""
    opening = {"config": asdict(read_config({})), "data": str(data), "hosts": []}
    helpers = Helpers("touchmap.cli.helper", opening)
    parts: Parts = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = replace(parts, helpers=helpers)
    return helpers


@pytest.fixture(scope="module")
def helped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data = tmp_path_factory.mktemp("helped")
    app = make_app(data)
    helpers = with_helpers(app, data)
    yield app
    helpers.close()
    close(app)


@pytest.fixture
def ana(helped: Flask) -> FlaskClient:
    return sign_in(helped)


def alone(app: Flask, client: FlaskClient, path: str) -> tuple[int, str, dict[str, str]]:
    """The answer that the same application gives without helpers, in the same session."""
    parts: Parts = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = replace(parts, helpers=None)
    try:
        return told(client, path)
    finally:
        app.extensions[EXTENSION] = parts


def told(client: FlaskClient, path: str) -> tuple[int, str, dict[str, str]]:
    answer = client.get(path)
    return answer.status_code, answer.text, {k: v for k, v in answer.headers.items() if k != "Date"}


@pytest.mark.parametrize("path", PAGES)
def test_a_helper_answers_as_the_server_would(helped: Flask, ana: FlaskClient, path: str) -> None:
    assert told(ana, path) == alone(helped, ana, path)


def test_every_view_that_opens_a_whole_workshop_is_handed_over(helped: Flask) -> None:
    opens = re.compile(r"shelf\.(case|file|take_in|start|open_sample|remove)\(|shipped_|_card\(")
    opening = {view for view in helped.view_functions.values() if opens.search(inspect.getsource(view))}
    assert len(opening) > 15
    assert opening <= _slow


def test_an_upload_goes_to_a_helper_whole_and_its_message_comes_back(ana: FlaskClient) -> None:
    content, _ = library.sample("day-surgery")
    form = {"form_key": form_key(ana), "file": (io.BytesIO(content), "ward.yaml")}
    answer = ana.post("/workshops", data=form, content_type="multipart/form-data")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/workshops/day-surgery")
    first, second = ana.get("/workshops/day-surgery").text, ana.get("/workshops/day-surgery").text
    assert "is in." in first
    assert "is in." not in second  # a message is said once
    bad = {"form_key": form_key(ana), "file": (io.BytesIO(b"touchmap: 1\nworkshop: {}\n"), "bad.yaml")}
    refused = ana.post("/workshops", data=bad, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "title" in refused.text


def test_forms_of_others_and_people_without_a_session_are_refused_as_ever(
    helped: Flask, ana: FlaskClient
) -> None:
    stolen = ana.post(f"/workshops/{WORKSHOP}/remove", data={"confirm": WORKSHOP})
    assert stolen.status_code == 403
    stranger = helped.test_client()
    assert stranger.get(f"/workshops/{WORKSHOP}").status_code == 403
    stranger.set_cookie(cookie_name(helped), "made-up")
    assert stranger.post("/workshops", data={"form_key": "x"}).status_code == 403
    assert ana.get(f"/workshops/{WORKSHOP}").status_code == 200


def test_what_is_too_large_is_refused_before_it_is_handed_over(ana: FlaskClient) -> None:
    kind = "multipart/form-data; boundary=edge"
    assert ana.post("/workshops", data=b" " * 7_000_000, content_type=kind).status_code == 413


def test_a_helper_sees_what_the_server_has_just_written(helped: Flask, ana: FlaskClient) -> None:
    key = ana.get("/api/v1/session").json["form_key"]  # type: ignore[index]  # an answer that is JSON  # the answer is JSON
    for number in range(5):
        edit = {"id": f"n{number}", "action": "set", "kind": "touchpoint", "record": "gate-closed"}
        body = edit | {"fields": {"name": f"Closed for the {number}. time"}}
        answer = ana.post(f"/api/v1/workshops/{WORKSHOP}/edits", json=body, headers={"X-Form-Key": key})
        seq = answer.json["seq"]  # type: ignore[index]  # an answer that is JSON  # the answer is JSON
        assert ana.get(f"/api/v1/workshops/{WORKSHOP}/reading").json["seq"] == seq  # type: ignore[index]  # an answer that is JSON
        assert f"Closed for the {number}. time" in ana.get(f"/workshops/{WORKSHOP}").text


def test_a_helper_that_is_killed_is_replaced_unnoticed(helped: Flask, ana: FlaskClient) -> None:
    parts: Parts = helped.extensions[EXTENSION]
    assert parts.helpers is not None
    ana.get(f"/workshops/{WORKSHOP}")
    for pid in parts.helpers.processes:
        os.kill(pid, signal.SIGKILL)
    assert ana.get(f"/workshops/{WORKSHOP}").status_code == 200


def test_when_helpers_cannot_the_page_says_so_and_when_to_come_back(
    ana: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise HelperFailed("Too much is asked for at once.", "Wait a moment, then try again.")

    monkeypatch.setattr(Helpers, "ask", busy)
    answer = ana.get(f"/workshops/{WORKSHOP}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "Too much is asked for at once." in answer.text
    read = ana.get(f"/api/v1/workshops/{WORKSHOP}/reading")
    assert (read.status_code, read.json["code"]) == (503, "TE630")  # type: ignore[index]  # an answer that is JSON  # the answer is JSON


def test_a_helper_makes_the_report_and_says_how_far_it_is(ana: FlaskClient) -> None:
    answer = ana.post(f"/workshops/{WORKSHOP}/report", data={"form_key": form_key(ana), "attach": "yes"})
    place = answer.headers["Location"]
    ends, totals = time.monotonic() + 120, set()
    while not (state := ana.get(f"{place}/state").json)["over"]:  # type: ignore[index]  # an answer that is JSON  # the answer is JSON
        totals.add(state["total"])  # type: ignore[index]  # an answer that is JSON
        assert time.monotonic() < ends
        time.sleep(0.1)
    assert state["state"] == "done"  # type: ignore[index]  # an answer that is JSON
    assert max(totals) > 5
    assert ana.get(f"{place}/report.pdf", buffered=True).data.startswith(b"%PDF-1.7")


def test_what_a_helper_cannot_do_is_told_in_its_own_words(helped: Flask) -> None:
    parts: Parts = helped.extensions[EXTENSION]
    assert parts.helpers is not None
    what = {"do": "report", "workshop": "gone", "day": "2026-11-23", "attach": False}
    with pytest.raises(TouchmapError, match="no workshop with the id 'gone'") as failed:
        answered(parts.helpers, what)
    assert failed.value.code == "TE300"
