"""The client's own words for the things of a workshop: a term with `label_for` replaces touchmap's word."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.domain.model import Model
from touchmap.domain.records import LABELS, Term
from touchmap.report.content.wording import capital, short, spelled

_PLURALS = {"story": "stories", "opportunity": "opportunities", "activity": "activities"}


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


def labels_of(model: Model) -> Labels:
    """The labels of a workshop; the first term that claims a word has it."""
    english = (model.workshop.language or "en").lower().split("-")[0] == "en"
    words = {word: (word, _PLURALS.get(word, word + "s")) for word in LABELS}
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
