"""What the pages show, as plain values: the map's cells, wording, lanes and zooms, the palette of the style sheet."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from touchmap.domain.analysis.figures import MINUTES, SHARE, Figure
from touchmap.domain.model import Model
from touchmap.domain.records import (
    LANES,
    Journey,
    Lane,
    Measure,
    Perception,
    Stage,
    Standard,
    Story,
    Term,
    Touchpoint,
    Workshop,
)
from touchmap.report.charts.palette import TOKENS
from touchmap.web.explaining import explain
from touchmap.web.figures import figure_groups
from touchmap.web.lanes import NAMES, channel_icon, chosen, lanes_of, print_size, zoom_for
from touchmap.web.mapcells import feeling_words, measure_cell
from touchmap.web.mapview import map_view
from touchmap.web.ratings import rating_chart
from touchmap.web.shelf import opened
from touchmap.web.wording import count, days, initials, minutes, number, percent, quantity, signed


def model(*records: object) -> Model:
    base = [
        Journey(id="j", name="J"),
        Stage(id="s", journey="j", name="S"),
        Touchpoint(id="t", stage="s", name="T"),
        Touchpoint(id="u", stage="s", name="U"),
    ]
    return Model(Workshop(id="w", title="W"), [*base, *records])  # type: ignore[list-item]  # records of any kind


def plain(text: str) -> str:
    """The text with its narrow no-break spaces as plain ones."""
    return text.replace("\u202f", " ")


def rated(*values: float) -> Model:
    return model(*(Perception(id=f"r{n}", touchpoint="t", emotion=v) for n, v in enumerate(values)))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "—"),
        (0.4, "0.4 min"),
        (44, "44 min"),
        (60, "1 h"),
        (182, "3 h 02"),
        (1440, "1 d"),
        (3000, "2 d 2 h"),
    ],
)
def test_minutes_read_as_people_say_them(value: float | None, said: str) -> None:
    assert minutes(value) == said


def test_numbers_have_a_real_minus_thin_spaces_and_no_needless_zeros() -> None:
    assert number(-1.50) == "−1.5"
    assert number(-0.04) == "0"
    assert plain(number(12345, 0)) == "12 345"
    assert signed(0.0) == "0"
    assert signed(1.04) == "+1"
    assert plain(percent(0.31)) == "31 %"
    assert plain(percent(0.004)) == "0.4 %"
    assert plain(quantity(95, "%")) == "95 %"
    assert quantity(95, "%") == "95\u202f%"
    assert quantity(44, "min") == "44\u00a0min"
    assert quantity(None, "min") == "—"


def test_days_are_told_in_short() -> None:
    day = dt.date
    assert days([]) == ""
    assert days([day(2026, 11, 3), day(2026, 11, 4), day(2026, 11, 5)]) == "3–5 Nov 2026"
    assert days([day(2026, 10, 7), day(2026, 10, 14), day(2026, 10, 21)]) == "7, 14, 21 Oct 2026"
    assert days([day(2026, 10, 31), day(2026, 11, 2)]) == "31 Oct 2026, 2 Nov 2026"


def test_counts_and_initials() -> None:
    assert count(1, "story", "stories") == "1 story"
    assert plain(count(1200, "touchpoint")) == "1 200 touchpoints"
    assert (initials("Ivana Petrova"), initials("Ivana, 34"), initials("34")) == ("IP", "I", "?")


def names(*records: object) -> dict[str, str]:
    """Each lane's name in a workshop with these records."""
    return {lane.key: lane.name for lane in lanes_of(opened(model(*records)))}


def test_lanes_take_the_words_of_the_client() -> None:
    assert (names()["stories"], names()["action"], names()["nva"]) == (
        "Stories",
        "Customer action",
        "Non-value-added",
    )
    own = names(
        Term(id="v1", term="anecdote", label_for="story"),
        Term(id="v2", term="party", label_for="customer"),
        Term(id="v3", term="policy", label_for="standard"),
    )
    assert (own["stories"], own["action"], own["standards"]) == ("Anecdotes", "Party action", "Policies")


def test_a_lane_that_the_workshop_names_has_that_name() -> None:
    own = names(
        Lane(id="l", lane="stories", name="Hearsay"), Term(id="v", term="anecdote", label_for="story")
    )
    assert own["stories"] == "Hearsay"


def test_every_lane_of_the_records_has_a_name_and_an_icon() -> None:
    assert [key for key, _, _ in NAMES] == list(LANES)


def test_no_lane_named_means_those_that_are_on_and_nonsense_is_passed_over() -> None:
    read, lanes = zoom_for(None, 12), lanes_of(opened(model()))
    assert [lane.key for lane in chosen(lanes, [], read)] == [lane.key for lane in lanes if lane.shown]
    assert [lane.key for lane in chosen(lanes, ["vocabulary", "nonsense", "owner"], read)] == [
        "owner",
        "vocabulary",
    ]


def test_the_workshop_says_which_lanes_are_on_unless_the_address_does() -> None:
    lanes = lanes_of(
        opened(model(Lane(id="l1", lane="owner", shown=True), Lane(id="l2", lane="nva", shown=False)))
    )
    on = [lane.key for lane in chosen(lanes, [], zoom_for(None, 12))]
    assert "owner" in on
    assert "nva" not in on
    assert [lane.key for lane in chosen(lanes, ["nva"], zoom_for(None, 12))] == ["nva"]


@pytest.mark.parametrize(
    ("touchpoints", "column"), [(1, 88), (14, 88), (15, 64), (28, 44), (56, 22), (500, 22)]
)
def test_a_strip_fills_the_desk_when_there_are_few_touchpoints(touchpoints: int, column: int) -> None:
    assert zoom_for("strip", touchpoints).column == column
    assert zoom_for("nonsense", touchpoints).key == "read"


@pytest.mark.parametrize(("touchpoints", "size"), [(1, 72), (11, 72), (12, 66), (22, 34), (500, 10)])
def test_a_long_map_is_printed_smaller_so_that_its_width_stands_on_one_sheet(
    touchpoints: int, size: int
) -> None:
    assert print_size(zoom_for("read", touchpoints), touchpoints) == size


@pytest.mark.parametrize(
    ("figure", "text", "exact"),
    [
        (Figure(255, 12, "expected-minutes", MINUTES), "4 h 15", "255 min"),
        (Figure(15, 5, "expected-minutes", MINUTES), "15 min", ""),
        (Figure(None, 0, "expected-minutes", MINUTES), "no data", ""),
        (Figure(0.15, 40, "pce", SHARE), "15\u202f%", ""),
    ],
)
def test_a_figure_reads_as_the_other_pages_write_it(figure: Figure, text: str, exact: str) -> None:
    said = explain(figure)
    assert (said.text, said.exact) == (text, exact)


def test_what_a_figure_counts_has_its_thousands_apart() -> None:
    assert explain(Figure(0.5, 13721, "pce", SHARE)).counted.startswith("n = 13\u202f721 ")


def test_an_error_stands_on_both_sides_of_its_score() -> None:
    ratings = [Perception(id=f"p{n}", touchpoint="t", recommend=n) for n in range(11)]
    case = opened(model(*ratings))
    groups = dict(figure_groups(case.analysis.journey("j"), case.analysis))
    assert dict(groups["Scores"])["Its standard error"].text.startswith("±")


def test_a_map_without_ratings_says_so() -> None:
    case = opened(model())
    assert map_view(case, case.model.journeys[0], zoom_for("read", 2), ["#", "#"]).ratings == "no ratings yet"


def test_channels_have_icons_that_the_sprite_holds(root: Path) -> None:
    icons = {channel_icon(word) for word in ("app", "SMS", "Transfer desk", "Phone call", "Hotel", "")}
    listed = (root / "scripts/vendor.py").read_text(encoding="utf-8")
    assert all(re.search(rf"\b{icon}\b", listed) for icon in icons)


def test_every_icon_of_the_pages_is_in_the_sprite(root: Path) -> None:
    listed = re.search(r'ICONS = """(.*?)"""', (root / "scripts/vendor.py").read_text(encoding="utf-8"), re.S)
    assert listed
    used = {icon for _, _, icon in NAMES}
    for page in (root / "templates").rglob("*.html"):
        if "report" not in page.relative_to(root / "templates").parts[:1]:
            used |= set(re.findall(r'm?\.?icon\("([a-z0-9-]+)"', page.read_text(encoding="utf-8")))
    assert used - set(listed[1].split()) == set()


@pytest.mark.parametrize(
    ("better", "current", "kept"),
    [
        ("higher", 94, True),
        ("higher", 89, False),
        ("lower", 101, True),
        ("lower", 106, False),
        ("exact", 92, False),
        ("exact", 98, True),
    ],
)
def test_a_measure_is_held_against_its_standard_with_tolerance(
    better: str, current: float, kept: bool
) -> None:
    case = opened(
        model(
            Standard(
                id="std", touchpoint="t", attribute="A", target=98, unit="%", better=better, tolerance=5
            ),
            Measure(id="m", touchpoint="t", name="M", standard="std", current=current, status="exists"),
        )
    )
    cell = measure_cell(case, case.model.all(Measure)[0])
    assert cell.kept is kept
    assert (plain(cell.current), plain(cell.target)) == (f"{current} %", "98 %")
    assert cell.bar is not None
    assert 0 <= cell.bar.value <= 100


def test_a_measure_without_a_value_promises_nothing() -> None:
    case = opened(model(Measure(id="m", touchpoint="t", name="M")))
    cell = measure_cell(case, case.model.all(Measure)[0])
    assert (cell.current, cell.bar, cell.kept, cell.needed) == ("", None, None, True)


def test_an_emotion_is_told_with_spread_and_n_and_missing_data_as_missing() -> None:
    said = opened(rated(-2, -2, -1, 2, 2)).analysis
    words = feeling_words(said.touchpoint("t"))
    assert words.startswith("median −1, half between")
    assert "n = 5" in words
    assert "opinion is split" in words
    assert feeling_words(said.touchpoint("u")) == "no data"


def test_a_chart_of_ratings_counts_every_answer() -> None:
    said = opened(rated(-2, -1.6, 0.4, 2)).analysis.touchpoint("t")
    chart = rating_chart(said.current.emotion, said.desired.emotion)
    assert chart is not None
    assert chart.n == 4
    assert re.findall(r">n = (\d+)", str(chart.drawing)) == ["4"]
    assert rating_chart(said.current.bond, said.desired.bond) is None


def test_a_story_is_told_only_as_far_as_was_agreed() -> None:
    stories = [
        Story(id=f"s{n}", touchpoint="t", text="What happened", teller="nurse", consent=consent)
        for n, consent in enumerate(("yes", "anonymous", "no", None))
    ]
    case = opened(model(*stories))
    view = map_view(case, case.model.journeys[0], zoom_for("read", 2), ["/a", "/b"])
    told = [(story.text, story.teller) for story in view.columns[0].stories]
    assert told == [("What happened", "nurse"), ("What happened", ""), ("", ""), ("", "")]


def tokens_of(css: str, opening: str) -> dict[str, str]:
    block = css[css.index(opening) + len(opening) :]
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-Fa-f]{6});", block[: block.index("}")]))


@pytest.fixture(scope="module")
def tokens(root: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the style sheet: light and dark."""
    css = (root / "static/css/tokens.css").read_text(encoding="utf-8")
    dark = ':root[data-theme="dark"] {'
    assert tokens_of(css, dark) == tokens_of(css, ':root:not([data-theme="light"]) {')
    return tokens_of(css, ":root {"), tokens_of(css, dark)


def test_pages_and_drawings_have_one_palette(tokens: tuple[dict[str, str], dict[str, str]]) -> None:
    light, dark = tokens
    for name, (in_light, in_dark) in TOKENS.items():
        assert (light[name].upper(), dark[name].upper()) == (in_light.upper(), in_dark.upper()), name


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("surface", "sunken", "raised", "canvas")
NOTES = ("note-butter", "note-mint", "note-sky", "note-blush", "note-lilac")
PAIRS = (
    [("ink", ground, 7.0) for ground in (*GROUNDS, *NOTES)]
    + [(text, ground, 4.5) for text in ("ink-2", "ink-3", "brand") for ground in GROUNDS]
    + [("ink-2", note, 4.5) for note in NOTES]
    + [(text, "surface", 4.5) for text in ("danger", "warn", "ok", *(f"s{n}" for n in range(1, 9)))]
    + [("brand-ink", "brand", 4.5), ("brand", "brand-soft", 4.5)]
    + [(mark, "surface", 3.0) for mark in ("edge", "emo-n2", "emo-n1", "emo-0", "emo-p1", "emo-p2")]
    + [("edge", "canvas", 3.0)]
)


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_can_be_told_apart(
    tokens: tuple[dict[str, str], dict[str, str]], front: str, ground: str, least: float
) -> None:
    for look in tokens:
        assert contrast(look[front], look[ground]) >= least
