"""create_app: the one place where settings, database, services and pages meet."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterable
from pathlib import Path

from flask import Flask

from touchmap.config import Config
from touchmap.live import describing, roomroutes
from touchmap.live import routes as live
from touchmap.live.hub import Hub
from touchmap.live.roomhub import RoomHub
from touchmap.paths import make_data_folder, static_folder, templates_folder
from touchmap.services.access import Access, secret_key
from touchmap.services.contributing import Contributing
from touchmap.services.dropping import Dropping
from touchmap.services.editing import Editing
from touchmap.services.facilitating import Facilitating
from touchmap.services.helpers import Helpers
from touchmap.services.history import History
from touchmap.services.joining import Joining
from touchmap.services.scribing import Scribing
from touchmap.services.showing import Showing
from touchmap.store.database import attach
from touchmap.web import apidoc, guesting, pages, roomapidoc
from touchmap.web.context import install
from touchmap.web.jobs import ReportDesk
from touchmap.web.pace import Pace, Places
from touchmap.web.parts import EXTENSION, Parts
from touchmap.web.shelf import Shelf

MEGABYTE = 1_000_000
FORM_MEGABYTES = 0.25  # fields of a form that are not files
FORM_PARTS = 100


def create_app(
    config: Config, data: Path, *, hosts: Iterable[str] = (), helpers: Helpers | None = None
) -> Flask:
    """The web application for one data folder, its database open and up to date.

    `hosts` are further names under which the server may be asked for; addresses, `localhost`, the machine's name and
    the configured ones always are. `helpers` do what takes long; without them it is done here. Raises TouchmapError when
    the data folder, the key or the database cannot be used.
    """
    make_data_folder(data)
    app = Flask("touchmap", static_folder=str(static_folder()), template_folder=str(templates_folder()))
    app.config.update(
        SECRET_KEY=secret_key(data, config.secret_key),
        MAX_CONTENT_LENGTH=config.upload_mb * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=int(FORM_MEGABYTES * MEGABYTE),
        MAX_FORM_PARTS=FORM_PARTS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=dt.timedelta(days=30),
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    database = attach(app, data, config.database_url)
    editing = Editing(database)
    parts = Parts(
        access=Access(database, app.config["SECRET_KEY"]),
        shelf=Shelf(database),
        desk=ReportDesk(data / "reports"),
        editing=editing,
        history=History(database, editing.books),
        joining=Joining(editing, app.config["SECRET_KEY"]),
        contributing=Contributing(editing),
        scribing=Scribing(editing),
        facilitating=Facilitating(editing),
        dropping=Dropping(editing),
        showing=Showing(database, editing.books),
        pace=Pace(),
        places=Places(),
        data=data,
        config=config,
        hosts=_names(config, hosts),
        helpers=helpers,
    )
    install(app, parts)
    pages.register(app)
    live.install(app, Hub(parts.history, editing.announcer, parts.access), parts.access, Pace().wait)
    rooms = RoomHub(parts.showing, parts.joining, (editing.announcer, editing.room_announcer))
    roomroutes.install(app, rooms, parts.access, guesting.guest)
    beside = apidoc.Beside(
        describing.paths() | roomapidoc.paths(), describing.schemas() | roomapidoc.schemas()
    )
    apidoc.describe_beside(app, beside)
    return app


def _names(config: Config, hosts: Iterable[str]) -> frozenset[str]:
    """Every name under which a browser may ask for the pages, in lower case; the machine's own is one."""
    machine = socket.gethostname()
    given = (config.host, *config.names, *hosts, machine, f"{machine}.local")
    return frozenset(name.lower() for name in given) - {"", ".local"}


def owner_link(app: Flask, address: str) -> str:
    """A fresh one-time link for the owner; `address` is where the server answers, without a slash at its end."""
    parts: Parts = app.extensions[EXTENSION]
    return f"{address}/enter/{parts.access.make_link()}"
