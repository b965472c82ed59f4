"""Streams of luck: one keyed uniform, one draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

from sim.randomness import accelerator, chains, inversion
from sim.randomness.arguments import (
    require_counts,
    require_mean,
    require_ordered,
    require_positive,
    require_share,
    spread,
)
from sim.randomness.uniforms import PER_COUNTER, KeyedUniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.arrays import Array
    from sim.randomness.streams import Number, Quantile


class KeyedStreams:
    """Luck keyed by (seed, stream name, slot, month, replication), and by nothing else.

    Parameters
    ----------
    seed
        Any whole number from 0 up.
    replications
        The replication of every lane, shape (lanes,); lanes of the same replication share their luck.


    Attributes
    ----------
    luck
        Streams with the same luck give the same numbers wherever they are asked the same.
    """

    whole = True

    def __init__(self, seed: int, replications: NDArray[np.int64]) -> None:
        replications = np.asarray(replications, np.int64)
        if replications.ndim != 1 or not replications.size or replications.min() < 0:
            message = "replications must be a non-empty list of whole numbers from 0 up, one per lane"
            raise ValueError(message)
        self.lanes = int(replications.size)
        self.luck = seed, replications.tobytes()
        self._uniforms = KeyedUniforms(seed)
        blocks, place = np.unique(replications // PER_COUNTER, return_inverse=True)
        ends = np.flatnonzero(np.diff(blocks, append=blocks[-1] + 2) > 1)
        starts = np.concatenate(([0], ends[:-1] + 1))
        self._runs = tuple((int(blocks[a]), int(blocks[b]) + 1) for a, b in zip(starts, ends, strict=True))
        self._blocks = np.array(self._runs, np.int64)
        place = place * PER_COUNTER + replications % PER_COUNTER
        in_order = place.size == PER_COUNTER * blocks.size and bool((place == np.arange(place.size)).all())
        self._place = None if in_order else place

    def repeats(self, lanes: int) -> bool:
        """Say whether every so many lanes have the luck of the first."""
        luck = self.luck[1]
        return luck[: len(luck) // self.lanes * lanes] * (self.lanes // lanes) == luck

    def first(self, lanes: int) -> Self:
        """Return the streams of the first so many lanes."""
        return type(self)(self.luck[0], np.frombuffer(self.luck[1], np.int64)[:lanes])

    def uniform(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return uniforms in (0, 1), shape (lanes,) or (slots, lanes)."""
        return self._spread(self._rows(name, month, slots), slots)

    def drawn(self, name: str, month: int, slots: int, quantile: Quantile) -> Array:
        """Return draws of any distribution given by its quantile function, shape (slots, lanes)."""
        return quantile(self.uniform(name, month, slots))

    def normal(self, name: str, month: int, slots: int | None = None) -> Array:
        """Return standard normals, shape (lanes,) or (slots, lanes)."""
        from scipy.special import ndtri

        return self._spread(ndtri(self._rows(name, month, slots)), slots)

    def lognormal(self, name: str, month: int, sigma: Number, slots: int) -> Array:
        """Return lognormal numbers of median 1 and log spread `sigma`, shape (slots, lanes)."""
        (sigma,) = spread(name, self.lanes, sigma)
        return np.exp(sigma * self.normal(name, month, slots))

    def bernoulli(self, name: str, month: int, p: Number) -> Array:
        """Return 1 with probability p, else 0: the binomial of one trial."""
        (p,) = spread(name, self.lanes, p)
        require_share(name, p)
        return (self._like(name, month, p) > 1.0 - p).astype(np.float64)

    def binomial(self, name: str, month: int, n: Number, p: Number) -> Array:
        """Return how many of n succeed, each with probability p."""
        n, p = np.asarray(n, np.float64), np.asarray(p, np.float64)
        if n.shape[-1:] == (self.lanes,) and n.ndim >= p.ndim and accelerator.present():
            counts = self._counted(name, month, n, p)
            if counts is not None:
                return counts
        n, p = spread(name, self.lanes, n, p)
        require_counts(name, n)
        require_share(name, p)
        uniform = self._like(name, month, n)
        return inversion.binomial(uniform.ravel(), n.ravel(), p.ravel()).reshape(n.shape)

    def split(self, name: str, month: int, n: Array, chances: Array) -> Array:
        """Split n over parts and a rest by the chances of parts among what is left, shape (parts + 1, lanes)."""
        if n.shape == (self.lanes,) and accelerator.present():
            luck = self._uniforms.keys_of(name, len(chances)), month, self._blocks
            counts = accelerator.split(luck, self._place, n, chances)
            if counts is not None:
                return counts
        return self._split(name, month, n, chances)

    def poisson(self, name: str, month: int, mean: Number) -> Array:
        """Return Poisson counts."""
        mean = np.asarray(mean, np.float64)
        if mean.shape[-1:] == (self.lanes,) and accelerator.present():
            counts = self._counted(name, month, None, mean)
            if counts is not None:
                return counts
        (mean,) = spread(name, self.lanes, mean)
        require_mean(name, mean)
        return inversion.poisson(self._like(name, month, mean).ravel(), mean.ravel()).reshape(mean.shape)

    def between(self, name: str, month: int, low: Number, high: Number) -> Array:
        """Return numbers spread evenly between low and high."""
        low, high = spread(name, self.lanes, low, high)
        require_ordered(name, low, high)
        return low + (high - low) * self._like(name, month, low)

    def gamma(self, name: str, month: int, shape: Number, scale: Number) -> Array:
        """Return gamma numbers with mean shape x scale."""
        shape, scale = spread(name, self.lanes, shape, scale)
        require_positive(name, "shape", shape)
        require_positive(name, "scale", scale)
        uniform = self._like(name, month, shape)
        return scale * inversion.gamma(uniform.ravel(), shape.ravel()).reshape(shape.shape)

    def _split(self, name: str, month: int, n: Array, chances: Array) -> Array:
        """Split with the uniforms of all parts made, and the counts looked at, once."""
        parts = chains.links(name, len(chances))
        if n.shape != (self.lanes,):
            return chains.split(lambda part, left, chance: self.binomial(parts[part], month, left, chance), n, chances)
        require_counts(name, n)
        uniform = self._spread(self._uniforms.chain(name, month, len(parts), self._runs), len(parts))

        def draw(part: int, left: Array, chance: Array) -> Array:
            left, chance = spread(parts[part], self.lanes, left, chance)
            require_share(parts[part], chance)
            return inversion.binomial(uniform[part], left, chance)

        return chains.split(draw, n, chances)

    def _rows(self, name: str, month: int, slots: int | None) -> Array:
        """Return the uniforms of all replications."""
        return self._uniforms.rows(name, month, 1 if slots is None else slots, self._runs)

    def _spread(self, rows: Array, slots: int | None) -> Array:
        """Hand every lane the number of its replication, shape (lanes,) or (slots, lanes)."""
        lanes = rows if self._place is None else rows.take(self._place, axis=1)
        return lanes[0] if slots is None else lanes

    def _counted(self, name: str, month: int, n: Array | None, p: Array) -> Array | None:
        shaped = p if n is None else n
        if shaped.ndim > 2:
            return None
        luck = self._uniforms.key(name), month, self._blocks
        return accelerator.counts(luck, self._place, n, p, lambda: self._like(name, month, shaped))

    def _like(self, name: str, month: int, value: Array) -> Array:
        return self.uniform(name, month, None if value.ndim == 1 else value.shape[0])
