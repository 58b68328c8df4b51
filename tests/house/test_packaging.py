"""The wheel holds all of touchmap, and works where no checkout is."""

from __future__ import annotations

import ast
import configparser
import importlib.metadata
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the checkout's files in a folder of its own (a stale build/ cannot slip in)."""
    source = tmp_path_factory.mktemp("source")
    for name in ("touchmap", "templates", "static", "workshops"):
        _copy(root / name, source / name)
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        (source / name).write_bytes((root / name).read_bytes())
    target = tmp_path_factory.mktemp("dist")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(target),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(target.glob("*.whl"))


def _copy(source: Path, target: Path) -> None:
    target.mkdir()
    for path in _files(source):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]


def test_every_package_is_named_in_setup_cfg(root: Path) -> None:
    config = configparser.ConfigParser()
    config.read(root / "setup.cfg", encoding="utf-8")
    named = config["options"]["packages"].split()
    found = {
        ".".join(path.parent.relative_to(root).parts) for path in (root / "touchmap").rglob("__init__.py")
    }
    assert sorted(named) == sorted(found | {"touchmap.templates", "touchmap.static", "touchmap.workshops"})


def test_no_folder_of_the_package_hides_a_mapped_one(root: Path) -> None:
    assert not [name for name in ("templates", "static", "workshops") if (root / "touchmap" / name).exists()]


def test_every_folder_with_python_in_it_is_a_package(root: Path) -> None:
    folders = {path.parent for path in (root / "touchmap").rglob("*.py")}
    assert not [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()]


def test_the_wheel_holds_every_file(root: Path, wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        str(path.relative_to(root)) for path in _files(root / "touchmap") if path.suffix in {".py", ".mako"}
    }
    for folder in ("templates", "static", "workshops"):
        paths = [path.relative_to(root) for path in _files(root / folder)]
        expected |= {
            f"touchmap/{path}" for path in paths if not any(part.startswith(".") for part in path.parts)
        }
    sources = {name for name in expected if name.startswith("touchmap/static/js/")}
    assert not expected - sources - names
    assert not sources & names  # pages load the bundles that are made from them
    bundles = {f"touchmap/static/vendor/js/{path.name}" for path in _files(root / "static" / "vendor" / "js")}
    assert bundles
    assert bundles <= names
    assert "touchmap/static/vendor/fonts/SourceSans3-Regular.ttf" in names
    assert "touchmap/static/vendor/licences/source-sans-3.txt" in names


def test_constraints_pin_every_dependency_and_say_what_it_is_for(root: Path) -> None:
    config = configparser.ConfigParser()
    config.read(root / "setup.cfg", encoding="utf-8")
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("#")[0].strip().split("==") for line in lines if line and not line.startswith("#"))
    told = {line.split("==")[0] for line in lines if "#" in line and "==" in line}
    needed = {_name(line) for line in config["options"]["install_requires"].split("\n") if line.strip()}
    testing = {_name(line) for line in config["options.extras_require"]["test"].split("\n") if line.strip()}
    assert not (needed | testing) - set(pins)
    assert not needed - told


def test_what_is_imported_is_required_and_what_is_required_is_imported(root: Path) -> None:
    config = configparser.ConfigParser()
    config.read(root / "setup.cfg", encoding="utf-8")
    needed = {_name(line) for line in config["options"]["install_requires"].split("\n") if line.strip()}
    modules = set()
    for path in (root / "touchmap").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    modules -= sys.stdlib_module_names | {"touchmap"}
    homes = importlib.metadata.packages_distributions()
    assert {homes[module][0].lower().replace("_", "-") for module in modules} == needed - {
        "packaging"  # gunicorn imports it and does not say so
    }


def _name(requirement: str) -> str:
    for mark in "<>=![":
        requirement = requirement.split(mark)[0]
    return requirement.strip().lower()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; its dependencies are lent by the one that runs the tests."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=120)
    packages = next(folder.glob("lib/python*/site-packages"))
    install = [
        "-m",
        "pip",
        "--python",
        str(folder / "bin" / "python"),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([sys.executable, *install, str(wheel)], check=True, timeout=120)
    lent = packages / "lent"
    lent.mkdir()
    for entry in Path(pytest.__file__).parent.parent.iterdir():
        if "touchmap" not in entry.name and not entry.name.endswith(".pth"):
            (lent / entry.name).symlink_to(entry)
    (packages / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    return folder / "bin"


def _run(command: list[str], folder: Path, data: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TOUCHMAP_DATA": str(data),
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=300, check=False
    )


def test_the_installed_wheel_is_not_the_checkout(installed: Path, tmp_path: Path, root: Path) -> None:
    question = "import touchmap, touchmap.paths as p; print(touchmap.__file__, p.templates_folder(), p.static_folder())"
    done = _run([str(installed / "python"), "-c", question], tmp_path, tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert str(root) not in done.stdout


def test_the_installed_wheel_makes_the_sample_report(installed: Path, tmp_path: Path) -> None:
    done = _run([str(installed / "touchmap"), "demo", "--no-serve"], tmp_path, tmp_path / "data")
    assert done.returncode == 0, done.stdout + done.stderr
    reports = list((tmp_path / "data").rglob("*.pdf"))
    assert reports
    assert reports[0].read_bytes().startswith(b"%PDF-")
