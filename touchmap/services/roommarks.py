"""Marks of what a room shows: by them a page knows whether to look again, and nothing can be read from them.

Beside them goes what was added to the notes that everybody may see: hundreds of people who write at once would otherwise load
hundreds of pages for every note.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from touchmap.services.showing import Shown

COUNTED = ("counts", "people")  # numbers that a page changes in place
NOTES = "notes"
MOST_CHANGED = 40  # notes in one piece of news; more are asked for
MOST_LETTERS = 16_000  # in their texts together


def digests(shown: Shown) -> dict[str, str]:
    """`key` changes with everything; `step` when the room is at another step, or it opens or freezes; `view` with
    whatever is seen, but not with numbers alone, which change too often to load a page for each. `notes` is of the notes
    only, `rest` of all but them.
    """
    found: dict[str, str] = shown.once("marks", lambda: _marks(shown))
    return {"key": "-".join(str(part) for part in shown.key), **found}


def _marks(shown: Shown) -> dict[str, str]:
    view, step = shown.view, shown.view["step"]
    where = [step["id"], step["input"], step["promise"], step["prompt"]] if step else [view["closed"]]
    seen = {name: value for name, value in view.items() if name not in COUNTED and name != NOTES}
    rest, notes = _mark(seen), _mark([where[0], view.get(NOTES)])
    return {"step": _mark(where), "view": _mark([rest, notes]), "rest": rest, "notes": notes}


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


def changed_notes(before: Shown, after: Shown) -> dict[str, Any] | None:
    """What a page whose notes have the mark `upon` does to have those of `after`: `added` in their order, `changed`, and
    `gone`. None where nothing has changed, or so much that asking is better.
    """
    marks = digests(before), digests(after)
    step = after.view["step"]
    if (
        marks[0]["notes"] == marks[1]["notes"]
        or not step
        or (before.view["step"] or {}).get("id") != step["id"]
    ):
        return None
    old = {note["id"]: note for note in before.view[NOTES]}
    new = {note["id"]: note for note in after.view[NOTES]}
    gone = [{"id": id, "touchpoint": note.get("touchpoint")} for id, note in old.items() if id not in new]
    changed = [note for id, note in new.items() if id in old and old[id] != note]
    added = [note for id, note in new.items() if id not in old]
    moved = any(note.get("touchpoint") != old[note["id"]].get("touchpoint") for note in changed)
    in_order = [*(id for id in old if id in new), *(note["id"] for note in added)] == list(new)
    told = [*added, *changed]
    if moved or not in_order or len(told) + len(gone) > MOST_CHANGED:
        return None
    if sum(len(note["text"]) for note in told) > MOST_LETTERS:
        return None
    return {"upon": marks[0]["notes"], "added": added, "changed": changed, "gone": gone}
