"""`serve --lan`: what it takes, where it listens, what it prints, and that a phone comes in over plain http."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from touchmap.cli import lan
from touchmap.cli.server import bind
from touchmap.config import read_config
from touchmap.errors import WrongUse
from touchmap.services import network
from touchmap.services.network import Found
from touchmap.web import roomcode

HERE = "http://127.0.0.1:8000/"


def of(monkeypatch: pytest.MonkeyPatch, *found: Found) -> None:
    """A machine with these addresses."""
    monkeypatch.setattr(network, "addresses", lambda six=False: list(found))


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("192.168.1.20", "192.168.1.20"),
        ("My-Laptop.local", "my-laptop.local"),
        ("[fd00::2]", "fd00::2"),
        ("AUTO", "auto"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
    ],
)
def test_an_address_or_a_name_is_taken(wanted: str, kept: str) -> None:
    assert lan.checked(wanted) == kept


@pytest.mark.parametrize(
    "wanted",
    [
        "127.0.0.1",
        "0.0.0.0",
        "::",
        "::1",
        "fe80::1",
        "224.0.0.1",
        "256.1.1.1",
        "http://a",
        "a b",
        "",
        "a" * 300,
        "-a",
    ],
)
def test_what_no_phone_could_type_is_refused(wanted: str) -> None:
    with pytest.raises(WrongUse):
        lan.checked(wanted)


def test_it_listens_everywhere_by_ipv4_and_by_ipv6_where_that_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of(monkeypatch, Found("192.168.1.7"))
    assert lan.listening("auto") == "0.0.0.0"
    assert lan.listening("laptop.local") == "0.0.0.0"
    assert lan.listening("fd00::2") == "::"
    of(monkeypatch)
    assert lan.listening("auto") == "0.0.0.0"
    of(monkeypatch, Found("fd00::2"))
    assert lan.listening("auto") == "::"


def test_several_networks_are_all_printed_the_likeliest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    of(monkeypatch, Found("192.168.1.7", "wlan0"), Found("fd00::2"))
    lines = lan.told(replace(read_config({}), lan="auto"), 8000)
    assert lines[0] == "Phones:   http://192.168.1.7:8000/join  (wlan0)"
    assert lines[1] == "          or http://[fd00::2]:8000/join"
    assert "--lan ADDRESS" in lines[2]
    assert "firewall" in lines[-1]
    assert "8000" in lines[-1]


def test_no_network_at_all_is_said_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    of(monkeypatch)
    said = "\n".join(lan.told(replace(read_config({}), lan="auto"), 8000))
    assert "in no network" in said
    assert "without a new start" in said
    config = replace(read_config({}), lan="auto")
    assert roomcode.base_for_others(HERE, config) == HERE


def test_a_name_comes_with_a_word_on_phones_that_do_not_find_it() -> None:
    lines = lan.told(replace(read_config({}), lan="laptop.local"), 80)
    assert lines[0] == "Phones:   http://laptop.local:80/join"
    assert any(".local" in line for line in lines[1:])


def test_nothing_is_said_of_phones_when_only_this_machine_is_served() -> None:
    assert lan.told(read_config({}), 8000) == []


def test_the_room_uses_the_address_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(read_config({}), lan="auto")
    of(monkeypatch, Found("192.168.1.7"))
    assert roomcode.base_for_others(HERE, config) == "http://192.168.1.7:8000/"
    of(monkeypatch, Found("10.0.0.9"))
    assert roomcode.base_for_others("http://localhost:8000/", config) == "http://10.0.0.9:8000/"
    assert roomcode.base_for_others("http://192.168.1.7:8000/", config) == "http://192.168.1.7:8000/"
    assert roomcode.base_for_others(HERE, replace(config, lan="laptop.local")) == "http://laptop.local:8000/"
    assert roomcode.base_for_others(HERE, replace(config, lan="fd00::2")) == "http://[fd00::2]:8000/"
    assert roomcode.base_for_others(HERE, read_config({})) == HERE
    assert roomcode.base_for_others(HERE, replace(read_config({}), host="0.0.0.0")) == "http://10.0.0.9:8000/"


def test_everywhere_by_ipv6_is_everywhere_by_ipv4_too() -> None:
    try:
        listener = bind("::", 0)
    except WrongUse:  # a machine without IPv6
        return
    with listener:
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass


@contextmanager
def served(tmp_path: Path, *more: str, **settings: str) -> Iterator[str]:
    """`touchmap serve` with options; what it said until it was ready."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TOUCHMAP_")}
    command = [
        sys.executable,
        "-u",
        "-m",
        "touchmap",
        "--data",
        str(tmp_path / "data"),
        "serve",
        "--port",
        "0",
    ]
    process = subprocess.Popen(
        [*command, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment | settings,
    )
    try:
        assert process.stdout is not None
        said = ""
        while "Phones:" not in said:
            line = process.stdout.readline()
            assert line, f"the server ended: {said}"
            said += line
        yield said
    finally:
        process.terminate()
        process.communicate(timeout=180)


def asked(address: str, host: str = "") -> int:
    """The status of an answer, with another Host header where one is given."""
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=180) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_name_given_to_lan_is_a_host_that_is_known_and_others_are_not(tmp_path: Path) -> None:
    with served(tmp_path, "--lan", "Meeting-Room.local") as said:
        assert "Phones:   http://meeting-room.local:" in said
        here = re.findall(r"(http://127\.0\.0\.1:\d+)/enter/", said)[0]
        port = here.rsplit(":", 1)[1]
        assert asked(f"{here}/join", f"meeting-room.local:{port}") == 200
        assert asked(f"{here}/join", f"evil.example:{port}") == 400


def test_the_setting_does_what_the_option_does(tmp_path: Path) -> None:
    with served(tmp_path, TOUCHMAP_LAN="auto") as said:
        found = network.addresses()
        port = re.findall(r"http://127\.0\.0\.1:(\d+)/enter/", said)[0]
        if found:  # a machine in no network is told so
            assert f"Phones:   http://{found[0].address}:{port}/join" in said
            assert asked(f"http://{found[0].address}:{port}/join") == 200
        else:
            assert "in no network" in said
