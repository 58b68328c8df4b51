"""A workshop file keeps every text exactly, and every problem has its line and column."""

from __future__ import annotations

import pytest

from touchmap.errors import UnreadableWorkshop
from touchmap.formats import workshop_file

ODD = [
    "no",
    "null",
    "1:30",
    "0o17",
    "<<",
    "= 1+1",
    "- a",
    "a: b",
    "# x",
    "*a",
    "&a",
    "!t",
    "'",
    '"',
    "a\\b",
    "tab\there",
    "line\nbreak\n\n  and spaces  \n",
    "carriage\r\nreturn",
    "\u2028\u2029\x85",
    "\ufeffmark",
    "e\u0301",
    "שלום עולם",
    "😀 👩‍👩‍👧",
    "\x01\x1b\x7f",
    "<b>&amp;</b>",
    " leading and trailing ",
    "x" * 500,
]


@pytest.mark.parametrize("name", ["w.yaml", "w.json"])
@pytest.mark.parametrize("text", ODD)
def test_odd_text_comes_back_exactly(name, text):
    start = b'{"touchmap": 1, "workshop": {"title": "t"}}'
    model = workshop_file.read(start, "start.json")
    step = {"touchmap": 1, "workshop": {"title": "t"}, "agenda": [{"title": "a", "instruction": text}]}
    from_data, problems = workshop_file.document.read(step)
    assert problems == []
    assert from_data != model
    assert workshop_file.read(workshop_file.write(from_data, name), name) == from_data


def test_a_problem_says_file_line_column_path_what_and_todo():
    content = b"touchmap: 1\nworkshop:\n  title: Day surgery\n  dais: 2026-01-01\n"
    with pytest.raises(UnreadableWorkshop) as caught:
        workshop_file.read(content, "day.yaml")
    assert str(caught.value.problems[0]) == (
        "day.yaml:4:3: TM004 at workshop.dais: Unknown key 'dais' in a workshop. Did you mean 'days'?"
    )


def test_json_problems_have_places_too():
    content = b'{\n "touchmap": 1,\n "workshop": {"title": 5}\n}'
    with pytest.raises(UnreadableWorkshop) as caught:
        workshop_file.read(content, "day.json")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.place) == (3, 15, "workshop.title")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"a": 1,}', 1, 9),
        ('{"a" 1}', 1, 6),
        ('{"a": 1} x', 1, 10),
        ('{"a": [1 2]}', 1, 10),
        ('{"a": tru}', 1, 7),
        ("{", 1, 2),
    ],
)
def test_broken_json_is_refused_at_its_place(text, line, column):
    with pytest.raises(UnreadableWorkshop) as caught:
        workshop_file.read(text.encode(), "x.json")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (line, column)


def test_problems_come_in_the_order_of_the_file():
    content = b"touchmap: 1\nfoo: 1\nworkshop: {titel: x}\nbar: 2\n"
    with pytest.raises(UnreadableWorkshop) as caught:
        workshop_file.read(content, "x.yaml")
    assert [p.line for p in caught.value.problems] == [2, 3, 3, 4]


def test_utf_16_and_a_byte_order_mark_are_read():
    text = "touchmap: 1\nworkshop: {title: Łódź}\n"
    for encoding in ("utf-16", "utf-8-sig"):
        assert workshop_file.read(text.encode(encoding), "x.yaml").workshop.title == "Łódź"


def test_a_comma_that_ends_a_text_in_brackets_is_told_as_that():
    content = b"touchmap: 1\nworkshop: {title: One, two and three}\n"
    with pytest.raises(UnreadableWorkshop) as caught:
        workshop_file.read(content, "w.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("TM004", 2)
    assert problem.todo == "If it is the rest of a text with a comma in it, put the whole text in quotes."


@pytest.mark.parametrize(
    ("slip", "line", "column", "what", "todo"),
    [
        ("\tsummary: x", 4, 1, "A tab", "spaces"),
        ("  summary: late: again", 4, 16, "second colon", "quotes"),
        ("   summary: deeper", 4, 11, "line above is still going on", "Line it up"),
        (" summary: shallower", 4, 2, "indented like none", "Line it up"),
        ('  summary: "open', 4, 12, "never closed", "Close it"),
        ("  summary: 'it's", 4, 16, "after its closing quote", "double quotes"),
        ('  summary: "b" c', 4, 16, "after its closing quote", "double quotes"),
        ("  groups: [guests, staff", 5, 1, "']' is missing; the bracket opens at 4:11", "Close it"),
        ("  groups: {a: b", 5, 1, "'}' is missing", "Close it"),
        ("  summary: @home", 4, 12, "cannot begin with '@'", "quotes"),
        ("  summary: *", 4, 13, "cannot begin with '&'", "quotes"),
        ("  summary text\n  language: en", 4, 3, "no 'key: value'", "colon"),
        ('  summary: "a\\q"', 4, 14, "backslash", "twice"),
        ("  groups: - guests", 4, 11, "in the line of its key", "next line"),
        ("  summary: > text", 4, 14, "on the next line", "Move it"),
        ("  groups:\n    - a\n    b: c", 6, 5, "indented like none", "dashes"),
        ("  summary: ]", 4, 12, "not YAML", "brackets"),
    ],
)
def test_a_slip_in_yaml_is_told_in_plain_words_where_it_is_mended(slip, line, column, what, todo):
    content = f"touchmap: 1\nworkshop:\n  title: x\n{slip}\n".encode()
    with pytest.raises(UnreadableWorkshop) as caught:
        workshop_file.read(content, "w.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("TM092", line, column)
    assert what in problem.what
    assert todo in problem.todo


def test_a_kind_that_begins_with_a_vowel_has_its_article():
    content = b"touchmap: 1\nworkshop: {title: x}\njourneys: [{name: j, outcomes: [{qqqq: y}]}]\n"
    with pytest.raises(UnreadableWorkshop) as caught:
        workshop_file.read(content, "w.yaml")
    told = {f"{problem.what} {problem.todo}" for problem in caught.value.problems}
    assert any("'qqqq' in an outcome. An outcome has: id," in text for text in told), told
