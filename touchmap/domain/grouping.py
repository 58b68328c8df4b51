"""Which groups may be shown by name: small ones are put together, so that nobody can be told, not even by subtraction."""

from __future__ import annotations

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
