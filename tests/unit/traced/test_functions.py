"""NumPy's functions do to symbols what they do to numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.traced.functions import FUNCTIONS, joined
from sim.traced.graph import JOIN, UntraceableError
from tests.unit.traced.evaluating import World, same_bits
from tests.unit.traced.pairing import agree, drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[..., Any]

SAYS_TRUE = np.array([[True], [False], [True]])

WORKS: dict[str, Work] = {
    "where": lambda a, b: np.where(a > b, a, b),
    "where, numbers": lambda a, b: np.where(a > b, 0.0, -0.0),
    "where, a test is a number": lambda a, b: np.where(a > b, b > 0, 0.25),
    "where, known before": lambda a, b: np.where(SAYS_TRUE, a, b),
    "where, known for all": lambda a, b: np.where(np.False_, a, b),
    "where, spread": lambda a, b: np.where(a[0] > 0, a, b[1]),
    "clip": lambda a, b: np.clip(a, -1.0, np.abs(b)),
    "clip, numbers": lambda a, _b: np.clip(a, -1, 2.5),
    "clip of numbers": lambda a, b: np.clip(0.5, a, b),
    "clip by method": lambda a, b: a.clip(0.0, 1.0) + b.clip(a, 3),
    "stack": lambda a, b: np.stack([a[0], b[1], a[0]]),
    "stack, blocks": lambda a, b: np.stack((a, b)),
    "concatenate": lambda a, b: np.concatenate([a, b[1:], a[:1]]),
    "concatenate along an axis": lambda a, b: np.concatenate((a, b), axis=0),
    "concatenate with numbers": lambda a, b: np.concatenate([a, np.full((2, a.shape[-1]), 0.5), b]),
    "zeros": lambda a, b: np.zeros_like(a) - b,
    "ones": lambda a, b: np.ones_like(b[0]) + a,
    "zeros of another shape": lambda a, b: np.zeros_like(a, shape=(4, 2, a.shape[-1])) + b[0],
    "broadcast": lambda a, b: np.broadcast_to(a, (2, *a.shape)) + b,
    "broadcast a test": lambda a, b: ~np.broadcast_to(a[0] > b[0], (2, a.shape[-1])),
    "split": lambda a, b: np.split(a, 3)[2] + np.split(b, 3)[0],
    "split at places": lambda a, b: np.split(a, [1, 2])[1] * b,
}


def filled(a: Any) -> Any:  # noqa: ANN401 (numbers or symbols)
    fresh = np.empty_like(a)
    fresh[:] = a[::-1]
    fresh[0] = 2.0
    return fresh


@pytest.mark.parametrize("name", WORKS)
def test_it_does_what_numpy_does(name: str) -> None:
    assert agree(WORKS[name], (3,), (3,))


def test_empty_arrays_take_what_is_put_in() -> None:
    assert agree(filled, (3,))
    assert agree(filled, (3, 2))


def test_every_function_that_is_followed_is_tried_here() -> None:
    tried = " ".join(WORKS)
    for function in set(FUNCTIONS) - {np.empty_like}:
        name = function.__name__
        assert name.removesuffix("_like").removesuffix("_to") in tried, name


def test_fresh_arrays_share_nothing() -> None:
    def work(a: Any) -> Any:  # noqa: ANN401
        zeros, ones, both = np.zeros_like(a), np.ones_like(a), np.stack([a[0], a[1]])
        zeros[0] += 1.0
        ones[1] += a[0]
        both *= 2.0
        return zeros + ones + both + a

    assert agree(work, (2, 3))


def test_parts_of_a_split_are_views() -> None:
    def work(a: Any) -> Any:  # noqa: ANN401
        _first, second = np.split(a, 2)
        second += 1.0
        return a

    assert agree(work, (4,))


def test_what_is_spread_can_only_be_looked_at() -> None:
    spread = np.broadcast_to(World().symbols(drawn("spread", 3, 8)), (2, 3, 8))
    with pytest.raises(ValueError, match="read-only"):
        spread[0] = 1.0


# ---- policies' lanes ------------------------------------------------------------------------------------------------

PARTS = ((0, 3), (3, 4), (4, 8))


def shared(world: World, whole: Any) -> list[Any]:  # noqa: ANN401
    """Return what three policies see of the same symbols."""
    return [whole[..., slice(*lanes)] for lanes in world.parts]


def test_policies_work_on_their_own_lanes_and_are_joined_again() -> None:
    world, numbers = World(8, PARTS), drawn("policies", 2, 8)
    one, two, three = shared(world, world.symbols(numbers))
    answer = joined(one, [one + 1.0, np.full((2, 1), 7.5), three * two_thirds(three)])
    assert (two.shape, two.part, answer.shape, answer.part) == ((2, 1), 2, (2, 8), 0)
    third = numbers[:, 4:]
    with np.errstate(all="ignore"):
        wanted = np.concatenate([numbers[:, :3] + 1.0, np.full((2, 1), 7.5), third * (2 / 3 * np.abs(third))], axis=-1)
    assert same_bits(world.numbers(answer), wanted)


def two_thirds(value: Any) -> Any:  # noqa: ANN401
    return 2 / 3 * np.abs(value)


def test_settings_of_a_policy_meet_its_own_lanes() -> None:
    world, numbers, share = World(8, PARTS), drawn("seen", 8), drawn("share", 4)
    setting = world.symbols(share, part=3)
    seen = world.symbols(numbers)[..., 4:8]
    assert same_bits(world.numbers(seen - setting), numbers[4:] - share)


def test_what_all_policies_leave_alone_is_not_copied() -> None:
    world = World(8, PARTS)
    whole = world.symbols(drawn("left", 8))
    answer: Any = np.concatenate(shared(world, whole), axis=-1)
    assert answer.rows.tolist() == whole.rows.tolist()
    assert JOIN not in world.graph.what


def test_the_same_number_from_all_policies_is_that_number() -> None:
    world = World(8, PARTS)
    lanes = shared(world, world.symbols(drawn("number", 8)))
    answer: Any = np.concatenate([0.0 * lanes[0], np.ones_like(lanes[1]), lanes[2]], axis=-1)
    assert JOIN in world.graph.what
    same: Any = np.concatenate([np.ones_like(each) for each in lanes], axis=-1)
    assert world.numbers(same).tolist() == [1.0] * 8
    assert world.graph.what[int(same.rows)] == "number"
    assert world.numbers(answer)[3] == 1.0


def test_one_policy_is_joined_as_well() -> None:
    world, numbers = World(8), drawn("alone", 8)
    own = world.symbols(numbers)[..., 0:8]
    answer: Any = np.concatenate([own * 2.0], axis=-1)
    assert (own.part, answer.part) == (1, 0)
    assert same_bits(world.numbers(answer + world.symbols(numbers)), numbers * 2.0 + numbers)


@pytest.mark.parametrize(
    "work",
    [
        lambda seen: seen["one"] + seen["whole"],
        lambda seen: np.where(seen["one"] > 0, seen["two"], 1.0),
        lambda seen: np.maximum(seen["whole"], seen["two"]),
        lambda seen: np.stack([seen["one"], seen["two"]]),
        lambda seen: seen["one"].__setitem__(slice(None), seen["two"]),
        lambda seen: np.concatenate([seen["one"] > 0, seen["two"] > 0], axis=-1),
        lambda seen: seen["one"][..., 0:4],
        lambda seen: seen["whole"][..., 0:5],
        lambda seen: seen["whole"][..., :],
    ],
)
def test_lanes_of_different_policies_never_meet(work: Work) -> None:
    world = World(8, ((0, 4), (4, 8)))
    whole = world.symbols(drawn("apart", 3, 8))
    one, two = shared(world, whole)
    with pytest.raises(UntraceableError):
        work({"one": one, "two": two, "whole": whole})
