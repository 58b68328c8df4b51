"""Plain values and a template in, HTML out: the report's own Jinja environment, which escapes everything."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from touchmap.paths import templates_folder
from touchmap.report.charts.text import figure
from touchmap.report.content import wording
from touchmap.report.engine.section import page_number


@cache
def environment() -> Environment:
    """The environment of the report's templates: escaping on for every name, unknown names are errors."""
    made = Environment(
        loader=FileSystemLoader(templates_folder() / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["page"] = lambda anchor: Markup(page_number(anchor))
    for said in (
        wording.percent,
        wording.minutes,
        wording.score,
        wording.feeling,
        wording.sample_size,
        wording.day,
    ):
        made.filters[said.__name__] = said
    made.filters["capital"] = wording.capital
    made.filters["figure"] = figure
    return made


def rendered(template: str, **values: Any) -> str:
    """The HTML of one part; `template` is a file under `templates/report/`."""
    return environment().get_template(template).render(**values).strip()


def drawing(svg: str) -> Markup:
    """One of our own drawings as markup; charts and graphs escape the texts inside themselves."""
    return Markup(svg)
