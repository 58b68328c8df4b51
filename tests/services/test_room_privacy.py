"""Private until it is revealed, in every channel; nameless for good. Random rooms, looked at after every deed."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pytest
from living import edit, hold
from rooming import OWNER, House, W, house

from touchmap.domain import document
from touchmap.domain.changes import model_of
from touchmap.domain.room import tags
from touchmap.errors import NotFound, TouchmapError
from touchmap.services import exchange
from touchmap.services.history import History
from touchmap.services.roomwork import Guest
from touchmap.store.database import open_database

STEPS = ("list", "now", "secret", "waste", "rate", "vote", "both")
DEEDS = 45


class Play:
    """A room in which chance decides; it knows what was written, by whom, and what nobody else may know yet."""

    def __init__(self, here: House, chance: random.Random) -> None:
        self.here, self.chance = here, chance
        self.history = History(here.database, here.editing.books)
        here.joining.open_room(W)
        self.guests = [here.join(f"Name{n}x", ("staff", "customers")[n % 2]) for n in range(4)]
        self.texts: dict[str, Guest] = {}

    def deed(self) -> None:
        """One thing that somebody does; what the room refuses is no matter here."""
        chance, run = self.chance, self.here.facilitating
        step = self.here.room.state.current or "list"
        deeds = {
            "write": 9,
            "rate": 3,
            "vote": 3,
            "enter": 3,
            "reveal": 1,
            "reveal one": 1,
            "reveal place": 1,
            "freeze": 1,
            "thaw": 1,
            "settings": 1,
        }
        name = chance.choices(list(deeds), list(deeds.values()))[0]
        place, guest = chance.choice(("desk", "call")), chance.choice(self.guests)
        try:
            match name:
                case "write":
                    self.write(guest, step, place)
                case "rate":
                    self.here.contributing.rate(
                        guest, step, {"touchpoint": place, "emotion": chance.randint(-2, 2)}
                    )
                case "vote":
                    self.here.contributing.vote(
                        guest, step, {"opportunity": "o1", "dots": chance.randint(0, 3)}
                    )
                case "enter":
                    run.enter(W, chance.choice(STEPS))
                case "reveal":
                    run.reveal(W, chance.choice(STEPS))
                case "reveal one":
                    run.reveal(W, step, one=True)
                case "reveal place":
                    run.reveal(W, step, touchpoint=place)
                case "freeze":
                    run.freeze(W, step)
                case "thaw":
                    run.thaw(W, step)
                case "settings":
                    settings = {"visibility": chance.choice(("open", "private", "counts", None))}
                    self.here.editing.do(W, edit("set", "step", chance.choice(STEPS), settings), OWNER)
        except TouchmapError:
            pass

    def write(self, guest: Guest, step: str, place: str) -> None:
        text = f"words{len(self.texts):04}of{self.guests.index(guest)}"
        nonce = f"n{self.chance.randint(0, 5)}"
        self.texts[text] = guest
        self.here.contributing.note(guest, step, nonce, {"text": text, "touchpoint": place})

    def channels(self) -> dict[str, str]:
        """Everything that leaves the server for anybody but a writer alone."""
        state = self.here.state
        return {
            "room": json.dumps(self.here.showing.room(W).view),
            "bar": json.dumps(self.here.showing.bar(W)),
            "snapshot": self.history.snapshot_text(W).decode(),
            "log": json.dumps([change.plain() for change in self.history.since(W, 0, 10**6).changes]),
            "model": json.dumps(document.write(model_of(state))),
            "file": json.dumps(document.write(exchange.load(self.here.database, W))),
        }


@pytest.fixture(params=range(3))
def play(request: pytest.FixtureRequest, tmp_path: Path, now: dt.datetime):
    with open_database(tmp_path / "room") as database:
        here = house(database, now)
        yield Play(here, random.Random(request.param))
        here.close()


def test_what_is_held_is_in_no_channel_and_with_nobody_but_its_writer(play: Play) -> None:
    seen_held = 0
    for _ in range(DEEDS):
        play.deed()
        held = {gift.fields.get("text") for gift in play.here.held} - {None}
        seen_held += bool(held)
        for name, content in play.channels().items():
            assert not [text for text in held if text in content], name
        for guest in play.guests:
            own = json.dumps([play.here.contributing.mine(guest, step).notes for step in STEPS])
            assert not [text for text in held if text in own and play.texts[text] != guest]
            assert not [text for text, writer in play.texts.items() if writer != guest and text in own]
    assert seen_held
    hold(play.here.database, W)


def test_ratings_and_votes_that_are_held_move_nothing_but_counts(play: Play) -> None:
    for _ in range(DEEDS):
        play.deed()
        view = play.here.showing.room(W).view
        seen = {id for kind in ("perception", "vote") for id, _ in play.here.state.of_kind(kind)}
        held = {gift.record for gift in play.here.held}
        assert not seen & held
        everything = "".join(play.channels().values())
        assert not [id for id in held if id in everything]
        logged = sum(
            entry.fields.get("dots", 0)
            for _, entry in play.here.state.of_kind("vote")
            if entry.fields.get("step") == (view["step"] or {}).get("id")
        )
        assert sum(item["dots"] for item in view.get("opportunities", ())) == logged


def test_what_is_given_without_a_name_has_none_in_any_channel_and_its_tag_is_lost_at_the_end(
    play: Play,
) -> None:
    nameless = ("secret", "vote", "both")
    for _ in range(DEEDS):
        play.deed()
    people = {guest.id for guest in play.guests} | {guest.name for guest in play.guests}
    secrets = [guest.secret for guest in play.guests]
    assert all(secrets)
    owners = {tags.tag(secret, step) for secret in secrets for step in nameless}
    play.here.editing.do(W, edit("set", "commitment", "k", {"due": "2026-12-24"}), OWNER)
    play.here.facilitating.close(W, held="reveal")
    found = 0
    for change in play.history.since(W, 0, 10**6).changes:
        steps = {entry["fields"].get("step") for entry in change.after.values() if entry} - {None}
        if change.kind in ("note", "perception", "vote") and steps & set(nameless):
            found += 1
            assert change.actor == "room"
            assert change.by in ("somebody", "the room")
            text = json.dumps(change.plain())
            assert not [word for word in people | {"staff", "customers"} if word in text]
    for id, entry in play.here.state.records.items():
        if entry.fields.get("step") in nameless:
            assert not {"person", "group"} & set(entry.fields), id
    everything = "".join(play.channels().values())
    with play.here.database.reading() as session:
        for table in ("participant", "participant_key", "hand", "held", "room", "change", "note", "vote"):
            rows = session.connection().exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608  # our own
            everything += repr(rows)
    assert not [owner for owner in owners if owner in everything]
    assert not [secret for secret in secrets if secret in everything]
    hold(play.here.database, W)


def test_a_nameless_note_cannot_be_joined_to_another_of_the_same_hand(
    tmp_path: Path, now: dt.datetime
) -> None:
    with open_database(tmp_path / "room") as database:
        here = house(database, now)
        ana = here.join("Ana")
        here.at("secret")
        made = [
            here.contributing.note(ana, "secret", f"n{n}", {"text": "x", "touchpoint": "desk"}).record
            for n in range(20)
        ]
        here.facilitating.reveal(W, "secret")
        assert here.state.siblings("note", "secret") == sorted(
            made
        )  # chance decides the order, not the hand or the time
        assert len({record[:8] for record in made}) == 20
        with pytest.raises(NotFound):
            History(database, here.editing.books).of(W, "nobody")
        here.close()
