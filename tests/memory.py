"""Where tests keep their files: in memory, if there is enough, because most of them would wait for nothing but the disk."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30  # bytes that have to be free: all tests together leave less than a tenth of it
NAME = "touchmap-tests-"


def keep_files_in_memory() -> None:
    """Points TMPDIR there for this process and all that it starts, until it ends; a TMPDIR that is set stays.

    touchmap syncs what it acknowledges, and does so here too. Only what a sync costs differs: a disk takes 5 to 50 ms for it.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    for left in MEMORY.glob(f"{NAME}*-*"):
        if not Path("/proc", left.name.split("-")[-2]).exists():  # of a run that was killed
            shutil.rmtree(left, ignore_errors=True)
    if shutil.disk_usage(MEMORY).free < ENOUGH:
        return
    folder = tempfile.mkdtemp(prefix=f"{NAME}{os.getpid()}-", dir=MEMORY)
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = None
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
