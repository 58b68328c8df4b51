"""The page on which a workshop begins with an empty map."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.services.beginning import FIELDS, Unfit
from touchmap.web.handing import slow
from touchmap.web.parts import parts

bp = Blueprint("beginning", __name__)


@bp.get("/new")
def page() -> str:
    """The form."""
    return render_template("pages/new.html", given={}, problems={})


@bp.post("/new")
@slow
def begin() -> Answer:
    """The new workshop's map; or the form again with every problem beside its field and nothing that was typed lost."""
    given = {name: request.form.get(name, "") for name in FIELDS}
    try:
        begun = parts().shelf.begin(given)
    except Unfit as unfit:
        return make_response(render_template("pages/new.html", given=given, problems=unfit.problems), 422)
    flash(f"“{begun.title}” is ready.")
    return redirect(url_for("maps.page", workshop=begun.id), 303)
