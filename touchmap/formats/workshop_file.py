"""A workshop file's bytes to a Model with located problems, and a Model to bytes."""

from __future__ import annotations

from touchmap.domain import document
from touchmap.domain.model import Model
from touchmap.errors import Problem, UnreadableWorkshop
from touchmap.formats import json_text, yaml_text
from touchmap.formats.source import Source, Unreadable, decode


def is_json(name: str, text: str) -> bool:
    """Whether to read a text as JSON: by the file's name, else by its first character."""
    if name.lower().endswith((".yaml", ".yml")):
        return False
    return name.lower().endswith(".json") or text.lstrip()[:1] == "{"


def parse(content: bytes, name: str) -> Source:
    """The plain data of a file; raises UnreadableWorkshop with one problem when it is no YAML or JSON."""
    try:
        text = decode(content)
        return json_text.load(text) if is_json(name, text) else yaml_text.load(text)
    except Unreadable as unreadable:
        problem = unreadable.problem
        raise UnreadableWorkshop([problem.located(name, problem.line, problem.column)]) from None


def read(content: bytes, name: str) -> Model:
    """The workshop in a file; raises UnreadableWorkshop with every problem, each with file, line and column."""
    source = parse(content, name)
    model, problems = document.read(source.data)
    if model is None:
        raise UnreadableWorkshop(sorted((_located(p, source, name) for p in problems), key=_order))
    return model


def _located(problem: Problem, source: Source, name: str) -> Problem:
    line, column = source.place(problem.path) or (1, 1)
    return problem.located(name, line, column)


def _order(problem: Problem) -> tuple[int, int]:
    return problem.line or 0, problem.column or 0


def write(model: Model, name: str = "workshop.yaml") -> bytes:
    """A workshop as the bytes of a file: JSON when the name ends so, else YAML."""
    data = document.write(model)
    text = json_text.dump(data) if name.lower().endswith(".json") else yaml_text.dump(data)
    return text.encode()
