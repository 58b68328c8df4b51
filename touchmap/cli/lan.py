"""What `--lan` means: where the server listens, and what is said about the addresses that phones use."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from touchmap.config import Config
from touchmap.errors import WrongUse
from touchmap.services import network
from touchmap.services.network import Found

_NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.I
)


def checked(wanted: str) -> str:
    """The address or name that phones shall use, as it stands in an address. Raises WrongUse."""
    text = wanted.strip().removeprefix("[").removesuffix("]").lower()
    if text == network.FOUND:
        return text
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        if _NAME.fullmatch(text) and not text.replace(".", "").isdigit():
            return text
        raise WrongUse(
            f"{wanted[:100]!r} is no address that phones can type.",
            "Write it like 192.168.1.20 or my-laptop.local, without http and port; or --lan alone.",
        ) from None
    if address.is_loopback or address.is_unspecified or address.is_multicast:
        raise WrongUse(
            f"{text} leads phones to themselves or to nobody.", "Give this machine's address, or --lan alone."
        )
    if address.version == 6 and address.is_link_local:
        raise WrongUse(
            f"{text} only works together with the name of a network card, which browsers do not take.",
            "Give another address, or --lan alone.",
        )
    return str(address)


def listening(announced: str) -> str:
    """Where the server listens: everywhere by IPv4; by IPv6 too when phones are told such an address, or there is no other."""
    if announced == network.FOUND:
        found = network.addresses()
        six = bool(found) and all(":" in one.address for one in found)
    else:
        six = ":" in announced
    return "::" if six else "0.0.0.0"  # that is what --lan asks for


def told(config: Config, port: int) -> list[str]:
    """What is printed about phones; nothing when only this machine is served."""
    if not config.lan and config.host not in network.EVERYWHERE:
        return []
    if config.lan not in ("", network.FOUND):
        return [_line(Found(config.lan), port), *_advice(port, named=not _is_address(config.lan))]
    found = network.addresses()
    if not found:
        return [
            "Phones:   this machine is in no network, so only its own browsers reach the map.",
            "          Join a Wi-Fi, or open one here: the room's page then shows the address, without a new start.",
        ]
    return [_line(found[0], port), *_others(found[1:], port), *_advice(port)]


def _line(one: Found, port: int) -> str:
    card = f"  ({one.card})" if one.card else ""
    return f"Phones:   {_url(one.address, port)}{card}"


def _others(found: Sequence[Found], port: int) -> list[str]:
    lines = [
        f"          or {_url(one.address, port)}" + (f"  ({one.card})" if one.card else "") for one in found
    ]
    if lines:
        lines.append("          The first is the likeliest; touchmap serve --lan ADDRESS takes another one.")
    return lines


def _advice(port: int, *, named: bool = False) -> list[str]:
    lines = ["          They must be in the same network as this machine."]
    if named:
        lines.append(
            "          Phones that do not find the name (older Android, .local) need an address instead."
        )
    lines.append(
        f"          If they do not come through, a firewall may stand in between: let TCP port {port} in."
    )
    return lines


def _url(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/join"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
