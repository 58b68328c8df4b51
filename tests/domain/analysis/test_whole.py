"""Any workshop at all can be analysed and checked, odd texts and contradictions included."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass

from hypothesis import HealthCheck, given, settings
from strategies import models

from touchmap.domain.analysis import analyse
from touchmap.domain.rules import check


def plain(value):
    if is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name)) for field in fields(value) if field.name != "by_id"
        }
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(models())
def test_any_workshop_is_analysed_into_finite_numbers_and_checked(model):
    for crosshair in ("midpoint", "medians"):
        analysis = analyse(model, crosshair)
        json.dumps(plain(analysis), allow_nan=False)
    for finding in check(model, analysis):
        assert finding.sentence
        assert model.get(finding.record) is not None
