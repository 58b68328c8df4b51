"""How people get to a room: the address to type, and the QR code with the key that lets its readers past the throttle."""

from __future__ import annotations

import io
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from markupsafe import Markup

from touchmap.services.joining import Opened

PROBE = (
    "192.0.2.1",
    9,
)  # an address of nobody: it is only asked which way would lead there, and nothing is sent


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


def base_for_others(here: str, listens_on: str) -> str:
    """The address under which other devices reach this server.

    `here` is how the facilitator's browser asked. When that is this machine itself and the server listens on all its
    addresses (`listens_on`), the one in the local network takes its place.
    """
    name = urlsplit(here).hostname or ""
    if not is_this_machine(here) or listens_on not in ("0.0.0.0", "::"):
        return here
    found = lan_address()
    return here.replace(f"//{name}", f"//{found}", 1) if found else here


def is_this_machine(here: str) -> bool:
    """Whether an address only works on this machine."""
    name = urlsplit(here).hostname or ""
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def lan_address() -> str:
    """This machine's address in its network; empty when it has none. Nothing is sent, no internet is needed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(PROBE)
            found = str(probe.getsockname()[0])
        except OSError:
            return ""
    return "" if ipaddress.ip_address(found).is_loopback else found
