"""Errors as the API says them: `{code, message, where, todo}`, and every problem of an edit under `problems`."""

from __future__ import annotations

from typing import Any

from touchmap.domain.edits import Refused
from touchmap.errors import Problem, TouchmapError

AREA = "/api/"
CONFLICTS = frozenset(
    {"TM008", "TM012", "TM014", "TM015", "TM016"}
)  # true of the workshop as it is, not of the edit alone


def shape(code: str, message: str, where: str, todo: str) -> dict[str, Any]:
    """One error."""
    return {"code": code, "message": message, "where": where, "todo": todo}


def plain(error: TouchmapError) -> dict[str, Any]:
    """An error of ours; a refused edit tells its first problem, and all of them under `problems`."""
    if not isinstance(error, Refused):
        return shape(error.code, error.what, "", error.todo)
    return _problem(error.problems[0]) | {"problems": [_problem(problem) for problem in error.problems]}


def _problem(problem: Problem) -> dict[str, Any]:
    return shape(problem.code, problem.what, problem.place, problem.todo)


def status(error: Refused) -> int:
    """409 for what the workshop as it is does not allow, 422 for what is wrong whatever the workshop."""
    return 409 if any(problem.code in CONFLICTS for problem in error.problems) else 422
