"""Static files: their addresses, which change with their content, and how they are sent: compressed, and kept by browsers.

The bundles of the pages' scripts are packed by brotli at set-up, which takes long and makes them a tenth smaller than gzip
does; browsers take that over https and from their own machine. Only shipped files go through here. Pages are never
compressed: they carry secrets beside what people typed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

COMPRESSED = frozenset({"text/css", "text/javascript", "text/plain", "application/json", "image/svg+xml"})
YEAR = "public, max-age=31536000, immutable"
ASK = "no-cache"  # kept, but asked about before each use
BROTLI = ".br"  # the ending of what scripts/bundle.py has packed, beside the file itself
# Shared parts of the bundles carry a hash in their names (scripts/bundle.py); they are named by bundles, without a stamp.
HASHED = re.compile(r"vendor/js/[\w.-]+-[A-Z0-9]{8}\.js")


@dataclass(frozen=True)
class Kept:
    """What is known of a file: the state of the disk it was read from, its content's stamp, and it by encoding, best first."""

    seen: tuple[int, ...]
    stamp: str
    packed: dict[str, bytes]


_kept: dict[str, Kept] = {}  # bounded by what is shipped: a path that is no file is never entered


def install(app: Flask) -> None:
    """Lets the application's static files be sent from here, and gives templates their addresses."""
    app.view_functions["static"] = send
    app.jinja_env.globals.update(asset=asset, chunks=chunks, parts=parts)


def asset(name: str) -> str:
    """The address of a static file; it changes with the file, so that browsers may keep it."""
    known = _known(os.path.join(_folder(), name))
    return url_for("static", filename=name, v=known.stamp if known else None)


def chunks(page: str) -> list[str]:
    """The addresses of what a page's script imports at once, so that a browser can ask for all of it together."""
    return [url_for("static", filename=f"vendor/{name}") for name in _imports(_listed(), page)]


def parts(page: str) -> dict[str, list[str]]:
    """The addresses of what a page's script may import later, by the name of the part, without what the page has by then."""
    rows = _listed()
    there = {f"js/{page}.js", *_imports(rows, page)}
    return {
        row["part"]: [
            url_for("static", filename=f"vendor/{name}")
            for name in (row["file"], *row["imports"])
            if name not in there
        ]
        for row in rows
        if "part" in row
    }


def _listed() -> list[dict[str, Any]]:
    """What is known of the files under vendor/."""
    try:
        rows: list[dict[str, Any]] = json.loads(
            Path(_folder(), "vendor", "VENDOR.json").read_text(encoding="utf-8")
        )
    except (OSError, ValueError):
        return []
    return rows


def _imports(rows: list[dict[str, Any]], page: str) -> list[str]:
    """The files that a page's script imports at once."""
    return next((row.get("imports", []) for row in rows if row["file"] == f"js/{page}.js"), [])


def send(filename: str) -> Response:
    """A static file; 404 when there is none.

    Who asks with the stamp of the content that is there keeps it for a year; everybody else asks again each time, and is
    answered 304 when nothing has changed.
    """
    place = safe_join(_folder(), filename)
    known = _known(place) if place else None
    if place is None or known is None:
        raise NotFound
    taken = (one for one in known.packed if request.accept_encodings.quality(one) > 0)
    encoding = next(taken, None)
    if encoding is None:
        answer = send_file(place, etag=known.stamp, conditional=True, max_age=0)
    else:
        answer = Response(known.packed[encoding], mimetype=_kind(place))
        answer.headers["Content-Encoding"] = encoding
        answer.set_etag(f"{known.stamp}-{encoding}")
        answer.make_conditional(request)
    if known.packed:
        answer.vary.add("Accept-Encoding")
    lasting = request.args.get("v") == known.stamp or HASHED.fullmatch(filename) is not None
    answer.headers["Cache-Control"] = YEAR if lasting else ASK
    return answer


def _folder() -> str:
    return str(current_app.static_folder)


def _kind(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def _known(path: str) -> Kept | None:
    """What is known of the file now, read again when it has changed; None when there is none."""
    try:
        seen = _state(path) + _state(path + BROTLI)
        known = _kept.get(path)
        if known is None or known.seen != seen:
            content = Path(path).read_bytes()
            known = _kept[path] = Kept(seen, hashlib.sha256(content).hexdigest()[:10], _pack(path, content))
    except (OSError, ValueError):  # no such file; or no path at all, with a NUL in it
        return None
    return known


def _state(path: str) -> tuple[int, ...]:
    """By what is seen that a file has changed; nothing of one that is not there."""
    try:
        state = os.stat(path)
    except OSError:
        return ()
    return state.st_mtime_ns, state.st_size


def _pack(path: str, content: bytes) -> dict[str, bytes]:
    """The file compressed, by encoding, the smallest first; nothing when that is not worth it."""
    if _kind(path) not in COMPRESSED:
        return {}
    packed = {"gzip": gzip.compress(content, 9, mtime=0)}
    if len(packed["gzip"]) >= len(content) * 0.9:
        return {}
    if os.path.isfile(path + BROTLI):
        return {"br": Path(path + BROTLI).read_bytes(), **packed}
    return packed
