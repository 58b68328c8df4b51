"""What every answer carries, which hosts and forms are refused, and that errors say what to do."""

from __future__ import annotations

import contextlib
import socket

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from served import WORKSHOP, Server, cookie_name, form_key, sign_in
from werkzeug.exceptions import default_exceptions

from touchmap.errors import LimitReached, NotFound, SetupMissing, StorageTrouble, TouchmapError, WrongUse
from touchmap.web.errors import WORDS
from touchmap.web.security import host_known
from touchmap.web.settings import own_path

PAGES = ["/", "/health", "/workshops", f"/workshops/{WORKSHOP}", "/static/css/base.css", "/no/such/page"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_headers(owner: FlaskClient, address: str) -> None:
    headers = owner.get(address, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers
    if not address.startswith("/static/"):
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8000",
        "localhost:9",
        "[::1]:8000",
        "192.168.1.7:8000",
        "maps.example:80",
        "LOCALHOST",
    ],
)
def test_own_names_and_addresses_are_known(host: str) -> None:
    assert host_known(host, {"maps.example"})


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "a b", "[", "x" * 300]
)
def test_other_names_are_not(host: str) -> None:
    assert not host_known(host, {"maps.example"})


def test_a_foreign_host_header_is_refused_with_a_sentence(owner: FlaskClient) -> None:
    answer = owner.get("/workshops", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "does not know itself under this name" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_elsewhere_is_refused_even_with_the_key(
    owner: FlaskClient, headers: dict[str, str]
) -> None:
    answer = owner.post("/look", data={"form_key": form_key(owner), "look": "dark"}, headers=headers)
    assert answer.status_code == 403
    assert "did not come from an open page" in answer.text


@pytest.mark.parametrize("key", [None, "", "0" * 64, "é", "x" * 10_000])
def test_a_form_without_its_key_is_refused(owner: FlaskClient, key: str | None) -> None:
    data = {"look": "dark"} | ({} if key is None else {"form_key": key})
    assert owner.post("/look", data=data).status_code == 403


def test_the_key_of_another_session_does_not_fit(app: Flask, owner: FlaskClient) -> None:
    from_other = form_key(owner)

    assert sign_in(app).post("/look", data={"form_key": from_other, "look": "dark"}).status_code == 403


def test_the_look_is_remembered_and_goes_back_to_the_page(owner: FlaskClient) -> None:
    key = form_key(owner)
    answer = owner.post("/look", data={"form_key": key, "look": "dark", "back": "/templates"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/templates"
    assert 'data-theme="dark"' in owner.get("/templates").text
    owner.post("/look", data={"form_key": key, "look": "system", "back": "/"})
    assert "data-theme" not in owner.get("/templates").text


@pytest.mark.parametrize(
    "given",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "\n/",
        "/a\nb",
        "http:[x",
    ],
)
def test_a_form_cannot_send_people_elsewhere(app: Flask, given: str) -> None:
    with app.test_request_context("/"):
        assert own_path(given) == "/workshops"
        assert own_path("/workshops/x?zoom=read") == "/workshops/x?zoom=read"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/no/such/page", 404),
        ("GET", "/workshops/nobody", 404),
        ("GET", f"/workshops/{WORKSHOP}/touchpoints/nothing", 404),
        ("GET", f"/workshops/{WORKSHOP}?journey=nothing", 404),
        ("GET", f"/workshops/{WORKSHOP}/file.exe", 404),
        ("GET", f"/workshops/{WORKSHOP}/graph.exe", 404),
        ("GET", f"/workshops/{WORKSHOP}/reports/0000", 404),
        ("PUT", "/workshops", 405),
        ("GET", "/leave", 405),
    ],
)
def test_an_error_page_says_what_happened_and_what_to_do(
    owner: FlaskClient, method: str, address: str, status: int
) -> None:
    answer = owner.open(address, method=method)
    if method == "PUT":
        answer = owner.open(address, method=method, headers={"X-Form-Key": form_key(owner)})
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert 'class="lead"' in answer.text
    assert "Traceback" not in answer.text


def test_a_method_that_is_not_there_says_which_are(owner: FlaskClient) -> None:
    answer = owner.open("/leave", method="GET")
    assert "POST" in answer.headers["Allow"]


def test_every_error_that_a_person_can_meet_has_words_of_its_own() -> None:
    assert {400, 403, 404, 405, 413, 429, 500, 503} <= set(WORDS)
    assert all(words.what.endswith(".") and words.todo.endswith(".") for words in WORDS.values())
    assert set(WORDS) <= set(default_exceptions) | {408, 431}


def test_a_fault_of_ours_is_logged_and_not_shown(
    app: Flask, owner: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(id: str) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(app.extensions["touchmap"].shelf, "case", broken)
    answer = owner.get(f"/workshops/{WORKSHOP}")
    assert answer.status_code == 500
    assert "the secret inside" not in answer.text
    assert "the secret inside" in caplog.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("There is no such thing.", "Look elsewhere."), 404),
        (WrongUse("That cannot be.", "Do this."), 400),
        (LimitReached("It took too long.", "Give it more time."), 503),
        (SetupMissing("dot is missing.", "Install it."), 503),
        (StorageTrouble("The disk is full.", "Free some space."), 503),
        (TouchmapError("Something else.", "Do that."), 500),
    ],
)
def test_errors_of_touchmap_say_their_own_words(
    app: Flask, owner: FlaskClient, monkeypatch: pytest.MonkeyPatch, error: TouchmapError, status: int
) -> None:
    def broken(id: str) -> None:
        raise error

    monkeypatch.setattr(app.extensions["touchmap"].shelf, "case", broken)
    answer = owner.get(f"/workshops/{WORKSHOP}")
    assert answer.status_code == status
    assert error.what in answer.text
    assert error.todo in answer.text
    assert error.code in answer.text


@pytest.mark.parametrize(
    ("request_line", "header", "status"),
    [
        ("GET /" + "a" * 6000 + " HTTP/1.1", "", b" 414 "),
        ("GET / HTTP/1.1", "X-Long: " + "a" * 100_000, b" 431 "),
        ("POST /workshops HTTP/1.1", "Content-Length: -5", b" 400 "),
        ("GET / HTTP/9.9", "", b" 400 "),
        ("\x00\x01\x02", "", b" 400 "),
    ],
)
def test_what_is_no_request_is_answered_by_a_page_too(
    server: Server, request_line: str, header: str, status: bytes
) -> None:
    host, port = server.address.removeprefix("http://").split(":")
    said = b""
    with (
        socket.create_connection((host, int(port)), timeout=60) as line,
        contextlib.suppress(ConnectionError),
    ):
        line.sendall(
            f"{request_line}\r\nHost: {host}:{port}\r\n{header + chr(13) + chr(10) if header else ''}\r\n".encode()
        )
        while part := line.recv(65536):
            said += part
    head, _, body = said.partition(b"\r\n\r\n")
    assert status in head.splitlines()[0]
    assert b"Content-Security-Policy" in head
    assert b'<p class="lead">' in body
    assert b"aaaa" not in body


def test_a_cookie_that_is_known_says_the_same_to_every_request_and_to_nobody_else(
    app: Flask, owner: FlaskClient
) -> None:
    owner.get("/workshops")
    (cookie,) = (one for one in owner._cookies.values() if one.key == cookie_name(app))
    head = {"Cookie": f"{cookie.key}={cookie.value}"}
    for _ in range(2):
        with app.test_request_context(headers=head):
            assert len(session["sid"]) > 20
            session["sid"] = "another"  # of this request alone
    other = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "Q")
    with app.test_request_context(headers={"Cookie": f"{cookie.key}={other}"}):
        assert "sid" not in session
