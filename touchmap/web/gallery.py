"""The gallery of templates: industries to start from, and the samples that touchmap ships."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as Answer

from touchmap.web.handing import slow
from touchmap.web.mapview import line, strip
from touchmap.web.parts import parts
from touchmap.web.shelf import Shipped, shipped_samples, shipped_templates

bp = Blueprint("templates", __name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A template or sample with its journey in small: the line for a template, which has no ratings yet."""

    shipped: Shipped
    picture: Markup


@bp.get("/templates")
@slow
def gallery() -> str:
    """Every template and sample."""
    return render_template(
        "pages/templates.html",
        templates=[Entry(one, _line(one)) for one in shipped_templates()],
        samples=[
            Entry(one, strip(one.case, one.case.model.journeys[0], width=420, height=104, faces=True))
            for one in shipped_samples()
        ],
    )


@bp.post("/templates/<name>")
@slow
def start(name: str) -> Answer:
    """A new workshop from a template, under the title given."""
    taken = parts().shelf.start(name, request.form.get("title", "").strip() or None)
    flash(f"“{taken.title}” is ready.")
    return redirect(url_for("maps.page", workshop=taken.id), 303)


@bp.post("/samples/<name>")
@slow
def open_sample(name: str) -> Answer:
    """A sample, taken in unless it is there already."""
    taken = parts().shelf.open_sample(name)
    return redirect(url_for("maps.page", workshop=taken.id), 303)


def _line(one: Shipped) -> Markup:
    journeys = one.case.model.journeys
    return line(one.case, journeys[0], width=420) if journeys else Markup("")
