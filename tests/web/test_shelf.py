"""A workshop is analysed once for all who asked before it was read; nobody gets one that is older than their question."""

from __future__ import annotations

import time

import pytest
from flask import Flask
from served import WORKSHOP

from touchmap.domain.edits import read_edit
from touchmap.services.bookkeeping import Who
from touchmap.web.parts import EXTENSION, Parts
from touchmap.web.shelf import Shelf


@pytest.fixture
def parts(fresh: Flask) -> Parts:
    found: Parts = fresh.extensions[EXTENSION]
    found.shelf.open_sample(WORKSHOP)
    return found


def _edit(parts: Parts, id: str) -> None:
    edit = {
        "id": id,
        "action": "set",
        "kind": "touchpoint",
        "record": "bag",
        "fields": {"name": f"Named {id}"},
    }
    parts.editing.do(WORKSHOP, read_edit(edit), Who("ana", "Ana"))


def test_without_a_moment_of_asking_every_change_is_seen(parts: Parts) -> None:
    shelf = Shelf(parts.access.database)
    first = shelf.case(WORKSHOP)
    assert shelf.case(WORKSHOP) is first
    _edit(parts, "one")
    assert shelf.case(WORKSHOP) is not first


def test_who_asked_before_it_was_read_shares_it_and_who_asks_later_does_not(parts: Parts) -> None:
    shelf = Shelf(parts.access.database)
    early = time.monotonic()
    shelf.asked = early
    first = shelf.case(WORKSHOP)
    _edit(parts, "one")
    assert shelf.case(WORKSHOP) is first  # asked before the edit: as it was then is right
    shelf.asked = time.monotonic()
    second = shelf.case(WORKSHOP)
    assert second is not first
    _edit(parts, "two")
    shelf.asked = early
    assert shelf.case(WORKSHOP) is second


def test_a_case_that_is_seen_to_be_the_newest_counts_as_read_then(parts: Parts) -> None:
    shelf = Shelf(parts.access.database)
    first = shelf.case(WORKSHOP)
    shelf.asked = time.monotonic()
    assert shelf.case(WORKSHOP) is first
    _edit(parts, "one")
    assert shelf.case(WORKSHOP) is first
