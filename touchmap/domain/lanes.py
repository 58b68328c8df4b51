"""The lanes of a workshop's map as its own records have them: in which order, by which name, which are on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from touchmap.domain.model import Model
from touchmap.domain.records import LANES, Lane

#: The lanes that are on where neither the workshop nor the person says otherwise.
USUALLY_SHOWN = frozenset(
    (
        "action",
        "channel",
        "current",
        "desired",
        "emotion",
        "standards",
        "measures",
        "nva",
        "stories",
        "opportunities",
    )
)


@dataclass(frozen=True, slots=True)
class LaidLane:
    """A lane in its place; `name` is the client's own word, None where there is none."""

    key: str
    name: str | None
    shown: bool


def own_lanes(model: Model) -> dict[str, Lane]:
    """The lanes that the workshop has records for, in their order; of two for one lane the first counts."""
    found: dict[str, Lane] = {}
    for record in model.all(Lane):
        found.setdefault(record.lane, record)
    return found


def arranged(usual: Sequence[str], own: Iterable[str]) -> list[str]:
    """Lanes in the order that a workshop gives them.

    Those of `own` share out their usual places among themselves in their own order, and the others keep theirs: naming
    one lane moves nothing, naming two the other way round swaps them.
    """
    listed = [key for key in own if key in usual]
    ordered = iter(listed)
    return [next(ordered) if key in listed else key for key in usual]


def laid_lanes(model: Model) -> tuple[LaidLane, ...]:
    """Every lane once, in the order of the map."""
    own = own_lanes(model)
    return tuple(_laid(key, own.get(key)) for key in arranged(LANES, own))


def own_name(record: Lane | None) -> str | None:
    """The client's word for a lane; None where there is none."""
    return (record.name or "").strip() or None if record is not None else None


def _laid(key: str, record: Lane | None) -> LaidLane:
    usual = key in USUALLY_SHOWN
    shown = usual if record is None or record.shown is None else record.shown
    return LaidLane(key, own_name(record), shown)
