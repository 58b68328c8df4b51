"""The hub's inbox: news of one workshop become one, never more than so many, and what has a gap is only a hint."""

from __future__ import annotations

import pytest

from touchmap.domain.changes import Logged
from touchmap.live import inbox
from touchmap.live.inbox import Inbox
from touchmap.services.announcing import Committed


def change(seq: int) -> Logged:
    return Logged(seq, f"e{seq}", "a", "Ann", "2026-11-23T12:00:00Z", "set", "touchpoint", "t", {}, {})


def committed(*seqs: int, origin: str = "o") -> Committed:
    return Committed(origin, tuple(change(seq) for seq in seqs))


def test_changes_that_follow_upon_one_another_are_taken_together() -> None:
    box = Inbox()
    box.put("w", committed(1, 2))
    box.put("w", committed(3))
    box.put("v", committed(7))
    assert box.take() == {"w": committed(1, 2, 3), "v": committed(7)}
    assert box.take() == {}


@pytest.mark.parametrize(
    "second",
    [None, committed(4), committed(2), committed(3, origin="p")],
    ids=["hint", "gap", "back", "other"],
)
def test_what_does_not_follow_leaves_a_hint(second: Committed | None) -> None:
    for first, then in ((committed(1, 2), second), (second, committed(1, 2))):
        box = Inbox()
        box.put("w", first)
        box.put("w", then)
        assert box.take() == {"w": None}


def test_nobody_who_does_not_look_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "MOST_KEPT", 3)
    box = Inbox()
    for seq in range(1, 10):
        box.put("w", committed(seq))
    assert box.take() == {"w": None}


def test_waiting_ends_with_news_and_not_again_without() -> None:
    box = Inbox()
    box.put("w")
    box.wait(10)
    assert box.take() == {"w": None}
    box.wait(0.01)
    assert box.take() == {}
