"""Checking a workshop file: findings point at the line where their record begins; the shipped samples hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from touchmap.errors import UnreadableWorkshop
from touchmap.services.checking import check_content, check_model

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "workshops" / "samples").glob("*.yaml"))

FILE = """touchmap: 1
workshop:
  title: Small
  request: Training for all
journeys:
  - id: trip
    name: Trip
    stages:
      - name: Way
        touchpoints:
          - id: desk
            name: Desk
            current: People wait.
            standards:
              - attribute: Nobody waits
                id: promise
    outcomes:
      - {id: loyal, name: Comes again, result: loyal}
      - {id: gone, name: Never again, result: lost}
    transitions:
      - {from: desk, to: loyal, share: 0.9}
      - {from: desk, to: gone, share: 0.6}
causes:
  - id: tool
    text: One printer
    kind: tool
interventions:
  - {id: course, title: Course, kind: training of staff, causes: [tool]}
"""


@pytest.fixture(scope="module")
def checked():
    return check_content(FILE.encode(), "small.yaml")


def lines(checked):
    return {(one.finding.code, one.line) for one in checked.findings}


def test_a_finding_points_at_the_line_of_its_record(checked):
    found = lines(checked)
    assert ("TM101", 11) in found  # the touchpoint
    assert ("TM212", 15) in found  # the standard
    assert ("TM505", 28) in found  # the intervention
    assert ("TM507", 2) in found  # the workshop itself
    assert all(one.file == "small.yaml" for one in checked.findings)


def test_findings_are_counted_by_severity(checked):
    assert checked.count("error") == 2
    assert checked.count("error") + checked.count("warning") + checked.count("info") == len(checked.findings)


def test_a_workshop_without_a_file_has_findings_without_lines(checked):
    again = check_model(checked.model, "small")
    assert [one.finding for one in again.findings] == [one.finding for one in checked.findings]
    assert {(one.line, one.column) for one in again.findings} == {(None, None)}


def test_an_unreadable_file_is_told_with_its_problems():
    with pytest.raises(UnreadableWorkshop):
        check_content(b"touchmap: 1\nworkshop: {titel: x}\n", "x.yaml")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_shipped_sample_has_findings_and_no_errors(sample):
    found = check_content(sample.read_bytes(), sample.name)
    assert found.count("error") == 0, [
        one.finding.sentence for one in found.findings if one.finding.severity == "error"
    ]
    assert found.count("warning") > 0


def test_the_missed_connection_finds_what_the_workshop_is_for():
    (sample,) = [path for path in SAMPLES if path.stem == "missed-connection"]
    codes = {one.finding.code for one in check_content(sample.read_bytes(), sample.name).findings}
    # Training asked for without skill causes, two camps, people who carry it, standards missing, waste, rewards.
    assert {"TM507", "TM401", "TM402", "TM211", "TM301", "TM601"} <= codes
