"""The generator's workshops: repeatable, readable, of the size asked for."""

from collections import defaultdict
from functools import cache

import pytest

from touchmap.domain import document
from touchmap.domain.document import MAX_NODES
from touchmap.domain.generator import Dice, generate
from touchmap.domain.model import Model, parent_of
from touchmap.domain.records import KINDS, Perception, Touchpoint, Transition
from touchmap.formats import workshop_file
from touchmap.formats.source import MAX_BYTES

SIZES = (2, 3, 12, 40, 120, 500, 2000)


@cache
def made(size: int) -> Model:
    """The workshop of a size, made once for all tests."""
    return generate(size)


def values(data: object) -> int:
    """How many values plain data holds, as the file's reader counts them."""
    if isinstance(data, dict):
        return 1 + sum(map(values, data.values()))
    return 1 + sum(map(values, data)) if isinstance(data, list) else 1


def test_the_same_seed_makes_the_same_workshop() -> None:
    assert generate(40, seed=7) == generate(40, seed=7)


def test_another_seed_makes_another_workshop() -> None:
    assert generate(40, seed=7) != generate(40, seed=8)


def test_the_dice_are_those_of_splitmix64() -> None:
    # First output for seed 1234567 in the published test vectors of splitmix64: 6457827717110365317.
    assert Dice(1234567).below(2**53) == 6457827717110365317 >> 11


@pytest.mark.parametrize("size", SIZES)
def test_a_workshop_has_the_size_asked_for_and_every_kind_of_record(size: int) -> None:
    model = made(size)
    assert len(model.all(Touchpoint)) == size == len(model.touchpoints("journey"))
    assert {record.kind for record in model} == set(KINDS) - {"workshop"}


@pytest.mark.parametrize("size", SIZES)
def test_a_workshop_reads_back_from_its_data_and_stays_under_the_limit(size: int) -> None:
    model = made(size)
    data = document.write(model)
    assert document.read(data) == (model, [])
    assert values(data) <= MAX_NODES


@pytest.mark.parametrize("name", ["big.yaml", "big.json"])
def test_the_largest_workshop_fits_into_one_file(name: str) -> None:
    model = generate(2000, transitions=6000)
    assert len(model.all(Transition)) >= 6000
    content = workshop_file.write(model, name)
    assert len(content) <= MAX_BYTES
    assert workshop_file.read(content, name) == model


@pytest.mark.parametrize("size", SIZES)
def test_nothing_hangs_on_a_record_that_is_not_there(size: int) -> None:
    model = made(size)
    assert [r.id for r in model if parent_of(r) is not None and parent_of(r) not in model] == []


@pytest.mark.parametrize("size", SIZES)
def test_the_shares_out_of_every_touchpoint_sum_to_one(size: int) -> None:
    model = generate(size, transitions=3 * size)
    assert shares(model) == pytest.approx(dict.fromkeys(shares(model), 1.0))


def shares(model: Model) -> dict[str, float]:
    """The sum of the shares of the ways out of every touchpoint."""
    found: dict[str, float] = defaultdict(float)
    for way in model.all(Transition):
        assert way.share is not None
        assert way.share > 0
        found[way.source] += way.share
    return found


@pytest.mark.parametrize("size", [40, 120])
def test_everybody_rates_every_touchpoint_of_a_workshop_of_usual_size(size: int) -> None:
    model = generate(size, people=12)
    assert len(model.all(Perception)) == 12 * size


@pytest.mark.parametrize("size", [1, 2001])
def test_a_size_out_of_range_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="from 2 to 2,000"):
        generate(size)


def test_a_workshop_without_people_is_refused() -> None:
    with pytest.raises(ValueError, match="people must be"):
        generate(12, people=0)
