"""Every page is valid HTML, as html-validate reads it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from served import form_key
from test_pages import PAGES
from test_uploads import upload


def node(root: Path) -> str:
    """The Node that set-up found or brought."""
    noted = root / ".venv/set-up/node-path"
    found = noted.read_text().strip() if noted.is_file() else shutil.which("node")
    if not found:
        pytest.fail("there is no node: make setup-test brings one")
    return found


def test_every_page_is_valid_html(
    owner: FlaskClient, stranger: FlaskClient, tmp_path: Path, root: Path
) -> None:
    pages = {address: owner.get(address).text for address in [*PAGES, "/no/such/page"]}
    pages["landing"] = stranger.get("/").text
    pages["refused link"] = stranger.get("/enter/wrong").text
    pages["problems"] = upload(owner, b"touchmap: 1\nworkshop: {titel: X}\n").text
    pages["not begun"] = owner.post("/new", data={"form_key": form_key(owner), "client": "c" * 201}).text
    pages["new link"] = owner.post("/settings/links", data={"form_key": form_key(owner)}).text
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
