"""A machine's addresses are found without a network, and ranked as phones in a room are likely to reach them."""

from __future__ import annotations

import ipaddress

import pytest

from touchmap.services import network
from touchmap.services.network import Found


def standing(
    monkeypatch: pytest.MonkeyPatch, cards: dict[str, str], six: dict[str, str], way: str = ""
) -> None:
    """A machine with these addresses and cards, whose way out begins at `way`."""
    monkeypatch.setattr(network, "_of_cards", lambda: iter(cards.items()))
    monkeypatch.setattr(network, "_of_cards_six", lambda: iter(six.items()))
    monkeypatch.setattr(network, "towards", lambda probe: way if (":" in probe) == (":" in way) else "")


def test_the_way_out_goes_before_other_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = {"127.0.0.1": "lo", "10.0.0.5": "eth0", "192.168.1.7": "wlan0"}
    standing(monkeypatch, cards, {}, "192.168.1.7")
    assert network.addresses() == [Found("192.168.1.7", "wlan0"), Found("10.0.0.5", "eth0")]


def test_networks_inside_of_the_machine_and_tunnels_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = {"172.17.0.1": "docker0", "10.8.0.2": "tun0", "169.254.3.4": "eth0", "192.168.178.20": "wlp3s0"}
    standing(monkeypatch, cards, {}, "10.8.0.2")
    found = [one.address for one in network.addresses()]
    assert found == ["192.168.178.20", "169.254.3.4", "10.8.0.2", "172.17.0.1"]


def test_a_room_network_without_internet_is_found_by_its_card(monkeypatch: pytest.MonkeyPatch) -> None:
    standing(monkeypatch, {"127.0.0.1": "lo", "192.168.43.1": "ap0"}, {})
    assert network.addresses() == [Found("192.168.43.1", "ap0")]


def test_without_a_network_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    standing(monkeypatch, {"127.0.0.1": "lo"}, {"::1": "lo", "fe80::1": "eth0"})
    assert network.addresses() == []


def test_only_where_there_is_no_ipv4_phones_are_given_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    six = {"::1": "lo", "fe80::2": "wlan0", "fd00::2": "wlan0"}
    standing(monkeypatch, {"127.0.0.1": "lo"}, six)
    assert network.addresses() == [Found("fd00::2", "wlan0")]
    standing(monkeypatch, {"192.168.1.7": "wlan0"}, six)
    assert network.addresses() == [Found("192.168.1.7", "wlan0")]
    assert [one.address for one in network.addresses(six=True)] == ["192.168.1.7", "fd00::2"]


def test_the_list_of_linux_is_read_and_strange_lines_are_not() -> None:
    text = "fd000000000000000000000000000002 04 40 00 80     eth0\nnonsense\n"
    assert list(network._of_cards_six(lambda: text)) == [("fd00::2", "eth0")]


def test_this_machine_answers_with_addresses_that_others_can_use() -> None:
    for one in network.addresses(six=True):
        address = ipaddress.ip_address(one.address)
        assert not address.is_loopback
        assert not (address.version == 6 and address.is_link_local)
    assert network.towards("127.0.0.1") == "127.0.0.1"
    assert network.towards("256.1.1.1") == ""
