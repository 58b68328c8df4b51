"""Bytes of a workshop file, YAML and JSON, give back the workshop that they were made from."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import ODD_TEXTS, models

from touchmap.domain.model import Model
from touchmap.domain.records import Workshop
from touchmap.formats import workshop_file


@pytest.mark.parametrize("name", ["workshop.yaml", "workshop.json"])
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(model=models())
def test_a_file_gives_back_the_workshop_it_was_made_from(name, model):
    assert workshop_file.read(workshop_file.write(model, name), name) == model


@pytest.mark.parametrize("name", ["workshop.yaml", "workshop.json"])
@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_survive_alone_and_in_a_paragraph(text, name):
    workshop = Workshop(
        id="w", title=f"t{text}t", request=f"{text}\n{text}", summary=text, groups=(f"{text}x",)
    )
    assert workshop_file.read(workshop_file.write(Model(workshop), name), name).workshop == workshop
