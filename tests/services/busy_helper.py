"""A helper for tests: does at once what it is told to, odd things included. Run by `touchmap.services.helpers`."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time

from touchmap.services.helpers import receive, send


def main() -> None:
    connection = socket.socket(fileno=int(sys.argv[1]))
    connection.setblocking(True)
    opening = receive(connection)
    while (message := receive(connection)) is not None:
        what, body = message
        for step in range(what.get("steps", 0)):
            send(connection, {"progress": [step + 1, what["steps"]]})
        if what.get("litter"):
            tempfile.mkdtemp()  # as a library does that means to tidy up at the end
        time.sleep(what.get("sleep", 0))
        if what.get("die") and not os.path.exists(what["die"]):
            open(what["die"], "w").close()
            os._exit(3)
        said = {"pid": os.getpid(), "opening": opening and opening[0], "resident": what.get("resident", 1)}
        send(connection, said, body[::-1])


if __name__ == "__main__":
    main()
