"""Faults planted on purpose, which bench/room.py must find: run as a program, this is `touchmap` with one of them in it."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from typing import Any

from touchmap.cli.entry import run as touchmap
from touchmap.live.receiver import Receiver
from touchmap.services import contributing, facilitating
from touchmap.store import rooms

EACH = 50  # one in so many


def keeps_not_what_it_says() -> None:
    """One note in fifty is answered as saved and is not."""
    hold, numbers = rooms.hold, itertools.count(1)

    def careless(session: Any, workshop: str, step: str, gift: Any) -> None:
        if gift.kind != "note" or next(numbers) % EACH:
            hold(session, workshop, step, gift)

    contributing.rooms.hold = careless  # type: ignore[attr-defined]  # the planted fault


def takes_again_for_new() -> None:
    """A note that is sent again after its answer was lost is taken for another one."""
    note, numbers = contributing.Contributing.note, itertools.count(1)

    def again(self: Any, guest: Any, step: str, nonce: str, given: Any, **more: Any) -> Any:
        return note(self, guest, step, f"{nonce}-{next(numbers)}", given, **more | {"request": ""})

    contributing.Contributing.note = again  # type: ignore[method-assign]  # the planted fault


def reveals_all_but_one() -> None:
    """One contribution is lost on its way into the log."""
    moved = facilitating.moved  # type: ignore[attr-defined]  # where it is used

    def careless(state: Any, gifts: Any) -> Any:
        return moved(state, list(gifts)[1:])

    facilitating.moved = careless  # type: ignore[attr-defined]  # the planted fault


def spends_more_than_there_is() -> None:
    """The dots that are given elsewhere are forgotten."""
    contributing.giving.check_budget = lambda ask, given, elsewhere: None  # type: ignore[attr-defined]  # the planted fault


def tells_late() -> None:
    """One phone in fifty is never told that anything changed."""
    offer, numbers = Receiver.offer, itertools.count(1)
    deaf: set[int] = set()

    def some(self: Receiver, frame: Any) -> None:
        if not next(numbers) % EACH and len(deaf) < 10:
            deaf.add(id(self))
        if id(self) not in deaf:
            offer(self, frame)

    Receiver.offer = some  # type: ignore[method-assign]  # the planted fault


FAULTS: dict[str, Callable[[], None]] = {
    "lost": keeps_not_what_it_says,
    "double": takes_again_for_new,
    "reveal": reveals_all_but_one,
    "budget": spends_more_than_there_is,
    "deaf": tells_late,
}


if __name__ == "__main__":
    FAULTS[sys.argv[1]]()
    sys.exit(touchmap(sys.argv[2:]))
