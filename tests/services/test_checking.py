"""Each finding points at the place in the file where its record begins."""

from __future__ import annotations

import pytest

from touchmap.domain.records import Workshop
from touchmap.errors import UnreadableWorkshop
from touchmap.formats import workshop_file
from touchmap.services.checking import check_content

FILE = b"""\
touchmap: 1
workshop: {id: w, title: W}
journeys:
  - name: One way
    stages:
      - name: Before
        touchpoints:
          - {name: Calls us}
          - name: Waits
            current: [Nobody says how long]
      - name: After
        touchpoints: [{name: Leaves}]
"""


def test_findings_stand_at_the_line_and_column_of_their_record() -> None:
    checked = check_content(FILE, "w.yaml")
    places = {found.finding.record: (found.file, found.line, found.column) for found in checked.findings}
    named = {record.id: getattr(record, "name", "") for record in checked.model}
    by_name = {named.get(id, ""): place for id, place in places.items()}
    assert by_name["One way"] == ("w.yaml", 4, 5)
    assert by_name["Calls us"] == ("w.yaml", 8, 13)
    assert by_name["Waits"] == ("w.yaml", 9, 13)
    assert by_name["Leaves"] == ("w.yaml", 12, 23)


def test_json_has_lines_too() -> None:
    content = workshop_file.write(workshop_file.read(FILE, "w.yaml"), "w.json")
    checked = check_content(content, "w.json")
    lines = content.decode().splitlines()
    for located in checked.findings:
        assert located.line is not None
        assert 1 <= located.line <= len(lines)


def test_findings_are_counted_by_severity() -> None:
    checked = check_content(FILE, "w.yaml")
    total = sum(checked.count(severity) for severity in ("error", "warning", "info"))
    assert total == len(checked.findings) > 0


def test_an_unreadable_file_raises_every_problem() -> None:
    with pytest.raises(UnreadableWorkshop) as raised:
        check_content(b"touchmap: 1\nworkshop: {titel: x}\nfoo: 1\n", "w.yaml")
    assert len(raised.value.problems) >= 3


def test_a_workshop_with_nothing_in_it_can_be_checked() -> None:
    checked = check_content(b"touchmap: 1\nworkshop: {title: New}\n", "w.yaml")
    assert isinstance(checked.model.workshop, Workshop)
