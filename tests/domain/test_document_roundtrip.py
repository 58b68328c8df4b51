"""Whatever a workshop holds, writing it down and reading that gives the same workshop."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from strategies import models

from touchmap.domain import document


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(models())
def test_reading_what_was_written_gives_the_same_workshop(model):
    read, problems = document.read(document.write(model))
    assert problems == []
    assert read == model


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(models())
def test_writing_is_settled_after_the_first_time(model):
    once = document.write(model)
    read, _ = document.read(once)
    assert read is not None
    assert document.write(read) == once
