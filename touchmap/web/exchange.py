"""A workshop's file: downloaded in the one format, or replaced by another."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.errors import NotFound
from touchmap.web.handing import slow
from touchmap.web.parts import parts

bp = Blueprint("exchange", __name__)
FORMS = {"yaml": "application/yaml", "json": "application/json"}


@bp.get("/workshops/<workshop>/file")
@slow
def page(workshop: str) -> str:
    """The file to download, and what else can be done with the workshop as a whole."""
    return render_template("pages/file.html", case=parts().shelf.case(workshop))


@bp.get("/workshops/<workshop>/file.<form>")
@slow
def download(workshop: str, form: str) -> Response:
    """The workshop in the one format, as YAML or JSON."""
    if form not in FORMS:
        raise NotFound("There is no such kind of file.", "Choose yaml or json.")
    parts().shelf.case(workshop)
    content = parts().shelf.file(workshop, form)
    answer = Response(content, content_type=f"{FORMS[form]}; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{workshop}.{form}")
    return answer


@bp.post("/workshops/<workshop>/remove")
@slow
def remove(workshop: str) -> Answer:
    """Removes a workshop for good, once its id was typed."""
    case = parts().shelf.case(workshop)
    if request.form.get("confirm", "").strip() != case.id:
        flash(f"Not removed: to remove this workshop, type its id, {case.id}.", "bad")
        return redirect(url_for("exchange.page", workshop=workshop), 303)
    parts().shelf.remove(workshop)
    flash(f"“{case.model.workshop.title}” was removed.")
    return redirect(url_for("workshops.listing"), 303)
