"""The lanes of the map and its zooms: which there are, which are shown, how wide a column is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from touchmap.domain.lanes import laid_lanes
from touchmap.domain.records import LABELS
from touchmap.report.content.labels import PLURALS, Labels
from touchmap.web.cases import Case


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the map; `shown` says whether it is on unless somebody chooses."""

    key: str
    name: str
    icon: str
    shown: bool


# Name and icon of each lane; a word in braces is one that a client may have an own word for.
NAMES: tuple[tuple[str, str, str], ...] = (
    ("action", "{customer} action", "footprints"),
    ("goal", "{customer} goal", "target"),
    ("channel", "channel", "radio-tower"),
    ("current", "current state", "eye"),
    ("desired", "desired state", "sparkles"),
    ("emotion", "emotion", "activity"),
    ("standards", "{standards}", "badge-check"),
    ("measures", "{measures}", "gauge"),
    ("activities", "{activities}", "clock"),
    ("nva", "non-value-added", "hourglass"),
    ("stories", "{stories}", "quote"),
    ("opportunities", "{opportunities}", "lightbulb"),
    ("owner", "owner", "id-card"),
    ("backstage", "backstage", "wrench"),
    ("behaviours", "behaviours", "handshake"),
    ("causes", "{causes}", "split"),
    ("vocabulary", "vocabulary", "book-open"),
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


def lanes_of(case: Case) -> tuple[Lane, ...]:
    """Every lane of a workshop's map, in its order and by its names."""
    usual = {key: (name, icon) for key, name, icon in NAMES}
    return tuple(
        Lane(one.key, one.name or named(usual[one.key][0], case.labels), usual[one.key][1], one.shown)
        for one in laid_lanes(case.model)
    )


def chosen(lanes: Sequence[Lane], keys: Sequence[str], zoom: Zoom) -> tuple[Lane, ...]:
    """The lanes to show: those asked for, in the map's order; without any known name, those that are on."""
    if zoom.key == "strip":
        return tuple(lane for lane in lanes if lane.key in STRIP_LANES)
    known = tuple(lane for lane in lanes if lane.key in keys)
    return known or tuple(lane for lane in lanes if lane.shown)


def named(name: str, labels: Labels) -> str:
    """A lane's name with the client's own words in place of those in braces."""
    for word in LABELS:
        name = name.replace(f"{{{word}}}", labels.one(word))
        name = name.replace(f"{{{PLURALS.get(word, word + 's')}}}", labels.many(word))
    return name[:1].upper() + name[1:]


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
