"""Marks of what a room shows: by them a page knows whether to look again, and nothing can be read from them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from touchmap.services.showing import Shown

COUNTED = ("counts", "people")  # numbers that a page changes in place


def digests(shown: Shown) -> dict[str, str]:
    """`key` changes with everything; `step` when the room is at another step, or it opens or freezes; `view` with
    whatever is seen, but not with numbers alone, which change too often to load a page for each.
    """
    found: dict[str, str] = shown.once("marks", lambda: _marks(shown))
    return {"key": "-".join(str(part) for part in shown.key), **found}


def _marks(shown: Shown) -> dict[str, str]:
    view, step = shown.view, shown.view["step"]
    where = [step["id"], step["input"], step["promise"], step["prompt"]] if step else [view["closed"]]
    seen = {name: value for name, value in view.items() if name not in COUNTED}
    return {"step": _mark(where), "view": _mark(seen)}


def _mark(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]


def news(shown: Shown) -> dict[str, Any]:
    """What a stream tells of a room: the marks and the numbers, the same for everybody."""
    view, step = shown.view, shown.view["step"]
    counts = view.get("counts", {})
    return digests(shown) | {
        "title": step["title"] if step else "",
        "people": view["people"],
        "given": counts.get("given", 0),
        "done": counts.get("done", 0),
    }
