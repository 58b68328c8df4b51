"""Making the PDF report: asked for with a form, made in the background, watched, downloaded."""

from __future__ import annotations

import datetime as dt
from functools import partial

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as Answer

from touchmap.errors import NotFound
from touchmap.services import exchange, reporting
from touchmap.web.handing import answered, slow
from touchmap.web.jobs import DeskFull, Job, Progress
from touchmap.web.parts import Parts, parts

bp = Blueprint("reports", __name__)
LOOK_AGAIN = 2  # seconds between looks of a page without script
BESIDE = 60  # seconds that loading, analysis and joining may take beside what the engine may


@bp.get("/workshops/<workshop>/report")
@slow
def page(workshop: str) -> str:
    """The form for a report, and the reports there are."""
    case = parts().shelf.case(workshop)
    jobs = parts().desk.of(workshop)
    return render_template("pages/report.html", case=case, jobs=jobs)


@bp.post("/workshops/<workshop>/report")
def make(workshop: str) -> Answer:
    """Has a report made; answers at once with the page that watches it."""
    title = parts().shelf.title(workshop)
    attach = request.form.get("attach") == "yes"
    work = partial(_made, parts(), workshop, dt.datetime.now(dt.UTC).date(), attach)
    try:
        job = parts().desk.order(workshop, title, work, attach=attach)
    except DeskFull:
        raise TooManyRequests(retry_after=30) from None
    return redirect(url_for("reports.watch", workshop=workshop, job=job.id), 303)


def _made(parts: Parts, workshop: str, day: dt.date, attach: bool, tick: Progress) -> bytes:
    """The report, made outside of any request: by a helper where there are some."""
    config = parts.config
    if parts.helpers is not None:
        what = {"do": "report", "workshop": workshop, "day": day.isoformat(), "attach": attach}
        seconds = config.report_seconds + BESIDE
        return answered(parts.helpers, what, seconds=seconds, progress=tick)[1]
    made = reporting.make_report(
        exchange.load(parts.access.database, workshop),
        made_on=day,
        attach_data=attach,
        cache_dir=parts.data / "cache",
        progress=tick,
        limits=reporting.limits_for(config.report_seconds, config.report_mb),
    )
    return made.pdf


@bp.get("/workshops/<workshop>/reports/<job>")
@slow
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
