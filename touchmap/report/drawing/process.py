"""Graphviz as a child process: text in, text out, with limits on time, memory and output; killed as a group."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import time
from dataclasses import dataclass

#: What a layout may take before it is given up: seconds of wall clock, MB of address space, MB of output.
SECONDS = 15.0
MEMORY_MB = 1_500
OUTPUT_MB = 64

# The shell sets the limits and then becomes the program: no code of ours runs between fork and exec, so this is safe in
# servers with threads. A system that does not know a limit goes on without it.
_LIMITED = (
    'ulimit -v "$1" 2>/dev/null; ulimit -t "$2" 2>/dev/null; ulimit -c 0 2>/dev/null; shift 2; exec "$@"'
)


class GraphvizFailed(Exception):
    """Graphviz gave no drawing; `reason` says why in words, `slow` whether it ran out of time."""

    def __init__(self, reason: str, *, slow: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.slow = slow


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how large one run of Graphviz may get."""

    seconds: float = SECONDS
    memory_mb: int = MEMORY_MB
    output_mb: int = OUTPUT_MB


def run(engine: str, kind: str, source: str, limits: Limits | None = None) -> bytes:
    """The output of `engine -Tkind` (such as `dot`, `json0`) for DOT source. Raises GraphvizFailed.

    Nothing of the source reaches the command line; no file is written or read by us.
    """
    limits = limits or Limits()
    command = [
        "/bin/sh", "-c", _LIMITED, "graphviz",
        str(limits.memory_mb * 1024), str(max(1, round(limits.seconds + 1))),
        engine, f"-T{kind}",
    ]  # fmt: skip
    if engine == "neato":
        command.append("-n2")
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            bufsize=0,
        )
    except OSError as error:
        raise GraphvizFailed(f"{engine} could not be started: {error}") from error
    try:
        return _converse(process, engine, source.encode("utf-8", "replace"), limits)
    finally:
        _end(process)


def _converse(process: subprocess.Popen[bytes], engine: str, given: bytes, limits: Limits) -> bytes:
    """Write and read at once until the program has said everything, broken a limit or gone silent for too long."""
    deadline = time.monotonic() + limits.seconds
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise GraphvizFailed(f"{engine} has no pipes")
    os.set_blocking(stdin.fileno(), False)
    heard = bytearray()
    rest = memoryview(given)
    with selectors.DefaultSelector() as watch:
        watch.register(stdin, selectors.EVENT_WRITE)
        watch.register(stdout, selectors.EVENT_READ)
        while watch.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise GraphvizFailed(f"{engine} took longer than {limits.seconds:g} s", slow=True)
            for key, _ in watch.select(left):
                if key.fileobj is stdin:
                    rest = _write(stdin.fileno(), rest)
                    if not rest:
                        watch.unregister(stdin)
                        with contextlib.suppress(BrokenPipeError):
                            stdin.close()
                else:
                    piece = os.read(stdout.fileno(), 1 << 16)
                    heard += piece
                    if not piece:
                        watch.unregister(stdout)
                    if len(heard) > limits.output_mb << 20:
                        raise GraphvizFailed(f"{engine} wrote more than {limits.output_mb} MB")
    try:
        status = process.wait(max(deadline - time.monotonic(), 0.1))
    except subprocess.TimeoutExpired as error:
        raise GraphvizFailed(f"{engine} took longer than {limits.seconds:g} s", slow=True) from error
    return _judged(engine, status, bytes(heard))


def _write(descriptor: int, rest: memoryview) -> memoryview:
    """What is left to write; nothing when the program no longer listens."""
    try:
        return rest[os.write(descriptor, rest[: 1 << 16]) :]
    except BrokenPipeError:
        return rest[:0]
    except BlockingIOError:
        return rest


def _judged(engine: str, status: int, heard: bytes) -> bytes:
    if status == 127:
        raise GraphvizFailed(f"{engine} is not installed")
    if status < 0:
        raise GraphvizFailed(f"{engine} was ended by {signal.Signals(-status).name}")
    if status > 0:
        raise GraphvizFailed(f"{engine} ended with status {status}")
    if not heard:
        raise GraphvizFailed(f"{engine} said nothing")
    return heard


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave no process behind, whatever it started, and no pipe open."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
