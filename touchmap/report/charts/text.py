"""Text that is safe and fits: cleaned of what XML cannot carry, measured, wrapped and cut at stated lengths."""

from __future__ import annotations

import re
import unicodedata

#: What stands for a character that XML 1.0 or Graphviz cannot carry (controls, lone surrogates, U+FFFE, U+FFFF).
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

#: Longest text written into a drawing, in characters; a longer one is cut and ends in an ellipsis.
LONGEST = 2_000

MINUS = "\N{MINUS SIGN}"
ELLIPSIS = "…"

# Every kind of line break and tab becomes one space: a label in a drawing is one paragraph.
_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# Advance widths of Source Sans 3 in thousandths of the size, for U+0020 to U+007E: (regular, semibold).
_REGULAR = (
    200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497, 497, 497, 497, 497,
    497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 543, 588, 571, 615, 527, 494, 617, 652, 263, 479, 579, 486, 727,
    647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513, 476, 539, 303, 350, 303, 497, 500, 542, 504, 553, 456, 555,
    496, 292, 504, 544, 246, 247, 495, 255, 829, 547, 542, 555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303,
    241, 303, 497,
)  # fmt: skip
_SEMIBOLD = (
    200, 315, 482, 513, 513, 841, 639, 275, 324, 324, 438, 513, 275, 322, 275, 344, 513, 513, 513, 513, 513, 513, 513,
    513, 513, 513, 275, 275, 513, 513, 513, 444, 875, 558, 597, 576, 625, 538, 510, 628, 663, 282, 494, 597, 502, 745,
    657, 674, 582, 674, 592, 545, 546, 655, 536, 800, 541, 501, 540, 324, 344, 324, 513, 500, 549, 516, 563, 462, 564,
    507, 317, 520, 558, 262, 263, 522, 271, 843, 560, 549, 564, 564, 373, 431, 361, 556, 495, 748, 481, 495, 443, 324,
    255, 324, 513,
)  # fmt: skip
# Another sans serif may be shown where Source Sans 3 is missing; most are a little wider.
_SAFETY = 1.04


def clean(text: str, limit: int = LONGEST) -> str:
    """The text as a drawing carries it: line breaks as spaces, forbidden characters as `REPLACEMENT`, cut at `limit`.

    A cut text has at most `limit` characters, the last of them an ellipsis.
    """
    if len(text) > limit:
        text = text[: max(limit - 1, 0)].rstrip() + ELLIPSIS
    return _FORBIDDEN.sub(REPLACEMENT, _BREAKS.sub(" ", text))


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The estimated width of one line of text, in the unit of `size`: a little too wide rather than too narrow."""
    table = _SEMIBOLD if bold else _REGULAR
    thousandths = 0.0
    for character in text:
        code = ord(character)
        thousandths += table[code - 32] if 32 <= code <= 126 else _width_beyond_ascii(character, table)
    return thousandths / 1000 * size * _SAFETY


def _width_beyond_ascii(character: str, table: tuple[int, ...]) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    base = unicodedata.normalize("NFD", character)[0]
    if 32 <= ord(base) <= 126:
        return table[ord(base) - 32]
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1300 if ord(character) >= 0x1F000 else 1000
    return {"–": 500, "—": 830, ELLIPSIS: 964, MINUS: 513, "’": 275, "·": 275, "“": 482, "”": 482}.get(
        character, 680
    )


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """The text cut with an ellipsis so that it is not wider than `width`."""
    if width_of(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + ELLIPSIS, size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def wrap(text: str, width: float, size: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """The text in at most `lines` lines of `width`, broken at spaces, else inside a word; the rest is an ellipsis."""
    # Only at plain spaces: `31 %` holds a no-break space and stays together.
    words = [word for word in text.split(" ") if word]
    wrapped: list[str] = []
    while words and len(wrapped) < lines:
        if len(wrapped) == lines - 1:
            wrapped.append(fit(" ".join(words), width, size, bold=bold))
            break
        line, words = _next_line(words, width, size, bold)
        wrapped.append(line)
    return tuple(wrapped)


def _next_line(words: list[str], width: float, size: float, bold: bool) -> tuple[str, list[str]]:
    line = ""
    for place, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            return line, words[place:]
        head = max(len(fit(word, width, size, bold=bold)) - 1, 1)
        return word[:head], [word[head:], *words[place + 1 :]] if word[head:] else words[place + 1 :]
    return line, []


def signed(value: float, decimals: int = 1) -> str:
    """A number on a scale around zero: `+0.6`, `−1.9` with a real minus sign, `0`."""
    rounded = round(value, decimals)
    if rounded == 0:
        return "0"
    figure = f"{abs(rounded):.{decimals}f}"
    if decimals:
        figure = figure.removesuffix("." + "0" * decimals) if rounded == int(rounded) else figure
    return f"{MINUS if rounded < 0 else '+'}{figure}"


def figure(value: float, decimals: int = 1) -> str:
    """A plain number without needless zeros, thousands apart by a narrow space, with a real minus sign."""
    rounded = round(value, decimals)
    if rounded == 0:
        return "0"
    text = f"{abs(rounded):,.{decimals}f}".replace(",", "\u202f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if rounded < 0 else text


def percent(share: float) -> str:
    """A share from 0 to 1 as the product writes it: `31 %`, with a no-break space."""
    return f"{figure(share * 100, 0)}\N{NO-BREAK SPACE}%"
