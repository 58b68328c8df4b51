"""How people get to a room: the address to type, and the QR code with the key that lets its readers past the throttle."""

from __future__ import annotations

import io
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from markupsafe import Markup

from touchmap.config import Config
from touchmap.services import network
from touchmap.services.joining import Opened


@dataclass(frozen=True, slots=True)
class Way:
    """One way into the room: the address to type, and the same with code and key as a QR code."""

    address: str
    qr: Markup


def way(base: str, opened: Opened) -> Way:
    """The way in over `base`, such as `http://192.168.1.7:8765/`."""
    whole = f"{base.rstrip('/')}/join/{opened.code}?k={opened.key}"
    return Way(f"{base.rstrip('/')}/join", drawn(whole))


def drawn(text: str) -> Markup:
    """A QR code as an SVG of one path, black on white in every look: cameras need it so."""
    code = segno.make(text, error="m", micro=False)
    out = io.BytesIO()
    code.save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=3,
        light="#fff",
        svgclass="qr",
        lineclass=None,
    )
    drawing = out.getvalue().decode("ascii").strip()
    return Markup(drawing.replace("<svg ", '<svg role="img" aria-label="QR code of the address to join" ', 1))


def base_for_others(here: str, config: Config) -> str:
    """The address under which other devices reach this server.

    `here` is how the facilitator's browser asked; it is used as it is unless it is this machine itself. Then the address that
    `--lan` was given takes its place, else, when the server listens everywhere, the likeliest one that this machine has just
    now: a network that came after touchmap was started counts.
    """
    if not is_this_machine(here):
        return here
    if config.lan not in ("", network.FOUND):
        return moved(here, config.lan)
    if not config.lan and config.host not in network.EVERYWHERE:
        return here
    found = network.addresses()
    return moved(here, found[0].address) if found else here


def moved(here: str, host: str) -> str:
    """An address of a page with another host, the port as it was."""
    split = urlsplit(here)
    port = f":{split.port}" if split.port else ""
    name = f"[{host}]" if ":" in host else host
    return split._replace(netloc=f"{name}{port}").geturl()


def is_this_machine(here: str) -> bool:
    """Whether an address only works on this machine."""
    name = urlsplit(here).hostname or ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
