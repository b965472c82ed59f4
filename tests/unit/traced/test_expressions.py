"""Whatever is reckoned, symbols and programs give what NumPy gives, bit for bit."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.randomness import KeyedStreams
from sim.traced import operations
from sim.traced.contents import Contents
from sim.traced.program import program_of
from sim.traced.replay import Replay
from sim.traced.tracing import Trace
from tests.unit.traced.batches import compiled_only
from tests.unit.traced.evaluating import OWN, World, same_bits
from tests.unit.traced.pairing import Pairs
from tests.unit.traced.walking import right

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.traced.program import Program

    Work = Callable[[Any, Any], Any]
    Draw = Callable[[Any, int, Any, Any], Any]
    Way = Callable[[Pairs, Program], bool]

POLICIES, REPLICATIONS = 3, 5
LANES, PARTS = 15, ((0, 5), (5, 10), (10, 15))
GIVEN = ("a", "b", "c")


def _put_row(a: Any, b: Any) -> Any:  # noqa: ANN401 (numbers or symbols)
    a[0] = b[2]
    return a


def _put_rows(a: Any, b: Any) -> Any:  # noqa: ANN401
    a[1:] *= b[:2]
    return a[::-1]


def _added(a: Any, b: Any) -> Any:  # noqa: ANN401
    a += 0.5 * b
    return a


def _by_policy(a: Any, b: Any) -> Any:  # noqa: ANN401
    one, two, three = ((a[..., slice(*lanes)], b[..., slice(*lanes)]) for lanes in PARTS)
    answers = [one[0] - one[1], np.where(two[0] > 0, two[1], 1.0), three[0] * 2.0]
    return np.concatenate(answers, axis=-1)


WORKS: tuple[Work, ...] = (
    lambda a, b: a + b,
    lambda a, b: a - b[1],
    lambda a, b: a * b,
    lambda a, b: a / (1.0 + b * b),
    lambda a, b: np.maximum(a, b[0]),
    lambda a, b: np.minimum(b, 0.75 * a),
    lambda a, b: np.exp(-np.abs(a)) - b,
    lambda a, b: np.log1p(np.abs(b)) + a,
    lambda a, b: np.tanh(a) * np.expm1(np.minimum(b, 3.0)),
    lambda a, b: np.sqrt(a) + np.log(b),
    lambda a, b: (a * a + 1.0) ** -1 + b**2,
    lambda a, b: np.abs(a) ** 0.5 - np.abs(b) ** 1.3,
    lambda a, b: np.abs(a) ** np.clip(b, -2.0, 2.0),
    lambda a, b: np.where(a > b, a, -b),
    lambda a, b: np.where((a >= 0) & ~(b < 1) | (a == b), 1.0, b),
    lambda a, b: (a > 0.5) * b + (a <= b[0]),
    lambda a, b: a.clip(-1.0, 1.0) + np.clip(b, a, 2.0),
    lambda a, b: a - (b.sum(axis=0) + 0.0),
    lambda a, b: np.rint(a) + np.floor(b[::-1]) + np.ceil(a[1:2]),
    lambda a, b: np.concatenate([a[1:], b[:1]]),
    lambda a, b: np.stack([b[0], a.max(axis=0), a[2]]),
    lambda a, b: np.where(np.isnan(a), b, a) * np.isfinite(b),
    lambda a, b: a[::-1] if a is not b else a[:],
    _put_row,
    _put_rows,
    _added,
    _by_policy,
)


def _trials(value: Any) -> Any:  # noqa: ANN401
    """Return whole numbers from 0 to 40, made of any numbers."""
    return np.rint(np.clip(np.where(np.isfinite(value), np.abs(value), 4.0) * 3.0, 0.0, 40.0))


def _chance(value: Any) -> Any:  # noqa: ANN401
    return np.clip(np.where(np.isfinite(value), np.abs(value), 0.75) / 4.0, 0.0, 1.0)


def _gamma_of_counts(luck: Any, month: int, value: Any) -> Any:  # noqa: ANN401
    chance = _chance(value)
    return luck.gamma("mix", month, luck.poisson("a", month, _trials(value)), 0.5 + chance)


DRAWS: tuple[Draw, ...] = (
    lambda luck, month, a, b: luck.binomial("wins", month, _trials(a), _chance(b)),
    lambda luck, month, a, b: luck.binomial("wins", month, _trials(a), _chance(b[1])) * b,
    lambda luck, month, a, b: luck.binomial("none", month, 7.0 + 0.0 * _trials(a), 0.3) + b,
    lambda luck, month, a, b: luck.poisson("leads", month, 20.0 * _chance(a)) - b,
    lambda luck, month, a, b: luck.poisson("leads", month, _trials(a[0])) * b,
    lambda luck, month, a, b: luck.split("parts", month, _trials(a[2]), _chance(b[:2])),
    lambda luck, month, a, b: a * luck.normal("noise", month, 3) + b,
    lambda luck, month, a, b: np.where(luck.uniform("coin", month) > 0.5, a, b),
    lambda luck, month, a, _b: luck.bernoulli("rare", month, _chance(a)),
    lambda luck, month, a, b: luck.between("price", month, _chance(a), 1.0 + _trials(b)),
    lambda luck, month, a, b: luck.gamma("wait", month, 1.0 + _chance(a), 1.0 + _chance(b)),
    lambda luck, month, a, b: luck.binomial("chain", month, luck.binomial("of", month, _trials(a), _chance(b)), 0.5),
    lambda luck, month, a, _b: luck.poisson("of", month, luck.gamma("mix", month, 2.0 + _chance(a), 1.0 + _trials(a))),
    lambda luck, month, a, _b: luck.poisson("of", month, _gamma_of_counts(luck, month, a)),
    lambda luck, month, a, b: _by_policy(luck.normal("noise", month, 3) + 0.0 * _chance(a), b),
)
"""What may be drawn, some of it out of what was drawn before."""

moves = st.lists(
    st.tuples(st.integers(0, len(WORKS) + len(DRAWS) - 1), st.integers(0, 9), st.integers(0, 9)),
    min_size=1,
    max_size=18,
)
"""Which work is done, and on which of the latest arrays."""


def reckoned(chosen: Sequence[tuple[int, int, int]]) -> Pairs:
    """Do some works one after the other, to numbers and to symbols."""
    pairs = Pairs(World(LANES, PARTS, (luck(),)))
    for name in GIVEN:
        pairs.given(name, 3)
    for count, (work, one, other) in enumerate([*chosen, (0, 0, 1)]):
        names = list(pairs.arrays)
        both = names[-1 - one % len(names)], names[-1 - other % len(names)]
        if work < len(WORKS):
            pairs.done(f"{count}", WORKS[work], *both)
        else:
            draw = DRAWS[work - len(WORKS)]
            pairs.drawn(f"{count}", partial(_in_month, draw, count), *both)
    return pairs


def _in_month(draw: Draw, month: int, luck: Any, a: Any, b: Any) -> Any:  # noqa: ANN401
    return draw(luck, month, a, b)


def luck() -> KeyedStreams:
    return KeyedStreams(5, np.tile(np.arange(3, 3 + REPLICATIONS), POLICIES))


def laid_out(pairs: Pairs) -> tuple[Trace, Program]:
    """Return the trace of all symbols, and its program."""
    figures = np.concatenate([symbols.rows for symbols in pairs.symbols.values()])
    rows = len(pairs.world.graph.what)
    trace = Trace(pairs.world.graph, (0, 3, 6), figures.reshape(-1, 1), (rows // 3, rows // 2))
    return trace, program_of(trace)


def replayed(pairs: Pairs, program: Program) -> bool:
    """Say whether a replay gives what NumPy gave."""
    pairs.differing()  # so that all is known
    arrays = [np.array([pairs.world.known[row] for row in range(first, first + 3)]) for first in (0, 3, 6)]
    replay, contents = Replay(program, POLICIES, REPLICATIONS), Contents(arrays, [0, 0, 0], [luck()])
    wanted = np.concatenate(list(pairs.arrays.values()))
    return all(same_bits(replay.run(contents).reshape(-1, LANES), wanted) for _ in range(2))


def replayed_by_functions(pairs: Pairs, program: Program) -> bool:
    """Say it where nothing could be compiled."""
    with pytest.MonkeyPatch.context() as without:
        without.setattr(operations, "compiled", None)
        return replayed(pairs, program)


WAYS = (pytest.param(replayed, marks=compiled_only, id="compiled"), pytest.param(replayed_by_functions, id="functions"))


@given(moves)
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_symbols_stand_for_what_numpy_gives_and_their_program_is_right(chosen: list[tuple[int, int, int]]) -> None:
    pairs = reckoned(chosen)
    assert pairs.differing() == []
    assert right(*laid_out(pairs))


@pytest.mark.parametrize("way", WAYS)
@given(chosen=moves)
@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_a_replay_gives_what_numpy_gives(way: Way, chosen: list[tuple[int, int, int]]) -> None:
    pairs = reckoned(chosen)
    assert way(pairs, laid_out(pairs)[1])


EVERYTHING = [(work, work + 2, work + 1) for work in range(len(WORKS) + len(DRAWS))]  # on what is given


@pytest.mark.parametrize("way", WAYS)
def test_every_work_comes_in(way: Way) -> None:
    pairs = reckoned(EVERYTHING)
    assert pairs.differing() == []
    assert way(pairs, laid_out(pairs)[1])


@pytest.mark.parametrize(("name", "mutant"), [("maximum", np.fmax), ("floor", np.trunc), ("log1p", np.log)])
def test_another_operation_is_seen(name: str, mutant: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    pairs = reckoned(EVERYTHING)
    monkeypatch.setitem(OWN, name, mutant)  # as the graph is worked out
    assert pairs.differing()


@pytest.mark.parametrize("way", WAYS)
def test_steps_in_another_order_are_seen(way: Way) -> None:
    pairs = reckoned(EVERYTHING)
    _, program = laid_out(pairs)
    program.steps[[40, 41]] = program.steps[[41, 40]]
    program.steps[[80, 90]] = program.steps[[90, 80]]
    assert not way(pairs, program)


@pytest.mark.parametrize("way", WAYS)
def test_a_draw_of_something_else_is_seen(way: Way) -> None:
    """The mutant gives the rows of a draw what belongs to the others of it."""
    pairs = reckoned(EVERYTHING)
    _, program = laid_out(pairs)
    luck = program.luck
    shifted = replace(luck[1], results=replace(luck[1].results, places=luck[1].results.places[::-1]))
    assert way(pairs, program)
    assert not way(pairs, replace(program, luck=(luck[0], shifted, *luck[2:])))
