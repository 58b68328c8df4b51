"""Templates and samples that touchmap ships: sound, with their provenance, and never with a client in them."""

from __future__ import annotations

import pytest

from touchmap.domain import document
from touchmap.domain.records import Comment, Measure, Perception, Person, Story, Vote
from touchmap.errors import NotFound, WrongUse
from touchmap.formats import workshop_file
from touchmap.services import library

NAMES = [template.name for template in library.templates()]


def test_every_template_says_what_it_is_and_where_it_comes_from():
    assert len(NAMES) >= 3
    for template in library.templates():
        assert template.title
        assert template.industry
        assert template.description
        assert template.version
        assert template.made_by
        assert template.source
        assert template.licence
        assert template.touchpoints >= 8


@pytest.mark.parametrize("name", NAMES)
def test_a_new_workshop_has_the_template_and_nothing_of_a_client(name):
    made = library.new_workshop(name, "Our own journey")
    head = made.workshop
    assert (head.id, head.title) == ("our-own-journey", "Our own journey")
    assert head.template == f"{name} {library.template(name).version}"
    assert (head.client, head.request, head.days, head.place, head.facilitators, head.sample) == (
        None,
        None,
        (),
        None,
        (),
        None,
    )
    for kind in (Person, Perception, Vote, Story, Comment):
        assert made.all(kind) == ()
    assert all(measure.current is None and measure.last_checked is None for measure in made.all(Measure))
    assert len(made.numbers) == library.template(name).touchpoints
    assert document.read(document.write(made)) == (made, [])


def test_a_finished_workshop_makes_a_template_without_its_people(tmp_path):
    content, _ = library.sample("missed-connection")
    (tmp_path / "from-a-client.yaml").write_bytes(content)
    made = library.new_workshop("from-a-client", folder=tmp_path)
    text = workshop_file.write(made).decode()
    for word in (
        "Halcyon Air\n",
        "Ines Varga",
        "perceptions:",
        "votes:",
        "stories:",
        "commitments:",
        "comments:",
    ):
        assert word not in text


def test_a_title_in_any_script_makes_a_workshop():
    made = library.new_workshop(NAMES[0], "延误")
    assert made.workshop.title == "延误"
    assert made.workshop.id == NAMES[0]


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_a_title_that_cannot_be_one_is_refused(title):
    with pytest.raises(WrongUse, match="title"):
        library.new_workshop(NAMES[0], title)


@pytest.mark.parametrize("name", ["hotel-sta", "../samples/missed-connection", "/etc/passwd", ""])
def test_a_name_that_nothing_has_leads_nowhere(name):
    with pytest.raises(NotFound, match="hotel-stay"):
        library.new_workshop(name)


def test_the_samples_can_be_had_by_name():
    assert "missed-connection" in library.samples()
    content, path = library.sample("missed-connection")
    assert workshop_file.read(content, path).workshop.sample
    with pytest.raises(NotFound, match="Did you mean missed-connection"):
        library.sample("mised-connection")
