"""The client's own words for the things of a workshop: a term with `label_for` replaces touchmap's word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from touchmap.domain.model import Model
from touchmap.domain.records import LABELS, Term
from touchmap.report.content.wording import capital, short, spelled

#: Our own words stand outside quotation marks; what is quoted is somebody's text or name and stays as it is.
_QUOTED = re.compile("(“[^”]*”)")
#: Where touchmap's sentences use a label's word as another part of speech.
_ALSO_VERBS = ("measure",)
#: The plurals that the rule of `plural` would miss or that are asked for by word.
PLURALS = {"story": "stories", "opportunity": "opportunities", "activity": "activities"}


@dataclass(frozen=True, slots=True)
class Labels:
    """Word → (one, many), as they stand inside a sentence."""

    words: dict[str, tuple[str, str]]

    def one(self, word: str) -> str:
        """The word for one of them."""
        return self.words[word][0]

    def many(self, word: str) -> str:
        """The word for several of them."""
        return self.words[word][1]

    def One(self, word: str) -> str:
        """The word for one of them at the beginning of a sentence."""
        return capital(self.one(word))

    def Many(self, word: str) -> str:
        """The word for several of them at the beginning of a sentence."""
        return capital(self.many(word))

    def count(self, number: int, word: str, *, spell: bool = False) -> str:
        """`12 touchpoints`, `1 story`; the number in words with `spell`."""
        said = spelled(number) if spell else str(number)
        return f"{said} {self.one(word) if number == 1 else self.many(word)}"

    def retold(self, sentence: str) -> str:
        """One of touchmap's own sentences with the client's words in place of ours; what it quotes stays.

        A word before a number is a kind in a list of counts (“standard 1”), which other pages name as well; it stays too.
        """
        own: dict[str, str] = {}
        for word, (one, many) in self.words.items():
            several = PLURALS.get(word, word + "s")
            if word not in _ALSO_VERBS and (one, many) != (word, several):
                own |= {word: one, several: many}
        if not own:
            return sentence
        ours = re.compile(
            rf"\b(?:([Aa])n? )?({'|'.join(sorted(own, key=len, reverse=True))})\b(?! \d)", re.IGNORECASE
        )
        parts = _QUOTED.split(sentence)
        parts[::2] = [ours.sub(lambda found: _instead(found, own), part) for part in parts[::2]]
        return "".join(parts)


def _instead(found: re.Match[str], own: dict[str, str]) -> str:
    said = own[found[2].lower()]
    article = found[1] + ("n " if said[:1].lower() in "aeiou" else " ") if found[1] else ""
    return article + (capital(said) if found[2][0].isupper() else said)


def labels_of(model: Model) -> Labels:
    """The labels of a workshop; the first term that claims a word has it."""
    english = (model.workshop.language or "en").lower().split("-")[0] == "en"
    words = {word: (word, PLURALS.get(word, word + "s")) for word in LABELS}
    for term in reversed(model.all(Term)):
        if term.label_for in words and term.term.strip():
            own = short(term.term, 40)
            words[term.label_for] = (own, plural(own) if english else own)
    return Labels(words)


def plural(word: str) -> str:
    """The English plural of a word by rule; words that already look like plurals stay."""
    lower = word.lower()
    if lower.endswith(("s", "x", "ch", "sh")):
        return word if lower.endswith("s") and not lower.endswith("ss") else word + "es"
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
