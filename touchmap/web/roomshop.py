"""A workshop as the pages of its room need it: straight from the log, without the analysis, which takes long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from touchmap.domain.changes import State, record_of
from touchmap.domain.records import Workshop
from touchmap.web.parts import parts


@dataclass(frozen=True, slots=True)
class Head:
    """The workshop's own record, where the frame of a page looks for it."""

    workshop: Workshop


@dataclass(frozen=True, slots=True)
class Shop:
    """A workshop for the frame of a page."""

    id: str
    model: Head


def shop(state: State) -> Shop:
    """The workshop of a state."""
    head = cast(Workshop, record_of(state.workshop, state.records[state.workshop]))
    return Shop(state.workshop, Head(head))


def state_of(workshop: str) -> State:
    """The workshop as the log has it. Raises NotFound."""
    editing = parts().editing
    with editing.database.reading() as session:
        return editing.books.current(session, workshop).state
