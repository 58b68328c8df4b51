"""Every page is valid HTML, as html-validate reads it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from roomers import ROOM, join, open_room, parts_of
from served import close, form_key, make_app, sign_in
from test_pages import PAGES
from test_uploads import upload


def node(root: Path) -> str:
    """The Node that set-up found or brought."""
    noted = root / ".venv/set-up/node-path"
    found = noted.read_text().strip() if noted.is_file() else shutil.which("node")
    if not found:
        pytest.fail("there is no node: make setup-test brings one")
    return found


def room_pages(data: Path) -> dict[str, str]:
    """The pages of a room: before it is open, while each step of the agenda runs, for the owner and for a guest."""
    app = make_app(data)
    client = sign_in(app)
    pages = {"room closed": client.get(ROOM).text, "join": app.test_client().get("/join").text}
    owner = open_room(client)
    door = app.test_client()
    pages["door"] = door.get(f"/join/{owner.code}").text
    pages["back"] = door.get(f"/join/{owner.code}/back").text
    pages["no guest"] = door.get("/room").text
    phone = join(app, owner.code, name="Ana")
    pages["people"] = client.get(f"{ROOM}/people").text
    pages["me"] = phone.client.get("/room/me").text
    for one in owner.view()["agenda"]:
        owner.post("/go", to=one["id"])
        pages[f"phone {one['kind']} {one['id']}"] = phone.page()
        pages[f"desk {one['kind']} {one['id']}"] = owner.page()
        pages[f"wall {one['kind']} {one['id']}"] = client.get(f"{ROOM}/wall").text
    pages["settings of a step"] = client.get(f"{ROOM}/steps/{one['id']}").text
    parts_of(app).editing.close()
    close(app)
    return pages


def test_every_page_is_valid_html(
    owner: FlaskClient, stranger: FlaskClient, tmp_path: Path, root: Path
) -> None:
    pages = {address: owner.get(address).text for address in [*PAGES, "/no/such/page"]}
    pages["landing"] = stranger.get("/").text
    pages["refused link"] = stranger.get("/enter/wrong").text
    pages["problems"] = upload(owner, b"touchmap: 1\nworkshop: {titel: X}\n").text
    pages["not begun"] = owner.post("/new", data={"form_key": form_key(owner), "client": "c" * 201}).text
    pages["new link"] = owner.post("/settings/links", data={"form_key": form_key(owner)}).text
    pages |= room_pages(tmp_path / "house")
    names = {}
    for number, (address, text) in enumerate(pages.items()):
        file = tmp_path / f"{number}.html"
        file.write_text(text, encoding="utf-8")
        names[str(file)] = address
    command = [
        node(root),
        root / "node_modules/html-validate/bin/html-validate.mjs",
        "--formatter",
        f"json={tmp_path}/said.json",
    ]
    done = subprocess.run(
        [*command, "--config", root / "tests/web/html-validate.json", *names],
        capture_output=True,
        text=True,
        cwd=root,
    )
    assert (tmp_path / "said.json").exists(), done.stderr
    said = [
        f"{names[file['filePath']]}:{m['line']}: {m['ruleId']}: {m['message']}"
        for file in json.loads((tmp_path / "said.json").read_text())
        for m in file["messages"]
    ]
    assert not said, "\n".join(said)
