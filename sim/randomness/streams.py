"""Streams: draws asked for by name, for every lane at once.

A name may be used for one kind of draw only: a stream is one uniform per (slot, month, replication), so two draws
under the same name in the same month would be the same luck twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.randomness import inversion
from sim.randomness.uniforms import PER_COUNTER, KeyedUniforms

Array = NDArray[np.float64]
Number = float | Array
"""One number for all lanes, one per lane (lanes,), or one per slot and lane (slots, lanes)."""

_GRID: Final = 256
"""Points of the midpoint rule that replaces a draw in expected-flow mode."""


class Streams(Protocol):
    """Where the model gets its luck; every draw has shape (lanes,) or (slots, lanes)."""

    @property
    def whole(self) -> bool:
        """Whether counts are drawn and whole; False in expected-flow mode."""
        ...

    def drawn(self, name: str, month: int, slots: int, quantile: Callable[[Array], Array]) -> Array:
        """Return draws of any distribution given by its quantile function, shape (slots, lanes)."""
        ...

    def uniform(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return uniforms in (0, 1)."""
        ...

    def normal(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return standard normals."""
        ...

    def bernoulli(self, name: str, month: int, p: Number) -> Array:
        """Return 1 with probability p, else 0."""
        ...

    def binomial(self, name: str, month: int, n: Number, p: Number) -> Array:
        """Return how many of n succeed, each with probability p."""
        ...

    def poisson(self, name: str, month: int, mean: Number) -> Array:
        """Return Poisson counts."""
        ...

    def between(self, name: str, month: int, low: Number, high: Number) -> Array:
        """Return numbers spread evenly between low and high."""
        ...

    def gamma(self, name: str, month: int, shape: Number, scale: Number) -> Array:
        """Return gamma numbers with mean shape x scale."""
        ...


class KeyedStreams:
    """Luck keyed by (seed, stream name, slot, month, replication), and by nothing else.

    Parameters
    ----------
    seed
        Any whole number from 0 up.
    replications
        The replication of every lane, shape (lanes,); lanes of the same replication share their luck.
    """

    whole = True

    def __init__(self, seed: int, replications: NDArray[np.int64]) -> None:
        replications = np.asarray(replications, np.int64)
        if replications.ndim != 1 or not replications.size or replications.min() < 0:
            message = "replications must be a non-empty list of whole numbers from 0 up, one per lane"
            raise ValueError(message)
        self.lanes = int(replications.size)
        self._uniforms = KeyedUniforms(seed)
        blocks, place = np.unique(replications // PER_COUNTER, return_inverse=True)
        ends = np.flatnonzero(np.diff(blocks, append=blocks[-1] + 2) > 1)
        starts = np.concatenate(([0], ends[:-1] + 1))
        self._runs = tuple((int(blocks[a]), int(blocks[b]) + 1) for a, b in zip(starts, ends, strict=True))
        self._place = place * PER_COUNTER + replications % PER_COUNTER

    def uniform(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return uniforms in (0, 1), shape (lanes,) or (slots, lanes)."""
        rows = self._uniforms.rows(name, month, 1 if slots is None else slots, self._runs)
        spread = np.take(rows, self._place, axis=1)
        return spread[0] if slots is None else spread

    def drawn(self, name: str, month: int, slots: int, quantile: Callable[[Array], Array]) -> Array:
        """Return draws of any distribution given by its quantile function, shape (slots, lanes)."""
        return quantile(self.uniform(name, month, slots))

    def normal(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return standard normals, shape (lanes,) or (slots, lanes)."""
        from scipy.special import ndtri

        rows = ndtri(self._uniforms.rows(name, month, 1 if slots is None else slots, self._runs))
        spread = np.take(rows, self._place, axis=1)
        return spread[0] if slots is None else spread

    def bernoulli(self, name: str, month: int, p: Number) -> Array:
        """Return 1 with probability p, else 0: the binomial of one trial."""
        (p,) = self._spread(name, p)
        _require_share(name, p)
        return (self._like(name, month, p) > 1.0 - p).astype(np.float64)

    def binomial(self, name: str, month: int, n: Number, p: Number) -> Array:
        """Return how many of n succeed, each with probability p."""
        n, p = self._spread(name, n, p)
        _require_counts(name, n)
        _require_share(name, p)
        uniform = self._like(name, month, n)
        return inversion.binomial(uniform.ravel(), n.ravel(), p.ravel()).reshape(n.shape)

    def poisson(self, name: str, month: int, mean: Number) -> Array:
        """Return Poisson counts."""
        (mean,) = self._spread(name, mean)
        _require_positive(name, "mean", mean)
        return inversion.poisson(self._like(name, month, mean).ravel(), mean.ravel()).reshape(mean.shape)

    def between(self, name: str, month: int, low: Number, high: Number) -> Array:
        """Return numbers spread evenly between low and high."""
        low, high = self._spread(name, low, high)
        _require_ordered(name, low, high)
        return low + (high - low) * self._like(name, month, low)

    def gamma(self, name: str, month: int, shape: Number, scale: Number) -> Array:
        """Return gamma numbers with mean shape x scale."""
        shape, scale = self._spread(name, shape, scale)
        _require_positive(name, "shape", shape)
        _require_positive(name, "scale", scale)
        uniform = self._like(name, month, shape)
        return scale * inversion.gamma(uniform.ravel(), shape.ravel()).reshape(shape.shape)

    def _spread(self, name: str, *values: Number) -> list[Array]:
        return _spread(name, self.lanes, *values)

    def _like(self, name: str, month: int, value: Array) -> Array:
        return self.uniform(name, month, None if value.ndim == 1 else value.shape[0])


class ExpectedStreams:
    """No luck: every draw is its mean, so the model follows its expected flows.

    Parameters
    ----------
    lanes
        How many lanes there are.
    """

    whole = False

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes

    def uniform(self, name: str, month: int, slots: int | None = None) -> Array:  # noqa: ARG002
        """Return one half."""
        return np.full((self.lanes,) if slots is None else (slots, self.lanes), 0.5)

    def drawn(self, name: str, month: int, slots: int, quantile: Callable[[Array], Array]) -> Array:  # noqa: ARG002
        """Return the mean of the quantile function over a fine grid, shape (slots, lanes)."""
        grid = (np.arange(_GRID) + 0.5) / _GRID
        mean = sum(quantile(np.full((slots, self.lanes), u)) for u in grid) / _GRID
        return np.asarray(mean)

    def normal(self, name: str, month: int, slots: int | None = None) -> Array:  # noqa: ARG002
        """Return zero."""
        return np.zeros((self.lanes,) if slots is None else (slots, self.lanes))

    def bernoulli(self, name: str, month: int, p: Number) -> Array:  # noqa: ARG002
        """Return p."""
        (p,) = _spread(name, self.lanes, p)
        _require_share(name, p)
        return p.copy()

    def binomial(self, name: str, month: int, n: Number, p: Number) -> Array:  # noqa: ARG002
        """Return n x p; n need not be whole."""
        n, p = _spread(name, self.lanes, n, p)
        _require_positive(name, "number of trials", n)
        _require_share(name, p)
        return n * p

    def poisson(self, name: str, month: int, mean: Number) -> Array:  # noqa: ARG002
        """Return the mean."""
        (mean,) = _spread(name, self.lanes, mean)
        _require_positive(name, "mean", mean)
        return mean.copy()

    def between(self, name: str, month: int, low: Number, high: Number) -> Array:  # noqa: ARG002
        """Return the middle of low and high."""
        low, high = _spread(name, self.lanes, low, high)
        _require_ordered(name, low, high)
        return 0.5 * (low + high)

    def gamma(self, name: str, month: int, shape: Number, scale: Number) -> Array:  # noqa: ARG002
        """Return shape x scale."""
        shape, scale = _spread(name, self.lanes, shape, scale)
        _require_positive(name, "shape", shape)
        _require_positive(name, "scale", scale)
        return shape * scale


def _spread(name: str, lanes: int, *values: Number) -> list[Array]:
    arrays = [np.asarray(value, np.float64) for value in values]
    try:
        return list(np.broadcast_arrays(*arrays, np.empty(lanes)))[:-1]
    except ValueError:
        shapes = ", ".join(str(array.shape) for array in arrays)
        message = f"stream '{name}': shapes {shapes} do not fit {lanes} lanes"
        raise ValueError(message) from None


def _require_share(name: str, p: Array) -> None:
    if not (p.min() >= 0.0 and p.max() <= 1.0):  # false for NaN too
        raise _outside(name, "probability", "between 0 and 1", p, (p >= 0.0) & (p <= 1.0))


def _require_positive(name: str, what: str, value: Array) -> None:
    if not (value.min() >= 0.0 and value.max() < np.inf):
        raise _outside(name, what, "finite and not negative", value, (value >= 0.0) & (value < np.inf))


def _require_counts(name: str, n: Array) -> None:
    _require_positive(name, "number of trials", n)
    whole = np.rint(n) == n
    if not whole.all():
        raise _outside(name, "number of trials", "a whole number", n, whole)


def _require_ordered(name: str, low: Array, high: Array) -> None:
    if not (high - low).min() >= 0.0:
        raise _outside(name, "high", "no less than low", high, high >= low)


def _outside(name: str, what: str, allowed: str, value: Array, good: NDArray[np.bool_]) -> ValueError:
    bad = value[~good]
    return ValueError(f"stream '{name}': {what} must be {allowed}; {bad.size} of {value.size} are not, first {bad[0]!r}")
