"""Takes the workshop's data out of a report: a PDF is opened only in a child process that has limits.

A PDF can be made to swell or to loop when it is opened. The child gets the bytes on standard input, may use so much
memory and processor time and no more, and answers with the attached file's name and content.
"""

from __future__ import annotations

import json
import subprocess
import sys

from touchmap.errors import Problem, UnreadableWorkshop

MAX_PDF_BYTES = 20 * 1024 * 1024
SECONDS = 2  # of processor time
NONE, SEVERAL, LARGE, BROKEN = "none", "several", "large", "broken"

_SAID = {
    NONE: (
        "TM095",
        "This PDF carries no workshop.",
        "Make the report with its data attached (`touchmap report … --attach-data`), or import the workshop's file.",
    ),
    SEVERAL: ("TM095", "This PDF carries several files that could be the workshop.", "Save the right one and import that."),
    LARGE: ("TM090", "What this PDF carries is larger than a workshop file may be (10 MB).", "Import the workshop's own file."),
    BROKEN: ("TM096", "This PDF cannot be read.", "Make the report again, or import the workshop's file."),
}  # fmt: skip


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF, by its first bytes."""
    return content[:5] == b"%PDF-"


def attached(content: bytes, name: str) -> tuple[bytes, str]:
    """The workshop file inside a report, and its name; raises UnreadableWorkshop when there is none to be had."""
    if len(content) > MAX_PDF_BYTES:
        raise UnreadableWorkshop([_problem(BROKEN, name)])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "touchmap.formats.pdf_child"],
            input=content,
            capture_output=True,
            timeout=10 * SECONDS,
            check=True,
        )
        head, _, body = done.stdout.partition(b"\n")
        said = json.loads(head)
    except (subprocess.SubprocessError, ValueError):
        raise UnreadableWorkshop([_problem(BROKEN, name)]) from None
    if said.get("trouble"):
        raise UnreadableWorkshop([_problem(said["trouble"], name)])
    return body, f"{name}: {said['name']}"


def _problem(trouble: str, name: str) -> Problem:
    code, what, todo = _SAID[trouble]
    return Problem(code, what, todo, (), name)
