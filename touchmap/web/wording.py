"""How figures, dates and counts read on a page: minus signs, thin spaces, hours and minutes, plurals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"
WIDE = "\N{NO-BREAK SPACE}"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: float | None, digits: int = 1) -> str:
    """A number with at most `digits` decimals, thousands apart, a real minus sign; an em dash for no value."""
    if value is None:
        return "—"
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace("-", MINUS).replace(",", THIN)


def signed(value: float | None) -> str:
    """A rating on −2 … +2 with its sign and at most one decimal."""
    if value is None:
        return "—"
    text = number(value)
    return text if text == "0" or text.startswith(MINUS) else f"+{text}"


def percent(share: float | None) -> str:
    """A share from 0 to 1 as `31 %`, small ones with a decimal."""
    if share is None:
        return "—"
    return f"{number(share * 100, 1 if 0 < abs(share) < 0.0995 else 0)}{THIN}%"


def minutes(value: float | None) -> str:
    """Minutes as people say them: `44 min`, `3 h 02`, `2 d 4 h`."""
    if value is None:
        return "—"
    if value < 60:
        return f"{number(value, 1 if value < 10 else 0)} min"
    whole = round(value)
    days, hours, rest = whole // 1440, whole // 60 % 24, whole % 60
    if days:
        return f"{number(days)} d {hours} h" if hours else f"{number(days)} d"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def quantity(value: float | None, unit: str | None) -> str:
    """A value with its unit, `95 %` and `44 min` alike."""
    if value is None:
        return "—"
    if not unit:
        return number(value, 2)
    return f"{number(value, 2)}{THIN if unit == '%' else WIDE}{unit}"


def day(value: dt.date | None) -> str:
    """A day as `23 Nov 2026`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else "—"


def days(values: Iterable[dt.date]) -> str:
    """The days of a workshop in short: `3–5 Nov 2026`, or `7, 14 Nov 2026` where days lie between."""
    found = sorted(values)
    if not found:
        return ""
    first, last = found[0], found[-1]
    if len(found) > 1 and (last - first).days == len(found) - 1 and first.month == last.month:
        return f"{first.day}–{day(last)}"
    out: list[str] = []
    for place, one in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        same = after is not None and (after.year, after.month) == (one.year, one.month)
        out.append(str(one.day) if same else day(one))
    return ", ".join(out)


def moment(value: dt.datetime | None) -> str:
    """A moment in UTC as `23 Nov 2026, 14:05 UTC`."""
    if value is None:
        return "—"
    there = value.astimezone(dt.UTC)
    return f"{day(there.date())}, {there:%H:%M} UTC"


def count(amount: int, one: str, many: str = "") -> str:
    """`1 touchpoint`, `3 touchpoints`, `2 stories`."""
    return f"{number(amount, 0)} {one if amount == 1 else many or one + 's'}"


def initials(name: str) -> str:
    """At most two letters for a badge: `Ivana Petrova` gives `IP`, `Ivana, 34` gives `I`."""
    letters = [word[0] for word in name.replace(",", " ").split() if word[0].isalpha()]
    return "".join(letters[:2]).upper() or "?"


def capital(text: str) -> str:
    """The text with its first letter large and the others as they are."""
    return text[:1].upper() + text[1:]


FILTERS = {
    "capital": capital,
    "number": number,
    "signed": signed,
    "percent": percent,
    "minutes": minutes,
    "day": day,
    "days": days,
    "moment": moment,
    "initials": initials,
}
