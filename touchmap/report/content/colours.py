"""The report's colours beyond the charts' palette: stages as solid and tint, on white paper."""

from __future__ import annotations

from dataclasses import dataclass

from touchmap.report.charts.palette import PRINT

#: Ground of the cover, and the accent that runs through the report.
NIGHT = "#0B2B30"
GOLD = "#F2B705"


@dataclass(frozen=True, slots=True)
class StageLook:
    """The colours of one stage: solid for discs and bands (white text on it passes 4.5:1), tint for grounds."""

    solid: str
    tint: str
    faint: str


def stage_look(index: int) -> StageLook:
    """The look of the stage at this place in its journey, from 0."""
    solid = PRINT.stage(index)
    return StageLook(solid, mixed(solid, 0.14), mixed(solid, 0.07))


def mixed(colour: str, share: float, ground: str = "#FFFFFF") -> str:
    """A colour laid over a ground with this share, as flat hex: print wants no transparency."""
    over, under = _channels(colour), _channels(ground)
    return "#" + "".join(
        f"{round(a * share + b * (1 - share)):02X}" for a, b in zip(over, under, strict=True)
    )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
