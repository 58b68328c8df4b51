"""The JSON body of a request to the API: read strictly, refused with a sentence."""

from __future__ import annotations

import json
from typing import Any

from flask import abort, request

from touchmap.domain.edits import Refused
from touchmap.errors import Problem

MOST_BYTES = 1_000_000


def read_json() -> Any:
    """What the body says. Ends in 415 for another kind of content; raises Refused for what is no JSON."""
    if request.mimetype != "application/json":
        abort(415, "json")
    try:
        return json.loads(request.get_data(cache=False), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        where = (
            f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        )
        why = str(error) if isinstance(error, _Twice) else f"The body is no JSON{where}."
        raise Refused(Problem("TM001", why, "Send one JSON object in UTF-8.")) from None


class _Twice(ValueError):
    """A key that stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice("A key stands twice in one object of the body.")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")
