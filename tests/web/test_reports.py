"""Reports are made in the background: asked for, watched with and without script, downloaded, bounded."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import WORKSHOP, close, form_key, make_app, sign_in

from touchmap.errors import LimitReached
from touchmap.services import exchange, reporting
from touchmap.web.jobs import MOST_WAITING, SILENT, DeskFull, Job, ReportDesk

REPORT = f"/workshops/{WORKSHOP}/report"


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.05)


def ask(owner: FlaskClient, **fields: str) -> str:
    answer = owner.post(REPORT, data={"form_key": form_key(owner), **fields})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


@pytest.fixture
def own(tmp_path: Path) -> Iterator[FlaskClient]:
    """A signed-in browser of an application of the test's own, with the sample."""
    app = make_app(tmp_path / "data")
    yield sign_in(app)
    close(app)


def test_a_report_is_made_watched_and_downloaded_with_its_data(own: FlaskClient, fresh: Flask) -> None:
    place = ask(own, attach="yes")
    watching = own.get(place)
    assert watching.headers["Refresh"] == "2"  # without script the page looks again by itself
    until(lambda: own.get(f"{place}/state").json["over"], 120)  # type: ignore[index]  # the answer is JSON
    ready = own.get(place)
    assert "Refresh" not in ready.headers
    assert "The report is ready" in ready.text
    pdf = own.get(f"{place}/report.pdf", buffered=True)
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF-1.7")
    assert f"{WORKSHOP}-" in pdf.headers["Content-Disposition"]
    assert exchange.read_bytes(pdf.data, "report.pdf").workshop.id == WORKSHOP
    assert "Download" in own.get(REPORT).text


def test_other_pages_answer_while_a_report_is_made(own: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr(reporting, "make_report", lambda *_, **__: go.wait(30))
    place = ask(own)
    began = time.monotonic()
    assert own.get(f"/workshops/{WORKSHOP}").status_code == 200
    assert time.monotonic() - began < 5
    go.set()
    until(lambda: own.get(f"{place}/state").json["over"])  # type: ignore[index]  # the answer is JSON


def test_a_report_that_cannot_be_made_says_why_and_what_to_do(
    own: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*_: object, **__: object) -> None:
        raise LimitReached(
            "The report took longer than 300 s.", "Give it more time with TOUCHMAP_REPORT_SECONDS."
        )

    monkeypatch.setattr(reporting, "make_report", too_long)
    place = ask(own)
    until(lambda: "could not be made" in own.get(place).text)
    page = own.get(place).text
    assert "longer than 300 s" in page
    assert "Try again" in page
    assert own.get(f"{place}/report.pdf").status_code == 404


def test_too_many_reports_at_once_are_told_to_wait(own: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr(reporting, "make_report", lambda *_, **__: go.wait(30))
    for _ in range(MOST_WAITING):
        ask(own)
    answer = own.post(REPORT, data={"form_key": form_key(own)})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    go.set()


def test_the_report_of_one_workshop_is_not_found_under_another(
    own: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "make_report", lambda *_, **__: 1 / 0)
    place = ask(own)
    assert own.get(place.replace(WORKSHOP, "another")).status_code == 404


class Clock:
    """A clock that the test moves."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_the_desk_makes_one_report_after_another_and_tells_each_step(tmp_path: Path) -> None:
    desk = ReportDesk(tmp_path)
    seen: list[Job | None] = []
    ordered = threading.Event()

    def make(tick: Callable[[int, int], None]) -> bytes:
        # The order is answered while its work may already run; only then is its number known here.
        ordered.wait(30)
        tick(1, 2)
        seen.append(desk.job(first.id))
        return b"%PDF"

    first = desk.order("w", "W", make)
    ordered.set()
    until(lambda: (desk.job(first.id) or first).over)
    done = desk.job(first.id)
    assert done is not None
    assert seen[0] is not None
    assert (seen[0].done, seen[0].total, seen[0].state) == (1, 2, "running")
    assert (done.state, done.size) == ("done", 4)
    path = desk.pdf(done)
    assert path is not None
    assert path.read_bytes() == b"%PDF"


def test_a_fault_while_making_frees_the_desk(tmp_path: Path) -> None:
    desk = ReportDesk(tmp_path)
    jobs = [desk.order("w", "W", lambda tick: bytes(1 // 0)) for _ in range(3)]
    until(lambda: all((desk.job(job.id) or job).over for job in jobs))
    assert {(desk.job(job.id) or job).state for job in jobs} == {"failed"}
    desk.order("w", "W", lambda tick: b"")


def test_a_job_whose_process_died_is_told_as_failed(tmp_path: Path) -> None:
    clock = Clock()
    desk, other = ReportDesk(tmp_path, clock=clock), ReportDesk(tmp_path, clock=clock)
    go = threading.Event()
    job = desk.order("w", "W", lambda tick: bytes(go.wait(30)))
    assert not (other.job(job.id) or job).over
    clock.now += SILENT + 1
    assert (other.job(job.id) or job).state == "failed"
    assert not (desk.job(job.id) or job).over  # the desk that makes it knows better
    go.set()


def test_an_order_that_waits_lives_as_long_as_the_one_before_it_gives_signs(tmp_path: Path) -> None:
    clock = Clock()
    desk, other = ReportDesk(tmp_path, clock=clock), ReportDesk(tmp_path, clock=clock)
    moved, ticked, go = threading.Event(), threading.Event(), threading.Event()

    def make(tick: Callable[[int, int], None]) -> bytes:
        moved.wait(30)
        tick(1, 2)
        ticked.set()
        return bytes(go.wait(30))

    desk.order("w", "W", make)
    waiting = desk.order("w", "W", lambda tick: b"%PDF")
    clock.now += SILENT + 1
    moved.set()
    ticked.wait(30)
    assert (other.job(waiting.id) or waiting).state == "waiting"
    go.set()
    until(lambda: (other.job(waiting.id) or waiting).state == "done")


def test_a_job_is_asked_for_by_its_id_only(tmp_path: Path) -> None:
    desk = ReportDesk(tmp_path)
    (tmp_path / "odd.json").write_text('{"id": 3}')
    for id in ("../odd", "odd", "", "x" * 99, "é", "a/b", "\0"):
        assert desk.job(id) is None


def test_old_reports_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("touchmap.web.jobs.KEEP", 3)
    desk = ReportDesk(tmp_path)
    for _ in range(6):
        job = desk.order("w", "W", lambda tick: b"x")
        until(lambda job=job: (desk.job(job.id) or job).over)  # type: ignore[misc]  # bound now, not later
    assert len(desk.of("w")) <= 4
    assert len(list(tmp_path.glob("*.pdf"))) <= 4
    with pytest.raises(TypeError):
        Job(**(asdict(job) | {"other": 1}))


def test_a_full_desk_refuses(tmp_path: Path) -> None:
    desk, go = ReportDesk(tmp_path), threading.Event()
    for _ in range(MOST_WAITING):
        desk.order("w", "W", lambda tick: bytes(go.wait(30)))
    with pytest.raises(DeskFull):
        desk.order("w", "W", lambda tick: b"")
    go.set()
