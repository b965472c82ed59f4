"""Rows of counts, drawn by the functions that stand beside NumPy's inner loops, are those of exact inversion."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import special

from sim.randomness import accelerator, inversion
from tests.unit.randomness.cases import body, logarithmic, numbers, tails

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array

pytestmark = pytest.mark.skipif(not accelerator.present(), reason="no compiler built sim.randomness._counts here")

LANES = (1, 2, 7, 8, 63, 64, 65, 127, 128, 129, 500, 1001, 4096)
SIGNATURE = ctypes.CFUNCTYPE(
    None,
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.POINTER(ctypes.c_ssize_t),
    ctypes.POINTER(ctypes.c_ssize_t),
    ctypes.POINTER(ctypes.c_int64),
)
UNTOUCHED = -99


def rows(*inputs: Array) -> tuple[Array, int]:
    """Return what is written for uniforms and arguments, numbers for all lanes among them, and what is said of it."""
    function = SIGNATURE(accelerator.compiled.loops()[len(inputs) == 2])
    lanes = inputs[0].size
    out, left = np.full(lanes + 2, -7.25), ctypes.c_int64(UNTOUCHED)
    arrays = [np.ascontiguousarray(each, np.float64) for each in inputs]
    kept = [array.copy() for array in arrays]
    places = [*(array.ctypes.data for array in arrays), out[1:].ctypes.data]
    steps = [*(8 if each.ndim else 0 for each in inputs), 8]
    function(
        (ctypes.c_void_p * len(places))(*places),
        ctypes.byref(ctypes.c_ssize_t(lanes)),
        (ctypes.c_ssize_t * len(steps))(*steps),
        ctypes.byref(left),
    )
    assert all(array.tobytes() == before.tobytes() for array, before in zip(arrays, kept, strict=True))
    assert out[[0, -1]].tolist() == [-7.25, -7.25]
    return out[1:-1], left.value


def exact(*inputs: Array) -> Array:
    law = inversion.binomial if len(inputs) == 3 else inversion.poisson
    return np.asarray(law(*(np.array(each) for each in np.broadcast_arrays(*inputs))))


def as_inverted(*inputs: Array) -> bool:
    """Say whether counts are those of inversion, but for those that are left to Python."""
    found, left = rows(*inputs)
    hard = np.isnan(found)
    assert left == np.count_nonzero(hard)
    return bool((hard | (found == exact(*inputs))).all()) and not np.signbit(found[~hard]).any()


def arguments(name: str, lanes: int, shape: tuple[bool, bool, bool]) -> list[Array]:
    """Return trials, chances, and means; which of them are one number."""
    n, p, mean = (
        np.floor(logarithmic(f"{name}/n", 0.5, 3000.0)[:lanes]),
        numbers(f"{name}/p")[:lanes],
        logarithmic(f"{name}/mean", 0.01, 300.0)[:lanes],
    )
    return [row[-1] if one else row for row, one in zip((n, p, mean), shape, strict=True)]


@pytest.mark.parametrize("where", [body, tails])
@pytest.mark.parametrize("lanes", LANES)
def test_counts_are_those_of_inversion(lanes: int, where: Callable[[str], Array]) -> None:
    for shape in ((False, False, False), (True, False, True), (False, True, False), (True, True, True)):
        uniform = where(f"rows {lanes}")[:lanes]
        n, p, mean = arguments(f"rows {lanes}", lanes, shape)
        assert as_inverted(uniform, np.asarray(n), np.asarray(p))
        assert as_inverted(uniform, np.asarray(mean))


def test_nearly_all_is_decided() -> None:
    n, p, mean = arguments("nearly", 4096, (False, False, False))
    uniform = body("nearly")[:4096]
    assert 0 <= rows(uniform, n, p)[1] < 10
    assert 0 <= rows(uniform, mean)[1] < 10


HARD: dict[str, float] = {
    "on a boundary": float(special.pdtr(3.0, 4.0)),
    "beside a boundary": float(special.pdtr(3.0, 4.0)) + 5e-11,
    "far out": 1.0 - 1e-13,
    "nearly nothing": 1e-11,
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("lanes", [1, 9, 130])
def test_what_is_hard_is_handed_back_missing(name: str, lanes: int) -> None:
    uniform = np.full(lanes, 0.3)
    uniform[:: 4 if lanes > 1 else 1] = HARD[name]
    found, left = rows(uniform, np.asarray(4.0))
    assert np.isnan(found).tolist() == (uniform == HARD[name]).tolist()
    assert left == np.count_nonzero(uniform == HARD[name])
    assert as_inverted(uniform, np.full(lanes, 4.0))
    mirrored = 1.0 - uniform
    binomial = special.bdtr(2.0, 6, 0.3)
    mirrored[:1] = binomial
    found, left = rows(mirrored, np.asarray(6.0), np.full(lanes, 0.3))
    assert np.isnan(found[0])
    assert left >= 1


@pytest.mark.parametrize("lane", [0, 64, 200])
@pytest.mark.parametrize(
    ("n", "p"), [(2.5, 0.5), (-1.0, 0.5), (np.inf, 0.5), (np.nan, 0.5), (3.0, 1.5), (3.0, -0.1), (3.0, np.nan)]
)
def test_what_is_no_law_in_any_lane_is_told(n: float, p: float, lane: int) -> None:
    trials, chances, uniform = np.full(201, 3.0), np.full(201, 0.5), body("no law")[:201]
    trials[lane], chances[lane] = n, p
    assert rows(uniform, trials, chances)[1] == -1
    assert rows(uniform, np.full(201, 3.0), np.asarray(0.5))[1] >= 0


@pytest.mark.parametrize("mean", [-1.0, np.nan, np.inf, np.nextafter(2.0**52, np.inf)])
def test_what_is_no_mean_is_told(mean: float) -> None:
    means = np.full(70, 3.0)
    means[69] = mean
    assert rows(body("no mean")[:70], means)[1] == -1
    assert rows(body("no mean")[:70], np.asarray(mean))[1] == -1


def test_no_lanes_are_no_work() -> None:
    assert rows(np.empty(0), np.empty(0))[1] == 0


def test_counts_may_be_written_over_their_trials() -> None:
    """As steps do that end where an operand lay; chunks are read before they are written."""
    uniform, n, p = body("over")[:300], np.full(300, 20.0), numbers("over")[:300]
    wanted = exact(uniform, n, p)
    function, left = SIGNATURE(accelerator.compiled.loops()[0]), ctypes.c_int64(UNTOUCHED)
    places = [array.ctypes.data for array in (uniform, n, p, n)]
    lanes, steps = ctypes.c_ssize_t(300), (ctypes.c_ssize_t * 4)(8, 8, 8, 8)
    function((ctypes.c_void_p * 4)(*places), ctypes.byref(lanes), steps, ctypes.byref(left))
    assert ((n == wanted) | np.isnan(n)).all()
    assert left.value == np.count_nonzero(np.isnan(n))


@pytest.mark.parametrize("mutant", ["one more", "other trials"])
def test_other_counts_would_be_seen(mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    binomial = inversion.binomial

    def other(uniform: Array, trials: Array, chance: Array) -> Array:
        return (
            binomial(uniform, trials, chance) + 1.0 if mutant == "one more" else binomial(uniform, trials[::-1], chance)
        )

    n, p, _ = arguments("mutant", 200, (False, False, False))
    assert as_inverted(body("mutant")[:200], n, p)
    monkeypatch.setattr(inversion, "binomial", other)
    assert not as_inverted(body("mutant")[:200], n, p)
