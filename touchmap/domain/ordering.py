"""Order keys: short texts between any two of which there is always another, so that moving one thing rewrites one row.

The idea is David Greenspan's "Implementing Fractional Indexing" (Observable, 2020). A key is a whole number and a
fraction in base 62. The first character says how many digits the whole number has: `a` one, `b` two … `z` twenty-six,
and for numbers below zero `Z` one, `Y` two … `A` twenty-six. So keys sort as plain bytes (and as JavaScript sorts
text), and a list that grows at its end costs one more character only after 62, then after 3,844 more, and so on.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
FIRST = "a0"
LIMIT = 500  # characters; inserting at the same spot adds one about every six times, moving the list anew resets it
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}
_LOWEST = "A" + DIGITS[0] * 26


def between(before: str | None, after: str | None) -> str:
    """A key that sorts after `before` and ahead of `after`; None stands for the end of the list on that side.

    Raises ValueError when one of them is no key, or when they are not in order.
    """
    for key in (before, after):
        if key is not None:
            check(key)
    if before is not None and after is not None:
        if before >= after:
            raise ValueError(f"{before!r} does not sort ahead of {after!r}")
        return _inside(before, after)
    if before is not None:
        whole = _whole(before)
        return _step(whole, 1) or whole + _middle(before[len(whole) :], None)
    if after is not None:
        whole = _whole(after)
        if whole == _LOWEST:
            return whole + _middle("", after[len(whole) :])
        lower = whole if len(after) > len(whole) else _step(whole, -1)
        return lower if lower is not None and lower != _LOWEST else _LOWEST + _middle("", None)
    return FIRST


def several(before: str | None, after: str | None, count: int) -> list[str]:
    """`count` keys in order between two keys, spread so that they stay short."""
    if count <= 0:
        return []
    if before is None or after is None:
        out: list[str] = []
        for _ in range(count):
            key = between(before, after)
            out.append(key)
            before, after = (key, None) if after is None else (None, key)
        return sorted(out)
    middle = between(before, after)
    left = count // 2
    return [*several(before, middle, left), middle, *several(middle, after, count - left - 1)]


def check(key: str) -> None:
    """Raises ValueError when a text is no key: wrong characters, wrong length of the number, a useless last zero."""
    whole = _whole(key)
    if any(digit not in _VALUE for digit in key[1:]):
        raise ValueError(f"{key!r} is no order key: it holds a character outside 0-9, A-Z, a-z")
    if key == _LOWEST:
        raise ValueError(f"{key!r} is no order key: nothing could sort ahead of it")
    if len(key) > len(whole) and key[-1] == DIGITS[0]:
        raise ValueError(f"{key!r} is no order key: its fraction ends in a zero")


def _length(head: str) -> int:
    """How many characters the whole number has, its head included."""
    if "a" <= head <= "z":
        return ord(head) - ord("a") + 2
    if "A" <= head <= "Z":
        return ord("Z") - ord(head) + 2
    raise ValueError(f"{head!r} cannot begin an order key")


def _whole(key: str) -> str:
    length = _length(key[:1])
    if len(key) < length:
        raise ValueError(f"{key!r} is no order key: it is too short for its first character")
    return key[:length]


def _inside(before: str, after: str) -> str:
    low, high = _whole(before), _whole(after)
    if low == high:
        return low + _middle(before[len(low) :], after[len(high) :] or None)
    following = _step(low, 1)
    if following is not None and following < after:
        return following
    return low + _middle(before[len(low) :], None)


def _step(whole: str, by: int) -> str | None:
    """The next (`by` 1) or the last (`by` −1) whole number; None where there is none."""
    head, digits = whole[0], [_VALUE[digit] for digit in whole[1:]]
    for place in reversed(range(len(digits))):
        digits[place] += by
        if 0 <= digits[place] < BASE:
            return head + "".join(DIGITS[value] for value in digits)
        digits[place] %= BASE
    if by > 0:
        return _longer(head)
    return _shorter(head)


def _longer(head: str) -> str | None:
    """The first number above all those with this head."""
    if head == "z":
        return None
    following = "a" if head == "Z" else chr(ord(head) + 1)
    return following + DIGITS[0] * (_length(following) - 1)


def _shorter(head: str) -> str | None:
    """The last number below all those with this head."""
    if head == "A":
        return None
    following = "Z" if head == "a" else chr(ord(head) - 1)
    return following + DIGITS[-1] * (_length(following) - 1)


def _middle(low: str, high: str | None) -> str:
    """A fraction between two fractions (None: one), as short as can be, never ending in a zero."""
    out = ""
    place = 0
    while True:
        least = _VALUE[low[place]] if place < len(low) else 0
        most = BASE if high is None else _VALUE[high[place]] if place < len(high) else 0
        if least == most:
            out += DIGITS[least]
        elif most - least > 1:
            return out + DIGITS[(least + most + 1) // 2]
        else:
            if high is not None and place + 1 < len(high):
                return out + DIGITS[most]
            out += DIGITS[least]
            high = None
        place += 1
