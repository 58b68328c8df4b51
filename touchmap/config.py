"""The settings: one table of names, defaults and explanations, read from the environment.

`touchmap config`, the README and a test share the table; nothing else in touchmap reads the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from touchmap.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table.

    `name` is the environment variable, `default` the text that stands for "not set", `help` one sentence.
    Whole numbers have `least` and `most`; `secret` values are never printed.
    """

    name: str
    default: str
    help: str
    least: int | None = None
    most: int | None = None
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "TOUCHMAP_DATA",
        "",
        "Folder for the database, reports and keys; empty: the user's data folder. `--data` goes before it.",
    ),
    Setting(
        "TOUCHMAP_DATABASE_URL",
        "",
        "SQLAlchemy address of another database; empty: SQLite in the data folder.",
        secret=True,
    ),
    Setting("TOUCHMAP_HOST", "127.0.0.1", "Address that `touchmap serve` listens on."),
    Setting(
        "TOUCHMAP_LAN",
        "",
        "`auto` lets phones in the same network in, as `serve --lan` does; or the address or name that they shall use.",
    ),
    Setting(
        "TOUCHMAP_NAMES",
        "",
        "Further names under which browsers may ask for the pages, with commas between them (behind a proxy).",
    ),
    Setting("TOUCHMAP_PORT", "8000", "Port that `touchmap serve` listens on.", 0, 65_535),
    Setting(
        "TOUCHMAP_SECRET_KEY",
        "",
        "Key that signs session cookies, 32 characters or more; empty: made once and kept in the data folder.",
        secret=True,
    ),
    Setting("TOUCHMAP_UPLOAD_MB", "11", "Largest upload in megabytes; workshop files end at 10.", 1, 100),
    Setting("TOUCHMAP_REPORT_SECONDS", "300", "Time after which a report is given up.", 5, 3_600),
    Setting(
        "TOUCHMAP_REPORT_MB", "300", "Memory in megabytes of each process that makes a report.", 100, 8_192
    ),
)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings as typed values; an empty text means "not set"."""

    data: str
    database_url: str
    host: str
    lan: str
    names: tuple[str, ...]
    port: int
    secret_key: str
    upload_mb: int
    report_seconds: int
    report_mb: int


def read_config(environ: Mapping[str, str]) -> Config:
    """The settings found in `environ`, defaults for the rest.

    Raises WrongUse, naming the variable, when a value cannot be used or a `TOUCHMAP_` name is unknown
    (a misspelt setting must not be ignored in silence).
    """
    known = {setting.name for setting in SETTINGS}
    unknown = sorted(name for name in environ if name.startswith("TOUCHMAP_") and name not in known)
    if unknown:
        raise WrongUse(
            f"There is no setting called {unknown[0]}.",
            f"The settings are: {', '.join(sorted(known))}; `touchmap config` explains them.",
        )
    text = {setting.name: environ.get(setting.name, "").strip() or setting.default for setting in SETTINGS}
    number = {
        setting.name: _whole_number(setting, text[setting.name]) for setting in SETTINGS if setting.most
    }
    if 0 < len(text["TOUCHMAP_SECRET_KEY"]) < 32:
        raise WrongUse(
            "TOUCHMAP_SECRET_KEY is too short to protect anything.",
            "Use 32 characters or more of chance, or unset it and touchmap makes and keeps one.",
        )
    _check_address(text["TOUCHMAP_DATABASE_URL"])
    return Config(
        data=text["TOUCHMAP_DATA"],
        database_url=text["TOUCHMAP_DATABASE_URL"],
        host=text["TOUCHMAP_HOST"],
        lan=text["TOUCHMAP_LAN"],
        names=tuple(name.strip() for name in text["TOUCHMAP_NAMES"].split(",") if name.strip()),
        port=number["TOUCHMAP_PORT"],
        secret_key=text["TOUCHMAP_SECRET_KEY"],
        upload_mb=number["TOUCHMAP_UPLOAD_MB"],
        report_seconds=number["TOUCHMAP_REPORT_SECONDS"],
        report_mb=number["TOUCHMAP_REPORT_MB"],
    )


def describe(environ: Mapping[str, str]) -> list[tuple[Setting, str, bool]]:
    """Each setting with the value in force as it may be shown, and whether the environment sets it."""
    rows = []
    for setting in SETTINGS:
        given = environ.get(setting.name, "").strip()
        shown = "(set, not shown)" if setting.secret and given else given or setting.default
        rows.append((setting, shown, bool(given)))
    return rows


def _whole_number(setting: Setting, text: str) -> int:
    least, most = setting.least or 0, setting.most or 0
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise WrongUse(
            f"{setting.name} is {text[:40]!r}.",
            f"Set it to a whole number from {least} to {most}, or unset it.",
        )
    return int(text)


def _check_address(address: str) -> None:
    if address and ("://" not in address or not urlsplit(address).scheme):
        raise WrongUse(
            "TOUCHMAP_DATABASE_URL is not a database address.",
            "Write it like postgresql+psycopg://user:password@host/name, or unset it for SQLite.",
        )
