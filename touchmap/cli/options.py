"""Options and arguments that several commands share, and the settings in force for a command."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from touchmap.config import Config, read_config
from touchmap.paths import data_folder

Command = TypeVar("Command", bound=Callable[..., Any])

FINDINGS, WRONG = 1, 2  # exit statuses; 0 is fine
STDIN = "-"
WORKSHOP_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Place:
    """The settings, and the data folder that a command uses (absolute, perhaps not made yet)."""

    config: Config
    data: Path


def place(given: str | None) -> Place:
    """The settings from the environment and the data folder: `--data` of the command, of touchmap, or the setting."""
    config = read_config(os.environ)
    context = click.get_current_context(silent=True)
    shared = context.find_root().params.get("data") if context else None
    return Place(config, data_folder(given or shared, config.data))


def data_option(command: Command) -> Command:
    """`--data DIR`, which may also stand before the command's name."""
    return click.option(
        "--data", metavar="DIR", help="Data folder; else TOUCHMAP_DATA, else the user's own."
    )(command)


def format_option(command: Command) -> Command:
    """`--format text|json`."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="How to print.",
    )(command)


def output_option(what: str) -> Callable[[Command], Command]:
    """`-o FILE`, required; `-` is standard output."""

    def add(command: Command) -> Command:
        return click.option(
            "-o", "--output", "target", metavar="OUT", required=True, help=f"{what}; - is standard output."
        )(command)

    return add
