"""What a step asks of the participants: which contributions it takes, about what, and who sees them when."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.domain.records import Step

TALK = "talk"  # a step without a kind
DOTS, MOST = 5, 3
DEFAULT_SCALES = ("emotion", "importance")


@dataclass(frozen=True, slots=True)
class Ask:
    """A step's settings with nothing left open.

    `gives`: note, rating, vote or "" for nothing. `about`: whether a contribution is about one touchpoint: needed,
    allowed or "". `state` is what a note says when it does not say it itself. `extras` are further fields of a note.
    `becomes` are the kinds of record that are usually made of a note. `dots` is 0 where nobody has any.
    """

    kind: str
    gives: str
    about: str
    prompt: str
    visibility: str
    anonymity: str
    wall: str
    state: str = ""
    extras: tuple[str, ...] = ()
    becomes: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    dots: int = 0
    most: int = 0


_KINDS: dict[str, Ask] = {
    TALK: Ask(TALK, "", "", "", "open", "names", "nothing"),
    "scene": Ask("scene", "", "", "This is what was asked for.", "open", "names", "prompt"),
    "touchpoints": Ask(
        "touchpoints",
        "note",
        "",
        "Where does a customer meet us, or miss us? One contact a note.",
        "open",
        "names",
        "notes",
        becomes=("touchpoint",),
    ),
    "order": Ask(
        "order",
        "note",
        "allowed",
        "Is this the order in which a customer lives it? What would you move, or which stage name?",
        "open",
        "names",
        "graph",
        becomes=("touchpoint",),
    ),
    "current": Ask(
        "current",
        "note",
        "needed",
        "What happens here? One fact a note.",
        "private",
        "names",
        "notes",
        state="current",
        becomes=("statement", "story", "standard", "activity", "term"),
    ),
    "desired": Ask(
        "desired",
        "note",
        "needed",
        "What should happen here? One fact a note.",
        "private",
        "names",
        "notes",
        state="desired",
        becomes=("statement", "standard", "opportunity", "behaviour"),
    ),
    "rate": Ask(
        "rate", "rating", "needed", "How was it?", "private", "groups", "curve", scales=DEFAULT_SCALES
    ),
    "standards": Ask(
        "standards",
        "note",
        "needed",
        "What do we promise here, and how would we know that we keep it?",
        "open",
        "names",
        "notes",
        becomes=("standard", "measure"),
    ),
    "waste": Ask(
        "waste",
        "note",
        "needed",
        "What takes time here? Would the customer pay for it if they knew?",
        "private",
        "names",
        "notes",
        extras=("minutes", "would_pay"),
        becomes=("activity",),
    ),
    "stories": Ask(
        "stories",
        "note",
        "needed",
        "Tell one thing that happened here, in the words that were said.",
        "open",
        "names",
        "notes",
        becomes=("story", "statement"),
    ),
    "vocabulary": Ask(
        "vocabulary",
        "note",
        "allowed",
        "Which word do we use that a stranger would not understand?",
        "open",
        "names",
        "notes",
        becomes=("term",),
    ),
    "behaviours": Ask(
        "behaviours",
        "note",
        "needed",
        "What should somebody do here, and what happens to those who do it?",
        "private",
        "none",
        "notes",
        becomes=("behaviour",),
    ),
    "opportunities": Ask(
        "opportunities",
        "note",
        "needed",
        "What would make this better? One proposal a note.",
        "open",
        "names",
        "notes",
        becomes=("opportunity",),
    ),
    "group": Ask(
        "group",
        "note",
        "",
        "Which of these say the same? Write their numbers.",
        "open",
        "names",
        "notes",
        becomes=("opportunity",),
    ),
    "vote": Ask(
        "vote",
        "vote",
        "",
        "Where would you begin? Give your dots.",
        "counts",
        "none",
        "votes",
        dots=DOTS,
        most=MOST,
        scales=("dots",),
    ),
    "causes": Ask(
        "causes", "note", "allowed", "Why does this happen?", "open", "names", "notes", becomes=("cause",)
    ),
    "priorities": Ask(
        "priorities",
        "vote",
        "",
        "How much would it change, and how hard is it?",
        "private",
        "none",
        "votes",
        scales=("impact", "effort"),
    ),
    "commitments": Ask(
        "commitments",
        "note",
        "",
        "What will you do, by when, and how will we see that it worked?",
        "open",
        "names",
        "commitments",
        becomes=("intervention", "commitment"),
    ),
    "close": Ask("close", "", "", "Thank you.", "open", "names", "commitments"),
}


def ask_of(step: Step) -> Ask:
    """What a step asks, its own settings first, then what is usual for its kind."""
    usual = _KINDS[step.type or TALK]
    scales = usual.scales
    if usual.gives == "rating" and step.scales:
        scales = step.scales
    return Ask(
        usual.kind,
        usual.gives,
        usual.about,
        step.prompt or usual.prompt,
        step.visibility or usual.visibility,
        step.anonymity or usual.anonymity,
        step.wall or usual.wall,
        usual.state,
        usual.extras,
        usual.becomes,
        scales,
        (step.dots or usual.dots) if "dots" in scales else 0,
        (step.most or usual.most) if "dots" in scales else 0,
    )
