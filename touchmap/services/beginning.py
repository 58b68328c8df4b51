"""A workshop begun from nothing: what a consultant knows before the room fills, and an empty map to build on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchmap.domain import document, ids
from touchmap.domain.model import Model
from touchmap.errors import Problem, TouchmapError

#: What may be given, and where it stands in the workshop's file.
FIELDS: dict[str, tuple[str | int, ...]] = {
    "title": ("workshop", "title"),
    "client": ("workshop", "client"),
    "request": ("workshop", "request"),
    "persona": ("personas", 0, "name"),
    "stage": ("journeys", 0, "stages", 0, "name"),
}
FIRST_STAGE = "First stage"


class Unfit(TouchmapError):
    """What was given cannot be a workshop; says it for each field."""

    code = "TE400"

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        self.problems = dict(problems)
        first = next(iter(self.problems.values()))
        super().__init__(first.what, first.todo)


def empty_workshop(given: Mapping[str, str]) -> Model:
    """A workshop with one journey of one stage, without a touchpoint. Raises Unfit with a problem for each wrong field."""
    said = {name: given.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
    workshop = ids.slug(said["title"]) or "workshop"
    persona = ids.free(ids.slug(said["persona"]) or "persona", {workshop}, {})
    journey: dict[str, Any] = {
        "id": ids.free("journey", {workshop, persona}, {}),
        "name": said["title"] or "?",
        "stages": [{"name": said["stage"] or FIRST_STAGE}],
    }
    data: dict[str, Any] = {
        "touchmap": document.FORMAT,
        "workshop": {"id": workshop}
        | {name: said[name] for name in ("title", "client", "request") if said[name]},
        "journeys": [journey],
    }
    if said["persona"]:
        data["personas"] = [{"id": persona, "name": said["persona"]}]
        journey["persona"] = persona
    model, problems = document.read(data)
    if model is None:
        raise Unfit(_by_field(problems))
    return model


def _by_field(problems: list[Problem]) -> dict[str, Problem]:
    """Each problem under the field it is about; the journey has its name from the title."""
    found: dict[str, Problem] = {}
    for problem in problems:
        name = next((name for name, path in FIELDS.items() if problem.path == path), "title")
        if name == "title" and problem.code == "TM006":
            problem = Problem(problem.code, "The workshop has no title.", "Give it one.", problem.path)
        found.setdefault(name, problem)
    return found
