"""What is told of notes that everybody may see: what was added, changed or taken away, upon the notes that a page shows."""

from __future__ import annotations

from typing import Any

from touchmap.services.roommarks import MOST_CHANGED, MOST_LETTERS, changed_notes, digests
from touchmap.services.showing import Shown

STEP = {"id": "list", "input": True, "promise": "open", "prompt": "Where?"}


def note(number: int, **more: Any) -> dict[str, Any]:
    """A note as everybody sees it."""
    return {"id": f"n{number}", "text": f"Words {number}", "by": "", "same": 0} | more


def shown(*notes: dict[str, Any], **more: Any) -> Shown:
    """A room with notes."""
    view = {"step": STEP, "closed": False, "people": 1, "counts": {}, "notes": list(notes)} | more
    return Shown(("o", 1, 1), view)


def test_what_was_added_is_told_in_its_order_upon_the_notes_before() -> None:
    before, after = shown(note(1)), shown(note(1), note(2), note(3))
    assert changed_notes(before, after) == {
        "upon": digests(before)["notes"],
        "added": [note(2), note(3)],
        "changed": [],
        "gone": [],
    }


def test_a_note_that_was_hidden_is_gone_and_one_that_took_others_in_is_changed() -> None:
    told = changed_notes(shown(note(1, touchpoint="desk"), note(2)), shown(note(2, same=1)))
    assert told is not None
    assert told["gone"] == [{"id": "n1", "touchpoint": "desk"}]
    assert (told["changed"], told["added"]) == ([note(2, same=1)], [])


def test_marks_tell_notes_from_everything_else() -> None:
    one, two = digests(shown(note(1))), digests(shown(note(1), note(2)))
    assert (one["rest"] == two["rest"], one["notes"] == two["notes"], one["view"] == two["view"]) == (
        True,
        False,
        False,
    )
    lit = digests(shown(note(1), spotlight="desk"))
    assert (one["rest"] == lit["rest"], one["notes"] == lit["notes"]) == (False, True)


def test_nothing_is_told_where_asking_is_better() -> None:
    nothing = shown()
    assert changed_notes(nothing, nothing) is None
    assert changed_notes(nothing, shown(*(note(one) for one in range(MOST_CHANGED + 1)))) is None
    assert changed_notes(nothing, shown(note(1, text="x" * (MOST_LETTERS + 1)))) is None
    assert changed_notes(shown(note(1), note(2)), shown(note(2), note(1))) is None, "another order"
    assert changed_notes(shown(note(1)), shown(note(1, touchpoint="desk"))) is None, "another place"
    assert changed_notes(shown(note(2)), shown(note(1), note(2))) is None, "not the newest"
    assert changed_notes(nothing, shown(note(1), step=STEP | {"id": "next"})) is None, "another step"
    assert changed_notes(shown(step=None), shown(note(1))) is None
