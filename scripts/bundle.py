"""Bundles the scripts of the pages: static/js/pages/*.js with what they import become small modules in static/vendor/js/.

esbuild does the work (ES modules, code that pages share in chunks of its own, minified for browsers from 2023 on) on
sources whose templates scripts/markup.py has compiled, which makes them smaller and spares browsers the parsing; then
scripts/shrink.mjs gives names that pack better and packs them. The same sources give the same bytes.
static/vendor/VENDOR.json gets a row for every file made, with a hash of all sources, so that a bundle which is older than
they are is known. `python3 scripts/bundle.py` bundles anew, `… --if-stale` only when it
must, `… --maps` the sources as they are, with source maps, for looking for faults in a browser.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import markup
import vendor

ROOT = vendor.ROOT
SCRIPTS = ROOT / "static" / "js"
TARGET = vendor.VENDOR / "js"
LISTING = vendor.VENDOR / "VENDOR.json"
PACKED = ".br"  # what brotli has made of a file stands beside it
SHRINK = Path(__file__).with_name("shrink.mjs")
# The floor of the editor: what its sources call (toSorted, toSpliced, findLast) and its style sheets need. Older browsers keep
# the page that the server has drawn.
BROWSERS = "chrome110,firefox115,safari16.4"
OPTIONS = (
    "--bundle",
    "--format=esm",
    "--splitting",
    "--minify",
    f"--target={BROWSERS}",
    "--charset=utf8",
    "--legal-comments=linked",
    "--log-level=warning",
    "--chunk-names=[name]-[hash]",
)


def build(maps: bool = False) -> int:
    """Bundles every page and gives the number of files; raises VendorError with esbuild's words when it cannot."""
    with _turn():
        return _build(maps)


def build_if_stale() -> bool:
    """Bundles when a source is newer than the bundles or one of them is gone; tells whether it did."""
    with _turn():
        if not stale():
            return False
        _build(False)
        return True


def stale() -> bool:
    """Whether the bundles were made from other sources than those that are there, or are not whole."""
    rows = [row for row in _listed() if "sources" in row]
    key = sources_key()
    return not rows or any(
        row["sources"] != key or not (vendor.VENDOR / row["file"]).is_file() for row in rows
    )


def sources_key() -> str:
    """A hash of everything that the bundles are made from."""
    digest = hashlib.sha256()
    for path in [ROOT / "package-lock.json", Path(__file__), Path(markup.__file__), SHRINK, *sources()]:
        data = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def sources() -> list[Path]:
    """Every script that may be part of a bundle: those that only tests use are not."""
    found = sorted(SCRIPTS.rglob("*.js"))
    return [path for path in found if not path.name.endswith((".test.js", ".fake.js"))]


def pages() -> list[Path]:
    """The entries: one script per page."""
    return [path for path in sources() if path.parent == SCRIPTS / "pages"]


def packages(inputs: list[str]) -> list[str]:
    """The packages that files under node_modules/ belong to; raises VendorError when one is there in two copies."""
    folders: dict[str, str] = {}
    for name in inputs:
        before, found, after = name.rpartition("node_modules/")
        if not found:
            continue
        parts = after.split("/")
        package = "/".join(parts[: 2 if parts[0].startswith("@") else 1])
        if folders.setdefault(package, before) != before:
            raise vendor.VendorError(f"{package} would be bundled in two copies")
    return sorted(folders)


def _build(maps: bool) -> int:
    key = sources_key() + (" with maps" if maps else "")
    vendor.VENDOR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=vendor.VENDOR, prefix=".js-") as folder:
        made = Path(folder)
        outputs = _bundle(made, maps)
        files = sorted(path for path in made.iterdir() if path.name != "meta.json")
        rows = [_row(path, outputs, key) for path in files]
        _put(files, rows)
    return len(files)


def _bundle(target: Path, maps: bool) -> dict[str, Any]:
    """Makes the bundles in `target`; gives what esbuild's metafile says of each file made, by the file's name."""
    if maps:
        words = _run(ROOT, target, "--sourcemap=linked")
    else:
        with tempfile.TemporaryDirectory(dir=vendor.VENDOR, prefix=".sources-") as folder:
            words = _compile(Path(folder)) or _run(Path(folder), target, _stamp()) or _shrink(target)
        # What is wrong in a source is said with its place in the source itself.
        words = words and (_run(ROOT, target) or words)
    if words:
        raise vendor.VendorError(f"the pages' scripts could not be bundled:\n{words}")
    outputs = json.loads((target / "meta.json").read_text(encoding="utf-8"))["outputs"]
    packages([name for output in outputs.values() for name in output["inputs"]])
    return {Path(name).name: output for name, output in outputs.items()}


def _compile(folder: Path) -> str:
    """Puts the sources into a folder with their templates compiled; gives what is wrong with one of them, or nothing."""
    (folder / "node_modules").symlink_to(vendor.MODULES)
    for path in sources():
        name = path.relative_to(ROOT)
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.write_text(markup.compiled(path.read_text(encoding="utf-8")), encoding="utf-8")
        except markup.TemplateError as error:
            return f"{name}: {error}"
    return ""


def _run(place: Path, target: Path, *more: str) -> str:
    """Runs esbuild on the sources in a folder, for the files and meta.json in `target`; gives its words when it fails."""
    done = subprocess.run(
        [
            _esbuild(),
            *(str(path.relative_to(ROOT)) for path in pages()),
            *OPTIONS,
            *more,
            "--preserve-symlinks",
            f"--outdir={target}",
            f"--metafile={target / 'meta.json'}",
        ],
        cwd=place,
        env={"PATH": os.environ.get("PATH", os.defpath)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return done.stderr.strip() or "esbuild failed" if done.returncode else ""


def _stamp() -> str:
    """What is made of esbuild's files counts in the hashes of their names too; shrink.mjs drops the comment again."""
    made_by = hashlib.sha256(SHRINK.read_bytes()).hexdigest()[:8]
    return f"--banner:js=/* {made_by} {vendor.version('oxc-minify')} */"


def _shrink(target: Path) -> str:
    """Lets shrink.mjs work on the files in a folder; gives what is wrong when it cannot."""
    done = subprocess.run(
        [_node(), str(SHRINK), str(target)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return done.stderr.strip() or "shrink.mjs failed" if done.returncode else ""


def _node() -> str:
    """The Node that set-up has found or put into .venv, else the one beside this Python, else the machine's."""
    noted = ROOT / ".venv" / "set-up" / "node-path"
    beside = Path(sys.executable).with_name("node")
    found = noted.read_text(encoding="utf-8").strip() if noted.is_file() else ""
    found = found or (str(beside) if beside.is_file() else shutil.which("node") or "")
    if not found:
        raise vendor.VendorError("Node is not there; run `make setup`")
    return found


def _esbuild() -> str:
    found = sorted(vendor.MODULES.glob("@esbuild/*/bin/esbuild"))
    if not found:
        raise vendor.VendorError("esbuild is not there; delete node_modules/ and run `make setup`")
    return str(found[0])


def _row(path: Path, outputs: dict[str, Any], key: str) -> dict[str, Any]:
    """A file made, for VENDOR.json: what is in it by whom; which chunks a page, or a part that comes later, needs with it."""
    output = outputs.get(path.name.removesuffix(PACKED), {"inputs": {}})
    inside = packages(list(output["inputs"]))
    row: dict[str, Any] = {
        "file": f"js/{path.name}",
        "package": "touchmap",
        "licence": " AND ".join(sorted({"MIT", *(vendor.licence(package) for package in inside)})),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "sources": key,
        "contains": [f"{package} {vendor.version(package)}" for package in inside],
    }
    entry = output.get("entryPoint", "") if path.suffix == ".js" else ""
    if entry:
        if not entry.startswith("static/js/pages/"):
            row["part"] = Path(entry).stem
        row["imports"] = [f"js/{name}" for name in _imports(path.name, outputs)]
    return row


def _imports(name: str, outputs: dict[str, Any]) -> list[str]:
    """The chunks that a file imports at once, with theirs, in the order in which they are met."""
    met: dict[str, None] = {}
    waiting = [name]
    while waiting:
        for way in outputs[waiting.pop(0)]["imports"]:
            chunk = Path(way["path"]).name
            if way["kind"] == "import-statement" and chunk not in met:
                met[chunk] = None
                waiting.append(chunk)
    return list(met)


def _put(files: list[Path], rows: list[dict[str, Any]]) -> None:
    """Puts the files where they belong while servers read there, what is needed before what needs it, then old files go.

    A packed file comes before the one that it stands for: a server looks for it when that one has changed.
    """
    TARGET.mkdir(exist_ok=True)
    for path in sorted(files, key=lambda file: (file.suffix != PACKED, not file.name.startswith("chunk-"))):
        os.replace(path, TARGET / path.name)
    others = [row for row in _listed() if "sources" not in row]
    fresh = LISTING.with_name(".VENDOR.json")
    fresh.write_text(json.dumps([*others, *rows], indent=1) + "\n", encoding="utf-8")
    os.replace(fresh, LISTING)
    kept = {path.name for path in files}
    for path in TARGET.iterdir():
        if path.name not in kept:
            path.unlink()


def _listed() -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = json.loads(LISTING.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return rows


class _turn:
    """While one process bundles, others wait and then find the bundles made."""

    def __enter__(self) -> None:
        self.lock = open(__file__, "rb")
        fcntl.flock(self.lock, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.lock.close()


def main(arguments: list[str]) -> int:
    """Exit status 0 when the bundles are there, 1 with esbuild's words when not."""
    if arguments not in ([], ["--if-stale"], ["--maps"]):
        print("use: bundle.py [--if-stale | --maps]", file=sys.stderr)
        return 2
    try:
        if arguments == ["--if-stale"]:
            build_if_stale()
        else:
            print(f"static/vendor/js: {build(maps=bool(arguments))} files")
    except (vendor.VendorError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
