"""What participants give in a step, read and checked: notes, ratings and votes as the fields of records.

Who gave it is kept only as far as the step's anonymity allows: with `names` the person, with `groups` the group, with `none`
nothing at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from touchmap.domain.changes import State
from touchmap.domain.edits import Edit, Refused, read_edit
from touchmap.domain.records import SCALES
from touchmap.domain.room import tags
from touchmap.domain.room.refusing import NotNow, NotYours
from touchmap.domain.room.roomstate import RoomState
from touchmap.domain.room.steps import Ask
from touchmap.errors import Problem

ROOM = "room"  # the actor of whatever has no name
SOMEBODY = "somebody"
MOST_NOTES = 100  # of one person in one step
MOST_TEXT = 2_000  # characters of a note from a phone
_NOTE = ("text", "touchpoint", "state", "minutes", "would_pay")
_VOTE = ("dots", "impact", "effort")


@dataclass(frozen=True, slots=True)
class Giver:
    """A participant as a contribution needs to know them; `secret` is empty once the room is closed."""

    person: str
    secret: str
    name: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Gift:
    """A contribution that was checked: a record to be, whole. `touchpoint` is where it belongs, for revealing."""

    kind: str
    record: str
    owner: str
    touchpoint: str | None
    fields: Mapping[str, Any]
    actor: str = ROOM
    by: str = SOMEBODY


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is given: the step's id, what it asks, which touchpoints it is about (none: all)."""

    step: str
    ask: Ask
    touchpoints: tuple[str, ...] = field(default=())


def check_open(room: RoomState, place: Place, gives: str, promised: str = "") -> None:
    """Raises NotNow when a step takes nothing of this sort now, or would keep less private what was promised as
    `visibility/anonymity` on the phone.
    """
    if room.closed:
        raise NotNow("The session is closed.", "What was saved stays saved.")
    found = room.step(place.step)
    if not found.opened:
        raise NotNow("This step has not begun.", "Wait for the facilitator.")
    if found.frozen:
        raise NotNow("This step is frozen; nothing is taken in now.", "Ask the facilitator to open it again.")
    if place.ask.gives != gives:
        raise NotNow(f"This step does not ask for a {gives}.", "Look at what it asks now.")
    if promised and _weaker(place.ask, promised):
        raise NotNow(
            "The facilitator has changed who can see this; nothing was sent on.",
            "Read it again, then send it.",
        )


_PRIVATE = ("open", "counts", "private")
_NAMELESS = ("names", "groups", "none")


def promise(ask: Ask) -> str:
    """What the phone says before anybody types, to be sent back with what was typed."""
    return f"{ask.visibility}/{ask.anonymity}"


def _weaker(ask: Ask, promised: str) -> bool:
    visibility, _, anonymity = promised.partition("/")
    if visibility not in _PRIVATE or anonymity not in _NAMELESS:
        return True
    seen = ask.visibility == "open" and visibility != "open"
    return seen or _NAMELESS.index(ask.anonymity) < _NAMELESS.index(anonymity)


def note(place: Place, giver: Giver, state: State, nonce: str, given: Mapping[str, Any]) -> Gift:
    """A note under a phone's nonce. Raises Refused, NotNow."""
    ask = place.ask
    fields = _taken(given, _NOTE)
    for extra in ("minutes", "would_pay"):
        if extra not in ask.extras:
            fields.pop(extra, None)
    text = fields.get("text")
    if isinstance(text, str) and len(text) > MOST_TEXT:
        what = f"A note may have {MOST_TEXT:,} characters; this one has {len(text):,}."
        raise Refused(Problem("TM007", what, "Make two of it.", ("text",)))
    touchpoint = _touchpoint(place, state, fields.pop("touchpoint", None))
    if touchpoint is not None:
        fields["touchpoint"] = touchpoint
    if ask.state:
        fields["state"] = ask.state
    elif "state" in fields:
        del fields["state"]
    return _gift("note", place, giver, tags.note_id, (nonce,), touchpoint, fields)


def rating(place: Place, giver: Giver, state: State, given: Mapping[str, Any]) -> Gift:
    """Somebody's one rating of a touchpoint, as it is now in whole; a scale that is left out is not rated."""
    touchpoint = _touchpoint(place, state, given.get("touchpoint"))
    if touchpoint is None:
        raise Refused(
            Problem("TM006", "The touchpoint is missing.", "Say which one is rated.", ("touchpoint",))
        )
    named = "desired" if given.get("state") == "desired" else "current"
    fields = _taken(given, SCALES)
    strange = [scale for scale in fields if scale not in place.ask.scales]
    if strange:
        raise NotNow(f"'{strange[0]}' is not rated in this step.", "Look at what it asks now.")
    fields["touchpoint"] = touchpoint
    if named == "desired":
        fields["state"] = named
    return _gift("perception", place, giver, tags.rating_id, (touchpoint, named), touchpoint, fields)


def vote(place: Place, giver: Giver, state: State, given: Mapping[str, Any]) -> Gift:
    """Somebody's one vote for a proposal, as it is now in whole."""
    opportunity = given.get("opportunity")
    entry = state.records.get(opportunity) if isinstance(opportunity, str) else None
    if entry is None or entry.kind != "opportunity":
        raise NotNow("This proposal is not there any more.", "Vote for another.")
    fields = _taken(given, _VOTE)
    strange = [scale for scale in fields if scale not in place.ask.scales]
    if strange:
        raise NotNow(f"'{strange[0]}' is not asked in this step.", "Look at what it asks now.")
    most = place.ask.most
    if isinstance(fields.get("dots"), int) and fields["dots"] > most:
        raise NotNow(f"One proposal may get at most {most} dots from you.", "Give some to another.")
    fields["opportunity"] = str(opportunity)
    return _gift("vote", place, giver, tags.vote_id, (str(opportunity),), entry.parent, fields)


def check_budget(ask: Ask, given: int, elsewhere: int) -> None:
    """Raises NotNow when dots given, with those given elsewhere, are more than there are."""
    if "dots" in ask.scales and given and given + elsewhere > ask.dots:
        left = max(0, ask.dots - elsewhere)
        what = f"You have {left} dot{'' if left == 1 else 's'} left; this needs {given}."
        raise NotNow(what, "Take some back from another proposal first.")


def edit_of(gift: Gift, id: str, there: Mapping[str, Any] | None = None, seen: int = 0) -> Edit | None:
    """The edit that brings a gift into the log: an add, or with `there` (its fields now) a set of what differs."""
    if there is None:
        return Edit(id, "add", gift.kind, gift.record, dict(gift.fields))
    own = {"note": _NOTE, "perception": SCALES, "vote": _VOTE}[gift.kind]
    changed = {key: gift.fields.get(key) for key in own if gift.fields.get(key) != there.get(key)}
    return Edit(id, "set", gift.kind, gift.record, changed, seen=seen) if changed else None


def as_before(gift: Gift, held: Gift) -> Gift:
    """A gift that takes the place of one that is held: of its giver it says what that one said, whatever the step says now."""
    fields = {key: value for key, value in gift.fields.items() if key not in ("person", "group")}
    fields |= {key: held.fields[key] for key in ("person", "group") if key in held.fields}
    return replace(gift, fields=fields, actor=held.actor, by=held.by)


def _taken(given: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: given[key] for key in keys if given.get(key) not in (None, "")}


def _touchpoint(place: Place, state: State, id: object) -> str | None:
    about = place.ask.about
    if not about or id in (None, ""):
        if about == "needed":
            todo = "Say which one it is about."
            raise Refused(Problem("TM006", "The touchpoint is missing.", todo, ("touchpoint",)))
        return None
    entry = state.records.get(id) if isinstance(id, str) else None
    if entry is None or entry.kind != "touchpoint":
        raise NotNow("This touchpoint is not there any more.", "Choose another; your text is kept here.")
    if place.touchpoints and id not in place.touchpoints:
        raise NotNow("This step is not about that touchpoint.", "Choose another.")
    return str(id)


def _gift(
    kind: str,
    place: Place,
    giver: Giver,
    make: Any,
    parts: tuple[str, ...],
    at: str | None,
    fields: dict[str, Any],
) -> Gift:
    """The gift with its id and with no more of its giver than the step keeps. Raises Refused, NotYours."""
    if not giver.secret:
        raise NotYours("You have no part in this session.", "Join it with its code.")
    owner = tags.tag(giver.secret, place.step)
    record = make(owner, *parts)
    actor, by = ROOM, SOMEBODY
    if place.ask.anonymity == "groups" and giver.group:
        # The log's own line names none: of a small group it would tell who, and when.
        fields["group"] = giver.group
    elif place.ask.anonymity == "names" and giver.person:
        fields["person"], actor, by = giver.person, giver.person, giver.name or giver.group or SOMEBODY
    fields["step"] = place.step
    read = read_edit({"id": "x", "action": "add", "kind": kind, "record": record, "fields": fields})
    kept = {key: value for key, value in read.fields.items() if value is not None}
    return Gift(kind, record, owner, at, kept, actor, by)
