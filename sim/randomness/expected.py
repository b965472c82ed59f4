"""Streams without luck, for the expected-flow mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.randomness.arguments import (
    require_mean,
    require_ordered,
    require_positive,
    require_share,
    require_trials,
    spread,
)
from sim.randomness.chains import links, split

if TYPE_CHECKING:
    from sim.arrays import Array
    from sim.randomness.streams import Number, Quantile

_GRID: Final = 256
"""Points of the midpoint rule that replaces a draw."""


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

    def drawn(self, name: str, month: int, slots: int, quantile: Quantile) -> Array:  # noqa: ARG002
        """Return the mean of the quantile function over a fine grid, shape (slots, lanes)."""
        grid = (np.arange(_GRID) + 0.5) / _GRID
        mean = sum(quantile(np.full((slots, self.lanes), u)) for u in grid) / _GRID
        return np.asarray(mean)

    def normal(self, name: str, month: int, slots: int | None = None) -> Array:  # noqa: ARG002
        """Return zero."""
        return np.zeros((self.lanes,) if slots is None else (slots, self.lanes))

    def lognormal(self, name: str, month: int, sigma: Number, slots: int) -> Array:
        """Return the mean over the grid of `drawn`, shape (slots, lanes)."""
        from scipy.special import ndtri

        (sigma,) = spread(name, self.lanes, sigma)
        return self.drawn(name, month, slots, lambda u: np.exp(sigma * ndtri(u)))

    def bernoulli(self, name: str, month: int, p: Number) -> Array:  # noqa: ARG002
        """Return p."""
        (p,) = spread(name, self.lanes, p)
        require_share(name, p)
        return p.copy()

    def binomial(self, name: str, month: int, n: Number, p: Number) -> Array:  # noqa: ARG002
        """Return n x p; n need not be whole."""
        n, p = spread(name, self.lanes, n, p)
        require_trials(name, n)
        require_share(name, p)
        return n * p

    def split(self, name: str, month: int, n: Array, chances: Array) -> Array:
        """Return the shares of n."""
        parts = links(name, len(chances))
        return split(lambda part, left, chance: self.binomial(parts[part], month, left, chance), n, chances)

    def poisson(self, name: str, month: int, mean: Number) -> Array:  # noqa: ARG002
        """Return the mean."""
        (mean,) = spread(name, self.lanes, mean)
        require_mean(name, mean)
        return mean.copy()

    def between(self, name: str, month: int, low: Number, high: Number) -> Array:  # noqa: ARG002
        """Return the middle of low and high."""
        low, high = spread(name, self.lanes, low, high)
        require_ordered(name, low, high)
        return 0.5 * (low + high)

    def gamma(self, name: str, month: int, shape: Number, scale: Number) -> Array:  # noqa: ARG002
        """Return shape x scale."""
        shape, scale = spread(name, self.lanes, shape, scale)
        require_positive(name, "shape", shape)
        require_positive(name, "scale", scale)
        return shape * scale
