"""The pages' scripts are bundled: the same every time, every licence along, and never older than their sources."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

IMPORTS = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'`](\./[^"'`]+)["'`]""")


@pytest.fixture(scope="module")
def rows(root: Path) -> list[dict[str, Any]]:
    """What static/vendor/ holds, the bundles made from what the sources say now."""
    done = _bundle(root, "--if-stale")
    assert done.returncode == 0, done.stderr
    listed: list[dict[str, Any]] = json.loads(
        (root / "static/vendor/VENDOR.json").read_text(encoding="utf-8")
    )
    return listed


def _bundle(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "scripts" / "bundle.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)


def _loaded(folder: Path, entry: str) -> set[str]:
    """Every file that a browser gets when it runs the entry to its end: what it imports at once, and later."""
    met: set[str] = set()
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            waiting += [
                Path(found).name for found in IMPORTS.findall((folder / name).read_text(encoding="utf-8"))
            ]
    return met


def test_every_page_script_is_bundled_and_named_by_a_template(root: Path, rows: list[dict[str, Any]]) -> None:
    sources = {path.stem for path in (root / "static/js/pages").glob("*.js") if "." not in path.stem}
    bundled = {Path(row["file"]).stem for row in rows if "imports" in row and "part" not in row}
    assert bundled == sources
    templates = "".join(path.read_text(encoding="utf-8") for path in (root / "templates").rglob("*.html"))
    assert not re.findall(r"js/pages/\w+", templates)
    assert set(re.findall(r'page = "([a-z]+)"', templates)) <= bundled


def test_the_list_names_what_pages_import_at_once(root: Path, rows: list[dict[str, Any]]) -> None:
    folder = root / "static/vendor"
    files = {row["file"] for row in rows}
    for row in rows:
        if "imports" in row:
            assert set(row["imports"]) <= files
            at_once = set(re.findall(r'from"\./([^"]+)"', (folder / row["file"]).read_text(encoding="utf-8")))
            assert {f"js/{name}" for name in at_once} <= set(row["imports"])


def test_everything_in_a_bundle_has_its_licence_beside_it(root: Path, rows: list[dict[str, Any]]) -> None:
    folder = root / "static/vendor"
    texts = {row["package"]: folder / row["file"] for row in rows if row["file"].startswith("licences/")}
    inside = {name.rsplit(" ", 1)[0] for row in rows for name in row.get("contains", [])}
    assert {"preact", "@preact/signals"} <= inside
    for package in inside:
        assert len(texts[package].read_text(encoding="utf-8")) > 500, package
    declared = json.loads((root / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert inside <= set(declared) | {"@preact/signals-core"}


def test_the_hashes_are_those_of_the_files(root: Path, rows: list[dict[str, Any]]) -> None:
    folder = root / "static/vendor"
    for row in rows:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"], row["file"]
    there = {f"js/{path.name}" for path in (folder / "js").iterdir()}
    assert there == {row["file"] for row in rows if row["file"].startswith("js/")}


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A small checkout: two pages that share a part, one with a library that it loads later; the packages are lent."""
    place = tmp_path / "copy"
    shutil.copytree(root / "scripts", place / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(root / name, place / name)
    (place / "node_modules").symlink_to(root / "node_modules")
    for name, text in {
        "model/shared.js": 'import { signal } from "@preact/signals";\nexport const word = signal("shared");\n',
        "pages/map.js": 'import { word } from "../model/shared.js";\ndocument.title = word;\n',
        "pages/report.js": 'import { word } from "../model/shared.js";\nimport("htm").then(word);\n',
    }.items():
        path = place / "static/js" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


def _made(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (place / "static/vendor/js").iterdir()}


def test_the_same_sources_give_the_same_bytes(copy: Path) -> None:
    assert _bundle(copy).returncode == 0
    first = _made(copy)
    other = copy.with_name("elsewhere-and-longer")
    copy.rename(other)
    assert _bundle(other).returncode == 0
    assert _made(other) == first


def test_what_pages_share_stands_in_a_part_of_its_own_and_is_listed(copy: Path) -> None:
    assert _bundle(copy).returncode == 0
    rows = json.loads((copy / "static/vendor/VENDOR.json").read_text(encoding="utf-8"))
    imports = {row["file"]: row["imports"] for row in rows if "imports" in row}
    assert imports["js/map.js"] == imports["js/report.js"]
    (shared,) = imports["js/map.js"]
    contains = {row["file"]: row["contains"] for row in rows}
    assert any(name.startswith("preact ") for name in contains[shared])
    later = [
        file
        for file, inside in contains.items()
        if file.endswith(".js") and any("htm" in name for name in inside)
    ]
    assert len(later) == 1
    assert later != [shared]
    assert _loaded(copy / "static/vendor/js", "report.js") == {
        "report.js",
        Path(shared).name,
        Path(later[0]).name,
    }


def test_a_changed_source_makes_the_bundles_anew_and_nothing_else_does(copy: Path) -> None:
    assert _bundle(copy, "--if-stale").returncode == 0
    page = copy / "static/js/pages/report.js"
    made = copy / "static/vendor/js/report.js"
    before = made.stat().st_mtime_ns
    (copy / "static/js/model/pan.test.js").write_text("// only a test", encoding="utf-8")
    assert _bundle(copy, "--if-stale").returncode == 0
    assert made.stat().st_mtime_ns == before
    page.write_text('document.title = "changed";', encoding="utf-8")
    assert _bundle(copy, "--if-stale").returncode == 0
    assert "changed" in made.read_text(encoding="utf-8")
    made.unlink()
    assert _bundle(copy, "--if-stale").returncode == 0
    assert made.is_file()


def test_a_mistake_in_a_source_is_shown_with_its_place_and_leaves_the_bundles(copy: Path) -> None:
    assert _bundle(copy).returncode == 0
    before = _made(copy)
    (copy / "static/js/pages/report.js").write_text("let a = ;\n", encoding="utf-8")
    done = _bundle(copy)
    assert done.returncode == 1
    assert "static/js/pages/report.js:1:8" in done.stderr
    assert "Traceback" not in done.stderr
    assert _made(copy) == before


def test_a_package_without_a_known_licence_is_not_bundled(copy: Path, root: Path) -> None:
    (copy / "static/js/pages/report.js").write_text('import "axe-core";', encoding="utf-8")
    done = _bundle(copy)
    assert done.returncode == 1
    assert "axe-core has no row in LICENCES" in done.stderr


def test_two_copies_of_a_package_are_refused(copy: Path, root: Path) -> None:
    (copy / "node_modules").unlink()
    modules = copy / "node_modules"
    modules.mkdir()
    for entry in (root / "node_modules").iterdir():
        (modules / entry.name).symlink_to(entry)
    (modules / "htm").unlink()
    shutil.copytree(root / "node_modules/htm", modules / "htm")
    shutil.copytree(root / "node_modules/preact", modules / "htm/node_modules/preact")
    (copy / "static/js/pages/report.js").write_text(
        'import { h } from "preact"; import { html } from "htm/preact"; console.log(h, html);',
        encoding="utf-8",
    )
    done = _bundle(copy)
    assert done.returncode == 1
    assert "preact would be bundled in two copies" in done.stderr


def test_a_packed_bundle_is_the_bundle(root: Path, rows: list[dict[str, Any]]) -> None:
    packed = [root / "static/vendor" / row["file"] for row in rows if row["file"].endswith(".br")]
    assert {"room.js.br", "roomworker.js.br"} <= {path.name for path in packed}
    unpack = """for (const path of process.argv.slice(1)) {
      const { readFileSync } = require("node:fs");
      const plain = require("node:zlib").brotliDecompressSync(readFileSync(path));
      if (!plain.equals(readFileSync(path.slice(0, -3)))) throw new Error(path);
    }"""
    subprocess.run(["node", "-e", unpack, *packed], check=True)


def test_a_bundle_made_otherwise_has_another_name(copy: Path) -> None:
    """Browsers keep shared parts by their names for a year."""
    assert _bundle(copy).returncode == 0
    before = {name for name in _made(copy) if name.startswith("chunk-")}
    shrink = copy / "scripts/shrink.mjs"
    shrink.write_text(shrink.read_text(encoding="utf-8") + "\n// made otherwise\n", encoding="utf-8")
    assert _bundle(copy, "--if-stale").returncode == 0
    after = {name for name in _made(copy) if name.startswith("chunk-")}
    assert before
    assert not before & after


def test_source_maps_only_when_asked_for(copy: Path) -> None:
    assert _bundle(copy, "--maps").returncode == 0
    assert "report.js.map" in _made(copy)
    assert _bundle(copy, "--if-stale").returncode == 0
    assert not [name for name in _made(copy) if name.endswith(".map")]


def test_two_at_once_take_turns(copy: Path) -> None:
    command = [sys.executable, str(copy / "scripts/bundle.py"), "--if-stale"]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    assert [(one.wait(60), one.communicate()[1]) for one in running] == [(0, "")] * 6
    assert {path.name for path in (copy / "static/vendor").iterdir()} == {"VENDOR.json", "js"}
