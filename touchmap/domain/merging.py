"""Three-way merge of texts, word by word: changes that do not touch are both taken, others are a conflict.

The shortest difference is Myers, "An O(ND) Difference Algorithm and Its Variations" (Algorithmica 1, 1986); texts that
differ in more than `MOST` words count as one change from the first to the last difference, so that no text is slow.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

MOST = 120  # words put in or taken out before the whole middle counts as one change
_WORDS = re.compile(r"[^\W_]+|[ \t]+|\r\n|.", re.DOTALL)

Hunk = tuple[int, int, tuple[str, ...]]  # words from, to (of the base), and what stands there instead


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Both changes of one base; None when they touch. Equal changes are taken once."""
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    words = split(base)
    one, other = hunks(words, split(mine)), hunks(words, split(theirs))
    found = sorted({*one, *other})
    for left, right in itertools.pairwise(found):
        if right[0] <= left[1]:
            return None
    out: list[str] = []
    place = 0
    for start, end, instead in found:
        out += words[place:start]
        out += instead
        place = end
    return "".join([*out, *words[place:]])


def split(text: str) -> list[str]:
    """A text in words, runs of blanks and single signs; joined they are the text again."""
    return _WORDS.findall(text)


def hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """What has to be done to the old words to get the new ones, in order, never side by side."""
    start, end = 0, 0
    most = min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    if not left and not right:
        return []
    path = _path(left, right)
    if path is None:
        return [(start, start + len(left), tuple(right))]
    return [(start + a, start + b, tuple(right[c:d])) for a, b, c, d in _gaps(path, len(left), len(right))]


def _gaps(kept: list[tuple[int, int]], left: int, right: int) -> list[tuple[int, int, int, int]]:
    """The stretches between the words that both have."""
    found = []
    x, y = 0, 0
    for a, b in [*kept, (left, right)]:
        if a > x or b > y:
            found.append((x, a, y, b))
        x, y = a + 1, b + 1
    return found


def _path(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]] | None:
    """The places of the words that stay, by the shortest way; None when that is too long."""
    reach = {1: 0}
    trace: list[dict[int, int]] = []
    for steps in range(min(MOST, len(old) + len(new)) + 1):
        trace.append(dict(reach))
        for k in range(-steps, steps + 1, 2):
            down = k == -steps or (k != steps and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reach[k] = x
            if x >= len(old) and x - k >= len(new):
                return _back(trace, len(old), len(new))
    return None


def _back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    kept = []
    for steps in range(len(trace) - 1, -1, -1):
        reach, k = trace[steps], x - y
        down = k == -steps or (k != steps and reach[k - 1] < reach[k + 1])
        before = k + 1 if down else k - 1
        from_x = reach[before] if steps else 0
        from_y = from_x - before if steps else 0
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            kept.append((x, y))
        x, y = from_x, from_y
    return kept[::-1]
