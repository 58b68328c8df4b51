"""Under which addresses other devices in the room's network reach this machine; found without sending anything."""

from __future__ import annotations

import array
import contextlib
import fcntl
import ipaddress
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOUND = "auto"  # the address is found whenever it is asked for
EVERYWHERE = ("0.0.0.0", "::")
# Addresses of nobody: the system is only asked which way would lead there, and nothing is sent. The first asks for the way
# out, the others for networks that have none, such as a router without internet.
PROBES = ("192.0.2.1", "10.255.255.255", "172.31.255.255", "192.168.255.255")
PROBE_SIX = "2001:db8::1"
# Networks inside of this machine or far away: phones in the room are hardly ever there.
INSIDE = ("docker", "br-", "veth", "virbr", "vbox", "vmnet", "lxc", "lxd", "cni", "podman", "kube", "flannel")
FAR = ("tun", "tap", "wg", "tailscale", "zt", "utun", "ppp", "ipsec")
NEAR = ("wl", "ap", "en", "eth", "usb")
_LIST, _ROOM = 0x8912, 128  # SIOCGIFCONF of Linux; how many addresses
_ROW = 40  # bytes of a struct ifreq on 64 bits


@dataclass(frozen=True, slots=True)
class Found:
    """An address of this machine, and the name of its network card where that is known."""

    address: str
    card: str = ""


def addresses(*, six: bool = False) -> list[Found]:
    """This machine's addresses in its networks, the likeliest first; none when it is in no network.

    IPv4 only where there is any: phones and people type it. With `six`, or where there is nothing else, IPv6 too; never one
    that only works together with the name of a card (fe80::…), as browsers do not take it.
    """
    asked = [one for probe in PROBES if (one := towards(probe))]
    cards = dict(_of_cards())
    four = _ranked(asked, cards)
    if four and not six:
        return four
    far = towards(PROBE_SIX)
    return four + _ranked([far] if far else [], dict(_of_cards_six()))


def _ranked(asked: list[str], cards: dict[str, str]) -> list[Found]:
    known = dict.fromkeys([*asked, *cards])
    found = [Found(address, cards.get(address, "")) for address in known if _usable(address)]
    return sorted(found, key=lambda one: _unlikely(one, asked))


def _unlikely(one: Found, asked: list[str]) -> tuple[int, int, int]:
    """How unlikely it is that phones in the room reach this machine there; less is better."""
    card = 2 if one.card.startswith(INSIDE) else 1 if one.card.startswith(FAR) else 0
    if card == 0 and one.card and not one.card.startswith(NEAR):
        card = 1
    address = ipaddress.ip_address(one.address)
    kind = 2 if address.is_link_local else 0 if address.is_private else 1
    way = asked.index(one.address) if one.address in asked else len(asked)
    return card, kind, way


def _usable(address: str) -> bool:
    found = ipaddress.ip_address(address)
    if found.is_loopback or found.is_unspecified or found.is_multicast:
        return False
    return not (found.version == 6 and found.is_link_local)


def towards(probe: str) -> str:
    """The address of this machine from which a packet would go to `probe`; empty when no way leads there."""
    family = socket.AF_INET6 if ":" in probe else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect((probe, 9))
            return str(asking.getsockname()[0])
    except OSError:
        return ""


def _of_cards() -> Iterator[tuple[str, str]]:
    """Every IPv4 address with its card: from the system's own list on Linux, else what the machine's name stands for."""
    listed = list(_listed())
    if listed:
        yield from listed
        return
    with contextlib.suppress(OSError, UnicodeError):
        for address in socket.gethostbyname_ex(socket.gethostname())[2]:
            yield address, ""


def _listed() -> Iterator[tuple[str, str]]:
    if not sys.platform.startswith("linux") or struct.calcsize("P") != 8:
        return
    rows = array.array("B", bytes(_ROW * _ROOM))
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            where = rows.buffer_info()[0]
            said = fcntl.ioctl(asking.fileno(), _LIST, struct.pack("iL", _ROW * _ROOM, where))
    except OSError:
        return
    used = struct.unpack("iL", said)[0]
    content = rows.tobytes()
    for start in range(0, used, _ROW):
        name = content[start : start + 16].split(b"\0", 1)[0].decode("ascii", "replace")
        yield socket.inet_ntoa(content[start + 20 : start + 24]), name


def _of_cards_six(read: Callable[[], str] | None = None) -> Iterator[tuple[str, str]]:
    """Every IPv6 address with its card, as Linux lists them."""
    try:
        text = read() if read else Path("/proc/net/if_inet6").read_text(encoding="ascii")
    except (OSError, UnicodeError):
        return
    for line in text.splitlines():
        words = line.split()
        if len(words) == 6 and len(words[0]) == 32:
            yield str(ipaddress.IPv6Address(bytes.fromhex(words[0]))), words[5]
