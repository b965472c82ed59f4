"""Rows are worked out month by month, in as few rounds of counts as can be."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import pytest

from sim.traced import program as laying_out
from sim.traced.by_functions import _rounds
from sim.traced.graph import CALL, COUNTS, NUMBER, RESULT, Graph, needed
from sim.traced.order import in_rounds
from sim.traced.program import program_of
from tests.unit.traced.batches import CONTRACT, ORDERS, deciding, followed, preset
from tests.unit.traced.drawing import Month
from tests.unit.traced.test_counting import WORKS
from tests.unit.traced.walking import right

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.traced.tracing import Trace

    Order = list[int]


def by_hand(work: Callable[[Month], None]) -> Trace:
    month = Month()
    work(month)
    return month.trace()


def model(kind: str) -> Trace:
    return followed(deciding(preset(kind, 3), "plan_first", "staged"))[0]


TRACES: dict[str, Callable[[], Trace]] = {
    **{work.__name__: partial(by_hand, work) for work in WORKS},
    "services": partial(model, CONTRACT),
    "orders": partial(model, ORDERS),
}


@cache
def traced(name: str) -> Trace:
    return TRACES[name]()


def wanted_of(trace: Trace) -> list[bool]:
    figures = trace.figures.ravel().tolist()
    return needed(trace.graph, figures if trace.graph.sound is None else [*figures, trace.graph.sound])


def order_of(trace: Trace) -> Order:
    return in_rounds(trace.graph, wanted_of(trace), trace.ends)


def made_of(graph: Graph, row: int) -> list[int]:
    """Return the rows that a row is made of."""
    if graph.what[row] == CALL:
        return graph.arguments(row)
    return [graph.caller(row)] if graph.what[row] == RESULT else list(graph.of[row])


def month_of(trace: Trace, row: int) -> int:
    return sum(end <= row for end in trace.ends)


def chains(trace: Trace) -> dict[int, int]:
    """Return how many counts of its month, itself among them, each count hangs on, one on another.

    What is called hangs on all that was called before it in the month: it may be felt.
    """
    graph, wanted = trace.graph, wanted_of(trace)
    longest: dict[int, int] = {}
    called = dict.fromkeys(range(len(trace.ends) + 1), 0)
    for row in range(len(graph.what)):
        if not wanted[row]:
            continue
        month, call = month_of(trace, row), graph.what[row] == CALL and not graph.call_at(row).lasting
        before = [longest.get(each, 0) for each in made_of(graph, row) if month_of(trace, each) == month]
        longest[row] = max([0, *before, *([called[month]] if call else [])]) + (graph.what[row] in COUNTS)
        called[month] = longest[row] if call else called[month]
    return {row: length for row, length in longest.items() if graph.what[row] in COUNTS}


@pytest.mark.parametrize("name", TRACES)
def test_all_that_is_wanted_comes_once(name: str) -> None:
    trace = traced(name)
    wanted = wanted_of(trace)
    rows = [row for row, what in enumerate(trace.graph.what) if wanted[row] and what != NUMBER]
    assert sorted(order_of(trace)) == rows


@pytest.mark.parametrize("name", TRACES)
def test_what_a_row_is_made_of_comes_before_it(name: str) -> None:
    trace = traced(name)
    graph, order = trace.graph, order_of(trace)
    place = {row: at for at, row in enumerate(order)}
    for row in order:
        assert all(place[each] < place[row] for each in made_of(graph, row) if graph.what[each] != NUMBER)


@pytest.mark.parametrize("name", TRACES)
def test_months_follow_one_another(name: str) -> None:
    trace = traced(name)
    months = [month_of(trace, row) for row in order_of(trace)]
    assert months == sorted(months)


@pytest.mark.parametrize("name", TRACES)
def test_calls_stay_in_their_order(name: str) -> None:
    """Those of luck may come sooner: nobody feels them."""
    trace = traced(name)
    graph = trace.graph
    calls = [row for row in order_of(trace) if graph.what[row] == CALL and not graph.call_at(row).lasting]
    assert calls == sorted(calls)


def rounds_of(trace: Trace) -> list[list[int]]:
    """Return counts that stand side by side, month by month."""
    found: list[list[int]] = []
    before = -1
    for at, row in enumerate(order_of(trace)):
        if trace.graph.what[row] in COUNTS:
            together = found and before == at - 1 and month_of(trace, found[-1][-1]) == month_of(trace, row)
            found = [*found[:-1], [*found[-1], row]] if together else [*found, [row]]
            before = at
    return found


@pytest.mark.parametrize("name", ["services", "orders"])
def test_rounds_are_as_many_as_the_longest_chain_of_each_month(name: str) -> None:
    trace = traced(name)
    longest: dict[int, int] = {}
    for row, length in chains(trace).items():
        month = month_of(trace, row)
        longest[month] = max(length, longest.get(month, 0))
    rounds = rounds_of(trace)
    assert len(rounds) == sum(longest.values())
    assert len(rounds) < sum(map(len, rounds)) / 3


@pytest.mark.parametrize("name", ["services", "orders"])
def test_a_count_comes_in_the_first_round_in_which_it_can(name: str) -> None:
    trace = traced(name)
    lengths = chains(trace)
    rounds: dict[int, list[set[int]]] = {}
    for together in rounds_of(trace):
        rounds.setdefault(month_of(trace, together[0]), []).append({lengths[row] for row in together})
    assert rounds == {month: [{at} for at in range(1, len(found) + 1)] for month, found in rounds.items()}


@pytest.mark.parametrize("name", TRACES)
def test_counts_that_are_drawn_together_never_hang_on_one_another(name: str) -> None:
    program = program_of(traced(name))
    for together in _rounds(program):
        assert len(together) == 1 or program.names[together[0][0]] in COUNTS
        written: set[tuple[int, int]] = set()
        for _, part, place, *of in together:
            assert written.isdisjoint((each, part) for each in [*of, place])
            written.add((place, part))


@pytest.mark.parametrize("name", TRACES)
def test_counts_by_one_law_come_side_by_side(name: str) -> None:
    """So each law of a round is drawn in one go, but where a handover lies within."""
    trace = traced(name)
    lengths = chains(trace)
    for together in rounds_of(trace):
        laws = [trace.graph.what[row] for row in together if lengths[row] == lengths[together[0]]]
        assert laws == sorted(laws)


@pytest.mark.parametrize("name", ["services", "orders"])
def test_each_law_of_a_round_is_drawn_in_one_go(name: str) -> None:
    trace = traced(name)
    laws = [len({trace.graph.what[row] for row in together}) for together in rounds_of(trace)]
    program = program_of(trace)
    draws = [each for each in _rounds(program) if program.names[each[0][0]] in COUNTS]
    assert len(draws) == sum(laws)


# ---- mutants --------------------------------------------------------------------------------------------------------


def _a_count_a_round_early(trace: Trace, order: Order) -> Order:
    """Put the last count before the one that it is made of, or before what that has become."""
    lengths = chains(trace)
    late = next(row for row in reversed(order) if lengths.get(row, 0) == 2)
    first = order.index(
        next(row for row in order if lengths.get(row) == 1 and month_of(trace, row) == month_of(trace, late))
    )
    rest = [row for row in order if row != late]
    return [*rest[:first], late, *rest[first:]]


def _calls_swapped(trace: Trace, order: Order) -> Order:
    calls = [
        at for at, row in enumerate(order) if trace.graph.what[row] == CALL and trace.graph.call_at(row).shape is None
    ]
    takes = [
        at
        for at, row in enumerate(order)
        if trace.graph.what[row] == CALL and trace.graph.call_at(row).method == "take"
    ]
    put = calls[0]
    take = next(at for at in takes if at > put)
    moved = order[take : take + 1 + len(trace.graph.results(order[take]))]
    rest = [row for row in order if row not in set(moved)]
    at = rest.index(order[put])
    return [*rest[:at], *moved, *rest[at:]]


def _a_row_forgotten(trace: Trace, order: Order) -> Order:
    last = next(at for at in reversed(range(len(order))) if trace.graph.what[order[at]] in COUNTS)
    return [*order[:last], *order[last + 1 :]]


MUTANTS = {
    "a count a round early, by hand": (_a_count_a_round_early, "chained"),
    "a count a round early": (_a_count_a_round_early, "orders"),
    "calls swapped": (_calls_swapped, "shelved"),
    "a count forgotten": (_a_row_forgotten, "handed_over"),
}


def is_right(trace: Trace) -> bool:
    """Say whether a program in this order gives the graph's names; what has no place yet can't be laid out."""
    try:
        return right(trace, program_of(trace))
    except KeyError:
        return False


@pytest.mark.parametrize("name", MUTANTS)
def test_another_order_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant, of = MUTANTS[name]
    trace = traced(of)
    order = mutant(trace, order_of(trace))
    assert order != order_of(trace)
    assert is_right(trace)
    monkeypatch.setattr(laying_out, "in_rounds", lambda *_: order)
    assert not is_right(trace)


@pytest.mark.parametrize("name", ["chained", "orders"])
def test_an_order_in_more_rounds_is_right_as_well(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So what is seen above is no other order but a wrong one."""
    trace = traced(name)
    monkeypatch.setattr(laying_out, "in_rounds", lambda *_: sorted(order_of(trace)))
    assert is_right(trace)
