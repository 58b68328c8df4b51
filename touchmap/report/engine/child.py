"""The process that runs WeasyPrint: takes sections and fonts one at a time, under limits set before it sees any of them.

Run as ``python -m touchmap.report.engine.child``; talks in `frames` on standard input and output. It ends when its input
is closed, so it never outlives the process that started it for longer than the section in hand (which has limits).
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

from touchmap.report.engine import frames, quickstart
from touchmap.report.engine.cache import Cache
from touchmap.report.engine.fontfiles import keep_files, program
from touchmap.report.engine.fonts import FontProgram, encode_program
from touchmap.report.engine.part import encode
from touchmap.report.engine.typeset import Typesetter

_FILE_SIZE = 200_000_000


def main() -> None:
    """Answer messages until the input ends."""
    quickstart.restore()
    # Whatever C libraries print must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    gc.set_threshold(50_000, 20, 100)
    setup = frames.read(sys.stdin.buffer)
    if setup is None:
        return
    _limit(setup["limits"])
    cache = Cache(Path(setup["folder"]))
    typesetter = None
    while (job := frames.read(sys.stdin.buffer)) is not None:
        try:
            if job["do"] == "section":
                if typesetter is None:
                    typesetter = Typesetter(
                        setup["css"], _assets(cache, setup["assets"]), tuned=setup["tuned"]
                    )
                    gc.freeze()
                answer = _section(typesetter, cache, job)
            else:
                answer = _font(cache, job)
        except BaseException as error:  # everything is an answer here, also what WeasyPrint makes fatal
            answer = {"error": type(error).__name__, "what": str(error)[:300]}
        _send(answers, {**answer, "resident": _resident()})


def _section(typesetter: Typesetter, cache: Cache, job: dict[str, Any]) -> dict[str, Any]:
    part, fonts = typesetter.part(job["key"], job["head"], job["body"])
    keep_files(fonts, cache)
    cache.put(job["name"], encode(part))
    return {"warnings": typesetter.warnings}


def _font(cache: Cache, job: dict[str, Any]) -> dict[str, Any]:
    request = job["request"]
    file = cache.get(f"{request['file']}.font")
    if file is None:
        return {"error": "FontGone", "what": "the font file is not in the cache any more"}
    made = program(file, request["index"], request["about"], request["glyphs"], request["missing"])
    cache.put(job["name"], encode_program(FontProgram(*made)))
    return {}


def _assets(cache: Cache, names: dict[str, str]) -> dict[str, bytes]:
    assets = {name: cache.get(entry) for name, entry in names.items()}
    return {name: content for name, content in assets.items() if content is not None}


def _limit(limits: dict[str, int]) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_SIZE, _FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"] + 2))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))


def _resident() -> int:
    """Memory in use now, in bytes; the largest so far where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _send(pipe: BinaryIO, message: dict[str, Any]) -> None:
    pipe.write(frames.packed(message))
    pipe.flush()


if __name__ == "__main__":
    main()
    # Everything is written; taking a hundred megabytes of styles and boxes apart object by object would cost the report a
    # fifth of a second for each child.
    os._exit(0)
