"""The streams: the promises on which every comparison of policies stands, each with a mutant it must catch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from sim.randomness import ExpectedStreams, KeyedStreams, KeyedUniforms, Streams

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.arrays import Array

SEED = 20_251
REPLICATIONS = 20_000
ALPHA = 1e-4


class PolicyInKey(KeyedStreams):
    """Mutant: every lane has its own luck."""

    def __init__(self, seed: int, replications: np.ndarray) -> None:
        super().__init__(seed, np.arange(replications.size))


class LastSlotRepeats(KeyedStreams):
    """Mutant: the last slot is never drawn, the first one is used in its place."""

    def uniform(self, name: str, month: int, slots: int | None = None) -> Array:
        rows = super().uniform(name, month, slots)
        return rows if slots is None else np.concatenate([rows[:-1], rows[:1]])


class MonthForgotten(KeyedStreams):
    """Mutant: the same luck every month."""

    def uniform(self, name: str, month: int, slots: int | None = None) -> Array:  # noqa: ARG002
        return super().uniform(name, 0, slots)


class CountedFromTheBlock(KeyedStreams):
    """Mutant: replications are counted from the start of the batch."""

    def __init__(self, seed: int, replications: np.ndarray) -> None:
        super().__init__(seed, replications - replications.min())


class WithoutNoise(KeyedStreams):
    """Mutant: the rounded mean instead of a draw."""

    def binomial(self, name: str, month: int, n: Array | float, p: Array | float) -> Array:  # noqa: ARG002
        return np.full(self.lanes, np.rint(n * p))


class ThreePercentMore(KeyedStreams):
    """Mutant: the chance is 3 % too high."""

    def binomial(self, name: str, month: int, n: Array | float, p: Array | float) -> Array:
        return super().binomial(name, month, n, p * 1.03)


def same_luck_for_every_policy(kind: type[KeyedStreams]) -> bool:
    streams = kind(SEED, np.tile(np.arange(50), 3))
    draws = streams.binomial("wins", 4, np.full((5, 150), 30.0), 0.3).reshape(5, 3, 50)
    return bool((draws == draws[:, :1]).all())


def same_luck_in_every_batch(kind: type[KeyedStreams]) -> bool:
    whole = kind(SEED, np.arange(300)).normal("luck", 7, 2)
    parts = [kind(SEED, part).normal("luck", 7, 2) for part in (np.arange(131), np.arange(131, 300))]
    return bool((np.concatenate(parts, axis=1) == whole).all())


def slots_and_months_are_independent(kind: type[KeyedStreams]) -> bool:
    streams = kind(SEED, np.arange(REPLICATIONS))
    rows = np.concatenate([streams.uniform("churn", month, 4) for month in (0, 1, 2)])
    correlation = np.corrcoef(rows)[np.triu_indices(12, 1)]
    return bool(np.abs(correlation).max() < stats.norm.isf(ALPHA / 2 / correlation.size) / np.sqrt(REPLICATIONS))


def counts_follow_the_binomial_law(kind: type[KeyedStreams]) -> bool:
    """Chi-square on the bins, z of the mean, z of the variance, each at ALPHA."""
    n, p, size = 40, 0.11, REPLICATIONS
    draws = kind(SEED, np.arange(size)).binomial("wins", 3, float(n), p)
    expected = stats.binom.pmf(np.arange(n + 1), n, p) * size
    low, high = np.flatnonzero(expected >= 10)[[0, -1]]
    observed = np.bincount(np.clip(draws, low, high).astype(int), minlength=high + 1)[low : high + 1]
    bins = np.bincount(np.clip(np.arange(n + 1), low, high), weights=expected)[low : high + 1]
    chi = stats.chi2.sf(((observed - bins) ** 2 / bins).sum(), high - low)
    mean, variance = n * p, n * p * (1 - p)
    kurtosis = (1 - 6 * p * (1 - p)) / variance
    z_mean = (draws.mean() - mean) / np.sqrt(variance / size)
    z_variance = (draws.var(ddof=1) / variance - 1) / np.sqrt((kurtosis + 2) / size)
    limit = stats.norm.isf(ALPHA / 2)
    return bool(chi > ALPHA and abs(z_mean) < limit and abs(z_variance) < limit)


PROMISES = [
    (same_luck_for_every_policy, PolicyInKey),
    (same_luck_in_every_batch, CountedFromTheBlock),
    (slots_and_months_are_independent, LastSlotRepeats),
    (slots_and_months_are_independent, MonthForgotten),
    (counts_follow_the_binomial_law, WithoutNoise),
    (counts_follow_the_binomial_law, ThreePercentMore),
]


@pytest.mark.parametrize(("promise", "mutant"), PROMISES)
def test_the_promise_holds_and_its_mutant_is_caught(
    promise: Callable[[type[KeyedStreams]], bool], mutant: type[KeyedStreams]
) -> None:
    assert promise(KeyedStreams)
    assert not promise(mutant)


def test_uniforms_are_uniform() -> None:
    rows = KeyedStreams(SEED, np.arange(REPLICATIONS)).uniform("any", 0, 5)
    counts = np.histogram(rows, 200, (0, 1))[0]
    assert stats.chisquare(counts).pvalue > ALPHA
    assert stats.kstest(rows[0], "uniform").pvalue > ALPHA


@pytest.mark.parametrize(
    "lanes",
    [
        np.array([5]),
        np.array([1_000_003, 2, 2, 7_777, 3]),
        np.tile(np.arange(130, 141), 3),
        np.repeat(np.arange(9), 2),
        np.arange(100)[::-1],
    ],
)
def test_any_choice_and_order_of_lanes_sees_the_same_numbers(lanes: np.ndarray) -> None:
    streams = KeyedStreams(SEED, lanes)
    for lane, replication in enumerate(lanes):
        block = int(replication) // 4
        alone = KeyedUniforms(SEED).rows("leads", 12, 3, ((block, block + 1),))[:, int(replication) % 4]
        assert (streams.uniform("leads", 12, 3)[:, lane] == alone).all()
    assert (streams.uniform("leads", 12) == streams.uniform("leads", 12, 3)[0]).all()


def test_every_draw_is_the_quantile_of_the_same_uniform() -> None:
    streams = KeyedStreams(SEED, np.arange(500))
    u = streams.uniform("any", 9, 2)
    assert (streams.normal("any", 9, 2) == stats.norm.ppf(u)).all()
    assert (streams.binomial("any", 9, np.full((2, 500), 12.0), 0.4) == stats.binom.ppf(u, 12, 0.4)).all()
    assert (streams.bernoulli("any", 9, np.full((2, 1), 0.3)) == stats.binom.ppf(u, 1, 0.3)).all()
    assert (streams.poisson("any", 9, np.full((2, 500), 3.5)) == stats.poisson.ppf(u, 3.5)).all()
    assert np.allclose(streams.gamma("any", 9, 2.5, np.full((2, 1), 4.0)), stats.gamma.ppf(u, 2.5, scale=4.0))
    assert np.allclose(streams.between("any", 9, np.full((2, 1), 3.0), 7.0), 3 + 4 * u)
    assert (streams.drawn("any", 9, 2, np.sqrt) == np.sqrt(u)).all()


def test_lognormal_numbers_have_their_median_at_one_and_their_own_spread_in_every_lane() -> None:
    streams, sigma = KeyedStreams(SEED, np.arange(500)), np.linspace(-0.5, 0.5, 500)
    u = streams.uniform("cost", 9, 3)
    np.testing.assert_allclose(streams.lognormal("cost", 9, sigma, 3), np.exp(sigma * stats.norm.ppf(u)), rtol=1e-14)
    np.testing.assert_allclose(
        streams.lognormal("cost", 9, 0.4, 3), stats.lognorm.ppf(u, 0.4), rtol=1e-12
    )  # one for all
    each = np.linspace(0, 1, 1500).reshape(3, 500)
    np.testing.assert_array_equal(streams.lognormal("cost", 9, each, 3)[2], np.exp(each[2] * stats.norm.ppf(u[2])))


def test_lanes_of_one_replication_share_their_lognormal_numbers() -> None:
    replications = np.array([7, 3, 7, 1_000_003, 3])
    found = KeyedStreams(SEED, replications).lognormal("cost", 9, 0.4, 2)
    np.testing.assert_array_equal(found[:, [0, 1]], found[:, [2, 4]])
    for lane, replication in enumerate(replications):
        alone = KeyedStreams(SEED, np.array([replication])).lognormal("cost", 9, 0.4, 2)
        np.testing.assert_array_equal(found[:, lane], alone[:, 0])
    wider = KeyedStreams(SEED, replications).lognormal("cost", 9, np.array([0.4, 0.4, 0.8, 0.4, 0.4]), 2)
    np.testing.assert_allclose(wider[:, 2], found[:, 0] ** 2)  # the same luck, of twice the spread


def test_the_expected_lognormal_number_is_the_mean_over_a_grid() -> None:
    """256 points, as wherever a law is given by its quantile function; the law's own mean is a little more."""
    sigma = np.array([0.0, 0.3, -0.3, 0.8])
    grid = stats.norm.ppf((np.arange(256) + 0.5) / 256)[:, None]
    found = ExpectedStreams(4).lognormal("cost", 9, sigma, 2)
    np.testing.assert_allclose(found, np.tile(np.exp(sigma * grid).mean(axis=0), (2, 1)), rtol=1e-13)
    np.testing.assert_allclose(found[0], np.exp(sigma**2 / 2), rtol=0.01)


def test_expected_streams_give_the_mean_in_the_same_shape() -> None:
    keyed, expected = KeyedStreams(SEED, np.arange(40_000)), ExpectedStreams(40_000)
    draws: list[Callable[[Streams], Array]] = [
        lambda s: s.uniform("a", 0, 2),
        lambda s: s.normal("a", 0),
        lambda s: s.bernoulli("a", 0, 0.3),
        lambda s: s.binomial("a", 0, np.full((2, 1), 30.0), 0.2),
        lambda s: s.poisson("a", 0, 2.5),
        lambda s: s.between("a", 0, 1.0, 3.0),
        lambda s: s.gamma("a", 0, 2.0, 1.5),
        lambda s: s.drawn("a", 0, 2, np.square),
        lambda s: s.lognormal("a", 0, 0.4, 2),
    ]
    for draw in draws:
        luck, mean = draw(keyed), draw(expected)
        assert luck.shape == mean.shape
        assert abs(luck.mean() - mean.mean()) < 5 * luck.std() / np.sqrt(luck.size)
        assert np.ptp(mean) == 0
    assert keyed.whole
    assert not expected.whole


@pytest.mark.parametrize("streams", [KeyedStreams(1, np.arange(4)), ExpectedStreams(4)])
@pytest.mark.parametrize(
    ("draw", "told"),
    [
        (
            lambda s: s.binomial("wins", 0, 3.0, [0.1, 0.2, 1.2, 0.3]),
            "probability must be between 0 and 1; 1 of 4 are not, the first is 1.2",
        ),
        (lambda s: s.binomial("wins", 0, 3.0, np.nan), "probability must be between 0 and 1"),
        (lambda s: s.binomial("wins", 0, -1.0, 0.5), "number of trials must be from 0 to 2"),
        (lambda s: s.bernoulli("wins", 0, -0.1), "probability"),
        (lambda s: s.poisson("wins", 0, np.inf), "mean must be from 0 to 2"),
        (lambda s: s.poisson("wins", 0, np.nan), "mean must be from 0 to 2"),
        (lambda s: s.poisson("wins", 0, np.nextafter(2.0**52, np.inf)), r"mean must be from 0 to 2\^52"),
        (lambda s: s.binomial("wins", 0, 2.0**53, 0.5), r"number of trials must be from 0 to 2\^53"),
        (lambda s: s.gamma("wins", 0, -1.0, 1.0), "shape must be"),
        (lambda s: s.gamma("wins", 0, 1.0, np.nan), "scale must be"),
        (lambda s: s.between("wins", 0, 2.0, 1.0), "high must be no less than low"),
        (lambda s: s.poisson("wins", 0, np.ones(3)), r"shapes \(3,\) do not fit 4 lanes"),
        (lambda s: s.poisson("wins", 0, np.ones((2, 2, 4))), "do not fit 4 lanes"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_the_name_of_the_stream(
    streams: Streams, draw: Callable[[Streams], Array], told: str
) -> None:
    with pytest.raises(ValueError, match=f"stream 'wins': .*{told}"):
        draw(streams)


def test_trials_must_be_whole_unless_flows_are_expected() -> None:
    with pytest.raises(ValueError, match="stream 'wins': number of trials must be a whole number"):
        KeyedStreams(1, np.arange(4)).binomial("wins", 0, 2.5, 0.5)
    assert (ExpectedStreams(4).binomial("wins", 0, 2.5, 0.5) == 1.25).all()


@pytest.mark.parametrize("replications", [[], [-1], [[1, 2]]])
def test_lanes_need_replications(replications: list[int]) -> None:
    with pytest.raises(ValueError, match="replications must be"):
        KeyedStreams(1, np.array(replications, np.int64))


# ---- policies that share their luck ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("replications", "lanes", "repeats"),
    [
        ([3, 4, 5, 3, 4, 5], 3, True),
        ([3, 4, 5, 3, 4, 5], 6, True),
        ([3, 4, 5, 3, 4, 5], 2, False),
        ([3, 4, 5, 3, 4, 5], 1, False),
        ([3, 4, 5, 5, 4, 3], 3, False),
        ([3, 4, 5, 3, 4, 6], 3, False),
        ([3, 4, 3], 2, False),
        ([7, 7, 7, 7], 1, True),
        ([7], 1, True),
    ],
)
def test_lanes_repeat_where_every_so_many_have_the_same_replications(
    replications: list[int], lanes: int, *, repeats: bool
) -> None:
    assert KeyedStreams(1, np.array(replications)).repeats(lanes) is repeats


@pytest.mark.parametrize("lanes", [1, 2, 5, 6])
def test_the_first_lanes_have_the_luck_that_they_had_among_others(lanes: int) -> None:
    streams = KeyedStreams(9, np.array([3, 4, 400, 5, 3, 1]))
    first = streams.first(lanes)
    assert first.lanes == lanes
    assert first.luck[0] == streams.luck[0]
    np.testing.assert_array_equal(first.normal("a", 2, 3), streams.normal("a", 2, 3)[:, :lanes])
    np.testing.assert_array_equal(first.uniform("a", 2), streams.uniform("a", 2)[:lanes])


@pytest.mark.parametrize("compiled", [True, False])
def test_counts_round_the_largest_mean_are_found(monkeypatch: pytest.MonkeyPatch, *, compiled: bool) -> None:
    if not compiled:
        monkeypatch.setattr("sim.randomness.accelerator.compiled", None)
    counts = KeyedStreams(1, np.arange(64)).poisson("wins", 0, 2.0**52)
    assert (np.abs(counts - 2.0**52) < 6.0 * 2.0**26).all()
    assert (counts == np.rint(counts)).all()
