"""The lanes of the map and its zooms: which there are, which are shown, how wide a column is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the map; `shown` says whether it is on unless somebody chooses."""

    key: str
    name: str
    icon: str
    shown: bool = True


LANES: tuple[Lane, ...] = (
    Lane("action", "{Customer} action", "footprints"),
    Lane("goal", "{Customer} goal", "target", shown=False),
    Lane("channel", "Channel", "radio-tower"),
    Lane("current", "Current state", "eye"),
    Lane("desired", "Desired state", "sparkles"),
    Lane("emotion", "Emotion", "activity"),
    Lane("standards", "{Standard}s", "badge-check"),
    Lane("measures", "{Measure}s", "gauge"),
    Lane("nva", "Non-value-added", "hourglass"),
    Lane("stories", "{Story}s", "quote"),
    Lane("opportunities", "{Opportunity}s", "lightbulb"),
    Lane("owner", "Owner", "id-card", shown=False),
    Lane("backstage", "Backstage", "wrench", shown=False),
    Lane("behaviours", "Behaviours", "handshake", shown=False),
    Lane("causes", "{Cause}s", "split", shown=False),
    Lane("vocabulary", "Vocabulary", "book-open", shown=False),
)


@dataclass(frozen=True, slots=True)
class Zoom:
    """How much a column shows: its width in CSS pixels, and the height of the emotion lane."""

    key: str
    name: str
    column: int
    curve: int


ZOOMS: tuple[Zoom, ...] = (
    Zoom("strip", "Strip", 44, 150),
    Zoom("overview", "Overview", 106, 150),
    Zoom("read", "Read", 172, 186),
    Zoom("edit", "Wide", 240, 210),
)
LANE_COLUMN = 160  # CSS pixels
PRINT_SIZES = (72, 66, 60, 50, 42, 34, 26, 20, 15, 10)  # per cent; map.css has a class for each
PAPER = 1500  # CSS pixels between the margins of an A3 page on its side
STRIP_LANES = ("emotion", "nva", "opportunities")
STRIP_COLUMNS = (88, 64, 44, 32, 22)  # CSS pixels; map.css has a class for each
DESK = 1240  # what a desk's window shows beside the lane column, in CSS pixels


def zoom_for(key: str | None, touchpoints: int) -> Zoom:
    """The zoom with this key, reading size for any other; a strip's columns fill a desk's width when there are few."""
    found = next((zoom for zoom in ZOOMS if zoom.key == key), ZOOMS[2])
    if found.key != "strip":
        return found
    fitting = [width for width in STRIP_COLUMNS if width * touchpoints <= DESK]
    return replace(found, column=fitting[0] if fitting else STRIP_COLUMNS[-1])


def print_size(zoom: Zoom, touchpoints: int) -> int:
    """The size, in per cent, at which the whole width of a map stands on one sheet; at most the usual one."""
    width = LANE_COLUMN + touchpoints * zoom.column
    return next((size for size in PRINT_SIZES if width * size / 100 <= PAPER), PRINT_SIZES[-1])


def chosen(keys: Sequence[str], zoom: Zoom) -> tuple[Lane, ...]:
    """The lanes named, in the map's order; unknown names are passed over, and no name at all means the usual ones."""
    known = [lane for lane in LANES if lane.key in keys]
    if zoom.key == "strip":
        return tuple(lane for lane in LANES if lane.key in STRIP_LANES)
    return tuple(known or [lane for lane in LANES if lane.shown])


def named(lane: Lane, words: dict[str, str]) -> str:
    """A lane's name in the client's own words where the vocabulary has them."""
    name = lane.name
    plurals = {"story": "stories", "opportunity": "opportunities"}
    for word in ("customer", "standard", "measure", "story", "opportunity", "cause"):
        own = words.get(word)
        plural = f"{own}s" if own else plurals.get(word, f"{word}s")
        name = name.replace(f"{{{word.capitalize()}}}s", plural[:1].upper() + plural[1:])
        single = own or word
        name = name.replace(f"{{{word.capitalize()}}}", single[:1].upper() + single[1:])
    return name


CHANNEL_ICONS: tuple[tuple[str, str], ...] = (
    ("app", "smartphone"),
    ("sms", "message-square"),
    ("text", "message-square"),
    ("chat", "message-square"),
    ("mail", "mail"),
    ("letter", "mail"),
    ("web", "globe"),
    ("site", "globe"),
    ("online", "globe"),
    ("portal", "laptop"),
    ("phone", "phone"),
    ("call", "headset"),
    ("hotline", "headset"),
    ("announce", "bell"),
    ("public address", "bell"),
    ("loudspeaker", "bell"),
    ("sign", "signpost"),
    ("wayfinding", "signpost"),
    ("display", "monitor"),
    ("screen", "monitor"),
    ("kiosk", "monitor-smartphone"),
    ("gate", "scan"),
    ("voucher", "ticket"),
    ("ticket", "ticket"),
    ("paper", "printer"),
    ("print", "printer"),
    ("form", "file-text"),
    ("bus", "bus"),
    ("shuttle", "bus"),
    ("taxi", "bus"),
    ("air", "plane"),
    ("cabin", "plane"),
    ("board", "plane"),
    ("hotel", "building"),
    ("branch", "building"),
    ("office", "building"),
    ("store", "store"),
    ("shop", "store"),
    ("home", "house"),
    ("visit", "house"),
    ("truck", "truck"),
    ("deliver", "package"),
    ("parcel", "package"),
    ("video", "video"),
    ("news", "newspaper"),
    ("ward", "hospital"),
    ("clinic", "hospital"),
    ("hospital", "hospital"),
)


def channel_icon(channel: str) -> str:
    """The icon of a channel by a word in its name; a person for all others, desks and agents among them."""
    name = channel.lower()
    return next((icon for word, icon in CHANNEL_ICONS if word in name), "user")
