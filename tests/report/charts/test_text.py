"""Rules of text in drawings."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchmap.report.charts import svg
from touchmap.report.charts.text import clean, figure, fit, percent, signed, width_of, wrap

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)


@given(ANY)
def test_any_text_comes_back_from_an_element_as_cleaned(text: str) -> None:
    element = ElementTree.fromstring(svg.tag("a", svg.content(text), title=text))
    assert (element.text or "") == clean(text)
    assert element.get("title") == clean(text)


def test_controls_and_surrogates_have_a_stated_replacement() -> None:
    assert clean("a\x00b\x1bc\ud800d\uffff") == "a\ufffdb\ufffdc\ufffdd\ufffd"
    assert clean("two\nlines\tand\u2028more") == "two lines and more"
    assert clean("Łódź שלום 🛫 <b>&amp;\"'") == "Łódź שלום 🛫 <b>&amp;\"'"


def test_a_long_text_is_cut_at_the_stated_length() -> None:
    assert clean("x" * 20_000) == "x" * 1_999 + "…"
    assert clean("abcdef", 4) == "abc…"


@given(ANY, st.floats(5, 300), st.integers(1, 4))
def test_wrapped_lines_fit_and_are_no_more_than_asked(text: str, width: float, lines: int) -> None:
    wrapped = wrap(clean(text), width, 10, lines)
    assert len(wrapped) <= lines
    assert all(width_of(line, 10) <= max(width, 15) for line in wrapped)


def test_words_stay_whole_when_they_fit() -> None:
    assert wrap("Looking for help", 60, 10, 3) == ("Looking for", "help")
    assert wrap("a b", 1000, 10, 3) == ("a b",)
    assert wrap("", 100, 10, 3) == ()
    assert fit("Service-desk queue", 50, 10).endswith("…")


@pytest.mark.parametrize(
    ("value", "said"), [(-1.9, "−1.9"), (0.6, "+0.6"), (0.04, "0"), (-0.04, "0"), (2, "+2"), (-1.0, "−1")]
)
def test_ratings_are_signed_with_a_real_minus(value: float, said: str) -> None:
    assert signed(value) == said


def test_numbers_are_written_without_needless_zeros() -> None:
    assert figure(1234.50) == "1\u202f234.5"
    assert figure(-3) == "−3"
    assert percent(0.314) == "31\u00a0%"


def test_a_coordinate_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        svg.number(float("nan"))
