"""Text that cannot burst a page: break points in very long words, and a bound on length that says so."""

from __future__ import annotations

import re

LONGEST_WORD = 30
CONTINUED = "… continued in the map"
_ZERO_WIDTH_SPACE = "\u200b"
_LONG = re.compile(rf"[^\s{_ZERO_WIDTH_SPACE}]{{{LONGEST_WORD + 1},}}")
# After these a break is natural; joiners and combining marks must stay with their neighbour.
_AFTER = re.compile(r"(?<=[/\\.,:;_\-?&=@#%+~|)\]}])(?=\w)")
_GLUED = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]"
)


def safe_words(text: str) -> str:
    """The text with zero-width break points inside words of more than 30 characters; other words are untouched.

    Breaking inside words by CSS (``overflow-wrap: anywhere``) makes every page of a report several times slower.
    """
    return _LONG.sub(lambda word: _broken(word.group(0)), text)


def bounded(text: str, characters: int) -> str:
    """At most so many characters, cut at a word, ending in “… continued in the map” when something was left out."""
    if len(text) <= characters:
        return text
    room = max(0, characters - len(CONTINUED) - 1)
    cut = text[:room]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    if space > room // 2:
        cut = cut[:space]
    return f"{cut.rstrip()} {CONTINUED}"


def _broken(word: str) -> str:
    pieces: list[str] = []
    for piece in _AFTER.split(word):
        while len(piece) > LONGEST_WORD:
            end = LONGEST_WORD
            while end < len(piece) and (_GLUED.match(piece[end]) or piece[end - 1] == "\u200d"):
                end += 1
            pieces.append(piece[:end])
            piece = piece[end:]
        pieces.append(piece)
    return _ZERO_WIDTH_SPACE.join(piece for piece in pieces if piece)
