"""The samples and templates that touchmap ships: each can be read, and the first sample tells what it should tell."""

import math
from pathlib import Path
from statistics import median

import pytest
from jsonschema import Draft202012Validator

from touchmap.domain import document
from touchmap.domain.analysis import analyse
from touchmap.domain.model import Model
from touchmap.domain.records import (
    CAUSE_KINDS,
    EVIDENCE,
    FIELDS,
    INTERVENTION_KINDS,
    KINDS,
    OUTCOME_KINDS,
    TRANSITION_KINDS,
    VALUE_CLASSES,
    Activity,
    Cause,
    Commitment,
    Intervention,
    Journey,
    Measure,
    Opportunity,
    Perception,
    Person,
    Standard,
    Statement,
    Step,
    Story,
    Term,
    Touchpoint,
    Transition,
    Vote,
)
from touchmap.domain.rules import check
from touchmap.domain.schema import json_schema
from touchmap.formats import workshop_file

FOLDER = Path(__file__).resolve().parents[2] / "workshops"
SAMPLES = sorted((FOLDER / "samples").glob("*.yaml"))
TEMPLATES = sorted((FOLDER / "templates").glob("*.yaml"))
SHIPPED = SAMPLES + TEMPLATES
# touchmap writes the frozen text of a version itself; in a sample it would repeat the whole file.
NOT_IN_SAMPLES = {("version", "frozen")}


def name_of(path: Path) -> str:
    return path.stem


def model_of(path: Path) -> Model:
    return workshop_file.read(path.read_bytes(), path.name)


@pytest.fixture(scope="module")
def missed() -> Model:
    return model_of(FOLDER / "samples" / "missed-connection.yaml")


@pytest.fixture(scope="module")
def surgery() -> Model:
    return model_of(FOLDER / "samples" / "day-surgery.yaml")


@pytest.fixture(scope="module")
def move() -> Model:
    return model_of(FOLDER / "samples" / "broadband-move.yaml")


def test_three_samples_and_three_templates_are_shipped() -> None:
    assert len(SAMPLES) >= 3
    assert len(TEMPLATES) >= 3


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_every_shipped_file_reads_and_writes_without_loss(path: Path) -> None:
    model = model_of(path)
    for name in ("again.yaml", "again.json"):
        assert workshop_file.read(workshop_file.write(model, name), name) == model


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_every_shipped_file_holds_to_the_published_schema(path: Path) -> None:
    validator = Draft202012Validator(json_schema())
    assert [error.message for error in validator.iter_errors(document.write(model_of(path)))] == []


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_the_workshop_has_the_id_of_its_file_and_no_finding_of_severity_error(path: Path) -> None:
    model = model_of(path)
    assert model.workshop.id == path.stem
    errors = [finding for finding in check(model, analyse(model)) if finding.severity == "error"]
    assert errors == []


@pytest.mark.parametrize("path", SHIPPED, ids=name_of)
def test_lines_are_short_enough_to_read_and_edit(path: Path) -> None:
    long = [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 125]
    assert long == []


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_a_sample_is_marked_as_one_and_complete_in_every_kind_of_record(path: Path) -> None:
    model = model_of(path)
    assert model.workshop.sample is True
    assert {record.kind for record in model} == set(KINDS) - {"workshop"}


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_a_sample_has_every_kind_of_way_outcome_evidence_and_value(path: Path) -> None:
    model = model_of(path)
    assert {way.type or "next" for way in model.all(Transition)} == set(TRANSITION_KINDS)
    assert {journey_end.result for journey_end in model.outcomes(model.journeys[0].id)} == set(OUTCOME_KINDS)
    assert {statement.evidence or "assumed" for statement in model.all(Statement)} == set(EVIDENCE)
    assert {activity.value_class or "unclassified" for activity in model.all(Activity)} == set(VALUE_CLASSES)


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_the_shares_out_of_every_touchpoint_of_a_sample_sum_to_one(path: Path) -> None:
    model = model_of(path)
    sums = {}
    for way in model.all(Transition):
        sums[way.source] = sums.get(way.source, 0) + (way.share or 0)
    assert sums == pytest.approx({touchpoint.id: 1.0 for touchpoint in model.all(Touchpoint)})


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_what_was_counted_agrees_with_the_value_of_a_measure(path: Path) -> None:
    for measure in model_of(path).all(Measure):
        if (
            measure.unit == "%"
            and measure.measured
            and measure.within is not None
            and measure.current is not None
        ):
            kept = 100 * measure.within / measure.measured
            # What should be rare is counted the other way round; what is remembered is a share of points.
            assert (
                measure.current == pytest.approx(kept, abs=1)
                or measure.current == pytest.approx(100 - kept, abs=1)
                or (measure.id == "m-teach-back")
            )


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_every_commitment_has_an_owner_a_day_and_a_measure_or_a_reason(path: Path) -> None:
    for commitment in model_of(path).all(Commitment):
        if commitment.no_action:
            assert commitment.reason
        else:
            assert commitment.owner
            assert commitment.due
            assert commitment.measure or commitment.measures


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_training_that_is_committed_answers_a_skill(path: Path) -> None:
    model = model_of(path)
    declined = {c.intervention for c in model.all(Commitment) if c.no_action}
    for intervention in model.all(Intervention):
        if intervention.type.startswith("training") and intervention.id not in declined:
            causes = [model.find(Cause, id) for id in intervention.causes]
            assert causes
            assert {cause.type for cause in causes if cause} == {"skill"}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_names_its_version_and_holds_nobodys_data(path: Path) -> None:
    model = model_of(path)
    workshop = model.workshop
    assert workshop.template is not None
    assert workshop.template.startswith(f"{path.stem} ")
    assert workshop.industry
    assert workshop.summary
    assert (workshop.client, workshop.request, workshop.days) == (None, None, ())
    kinds = {record.kind for record in model}
    assert kinds.isdisjoint(
        {"person", "perception", "vote", "story", "comment", "commitment", "version", "measure"}
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_states_no_share_because_nobody_has_counted(path: Path) -> None:
    assert {way.share for way in model_of(path).all(Transition)} == {None}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_says_where_it_comes_from(path: Path) -> None:
    head = path.read_text(encoding="utf-8").split("touchmap:")[0]
    assert [
        word for word in ("Template:", "Industry:", "Made by:", "Based on:", "Licence:") if word not in head
    ] == []


def test_every_field_is_used_somewhere_in_the_first_sample(missed: Model) -> None:
    records = [missed.workshop, *missed]
    unused = {
        (kind, field.name)
        for kind, fields in FIELDS.items()
        for field in fields
        if not any(getattr(record, field.name) not in (None, ()) for record in records if record.kind == kind)
    }
    assert unused == NOT_IN_SAMPLES


# -- the missed connection


def emotions(model: Model, touchpoint: str, state: str = "current", group: str | None = None) -> list[float]:
    """Every emotion rated at a touchpoint, of everybody or of one group."""
    found = []
    for rating in model.children(Perception, touchpoint):
        person = model.find(Person, rating.person)
        of_group = group is None or (person.group if person else rating.group) == group
        if of_group and (rating.state or "current") == state and rating.emotion is not None:
            found.append(rating.emotion)
    return found


def consensus(values: list[float], width: float = 4) -> float:
    """Agreement from 0 (two camps) to 1 (all the same), Tastle and Wierman 2007."""
    mean = sum(values) / len(values)
    return 1 + sum(math.log2(1 - abs(value - mean) / width) for value in values) / len(values)


def test_the_emotion_curve_of_the_missed_connection_is_the_one_that_was_drawn(missed: Model) -> None:
    drawn = [-0.5, -0.9, -0.4, -1.3, -1.9, -1.5, -1.8, -0.2, 0.6, -1.1, 0.9, -0.7]
    touchpoints = missed.touchpoints("missed-connection-journey")
    assert [median(emotions(missed, t.id)) for t in touchpoints] == pytest.approx(drawn, abs=0.11)


def test_the_desired_curve_lies_above_the_current_one_everywhere(missed: Model) -> None:
    for touchpoint in missed.all(Touchpoint):
        assert median(emotions(missed, touchpoint.id, "desired")) > median(emotions(missed, touchpoint.id))


def test_opinions_are_split_where_staff_helped(missed: Model) -> None:
    split = [t.id for t in missed.all(Touchpoint) if consensus(emotions(missed, t.id)) < 0.5]
    assert split == ["crew-news", "new-flight", "hotel-voucher", "bag", "morning", "claim"]


def test_half_of_the_passengers_loved_the_same_evening_that_the_other_half_did_not_forgive(
    missed: Model,
) -> None:
    for touchpoint in ("new-flight", "hotel-voucher", "morning", "claim"):
        rated = emotions(missed, touchpoint, group="passengers")
        assert len([e for e in rated if e > 0]) == len([e for e in rated if e < 0]) == 6
    recommend = [r.recommend for r in missed.children(Perception, "claim") if r.recommend is not None]
    assert len([r for r in recommend if r >= 8]) == len([r for r in recommend if r <= 4]) == 6


def test_people_carry_it_wherever_a_guest_meets_somebody(missed: Model) -> None:
    def middle(touchpoint: str, name: str) -> float:
        ratings = [getattr(r, name) for r in missed.children(Perception, touchpoint)]
        return median(r for r in ratings if r is not None)

    for touchpoint in (
        "delay-announced",
        "crew-news",
        "gate-closed",
        "desk-queue",
        "new-flight",
        "hotel-voucher",
        "bag",
    ):
        assert middle(touchpoint, "personal") >= 4
        assert middle(touchpoint, "performance") <= 2


def test_of_295_minutes_187_are_ones_that_nobody_would_pay_for(missed: Model) -> None:
    def minutes(wanted: str | None = None) -> float:
        return sum(
            (activity.minutes or 0) * (1 if activity.times is None else activity.times)
            for activity in missed.all(Activity)
            if wanted is None or activity.value_class == wanted
        )

    assert (minutes("non-value-added"), minutes()) == (187, 295)


def test_half_of_the_customers_end_as_lost(missed: Model) -> None:
    (journey,) = missed.all(Journey)
    assert journey.start == "delay-announced"
    lost = dict(analyse(missed).journeys[0].results)["lost"]
    assert lost.value == pytest.approx(0.5, abs=0.02)


def test_most_standards_are_missing_and_what_is_measured_shows_why(missed: Model) -> None:
    statuses = [standard.status for standard in missed.all(Standard)]
    assert statuses.count("needed") >= 12
    assert {"exists", "not needed"} <= set(statuses)
    assert [m.current for m in missed.all(Measure)][:2] == [22, 9]


def test_the_causes_are_mostly_not_skill_and_every_kind_is_there(missed: Model) -> None:
    roots = [cause for cause in missed.all(Cause) if cause.root]
    assert {cause.type for cause in roots} == set(CAUSE_KINDS)
    assert len([cause for cause in roots if cause.type == "skill"]) == 2
    assert all(cause.could_do_it for cause in roots)


def test_interventions_are_of_every_kind_and_the_course_that_was_asked_for_is_declined(missed: Model) -> None:
    assert {intervention.type for intervention in missed.all(Intervention)} == set(INTERVENTION_KINDS)
    declined = {c.intervention: c.reason for c in missed.all(Commitment) if c.no_action}
    assert declined["i-empathy"]


def test_stories_have_every_kind_of_consent(missed: Model) -> None:
    assert {story.consent for story in missed.all(Story)} == {"yes", "anonymous", "no"}


def test_the_vocabulary_says_guest_for_customer(missed: Model) -> None:
    assert {term.label_for: term.term for term in missed.all(Term)}["customer"] == "guest"


def test_nobody_gave_more_than_five_dots(missed: Model) -> None:
    given: dict[str, int] = {}
    for vote in missed.all(Vote):
        who = vote.person or "anonymous"
        given[who] = given.get(who, 0) + (vote.dots or 0)
    assert max(given.values()) <= 5
    favourite = max(
        missed.all(Opportunity), key=lambda o: sum(v.dots or 0 for v in missed.children(Vote, o.id))
    )
    assert favourite.id == "o-rebook-link"


# -- the other samples


def test_the_other_samples_have_sixteen_to_twenty_five_touchpoints(surgery: Model, move: Model) -> None:
    assert (len(surgery.all(Touchpoint)), len(move.all(Touchpoint))) == (18, 22)


def test_training_is_part_of_the_answer_in_day_surgery_and_not_in_the_move(
    surgery: Model, move: Model
) -> None:
    assert {cause.type for cause in surgery.all(Cause)} >= {"skill"}
    assert "skill" not in {cause.type for cause in move.all(Cause)}
    declined = {c.intervention for c in move.all(Commitment) if c.no_action}
    assert {i.id for i in move.all(Intervention) if i.type.startswith("training")} <= declined


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_s_agenda_can_be_run_with_phones_as_it_is(path: Path) -> None:
    steps = model_of(path).all(Step)
    assert [step.title for step in steps if step.type is None] == []
    kinds = [step.type for step in steps]
    assert (kinds[0], kinds[-2:]) == ("scene", ["commitments", "close"])
    (rated,) = (step for step in steps if step.type == "rate")
    assert {"personal", "performance"} <= set(rated.scales or ())
