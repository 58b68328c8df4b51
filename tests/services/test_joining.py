"""Joining a room: with its code and nothing else, as who one was, and never by guessing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from living import edit
from rooming import OWNER, SECRET, House, W, house

from touchmap.domain.room.refusing import NotNow, NotYours
from touchmap.errors import NotFound
from touchmap.services.joining import Joining, TooManyTries, Tries, WrongCode
from touchmap.store.database import Database

TOKEN = "token-of-the-first-phone"
OTHER = "token-of-the-second-phone"


@pytest.fixture
def here(database: Database, now: dt.datetime) -> Iterator[House]:
    found = house(database, now)
    yield found
    found.close()


def test_a_code_has_six_digits_and_stays_while_the_session_is_open_also_after_a_restart(here: House) -> None:
    opened = here.joining.open_room(W)
    assert len(opened.code) == 6
    assert opened.code.isdigit()
    assert here.joining.open_room(W) == opened
    assert Joining(here.editing, SECRET).opened(W) == opened
    assert Joining(here.editing, "another key").opened(W) != opened


def test_the_code_is_not_in_the_database(here: House) -> None:
    opened = here.joining.open_room(W)
    with here.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM room").all()
    assert opened.code not in str(rows)
    assert opened.key not in str(rows)


def test_opening_goes_to_the_first_step(here: House) -> None:
    here.joining.open_room(W)
    assert here.room.state.current == "talk"


def test_somebody_joins_and_is_a_person_on_the_map(here: House) -> None:
    guest = here.join("  Ana \n", "staff")
    assert (guest.name, guest.group) == ("Ana", "staff")
    assert dict(here.state.records[guest.id].fields) == {"name": "Ana", "group": "staff"}
    assert here.joining.people(W) == [replace(guest, secret="")]


def test_a_name_is_not_needed_and_a_code_may_be_written_with_spaces(here: House) -> None:
    code = here.joining.open_room(W).code
    guest = here.joining.join(f" {code[:3]} {code[3:]} ", TOKEN)
    assert here.state.records[guest.id].fields == {}


def test_a_form_that_is_sent_twice_joins_once(here: House) -> None:
    first = here.join("Ana", token=TOKEN)
    assert here.join("Ana again", token=TOKEN) == first
    assert len(here.joining.people(W)) == 1


def test_the_same_phone_comes_back_by_itself(here: House) -> None:
    guest = here.join("Ana", token=TOKEN)
    assert here.joining.resume(TOKEN) == guest
    assert here.joining.resume(OTHER) is None


def test_another_phone_comes_back_with_a_code_that_can_be_read_out_and_is_the_same_person(
    here: House,
) -> None:
    guest = here.join("Ana", token=TOKEN)
    code, back = here.joining.open_room(W).code, here.joining.rejoin_code(guest)
    assert len(back) == 7
    here.joining.lock(W, True)
    assert here.joining.rejoin(code, f" {back.lower()} ", OTHER) == guest
    assert here.joining.rejoin(code, back, OTHER) == guest
    assert here.joining.resume(OTHER) == here.joining.resume(TOKEN) == guest
    with pytest.raises(WrongCode):
        here.joining.rejoin(code, "AAA-AAA", "token-of-a-third-phone")


def test_the_facilitator_lets_somebody_back_in_without_seeing_what_they_wrote(here: House) -> None:
    guest = here.join("Ana", token=TOKEN)
    here.joining.let_help(W, guest.id, True)
    here.at("secret")
    here.contributing.note(guest, "secret", "n1", {"text": "They shout", "touchpoint": "desk"})
    code, help = here.joining.open_room(W).code, here.joining.help_code(W, guest.id)
    assert help != here.joining.rejoin_code(guest)
    back = here.joining.rejoin(code, help, OTHER)
    assert (back.id, back.name, back.helper) == (guest.id, "Ana", True)
    assert here.contributing.mine(back, "secret").notes == ()
    with pytest.raises(NotYours):
        here.contributing.withdraw(back, "secret", "n1")
    assert here.joining.resume(TOKEN) is None  # the phone that was lost is out
    assert here.joining.resume(OTHER) == back
    assert here.joining.rejoin(code, here.joining.rejoin_code(back), "token-of-a-third-phone") == back
    assert len(here.held) == 1


def test_whoever_is_only_spoken_of_has_no_code(here: House) -> None:
    here.join("Ana", token=TOKEN)
    (found,) = here.joining.people(W)
    assert found.secret == ""
    with pytest.raises(NotYours):
        here.joining.rejoin_code(found)
    with pytest.raises(NotFound):
        here.joining.help_code(W, "nobody")


def test_a_group_has_to_be_in_the_list(here: House) -> None:
    with pytest.raises(NotNow, match="not in the list"):
        here.join("Ana", "board")


def test_a_locked_room_lets_nobody_new_in_and_keeps_those_who_are_there(here: House) -> None:
    here.join("Ana", token=TOKEN)
    here.joining.lock(W, True)
    assert here.joining.door(here.joining.open_room(W).code).locked
    with pytest.raises(NotNow, match="locked"):
        here.join("Ben")
    assert here.join(token=TOKEN).name == "Ana"
    here.joining.lock(W, False)
    here.join("Ben")


def test_who_is_removed_is_out_on_every_device_and_may_give_nothing(here: House) -> None:
    guest = here.join("Ana", token=TOKEN)
    code, back = here.joining.open_room(W).code, here.joining.rejoin_code(guest)
    here.joining.rejoin(code, back, OTHER)
    here.joining.remove(W, guest.id)
    assert here.joining.resume(TOKEN) is here.joining.resume(OTHER) is None
    with pytest.raises(WrongCode):
        here.joining.rejoin(code, back, OTHER)
    here.at("list")
    with pytest.raises(NotYours):
        here.contributing.note(guest, "list", "n1", {"text": "The desk"})
    for deed in (
        here.joining.remove,
        lambda w, id: here.joining.let_help(w, id, True),
        here.joining.help_code,
    ):
        for id in ("nobody", guest.id):
            with pytest.raises(NotFound):
                deed(W, id)


def test_somebody_may_help(here: House) -> None:
    guest = here.join("Ana", token=TOKEN)
    here.joining.let_help(W, guest.id, True)
    found = here.joining.resume(TOKEN)
    assert found is not None
    assert found.helper


def test_a_code_and_every_device_end_with_the_session(here: House) -> None:
    guest = here.join("Ana", token=TOKEN)
    opened = here.joining.open_room(W)
    promise(here)
    here.facilitating.close(W)
    assert here.joining.opened(W) is None
    assert here.joining.resume(TOKEN) is None
    with pytest.raises(WrongCode):
        here.joining.join(opened.code, OTHER)
    with pytest.raises(NotNow, match="closed"):
        here.joining.rejoin_code(guest)
    assert here.joining.open_room(W).code != opened.code
    assert here.joining.people(W) == []


def promise(here: House) -> None:
    """What the commitment still lacks."""
    here.editing.do(W, edit("set", "commitment", "k", {"due": "2026-12-24"}), OWNER)


def test_wrong_codes_are_throttled_for_the_address_they_come_from(
    database: Database, now: dt.datetime
) -> None:
    here = house(database, now, Tries(each=3, whole=100))
    opened = here.joining.open_room(W)
    wrong = f"{(int(opened.code) + 1) % 10**6:06}"
    for _ in range(3):
        with pytest.raises(WrongCode):
            here.joining.join(wrong, TOKEN, client="10.0.0.1")
    with pytest.raises(TooManyTries):
        here.joining.join(opened.code, TOKEN, client="10.0.0.1")
    here.joining.join(opened.code, OTHER, client="10.0.0.2")
    here.joining.join(opened.code, TOKEN, key=opened.key, client="10.0.0.1")
    with pytest.raises(TooManyTries):
        here.joining.join(opened.code, "token-of-a-third-phone", key="made up", client="10.0.0.1")
    here.close()


def test_tries_are_forgiven_with_time_and_counted_in_all() -> None:
    tries = Tries(each=2, each_second=1, whole=3, second=1)
    for client in ("a", "b", "c"):
        tries.check(client, 0)
        tries.wrong(client, 0)
    with pytest.raises(TooManyTries):
        tries.check("d", 0)
    tries.check("d", 1)


def test_five_hundred_people_join_from_one_address_at_once(here: House) -> None:
    code = here.joining.open_room(W).code
    with ThreadPoolExecutor(32) as pool:
        guests = list(
            pool.map(
                lambda n: here.joining.join(code, f"token-of-phone-number-{n}", client="one"), range(500)
            )
        )
    assert len({guest.id for guest in guests}) == len(here.joining.people(W)) == 500
