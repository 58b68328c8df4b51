"""Every command does what its help says, with the exit status that scripts rely on: 0 fine, 1 findings, 2 wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from touchmap.domain.records import KINDS

Command = Callable[..., Any]

OVER = """
    transitions:
      - {from: calls-us, to: waits, share: 0.9}
      - {from: calls-us, to: waits, kind: choice, share: 0.8}
"""


# -- check


def test_findings_without_an_error_leave_status_0_and_stand_like_a_linters(
    touchmap: Command, small: str
) -> None:
    said = touchmap("check", small)
    assert said.status == 0
    assert re.search(r"^small\.yaml:\d+:\d+: warning TM\d{3} \[.+\] .+\.$", said.out, re.MULTILINE)
    assert said.out.splitlines()[-1].startswith("Small one: 0 error, ")


def test_a_finding_of_severity_error_gives_status_1(touchmap: Command, small: str, tmp_path: Path) -> None:
    text = (tmp_path / small).read_text(encoding="utf-8") + OVER.lstrip("\n")
    said = touchmap("check", "-", stdin=text.encode())
    assert said.status == 1, said
    assert "standard input:7:" in said.out
    assert "error TM101" in said.out


def test_an_unreadable_file_gives_status_2_and_every_problem_and_the_others_are_checked(
    touchmap: Command, small: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text("touchmap: 1\nworkshop: {titel: x}\njourneis: []\n", encoding="utf-8")
    said = touchmap("check", "bad.yaml", small, "missing.yaml")
    assert said.status == 2
    assert "bad.yaml:2:" in said.err
    assert "Did you mean 'title'?" in said.err
    assert "bad.yaml:3:" in said.err
    assert "missing.yaml: there is no such file" in said.err
    assert "Small one: 0 error" in said.out


def test_findings_as_json_have_code_place_and_line(touchmap: Command, small: str, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("touchmap: 1\nworkshop: {titel: x}\n", encoding="utf-8")
    said = touchmap("check", small, "bad.yaml", "--format", "json")
    assert said.status == 2
    good, bad = json.loads(said.out)
    assert good["readable"] is True
    assert {"code", "severity", "sentence", "remedy", "place", "line", "column", "file"} <= set(
        good["findings"][0]
    )
    assert bad["readable"] is False
    assert {"code", "what", "todo", "line", "column", "place"} <= set(bad["problems"][0])


def test_each_finding_of_the_sample_is_about_a_line_where_its_record_stands(
    touchmap: Command, sample: str
) -> None:
    lines = Path(sample).read_text(encoding="utf-8").splitlines()
    said = touchmap("check", sample, "--format", "json")
    found = json.loads(said.out)[0]["findings"]
    assert found
    places = {finding["record"]: (finding["line"], finding["column"]) for finding in found}
    written = [id for id in places if any(re.search(rf"\bid: {re.escape(id)}\b", line) for line in lines)]
    assert written
    for id in written:
        line, column = places[id]
        entry = "\n".join(lines[line - 1 : line + 40])
        assert f"id: {id}" in entry, (id, line)
        assert column <= len(lines[line - 1])


def test_standard_input_is_read_once(touchmap: Command) -> None:
    assert touchmap("check", "-", "-").status == 2


# -- analyse


def test_the_figures_of_the_sample_as_text(touchmap: Command, sample: str) -> None:
    said = touchmap("analyse", sample)
    assert said.status == 0
    for words in ("Journey: ", "Ends: ", "Most likely way", "Root causes: ", "Training answers 2 of "):
        assert words in said.out


def test_the_figures_as_json_name_their_method_and_formula(touchmap: Command, sample: str) -> None:
    said = touchmap("analyse", sample, "--format", "json")
    data = json.loads(said.out)
    minutes = data["analysis"]["journeys"][0]["minutes"]
    assert {"value", "n", "unit", "text", "method"} <= set(minutes)
    assert data["methods"][minutes["method"]]["formula"]


def test_a_workshop_that_is_nearly_empty_has_figures_too(touchmap: Command) -> None:
    said = touchmap("analyse", "-", stdin=b"touchmap: 1\nworkshop: {title: New}\n")
    assert said.status == 0
    assert said.out.startswith("New\n")


# -- graph and report


@pytest.mark.parametrize(
    ("ending", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("dot", b"digraph"), ("graphml", b"<")]
)
def test_a_graph_is_written_in_the_form_of_its_name(
    touchmap: Command, small: str, tmp_path: Path, ending: str, start: bytes
) -> None:
    assert touchmap("graph", small, "-o", f"out.{ending}").status == 0
    content = (tmp_path / f"out.{ending}").read_bytes()
    assert start in content[:200]


def test_a_graph_goes_to_standard_output_when_its_form_is_said(touchmap: Command, small: str) -> None:
    said = touchmap("graph", small, "-o", "-", "--format", "dot")
    assert (said.status, said.err) == (0, "")
    assert "digraph" in said.out
    assert touchmap("graph", small, "-o", "-").status == 2


def test_a_journey_is_chosen_by_its_id(touchmap: Command, small: str) -> None:
    assert touchmap("graph", small, "-o", "a.svg", "--journey", "one-way").status == 0
    said = touchmap("graph", small, "-o", "a.svg", "--journey", "two-way")
    assert said.status == 2
    assert "There are: one-way" in said.err


def test_a_folder_that_is_called_like_a_workshop_does_not_hide_it(
    touchmap: Command, small: str, tmp_path: Path
) -> None:
    touchmap("import", small)
    (tmp_path / "small").mkdir()
    said = touchmap("analyse", "small")
    assert said.status == 0
    assert said.out.startswith("Small one\n")


def test_a_report_comes_from_a_file_or_an_id_and_carries_its_data_when_asked(
    touchmap: Command, small: str, tmp_path: Path
) -> None:
    assert touchmap("import", small).status == 0
    assert touchmap("report", "small", "-o", "with.pdf", "--attach-data").status == 0
    assert (tmp_path / "with.pdf").read_bytes().startswith(b"%PDF-")
    said = touchmap("import", "with.pdf")
    assert said.status == 0
    assert "there already, the same" in said.out
    assert touchmap("report", small, "-o", "without.pdf").status == 0
    said = touchmap("import", "without.pdf")
    assert said.status == 2
    assert "--attach-data" in said.err


# -- new, templates, schema


def test_every_template_listed_begins_a_file_that_can_be_read(touchmap: Command) -> None:
    names = [line.split()[0] for line in touchmap("templates").out.splitlines() if not line.startswith(" ")]
    assert names
    for name in names:
        assert touchmap("new", name, "-o", f"{name}.yaml", "--title", "Ours").status == 0
        assert touchmap("check", f"{name}.yaml").status == 0


def test_new_does_not_replace_a_file_unless_told(touchmap: Command, small: str, tmp_path: Path) -> None:
    name = touchmap("templates").out.split()[0]
    before = (tmp_path / small).read_bytes()
    said = touchmap("new", name, "-o", small)
    assert said.status == 2
    assert (tmp_path / small).read_bytes() == before
    assert touchmap("new", name, "-o", small, "--force").status == 0
    assert (tmp_path / small).read_bytes() != before


def test_a_template_that_is_none_is_answered_with_those_there_are(touchmap: Command) -> None:
    said = touchmap("new", "no-such", "-o", "a.yaml")
    assert said.status == 2
    assert "There are: " in said.err


def test_the_schema_that_is_printed_is_the_one_that_is_shipped(touchmap: Command, root: Path) -> None:
    shipped = (root / "workshops" / "schema" / "workshop.schema.json").read_text(encoding="utf-8")
    assert json.loads(touchmap("schema").out) == json.loads(shipped)
    assert set(json.loads(shipped)["$defs"]) == set(KINDS)


# -- import, list, export, backup, restore


def test_a_workshop_comes_out_of_the_database_as_it_went_in(
    touchmap: Command, sample: str, tmp_path: Path
) -> None:
    touchmap("import", sample)
    assert touchmap("export", "missed-connection", "-o", "out.json").status == 0
    assert touchmap("export", "missed-connection", "-o", "out.yaml").status == 0
    for name in ("out.json", "out.yaml"):
        assert "there already, the same" in touchmap("import", name).out
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["touchmap"] == 1


def test_the_same_id_with_other_content_is_copied_replaced_or_kept(
    touchmap: Command, small: str, tmp_path: Path
) -> None:
    other = (tmp_path / small).read_text(encoding="utf-8").replace("Small one", "Other one").encode()
    touchmap("import", small)
    assert (
        "small: Small one (there already, left"
        in touchmap("import", "-", "--if-there", "keep", stdin=other).out
    )
    assert "small-2: Other one (taken in beside" in touchmap("import", "-", stdin=other).out
    assert "small: Other one (replaced)" in touchmap("import", "-", "--if-there", "replace", stdin=other).out
    assert len(touchmap("list").out.splitlines()) == 2


def test_of_several_files_none_is_taken_in_when_one_is_wrong(
    touchmap: Command, small: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text("touchmap: 2\n", encoding="utf-8")
    assert touchmap("import", small, "bad.yaml").status == 2
    assert touchmap("list").out == ""


def test_data_may_stand_before_or_after_the_command(touchmap: Command, small: str) -> None:
    touchmap("import", small, "--data", "elsewhere")
    assert touchmap("list").out == ""
    assert touchmap("list", "--data", "elsewhere").out.startswith("small ")
    assert touchmap("--data", "elsewhere", "list").out.startswith("small ")


def test_a_backup_brings_back_what_there_was(touchmap: Command, small: str, sample: str) -> None:
    touchmap("import", small)
    assert touchmap("backup", "-o", "kept").status == 0
    assert touchmap("backup", "-o", "kept").status == 2
    assert touchmap("backup", "-o", "kept", "--force").status == 0
    touchmap("import", sample)
    assert len(touchmap("list").out.splitlines()) == 2
    said = touchmap("restore", "kept")
    assert said.status == 0
    assert "What was there before: " in said.out
    assert touchmap("list").out.startswith("small ")


# -- config, doctor


def test_config_shows_every_setting_and_where_it_comes_from(
    touchmap: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOUCHMAP_PORT", "9000")
    said = touchmap("config")
    assert "TOUCHMAP_PORT = 9000   (set in the environment)" in said.out
    assert "TOUCHMAP_HOST = 127.0.0.1   (default)" in said.out
    monkeypatch.setenv("TOUCHMAP_PORT", "many")
    assert touchmap("config").status == 2


def test_doctor_ends_with_1_when_something_needed_is_missing(
    touchmap: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert touchmap("doctor").status == 0
    monkeypatch.setenv("PATH", str(tmp_path))
    said = touchmap("doctor")
    assert said.status == 1
    assert "✗ Graphviz" in said.out
    assert "apt-get install graphviz" in said.out


# -- what anybody can get wrong


@pytest.mark.parametrize(
    "line",
    [
        "",
        "no-such-command",
        "check",
        "check no-such-file.yaml",
        "check .",
        "check /dev/zero",
        "check /dev/null",
        "check nul\0.yaml",
        "analyse no-such-id",
        "analyse NO/SUCH",
        "graph small.yaml -o no/such/folder/a.svg",
        "graph small.yaml -o a.gif",
        "graph small.yaml -o .",
        "graph small.yaml",
        "report small.yaml -o small.yaml/a.pdf",
        "export no-such -o a.yaml",
        "export ../../etc -o a.yaml",
        "backup -o b",
        "restore small.yaml",
        "restore no-such",
        "import",
        "import small.yaml --if-there maybe",
        "list --data small.yaml",
        "list --data small.yaml/below",
        "list --data /proc/none",
        "serve --port 70000",
        "serve --host no.such.host.invalid",
        "new a -o b",
    ],
)
def test_what_a_person_gets_wrong_ends_in_a_sentence_and_status_2(
    touchmap: Command, small: str, line: str
) -> None:
    said = touchmap(*line.split(" ")) if line else touchmap()
    assert said.status == (0 if said.out.startswith("Usage") else 2)
    assert said.err or line == ""
    assert len(said.err) < 3000


@pytest.mark.parametrize(
    "line",
    [
        "report small.yaml -o small.yaml",
        "report small.yaml -o small",
        "graph small.yaml -o small.yaml --format svg",
        "new hotel-stay -o workshop.txt",
        "export small -o small.pdf",
    ],
)
def test_a_name_that_promises_something_else_is_not_written_to(
    touchmap: Command, small: str, tmp_path: Path, line: str
) -> None:
    before = (tmp_path / small).read_bytes()
    touchmap("import", small)
    said = touchmap(*line.split(" "))
    assert said.status == 2
    assert "after -o" in said.err
    assert (tmp_path / small).read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {small, "data"}


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"\x00" * 1000,
        b"%PDF-1.7 not really",
        b"PK\x03\x04",
        b"[" * 100_000,
        b"{" * 100_000,
        b"a: &a [*a]\n",
        b"touchmap: 1\nworkshop: {title: .nan, id: '../..'}\n",
        b"- " * 50_000,
        "touchmap: 1\nworkshop: {title: '\x1b[2J\u202e'}\n".encode(),
    ],
)
def test_a_hostile_file_ends_in_a_sentence(touchmap: Command, content: bytes) -> None:
    said = touchmap("check", "-", stdin=content)
    assert said.status in (0, 2)
    assert "\x1b" not in said.out + said.err
    assert said.out or said.err
