"""Static files: compressed for who accepts it, kept for a year by who asks with the right stamp, and never a page."""

from __future__ import annotations

import gzip
import html
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import WORKSHOP

from touchmap.web import assets

# Bytes of gzip. What a page needs before it can be used keeps the whole budget; all of the editor together does not fit into
# it, and is held where it is now, so that it does not grow unnoticed. By itself a page fetches what can be done without a
# network; what only the server can give comes when it is asked for, and what a session needs while one is open.
MOST_AT_ONCE = 59_500
MOST_BY_ITSELF = 125_500
MOST_IN_A_SESSION = 139_500
MOST_IN_ALL = 151_500
BY_ITSELF, SESSION, ASKED_FOR = "afterwards", "begin", ("beside", "past")
AT_ONCE = re.compile(r"""(?:\bfrom|\bimport)\s*["'`]\./([^"'`]+)["'`]""")
LATER = re.compile(r"""\bimport\s*\(\s*["'`]\./([^"'`]+)["'`]""")
GZIP = {"Accept-Encoding": "zstd, gzip"}
BEST = {"Accept-Encoding": "gzip, deflate, br, zstd"}  # over https, and from the browser's own machine
CSS = "/static/css/base.css"


def _address(app: Flask, name: str) -> str:
    with app.test_request_context("/"):
        return assets.asset(name)


def test_text_is_compressed_for_a_browser_that_accepts_it(stranger: FlaskClient, root: Path) -> None:
    plain = (root / "static/css/base.css").read_bytes()
    packed = stranger.get(CSS, headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.mimetype == "text/css"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain) / 2


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity"])
def test_others_get_it_plain(stranger: FlaskClient, root: Path, accepted: str) -> None:
    answer = stranger.get(CSS, headers={"Accept-Encoding": accepted}, buffered=True)
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.data == (root / "static/css/base.css").read_bytes()


def test_bundles_are_packed_better_for_a_browser_that_accepts_that(stranger: FlaskClient, root: Path) -> None:
    script = "/static/vendor/js/room.js"
    usual, best = stranger.get(script, headers=GZIP), stranger.get(script, headers=BEST)
    assert best.headers["Content-Encoding"] == "br"
    assert best.data == (root / "static/vendor/js/room.js.br").read_bytes()
    assert best.mimetype == usual.mimetype == "text/javascript"
    assert best.headers["ETag"] != usual.headers["ETag"]
    assert len(best.data) < 0.95 * len(usual.data)
    assert stranger.get(CSS, headers=BEST).headers["Content-Encoding"] == "gzip"


def test_a_packed_file_that_comes_or_goes_is_seen_at_once(fresh: Flask, tmp_path: Path) -> None:
    fresh.static_folder = str(tmp_path / "static")
    (tmp_path / "static").mkdir()
    (tmp_path / "static/a.js").write_text("1;" * 100, encoding="utf-8")
    client = fresh.test_client()
    packed = tmp_path / "static/a.js.br"
    assert client.get("/static/a.js", headers=BEST).headers["Content-Encoding"] == "gzip"
    packed.write_bytes(b"packed")
    assert client.get("/static/a.js", headers=BEST).data == b"packed"
    packed.unlink()
    assert client.get("/static/a.js", headers=BEST).headers["Content-Encoding"] == "gzip"


def test_fonts_are_not_compressed_twice(stranger: FlaskClient) -> None:
    answer = stranger.get("/static/vendor/fonts/source-sans-3-latin.woff2", headers=GZIP, buffered=True)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
    assert "Vary" not in answer.headers


def test_the_plain_and_the_compressed_have_tags_of_their_own_that_are_answered_with_304(
    stranger: FlaskClient,
) -> None:
    tags = {}
    for accepted in ("gzip", "identity"):
        first = stranger.get(CSS, headers={"Accept-Encoding": accepted}, buffered=True)
        tags[accepted] = first.headers["ETag"]
        asked = {"Accept-Encoding": accepted, "If-None-Match": first.headers["ETag"]}
        again = stranger.get(CSS, headers=asked, buffered=True)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == tags[accepted]
    assert tags["gzip"] != tags["identity"]


def test_with_the_right_stamp_a_file_is_kept_for_a_year(app: Flask, stranger: FlaskClient) -> None:
    answer = stranger.get(_address(app, "css/base.css"), headers=GZIP)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789"])
def test_without_it_browsers_ask_again(stranger: FlaskClient, query: str) -> None:
    assert stranger.get(CSS + query, headers=GZIP).headers["Cache-Control"] == "no-cache"


def test_a_file_that_changes_changes_its_address_while_the_server_runs(fresh: Flask, tmp_path: Path) -> None:
    fresh.static_folder = str(tmp_path / "static")
    (tmp_path / "static").mkdir()
    script = tmp_path / "static" / "a.js"
    script.write_text("1;" * 100, encoding="utf-8")
    before = _address(fresh, "a.js")
    script.write_text("2;" * 101, encoding="utf-8")
    after = _address(fresh, "a.js")
    assert before != after
    client = fresh.test_client()
    assert client.get(before, headers=GZIP).headers["Cache-Control"] == "no-cache"
    assert gzip.decompress(client.get(after, headers=GZIP).data) == b"2;" * 101


def test_shared_parts_of_the_bundles_are_kept_by_their_names(stranger: FlaskClient, root: Path) -> None:
    parts = [
        path.name
        for path in (root / "static/vendor/js").glob("*.js")
        if re.search(r"-[A-Z0-9]{8}\.js$", path.name)
    ]
    assert parts
    for name in parts:
        answer = stranger.get(f"/static/vendor/js/{name}", headers=GZIP, buffered=True)
        assert answer.headers["Cache-Control"].endswith("immutable")
    assert (
        stranger.get("/static/vendor/js/editor.js", headers=GZIP, buffered=True).headers["Cache-Control"]
        == "no-cache"
    )


def test_a_page_is_never_compressed_nor_kept(owner: FlaskClient) -> None:
    answer = owner.get(f"/workshops/{WORKSHOP}", headers=GZIP, follow_redirects=True)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "name", ["css", "css/", "no.css", "../setup.cfg", "a%00b.css", "vendor/js/x-ABCDEFGH.js"]
)
def test_what_is_no_file_is_not_found_and_not_kept(stranger: FlaskClient, name: str) -> None:
    answer = stranger.get(f"/static/{name}", headers=GZIP)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_part_of_a_font_can_be_asked_for(stranger: FlaskClient) -> None:
    address = "/static/vendor/fonts/source-sans-3-latin.woff2"
    answer = stranger.get(address, headers={"Range": "bytes=0-3"}, buffered=True)
    assert (answer.status_code, answer.data) == (206, b"wOF2")


def test_a_head_request_says_the_same_without_the_content(stranger: FlaskClient) -> None:
    whole, head = stranger.get(CSS, headers=GZIP), stranger.head(CSS, headers=GZIP)
    assert head.data == b""
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


def _scripts(client: FlaskClient, address: str) -> list[str]:
    """The addresses of the scripts that a page names."""
    page = client.get(address, follow_redirects=True).text
    named = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]+\.js[^"]*)"', page)
    assert named
    return named


PAGES_WITH_SCRIPTS = (f"/workshops/{WORKSHOP}", f"/workshops/{WORKSHOP}/graph")


@pytest.mark.parametrize("address", PAGES_WITH_SCRIPTS)
def test_a_page_names_its_script_and_what_that_imports(owner: FlaskClient, address: str) -> None:
    for script in _scripts(owner, address):
        assert owner.get(script, buffered=True).headers["Cache-Control"].endswith("immutable")


def _sizes(client: FlaskClient, scripts: list[str], imports: list[re.Pattern[str]]) -> dict[str, int]:
    """What scripts and everything they import in these ways take on the way to a browser, in bytes."""
    sizes: dict[str, int] = {}
    waiting = [script.split("?")[0] for script in scripts]
    while waiting:
        script = waiting.pop()
        if script not in sizes:
            answer = client.get(script, headers=GZIP, buffered=True)
            assert answer.status_code == 200, script
            sizes[script] = len(answer.data)
            packed = answer.headers.get("Content-Encoding") == "gzip"
            text = (gzip.decompress(answer.data) if packed else answer.data).decode()
            waiting += [
                f"{script.rpartition('/')[0]}/{name}" for how in imports for name in how.findall(text)
            ]
    return sizes


@pytest.mark.parametrize("address", PAGES_WITH_SCRIPTS)
def test_what_a_page_loads_before_it_can_be_used_is_small(owner: FlaskClient, address: str) -> None:
    named = _scripts(owner, address)
    sizes = _sizes(owner, named, [AT_ONCE])
    assert len(sizes) == len(named), (
        "what the script imports is named by the page, so that a browser asks for all together"
    )
    assert sum(sizes.values()) <= MOST_AT_ONCE, sizes


@pytest.mark.parametrize("address", PAGES_WITH_SCRIPTS)
def test_all_javascript_of_a_page_does_not_grow(owner: FlaskClient, address: str) -> None:
    named = _scripts(owner, address)
    every = _sizes(owner, named, [AT_ONCE, LATER])
    parts = {name: script for script in every if (name := _stem(script)) in {BY_ITSELF, SESSION, *ASKED_FOR}}
    assert set(parts) == {BY_ITSELF, SESSION, *ASKED_FOR}, every
    by_itself = _sizes(owner, [*named, parts[BY_ITSELF]], [AT_ONCE])
    in_a_session = _sizes(owner, [*named, parts[BY_ITSELF], parts[SESSION]], [AT_ONCE])
    assert sum(by_itself.values()) <= MOST_BY_ITSELF, by_itself
    assert sum(in_a_session.values()) <= MOST_IN_A_SESSION, in_a_session
    assert sum(every.values()) <= MOST_IN_ALL, every
    assert len(by_itself) <= 4, "the map, then all that can be done with it"
    assert len(every) == len(in_a_session) + len(ASKED_FOR), (
        "a part is one file: nothing that is fetched leads to more"
    )


def test_a_page_names_every_file_of_every_part_that_may_come_later(owner: FlaskClient) -> None:
    named = _scripts(owner, PAGES_WITH_SCRIPTS[0])
    page = owner.get(PAGES_WITH_SCRIPTS[0], follow_redirects=True).text
    told = json.loads(html.unescape(re.findall(r'data-parts="([^"]+)"', page)[0]))
    assert set(told) == {BY_ITSELF, SESSION, *ASKED_FOR}
    there = {script.split("?")[0] for script in named}
    for files in told.values():
        assert set(files) == set(_sizes(owner, files[:1], [AT_ONCE])) - there


def _stem(script: str) -> str:
    return script.rpartition("/")[2].partition("-")[0]
