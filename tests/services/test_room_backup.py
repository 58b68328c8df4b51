"""A backup of a running session: nothing is lost by it, and no byte of it tells who gave what without a name."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest
from living import edit
from rooming import OWNER, SECRET, House, W, house

from touchmap.cli.entry import run
from touchmap.domain.room import tags
from touchmap.domain.room.refusing import NotNow
from touchmap.services.joining import Joining
from touchmap.services.keeping import backup, restore
from touchmap.services.roomwork import Guest
from touchmap.store.database import FILE, open_database

NAMELESS = ("secret", "both")
PARTICIPANTS = ("participant", "participant_key", "person")
HANDS = ("hand", "held", "note", "vote")


def token(number: int) -> str:
    return f"token-of-phone-number-{number:03}"


@pytest.fixture
def here(tmp_path: Path, now: dt.datetime) -> Iterator[House]:
    with open_database(tmp_path / "data") as database:
        found = house(database, now)
        yield found
        found.close()


def give(here: House, counts: tuple[int, ...] = (1, 2, 5)) -> list[Guest]:
    """Three people join; each writes so many notes without a name, says that they are done, and weighs a proposal."""
    guests = [here.join(("Ana", "Bea", "Cem")[n], "staff", token(n)) for n in range(3)]
    here.at("secret")
    for guest, count in zip(guests, counts, strict=True):
        for n in range(count):
            words = {"text": f"Words {n}", "touchpoint": "desk"}
            here.contributing.note(guest, "secret", f"n{n}", words, request=f"{guest.name}-{n}")
        here.contributing.done(guest, "secret", True)
    here.facilitating.reveal(W, "secret", one=True)
    here.at("both")
    for guest in reversed(guests):
        here.contributing.vote(guest, "both", {"opportunity": "o1", "impact": 2}, request=f"{guest.name}-v")
    return guests


def rows(file: Path, tables: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every row of some tables, each value as text."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return [
            tuple(map(str, row))
            for table in tables
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608  # our own
        ]


def words(file: Path, tables: tuple[str, ...]) -> set[str]:
    """Everything in a table that could be a key: each value, and what stands in quotes inside of it."""
    found = {value for row in rows(file, tables) for value in row}
    return found | {word for value in found for word in value.split('"')}


def test_nothing_in_a_backup_leads_from_a_person_to_what_they_gave_without_a_name(
    here: House, tmp_path: Path, now: dt.datetime
) -> None:
    guests = give(here)
    file = backup(tmp_path / "data", tmp_path / "kept.sqlite", now=now).path
    owners = {tags.tag(guest.secret, step) for guest in guests for step in NAMELESS}
    assert owners <= words(file, HANDS)  # a hand's own notes hang together while the session runs
    everything = file.read_bytes()
    for number, guest in enumerate(guests):
        assert guest.secret.encode() not in everything
        assert bytes.fromhex(guest.secret) not in everything
        assert token(number).encode() not in everything
        assert here.joining.rejoin_code(guest).replace("-", "").encode() not in everything
    there = words(file, PARTICIPANTS) | words(file, ("room",))
    tried = there | {hmac.new(SECRET.encode(), one.encode(), hashlib.sha256).hexdigest() for one in there}
    assert not [word for word in tried for step in NAMELESS if tags.tag(word, step) in owners]
    shared = words(file, PARTICIPANTS) & words(file, HANDS)
    assert shared <= {"", W, "None", "[", "]", ", ", "staff", "0", "1", *NAMELESS, *common(file)}


def common(file: Path) -> set[str]:
    """Steps, touchpoints and proposals: what a contribution is about, and keys of order."""
    about = ("step", "touchpoint", "opportunity")
    keys = {row[-1] for row in rows(file, ("person", "note", "vote"))}
    return words(file, about) | keys


def test_giving_without_a_name_writes_nothing_beside_anybodys_name(
    here: House, tmp_path: Path, now: dt.datetime
) -> None:
    guests = [here.join(f"Guest {n}", "staff", token(n)) for n in range(3)]
    here.at("secret")

    def kept(name: str) -> list[tuple[str, ...]]:
        return rows(
            backup(tmp_path / "data", tmp_path / name, now=now).path, ("participant", "participant_key")
        )

    before = kept("before.sqlite")
    for number, guest in enumerate(guests):
        for n in range(number + 1):
            here.contributing.note(
                guest, "secret", f"n{n}", {"text": "x", "touchpoint": "desk"}, request=f"r{number}{n}"
            )
    here.contributing.withdraw(guests[2], "secret", "n0")
    assert kept("after.sqlite") == before


def test_the_order_of_the_rows_in_a_backup_is_not_that_of_writing(tmp_path: Path, now: dt.datetime) -> None:
    for number, order in enumerate(permutations(range(3))):
        with open_database(tmp_path / f"data{number}") as database:
            here = house(database, now)
            guests = [here.join(f"Guest {n}", token=token(n)) for n in range(3)]
            here.at("secret")
            for n in order:
                for note in range(n + 1):
                    here.contributing.note(
                        guests[n], "secret", f"n{note}", {"text": "x", "touchpoint": "desk"}
                    )
            file = backup(tmp_path / f"data{number}", tmp_path / f"{number}.sqlite", now=now).path
            here.close()
        for table in ("held", "hand"):
            found = [row[1] for row in rows(file, (table,))]
            assert found == sorted(found)


def test_a_session_goes_on_from_a_backup_and_nothing_was_lost(tmp_path: Path, now: dt.datetime) -> None:
    data = tmp_path / "data"
    with open_database(data) as database:
        here = house(database, now)
        guests = give(here)
        before = [here.contributing.mine(guest, step) for guest in guests for step in NAMELESS]
        code = here.joining.open_room(W).code
        kept = backup(data, tmp_path / "kept.sqlite", now=now)
        assert kept.held == len(here.held) == 10
        here.facilitating.reveal(W, "secret")
        here.editing.do(W, edit("set", "commitment", "k", {"due": "2026-12-24"}), OWNER)
        here.facilitating.close(W, held="drop", reason="Not needed.")
        here.close()
    restore(data, kept.path, now=now)
    with open_database(data) as database:
        again = house(database, now, take_in=False)
        assert again.joining.open_room(W).code == code
        back = [again.joining.resume(token(n)) for n in range(3)]
        assert back == guests
        assert [again.contributing.mine(g, step) for g in guests for step in NAMELESS] == before
        with pytest.raises(NotNow, match="does not ask for a note"):
            again.contributing.note(guests[0], "both", "n9", {"text": "x"})
        assert again.facilitating.reveal(W, "secret").moved == 7
        assert again.facilitating.reveal(W, "both").moved == 3
        again.close()


def test_on_a_machine_with_another_key_people_join_again_and_nothing_they_gave_is_lost(
    tmp_path: Path, now: dt.datetime
) -> None:
    with open_database(tmp_path / "data") as database:
        here = house(database, now)
        (ana, *_) = give(here)
        file = backup(tmp_path / "data", tmp_path / "kept.sqlite", now=now).path
        here.close()
    (tmp_path / "other").mkdir()
    restore(tmp_path / "other", file, now=now)
    assert (tmp_path / "other" / FILE).is_file()
    with open_database(tmp_path / "other") as database:
        there = house(database, now, take_in=False)
        there.joining = Joining(there.editing, "the key of another installation, as long", clock=lambda: now)
        assert there.joining.resume(token(0)) is None
        code = there.joining.open_room(W).code
        assert there.joining.join(code, "token-of-somebody-else").id
        back = there.joining.rejoin(code, there.joining.help_code(W, ana.id), token(9))
        assert (back.id, back.name) == (ana.id, "Ana")
        assert there.facilitating.reveal(W, "secret").moved == 7
        there.close()


def test_the_command_says_what_is_private_in_the_file(
    here: House, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    data = ["--data", str(tmp_path / "data")]
    assert run(["backup", *data, "-o", str(tmp_path / "before.sqlite")]) == 0
    assert b"not revealed" not in capsysbinary.readouterr().err
    give(here)
    assert run(["backup", *data, "-o", str(tmp_path / "kept.sqlite")]) == 0
    said = b"In it: 10 notes, ratings and votes that were not revealed yet. Keep the file as private as the session."
    assert said in capsysbinary.readouterr().err
