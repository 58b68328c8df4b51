"""What a phone's forms say, as the services want it: numbers as numbers, a yes as true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchmap.domain.edits import Refused
from touchmap.domain.records import SCALES
from touchmap.domain.room import noting
from touchmap.errors import Problem


def note(form: Mapping[str, str]) -> dict[str, Any]:
    """A note: its text with what its step asks beside it, its touchpoint, minutes, would the customer pay. Raises Refused."""
    text = form.get("text", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused(
            Problem("TM006", "There is nothing in this note yet.", "Write something first.", ("text",))
        )
    why = form.get("why", "").replace("\r\n", "\n")
    answers = {name: form[name] for name in noting.NAMES if name in form}
    whole = noting.compose(text, answers, why)
    found: dict[str, Any] = {"text": whole, "touchpoint": form.get("touchpoint", "")}
    minutes = number(form, "minutes")
    if minutes is not None:
        found["minutes"] = minutes
    if form.get("would_pay") in ("yes", "no"):
        found["would_pay"] = form["would_pay"]
    return found


def rating(form: Mapping[str, str]) -> dict[str, Any]:
    """A rating of a touchpoint. Raises Refused."""
    found: dict[str, Any] = {"touchpoint": form.get("touchpoint", "")}
    found |= {scale: value for scale in SCALES if (value := number(form, scale)) is not None}
    if len(found) == 1:
        raise Refused(Problem("TM006", "Nothing is chosen yet.", "Choose a face or a number, then save.", ()))
    if form.get("state") == "desired":
        found["state"] = "desired"
    return found


def vote(form: Mapping[str, str]) -> dict[str, Any]:
    """A vote for a proposal. Raises Refused."""
    found: dict[str, Any] = {"opportunity": form.get("opportunity", "")}
    for key in ("dots", "impact", "effort"):
        value = number(form, key)
        if value is not None:
            found[key] = value
    return found


def number(form: Mapping[str, str], key: str) -> int | float | None:
    """A field's number; None when it is empty. Raises Refused for what is none."""
    text = form.get(key, "").strip().replace("−", "-").replace(",", ".")
    if not text:
        return None
    try:
        value = float(text[:20])
        return int(value) if value == int(value) else value
    except (ValueError, OverflowError):
        raise Refused(
            Problem("TM007", f"“{text[:20]}” is no number.", "Write it in digits, such as 10.", (key,))
        ) from None
