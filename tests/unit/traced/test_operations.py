"""Every operation that a program may hold is done as NumPy does it, both ways, whatever it is done to."""

from __future__ import annotations

import itertools
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.traced import operations
from sim.traced.graph import ARITHMETIC, AS_NUMBER, CLIP, COPY, COUNTS, JOIN, OF_TESTS, SELECT, TESTS
from sim.traced.symbols import Symbols
from tests.unit.traced.drawing import Month
from tests.unit.traced.evaluating import same_bits
from tests.unit.traced.pairing import SPECIAL

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("way")

OF_ONE = {
    *("exp", "expm1", "log", "log1p", "log2", "sqrt", "square", "reciprocal", "negative", "absolute", "rint", "ceil"),
    *("floor", "tanh", "arctanh", "isnan", "isfinite", "logical_not", AS_NUMBER),
}
OF_THREE = {SELECT, CLIP}
OPERATIONS = sorted(ARITHMETIC | TESTS | OF_THREE | {AS_NUMBER})
SIZES = [(1, 1), (1, 24), (3, 13)]
PAIRS = np.array(list(itertools.product((*SPECIAL, 3.5, -7.25), repeat=2))).T


def operands(month: Month) -> list[list[int]]:
    """Return rows, numbers, and luck: three of each that may be an operand."""
    rows = [int(month.given(values).rows) for values in (PAIRS[0], PAIRS[1], np.resize(SPECIAL[::-1], 23))]
    numbers = [month.world.graph.number(value) for value in (-0.0, 2.0, np.nan)]
    luck = [int(row) for row in month.luck.normal("luck", 1, 3).rows]
    return [rows, numbers, luck]


def taken(month: Month, name: str, rows: Sequence[int]) -> tuple[int, ...]:
    """Return operands as an operation wants them: numbers, or tests made of them."""
    graph = month.world.graph
    tests = operations.takes_tests(name)
    return tuple(
        graph.operation("greater", (row, graph.number(0.5))) if test else row
        for row, test in zip(rows, tests, strict=False)
    )


def all_forms(month: Month, name: str) -> list[int]:
    """Return rows of an operation on every mixture of rows, numbers and luck, for all lanes and for a policy's."""
    graph = month.world.graph
    count = 1 if name in OF_ONE else 3 if name in OF_THREE else 2
    done = []
    for mixture in itertools.product(operands(month), repeat=count):
        of = taken(month, name, [kind[place] for place, kind in enumerate(mixture)])
        whole, last = graph.operation(name, of), graph.operation(name, of, part=month.policies)
        if operations.gives_test(name):
            whole, last = graph.operation(AS_NUMBER, (whole,)), graph.operation(AS_NUMBER, (last,), part=month.policies)
        done += [whole, graph.operation(JOIN, (*[whole] * (month.policies - 1), last))]
    return done


def done(month: Month, rows: Sequence[int]) -> bool:
    """Say whether a replay gives what NumPy gives, twice, and says nothing."""
    month.figures += [Symbols(month.world.graph, np.array(row), month.lanes) for row in rows]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        replay = month.replay()
        found = [replay.run(month.contents()) for _ in range(2)]
    return all(same_bits(each, month.wanted()) for each in found)


@pytest.mark.parametrize(("policies", "replications"), SIZES)
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_numpys(name: str, policies: int, replications: int) -> None:
    month = Month(policies, replications)
    assert done(month, all_forms(month, name))


def test_special_numbers_all_meet() -> None:
    month = Month(2, PAIRS.shape[1])
    one, other = (int(month.given(values).rows) for values in PAIRS)
    graph = month.world.graph
    rows = [graph.operation(name, (one, other)) for name in ARITHMETIC - OF_ONE]
    rows += [graph.operation(AS_NUMBER, (graph.operation(name, (one, other)),)) for name in TESTS - OF_TESTS - OF_ONE]
    assert done(month, rows)


@pytest.mark.parametrize(("policies", "replications"), SIZES)
def test_what_is_joined_is_copied_bit_by_bit(policies: int, replications: int) -> None:
    month = Month(policies, replications)
    graph = month.world.graph
    rows, numbers, luck = operands(month)
    kinds = [rows[0], numbers[0], luck[0], rows[1], numbers[1], luck[1]]
    joins = [graph.operation(JOIN, tuple(np.roll(kinds, shift)[:policies].tolist())) for shift in range(6)]
    assert done(month, joins)


@pytest.mark.parametrize("name", sorted(ARITHMETIC - OF_ONE) + sorted(OF_THREE - {SELECT}))
def test_functions_write_where_they_are_told(name: str) -> None:
    """NumPy wants `out` named by some."""
    count = 3 if name in OF_THREE else 2
    out = np.zeros(4)
    with np.errstate(all="ignore"):
        wanted = operations._ufunc(name)(*[np.full(4, 0.5 + place) for place in range(count)])
        operations.function_of(name)(*[np.full(4, 0.5 + place) for place in range(count)], out)
    assert out.tobytes() == wanted.tobytes()


def test_a_choice_a_number_and_a_copy_are_written_as_well() -> None:
    which, one, other, out = np.array([True, False]), np.array([-0.0, 1.0]), np.array([2.0, np.nan]), np.zeros(2)
    operations.function_of(SELECT)(which, one, other, out)
    assert out.tobytes() == np.array([-0.0, np.nan]).tobytes()
    operations.function_of(AS_NUMBER)(which, out)
    assert out.tolist() == [1.0, 0.0]
    operations.function_of(COPY)(np.array(-0.0), out)
    assert out.tobytes() == np.array([-0.0, -0.0]).tobytes()


MUTANTS: dict[str, Any] = {
    "maximum": lambda one, other, out: np.fmax(one, other, out=out),
    COPY: lambda row, out: np.copyto(out, row + 0.0),
    SELECT: lambda test, one, other, out: np.copyto(out, np.where(test, other, one)),
    CLIP: lambda value, low, high, out: np.maximum(np.minimum(value, high), low, out=out),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_another_function_is_seen(name: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "compiled":  # where it changes nothing: this is done by loops
        month = Month(2, 13)
        assert done(month, all_forms(month, "maximum"))
        return
    monkeypatch.setitem(operations._FUNCTIONS, name, MUTANTS[name])
    month = Month(2, 13)
    kinds = operands(month)
    joined = [month.world.graph.operation(JOIN, (kinds[0][0], kinds[1][0]))]
    assert not done(month, joined if name == COPY else all_forms(month, name))


def test_all_operations_are_tried() -> None:
    assert set(OPERATIONS) == ARITHMETIC | TESTS | {SELECT, CLIP, AS_NUMBER}
    assert not COUNTS & set(OPERATIONS)  # counts are tried by themselves
