"""How long the whole analysis and the findings take: journeys of 40, 500 and 2,000 touchpoints, three ways out of each.

Run `python bench/analysis.py`; prints a table of seconds (median of five runs) on this machine.
"""

from __future__ import annotations

import random
import statistics
import time

from touchmap.domain.analysis import analyse
from touchmap.domain.model import Model
from touchmap.domain.records import (
    Activity,
    Journey,
    Outcome,
    Perception,
    Record,
    Stage,
    Statement,
    Touchpoint,
    Transition,
    Workshop,
)
from touchmap.domain.rules import check

RUNS = 5
LIMIT_SECONDS = 2.0


def made_workshop(touchpoints: int, back: float, seed: int = 1) -> Model:
    """A workshop with one journey: three transitions out of each touchpoint, the share `back` of them to earlier ones."""
    dice = random.Random(seed)
    records: list[Record] = [Journey(id="j", name="Journey")]
    records += [Stage(id=f"s{number}", journey="j", name=f"Stage {number}") for number in range(8)]
    kinds = ("loyal", "satisfied", "indifferent", "lost")
    records += [Outcome(id=f"o{kind}", journey="j", name=kind, result=kind) for kind in kinds]
    for place in range(touchpoints):
        id = f"t{place}"
        records.append(Touchpoint(id=id, stage=f"s{place * 8 // touchpoints}", name=f"Touchpoint {place}"))
        for number, value_class in enumerate(("value-added", "non-value-added")):
            waste = "waiting" if number else None
            records.append(
                Activity(
                    id=f"{id}.a{number}",
                    touchpoint=id,
                    name="x",
                    minutes=dice.uniform(1, 30),
                    value_class=value_class,
                    waste=waste,
                )
            )
        records += [
            Perception(
                id=f"{id}.r{n}",
                touchpoint=id,
                emotion=dice.choice((-2, -1, 0, 1, 2)),
                personal=4,
                performance=2,
            )
            for n in range(5)
        ]
        records.append(Statement(id=f"{id}.c", touchpoint=id, state="current", text="So it is."))
        records += transitions(dice, place, touchpoints, back)
    return Model(Workshop(id="w", title="Bench"), records)


def transitions(dice: random.Random, place: int, touchpoints: int, back: float) -> list[Record]:
    """Three ways out of one touchpoint: the next one, and two that jump, back or ahead."""
    out: list[Record] = []
    for number, share in enumerate((0.6, None, 0.1)):
        target = place + 1 if number == 0 else place + dice.randint(2, 12)
        if number and dice.random() < back:
            target = dice.randrange(max(1, place))
        end = "o" + dice.choice(("loyal", "satisfied", "indifferent", "lost"))
        out.append(
            Transition(
                id=f"t{place}.{number}",
                journey="j",
                source=f"t{place}",
                target=f"t{target}" if target < touchpoints else end,
                type="failure" if number == 2 else "next",
                share=share,
            )
        )
    return out


def main() -> None:
    """Measure and print."""
    print(
        f"{'touchpoints':>12}{'transitions':>13}{'back':>7}{'analyse s':>11}{'findings s':>12}{'findings':>10}"
    )
    for touchpoints in (40, 500, 2000):
        for back in (0.0, 0.2):
            model = made_workshop(touchpoints, back)
            spent, checked = [], []
            for _ in range(RUNS):
                begin = time.perf_counter()
                analysis = analyse(model)
                middle = time.perf_counter()
                findings = check(model, analysis)
                spent.append(middle - begin)
                checked.append(time.perf_counter() - middle)
            ways = len(model.transitions("j"))
            seconds, more = statistics.median(spent), statistics.median(checked)
            mark = "" if seconds <= LIMIT_SECONDS else f"  over {LIMIT_SECONDS} s"
            print(
                f"{touchpoints:>12,}{ways:>13,}{back:>7.0%}{seconds:>11.2f}{more:>12.2f}{len(findings):>10,}{mark}"
            )


if __name__ == "__main__":
    main()
