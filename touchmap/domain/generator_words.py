"""The words and the dice of the generator: short lists of plausible parts, and repeatable pseudo-random numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

ROLES = ("desk agent", "dispatcher", "technician", "team leader", "call-centre agent", "customer", "clerk")
GROUPS = ("customers", "staff")
NAMES = "Ada Björn Chloé Đorđe Eszter Finn Gül Hana Ítalo Jörg Kwame Łucja Müge Nuño Orsolya Petr Renée Siân".split()
CHANNELS = ("phone", "desk", "app", "letter", "e-mail", "chat", "visit", "web form")
PLACES = ("at the counter", "at home", "on the phone", "in the hall", "on the way", "in the app")
STAGES = (
    "Notice",
    "Ask",
    "Order",
    "Wait",
    "Arrive",
    "Receive",
    "Use",
    "Get help",
    "Pay",
    "Renew",
    "Complain",
    "Leave",
)
VERBS = (
    "Asks about",
    "Waits for",
    "Receives",
    "Pays for",
    "Returns",
    "Chases",
    "Signs for",
    "Collects",
    "Changes",
)
THINGS = (
    "the appointment", "the invoice", "the new card", "the replacement", "the confirmation", "the repair",
    "the delivery", "the form", "the contract", "the refund", "the key", "the answer", "the technician",
)  # fmt: skip
FACTS = (
    "Nobody says how long it will take",
    "The same question is asked at three desks",
    "Staff are friendly and have no answer",
    "The letter arrives after the visit",
    "Half of the customers call a second time",
    "The form asks for what is already known",
    "The app shows one time and the message another",
    "A colleague calls back within the hour, when there is one",
    "The answer depends on who picks up the phone",
)
WISHES = (
    "One message says what happens next and when",
    "The customer chooses between two times",
    "Nobody has to tell the story twice",
    "The first person asked can decide",
    "The offer comes before the complaint",
)
TAILS = (
    "",
    "",
    ", most of all on Mondays",
    ", as three customers told us in their own words and two colleagues confirmed",
    "; the log of the last quarter shows it for every second case, whatever the channel, the branch or the hour",
)
QUOTES = (
    "I had stopped believing that anybody would come.",
    "She was wonderful. She just could not do anything.",
    "It worked at the first go, and I told my neighbour about it.",
    "Three people, three answers, and every one of them kind.",
)
IDEAS = (
    "Send one message with the real time",
    "Let the first person decide up to a limit",
    "Show the queue on the phone",
    "Fill in what is already known",
    "Ring back within an hour",
)
TERMS = ("ticket", "slot", "swap", "case", "window", "churner", "first fix", "truck roll")


class Dice:
    """A small stream of pseudo-random numbers (splitmix64): the same on every machine and Python."""

    def __init__(self, seed: int) -> None:
        self.state = seed & 0xFFFFFFFFFFFFFFFF

    def below(self, n: int) -> int:
        """A whole number from 0 to n − 1."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return ((mixed ^ (mixed >> 31)) >> 11) % n

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def chance(self, percent: int) -> bool:
        """True in so many cases of a hundred."""
        return self.below(100) < percent

    def near(self, centre: int, low: int = 1, high: int = 5) -> int:
        """A rating around a centre, within its scale."""
        return max(low, min(high, centre + self.pick((-1, 0, 0, 0, 1))))
