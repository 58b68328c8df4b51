"""The command line: thin commands over the services."""

import sys

INTERRUPTED = 130  # 128 + SIGINT, as shells count


def main() -> None:
    """The console script's entrance."""
    try:
        from touchmap.cli.entry import run  # noqa: PLC0415  # Ctrl+C while everything is loaded must end quietly too

        status = run()
    except KeyboardInterrupt:
        status = INTERRUPTED
    sys.exit(status)
