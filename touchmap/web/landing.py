"""The landing page, the door behind the owner's link, and the health check."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from touchmap.web.context import signed_in
from touchmap.web.parts import parts

bp = Blueprint("landing", __name__)


@bp.get("/")
def landing() -> Answer | str:
    """Says what this is and how to get in; whoever is in goes on to the workshops."""
    if signed_in():
        return redirect(url_for("workshops.listing"), 303)
    session.clear()
    return render_template("pages/landing.html")


@bp.get("/enter/<token>")
def enter(token: str) -> Answer | str:
    """Trades the one-time link for a session. A browser that only looks ahead does not use the link up."""
    if "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        abort(503)
    if signed_in():
        return redirect(url_for("workshops.listing"), 303)
    session.clear()
    helpers = parts().helpers
    if helpers is not None:
        helpers.warm()  # whoever comes in looks at a page next
    found = parts().access.enter(token, request.user_agent.string)
    if found is None:
        return render_template("pages/landing.html", refused=True), 403  # type: ignore[return-value]  # Flask takes the pair
    session.permanent = True
    session["sid"] = found
    return redirect(url_for("workshops.listing"), 303)


@bp.post("/leave")
def leave() -> Answer:
    """Ends this session."""
    parts().access.leave(str(session.get("sid", "")))
    session.clear()
    flash("You have signed out.")
    return redirect(url_for("landing.landing"), 303)


@bp.get("/health")
def health() -> Response:
    """Whether the server answers; says nothing else to strangers."""
    return jsonify(status="ok")
