"""Searched counts are those of adding up one probability after the other, to the last bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sim.randomness import inversion, search
from sim.randomness.laws import Binomial, CountingLaw, Poisson
from tests.unit.randomness.cases import body, logarithmic, numbers, tails

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array

LANES = 6000
MOST = 60
"""No count of a mean up to 10 is above, as long as the uniform is not in the far tail."""


def sums(law: CountingLaw) -> Array:
    """Return the running sums of probabilities, shape (counts, lanes): one step after the other, no table."""
    probability, fall, rise = law.recursion()
    reached, found = probability, [probability]
    for step in range(1, MOST):
        probability = probability * (rise / step + (0.0 if fall is None else -fall))
        reached = reached + probability
        found.append(reached)
    return np.array(found)


def one_by_one(law: CountingLaw, uniform: Array) -> Array:
    """Return the counts; a zero that is certain without a sum is one."""
    return np.asarray((uniform > sums(law)).sum(axis=0) * (uniform > 1.0 - law.mean), np.float64)


def poisson_laws() -> Poisson:
    mean = logarithmic("search/mean", 1e-9, 10.0)[:LANES]
    mean[::50] = 0.0
    return Poisson(mean)


def binomial_laws() -> Binomial:
    trials = np.floor(logarithmic("search/n", 0.5, 3000.0)[:LANES])
    return Binomial(trials, np.minimum(0.5, 10.0 / np.maximum(trials, 1.0)) * numbers("search/p")[:LANES])


LAWS: dict[str, CountingLaw] = {"poisson": poisson_laws(), "binomial": binomial_laws()}


def counts(law: CountingLaw, uniform: Array) -> Array:
    if isinstance(law, Binomial):
        return inversion.binomial(uniform, law.trials, law.chance)
    return inversion.poisson(uniform, law.mean)


def beside(law: CountingLaw) -> Array:
    """Return uniforms on a running sum, or the next double to either side."""
    rows = sums(law)
    step = np.minimum(np.floor(2.0 * law.mean * numbers("search/step")[: law.mean.size]), MOST - 1)
    on = rows[step.astype(int), np.arange(law.mean.size)]
    way = np.floor(3.0 * numbers("search/way")[: on.size]) - 1.0
    return np.asarray(np.minimum(np.nextafter(on, on + way), 1.0 - 1e-12))


PLACES: dict[str, Callable[[CountingLaw], Array]] = {
    "body": lambda _: body("search")[:LANES],
    "tails": lambda _: np.minimum(tails("search")[:LANES], 1.0 - 1e-12),
    "beside a sum": beside,
}
SIZES = (1, 2, 99, 100, 101, 700, LANES)


def equal(law: CountingLaw, uniform: Array) -> bool:
    """Say whether counts are the same in batches of every size, also where few lanes are above zero."""
    exact = one_by_one(law, uniform)
    rare = np.flatnonzero((exact == 0) | (np.arange(LANES) % 7 == 0))
    every = np.arange(LANES)
    parts = [every[start : start + size] for size in SIZES for start in range(0, min(LANES, 5 * size), size)]
    return all((counts(law.of(part), uniform[part]) == exact[part]).all() for part in [*parts, rare])


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
@pytest.mark.parametrize("where", PLACES.values(), ids=PLACES)
def test_a_table_of_steps_gives_the_counts_of_one_step_after_the_other(
    law: CountingLaw, where: Callable[[CountingLaw], Array]
) -> None:
    assert equal(law, where(law))


@pytest.mark.parametrize("every", [1, 5])
def test_chances_above_one_half_count_failures(every: int) -> None:
    law, uniform = LAWS["binomial"], body("search")[:LANES]
    assert isinstance(law, Binomial)
    likely = np.arange(LANES) % every == 0
    chance = np.where(likely, 1.0 - law.chance, law.chance)
    rarer = Binomial(law.trials, np.where(chance > 0.5, 1.0 - chance, chance))
    failures = one_by_one(rarer, 1.0 - uniform)
    exact = np.where(chance > 0.5, law.trials - failures, one_by_one(rarer, uniform))
    assert (inversion.binomial(uniform, law.trials, chance) == exact).all()
    assert failures[likely].any()


def added_backwards(step: np.ufunc, table: Array) -> None:
    """Mutant: probabilities are added up from the last."""
    if step is np.multiply:
        step.accumulate(table, 0, None, table)
        return
    for last in range(table.shape[0] - 1, 0, -1):
        table[last] = table[last::-1].sum(axis=0)


def test_another_order_of_the_sum_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_run", added_backwards)
    assert not all(equal(law, beside(law)) for law in LAWS.values())


def given_up(law: CountingLaw, uniform: Array, mean: Array) -> Array:
    """Mutant: lanes that need more steps than most do not get them."""
    return np.asarray(np.minimum(search.search(law, uniform, mean), 4.0 + np.floor(mean.max())))


def test_a_step_too_few_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inversion, "search", given_up)
    assert not any(equal(law, PLACES["tails"](law)) for law in LAWS.values())


def test_a_zero_that_is_certain_is_one_by_whatever_way_it_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant searches all lanes and trusts the sums alone, which may be a last place off."""
    law = Poisson(logarithmic("search/rare", 1e-12, 1e-3)[:LANES])
    uniform = 1.0 - law.mean
    assert not counts(law, uniform).any()
    assert not one_by_one(law, uniform).any()
    monkeypatch.setattr(inversion, "_ordinary", search.search)
    assert counts(law, uniform).any()


def test_zero_has_no_sign() -> None:
    """Files show it otherwise, and compiled code has none; the mutant is the expansion alone."""
    mean, uniform = np.full(LANES, 10.6), np.full(LANES, 8e-6)
    assert np.signbit(inversion._expand(Poisson(mean), uniform, mean)).all()
    for law in (Poisson(mean), Poisson(np.where(np.arange(LANES) % 2, mean, 1.0))):
        assert not counts(law, uniform).any()
        assert not np.signbit(counts(law, uniform)).any()
