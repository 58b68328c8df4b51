"""What a step asks beside a note's text, kept as lines at its end that anybody can read: whether a standard exists, whether a
story may be retold, who does something by when. A note stays one text; whoever makes a record of it finds the answers again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

WHY = "\N{RIGHTWARDS ARROW} "  # begins the line of what a cause leads to
MOST_ANSWER = 200  # characters


@dataclass(frozen=True, slots=True)
class Question:
    """A further question of a step. `choices` by value; without them it is answered in words, or with a day.

    `label` begins its line in the note's text.
    """

    name: str
    label: str
    asked: str
    choices: tuple[tuple[str, str], ...] = ()
    sort: str = "text"
    example: str = ""


QUESTIONS: dict[str, tuple[Question, ...]] = {
    "standards": (
        Question(
            "standard",
            "Standard",
            "Do we have this standard?",
            (("exists", "We have it"), ("needed", "We need it")),
        ),
        Question(
            "check",
            "Measured by",
            "How would we know that we keep it?",
            example="Minutes in the queue, weekly",
        ),
    ),
    "stories": (
        Question(
            "consent",
            "May be retold",
            "May we retell it?",
            (("yes", "Yes"), ("anonymous", "Yes, not saying who"), ("no", "No")),
        ),
    ),
    "vocabulary": (Question("meaning", "Means", "What does it mean, in plain words?"),),
    "behaviours": (
        Question(
            "consequence",
            "Who does it is",
            "What happens to those who do it?",
            (("rewarded", "Rewarded"), ("ignored", "Ignored"), ("punished", "Punished")),
        ),
    ),
    "commitments": (
        Question("owner", "Who", "Who does it?", example="Maya"),
        Question("due", "By", "By when?", sort="date"),
        Question("measure", "Measure", "How will we see that it worked?", example="Queue under 10 minutes"),
    ),
}
_BY_NAME = {question.name: question for asked in QUESTIONS.values() for question in asked}
NAMES = tuple(_BY_NAME)


def compose(text: str, answers: Mapping[str, str], why: str = "") -> str:
    """The note's whole text: what was written, what it leads to (`why`: another note's text), and the answers as lines."""
    lines = [text.strip()]
    if why.strip():
        lines.append(WHY + why.strip())
    for name, question in _BY_NAME.items():
        answer = " ".join(answers.get(name, "").split())
        if question.choices:
            answer = dict(question.choices).get(answer, "")
        if answer:
            lines.append(f"{question.label}: {answer}")
    return "\n".join(lines)


def split(kind: str, text: str) -> tuple[str, dict[str, str]]:
    """A note's text without the answers to its step's questions, and these by name: choices by their value."""
    lines = text.split("\n")
    found: dict[str, str] = {}
    for question in reversed(QUESTIONS.get(kind, ())):
        label, _, answer = lines[-1].partition(": ")
        if len(lines) < 2 or label != question.label or not answer:
            continue
        values = {word: value for value, word in question.choices}
        if question.choices and answer not in values:
            continue
        found[question.name] = values.get(answer, answer)
        lines.pop()
    return "\n".join(lines), found


# By what a note becomes: the fields of the new record that answers say, by the answers' names.
_FIELDS = {
    "standard": {"standard": "status"},
    "measure": {"check": "method"},
    "story": {"consent": "consent"},
    "term": {"meaning": "meaning"},
    "behaviour": {"consequence": "desired_consequence"},
    "commitment": {"owner": "owner", "due": "due", "measure": "measure"},
}


def answered(step: str, kind: str, text: str) -> tuple[str, dict[str, str]]:
    """What a note of a step of the kind `step` says when a record of `kind` is made of it: the record's text, and the fields
    that the answers at its end fill. Answers that the record has no field for stay in the text.
    """
    wanted = _FIELDS.get(kind, {})
    plain, answers = split(step, text)
    taken = {name for name, answer in answers.items() if name in wanted and _fits(_BY_NAME[name], answer)}
    rest = {name: answer for name, answer in answers.items() if name not in taken}
    return compose(plain, rest), {wanted[name]: answers[name] for name in taken}


def _fits(question: Question, answer: str) -> bool:
    """Whether a field can hold an answer: pages bound what is typed, whoever sends without them may not."""
    if question.sort == "date":
        return re.fullmatch(r"\d{4}-\d\d-\d\d", answer) is not None
    return len(answer) <= MOST_ANSWER
