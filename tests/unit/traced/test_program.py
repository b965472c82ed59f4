"""A program is the graph laid out: no place is taken while somebody needs what lies there."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.traced.graph import Call, Graph
from sim.traced.program import Program, program_of
from sim.traced.room import NOWHERE
from sim.traced.tracing import Trace
from tests.unit.traced.batches import CONTRACT, ORDERS, deciding, followed, preset
from tests.unit.traced.walking import right

if TYPE_CHECKING:
    from collections.abc import Callable

RULES: dict[str, tuple[str, tuple[str, ...]]] = {
    "one policy": (CONTRACT, ("all_in",)),
    "three policies": (ORDERS, ("plan_first", "harvest", "staged")),
}


@cache
def laid_out(name: str) -> tuple[Trace, Program]:
    kind, rules = RULES[name]
    return followed(deciding(preset(kind, 5), *rules))


@pytest.mark.parametrize("name", RULES)
def test_places_never_clash_and_what_lasts_is_there_again(name: str) -> None:
    assert right(*laid_out(name))


def _two_places_swapped(program: Program) -> Program:
    steps = program.steps.copy()
    first = next(row for row in range(1000, len(steps)) if steps[row, 2] != steps[row + 1, 2])
    steps[[first, first + 1], 2] = steps[[first + 1, first], 2]
    return replace(program, steps=steps)


def _a_step_dropped(program: Program) -> Program:
    steps = program.steps.copy()
    steps[2000] = steps[1999]
    return replace(program, steps=steps)


def _what_lasts_written_over(program: Program) -> Program:
    """Put what is worked out last of all, a figure, where a draw has to stay."""
    draw = next(each for each in program.handovers if each.lasting and each.results is not None)
    assert draw.results is not None
    place, figures, steps = draw.results.places[0], program.figures.copy(), program.steps.copy()
    last = steps[-1, 2]
    steps[-1, 2] = place
    figures[figures == last] = place
    return replace(program, steps=steps, figures=figures)


def _handed_over_too_early(program: Program) -> Program:
    asked = [(each, before) for before, each in enumerate(program.handovers[1:]) if each.groups]
    place = next(1 + before for each, before in asked if each.step > program.handovers[before].step + 50)
    early = replace(program.handovers[place], step=program.handovers[place - 1].step)
    handovers = (*program.handovers[:place], early, *program.handovers[place + 1 :])
    return replace(program, handovers=handovers)


def _one_call_forgotten(program: Program) -> Program:
    felt = next(index for index, each in enumerate(program.handovers) if each.method == "put")
    return replace(program, handovers=(*program.handovers[:felt], *program.handovers[felt + 1 :]))


def _another_number(program: Program) -> Program:
    numbers = program.numbers.copy()
    numbers[3] = np.nextafter(numbers[3], 9.0)
    return replace(program, numbers=numbers)


def _another_policys_lanes(program: Program) -> Program:
    steps, own = program.steps.copy(), np.flatnonzero(program.steps[:, 1])
    steps[own[20], 1] = 1 + steps[own[20], 1] % 3
    return replace(program, steps=steps)


MUTANTS = (
    _two_places_swapped,
    _a_step_dropped,
    _what_lasts_written_over,
    _handed_over_too_early,
    _one_call_forgotten,
    _another_number,
    _another_policys_lanes,
)


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_wrong_program_is_seen(mutant: Callable[[Program], Program]) -> None:
    trace, program = laid_out("three policies")
    assert not right(trace, mutant(program))


@pytest.mark.parametrize("name", RULES)
def test_steps_stay_within_memory(name: str) -> None:
    _, program = laid_out(name)
    count, parts = len(program.numbers), len(RULES[name][1])
    places = program.steps[:, 2:]
    assert places.max() < count + program.places
    assert places.min() == NOWHERE
    assert program.steps[:, 2].min() >= count  # numbers are never written over
    assert set(np.unique(program.steps[:, 1])) <= set(range(parts + 1))
    assert [each.step for each in program.handovers] == sorted(each.step for each in program.handovers)


@pytest.mark.parametrize("name", RULES)
def test_memory_is_used_again(name: str) -> None:
    _, program = laid_out(name)
    lasting = sum(each.results.places.size for each in program.handovers if each.lasting and each.results is not None)
    assert program.places - lasting < len(program.steps) / 4


def test_only_what_is_needed_is_done() -> None:
    graph = Graph(parts=((0, 8),))
    a, b = graph.given(2, 0)
    graph.operation("exp", (b,))
    graph.number(5.0)
    figure = graph.operation("multiply", (graph.operation("sqrt", (a,)), graph.number(2.0)))
    program = program_of(Trace(graph, (a, b), np.array([[figure]])))
    assert [program.names[step] for step in program.steps[:, 0]] == ["sqrt", "multiply"]
    assert program.numbers.tolist() == [2.0]
    assert program.given[:, :2].tolist() == [[0, 0]]


def test_results_and_arguments_of_a_call_lie_side_by_side() -> None:
    graph = Graph(parts=((0, 8),))
    a, b = graph.given(2, 0)
    chances = np.array([graph.operation("tanh", (each,)) for each in (a, b)], np.int64)
    counts = graph.call(Call(0, "binomial", ("wins", 1), (chances,), (2,)))
    figure = graph.operation("add", (int(counts[0]), int(counts[1])))
    handover = program_of(Trace(graph, (a,), np.array([[figure]]))).handovers[0]
    assert handover.results is not None
    assert np.diff(handover.groups[0].places).tolist() == [1]
    assert np.diff(handover.results.places).tolist() == [1]
    assert not handover.lasting


def with_a_draw_of_two(of_both: Callable[[Graph, list[int]], int], months: int) -> Program:
    """Return a program that draws two rows every month."""
    graph = Graph(parts=((0, 8),))
    total = graph.given(1, 0)[0]
    for month in range(months):
        rows = graph.call(Call(0, "binomial", ("wins", month), (np.array(total),), (2,)))
        total = graph.operation("add", (total, of_both(graph, rows.tolist())))
    return program_of(Trace(graph, (0,), np.array([[total]])))


def test_places_of_results_are_free_again_after_their_last_use() -> None:
    def of_both(graph: Graph, rows: list[int]) -> int:
        return graph.operation("multiply", (rows[0], rows[1]))

    assert with_a_draw_of_two(of_both, 40).places == with_a_draw_of_two(of_both, 4).places


def test_places_of_results_that_nobody_needs_are_free_at_once() -> None:
    def of_one(_: Graph, rows: list[int]) -> int:
        return rows[0]

    assert with_a_draw_of_two(of_one, 40).places == with_a_draw_of_two(of_one, 4).places
