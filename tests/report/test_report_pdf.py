"""The finished report read back: text, outline, links, tags, fonts, and what must not be in it."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from report_workshops import TODAY, empty, hostile, sample, workshop

from touchmap.domain.model import Model
from touchmap.domain.records import Note, Statement, Step, Story, Touchpoint, Vote
from touchmap.formats import workshop_file
from touchmap.report.engine.limits import Rendered
from touchmap.services.reporting import DATA_NAME, make_report


@pytest.fixture(scope="module")
def report() -> Rendered:
    return make_report(sample(), made_on=TODAY)


@pytest.fixture(scope="module")
def pages(report: Rendered) -> list[str]:
    return text_of(report)


def text_of(report: Rendered) -> list[str]:
    """The text of each page, white space and invisible break points evened out."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=report.pdf, capture_output=True, check=True)
    found = done.stdout.decode().replace("\u200b", "").split("\f")[:-1]
    return [" ".join(page.split()) for page in found]


def opened(report: Rendered) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(report.pdf))


def test_nothing_was_asked_for_that_the_engine_cannot_do(report: Rendered):
    assert report.warnings == ()


def test_the_file_is_sound(report: Rendered, tmp_path: Path):
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf)
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_touchpoint_has_a_page_under_its_number_and_name(report: Rendered, pages: list[str]):
    model = sample()
    for touchpoint in model.all(Touchpoint):
        page = pages[report.first_pages[f"tp-{touchpoint.id}"] - 1]
        assert f"{model.numbers[touchpoint.id]} {touchpoint.name}" in page[:60]
        assert "CURRENT: WHAT HAPPENS" in page


def test_the_summary_is_one_page(report: Rendered, pages: list[str]):
    first = report.first_pages
    assert first["reading"] - first["summary"] == 1
    assert "Decision asked." in pages[first["summary"] - 1]


def test_each_page_of_the_map_is_one_landscape_page(report: Rendered):
    keys = list(report.first_pages)
    with opened(report) as pdf:
        for key in keys:
            if not key.startswith("map-"):
                continue
            after = keys[keys.index(key) + 1]
            assert report.first_pages[after] - report.first_pages[key] == 1
            _, _, width, height = pdf.pages[report.first_pages[key] - 1].mediabox
            assert width > height


def test_the_contents_give_the_page_of_every_touchpoint(report: Rendered, pages: list[str]):
    contents = pages[report.first_pages["contents"] - 1]
    for touchpoint in sample().all(Touchpoint):
        number = report.first_pages[f"tp-{touchpoint.id}"]
        assert re.search(rf"{re.escape(touchpoint.name)} {number}\b", contents)


def test_the_outline_leads_to_every_part_and_touchpoint(report: Rendered):
    with opened(report) as pdf, pdf.open_outline() as outline:
        titles: list[str] = []
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            titles.append(item.title)
            waiting = [*item.children, *waiting]
    assert {"Summary", "The journey map", "Touchpoints in detail", "Glossary"} <= set(titles)
    assert all(touchpoint.name in titles for touchpoint in sample().all(Touchpoint))


def test_links_stay_inside_the_document(report: Rendered):
    with opened(report) as pdf:
        links: list[Any] = [
            note for page in pdf.pages for note in page.get("/Annots", []) if note.get("/Subtype") == "/Link"
        ]
        assert len(links) > 300
        assert not [link for link in links if "/A" in link and link["/A"].get("/S") != "/GoTo"]


def test_it_is_tagged_titled_and_says_its_language(report: Rendered):
    with opened(report) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Title"]) == "Missed connection at the hub – guest journey report"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        kinds, pictures = structure(pdf.Root.StructTreeRoot)
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Link", "/Figure", "/L", "/LI"} <= kinds
    assert pictures
    assert all(pictures)


def structure(root: Any) -> tuple[set[str], list[str]]:
    """The kinds of structure elements, and the alternative text of every figure."""
    kinds: set[str] = set()
    texts: list[str] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting.extend(element)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element and element.get("/Type") != "/MCR":
                kinds.add(str(element["/S"]))
                if element["/S"] == "/Figure":
                    texts.append(str(element.get("/Alt", "")))
            if "/K" in element:
                waiting.append(element["/K"])
    return kinds, texts


def test_every_font_is_embedded_and_our_own_lead(report: Rendered):
    done = subprocess.run(["pdffonts", "-"], input=report.pdf, capture_output=True, check=True)
    rows = done.stdout.decode().splitlines()[2:]
    assert any("+TM-Serif" in row for row in rows)
    assert any("+TM-Sans" in row for row in rows)
    assert all(re.search(r"\byes (yes|no) (yes|no)\b", row) for row in rows)


def test_the_data_rides_inside_only_when_asked(report: Rendered):
    with opened(report) as pdf:
        assert not pdf.attachments
    small = workshop(Statement(id="a", touchpoint="t", state="current", text="Kept"))
    with opened(make_report(small, made_on=TODAY, attach_data=True)) as pdf:
        content = pdf.attachments[DATA_NAME].get_file().read_bytes()
    assert workshop_file.read(content, DATA_NAME) == small


def test_a_story_without_consent_is_nowhere(pages: list[str]):
    whole = " ".join(pages)
    told = [story for story in sample().all(Story) if story.consent in ("yes", "anonymous")]
    kept = [story for story in sample().all(Story) if story.consent not in ("yes", "anonymous")]
    assert told
    assert kept
    assert all(" ".join(story.text.split())[:40] in whole for story in told)
    assert not [story for story in kept if " ".join(story.text.split())[:40] in whole]


def test_the_session_is_told_with_what_was_given_in_each_step(report: Rendered, pages: list[str]):
    model = sample()
    room = pages[report.first_pages["room"] - 1]
    assert "22 people took part, 1 of them on paper: 12 passengers and 10 staff." in room
    for step in model.all(Step):
        assert step.title in room
    votes = pages[report.first_pages["votes"] - 1]
    dots = sum(vote.dots or 0 for vote in model.all(Vote))
    assert f"{dots} dots and 11 opportunities to choose from; 5 each, at most 3 on one" in votes
    rated = " ".join(pages[report.first_pages["rated"] - 1 : report.first_pages["evidence"] - 1])
    for step in model.all(Step):
        assert (step.title in rated) == (step.type == "rate")


def test_the_session_is_found_in_the_outline_under_what_it_belongs_to(report: Rendered):
    with opened(report) as pdf, pdf.open_outline() as outline:
        beneath = {item.title: [child.title for child in item.children] for item in outline.root}
    assert beneath["Priorities"] == ["How the room voted"]
    assert beneath["The room and what it gave"] == ["What the room wrote", "How each step was rated"]


def test_every_distribution_of_the_session_says_in_words_what_it_shows(report: Rendered):
    with opened(report) as pdf:
        _, texts = structure(pdf.Root.StructTreeRoot)
    assert "Importance, staff. How many gave each rating: 1: 0, 2: 0, 3: 0, 4: 2, 5: 6." in texts
    assert "At least 21 of 22 people gave something" in texts
    assert "20 dots from 17 people" in texts


def test_what_was_taken_off_the_wall_or_told_without_consent_is_nowhere(pages: list[str]):
    whole = "".join(pages).replace(" ", "")  # a line may end within a word that has a hyphen
    model = sample()
    steps = {step.id: step for step in model.all(Step)}
    hidden = [note for note in model.all(Note) if note.hidden]
    merged = [note for note in model.all(Note) if note.merged]
    tales = [note for note in model.all(Note) if steps[note.step].type == "stories" and not note.became]
    assert hidden
    assert merged
    assert tales
    assert not [note for note in hidden + merged + tales if note.text.replace(" ", "") in whole]
    kept = [n for n in model.all(Note) if steps[n.step].type != "stories" and not n.hidden and not n.merged]
    assert not [note.text for note in kept if note.text.replace(" ", "") not in whole]


def test_a_workshop_with_nothing_in_it_makes_a_report():
    made = make_report(empty(), made_on=TODAY)
    assert made.warnings == ()
    assert "Nothing yet" in text_of(made)[0]


def test_a_hostile_workshop_makes_a_report_with_its_text_as_text():
    made = make_report(hostile(), made_on=TODAY)
    assert made.warnings == ()
    whole = " ".join(text_of(made))
    assert "<script>alert(1)</script>" in whole
    assert "{{7*7}}" in whole
    assert "continued in the map" in whole


def test_unusual_strings_come_back_exactly():
    said = "Łódź Ελληνικά Кириллица “quoted” 日本語 & <b> – − … 95 %"
    made = make_report(workshop(Statement(id="a", touchpoint="t", state="current", text=said)), made_on=TODAY)
    assert any(said.replace(" ", "") in page.replace(" ", "") for page in text_of(made))


def test_the_same_workshop_and_day_make_the_same_bytes_and_a_second_report_lays_out_nothing(tmp_path: Path):
    model: Model = workshop(Statement(id="a", touchpoint="t", state="current", text="Once"))
    first = make_report(model, made_on=TODAY, cache_dir=tmp_path)
    again = make_report(model, made_on=TODAY, cache_dir=tmp_path)
    assert first.rendered
    assert again.rendered == ()
    assert first.pdf == again.pdf
