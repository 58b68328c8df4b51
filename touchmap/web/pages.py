"""The list of all pages: every blueprint, registered in one place."""

from __future__ import annotations

from flask import Flask

from touchmap.web import (
    api,
    apidoc,
    beginning,
    causes,
    exchange,
    figures,
    findings,
    gallery,
    graphs,
    joins,
    landing,
    maps,
    phone,
    readings,
    registers,
    reports,
    roomapi,
    roomdesk,
    roomplan,
    settings,
    touchpoints,
    wall,
    workshops,
)

BLUEPRINTS = (
    landing.bp,
    workshops.bp,
    beginning.bp,
    gallery.bp,
    settings.bp,
    maps.bp,
    graphs.bp,
    touchpoints.bp,
    findings.bp,
    figures.bp,
    causes.bp,
    registers.bp,
    registers.brief,
    reports.bp,
    exchange.bp,
    api.bp,
    readings.bp,
    apidoc.bp,
    joins.bp,
    phone.bp,
    roomapi.bp,
    roomdesk.bp,
    roomplan.bp,
    wall.bp,
)


def register(app: Flask) -> None:
    """Adds every page to the application."""
    for bp in BLUEPRINTS:
        app.register_blueprint(bp)
