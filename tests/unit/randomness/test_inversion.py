"""Counts by inversion: exactly the quantile, everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import special, stats

from sim.randomness import inversion
from sim.randomness.laws import Binomial, CountingLaw, Poisson
from tests.unit.randomness.cases import CASES, body, logarithmic, numbers, tails

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array


def assert_agree(ours: Array, theirs: Array, law: CountingLaw, uniform: Array) -> None:
    """Equal, but for at most a few lanes so far up that scipy, who knows the lower tail only, stops one too early."""
    differ = np.flatnonzero(ours != theirs)
    assert differ.size <= 5
    early = law.of(differ).above(theirs[differ]) > 1.0 - uniform[differ]
    enough = law.of(differ).above(ours[differ]) <= 1.0 - uniform[differ]
    assert (early & enough & (uniform[differ] > 1.0 - 1e-8)).all()


@pytest.mark.parametrize("where", [body, tails])
@pytest.mark.parametrize("most", [3.0, 30.0, 400.0, 2e4, 1e7])
def test_binomial_equals_the_quantile_of_scipy(where: Callable[[str], Array], most: float) -> None:
    name = f"binomial {most}"
    uniform, n = where(name), np.floor(logarithmic(name + "/n", 1.0, most + 1))
    p = logarithmic(name + "/p", min(0.01, 0.1 / most), 1.0)
    p = np.where(numbers(name + "/mirror") < 0.3, 1.0 - p, p)
    assert_agree(inversion.binomial(uniform, n, p), np.asarray(stats.binom.ppf(uniform, n, p)), Binomial(n, p), uniform)


@pytest.mark.parametrize("where", [body, tails])
@pytest.mark.parametrize(("low", "high"), [(1e-6, 2.5), (1.0, 20.0), (10.0, 1e3), (1e3, 1e5)])
def test_poisson_equals_the_quantile_of_scipy(where: Callable[[str], Array], low: float, high: float) -> None:
    name = f"poisson {low}"
    uniform, mean = where(name), logarithmic(name + "/mean", low, high)
    assert_agree(inversion.poisson(uniform, mean), np.asarray(stats.poisson.ppf(uniform, mean)), Poisson(mean), uniform)


def test_poisson_with_ten_million_expected() -> None:
    # Beyond 4.5 standard deviations scipy's own tail of such means is a per cent off, so the tails are left out.
    uniform, mean = 1e-5 + (1 - 2e-5) * numbers("huge/u")[:20_000], logarithmic("huge/mean", 1e6, 1e7)[:20_000]
    assert (inversion.poisson(uniform, mean) == stats.poisson.ppf(uniform, mean)).all()


def assert_steps(law: CountingLaw, count: Array, invert: Callable[[CountingLaw, Array], Array]) -> None:
    """Check uniforms a hair below and above each step of the distribution function, as far as doubles can tell."""
    lower, upper = law.at_most(count), law.above(count)
    below = np.where(lower < 0.5, lower * (1 - 1e-9), 1.0 - upper * (1 + 1e-9) - 1e-14)
    above = np.where(lower < 0.5, lower * (1 + 1e-9), 1.0 - upper * (1 - 1e-9) + 1e-14)
    told = np.flatnonzero((below > 1e-300) & (above < 1.0 - 1e-12))
    assert told.size
    law, count = law.of(told), count[told]
    assert (invert(law, below[told]) == count).all()
    assert (invert(law, above[told]) == count + 1).all()


@pytest.mark.parametrize("mean", [*np.arange(0.2, 16.0, 0.31), 30.0, 99.5, 750.25, 2e4])
def test_poisson_decides_rightly_a_hair_on_either_side_of_every_step(mean: float) -> None:
    count = np.arange(np.floor(max(0.0, mean - 7.5 * mean**0.5)), np.ceil(mean + 7.5 * mean**0.5 + 10))
    assert_steps(Poisson(np.full(count.size, mean)), count, lambda law, u: inversion.poisson(u, law.mean))


def binomial_of(law: CountingLaw, uniform: Array) -> Array:
    assert isinstance(law, Binomial)
    return inversion.binomial(uniform, law.trials, law.chance)


@pytest.mark.parametrize("trials", [1, 2, 5, 9, 17, 40, 200, 3000])
@pytest.mark.parametrize("chance", [0.0007, 0.01, 0.03, 0.08, 0.15, 0.25, 0.35, 0.45, 0.5])
def test_binomial_decides_rightly_a_hair_on_either_side_of_every_step(trials: int, chance: float) -> None:
    law = Binomial(np.full(trials, float(trials)), np.full(trials, chance))
    assert_steps(law, np.arange(float(trials)), binomial_of)


def test_certain_and_impossible_draws() -> None:
    uniform = np.array([2.0**-53, 0.3, 0.5, 1.0 - 2.0**-53])
    for trials in (0.0, 1.0, 12.0, 1e7):
        n = np.full(4, trials)
        assert (inversion.binomial(uniform, n, np.zeros(4)) == 0).all()
        assert (inversion.binomial(uniform, n, np.ones(4)) == n).all()
    assert (inversion.poisson(uniform, np.zeros(4)) == 0).all()
    assert (inversion.gamma(uniform, np.zeros(4)) == 0).all()


@pytest.mark.parametrize("mean", [1e-9, 0.5, 1.9, 2.1, 60.0, 1e7])
def test_the_most_extreme_uniforms_end_and_stay_in_range(mean: float) -> None:
    uniform = np.array([2.0**-53, 1.0 - 2.0**-53])
    low, high = inversion.poisson(uniform, np.full(2, mean))
    assert 0 <= low <= mean <= high + 1 <= mean + 9 * mean**0.5 + 20
    n = np.full(2, 1e7)
    low, high = inversion.binomial(uniform, n, np.full(2, mean / 1e7))
    assert 0 <= low <= mean <= high + 1 <= min(1e7, mean + 9 * mean**0.5 + 20) + 1


def test_a_lane_does_not_depend_on_its_neighbours() -> None:
    uniform, p = tails("alone"), numbers("alone/p") * 0.9
    n = np.floor(logarithmic("alone/n", 1.0, 3000.0))
    together = inversion.binomial(uniform, n, p), inversion.poisson(uniform, n * p), inversion.gamma(uniform, n * p)
    for lanes in (np.arange(0, CASES, 997), np.arange(CASES)[::-1], np.array([12_345])):
        some, many, size = uniform[lanes], n[lanes], p[lanes]
        apart = (
            inversion.binomial(some, many, size),
            inversion.poisson(some, many * size),
            inversion.gamma(some, many * size),
        )
        for whole, part in zip(together, apart, strict=True):
            assert (whole[lanes] == part).all()


def test_better_luck_more_trials_or_a_better_chance_never_give_less() -> None:
    uniform, more = body("monotone"), body("monotone/more")
    n, p = np.floor(logarithmic("monotone/n", 1.0, 3000.0)), numbers("monotone/p")
    base = inversion.binomial(uniform, n, p)
    assert (inversion.binomial(np.maximum(uniform, more), n, p) >= base).all()
    assert (inversion.binomial(uniform, n + 1.0, p) >= base).all()
    assert (inversion.binomial(uniform, n, np.maximum(p, more)) >= base).all()
    assert (inversion.poisson(uniform, n * np.maximum(p, more)) >= inversion.poisson(uniform, n * p)).all()


def test_gamma_returns_to_its_uniform() -> None:
    uniform, shape = tails("gamma"), logarithmic("gamma/shape", 0.05, inversion.EXPANDED)
    quantile = inversion.gamma(uniform, shape)
    lower = uniform < 0.5
    assert np.allclose(special.gammainc(shape, quantile)[lower], uniform[lower], rtol=1e-9, atol=0)
    assert np.allclose(special.gammaincc(shape, quantile)[~lower], 1.0 - uniform[~lower], rtol=1e-9, atol=0)


def test_the_expansion_of_gamma_is_right_to_one_part_in_a_billion() -> None:
    u, shape = np.concatenate([tails("gamma"), body("gamma")]), np.full(2 * CASES, inversion.EXPANDED * (1 + 1e-12))
    exact = np.where(u < 0.5, special.gammaincinv(shape, u), special.gammainccinv(shape, 1.0 - u))
    assert np.allclose(inversion.gamma(u, shape), exact, rtol=1e-9, atol=0)
    larger = np.full(CASES, 2e5)  # the error falls with shape; beyond, scipy's own inverse is the less exact one
    assert np.allclose(inversion.gamma(body("gamma"), larger), special.gammaincinv(larger, body("gamma")), rtol=1e-12)
