"""Workshops go in and out whole: from files, reports and standard input, into the database and back."""

from __future__ import annotations

import dataclasses
import io
import zlib

import pikepdf
import pytest

from touchmap.domain.model import Model
from touchmap.domain.records import Comment
from touchmap.errors import LimitReached, NotFound, UnreadableWorkshop, WrongUse
from touchmap.formats import workshop_file
from touchmap.formats.source import MAX_BYTES
from touchmap.report.engine.render import render_report
from touchmap.services import exchange, library, reporting


def changed(model, title="Changed"):
    return Model(dataclasses.replace(model.workshop, title=title), list(model))


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_file_taken_in_comes_out_as_the_same_workshop(database, now, form):
    content, name = library.sample("missed-connection")
    done = exchange.import_file(database, content, name, now=now)
    assert (done.id, done.done) == ("missed-connection", "new")
    out = exchange.export_file(database, done.id, form)
    assert workshop_file.read(out, f"x.{form}") == workshop_file.read(content, name)


def test_taking_in_the_same_again_changes_nothing(database, workshop, now):
    for clash in ("copy", "replace", "keep"):
        exchange.import_model(database, workshop, now=now)
        assert exchange.import_model(database, workshop, now=now, clash=clash).done == "unchanged"
    assert len(exchange.listed(database)) == 1


def test_another_workshop_with_the_same_id_gets_an_id_of_its_own(database, workshop, now):
    exchange.import_model(database, workshop, now=now)
    done = exchange.import_model(database, changed(workshop), now=now)
    assert (done.id, done.done) == ("w-2", "copied")
    assert exchange.load(database, "w") == workshop
    copy = exchange.load(database, "w-2")
    assert copy.workshop.title == "Changed"
    assert copy.all(Comment)[0].about == "w-2"
    assert exchange.import_model(database, changed(workshop), now=now).done == "unchanged"
    assert exchange.import_model(database, changed(workshop, "Third"), now=now).id == "w-3"


def test_a_copy_never_takes_the_id_of_a_record(workshop, database, now):
    exchange.import_model(database, workshop, now=now)
    other = Model(changed(workshop).workshop, [dataclasses.replace(workshop.get("ana"), id="w-2")])
    assert exchange.import_model(database, other, now=now).id == "w-3"


def test_replacing_and_keeping_are_done_only_when_asked(database, workshop, now):
    exchange.import_model(database, workshop, now=now)
    assert exchange.import_model(database, changed(workshop), now=now, clash="keep").done == "kept"
    assert exchange.load(database, "w") == workshop
    assert exchange.import_model(database, changed(workshop), now=now, clash="replace").done == "replaced"
    assert exchange.load(database, "w").workshop.title == "Changed"
    assert len(exchange.listed(database)) == 1


def test_a_file_with_problems_leaves_the_database_as_it_was(database, now):
    with pytest.raises(UnreadableWorkshop) as caught:
        exchange.import_file(database, b"touchmap: 1\nworkshop: {titel: x}\n", "bad.yaml", now=now)
    assert caught.value.problems[0].line == 2
    assert exchange.listed(database) == []


@pytest.mark.parametrize(("limit", "most"), [("MAX_NODES", 20), ("MAX_DEPTH", 4), ("MAX_BYTES", 100)])
def test_what_could_not_come_out_again_does_not_go_in(database, now, monkeypatch, limit, most):
    content, name = library.sample("missed-connection")
    monkeypatch.setattr(exchange, limit, most)
    with pytest.raises(LimitReached, match="too large for one file"):
        exchange.import_model(database, exchange.read_bytes(content, name), now=now)
    assert exchange.listed(database) == []


def test_what_is_not_there_is_said_to_be_not_there(database):
    with pytest.raises(NotFound, match="nothing-here"):
        exchange.export_file(database, "nothing-here")
    with pytest.raises(NotFound, match="touchmap list"):
        exchange.remove(database, "nothing-here")
    with pytest.raises(NotFound):
        exchange.stamp(database, "nothing-here")


def test_the_stamp_changes_when_the_workshop_does(database, workshop, now):
    exchange.import_model(database, workshop, now=now)
    assert exchange.stamp(database, "w").updated == now
    later = now.replace(hour=12)
    exchange.import_model(database, changed(workshop), now=later, clash="replace")
    assert exchange.stamp(database, "w").updated == later


def test_a_file_is_read_by_its_path_and_standard_input_by_a_hyphen(tmp_path, workshop):
    path = tmp_path / "w.yaml"
    path.write_bytes(workshop_file.write(workshop))
    assert exchange.read_file(str(path)) == workshop
    content, name = exchange.read_content("-", io.BytesIO(path.read_bytes()))
    assert exchange.read_bytes(content, name) == workshop


def test_reading_never_takes_in_more_than_a_file_may_have():
    content, name = exchange.read_content("/dev/zero")
    assert len(content) == MAX_BYTES + 1
    with pytest.raises(UnreadableWorkshop, match="larger than 10 MB"):
        exchange.read_bytes(content, name)


@pytest.mark.parametrize("path", ["/", "no/such/file.yaml", "nul\0.yaml"])
def test_a_path_that_cannot_be_read_is_said_with_its_name(path):
    with pytest.raises(WrongUse, match=r"folder|no such file|cannot be read"):
        exchange.read_content(path)


def test_an_id_that_cannot_be_one_is_refused(workshop):
    with pytest.raises(WrongUse, match="cannot be an id"):
        exchange.with_id(workshop, "Not an id")
    with pytest.raises(WrongUse, match="that of a record"):
        exchange.with_id(workshop, "ana")


# -- a report that carries its workshop


def report(**files):
    """A PDF with these files attached."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, content in files.items():
        pdf.attachments[name.replace("__", ".")] = pikepdf.AttachedFileSpec(pdf, content)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_report_with_its_data_is_taken_in_like_a_file(workshop):
    content = report(workshop__touchmap__json=workshop_file.write(workshop, "x.json"), logo__png=b"x")
    assert exchange.read_bytes(content, "report.pdf") == workshop


def test_a_report_of_our_own_engine_gives_its_workshop_back(now):
    model = exchange.read_bytes(*library.sample("missed-connection"))
    made = reporting.report_document(model, made_on=now.date(), attach_data=True)
    short = dataclasses.replace(made.sections[0], html="<h1>One page is enough</h1>")
    pdf = render_report(dataclasses.replace(made, sections=(short,))).pdf
    assert exchange.read_bytes(pdf, "report.pdf") == model


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (report(), "TM095"),
        (report(logo__png=b"x"), "TM095"),
        (report(a__json=b"{}", b__yaml=b""), "TM095"),
        (report(a__json=b" " * (MAX_BYTES + 1)), "TM090"),
        (b"%PDF-1.7\nnothing else", "TM096"),
        (report(a__json=b"{}")[:-400], "TM096"),
    ],
)
def test_a_report_without_a_workshop_is_refused_in_words(content, code):
    with pytest.raises(UnreadableWorkshop) as caught:
        exchange.read_bytes(content, "report.pdf")
    assert caught.value.problems[0].code == code
    assert caught.value.problems[0].todo


def test_problems_inside_a_report_name_the_report_and_the_file_in_it():
    with pytest.raises(UnreadableWorkshop) as caught:
        exchange.read_bytes(report(a__json=b'{"touchmap": 1}'), "report.pdf")
    assert caught.value.problems[0].file == "report.pdf: a.json"


def swelling():
    """A PDF of half a megabyte whose table of objects unpacks to 500."""
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(bytes(10_000_000)) for _ in range(50)) + squeeze.flush()
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 9 /W [1 4 1] /Root 2 0 R /Filter /FlateDecode /Length "
    return head + b"%d >>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def test_a_report_that_swells_is_stopped_and_the_next_one_works(workshop):
    with pytest.raises(UnreadableWorkshop, match="TM096"):
        exchange.read_bytes(swelling(), "bomb.pdf")
    good = report(w__json=workshop_file.write(workshop, "x.json"))
    assert exchange.read_bytes(good, "report.pdf") == workshop
