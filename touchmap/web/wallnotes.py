"""Notes as large cards on the wall: sized by their length and packed into leaves that are shown one after another.

Sizes are pixels of a wall of 1920 × 1080, on whatever screen it is shown; texts are measured here, so that no card is cut off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from touchmap.report.charts.text import width_of
from touchmap.web.wallview import Place

WIDE, NARROW = 3, 2  # columns: alone, and beside the spotlight
WIDTHS = {WIDE: 573.0, NARROW: 595.0}
HEIGHT = 752.0
GAP = 28.0
PADDING = 30.0
META = 46.0
#: Text size by how long the text is: (letters, size).
SIZES = ((60, 42.0), (160, 36.0), (320, 31.0), (2_000, 28.0))
LINE = 1.26
WHOLE = (120, 400, 900)  # letters up to which a note alone is written larger
SAFE = 1.05  # browsers break lines a little earlier than measured
TONES = {"current": "sky", "desired": "mint"}


@dataclass(frozen=True, slots=True)
class Card:
    """One note: `size` is the place in SIZES, `tone` the paper; `place` is the touchpoint it is about."""

    id: str
    text: str
    size: int
    tone: str
    by: str
    place: Place | None
    minutes: float | None
    would_pay: str
    same: int
    became: str

    @property
    def meta(self) -> bool:
        """Whether anything stands under the text."""
        return bool(
            self.by or self.place or self.minutes is not None or self.would_pay or self.same or self.became
        )


@dataclass
class Leaf:
    """What is shown at a time: columns of cards."""

    columns: list[list[Card]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    long: bool = False  # a text that is too long for a column

    @property
    def whole(self) -> str:
        """How large one note stands that has the wall for itself: `w0`, the largest, to `w3`; empty for several notes."""
        cards = [card for column in self.columns for card in column]
        if len(cards) != 1:
            return ""
        return f"w{sum(len(cards[0].text) > most for most in WHOLE)}"

    @property
    def key(self) -> str:
        """Changes with what stands on it."""
        return mark(card.id for column in self.columns for card in column)


def mark(ids: Iterable[str]) -> str:
    """A short text that changes with the ids and their order."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:12]


def card(note: Mapping[str, Any], places: Mapping[str, Place], kind: str, *, placed: bool) -> Card:
    """A note as a card; `placed` says whether it tells which touchpoint it is about."""
    text = str(note["text"])
    size = next(number for number, (most, _) in enumerate(SIZES) if len(text) <= most or most == SIZES[-1][0])
    tone = TONES.get(
        str(note.get("state", "")), {"stories": "lilac", "waste": "blush", **TONES}.get(kind, "butter")
    )
    return Card(
        id=str(note["id"]),
        text=text,
        size=size,
        tone=tone,
        by=str(note.get("by", "")),
        place=places.get(str(note.get("touchpoint", ""))) if placed else None,
        minutes=note.get("minutes"),
        would_pay=str(note.get("would_pay", "")),
        same=int(note.get("same", 0)),
        became=str(note.get("became", "")),
    )


def pack(cards: Sequence[Card], columns: int) -> list[Leaf]:
    """The cards in leaves, nearly in their order: each on the last leaf, or the one before it, if a column has room."""
    leaves: list[Leaf] = []
    for one in cards:
        tall = height_of(one, WIDTHS[columns])
        if tall > HEIGHT:
            leaves.append(Leaf([[one]], [tall], long=True))
        elif not any(_put(leaf, one, tall) for leaf in leaves[-2:]):
            leaves.append(Leaf([[] for _ in range(columns)], [0.0] * columns))
            _put(leaves[-1], one, tall)
    for leaf in leaves:
        leaf.columns = [column for column in leaf.columns if column]
    return leaves


def _put(leaf: Leaf, one: Card, tall: float) -> bool:
    """Puts a card into the lowest column that has room for it; whether there was one."""
    for place in sorted(range(len(leaf.columns)), key=lambda column: leaf.heights[column]):
        if not leaf.long and leaf.heights[place] + tall <= HEIGHT:
            leaf.columns[place].append(one)
            leaf.heights[place] += tall + GAP
            return True
    return False


def height_of(one: Card, width: float) -> float:
    """How high a card will be."""
    size = SIZES[one.size][1]
    rows = sum(_rows(line, width - 2 * PADDING, size) for line in one.text.splitlines() or [""])
    return rows * size * LINE + 2 * PADDING + (META if one.meta else 0)


def _rows(text: str, width: float, size: float) -> int:
    """How many lines a paragraph takes, words kept whole where they fit."""
    rows, used, space = 1, 0.0, width_of(" ", size)
    for word in text.split():
        wide = width_of(word, size) * SAFE
        if used and used + space + wide > width:
            rows, used = rows + 1, 0.0
        while wide > width:  # a word that is wider than the card is broken
            rows, wide = rows + 1, wide - width
        used += wide + (space if used else 0)
    return rows
