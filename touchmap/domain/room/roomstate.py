"""The state of a room: where it is in the agenda, what is open, frozen and revealed, and the timers. Pure transitions.

A person advances, never the clock: a timer that has run out changes nothing. Leaving a step freezes it, coming back thaws it,
and neither loses anything. Moments are seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from touchmap.domain.room.refusing import NotNow
from touchmap.errors import NotFound

MOST_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class StepState:
    """One step: `all_revealed`, or the ids of the touchpoints and records that are; at most one of `ends_at` (the timer
    runs) and `left` (it is paused, with so many seconds left).
    """

    opened: bool = False
    frozen: bool = False
    all_revealed: bool = False
    revealed: frozenset[str] = frozenset()
    ends_at: float | None = None
    left: float | None = None

    def shows(self, record: str, touchpoint: str | None) -> bool:
        """Whether what was given privately may be seen."""
        return self.all_revealed or record in self.revealed or (touchpoint or "") in self.revealed

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it; what is as at first is left out."""
        out: dict[str, Any] = {
            "opened": self.opened,
            "frozen": self.frozen,
            "all_revealed": self.all_revealed,
            "revealed": sorted(self.revealed),
        }
        out |= {"ends_at": self.ends_at, "left": self.left}
        return {name: value for name, value in out.items() if value not in (False, None, [])}


@dataclass(frozen=True, slots=True)
class RoomState:
    """A room. `follow` says whether phones and walls are asked to follow the facilitator's spotlight.

    `dropped` are steps that were taken out of the agenda and still hold what people gave: nobody goes there.
    """

    current: str | None = None
    steps: Mapping[str, StepState] = field(default_factory=dict)
    locked: bool = False
    closed: bool = False
    spotlight: str | None = None
    follow: bool = False
    dropped: frozenset[str] = frozenset()

    def step(self, id: str) -> StepState:
        """The state of a step, also of one that was never opened."""
        return self.steps.get(id, StepState())

    def takes_input(self, id: str) -> bool:
        """Whether participants may give something in a step just now."""
        found = self.step(id)
        return not self.closed and found.opened and not found.frozen

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "current": self.current,
            "steps": {id: step.plain() for id, step in self.steps.items()},
            "locked": self.locked,
            "closed": self.closed,
            "spotlight": self.spotlight,
            "follow": self.follow,
        } | ({"dropped": sorted(self.dropped)} if self.dropped else {})


def read(plain: Mapping[str, Any]) -> RoomState:
    """The state that `RoomState.plain` wrote."""
    steps = {
        id: StepState(**{**one, "revealed": frozenset(one.get("revealed", ()))})
        for id, one in plain.get("steps", {}).items()
    }
    return RoomState(**{**plain, "steps": steps, "dropped": frozenset(plain.get("dropped", ()))})


# -- moving along the agenda


def enter(state: RoomState, step: str, agenda: Sequence[str]) -> RoomState:
    """The room in a step of its agenda: the one it was in freezes, this one thaws. Raises NotFound, NotNow."""
    _open(state)
    if step not in agenda or step in state.dropped:
        raise NotFound("There is no such step in the agenda.", "It may have been dropped.")
    if state.current == step:
        return _with(state, step, opened=True, frozen=False)
    left = state
    if state.current is not None:
        left = _with(end_timer(state, state.current), state.current, frozen=True)
    return replace(_with(left, step, opened=True, frozen=False), current=step)


def advance(state: RoomState, agenda: Sequence[str]) -> RoomState:
    """The room in the next step. Raises NotNow at the end."""
    return enter(state, _beside(_open(state), agenda, 1), agenda)


def back(state: RoomState, agenda: Sequence[str]) -> RoomState:
    """The room in the step before. Raises NotNow at the beginning."""
    return enter(state, _beside(_open(state), agenda, -1), agenda)


def _beside(state: RoomState, agenda: Sequence[str], way: int) -> str:
    agenda = [step for step in agenda if step not in state.dropped]
    if not agenda:
        raise NotNow("The agenda has no steps.", "Add one, or take a default agenda.")
    if state.current not in agenda:  # not begun, or the step was taken out of the agenda
        return agenda[0]
    place = agenda.index(state.current) + way
    if not 0 <= place < len(agenda):
        where = "last" if way > 0 else "first"
        raise NotNow(f"This is the {where} step.", "Add a step, or close the session.")
    return agenda[place]


# -- what is open, and what may be seen


def freeze(state: RoomState, step: str) -> RoomState:
    """Takes no more input in a step."""
    return _with(_opened(state, step), step, frozen=True)


def drop(state: RoomState, step: str) -> RoomState:
    """Takes a step out of the agenda that people have given something in: it freezes, and keeps all of it. Raises NotNow."""
    if _open(state).current == step:
        raise NotNow("The room is in this step.", "Go to another step first, then drop this one.")
    left = _with(end_timer(state, step), step, frozen=True)
    return replace(left, dropped=state.dropped | {step})


def restore(state: RoomState, step: str) -> RoomState:
    """Puts a dropped step back into the agenda, frozen until somebody goes there."""
    return replace(_open(state), dropped=state.dropped - {step})


def thaw(state: RoomState, step: str) -> RoomState:
    """Takes input in a step again. Raises NotNow."""
    if step in state.dropped:
        raise NotNow("This step was dropped from the agenda.", "Put it back first.")
    return _with(_opened(state, step), step, frozen=False)


def reveal(state: RoomState, step: str, ids: frozenset[str] | None = None) -> RoomState:
    """Shows what was given in a step: everything, or what has these ids or is about these touchpoints."""
    _open(state)
    if ids is None:
        return _with(state, step, all_revealed=True)
    return _with(state, step, revealed=state.step(step).revealed | ids)


# -- timers


def start_timer(state: RoomState, step: str, seconds: float, now: float) -> RoomState:
    """Sets the timer of a step anew."""
    _opened(state, step)
    return _with(state, step, ends_at=now + _seconds(seconds), left=None)


def extend_timer(state: RoomState, step: str, seconds: float, now: float) -> RoomState:
    """More time: from the end when it still runs, from now when it is over or was never set."""
    found = _opened(state, step).step(step)
    if found.left is not None:
        return _with(state, step, left=_seconds(found.left + seconds))
    left = max(0.0, (found.ends_at or now) - now)
    return _with(state, step, ends_at=now + _seconds(left + seconds))


def pause_timer(state: RoomState, step: str, now: float) -> RoomState:
    """Stops the timer where it is; nothing for one that does not run."""
    found = _opened(state, step).step(step)
    if found.ends_at is None:
        return state
    return _with(state, step, ends_at=None, left=max(0.0, found.ends_at - now))


def resume_timer(state: RoomState, step: str, now: float) -> RoomState:
    """Lets a paused timer run on; nothing for one that is not paused."""
    found = _opened(state, step).step(step)
    if found.left is None:
        return state
    return _with(state, step, ends_at=now + found.left, left=None)


def end_timer(state: RoomState, step: str) -> RoomState:
    """Takes the timer away; nothing else changes."""
    return _with(state, step, ends_at=None, left=None) if step in state.steps else state


def _seconds(seconds: float) -> float:
    return min(MOST_SECONDS, max(0.0, seconds))


# -- the door, the spotlight, the end


def lock(state: RoomState, locked: bool) -> RoomState:
    """Lets nobody new in, or everybody again."""
    return replace(_open(state), locked=locked)


def shine(state: RoomState, touchpoint: str | None, follow: bool | None = None) -> RoomState:
    """Puts a touchpoint in the spotlight, or none; `follow` when given says whether others are asked to follow."""
    return replace(_open(state), spotlight=touchpoint, follow=state.follow if follow is None else follow)


def close(state: RoomState) -> RoomState:
    """The end: nothing is taken in any more."""
    steps = {id: replace(step, frozen=True, ends_at=None, left=None) for id, step in state.steps.items()}
    return replace(_open(state), steps=steps, closed=True, spotlight=None, follow=False)


def _open(state: RoomState) -> RoomState:
    if state.closed:
        raise NotNow("The session is closed.", "Open a new one to go on.")
    return state


def _opened(state: RoomState, step: str) -> RoomState:
    _open(state)
    if not state.step(step).opened:
        raise NotNow("This step has not begun.", "Go to it first.")
    return state


def _with(state: RoomState, step: str, **changed: Any) -> RoomState:
    return replace(state, steps={**state.steps, step: replace(state.step(step), **changed)})
