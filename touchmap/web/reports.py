"""Making the PDF report: asked for with a form, made in the background, watched, downloaded."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as Answer

from touchmap.errors import NotFound
from touchmap.services import reporting
from touchmap.web.jobs import DeskFull, Job, Progress
from touchmap.web.parts import parts

bp = Blueprint("reports", __name__)
LOOK_AGAIN = 2  # seconds between looks of a page without script


@bp.get("/workshops/<workshop>/report")
def page(workshop: str) -> str:
    """The form for a report, and the reports there are."""
    case = parts().shelf.case(workshop)
    jobs = parts().desk.of(workshop)
    return render_template("pages/report.html", case=case, jobs=jobs)


@bp.post("/workshops/<workshop>/report")
def make(workshop: str) -> Answer:
    """Has a report made; answers at once with the page that watches it."""
    case = parts().shelf.case(workshop)
    attach = request.form.get("attach") == "yes"
    parts_now = parts()  # the work runs outside of this request
    config = parts_now.config

    def work(tick: Progress) -> bytes:
        made = reporting.make_report(
            case.model,
            made_on=dt.datetime.now(dt.UTC).date(),
            attach_data=attach,
            cache_dir=parts_now.data / "cache",
            progress=tick,
            limits=reporting.limits_for(config.report_seconds, config.report_mb),
        )
        return made.pdf

    try:
        job = parts().desk.order(workshop, case.model.workshop.title, work, attach=attach)
    except DeskFull:
        raise TooManyRequests(retry_after=30) from None
    return redirect(url_for("reports.watch", workshop=workshop, job=job.id), 303)


@bp.get("/workshops/<workshop>/reports/<job>")
def watch(workshop: str, job: str) -> Answer:
    """How a report stands; without script the page looks again by itself."""
    found = _job(workshop, job)
    case = parts().shelf.case(workshop)
    answer = Response(render_template("pages/report_job.html", case=case, job=found))
    if not found.over:
        answer.headers["Refresh"] = str(LOOK_AGAIN)
    return answer


@bp.get("/workshops/<workshop>/reports/<job>/state")
def state(workshop: str, job: str) -> dict[str, object]:
    """The same as data, for the script of that page."""
    found = _job(workshop, job)
    return {"state": found.state, "done": found.done, "total": found.total, "over": found.over}


@bp.get("/workshops/<workshop>/reports/<job>/report.pdf")
def pdf(workshop: str, job: str) -> Answer:
    """The finished report."""
    found = _job(workshop, job)
    path = parts().desk.pdf(found)
    if path is None:
        abort(404)
    name = f"{workshop}-{found.began_at:%Y-%m-%d}.pdf"
    as_file = request.args.get("open") != "1"
    return send_file(path, mimetype="application/pdf", as_attachment=as_file, download_name=name)


def _job(workshop: str, id: str) -> Job:
    found = parts().desk.job(id)
    if found is None or found.workshop != workshop:
        raise NotFound("There is no such report.", "It may be old; make a new one.")
    return found
