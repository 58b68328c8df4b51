"""Commands that say something about a workshop: check and analyse."""

from __future__ import annotations

import json
from typing import Any

import click

from touchmap.cli.describing import as_data, as_text, plain
from touchmap.cli.options import FINDINGS, STDIN, data_option, format_option
from touchmap.cli.output import say, say_problems, write_output
from touchmap.cli.progress import progress
from touchmap.cli.reading import model_of, read_content
from touchmap.domain.analysis import analyse as analyse_model
from touchmap.domain.rules.finding import SEVERITIES
from touchmap.errors import TouchmapError, UnreadableWorkshop, WrongUse
from touchmap.services.checking import Checked, Located, check_content


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@format_option
@click.pass_context
def check(context: click.Context, files: tuple[str, ...], form: str) -> None:
    """Check workshop files and print findings, one a line, as a linter does.

    Exit status 0: no finding of severity error; 1: at least one; 2: a file that cannot be read. - is standard input.

    \b
    Example:
      touchmap check workshop.yaml --format json
    """
    if files.count(STDIN) > 1:
        raise WrongUse("Standard input can be read only once.", "Give - once.")
    results: list[tuple[str, Checked | TouchmapError]] = []
    with progress("Check") as tick:
        for number, name in enumerate(files):
            tick(number, len(files))
            results.append((name, _checked(name)))
    if form == "json":
        write_output(STDIN, _json([_as_data(name, result) for name, result in results]))
    else:
        for _, result in results:
            _say(result)
    if any(isinstance(result, TouchmapError) for _, result in results):
        context.exit(2)
    if any(isinstance(result, Checked) and result.count("error") for _, result in results):
        context.exit(FINDINGS)


def _checked(name: str) -> Checked | TouchmapError:
    """One unreadable file must not hide what the others hold."""
    try:
        return check_content(*read_content(name))
    except TouchmapError as error:
        return error


def _say(result: Checked | TouchmapError) -> None:
    if isinstance(result, UnreadableWorkshop):
        say_problems(result.problems)
        return
    if isinstance(result, TouchmapError):
        say(f"touchmap: {result}", error=True)
        return
    for located in result.findings:
        say(_line(located))
    counts = [f"{result.count(severity)} {severity}" for severity in SEVERITIES]
    say(f"{result.model.workshop.title}: {', '.join(counts)}")


def _line(located: Located) -> str:
    finding = located.finding
    where = f"{located.file}:{located.line}:{located.column}" if located.line else located.file
    place = f" [{finding.place}]" if finding.place else ""
    return f"{where}: {finding.severity} {finding.code}{place} {finding.sentence} {finding.remedy}"


def _as_data(name: str, result: Checked | TouchmapError) -> dict[str, Any]:
    if isinstance(result, UnreadableWorkshop):
        problems = [plain(problem) | {"place": problem.place} for problem in result.problems]
        return {"file": name, "readable": False, "problems": problems, "findings": []}
    if isinstance(result, TouchmapError):
        problem = {"code": result.code, "what": result.what, "todo": result.todo}
        return {"file": name, "readable": False, "problems": [problem], "findings": []}
    findings = [
        plain(f.finding) | {"file": f.file, "line": f.line, "column": f.column} for f in result.findings
    ]
    return {"file": name, "readable": True, "problems": [], "findings": findings}


@click.command()
@click.argument("file")
@format_option
@data_option
def analyse(file: str, form: str, data: str | None) -> None:
    """Print the figures of a workshop: ends, times, loops, ratings, causes; as JSON with every formula.

    FILE is a workshop file, - for standard input, or the id of a workshop in the database.

    \b
    Example:
      touchmap analyse workshop.yaml
    """
    with progress("Analysis"):
        model = model_of(file, data)
        analysis = analyse_model(model)
    if form == "json":
        write_output(STDIN, _json(as_data(analysis, model)))
        return
    for line in as_text(analysis, model):
        say(line)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode(
        "utf-8", "replace"
    )
