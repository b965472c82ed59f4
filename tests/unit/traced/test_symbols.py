"""Symbols stand for what NumPy's own arrays would hold: operations, powers, sums."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.traced.graph import ARITHMETIC, TESTS
from tests.unit.traced.evaluating import World
from tests.unit.traced.pairing import agree, drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[..., Any]

OF_ONE = (
    *("exp", "expm1", "log", "log1p", "log2", "sqrt", "square", "reciprocal", "negative", "absolute", "rint", "ceil"),
    *("floor", "tanh", "arctanh", "isnan", "isfinite"),
)
OF_TWO = (
    *("add", "subtract", "multiply", "divide", "maximum", "minimum", "power"),
    *("greater", "greater_equal", "less", "less_equal", "equal", "not_equal"),
)
LOGIC = {"logical_and", "logical_or", "logical_not"}


def test_every_operation_is_tried_here() -> None:
    assert {*OF_ONE, *OF_TWO} | LOGIC == ARITHMETIC | TESTS


@pytest.mark.parametrize("name", OF_ONE)
def test_an_operation_of_one(name: str) -> None:
    assert agree(getattr(np, name), (3,))


@pytest.mark.parametrize("name", OF_TWO)
def test_an_operation_of_two_and_of_plain_numbers(name: str) -> None:
    ufunc = getattr(np, name)
    assert agree(ufunc, (3,), (3,))
    assert agree(lambda a: ufunc(a, 0.75), (2,))
    assert agree(lambda a: ufunc(-2.5, a), (2,))


@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv", "pow", "lt", "le", "gt", "ge", "eq", "ne"])
def test_an_operator_with_numbers_on_either_side(name: str) -> None:
    does = getattr(operator, name)
    assert agree(does, (3,), (3,))
    assert agree(lambda a: does(a, 3), ())
    assert agree(lambda a: does(2, a), ())
    assert agree(lambda a: does(np.float64(1.5), a), ())


def test_signs() -> None:
    assert agree(operator.neg, (2,))
    assert agree(abs, (2,))


@pytest.mark.parametrize(
    "work",
    [
        lambda a, b: (a > 0) & (b < 1),
        lambda a, b: (a > 0) | (b < 1),
        lambda a, _b: ~(a > 0),
        lambda a, b: np.logical_and(a > b, np.logical_not(b > 2)),
        lambda a, b: np.logical_or(a > b, a == 0),
        lambda a, _b: (a > 0) & np.array([[True], [False]]),
        lambda a, _b: (a > 0) | False,
    ],
)
def test_logic(work: Work) -> None:
    assert agree(work, (2,), (2,))


@pytest.mark.parametrize(
    "work",
    [
        lambda a, b: (a > b) * b,
        lambda a, b: 1.0 - (a > b),
        lambda a, b: (a > b) / 2,
        lambda a, b: (a > b) == (b > 0),
        lambda a, b: (a > b) < b,
        lambda a, b: (a > b).astype(float) ** b,
        lambda a, b: a ** (a > b),
        lambda a, b: np.minimum(a > b, 0.5),
        lambda a, b: (a > b).astype(np.float64).sum(axis=0),
    ],
)
def test_a_test_counts_as_one_or_nothing(work: Work) -> None:
    assert agree(work, (3,), (3,))


@pytest.mark.parametrize(
    "shapes",
    [((), (3,)), ((3,), ()), ((2, 3), (3,)), ((2, 1), (1, 3)), ((2, 3), ()), ((1,), (4,)), ((2, 1, 3), (5, 1))],
)
def test_shapes_are_spread(shapes: tuple[tuple[int, ...], ...]) -> None:
    assert agree(lambda a, b: a - b, *shapes)


@pytest.mark.parametrize("numbers", [np.array([[1.5], [-2.0], [np.nan]]), np.full((3, 8), 2.25), np.float64(-0.0)])
def test_numbers_alike_in_every_lane_join_in(numbers: Any) -> None:  # noqa: ANN401 (an array, or a number)
    assert agree(lambda a: a * numbers, (3,))
    assert agree(lambda a: numbers - a, (3,))


@pytest.mark.parametrize("power", [2, 2.0, 0.5, -1, -1.0, 1, 1.0, 3, 3.0, -2, 0.3, 1.5])
def test_powers_take_numpys_shortcuts(power: float) -> None:
    assert agree(lambda a: a**power, (2,))
    assert agree(lambda a: abs(a) ** power, (7,))


def test_shortcuts_are_taken_by_name() -> None:
    """Some versions of NumPy take the same ones in the loop of powers, so that no number tells."""
    world = World()
    a = world.symbols(drawn("shortcuts", 8))
    named = {power: world.graph.what[int((a**power).rows)] for power in (2, 0.5, -1, 3, 1.3)}
    assert named == {2: "square", 0.5: "sqrt", -1: "reciprocal", 3: "power", 1.3: "power"}


def test_powers_that_differ_between_lanes() -> None:
    assert agree(lambda a, b: abs(a) ** b, (5,), (5,))
    assert agree(lambda a, b: a**b, (5,), ())
    assert agree(lambda a: 1.75**a, (5,))


@pytest.mark.parametrize("power", [2, 0.5, -1, 1, 3.0])
def test_powers_in_place(power: float) -> None:
    def work(a: Any) -> Any:  # noqa: ANN401
        a **= power
        return a

    assert agree(work, (9,))


def test_a_power_of_one_is_an_array_of_its_own() -> None:
    def work(a: Any) -> Any:  # noqa: ANN401 (numbers or symbols)
        same = a**1.0
        same[0] = 7.0
        return same

    assert agree(work, (2,))


def test_sums_and_largest_go_row_by_row() -> None:
    assert agree(lambda a: a.sum(axis=0), (9,))
    assert agree(lambda a: a.max(axis=0), (4, 3))
    assert agree(lambda a: np.add.reduce(a, axis=0, dtype=np.float64), (5, 2))
    assert agree(lambda a: np.maximum.reduce(a, axis=0), (5,))


def test_the_place_of_the_largest_is_the_first_one_and_that_of_a_missing_number_before_all() -> None:
    assert agree(lambda a: a.argmax(axis=0) + 0.0, (6,))
    assert agree(lambda a: np.rint(a).argmax(axis=0) * 1.0, (40,))
    assert agree(lambda a: np.arange(6)[:, None] == a.argmax(axis=0), (6,))


def test_shape_is_that_of_numpy() -> None:
    def work(a: Any) -> Any:  # noqa: ANN401
        return 0.0 * a[0] + a.ndim + 10 * a.size + 1000 * len(a) + a.shape[0] * a.itemsize

    assert agree(work, (3,))
    assert agree(lambda a: a * len(a), ())
