"""Every rule fires where it should and is quiet where it should, and the catalogue tells the truth about it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from making import journeys, make

from rules.cases import CASES
from touchmap.domain import rules
from touchmap.domain.analysis import analyse
from touchmap.domain.records import Cause, Commitment, Intervention
from touchmap.domain.rules import CATALOGUE, SEVERITIES, check, headlines
from touchmap.domain.rules.standards import allowed_age

BY_CODE = {rule.code: rule for rule in CATALOGUE}


def findings(model, code):
    return [finding for finding in check(model, analyse(model)) if finding.code == code]


@pytest.mark.parametrize("code", CASES)
def test_a_rule_fires_where_it_should(code):
    found = findings(CASES[code].fires, code)
    assert found, code
    for finding in found:
        assert finding.severity == BY_CODE[code].severity
        assert finding.sentence.endswith((".", "?"))
        assert finding.remedy.endswith((".", "?"))
        assert finding.sentence[0].isupper() or not finding.sentence[0].isalpha()
        assert CASES[code].fires.get(finding.record) is not None
    assert any(CASES[code].says in finding.sentence for finding in found), [one.sentence for one in found]


@pytest.mark.parametrize("code", CASES)
def test_a_rule_is_quiet_where_it_should_be(code):
    assert findings(CASES[code].quiet, code) == []


def test_every_rule_has_its_case_and_its_own_code():
    assert sorted(CASES) == sorted(BY_CODE)
    assert len(BY_CODE) == len(CATALOGUE)
    assert all(re.fullmatch(r"TM[1-8]\d\d", code) for code in BY_CODE)
    assert all(rule.severity in SEVERITIES for rule in CATALOGUE)


def test_every_rule_is_documented_word_for_word():
    text = (Path(rules.__file__).parent / "README.md").read_text(encoding="utf-8")
    for rule in CATALOGUE:
        assert f"| {rule.code} | {rule.severity} | {rule.title} | {rule.why} | {rule.remedy} |" in text, (
            rule.code
        )
        assert f"## {rule.subject}" in text
    assert set(re.findall(r"^\| (TM\d+)", text, re.MULTILINE)) == set(BY_CODE)


def test_findings_come_with_errors_first_and_always_in_the_same_order():
    model = make("a b c", "a>b=0.9 a>c=0.6 b>b", outcomes="lost")
    found = check(model, analyse(model))
    assert [one.severity for one in found] == sorted((one.severity for one in found), key=SEVERITIES.index)
    assert found == check(model, analyse(model))


def test_a_finding_says_where_it_is():
    (finding,) = findings(CASES["TM212"].fires, "TM212")
    assert finding.place == "Journey › Stage › A › Told in time"
    assert (finding.record, finding.touchpoint, finding.journey) == ("s", "a", "journey")
    (finding,) = findings(CASES["TM507"].fires, "TM507")
    assert (finding.place, finding.touchpoint, finding.journey) == ("", None, None)


def test_a_story_without_consent_is_never_quoted():
    (finding,) = findings(CASES["TM702"].fires, "TM702")
    assert "secret" not in finding.sentence + finding.place


def test_training_that_the_room_declined_is_no_error():
    course = Intervention(id="i", title="Course", type="training of staff")
    assert findings(make("a", "", course), "TM505")
    declined = Commitment(id="k", intervention="i", no_action=True, reason="No cause calls for it")
    assert findings(make("a", "", course, declined), "TM505") == []


def test_the_remedy_for_misplaced_training_is_what_the_causes_call_for():
    (finding,) = findings(CASES["TM505"].fires, "TM505")
    assert finding.remedy == "Its causes call for: policy, recovery. Keep training for skill causes."


def test_dates_are_judged_on_the_day_that_is_given():
    case = CASES["TM214"]
    later = check(case.quiet, analyse(case.quiet), dt.date(2027, 6, 1))
    assert "TM214" in {one.code for one in later}


@pytest.mark.parametrize(
    ("frequency", "days"),
    [
        ("every shift", 7),
        ("Daily", 7),
        ("each week", 30),
        ("monthly", 92),
        ("per quarter", 275),
        (None, 550),
        ("yearly", 550),
    ],
)
def test_a_check_may_be_three_of_its_intervals_old(frequency, days):
    assert allowed_age(frequency) == days


@pytest.mark.parametrize(
    ("request_", "asks"),
    [
        ("We want customer-service training", True),
        ("Bitte eine Schulung", True),
        ("Une formation pour l'accueil", True),
        ("Queremos capacitación", True),
        ("Our trains are late", True),
        ("Fewer complaints, information in time", False),
        ("Better performance", False),
    ],
)
def test_a_request_for_training_is_heard_in_several_languages(request_, asks):
    others = [Cause(id=f"c{n}", text="Why", type="tool") for n in range(2)]
    assert bool(findings(make("a", "", *others, request=request_), "TM507")) is asks


def test_headlines_are_few_one_of_a_code_and_what_the_request_missed_first():
    model = CASES["TM507"].fires
    found = headlines(check(model, analyse(model)), 3)
    assert found[0].code == "TM507"
    assert len({one.code for one in found}) == len(found) <= 3


@settings(max_examples=60)
@given(journeys())
def test_any_journey_can_be_checked(model):
    for finding in check(model, analyse(model)):
        assert finding.sentence
        assert finding.code in BY_CODE
