"""Whatever is reckoned, symbols and programs give what NumPy gives, bit for bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.traced.contents import Contents
from sim.traced.program import program_of
from sim.traced.replay import Replay
from sim.traced.tracing import Trace
from tests.unit.traced.batches import compiled_only
from tests.unit.traced.evaluating import World, same_bits
from tests.unit.traced.pairing import Pairs
from tests.unit.traced.walking import right

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.traced.program import Program

    Work = Callable[[Any, Any], Any]

LANES, PARTS = 11, ((0, 3), (3, 4), (4, 11))
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

moves = st.lists(
    st.tuples(st.integers(0, len(WORKS) - 1), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=18
)
"""Which work is done, and on which of the latest arrays."""


def reckoned(chosen: Sequence[tuple[int, int, int]]) -> Pairs:
    """Do some works one after the other, to numbers and to symbols."""
    pairs = Pairs(World(LANES, PARTS))
    for name in GIVEN:
        pairs.given(name, 3)
    for count, (work, one, other) in enumerate([*chosen, (0, 0, 1)]):
        names = list(pairs.arrays)
        pairs.done(f"{count}", WORKS[work], names[-1 - one % len(names)], names[-1 - other % len(names)])
    return pairs


def laid_out(pairs: Pairs) -> tuple[Trace, Program]:
    """Return the trace of all symbols, and its program."""
    figures = np.concatenate([symbols.rows for symbols in pairs.symbols.values()])
    trace = Trace(pairs.world.graph, (0, 3, 6), figures.reshape(-1, 1))
    return trace, program_of(trace)


def replayed(pairs: Pairs, program: Program) -> bool:
    """Say whether a replay gives what NumPy gave."""
    arrays = [np.array([pairs.world.known[row] for row in range(first, first + 3)]) for first in (0, 3, 6)]
    with np.errstate(all="ignore"):
        found = Replay(program, PARTS).run(Contents(arrays=arrays, parts=[0, 0, 0]))
    return same_bits(found.reshape(-1, LANES), np.concatenate(list(pairs.arrays.values())))


@given(moves)
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_symbols_stand_for_what_numpy_gives_and_their_program_is_right(chosen: list[tuple[int, int, int]]) -> None:
    pairs = reckoned(chosen)
    assert pairs.differing() == []
    assert right(*laid_out(pairs))


@compiled_only
@given(moves)
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_a_replay_gives_what_numpy_gives(chosen: list[tuple[int, int, int]]) -> None:
    pairs = reckoned(chosen)
    assert replayed(pairs, laid_out(pairs)[1])


EVERYTHING = [(work, work + 2, work + 1) for work in range(len(WORKS))]  # on what is given


@compiled_only
def test_every_work_comes_in() -> None:
    pairs = reckoned(EVERYTHING)
    assert pairs.differing() == []
    assert replayed(pairs, laid_out(pairs)[1])


@pytest.mark.parametrize(("name", "mutant"), [("maximum", np.fmax), ("floor", np.trunc), ("log1p", np.log)])
def test_another_operation_is_seen(name: str, mutant: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    pairs = reckoned(EVERYTHING)
    monkeypatch.setattr(np, name, mutant)  # as the graph is worked out
    assert pairs.differing()


@compiled_only
def test_steps_in_another_order_are_seen() -> None:
    pairs = reckoned(EVERYTHING)
    _, program = laid_out(pairs)
    program.steps[[40, 41]] = program.steps[[41, 40]]
    program.steps[[80, 90]] = program.steps[[90, 80]]
    assert not replayed(pairs, program)
