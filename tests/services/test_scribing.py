"""People without phones: their ballots keep every rule that phones keep, and nothing says more of them than of others."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from living import edit
from rooming import OWNER, House, W, house

from touchmap.domain import document
from touchmap.domain.changes import model_of
from touchmap.domain.edits import Refused
from touchmap.domain.room.refusing import NotNow
from touchmap.errors import NotFound
from touchmap.services.scribing import Ballot, Entered
from touchmap.store import changelog
from touchmap.store.database import Database


@pytest.fixture
def here(database: Database, now: dt.datetime) -> Iterator[House]:
    found = house(database, now)
    yield found
    found.close()


def dots(**given: int) -> list[dict[str, Any]]:
    return [{"opportunity": id, "dots": count} for id, count in given.items()]


def felt(**given: int) -> list[dict[str, Any]]:
    return [{"touchpoint": id, "emotion": value} for id, value in given.items()]


def enter(here: House, step: str, entry: str, answers: list[dict[str, Any]], **more: Any) -> Entered:
    return here.scribing.enter(W, step, Ballot(entry, answers, **more), OWNER)


def keep(here: House, step: str, **settings: Any) -> None:
    here.editing.do(W, edit("set", "step", step, settings), OWNER)


def of_kind(here: House, kind: str) -> list[dict[str, Any]]:
    return [dict(entry.fields) for _, entry in here.state.of_kind(kind)]


def close(here: House, held: str) -> None:
    here.editing.do(W, edit("set", "commitment", "k", {"no_action": True, "reason": "No money."}), OWNER)
    here.facilitating.close(W, held=held)


def view(here: House) -> dict[str, Any]:
    return here.showing.room(W).view


# -- counted like everybody


def test_a_stack_of_ballots_counts_as_so_many_people_who_are_done(here: House) -> None:
    here.join("Ana")
    here.at("vote")
    for number in range(3):
        assert enter(here, "vote", f"e{number}", dots(o1=3, o2=2)) == Entered(1, True)
    counts = view(here)["counts"]
    assert (counts["people"], counts["done"], counts["waiting"], counts["held"]) == (4, 3, 3, 6)
    assert here.scribing.sheet(W, "vote").given == 3
    here.facilitating.freeze(W, "vote")  # only counts are shown until then
    shown = {one["id"]: (one["dots"], one["voters"]) for one in view(here)["opportunities"]}
    assert shown == {"o1": (9, 3), "o2": (6, 3), "o3": (0, 0)}


def test_the_same_people_on_paper_answer_the_next_step(here: House) -> None:
    here.at("vote")
    enter(here, "vote", "a", dots(o1=1), alike=4)
    here.at("rate")
    assert enter(here, "rate", "b", felt(desk=2), alike=3).ballots == 3
    assert view(here)["people"] == 4
    enter(here, "rate", "c", felt(desk=1), alike=2)
    assert [paper.label for paper in here.scribing.people(W)] == [f"Paper {n}" for n in range(1, 6)]


def test_nobody_on_paper_gives_more_dots_than_everybody_has(here: House) -> None:
    here.at("vote")
    for wrong, said in (
        (dots(o1=3, o2=3), "6 dots; everybody has 5"),
        (dots(o1=4), "at most 3 may be on one"),
    ):
        with pytest.raises(NotNow, match=said):
            enter(here, "vote", "a", wrong)
    assert (here.held, here.scribing.people(W)) == ([], [])
    enter(here, "vote", "a", dots(o1=3, o2=2, o3=0))
    assert sum(gift.fields["dots"] for gift in here.held) == 5


def test_fifty_at_once_overspend_nothing_and_the_same_entry_is_one(here: House) -> None:
    here.at("vote")
    with ThreadPoolExecutor(16) as pool:
        same = list(pool.map(lambda _: enter(here, "vote", "same", dots(o1=3, o2=2)), range(50)))
        list(
            pool.map(lambda n: enter(here, "vote", f"e{n}", dots(o1=n % 4, o3=5 - max(2, n % 4))), range(50))
        )
    assert set(same) == {Entered(1, True)}
    owners: dict[str, int] = {}
    for gift in here.held:
        owners[gift.owner] = owners.get(gift.owner, 0) + gift.fields["dots"]
    assert len(owners) == 51
    assert max(owners.values()) == 5


def test_fifty_changes_of_one_persons_ballot_leave_one_ballot_within_the_budget(here: House) -> None:
    keep(here, "vote", anonymity="names", visibility="open")
    here.at("vote")
    bea = here.scribing.add(W, "bea", name="Bea")
    sheets = [dots(o1=3, o2=2), dots(o3=3), dots(o1=1, o2=1, o3=3), dots(o2=3)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: enter(here, "vote", f"e{n}", sheets[n % 4], person=bea.id), range(50)))
    votes = of_kind(here, "vote")
    assert {vote["person"] for vote in votes} == {bea.id}
    assert {vote["opportunity"]: vote["dots"] for vote in votes} in [
        {one["opportunity"]: one["dots"] for one in sheet} for sheet in sheets
    ]
    assert here.scribing.sheet(W, "vote").given == 1


def test_what_a_step_does_not_ask_for_is_refused_whole(here: House) -> None:
    here.at("rate")
    for answers in ([], felt(), [{"touchpoint": "desk"}], felt(desk=9), [*felt(desk=1), *felt(desk=2)]):
        with pytest.raises(Refused):
            enter(here, "rate", "a", answers)
    for answers in ([*felt(desk=1), *felt(gone=1)], [{"touchpoint": "desk", "emotion": 1, "bond": 3}]):
        with pytest.raises(NotNow):
            enter(here, "rate", "a", answers)
    for more in ({"alike": 0}, {"alike": 101}):
        with pytest.raises(Refused):
            enter(here, "rate", "a", felt(desk=1), **more)
    with pytest.raises(NotNow, match="not in the list"):
        enter(here, "rate", "a", felt(desk=1), group="strangers")
    with pytest.raises(Refused, match="no id"):
        enter(here, "rate", "Not an id", felt(desk=1))
    with pytest.raises(NotNow, match="no ballots"):
        enter(here, "now", "a", felt(desk=1))
    assert (here.held, here.scribing.people(W), view(here)["people"]) == ([], [], 0)


def test_nothing_is_entered_before_after_and_while_frozen(here: House) -> None:
    here.at("vote")
    with pytest.raises(NotNow, match="not begun"):
        enter(here, "rate", "a", felt(desk=1))
    enter(here, "vote", "a", dots(o1=1))
    here.facilitating.freeze(W, "vote")
    with pytest.raises(NotNow, match="frozen"):
        enter(here, "vote", "b", dots(o1=1))
    with pytest.raises(NotNow, match="frozen"):
        here.scribing.take_back(W, "vote", "a", OWNER)
    assert enter(here, "vote", "a", dots(o1=1)) == Entered(1, False)  # a late answer to what was taken in
    close(here, "drop")
    with pytest.raises(NotNow, match="closed"):
        enter(here, "vote", "b", dots(o1=1))


def test_impact_and_effort_come_from_paper_too(here: House) -> None:
    here.at("both")
    enter(
        here,
        "both",
        "a",
        [{"opportunity": "o1", "impact": 5, "effort": 2}, {"opportunity": "o2", "impact": 1}],
    )
    here.facilitating.reveal(W, "both")
    (first, second, _) = view(here)["opportunities"]
    assert (first["impact"], first["effort"], second["impact"]) == ({"5": 1}, {"2": 1}, {"1": 1})


# -- who it is


def test_a_step_without_names_takes_no_name_and_keeps_none(here: House) -> None:
    bea = here.scribing.add(W, "bea", name="Bea", group="customers") if here.joining.open_room(W) else None
    assert bea is not None
    here.at("vote")
    for more in ({"name": "Bea"}, {"person": bea.id}):
        with pytest.raises(NotNow, match="keeps no names"):
            enter(here, "vote", "a", dots(o1=1), **more)
    enter(here, "vote", "a", dots(o1=1), group="customers")
    here.facilitating.freeze(W, "vote")
    assert of_kind(here, "vote") == [{"step": "vote", "opportunity": "o1", "dots": 1}]
    sheet = here.scribing.sheet(W, "vote", bea.id)
    assert (sheet.whose, sheet.answers) == (None, {})


def test_where_groups_are_kept_the_ballot_says_the_group_and_small_ones_stand_together(here: House) -> None:
    here.at("rate")
    enter(here, "rate", "a", felt(desk=1), group="staff", alike=4)
    enter(here, "rate", "b", felt(desk=-2), group="customers")
    here.facilitating.reveal(W, "rate")
    said = view(here)["ratings"]["desk"]
    assert (said["n"], said["groups"]) == (5, {})  # the one customer could be told
    enter(here, "rate", "c", felt(desk=-1), group="customers", alike=2)
    said = view(here)["ratings"]["desk"]
    assert {name: one["n"] for name, one in said["groups"].items()} == {"staff": 4, "customers": 3}
    assert all("person" not in rating for rating in of_kind(here, "perception"))


def test_where_names_are_kept_a_person_is_chosen_and_their_ballot_changed(here: House) -> None:
    keep(here, "rate", anonymity="names")
    here.at("rate")
    enter(here, "rate", "a", felt(desk=1, call=2), name="Bea", group="staff")
    (bea,) = here.scribing.people(W)
    with pytest.raises(NotNow, match="Bea has given a ballot already"):
        enter(here, "rate", "b", felt(desk=2), name="bea")
    changed = enter(here, "rate", "b", felt(desk=-1), person=bea.id)
    assert changed == Entered(1, True, "Bea", changed=True)
    sheet = here.scribing.sheet(W, "rate", bea.id)
    assert (sheet.whose and sheet.whose.label, set(sheet.answers), sheet.answers["desk"]["emotion"]) == (
        "Bea",
        {"desk"},
        -1,
    )
    here.facilitating.reveal(W, "rate")
    assert [(one["person"], one["emotion"]) for one in of_kind(here, "perception")] == [(bea.id, -1)]


def test_in_an_open_step_with_names_the_log_says_who_entered_it_and_elsewhere_nothing(here: House) -> None:
    keep(here, "rate", anonymity="names", visibility="open")
    keep(here, "both", anonymity="none", visibility="open")
    here.at("rate")
    enter(here, "rate", "a", felt(desk=1), name="Bea")
    here.at("both")
    enter(here, "both", "b", [{"opportunity": "o1", "impact": 5}])
    with here.database.reading() as session:
        said = {
            kind: changelog.history(session, W, id, 10**6, 5)[0].by
            for kind in ("perception", "vote")
            for id, _ in here.state.of_kind(kind)
        }
    assert said == {"perception": "Bea, entered by Maya", "vote": "somebody"}


def test_a_note_may_be_of_somebody_on_paper_where_names_are_kept(here: House) -> None:
    here.at("list")
    bea = here.scribing.add(W, "bea", name="Bea")
    here.contributing.scribe(W, "list", "n1", {"text": "The desk"}, person=bea.id)
    assert [(note["text"], note["by"]) for note in view(here)["notes"]] == [("The desk", "Bea")]
    ana = here.join("Ana")
    with pytest.raises(NotFound):
        here.contributing.scribe(W, "list", "n2", {"text": "x"}, person=ana.id)
    here.at("secret")
    with pytest.raises(NotNow, match="keeps no names"):
        here.contributing.scribe(W, "secret", "n3", {"text": "x", "touchpoint": "desk"}, person=bea.id)
    here.scribing.done(W, "secret", True)
    assert view(here)["counts"]["done"] == 1
    here.scribing.done(W, "secret", False)
    assert view(here)["counts"]["done"] == 0


def test_what_is_held_from_paper_is_in_no_view_log_or_file_before_it_is_revealed(here: House) -> None:
    here.at("rate")
    before = json.dumps(document.write(model_of(here.state)))
    enter(here, "rate", "a", [{"touchpoint": "desk", "emotion": 2, "importance": 4}], group="staff")
    said = view(here)
    assert said["ratings"] == {}
    assert of_kind(here, "perception") == []
    after = json.dumps(document.write(model_of(here.state)))
    assert "importance" not in after.removeprefix(before[:-1])
    assert of_kind(here, "person") == [{"group": "staff", "paper": True}]


def test_no_row_ties_a_ballot_to_anybody_or_keeps_the_order_of_the_stack_and_none_is_left_at_the_end(
    here: House,
) -> None:
    here.at("vote")
    bea = here.scribing.add(W, "bea", name="Bea")
    for number in range(6):
        enter(here, "vote", f"e{number}", dots(o1=1 + number % 3))

    def rows(table: str) -> list[dict[str, Any]]:
        with here.database.reading() as session:
            found = session.execute(sa.text(f"SELECT * FROM {table}")).mappings()  # noqa: S608  # two names
            return [dict(row) for row in found]

    ballots = rows("ballot")
    assert [row["entry"] for row in ballots if row["entry"]] == ["e5"]
    assert {row["person_id"] for row in ballots} == {None}
    assert bea.id not in json.dumps([*ballots, *rows("hand"), *rows("held")], default=str)
    assert [row["hand"] for row in ballots] == sorted(row["hand"] for row in ballots)
    close(here, "reveal")
    assert rows("ballot") == rows("hand") == rows("held") == []


# -- taking back, and leaving


@pytest.mark.parametrize("visibility", ["open", "private"])
def test_the_newest_entry_is_taken_back_as_if_it_had_never_been_made(here: House, visibility: str) -> None:
    keep(here, "rate", visibility=visibility)
    here.at("rate")
    enter(here, "rate", "a", felt(desk=1), group="staff")
    enter(here, "rate", "b", felt(desk=2, call=2), alike=3)
    assert here.scribing.sheet(W, "rate").last == ("b", 3)
    with pytest.raises(NotNow, match="cannot be taken back"):
        here.scribing.take_back(W, "rate", "a", OWNER)
    assert here.scribing.take_back(W, "rate", "b", OWNER) == 3
    with pytest.raises(NotNow, match="cannot be taken back"):
        here.scribing.take_back(W, "rate", "b", OWNER)
    assert (
        enter(here, "rate", "b", felt(desk=2), alike=3).ballots == 3
    )  # sent again, late: nothing comes of it
    counts = view(here)["counts"]
    assert (counts["people"], counts["done"], counts["given"]) == (1, 1, 1)
    assert of_kind(here, "person") == [{"group": "staff", "paper": True}]
    assert enter(here, "rate", "c", felt(desk=2)).ballots == 1
    assert [paper.label for paper in here.scribing.people(W)] == ["Paper 1", "Paper 2"]


@pytest.mark.parametrize("visibility", ["open", "private"])
def test_a_changed_ballot_is_put_back_as_it_was_and_entered_anew_at_will(
    here: House, visibility: str
) -> None:
    keep(here, "vote", visibility=visibility, anonymity="names")
    here.at("vote")
    bea = here.scribing.add(W, "bea", name="Bea")

    def given() -> dict[str, int]:
        return {id: one["dots"] for id, one in here.scribing.sheet(W, "vote", bea.id).answers.items()}

    for number, answers in enumerate([dots(o1=3), dots(o2=1, o3=1), dots(o2=2)]):
        assert enter(here, "vote", f"e{number}", answers, person=bea.id).changed == bool(number)
    assert given() == {"o2": 2}
    here.scribing.take_back(W, "vote", "e2", OWNER)
    assert given() == {"o2": 1, "o3": 1}
    assert (here.scribing.sheet(W, "vote").given, view(here)["counts"]["done"]) == (1, 1)
    with pytest.raises(NotNow, match="cannot be taken back"):
        here.scribing.take_back(W, "vote", "e1", OWNER)
    cal = here.scribing.add(W, "cal", name="Cal")
    enter(here, "vote", "c", dots(o3=2), person=cal.id)
    here.scribing.take_back(W, "vote", "c", OWNER)
    assert [paper.name for paper in here.scribing.people(W)] == ["Bea", "Cal"]
    enter(here, "vote", "d", dots(o3=2), person=cal.id)
    enter(here, "vote", "e3", dots(o1=3, o2=2), person=bea.id)
    assert given() == {"o1": 3, "o2": 2}


def test_who_is_removed_is_off_the_map_unless_they_gave_something(here: House) -> None:
    here.at("rate")
    one, two = here.scribing.add(W, "a", name="Bea"), here.scribing.add(W, "b")
    assert here.scribing.add(W, "a", name="Bea") == one
    assert (one.label, two.label) == ("Bea", "Paper 2")
    enter(here, "rate", "c", felt(desk=1))
    for paper in (one, two):
        here.scribing.remove(W, paper.id)
    assert set(here.state.records) & {one.id, two.id} == {one.id}  # somebody on paper gave it
    assert (view(here)["people"], len(here.held)) == (0, 1)
    with pytest.raises(NotFound):
        here.scribing.remove(W, one.id)


def test_the_facilitator_sees_who_is_on_paper(
    here: House,
) -> None:
    here.join("Ana")
    here.at("rate")
    here.scribing.add(W, "a", group="staff")
    people = here.showing.bar(W)["people"]
    assert sorted((one["name"], one["paper"]) for one in people) == [("", 1), ("Ana", 0)]
