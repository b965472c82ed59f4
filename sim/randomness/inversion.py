"""Exact quantiles: the smallest whole number whose cumulative probability reaches one given uniform.

Inversion keeps policies coupled: the draw of a lane depends on its own uniform and parameters only, and more
customers or a higher rate never give a smaller count from the same luck. Rejection samplers lose that.

Means up to `SEARCHED` are searched from zero upward. Above, a Cornish-Fisher expansion gives the answer at once,
except within a guard band round the boundary between two counts, where the exact distribution function decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.randomness.laws import Binomial, CountingLaw, Poisson
from sim.randomness.search import search

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.arrays import Array

    Way = Callable[[CountingLaw, Array, Array], Array]
    """From the law, the uniform and the mean of some lanes to their counts."""

SEARCHED: Final = 10.0
"""Largest mean that is searched from zero: a matter of speed, not of the result."""

EXPANDED: Final = 1000.0
"""Shape of a gamma distribution above which its expansion stands for the exact quantile."""

_FAR_TAIL: Final = 1.0 - 1e-12
"""Above this uniform a running sum of probabilities is no longer exact enough."""

_WIDE: Final = 0.4
"""Guard band from which one look at the distribution function may not settle the count."""

_TOGETHER: Final = 16_384
"""Lanes worked on at a time, so that they stay in the processor's cache."""

_FEW: Final = 250
"""Lanes that are zero and searched all the same, when no more: to leave them out takes longer."""

_FEW_OF: Final = 0.3
"""The same as a share of all lanes."""


def binomial(uniform: Array, trials: Array, chance: Array) -> Array:
    """Return the binomial quantile at each uniform; all arguments are of one length.

    Chances above one half are counted as failures, so every search is short.
    """
    if not chance.size or chance.item(chance.argmax()) <= 0.5:
        return _quantile(Binomial(trials, chance), uniform)
    if chance.item(chance.argmin()) > 0.5:
        return trials - _quantile(Binomial(trials, 1.0 - chance), 1.0 - uniform)
    mirrored = (chance > 0.5).nonzero()[0]
    nearer, chance = uniform.copy(), chance.copy()
    nearer[mirrored], chance[mirrored] = 1.0 - uniform[mirrored], 1.0 - chance[mirrored]
    count = _quantile(Binomial(trials, chance), nearer)
    count[mirrored] = trials[mirrored] - count[mirrored]
    return count


def poisson(uniform: Array, mean: Array) -> Array:
    """Return the Poisson quantile at each uniform; both arguments are of one length."""
    return _quantile(Poisson(mean), uniform)


def gamma(uniform: Array, shape: Array) -> Array:
    """Return the quantile of the gamma distribution with scale 1; both arguments are of one length.

    Exact up to a shape of `EXPANDED`; above, within one part in a billion out to six standard deviations.
    """
    quantile = np.zeros_like(uniform)
    low, high = uniform <= 0.5, uniform > 0.5
    ways = (
        ((shape > 0.0) & (shape <= EXPANDED) & low, _gamma_from_below),
        ((shape > 0.0) & (shape <= EXPANDED) & high, _gamma_from_above),
        (shape > EXPANDED, _gamma_expansion),
    )
    for mine, way in ways:
        lanes = np.flatnonzero(mine)
        if lanes.size:
            quantile[lanes] = way(uniform[lanes], shape[lanes])
    return quantile


def _gamma_from_below(uniform: Array, shape: Array) -> Array:
    from scipy.special import gammaincinv

    return np.asarray(gammaincinv(shape, uniform))


def _gamma_from_above(uniform: Array, shape: Array) -> Array:
    from scipy.special import gammainccinv

    return np.asarray(gammainccinv(shape, 1.0 - uniform))


def _gamma_expansion(uniform: Array, shape: Array) -> Array:
    """Cornish and Fisher's expansion up to 1/shape^2: about ten times faster than the exact inverse."""
    from scipy.special import ndtri

    z = ndtri(uniform)
    w, s = z * z, np.sqrt(shape)
    quantile = shape + s * z + (w - 1.0) / 3.0 + z * (w - 7.0) / (36.0 * s)
    quantile -= ((3.0 * w + 7.0) * w - 16.0) / (810.0 * shape)
    quantile += z * ((9.0 * w + 256.0) * w - 433.0) / (38880.0 * shape * s)
    quantile += (((12.0 * w - 243.0) * w - 923.0) * w + 1472.0) / (204120.0 * shape * shape)
    return np.asarray(quantile)


def _quantile(law: CountingLaw, uniform: Array) -> Array:
    mean = law.mean
    if uniform.size and uniform.item(uniform.argmax()) > _FAR_TAIL:
        far = (uniform > _FAR_TAIL) & (mean <= SEARCHED)
        return _of(far, _climb, law, uniform, mean) + _of(~far, _ordinary, law, uniform, mean)
    return _ordinary(law, uniform, mean)


def _ordinary(law: CountingLaw, uniform: Array, mean: Array) -> Array:
    """Return the counts of lanes of which none is far out in the tail of a small mean."""
    some = uniform > 1.0 - mean  # zero has at least this probability, whatever the law
    many = np.count_nonzero(some)
    if not many:
        return np.zeros(mean.size)
    if mean.item(mean.argmax()) > SEARCHED:
        large = mean > SEARCHED
        return _of(large, _expand, law, uniform, mean) + _of(some > large, search, law, uniform, mean)
    if mean.size - many < max(_FEW, _FEW_OF * mean.size) and many <= _TOGETHER:
        return search(law, uniform, mean) * some
    return _of(some, search, law, uniform, mean)


def _of(mine: NDArray[np.bool_], way: Way, law: CountingLaw, uniform: Array, mean: Array) -> Array:
    """Return the counts of some lanes, 0 for the others."""
    many = np.count_nonzero(mine)
    if many == mine.size <= _TOGETHER:
        return way(law, uniform, mean)
    count = np.zeros(mine.size)
    lanes = mine.nonzero()[0]
    for start in range(0, many, _TOGETHER):
        some = lanes[start : start + _TOGETHER]
        count[some] = way(law.of(some), uniform.take(some), mean.take(some))
    return count


def _climb(law: CountingLaw, uniform: Array, _: Array) -> Array:
    """Walk up from zero with the exact distribution function."""
    return _settle(law, np.zeros_like(uniform), uniform)


def _expand(law: CountingLaw, uniform: Array, mean: Array) -> Array:
    """Expand the quantile in powers of 1/sd, and look exactly where that cannot decide."""
    from scipy.special import ndtri

    boundary, guard = _expansion(ndtri(uniform), law, mean)
    count = np.ceil(boundary)
    rounded = np.rint(boundary)
    unsure = (np.abs(boundary - rounded) < guard) | (guard >= _WIDE)
    hard = unsure.nonzero()[0]
    if hard.size:
        count[hard] = _decided(law.of(hard), boundary[hard], guard[hard], uniform[hard])
    return count


def _decided(law: CountingLaw, boundary: Array, guard: Array, uniform: Array) -> Array:
    """Look at the count nearest to each boundary, and walk on where the boundary may be further off."""
    rounded = np.rint(boundary)
    count = rounded + ~_reaches(law, rounded, uniform)
    far = (guard >= _WIDE).nonzero()[0]
    if far.size:
        count[far] = _settle(law.of(far), np.maximum(np.ceil(boundary[far]), 0.0), uniform[far])
    return count


def _expansion(normal: Array, law: CountingLaw, mean: Array) -> tuple[Array, Array]:
    """Return where the normal score lies on the axis of counts, and how far off that may be.

    A count k is the smallest that reaches the uniform when k - 1 < boundary <= k. The terms are those of Cornish
    and Fisher with Sheppard's corrections (variance - 1/12, fourth cumulant + 1/120), up to 1/variance; for the
    Poisson law they are the series of Giles (2016, ACM TOMS 42:7).
    The band is more than twice the largest error found over all quantiles of means 2 to 1e7.
    """
    sd, skew = law.spread()
    z, w, d = normal, normal * normal, skew * skew
    variance = sd * sd
    boundary = mean - 0.5 + sd * z + skew / 6.0 * (w - 1.0)
    boundary += z * ((d - 3.0) * w + 3.0 - 7.0 * d) / (144.0 * sd)
    boundary += skew * (9.0 - d) / 6480.0 * ((3.0 * w + 7.0) * w - 16.0) / variance
    guard = (0.06 + 0.002 * w * w * w) / (variance * sd) + 1e-15 * mean
    return boundary, guard


def _reaches(law: CountingLaw, count: Array, uniform: Array) -> NDArray[np.bool_]:
    """Whether P(X <= count) reaches the uniform, judged from the nearer tail."""
    reached = np.empty(uniform.shape, np.bool_)
    low, high = (uniform <= 0.5).nonzero()[0], (uniform > 0.5).nonzero()[0]
    reached[low] = law.of(low).at_most(count[low]) >= uniform[low]
    reached[high] = law.of(high).above(count[high]) <= 1.0 - uniform[high]
    return reached


def _settle(law: CountingLaw, start: Array, uniform: Array) -> Array:
    """Walk from a start to the exact count, for the rare lanes far in a tail."""
    count = start.copy()
    lanes = np.arange(count.size)
    while lanes.size:  # down, while one less would do as well
        lanes = lanes[count[lanes] > 0.0]
        lanes = lanes[_reaches(law.of(lanes), count[lanes] - 1.0, uniform[lanes])]
        count[lanes] -= 1.0
    lanes = np.arange(count.size)
    while lanes.size:  # up, while this is not yet enough
        lanes = lanes[~_reaches(law.of(lanes), count[lanes], uniform[lanes])]
        count[lanes] += 1.0
    return count
