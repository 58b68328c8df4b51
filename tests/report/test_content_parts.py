"""What each part of the report says, before anything is laid out."""

from __future__ import annotations

import dataclasses
import re
from xml.etree import ElementTree

import pytest
from report_workshops import HOSTILE, TODAY, empty, hostile, sample, source, workshop

from touchmap.domain.generator import generate
from touchmap.domain.model import Model
from touchmap.domain.records import (
    Journey,
    Outcome,
    Perception,
    Stage,
    Statement,
    Story,
    Term,
    Touchpoint,
    Transition,
)
from touchmap.formats import workshop_file
from touchmap.paths import workshops_folder
from touchmap.report.content.appendix import glossary, method_page
from touchmap.report.content.journey_graph import Row, fill_width, paged
from touchmap.report.content.journey_map import MOST_COLUMNS, map_pages, page_sizes
from touchmap.report.content.labels import labels_of
from touchmap.report.content.ratings import spread_table
from touchmap.report.content.stories import quote, quotes
from touchmap.report.content.summary import summary
from touchmap.report.content.touchpoint import touchpoint_page
from touchmap.report.engine.section import Section
from touchmap.services.reporting import report_sections


def sections(model: Model) -> dict[str, Section]:
    return {section.key: section for section in report_sections(model, made_on=TODAY)}


@pytest.fixture(scope="module")
def made() -> dict[str, Section]:
    return sections(sample())


def test_every_touchpoint_has_its_own_section(made: dict[str, Section]):
    for touchpoint in sample().all(Touchpoint):
        section = made[f"tp-{touchpoint.id}"]
        assert f'<h1 id="tp-{touchpoint.id}">' in section.html
        assert touchpoint.name in section.chapter


def test_every_section_has_one_heading_of_the_first_level(made: dict[str, Section]):
    for section in made.values():
        assert section.html.count("<h1") == 1, section.key


def test_every_section_is_well_formed(made: dict[str, Section]):
    for section in made.values():
        html = re.sub(r"<(col|br)\b([^>]*[^/])?>", r"<\1\2/>", section.html).replace("&nbsp;", " ")
        ElementTree.fromstring(f"<body>{html}</body>")


@pytest.mark.parametrize("model", [sample(), hostile()], ids=["sample", "hostile"])
def test_every_link_and_page_number_leads_somewhere(model: Model):
    html = "".join(section.html for section in sections(model).values())
    anchors = re.findall(r' id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    for address in re.findall(r'href="([^"]*)"', html):
        assert address.startswith("#")
        assert address[1:] in anchors


def test_every_drawing_says_what_it_shows(made: dict[str, Section]):
    for section in made.values():
        assert section.html.count("<svg") == len(
            re.findall(r"<svg[^>]*><title>[^<]+</title>", section.html)
        ), section.key


def test_header_cells_say_what_they_head(made: dict[str, Section]):
    for section in made.values():
        assert "<th>" not in section.html
        for cell in re.findall(r"<th [^>]*>", section.html):
            assert "scope=" in cell, cell


def test_markup_and_templates_in_a_workshop_stay_text():
    for section in sections(hostile()).values():
        assert "<script" not in section.html
        assert "javascript:" not in section.html
    assert "{{7*7}}" in sections(hostile())["tp-bad"].html


def test_a_hostile_workshop_stays_small():
    for section in sections(hostile()).values():
        assert len(section.html) < 200_000, section.key


def test_stories_without_consent_are_counted_and_never_printed():
    model = workshop(
        Story(id="a", touchpoint="t", text="May be told", teller="guest", consent="yes"),
        Story(id="b", touchpoint="t", text="Without my role", teller="captain", consent="anonymous"),
        Story(id="c", touchpoint="t", text="Between us", consent="no"),
        Story(id="d", touchpoint="t", text="Nobody asked me", consent=None),
    )
    made = source(model)
    told, withheld = quotes(made, "t")
    assert ([q.text for q in told], withheld) == (["May be told", "Without my role"], 2)
    html = "".join(section.html for section in sections(model).values())
    assert "May be told" in html
    assert "teller not named" in html
    for secret in ("Between us", "Nobody asked me", "captain"):
        assert secret not in html
    with pytest.raises(ValueError, match="no consent"):
        quote(made, model.all(Story)[2], 100)


def test_ratings_are_shown_as_a_spread_with_n_and_consensus():
    rated = tuple(Perception(id=f"p{n}", touchpoint="t", personal=5 if n < 3 else 1) for n in range(6))
    table = spread_table(source(workshop(*rated)).analysis.touchpoint("t").current)
    ((heading, (row,)),) = table.families
    assert heading == "The two Ps"
    assert (row.name, row.everyone.n, row.everyone.consensus, row.everyone.split) == (
        "Personal service", "n\u202f=\u202f6", "0", True,
    )  # fmt: skip
    assert "1: 3, 2: 0, 3: 0, 4: 0, 5: 3" in row.everyone.picture


def test_a_scale_that_one_group_rated_says_so_and_the_others_gave_no_ratings(made: dict[str, Section]):
    rows = re.findall(r"<tr><th scope=.row.>Recommendation<.*?</tr>", made["tp-claim"].html, re.DOTALL)
    (row,) = rows
    assert row.count("n\u202f=\u202f12") == 2
    assert row.count("no ratings") == 1


def test_people_who_rated_without_a_name_are_counted_at_the_least(made: dict[str, Section]):
    lead = next(s.html for key, s in made.items() if key.startswith("perceptions"))
    assert "12 touchpoints of 12 rated by at least 22 people in this room." in lead


def test_training_that_was_declined_is_not_called_proposed(made: dict[str, Section]):
    html = made["interventions"].html
    proposed, refused = html.split("Training that was considered and declined")
    assert "Two-day empathy course" not in proposed.split("Training that is proposed")[1]
    assert "Two-day empathy course" in refused
    page = summary(source(sample()))
    assert len(page.proposals) + page.more_proposals == 15
    assert all(proposal.owner != "no action" for proposal in page.proposals)


def test_the_n_of_a_ratio_counts_those_who_rated_both(made: dict[str, Section]):
    html = made["priorities"].html
    row = re.search(r"<tr><td class=.r.><b>1</b>.*?</tr>", html, re.DOTALL)
    assert row is not None
    assert "16<small>n\u202f=\u202f12</small>" in row[0]  # dots, and how many gave them
    assert "5<small>n\u202f=\u202f12</small>" in row[0]


def test_standards_are_counted_one_by_one_and_never_pooled(made: dict[str, Section]):
    assert "Of 14 with a target and a value, 2 are met and 12 are missed." in made["standards"].html


def test_activities_speak_of_the_clients_customers(made: dict[str, Section]):
    html = "".join(section.html for key, section in made.items() if key.startswith("tp-"))
    assert "guests would not pay for it" in html
    assert "customers would not pay for it" not in html


def test_findings_use_the_clients_words_but_leave_what_they_quote():
    labels = labels_of(
        workshop(
            Term(id="v", term="episode", label_for="touchpoint"),
            Term(id="g", term="guest", label_for="customer"),
        )
    )
    said = labels.retold(
        "A touchpoint of “the customer, a touchpoint”: Customers who pass 3 touchpoints measure it."
    )
    assert said == "An episode of “the customer, a touchpoint”: Guests who pass 3 episodes measure it."


def test_the_report_of_a_client_with_guests_has_no_customers(made: dict[str, Section]):
    for key in ("summary", "findings", "tp-claim"):
        words = re.sub(r"<[^>]*>|“[^”]*”", " ", made[key].html)
        assert "customer story" in words or not re.search(r"\bcustomers?\b(?!-service| story)", words), key


def test_kinds_in_a_list_of_counts_keep_their_names(made: dict[str, Section]):
    assert "standard 1, measure 1" in made["summary"].html


def test_a_nearly_empty_workshop_reads_as_it_should():
    made = sections(workshop())
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", made["summary"].html))
    assert "1 touchpoint in one stage" in words
    assert "what is still to be filled in stands on page" in words
    assert "None was told." in made["evidence"].html
    assert "Nobody has rated yet." in made["evidence"].html


def test_figures_of_one_journey_among_several_name_it():
    second = (
        Journey(id="j2", name="Another way"), Stage(id="s2", journey="j2", name="Only"),
        Touchpoint(id="t2", stage="s2", name="A"),
        Touchpoint(id="t3", stage="s2", name="B"), Outcome(id="o", journey="j2", name="Gone", result="lost"),
        Transition(id="w1", journey="j2", source="t2", target="t3"), Transition(id="w2", journey="j2", source="t3", target="o"),
    )  # fmt: skip
    tiles = summary(source(workshop(*second))).tiles
    assert [tile.text for tile in tiles if "lost" in tile.text] == [
        "of customers are lost at the end; “Another way”"
    ]


def test_a_rating_between_two_points_counts_for_the_stronger_as_in_the_analysis():
    halves = (-1.5, -0.5, 0.5, 1.5, 0)
    rated = tuple(Perception(id=f"p{n}", touchpoint="t", emotion=e) for n, e in enumerate(halves))
    current = source(workshop(*rated)).analysis.touchpoint("t").current
    assert [count for _, count in current.emotion.counts] == [1, 1, 1, 1, 1]
    ((_, (row,)),) = spread_table(current).families
    assert "−2: 1, −1: 1, 0: 1, +1: 1, +2: 1" in row.everyone.picture


def test_contents_that_nearly_fit_are_set_tight():
    path = workshops_folder() / "samples" / "broadband-move.yaml"
    long = sections(workshop_file.read(path.read_bytes(), path.name))["contents"].html
    assert 'class="toc tight"' in long
    assert 'class="toc"' in sections(sample())["contents"].html


def test_personal_and_performance_reason_and_feeling_stand_apart(made: dict[str, Section]):
    html = made["tp-gate-closed"].html
    for scale in ("Personal service", "Performance", "Rational satisfaction", "Emotional bond"):
        assert f'<th scope="row">{scale}<small>' in html


def test_statements_carry_the_mark_of_their_evidence():
    model = workshop(
        Statement(
            id="a", touchpoint="t", state="current", text="Counted", evidence="measured", source="door sensor"
        ),
        Statement(id="b", touchpoint="t", state="desired", text="Wished"),
    )
    page = touchpoint_page(source(model), model.all(Touchpoint)[0])
    assert [(line.text, line.level, line.source) for line in page.current] == [("Counted", 4, "door sensor")]
    assert [(line.text, line.level, line.evidence) for line in page.desired] == [("Wished", 1, "assumed")]


def test_an_edit_at_one_touchpoint_changes_its_pages_and_those_that_show_it():
    before = sections(sample())
    changed = [
        dataclasses.replace(record, customer_feeling="Something new") if record.id == "landing" else record
        for record in sample()
    ]
    after = sections(Model(sample().workshop, changed))
    assert [key for key in before if before[key] != after[key]] == ["tp-landing"]


def test_the_day_of_the_report_stands_on_the_cover_only(made: dict[str, Section]):
    assert [key for key, section in made.items() if "23 November 2026" in section.html] == ["cover"]


@pytest.mark.parametrize(
    ("stages", "pages"),
    [
        ([], ()),
        ([3], (3,)),
        ([7], (7,)),
        ([3, 4, 3, 2], (7, 5)),
        ([20], (7, 7, 6)),
        ([4, 4], (4, 4)),
        ([1] * 8, (4, 4)),
    ],
)
def test_the_map_breaks_between_stages_and_keeps_pages_full(stages: list[int], pages: tuple[int, ...]):
    assert page_sizes(stages) == pages


@pytest.mark.parametrize("count", [1, 6, 7, 8, 13, 15, 40, 120])
def test_every_touchpoint_is_on_the_map_once(count: int):
    for stages in ([count], [1] * count, [3] * (count // 3) + [count % 3] * (count % 3 > 0)):
        sizes = page_sizes(stages)
        assert sum(sizes) == count
        assert all(1 <= size <= MOST_COLUMNS for size in sizes)
        assert len(sizes) == -(-count // MOST_COLUMNS)


def test_lane_labels_and_stages_are_repeated_on_every_page_of_the_map():
    made = source(generate(40))
    pages = map_pages(made, made.journeys[0])
    assert len(pages) == 6
    for page in pages:
        assert {lane.name for lane in (*page.above, *page.below)} >= {"Current", "Desired"}
        assert sum(stage.columns for stage in page.stages) == len(page.columns)


def test_the_summary_has_the_request_findings_tiles_and_a_decision():
    page = summary(source(sample()))
    assert page.request.startswith("We had nineteen letters")
    assert 3 <= len(page.findings) <= 5
    assert len({finding.code for finding in page.findings}) == len(page.findings)
    assert len(page.tiles) == 4
    assert page.proposals
    assert page.decision.startswith("Confirm the ")


def test_the_clients_words_drive_the_labels(made: dict[str, Section]):
    assert made["standards"].chapter == "Promises and measures"
    assert "What guests would not pay for" in made["waste"].html


def test_the_glossary_is_in_alphabetical_order_under_the_clients_words():
    terms = [term for term, _ in glossary(source(sample()))]
    assert terms == sorted(terms, key=str.casefold)
    assert "Promise" in terms


def test_each_figure_of_the_method_page_has_n_and_a_method():
    page = method_page(source(sample()))
    ((_, figures),) = page.figures
    assert figures
    assert all(n > 0 and method for _, _, n, method, _ in figures)
    assert all(method.formula and method.scale and method.source for method in page.methods)


def test_sections_without_data_are_left_out_or_say_so():
    made = sections(empty())
    assert "causes" not in made
    assert "standards" not in made
    assert "Nothing has been promised yet" in made["commitments"].html


def test_several_journeys_number_their_touchpoints_apart():
    model = sample()
    twin = [
        dataclasses.replace(r, **{name: f"x-{value}" for name, value in _ids(r)})
        for r in model
        if r.kind in ("journey", "stage", "touchpoint", "outcome", "transition")
    ]
    made = sections(Model(model.workshop, [*model, *twin]))
    assert ">2.5</div>" in made["tp-x-gate-closed"].html
    assert ">1.5</div>" in made["tp-gate-closed"].html


def _ids(record: object) -> list[tuple[str, str]]:
    names = ("id", "journey", "stage", "source", "target", "start")
    found = [(name, getattr(record, name, None)) for name in names]
    return [(name, value) for name, value in found if isinstance(value, str)]


def test_rows_of_the_graph_grow_only_while_they_need_no_further_page():
    rows = [Row(f'<svg width="500" height="{h}"/>', 500, h) for h in (180, 180, 150)]
    grown = fill_width(rows, [])
    assert grown[0].width > 500
    assert len(paged(grown)) == len(paged(rows)) == 1
    assert f'width="{grown[0].width:g}"' in grown[0].svg


def test_unusual_strings_are_in_the_html_exactly_or_replaced_as_stated():
    html = sections(workshop(title=HOSTILE[:200]))["cover"].html
    assert "Łódź Ελληνικά Кириллица עברית العربية 日本語" in html
    assert "\u202e" not in html
    assert "\ufffdevil \ufffdbell" in html
