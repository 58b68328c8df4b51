"""Every kind of record in a workshop: its fields, their types and limits, and where it hangs in the file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from touchmap.domain.fields import (
    Choice,
    Day,
    Field,
    Identifier,
    Integer,
    Many,
    Moment,
    Number,
    Ref,
    Text,
    Truth,
    field,
    fields_of,
)

NAME = Text(200)
LINE = Text(500)
PROSE = Text(20_000, lines=True)
ROLE = Text(100)
MINUTES = Number(0, 5_256_000, "minutes")
RATING = Integer(1, 5, "1–5")
YES_NO = Choice(("yes", "no", "unknown"))

STATES = ("current", "desired")
EVIDENCE = ("assumed", "staff story", "customer story", "measured")
TRANSITION_KINDS = ("next", "choice", "failure", "recovery", "repeat")
OUTCOME_KINDS = ("loyal", "satisfied", "indifferent", "lost")
STANDARD_STATUSES = ("exists", "needed", "not needed")
MEASURE_STATUSES = ("exists", "needed")
VALUE_CLASSES = ("value-added", "business-necessary", "non-value-added", "unclassified")
WASTES = (
    "defects",
    "over-production",
    "waiting",
    "unused talent",
    "transport",
    "inventory",
    "motion",
    "extra processing",
)
CAUSE_KINDS = (
    "skill",
    "practice",
    "feedback",
    "incentive",
    "standard",
    "measure",
    "process",
    "tool",
    "policy",
    "capacity",
    "communication",
)
CONSEQUENCES = ("rewarded", "ignored", "punished")
INTERVENTION_KINDS = (
    "training of staff",
    "training of operations",
    "standard",
    "measure",
    "process change",
    "tool",
    "incentive",
    "policy",
    "recovery",
    "communication",
    "capacity",
)
COMMITMENT_STATUSES = ("open", "done", "dropped")
LANES = (
    "action",
    "goal",
    "channel",
    "current",
    "desired",
    "emotion",
    "standards",
    "measures",
    "activities",
    "nva",
    "stories",
    "opportunities",
    "owner",
    "backstage",
    "behaviours",
    "causes",
    "vocabulary",
)
STEP_KINDS = (
    "scene",
    "touchpoints",
    "order",
    "current",
    "desired",
    "rate",
    "standards",
    "waste",
    "stories",
    "vocabulary",
    "behaviours",
    "opportunities",
    "group",
    "vote",
    "causes",
    "priorities",
    "commitments",
    "close",
)
VISIBILITIES = ("open", "private", "counts")
ANONYMITIES = ("names", "groups", "none")
SCALES = (
    "emotion",
    "personal",
    "performance",
    "rational",
    "bond",
    "importance",
    "ease",
    "recommend",
)
WALLS = (
    "code",
    "prompt",
    "notes",
    "curve",
    "spread",
    "square",
    "graph",
    "votes",
    "commitments",
    "nothing",
)
LABELS = (
    "customer",
    "touchpoint",
    "stage",
    "journey",
    "standard",
    "measure",
    "activity",
    "story",
    "opportunity",
    "cause",
    "intervention",
    "commitment",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has: an id, unique in its workshop over all kinds."""

    kind: ClassVar[str] = ""
    prefix: ClassVar[str] = ""
    named_by: ClassVar[str | None] = None
    shorthand: ClassVar[str | None] = None

    id: str = field(
        Identifier(),
        "Short readable id, unique in the workshop; made from the name when left out.",
        required=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop(Record):
    """One engagement with a client: the request as stated, when and where, who is in the room."""

    kind: ClassVar[str] = "workshop"
    prefix: ClassVar[str] = "w"
    named_by: ClassVar[str | None] = "title"

    title: str = field(NAME, "What the workshop is called.", required=True)
    client: str | None = field(NAME, "The organisation the workshop is for.")
    request: str | None = field(
        PROSE, "The request as the client stated it, word for word, before any analysis."
    )
    summary: str | None = field(PROSE, "What happened and why the workshop was held, in a few sentences.")
    industry: str | None = field(NAME, "The client's industry.")
    language: str | None = field(
        Text(35), "Language of the texts as a BCP 47 tag, such as en or pt-BR; en when left out."
    )
    currency: str | None = field(Text(3), "ISO 4217 code for every cost in the workshop, such as EUR.")
    days: tuple[dt.date, ...] = field(Many(Day(), 60), "The days on which the workshop is held.")
    place: str | None = field(NAME, "Where the workshop is held.")
    facilitators: tuple[str, ...] = field(Many(NAME, 20), "Who facilitates.")
    groups: tuple[str, ...] = field(
        Many(ROLE, 40), "The groups or roles in the room, such as front line or managers."
    )
    template: str | None = field(NAME, "The template that the workshop was started from, with its version.")
    sample: bool | None = field(
        Truth(), "Whether this is a sample that touchmap ships; it is marked as such."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """One step of the agenda."""

    kind: ClassVar[str] = "step"
    prefix: ClassVar[str] = "step"
    shorthand: ClassVar[str | None] = "title"

    title: str = field(NAME, "What the room does in this step.", required=True)
    minutes: float | None = field(MINUTES, "How long the step is planned to take.")
    instruction: str | None = field(PROSE, "What the facilitator tells the room.")
    type: str | None = field(
        Choice(STEP_KINDS), "What participants do on their phones; only talk when left out.", key="kind"
    )
    prompt: str | None = field(LINE, "What the phone asks; as usual for the kind when left out.")
    visibility: str | None = field(
        Choice(VISIBILITIES),
        "Who sees what others give: everybody at once (open), nobody before it is revealed (private), or only how many "
        "there are (counts); as usual for the kind when left out.",
    )
    anonymity: str | None = field(
        Choice(ANONYMITIES),
        "What is kept of who gave it: names, groups only, or none; as usual for the kind when left out.",
    )
    touchpoints: tuple[str, ...] = field(
        Many(Ref(("touchpoint",))), "The touchpoints it is about; all when left out."
    )
    scales: tuple[str, ...] = field(
        Many(Choice(SCALES), 8), "For rate: what is rated; emotion and importance when left out."
    )
    dots: int | None = field(Integer(1, 100), "For vote: dots that everybody may give; 5 when left out.")
    most: int | None = field(Integer(1, 100), "For vote: most dots on one item; 3 when left out.")
    wall: str | None = field(
        Choice(WALLS), "What the projector shows in this step; as usual for the kind when left out."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Record):
    """What a participant wrote in a step, as it was written; what was made of it stands elsewhere on the map."""

    kind: ClassVar[str] = "note"
    prefix: ClassVar[str] = "n"
    shorthand: ClassVar[str | None] = "text"

    step: str = field(Ref(("step",)), "The step it was written in.", required=True, parent=True)
    text: str = field(PROSE, "What was written, word for word.", required=True)
    touchpoint: str | None = field(Ref(("touchpoint",)), "The touchpoint it is about.")
    state: str | None = field(Choice(STATES), "Whether it says how it is or how it should be.")
    minutes: float | None = field(MINUTES, "For something that takes time: how long it takes.")
    would_pay: str | None = field(YES_NO, "Would the customer pay for this if they knew?")
    person: str | None = field(Ref(("person",)), "Who wrote it; left out when it was written anonymously.")
    group: str | None = field(ROLE, "The writer's group; the person's own when left out.")
    hidden: bool | None = field(Truth(), "Whether the facilitator took it off the phones and the wall.")
    merged: str | None = field(Ref(("note",)), "The note that says the same and stands for both.")
    became: str | None = field(Ref(()), "The record that was made of it, of any kind.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Someone in the room, or a customer who was asked; a name is never needed."""

    kind: ClassVar[str] = "person"
    prefix: ClassVar[str] = "person"
    named_by: ClassVar[str | None] = "name"

    name: str | None = field(NAME, "Name or alias, if the person gave one.")
    role: str | None = field(ROLE, "What the person does, such as gate agent or passenger.")
    group: str | None = field(ROLE, "The group whose ratings theirs are shown with.")
    paper: bool | None = field(
        Truth(), "Whether they took part on paper: the facilitator entered what they gave."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona(Record):
    """Whose journey it is: a segment of customers."""

    kind: ClassVar[str] = "persona"
    prefix: ClassVar[str] = "persona"
    named_by: ClassVar[str | None] = "name"

    name: str = field(NAME, "Who it is, such as Ivana, 34.", required=True)
    description: str | None = field(PROSE, "Their situation.")
    goal: str | None = field(LINE, "What they want from the whole journey.")
    share: float | None = field(
        Number(0, 1, "share of customers"), "Share of customers like this one, 0 to 1."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(Record):
    """How this workshop shows one lane of the map: its name, its place among the others, whether it is on."""

    kind: ClassVar[str] = "lane"
    prefix: ClassVar[str] = "lane"

    lane: str = field(
        Choice(LANES),
        "Which lane it is; a second record for the same lane counts for nothing.",
        required=True,
    )
    name: str | None = field(NAME, "The client's own word for the lane; touchmap's when left out.")
    shown: bool | None = field(
        Truth(), "Whether the lane is on unless somebody chooses; as usual for the lane when left out."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey(Record):
    """The directed graph of touchpoints for a persona."""

    kind: ClassVar[str] = "journey"
    prefix: ClassVar[str] = "journey"
    named_by: ClassVar[str | None] = "name"

    name: str = field(NAME, "What the journey is called.", required=True)
    persona: str | None = field(Ref(("persona",)), "Whose journey it is.")
    description: str | None = field(PROSE, "What the journey covers.")
    start: str | None = field(
        Ref(("touchpoint",)), "The touchpoint where customers come in; the first one when left out."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Record):
    """A named stretch of a journey."""

    kind: ClassVar[str] = "stage"
    prefix: ClassVar[str] = "stage"
    named_by: ClassVar[str | None] = "name"

    journey: str = field(Ref(("journey",)), "The journey it is part of.", required=True, parent=True)
    name: str = field(NAME, "What the stage is called.", required=True)
    description: str | None = field(PROSE, "What belongs to the stage.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint(Record):
    """A Moment of Truth: any contact that leaves an impression, also one that failed to happen."""

    kind: ClassVar[str] = "touchpoint"
    prefix: ClassVar[str] = "tp"
    named_by: ClassVar[str | None] = "name"
    shorthand: ClassVar[str | None] = "name"

    stage: str = field(Ref(("stage",)), "The stage it is in.", required=True, parent=True)
    name: str = field(NAME, "What the touchpoint is called, as the customer would say it.", required=True)
    customer_action: str | None = field(PROSE, "What the customer does here.")
    customer_goal: str | None = field(LINE, "What the customer wants here.")
    customer_feeling: str | None = field(LINE, "How the customer feels, in their own words.")
    channels: tuple[str, ...] = field(Many(ROLE, 20), "How the contact is made, such as app, desk or phone.")
    place: str | None = field(NAME, "Where it happens.")
    time: str | None = field(Text(60), "When it happens, such as 21:16 or Day 4.")
    owner: str | None = field(ROLE, "The role in the organisation that owns the touchpoint.")
    lead_minutes: float | None = field(
        MINUTES, "Total minutes that pass for the customer; the sum of the activities when left out."
    )
    critical: bool | None = field(Truth(), "Whether the room marked it as a decisive Moment of Truth.")
    missing: bool | None = field(Truth(), "Whether the contact should have happened and did not.")
    backstage: str | None = field(PROSE, "What happens out of the customer's sight.")
    support: str | None = field(PROSE, "Systems and partners the contact leans on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Record):
    """Where a journey ends."""

    kind: ClassVar[str] = "outcome"
    prefix: ClassVar[str] = "outcome"
    named_by: ClassVar[str | None] = "name"

    journey: str = field(Ref(("journey",)), "The journey that ends here.", required=True, parent=True)
    name: str = field(NAME, "How the journey ends, such as Travels with us again.", required=True)
    result: str = field(Choice(OUTCOME_KINDS), "What the customer has become.", required=True)
    description: str | None = field(PROSE, "What it means for the organisation.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Record):
    """A way from one touchpoint to the next, or to an outcome."""

    kind: ClassVar[str] = "transition"
    prefix: ClassVar[str] = "t"

    journey: str = field(Ref(("journey",)), "The journey it is part of.", required=True, parent=True)
    source: str = field(Ref(("touchpoint",)), "The touchpoint it leaves from.", key="from", required=True)
    target: str = field(
        Ref(("touchpoint", "outcome")), "The touchpoint or outcome it leads to.", key="to", required=True
    )
    type: str | None = field(
        Choice(TRANSITION_KINDS), "What kind of way it is; next when left out.", key="kind"
    )
    share: float | None = field(
        Number(0, 1, "share of customers"), "Share of the customers at `from` who go this way, 0 to 1."
    )
    label: str | None = field(NAME, "What people call this way, such as rebook in the app.")
    options: tuple[str, ...] = field(Many(NAME, 20), "For a recovery: what may be offered.")
    offered_by: tuple[str, ...] = field(Many(ROLE, 20), "For a recovery: the roles that may offer it.")
    within_minutes: float | None = field(MINUTES, "For a recovery: the time limit.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """One observation about a touchpoint, in its current or its desired state."""

    kind: ClassVar[str] = "statement"
    prefix: ClassVar[str] = "s"
    shorthand: ClassVar[str | None] = "text"

    touchpoint: str = field(Ref(("touchpoint",)), "The touchpoint it is about.", required=True, parent=True)
    state: str = field(Choice(STATES), "Whether this is so, or should be.", required=True, slot=True)
    text: str = field(PROSE, "The observation, one fact.", required=True)
    evidence: str | None = field(Choice(EVIDENCE), "How well it is backed; assumed when left out.")
    source: str | None = field(LINE, "Where the evidence comes from.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard(Record):
    """A promise about a touchpoint that can be kept or broken."""

    kind: ClassVar[str] = "standard"
    prefix: ClassVar[str] = "std"
    shorthand: ClassVar[str | None] = "attribute"

    touchpoint: str = field(Ref(("touchpoint",)), "The touchpoint it holds for.", required=True, parent=True)
    attribute: str = field(LINE, "What is promised, such as Told before the display changes.", required=True)
    target: float | None = field(Number(-1e9, 1e9), "The value to reach, in the unit.")
    unit: str | None = field(Text(40), "Unit of the target, such as min or %.")
    better: str | None = field(
        Choice(("higher", "lower", "exact")), "Which side of the target is good; higher when left out."
    )
    tolerance: float | None = field(
        Number(0, 1e9), "How far from the target still counts as kept, in the unit."
    )
    status: str | None = field(
        Choice(STANDARD_STATUSES), "Whether the standard exists; needed when left out."
    )
    owner: str | None = field(ROLE, "The role that answers for it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    """How a standard is checked, and what the last check said."""

    kind: ClassVar[str] = "measure"
    prefix: ClassVar[str] = "m"
    shorthand: ClassVar[str | None] = "name"

    touchpoint: str = field(
        Ref(("touchpoint",)), "The touchpoint it is taken at.", required=True, parent=True
    )
    name: str = field(LINE, "What is measured.", required=True)
    standard: str | None = field(Ref(("standard",)), "The standard it checks.")
    method: str | None = field(LINE, "How it is measured.")
    frequency: str | None = field(ROLE, "How often it is measured.")
    current: float | None = field(Number(-1e9, 1e9), "The last value, in the unit.")
    unit: str | None = field(Text(40), "Unit of the value; the standard's when left out.")
    measured: int | None = field(Integer(0, 1_000_000_000), "How many cases were measured.")
    within: int | None = field(Integer(0, 1_000_000_000), "How many of them were within tolerance.")
    last_checked: dt.date | None = field(Day(), "When it was last checked.")
    status: str | None = field(Choice(MEASURE_STATUSES), "Whether the measure exists; needed when left out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity(Record):
    """Something done at a touchpoint that takes time."""

    kind: ClassVar[str] = "activity"
    prefix: ClassVar[str] = "a"
    shorthand: ClassVar[str | None] = "name"

    touchpoint: str = field(
        Ref(("touchpoint",)), "The touchpoint where it is done.", required=True, parent=True
    )
    name: str = field(LINE, "What is done.", required=True)
    actor: str | None = field(ROLE, "Who does it.")
    minutes: float | None = field(MINUTES, "How long it takes each time.")
    times: float | None = field(
        Number(0, 10_000, "times"), "How often it is done for one customer; once when left out."
    )
    cost: float | None = field(
        Number(0, 1e9, "currency"), "What it costs each time, in the workshop's currency."
    )
    value_class: str | None = field(
        Choice(VALUE_CLASSES),
        "Whether it adds value for the customer; unclassified when left out.",
        key="class",
    )
    would_pay: str | None = field(YES_NO, "Would the customer pay for this if they knew?")
    waste: str | None = field(Choice(WASTES), "For a non-value-added activity: the kind of waste.")
    reason: str | None = field(LINE, "For a business-necessary activity: why it cannot be dropped.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Perception(Record):
    """One person's private rating of one touchpoint."""

    kind: ClassVar[str] = "perception"
    prefix: ClassVar[str] = "r"

    touchpoint: str = field(Ref(("touchpoint",)), "The touchpoint that is rated.", required=True, parent=True)
    person: str | None = field(
        Ref(("person",)), "Whose rating it is; left out when it was given anonymously."
    )
    group: str | None = field(ROLE, "The rater's group; the person's own when left out.")
    state: str | None = field(
        Choice(STATES), "Whether it rates how it is or how it should be; current when left out."
    )
    emotion: float | None = field(Number(-2, 2, "−2…+2"), "How it feels, from −2 very bad to +2 very good.")
    personal: int | None = field(RATING, "Personal service: how the people were, 1 to 5.")
    performance: int | None = field(RATING, "Performance: how well standards of service were kept, 1 to 5.")
    rational: int | None = field(RATING, "Rational satisfaction, 1 to 5.")
    bond: int | None = field(RATING, "Emotional bond, 1 to 5.")
    importance: int | None = field(RATING, "How much this touchpoint matters, 1 to 5.")
    ease: int | None = field(
        Integer(1, 7, "1–7"), "They made it easy for me, 1 to 7 (customer effort score)."
    )
    recommend: int | None = field(Integer(0, 10, "0–10"), "Would recommend, 0 to 10 (net promoter score).")
    remark: str | None = field(PROSE, "What the person wrote with the rating.")
    step: str | None = field(Ref(("step",)), "The step in which it was given.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Record):
    """A verbatim anecdote."""

    kind: ClassVar[str] = "story"
    prefix: ClassVar[str] = "story"
    shorthand: ClassVar[str | None] = "text"

    touchpoint: str = field(
        Ref(("touchpoint",)), "The touchpoint it happened at.", required=True, parent=True
    )
    text: str = field(PROSE, "What was told, word for word.", required=True)
    teller: str | None = field(ROLE, "The role of who told it, such as passenger or gate agent.")
    told_on: dt.date | None = field(Day(), "When it was told.")
    place: str | None = field(NAME, "Where it happened.")
    consent: str | None = field(
        Choice(("yes", "anonymous", "no")),
        "Whether it may be retold: yes, anonymous (without the teller's role), or no; no when left out.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour(Record):
    """What a role should do at a touchpoint, and what in fact happens to those who do it."""

    kind: ClassVar[str] = "behaviour"
    prefix: ClassVar[str] = "b"
    shorthand: ClassVar[str | None] = "text"

    touchpoint: str = field(
        Ref(("touchpoint",)), "The touchpoint where it is wanted.", required=True, parent=True
    )
    text: str = field(LINE, "The desired behaviour.", required=True)
    opposite: str | None = field(LINE, "What people do instead.")
    role: str | None = field(ROLE, "The role that should do it.")
    staff_group: str | None = field(ROLE, "The staff group or generation.")
    ability: int | None = field(RATING, "Could they do it? 1 to 5.")
    motivation: int | None = field(RATING, "Do they want to? 1 to 5.")
    opportunity: int | None = field(RATING, "Does the situation let them? 1 to 5.")
    desired_consequence: str | None = field(Choice(CONSEQUENCES), "What happens to someone who does it.")
    opposite_consequence: str | None = field(
        Choice(CONSEQUENCES), "What happens to someone who does the opposite."
    )
    reward: str | None = field(LINE, "The reward, bonus or remark that does this.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity(Record):
    """An improvement that somebody proposed at a touchpoint."""

    kind: ClassVar[str] = "opportunity"
    prefix: ClassVar[str] = "o"
    shorthand: ClassVar[str | None] = "title"

    touchpoint: str = field(Ref(("touchpoint",)), "The touchpoint it improves.", required=True, parent=True)
    title: str = field(LINE, "The improvement in one line.", required=True)
    description: str | None = field(PROSE, "More about it.")
    theme: str | None = field(ROLE, "The heading it was grouped under.")
    proposed_by: str | None = field(ROLE, "The role of who proposed it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Record):
    """One person's dots for an opportunity, and how they rate its impact and effort."""

    kind: ClassVar[str] = "vote"
    prefix: ClassVar[str] = "v"

    opportunity: str = field(Ref(("opportunity",)), "What is voted on.", required=True, parent=True)
    person: str | None = field(Ref(("person",)), "Whose vote it is; left out when it was given anonymously.")
    group: str | None = field(ROLE, "The voter's group; the person's own when left out.")
    dots: int | None = field(Integer(0, 100), "Dots given.")
    impact: int | None = field(RATING, "Expected impact, 1 to 5.")
    effort: int | None = field(RATING, "Expected effort, 1 to 5.")
    step: str | None = field(Ref(("step",)), "The step in which it was given.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A word that the organisation or the industry uses."""

    kind: ClassVar[str] = "term"
    prefix: ClassVar[str] = "term"
    named_by: ClassVar[str | None] = "term"

    term: str = field(NAME, "The word.", required=True)
    meaning: str | None = field(PROSE, "What it means here.")
    replaces: str | None = field(NAME, "The word it stands in for.")
    label_for: str | None = field(
        Choice(LABELS), "The word of touchmap's own that it replaces on screen and in the report."
    )
    origin: str | None = field(Choice(("organisation", "industry")), "Who says it.")
    touchpoints: tuple[str, ...] = field(Many(Ref(("touchpoint",))), "Where it is heard.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause(Record):
    """Why a gap exists; causes form a tree from symptom to root."""

    kind: ClassVar[str] = "cause"
    prefix: ClassVar[str] = "c"
    named_by: ClassVar[str | None] = "text"

    cause: str | None = field(Ref(("cause",)), "The cause that this one lies beneath.", parent=True)
    text: str = field(LINE, "Why it happens.", required=True)
    type: str | None = field(Choice(CAUSE_KINDS), "For a root cause: its kind.", key="kind")
    root: bool | None = field(
        Truth(), "Whether the room holds this to be a root cause; a leaf with a kind is one."
    )
    touchpoints: tuple[str, ...] = field(Many(Ref(("touchpoint",))), "The touchpoints whose gap it explains.")
    evidence: str | None = field(Choice(EVIDENCE), "How well it is backed; assumed when left out.")
    worth_fixing: str | None = field(YES_NO, "Is the gap worth fixing?")
    could_do_it: str | None = field(YES_NO, "Could they do it if their life depended on it?")
    did_it_before: str | None = field(YES_NO, "Did they use to do it?")
    does_it_often: str | None = field(YES_NO, "Do they have to do it often?")
    simpler_way: str | None = field(YES_NO, "Is there a simpler way?")
    is_punished: str | None = field(YES_NO, "Is doing it punished?")
    omission_rewarded: str | None = field(YES_NO, "Is not doing it rewarded?")
    matters: str | None = field(YES_NO, "Does it matter to anyone whether they do it?")
    obstacle: str | None = field(LINE, "What is in the way?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention(Record):
    """What will be done, tied to the causes that it removes."""

    kind: ClassVar[str] = "intervention"
    prefix: ClassVar[str] = "i"
    named_by: ClassVar[str | None] = "title"

    title: str = field(NAME, "What will be done.", required=True)
    type: str = field(
        Choice(INTERVENTION_KINDS),
        "What kind of answer it is; training is only one.",
        key="kind",
        required=True,
    )
    description: str | None = field(PROSE, "How it is done.")
    causes: tuple[str, ...] = field(Many(Ref(("cause",))), "The causes it removes.")
    opportunities: tuple[str, ...] = field(Many(Ref(("opportunity",))), "The proposals it takes up.")
    touchpoints: tuple[str, ...] = field(Many(Ref(("touchpoint",))), "The touchpoints it changes.")
    audience: tuple[str, ...] = field(Many(ROLE, 40), "For training and communication: the roles it is for.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Record):
    """An intervention with an owner, a date and the measure that will show it worked; or an explicit no action."""

    kind: ClassVar[str] = "commitment"
    prefix: ClassVar[str] = "k"

    intervention: str | None = field(Ref(("intervention",)), "The intervention that is promised or declined.")
    action: str | None = field(LINE, "The first step, if it is more exact than the intervention's title.")
    owner: str | None = field(NAME, "Who answers for it.")
    due: dt.date | None = field(Day(), "When it is done.")
    measure: str | None = field(LINE, "What will show that it worked.")
    measures: tuple[str, ...] = field(Many(Ref(("measure",))), "The measures on the map that will show it.")
    no_action: bool | None = field(Truth(), "Whether the room decided to do nothing.")
    reason: str | None = field(LINE, "Why nothing is done.")
    status: str | None = field(Choice(COMMITMENT_STATUSES), "Where it stands; open when left out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Record):
    """A remark on any record, by the client or the team."""

    kind: ClassVar[str] = "comment"
    prefix: ClassVar[str] = "note"

    about: str = field(Ref(()), "The record it is about, of any kind.", required=True)
    text: str = field(PROSE, "The remark.", required=True)
    author: str | None = field(NAME, "Who wrote it.")
    at: dt.datetime | None = field(Moment(), "When it was written.")
    resolved: bool | None = field(Truth(), "Whether it has been dealt with.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Record):
    """A frozen, numbered copy of the workshop, and who signed it off."""

    kind: ClassVar[str] = "version"
    prefix: ClassVar[str] = "version"

    number: int = field(Integer(1, 1_000_000), "The version's number, from 1.", required=True)
    title: str | None = field(NAME, "What the version is called.")
    note: str | None = field(PROSE, "What changed.")
    made_by: str | None = field(NAME, "Who froze it.")
    made_at: dt.datetime | None = field(Moment(), "When it was frozen.")
    frozen: str | None = field(
        Text(2_000_000, lines=True), "The workshop as it was, as the JSON text of a workshop file."
    )
    signed_by: str | None = field(NAME, "Who signed it off for the client.")
    signed_at: dt.datetime | None = field(Moment(), "When it was signed off.")


RECORD_CLASSES: tuple[type[Record], ...] = (
    Workshop,
    Step,
    Note,
    Person,
    Persona,
    Lane,
    Journey,
    Stage,
    Touchpoint,
    Outcome,
    Transition,
    Statement,
    Standard,
    Measure,
    Activity,
    Perception,
    Story,
    Behaviour,
    Opportunity,
    Vote,
    Term,
    Cause,
    Intervention,
    Commitment,
    Comment,
    Version,
)
KINDS: dict[str, type[Record]] = {cls.kind: cls for cls in RECORD_CLASSES}
FIELDS: dict[str, tuple[Field, ...]] = {cls.kind: fields_of(cls) for cls in RECORD_CLASSES}


@dataclass(frozen=True, slots=True)
class Slot:
    """A key under which records of one kind hang in the file; `fixed` are the values that the key itself says."""

    key: str
    kind: str
    fixed: tuple[tuple[str, str], ...] = ()


SLOTS: dict[str, tuple[Slot, ...]] = {
    "workshop": (
        Slot("agenda", "step"),
        Slot("people", "person"),
        Slot("personas", "persona"),
        Slot("lanes", "lane"),
        Slot("journeys", "journey"),
        Slot("vocabulary", "term"),
        Slot("causes", "cause"),
        Slot("interventions", "intervention"),
        Slot("commitments", "commitment"),
        Slot("comments", "comment"),
        Slot("versions", "version"),
    ),
    "step": (Slot("notes", "note"),),
    "journey": (
        Slot("stages", "stage"),
        Slot("outcomes", "outcome"),
        Slot("transitions", "transition"),
    ),
    "stage": (Slot("touchpoints", "touchpoint"),),
    "touchpoint": (
        Slot("current", "statement", (("state", "current"),)),
        Slot("desired", "statement", (("state", "desired"),)),
        Slot("standards", "standard"),
        Slot("measures", "measure"),
        Slot("activities", "activity"),
        Slot("perceptions", "perception"),
        Slot("stories", "story"),
        Slot("behaviours", "behaviour"),
        Slot("opportunities", "opportunity"),
    ),
    "opportunity": (Slot("votes", "vote"),),
    "cause": (Slot("causes", "cause"),),
}
