"""Who gets in: every route is known to be open or closed, links work once, sessions end, forms are our own."""

from __future__ import annotations

import datetime as dt
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from roomers import join, open_room
from served import WORKSHOP, cookie_name, form_key, sign_in

from touchmap.app import owner_link
from touchmap.errors import SetupMissing
from touchmap.services.access import LINK_LASTS, SESSION_LASTS, Access, device_name, secret_key
from touchmap.web.context import OPEN
from touchmap.web.parts import EXTENSION, Parts

# Every route by its endpoint: who may have an answer. A new route without a row here fails the test below.
OPEN_TO_ALL = {"landing.landing", "landing.enter", "landing.health", "static"} | {
    f"joining.{name}" for name in ("page", "room", "enter", "back", "come_back", "over", "worker")
}
# Only with a part in an open room; not with the owner's session.
GUEST_ONLY = {
    "guests.page",
    "guests.step",
    "guests.me",
    "guests.leave",
    "guests.note",
    "guests.withdraw",
    "guests.rating",
    "guests.vote",
    "guests.done",
    "guests.help_run",
    "guests.paper",
    "guests.paper_enter",
    "guests.paper_back",
    "guests.paper_note",
    "guests.paper_done",
    "guests_live.events",
}
OWNER_ONLY = {
    "landing.leave",
    "workshops.listing",
    "workshops.upload",
    "templates.gallery",
    "templates.start",
    "templates.open_sample",
    "settings.page",
    "settings.new_link",
    "settings.end_visit",
    "settings.look",
    "maps.page",
    "graphs.page",
    "graphs.download",
    "touchpoints.page",
    "findings.page",
    "figures.page",
    "causes.page",
    "registers.page",
    "brief.page_of_request",
    "reports.page",
    "reports.make",
    "reports.watch",
    "reports.state",
    "reports.pdf",
    "exchange.page",
    "exchange.download",
    "exchange.remove",
    "api.own_session",
    "api.edits",
    "api.left",
    "api.undo",
    "api.redo",
    "api.snapshot",
    "api.changes",
    "api.history",
    "api.at",
    "readings.reading",
    "beginning.page",
    "beginning.begin",
    "readings.graph",
    "apidoc.description",
    "apidoc.guide",
    "live.events",
    "live.presence",
    "rooms_live.events_of",
    "rooms.page",
    "rooms.now",
    "rooms.people",
    "rooms.open_room",
    "rooms.lock",
    "rooms.person",
    "roomapi.room",
    "roomapi.door",
    "roomapi.go",
    "roomapi.take_input",
    "roomapi.timer",
    "roomapi.reveal",
    "roomapi.spotlight",
    "roomapi.scribe",
    "rooms.go",
    "rooms.take_input",
    "rooms.timer",
    "rooms.reveal",
    "rooms.shine",
    "rooms.moderate",
    "rooms.take_back",
    "rooms.arrange",
    "rooms.state_request",
    "rooms.name_groups",
    "rooms.scribe",
    "rooms.ballot",
    "rooms.take_ballot_back",
    "rooms.paper_done",
    "rooms.add_on_paper",
    "roomapi.ballot",
    "roomapi.ballot_back",
    "roomapi.add_paper",
    "rooms.close",
    "roomplans.take",
    "roomplans.add",
    "roomplans.settings",
    "roomplans.change",
    "roomplans.move",
    "roomplans.dropped",
    "roomplans.commit",
    "roomplans.recommit",
    "walls.page",
    "walls.now",
    "walls.choose",
}


def requests_for(app: Flask) -> list[tuple[str, str, str]]:
    """Endpoint, method and an address for each rule and method of the application."""
    fill = {
        "workshop": WORKSHOP,
        "touchpoint": "gate-closed",
        "form": "yaml",
        "job": "0" * 16,
        "filename": "css/base.css",
    }
    found = []
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: fill.get(part[1], "x"), rule.rule)
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            found.append((rule.endpoint, method, address))
    return found


def test_every_route_has_a_row(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == OPEN_TO_ALL | GUEST_ONLY | OWNER_ONLY
    assert OPEN == OPEN_TO_ALL


def test_without_a_session_nothing_but_the_open_routes_answers(app: Flask, stranger: FlaskClient) -> None:
    for endpoint, method, address in requests_for(app):
        answer = stranger.open(address, method=method, buffered=True)
        if endpoint in OPEN_TO_ALL:
            # A link, a code and a form that are none open nothing, and say so.
            closed = {"landing.enter": 403, "joining.enter": 403, "joining.come_back": 403}
            nothing = {"joining.room": 404, "joining.back": 404}
            assert answer.status_code == (closed | nothing).get(endpoint, 200), address
        else:
            assert answer.status_code == 403, (method, address)
            assert "Missed connection" not in answer.text


def test_a_guest_is_no_owner_and_an_owner_no_guest(app: Flask) -> None:
    owner = sign_in(app)
    code = open_room(owner).code
    guest = join(app, code).client
    for endpoint, method, address in requests_for(app):
        if endpoint in OWNER_ONLY:
            answer = guest.open(address, method=method, buffered=True)
            assert answer.status_code == 403, (method, address)
            assert "Missed connection" not in answer.text
        elif endpoint in GUEST_ONLY:
            assert owner.open(address, method=method, buffered=True).status_code == 403, (method, address)


def test_a_stranger_does_not_learn_what_exists(stranger: FlaskClient) -> None:
    here, nowhere = stranger.get(f"/workshops/{WORKSHOP}"), stranger.get("/workshops/nobody")
    assert here.status_code == nowhere.status_code == stranger.get("/no/such/page").status_code == 403
    assert here.data == nowhere.data


def test_health_says_nothing_to_strangers(stranger: FlaskClient) -> None:
    assert stranger.get("/health").json == {"status": "ok"}


def test_a_link_opens_one_session_and_then_nothing(app: Flask) -> None:
    link = owner_link(app, "")
    first, second = app.test_client(), app.test_client()
    assert first.get(link).status_code == 303
    assert first.get("/workshops").status_code == 200
    again = second.get(link)
    assert again.status_code == 403
    assert "used before" in again.text
    assert second.get("/workshops").status_code == 403


def test_of_many_who_come_with_one_link_at_once_one_gets_in(app: Flask) -> None:
    link = owner_link(app, "")
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: app.test_client().get(link).status_code, range(8)))
    assert sorted(codes) == [303] + [403] * 7


def test_a_look_ahead_does_not_use_the_link_up(app: Flask) -> None:
    link = owner_link(app, "")
    assert app.test_client().get(link, headers={"Sec-Purpose": "prefetch"}).status_code == 503
    assert app.test_client().get(link).status_code == 303


def test_whoever_is_in_does_not_use_a_link_up(app: Flask, owner: FlaskClient) -> None:
    link = owner_link(app, "")
    assert owner.get(link).headers["Location"] == "/workshops"
    assert app.test_client().get(link).status_code == 303


@pytest.mark.parametrize("token", ["x", "a" * 32, "%00", "..%2f", "é" * 20, "x" * 5_000])
def test_a_wrong_token_opens_nothing(stranger: FlaskClient, token: str) -> None:
    assert stranger.get(f"/enter/{token}").status_code in (403, 404)
    assert stranger.get("/workshops").status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask) -> None:
    answer = app.test_client().get(owner_link(app, ""))
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("touchmap-")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_over_https_the_cookie_is_pinned_to_this_host(app: Flask) -> None:
    link = owner_link(app, "")
    answer = app.test_client().get(link, base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-touchmap-")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_a_session_can_be_ended_from_another_browser(fresh: Flask) -> None:
    one, other = sign_in(fresh), sign_in(fresh)
    page = one.get("/settings").text
    names = re.findall(r"/settings/visits/([0-9a-f]{16})/end", page)
    here = re.search(r"this one.*?/settings/visits/([0-9a-f]{16})/end", page, re.S)
    assert here is not None
    key = form_key(one)
    for name in names:
        if name != here[1]:
            one.post(f"/settings/visits/{name}/end", data={"form_key": key})
    assert one.get("/workshops").status_code == 200
    assert other.get("/workshops").status_code == 403


def test_signing_out_ends_the_session_and_not_only_the_cookie(app: Flask) -> None:
    client = sign_in(app)
    cookie = client.get_cookie(cookie_name(app))
    assert cookie is not None
    assert client.post("/leave", data={"form_key": form_key(client)}).status_code == 303
    thief = app.test_client()
    thief.set_cookie(cookie_name(app), cookie.value)
    assert thief.get("/workshops").status_code == 403


def test_two_installations_on_one_machine_do_not_share_a_cookie(app: Flask, fresh: Flask) -> None:
    assert cookie_name(app) != cookie_name(fresh)


def test_a_cookie_that_was_tampered_with_is_nobody(app: Flask, stranger: FlaskClient) -> None:
    client = sign_in(app)
    cookie = client.get_cookie(cookie_name(app))
    assert cookie is not None
    for value in (cookie.value[:-2], cookie.value.swapcase(), "eyJzaWQiOiJ4In0.x.y", "x" * 3_000):
        stranger.set_cookie(cookie_name(app), value)
        assert stranger.get("/workshops").status_code == 403


def test_links_and_sessions_end_with_their_time(app: Flask) -> None:
    parts: Parts = app.extensions[EXTENSION]
    now = dt.datetime.now(dt.UTC)
    token = parts.access.make_link(now)
    assert parts.access.enter(token, "x", now + LINK_LASTS) is None
    session = parts.access.enter(parts.access.make_link(now), "x", now)
    assert session is not None
    assert parts.access.knows(session, now + SESSION_LASTS - dt.timedelta(seconds=1))
    assert not parts.access.knows(session, now + SESSION_LASTS)


def test_the_database_holds_no_token(fresh: Flask, tmp_path: Path) -> None:
    access: Access = fresh.extensions[EXTENSION].access
    link = access.make_link()
    session = access.enter(access.make_link(), "x")
    assert session is not None
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("touchmap.sqlite*"))
    assert link.encode() not in kept
    assert session.encode() not in kept


def test_open_links_are_bounded(fresh: Flask) -> None:
    access: Access = fresh.extensions[EXTENSION].access
    tokens = [access.make_link() for _ in range(25)]
    good = [token for token in tokens if access.enter(token, "x") is not None]
    assert len(good) == 20


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert len(key) >= 32
    assert secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert secret_key(tmp_path, "g" * 40) == "g" * 40


def test_a_key_file_that_others_may_read_is_closed_again(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    (tmp_path / "secret.key").chmod(0o644)
    assert secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_key_file_cut_short_is_told_and_not_used(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short")
    with pytest.raises(SetupMissing, match="cut short"):
        secret_key(tmp_path)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150 Safari/537.36 Edg/150",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Version/19 Safari/604", "Safari on iPhone"),
        ("curl/8\x00\x1b[31m" + "x" * 500, "curl/8  [31m" + "x" * 68),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_a_few_words(agent: str, name: str) -> None:
    assert device_name(agent) == name
