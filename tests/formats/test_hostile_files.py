"""A hostile file ends in a clear error within two seconds and 100 MB, whatever it holds."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

HEAD = "touchmap: 1\\nworkshop: {title: a}\\n"
HOSTILE = {
    "deep yaml": "'[' * 2_000_000",
    "deep json": """'{"a":' * 500_000""",
    "deep dashes": "'- ' * 2_000_000",
    "wide yaml": f"'{HEAD}comments:\\n' + '- {{text: x}}\\n' * 700_000",
    "wide json": """'{"touchmap":1,"comments":[' + '1,' * 4_000_000""",
    "unknown keys": f"'{HEAD}' + ''.join(f'key{{i}}: 1\\n' for i in range(159_000))",
    "dangling references": f"'{HEAD}causes:\\n' + ''.join('- {{text: c, touchpoints: [x%d]}}\\n' % i for i in range(31_000))",
    "long scalar": "'touchmap: 1\\nworkshop: {title: \"' + 'x' * 9_900_000 + '\"}'",
    "long key": "'x' * 9_900_000 + ': 1'",
    "open quote json": """'{"' + 'a\\\\"' * 3_300_000""",
    "open quote yaml": """'"' + 'a\\\\"' * 3_300_000""",
    "wrong records": """'{"touchmap": 1, "workshop": {"title": "a"}, "agenda": [' + '1,' * 159_000 + '1]}'""",
    "repeated ids": f"'{HEAD}comments:\\n' + '- {{text: c, id: x}}\\n' * 39_000",
    "alias": "'a: &a [x]\\nb: *a'",
    "merge bomb": "'a: {x: 1}\\nb:\\n  <<: {x: 1}'",
    "tag": "'a: !!python/object/apply:os.system [ls]'",
    "repeated key": "'touchmap: 1\\ntouchmap: 1'",
    "repeated key json": """'{"a": 1, "a": 2}'""",
    "many documents": "'---\\n' * 2_500_000",
    "questions": "'? ' * 2_000_000",
    "huge number json": "'{\"a\":' + '9' * 4_000_000 + '}'",
    "huge number yaml": f"'{HEAD}agenda:\\n- {{title: a, minutes: ' + '9' * 4_000_000 + '}}'",
    "nan": """'{"touchmap": NaN}'""",
    "infinity yaml": f"'{HEAD}agenda:\\n- {{title: a, minutes: .inf}}'",
    "over json range": """'{"touchmap": 1, "workshop": {"title": "a"}, "agenda": [{"title": "a", "minutes": 1e999}]}'""",
    "lone surrogate": """'{"touchmap": 1, "workshop": {"title": "\\\\ud800"}}'""",
    "nul": "'touchmap: 1\\nworkshop: {title: \"a\\\\0b\"}'",
    "control character": "'touchmap: \\x01'",
    "not text": "bytes(range(256)) * 10_000",
    "half utf-16": "b'\\xff\\xfe' + b'\\x00\\xd8' * 1_000_000",
    "too large": "'#' * 10_600_000",
    "empty": "''",
    "only a comment": "'# nothing'",
}
CHILD = textwrap.dedent(
    """
    import resource, sys, time
    from touchmap.errors import UnreadableWorkshop
    from touchmap.formats import workshop_file
    content = {expression}
    content = content if isinstance(content, bytes) else content.encode("utf-8")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()  # of the processor: others may be at work on the machine
    try:
        workshop_file.read(content, "bad")
        sys.exit("it was read")
    except UnreadableWorkshop as unreadable:
        problem = unreadable.problems[0]
    seconds = time.process_time() - started
    megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert problem.what and problem.todo and problem.file == "bad", problem
    assert seconds < 2 and megabytes < 100, (seconds, megabytes)
    print(problem.code)
    """
)


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_in_a_clear_error_soon(name):
    child = subprocess.run(
        [sys.executable, "-c", CHILD.format(expression=HOSTILE[name])],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert child.returncode == 0, child.stderr[-2000:]
    assert child.stdout.startswith("TM")
