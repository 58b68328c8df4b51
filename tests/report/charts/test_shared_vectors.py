"""The drawings of the browser are those of Python: both draw the same cases of tests/cases/charts.

`python tests/report/charts/test_shared_vectors.py` draws every case anew, for when a drawing is changed on purpose; the
other side's tests then say what has to follow.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from touchmap.domain.analysis import perceptions
from touchmap.domain.analysis.figures import SCALES, Distribution, GroupRatings
from touchmap.domain.records import Perception, Person
from touchmap.report.charts.emotion import Column, CurveWords, Feeling, emotion_curve
from touchmap.report.charts.line import Arc, Station, journey_line
from touchmap.report.charts.palette import WEB
from touchmap.report.charts.strip import journey_strip
from touchmap.report.charts.text import signed, width_of

CASES = Path(__file__).parents[2] / "cases/charts"
# Of the root and of its title there is one each; the rest is the drawing. Groups and links only hold what is drawn.
FRAMES = ("svg", "title", "g", "a")
# Python and JavaScript round halves of a hundredth to different sides.
NEAR = 0.011

Case = dict[str, Any]


def shapes(svg: str) -> list[Case]:
    """The elements of a drawing in their order: name, attributes with numbers as numbers, text."""
    found = []
    for element in ET.fromstring(svg).iter():
        name = element.tag.rpartition("}")[2]
        if name in FRAMES:
            continue
        shape: Case = {"tag": name}
        for key, value in element.attrib.items():
            shape[key] = float(value) if re.fullmatch(r"-?[\d.]+", value) and key != "d" else value
            if isinstance(shape[key], float) and shape[key] == int(shape[key]):
                shape[key] = int(shape[key])
        if element.text:
            shape["text"] = element.text
        found.append(shape)
    return found


def draw_line(case: Case) -> Case:
    stations = [Station(one["number"], one["stage"], one["x"]) for one in case["stations"]]
    arcs = [Arc(**arc) for arc in case["arcs"]]
    there = [arc for arc in arcs if arc.source < len(stations) and arc.target < len(stations)]
    svg = journey_line("x", stations, there, width=case["width"], radius=case.get("radius"), palette=WEB)
    return {"height": float(ET.fromstring(svg).attrib["height"]), "shapes": shapes(svg)}


def draw_emotion(case: Case) -> Case:
    feelings = [
        Feeling(one["median"], one["desired"], tuple(one["values"]), one["critical"])
        for one in case["feelings"]
    ]
    own = case.get("words")
    svg = emotion_curve(
        "x",
        [Column(**column) for column in case["columns"]],
        feelings,
        palette=WEB,
        height=case["height"],
        stages=case.get("stages"),
        values=case.get("values", True),
        words=CurveWords(own["moment"], own["none"]) if own else None,
    )
    return {"width": float(ET.fromstring(svg).attrib["width"]), "shapes": shapes(svg)}


def draw_strip(case: Case) -> Case:
    svg = journey_strip(
        "x",
        case["stages"],
        case["medians"],
        width=case["width"],
        height=case["height"],
        palette=WEB,
        votes=case.get("votes"),
        faces=case.get("faces", False),
    )
    return {"shapes": shapes(svg)}


def count_feelings(case: Case, people: Mapping[str, Case]) -> Case:
    named = {id: Person(id=id, **fields) for id, fields in people.items()}
    given = [Perception(id=f"r{place}", **fields) for place, fields in enumerate(case["perceptions"])]
    said: Case = {}
    for state in ("current", "desired"):
        own = [one for one in given if (one.state == "desired") == (state == "desired")]
        ratings = perceptions.values_of(own, named, "emotion")
        said[state] = spread(perceptions.distribution(SCALES["emotion"], ratings))
        groups, privacy = perceptions.by_group(SCALES["emotion"], ratings)
        said[state] |= {"groups": [group(one) for one in groups], "privacy": privacy}
    return said


def spread(found: Distribution) -> Case:
    keys = ("n", "values", "median", "q1", "q3", "consensus", "split")
    return {key: plain(getattr(found, key)) for key in keys}


def group(found: GroupRatings) -> Case:
    keys = ("name", "members", "n", "values", "median", "q1", "q3", "consensus")
    return {key: plain(getattr(found, key)) for key in keys}


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return round(value, 6) if isinstance(value, float) else value


DRAWN: dict[str, Callable[[Case], Case]] = {
    "line": draw_line,
    "emotion": draw_emotion,
    "strip": draw_strip,
}


def read(name: str) -> Case:
    found: Case = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def named(name: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in read(name)["cases"]]


def same(drawn: Any, expected: Any) -> None:
    """Holds two drawings equal: words and colours to the letter, numbers to a hundredth."""
    if isinstance(expected, dict):
        assert drawn.keys() == expected.keys()
        for key in expected:
            same(drawn[key], expected[key])
    elif isinstance(expected, list):
        assert len(drawn) == len(expected)
        for one, other in zip(drawn, expected, strict=True):
            same(one, other)
    elif isinstance(expected, str):
        number = r"-?\d*\.?\d+"
        assert re.split(number, drawn) == re.split(number, expected)
        for one, other in zip(re.findall(number, drawn), re.findall(number, expected), strict=True):
            assert float(one) == pytest.approx(float(other), abs=NEAR)
    elif isinstance(expected, float | int) and not isinstance(expected, bool):
        assert drawn == pytest.approx(expected, abs=NEAR)
    else:
        assert drawn == expected


@pytest.mark.parametrize("case", named("line"))
def test_the_line_is_drawn_as_the_shared_case_says(case: Case) -> None:
    same(draw_line(case), case["expect"])


@pytest.mark.parametrize("case", named("emotion"))
def test_the_emotion_curve_is_drawn_as_the_shared_case_says(case: Case) -> None:
    same(draw_emotion(case), case["expect"])


@pytest.mark.parametrize("case", named("strip"))
def test_the_strip_is_drawn_as_the_shared_case_says(case: Case) -> None:
    same(draw_strip(case), case["expect"])


@pytest.mark.parametrize("case", named("feelings"))
def test_ratings_are_counted_as_the_shared_case_says(case: Case) -> None:
    same(count_feelings(case, read("feelings")["people"]), case["expect"])


def test_text_is_as_wide_and_figures_are_written_as_the_shared_cases_say() -> None:
    cases = read("text")
    for case in cases["cases"]:
        assert width_of(case["text"], 12, bold=True) == pytest.approx(case["expect"], abs=0.001), case["text"]
    for case in cases["figures"]:
        assert signed(case["value"]) == case["expect"]


def write(name: str, cases: Case) -> None:
    """Writes a file of cases with what Python draws now, one shape a line."""
    for case in cases["cases"]:
        if name == "text":
            case["expect"] = round(width_of(case["text"], 12, bold=True), 3)
        elif name == "feelings":
            case["expect"] = count_feelings(case, cases["people"])
        else:
            case["expect"] = DRAWN[name](case)
    for case in cases.get("figures", ()):
        case["expect"] = signed(case["value"])
    text = json.dumps(cases, ensure_ascii=False, indent=1)
    # Short lists and objects stand on one line, so that a change shows as the shapes it changes.
    flat = re.compile(r"([\[{])\s+([^\[\]{}]*?)\s+([\]}])")
    text = flat.sub(lambda found: found[1] + re.sub(r"\n\s*", " ", found[2]) + found[3], text)
    CASES.mkdir(parents=True, exist_ok=True)
    (CASES / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    for file in sorted(CASES.glob("*.json")):
        write(file.stem, read(file.stem))
