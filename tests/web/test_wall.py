"""The wall: it follows the running step and what the facilitator chose, and what is held back or hidden never reaches it."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from roomers import ROOM, Owner, join, open_room, parts_of
from served import WORKSHOP, sign_in

from touchmap.domain.analysis.figures import SCALES
from touchmap.domain.analysis.perceptions import Rating, distribution
from touchmap.domain.records import WALLS
from touchmap.services.roomwork import Guest
from touchmap.web import walldots, walldrawings, wallnotes
from touchmap.web.wall import _votes
from touchmap.web.wallview import Place, Rated

WALL = f"{ROOM}/wall"
SECRET = "Nobody may read this before it is revealed: xyzzy"


@pytest.fixture
def owner(house: Flask) -> Owner:
    return open_room(sign_in(house))


def shown(owner: Owner) -> str:
    """The picture, as the page's script asks for it."""
    answer = owner.client.get(f"{WALL}/now")
    assert answer.status_code == 200
    return answer.text


def what(owner: Owner) -> str:
    """Which picture it is."""
    found = re.search(r'data-what="(\w+)"', shown(owner))
    assert found is not None
    return found[1]


def choose(owner: Owner, step: str, wall: str, status: int = 303) -> None:
    owner.post("/wall", status, step=step, wall=wall)


def somebody(house: Flask, owner: Owner, number: int = 0, group: str = "") -> Guest:
    """One of those who are here; the same number, the same person."""
    joining = parts_of(house).joining
    return joining.join(owner.code, f"{number:0>40}", name=f"Guest {number}", group=group)


def write(house: Flask, owner: Owner, text: str, place: int = 0, number: int = 0) -> None:
    """Somebody writes a note in the running step, at one of its touchpoints where it needs one."""
    view = owner.view()
    given = {"text": text}
    if view["step"]["about"] == "needed":
        given["touchpoint"] = view["touchpoints"][place]["id"]
    guest = somebody(house, owner, number)
    parts_of(house).contributing.note(guest, view["step"]["id"], f"n{len(text)}", given)


def rate(house: Flask, owner: Owner, touchpoint: str, number: int, **values: int) -> None:
    """Somebody rates a touchpoint in the running step."""
    given = {"touchpoint": touchpoint, **values}
    step = owner.view()["step"]["id"]
    parts_of(house).contributing.rate(somebody(house, owner, number), step, given)


def test_before_a_session_it_waits_and_then_shows_the_way_in(house: Flask) -> None:
    client = sign_in(house)
    assert "The room opens soon" in client.get(WALL).text
    owner = open_room(client)
    page = client.get(WALL).text
    assert "Join with your phone" in page
    assert 'aria-label="QR code of the address to join"' in page
    assert f"{owner.code[:3]}" in page
    assert owner.code[3:] in page
    assert "Nobody is here yet" in page
    join(house, owner.code)
    assert "<b>1</b> person is here" in shown(owner)


def test_the_code_gives_way_to_the_question_when_the_first_step_begins(owner: Owner) -> None:
    first = owner.view()["step"]["id"]
    owner.post(f"/steps/{first}/timer", action="start", minutes="5")
    assert what(owner) == "prompt"
    assert "two-day empathy course" in shown(owner)


def test_the_code_stays_in_the_corner_until_the_room_is_locked(owner: Owner) -> None:
    owner.go("touchpoints")
    assert f"{owner.code[:3]} {owner.code[3:]}" in shown(owner)
    owner.post("/lock", locked="yes")
    assert f"{owner.code[:3]} {owner.code[3:]}" not in shown(owner)


def test_every_kind_of_step_has_a_picture(owner: Owner) -> None:
    for one in owner.view()["agenda"]:
        owner.post("/go", to=one["id"])
        page = shown(owner)
        assert one["title"] in html.unescape(page) or 'data-what="code"' in page
        assert page.count("<h1") == 1


def test_every_wall_can_be_chosen_and_undone(house: Flask, owner: Owner) -> None:
    step = owner.go("touchpoints")
    for wall in WALLS:
        choose(owner, step, wall)
        assert owner.view()["step"]["wall"] == wall
        assert shown(owner).count("<h1") == 1
    choose(owner, step, "")
    assert owner.view()["step"]["wall"] == "notes"
    choose(owner, step, "curtains", 404)
    choose(owner, "nobody", "code", 404)
    history = parts_of(house).history.head(WORKSHOP)
    choose(owner, step, "")
    assert parts_of(house).history.head(WORKSHOP) == history


@pytest.mark.parametrize("kind", ["current", "desired", "waste", "behaviours"])
def test_a_private_note_is_only_counted_until_it_is_revealed(house: Flask, owner: Owner, kind: str) -> None:
    step = owner.go(kind)
    write(house, owner, SECRET)
    for wall in ("", *WALLS):
        choose(owner, step, wall)
        assert SECRET not in owner.client.get(WALL).text
        assert SECRET not in shown(owner)
    choose(owner, step, "")
    assert what(owner) == "prompt"
    assert "<b>1</b> note" in shown(owner)
    owner.post(f"/steps/{step}/reveal", all="yes")
    assert what(owner) == "notes"
    assert SECRET in html.unescape(shown(owner))


def test_a_hidden_note_leaves_the_wall(house: Flask, owner: Owner) -> None:
    owner.go("touchpoints")
    write(house, owner, SECRET)
    assert SECRET in shown(owner)
    note = owner.view()["notes"][0]["id"]
    owner.post("/notes", deed=f"hide {note}")
    assert SECRET not in shown(owner)


def test_private_ratings_are_only_counted_until_they_are_revealed(house: Flask, owner: Owner) -> None:
    step = owner.go("rate")
    places = [one["id"] for one in owner.view()["touchpoints"]]
    before = shown(owner)
    for number in range(4):
        rate(house, owner, places[0], number, emotion=(-2, 2)[number % 2], importance=5)
    counted = shown(owner)
    assert "<b>4</b> ratings" in counted
    assert "tm-emotion" not in counted
    assert "tm-camps" not in counted
    assert before.count("<svg") == counted.count("<svg") - 1  # those who are here, as dots
    for wall in WALLS:
        choose(owner, step, wall)
        assert "4 ratings" not in shown(owner)
    choose(owner, step, "")
    owner.post(f"/steps/{step}/reveal", touchpoint=places[1])
    assert what(owner) == "prompt"
    owner.post(f"/steps/{step}/reveal", touchpoint=places[0])
    assert what(owner) == "curve"
    assert "tm-emotion" in shown(owner)
    choose(owner, step, "spread")
    assert "4 ratings" in shown(owner)


def test_later_steps_may_look_back_at_ratings_notes_and_votes(house: Flask, owner: Owner) -> None:
    rating = owner.go("rate")
    place = owner.view()["touchpoints"][0]["id"]
    rate(house, owner, place, 0, emotion=-2)
    owner.post(f"/steps/{rating}/reveal", all="yes")
    later = owner.go("group")
    choose(owner, later, "curve")
    assert what(owner) == "curve"
    owner.go("stories")
    write(house, owner, "She stayed until the bus had come")
    talk = owner.go("close")
    choose(owner, talk, "notes")
    assert "She stayed until the bus had come" in shown(owner)


def test_while_the_room_groups_it_sees_the_proposals_with_the_numbers_of_the_phones(owner: Owner) -> None:
    owner.go("group")
    proposals = owner.view()["opportunities"]
    page = html.unescape(shown(owner))
    assert f"1  {proposals[0]['title']}" in page
    assert f"{len(proposals)}  {proposals[-1]['title']}" in page


def test_the_spotlight_shows_what_is_and_what_should_be(owner: Owner) -> None:
    owner.go("causes")
    step, lit = owner.view()["step"]["id"], owner.view()["touchpoints"][3]
    choose(owner, step, "prompt")
    owner.post("/shine", touchpoint=lit["id"])
    page = html.unescape(shown(owner))
    assert what(owner) == "spot"
    assert lit["name"] in page
    assert "What is" in page
    assert "There is no fast lane for short connections." in page
    assert "walked through the fast lane" in page
    choose(owner, step, "graph")
    assert f'tm-station lit" data-id="{lit["id"]}"' in shown(owner)
    owner.post("/shine")
    assert " lit" not in shown(owner)
    assert shown(owner).count('class="w-leaf"') > 1


def test_notes_beside_the_spotlight_are_those_about_it(house: Flask, owner: Owner) -> None:
    step = owner.go("stories")
    write(house, owner, "At the first", 0)
    write(house, owner, "At the second one", 1)
    owner.post("/shine", touchpoint=owner.view()["touchpoints"][1]["id"])
    assert owner.view()["step"]["id"] == step
    assert "At the second one" in shown(owner)
    assert "At the first" not in shown(owner)


def test_votes_are_shown_with_their_voters_and_only_after_the_reveal(house: Flask, owner: Owner) -> None:
    step = owner.go("vote")
    proposals = owner.view()["opportunities"]
    vote = parts_of(house).contributing.vote
    for number in range(3):
        vote(somebody(house, owner, number), step, {"opportunity": proposals[1]["id"], "dots": 2})
    assert what(owner) == "prompt"
    assert "<b>3</b> votes" in shown(owner)
    owner.post(f"/steps/{step}/reveal", all="yes")
    assert what(owner) == "votes"
    page = html.unescape(shown(owner))
    assert "<b>6</b><small>n = 3</small>" in page
    assert proposals[1]["title"] in page
    assert proposals[0]["title"] not in page


def test_proposals_with_as_many_dots_share_a_rank() -> None:
    found = [
        {"id": id, "title": id, "dots": dots, "voters": 2}
        for id, dots in (("a", 4), ("b", 2), ("c", 2), ("d", 1))
    ]
    leaves = _votes(found)["leaves"]
    assert [row["rank"] for leaf in leaves for row in leaf["rows"]] == [1, 2, 2, 4]


def test_impact_and_effort_make_a_square(house: Flask, owner: Owner) -> None:
    step = owner.go("priorities")
    proposal = owner.view()["opportunities"][0]["id"]
    given = {"opportunity": proposal, "impact": 5, "effort": 1}
    parts_of(house).contributing.vote(somebody(house, owner), step, given)
    owner.post(f"/steps/{step}/reveal", all="yes")
    assert what(owner) == "matrix"
    assert "Quick win" in shown(owner)


def test_a_closed_session_ends_in_a_calm_picture_without_a_code(house: Flask, owner: Owner) -> None:
    code = owner.code
    owner.post("/close")
    page = shown(owner)
    assert "Thank you" in page
    assert f"{code[:3]} {code[3:]}" not in page


def test_the_room_links_to_the_wall_and_says_what_it_shows(owner: Owner) -> None:
    step = owner.go("rate")
    choose(owner, step, "spread")
    page = owner.page()
    assert f'href="{WALL}"' in page
    assert '<option value="spread" selected>' in page


# -- how notes are laid out


def a_card(number: int, text: str) -> wallnotes.Card:
    return wallnotes.card({"id": str(number), "text": text}, {}, "touchpoints", placed=True)


def test_cards_fill_leaves_and_none_is_lost_or_too_high() -> None:
    cards = [a_card(number, "word " * (1 + number * 7 % 90)) for number in range(60)]
    leaves = wallnotes.pack(cards, wallnotes.WIDE)
    found = [card.id for leaf in leaves for column in leaf.columns for card in column]
    assert sorted(found) == sorted(card.id for card in cards)
    for leaf in leaves:
        assert all(column for column in leaf.columns)
        assert all(height <= wallnotes.HEIGHT + wallnotes.GAP for height in leaf.heights)


def test_a_long_text_has_the_wall_for_itself() -> None:
    leaves = wallnotes.pack([a_card(1, "short"), a_card(2, "word " * 400), a_card(3, "short")], 3)
    assert [leaf.whole for leaf in leaves] == ["", "w3"]
    assert [card.id for card in leaves[1].columns[0]] == ["2"]


def test_one_word_without_end_stays_on_its_card() -> None:
    assert wallnotes.height_of(a_card(1, "x" * 400), 573) > 300


# -- what the drawings say


@pytest.mark.parametrize(
    "counts",
    [
        {"-2": 3, "2": 3},
        {"-2": 9, "2": 1},
        {"-2": 2, "2": 2},
        {"-2": 2, "0": 1, "2": 2},
        {"0": 9},
        {"-1": 5, "1": 5},
    ],
)
def test_an_opinion_is_split_on_the_wall_when_it_is_split_in_the_report(counts: dict[str, int]) -> None:
    values = [float(value) for value, count in counts.items() for _ in range(count)]
    ratings = [Rating(value, None, f"r{number}", True) for number, value in enumerate(values)]
    reported = distribution(SCALES["emotion"], ratings)
    assert bool(walldrawings.camps("emotion", counts)) == reported.split


def test_a_split_opinion_is_said_with_its_two_sides() -> None:
    assert walldrawings.camps("importance", {"1": 3, "3": 1, "5": 2}) == "Split opinion: 3 low, 2 high"
    assert walldrawings.camps("importance", {"1": 2, "5": 2}) == ""  # of four, nothing is said


def test_how_it_should_feel_is_the_dashed_line_of_the_curve() -> None:
    places = [Place(id, number, id, 0, "j") for number, id in enumerate(("a", "b"), 1)]
    said = {"n": 1, "scales": {"emotion": {"-1": 1}}, "groups": {}}
    wanted = said | {"desired": {"n": 1, "scales": {"emotion": {"2": 1}}, "groups": {}}}
    (plain,) = walldrawings.curves(Rated(("emotion",), {"a": said, "b": said}), places, "")
    (both,) = walldrawings.curves(Rated(("emotion",), {"a": wanted, "b": wanted}), places, "")
    assert "how it should feel" not in plain.picture
    assert "dashed, how it should feel" in both.picture
    assert both.picture.count("stroke-dasharray") == plain.picture.count("stroke-dasharray") + 1


def test_a_square_says_of_how_many_ratings_its_medians_are() -> None:
    places = {id: Place(id, number, id, 0, "j") for number, id in enumerate(("a", "b"), 1)}
    by = {
        "a": {"scales": {"performance": {"2": 3}, "personal": {"4": 3}}},
        "b": {"scales": {"performance": {"2": 5}, "personal": {"4": 4}}},
    }
    rated = Rated(("performance", "personal"), by)
    (drawn,) = walldrawings.squares(rated, places, [("performance", "personal")])
    assert drawn.title == "The two Ps: medians of 3–5 ratings"


def test_the_most_split_touchpoints_come_first() -> None:
    places = {id: Place(id, number, id, 0, "j") for number, id in enumerate(("calm", "split"), 1)}
    by = {
        "calm": {"n": 4, "scales": {"emotion": {"1": 4}}, "groups": {}},
        "split": {"n": 4, "scales": {"emotion": {"-2": 2, "2": 2}}, "groups": {}},
    }
    (drawn,) = walldrawings.spreads(Rated(("emotion",), by), places, "")
    assert drawn.picture.index("split") < drawn.picture.index("calm")


def test_every_rating_and_every_vote_is_a_dot() -> None:
    spread = {"emotion": {"-2": 130, "0": 40, "2": 230}}
    places = {"a": Place("a", 1, "A", 0, "j")}
    rated = Rated(("emotion",), {"a": {"n": 400, "scales": spread, "groups": {}}})
    (drawn,) = walldrawings.spreads(rated, places, "")
    assert drawn.picture.count("h.01") - 5 * 2 == 400  # the eyes of five faces are no ratings
    assert walldots.vote_dots(500, 500).count("h.01") == 500
    people = walldots.people_dots(300, 500)
    assert people.count("h.01") + people.count("<circle") == 500
