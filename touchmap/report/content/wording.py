"""Text as the report prints it: cleaned, bounded by place, with soft break points, real signs and thin spaces."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from touchmap.report.charts.text import ELLIPSIS, REPLACEMENT, clean, figure, signed
from touchmap.report.engine.words import CONTINUED, bounded, safe_words

THIN = "\N{NARROW NO-BREAK SPACE}"
NOTHING = "–"

_LINE_ENDS = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")
# Marks that would turn the reading direction of whatever follows the user's text on the same line.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MONTHS = "January February March April May June July August September October November December".split()


def said(text: str | None, limit: int, *, lines: int = 1) -> str:
    """Somebody's words for a place of `limit` characters and `lines` paragraphs; a cut text ends in `CONTINUED`.

    Control characters and direction marks become U+FFFD, blank lines go, long words get soft break points. Empty for None.
    """
    whole, cut = _cleaned(text, limit, lines)
    whole = bounded(whole, limit)
    return safe_words(f"{whole} {CONTINUED}" if cut and not whole.endswith(CONTINUED) else whole)


def short(text: str | None, limit: int) -> str:
    """Like `said` for a narrow place such as a table cell: one line, and a cut text ends in an ellipsis only."""
    whole, cut = _cleaned(text, limit, 1)
    if len(whole) > limit or cut:
        whole = _cut(whole, limit) + ELLIPSIS
    return safe_words(whole)


def opening(text: str | None, limit: int) -> str:
    """The whole sentences that fit into `limit` characters, with an ellipsis when more follow; else `said` cuts the first."""
    whole, cut = _cleaned(text, limit, 1)
    if len(whole) <= limit and not cut:
        return safe_words(whole)
    end = max(whole.rfind(mark, 0, limit) for mark in (". ", "! ", "? "))
    return safe_words(f"{whole[: end + 1]} {ELLIPSIS}") if end > limit // 4 else said(text, limit)


def _cleaned(text: str | None, limit: int, lines: int) -> tuple[str, bool]:
    """The text without what paper cannot carry, in at most so many lines, and whether something was left out."""
    if not text:
        return "", False
    # The slice keeps hostile lengths away from the regular expressions; nothing beyond it could be printed anyway.
    most = limit * 4 + 400
    head = _DIRECTION.sub(REPLACEMENT, text[:most])
    paragraphs = [" ".join(clean(line, most).split()) for line in _LINE_ENDS.split(head)]
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    cut = len(text) > most
    if lines == 1:
        return " ".join(paragraphs), cut
    return "\n".join(paragraphs[:lines]), cut or len(paragraphs) > lines


def _cut(text: str, limit: int) -> str:
    """The first characters of a text, ending at a word's end when one is near, never inside a character's cluster."""
    head = text[:limit]
    space = head.rfind(" ", limit * 3 // 4)
    if space > 0 and len(text) > limit:
        return head[:space].rstrip(" ,;:–—-")
    while head and len(head) < len(text) and _clings(text[len(head)], head[-1]):
        head = head[:-1]
    return head.rstrip()


def _clings(character: str, before: str) -> bool:
    """Whether a character belongs to the one before it: a combining mark, a joiner, a variation selector."""
    return "\u200d" in (character, before) or unicodedata.category(character) in ("Mn", "Me", "Mc")


def percent(share: float | None, decimals: int = 0) -> str:
    """A share from 0 to 1 as `31 %` with a thin space; a dash when unknown."""
    return NOTHING if share is None else f"{figure(share * 100, decimals)}{THIN}%"


def amount(value: float | None, unit: str | None = None, decimals: int = 2) -> str:
    """A number without needless zeros, its unit a thin space apart; a dash when unknown."""
    if value is None:
        return NOTHING
    return f"{figure(value, decimals)}{THIN}{short(unit, 40)}" if unit else figure(value, decimals)


def score(value: float | None, decimals: int = 1) -> str:
    """A rating with at most one decimal; a dash when unknown."""
    return NOTHING if value is None else figure(value, decimals)


def feeling(value: float | None) -> str:
    """A rating on −2 … +2 with its sign; a dash when unknown."""
    return NOTHING if value is None else signed(value)


def sample_size(n: int) -> str:
    """`n = 12`, kept together."""
    return f"n{THIN}={THIN}{n}"


def minutes(value: float | None) -> str:
    """A duration as people say it: `40 s`, `25 min`, `3 h 20 min`, `2.5 days`; a dash when unknown."""
    if value is None:
        return NOTHING
    if 0 < value < 1:
        return f"{figure(value * 60, 0)}{THIN}s"
    if value < 120:
        return f"{figure(value)}{THIN}min"
    if value < 2 * 1440:
        hours, rest = divmod(round(value), 60)
        return f"{hours}{THIN}h" + (f" {rest}{THIN}min" if rest else "")
    return f"{figure(value / 1440)}{THIN}days"


def day(value: dt.date | None) -> str:
    """`23 November 2026`; a dash when unknown."""
    return NOTHING if value is None else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def days(values: Sequence[dt.date]) -> str:
    """Days in one line: `3, 10 and 17 September 2026`; empty without any."""
    if not values:
        return ""
    ordered = sorted(set(values))
    groups: list[tuple[int, int, list[str]]] = []
    for value in ordered:
        if groups and groups[-1][:2] == (value.year, value.month):
            groups[-1][2].append(str(value.day))
        else:
            groups.append((value.year, value.month, [str(value.day)]))
    years = {group[0] for group in groups}
    parts = [
        f"{listed(found)} {_MONTHS[month - 1]}" + ("" if len(years) == 1 else f" {year}")
        for year, month, found in groups
    ]
    return listed(parts) + (f" {ordered[-1].year}" if len(years) == 1 else "")


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; empty without any."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


_SMALL = "no one two three four five six seven eight nine ten eleven twelve".split()


def spelled(count: int) -> str:
    """A count in words up to twelve, in figures beyond."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else figure(count, 0)


def capital(text: str) -> str:
    """The text with its first letter a capital; nothing else changes."""
    return text[:1].upper() + text[1:]


def counted(count: int, word: str) -> str:
    """`3 notes`, `1 note`."""
    return f"{figure(count)} {word}{'' if count == 1 else 's'}"


def people_counted(count: int) -> str:
    """`1 person`, `12 people`."""
    return "1 person" if count == 1 else f"{figure(count)} people"


def voted(dots: int, voters: int) -> str:
    """`20 dots from 17 people`."""
    return f"{counted(dots, 'dot')} from {people_counted(voters)}"
