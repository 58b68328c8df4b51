"""Where things are: what touchmap ships (templates, static files, workshops) and where it keeps its data."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from touchmap.errors import SetupMissing, WrongUse

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `templates`, `static` or `workshops`: inside the package when installed, beside it in a checkout.

    Raises SetupMissing when neither is there (a broken installation).
    """
    for folder in (PACKAGE / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise SetupMissing(f"The folder {name!r} that touchmap ships is missing.", "Install touchmap again.")


def templates_folder() -> Path:
    """Jinja templates of the pages, and of the report under `report/`."""
    return shipped("templates")


def static_folder() -> Path:
    """Style sheets and scripts; third-party files under `vendor/`."""
    return shipped("static")


def vendor_folder() -> Path:
    """Browser libraries, icons and fonts that set-up brings; may be absent in a fresh checkout."""
    return shipped("static") / "vendor"


def workshops_folder() -> Path:
    """Sample workshops, templates and the published schema."""
    return shipped("workshops")


def data_folder(given: str | os.PathLike[str] | None, configured: str = "") -> Path:
    """The data folder as an absolute path, not yet made: `given`, else `configured`, else the user's own.

    `configured` is the setting TOUCHMAP_DATA.
    """
    chosen = os.fspath(given) if given else configured
    if "\0" in chosen:
        raise WrongUse("The name of the data folder has a NUL character in it.", "Give it another name.")
    folder = Path(chosen).expanduser() if chosen else user_data_path("touchmap", appauthor=False)
    return Path(os.path.abspath(folder))


def make_data_folder(folder: Path) -> Path:
    """`folder`, made if it is not there (readable by its owner only) and found writable.

    Raises WrongUse when something else has that name, SetupMissing when it cannot be made or written to.
    """
    if folder.exists() and not folder.is_dir():
        raise WrongUse(f"The data folder {folder} is a file.", "Name a folder with --data or TOUCHMAP_DATA.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SetupMissing(
            f"The data folder {folder} cannot be made: {error.strerror}.",
            "Name a folder that you may write to with --data or TOUCHMAP_DATA.",
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SetupMissing(
            f"The data folder {folder} may not be written to.",
            "Change its permissions, or name another with --data or TOUCHMAP_DATA.",
        )
    return folder
