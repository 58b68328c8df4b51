"""Lighthouse's accessibility score of the phone: the door of a room and steps of every kind.

`npm install --prefix /somewhere lighthouse@12` (Apache-2.0; it is no dependency of touchmap), then
`python bench/phone_lighthouse.py /somewhere/node_modules/.bin/lighthouse [kind …]`. It ends with 1 when a page is below 100.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "web"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from live_browser import CHROMIUM, WORKSHOP, LiveServer

ROOM = f"/workshops/{WORKSHOP}/room"
FLAGS = "--headless=new --no-sandbox"


class Web:
    """A browser as far as forms go."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = CookieJar()
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self._opener.open(f"{self.address}{path}") as answer:
            text: str = answer.read().decode()
        return text

    def send(self, page: str, path: str, **fields: str) -> None:
        key = re.search(r'name="form_key" value="([^"]+)"', self.get(page))
        assert key is not None
        data = urlencode({"form_key": key[1], **fields}).encode()
        with self._opener.open(f"{self.address}{path}", data) as answer:
            answer.read()

    @property
    def cookies(self) -> str:
        return "; ".join(f"{one.name}={one.value}" for one in self.jar)


def score(lighthouse: str, address: str, cookies: str = "") -> tuple[int, list[str]]:
    """The score of a page, and which rules it breaks."""
    command = [lighthouse, address, "--quiet", f"--chrome-flags={FLAGS}", "--only-categories=accessibility"]
    command += ["--output=json", "--output-path=stdout", "--form-factor=mobile"]
    if cookies:
        command.append("--extra-headers=" + json.dumps({"Cookie": cookies}))
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    told = json.loads(done.stdout)
    broken = [name for name, one in told["audits"].items() if one["score"] == 0]
    return round(told["categories"]["accessibility"]["score"] * 100), broken


def main() -> int:
    """Prints the score of each page."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("lighthouse")
    reader.add_argument("kinds", nargs="*", help="kinds of steps; all of the half day when left out")
    given = reader.parse_args()
    worst = 100
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder))
        address = f"http://127.0.0.1:{server.port}"
        try:
            owner, phone = Web(address), Web(address)
            owner.get(server.link(""))
            owner.send(ROOM, f"{ROOM}/open", agenda="half-day")
            room = json.loads(owner.get(f"/api/v1{ROOM}"))
            code = room["code"]
            phone.send(f"/join/{code}", f"/join/{code}", name="Ana")
            pages = [("join", "/join", ""), ("door", f"/join/{code}", "")]
            steps = {one["kind"]: one["id"] for one in room["agenda"]}
            pages += [(kind, "/room", steps[kind]) for kind in given.kinds or steps]
            for name, path, step in pages:
                if step:
                    owner.send(ROOM, f"{ROOM}/go", to=step)
                reached, broken = score(
                    given.lighthouse, address + path, phone.cookies if path == "/room" else ""
                )
                worst = min(worst, reached)
                print(f"{name:<14}{reached:>4}  {' '.join(broken)}", flush=True)
        finally:
            server.stop()
    return 0 if worst == 100 else 1


if __name__ == "__main__":
    sys.exit(main())
