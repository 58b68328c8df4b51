"""Settings: how pages look, who is signed in, links for another device, and how the machine is."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Answer

from touchmap.services.doctor import examine
from touchmap.web.context import LOOK_COOKIE, LOOKS
from touchmap.web.parts import parts

bp = Blueprint("settings", __name__)
A_YEAR = 31_536_000


@bp.get("/settings")
def page() -> str:
    """The page; `?examine=1` also looks at the machine, which takes some seconds."""
    checks = (
        examine(parts().data, parts().config.database_url) if request.args.get("examine") == "1" else None
    )
    return render_template(
        "pages/settings.html",
        visits=parts().access.visits(str(session.get("sid", ""))),
        checks=checks,
        data=parts().data,
    )


@bp.post("/settings/links")
def new_link() -> str:
    """A one-time link for another device; it is shown once and kept only as a digest."""
    link = url_for("landing.enter", token=parts().access.make_link(), _external=True)
    return render_template(
        "pages/settings.html",
        visits=parts().access.visits(str(session.get("sid", ""))),
        checks=None,
        data=parts().data,
        link=link,
    )


@bp.post("/settings/visits/<name>/end")
def end_visit(name: str) -> Answer:
    """Ends a session, this one or another."""
    flash("That browser is signed out." if parts().access.end(name) else "It was signed out already.")
    return redirect(url_for("settings.page"), 303)


@bp.post("/look")
def look() -> Answer:
    """Remembers light, dark or as the system says, and goes back to the page."""
    chosen = request.form.get("look", "")
    answer = redirect(own_path(request.form.get("back", "")), 303)
    if chosen in LOOKS:
        answer.set_cookie(
            LOOK_COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return answer


def own_path(given: str) -> str:
    """The path if it is one of this site, else the list of workshops: a form must not send people elsewhere."""
    try:
        split = urlsplit(given)
    except ValueError:
        return url_for("workshops.listing")
    plain = given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable()
    return given if plain and not split.netloc and not split.scheme else url_for("workshops.listing")
