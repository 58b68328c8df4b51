"""The documentation says what the code does: settings, commands, modules."""

from __future__ import annotations

import ast
import itertools
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from touchmap.cli.entry import touchmap
from touchmap.config import SETTINGS


def _text(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def test_the_settings_table_of_the_readme_is_the_one_of_the_code(root: Path) -> None:
    rows = re.findall(r"^\| `(TOUCHMAP_\w+)` \| ?(.*?) ?\| (.*) \|$", _text(root, "README.md"), re.MULTILINE)
    code = [(s.name, f"`{s.default}`" if s.default else "", s.help) for s in SETTINGS]
    assert rows == code


def test_the_command_table_of_the_readme_is_the_one_of_the_code(root: Path) -> None:
    rows = re.findall(r"^\| `touchmap (\w+)` \| (.*) \|$", _text(root, "README.md"), re.MULTILINE)
    assert sorted(rows) == sorted((name, _first(command)) for name, command in _commands().items())


def _commands() -> dict[str, click.Command]:
    context = click.Context(touchmap)
    found = {name: touchmap.get_command(context, name) for name in touchmap.commands}
    return {name: command for name, command in found.items() if command is not None}


def test_the_commands_that_are_promised_are_those_that_come() -> None:
    promised = {name: (command.name, command.help) for name, command in touchmap.commands.items()}
    assert promised == {name: (command.name, _first(command)) for name, command in _commands().items()}


def test_help_and_version_load_nothing_that_takes_long() -> None:
    code = (
        "import sys; from touchmap.cli.entry import run; run(['--help']);"
        "print(sorted({'sqlalchemy', 'networkx', 'flask', 'weasyprint', 'numpy', 'yaml'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.startswith("Usage: touchmap")
    assert said.endswith("\n[]\n")


def _first(command: click.Command) -> str:
    return (command.help or "").split("\n\n")[0].replace("\n", " ").strip()


def test_every_command_of_the_product_is_there() -> None:
    wanted = "demo check analyse graph report new templates schema import list export backup restore serve config doctor"
    assert sorted(touchmap.commands) == sorted(wanted.split())


@pytest.mark.parametrize("name", sorted(touchmap.commands))
def test_the_help_of_every_command_has_an_example_that_parses(name: str) -> None:
    command = _commands()[name]
    example = re.search(r"Examples?:\n((?:  .*\n?)+)", command.help or "")
    assert example, f"touchmap {name} --help has no example"
    for line in example[1].strip().splitlines():
        words = shlex.split(line.split("|")[-1].split(">")[0])
        words = words[words.index("touchmap") + 1 :]
        assert words[0] == name
        command.make_context(name, words[1:], resilient_parsing=False)


def test_the_source_tour_names_every_module_once(root: Path) -> None:
    tour = _text(root, "touchmap/README.md")
    named = re.findall(r"`([a-z_/]+\.py)`", tour)
    package = root / "touchmap"
    modules = [str(path.relative_to(package)) for path in package.rglob("*.py") if path.name != "__init__.py"]
    modules = [name for name in modules if not name.startswith("store/migrations/versions/")]
    assert sorted(named) == sorted(modules)


def test_the_tour_of_the_browsers_part_names_every_script_once(root: Path) -> None:
    scripts = root / "static" / "js"
    named = re.findall(r"^- `([a-z0-9_/]+\.js)`", _text(root, "static/js/README.md"), re.MULTILINE)
    modules = [path for path in scripts.rglob("*.js") if not path.name.endswith((".test.js", ".fake.js"))]
    assert sorted(named) == sorted(str(path.relative_to(scripts)) for path in modules)


def test_every_script_opens_with_a_sentence(root: Path) -> None:
    for path in sorted((root / "static" / "js").rglob("*.js")):
        if path.name.endswith(".test.js"):
            continue  # its tests' names say it
        lines = path.read_text(encoding="utf-8").splitlines()
        opening = list(itertools.takewhile(lambda line: line.startswith("// ") or line == "//", lines))
        said = " ".join(line[2:].strip() for line in itertools.takewhile(lambda line: line != "//", opening))
        assert said.endswith((".", "?", "!", ":")), path


def test_every_module_opens_with_a_sentence(root: Path) -> None:
    for folder in ("touchmap", "scripts", "tests", "bench"):
        for path in sorted((root / folder).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            if not source.strip() and folder == "tests":
                continue  # only there to keep equal file names apart
            opening = ast.get_docstring(ast.parse(source)) or ""
            first = opening.split("\n\n")[0].replace("\n", " ").strip()
            assert first.endswith((".", "?", "!", ":")), path


def test_links_of_the_documents_lead_somewhere(root: Path) -> None:
    for name in ("README.md", "touchmap/README.md", "static/js/README.md", "workshops/README.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", _text(root, name)):
            assert ((root / name).parent / target).exists(), f"{name} links to {target}"
