"""What the report says of a session: promises, people, notes as far as they may be told, ratings and votes by step."""

from __future__ import annotations

import re

import pytest
from report_workshops import TODAY, sample, source, workshop

from touchmap.domain.model import Model
from touchmap.domain.records import (
    Note,
    Opportunity,
    Perception,
    Person,
    Statement,
    Step,
    Story,
    Vote,
)
from touchmap.report.content.marks import dot_spread
from touchmap.report.content.notes import notes_blocks
from touchmap.report.content.rated import rated_page
from touchmap.report.content.session import room_page
from touchmap.report.content.votes import vote_blocks
from touchmap.report.engine.section import Section
from touchmap.services.reporting import report_sections

ROOM = ("room", "notes", "rated", "votes")
PEOPLE = [Person(id=f"p{n}", group="staff" if n < 6 else "managers") for n in range(7)]


def sections(model: Model) -> dict[str, Section]:
    return {section.key: section for section in report_sections(model, made_on=TODAY)}


def words(html: str) -> str:
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL).split())


@pytest.fixture(scope="module")
def made() -> dict[str, Section]:
    return sections(sample())


def test_an_agenda_that_nobody_used_makes_no_chapter_and_still_stands_under_the_evidence():
    steps = [Step(id=f"s{n}", title=f"Step {n}", type="rate", minutes=30) for n in range(3)]
    found = sections(workshop(*steps, Perception(id="r", touchpoint="t", emotion=1)))
    assert not set(ROOM) & set(found)
    assert "Step 2" in found["evidence"].html


def test_a_session_has_its_chapters_in_the_contents(made: dict[str, Section]):
    assert set(ROOM) <= set(made)
    for key in ROOM:
        assert f'href="#{key}"' in made["contents"].html


def test_every_step_stands_with_its_prompt_promise_and_what_came_of_it():
    page = room_page(source(sample()))
    assert [line.number for line in page.steps] == list(range(1, len(sample().all(Step)) + 1))
    rated = next(line for line in page.steps if line.title == "What weighs most, now that we know why?")
    assert rated.prompt == "How much does this decide whether a guest comes back?"
    assert (rated.who, rated.promise) == ("at least 20 of 22", "Private until revealed; groups only.")
    assert rated.gave == "60 ratings of 3 touchpoints"
    scene = page.steps[0]
    assert (scene.who, scene.promise, scene.gave, scene.links) == ("", "", "", ())


def test_who_took_part_is_told_by_group_with_the_days():
    assert room_page(source(sample())).lead == (
        "22 people took part, 1 of them on paper: 12 passengers and 10 staff. "
        "They gave what follows in 10 steps, on 7, 14 and 21 October 2026."
    )


def test_a_step_with_more_notes_than_find_room_says_so_and_prints_some_of_every_place():
    notes = [
        Note(id=f"n{n:03}", step="step", text=f"Words {n:03}", became="made" if n == 411 else None)
        for n in range(412)
    ]
    few = [Note(id=f"t{n}", step="step", text=f"About it {n}", touchpoint="t") for n in range(5)]
    made = Statement(id="made", touchpoint="t", text="Made", state="current", evidence="assumed")
    model = workshop(Step(id="step", title="Write", type="causes"), made, *notes, *few)
    (block,) = notes_blocks(source(model))
    assert (
        block.left == "300 of 417 notes are printed here, from every place some; all of them are in the file."
    )
    printed = [line.text for _, lines in block.places for line in lines]
    assert len(printed) == 300
    assert {f"About it {n}" for n in range(5)} <= set(printed)
    assert "Words 411" in printed  # something was made of it
    assert "300 of 417 notes are printed here" in words(sections(model)["notes"].html)
    (all_of_them,) = notes_blocks(
        source(workshop(Step(id="step", title="Write", type="causes"), *notes[:300]))
    )
    assert (all_of_them.left, sum(len(lines) for _, lines in all_of_them.places)) == ("", 300)


def test_hidden_merged_and_told_notes_are_counted_and_never_printed():
    told = Story(id="told", touchpoint="t", text="Told with consent", consent="yes")
    model = workshop(
        Step(id="step", title="Write", type="current"),
        Step(id="st", title="Tell", type="stories"),
        told,
        Note(id="a", step="step", text="Stands for both"),
        Note(id="b", step="step", text="Says the same", merged="a"),
        Note(id="c", step="step", text="Taken off at once", hidden=True),
        Note(id="d", step="step", text="A tale among facts", became="told"),
        Note(id="e", step="st", text="Nobody was asked about this tale"),
    )
    found = sections(model)
    whole = " ".join(section.html for section in found.values())
    assert "Stands for both" in found["notes"].html
    for text in ("Says the same", "Taken off at once", "A tale among facts", "Nobody was asked"):
        assert text not in whole
    notes = words(found["notes"].html)
    assert "1 more said the same" in notes
    assert (
        "4 notes. Became 1 story. 1 merged into others that say the same. 1 taken off by the facilitator."
        in notes
    )
    assert notes.count("1 told story: printed with consent only, under the stories.") == 2
    assert "Told with consent" in found["stories"].html


def test_a_note_leads_to_what_was_made_of_it():
    model = workshop(
        Step(id="step", title="Write", type="current"),
        Statement(id="fact", touchpoint="t", state="current", text="The door was shut"),
        Note(id="a", step="step", touchpoint="t", text="It was shut!", became="fact"),
    )
    (block,) = notes_blocks(source(model))
    ((reference, (line,)),) = block.places
    assert reference is not None
    assert line.made is not None
    assert (line.made.kind, line.made.text, line.made.anchor) == ("statement", "The door was shut", "tp-t")


def test_a_single_manager_is_not_told_by_the_word_beside_a_note():
    notes = [
        Note(id="n1", step="step", text="By the boss", group="managers"),
        Note(id="n2", step="step", text="By staff", group="staff"),
    ]
    found = sections(
        workshop(*PEOPLE, Step(id="step", title="Write", anonymity="groups", type="current"), *notes)
    )
    assert "managers" not in found["notes"].html + found["room"].html
    assert "staff" not in words(found["notes"].html).replace("By staff", "")


def rating(step: str, number: int, group: str, emotion: int) -> Perception:
    return Perception(id=f"{step}{group}{number}", touchpoint="t", step=step, group=group, emotion=emotion)


def test_ratings_of_a_step_show_every_rating_n_median_half_agreement_and_groups():
    given = [rating("step", n, "staff", -1) for n in range(4)] + [
        rating("step", n, "guests", 2) for n in range(3)
    ]
    model = workshop(*PEOPLE, Step(id="step", title="Rate", type="rate"), *given)
    (block,) = rated_page(source(model)).blocks
    (table,) = block.tables
    assert table.columns == ("Everybody", "staff", "guests")
    everybody, staff, guests = table.rows[0].cells
    assert everybody is not None
    assert staff is not None
    assert guests is not None
    assert (everybody.median, everybody.n, everybody.half) == ("−1", "n\u202f=\u202f7", "−1 … +2")
    assert "−1: 4" in everybody.picture
    assert "+2: 3" in everybody.picture
    assert (staff.median, guests.median) == ("−1", "+2")


def test_a_rating_of_one_manager_is_shown_in_no_column():
    given = [rating("step", n, "staff", -1) for n in range(4)] + [rating("step", 0, "managers", 2)]
    model = workshop(*PEOPLE, Step(id="step", title="Rate", type="rate"), *given)
    (table,) = rated_page(source(model)).blocks[0].tables
    assert table.columns == ("Everybody",)
    assert "managers" not in sections(model)["rated"].html


def test_what_was_rated_before_and_after_stands_side_by_side_with_the_change():
    steps = [Step(id="one", title="Before", type="rate"), Step(id="two", title="After", type="rate")]
    given = [rating("one", n, "staff", -1) for n in range(4)] + [
        rating("two", n, "staff", 1) for n in range(4)
    ]
    page = rated_page(source(workshop(*PEOPLE, *steps, *given)))
    (table,) = page.again
    assert table.columns == ("1 Before", "2 After")
    assert [cell and cell.median for cell in table.rows[0].cells] == ["−1", "+1"]
    assert table.rows[0].change == "+2"
    found = sections(workshop(*PEOPLE, *steps, *given))
    assert "rated in several steps" in found["tp-t"].html
    once = sections(workshop(*PEOPLE, *steps, *given[:4]))
    assert "rated in several steps" not in once["tp-t"].html


def test_many_scales_are_told_by_group_for_the_first_and_all_in_one_table_for_the_rest(
    made: dict[str, Section],
):
    block = next(b for b in rated_page(source(sample())).blocks if b.title == "Rate in private, then reveal")
    first, rest = block.tables
    assert (first.heading, len(first.rows), first.columns) == (
        "Emotion",
        12,
        ("Everybody", "passengers", "staff"),
    )
    assert rest.grid
    assert rest.columns == ("Personal", "Performance", "Rational", "Bond", "Importance", "Ease", "Recommend")


def test_votes_are_ranked_with_dots_voters_and_what_everybody_had():
    proposals = [Opportunity(id=id, touchpoint="t", title=f"Proposal {id}") for id in "abc"]
    step = Step(id="v", title="Vote", type="vote", anonymity="groups", dots=4, most=2)
    given = [
        Vote(id=f"v{o}{n}", opportunity=o, step="v", group="staff" if n < 4 else "guests", dots=dots)
        for o, dots in (("a", 1), ("b", 2))
        for n in range(7)
    ]
    model = workshop(*PEOPLE, *proposals, step, *given)
    (block,) = vote_blocks(source(model))
    assert [(line.rank, line.title, line.dots) for line in block.lines] == [
        ("1", "Proposal b", "14"),
        ("2", "Proposal a", "7"),
        ("3", "Proposal c", "0"),
    ]
    assert block.lines[0].voters == "n\u202f=\u202f7"
    assert block.lines[0].groups == "staff 8 (n\u202f=\u202f4), guests 6 (n\u202f=\u202f3)"
    assert block.summary == (
        "21 dots and 3 opportunities to choose from; 4 each, at most 2 on one; at least 7 people took part. "
        "Only counts were shown until the step was closed; only groups were kept, no names."
    )
    assert not block.weighed


def test_impact_and_effort_show_how_many_gave_each_rating_with_the_middle_half():
    proposal = Opportunity(id="a", touchpoint="t", title="Proposal")
    given = [Vote(id=f"v{n}", opportunity="a", step="v", impact=4 + n % 2, effort=2) for n in range(4)]
    model = workshop(proposal, Step(id="v", title="Weigh", type="priorities"), *given)
    (block,) = vote_blocks(source(model))
    (line,) = block.lines
    assert line.impact is not None
    assert not block.dotted
    assert (line.impact.median, line.impact.n, line.impact.half) == ("4.5", "n\u202f=\u202f4", "4 … 5")
    assert "4: 2, 5: 2" in line.impact.picture
    assert "at least 4 people took part" in block.summary


def test_a_step_of_five_hundred_people_is_drawn_in_bars_of_the_same_height():
    few = dot_spread("Few", (0, 3, 5, 2, 0), 2, (1, 3), 5)
    many = dot_spread("Many", (10, 90, 200, 150, 50), 2, (1, 3), 200)
    assert "stroke-linecap" in few
    assert "stroke-linecap" not in many
    assert re.search(r'height="[\d.]+"', few)[0] == re.search(r'height="[\d.]+"', many)[0]  # type: ignore[index]  # both have one


def test_templates_and_samples_without_ratings_in_steps_have_no_empty_chapter():
    model = workshop(
        Step(id="step", title="Write", type="current"), Note(id="n", step="step", text="One note")
    )
    found = sections(model)
    assert {"room", "notes"} <= set(found)
    assert not {"rated", "votes"} & set(found)
