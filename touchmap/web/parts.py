"""The services that the pages use, found from any request."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app

from touchmap.config import Config
from touchmap.services.access import Access
from touchmap.services.contributing import Contributing
from touchmap.services.dropping import Dropping
from touchmap.services.editing import Editing
from touchmap.services.facilitating import Facilitating
from touchmap.services.helpers import Helpers
from touchmap.services.history import History
from touchmap.services.joining import Joining
from touchmap.services.scribing import Scribing
from touchmap.services.showing import Showing
from touchmap.web.jobs import ReportDesk
from touchmap.web.pace import Pace, Places
from touchmap.web.shelf import Shelf

EXTENSION = "touchmap"


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that create_app put together; `hosts` are the names that a Host header may have.

    Without `helpers` everything is done in this process.
    """

    access: Access
    shelf: Shelf
    desk: ReportDesk
    editing: Editing
    history: History
    joining: Joining
    contributing: Contributing
    scribing: Scribing
    facilitating: Facilitating
    dropping: Dropping
    showing: Showing
    pace: Pace
    places: Places
    data: Path
    config: Config
    hosts: frozenset[str]
    helpers: Helpers | None = None


def parts() -> Parts:
    """The parts of the application that answers this request."""
    return cast(Parts, current_app.extensions[EXTENSION])
