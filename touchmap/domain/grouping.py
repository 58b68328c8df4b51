"""Which groups may be shown by name: small ones are put together, so that nobody can be told, not even by subtraction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

SMALLEST_GROUP = 3
OTHERS = "others"
NO_GROUP = "no group stated"


def shown_as(sizes: Mapping[str, int], small: Iterable[str]) -> dict[str, str]:
    """The name under which each group is shown, from how many people each has and which must not stand alone.

    What must not stand alone is put together as `others`. While these are fewer than three people, the smallest group
    that is left joins them, because they could be told by taking the shown groups from the whole. Empty when no group is
    left that may be named.
    """
    hidden = sizes.keys() & set(small)
    shown = sizes.keys() - hidden
    while hidden and shown and sum(sizes[group] for group in hidden) < SMALLEST_GROUP:
        smallest = min(shown, key=lambda group: (sizes[group], group))
        shown.remove(smallest)
        hidden.add(smallest)
    if not shown:
        return {}
    return {group: OTHERS if group in hidden else group for group in sizes}


def names_of(groups: Iterable[str]) -> dict[str, str]:
    """The name under which each group may stand beside what somebody gave without their own, from the group of everybody
    who is listed ("" for none). Phones, desk, wall, notes tray and report ask this and nothing else.
    """
    sizes = Counter(group or NO_GROUP for group in groups)
    return shown_as(sizes, [group for group, count in sizes.items() if count < SMALLEST_GROUP])


def told(names: Mapping[str, str], group: str) -> str:
    """How a group is told: by its name, as one of several, or not at all."""
    shared = OTHERS if OTHERS in names.values() else ""
    return names.get(group, shared) if group else ""
