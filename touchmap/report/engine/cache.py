"""Finished sections and fonts kept on disk: bounded, safe for several processes at once, never trusted blindly."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

_MEGABYTE = 1_000_000


class Cache:
    """A folder of entries named by what they were made from. Entries appear whole or not at all.

    size: bytes; `trim` removes what was used longest ago until three quarters of it are in use.
    """

    def __init__(self, folder: Path, size: int = 300 * _MEGABYTE) -> None:
        self.folder = folder
        self.size = size
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def get(self, name: str) -> bytes | None:
        """The entry, or None. Reading marks it as used."""
        path = self.path(name)
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return content

    def has(self, name: str) -> bool:
        """Whether the entry is there (it may be damaged all the same)."""
        return self.path(name).exists()

    def put(self, name: str, content: bytes) -> None:
        """Keep the entry; a process that reads at the same time sees the old one or the new one, never a part."""
        path = self.path(name)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(beside, path)
        except OSError:
            with suppress(OSError):
                os.unlink(beside)
            raise

    def drop(self, name: str) -> None:
        """Forget an entry that turned out to be damaged."""
        with suppress(OSError):
            self.path(name).unlink()

    def path(self, name: str) -> Path:
        """Where the entry is kept."""
        return self.folder / name[:2] / name

    def trim(self) -> None:
        """Keep the folder within its size; also removes what a killed process left half-written."""
        entries: list[tuple[float, int, str]] = []
        total = 0
        for shelf in os.scandir(self.folder):
            if not shelf.is_dir(follow_symlinks=False):
                continue
            for entry in os.scandir(shelf.path):
                with suppress(OSError):
                    state = entry.stat(follow_symlinks=False)
                    entries.append((state.st_mtime, state.st_size, entry.path))
                    total += state.st_size
        if total <= self.size:
            return
        entries.sort()
        for _, size, path in entries:
            with suppress(OSError):
                os.unlink(path)
            total -= size
            if total <= self.size * 3 // 4:
                return
