"""What a journey drawing is made from: plain values, no records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

KINDS = ("next", "choice", "failure", "recovery", "repeat")
RESULTS = ("loyal", "satisfied", "indifferent", "lost")


@dataclass(frozen=True, slots=True)
class GraphStage:
    """A named stretch of the journey; its place in the list chooses its colour."""

    name: str


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A touchpoint: `stage` is an index into the graph's stages, `emotion` the median on −2 … +2 if there is one.

    `unavoidable` touchpoints are passed by every customer; `failing` ones have a way on which something fails, and
    `unrecovered` says that no recovery follows. A `missing` contact should have happened and did not.
    """

    key: str
    number: str
    name: str
    stage: int
    emotion: float | None = None
    unavoidable: bool = False
    failing: bool = False
    unrecovered: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class GraphOutcome:
    """Where the journey ends: `result` is `loyal`, `satisfied`, `indifferent` or `lost`."""

    key: str
    name: str
    result: str


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """A transition between keys; `share` from 0 to 1, or None when nobody stated it; `key` is its own, if it has one."""

    source: str
    target: str
    kind: str = "next"
    share: float | None = None
    label: str = ""
    key: str = ""


@dataclass(frozen=True)
class JourneyGraph:
    """A journey: touchpoints in station order, stages in order, transitions and outcomes.

    Raises ValueError for a key used twice, a transition that starts or ends nowhere, or a stage that is not there.
    """

    name: str
    stages: tuple[GraphStage, ...]
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...] = ()
    outcomes: tuple[GraphOutcome, ...] = ()

    def __post_init__(self) -> None:
        keys = [node.key for node in self.nodes] + [outcome.key for outcome in self.outcomes]
        if len(set(keys)) != len(keys):
            raise ValueError("every touchpoint and outcome of a drawing needs a key of its own")
        known = set(keys)
        for edge in self.edges:
            if edge.source not in self.places or edge.target not in known:
                raise ValueError(
                    f"the transition from {edge.source!r} to {edge.target!r} does not join a touchpoint "
                    "to a touchpoint or outcome"
                )
        for node in self.nodes:
            if not 0 <= node.stage < len(self.stages):
                raise ValueError(
                    f"touchpoint {node.key!r} is in stage {node.stage}, there are {len(self.stages)} stages"
                )

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of every touchpoint in station order, by key."""
        return {node.key: place for place, node in enumerate(self.nodes)}

    @cached_property
    def ends(self) -> dict[str, GraphOutcome]:
        """Every outcome by key."""
        return {outcome.key: outcome for outcome in self.outcomes}

    @cached_property
    def leaving(self) -> dict[str, tuple[GraphEdge, ...]]:
        """The transitions out of every touchpoint, by key, in the order given."""
        found: dict[str, list[GraphEdge]] = {node.key: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.source].append(edge)
        return {key: tuple(edges) for key, edges in found.items()}

    def titled(self, key: str) -> str:
        """How a touchpoint or outcome is called in a sentence: `6 Looking for help`, `Lost: Never again`."""
        if key in self.places:
            node = self.nodes[self.places[key]]
            return f"{node.number} {node.name}"
        outcome = self.ends[key]
        return f"{outcome.result}: {outcome.name}"
