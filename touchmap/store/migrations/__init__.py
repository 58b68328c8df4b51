"""Alembic's environment and the numbered migrations."""

# Every revision there ever was, oldest first; a database of another one was made by a newer touchmap.
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
