"""A graph lists every operation once and knows what an output is made of."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.traced.graph import (
    BINOMIAL,
    CALL,
    CLIP,
    GIVEN,
    NUMBER,
    POISSON,
    RESULT,
    SELECT,
    WHOLE,
    Call,
    Graph,
    UntraceableError,
    needed,
)


@pytest.fixture
def graph() -> Graph:
    return Graph(parts=((0, 3), (3, 8)))


def rows(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, np.int64)


def call(graph: Graph, method: str, *arguments: int, shape: tuple[int, ...] | None = ()) -> list[int]:
    """Note a call with one group of arguments and return the rows that come back."""
    groups = (rows(*arguments),) if arguments else ()
    return [int(row) for row in graph.call(Call(0, method, ("luck", 1), groups, shape)).ravel()]


def test_the_same_operation_on_the_same_rows_is_listed_once(graph: Graph) -> None:
    a, b = graph.given(2, WHOLE)
    total = graph.operation("add", (a, b))
    assert graph.operation("add", (a, b)) == total
    assert graph.operation("add", (b, a)) != total
    assert graph.operation("subtract", (a, b)) != total
    assert graph.operation("add", (a, b), part=1) != total
    assert graph.what.count("add") == 3


def test_counts_of_the_same_luck_and_arguments_are_drawn_once(graph: Graph) -> None:
    luck, other = call(graph, "uniform", shape=(2,))
    n, p = graph.given(2, WHOLE)
    wins = graph.operation(BINOMIAL, (luck, n, p))
    assert graph.operation(BINOMIAL, (luck, n, p)) == wins
    assert graph.operation(BINOMIAL, (other, n, p)) != wins
    assert graph.operation(BINOMIAL, (luck, p, n)) != wins
    assert graph.operation(POISSON, (luck, n)) != wins


def test_a_choice_of_one_row_is_that_row(graph: Graph) -> None:
    test, a, b = graph.given(3, WHOLE)
    assert graph.operation(SELECT, (test, a, a)) == a
    assert graph.operation(SELECT, (test, a, a), part=2) == a
    assert graph.operation(SELECT, (test, a, b)) not in {a, b}
    assert graph.operation("add", (a, a)) != a
    assert graph.operation(CLIP, (a, b, b)) != b
    assert graph.what.count(SELECT) == 1


def test_what_is_given_is_always_new(graph: Graph) -> None:
    assert graph.given(2, 1) + graph.given(2, 1) == [0, 1, 2, 3]
    assert graph.what == [GIVEN] * 4
    assert graph.part == [1] * 4


def test_numbers_are_listed_once_and_zeros_of_both_signs_apart(graph: Graph) -> None:
    zero, minus, one = graph.number(0.0), graph.number(-0.0), graph.number(1)
    assert len({zero, minus, one}) == 3
    assert graph.number(0) == zero
    assert graph.number(-0.0) == minus
    assert [math.copysign(1, graph.numbers[row]) for row in (zero, minus)] == [1, -1]


def test_missing_numbers_are_one_number(graph: Graph) -> None:
    assert graph.number(math.nan) == graph.number(float("nan"))


def test_neighbouring_numbers_are_told_apart(graph: Graph) -> None:
    assert graph.number(0.1) != graph.number(math.nextafter(0.1, 1))
    assert graph.number(5e-324) != graph.number(0.0)


def test_results_know_their_call(graph: Graph) -> None:
    graph.given(1, WHOLE)
    first = graph.call(Call(0, "split", ("a", 1), (rows(0),), (2, 3)))
    second = graph.call(Call(0, "normal", ("b", 1), (), ()))
    assert first.shape == (2, 3)
    assert second.shape == ()
    assert [graph.caller(row) for row in first.ravel().tolist()] == [1] * 6
    assert graph.what[1] == CALL
    assert graph.call_at(graph.caller(int(first[1, 2]))).method == "split"
    assert graph.call_at(graph.caller(int(second))).method == "normal"


def test_a_call_that_gives_nothing_has_no_rows(graph: Graph) -> None:
    assert graph.call(Call(0, "put", (), (rows(),), None)).size == 0
    assert RESULT not in graph.what


@pytest.mark.parametrize(
    ("method", "lasting"), [("uniform", True), ("normal", True), ("gamma", False), ("put", False), ("take", False)]
)
def test_what_luck_alone_decides_lasts(method: str, lasting: bool) -> None:  # noqa: FBT001
    assert Call(0, method, (), (), ()).lasting is lasting


def test_arguments_are_listed_group_by_group(graph: Graph) -> None:
    a, b, c = graph.given(3, WHOLE)
    drawn = graph.call(Call(0, "gamma", (), (rows(c, a), np.array(b)), (2,)))
    row = graph.caller(int(drawn[1]))
    assert graph.arguments(row) == [c, a, b]
    assert graph.results(row) == drawn.tolist()


def test_lanes_belong_to_a_policy(graph: Graph) -> None:
    assert graph.part_of(slice(0, 3)) == 1
    assert graph.part_of(slice(3, 8)) == 2


@pytest.mark.parametrize("lanes", [slice(0, 8), slice(0, 2), slice(1, 3), slice(3, 9), slice(None)])
def test_other_lanes_belong_to_nobody(graph: Graph, lanes: slice) -> None:
    with pytest.raises(UntraceableError, match="lanes of no policy"):
        graph.part_of(lanes)


def test_what_no_output_is_made_of_is_not_needed(graph: Graph) -> None:
    a, b, c = graph.given(3, WHOLE)
    one = graph.number(1.0)
    used = graph.operation("add", (a, one))
    unused = graph.operation("multiply", (used, b))
    output = graph.operation("exp", (used,))
    wanted = needed(graph, [output])
    assert [row for row, yes in enumerate(wanted) if yes] == [a, one, used, output]
    assert not wanted[unused]
    assert not wanted[c]


def test_a_call_is_needed_with_its_arguments_if_any_result_is(graph: Graph) -> None:
    chance, other = graph.given(2, WHOLE)
    kept = call(graph, "gamma", chance, shape=(3,))
    dropped = call(graph, "gamma", other, shape=(3,))
    wanted = needed(graph, [kept[1]])
    assert [wanted[row] for row in (kept[0] - 1, chance, *kept)] == [True, True, False, True, False]
    assert not any(wanted[row] for row in (dropped[0] - 1, other, *dropped))


def test_a_call_that_later_ones_feel_is_needed_by_itself(graph: Graph) -> None:
    due = graph.given(1, WHOLE)[0]
    double = graph.operation("add", (due, due))
    call(graph, "put", double, shape=None)
    wanted = needed(graph, [])
    assert wanted == [True, True, True]


def test_an_output_may_be_a_number(graph: Graph) -> None:
    number = graph.number(3.0)
    assert graph.what[number] == NUMBER
    assert needed(graph, [number]) == [True]


def test_what_has_to_be_true_is_one_test(graph: Graph) -> None:
    assert graph.sound is None
    a, b = graph.given(2, WHOLE)
    first, second = graph.operation("isfinite", (a,)), graph.operation("isfinite", (b,))
    graph.require(rows(first, first))
    assert graph.sound == first
    graph.require(rows(first, second))
    graph.require(np.array(second))
    assert graph.sound is not None
    assert graph.what[graph.sound] == "logical_and"
    assert set(graph.of[graph.sound]) == {first, second}
