"""The command line: thin commands over the services."""

from touchmap.cli.entry import main

__all__ = ["main"]
