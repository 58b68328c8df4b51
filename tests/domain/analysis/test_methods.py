"""Every figure names a method that is described, and reads as people write numbers."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from making import JOURNEY, journeys, make

from touchmap.domain.analysis import METHODS, analyse
from touchmap.domain.analysis.figures import (
    MINUTES,
    POINTS,
    QUADRANTS,
    SHARE,
    TIMES,
    Distribution,
    Figure,
    Quadrant,
)


def figures(value):
    """Every figure, distribution and quadrant in an analysis."""
    if isinstance(value, Figure | Distribution | Quadrant):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name != "by_id":
                yield from figures(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from figures(one)


@settings(max_examples=30)
@given(journeys())
def test_every_figure_names_its_method_and_nothing_comes_from_nothing(model):
    for figure in figures(analyse(model)):
        assert figure.method in METHODS
        if isinstance(figure, Figure):
            # A journey of one touchpoint is passed once although no transition says so.
            certain = figure.method in ("rework", "expected-visits", "outcome-probability")
            assert figure.n > 0 or not figure.value or certain, figure
            assert figure.value is not None or figure.n == 0, figure


def test_every_method_is_told_in_full():
    assert "2007" in METHODS["recovery"].source
    for key, method in METHODS.items():
        assert method.key == key
        for told in (method.name, method.formula, method.scale, method.n, method.source, method.note):
            assert told.strip(), key


def test_every_square_has_its_method():
    assert set(QUADRANTS) <= set(METHODS)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, SHARE, "no data"),
        (0.314, SHARE, "31 %"),
        (0.001, SHARE, "< 1 %"),
        (0.999, SHARE, "> 99 %"),
        (0, SHARE, "0 %"),
        (1, SHARE, "100 %"),
        (131.7, MINUTES, "132 min"),
        (9.96, MINUTES, "10 min"),
        (3.25, MINUTES, "3.2 min"),
        (12345, MINUTES, "12,345 min"),
        (1.376, TIMES, "1.38 times"),
        (-8.3, POINTS, "−8"),
        (0.2, POINTS, "0"),
        (16.7, POINTS, "+17"),
    ],
)
def test_figures_read_as_people_write_them(value, unit, text):
    assert Figure(value, 0 if value is None else 5, "pce", unit).text == text


def test_the_same_workshop_gives_the_same_analysis():
    ways = "a>b=0.5 a>c=0.5 b>a=0.5 b>lost c>loyal"
    assert analyse(make("a b c", ways, outcomes="loyal lost")) == analyse(
        make("a b c", ways, outcomes="loyal lost")
    )


def test_parts_are_found_by_id():
    analysis = analyse(make("a"))
    assert analysis.touchpoint("a").number == 1
    assert analysis.journey(JOURNEY).touchpoints[0].id == "a"
    with pytest.raises(KeyError):
        analysis.touchpoint(JOURNEY)
    with pytest.raises(KeyError):
        analysis.cause("a")


def test_an_empty_workshop_has_empty_figures():
    analysis = analyse(make(""))
    assert analysis.journeys[0].touchpoints == ()
    assert analysis.journeys[0].most_likely is None
    assert analysis.scores.nps.value is None
