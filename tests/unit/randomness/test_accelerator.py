"""The compiled draws are the draws of Python, bit for bit; without them everything works and nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import special

from sim.randomness import KeyedStreams, KeyedUniforms, accelerator, inversion
from tests.unit.randomness.cases import CASES, body, logarithmic, numbers, tails

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from sim.arrays import Array

PLACE = np.arange(CASES)

pytestmark = pytest.mark.skipif(not accelerator.present(), reason="no compiler built sim.randomness._counts here")


def counted(rows: Array, place: npt.NDArray[np.int64] | None, n: Array | None, p: Array) -> Array:
    """Return the counts at uniforms of shape (slots, width)."""

    def uniform() -> Array:
        return (rows if place is None else rows[:, place]).reshape(p.shape)

    found = accelerator.counts(rows, place, n, p, uniform)
    assert found is not None
    return found


def beside(uniform: npt.ArrayLike) -> Array:
    """Return uniforms within three units in the last place of a boundary between two counts."""
    steps = np.rint(6 * numbers("ulp") - 3)
    return np.asarray(np.clip(np.asarray(uniform, np.float64) + steps * 2.0**-53, 2.0**-53, 1 - 2.0**-53))


@pytest.mark.parametrize("where", [body, tails])
@pytest.mark.parametrize("most", [1.0, 3.0, 30.0, 400.0, 2e4, 1e7])
def test_binomial_counts_are_those_of_python(where: Callable[[str], Array], most: float) -> None:
    name = f"binomial {most}"
    uniform, n = where(name), np.floor(logarithmic(name + "/n", 0.5, most + 1))
    p = logarithmic(name + "/p", min(0.01, 0.1 / most), 1.0)
    p = np.where(numbers(name + "/mirror") < 0.3, 1.0 - p, p)
    p[:100], p[100:200] = 0.0, 1.0
    counts = counted(uniform[None], PLACE, n, p)
    np.testing.assert_array_equal(counts, inversion.binomial(uniform, n, p))


@pytest.mark.parametrize("where", [body, tails])
@pytest.mark.parametrize(("low", "high"), [(1e-6, 2.5), (1.0, 20.0), (10.0, 1e3), (1e3, 1e6)])
def test_poisson_counts_are_those_of_python(where: Callable[[str], Array], low: float, high: float) -> None:
    name = f"poisson {low}"
    uniform, mean = where(name), logarithmic(name + "/mean", low, high)
    mean[:100] = 0.0
    counts = counted(uniform[None], PLACE, None, mean)
    np.testing.assert_array_equal(counts, inversion.poisson(uniform, mean))


def test_on_the_boundary_between_two_counts_python_decides() -> None:
    mean, k = 0.1 + 12 * numbers("mean"), np.floor(20 * numbers("k"))
    poisson = beside(special.pdtr(k, mean))
    found = counted(poisson[None], PLACE, None, mean)
    np.testing.assert_array_equal(found, inversion.poisson(poisson, mean))
    n, p = 1.0 + np.floor(40 * numbers("n")), 0.01 + 0.49 * numbers("p")
    uniform = beside(special.bdtr(np.minimum(k, n - 1), n.astype(int), p))
    np.testing.assert_array_equal(counted(uniform[None], PLACE, n, p), inversion.binomial(uniform, n, p))


def test_what_the_compiled_module_leaves_is_decided_by_python(monkeypatch: pytest.MonkeyPatch) -> None:
    # A mutant of the reference that counts one too many shows up exactly where the compiled module asks for it.
    mean = np.full(CASES, 5.0)
    uniform = np.full(CASES, 0.3)
    uniform[::7] = special.pdtr(4.0, 5.0)
    right = inversion.poisson
    monkeypatch.setattr(inversion, "poisson", lambda u, m: right(u, m) + 1.0)
    counts = counted(uniform[None], PLACE, None, mean)
    asked = counts != right(uniform, mean)
    np.testing.assert_array_equal(np.flatnonzero(asked), np.arange(0, CASES, 7))


def test_slots_and_places_are_kept_apart() -> None:
    rows = KeyedUniforms(5).rows("rows", 1, 3, ((0, 25),))
    place = np.tile(np.arange(100), 4)
    mean = np.full((3, 400), 4.0)
    mean[1] = 40.0
    counts = counted(rows, place, None, mean)
    np.testing.assert_array_equal(counts, inversion.poisson(rows[:, place].ravel(), mean.ravel()).reshape(3, 400))


@pytest.mark.parametrize(
    ("n", "p"), [(2.5, 0.5), (-1.0, 0.5), (np.inf, 0.5), (3.0, 1.1), (3.0, -0.1), (3.0, np.nan), (np.nan, 0.5)]
)
def test_what_is_no_law_is_refused_by_name(n: float, p: float) -> None:
    streams = KeyedStreams(1, np.arange(4))
    with pytest.raises(ValueError, match="stream 'demo'"):
        streams.binomial("demo", 1, np.full(4, n), np.full(4, p))


def test_sizes_that_do_not_fit_are_an_error_and_not_a_crash() -> None:
    compiled = accelerator.compiled
    u, place, out, half = np.full((1, 4), 0.5), np.arange(4), np.empty(4), np.full(4, 0.5)
    keyed = np.zeros((1, 2), np.uint64), 0, np.array([[0, 1]])
    for n, p, to in ((np.ones(3), half, out), (None, half, np.empty(5)), (None, np.full((2, 4), 0.5), out)):
        for luck in (u, keyed):
            with pytest.raises(ValueError, match="different sizes"):
                compiled.counts(luck, place, n, p, to)
    for short, where in ((u[0], place), (u, place + 1), (u[:, :3].copy(), None), (keyed, place + 1)):
        with pytest.raises(IndexError, match="no uniform"):
            compiled.counts(short, where, None, half, out)
    with pytest.raises(IndexError, match="no uniform"):
        compiled.split(keyed, place, np.ones(4), np.full((3, 4), 0.5), np.empty((4, 4)))  # three parts, one key
    with pytest.raises(ValueError, match="different sizes"):
        compiled.split(keyed, place, np.ones((2, 4)), np.full((1, 4), 0.5), np.empty((2, 4)))
    with pytest.raises(ValueError, match="nothing to split"):
        compiled.split(keyed, place, None, np.full((1, 4), 0.5), np.empty((2, 4)))  # type: ignore[arg-type]
    for wrong_key, wrong_out in ((1, u), (2, u[:, :3]), (2, out), (2, np.empty((4, 8))[:, ::2])):
        with pytest.raises(ValueError, match="16 bytes"):
            compiled.uniforms(np.zeros(wrong_key, np.uint64), 0, 0, wrong_out)


REPLICATIONS = np.tile(np.concatenate([np.arange(3, 90), np.arange(400, 700)]), 2)
"""Of two policies, in two runs of counter blocks, from the middle of one on."""


def both_ways(draw: Callable[[KeyedStreams], Array], monkeypatch: pytest.MonkeyPatch) -> tuple[Array, Array]:
    """Draw with the compiled module and without it."""
    streams = KeyedStreams(5, REPLICATIONS)
    with monkeypatch.context() as without:
        without.setattr(accelerator, "compiled", None)
        plain = draw(streams)
    return draw(streams), plain


LANES = REPLICATIONS.size
SIX = np.floor(logarithmic("six", 0.5, 300.0))[: 6 * LANES].reshape(6, LANES)
CHANCES = 0.02 + 0.9 * numbers("chances")[: 6 * LANES].reshape(6, LANES)
DRAWS: dict[str, Callable[[KeyedStreams], Array]] = {
    "a row for every slot": lambda s: s.binomial("wins", 3, SIX, CHANCES),
    "rows that are not side by side": lambda s: s.binomial("wins", 3, SIX[::2], CHANCES[::2]),
    "lanes that are not side by side": lambda s: s.binomial(
        "wins", 3, np.asfortranarray(SIX), np.asfortranarray(CHANCES)
    ),
    "one row for all slots": lambda s: s.binomial("wins", 3, SIX, CHANCES[0]),
    "one number for a slot's lanes": lambda s: s.binomial("wins", 3, SIX, CHANCES[:, :1]),
    "one number for all": lambda s: s.binomial("wins", 3, SIX, 0.3),
    "one slot, month before the start": lambda s: s.binomial("wins", -2, SIX[0], CHANCES[0]),
    "chances in more slots than counts": lambda s: s.binomial("wins", 3, SIX[0], CHANCES),
    "one count for all": lambda s: s.binomial("wins", 3, 7.0, CHANCES),
    "events": lambda s: s.poisson("leads", 3, 40 * CHANCES),
    "one mean for all": lambda s: s.poisson("leads", 3, 2.5),
    "parts": lambda s: s.split("parts", 3, SIX[0], CHANCES),
    "parts of one row": lambda s: s.split("parts", 3, SIX[0], np.broadcast_to(CHANCES[0], (4, LANES))),
    "no parts": lambda s: s.split("parts", 3, SIX[0], CHANCES[:0]),
}


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_streams_draw_the_same_with_it_and_without(
    draw: Callable[[KeyedStreams], Array], monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, plain = both_ways(draw, monkeypatch)
    np.testing.assert_array_equal(fast, plain)


def test_a_split_that_is_hard_somewhere_is_left_to_python_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of 10^12 is beyond what the compiled module adds up or expands with certainty in every lane."""
    count = np.where(np.arange(LANES) % 50 == 0, 1e15, SIX[0])
    luck = KeyedUniforms(5).keys_of("parts", 3), 3, np.array([[0, 200]])
    assert accelerator.split(luck, REPLICATIONS, count, np.full((3, LANES), 0.4)) is None
    fast, plain = both_ways(lambda s: s.split("parts", 3, count, np.full((3, LANES), 0.4)), monkeypatch)
    np.testing.assert_array_equal(fast, plain)
    np.testing.assert_array_equal(fast.sum(axis=0), count)


def test_what_is_no_law_of_a_split_is_refused() -> None:
    with pytest.raises(ValueError, match=r"stream 'parts\.1': probability must be"):
        KeyedStreams(1, np.arange(4)).split("parts", 1, np.full(4, 3.0), np.array([[0.2] * 4, [1.2] * 4]))


def test_lanes_in_order_need_no_places() -> None:
    rows, mean = KeyedUniforms(5).rows("rows", 1, 2, ((0, 25),)), np.full((2, 100), 12.0)
    rows[1, ::9] = special.pdtr(11.0, 12.0)  # Python decides
    np.testing.assert_array_equal(counted(rows, None, None, mean), counted(rows, np.arange(100), None, mean))


@pytest.mark.parametrize("month", [-24, 0, 7, 2**40])
def test_uniforms_are_those_of_numpys_philox(month: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("demand.leads", month, 3, ((0, 5), (9, 300)))
    ours = KeyedUniforms(42).rows(*asked)
    monkeypatch.setattr(accelerator, "compiled", None)
    np.testing.assert_array_equal(ours, KeyedUniforms(42).rows(*asked))
