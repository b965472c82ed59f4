"""A program is the graph laid out: no place is taken while somebody needs what lies there."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.traced.graph import COUNTS, Call, Graph
from sim.traced.program import Program, program_of
from sim.traced.room import NOWHERE
from sim.traced.tracing import Trace
from tests.unit.traced.batches import CONTRACT, ORDERS, deciding, followed, preset
from tests.unit.traced.walking import right

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

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
    place, figures, steps = program.luck[0].results.places[0], program.figures.copy(), program.steps.copy()
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


def _luck_of_another_month(program: Program) -> Program:
    alike = [place for place, each in enumerate(program.luck) if each.first[0] == program.luck[0].first[0]]
    one, other = alike[:2]
    luck = list(program.luck)
    luck[one], luck[other] = (replace(luck[a], results=luck[b].results) for a, b in ((one, other), (other, one)))
    return replace(program, luck=tuple(luck))


def _luck_not_drawn(program: Program) -> Program:
    return replace(program, luck=program.luck[:-1], lucky=program.lucky - program.luck[-1].results.places.size)


def _looking_at_luck(program: Program) -> NDArray[np.int64]:
    """Return the steps that look at luck, counts first."""
    count = len(program.numbers)
    lucky = (program.steps[:, 3:] >= count) & (program.steps[:, 3:] < count + program.lucky)
    counts = np.isin(program.steps[:, 0], [at for at, name in enumerate(program.names) if name in COUNTS])
    return np.concatenate([np.flatnonzero(counts), np.flatnonzero(lucky.any(axis=1) & ~counts)])


def _all_policies_at_once(program: Program) -> Program:
    steps, lucky = program.steps.copy(), _looking_at_luck(program)
    steps[lucky[-3], 1] = 0
    return replace(program, steps=steps)


def _counts_of_all_policies_at_once(program: Program) -> Program:
    steps, lucky = program.steps.copy(), _looking_at_luck(program)
    steps[lucky[0], 1] = 0
    return replace(program, steps=steps)


def _other_luck_for_a_policy(program: Program) -> Program:
    steps, lucky = program.steps.copy(), _looking_at_luck(program)
    steps[lucky[1], 3] += 1
    return replace(program, steps=steps)


def _chances_for_trials(program: Program) -> Program:
    steps, first = program.steps.copy(), _looking_at_luck(program)[0]
    steps[first, [4, 5]] = steps[first, [5, 4]]
    return replace(program, steps=steps)


MUTANTS = (
    _luck_of_another_month,
    _luck_not_drawn,
    _all_policies_at_once,
    _counts_of_all_policies_at_once,
    _other_luck_for_a_policy,
    _chances_for_trials,
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
    count, parts = len(program.numbers) + program.lucky, len(RULES[name][1])
    places = program.steps[:, 2:]
    assert places.max() < count + program.places
    assert places.min() == NOWHERE
    assert program.steps[:, 2].min() >= count  # numbers and luck are never written over
    assert set(np.unique(program.steps[:, 1])) <= set(range(parts + 1))
    assert [each.step for each in program.handovers] == sorted(each.step for each in program.handovers)


@pytest.mark.parametrize("name", RULES)
def test_memory_is_used_again(name: str) -> None:
    _, program = laid_out(name)
    assert program.places < len(program.steps) / 4


@pytest.mark.parametrize("name", RULES)
def test_luck_has_places_of_its_own_side_by_side(name: str) -> None:
    trace, program = laid_out(name)
    places = np.concatenate([each.results.places for each in program.luck])
    assert places.tolist() == list(range(len(program.numbers), len(program.numbers) + program.lucky))
    assert {each.method for each in program.luck} <= {"uniform", "normal"}
    assert not {each.method for each in program.handovers} & {"uniform", "normal", "binomial", "poisson", "split"}
    assert all(call.lasting == (call.method in {"uniform", "normal"}) for call in trace.graph.calls)


@pytest.mark.parametrize("name", RULES)
def test_steps_that_look_at_luck_are_one_for_each_policy(name: str) -> None:
    _, program = laid_out(name)
    policies, looking = len(RULES[name][1]), _looking_at_luck(program)
    assert program.steps[looking, 1].min() == 1
    counts = [step for step in program.steps.tolist() if program.names[step[0]] in COUNTS]
    assert counts
    for first in range(0, len(counts), policies):
        alike = counts[first : first + policies]
        assert [part for _, part, *_ in alike] == list(range(1, policies + 1))
        assert len({(what, *rest) for what, _, *rest in alike}) == 1


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
    counts = graph.call(Call(0, "gamma", ("wins", 1), (chances,), (2,)))
    figure = graph.operation("add", (int(counts[0]), int(counts[1])))
    handover = program_of(Trace(graph, (a,), np.array([[figure]]))).handovers[0]
    assert np.diff(handover.groups[0].places).tolist() == [1]
    assert np.diff(handover.results.places).tolist() == [1]


def with_a_draw_of_two(of_both: Callable[[Graph, list[int]], int], months: int) -> Program:
    """Return a program that draws two rows every month."""
    graph = Graph(parts=((0, 8),))
    total = graph.given(1, 0)[0]
    for month in range(months):
        rows = graph.call(Call(0, "gamma", ("wins", month), (np.array(total),), (2,)))
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
