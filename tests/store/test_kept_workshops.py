"""A workshop in the database is the workshop that was put there, whatever it holds."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from strategies import ODD_TEXTS, models

from touchmap.domain.model import Model
from touchmap.domain.records import (
    Activity,
    Journey,
    Person,
    Stage,
    Statement,
    Touchpoint,
    Transition,
    Workshop,
)
from touchmap.store import workshops
from touchmap.store.database import open_database
from touchmap.store.tables import LINKS, RECORDS

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=1)


def long_workshop(touchpoints):
    """A journey of many touchpoints, each with six things on it."""
    records = [
        Journey(id="j", name="Journey"),
        *(Stage(id=f"st{n}", journey="j", name=f"Stage {n}") for n in range(10)),
    ]
    for n in range(touchpoints):
        records.append(Touchpoint(id=f"t{n}", stage=f"st{n * 10 // touchpoints}", name=f"Touchpoint {n}"))
        records += [
            Statement(id=f"t{n}-s{k}", touchpoint=f"t{n}", state="current", text="What happens " * 5)
            for k in range(3)
        ]
        records += [
            Activity(id=f"t{n}-a{k}", touchpoint=f"t{n}", name="Waits", minutes=5.5) for k in range(3)
        ]
    for n in range(touchpoints - 1):
        records.append(Transition(id=f"x{n}", journey="j", source=f"t{n}", target=f"t{n + 1}", share=0.5))
    return Model(Workshop(id="long", title="Long"), records)


@pytest.fixture(scope="module")
def shared():
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder)) as opened:
        yield opened


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(model=models())
def test_loading_gives_back_what_was_kept(shared, model):
    with shared.writing() as session:
        workshops.delete(session, model.workshop.id)
        workshops.insert(session, model, NOW)
    with shared.reading() as session:
        assert workshops.load(session, model.workshop.id) == model


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=models(most=12), second=models(most=12))
def test_replacing_leaves_nothing_of_the_one_before(shared, first, second):
    first = Model(Workshop(id="only-workshop-here", title="First"), [r for r in first if r.kind != "comment"])
    second = Model(
        Workshop(id="only-workshop-here", title="Second"), [r for r in second if r.kind != "comment"]
    )
    with shared.writing() as session:
        workshops.delete(session, "only-workshop-here")
        workshops.insert(session, first, NOW)
    with shared.writing() as session:
        workshops.replace(session, second, LATER)
    with shared.reading() as session:
        assert workshops.load(session, "only-workshop-here") == second
        (found,) = [entry for entry in workshops.listed(session) if entry.id == "only-workshop-here"]
        assert (found.created, found.updated) == (NOW, LATER)


@pytest.mark.parametrize("text", [*ODD_TEXTS, "x" * 20_000])
def test_odd_texts_are_kept_exactly(shared, text):
    workshop = Workshop(id="odd", title="Odd", request=text, groups=(text[:100], "b"))
    with shared.writing() as session:
        workshops.delete(session, "odd")
        workshops.insert(session, Model(workshop), NOW)
    with shared.reading() as session:
        found = workshops.load(session, "odd")
    assert found is not None
    assert found.workshop == workshop


def test_removing_a_workshop_removes_every_row_of_it_and_none_of_another(database):
    one, two = long_workshop(5), Model(Workshop(id="two", title="Two"), [Person(id="p", name="Ana")])
    with database.writing() as session:
        workshops.insert(session, one, NOW)
        workshops.insert(session, two, NOW)
    with database.writing() as session:
        assert workshops.delete(session, "long")
        assert not workshops.delete(session, "long")
    with database.reading() as session:
        for table in [*RECORDS.values(), *LINKS.values()]:
            rows = session.execute(
                sa.select(sa.func.count()).select_from(table).where(table.c.workshop_id == "long")
            )
            assert rows.scalar() == 0
        assert workshops.load(session, "two") == two
        assert workshops.load(session, "long") is None


def test_the_list_counts_and_begins_with_what_changed_last(database):
    with database.writing() as session:
        workshops.insert(session, long_workshop(5), NOW)
        workshops.insert(session, Model(Workshop(id="two", title="Two", client="C"), [Person(id="p")]), LATER)
    with database.reading() as session:
        two, long = workshops.listed(session)
    assert (two.id, two.client, two.people, two.touchpoints, two.updated) == ("two", "C", 1, 0, LATER)
    assert (long.id, long.journeys, long.touchpoints, long.created) == ("long", 1, 5, NOW)


def test_five_hundred_touchpoints_are_kept_and_loaded_within_two_seconds(database):
    model = long_workshop(500)
    started = time.perf_counter()
    with database.writing() as session:
        workshops.insert(session, model, NOW)
    with database.reading() as session:
        found = workshops.load(session, "long")
    assert time.perf_counter() - started < 2
    assert found == model


WRITER = """
import datetime as dt, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from touchmap.domain.model import Model
from touchmap.domain.records import Workshop
from touchmap.store import workshops
from touchmap.store.database import open_database
with open_database(Path({data!r})) as database:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(25):
        with database.writing() as session:
            model = Model(Workshop(id=f"{name}-{{number}}", title="x"))
            workshops.insert(session, model, dt.datetime.now(dt.UTC))
"""


def start(code):
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_two_programs_that_write_at_once_both_succeed(tmp_path):
    running = [
        start(WRITER.format(tests=str(Path(__file__).parent), data=str(tmp_path), name=name))
        for name in ("a", "b")
    ]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        process.communicate(timeout=180)
        assert process.returncode == 0
    with open_database(tmp_path) as database, database.reading() as session:
        assert len(workshops.listed(session)) == 50


DYING = """
import datetime as dt, sys, time
from pathlib import Path
from touchmap.domain.model import Model
from touchmap.domain.records import Person, Workshop
from touchmap.store import workshops
from touchmap.store.database import open_database
with open_database(Path({data!r})) as database, database.writing() as session:
    people = [Person(id=f"p{{n}}", name="x" * 200) for n in range(20_000)]
    workshops.replace(session, Model(Workshop(id="w", title="New"), people), dt.datetime.now(dt.UTC))
    print("written, not committed", flush=True)
    time.sleep(60)
"""


def test_a_program_killed_in_the_middle_leaves_what_was_there(tmp_path):
    old = Model(Workshop(id="w", title="Old"), [Person(id="p", name="Ana")])
    with open_database(tmp_path) as database, database.writing() as session:
        workshops.insert(session, old, NOW)
    process = start(DYING.format(data=str(tmp_path)))
    assert process.stdout.readline() == "written, not committed\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    with open_database(tmp_path) as database, database.reading() as session:
        assert workshops.load(session, "w") == old
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
