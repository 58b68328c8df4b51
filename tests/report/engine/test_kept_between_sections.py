"""What is kept between sections changes how long they take and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import hashlib, json, sys
from touchmap.report.engine import tuning
if sys.argv[1] == "plain":
    tuning.TUNED_FOR = "none"
from touchmap.report.engine.markup import section_css, section_html
from touchmap.report.engine.typeset import Typesetter
from sample_report import report
document = report(3)
typesetter = Typesetter(section_css(document), document.assets)
# Twice, so that everything that can be kept has been.
for round in range(2):
    found = {}
    for section in document.sections:
        part, _ = typesetter.part(section.key, *section_html(section, "en", "x", {}))
        found[section.key] = [
            [page.anchors, page.parents, [mark.label for mark in page.bookmarks], [link.rect for link in page.links],
             page.folio and [page.folio.x, page.folio.y, page.folio.font]] for page in part.pages
        ] + [sorted(font.texts.items()) for font in part.fonts]
print(json.dumps(found))
"""


def laid_out(way: str) -> dict[str, object]:
    command = [sys.executable, "-c", PROGRAM, way]
    environment = {"PYTHONPATH": str(Path(__file__).parent), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_sections_come_out_the_same_with_and_without() -> None:
    tuned, plain = laid_out("tuned"), laid_out("plain")
    assert list(tuned) == list(plain)
    for key, pages in plain.items():
        assert tuned[key] == pages, key
