"""Rules of drawings and charts on paper: the report's engine draws them without complaint."""

import logging

import pytest
from weasyprint import HTML

from touchmap.report.charts.emotion import Column, Feeling, emotion_curve
from touchmap.report.charts.palette import PRINT
from touchmap.report.drawing.journey import draw_rows
from touchmap.report.drawing.legend import entries, legend

from .journeys import HOSTILE, full, named


def test_weasyprint_has_nothing_to_complain_about(caplog: pytest.LogCaptureFixture) -> None:
    drawn = [row.svg for row in draw_rows(full(), width=700)] + [
        row.svg for row in draw_rows(named(HOSTILE[:8]), width=700)
    ]
    drawn.append(legend("Legend", entries(full(), rows=True), width=600, palette=PRINT))
    feelings = [Feeling(-1.0, 1.0, (-1, -2, 0), True), Feeling(None), Feeling(1.5, 2.0)]
    drawn.append(
        emotion_curve("Feelings", [Column(30 + 90 * n, 90) for n in range(3)], feelings, palette=PRINT)
    )
    with caplog.at_level(logging.WARNING):
        pdf = HTML(string=f"<html lang=en><title>x</title>{''.join(drawn)}</html>").write_pdf(
            pdf_variant="pdf/ua-1"
        )
    assert pdf.startswith(b"%PDF")
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
