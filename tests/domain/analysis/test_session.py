"""What a session gave, told from the records alone: givers, notes and what became of them, ratings and votes by step."""

from __future__ import annotations

from making import make

from touchmap.domain.analysis.session import session_of
from touchmap.domain.records import Note, Opportunity, Perception, Person, Statement, Step, Vote

PEOPLE = [
    *(Person(id=f"staff{n}", name=f"S{n}", group="staff") for n in range(5)),
    *(Person(id=f"guest{n}", group="guests") for n in range(4)),
    Person(id="boss", group="managers"),
]


def held(*records, touchpoints="a b"):
    return session_of(make(touchpoints, "", *PEOPLE, *records))


def test_an_agenda_in_which_nothing_was_given_is_no_session():
    found = held(Step(id="s", title="Rate", type="rate"), Perception(id="r", touchpoint="a", emotion=1))
    assert not found.held
    assert (found.notes, found.ratings, found.votes) == (0, 0, 0)
    assert found.steps[0].givers.records == 0


def test_people_are_counted_exactly_where_they_are_named_and_at_the_least_where_not():
    steps = [Step(id=id, title=id) for id in ("named", "unnamed", "notes", "mixed")]
    found = held(
        *steps,
        *(
            Perception(id=f"n{t}{p}", touchpoint=t, person=f"staff{p}", step="named", emotion=0)
            for t in "ab"
            for p in "01"
        ),
        *(
            Perception(id=f"u{t}{p}", touchpoint=t, group="staff", step="unnamed", emotion=0)
            for t in "ab"
            for p in "012"
        ),
        *(Note(id=f"w{n}", step="notes", text="x", group="staff") for n in range(4)),
        Note(id="m1", step="mixed", text="x", person="boss"),
        Note(id="m2", step="mixed", text="x"),
    )
    assert [(s.givers.records, s.givers.people, s.givers.exact) for s in found.steps] == [
        (4, 2, True),
        (6, 3, False),
        (4, None, False),
        (2, 1, False),
    ]


def test_somebody_who_rates_what_is_and_what_should_be_is_one():
    both = [
        Perception(id=f"{state}{n}", touchpoint="a", state=state, step="s", emotion=0)
        for state in ("current", "desired")
        for n in range(3)
    ]
    found = held(Step(id="s", title="s"), *both).steps[0]
    assert found.givers.people == 3
    assert [(place.touchpoint, place.state, place.ratings.raters) for place in found.rated] == [
        ("a", "current", 3),
        ("a", "desired", 3),
    ]


def test_notes_are_counted_hidden_and_merged_ones_too_but_neither_stands():
    notes = [
        Note(id="kept", step="s", text="kept", became="fact"),
        Note(id="same", step="s", text="same", merged="kept"),
        Note(id="gone", step="s", text="gone", hidden=True, became="fact"),
        Note(id="both", step="s", text="both", hidden=True, merged="kept"),
        Note(id="lone", step="s", text="lone"),
    ]
    fact = Statement(id="fact", touchpoint="a", state="current", text="A fact")
    found = held(Step(id="s", title="s"), fact, *notes).steps[0].notes
    assert (found.count, found.merged, found.hidden) == (5, 1, 2)
    assert [note.id for note in found.standing] == ["kept", "lone"]
    assert (dict(found.same), found.became) == ({"kept": 1}, (("statement", 1),))


def test_a_note_carries_a_name_or_a_group_of_three_and_never_a_smaller_one():
    found = held()
    assert found.by_line(Note(id="n", step="s", text="x", person="staff1"), PEOPLE[1]) == "S1"
    assert found.by_line(Note(id="n", step="s", text="x", group="staff"), None) == "staff"
    # One manager is put together with the smallest group: else whoever is no staff and no guest is the manager.
    assert found.by_line(Note(id="n", step="s", text="x", group="managers"), None) == "others"
    assert found.by_line(Note(id="n", step="s", text="x", group="guests"), None) == "others"
    assert found.by_line(Note(id="n", step="s", text="x"), None) == ""
    alone = session_of(make("a", "", *PEOPLE[:5], PEOPLE[-1]))
    assert alone.by_line(Note(id="n", step="s", text="x", group="staff"), None) == ""


def test_the_people_of_a_room_are_told_by_group_as_far_as_something_was_given_without_a_name():
    named = [Person(id=f"p{n}", name=f"P{n}", group="staff") for n in range(3)]
    boss = Person(id="boss", name="B", group="managers")
    step = Step(id="s", title="s")
    open_room = session_of(make("a", "", *named, boss, step, Note(id="n", step="s", text="x", person="boss")))
    assert open_room.groups == (("staff", 3), ("managers", 1))
    shut = session_of(make("a", "", *named, boss, step, Note(id="n", step="s", text="x")))
    assert (shut.people, shut.groups) == (4, ())


def votes(step, group, *dots, opportunity="x"):
    return [
        Vote(id=f"{step}{group}{opportunity}{n}", opportunity=opportunity, step=step, group=group, dots=count)
        for n, count in enumerate(dots)
    ]


def proposals():
    return [Opportunity(id=id, touchpoint="a", title=id) for id in "xyz"]


def test_votes_are_ranked_by_dots_in_their_step_alone_and_what_nobody_chose_comes_last():
    found = held(
        *proposals(),
        Step(id="first", title="first"),
        Step(id="second", title="second"),
        *votes("first", None, 3, 1),
        *votes("first", None, 2, 2, 0, opportunity="z"),
        *votes("second", None, 1, opportunity="y"),
    )
    ranked = [
        [(v.votes.rank, v.votes.id, v.votes.dots, v.votes.voters) for v in s.voted] for s in found.steps
    ]
    assert ranked == [
        [(1, "x", 4, 2), (1, "z", 4, 2), (3, "y", 0, 0)],
        [(1, "y", 1, 1), (2, "x", 0, 0), (2, "z", 0, 0)],
    ]


def test_dots_by_group_never_show_a_small_group_nor_that_it_gave_none():
    found = held(
        *proposals(),
        Step(id="s", title="s"),
        *votes("s", "staff", 3, 1, 1, 1),
        *votes("s", "guests", 1, 1, 1),
        *votes("s", "managers", 2),
        *votes("s", "staff", 1, 1, 1, opportunity="y"),
        *votes("s", "guests", 2, 2, 2, opportunity="y"),
    ).steps[0]
    told = {one.votes.id: [(group.name, group.n) for group in one.groups] for one in found.voted}
    # Guests join the one manager for the whole step, also where the manager chose nothing.
    assert told == {"x": [("staff", 4), ("others", 4)], "y": [("staff", 3), ("others", 3)], "z": []}


def test_what_was_rated_in_two_steps_stands_side_by_side_in_their_order():
    steps = [Step(id=id, title=id) for id in ("before", "between", "after")]
    found = held(
        *steps,
        *(Perception(id=f"b{n}", touchpoint="a", step="before", emotion=-1, importance=3) for n in range(3)),
        *(Perception(id=f"a{n}", touchpoint="a", step="after", emotion=1) for n in range(3)),
        Perception(id="else", touchpoint="b", step="after", emotion=1),
        Perception(id="wish", touchpoint="a", step="between", state="desired", emotion=2),
    )
    (repeat,) = found.repeats
    assert (repeat.touchpoint, repeat.state, repeat.scale) == ("a", "current", "emotion")
    assert [(step.number, one.median, one.n) for step, one in repeat.steps] == [(1, -1, 3), (3, 1, 3)]
