"""The cycle is followed once, and stays where it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.model.cycle import Cycle
from sim.model.recorder import Recorder
from sim.randomness import KeyedStreams, chains
from sim.traced.contents import Contents, widened
from sim.traced.graph import CALL, COUNTS, GIVEN, WHOLE, Graph
from sim.traced.symbols import Symbols
from sim.traced.tracing import SymbolicReleases, SymbolicStreams, trace
from tests.unit.traced.batches import MEASURES, batch, deciding, engines, preset
from tests.unit.traced.evaluating import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.traced.tracing import Trace


def scenario_trace(lanes: int = 8, months: int = 3) -> Trace:
    setup = batch(deciding(preset(horizon=months), "staged", "harvest"), 0, lanes)
    return trace(Cycle.of(setup), months, MEASURES)


def test_the_cycle_stays_where_it_is() -> None:
    setup = batch(preset())
    cycle = Cycle.of(setup)
    before = [array.copy() for array in Contents.of(cycle, widened(cycle.batch.panel)).arrays]
    trace(cycle, setup.months, MEASURES)
    after = Contents.of(cycle, widened(cycle.batch.panel)).arrays
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)
    recorder = Recorder(setup.months, setup.lanes, MEASURES)
    cycle.turn(setup.months, recorder.record)
    np.testing.assert_array_equal(recorder.recording.values, engines(setup))


def test_figures_are_those_of_every_month_and_measure() -> None:
    found = scenario_trace(months=3)
    assert found.figures.shape == (len(MEASURES), 4)
    assert {found.graph.part[row] for row in found.figures.ravel().tolist()} == {WHOLE}


def test_every_array_has_its_rows() -> None:
    setup = batch(preset())
    cycle = Cycle.of(setup)
    contents = Contents.of(cycle, widened(cycle.batch.panel))
    found = trace(cycle, 1, MEASURES)
    sizes = [array.size // array.shape[-1] for array in contents.arrays]
    assert found.given == tuple(np.cumsum([0, *sizes[:-1]]).tolist())
    assert found.graph.what.count(GIVEN) == sum(sizes)
    assert [found.graph.part[first] for first in found.given] == contents.parts


def test_lanes_change_nothing_but_where_policies_lie() -> None:
    few, many = scenario_trace(lanes=2), scenario_trace(lanes=8)
    assert few.graph.parts == ((0, 2), (2, 4))
    assert many.graph.parts == ((0, 8), (8, 16))
    assert few.graph.what == many.graph.what
    assert few.graph.of == many.graph.of
    np.testing.assert_array_equal(few.figures, many.figures)


@pytest.mark.parametrize("lanes", [2, pytest.param(1)])
def test_few_lanes_are_followed_like_many(lanes: int) -> None:
    few, many = (batch(deciding(preset(horizon=3), "harvest"), 0, each) for each in (lanes, 8))
    assert trace(Cycle.of(few), 3, MEASURES).graph.what == trace(Cycle.of(many), 3, MEASURES).graph.what


def test_luck_is_asked_for_what_the_engine_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the engine draws is drawn in the trace, by the same names; draws of what is nothing may be spared."""
    graph, asked = scenario_trace().graph, Counter[tuple[object, ...]]()

    def watched(method: str) -> Callable[..., Any]:
        original = getattr(KeyedStreams, method)

        def drawn(self: KeyedStreams, name: str, month: int, *rest: Any) -> Any:  # noqa: ANN401
            names = chains.links(name, len(rest[1])) if method == "split" else [name]
            asked.update(("binomial" if method == "split" else method, each, month) for each in names)
            return original(self, name, month, *rest)

        return drawn

    for method in ("uniform", "normal", "binomial", "poisson", "split", "gamma"):
        monkeypatch.setattr(KeyedStreams, method, watched(method))
    setup = batch(deciding(preset(horizon=3), "staged", "harvest"))
    cycle = Cycle.of(setup)
    asked.clear()  # what was drawn for the opening is given
    cycle.turn(3, lambda *_: None)
    noted = Counter((call.method, *call.first[:2]) for call in graph.calls)
    drawn_from = [(graph.what[row], graph.caller(graph.of[row][0])) for row in counts_of(graph)]
    noted.update((law, *graph.call_at(call).first[:2]) for law, call in drawn_from)
    assert {method for method, *_ in asked} >= COUNTS
    assert set(asked) <= set(noted)


def counts_of(graph: Graph) -> list[int]:
    return [row for row, what in enumerate(graph.what) if what in COUNTS]


def test_every_count_has_luck_of_its_own_which_lasts() -> None:
    """No two counts are made of the same uniforms, whatever else they are made of."""
    graph = scenario_trace().graph
    luck = [graph.of[row][0] for row in counts_of(graph)]
    assert luck
    assert len(set(luck)) == len(luck)
    assert {graph.call_at(graph.caller(row)).method for row in luck} == {"uniform"}
    asked = [call.first for call in graph.calls if call.lasting]
    assert len(set(asked)) == len(asked)


# ---- luck -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def graph() -> Graph:
    return Graph(parts=((0, 4),))


@pytest.fixture
def streams(graph: Graph) -> SymbolicStreams:
    return SymbolicStreams(graph, 0, 4)


def symbols(graph: Graph, *shape: int) -> Any:  # noqa: ANN401 (stands for an array)
    rows = np.array(graph.given(int(np.prod(shape)), WHOLE), np.int64).reshape(shape)
    return Symbols(graph, rows, 4)


def test_draws_have_the_shape_of_what_is_asked(graph: Graph, streams: SymbolicStreams) -> None:
    row, block = symbols(graph), symbols(graph, 3)
    assert streams.uniform("a", 1).shape == (4,)
    assert streams.normal("a", 1, 5).shape == (5, 4)
    assert streams.binomial("a", 1, block, row).shape == (3, 4)
    assert streams.binomial("a", 1, row, 0.5).shape == (4,)
    assert streams.poisson("a", 1, row).shape == (4,)
    assert streams.gamma("a", 1, 2.0, block).shape == (3, 4)
    assert streams.split("a", 1, row, block).shape == (4, 4)
    assert streams.bernoulli("a", 1, block).shape == (3, 4)
    assert streams.between("a", 1, row, 2.0).shape == (4,)
    assert streams.lognormal("a", 1, row, 2).shape == (2, 4)
    assert streams.drawn("a", 1, 2, lambda uniform: 2.0 * uniform).shape == (2, 4)


def test_a_draw_has_its_name_and_month_and_its_slots(graph: Graph, streams: SymbolicStreams) -> None:
    streams.uniform("world.luck", 3)
    streams.normal("demand.leads", 4, 2)
    assert [(call.method, call.first, call.shape) for call in graph.calls] == [
        ("uniform", ("world.luck", 3), ()),
        ("normal", ("demand.leads", 4, 2), (2,)),
    ]
    assert all(call.lasting for call in graph.calls)


def test_ones_and_zeros_are_numbers(graph: Graph, streams: SymbolicStreams) -> None:
    drawn = streams.bernoulli("a", 1, symbols(graph))
    assert drawn.kind == "number"
    assert graph.what[int(drawn.rows)] == "as_number"


def sound(world: World) -> list[bool]:
    """Say for every lane whether the engine would take its numbers."""
    tests = Symbols(world.graph, np.array(world.graph.sound), world.lanes, kind="test")
    found: list[bool] = world.numbers(tests).tolist()
    return found


def test_chances_have_to_lie_between_nothing_and_one() -> None:
    world = World(6)
    chances = world.symbols(np.array([0.5, 0.0, 1.0, 1.01, -0.1, np.nan]))
    SymbolicStreams(world.graph, 0, 6).bernoulli("a", 1, chances)
    assert sound(world) == [True, True, True, False, False, False]


def test_bounds_have_to_be_the_right_way_round_in_every_row() -> None:
    world = World(4)
    low, high = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 2.0, 1.0]]), np.array([1.0, 0.5, 1.5, 9.0])
    SymbolicStreams(world.graph, 0, 4).between("a", 1, world.symbols(low), world.symbols(high))
    assert sound(world) == [True, False, False, True]


def test_arguments_are_those_of_the_moment(graph: Graph, streams: SymbolicStreams) -> None:
    counts = symbols(graph, 2)
    before = counts.rows.tolist()
    waiting, drawn = streams.gamma("a", 1, counts, 2.0), streams.poisson("b", 1, counts)
    counts[0] = 5.0
    assert waiting.shape == (2, 4)
    assert graph.calls[0].groups[0].tolist() == before
    assert [graph.of[row][1] for row in drawn.rows.tolist()] == before


def test_counts_are_operations_on_uniforms_and_what_was_handed_in(graph: Graph, streams: SymbolicStreams) -> None:
    trials, chances = symbols(graph, 2), symbols(graph)
    wins = streams.binomial("wins", 3, trials, chances)
    (uniform,) = graph.calls
    assert (uniform.method, uniform.first, uniform.shape) == ("uniform", ("wins", 3, 2), (2,))
    luck = graph.results(graph.caller(graph.of[int(wins.rows[0])][0]))
    assert [graph.what[row] for row in wins.rows.tolist()] == ["binomial"] * 2
    assert [graph.of[row] for row in wins.rows.tolist()] == [
        (each, int(n), int(chances.rows)) for each, n in zip(luck, trials.rows, strict=True)
    ]
    leads = streams.poisson("leads", 3, 2.5 + 0.0 * chances)
    assert graph.what[int(leads.rows)] == "poisson"
    assert graph.calls[1].first == ("leads", 3)


def test_a_split_is_a_chain_of_counts_each_of_what_is_left(graph: Graph, streams: SymbolicStreams) -> None:
    whole, chances = symbols(graph), symbols(graph, 3)
    parts = streams.split("parts", 2, whole, chances)
    assert [call.first for call in graph.calls] == [(f"parts.{part}", 2) for part in range(3)]
    first, second, third, rest = parts.rows.tolist()
    assert [graph.what[row] for row in (first, second, third, rest)] == ["binomial"] * 3 + ["subtract"]
    lefts = [graph.of[row][1] for row in (first, second, third)] + [rest]
    assert lefts[0] == int(whole.rows)
    for before, taken, after in zip(lefts, (first, second, third), lefts[1:], strict=False):
        assert (graph.what[after], graph.of[after]) == ("subtract", (before, taken))


def test_a_split_over_no_parts_draws_nothing(graph: Graph, streams: SymbolicStreams) -> None:
    whole = symbols(graph)
    parts = streams.split("parts", 2, whole, symbols(graph, 2)[:0])
    assert parts.rows.tolist() == [int(whole.rows)]
    assert graph.calls == []


def test_releases_keep_what_was_put_in_at_the_time(graph: Graph) -> None:
    releases, uplift = SymbolicReleases(graph, 1, 4), symbols(graph, 2, 5)
    due, before = symbols(graph, 2, 5), uplift.rows.copy()
    releases.put(due, uplift)
    uplift *= 2.0
    assert releases.take(7).shape == (2, 5, 4)
    put, take = graph.calls
    assert put.shape is None
    assert put.groups[1].tolist() == before.tolist()
    assert (take.method, take.first) == ("take", (7,))
    assert graph.what.count(CALL) == 2
