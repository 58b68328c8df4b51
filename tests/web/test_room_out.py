"""Whoever is removed from a room hears nothing more of it within a second: a real server, and streams as phones have them."""

from __future__ import annotations

import html
import http.client
import re
import threading
import time
from contextlib import closing
from urllib.parse import urlencode

from test_phone_browser import Desk, desk

__all__ = ["desk"]  # a fixture

PROMISED = 1.0  # s from the answer to the removal until the stream has ended
TRIES = 6  # the quickest counts: what else a machine does can only delay
PATIENCE = 60.0  # s


class Listener(threading.Thread):
    """A participant without a browser: comes in, listens, and says when the stream had ended and what it said at last."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(daemon=True)
        self._at = http.client.HTTPConnection(desk.address.removeprefix("http://"), timeout=PATIENCE)
        self._cookie = ""
        door = f"/join/{desk.code}"
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self._ask("GET", door)))
        self._ask("POST", door, {name: html.unescape(value) for name, value in fields.items()})
        found = re.search(r'data-me="([^"]+)"', self._ask("GET", "/room"))
        assert found is not None
        self.id = found[1]
        self.listens = threading.Event()
        self.ended = 0.0
        self.said = b""
        self.start()

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        head = {"Cookie": self._cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self._at.request(method, path, urlencode(form) if form is not None else None, head)
        answer = self._at.getresponse()
        self._cookie = (answer.headers.get("Set-Cookie") or self._cookie).partition(";")[0]
        return answer.read().decode()

    def run(self) -> None:
        """Listens until the stream is over."""
        self._at.request("GET", "/room/events", headers={"Cookie": self._cookie})
        with closing(self._at), self._at.getresponse() as answer:
            while line := answer.readline():
                self.said += line
                self.listens.set()
            self.ended = time.monotonic()


def seconds_until_out(desk: Desk) -> float:
    """Lets somebody in, removes them, and says how long after the answer their stream had ended; 0 when it was there first."""
    phone = Listener(desk)
    assert phone.listens.wait(PATIENCE)
    desk.post(f"/people/{phone.id}", deed="remove")
    answered = time.monotonic()
    phone.join(PATIENCE)
    assert not phone.is_alive(), "the stream goes on"
    assert b"event: out" in phone.said
    return max(0.0, phone.ended - answered)


def test_the_stream_of_somebody_who_is_removed_ends_within_a_second(desk: Desk) -> None:
    took: list[float] = []
    while len(took) < TRIES and min(took, default=PATIENCE) > PROMISED:
        took.append(seconds_until_out(desk))
    assert min(took) <= PROMISED, took
