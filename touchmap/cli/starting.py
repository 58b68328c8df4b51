"""Commands to begin a workshop file with: templates, new and schema."""

from __future__ import annotations

import json
import os

import click

from touchmap.cli.options import STDIN, WORKSHOP_ENDINGS, output_option
from touchmap.cli.output import require_ending, say, write_output
from touchmap.domain.schema import json_schema
from touchmap.errors import WrongUse
from touchmap.formats import workshop_file
from touchmap.services import library


@click.command()
def templates() -> None:
    """List the industry templates that `touchmap new` begins with.

    \b
    Example:
      touchmap templates
    """
    found = library.templates()
    width = max((len(template.name) for template in found), default=0)
    for template in found:
        counts = f"{template.journeys} journeys" if template.journeys != 1 else "1 journey"
        say(f"{template.name:<{width}}  {template.title} ({counts}, {template.touchpoints} touchpoints)")
        if template.industry:
            say(f"{'':<{width}}  {template.industry}")
    if not found:
        say("No templates are shipped with this installation.")


@click.command()
@click.argument("template")
@output_option("Workshop file to write: .yaml or .json")
@click.option("--title", help="Title of the new workshop; else the template's.")
@click.option("--force", is_flag=True, help="Replace OUT when it is there already.")
def new(template: str, target: str, title: str | None, force: bool) -> None:
    """Begin a workshop file from an industry template.

    \b
    Example:
      touchmap new hotel-stay -o workshop.yaml --title "Our guests"
    """
    require_ending(target, WORKSHOP_ENDINGS, "a workshop file")
    if target != STDIN and os.path.lexists(target) and not force:
        raise WrongUse(f"{target} is there already.", "Name another file, or say --force to replace it.")
    write_output(target, workshop_file.write(library.new_workshop(template, title), target))


@click.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of a workshop file.

    \b
    Example:
      touchmap schema > workshop.schema.json
    """
    write_output(STDIN, (json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n").encode())
